//! One cell.

mod empty_required;
mod missing_figure;
mod percent_without_sign;
mod pound_sign;
mod unknown_code;
mod unprintable_character;
mod unreadable_value;

use std::collections::BTreeMap;

use super::look::Line;
use super::{Context, Rule};
use crate::form::Column;
use crate::returns::Cell;
use crate::source::Place;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &unreadable_value::RULE,
    &empty_required::RULE,
    &missing_figure::RULE,
    &unknown_code::RULE,
    &pound_sign::RULE,
    &percent_without_sign::RULE,
    &unprintable_character::RULE,
];

#[cfg(test)]
pub(super) use unreadable_value::RULE as UNREADABLE;

/// A cell that a rule speaks of, with its row and column.
type Found<'a> = (Line<'a>, &'a Column, &'a Cell);

/// Cells of one return that `wanted` picks, sheet by sheet: a habit of one writer is one cause, and gives one finding.
fn by_sheet<'a>(
    context: &Context<'a>,
    wanted: impl Fn(&Line<'a>, &'a Column, &'a Cell) -> bool,
) -> BTreeMap<Place, Vec<Found<'a>>> {
    let mut found: BTreeMap<Place, Vec<Found<'a>>> = BTreeMap::new();
    for line in context.lines() {
        for column in &line.list.columns {
            let Some(cell) = line.row.cells.get(&column.id) else { continue };
            if wanted(&line, column, cell) {
                let sheet = Place { cell: None, ..cell.at.clone() };
                found.entry(sheet).or_default().push((line, column, cell));
            }
        }
    }
    found
}

/// The one thing that all cells have in common, if there is one.
fn common<T: PartialEq>(things: impl IntoIterator<Item = T>) -> Option<T> {
    let mut things = things.into_iter();
    let first = things.next()?;
    things.all(|thing| thing == first).then_some(first)
}

#[cfg(test)]
mod tests;
