//! Blanks of words that mean what stands above them: a reference that is typed once for several rows.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grid::{Raw, Sheet};
use super::headings::Found;
use crate::form::{Column, List, ReturnForm};
use crate::names::Label;
use crate::source::Address;

/// Words of a row that adds others up.
const TOTALS: [&str; 5] = ["total", "totals", "subtotal", "subtotals", "sub total"];

/// What the blanks of a table mean, by their cells, each with the cell that says it.
pub(super) fn fill(
    sheet: &Sheet,
    (list, form): (&List, &ReturnForm),
    heading: &Found,
    rows: Range<u32>,
    seen: &BTreeMap<Address, Raw>,
) -> Vec<(Address, Address, Raw)> {
    let stands = |column: &Column| heading.columns.get(&column.id).map(|(at, _)| at.column);
    let mut columns: Vec<u32> = list.columns.iter().filter(|column| column.as_above).filter_map(stands).collect();
    columns.sort_unstable();
    if columns.is_empty() || list.text_only {
        return Vec::new();
    }
    let words: Vec<u32> = list.columns.iter().filter(|column| !column.kind.is_figure()).filter_map(stands).collect();
    let mut table: BTreeMap<u32, BTreeMap<u32, &Raw>> = BTreeMap::new();
    for (at, raw) in sheet.cells.range(Address::new(rows.start, 0)..).chain(seen.range(Address::new(rows.start, 0)..)) {
        let is_read = heading.columns.values().any(|(heading, _)| heading.column == at.column);
        if at.row < rows.end && is_read && !raw.text().trim().is_empty() {
            table.entry(at.row).or_default().insert(at.column, raw);
        }
    }
    let mut above: BTreeMap<u32, (Address, &Raw)> = BTreeMap::new();
    let mut filled = Vec::new();
    for (row, cells) in &table {
        // A heading opens other rows, and a total closes them.
        if cells.len() < 2 || cells.values().any(|raw| is_total(form, &raw.text())) {
            above.clear();
            continue;
        }
        let says_else = words.iter().any(|column| !columns.contains(column) && cells.contains_key(column));
        for column in &columns {
            let at = Address::new(*row, *column);
            if let Some(raw) = cells.get(column) {
                // What stood further right belonged to what stood here before.
                above.retain(|other, _| other < column);
                above.insert(*column, (at, *raw));
            } else if let (Some((from, raw)), true) = (above.get(column), says_else) {
                filled.push((at, *from, (*raw).clone()));
            }
        }
    }
    filled
}

fn is_total(form: &ReturnForm, text: &str) -> bool {
    let label = Label::of(text);
    TOTALS.iter().any(|word| label.holds_words(word))
        || form.totals.iter().chain(&form.subtotals).any(|total| Label::opens(text, total))
}
