//! Where the tables of a sheet stand: found by their headings, wherever these are and whatever their shape.
//!
//! A heading may go on over several rows, with blank rows between, and a text may stand over several columns. So a few rows at
//! a time are read as headings (`block`), and those that name most columns in the fewest rows are taken. Only rows that hold
//! words of the form's headings are looked at (`lines`).

mod block;
mod known;
mod lines;
#[cfg(test)]
mod tests;
mod tidy;
mod under;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use rust_decimal::Decimal;

use block::{Block, Reader};
use lines::{Line, Part, Vocabulary, lines};

use super::grid::{Raw, Sheet};
use super::units::{self, UnitSaid};
use crate::names::{Heading, Label};
use crate::source::Address;

pub(super) use block::Unknown;
pub use known::HeadingDiffers;
pub(super) use known::{Known, must_be_there};

/// Over how many rows a heading may be wrapped, blank ones not counted.
pub const MOST_HEADING_ROWS: usize = 6;

/// How many blank rows may stand between two rows of a heading.
const MOST_BLANK_ROWS: u32 = 2;

/// So many readings of rows are kept in mind at a time.
const MOST_BLOCKS: usize = 500;

/// In so many places of a sheet it is looked for the row that comes nearest to the headings.
const MOST_NEAREST: usize = 200;

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
    pub(super) unknown: Vec<Unknown>,
    /// Columns of another period beside those that are read.
    pub(super) aside: Vec<Unknown>,
    /// Texts that stand over columns of the table and belong to no heading, each with the last column it stands over.
    pub(super) over: Vec<(Address, u32, String)>,
    /// The units that are said among the headings and right under them.
    pub(super) units: Vec<UnitSaid>,
    /// Texts and dates between the headings that belong to none of them.
    pub(super) notes: Vec<(Address, String)>,
    /// Its title: the lines right above it, over blank rows, the nearest first.
    pub(super) titles: Vec<(Address, String)>,
    /// Whether the form names it by that title.
    pub(super) is_named: bool,
    /// The row of that title.
    pub(super) title_row: Option<u32>,
}

/// The rows of a sheet that come nearest to the headings of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestHeadings {
    /// The sheet.
    pub sheet: String,
    /// The first row, from 0.
    pub row: u32,
    /// The headings that stand there, as the form has them.
    pub found: Vec<String>,
    /// Those that do not, though a return must have them.
    pub lacked: Vec<String>,
}

impl Known<'_> {
    /// The headings that a return must have, for a message; all of them if it must have none.
    pub(super) fn looked_for(&self) -> String {
        let must: Vec<&str> = self.must().map(|(_, heading)| heading).collect();
        let all = || self.headings.iter().map(|(_, heading)| heading.as_str()).collect();
        if must.is_empty() { all() } else { must }.join(", ")
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
        let (twice, unknown, aside, over) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (units, notes, titles) = (Vec::new(), Vec::new(), Vec::new());
        let (is_named, title_row) = (false, None);
        Some(Found {
            known: index,
            row,
            rows: 0,
            columns,
            twice,
            unknown,
            aside,
            over,
            units,
            notes,
            titles,
            is_named,
            title_row,
        })
    }
}

