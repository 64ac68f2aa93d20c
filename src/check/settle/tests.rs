use rust_decimal::Decimal;

use super::*;
use crate::decision::Decisions;
use crate::decision::tests::FORM;
use crate::figures::Figures;
use crate::finding::Family;
use crate::form::Form;
use crate::period::Period;
use crate::returns::Returns;

/// An open query about a target in thousands.
fn query() -> Finding {
    let place = Place::file("returns/2022-23-q3/north.xlsx");
    let finding = Finding::new("target-changed", Family::Period, Severity::Query, place);
    Finding {
        area: Some("north".into()),
        scheme: Some("Roofs".into()),
        column: Some("target".into()),
        stated_text: Some("£1,240".into()),
        ..finding.figures("thousands", Some(Decimal::from(1240)), Some(Decimal::from(1190)))
    }
}

/// An error about a total.
fn total(column: &str) -> Finding {
    let mut finding = query();
    finding.code = "column-total";
    (finding.family, finding.severity) = (Family::Total, Severity::Error);
    (finding.scheme, finding.column) = (None, Some(column.into()));
    finding
}

fn entry(table: &str, finding: &str, rest: &str) -> String {
    format!(
        "[[{table}]]\nfinding = \"{finding}\"\nwords = \"So it is.\"\nrole = \"Section 151 officer\"\ndate = 2023-01-20\n{rest}\n"
    )
}

/// The finding after the decisions, and what they raise besides: code, message and help.
fn applied(text: &str, finding: Finding) -> (Finding, Vec<Finding>) {
    let (mut findings, raised) = applied_to(text, vec![finding]);
    (findings.remove(0), raised)
}

/// The same for several findings.
fn applied_to(text: &str, mut findings: Vec<Finding>) -> (Vec<Finding>, Vec<Finding>) {
    super::super::identify(&mut findings, Period::parse("2022-23-q3").ok());
    let given = findings.len();
    let form = Form::parse("piperoll.toml", FORM).unwrap();
    let decisions = Decisions::parse("decisions.toml", text, &form).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let period = Period::parse("2022-23-q3").unwrap();
    let returns = Returns {
        period,
        files: Vec::new(),
        tables: Vec::new(),
        troubles: Vec::new(),
        standings: Default::default(),
        last_reported: Vec::new(),
    };
    let figures = Figures::default();
    let (form, returns, figures, decisions) = (&form, &returns, &figures, &decisions);
    settle(
        &Context {
            form,
            returns,
            figures,
            decisions,
            reconciliation: None,
            answered: &[],
            fonts: &Default::default(),
            phrases: &Default::default(),
            templates: &[],
        },
        &[],
        &mut findings,
    );
    let raised = findings.split_off(given);
    (findings, raised)
}

const QUERY: &str = "target-changed:north:roofs:target";

#[test]
fn an_explanation_answers_the_finding_on_its_figures() {
    for figures in [
        "stated = 1240\nexpected = 1190",
        "stated = \"1,240.0\"\nexpected = \"1190\"",
        "stated = \"£1,240\"\nexpected = 1190",
    ] {
        let (finding, raised) = applied(&entry("explain", QUERY, figures), query());
        assert_eq!((finding.status, raised.len()), (Status::Explained, 0), "{figures}");
        let by = finding.explained_by.unwrap();
        assert_eq!(
            (by.kind, by.role.as_str(), by.date.as_str(), by.line),
            ("explain", "Section 151 officer", "2023-01-20", 1)
        );
    }
}

