//! Titles outside the rows of a table, from which its area, its period or its unit was taken.

use std::collections::BTreeSet;

use crate::check::View;
use crate::check::table::Table;
use crate::returns::grid::Raw;
use crate::source::Address;

/// The titles and notes of a table that are shown in some way, and of which something was read: each with its text.
pub(super) fn shown<'a>(view: &View<'a>, table: Table<'a>, is_so: impl Fn(Address) -> bool) -> Vec<(Address, &'a str)> {
    let Some(entries) = view.causes.ledger.on(view.returns, &table.table.at) else { return Vec::new() };
    let rows: BTreeSet<u32> = table.rows().map(|(number, _)| number).collect();
    let is_heading = |row: u32| table.table.heading_rows.iter().any(|(first, behind)| (*first..*behind).contains(&row));
    let is_free = |row: u32| !rows.contains(&row) && !is_heading(row);
    let texts = entries.titles.iter().filter_map(|at| match table.sheet.cells.get(at) {
        Some(Raw::Text(text)) => Some((*at, text.as_str())),
        _ => None,
    });
    texts.filter(|(at, _)| is_so(*at) && is_free(at.row)).collect()
}
