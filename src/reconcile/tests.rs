//! Matching: the cases people meet.

mod any_two;
mod movements;

use jiff::civil::date;
use rust_decimal::Decimal;

use crate::decision::{ChangeKind, ChangeRequest, Decisions, Match, SchemeIdentity, SchemeName, Side};
use crate::form::{Form, PeriodForm};
use crate::source::Place;

use super::position::Scheme;
use super::testing::{AREAS, form, form_with_references, position, pounds, quarter, referenced, scheme};
use super::{
    ChangeOutcome, Gross, How, LevelMovement, Movement, MovementLine, Reconciliation, largest::largest, reconcile,
};

fn reconciled(form: &Form, decisions: &Decisions, before: Vec<Scheme>, after: Vec<Scheme>) -> Reconciliation {
    let (before, after) = (position(quarter(2), before), position(quarter(3), after));
    reconcile(form, decisions, before, after, crate::reconcile::PriorFrom::Returns).unwrap()
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