#[test]
fn an_explanation_lapses_when_a_figure_changes() {
    let (finding, raised) = applied(&entry("explain", QUERY, "stated = 1230\nexpected = 1190"), query());
    assert_eq!(
        (finding.status, raised),
        (Status::Open, vec![]),
        "it is one finding, which says what came of the answer"
    );
    let said = "The explanation by Section 151 officer, 20 January 2023 (decisions.toml, line 1) has lapsed";
    assert_eq!(finding.help, format!("{said}: stated was 1230, and is 1240 now. "));
    assert_eq!(finding.related, [Place::line("decisions.toml", 1)]);
    // A figure that the finding has no more.
    let gone = Finding { expected: None, ..query() };
    let (finding, _) = applied(&entry("explain", QUERY, "stated = 1240\nexpected = 1190"), gone);
    assert_eq!(finding.help, format!("{said}: expected was 1190, and is no figure now. "));
    // A newer entry answers it; the older one is the record of what was said then.
    let both = entry("explain", QUERY, "stated = 1230\nexpected = 1190")
        + &entry("explain", QUERY, "stated = 1240\nexpected = 1190");
    let (finding, raised) = applied(&both, query());
    assert_eq!((finding.status, raised.len()), (Status::Explained, 0));
    assert_eq!(finding.explained_by.unwrap().line, 7 + 1);
}

#[test]
fn an_explanation_without_figures_does_not_count() {
    let (finding, raised) = applied(&entry("explain", QUERY, "stated = 1240"), query());
    assert_eq!((finding.status, raised), (Status::Open, vec![]), "one finding, which says what the answer lacks");
    let said = "The explanation by Section 151 officer, 20 January 2023 (decisions.toml, line 1) does not count: it was given \
                for stated = 1240 alone; if it holds, add `expected = \"1190\"` to it, so that it lapses when they change. ";
    assert_eq!(finding.help, said);
    let (finding, _) = applied(&entry("explain", QUERY, ""), query());
    assert!(
        finding
            .help
            .contains("it does not say on what it was given; if it holds, add `stated = \"1240\"` and `expected")
    );
    // Where the finding has no figures, none are wanted.
    let words = Finding { stated: None, stated_text: None, expected: None, ..query() };
    let (finding, raised) = applied(&entry("explain", QUERY, ""), words);
    assert_eq!((finding.status, raised.len()), (Status::Explained, 0));
    // Text is compared without regard to blanks.
    let text = Finding { stated: None, stated_text: Some("to be\n confirmed".into()), expected: None, ..query() };
    let (finding, _) = applied(&entry("explain", QUERY, "stated = \"to be confirmed\""), text);
    assert_eq!(finding.status, Status::Explained);
}

#[test]
fn a_decision_for_another_period_is_left_alone() {
    let (finding, raised) =
        applied(&entry("explain", QUERY, "period = \"2022-23-q2\"\nstated = 1240\nexpected = 1190"), query());
    assert_eq!((finding.status, raised.len()), (Status::Open, 0));
}

#[test]
fn a_decision_that_matches_nothing_is_told() {
    let (_, raised) = applied(&entry("explain", "target-changed:north:roof:target", "stated = 1"), query());
    assert_eq!(raised[0].code, "decision-unmatched");
    let message = "the explanation of `target-changed:north:roof:target` answers nothing: there is no such finding";
    assert_eq!(raised[0].message, message);
    assert!(raised[0].help.ends_with(&format!("Did you mean `{QUERY}`?")), "{}", raised[0].help);
}

#[test]
fn an_error_cannot_be_explained() {
    let (finding, raised) =
        applied(&entry("explain", "column-total:north:target", "stated = 1240\nexpected = 1190"), total("target"));
    assert_eq!(finding.status, Status::Open);
    assert_eq!((raised[0].code, raised[0].severity), ("decision-not-allowed", Severity::Error));
    assert_eq!(raised[0].message, "`column-total:north:target` is an error, and an error cannot be explained");
}

