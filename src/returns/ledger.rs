//! The ledger of what was sent: the part that each non-blank cell of each sheet plays. It is drawn up after reading, from what
//! reading gives, so that nothing can be read without standing in it, nor be passed over without being seen.

mod amount;

pub use amount::{count_from_one, holds_figure, is_figure, is_nil};

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::areas::{Areas, is_label};
use super::figure_cell::{self, Found};
use super::grid::{Raw, Sheet};
use super::rows::{is_numbered, is_signed, names_row};
use super::{File, ReturnTable, Returns, RowKind, Trouble};
use crate::form::{Form, List, TotalOrigin};
use crate::names::Label;
use crate::period::dates_in;
use crate::source::{Address, Place};

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A heading of the table; of a column, or of none that the form knows.
    Heading,
    /// A cell of an item, or of a line that only balances.
    Item,
    /// A cell of a subtotal.
    Subtotal,
    /// A cell of the table's total.
    Total,
    /// It names a service area or a group of rows.
    Area,
    /// It says in what unit the figures are.
    Unit,
    /// It says for when the figures are.
    Period,
    /// A title above the table, without an amount in it.
    Title,
    /// A note below or between the rows of the table, without an amount in it.
    Note,
    /// A figure of the appendix as a whole, its label or its date.
    Figure,
    /// It could not be read, or was left out, and is told.
    Told,
    /// Nothing was made of it.
    NotUsed,
}

impl Part {
    /// Its name for people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Part::Heading => "heading",
            Part::Item => "item",
            Part::Subtotal => "subtotal",
            Part::Total => "total",
            Part::Area => "area",
            Part::Unit => "unit",
            Part::Period => "period",
            Part::Title => "title",
            Part::Note => "note",
            Part::Figure => "figure",
            Part::Told => "told",
            Part::NotUsed => "not used",
        }
    }

    /// Whether something was made of it. All else must be told.
    pub fn is_used(self) -> bool {
        !matches!(self, Part::Told | Part::NotUsed)
    }
}

/// Which column of the form, or which of its figures, a cell is read as: by their places in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReadAs {
    Column { list: u16, column: u16 },
    Figure(u16),
}

/// A cell that holds something, and the part it plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Where on its sheet.
    pub at: Address,
    /// Its part.
    pub part: Part,
    /// The kind of row it stands in, in a table.
    pub row: Option<RowKind>,
    read_as: Option<ReadAs>,
}

impl Entry {
    /// A cell that plays a part, read as no column.
    pub fn of(at: Address, part: Part) -> Self {
        Entry { at, part, row: None, read_as: None }
    }

    /// The id of the column that the cell is read as, or that it heads; of a figure of the appendix as a whole, its id.
    pub fn column<'a>(&self, form: &'a Form) -> Option<&'a str> {
        match self.read_as? {
            ReadAs::Column { list, column } => {
                let list = form.lists.get(usize::from(list))?;
                list.columns.get(usize::from(column)).map(|column| column.id.as_str())
            }
            ReadAs::Figure(figure) => form.figures.get(usize::from(figure)).map(|figure| figure.column.id.as_str()),
        }
    }
}

/// The cells of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetLedger {
    /// One entry for each cell that holds something, by row, then column.
    pub entries: Vec<Entry>,
    /// Whether anything of the sheet was read: a table, or a figure of the appendix as a whole.
    pub is_read: bool,
    /// The cells outside the rows of tables from which an area, a period or a unit was read, by row, then column: each table of a sheet
    /// asks for them, and a sheet may hold thousands.
    pub titles: Vec<Address>,
}

impl SheetLedger {
    fn of(sheet: &Sheet) -> Self {
        let entries = sheet.cells.keys().map(|at| Entry::of(*at, Part::NotUsed));
        SheetLedger { entries: entries.collect(), is_read: false, titles: Vec::new() }
    }

    fn at(&mut self, at: Address) -> Option<&mut Entry> {
        let index = self.entries.binary_search_by_key(&at, |entry| entry.at).ok()?;
        self.entries.get_mut(index)
    }

    /// The entries of the rows from `first` to `last`.
    pub fn rows(&self, first: u32, last: u32) -> &[Entry] {
        let from = self.entries.partition_point(|entry| entry.at.row < first);
        let to = self.entries.partition_point(|entry| entry.at.row <= last);
        self.entries.get(from..to).unwrap_or_default()
    }
}

/// The ledger of a period's files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// For each file, in the order of [`Returns::files`], its sheets in their order.
    pub files: Vec<Vec<SheetLedger>>,
}

impl Ledger {
    /// What stands on the sheet that a place is on.
    pub fn on(&self, returns: &Returns, at: &Place) -> Option<&SheetLedger> {
        let file = returns.files.iter().position(|file| file.path == at.file)?;
        let sheet = returns.files.get(file)?.sheets.iter().position(|sheet| Some(&sheet.name) == at.sheet.as_ref())?;
        self.files.get(file)?.get(sheet)
    }

