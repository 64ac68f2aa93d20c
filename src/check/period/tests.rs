//! The rules of this family on positions made by hand: what each says, and what none of them says.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::RULES;
use crate::check::{Context, View};
use crate::decision::{ChangeKind, ChangeRequest, Decisions, Match, Side};
use crate::figures::Figures;
use crate::finding::{Family, Finding, PRINTED_NOTES, Severity, Status};
use crate::form::kind::Choice;
use crate::form::{Column, ColumnKind, ColumnOrigin, Form, Kind};
use crate::reconcile::position::{Position, Scheme};
use crate::reconcile::reconcile;
use crate::reconcile::testing::{
    AREAS, column, form, form_with_references, position, pounds, quarter, referenced, scheme,
};
use crate::returns::{Returns, Trouble};
use crate::source::Place;

/// What is told, the notes apart that only add up the figures of a column.
pub(super) fn found_in(
    form: &Form,
    decisions: &Decisions,
    before: Position,
    after: Position,
    troubles: Vec<Trouble>,
) -> Vec<Finding> {
    let mut findings = all_found_in(form, decisions, before, after, troubles);
    findings.retain(|finding| !PRINTED_NOTES.contains(&finding.code));
    findings
}

pub(super) fn all_found_in(
    form: &Form,
    decisions: &Decisions,
    before: Position,
    after: Position,
    troubles: Vec<Trouble>,
) -> Vec<Finding> {
    let returns = Returns {
        period: after.period,
        files: Vec::new(),
        tables: Vec::new(),
        troubles,
        standings: Default::default(),
        last_reported: Vec::new(),
    };
    let figures = Figures::default();
    let reconciliation = reconcile(form, decisions, before, after, crate::reconcile::PriorFrom::Returns).unwrap();
    let context = Context {
        form,
        returns: &returns,
        figures: &figures,
        decisions,
        reconciliation: Some(&reconciliation),
        answered: &[],
        fonts: &Default::default(),
        phrases: &Default::default(),
        templates: &[],
    };
    let view = View::of(&context);
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| (rule.run)(rule, &view)).collect();
    findings.iter_mut().for_each(Finding::identify);
    findings
}

pub(super) fn found(decisions: &Decisions, before: Vec<Scheme>, after: Vec<Scheme>) -> Vec<Finding> {
    found_in(&form(), decisions, position(quarter(2), before), position(quarter(3), after), Vec::new())
}

pub(super) fn codes(findings: &[Finding]) -> Vec<(&'static str, Severity)> {
    findings.iter().map(|finding| (finding.code, finding.severity)).collect()
}

/// One scheme, then and now.
fn one(then: &[(&str, i64)], now: &[(&str, i64)]) -> Vec<Finding> {
    found(&Decisions::default(), vec![scheme("north", "Voids", then)], vec![scheme("north", "Voids", now)])
}

fn request(kind: ChangeKind, from: i64, to: i64) -> Decisions {
    let request = ChangeRequest {
        reference: "CR-07".into(),
        period: quarter(3),
        kind,
        outside: None,
        area: "north".into(),
        scheme: "Voids".into(),
        column: "target".into(),
        from: pounds(from * 1_000),
        to: pounds(to * 1_000),
        approved_by: "Savings Board".into(),
        date: date(2022, 11, 30),
        words: "Takes in adaptations".into(),
        at: Place::line("decisions.toml", 12),
    };
    Decisions { change_requests: vec![request], ..Decisions::default() }
}

fn matched(from: &[(&str, &str)], to: &[(&str, &str)]) -> Decisions {
    let sides = |sides: &[(&str, &str)]| {
        let side =
            |(area, scheme): &(&str, &str)| Side { area: (*area).into(), scheme: (*scheme).into(), amount: None };
        sides.iter().map(side).collect()
    };
    let decided = Match {
        period: quarter(3),
        from: sides(from),
        to: sides(to),
        column: Some("target".into()),
        words: "The same project".into(),
        role: "Finance business partner".into(),
        date: date(2023, 1, 18),
        at: Place::line("decisions.toml", 3),
    };
    Decisions { matches: vec![decided], ..Decisions::default() }
}