#[test]
fn a_computed_total_can_be_confirmed_and_never_replaced() {
    let aside = |stands: &str, column: &str, finding: Finding| {
        let id = format!("column-total:north:{column}");
        applied(&entry("set_aside", &id, &format!("stated = 1240\nstands = {stands}")), finding)
    };
    let (finding, raised) = aside("1190", "target", total("target"));
    assert_eq!((finding.status, raised.len()), (Status::Explained, 0));
    let by = finding.explained_by.unwrap();
    assert_eq!((by.kind, by.stands.as_deref()), ("set-aside", Some("1190")));

    let (finding, raised) = aside("1200", "target", total("target"));
    assert_eq!((finding.status, raised.len()), (Status::Open, 0));
    let said = "does not hold: 1200 was to stand, and the rows give 1190, which can be confirmed, never replaced";
    assert!(finding.help.contains(said), "{}", finding.help);
    let (_, raised) = aside("1190", "target", Finding { expected: None, ..total("target") });
    assert!(raised[0].message.contains("its rows do not give a figure"), "{}", raised[0].message);
    // There must be something to set aside, and it must still stand in the cell.
    let (_, raised) = aside("1190", "target", Finding { stated: None, stated_text: None, ..total("target") });
    assert_eq!(raised[0].code, "decision-not-allowed");
    let (finding, raised) = aside(
        "1190",
        "target",
        total("target").figures("thousands", Some(Decimal::from(1241)), Some(Decimal::from(1190))),
    );
    assert_eq!((finding.status, raised.len()), (Status::Open, 0));
    assert!(finding.help.contains("has lapsed: stated was 1240, and is 1241 now"), "{}", finding.help);
}

/// A condition that may last: so much is delivered beyond what is to be found, by these rows.
fn condition(over: i64, rows: &[&str]) -> Finding {
    let mut finding = query();
    (finding.code, finding.family, finding.scheme) = ("net-hides-over-delivery", Family::Summary, None);
    finding.stated_text = None;
    finding.rows = rows.iter().map(ToString::to_string).collect();
    finding.figures("thousands", Some(Decimal::from(1814 - over)), Some(Decimal::from(1814)))
}

const CONDITION: &str = "net-hides-over-delivery:north:target";

/// An answer of Quarter 2 on an excess of 529 by two rows.
fn standing(more: &str) -> String {
    let given = "stated = 1285\nexpected = 1814\nrows = [\"Roofs\", \"Voids\"]\nperiod = \"2022-23-q2\"";
    entry("explain", CONDITION, &format!("{given}\n{more}"))
}

#[test]
fn an_answer_stands_while_its_condition_holds() {
    let until = "until = \"2022-23\"";
    for (more, over, rows, lapsed) in [
        (until, 529, vec!["Roofs", "Voids"], None),
        (until, 300, vec!["Roofs"], None),
        ("until = \"2022-23-q3\"", 529, vec!["Roofs"], None),
        ("until = \"2022-23-q2\"", 529, vec!["Roofs"], Some("it stood until Quarter 2, 2022/23")),
        (until, 530, vec!["Roofs"], Some("it answers a difference of up to 529, and it is 530 now")),
        ("until = \"2022-23\"\nup_to = 600", 600, vec!["Roofs"], None),
        (
            "until = \"2022-23\"\nup_to = 300",
            400,
            vec!["Roofs"],
            Some("it answers a difference of up to 300, and it is 400 now"),
        ),
        (until, -100, vec!["Roofs"], Some("stated was 1285, and is 1914 now")),
        (until, 300, vec!["Walls"], Some("it was given for 'Roofs' and 'Voids', and 'Walls' is not among them")),
    ] {
        let (finding, raised) = applied(&standing(more), condition(over, &rows));
        let case = format!("{more}: {over} by {rows:?}");
        match lapsed {
            None => {
                assert_eq!(finding.status, Status::Explained, "{case}");
                let until = finding.explained_by.unwrap().until.unwrap();
                assert!(more.contains(&until), "{case}");
                assert_eq!((raised.len(), raised[0].code), (1, "answers-standing"), "{case}");
            }
            Some(why) => {
                assert_eq!((finding.status, raised.len()), (Status::Open, 0), "{case}");
                let by = "The explanation by Section 151 officer, 20 January 2023 (decisions.toml, line 1) has lapsed";
                assert_eq!(finding.help, format!("{by}: {why}. "), "{case}");
            }
        }
    }
}

