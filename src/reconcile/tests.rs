//! Matching and movements: the cases people meet, and what holds for any two positions.

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::decision::{ChangeKind, ChangeRequest, Decisions, Match, SchemeIdentity, SchemeName, Side};
use crate::form::Form;
use crate::source::Place;

use super::position::{Position, Scheme};
use super::testing::{AREAS, form, form_with_references, position, pounds, quarter, referenced, scheme};
use super::{How, Movement, MovementLine, Reconciliation, largest::largest, reconcile};

fn reconciled(form: &Form, decisions: &Decisions, before: Vec<Scheme>, after: Vec<Scheme>) -> Reconciliation {
    let (before, after) = (position(quarter(2), before), position(quarter(3), after));
    reconcile(form, decisions, before, after, "the returns of Quarter 2".into()).unwrap()
}

fn movement<'a>(reconciliation: &'a Reconciliation, column: &str, area: Option<&str>) -> &'a Movement {
    let mut of_column = reconciliation.movements.iter().filter(|movement| movement.column == column);
    of_column.find(|movement| movement.area.as_deref() == area).unwrap()
}

/// The lines that are not nil, in thousands.
fn lines(movement: &Movement) -> Vec<(MovementLine, i64)> {
    let in_thousands = |amount: Decimal| i64::try_from(amount / pounds(1_000)).unwrap();
    MovementLine::ALL
        .into_iter()
        .map(|line| (line, in_thousands(movement.line(line))))
        .filter(|(_, amount)| *amount != 0)
        .collect()
}

fn how(reconciliation: &Reconciliation) -> Vec<How> {
    reconciliation.pairs.iter().map(|pair| pair.how).collect()
}

fn identity(names: &[(u8, &str, &str)]) -> SchemeIdentity {
    let was = names.iter().map(|(period, area, title)| SchemeName {
        period: quarter(*period),
        area: (*area).into(),
        reference: None,
        title: (*title).into(),
    });
    SchemeIdentity { id: "one".into(), was: was.collect(), at: Place::line("decisions.toml", 1) }
}

fn side(area: &str, scheme: &str, thousands: Option<i64>) -> Side {
    Side { area: area.into(), scheme: scheme.into(), amount: thousands.map(|amount| pounds(amount * 1_000)) }
}

fn decided(from: Vec<Side>, to: Vec<Side>) -> Decisions {
    let decided = Match {
        period: quarter(3),
        from,
        to,
        column: Some("target".into()),
        words: "The team moved".into(),
        role: "Head of Finance".into(),
        date: date(2023, 1, 10),
        at: Place::line("decisions.toml", 20),
    };
    Decisions { matches: vec![decided], ..Decisions::default() }
}

pub(super) fn request(kind: ChangeKind, scheme: &str, column: &str, from: i64, to: i64) -> ChangeRequest {
    ChangeRequest {
        reference: "CR 7".into(),
        period: quarter(3),
        kind,
        outside: None,
        area: "north".into(),
        scheme: scheme.into(),
        column: column.into(),
        from: pounds(from * 1_000),
        to: pounds(to * 1_000),
        approved_by: "Programme Board".into(),
        date: date(2022, 12, 1),
        words: "Agreed with the board".into(),
        at: Place::line("decisions.toml", 30),
    }
}

fn requests(requests: Vec<ChangeRequest>) -> Decisions {
    Decisions { change_requests: requests, ..Decisions::default() }
}

#[test]
fn a_title_matches_within_its_area_case_and_blanks_aside() {
    let before = vec![scheme("north", "Review of  Voids", &[]), scheme("south", "Review of Voids", &[])];
    let after = vec![scheme("north", "review of\nvoids ", &[])];
    let outcome = reconciled(&form(), &Decisions::default(), before, after);
    assert_eq!(how(&outcome), [How::Title, How::Unmatched]);
    assert_eq!(outcome.pairs[0].one_to_one(), Some((0, 0)));
    assert_eq!((outcome.pairs[1].before.as_slice(), outcome.pairs[1].after.as_slice()), (&[1][..], &[][..]));
}