#[test]
fn a_target_changed_without_approval_is_asked_about_with_both_figures() {
    let findings = one(&[("target", 100)], &[("target", 130)]);
    assert_eq!(codes(&findings), [("target-changed", Severity::Query)]);
    let finding = &findings[0];
    assert_eq!(finding.id, "target-changed:north:voids:target");
    assert_eq!(
        finding.message,
        "target of 'Voids' (The north) is £130k; it was £100k in Quarter 2, 2022/23: +£30k (+30%), without an approved \
         change request"
    );
    assert_eq!(
        (finding.stated, finding.expected, finding.difference, finding.unit),
        (Some(Decimal::from(130)), Some(Decimal::from(100)), Some(Decimal::from(30)), Some("thousands"))
    );
    assert_eq!(finding.at.to_string(), "returns/2022-23-q3/north.xlsx, sheet Return, cell B5");
    assert_eq!(finding.related[0].to_string(), "returns/2022-23-q2/north.xlsx, sheet Return, cell B5");
    assert_eq!(finding.demanded_by, Some(Place::line("piperoll.toml", 10)));
    assert!(finding.help.contains("from = 100\nto = 130\n"), "{}", finding.help);
}

#[test]
fn the_change_request_of_the_help_approves_the_change() {
    let side = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let findings = found(&Decisions::default(), side(100), side(130));
    let (_, entry) = findings[0].help.split_once('\n').unwrap();
    let decisions = Decisions::parse("decisions.toml", &entry.replace("YYYY-MM-DD", "2023-01-18"), &form()).unwrap();
    assert_eq!(codes(&found(&decisions, side(100), side(130))), [("target-rebased", Severity::Note)]);
}

#[test]
fn the_reports_target_is_asked_about_whatever_its_tolerance() {
    let mut form = form();
    form.lists[0].columns[1].amount_mut().movement = None;
    let side = |quarter_, target| position(quarter(quarter_), vec![scheme("north", "Voids", &[("target", target)])]);
    let findings = found_in(&form, &Decisions::default(), side(2, 100), side(3, 101), Vec::new());
    assert_eq!(codes(&findings), [("target-changed", Severity::Query)]);
}

#[test]
fn an_approved_change_leaves_nothing_open() {
    let side = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let findings = found(&request(ChangeKind::Rebase, 100, 130), side(100), side(130));
    assert_eq!(codes(&findings), [("target-rebased", Severity::Note)]);
    let finding = &findings[0];
    assert_eq!(finding.status, Status::Explained);
    assert_eq!((finding.stated, finding.expected), (Some(Decimal::from(130)), Some(Decimal::from(100))));
    assert!(finding.message.ends_with("+£30k (+30%), as approved by Savings Board (CR-07)"), "{}", finding.message);
    let answer = finding.explained_by.as_ref().unwrap();
    assert_eq!((answer.kind, answer.line, answer.date.as_str()), ("change-request", 12, "2022-11-30"));
}

#[test]
fn an_approved_change_that_does_not_show_is_one_error() {
    let side = |target| vec![scheme("north", "Voids", &[("target", target)])];
    for now in [100, 140] {
        let findings = found(&request(ChangeKind::Rebase, 100, 130), side(100), side(now));
        assert_eq!(codes(&findings), [("change-request-not-reflected", Severity::Error)]);
        assert_eq!(findings[0].expected, Some(Decimal::from(130)));
        assert_eq!(findings[0].stated, Some(Decimal::from(now)));
        assert_eq!(findings[0].demanded_by, Some(Place::line("decisions.toml", 12)));
    }
    let findings = found(&request(ChangeKind::Rebase, 100, 130), Vec::new(), Vec::new());
    assert_eq!(codes(&findings), [("change-request-not-reflected", Severity::Error)]);
    assert!(findings[0].message.contains("is in no return of this period"), "{}", findings[0].message);
}

#[test]
fn what_goes_beyond_a_correction_is_still_asked_about() {
    let side = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let findings = found(&request(ChangeKind::Correction, 100, 120), side(100), side(130));
    assert_eq!(codes(&findings), [("target-changed", Severity::Query)]);
    assert_eq!((findings[0].expected, findings[0].difference), (Some(Decimal::from(120)), Some(Decimal::from(10))));
}

