//! The appendix as a whole: its periods, its areas, which movements it shows, who may be named in it.

use super::*;

#[test]
fn periods_and_areas() {
    told(
        "id = \"2022-23-q3\"",
        "id = \"2022-23-q5\"",
        "q5",
        "'2022-23-q5' is not a period; write it like 2022-23-q3, 2018-19-p05 or 2018-19-outturn",
    );
    told(
        "[[period]]",
        "[[period]]\nid = \"2022-23-q3\"\n[[period]]",
        "id",
        "the period `2022-23-q3` stands in line 10 already",
    );
    told(
        "meeting = 2023-02-08",
        "meeting = 2022-02-08",
        "meeting",
        "the meeting (2022-02-08) is before the date the figures stand at (2022-12-31); one of them is wrong",
    );
    told(
        "as_at = 2022-12-31",
        "as_at = 2022-02-30",
        "as_at",
        "this line cannot be read at `2022-02-30`: invalid date, expected day between 01 and 28",
    );
    told(
        "id = \"south\"",
        "id = \"north\"",
        "id",
        "`north` is the id of an area in line 16 already; ids are used once",
    );
    told(
        "id = \"south\"",
        "id = \"the south\"",
        "id",
        "`the south` cannot be the id of an area: use letters, digits and hyphens",
    );
    told(
        "name = \"South\"",
        "name = \"the north\"",
        "the north",
        "\"the north\" names the area in line 18 already; a return could be either's",
    );
    told("[report]\n", "[report]\nyear_starts = 13\n", "13", "`year_starts` is a month from 1 to 12, and 13 is none");
}

#[test]
fn movements_name_a_list_and_a_column_of_money_that_adds_up() {
    let named =
        |names: &str| changed("council = \"A council\"", &format!("council = \"A council\"\nmovements = {names}"));
    let told = |names: &str| -> Vec<String> { faults(&named(names)).into_iter().map(|fault| fault.message).collect() };
    assert_eq!(
        told("[\"target\", \"shemes.target\", \"schemes.targte\"]"),
        [
            "\"target\" in `movements` names no list and column: write \"schemes.target\"",
            "unknown column `targte` in `movements`; did you mean `target`?",
            "unknown list `shemes` in `movements`; did you mean `schemes`?",
        ]
    );
    let form = Form::parse("piperoll.toml", &named("[\"schemes.target\"]")).unwrap();
    assert_eq!(form.report.movements, [("schemes".to_string(), "target".to_string())]);
}

#[test]
fn the_last_closings_are_of_what_is_achieved_or_of_columns_that_are_named() {
    let form = |report: &str, pages: &str| {
        changed("council = \"A council\"", &format!("council = \"A council\"\n{report}"))
            + &format!("\n[pages]\n{pages}\n")
    };
    let told = |report: &str, pages: &str| -> Vec<String> {
        faults(&form(report, pages)).into_iter().map(|fault| fault.message).collect()
    };
    let of = |form: &str| Form::parse("piperoll.toml", form).unwrap().report.trend;
    let named = |columns: &[&str]| -> Vec<(String, String)> {
        columns.iter().map(|column| ("schemes".to_string(), (*column).to_string())).collect()
    };
    let after = "trend = \"after\"";
    assert_eq!(of(BASE), named(&[]), "nobody asks for them");
    assert_eq!(of(&form("", "trend = \"no\"")), named(&[]));
    assert_eq!(of(&form("", after)), named(&["done"]));
    let without = form("", after).replace(", achieved = \"done\"", "");
    assert_eq!(of(&without), named(&["target"]));
    assert_eq!(of(&form("trend = [\"schemes.target\", \"schemes.done\"]", after)), named(&["target", "done"]));
    assert_eq!(
        told("trend = [\"target\", \"schemes.share\", \"schemes.done\", \"schemes.done\", \"overall.amount\"]", after),
        [
            "\"overall.amount\" in `trend` has no closing that is a sum: it is of a summary or of details, or has no total",
            "\"schemes.done\" stands twice in `trend`",
            "\"target\" in `trend` names no list and column: write \"schemes.target\"",
            "`share` in `trend` must be a column that holds money",
        ]
    );
    let nowhere = told("trend = [\"schemes.done\"]", "chart = \"after\"");
    assert!(
        nowhere.len() == 1 && nowhere[0].ends_with("write trend = \"after\" in [pages], or take it out"),
        "{nowhere:?}"
    );
    // Figures that come with their own total, and no sum.
    let none = without.replace("roles = { target = \"target\" }", "");
    let nothing = faults(&none).into_iter().map(|fault| fault.message).collect::<Vec<_>>();
    assert!(nothing.iter().any(|told| told.starts_with("`trend` has no column to show")), "{nothing:?}");
}

#[test]
fn a_contact_is_an_address_or_a_number() {
    told(
        "\"@example.org\"",
        "\"someone\"",
        "contacts",
        "\"someone\" is no contact: write an e-mail address, '@' and a domain, or a telephone number",
    );
}

#[test]
fn roles_are_named_once_and_who_is_to_clear_may() {
    let told = |more: &str| -> Vec<String> {
        faults(&format!("{BASE}\n{more}")).into_iter().map(|fault| fault.message).collect()
    };
    let role = |name: &str, may: &str| format!("[[role]]\nname = \"{name}\"\nmay = [{may}]\n");
    let cases = [
        (role("Clerk", "\"publish\""), "no [[role]] may clear the appendix"),
        (role("Clerk", "\"clear\"") + &role("clerk", "\"explain\""), "\"clerk\" is the role in line"),
        (
            role("S151", "\"clear\"") + "[clearance]\nby = [\"S15\"]\n",
            "there is no [[role]] \"S15\"; did you mean `S151`?",
        ),
        (
            role("S151", "\"clear\"") + &role("Clerk", "\"publish\"") + "[clearance]\nby = [\"Clerk\"]\n",
            "\"Clerk\" is to clear the appendix and may not",
        ),
        (role("S151", "\"clear\", \"clears\""), "`may` cannot be \"clears\""),
        ("[[record]]\nid = \"a b\"\ntitle = \"X\"\n".to_string(), "`a b` cannot be the id of a kind of record"),
    ];
    for (more, expected) in cases {
        let told = told(&more);
        assert!(told.iter().any(|told| told.contains(expected)), "{expected}: {told:?}");
    }
    let form = parsed(&format!("{BASE}\n{}", role("S151", "\"clear\", \"set-aside\"")));
    assert!(form.lets("s151", May::Clear) && !form.lets("S151", May::Explain) && !form.lets("Clerk", May::Explain));
}