#[test]
fn a_reference_wins_over_a_title_and_follows_a_scheme_to_another_area() {
    let before = vec![
        referenced("north", "12b i", "Day care", &[]),
        referenced("north", "13", "Meals", &[]),
        referenced("south", "14", "Transport", &[]),
    ];
    let after = vec![
        referenced("north", "13", "Day care", &[]),
        referenced("north", "12B  i", "Meals", &[]),
        referenced("west", "14", "Transport", &[]),
    ];
    let outcome = reconciled(&form_with_references(), &Decisions::default(), before, after);
    assert_eq!(how(&outcome), [How::Reference; 3]);
    let pairs: Vec<_> = outcome.pairs.iter().map(|pair| pair.one_to_one().unwrap()).collect();
    assert_eq!(pairs, [(1, 0), (0, 1), (2, 2)]);
}

#[test]
fn titles_that_a_keyboard_makes_differ_are_one() {
    let before = ["Children's homes - phase 1", "ORBIS", "Café contract"];
    let after = ["Children’s homes – Phase 1", "Orbis", "Cafe contract"];
    let side = |titles: [&str; 3]| titles.map(|title| scheme("north", title, &[("target", 85)])).to_vec();
    let outcome = reconciled(&form(), &Decisions::default(), side(before), side(after));
    assert_eq!(how(&outcome), [How::Title; 3]);
    assert!(outcome.proposals.is_empty());
    let decisions = decided(vec![side_of("Children's homes - phase 1")], vec![side_of("Children's homes - phase 1")]);
    let outcome = reconciled(&form(), &decisions, side(before), side(after));
    assert_eq!(how(&outcome), [How::Decision, How::Title, How::Title], "a decision finds a title by the same rule");
    let decisions = requests(vec![request(ChangeKind::Rebase, "Children's homes - phase 1", "target", 85, 90)]);
    assert_eq!(reconciled(&form(), &decisions, side(before), side(after)).change_requests[0].pair, Some(0));
}

fn side_of(title: &str) -> Side {
    side("north", title, None)
}

#[test]
fn near_references_are_proposed_and_never_taken_for_one() {
    let form = form_with_references();
    let told = |before: (&str, &str, i64), after: (&str, &str, i64)| {
        let scheme = |(reference, title, target)| vec![referenced("north", reference, title, &[("target", target)])];
        let outcome = reconciled(&form, &Decisions::default(), scheme(before), scheme(after));
        match outcome.proposals.as_slice() {
            [] => format!("{:?}", how(&outcome)),
            [proposal] => proposal.why.clone(),
            _ => panic!("one scheme, one proposal"),
        }
    };
    assert_eq!(told(("1 6a", "Day care", 1), ("16a", "DAY CARE", 2)), "[Title]");
    assert_eq!(
        told(("1 6a", "Day care", 1), ("16a", "Meals", 2)),
        "its reference differs only by blanks or punctuation"
    );
    assert_eq!(
        told(("12bii", "Day care", 5), ("12b i", "Meals", 5)),
        "its reference is one character apart and its money is the same"
    );
    assert_eq!(told(("S14", "Day care", 1), ("S15", "Meals", 1)), "[Unmatched, Unmatched]", "another number");
}

#[test]
fn the_same_money_counts_for_more_among_near_references() {
    let before = vec![referenced("north", "12b", "Day care", &[("target", 5)])];
    let after = vec![
        referenced("north", "1 2b", "Meals", &[("target", 7)]),
        referenced("north", "12 b", "Transport", &[("target", 5)]),
    ];
    let outcome = reconciled(&form_with_references(), &Decisions::default(), before, after);
    let proposed: Vec<_> =
        outcome.proposals.iter().map(|proposal| (proposal.before.clone(), proposal.after.clone())).collect();
    assert_eq!(proposed, [(vec![0], vec![1])]);
}