#[test]
fn a_cumulative_figure_must_not_fall_within_the_year() {
    let findings = one(&[("achieved", 40)], &[("achieved", 30)]);
    assert_eq!(codes(&findings), [("cumulative-fell", Severity::Query)]);
    assert_eq!(findings[0].difference, Some(Decimal::from(-10)));
    assert!(findings[0].message.contains("-£10k (-25%)"), "{}", findings[0].message);
    assert!(one(&[("achieved", 30)], &[("achieved", 40)]).is_empty());
    let mut last_year = position(quarter(4), vec![scheme("north", "Voids", &[("achieved", 40)])]);
    last_year.period.year.start = 2021;
    let now = position(quarter(1), vec![scheme("north", "Voids", &[("achieved", 10)])]);
    let findings = found_in(&form(), &Decisions::default(), last_year, now, Vec::new());
    assert_eq!(codes(&findings), [("year-turned", Severity::Query)], "a new year starts at nil");
}

#[test]
fn savings_that_are_negative_amounts_fall_where_the_amount_rises() {
    let mut form = form();
    form.report.negative_savings = true;
    let side = |of, achieved| position(quarter(of), vec![scheme("north", "Voids", &[("achieved", achieved)])]);
    let fell = found_in(&form, &Decisions::default(), side(2, -40), side(3, -30), Vec::new());
    assert_eq!(codes(&fell), [("cumulative-fell", Severity::Query)]);
    assert!(found_in(&form, &Decisions::default(), side(2, -30), side(3, -40), Vec::new()).is_empty());
}

/// Findings about the stage of one scheme, then and now; none then if it is new.
fn staged(then: Option<&str>, now: &str) -> Vec<Finding> {
    let mut form = form();
    let stages = ["Proposed", "Validated", "Signed off", "Delivered"].map(str::to_string).to_vec();
    let stage = Choice { choices: stages, ordered: true, ..Choice::default() };
    form.lists[0].columns.push(Column { kind: ColumnKind::Choice(stage), ..column("stage", Kind::Choice) });
    let at = |title: &str, stage: &str| {
        let mut scheme = scheme("north", title, &[("target", 100)]);
        scheme.texts.insert("stage".into(), stage.into());
        scheme
    };
    let mut before = vec![at("Rents", "Proposed")];
    before.extend(then.map(|stage| at("Voids", stage)));
    let now = vec![at("Rents", "Proposed"), at("Voids", now)];
    let found =
        found_in(&form, &Decisions::default(), position(quarter(2), before), position(quarter(3), now), Vec::new());
    found.into_iter().filter(|finding| finding.code == "stage-skipped").collect()
}

#[test]
fn a_stage_that_was_skipped_is_asked_about() {
    let findings = staged(Some("Proposed"), "delivered ");
    assert_eq!(codes(&findings), [("stage-skipped", Severity::Query)]);
    assert_eq!(
        findings[0].message,
        "'Voids' (The north) stands at 'Delivered'; in Quarter 2, 2022/23 it stood at 'Proposed', so that nothing shows \
         'Validated' and 'Signed off'"
    );
    assert!(staged(Some("Proposed"), "Validated").is_empty());
    assert!(staged(Some("Validated"), "Validated").is_empty());
    assert!(staged(Some("Signed off"), "Proposed").is_empty(), "back is no skip");
    assert_eq!(codes(&staged(None, "Signed off")), [("stage-skipped", Severity::Note)]);
    assert!(staged(None, "Proposed").is_empty());
}

#[test]
fn a_cumulative_figure_that_is_no_longer_stated_fell_too() {
    let keep = || scheme("south", "Rents", &[("achieved", 5)]);
    let findings = found(
        &Decisions::default(),
        vec![scheme("north", "Voids", &[("achieved", 40)]), keep()],
        vec![scheme("north", "Voids", &[]), keep()],
    );
    assert_eq!(codes(&findings), [("cumulative-fell", Severity::Query)]);
    assert!(findings[0].message.contains("is not stated; it was £40k"), "{}", findings[0].message);
}

#[test]
fn a_movement_is_asked_about_beyond_the_amount_and_the_percentage() {
    for (then, now, expected) in
        [(1_000, 1_101, true), (1_000, 1_100, false), (5_000, 5_200, false), (200, 320, true), (50, 140, false)]
    {
        let findings = one(&[("forecast", then)], &[("forecast", now)]);
        let expected: Vec<_> = expected.then_some(("movement-unexplained", Severity::Query)).into_iter().collect();
        assert_eq!(codes(&findings), expected, "{then} to {now}");
    }
    let findings = one(&[("forecast", 1_000)], &[("forecast", 800)]);
    assert_eq!(
        findings[0].message,
        "forecast of 'Voids' (The north) is £800k; it was £1,000k in Quarter 2, 2022/23: -£200k (-20%), beyond £100k and \
         10%"
    );
}

