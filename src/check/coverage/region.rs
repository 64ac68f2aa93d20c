//! What is left over on a sheet, put together into regions: beside a table, in a row of it, above or below it.

use std::collections::{BTreeMap, BTreeSet};

use super::told::Cause;
use crate::form::Form;
use crate::returns::grid::Raw;
use crate::returns::ledger::{self, SheetLedger};
use crate::returns::{ReturnTable, RowKind};
use crate::source::Address;

/// A cell that is not used and that no finding is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Left<'a> {
    /// Where on the sheet.
    pub at: Address,
    /// What stands in it.
    pub raw: &'a Raw,
}

impl Left<'_> {
    /// See [`ledger::is_figure`].
    pub(super) fn is_figure(&self) -> bool {
        ledger::is_figure(self.raw)
    }

    /// See [`ledger::holds_figure`].
    pub(super) fn holds_figure(&self) -> bool {
        ledger::holds_figure(self.raw)
    }

    /// Whether it holds a figure that is not nil: a check that comes to nothing, or the total of an empty template, is missing
    /// from nothing.
    pub(super) fn states(&self) -> bool {
        self.holds_figure() && !ledger::is_nil(self.raw)
    }
}

/// Where a region stands, seen from the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Where {
    /// Above its headings.
    Above,
    /// In its rows, outside what is read of them.
    Beside,
    /// A row between its rows that is none of them.
    Row,
    /// Below its last row.
    Below,
}

/// Cells that are told together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region<'a> {
    /// The cells, by row, then column.
    pub cells: Vec<Left<'a>>,
    /// The finding that they follow from, if there is one.
    pub cause: Option<usize>,
    /// Where they stand, if a figure among them may be meant to count; none of all else on the sheet.
    pub at: Option<Where>,
}

/// Where a table stands.
struct Extent<'a> {
    table: &'a ReturnTable,
    start: u32,
    last: u32,
    /// The rows that were read.
    rows: BTreeSet<u32>,
    /// Those of its columns that hold figures.
    figures: BTreeSet<u32>,
}

impl<'a> Extent<'a> {
    fn of(form: &Form, table: &'a ReturnTable) -> Self {
        // What is told as a row left out has a finding of its own, from which all of its cells follow.
        let read = table.rows.iter().filter(|row| row.kind != RowKind::LeftOut);
        let rows: BTreeSet<u32> = read.filter_map(|row| row.at.cell).map(|at| at.row).collect();
        let headings = table.heading_rows.iter().map(|(first, _)| *first).min();
        let start = headings.or_else(|| rows.first().copied()).unwrap_or_default();
        let behind = table.heading_rows.iter().map(|(_, behind)| behind.saturating_sub(1)).max();
        let last = rows.last().copied().into_iter().chain(behind).max().unwrap_or(start);
        let list = form.list(&table.list);
        let states_figures = |id: &str| list.is_some_and(|list| list.states_figures(id));
        let figures = table.headings.iter().filter(|(id, _)| states_figures(id)).map(|(_, (at, _))| at.column);
        Extent { table, start, last, rows, figures: figures.collect() }
    }

    fn heads(&self, column: u32) -> bool {
        self.table.headings.values().any(|(at, _)| at.column == column)
    }

    fn is_heading(&self, row: u32) -> bool {
        self.table.heading_rows.iter().any(|(first, behind)| (*first..*behind).contains(&row))
    }

    fn place(&self, at: Address) -> Where {
        if at.row < self.start {
            Where::Above
        } else if at.row > self.last {
            Where::Below
        } else if self.rows.contains(&at.row) || self.is_heading(at.row) {
            Where::Beside
        } else {
            Where::Row
        }
    }