#[test]
fn a_decision_by_a_near_reference_finds_nothing_and_says_what_may_be_meant() {
    let schemes = || vec![referenced("north", "16a", "Day care", &[])];
    let form = form_with_references();
    let unmet = |decisions: Decisions| {
        let outcome = reconciled(&form, &decisions, schemes(), schemes());
        outcome.unmet.into_iter().map(|unmet| unmet.message).collect::<Vec<_>>()
    };
    assert_eq!(
        unmet(decided(vec![side_of("1 6a")], vec![side_of("16A")])),
        ["'1 6a' in area 'north' is no scheme of the prior period; did you mean '16a'?"]
    );
    let mut scheme = identity(&[(2, "north", "Day care"), (3, "north", "Meals")]);
    scheme.was[1].reference = Some("16 a".into());
    assert_eq!(
        unmet(Decisions { schemes: vec![scheme], ..Decisions::default() }),
        ["no scheme of this period in area 'north' is called 'Meals'; did you mean '16a'?"]
    );
}

#[test]
fn numbers_that_start_again_in_each_area_follow_nothing() {
    let before = vec![referenced("north", "1", "A", &[]), referenced("south", "1", "B", &[])];
    let after = vec![referenced("south", "1", "B", &[]), referenced("west", "1", "C", &[])];
    let outcome = reconciled(&form_with_references(), &Decisions::default(), before, after);
    assert_eq!(how(&outcome), [How::Reference, How::Unmatched, How::Unmatched]);
}

#[test]
fn what_stands_more_often_on_one_side_is_left_unmatched() {
    let twice = || vec![scheme("north", "Voids", &[("target", 1)]), scheme("north", "Voids", &[("target", 2)])];
    let once = vec![scheme("north", "Voids", &[("target", 1)])];
    assert_eq!(how(&reconciled(&form(), &Decisions::default(), once, twice())), [How::Unmatched; 3]);
    let equal = reconciled(&form(), &Decisions::default(), twice(), twice());
    assert_eq!(how(&equal), [How::Title; 2], "as often on each side: in order");
}

#[test]
fn an_identity_survives_a_rename_by_the_name_that_holds_in_each_period() {
    let names = [(1, "north", "Oldest"), (2, "north", "Old name"), (3, "north", "New name")];
    let decisions = Decisions { schemes: vec![identity(&names)], ..Decisions::default() };
    let before = vec![scheme("north", "OLD NAME", &[("target", 5)]), scheme("north", "Oldest", &[])];
    let after = vec![scheme("north", "New name", &[("target", 5)]), scheme("north", "Oldest", &[])];
    let outcome = reconciled(&form(), &decisions, before, after);
    assert_eq!(how(&outcome), [How::Decision, How::Title]);
    assert_eq!(outcome.pairs[0].decided, Some(Place::line("decisions.toml", 1)));
    assert!(outcome.unmet.is_empty());
    assert!(outcome.pairs.iter().all(|pair| pair.changes.is_empty()));
}

#[test]
fn a_decision_that_names_what_is_not_there_is_told() {
    let decisions = decided(vec![side("north", "Voids", None)], vec![side("south", "Viods", None)]);
    let schemes = |area| vec![scheme(area, "Voids", &[])];
    let outcome = reconciled(&form(), &decisions, schemes("north"), schemes("south"));
    assert_eq!(outcome.unmet.len(), 1);
    assert!(outcome.unmet[0].message.contains("'Viods'"), "{}", outcome.unmet[0].message);
    let stale = [(2, "north", "Voids"), (3, "north", "Gone astray")];
    let decisions = Decisions { schemes: vec![identity(&stale)], ..Decisions::default() };
    let outcome = reconciled(&form(), &decisions, schemes("north"), schemes("north"));
    assert_eq!((outcome.unmet.len(), how(&outcome)), (1, vec![How::Title]));
}

#[test]
fn a_likely_rename_is_proposed_with_the_entry_to_paste() {
    let before = vec![scheme("north", "Vacancies and Voids costs", &[("target", 450)])];
    let after = vec![
        scheme("north", "Something quite different", &[("target", 20)]),
        scheme("north", "Voids and vacancies \"costs\"", &[("target", 500)]),
    ];
    let outcome = reconciled(&form(), &Decisions::default(), before, after);
    assert_eq!(outcome.proposals.len(), 1);
    let proposal = &outcome.proposals[0];
    assert_eq!((proposal.before.as_slice(), proposal.after.as_slice()), (&[0][..], &[1][..]));
    assert_eq!(
        proposal.entry,
        "[[scheme]]\nid = \"voids-and-vacancies-costs\"\n\n[[scheme.was]]\nperiod = \"2022-23-q2\"\narea = \"north\"\n\
         title = \"Vacancies and Voids costs\"\n\n[[scheme.was]]\nperiod = \"2022-23-q3\"\narea = \"north\"\n\
         title = \"Voids and vacancies \\\"costs\\\"\"\n"
    );
}