#[test]
fn a_computed_figure_that_moved_is_said_no_finer_than_it_prints() {
    let mut form = form();
    let third = crate::formula::Expr::parse("target / 3").unwrap();
    let mut new = Column { heading: "A third £000".into(), ..column("third", Kind::Money) };
    new.figure_mut().origin = ColumnOrigin::Formula(third);
    new.amount_mut().movement = form.lists[0].columns[2].movement();
    form.lists[0].columns.push(new);
    let side = |of, third| {
        let mut scheme = scheme("north", "Voids", &[("target", 1)]);
        scheme.figures.insert("third".into(), Decimal::new(third, 6));
        position(quarter(of), vec![scheme])
    };
    let findings =
        found_in(&form, &Decisions::default(), side(2, 1_333_333_333_333), side(3, 833_333_333_333), Vec::new());
    assert_eq!(
        findings[0].message,
        "A third of 'Voids' (The north) is £833k; it was £1,333k in Quarter 2, 2022/23: -£500k (-37.5%), beyond £100k and 10%"
    );
    assert_eq!(findings[0].stated, Some(Decimal::new(833_333_333, 6)));
}

#[test]
fn a_unit_slip_is_one_finding_and_no_movement() {
    let findings = one(&[("forecast", 500), ("achieved", 40)], &[("forecast", 510_000), ("achieved", 40)]);
    assert_eq!(codes(&findings), [("figure-of-another-size", Severity::Query)]);
    assert_eq!(findings[0].id, "figure-of-another-size:north:voids:forecast");
    // A whole return in pounds.
    let findings = found(
        &Decisions::default(),
        vec![
            scheme("north", "Voids", &[("target", 500)]),
            scheme("north", "Rents", &[("target", 70)]),
            scheme("north", "Meals", &[("forecast", 90)]),
        ],
        vec![
            scheme("north", "Voids", &[("target", 500_000)]),
            scheme("north", "Rents", &[("target", 70_000)]),
            scheme("north", "Meals", &[("forecast", 95_000)]),
        ],
    );
    assert_eq!(codes(&findings), [("figure-of-another-size", Severity::Query)]);
    assert_eq!((findings[0].scheme.as_deref(), findings[0].column.as_deref()), (None, None));
    assert_eq!(findings[0].related.len(), 5);
    assert!(findings[0].message.ends_with("2 more figures of this return are too"), "{}", findings[0].message);
    // The other way round, and not for a figure that comes from nil.
    assert_eq!(
        codes(&one(&[("achieved", 90_000)], &[("achieved", 90)])),
        [("figure-of-another-size", Severity::Query)]
    );
    assert!(one(&[("achieved", 0)], &[("achieved", 90)]).is_empty());
}

#[test]
fn a_text_that_stayed_while_the_figures_moved_is_asked_about() {
    let with = |forecast, text: &str| {
        let mut scheme = scheme("north", "Voids", &[("forecast", forecast)]);
        scheme.texts.insert("risks".into(), text.into());
        vec![scheme]
    };
    let text = "Risk: demand rises faster than planned this winter.";
    let findings = found(&Decisions::default(), with(1_000, text), with(700, &text.replace(' ', "  ")));
    assert_eq!(codes(&findings), [("movement-unexplained", Severity::Query)]);
    assert!(
        findings[0].message.ends_with("; risks is word for word as in Quarter 2, 2022/23"),
        "{}",
        findings[0].message
    );
    let text_at = "returns/2022-23-q3/north.xlsx, sheet Return, cell F5";
    assert!(findings[0].related.iter().any(|place| place.to_string() == text_at), "{:?}", findings[0].related);
    let quiet = [
        found(&Decisions::default(), with(1_000, text), with(700, "Risk: demand has risen faster than planned.")),
        found(&Decisions::default(), with(1_000, "Delivered"), with(700, "Delivered")),
        found(&Decisions::default(), with(1_000, text), with(1_010, text)),
    ];
    assert!(quiet.iter().flatten().all(|finding| !finding.message.contains("word for word")));
}

