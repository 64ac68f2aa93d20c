//! Titles outside the rows of a table, from which its area, its period or its unit was taken.

use std::collections::BTreeSet;

use crate::check::View;
use crate::check::table::Table;
use crate::returns::grid::Raw;
use crate::returns::ledger::Part;
use crate::source::Address;

/// The titles and notes of a table that are shown in some way, and of which something was read: each with its text.
pub(super) fn shown<'a>(view: &View<'a>, table: Table<'a>, is_so: impl Fn(Address) -> bool) -> Vec<(Address, &'a str)> {
    let texts = table.sheet.cells.iter().filter_map(|(at, raw)| match raw {
        Raw::Text(text) => Some((*at, text.as_str())),
        _ => None,
    });
    let rows: BTreeSet<u32> = table.rows().map(|(number, _)| number).collect();
    let is_heading = |row: u32| table.table.heading_rows.iter().any(|(first, behind)| (*first..*behind).contains(&row));
    let is_free = |row: u32| !rows.contains(&row) && !is_heading(row);
    let found: Vec<_> = texts.filter(|(at, _)| is_so(*at) && is_free(at.row)).collect();
    let Some(entries) = view.causes.ledger.on(view.returns, &table.table.at) else { return Vec::new() };
    let is_read = |at: Address| {
        let of_row = entries.rows(at.row, at.row).iter().find(|entry| entry.at == at);
        of_row.is_some_and(|entry| entry.row.is_none() && matches!(entry.part, Part::Area | Part::Period | Part::Unit))
    };
    found.into_iter().filter(|(at, _)| is_read(*at)).collect()
}