#[test]
fn an_entry_pasted_makes_the_match() {
    let renamed = (vec![scheme("north", "Staffing \"reset\"", &[])], vec![scheme("north", "Reset of staffing", &[])]);
    let moved = (vec![scheme("north", "Voids", &[])], vec![scheme("south", "Voids", &[])]);
    let referenced = (
        vec![referenced("north", "S1", "Voids", &[("target", 5)]), referenced("west", "S1", "Rents", &[])],
        vec![referenced("north", "S2", "Voids costs", &[("target", 5)]), referenced("west", "S1", "Rents", &[])],
    );
    for (form, (before, after)) in [(form(), renamed), (form(), moved), (form_with_references(), referenced)] {
        let proposed = reconciled(&form, &Decisions::default(), before.clone(), after.clone());
        assert_eq!(proposed.proposals.len(), 1, "{:?}", proposed.pairs);
        let entry = proposed.proposals[0].entry.replace("YYYY-MM-DD", "2023-01-18");
        let decisions = Decisions::parse("decisions.toml", &entry, &form).unwrap();
        let decided = reconciled(&form, &decisions, before, after);
        assert!(decided.proposals.is_empty() && decided.unmet.is_empty());
        assert_eq!(decided.pairs[0].how, How::Decision);
    }
}

#[test]
fn the_same_title_in_another_area_is_proposed_as_a_transfer() {
    let before = vec![scheme("north", "Voids", &[]), scheme("north", "Voids and more of it", &[])];
    let after = vec![scheme("south", "voids", &[]), scheme("north", "Rents", &[])];
    let outcome = reconciled(&form(), &Decisions::default(), before, after);
    assert_eq!(outcome.proposals.len(), 1);
    assert!(outcome.proposals[0].why.contains("another area"));
    assert!(outcome.proposals[0].entry.starts_with(
        "[[match]]\nperiod = \"2022-23-q3\"\nfrom = [{ area = \"north\", scheme = \"Voids\" }]\n\
         to = [{ area = \"south\", scheme = \"voids\" }]\n"
    ));
}

#[test]
fn new_gone_and_changed_each_have_their_line() {
    let before = vec![
        scheme("north", "Kept", &[("target", 100)]),
        scheme("north", "Fell", &[("target", 40)]),
        scheme("south", "Gone", &[("target", 70)]),
    ];
    let after = vec![
        scheme("north", "Kept", &[("target", 130)]),
        scheme("north", "Fell", &[("target", 25)]),
        scheme("north", "Quite new", &[("target", 9)]),
    ];
    let outcome = reconciled(&form(), &Decisions::default(), before, after);
    let north = movement(&outcome, "target", Some("north"));
    assert_eq!((north.opening, north.closing), (pounds(140_000), pounds(164_000)));
    assert_eq!(lines(north), [(MovementLine::New, 9), (MovementLine::Other, 15)]);
    assert_eq!(north.other_gross, (pounds(30_000), pounds(-15_000)), "what offsets is shown gross");
    assert_eq!(lines(movement(&outcome, "target", Some("south"))), [(MovementLine::Closed, -70)]);
    assert_eq!(
        lines(movement(&outcome, "target", None)),
        [(MovementLine::New, 9), (MovementLine::Closed, -70), (MovementLine::Other, 15)]
    );
    assert!(!outcome.movements.iter().any(|movement| movement.area.as_deref() == Some("west")), "nothing stands there");
}

#[test]
fn a_transfer_moves_the_opening_and_its_growth_is_the_new_areas() {
    let decisions = decided(vec![side("north", "Voids", None)], vec![side("south", "Voids", None)]);
    let before = vec![scheme("north", "Voids", &[("target", 100)])];
    let after = vec![scheme("south", "Voids", &[("target", 110)])];
    let outcome = reconciled(&form(), &decisions, before, after);
    assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Transfers, -100)]);
    assert_eq!(
        lines(movement(&outcome, "target", Some("south"))),
        [(MovementLine::Transfers, 100), (MovementLine::Other, 10)]
    );
    assert_eq!(lines(movement(&outcome, "target", None)), [(MovementLine::Other, 10)]);
}

