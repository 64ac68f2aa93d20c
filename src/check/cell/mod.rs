//! One cell.

mod blank_among_alike;
mod dated_later;
mod empty_required;
mod missing_figure;
mod note_marks;
mod percent_without_sign;
mod pound_sign;
mod unknown_code;
mod unprintable_character;
mod unreadable_value;

use std::collections::BTreeMap;

use super::draft::Draft;
use super::look::Line;
use super::{Rule, View};
use crate::form::Column;
use crate::returns::Cell;
use crate::source::Place;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &unreadable_value::RULE,
    &empty_required::RULE,
    &blank_among_alike::RULE,
    &missing_figure::RULE,
    &dated_later::RULE,
    &unknown_code::RULE,
    &pound_sign::RULE,
    &note_marks::RULE,
    &percent_without_sign::RULE,
    &unprintable_character::RULE,
];

pub(super) use missing_figure::RULE as MISSING_FIGURE;
#[cfg(test)]
pub(super) use unreadable_value::RULE as UNREADABLE;

/// A cell that a rule speaks of, with its row and column.
type Found<'a> = (Line<'a>, &'a Column, &'a Cell);

/// A habit of one writer: it is one cause, and gives one finding.
struct Habit<'a> {
    first: Found<'a>,
    others: Vec<Found<'a>>,
}

/// The cells that `wanted` picks, sheet by sheet.
fn by_sheet<'a>(view: &View<'a>, wanted: impl Fn(&Line<'a>, &'a Column, &'a Cell) -> bool) -> Vec<Habit<'a>> {
    let mut found: BTreeMap<Place, Habit<'a>> = BTreeMap::new();
    for line in view.lines() {
        for column in &line.list.columns {
            let Some(cell) = line.row.cells.get(&column.id) else { continue };
            if wanted(&line, column, cell) {
                let sheet = Place { cell: None, ..cell.at.clone() };
                let cell = (line, column, cell);
                found
                    .entry(sheet)
                    .and_modify(|habit| habit.others.push(cell))
                    .or_insert_with(|| Habit { first: cell, others: Vec::new() });
            }
        }
    }
    found.into_values().collect()
}

impl<'a> Habit<'a> {
    fn first(&self) -> Found<'a> {
        self.first
    }

    /// That other cells are like the first: in the words for one of them, or for so many.
    fn more(&self, one: &str, many: impl Fn(usize) -> String) -> String {
        match self.others.len() {
            0 => String::new(),
            1 => format!(", and so {one}"),
            others => format!(", and so {}", many(others)),
        }
    }

    /// Where there are several cells: each with its row, for an answer to stand on.
    fn cells_of_several(&self) -> Vec<String> {
        let cells = self.others.iter().chain([&self.first]).filter(|_| !self.others.is_empty());
        cells.map(|(line, _, cell)| format!("{}: {}", line.name(), cell.text.trim())).collect()
    }

    /// The finding, all but its figures and its sentence: it names what all its cells have in common.
    fn draft(&self, rule: &Rule, view: &View<'_>) -> Draft {
        let (line, column, cell) = self.first;
        let cells = || self.others.iter().chain([&self.first]);
        let area = common(cells().map(|(line, ..)| line.area)).flatten();
        let scheme = common(cells().map(|(line, ..)| line.label)).filter(|label| !label.is_empty());
        let column_id = common(cells().map(|(_, column, _)| column.id.as_str()));
        let others = self.others.iter().map(|(.., cell)| cell.at.clone());
        let draft = rule.at(&cell.at).about_line(view, &line).cell(column, cell);
        draft.shared(area, scheme, column_id).related(others)
    }
}

/// The one thing that all cells have in common, if there is one.
fn common<T: PartialEq>(things: impl IntoIterator<Item = T>) -> Option<T> {
    let mut things = things.into_iter();
    let first = things.next()?;
    things.all(|thing| thing == first).then_some(first)
}

#[cfg(test)]
mod tests;
