use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::finding::{Family, Severity, Status};
use crate::toml_reader::tests::undocumented;

const FORM: &str = r#"version = 1
[report]
title = "Savings"
council = "A council"
committee = "A committee"
money = { unit = "thousands" }
roles = { target = "target" }
[[area]]
id = "north"
name = "North"
[[area]]
id = "south"
name = "South"
[[list]]
id = "schemes"
key = "title"
[[list.column]]
id = "title"
heading = "Scheme"
kind = "text"
[[list.column]]
id = "target"
heading = "Target"
kind = "money"
unit = "thousands"
[[list.column]]
id = "later"
heading = "Later"
kind = "money"
unit = "thousands"
total = "given"
[[return]]
list = "schemes"
file = "{area}"
"#;

const DECISIONS: &str = r#"[[explain]]
finding = "target-changed:north:roofs:target"
period = "2022-23-q3"
stated = 1240
expected = "1,190"
words = "Agreed in November."
role = "Head of Finance"
date = 2023-01-20

[[set_aside]]
finding = "column-total:north:target"
stated = "£1,240"
stands = 1190
words = "The typed total leaves out a row."
role = "Section 151 officer"
date = 2023-01-21

[[change_request]]
reference = "CR-1"
period = "2022-23-q3"
kind = "rebase"
area = "north"
scheme = "Roofs"
column = "target"
from = 1_190
to = 1240.5
approved_by = "The board"
date = 2022-11-30
words = "More roofs."

[[match]]
period = "2022-23-q3"
from = [{ area = "north", scheme = "Walls", amount = 100 }]
to = [{ area = "north", scheme = "Walls A", amount = 60 }, { area = "south", scheme = "Walls B", amount = 40 }]
words = "Split."
role = "Head of Finance"
date = 2023-01-20

[[scheme]]
id = "roofs"
[[scheme.was]]
period = "2022-23-q3"
area = "north"
reference = "N2"
title = "New roofs"
[[scheme.was]]
period = "2022-23-q2"
area = "north"
title = "Roofs"
"#;

fn form() -> Form {
    Form::parse("piperoll.toml", FORM).unwrap()
}