    /// The finding that a cell follows from: about the heading of its column, about its row, or about the headings of a table
    /// of which no row could be read.
    ///
    /// A figure follows from what is about its own column, or from an error; an answer to a query about something else in its row
    /// would leave it out unsaid.
    fn cause(&self, left: &Left<'_>, here: Where, causes: &BTreeMap<Address, Cause>) -> Option<usize> {
        let at = left.at;
        let holds = |cause: &Cause| cause.is_error || cause.weighs && !left.states();
        let in_row = || {
            let row = causes.range(Address::new(at.row, 0)..Address::new(at.row.saturating_add(1), 0));
            row.map(|(_, cause)| cause).find(|cause| holds(cause)).map(|cause| cause.finding)
        };
        let heads = |column: Option<u32>| {
            self.table.heading_rows.iter().find_map(|(first, behind)| {
                let mut cells = causes.range(Address::new(*first, 0)..Address::new(*behind, 0));
                let is_its = |cell: &Address| column.is_none_or(|column| cell.column == column);
                let found = cells.find(|(cell, cause)| is_its(cell) && (column.is_some() || holds(cause)));
                found.map(|(_, cause)| cause.finding)
            })
        };
        match here {
            Where::Above => in_row(),
            Where::Row | Where::Below => in_row().or_else(|| heads(None).filter(|_| self.table.rows.is_empty())),
            Where::Beside => heads(Some(at.column)),
        }
    }
}

/// The regions of a sheet with these tables: each where a figure may be meant to count, and one for all else.
pub(super) fn regions<'a>(
    form: &Form,
    tables: &[&ReturnTable],
    left: Vec<Left<'a>>,
    causes: &BTreeMap<Address, Cause>,
) -> Vec<Region<'a>> {
    let mut extents: Vec<Extent<'_>> = tables.iter().map(|table| Extent::of(form, table)).collect();
    extents.sort_by_key(|extent| extent.start);
    let mut caused: BTreeMap<usize, Vec<Left<'a>>> = BTreeMap::new();
    let mut rest: Vec<Left<'a>> = Vec::new();
    let mut by_table: BTreeMap<(usize, Where), Vec<Left<'a>>> = BTreeMap::new();
    for cell in left {
        let index = extents.partition_point(|extent| extent.start <= cell.at.row).saturating_sub(1);
        let Some(extent) = extents.get(index) else {
            rest.push(cell);
            continue;
        };
        let here = extent.place(cell.at);
        match extent.cause(&cell, here, causes) {
            Some(cause) => caused.entry(cause).or_default().push(cell),
            None if extent.is_heading(cell.at.row) => rest.push(cell),
            // A remark beside a total, in a column of words.
            None if here == Where::Beside && extent.heads(cell.at.column) => rest.push(cell),
            None => by_table.entry((index, here)).or_default().push(cell),
        }
    }
    let mut regions: Vec<Region<'a>> =
        caused.into_iter().map(|(cause, cells)| Region { cells, cause: Some(cause), at: None }).collect();
    for ((index, here), cells) in by_table {
        let Some(extent) = extents.get(index) else { continue };
        // Beside a table a column counts as a whole, with those that stand next to it; elsewhere each row is by itself.
        let (groups, others) = match here {
            Where::Beside => {
                runs(cells, |cell| cell.at.column).into_iter().partition(|cells| may_count(extent, here, cells))
            }
            Where::Above | Where::Row | Where::Below => {
                let rows = cells.chunk_by(|one, other| one.at.row == other.at.row).map(<[Left<'_>]>::to_vec);
                let (counting, others): (Vec<_>, Vec<_>) = rows.partition(|cells| may_count(extent, here, cells));
                (runs(counting.concat(), |cell| cell.at.row), others)
            }
        };
        regions.extend(groups.into_iter().map(|cells| Region { cells, cause: None, at: Some(here) }));
        rest.extend(others.concat());
    }
    rest.sort_by_key(|cell| cell.at);
    if !rest.is_empty() {
        regions.push(Region { cells: rest, cause: None, at: None });
    }
    regions
}

/// Whether somebody may take a figure among these cells, a row of them or columns beside the table, for one that counts.
fn may_count(extent: &Extent<'_>, here: Where, cells: &[Left<'_>]) -> bool {
    let is_percent = |cell: &Left<'_>| matches!(cell.raw, Raw::Text(text) if text.trim_end().ends_with('%'));
    let in_columns = |cell: &Left<'_>| {
        !is_percent(cell) && cell.states() && cell.is_figure() && extent.figures.contains(&cell.at.column)
    };
    match here {
        Where::Beside => cells.iter().any(Left::states) && !is_numbering(cells),
        Where::Row => cells.iter().any(Left::states),
        Where::Below => cells.iter().any(in_columns),
        // A single figure beside a label is no row of figures: 'Quarter | 3', 'Version | 2'.
        Where::Above => cells.iter().filter(|cell| in_columns(cell)).count() > 1,
    }
}