#[test]
fn what_is_no_condition_is_answered_for_the_very_figures() {
    let given = "period = \"2022-23-q2\"\nuntil = \"2022-23\"\nstated = 1240\nexpected = 1190";
    let moved = |stated: i64, expected: i64| {
        let finding = Finding { stated_text: None, ..query() };
        finding.figures("thousands", Some(Decimal::from(stated)), Some(Decimal::from(expected)))
    };
    for (stated, expected, status) in [(1240, 1190, Status::Explained), (1250, 1240, Status::Open)] {
        let (finding, _) = applied(&entry("explain", QUERY, given), moved(stated, expected));
        assert_eq!(finding.status, status, "{stated} for {expected}: another movement is another question");
    }
    // A rule of the form that compares no two figures: less may be worse.
    let own = |stated: i64| {
        let mut finding = query();
        (finding.code, finding.family, finding.stated_text) = ("form-check", Family::Custom, None);
        finding.figures("thousands", Some(Decimal::from(stated)), None)
    };
    for (up_to, status) in [("", Status::Open), ("\nup_to = 1240", Status::Explained)] {
        let given = format!("period = \"2022-23-q2\"\nuntil = \"2022-23\"\nstated = 1240{up_to}");
        let (finding, _) = applied(&entry("explain", "form-check:north:roofs:target", &given), own(900));
        assert_eq!(finding.status, status, "{up_to}");
    }
    // In its own period it quotes what it answers, whatever it is to stand up to.
    let (finding, _) =
        applied(&standing("until = \"2022-23\"").replace("-q2\"", "-q3\""), condition(300, &["Roofs", "Voids"]));
    assert_eq!(finding.status, Status::Open);
}

#[test]
fn of_several_findings_about_one_thing_none_is_answered_by_its_place() {
    let (first, second) = (condition(529, &["Roofs"]), condition(300, &["Voids"]));
    let findings = vec![Finding { topic: String::new(), ..first }, second];
    let (settled, _) = applied_to(&standing("until = \"2022-23\""), findings);
    let status: Vec<(&str, Status)> = settled.iter().map(|finding| (finding.id.as_str(), finding.status)).collect();
    let numbered = format!("{CONDITION}:2");
    assert_eq!(status, [(CONDITION, Status::Explained), (&*numbered, Status::Open)], "the very figures tell it");
    let (settled, _) =
        applied_to(&standing("until = \"2022-23\""), vec![condition(300, &["Roofs"]), condition(400, &["Voids"])]);
    assert_eq!((settled[0].status, settled[1].status), (Status::Open, Status::Open), "which of them was meant?");
}

#[test]
fn an_answer_needs_something_to_be_held_to() {
    let words = || Finding { stated: None, stated_text: None, expected: None, ..query() };
    let of = |period: &str| entry("explain", QUERY, &format!("period = \"{period}\"\nuntil = \"2022-23\""));
    let (finding, raised) = applied(&of("2022-23-q3"), words());
    assert_eq!((finding.status, raised[0].code), (Status::Open, "decision-not-allowed"));
    let (finding, _) = applied(&of("2022-23-q2"), words());
    assert_eq!(finding.status, Status::Open);
}

#[test]
fn what_was_explained_for_an_earlier_period_alone_says_so_where_it_might_have_stood() {
    for (over, hint) in [(400, true), (530, false)] {
        let (finding, raised) = applied(&standing(""), condition(over, &["Roofs"]));
        assert_eq!((finding.status, raised.len()), (Status::Open, 0));
        let said = "The same was explained for Quarter 2, 2022/23 by Section 151 officer, 20 January 2023 (decisions.toml, line 1): \
                    if that still holds, add `until = \"2022-23\"` to that entry. ";
        assert_eq!(finding.help, if hint { said } else { "" }, "{over}");
    }
    // An answer of this period that lapsed is the last word: no older one speaks for it.
    let newer = standing("").replace("-q2\"", "-q3\"");
    let (finding, _) = applied(&(standing("until = \"2022-23\"") + &newer), condition(400, &["Roofs"]));
    assert_eq!(finding.status, Status::Open);
}