fn parsed(text: &str) -> Decisions {
    Decisions::parse("decisions.toml", text, &form()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn q3() -> Period {
    Period::parse("2022-23-q3").unwrap()
}

/// One fault after the change, in this line.
#[track_caller]
fn told(from: &str, to: &str, line: u32, message: &str) {
    assert!(DECISIONS.contains(from));
    let faults =
        Decisions::parse("decisions.toml", &DECISIONS.replacen(from, to, 1), &form()).err().unwrap_or_default();
    let told: Vec<_> = faults.iter().map(|fault| (fault.at.line.unwrap(), fault.message.as_str())).collect();
    assert_eq!(told, [(line, message)]);
}

#[test]
fn every_kind_of_decision_is_read() {
    let decisions = parsed(DECISIONS);
    let explain = &decisions.explanations[0];
    assert_eq!((explain.stated.as_deref(), explain.expected.as_deref()), (Some("1240"), Some("1,190")));
    assert_eq!((explain.period, explain.date, explain.at.line), (Some(q3()), date(2023, 1, 20), Some(1)));
    assert_eq!(decisions.set_asides[0].stands, "1190");
    let request = &decisions.change_requests[0];
    assert_eq!(request.kind, ChangeKind::Rebase);
    assert_eq!((request.from, request.to), (Decimal::from(1_190_000), Decimal::from(1_240_500)), "in pounds");
    let matched = &decisions.matches[0];
    assert_eq!(matched.column.as_deref(), Some("target"), "the target unless said else");
    assert_eq!(matched.to[1].amount, Some(Decimal::from(40_000)));
    let was: Vec<_> = decisions.schemes[0].was.iter().map(|name| name.title.as_str()).collect();
    assert_eq!(was, ["Roofs", "New roofs"], "in the order of time");
    assert!(parsed("").explanations.is_empty());
}

#[test]
fn the_recovery_plans_decisions_are_read() {
    let form = include_str!("../../samples/recovery-plan/piperoll.toml");
    let form = Form::parse("piperoll.toml", form).unwrap();
    let text = include_str!("../../samples/recovery-plan/decisions.toml");
    Decisions::parse("decisions.toml", text, &form).unwrap_or_else(|faults| panic!("{faults:#?}"));
}

#[test]
fn every_key_is_documented_with_an_example() {
    let page = include_str!("../../docs/decisions.md");
    assert_eq!(undocumented(&parse::DECISIONS, page), Vec::<String>::new());
    let (_, example) = page.split_once("```toml\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    parsed(&example.replace("\"adults\"", "\"north\""));
}

#[test]
fn faults_of_decisions() {
    told("role = \"Head of Finance\"\n", "", 1, "[[explain]] needs `role`: text in quotes");
    told(
        "words = \"Agreed",
        "word = \"x\"\nwords = \"Agreed",
        6,
        "unknown key `word` in [[explain]]; did you mean `words`?",
    );
    told(
        "date = 2023-01-20",
        "date = \"20/01/2023\"",
        8,
        "`date` must be a date such as 2023-02-08, without quotes, and is text",
    );
    told(
        "period = \"2022-23-q3\"",
        "period = \"Q3\"",
        3,
        "'Q3' is not a period; write it like 2022-23-q3, 2018-19-p05 or 2018-19-outturn",
    );
    told(
        "stands = 1190",
        "stands = \"what the rows give\"",
        13,
        "`stands` is \"what the rows give\"; write a figure in the finding's own unit, such as 1190",
    );
    let reference = DECISIONS.replacen("\"£1,240\"", "\"16a\"", 1).replacen("stands = 1190", "stands = \"16c\"", 1);
    assert_eq!(parsed(&reference).set_asides[0].stands, "16c", "a reference gives way to a reference");
    told("area = \"north\"", "area = \"norht\"", 22, "unknown area `norht`; did you mean `north`?");
    told("area = \"north\"", "area = \"North\"", 22, "unknown area `North`; write its id, `north`");
    told("column = \"target\"", "column = \"targt\"", 24, "unknown column `targt`; did you mean `target`?");
    told("column = \"target\"", "column = \"title\"", 24, "`title` must be a column that holds money or a count");
    told("to = 1240.5", "to = 1_190", 26, "`from` and `to` are the same, so that nothing is changed");
    told("to = 1240.5", "to = 999_999_999_999", 26, "`to` is out of bounds: it is written in thousands of pounds");
    told(
        "kind = \"rebase\"",
        "kind = \"rebased\"",
        21,
        "`kind` cannot be \"rebased\"; it is one of \"rebase\", \"reprofile\", \"virement\" or \"correction\"; did you mean `rebase`?",
    );
    told(", amount = 40", "", 34, "in `to`, give an `amount` for every scheme or for none");
    told("[{ area = \"north\", scheme = \"Walls\", amount = 100 }]", "[]", 33, "`from` names no scheme");
    told(
        "scheme = \"Walls\", amount = 100 }]",
        "scheme = \"Walls\" }, { area = \"south\", scheme = \"Doors\" }]",
        31,
        "several schemes cannot become several others in one [[match]]; write one for each split or merger",
    );
    told(
        "period = \"2022-23-q2\"",
        "period = \"2022-23-q3\"",
        47,
        "two names from 2022-23-q3 on; a scheme has one at a time",
    );
}

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
fn applied(text: &str, mut finding: Finding) -> (Finding, Vec<Finding>) {
    finding.identify();
    let mut findings = vec![finding];
    parsed(text).apply(&form(), q3(), &mut findings);
    let first = findings.remove(0);
    (first, findings)
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
    assert_eq!(finding.status, Status::Open);
    assert_eq!(raised[0].code, "decision-outdated");
    assert_eq!(raised[0].severity, Severity::Query);
    assert_eq!(
        raised[0].message,
        format!("the explanation of `{QUERY}` was given when stated was 1230; it is 1240 now")
    );
    assert_eq!(raised[0].at.line, Some(1));
    assert_eq!(raised[0].related, [finding.at]);
    // A figure that the finding has no more.
    let gone = Finding { expected: None, ..query() };
    let (_, raised) = applied(&entry("explain", QUERY, "stated = 1240\nexpected = 1190"), gone);
    assert_eq!(
        raised[0].message,
        format!("the explanation of `{QUERY}` was given when expected was 1190; it is no figure now")
    );
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
    assert_eq!(finding.status, Status::Open);
    assert_eq!(raised[0].code, "decision-incomplete");
    assert!(raised[0].help.starts_with("Add `expected = \"1190\"` to the entry in line 1,"), "{}", raised[0].help);
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
    assert_eq!(finding.status, Status::Open);
    assert_eq!(raised[0].code, "decision-not-allowed");
    assert_eq!(
        raised[0].message,
        "`column-total:north:target` is about a computed figure: its rows give 1190, and the decision says 1200"
    );
    let (_, raised) = aside("1190", "target", Finding { expected: None, ..total("target") });
    assert!(raised[0].message.contains("its rows do not give a figure"), "{}", raised[0].message);
    // A total that the area states may stand as decided.
    let (finding, _) = aside("1200", "later", total("later"));
    assert_eq!(finding.status, Status::Explained);
    // There must be something to set aside, and it must still stand in the cell.
    let (_, raised) = aside("1190", "target", Finding { stated: None, stated_text: None, ..total("target") });
    assert_eq!(raised[0].code, "decision-not-allowed");
    let (_, raised) = aside(
        "1190",
        "target",
        total("target").figures("thousands", Some(Decimal::from(1241)), Some(Decimal::from(1190))),
    );
    assert_eq!(raised[0].code, "decision-outdated");
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(
        cuts in prop::collection::vec((0..DECISIONS.len(), 0..40_usize, "[ -~\\n]{0,6}"), 1..6)
    ) {
        let mut text = DECISIONS.to_string();
        for (start, length, put) in cuts {
            let (mut start, mut end) = (start.min(text.len()), (start + length).min(text.len()));
            while !text.is_char_boundary(start) { start -= 1; }
            while !text.is_char_boundary(end) { end -= 1; }
            text.replace_range(start..end.max(start), &put);
        }
        let _ = Decisions::parse("decisions.toml", &text, &form());
    }
}