#[test]
fn a_split_over_areas_takes_the_amounts_of_the_decision() {
    let sides = |amount| vec![side("north", "Part one", None), side("south", "Part two", amount)];
    let before = || vec![scheme("north", "Whole", &[("target", 100), ("forecast", 80)])];
    let after = || {
        vec![
            scheme("north", "Part one", &[("target", 60), ("forecast", 50)]),
            scheme("south", "Part two", &[("target", 50), ("forecast", 30)]),
        ]
    };
    let told = reconciled(&form(), &decided(vec![side("north", "Whole", None)], sides(Some(40))), before(), after());
    assert_eq!(lines(movement(&told, "target", Some("north"))), [(MovementLine::Transfers, -40)]);
    assert_eq!(
        lines(movement(&told, "target", Some("south"))),
        [(MovementLine::Transfers, 40), (MovementLine::Other, 10)]
    );
    assert_eq!(lines(movement(&told, "forecast", Some("north"))), [(MovementLine::Transfers, -30)]);
    let untold = reconciled(&form(), &decided(vec![side("north", "Whole", None)], sides(None)), before(), after());
    assert_eq!(
        lines(movement(&untold, "target", Some("north"))),
        [(MovementLine::Transfers, -50), (MovementLine::Other, 10)]
    );
    assert_eq!(lines(movement(&untold, "target", Some("south"))), [(MovementLine::Transfers, 50)]);
}

#[test]
fn a_merger_brings_what_stood_elsewhere() {
    let from = vec![side("north", "One", None), side("south", "Two", None)];
    let before = vec![scheme("north", "One", &[("target", 60)]), scheme("south", "Two", &[("target", 40)])];
    let after = vec![scheme("south", "Both", &[("target", 90)])];
    let outcome = reconciled(&form(), &decided(from, vec![side("south", "Both", None)]), before, after);
    assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Transfers, -60)]);
    assert_eq!(
        lines(movement(&outcome, "target", Some("south"))),
        [(MovementLine::Transfers, 60), (MovementLine::Other, -10)]
    );
}

#[test]
fn an_approved_change_has_its_own_line_and_is_reflected() {
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    for (kind, line) in [
        (ChangeKind::Rebase, MovementLine::Rebased),
        (ChangeKind::Reprofile, MovementLine::Reprofiled),
        (ChangeKind::Virement, MovementLine::Virements),
        (ChangeKind::Correction, MovementLine::Corrections),
    ] {
        let decisions = requests(vec![request(kind, "voids", "target", 100, 120)]);
        let outcome = reconciled(&form(), &decisions, one(100), one(120));
        assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(line, 20)]);
        assert!(outcome.change_requests[0].reflected);
        assert_eq!(outcome.pairs[0].changes[0].change_request, Some(0));
        // The percentage moves with it, and nobody approved that.
        let found = largest(&outcome, &decisions, "projects", "target", 5);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].reason.as_ref().unwrap().words, "Agreed with the board");
    }
}

#[test]
fn a_change_that_is_not_the_one_approved_is_another_change() {
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let decisions = requests(vec![request(ChangeKind::Rebase, "Voids", "target", 100, 120)]);
    for now in [100, 130] {
        let outcome = reconciled(&form(), &decisions, one(100), one(now));
        let expected: Vec<(MovementLine, i64)> = if now == 100 { vec![] } else { vec![(MovementLine::Other, 30)] };
        assert_eq!(lines(movement(&outcome, "target", None)), expected);
        assert!(!outcome.change_requests[0].reflected);
    }
    let correction = requests(vec![request(ChangeKind::Correction, "Voids", "target", 100, 120)]);
    let outcome = reconciled(&form(), &correction, one(100), one(130));
    assert_eq!(lines(movement(&outcome, "target", None)), [(MovementLine::Corrections, 20), (MovementLine::Other, 10)]);
    assert!(outcome.change_requests[0].reflected, "a corrected figure may have moved on");
}

