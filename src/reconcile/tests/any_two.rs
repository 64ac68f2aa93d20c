//! What holds for any two positions and any decisions.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::super::control::{Part, controlled};
use super::super::position::Position;
use super::*;
use crate::form::{Control, ControlItem};

/// Schemes of a few areas and titles, so that the two periods overlap, with duplicates and figures missing.
fn schemes() -> impl Strategy<Value = Vec<Scheme>> {
    let figure = || proptest::option::weighted(0.8, -1_000_000_000_i64..1_000_000_000);
    let group = proptest::sample::select(vec![vec![], vec!["Homes".to_string()], vec!["Streets".to_string()]]);
    let one = (0..AREAS.len(), 0..12_u8, figure(), figure(), figure(), proptest::bool::weighted(0.1), group).prop_map(
        |(area, title, target, forecast, achieved, balancing, groups)| {
            let mut scheme = Scheme { balancing, groups, ..scheme(AREAS[area], &format!("Scheme {title}"), &[]) };
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
        let mut form = form();
        form.lists[0].levels = vec!["service".into()];
        let outcome = reconcile(&form, &decisions, before, after, crate::reconcile::PriorFrom::Returns).unwrap();

        let mut seen: Vec<usize> = outcome.pairs.iter().flat_map(|pair| pair.before.clone()).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..then).collect::<Vec<_>>(), "every scheme once");
        let mut seen: Vec<usize> = outcome.pairs.iter().flat_map(|pair| pair.after.clone()).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..now).collect::<Vec<_>>(), "every scheme once");

        for movement in outcome.movements.iter().filter(|movement| movement.area.is_some()) {
            let of_area = |level: &&LevelMovement| {
                level.movement.column == movement.column && level.movement.area == movement.area
            };
            let levels: Vec<&LevelMovement> = outcome.levels.iter().filter(of_area).collect();
            let all = |amount: &dyn Fn(&Movement) -> Decimal| -> Decimal {
                levels.iter().map(|level| amount(&level.movement)).sum()
            };
            prop_assert_eq!(all(&|movement| movement.opening), movement.opening);
            prop_assert_eq!(all(&|movement| movement.closing), movement.closing);
            for line in MovementLine::ALL {
                prop_assert_eq!(all(&|movement| movement.line(line)), movement.line(line), "{:?}", line);
            }
            for LevelMovement { movement, .. } in levels {
                let sum: Decimal = movement.lines.iter().copied().sum();
                prop_assert_eq!(movement.opening + sum, movement.closing, "{:?}", movement);
            }
        }
        for movement in &outcome.movements {
            let sum: Decimal = movement.lines.iter().copied().sum();
            prop_assert_eq!(movement.opening + sum, movement.closing, "{:?}", movement);
            for line in MovementLine::ALL {
                let gross = movement.gross(line);
                prop_assert_eq!(gross.up + gross.down, movement.line(line), "{:?}", line);
                prop_assert!(gross.up >= Decimal::ZERO && gross.down <= Decimal::ZERO, "{:?}", line);
            }
            if movement.area.is_none() {
                for line in [MovementLine::Transfers, MovementLine::Split, MovementLine::Merged] {
                    prop_assert_eq!(movement.line(line), Decimal::ZERO, "{:?}", line);
                }
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
        let outcome = reconcile(&form(), &decisions, position.clone(), position, crate::reconcile::PriorFrom::Returns).unwrap();
        prop_assert!(outcome.pairs.iter().all(|pair| pair.one_to_one().is_some() && pair.changes.is_empty()));
        prop_assert!(outcome.movements.iter().all(|movement| movement.lines.iter().all(Decimal::is_zero)));
        prop_assert!(outcome.change_requests.is_empty() && outcome.proposals.is_empty());
    }

    #[test]
    fn each_scheme_and_each_approved_one_is_held_against_the_other_side_once(
        before in schemes(), after in schemes(), approved in schemes(), decisions in decisions(), with_prior: bool, anywhere: bool,
    ) {
        let (before, after) = (position(quarter(2), before), position(quarter(3), after));
        let mut form = form();
        let items: Vec<ControlItem> = approved.iter().map(|scheme| ControlItem {
            area: scheme.area.clone().filter(|_| !anywhere),
            scheme: scheme.label.clone(),
            amount: scheme.amount("target"),
            at: scheme.at.clone(),
        }).collect();
        form.controls.push(Control {
            list: "projects".into(),
            column: "target".into(),
            source: "Council".into(),
            minute: "1".into(),
            date: date(2022, 2, 23),
            total: None,
            unallocated: Decimal::ZERO,
            items,
            book: None,
            at: Place::line("piperoll.toml", 1),
        });
        let decisions = Decisions { change_requests: approvals(&before, ChangeKind::Rebase, 5), ..decisions };
        let outcome = reconcile(&form, &decisions, before, after, crate::reconcile::PriorFrom::Returns).unwrap();
        let known = with_prior.then_some(&outcome);
        let found = controlled(&form, &decisions, known, &outcome.after).remove(0);
        let once = |of: &dyn Fn(&Part) -> &Vec<usize>| {
            let mut all: Vec<usize> = found.parts.iter().flat_map(|part| of(part).clone()).collect();
            all.sort_unstable();
            all
        };
        let held = if approved.is_empty() { 0 } else { outcome.after.schemes.len() };
        prop_assert_eq!(once(&|part| &part.schemes), (0..held).collect::<Vec<_>>());
        let requests = once(&|part| &part.requests);
        prop_assert!(requests.windows(2).all(|two| two[0] < two[1]), "counted twice: {requests:?}");
        if !approved.is_empty() {
            prop_assert_eq!(once(&|part| &part.items), (0..approved.len()).collect::<Vec<_>>());
            let first: Decimal = found.parts.iter().map(|part| part.approved.at_first).sum();
            prop_assert_eq!(first, approved.iter().map(|scheme| scheme.amount("target")).sum::<Decimal>());
            let stated: Decimal = found.parts.iter().filter_map(|part| part.stated).sum();
            prop_assert_eq!(stated, found.whole.stated);
            prop_assert_eq!(found.whole.stated, outcome.after.schemes.iter().map(|scheme| scheme.amount("target")).sum::<Decimal>());
        }
    }
}