#[test]
fn an_answer_given_for_two_rows_is_none_for_a_third() {
    let two = ["Roofs", "Voids"];
    for (table, finding, figures) in [
        ("explain", "net-hides-over-delivery:north:target", "stated = 1285\nexpected = 1814"),
        ("set_aside", "duplicate-reference:north:target", "stated = \"16a\"\nstands = \"16c\""),
    ] {
        let found = |rows: &[&str]| match table {
            "explain" => condition(529, rows),
            _ => Finding {
                code: "duplicate-reference",
                family: Family::Reference,
                severity: Severity::Error,
                stated: None,
                expected: None,
                stated_text: Some("16a".into()),
                ..condition(529, rows)
            },
        };
        let text = |rows: &str| entry(table, finding, &format!("{figures}\n{rows}"));
        let (open, raised) = applied(&text(""), found(&two));
        assert_eq!((open.status, raised.len()), (Status::Open, 0));
        assert!(open.help.contains(" alone; if it holds, add `rows = [\"Roofs\", \"Voids\"]` to it"), "{}", open.help);
        let (open, raised) = applied(&text("rows = [\"Roofs\", \"Voids\"]"), found(&["Roofs", "Voids", "Walls"]));
        assert_eq!((open.status, raised.len()), (Status::Open, 0));
        let said = "has lapsed: it was given for 'Roofs' and 'Voids', and 'Walls' is not among them. ";
        assert!(open.help.contains(said), "{}", open.help);
        let (swapped, _) = applied(&text("rows = [\"Roofs\", \"Voids\"]"), found(&["Voids", "Roofs"]));
        let told = "has lapsed: the rows that it names stand in another order. ";
        assert_eq!(
            swapped.help.contains(told),
            table == "set_aside",
            "which of the two is set aside? {}",
            swapped.help
        );
    }
}

#[test]
fn that_an_entry_matches_nothing_waits_for_what_may_be_the_reason() {
    let text = entry("explain", QUERY, "stated = 1240\nexpected = 1190");
    let unreadable = Finding { code: "unreadable-value", family: Family::Cell, severity: Severity::Error, ..query() };
    let (_, raised) = applied(&text, unreadable.clone());
    assert_eq!(raised, []);
    let (_, raised) = applied(&text, Finding { severity: Severity::Note, ..unreadable });
    assert_eq!(raised[0].code, "decision-unmatched");
}

#[test]
fn a_figure_set_aside_without_effect_is_told_though_its_column_was_explained() {
    let answer = entry("explain", QUERY, "stated = 1240\nexpected = 1190");
    for (table, figures, told) in [
        ("set_aside", "stated = 1240\nstands = 124", 1),
        // What stands as stated, and an explanation, leave every figure as it is: their parts are answered.
        ("set_aside", "stated = 1240\nstands = 1240", 0),
        ("explain", "stated = 1240", 0),
    ] {
        let text = answer.clone() + &entry(table, "figure-contradicts:north:roofs:target", figures);
        let (finding, raised) = applied(&text, query());
        assert_eq!((finding.status, raised.len()), (Status::Explained, told), "{table}: {figures}");
        let said =
            "the setting aside of `figure-contradicts:north:roofs:target` answers nothing: there is no such finding";
        assert!(
            raised.iter().all(|raised| raised.code == "decision-unmatched" && raised.message == said),
            "{raised:?}"
        );
    }
}

#[test]
fn what_may_last_is_found_by_rules_that_there_are() {
    for code in upstream::CULPRITS {
        assert!(crate::check::rule(code).is_some(), "{code}");
    }
    for code in lasting::MAY_LAST {
        assert!(crate::check::rule(code).is_some_and(|rule| rule.severity == Severity::Query), "{code}");
    }
}