#[test]
fn a_correction_that_was_not_made_is_not_reflected_and_moves_nothing() {
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let decisions = requests(vec![request(ChangeKind::Correction, "Voids", "target", 100, 120)]);
    for (then, now, expected, reflected) in [
        // The figure stands where it wrongly stood.
        (100, 100, vec![], false),
        // The prior figure is not the one that the correction puts right: what moved is another change.
        (90, 90, vec![], false),
        (90, 130, vec![(MovementLine::Other, 40)], false),
        (90, 100, vec![(MovementLine::Other, 10)], false),
        // It was put right in the prior period itself, and may have moved on.
        (120, 120, vec![], true),
        (120, 130, vec![(MovementLine::Other, 10)], true),
        (120, 100, vec![(MovementLine::Other, -20)], false),
    ] {
        let outcome = reconciled(&form(), &decisions, one(then), one(now));
        assert_eq!(lines(movement(&outcome, "target", None)), expected, "{then} to {now}");
        assert_eq!(outcome.change_requests[0].reflected, reflected, "{then} to {now}");
        assert!(outcome.pairs[0].changes.iter().all(|change| change.change_request.is_none()), "{then} to {now}");
    }
    // A correction of what an earlier request made of the prior figure.
    let chain = requests(vec![
        request(ChangeKind::Rebase, "Voids", "target", 90, 100),
        request(ChangeKind::Correction, "Voids", "target", 100, 120),
    ]);
    let outcome = reconciled(&form(), &chain, one(90), one(120));
    assert_eq!(
        lines(movement(&outcome, "target", None)),
        [(MovementLine::Rebased, 10), (MovementLine::Corrections, 20)]
    );
    assert!(outcome.change_requests.iter().all(|outcome| outcome.reflected));
}

#[test]
fn a_scheme_whose_target_was_approved_to_nil_may_be_gone() {
    let before = || vec![scheme("north", "Voids", &[("target", 100)])];
    for (to, reflected) in [(0, true), (20, false)] {
        let decisions = requests(vec![request(ChangeKind::Rebase, "Voids", "target", 100, to)]);
        let outcome = reconciled(&form(), &decisions, before(), Vec::new());
        assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Closed, -100)], "to {to}");
        let change = outcome.pairs[0].changes.iter().find(|change| change.column == "target").unwrap();
        assert_eq!(change.change_request, reflected.then_some(0), "to {to}");
        let found = &outcome.change_requests[0];
        assert_eq!((found.pair, found.scheme, found.reflected), (Some(0), None, reflected), "to {to}");
    }
    // Of a scheme that there never was, nothing shows.
    let decisions = requests(vec![request(ChangeKind::Rebase, "Viods", "target", 100, 0)]);
    assert!(!reconciled(&form(), &decisions, before(), Vec::new()).change_requests[0].reflected);
}

#[test]
fn changes_approved_one_after_the_other_lead_to_the_figure() {
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let decisions = requests(vec![
        request(ChangeKind::Rebase, "Voids", "target", 100, 120),
        request(ChangeKind::Virement, "Voids", "target", 120, 90),
    ]);
    let outcome = reconciled(&form(), &decisions, one(100), one(90));
    assert_eq!(
        lines(movement(&outcome, "target", None)),
        [(MovementLine::Rebased, 20), (MovementLine::Virements, -30)]
    );
    assert!(outcome.change_requests.iter().all(|outcome| outcome.reflected));
}

#[test]
fn requests_of_other_periods_are_let_be() {
    let mut early = request(ChangeKind::Rebase, "Voids", "target", 100, 120);
    early.period = quarter(2);
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let outcome = reconciled(&form(), &requests(vec![early]), one(120), one(120));
    assert!(outcome.change_requests.is_empty());
    let mut late = request(ChangeKind::Rebase, "Voids", "target", 100, 120);
    late.period = quarter(4);
    for (now, expected) in [(100, vec![]), (120, vec![(MovementLine::Other, 20)])] {
        let outcome = reconciled(&form(), &requests(vec![late.clone()]), one(100), one(now));
        assert!(outcome.change_requests.is_empty(), "{now}");
        assert_eq!(lines(movement(&outcome, "target", None)), expected, "{now}: it holds from the next quarter");
    }
}

