//! A sheet for a table of the report.

use rust_xlsxwriter::{FormatAlign, Formula, Workbook};

use super::formula::{self, Live};
use super::layout::{self, Column, Layout, clean};
use super::names::{Names, headings};
use super::{Book, XlsxError, style};
use crate::report::{Cell, Expression, Holds, Origin, Row, RowKind, Table};
use crate::source::Address;

/// A table of the report with its place in the workbook.
pub(super) struct Placed<'a> {
    pub(super) table: &'a Table,
    pub(super) layout: Layout,
}

impl<'a> Placed<'a> {
    pub(super) fn new(table: &'a Table, draft: bool, names: &mut Names) -> Self {
        let headings = headings(table.columns.iter().map(|column| column.heading.as_str()));
        let mut layout = Layout {
            sheet: names.sheet(&table.sheet),
            table: names.table(&table.id),
            description: clean(&table.description),
            title: if clean(&table.title).trim().is_empty() { clean(&table.id) } else { clean(&table.title) },
            draft,
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
    let texts = || table.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.text.as_str());
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

/// Writes the table's sheet.
pub(super) fn write(workbook: &mut Workbook, book: &Book<'_>, here: usize) -> Result<(), XlsxError> {
    let Some(placed) = book.tables.get(here) else { return Ok(()) };
    let sheet = placed.layout.open(workbook, book, placed.table.rows.len())?;
    for (index, row) in placed.table.rows.iter().enumerate() {
        let bold = row.kind != RowKind::Item;
        let texts = row.cells.iter().map(|cell| cell.text.as_str());
        placed.layout.fit_height(sheet, placed.address(index, 0).row, bold, texts)?;
        for (across, column) in placed.table.columns.iter().enumerate() {
            let at = placed.address(index, across);
            let (down, across_sheet) = (at.row, u16::try_from(at.column).unwrap_or(u16::MAX));
            let Some(cell) = row.cells.get(across) else { continue };
            let format = style::cell(row.kind, cell.tone);
            // A word beside a column of figures keeps its distance to them.
            let format = if column.holds == Holds::Status { format.set_align(FormatAlign::Center) } else { format };
            let figure = formula::figure(cell);
            let format = match figure {
                Some((_, ending)) => format.set_num_format(style::number_format(cell.format, &cell.text, ending)),
                None if column.holds == Holds::Figure => format.set_align(FormatAlign::Right),
                None => format,
            };
            let live = computed(cell).and_then(|expression| formula::live(book, here, cell, expression));
            match (live, figure) {
                (Some(Live { formula, result }), _) => {
                    let formula = Formula::new(formula).set_result(result);
                    sheet.write_formula_with_format(down, across_sheet, formula, &format)?;
                }
                (None, Some((figure, _))) => {
                    sheet.write_number_with_format(down, across_sheet, layout::number(figure), &format)?;
                }
                (None, None) if across == 0 && is_blank(row) => {
                    // A row without any content would end the table for a reader that moves by blocks.
                    layout::text(sheet, down, across_sheet, "(nothing entered)", &format)?;
                }
                (None, None) => layout::text(sheet, down, across_sheet, &cell.text, &format)?,
            }
        }
    }
    Ok(())
}

fn computed(cell: &Cell) -> Option<&Expression> {
    match &cell.origin {
        Origin::Computed(expression) => Some(expression),
        _ => None,
    }
}

fn is_blank(row: &Row) -> bool {
    row.cells.iter().all(|cell| cell.number.is_none() && clean(&cell.text).trim().is_empty())
}
