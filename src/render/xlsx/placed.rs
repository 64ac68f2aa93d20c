//! Where a table of the report stands in the workbook: its sheet, its columns, the addresses of its cells.

use super::layout::{Column, Layout};
use super::names::{Names, headings};
use super::plain::clean;
use crate::report::{Cell, Holds, Stage, Table};
use crate::source::Address;

/// A table of the report with its place in the workbook.
pub(super) struct Placed<'a> {
    pub(super) table: &'a Table,
    pub(super) layout: Layout,
}

impl<'a> Placed<'a> {
    pub(super) fn new(table: &'a Table, stage: Stage, names: &mut Names) -> Self {
        let headings = headings(table.columns.iter().map(|column| column.heading.as_str()));
        let mut layout = Layout {
            sheet: names.sheet(&table.sheet),
            table: names.table(&table.id),
            description: clean(&table.description),
            title: if clean(&table.title).trim().is_empty() { clean(&table.id) } else { clean(&table.title) },
            stage,
            lines: Vec::new(),
            columns: headings.into_iter().enumerate().map(|(index, heading)| column(table, index, heading)).collect(),
        };
        layout.set_lines(std::iter::once(table.description.clone()).chain(table.notes.iter().cloned()));
        Placed { table, layout }
    }

    /// The address of a cell of the table.
    pub(super) fn address(&self, row: usize, column: usize) -> Address {
        let row = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(self.layout.first_row());
        Address::new(row, u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// The sheet's name as it stands before an address: `'Living at Home'!`
    pub(super) fn sheet_in_formula(&self) -> String {
        format!("'{}'!", self.layout.sheet.replace('\'', "''"))
    }
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
        Holds::Text => longest(&line).clamp(16, 45).max((longest(&str::len) / 22).min(110)),
    };
    let word = heading.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let width = u16::try_from(width.max((word + 3).min(30))).unwrap_or(30);
    Column { heading, width, figures: holds == Holds::Figure }
}
