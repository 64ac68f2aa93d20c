//! Where a table of the report stands in the workbook: its sheet, its columns, the addresses of its cells.

use std::collections::BTreeSet;

use super::layout::{Column, Layout};
use super::names::{Names, headings};
use super::plain::clean;
use crate::filled::substitute;
use crate::names::one_line;
use crate::report::{Cell, Holds, Meta, Origin, Row, RowKind, Table};
use crate::source::Address;

/// A table of the report with its place in the workbook.
pub(super) struct Placed<'a> {
    pub(super) table: &'a Table,
    pub(super) layout: Layout,
    /// The sheet's column of each of the table's, from 0; `None` for one that is left out.
    across: Vec<Option<u32>>,
}

impl<'a> Placed<'a> {
    pub(super) fn new(table: &'a Table, meta: &Meta, names: &mut Names) -> Self {
        let every = || 0..table.columns.len();
        let leaves_out = table.is_of_the_program() && every().any(|column| !is_blank(table, column));
        let is_out = |column: usize| {
            let said = table.columns.get(column).is_some_and(|column| column.left_out);
            said || leaves_out && is_blank(table, column)
        };
        let shown: Vec<usize> = every().filter(|column| !is_out(*column)).collect();
        let place = |column: usize| shown.iter().position(|shown| *shown == column);
        let across = every().map(|column| place(column).and_then(|place| u32::try_from(place).ok())).collect();
        let headings = headings(
            shown.iter().filter_map(|column| table.columns.get(*column)).map(|column| column.heading.as_str()),
        );
        let columns = headings.into_iter().zip(&shown).map(|(heading, index)| column(table, *index, heading)).collect();
        let mut layout = Layout {
            sheet: names.sheet(&table.sheet),
            table: names.table(&table.id),
            description: clean(&table.description),
            title: if clean(&table.title).trim().is_empty() { clean(&table.id) } else { clean(&table.title) },
            stage: meta.stage,
            lines: Vec::new(),
            columns,
            label: label(table).and_then(place).unwrap_or(0),
        };
        let lines = std::iter::once(table.description.clone()).chain(table.notes.iter().cloned());
        layout.set_lines(lines.chain(blank_columns(table, &meta.words.sheet_none_under)));
        let mut placed = Placed { table, layout, across };
        let cut_off = placed.layout.cut_off(table.rows.iter().map(|row| placed.texts(row)));
        placed.layout.say_cut_off(cut_off);
        placed
    }

    /// The address of a cell of the table; `None` in a column that is left out.
    pub(super) fn address(&self, row: usize, column: usize) -> Option<Address> {
        Some(Address::new(self.row(row), self.across.get(column).copied()??))
    }

    /// The sheet's row of a row of the table.
    pub(super) fn row(&self, row: usize) -> u32 {
        u32::try_from(row).unwrap_or(u32::MAX).saturating_add(self.layout.first_row())
    }

    /// The heading, as it stands on the sheet, of a column of the table.
    pub(super) fn heading(&self, column: usize) -> &str {
        let across =
            self.across.get(column).copied().flatten().and_then(|across| self.layout.columns.get(across as usize));
        across.map_or("", |column| column.heading.as_str())
    }

    /// The texts of a row, by the sheet's columns.
    pub(super) fn texts<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = &'r str> {
        row.cells.iter().zip(&self.across).filter(|(_, across)| across.is_some()).map(|(cell, _)| cell.text())
    }

    /// The sheet's name as it stands before an address: `'Living at Home'!`
    pub(super) fn sheet_in_formula(&self) -> String {
        format!("'{}'!", self.layout.sheet.replace('\'', "''"))
    }
}

/// Whether nothing stands in a column, and nothing was looked for there.
fn is_blank(table: &Table, column: usize) -> bool {
    let is_blank = |cell: &Cell| {
        cell.number().is_none() && matches!(cell.origin, Origin::Label) && clean(cell.text()).trim().is_empty()
    };
    !table.rows.is_empty() && table.rows.iter().all(|row| row.cells.get(column).is_none_or(is_blank))
}

/// Says which columns of the council's own table are blank in every row: they stand there as the form has them.
fn blank_columns(table: &Table, words: &str) -> Option<String> {
    if table.is_of_the_program() || table.is_data() || table.rows.is_empty() {
        return None;
    }
    let blank = |column: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(column));
        cells.all(|cell| cell.number().is_none() && clean(cell.text()).trim().is_empty())
    };
    let stands = table.columns.iter().enumerate().filter(|(_, column)| !column.left_out);
    let headings = stands.filter(|(column, _)| blank(*column));
    let headings: Vec<String> = headings.map(|(_, column)| format!("'{}'", one_line(&column.heading))).collect();
    let columns = headings.join(", ");
    (!headings.is_empty()).then(|| substitute(words, |name| (name == "columns").then(|| columns.clone())))
}

/// The column that says which row it is: the one of names that tells most items apart, and the first of such.
fn label(table: &Table) -> Option<usize> {
    let names = |(column, of): (usize, &crate::report::Column)| (of.holds == Holds::Label).then_some(column);
    let labels: Vec<usize> = table.columns.iter().enumerate().filter_map(names).collect();
    let told_apart = |column: &usize| {
        let items = table.rows.iter().filter(|row| row.kind == RowKind::Item);
        items.filter_map(|row| row.cells.get(*column)).map(Cell::text).collect::<BTreeSet<_>>().len()
    };
    labels.into_iter().rev().max_by_key(told_apart)
}

/// A column of the sheet, as wide as what it holds asks for.
fn column(table: &Table, column: usize, heading: String) -> Column {
    let holds = table.columns.get(column).map_or(Holds::Text, |column| column.holds);
    let texts = || table.rows.iter().filter_map(|row| row.cells.get(column)).map(Cell::text);
    let longest = |of: &dyn Fn(&str) -> usize| texts().map(of).max().unwrap_or(0);
    let line = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let width = match holds {
        Holds::Label => longest(&line).clamp(18, 42),
        Holds::Figure => (longest(&line) + 2).clamp(13, 20),
        Holds::Status => (longest(&line) + 2).clamp(12, 20),
        // So that the longest text stays well under the height that a row can have.
        Holds::Text => longest(&line).clamp(16, 45).max((longest(&str::len) / 22).min(WIDEST)),
    };
    let word = heading.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let width = u16::try_from(width.max((word + 3).min(30))).unwrap_or(30);
    Column { heading, width, figures: holds == Holds::Figure }
}

/// The most characters of a column of running text: those of a page that can still be read.
const WIDEST: usize = 200;
