//! The cells of a region that is not used, as they stand on the sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::excerpt::{room, shortened};
use super::sheets::Sheets;
use super::{Manner, Paint, plain};
use crate::finding::Finding;
use crate::names::one_line;
use crate::source::{Address, Place, column_letters};

/// Rows of the region that are shown.
const ROWS: usize = 5;

/// Columns that are shown besides the one that names the rows.
const COLUMNS: usize = 4;

/// The grid, each line ending in a line feed: the headings above the region, if there is a table, and its first rows.
pub(super) fn excerpt(finding: &Finding, sheets: &Sheets<'_>, manner: Manner, paint: Paint) -> String {
    let (Some(sheet), Some(first)) = (sheets.sheet(&finding.at), finding.at.cell) else { return String::new() };
    let places: Vec<&Place> =
        std::iter::once(&finding.at).chain(&finding.related).filter(|place| place.sheet == finding.at.sheet).collect();
    let is_in = |cell: Address| places.iter().any(|place| place.holds(cell));
    let last = finding.at.to.unwrap_or(first);
    let tables = sheets.tables(&finding.at);
    let table = tables.iter().rfind(|table| table.heading_rows.iter().any(|(head, _)| *head <= first.row));
    let names = table.and_then(|table| table.headings.values().map(|(at, _)| at.column).min());
    let columns: BTreeSet<u32> = (first.column..=last.column).take(COLUMNS).chain(names.or(Some(0))).collect();
    let room = room(manner, columns.len());
    let heading = table.and_then(|table| table.heading_rows.iter().rfind(|(head, _)| *head <= first.row));
    let heading: Vec<u32> = heading.into_iter().flat_map(|(head, behind)| *head..*behind).collect();
    let rows = || {
        let below = sheet.cells.range(Address::new(first.row, 0)..Address::new(last.row.saturating_add(1), 0));
        let mut rows: Vec<u32> = below.filter(|(at, _)| columns.contains(&at.column)).map(|(at, _)| at.row).collect();
        rows.dedup();
        rows
    };
    let all = rows();
    let shown: Vec<u32> =
        heading.iter().copied().filter(|row| *row < first.row).chain(all.iter().take(ROWS).copied()).collect();
    let text = |at: Address| {
        let raw = sheet.cells.get(&at)?;
        let text = shortened(&plain(&one_line(&sheets.withheld(&raw.text()))), None, room);
        Some(if is_in(at) { format!("> {text} <") } else { text })
    };
    let grid: BTreeMap<Address, String> = shown
        .iter()
        .flat_map(|row| columns.iter().map(|column| Address::new(*row, *column)))
        .filter_map(|at| Some((at, text(at)?)))
        .collect();
    let width = |column: &u32| {
        let cells = grid.iter().filter(|(at, _)| at.column == *column).map(|(_, text)| text.chars().count());
        cells.max().unwrap_or(0).max(column_letters(*column).len())
    };
    let widths: Vec<(u32, usize)> = columns.iter().map(|column| (*column, width(column))).collect();
    let line = |number: &str, text: &dyn Fn(u32) -> String| {
        let mut line = format!("{number:>6} |");
        for (column, width) in &widths {
            line.push_str(&format!(" {:<width$} |", text(*column)));
        }
        line
    };
    let mut excerpt = format!("{}\n", paint.dim(&line("", &column_letters)));
    let mut before = None;
    for row in shown {
        if before.is_some_and(|before: u32| row > before.saturating_add(1)) {
            excerpt.push_str(&format!("{}\n", paint.dim("   ... |")));
        }
        before = Some(row);
        let number = (u64::from(row) + 1).to_string();
        let row_line = line(&number, &|column| grid.get(&Address::new(row, column)).cloned().unwrap_or_default());
        let painted = if heading.contains(&row) { paint.dim(&row_line) } else { paint.bold(&row_line) };
        excerpt.push_str(&format!("{painted}\n"));
    }
    if all.len() > ROWS {
        excerpt.push_str(&format!("{}\n", paint.dim("   ... |")));
    }
    excerpt
}