#[test]
fn what_is_no_longer_stated_is_a_change_and_counts_nil() {
    let outcome = reconciled(
        &form(),
        &Decisions::default(),
        vec![scheme("north", "A", &[("target", 5)]), scheme("north", "B", &[("target", 0)])],
        vec![scheme("north", "A", &[]), scheme("north", "B", &[])],
    );
    let north = movement(&outcome, "target", Some("north"));
    assert_eq!((north.closing, lines(north)), (Decimal::ZERO, vec![(MovementLine::Other, -5)]));
    assert!(outcome.pairs.iter().all(|pair| pair.changes.iter().any(|change| change.column == "target")));
}

#[test]
fn a_balancing_line_is_neither_new_nor_gone() {
    let line = |area| Scheme { balancing: true, ..scheme(area, "Balancing requirement", &[("target", 30)]) };
    let outcome = reconciled(&form(), &Decisions::default(), vec![line("north")], vec![line("south")]);
    assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Other, -30)]);
    assert!(outcome.proposals.is_empty());
}

#[test]
fn sums_out_of_bounds_are_refused_and_never_wrong() {
    let mut huge = scheme("north", "Huge", &[]);
    huge.figures.insert("target".into(), Decimal::MAX);
    let (before, after) = (position(quarter(2), vec![huge]), position(quarter(3), Vec::new()));
    let error = reconcile(&form(), &Decisions::default(), before, after, String::new()).unwrap_err();
    assert_eq!(error.column, "target");
}

/// Schemes of a few areas and titles, so that the two periods overlap, with duplicates and figures missing.
fn schemes() -> impl Strategy<Value = Vec<Scheme>> {
    let figure = || proptest::option::weighted(0.8, -1_000_000_000_i64..1_000_000_000);
    let one = (0..AREAS.len(), 0..12_u8, figure(), figure(), figure(), proptest::bool::weighted(0.1)).prop_map(
        |(area, title, target, forecast, achieved, balancing)| {
            let mut scheme = Scheme { balancing, ..scheme(AREAS[area], &format!("Scheme {title}"), &[]) };
            for (id, figure) in [("target", target), ("forecast", forecast), ("achieved", achieved)] {
                // Pence.
                scheme.figures.extend(figure.map(|figure| (id.to_string(), Decimal::new(figure, 2))));
            }
            scheme
        },
    );
    proptest::collection::vec(one, 0..25)
}

/// Decisions over the same names: matches of one or several with one or several, and change requests.
fn decisions() -> impl Strategy<Value = Decisions> {
    let sides = || {
        proptest::collection::vec((0..AREAS.len(), 0..12_u8, proptest::option::of(-500_i64..500)), 1..4).prop_map(
            |sides| {
                let side = |(area, title, amount): (usize, u8, Option<i64>)| {
                    side(AREAS[area], &format!("Scheme {title}"), amount)
                };
                sides.into_iter().map(side).collect::<Vec<_>>()
            },
        )
    };
    proptest::collection::vec((sides(), sides()), 0..4).prop_map(|matches| {
        let matches = matches.into_iter().enumerate().map(|(index, (from, to))| Match {
            at: Place::line("decisions.toml", u32::try_from(index).unwrap()),
            ..decided(from, to).matches.remove(0)
        });
        Decisions { matches: matches.collect(), ..Decisions::default() }
    })
}

/// Every change approved, or half approved.
fn approvals(before: &Position, kind: ChangeKind, shift: i64) -> Vec<ChangeRequest> {
    let requests = before.schemes.iter().map(|scheme| ChangeRequest {
        area: scheme.area.clone().unwrap(),
        from: scheme.amount("target"),
        to: scheme.amount("target") + Decimal::new(shift, 2),
        ..request(kind, &scheme.label, "target", 0, 0)
    });
    requests.collect()
}