/// Whether the cells only number the rows: whole numbers in one column from 1 on, each one more than the one above.
fn is_numbering(cells: &[Left<'_>]) -> bool {
    let one_column = cells.windows(2).all(|pair| matches!(pair, [one, other] if one.at.column == other.at.column));
    cells.len() > 1 && one_column && ledger::count_from_one(cells.iter().map(|cell| cell.raw))
}

/// The cells by runs of lines (rows or columns) that lie side by side.
fn runs<'a>(cells: Vec<Left<'a>>, line: impl Fn(&Left<'a>) -> u32) -> Vec<Vec<Left<'a>>> {
    let filled: BTreeSet<u32> = cells.iter().map(&line).collect();
    // The first line of the run that each line belongs to.
    let mut first: BTreeMap<u32, u32> = BTreeMap::new();
    for number in filled {
        let before = number.checked_sub(1).and_then(|before| first.get(&before)).copied();
        first.insert(number, before.unwrap_or(number));
    }
    let mut runs: BTreeMap<u32, Vec<Left<'a>>> = BTreeMap::new();
    for cell in cells {
        let number = line(&cell);
        runs.entry(first.get(&number).copied().unwrap_or(number)).or_default().push(cell);
    }
    runs.into_values().collect()
}

/// The cells (by row, then column) as ranges, each from its first corner to its last: one that holds them all where nothing
/// that is used stands in it, else those of the columns that lie side by side, of the rows below each other, or rectangles that
/// are filled.
pub(super) fn ranges(ledger: &SheetLedger, cells: &[Left<'_>]) -> Vec<(Address, Address)> {
    let Some((first, last)) = corners(cells) else { return Vec::new() };
    let in_columns = |at: Address| (first.column..=last.column).contains(&at.column);
    let is_used = ledger.rows(first.row, last.row).iter().any(|entry| in_columns(entry.at) && entry.part.is_used());
    if !is_used {
        return vec![(first, last)];
    }
    for line in [|cell: &Left<'_>| cell.at.column, |cell: &Left<'_>| cell.at.row] {
        let runs = runs(cells.to_vec(), line);
        if runs.len() > 1 {
            let mut found: Vec<_> = runs.iter().flat_map(|cells| ranges(ledger, cells)).collect();
            found.sort_unstable();
            return found;
        }
    }
    rectangles(cells)
}

/// The first and the last corner of the range that holds all the cells.
fn corners(cells: &[Left<'_>]) -> Option<(Address, Address)> {
    let rows = || cells.iter().map(|cell| cell.at.row);
    let columns = || cells.iter().map(|cell| cell.at.column);
    let first = Address::new(rows().min()?, columns().min()?);
    Some((first, Address::new(rows().max()?, columns().max()?)))
}

/// Runs of cells that stand side by side, put together where those of the rows below reach as far.
fn rectangles(cells: &[Left<'_>]) -> Vec<(Address, Address)> {
    let mut found: Vec<(Address, Address)> = Vec::new();
    // Which rectangle ends in the row above, by its first column.
    let mut above: BTreeMap<u32, usize> = BTreeMap::new();
    for row in cells.chunk_by(|one, other| one.at.row == other.at.row) {
        let mut here: BTreeMap<u32, usize> = BTreeMap::new();
        for run in row.chunk_by(|one, other| one.at.column.saturating_add(1) == other.at.column) {
            let (Some(from), Some(to)) = (run.first().map(|cell| cell.at), run.last().map(|cell| cell.at)) else {
                continue;
            };
            let index = above.get(&from.column).copied().filter(|index| {
                let reaches = |last: &Address| last.column == to.column && last.row.saturating_add(1) == from.row;
                found.get(*index).is_some_and(|(_, last)| reaches(last))
            });
            let index = index.unwrap_or_else(|| {
                found.push((from, to));
                found.len().saturating_sub(1)
            });
            if let Some((_, last)) = found.get_mut(index) {
                *last = to;
            }
            here.insert(from.column, index);
        }
        above = here;
    }
    found
}

#[cfg(test)]
mod tests;