#[test]
fn growth_beyond_its_forecast_names_the_forecast() {
    for (achieved, said) in [(500, true), (300, false)] {
        let of = |achieved| [("target", 400), ("forecast", 350), ("achieved", achieved)];
        // The tolerance of the forecast.
        let mut form = form();
        form.lists[0].columns[4].amount_mut().movement = form.lists[0].columns[2].movement();
        let of = |period, achieved| position(quarter(period), vec![scheme("north", "Voids", &of(achieved))]);
        let findings = found_in(&form, &Decisions::default(), of(2, 120), of(3, achieved), Vec::new());
        let names = |finding: &Finding| finding.message.contains(", and beyond its forecast, which is £350k");
        assert_eq!(findings.iter().any(names), said, "{findings:#?}");
    }
}

#[test]
fn a_row_whose_figures_all_went_to_nil_is_one_question() {
    let findings = one(&[("forecast", 700), ("achieved", 300)], &[("forecast", 0), ("achieved", 0)]);
    assert_eq!(codes(&findings), [("fell-to-nil", Severity::Query)]);
    assert!(findings[0].message.ends_with("; so is achieved"), "{}", findings[0].message);
    assert_eq!(findings[0].rows, ["achieved from £300k to £0k"], "its answer holds for both");
}

#[test]
fn a_percentage_that_rose_by_a_lower_target_alone_is_asked_about() {
    let side = |target, forecast| vec![scheme("north", "Voids", &[("target", target), ("forecast", forecast)])];
    let findings = found(&Decisions::default(), side(100, 60), side(80, 60));
    assert_eq!(codes(&findings), [("target-changed", Severity::Query), ("percent-better-by-target", Severity::Query)]);
    assert!(findings[1].message.contains("is 75%; it was 60%"), "{}", findings[1].message);
    assert!(findings[1].message.contains("+15 percentage points"), "{}", findings[1].message);
    let approved = found(&request(ChangeKind::Rebase, 100, 80), side(100, 60), side(80, 60));
    assert_eq!(codes(&approved), [("target-rebased", Severity::Note), ("percent-better-by-target", Severity::Note)]);
    let earned = found(&request(ChangeKind::Rebase, 100, 80), side(100, 60), side(80, 61));
    assert_eq!(codes(&earned), [("target-rebased", Severity::Note)]);
}

#[test]
fn a_scheme_gone_and_a_scheme_come_are_asked_about() {
    let kept = || scheme("north", "Kept", &[("target", 9)]);
    let findings = found(
        &Decisions::default(),
        vec![kept(), scheme("north", "Equipment and adaptations", &[("target", 330)])],
        vec![kept(), scheme("north", "Rents", &[("target", 50)])],
    );
    assert_eq!(codes(&findings), [("scheme-vanished", Severity::Query), ("scheme-appeared", Severity::Query)]);
    assert_eq!(
        findings[0].message,
        "'Equipment and adaptations' (The north), target £330k, was in the returns of Quarter 2, 2022/23 and is gone"
    );
    assert_eq!(findings[0].at.to_string(), "returns/2022-23-q3/north.xlsx, sheet Return");
    assert_eq!(findings[0].expected, Some(Decimal::from(330)));
    assert_eq!(
        (findings[1].stated, findings[1].at.cell.map(|cell| cell.to_string())),
        (Some(Decimal::from(50)), Some("A6".into()))
    );
}

#[test]
fn where_too_many_came_and_went_to_be_compared_that_is_said() {
    let help = |number: usize| {
        let side = |word: &str, target: i64| -> Vec<Scheme> {
            let of_area = |at| scheme("north", &format!("{word} {at:03}"), &[("target", target)]);
            std::iter::once(scheme("north", "Kept", &[("target", 9)])).chain((0..number).map(of_area)).collect()
        };
        let mut before = side("Rents", 7);
        before.push(scheme("south", "Energy saving in libraries", &[("target", 9)]));
        let mut after = side("Voids", 8);
        after.push(scheme("south", "Energy savings in libraries", &[("target", 9)]));
        let findings = found(&Decisions::default(), before, after);
        // Another area is not kept from it.
        assert!(findings.iter().any(|finding| finding.code == "likely-rename"), "{number}");
        let gone = findings.into_iter().find(|finding| finding.code == "scheme-vanished");
        gone.expect("they are gone").help
    };
    let said = "too many came and went here for their names to be compared";
    assert!(help(501).contains(said) && !help(3).contains(said));
}