/// Every heading row of the sheet, from the top. `knowns` are the lists that may stand on it, in the form's order.
pub(super) fn find(sheet: &Sheet, knowns: &[Known<'_>]) -> Vec<Found> {
    let vocabulary = Vocabulary::of(knowns);
    let lines = lines(sheet, &vocabulary);
    let mut search = Search::new(&lines, knowns, &vocabulary);
    let mut found = Vec::new();
    let mut next = 0;
    for place in 0..lines.len() {
        if place < next {
            continue;
        }
        let Some(block) = search.best_from(place) else { continue };
        let (headings, last) = search.found(&block);
        next = last.saturating_add(1);
        found.push(headings);
    }
    found.extend(knowns.iter().enumerate().filter_map(|(index, known)| known.by_position(index, sheet)));
    found.sort_by_key(|found| found.row);
    // A row that could belong to both of two tables, such as one of numbers between their headings, is the upper one's.
    let mut below = 0;
    for found in &mut found {
        let first_row = found.first_row().max(below);
        found.title_row = found.title_row.filter(|row| *row >= below);
        found.row = found.row.max(below);
        found.rows = first_row.saturating_sub(found.row);
        below = first_row;
    }
    found
}

/// The rows of the sheet that name most of a list's columns, where too few are named to be its headings.
pub(super) fn nearest(sheet: &Sheet, known: &Known<'_>) -> Option<NearestHeadings> {
    let knowns = std::slice::from_ref(known);
    let vocabulary = Vocabulary::of(knowns);
    let lines = lines(sheet, &vocabulary);
    let mut search = Search::new(&lines, knowns, &vocabulary);
    let with_words = (0..lines.len()).filter(|place| search.has_words(*place));
    let places: Vec<usize> = with_words.take(MOST_NEAREST).collect();
    let mut best: Option<Rc<Block<'_>>> = None;
    for place in places {
        for last in search.window(place, lines.len()) {
            let block = search.block(0, place, last);
            if !block.columns.is_empty() && best.as_ref().is_none_or(|best| block.columns.len() > best.columns.len()) {
                best = Some(block);
            }
        }
    }
    let block = best?;
    let row = lines.get(block.first)?.row;
    let named = |wanted: bool| {
        let of = known.must().filter(|(id, _)| block.columns.contains_key(id) == wanted);
        of.map(|(_, heading)| heading.to_string()).collect()
    };
    Some(NearestHeadings { sheet: sheet.name.to_string(), row, found: named(true), lacked: named(false) })
}

/// The search for headings on one sheet.
struct Search<'s, 'k, 'a> {
    reader: Reader<'s, 'k, 'a>,
    lines: &'s [Line<'s>],
    knowns: &'k [Known<'a>],
    /// How many columns make a heading row of the list that needs fewest.
    least: Option<usize>,
    /// The rows read so far, by the list, the first and the last row: a search from the next row on asks for most of them again.
    blocks: BTreeMap<(usize, usize, usize), Rc<Block<'a>>>,
    /// The titles of headings that begin at a place.
    titles: BTreeMap<usize, Vec<(Address, String)>>,
}

