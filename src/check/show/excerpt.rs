//! The cells around a fault, as a small grid.

use super::sheets::Sheets;
use super::{Manner, Paint, plain};
use crate::finding::{Family, Finding};
use crate::names::one_line;
use crate::returns::{ReturnTable, Row};
use crate::source::{Address, column_letters};

/// Rows shown above and below the fault.
const ROWS_AROUND: usize = 2;

/// Columns shown besides the row's label: the one at fault and those it is held against.
const COLUMNS: usize = 4;

/// Characters of a cell shown at most, and at least where the terminal is narrow.
const WIDTH: usize = 44;
const NARROWEST: usize = 9;

/// Characters of '123456 |' before the cells of a line, and of ' | ' and '> <' around each.
const LINE_NUMBER: usize = 8;
const AROUND: usize = 5;

/// The grid, each line ending in a line feed; empty if the finding is about no cell of a table.
pub(super) fn excerpt(finding: &Finding, sheets: &Sheets<'_>, manner: Manner, paint: Paint) -> String {
    if finding.family == Family::Privacy {
        return String::new();
    }
    match sheets.located(&finding.at) {
        Some((sent, index, cell)) => table(finding, sent, (index, cell), sheets, manner, paint),
        None => String::new(),
    }
}

fn table(
    finding: &Finding,
    sent: &ReturnTable,
    (index, cell): (usize, Address),
    sheets: &Sheets<'_>,
    manner: Manner,
    paint: Paint,
) -> String {
    let columns = columns(finding, sent, cell);
    let room = room(manner, columns.len());
    let first = index.saturating_sub(ROWS_AROUND);
    let last = index.saturating_add(ROWS_AROUND).min(sent.rows.len().saturating_sub(1));
    // A sheet may print no headings; then those of the form stand over the excerpt, and no row has them.
    let is_heading = |row: &u32| !sheets.has_row(sent, *row);
    let heading_row = sent.headings.values().map(|(at, _)| at.row).min().filter(is_heading);
    let headings: Vec<String> = columns
        .iter()
        .map(|column| {
            let heading = sent.headings.values().find(|(at, _)| at.column == *column);
            heading.map(|(_, text)| shortened(text, None, room)).unwrap_or_default()
        })
        .collect();
    let rows: Vec<(&Row, Vec<String>)> = sent
        .rows
        .iter()
        .skip(first)
        .take(last + 1 - first)
        .map(|row| {
            let cells = columns.iter().map(|column| {
                if row.at.cell.is_some_and(|at| at.row == cell.row) && *column == cell.column {
                    format!("> {} <", text_of(row, *column, finding.stated_text.as_deref(), sheets, room))
                } else {
                    text_of(row, *column, None, sheets, room)
                }
            });
            (row, cells.collect())
        })
        .collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let cells = rows.iter().filter_map(|(_, cells)| cells.get(place)).chain(headings.get(place));
            let widest = cells.map(|text| text.chars().count()).max().unwrap_or(0);
            widest.max(column_letters(*column).len())
        })
        .collect();
    let mut text = String::new();
    let line = |number: String, cells: &[String]| {
        let mut row = format!("{number:>6} |");
        for (cell, width) in cells.iter().zip(&widths) {
            let blanks = " ".repeat(width.saturating_sub(cell.chars().count()));
            row.push_str(&format!(" {cell}{blanks} |"));
        }
        row
    };
    let letters: Vec<String> = columns.iter().map(|column| column_letters(*column)).collect();
    text.push_str(&format!("{}\n", paint.dim(&line(String::new(), &letters))));
    let number = heading_row.map(|row| (u64::from(row) + 1).to_string()).unwrap_or_default();
    text.push_str(&format!("{}\n", paint.dim(&line(number, &headings))));
    let mut before = heading_row;
    for (row, cells) in rows {
        let Some(at) = row.at.cell else { continue };
        if before.is_some_and(|before| at.row > before.saturating_add(1)) {
            text.push_str(&format!("{}\n", paint.dim("   ... |")));
        }
        before = Some(at.row);
        let number = (u64::from(at.row) + 1).to_string();
        if at.row == cell.row {
            text.push_str(&format!("{}\n", paint.bold(&line(number, &cells))));
        } else {
            text.push_str(&format!("{}\n", line(number, &cells)));
        }
    }
    text
}

/// The columns shown, left to right: the first of the table (it names the row), the fault's, and those of related cells in
/// the same row.
fn columns(finding: &Finding, sent: &ReturnTable, cell: Address) -> Vec<u32> {
    let mut columns = vec![cell.column];
    let related =
        finding.related.iter().filter(|place| place.file == finding.at.file && place.sheet == finding.at.sheet);
    for place in related.filter_map(|place| place.cell).filter(|place| place.row == cell.row) {
        if columns.len() < COLUMNS && !columns.contains(&place.column) {
            columns.push(place.column);
        }
    }
    if let Some(label) = sent.headings.values().map(|(at, _)| at.column).min()
        && !columns.contains(&label)
    {
        columns.push(label);
    }
    columns.sort_unstable();
    columns
}

fn text_of(row: &Row, column: u32, about: Option<&str>, sheets: &Sheets<'_>, room: usize) -> String {
    // A value may stand inside the cell of another column; the whole cell shows.
    let here = row.cells.values().filter(|cell| cell.at.cell.is_some_and(|at| at.column == column));
    let cell = here.max_by_key(|cell| cell.text.len());
    match cell {
        Some(cell) => shortened(&sheets.withheld(&cell.text), about, room),
        None => String::new(),
    }
}

/// Characters of a cell that so many columns leave room for.
pub(super) fn room(manner: Manner, columns: usize) -> usize {
    let line = manner.width.map(|width| width.saturating_sub(LINE_NUMBER) / columns.max(1));
    line.map_or(WIDTH, |cell| cell.saturating_sub(AROUND).clamp(NARROWEST, WIDTH))
}

/// A cell's text on one line, cut at `width` characters where it is longer; what the finding quotes of it stays in sight.
pub(super) fn shortened(text: &str, about: Option<&str>, width: usize) -> String {
    let text = plain(&one_line(text));
    let length = text.chars().count();
    if length <= width {
        return text;
    }
    let quoted = about.and_then(|about| about.split(", ").next()).filter(|quoted| !quoted.is_empty());
    let before = quoted
        .and_then(|quoted| text.find(quoted))
        .and_then(|at| text.get(..at))
        .map_or(0, |before| before.chars().count());
    let start = if before + quoted.map_or(0, |quoted| quoted.chars().count()) < width {
        0
    } else {
        before.saturating_sub(width / 3)
    };
    let room = if start == 0 { width - 1 } else { width - 2 };
    let cut: String = text.chars().skip(start).take(room).collect();
    let ends = start + room >= length;
    format!("{}{}{}", if start == 0 { "" } else { "…" }, cut.trim(), if ends { "" } else { "…" })
}
