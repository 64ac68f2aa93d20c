//! How a figure that moved since the prior period is said.

use rust_decimal::Decimal;

use super::{figure, side_by_side};
use crate::check::View;
use crate::check::cause::Moved;
use crate::form::{Column, Kind};
use crate::money::{Measure, Told};

/// 'Target of 'Voids' (The north) is £130k; it was £100k in Quarter 2, 2022/23: +£30k (+30%)'
pub(in crate::check) fn both_figures(view: &View<'_>, moved: &Moved<'_>) -> String {
    said_against(view, moved, moved.expected())
}

/// The same from the prior figure itself, approved changes not taken in.
pub(in crate::check) fn from_prior(view: &View<'_>, moved: &Moved<'_>) -> String {
    said_against(view, moved, moved.from)
}

fn said_against(view: &View<'_>, moved: &Moved<'_>, before: Option<Decimal>) -> String {
    let (column, prior) = (moved.column, view.prior());
    let who = moved.scheme().map(|scheme| view.scheme(scheme)).unwrap_or_default();
    let whose = format!("{} of {who}", view.name(column));
    if let (Some(match_at), Some(from), Some(to)) = (moved.given_by, before, moved.to) {
        let [to, from, difference] = movement(column, to, from);
        return format!("{whose} is {to}; the [[match]] in {match_at} gives it {from}: {difference}");
    }
    let corrected = if before == moved.from { "" } else { ", with what was approved since" };
    match (moved.to, before) {
        (Some(to), Some(from)) => {
            let [to, from, difference] = movement(column, to, from);
            format!("{whose} is {to}; it was {from} in {prior}{corrected}: {difference}")
        }
        (None, Some(from)) => {
            format!("{whose} is not stated; it was {} in {prior}{corrected}", figure(column, of_scheme(column, from)))
        }
        (Some(to), None) => {
            format!("{whose} is {}; it was not stated in {prior}", figure(column, of_scheme(column, to)))
        }
        (None, None) => format!("{whose} is not stated"),
    }
}

/// 'Forecast went from £800k to £600k: -£200k (-25%)', for a sentence that has named scheme and period already.
pub(in crate::check) fn moved_to(view: &View<'_>, moved: &Moved<'_>) -> String {
    let column = moved.column;
    let name = view.name(column);
    match (moved.expected(), moved.to) {
        (Some(from), Some(to)) => {
            let [to, from, difference] = movement(column, to, from);
            format!("{name} went from {from} to {to}: {difference}")
        }
        (Some(from), None) => {
            format!("{name}, {} then, is not stated any more", figure(column, of_scheme(column, from)))
        }
        (None, Some(to)) => format!("{name}, not stated then, is {}", figure(column, of_scheme(column, to))),
        (None, None) => format!("{name} is not stated"),
    }
}

/// This figure, the one before, and how far it moved: '+£30k (+30%)'. Nothing is 'nil', and that all of a figure went needs no share.
pub(in crate::check) fn movement(column: &Column, to: Decimal, from: Decimal) -> [String; 3] {
    let said = side_by_side(column, of_scheme(column, to), of_scheme(column, from));
    let is_percent = column.kind == Kind::Percent;
    let or_nil = |figure: Decimal, said: String| if figure.is_zero() && !is_percent { "nil".to_string() } else { said };
    let share = to.checked_sub(from).and_then(|moved| moved.checked_div(from.abs()));
    let share = share.filter(|_| !is_percent && !to.is_zero());
    let share = share.map(|share| Measure::Percent(1).say_signed(Told::Computed(share)).replace(".0%", "%"));
    let share = share.filter(|share| !matches!(share.as_str(), "+0%" | "-0%" | "0%"));
    let share = share.map(|share| format!(" ({share})")).unwrap_or_default();
    [or_nil(to, said.one), or_nil(from, said.other), said.difference + &share]
}

/// A scheme's figure: computed where its column is.
fn of_scheme(column: &Column, figure: Decimal) -> Told {
    if column.is_computed() { Told::Computed(figure) } else { Told::Stated(figure) }
}