impl<'s, 'k, 'a> Search<'s, 'k, 'a> {
    fn new(lines: &'s [Line<'s>], knowns: &'k [Known<'a>], vocabulary: &'k Vocabulary<'k>) -> Self {
        Search {
            reader: Reader::new(lines, knowns, vocabulary),
            lines,
            knowns,
            least: knowns.iter().filter(|known| known.positions.is_none()).map(Known::enough).min(),
            blocks: BTreeMap::new(),
            titles: BTreeMap::new(),
        }
    }

    /// The title of headings that begin at a place, the nearest line first.
    fn titles(&mut self, place: usize) -> &[(Address, String)] {
        let (lines, knowns) = (self.lines, self.knowns);
        let above = || knowns.first().map(|known| known.names.above(lines, place, knowns)).unwrap_or_default();
        self.titles.entry(place).or_insert_with(above)
    }

    /// Whether headings that begin at a place stand under the title that the form names; `None` where it names none.
    fn is_named(&mut self, known: usize, place: usize) -> Option<bool> {
        let known = self.knowns.get(known)?;
        let under = known.under.as_ref()?;
        Some(self.titles(place).iter().any(|(_, title)| known.names.is_under(under, title)))
    }

    /// The row of the title that the form names, where headings that begin at a place stand under it. What stands above it is the table's
    /// above.
    fn title_row(&mut self, known: usize, place: usize) -> Option<u32> {
        let known = self.knowns.get(known)?;
        let under = known.under.as_ref()?;
        let titles = self.titles(place);
        titles.iter().find(|(_, title)| known.names.is_under(under, title)).map(|(at, _)| at.row)
    }

    fn block(&mut self, known: usize, first: usize, last: usize) -> Rc<Block<'a>> {
        if self.blocks.len() > MOST_BLOCKS {
            self.blocks.clear();
        }
        let reader = &mut self.reader;
        self.blocks.entry((known, first, last)).or_insert_with(|| Rc::new(reader.block(known, first, last))).clone()
    }

    /// The rows from `first` on over which a heading that begins there may go, before `limit`.
    fn window(&self, first: usize, limit: usize) -> Range<usize> {
        let mut end = first.saturating_add(1).min(limit);
        while end < limit && end < first.saturating_add(MOST_HEADING_ROWS) && !self.reader.is_spent() {
            let (Some(before), Some(line)) = (self.lines.get(end - 1), self.lines.get(end)) else { break };
            if line.row > before.row.saturating_add(MOST_BLANK_ROWS + 1) || !line.goes_on() {
                break;
            }
            end += 1;
        }
        first..end
    }

    fn has_words(&self, place: usize) -> bool {
        self.lines.get(place).is_some_and(|line| line.cells.iter().any(|cell| cell.part == Part::Words))
    }

    /// Whether rows can name enough columns of some list: a quick look.
    fn may_name(&self, rows: Range<usize>) -> bool {
        let mut columns: BTreeSet<u32> = BTreeSet::new();
        let Some(lines) = self.lines.get(rows.clone()) else { return false };
        if !rows.clone().any(|place| self.has_words(place)) {
            return false;
        }
        for line in lines {
            columns.extend(line.cells.iter().filter(|cell| cell.part.says()).map(|cell| cell.at.column));
        }
        self.least.is_some_and(|least| columns.len() >= least)
    }

    /// The headings that begin in this row, or in one over which a heading that begins here may go: the wrapped part of a
    /// heading may by itself look like one, and the rows that name more columns are meant.
    fn best_from(&mut self, place: usize) -> Option<Rc<Block<'a>>> {
        let mut best = self.best_before(place, self.lines.len())?;
        // A table without a row may stand right above another one.
        while best.first > place && best.has_label {
            match self.best_before(place, best.first) {
                Some(earlier) if earlier.has_label => best = earlier,
                _ => break,
            }
        }
        Some(best)
    }

    fn best_before(&mut self, place: usize, limit: usize) -> Option<Rc<Block<'a>>> {
        let mut best: Option<(Option<bool>, Rc<Block<'a>>)> = None;
        for first in self.window(place, limit) {
            let window = self.window(first, limit);
            if !self.may_name(window.clone()) {
                continue;
            }
            for last in window {
                let knowns = self.knowns;
                for (index, known) in knowns.iter().enumerate().filter(|(_, known)| known.positions.is_none()) {
                    if !self.reader.may_name(index, first, last) {
                        continue;
                    }
                    // What the form names by its title is that table and no other, whatever the headings of others have.
                    let is_named = self.is_named(index, first);
                    if is_named == Some(false) {
                        continue;
                    }
                    let block = self.block(index, first, last);
                    let rows = |block: &Block<'_>| std::cmp::Reverse(block.last - block.first);
                    let weight = |block: &Block<'_>| (is_named, block.weight(), rows(block));
                    let heavier = |(named, best): &(Option<bool>, Rc<Block<'_>>)| {
                        weight(&block) > (*named, best.weight(), rows(best))
                    };
                    if block.names(known.enough()) && best.as_ref().is_none_or(heavier) {
                        best = Some((is_named, block));
                    }
                }
            }
        }
        best.map(|(_, block)| block)
    }

    /// What is kept of a block, and its last row: rows of units, or of the columns' numbers, right under the headings belong to
    /// them.
    fn found(&mut self, block: &Block<'a>) -> (Found, usize) {
        let rows = |place: usize| self.lines.get(place).map_or(0, |line| line.row);
        let (mut last, mut said, mut notes, mut under) = (block.last, Vec::new(), Vec::new(), Vec::new());
        for line in self.lines.get(block.first..=block.last).into_iter().flatten() {
            for cell in line.cells.iter().filter(|cell| !block.used.contains(&cell.at)) {
                let text = cell.raw.text();
                match units::said(&text) {
                    Some(unit) => said.push(UnitSaid::over(cell.at, &text, unit, span(line, cell.at.column))),
                    None if matches!(cell.raw, Raw::Text(_) | Raw::Date(_)) && cell.raw.number().is_none() => {
                        notes.push((cell.at, text.trim().to_string()))
                    }
                    None => {}
                }
            }
        }
        said.extend(self.units_in_headings(block));
        let columns: BTreeSet<u32> = block.columns.values().map(|named| named.at.column).collect();
        while let Some(line) = self.lines.get(last + 1) {
            let cells: Vec<(u32, &Raw)> = line.cells.iter().map(|cell| (cell.at.column, cell.raw)).collect();
            let follows = line.row <= rows(last).saturating_add(MOST_BLANK_ROWS);
            if follows && units::is_row(cells.iter().map(|(_, raw)| *raw)) {
                let unit = |(column, raw): &(u32, &Raw)| {
                    let unit = units::of_a_column(&raw.text())?;
                    Some(UnitSaid::over(Address::new(line.row, *column), &raw.text(), unit, *column..=*column))
                };
                said.extend(cells.iter().filter_map(unit));
            } else if follows && self.speaks_of_columns(block, line) {
                // 'Original' and 'FTE' under the headings are asked about as they are over them.
                under.extend(
                    line.cells.iter().map(|cell| (cell.at, cell.at.column, cell.raw.text().trim().to_string())),
                );
                notes.extend(line.cells.iter().map(|cell| (cell.at, cell.raw.text().trim().to_string())));
            } else if !(follows && numbers_columns(&cells, &columns) && !self.goes_on_counting(last + 1)) {
                break;
            }
            last += 1;
        }
        let numbers_above = block.first.checked_sub(1).and_then(|place| self.lines.get(place)).is_some_and(|line| {
            let cells: Vec<(u32, &Raw)> = line.cells.iter().map(|cell| (cell.at.column, cell.raw)).collect();
            line.row.saturating_add(1) == rows(block.first) && numbers_columns(&cells, &columns)
        });
        let row = rows(block.first.saturating_sub(usize::from(numbers_above)));
        let found = Found {
            known: block.known,
            row,
            rows: rows(last).saturating_sub(row).saturating_add(1),
            columns: block.columns.iter().map(|(id, named)| (id.to_string(), (named.at, named.text.clone()))).collect(),
            twice: block.twice.iter().map(|(id, at)| (id.to_string(), *at)).collect(),
            unknown: block.unknown.clone(),
            aside: block.aside.clone(),
            over: self.over(block).into_iter().chain(under).collect(),
            units: said,
            notes,
            titles: self.titles(block.first).to_vec(),
            is_named: self.is_named(block.known, block.first) == Some(true),
            title_row: self.title_row(block.known, block.first),
        };
        (found, last)
    }

    /// The units that stand by themselves among the cells of headings: another part of the heading may say another one. A unit
    /// may go on in the cell below: '£', then "'000".
    fn units_in_headings(&self, block: &Block<'_>) -> Vec<UnitSaid> {
        let mut said: BTreeMap<Address, UnitSaid> = BTreeMap::new();
        let lines = self.lines.get(block.first..=block.last).unwrap_or_default();
        for named in block.columns.values() {
            let cells = lines.iter().flat_map(|line| line.cells.iter().map(move |cell| (line, cell)));
            let units: Vec<(&Line<'s>, Address, String)> = cells
                .filter(|(_, cell)| named.cells.contains(&cell.at))
                .map(|(line, cell)| (line, cell.at, cell.raw.text()))
                .filter(|(_, _, text)| units::of_a_column(text).is_some())
                .collect();
            let text = units.iter().map(|(_, _, text)| text.trim()).collect::<Vec<_>>().join(" ");
            let together = units::of_a_column(&text);
            for (line, at, text) in units {
                if let Some(unit) = together.or_else(|| units::of_a_column(&text)) {
                    said.entry(at).or_insert_with(|| UnitSaid::over(at, &text, unit, span(line, at.column)));
                }
            }
        }
        said.into_values().collect()
    }
}

