//! The cells around a fault, as a small grid.

use std::collections::BTreeSet;

use super::{Paint, plain};
use crate::finding::{Family, Finding};
use crate::names::one_line;
use crate::returns::{ReturnTable, Returns, Row};
use crate::source::{Address, Place, column_letters};

/// Rows shown above and below the fault.
const ROWS_AROUND: usize = 2;

/// Columns shown besides the row's label: the one at fault and those it is held against.
const COLUMNS: usize = 4;

/// Characters of a cell shown.
const WIDTH: usize = 44;

/// Stands for a cell with personal data.
pub(super) const WITHHELD: &str = "(personal data)";

/// The grid, each line ending in a line feed; empty if the finding is about no cell of a table.
pub(super) fn excerpt(finding: &Finding, returns: &Returns, personal: &BTreeSet<&Place>, paint: Paint) -> String {
    if finding.family == Family::Privacy {
        return String::new();
    }
    match located(finding, returns) {
        Some((sent, index, cell)) => table(finding, sent, index, cell, personal, paint),
        None => String::new(),
    }
}

/// The table and row that hold the fault.
fn located<'a>(finding: &Finding, returns: &'a Returns) -> Option<(&'a ReturnTable, usize, Address)> {
    let cell = finding.at.cell?;
    let tables =
        returns.tables.iter().filter(|sent| sent.at.file == finding.at.file && sent.at.sheet == finding.at.sheet);
    for sent in tables {
        // What stands beside the table is in no row of it.
        let is_in =
            |row: &Row| row.cells.values().any(|known| known.at.cell.is_some_and(|at| at.column == cell.column));
        let index = sent.rows.iter().position(|row| row.at.cell.is_some_and(|first| first.row == cell.row));
        if let Some(index) = index.filter(|index| sent.rows.get(*index).is_some_and(is_in)) {
            return Some((sent, index, cell));
        }
    }
    None
}

fn table(
    finding: &Finding,
    sent: &ReturnTable,
    index: usize,
    cell: Address,
    personal: &BTreeSet<&Place>,
    paint: Paint,
) -> String {
    let columns = columns(finding, sent, cell);
    let first = index.saturating_sub(ROWS_AROUND);
    let last = index.saturating_add(ROWS_AROUND).min(sent.rows.len().saturating_sub(1));
    // A sheet may print no headings; then those of the form stand over the excerpt, and no row has them.
    let is_heading = |row: &u32| sent.rows.iter().all(|item| item.at.cell.is_none_or(|at| at.row != *row));
    let heading_row = sent.headings.values().map(|(at, _)| at.row).min().filter(is_heading);
    let headings: Vec<String> = columns
        .iter()
        .map(|column| {
            let heading = sent.headings.values().find(|(at, _)| at.column == *column);
            heading.map(|(_, text)| shortened(text, None)).unwrap_or_default()
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
                    format!("> {} <", text_of(row, *column, finding.stated_text.as_deref(), personal))
                } else {
                    text_of(row, *column, None, personal)
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

fn text_of(row: &Row, column: u32, about: Option<&str>, personal: &BTreeSet<&Place>) -> String {
    // A value may stand inside the cell of another column; the whole cell shows.
    let here = row.cells.values().filter(|cell| cell.at.cell.is_some_and(|at| at.column == column));
    let cell = here.max_by_key(|cell| cell.text.len());
    match cell {
        Some(cell) if personal.contains(&cell.at) => WITHHELD.to_string(),
        Some(cell) => shortened(&cell.text, about),
        None => String::new(),
    }
}

/// A cell's text on one line, cut where it is long; what the finding quotes of it stays in sight.
pub(super) fn shortened(text: &str, about: Option<&str>) -> String {
    let text = plain(&one_line(text));
    let length = text.chars().count();
    if length <= WIDTH {
        return text;
    }
    let quoted = about.and_then(|about| about.split(", ").next()).filter(|quoted| !quoted.is_empty());
    let before = quoted
        .and_then(|quoted| text.find(quoted))
        .and_then(|at| text.get(..at))
        .map_or(0, |before| before.chars().count());
    let start = if before + quoted.map_or(0, |quoted| quoted.chars().count()) < WIDTH {
        0
    } else {
        before.saturating_sub(WIDTH / 3)
    };
    let room = if start == 0 { WIDTH - 1 } else { WIDTH - 2 };
    let cut: String = text.chars().skip(start).take(room).collect();
    let ends = start + room >= length;
    format!("{}{}{}", if start == 0 { "" } else { "…" }, cut.trim(), if ends { "" } else { "…" })
}
