//! Where the tables of a sheet stand: found by their headings, wherever these are.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Raw, Sheet};
use crate::form::heading::fill;
use crate::form::{ColumnOrigin, Form, List, ReturnForm};
use crate::names::Heading;
use crate::period::Period;
use crate::source::Address;

/// Over how many rows a heading may be wrapped.
const MOST_HEADING_ROWS: u32 = 3;

/// No heading is longer, in bytes; a narrative cell is not worth comparing.
const LONGEST_HEADING: usize = 300;

/// The headings of a list as they stand in the returns of a period.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// The list.
    pub(super) list: &'a List,
    /// The column of each heading.
    columns: BTreeMap<Heading, &'a str>,
    /// Each column's own heading, filled in.
    pub(super) headings: Vec<(&'a str, String)>,
    /// The first words of all headings.
    first_words: BTreeSet<String>,
    first_month: i8,
    /// Where its columns stand on a sheet without headings, and the first row, if the form says it.
    positions: Option<(&'a BTreeMap<String, u32>, Option<u32>)>,
}

impl<'a> Known<'a> {
    pub(super) fn new(form: &Form, list: &'a List, return_form: &'a ReturnForm, period: Period) -> Self {
        let first_month = form.report.year_starts;
        let mut columns = BTreeMap::new();
        let mut headings = Vec::new();
        let mut first_words = BTreeSet::new();
        let own = || list.columns.iter().filter(|column| column.within.is_none());
        for column in own() {
            let heading = fill(form, &column.heading, period, &[]);
            columns.insert(Heading::of(&heading, first_month), column.id.as_str());
            first_words.extend(Heading::first_word(&heading));
            headings.push((column.id.as_str(), heading));
        }
        // A column's own heading weighs more than another column's other name.
        for column in own() {
            for also in &column.also {
                let also = fill(form, also, period, &[]);
                first_words.extend(Heading::first_word(&also));
                let also = Heading::of(&also, first_month);
                columns.entry(also).or_insert(column.id.as_str());
            }
        }
        columns.retain(|heading: &Heading, _| !heading.is_empty());
        let positions = Some(&return_form.positions).filter(|positions| !positions.is_empty());
        let positions = positions.map(|positions| (positions, return_form.from_row));
        Known { list, columns, headings, first_words, first_month, positions }
    }

    /// The headings that a return must have, for a message.
    pub(super) fn looked_for(&self) -> String {
        let must = |(id, _): &&(&str, String)| self.list.column(id).is_some_and(must_be_there);
        self.headings.iter().filter(must).map(|(_, heading)| heading.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The table of a sheet without headings: its columns stand where the form says, from the first row on in which two of
    /// them are filled, unless the form names it.
    fn by_position(&self, index: usize, sheet: &Sheet) -> Option<Found> {
        let (positions, from_row) = self.positions?;
        let mut filled: BTreeMap<u32, usize> = BTreeMap::new();
        let stands = |at: &Address| positions.values().any(|column| *column == at.column);
        for at in sheet.cells.keys().filter(|at| stands(at) && at.row >= from_row.unwrap_or_default()) {
            *filled.entry(at.row).or_default() += 1;
        }
        let enough = positions.len().min(2);
        let first = filled.iter().find(|(_, cells)| from_row.is_some() || **cells >= enough);
        let row = first.map(|(row, _)| *row)?;
        let heading = |id: &str| self.headings.iter().find(|(known, _)| *known == id).map(|(_, text)| text.clone());
        let columns = positions
            .iter()
            .map(|(id, column)| (id.clone(), (Address::new(row, *column), heading(id).unwrap_or_default())))
            .collect();
        Some(Found { known: index, row, rows: 0, columns, twice: Vec::new(), unknown: Vec::new() })
    }

    /// Could this be one of the headings? A quick look that spares the comparing of every text of a large sheet.
    fn may_be_heading(&self, text: &str) -> bool {
        match Heading::first_word(text) {
            _ if text.len() > LONGEST_HEADING => false,
            // A date may be written in another way.
            Some(word) if word.starts_with(|letter: char| letter.is_ascii_digit()) => {
                self.first_words.contains(&word)
                    || text.contains(|letter: char| letter.is_alphabetic() || letter == '/')
            }
            Some(word) => self.first_words.contains(&word),
            None => !text.is_empty(),
        }
    }

    /// How many columns a row must name to be the heading row: half of those that must be there, and two at least.
    fn enough(&self) -> usize {
        let must = self.list.columns.iter().filter(|column| must_be_there(column)).count();
        must.div_ceil(2).max(2).min(self.list.columns.len()).max(1)
    }
}

/// Must the column stand in a return? (Computed ones need not.)
pub(super) fn must_be_there(column: &crate::form::Column) -> bool {
    column.within.is_none() && (column.required || (column.origin == ColumnOrigin::Given && !column.optional))
}

/// A heading row that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Which of the known lists it names.
    pub(super) known: usize,
    /// Its first row.
    pub(super) row: u32,
    /// How many rows it takes; none where a sheet has no headings.
    pub(super) rows: u32,
    /// The heading cell of each column, as typed (wrapped lines joined).
    pub(super) columns: BTreeMap<String, (Address, String)>,
    /// Second headings of a column.
    pub(super) twice: Vec<(String, Address)>,
    /// Headings that the form does not know.
    pub(super) unknown: Vec<(Address, String)>,
}

/// The texts of a sheet that may be headings, by row and column.
fn texts(sheet: &Sheet) -> BTreeMap<u32, BTreeMap<u32, String>> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    for (at, raw) in &sheet.cells {
        if matches!(raw, Raw::Text(_) | Raw::Date(_) | Raw::Number(_)) {
            rows.entry(at.row).or_default().insert(at.column, raw.text().trim().to_string());
        }
    }
    rows
}

/// Every heading row of the sheet, from the top. `knowns` are the lists that may stand on it, in the form's order.
pub(super) fn find(sheet: &Sheet, knowns: &[Known<'_>]) -> Vec<Found> {
    let rows = texts(sheet);
    let mut found = Vec::new();
    let mut next = 0;
    for &row in rows.keys() {
        if row < next {
            continue;
        }
        let Some(mut best) = best_at(&rows, row, knowns) else { continue };
        // The wrapped part of a heading may by itself look like one; the row that names more columns is meant.
        for later in row + 1..row.saturating_add(best.rows.max(2)) {
            if let Some(other) = best_at(&rows, later, knowns)
                && other.columns.len() > best.columns.len()
            {
                best = other;
            }
        }
        next = best.row.saturating_add(best.rows);
        found.push(best);
    }
    found.extend(knowns.iter().enumerate().filter_map(|(index, known)| known.by_position(index, sheet)));
    found.sort_by_key(|found| found.row);
    found
}

/// The list that the headings starting in this row name best, if any is named well enough.
fn best_at(rows: &BTreeMap<u32, BTreeMap<u32, String>>, row: u32, knowns: &[Known<'_>]) -> Option<Found> {
    let mut best: Option<(Found, bool)> = None;
    for depth in 1..=MOST_HEADING_ROWS {
        // A wrapped heading goes on in the very next row.
        if depth > 1 && !rows.contains_key(&(row.checked_add(depth - 1)?)) {
            break;
        }
        let joined = join(rows, row, depth);
        for (index, known) in knowns.iter().enumerate().filter(|(_, known)| known.positions.is_none()) {
            let likely = joined.values().filter(|(_, heading)| known.may_be_heading(heading)).count();
            if likely < known.enough() {
                continue;
            }
            let found = match_headings(known, index, row, depth, &joined);
            if found.columns.len() < known.enough() {
                continue;
            }
            let has_label =
                found.columns.contains_key(&known.list.key) || found.columns.contains_key(&known.list.label);
            let better = best
                .as_ref()
                .is_none_or(|(best, label)| (found.columns.len(), has_label) > (best.columns.len(), *label));
            if better {
                best = Some((found, has_label));
            }
        }
    }
    best.map(|(found, _)| found)
}

/// The texts of `depth` rows from `row` on, joined column by column, each with its first cell.
fn join(rows: &BTreeMap<u32, BTreeMap<u32, String>>, row: u32, depth: u32) -> BTreeMap<u32, (Address, String)> {
    let mut joined: BTreeMap<u32, (Address, String)> = BTreeMap::new();
    for row in row..row.saturating_add(depth) {
        for (&column, text) in rows.get(&row).into_iter().flatten() {
            match joined.get_mut(&column) {
                Some((_, heading)) => {
                    heading.push(' ');
                    heading.push_str(text);
                }
                None => {
                    joined.insert(column, (Address::new(row, column), text.clone()));
                }
            }
        }
    }
    joined
}

fn match_headings(
    known: &Known<'_>,
    index: usize,
    row: u32,
    rows: u32,
    joined: &BTreeMap<u32, (Address, String)>,
) -> Found {
    let mut found = Found { known: index, row, rows, columns: BTreeMap::new(), twice: Vec::new(), unknown: Vec::new() };
    for (at, heading) in joined.values() {
        let comparable = known.may_be_heading(heading).then(|| Heading::of(heading, known.first_month));
        let id = comparable.and_then(|heading| known.columns.get(&heading));
        match id {
            Some(id) if found.columns.contains_key(*id) => found.twice.push(((*id).to_string(), *at)),
            Some(id) => {
                found.columns.insert((*id).to_string(), (*at, heading.clone()));
            }
            None => found.unknown.push((*at, heading.clone())),
        }
    }
    found
}

impl Found {
    /// The row below the headings.
    pub(super) fn first_row(&self) -> u32 {
        self.row.saturating_add(self.rows)
    }

    /// Do the columns stand where the other heading row has them?
    pub(super) fn same_layout(&self, other: &Found) -> bool {
        let layout = |found: &Found| -> BTreeSet<(String, u32)> {
            found.columns.iter().map(|(id, (at, _))| (id.clone(), at.column)).collect()
        };
        self.known == other.known && layout(self) == layout(other)
    }
}