/// Words in a row of figures that are not known yet: it is a scheme all the same.
const NOT_YET: [&str; 16] = [
    "tbc",
    "tba",
    "await",
    "awaiting",
    "awaited",
    "see",
    "none",
    "nil",
    "unknown",
    "pending",
    "delayed",
    "not",
    "no",
    "na",
    "confirmed",
    "n",
];

impl Search<'_, '_, '_> {
    /// Whether the row below one that numbers the columns starts with the next number: then both are rows of figures.
    fn goes_on_counting(&self, place: usize) -> bool {
        let numbers = |place: usize| self.lines.get(place).and_then(first_number);
        numbers(place).zip(numbers(place + 1)).is_some_and(|(one, next)| one.checked_add(Decimal::ONE) == Some(next))
    }

    /// Whether a row right under the headings goes on with them: it says of all columns of figures, in words, a period or
    /// letters, what they hold ('As approved', 'Number', 'Q3', '(b-a)'). Words in all of them are no scheme's.
    fn speaks_of_columns(&self, block: &Block<'_>, line: &Line<'_>) -> bool {
        let Some(known) = self.knowns.get(block.known) else { return false };
        let is_figure = |id: &str| known.list.column(id).is_some_and(|column| column.kind.is_figure());
        let figures: Vec<u32> =
            block.columns.iter().filter(|(id, _)| is_figure(id)).map(|(_, named)| named.at.column).collect();
        let is_words = |raw: &Raw| match raw {
            Raw::Text(text) => {
                let words = Heading::words(text);
                words.iter().any(|word| word.contains(char::is_alphabetic))
                    && !words.iter().any(|word| NOT_YET.contains(&word.as_str()))
            }
            _ => false,
        };
        let texts: Vec<String> = figures
            .iter()
            .filter_map(|column| line.cells.iter().find(|cell| cell.at.column == *column))
            .filter(|cell| is_words(cell.raw) || cell.part == Part::Filler && !matches!(cell.raw, Raw::Number(_)))
            .map(|cell| Label::of(&cell.raw.text()).as_str().to_string())
            .collect();
        if texts.len() < 2 || texts.len() < figures.len() || line.cells.iter().any(|cell| cell.part == Part::Figure) {
            return false;
        }
        let names = block.columns.iter().filter(|(id, _)| known.names_items(id));
        let is_named =
            names.map(|(_, named)| named.at.column).any(|at| line.cells.iter().any(|cell| cell.at.column == at));
        let first = texts.first();
        let is_kind =
            |text: &String| matches!(text.as_str(), "number" | "text" | "figure" | "amount" | "money" | "currency");
        !is_named || texts.iter().any(|text| Some(text) != first) || texts.iter().all(is_kind)
    }

    /// The texts over columns that belong to no heading: in the rows of the headings, and in the row right above them where
    /// nothing stands over the names.
    fn over(&self, block: &Block<'_>) -> Vec<(Address, u32, String)> {
        let Some(known) = self.knowns.get(block.known) else { return Vec::new() };
        let labels = block.columns.iter().filter(|(id, _)| known.names_items(id)).map(|(_, named)| named.at.column);
        let Some(label) = labels.min() else { return Vec::new() };
        let first = self.reader.first_over(block.first, Some(label));
        let lines = self.lines.get(first..=block.last).into_iter().flatten();
        let cells = lines.flat_map(|line| line.cells.iter().map(move |cell| (line, cell)));
        let is_over = |(_, cell): &(&Line<'_>, &lines::Cell<'_>)| {
            cell.at.column > label
                && !block.used.contains(&cell.at)
                && matches!(cell.raw, Raw::Text(_))
                && cell.raw.number().is_none()
        };
        cells
            .filter(is_over)
            .map(|(line, cell)| (cell.at, *span(line, cell.at.column).end(), cell.raw.text().trim().to_string()))
            .collect()
    }
}

