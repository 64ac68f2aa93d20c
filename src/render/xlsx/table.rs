//! A sheet for a table of the report.

use rust_xlsxwriter::{FormatAlign, Formula, Workbook};

use super::formula::{self, Live};
use super::layout;
use super::plain::clean;
use super::{Book, XlsxError, style};
use crate::report::{Cell, CellValue, Expression, Holds, Origin, Row, RowKind};

/// Writes the table's sheet.
pub(super) fn write(workbook: &mut Workbook, book: &Book<'_>, here: usize) -> Result<(), XlsxError> {
    let Some(placed) = book.tables.get(here) else { return Ok(()) };
    let sheet = placed.layout.open(workbook, book, placed.table.rows.len())?;
    for (index, row) in placed.table.rows.iter().enumerate() {
        let bold = row.kind != RowKind::Item;
        let down = placed.row(index);
        placed.layout.fit_height(sheet, down, bold, placed.texts(row))?;
        let mut behind_figure = false;
        for (across, column) in placed.table.columns.iter().enumerate() {
            let Some(at) = placed.address(index, across) else { continue };
            let across_sheet = u16::try_from(at.column).unwrap_or(u16::MAX);
            let Some(cell) = row.cells.get(across) else { continue };
            let format = style::cell(row.kind, cell.tone);
            // A word beside a column of figures keeps its distance to them.
            let format = if column.holds == Holds::Status { format.set_align(FormatAlign::Center) } else { format };
            let format = match &cell.value {
                CellValue::Number { format: shown, .. } => {
                    format.set_num_format(style::number_format(*shown, &book.report.meta.words.points))
                }
                _ if column.holds == Holds::Figure => format.set_align(FormatAlign::Right),
                // It would touch the figure before it.
                _ if behind_figure && column.holds != Holds::Status => style::behind_figure(format),
                _ => format,
            };
            behind_figure = column.holds == Holds::Figure;
            let live = computed(cell).and_then(|expression| formula::live(book, here, cell, expression));
            match (live, cell.number()) {
                (Some(Live { formula, result }), _) => {
                    let formula = Formula::new(formula).set_result(result);
                    sheet.write_formula_with_format(down, across_sheet, formula, &format)?;
                }
                (None, Some(figure)) => {
                    sheet.write_number_with_format(down, across_sheet, layout::number(figure), &format)?;
                }
                (None, None) if across_sheet == 0 && is_blank(row) => {
                    // A row without any content would end the table for a reader that moves by blocks.
                    layout::text(sheet, down, across_sheet, &book.report.meta.words.sheet_nothing, &format)?;
                }
                (None, None) => layout::text(sheet, down, across_sheet, cell.text(), &format)?,
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
    row.cells.iter().all(|cell| cell.number().is_none() && clean(cell.text()).trim().is_empty())
}
