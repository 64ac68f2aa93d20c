use rust_decimal::Decimal;

use super::*;
use crate::decision::Decisions;
use crate::decision::tests::FORM;
use crate::figures::Figures;
use crate::finding::Family;
use crate::form::Form;
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
fn applied(text: &str, mut finding: Finding) -> (Finding, Vec<Finding>) {
    finding.identify();
    let mut findings = vec![finding];
    let form = Form::parse("piperoll.toml", FORM).unwrap();
    let decisions = Decisions::parse("decisions.toml", text, &form).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let period = Period::parse("2022-23-q3").unwrap();
    let returns =
        Returns { period, files: Vec::new(), tables: Vec::new(), troubles: Vec::new(), standings: Default::default() };
    let figures = Figures { lists: Vec::new(), form_level: Vec::new() };
    let (form, returns, figures, decisions) = (&form, &returns, &figures, &decisions);
    settle(
        &Context { form, returns, figures, decisions, reconciliation: None, answered: &[], fonts: &Default::default() },
        &mut findings,
    );
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