#[test]
fn a_whole_area_gone_is_one_finding_and_none_if_its_return_is_missing() {
    let before = || {
        let schemes = vec![scheme("north", "Voids", &[]), scheme("north", "Rents", &[]), scheme("south", "Meals", &[])];
        position(quarter(2), schemes)
    };
    let after = || position(quarter(3), vec![scheme("south", "Meals", &[])]);
    let findings = found_in(&form(), &Decisions::default(), before(), after(), Vec::new());
    assert_eq!(codes(&findings), [("scheme-vanished", Severity::Query)]);
    assert_eq!(findings[0].id, "scheme-vanished:north:all");
    let missing = Trouble::MissingReturn {
        at: Place::file("returns/2022-23-q3"),
        area: Some("north".into()),
        file: "north".into(),
        demanded_by: Place::line("piperoll.toml", 1),
    };
    assert!(found_in(&form(), &Decisions::default(), before(), after(), vec![missing]).is_empty());
}

#[test]
fn a_likely_rename_is_one_finding_with_the_entry() {
    let findings = found(
        &Decisions::default(),
        vec![scheme("north", "Localities staffing budget reset", &[("target", 100)])],
        vec![scheme("north", "Resetting the localities staffing budget", &[("target", 100)])],
    );
    assert_eq!(codes(&findings), [("likely-rename", Severity::Query)]);
    assert!(findings[0].help.contains("[[scheme.was]]"), "{}", findings[0].help);
}

#[test]
fn a_decided_rename_is_a_note_and_its_figures_are_compared() {
    let decisions = matched(&[("north", "Voids")], &[("north", "Empty homes")]);
    let findings = found(
        &decisions,
        vec![scheme("north", "Voids", &[("target", 100)])],
        vec![scheme("north", "Empty homes", &[("target", 120)])],
    );
    assert_eq!(codes(&findings), [("target-changed", Severity::Query), ("scheme-renamed", Severity::Note)]);
    assert_eq!(
        findings[1].message,
        "'Empty homes' (The north) was called 'Voids' in Quarter 2, 2022/23: The same project"
    );
}

#[test]
fn a_split_is_a_note_and_its_target_is_asked_about_as_a_whole() {
    let decisions = matched(&[("north", "Whole")], &[("north", "Part A"), ("south", "Part B")]);
    let before = || vec![scheme("north", "Whole", &[("target", 100)])];
    let after =
        |part| vec![scheme("north", "Part A", &[("target", 60)]), scheme("south", "Part B", &[("target", part)])];
    assert_eq!(codes(&found(&decisions, before(), after(40))), [("scheme-renamed", Severity::Note)]);
    let findings = found(&decisions, before(), after(50));
    assert_eq!(codes(&findings), [("target-changed", Severity::Query), ("scheme-renamed", Severity::Note)]);
    assert_eq!(findings[0].stated, Some(Decimal::from(110)));
    assert_eq!(findings[0].related.len(), 2);
}

#[test]
fn a_scheme_in_another_area_is_a_query_unless_decided() {
    let side = |quarter_, area| position(quarter(quarter_), vec![referenced(area, "S14", "Voids", &[("target", 5)])]);
    let open = found_in(&form_with_references(), &Decisions::default(), side(2, "north"), side(3, "south"), Vec::new());
    assert_eq!(codes(&open), [("scheme-moved", Severity::Query)]);
    assert_eq!(open[0].message, "'Voids' stands under The south; in Quarter 2, 2022/23 it stood under The north");
    let decisions = matched(&[("north", "S14")], &[("south", "s14")]);
    let decided = found_in(&form_with_references(), &decisions, side(2, "north"), side(3, "south"), Vec::new());
    assert_eq!(codes(&decided), [("scheme-moved", Severity::Note)]);
}

#[test]
fn another_title_or_reference_is_a_note() {
    let side = |quarter_, reference, title| {
        position(quarter(quarter_), vec![referenced("north", reference, title, &[("target", 5)])])
    };
    for (reference, title) in [("S14", "Empty homes"), ("S15", "Voids")] {
        let (before, after) = (side(2, "S14", "Voids"), side(3, reference, title));
        let findings = found_in(&form_with_references(), &Decisions::default(), before, after, Vec::new());
        assert_eq!(codes(&findings), [("scheme-renamed", Severity::Note)]);
    }
}