    /// Draws it up.
    pub fn of(form: &Form, returns: &Returns) -> Ledger {
        let areas = Areas::new(form);
        let mut ledger = Ledger {
            files: returns.files.iter().map(|file| file.sheets.iter().map(SheetLedger::of).collect()).collect(),
        };
        let mut sheets: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
        for (index, file) in returns.files.iter().enumerate() {
            for (number, sheet) in file.sheets.iter().enumerate() {
                sheets.entry((&file.path, &sheet.name)).or_insert((index, number));
            }
        }
        let located = |place: &Place| sheets.get(&(&*place.file, place.sheet.as_deref()?)).copied();
        for table in &returns.tables {
            let Some((file, number)) = located(&table.at) else { continue };
            let (Some(sent), Some(entries)) = (returns.files.get(file), ledger.sheet(file, number)) else { continue };
            let Some(sheet) = sent.sheets.get(number) else { continue };
            entries.is_read = true;
            Drawing { form, areas: &areas, returns, file: sent, sheet, table }.table(entries);
        }
        for (figure, number) in form.figures.iter().zip(0_u16..) {
            let found = figure.cell.as_ref().and_then(|cell| figure_cell::find(returns, cell));
            let Some(Found::Value { label, at, as_at, .. }) = found else { continue };
            let Some((file, sheet)) = located(&at) else { continue };
            let Some(entries) = ledger.sheet(file, sheet) else { continue };
            entries.is_read = true;
            let date = as_at.filter(|_| figure.as_at.is_none()).map(|(cell, _)| cell);
            for cell in [label.cell, at.cell, date].into_iter().flatten() {
                if let Some(entry) = entries.at(cell).filter(|entry| !entry.part.is_used() || entry.row.is_none()) {
                    *entry = Entry { part: Part::Figure, read_as: Some(ReadAs::Figure(number)), ..*entry };
                }
            }
        }
        // A sheet that is read for such figures alone has no table: what else stands there in words is said of them.
        let with_table: BTreeSet<(usize, usize)> =
            returns.tables.iter().filter_map(|table| located(&table.at)).collect();
        for (index, file) in returns.files.iter().enumerate() {
            for (number, sheet) in
                file.sheets.iter().enumerate().filter(|(number, _)| !with_table.contains(&(index, *number)))
            {
                let Some(entries) = ledger.sheet(index, number).filter(|entries| entries.is_read) else { continue };
                for (entry, raw) in entries.entries.iter_mut().zip(sheet.cells.values()) {
                    if entry.part == Part::NotUsed && matches!(raw, Raw::Text(_)) && !holds_figure(raw) {
                        entry.part = Part::Note;
                    }
                }
            }
        }
        for trouble in &returns.troubles {
            let is_left_out = |part: Part| match trouble {
                Trouble::UnreadableValue { .. } => true,
                _ => part == Part::NotUsed || part == Part::Heading,
            };
            for place in about(trouble) {
                let (Some((file, sheet)), Some(cell)) = (located(place), place.cell) else { continue };
                let entry = ledger.sheet(file, sheet).and_then(|entries| entries.at(cell));
                if let Some(entry) = entry.filter(|entry| is_left_out(entry.part)) {
                    entry.part = Part::Told;
                }
            }
        }
        for entries in ledger.files.iter_mut().flatten() {
            let is_title = |part: Part| matches!(part, Part::Area | Part::Period | Part::Unit);
            let titles = entries.entries.iter().filter(|entry| entry.row.is_none() && is_title(entry.part));
            entries.titles = titles.map(|entry| entry.at).collect();
        }
        ledger
    }

    fn sheet(&mut self, file: usize, sheet: usize) -> Option<&mut SheetLedger> {
        self.files.get_mut(file)?.get_mut(sheet)
    }
}

/// The cells that a trouble says were left out or not understood.
fn about(trouble: &Trouble) -> Vec<&Place> {
    match trouble {
        Trouble::SpareRows { cells, .. } => cells.iter().collect(),
        Trouble::StrayFigures { at, cells, .. } => std::iter::once(at).chain(cells).collect(),
        Trouble::UnitContradicts { at, more, .. } => std::iter::once(at).chain(more).collect(),
        Trouble::OtherPeriod { said, .. } => said.iter().map(|said| &said.at).collect(),
        Trouble::BelowTotal { rows, .. } => {
            rows.iter().flat_map(|row| std::iter::once(&row.at).chain(&row.cells)).collect()
        }
        Trouble::HeadingsBeyondLevels { headings, .. } => headings.iter().map(|(at, _)| at).collect(),
        Trouble::OtherArea { at, .. }
        | Trouble::NilReturn { at, .. }
        | Trouble::UnknownColumn { at, .. }
        | Trouble::TwoColumns { at, .. }
        | Trouble::ColumnsAside { at, .. }
        | Trouble::WordsOver { at, .. }
        | Trouble::NamesUnheaded { at, .. }
        | Trouble::StrayText { at, .. }
        | Trouble::UnreadableValue { at, .. } => vec![at],
        _ => Vec::new(),
    }
}