/// The columns that a text stands over: its own, and those to its right up to the next text of the row.
fn span(line: &Line<'_>, column: u32) -> std::ops::RangeInclusive<u32> {
    let next = line.cells.iter().map(|cell| cell.at.column).find(|known| *known > column);
    column..=next.map_or(u32::MAX, |next| next.saturating_sub(1))
}

/// What a row starts with, if that is a number.
fn first_number(line: &Line<'_>) -> Option<Decimal> {
    line.cells.first()?.raw.number()
}

/// Whether the row numbers the columns and holds nothing else: 1, 2, 3 or (a), (b), (c), one in each column of the table.
fn numbers_columns(cells: &[(u32, &Raw)], columns: &BTreeSet<u32>) -> bool {
    let filled: BTreeSet<u32> = cells.iter().map(|(column, _)| *column).collect();
    if cells.len() < 3 || !columns.is_subset(&filled) {
        return false;
    }
    let numbers = (1..=cells.len()).map(|number| number.to_string());
    let letters = ('a'..='z').take(cells.len()).map(String::from);
    let labels = || cells.iter().map(|(_, raw)| Label::of(&raw.text()));
    let bare = |label: Label| label.as_str().trim_start_matches("column").trim_start_matches("col").trim().to_string();
    let are = |wanted: &mut dyn Iterator<Item = String>| labels().map(bare).eq(wanted);
    are(&mut numbers.into_iter()) || are(&mut letters.into_iter())
}

impl Found {
    /// The row below the headings.
    pub(super) fn first_row(&self) -> u32 {
        self.row.saturating_add(self.rows)
    }

    /// Where the table above it ends: at its title, if the form names that.
    pub(super) fn top(&self) -> u32 {
        self.title_row.unwrap_or(self.row)
    }

    /// Do the columns stand where the other heading row has them?
    pub(super) fn same_layout(&self, other: &Found) -> bool {
        let layout = |found: &Found| -> BTreeSet<(String, u32)> {
            found.columns.iter().map(|(id, (at, _))| (id.clone(), at.column)).collect()
        };
        self.known == other.known && layout(self) == layout(other)
    }
}