#[test]
fn last_periods_file_is_an_error() {
    let files = |quarter: u8| BTreeMap::from([(format!("returns/2022-23-q{quarter}/north.xlsx"), "ab12".to_string())]);
    let side = |number| Position { files: files(number), ..position(quarter(number), Vec::new()) };
    let findings = found_in(&form(), &Decisions::default(), side(2), side(3), Vec::new());
    assert_eq!(codes(&findings), [("same-file-again", Severity::Error)]);
    assert_eq!(findings[0].related, [Place::file("returns/2022-23-q2/north.xlsx")]);
    assert!(found_in(&form(), &Decisions::default(), side(3), side(3), Vec::new()).is_empty());
}

#[test]
fn a_column_that_is_new_in_the_form_is_no_movement() {
    let mut form = form();
    let mut new = column("profile", Kind::Money);
    new.amount_mut().movement = form.lists[0].columns[2].movement();
    form.lists[0].columns.push(new);
    let before = position(quarter(2), vec![scheme("north", "Voids", &[("target", 5)])]);
    let after = position(quarter(3), vec![scheme("north", "Voids", &[("target", 5), ("profile", 900)])]);
    assert!(found_in(&form, &Decisions::default(), before, after, Vec::new()).is_empty());
}

#[test]
fn a_required_figure_that_is_missing_is_left_to_the_rule_that_says_so() {
    let mut form = form();
    form.lists[0].columns[1].required = true;
    let keep = || scheme("south", "Rents", &[("target", 5)]);
    let before = position(quarter(2), vec![scheme("north", "Voids", &[("target", 40)]), keep()]);
    let after = position(quarter(3), vec![scheme("north", "Voids", &[]), keep()]);
    assert!(found_in(&form, &Decisions::default(), before, after, Vec::new()).is_empty());
}

#[test]
fn a_scheme_named_twice_this_period_is_left_to_the_rule_that_says_so() {
    let before = vec![scheme("north", "Voids", &[("target", 1)])];
    let after = vec![scheme("north", "Voids", &[("target", 1)]), scheme("north", "Voids", &[("target", 2)])];
    let findings = found(&Decisions::default(), before, after);
    assert!(findings.iter().all(|finding| finding.code != "scheme-appeared"), "{findings:#?}");
}

#[test]
fn every_rule_has_its_prose_and_family() {
    for rule in RULES {
        assert_eq!(rule.family, Family::Period);
        for prose in [rule.title, rule.what, rule.why, rule.mend] {
            assert!(!prose.is_empty() && !prose.contains("  "), "{}", rule.code);
        }
    }
}

fn any_position(period: u8) -> impl Strategy<Value = Position> {
    let figure = || proptest::option::weighted(0.8, -1_000_000_i64..1_000_000);
    let one = (0..AREAS.len(), 0..8_u8, figure(), figure(), figure(), "[a-z ]{0,60}").prop_map(
        |(area, title, target, forecast, achieved, text)| {
            let mut scheme = scheme(AREAS[area], &format!("Scheme {title}"), &[]);
            for (id, figure) in [("target", target), ("forecast", forecast), ("achieved", achieved)] {
                scheme.figures.extend(figure.map(|figure| (id.to_string(), Decimal::new(figure, 2))));
            }
            scheme.texts.insert("risks".into(), text);
            scheme
        },
    );
    proptest::collection::vec(one, 0..20).prop_map(move |schemes| Position {
        whole: None,
        not_known: Default::default(),
        files: BTreeMap::from([("x.xlsx".to_string(), "ab12".to_string())]),
        ..position(quarter(period), schemes)
    })
}

proptest! {
    #[test]
    fn a_period_with_itself_gives_nothing(position in any_position(3)) {
        let mut decisions = request(ChangeKind::Rebase, 1, 2);
        decisions.matches = matched(&[("north", "Scheme 1")], &[("south", "Scheme 2")]).matches;
        let findings = found_in(&form(), &decisions, position.clone(), position, Vec::new());
        prop_assert!(findings.is_empty(), "{:#?}", findings);
    }

    #[test]
    fn no_figure_is_asked_about_twice(before in any_position(2), after in any_position(3)) {
        let findings = found_in(&form(), &Decisions::default(), before, after, Vec::new());
        let mut cells: Vec<&Place> = findings
            .iter()
            .filter(|finding| {
                let of_a_figure = ["target-changed", "cumulative-fell", "figure-of-another-size", "movement-unexplained"];
                of_a_figure.contains(&finding.code)
            })
            .map(|finding| &finding.at)
            .collect();
        let all = cells.len();
        cells.sort_unstable();
        cells.dedup();
        prop_assert_eq!(cells.len(), all);
    }
}