/// A table while its cells are entered.
struct Drawing<'a> {
    form: &'a Form,
    areas: &'a Areas<'a>,
    returns: &'a Returns,
    file: &'a File,
    sheet: &'a Sheet,
    table: &'a ReturnTable,
}

impl Drawing<'_> {
    fn table(&self, entries: &mut SheetLedger) {
        let columns = self.columns();
        self.headings(entries, &columns);
        self.rows(entries, &columns);
        self.around(entries);
        self.groups(entries);
    }

    /// What each column of the list is entered as.
    fn columns(&self) -> BTreeMap<&str, ReadAs> {
        let lists = self.form.lists.iter().zip(0_u16..);
        let found = lists.filter(|(list, _)| list.id == self.table.list);
        let columns = found.flat_map(|(list, number)| {
            let columns = list.columns.iter().zip(0_u16..);
            columns.map(move |(column, index)| (column.id.as_str(), ReadAs::Column { list: number, column: index }))
        });
        columns.collect()
    }

    fn headings(&self, entries: &mut SheetLedger, columns: &BTreeMap<&str, ReadAs>) {
        let heads: BTreeMap<u32, ReadAs> = self
            .table
            .headings
            .iter()
            .filter_map(|(id, (at, _))| Some((at.column, *columns.get(id.as_str())?)))
            .collect();
        for (first, behind) in &self.table.heading_rows {
            let cells = self.sheet.cells.range(Address::new(*first, 0)..Address::new(*behind, 0));
            for (at, raw) in cells {
                let of = heads.get(&at.column).copied();
                // A number or an amount that heads no column is none.
                if of.is_some() || !matches!(raw, Raw::Number(_) | Raw::Error(_)) && !holds_figure(raw) {
                    enter(entries, *at, Part::Heading, None, of);
                }
            }
        }
    }

    fn rows(&self, entries: &mut SheetLedger, columns: &BTreeMap<&str, ReadAs>) {
        for row in &self.table.rows {
            let part = match row.kind {
                RowKind::Item | RowKind::Balancing | RowKind::Part => Part::Item,
                RowKind::LeftOut => Part::Told,
                RowKind::Subtotal => Part::Subtotal,
                RowKind::Total => Part::Total,
            };
            // A value that stands inside another column's cell does not name that cell.
            let list = self.form.list(&self.table.list);
            let is_within =
                |id: &str| list.and_then(|list| list.column(id)).is_some_and(|column| column.within.is_some());
            let (within, own): (Vec<_>, Vec<_>) = row.cells.iter().partition(|(id, _)| is_within(id));
            let is_text = |id: &str| {
                let column = list.and_then(|list| list.column(id));
                column.is_some_and(|column| {
                    !column.kind.is_figure() && column.totals_in().is_none() && column.total == TotalOrigin::None
                })
            };
            let totals = list.map(totals_in).unwrap_or_default();
            for (id, cell) in within.into_iter().chain(own) {
                let Some(at) = cell.at.cell else { continue };
                let names = list.is_none_or(|list| *id == list.label || *id == list.key);
                // Words beside a total are printed nowhere; an amount among them must be told.
                let is_remark = matches!(row.kind, RowKind::Total | RowKind::Subtotal)
                    && is_text(id)
                    && !names
                    && !totals.contains(&id.as_str());
                let amount = || self.sheet.cells.get(&at).is_some_and(holds_figure);
                match is_remark {
                    true if amount() => {}
                    true => enter(entries, at, Part::Note, Some(row.kind), columns.get(id.as_str()).copied()),
                    false => enter(entries, at, part, Some(row.kind), columns.get(id.as_str()).copied()),
                }
            }
            let Some(first) = row.at.cell else { continue };
            // The label of a total may stand outside the table's columns, where its own column has none.
            let has_label =
                list.is_none_or(|list| !row.text(&list.label).is_empty() || !row.text(&list.key).is_empty());
            if part != Part::Item && !has_label {
                let across =
                    self.sheet.cells.range(Address::new(first.row, 0)..Address::new(first.row.saturating_add(1), 0));
                for (at, raw) in across {
                    let names = |list| {
                        let form = self.form.returns.get(self.table.form)?;
                        Some(names_row(list, form, &self.table.headings, at.column, &raw.text()))
                    };
                    let names = row.kind == RowKind::LeftOut || list.and_then(names).unwrap_or(true);
                    let is_free = names && entries.at(*at).is_some_and(|entry| entry.part == Part::NotUsed);
                    if is_free && matches!(raw, Raw::Text(_)) && !holds_figure(raw) {
                        enter(entries, *at, part, Some(row.kind), None);
                    }
                }
            }
        }
    }

    /// Titles and notes. Running text with an amount in it is no part of the papers, so it is not used and must be told.
    fn around(&self, entries: &mut SheetLedger) {
        let start = self.start();
        for (at, text) in &self.table.notes {
            let Some(raw) = self.sheet.cells.get(at) else { continue };
            if !holds_figure(raw) {
                enter(entries, *at, self.said(text, at.row < start), None, None);
            }
        }
        let form = self.form.period(self.returns.period);
        let days: Vec<Date> = form.into_iter().flat_map(|form| [form.as_at, form.meeting]).flatten().collect();
        let mut noted: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for (at, text) in &self.table.notes {
            noted.entry(at.row).or_default().push(text);
        }
        let last = self.table.rows.iter().filter_map(|row| row.at.cell).map(|at| at.row).max().unwrap_or(start);
        for (row, texts) in noted {
            let below = |says: fn(&str) -> bool| row > last && texts.iter().any(|text| says(text));
            let (signed, numbered) = (below(is_signed), below(is_numbered));
            let across = self.sheet.cells.range(Address::new(row, 0)..Address::new(row.saturating_add(1), 0));
            for (at, raw) in across {
                match raw {
                    // The day of the figures, as the form has it, confirms them; any other must be told.
                    Raw::Date(date) if days.contains(date) => enter(entries, *at, Part::Period, None, None),
                    Raw::Date(_) if signed => enter(entries, *at, Part::Note, None, None),
                    _ if raw.number().is_some() && numbered && texts.len() == 1 => {
                        enter(entries, *at, Part::Note, None, None)
                    }
                    _ => {}
                }
            }
        }
    }

    /// The first row of the table.
    fn start(&self) -> u32 {
        let heading = self.table.heading_rows.iter().map(|(first, _)| *first).min();
        heading.or_else(|| self.table.rows.first()?.at.cell.map(|at| at.row)).unwrap_or_default()
    }

    /// What a title or note speaks of.
    fn said(&self, text: &str, above: bool) -> Part {
        let named = self.areas.in_line(text);
        let is_its = match &self.file.area {
            Some(area) => named == Some(area),
            None => named.is_some(),
        };
        if is_its || is_label(text) {
            Part::Area
        } else if !above {
            Part::Note
        } else if text.contains('£') || text.to_lowercase().contains("thousands of pounds") {
            Part::Unit
        } else if !dates_in(text).is_empty() || says_period(text) {
            Part::Period
        } else {
            Part::Title
        }
    }

    /// Rows that only open a group are no rows of the table; the rows below them stand in the group.
    fn groups(&self, entries: &mut SheetLedger) {
        let groups = self.table.rows.iter().flat_map(|row| &row.groups).map(|group| Label::of(group));
        let groups: BTreeSet<Label> = groups.collect();
        let areas: BTreeSet<&str> = self.table.rows.iter().filter_map(|row| row.area.as_deref()).collect();
        let rows = self.table.rows.iter().filter_map(|row| row.at.cell).map(|at| at.row);
        let (first, last) = (self.start(), rows.max().unwrap_or_default());
        let from = entries.entries.partition_point(|entry| entry.at.row < first);
        for entry in entries.entries.iter_mut().skip(from).take_while(|entry| entry.at.row <= last) {
            if !matches!(entry.part, Part::NotUsed | Part::Note) {
                continue;
            }
            let Some(Raw::Text(text)) = self.sheet.cells.get(&entry.at) else { continue };
            let names_group = groups.contains(&Label::of(text));
            let heads = || {
                self.areas.group_named(text).is_some()
                    || self.areas.named(text).is_some_and(|area| areas.contains(area))
            };
            if names_group || heads() {
                entry.part = Part::Area;
            }
        }
    }
}

/// The columns of a list in whose cells others state their totals.
fn totals_in(list: &List) -> BTreeSet<&str> {
    list.columns.iter().filter_map(|column| column.totals_in()).collect()
}

fn enter(entries: &mut SheetLedger, at: Address, part: Part, row: Option<RowKind>, read_as: Option<ReadAs>) {
    if let Some(entry) = entries.at(at) {
        *entry = Entry { at, part, row, read_as };
    }
}

/// Whether a short title speaks of a quarter, a period or an outturn.
fn says_period(text: &str) -> bool {
    let label = Label::of(text);
    ["quarter", "period", "outturn", "month"].into_iter().any(|word| label.holds_words(word))
}

#[cfg(test)]
mod tests;