proptest! {
    #[test]
    fn every_movement_closes_to_the_penny(
        before in schemes(), after in schemes(), mut decisions in decisions(), shift in -3_i64..3, correction: bool,
    ) {
        let (before, after) = (position(quarter(2), before), position(quarter(3), after));
        let kind = if correction { ChangeKind::Correction } else { ChangeKind::Rebase };
        decisions.change_requests = approvals(&before, kind, shift);
        let (then, now) = (before.schemes.len(), after.schemes.len());
        let outcome = reconcile(&form(), &decisions, before, after, String::new()).unwrap();

        let mut seen: Vec<usize> = outcome.pairs.iter().flat_map(|pair| pair.before.clone()).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..then).collect::<Vec<_>>(), "every scheme once");
        let mut seen: Vec<usize> = outcome.pairs.iter().flat_map(|pair| pair.after.clone()).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..now).collect::<Vec<_>>(), "every scheme once");

        for movement in &outcome.movements {
            let sum: Decimal = movement.lines.iter().copied().sum();
            prop_assert_eq!(movement.opening + sum, movement.closing, "{:?}", movement);
            prop_assert_eq!(movement.other_gross.0 + movement.other_gross.1, movement.line(MovementLine::Other));
            if movement.area.is_none() {
                prop_assert_eq!(movement.line(MovementLine::Transfers), Decimal::ZERO);
                let of_areas = |amount: &dyn Fn(&Movement) -> Decimal| -> Decimal {
                    let same = outcome.movements.iter().filter(|other| other.column == movement.column);
                    same.filter(|other| other.area.is_some()).map(amount).sum()
                };
                prop_assert_eq!(of_areas(&|movement| movement.opening), movement.opening);
                prop_assert_eq!(of_areas(&|movement| movement.closing), movement.closing);
                for line in MovementLine::ALL {
                    prop_assert_eq!(of_areas(&|movement| movement.line(line)), movement.line(line));
                }
            }
        }
    }

    #[test]
    fn a_period_with_itself_shows_no_change(schemes in schemes(), mut decisions in decisions()) {
        let position = position(quarter(3), schemes);
        decisions.change_requests = approvals(&position, ChangeKind::Rebase, 5);
        let outcome = reconcile(&form(), &decisions, position.clone(), position, String::new()).unwrap();
        prop_assert!(outcome.pairs.iter().all(|pair| pair.one_to_one().is_some() && pair.changes.is_empty()));
        prop_assert!(outcome.movements.iter().all(|movement| movement.lines.iter().all(Decimal::is_zero)));
        prop_assert!(outcome.change_requests.is_empty() && outcome.proposals.is_empty());
    }
}

#[test]
fn the_amounts_of_a_match_add_up_on_both_sides() {
    let merged = |from: [Option<i64>; 2], to: Option<i64>| {
        let from = vec![side("north", "Voids", from[0]), side("north", "Rents", from[1])];
        let decisions = decided(from, vec![side("north", "Homes", to)]);
        let then = vec![scheme("north", "Voids", &[("target", 40)]), scheme("north", "Rents", &[("target", 25)])];
        let outcome = reconciled(&form(), &decisions, then, vec![scheme("north", "Homes", &[("target", 65)])]);
        assert_eq!(how(&outcome), [How::Decision]);
        outcome.unmet.into_iter().map(|unmet| (unmet.at, unmet.message)).collect::<Vec<_>>()
    };
    let said = |message: &str| vec![(Place::line("decisions.toml", 20), message.to_string())];
    let right = [Some(40), Some(25)];
    for (from, to, expected) in [
        (right, Some(65), vec![]),
        (right, None, vec![]),
        ([None, None], Some(65), vec![]),
        (right, Some(605), said("those of `to` come to £605k, those of `from` to £65k")),
        ([None, None], Some(56), said("those of `to` come to £56k, in the prior period it was £65k")),
        ([Some(40), Some(52)], Some(92), said("it says £52k of 'Rents', which was £25k in the prior period")),
        (
            [Some(40), Some(52)],
            Some(65),
            said(
                "it says £52k of 'Rents', which was £25k in the prior period; those of `to` come to £65k, those of `from` \
                 to £92k",
            ),
        ),
    ] {
        assert_eq!(merged(from, to), expected, "{from:?} {to:?}");
    }
}
