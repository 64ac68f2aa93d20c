//! Which figures that moved are told together: those of one row, and targets of which one gained what others lost.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Moved, MovedBecause};
use crate::check::culprit::is_near;
use crate::money::checked_sum;

/// What follows from another figure of the row says nothing of its own: a computed one from a figure of another size, one that
/// moved by as much from the first that is asked about.
pub(super) fn follow(moved: &mut [Moved<'_>], same_year: bool) {
    let slips: BTreeSet<usize> = moved
        .iter()
        .filter(|moved| matches!(moved.because, MovedBecause::OtherSize(_)))
        .map(|moved| moved.index)
        .collect();
    for figure in moved.iter_mut().filter(|moved| slips.contains(&moved.index)) {
        if !figure.column.is_given() && figure.because == MovedBecause::Beyond {
            figure.because = MovedBecause::Within;
        }
    }
    for row in moved.chunk_by_mut(|one, next| one.index == next.index && is_of_row(one, next)) {
        let Some(first) = row.iter().position(|figure| figure.is_asked()) else { continue };
        let (before, rest) = row.split_at_mut(first + 1);
        let Some(first) = before.last_mut() else { continue };
        for figure in rest {
            // Both went to nil, whatever counts from the start of the year among them, or became as many times what they were; a
            // new year's target and forecast about as many.
            let alike = match (first.because, figure.because) {
                (MovedBecause::OtherSize(one), MovedBecause::OtherSize(other)) => {
                    one == other && one.is_power || !same_year && one.is_about(other)
                }
                _ => is_to_nil(first) && is_to_nil(figure),
            };
            let same = figure.unapproved.abs() == first.unapproved.abs() && figure.column.kind == first.column.kind;
            // A fall of what only grows, and a target, are asked about whatever else moved.
            let follows = matches!(
                figure.because,
                MovedBecause::Beyond | MovedBecause::ToNil | MovedBecause::Turned | MovedBecause::OtherSize(_)
            );
            if alike || same && follows {
                figure.because = MovedBecause::AsMuch;
                first.as_much.push(figure.column);
            }
        }
    }
}

/// A figure by its index, what it was and what it is.
type Turned = (usize, Decimal, Decimal);

/// Two figures of a column that each stand on the other side of nil, and each near what the other one was, may be exchanged, however
/// small they are: they are asked about.
pub(super) fn crosswise(moved: &mut [Moved<'_>]) {
    let mut turned: BTreeMap<(String, String), Vec<Turned>> = BTreeMap::new();
    for (index, figure) in moved.iter().enumerate() {
        let (Some(from), Some(to)) = (figure.from, figure.to) else { continue };
        let is_turned = !from.is_zero() && !to.is_zero() && from.is_sign_negative() != to.is_sign_negative();
        if is_turned && figure.because == MovedBecause::Within && figure.column.is_given() {
            let column = (figure.list.id.clone(), figure.column.id.clone());
            turned.entry(column).or_default().push((index, from, to));
        }
    }
    for of_column in turned.into_values() {
        for (place, (one, from, to)) in of_column.iter().enumerate() {
            let others = of_column.iter().skip(place + 1);
            for (other, ..) in others.filter(|(_, was, is)| is_near(*to, *was) && is_near(*is, *from)) {
                for index in [*one, *other] {
                    if let Some(figure) = moved.get_mut(index) {
                        figure.because = MovedBecause::Turned;
                    }
                }
            }
        }
    }
}

/// Whether two figures of one pair stand in the same row, or rows, of this period.
fn is_of_row(one: &Moved<'_>, other: &Moved<'_>) -> bool {
    one.now.iter().map(|scheme| &scheme.at).eq(other.now.iter().map(|scheme| &scheme.at))
}

/// Whether a figure is nil now, or not stated, and that is asked about.
fn is_to_nil(moved: &Moved<'_>) -> bool {
    matches!(moved.because, MovedBecause::ToNil | MovedBecause::Fell) && moved.to.unwrap_or_default().is_zero()
}

/// So many targets that come to nil together may be one virement; beyond that it is chance, or a new plan.
const MOST_LEGS: usize = 6;

/// Targets that moved without approval, so that what one lost another one gained, are told with the first of them: two that moved
/// by as much, each of them alone in its area with that amount; else all that are left of an area; else two of the whole list.
pub(super) fn legs(moved: &mut [Moved<'_>]) {
    for within_area in [true, false] {
        let mut groups: BTreeMap<(String, String, Option<String>), Vec<usize>> = BTreeMap::new();
        for (index, figure) in moved.iter().enumerate() {
            let is_leg = figure.because == MovedBecause::Target
                && figure.given_by.is_none()
                && figure.from.is_some()
                && figure.to.is_some();
            if let Some(scheme) = figure.scheme().filter(|_| is_leg && figure.legs.is_empty()) {
                let area = scheme.area.clone().filter(|_| within_area);
                groups.entry((figure.list.id.clone(), figure.column.id.clone(), area)).or_default().push(index);
            }
        }
        for mut group in groups.into_values() {
            for pair in pairs(moved, &group) {
                group.retain(|index| !pair.contains(index));
                join(moved, &pair);
            }
            let sum = checked_sum(group.iter().map(|index| moved[*index].unapproved));
            if within_area && (3..=MOST_LEGS).contains(&group.len()) && sum.is_some_and(|sum| sum.is_zero()) {
                join(moved, &group);
            }
        }
    }
}

/// Those of a group that moved by as much up and down as one other.
fn pairs(moved: &[Moved<'_>], group: &[usize]) -> Vec<[usize; 2]> {
    let mut by_amount: BTreeMap<Decimal, Vec<usize>> = BTreeMap::new();
    for index in group {
        by_amount.entry(moved[*index].unapproved.normalize()).or_default().push(*index);
    }
    let mut pairs: Vec<[usize; 2]> = Vec::new();
    for (amount, up) in by_amount.iter().filter(|(amount, _)| **amount > Decimal::ZERO) {
        if let ([up], Some([down])) = (up.as_slice(), by_amount.get(&-*amount).map(Vec::as_slice)) {
            pairs.push(if up < down { [*up, *down] } else { [*down, *up] });
        }
    }
    pairs
}

/// Tells all of them with the first one.
fn join(moved: &mut [Moved<'_>], group: &[usize]) {
    let Some((first, others)) = group.split_first() else { return };
    for other in others {
        let leg = moved[*other].clone();
        moved[*other].because = MovedBecause::Leg;
        moved[*first].legs.push(leg);
    }
}
