//! The columns of a table by their headings, which may go on over several rows and stand over several columns.

use std::collections::BTreeSet;

use super::find::Region;
use super::{By, Column, Guess, Holds, Table};
use crate::names::one_line;
use crate::period::long_date;
use crate::returns::grid::{Raw, Sheet};
use crate::returns::look::hidden;
use crate::source::{Address, column_letters};

/// The columns of a table; what they hold is not known yet. One without a heading is one where items have something in it.
pub(super) fn columns(sheet: &Sheet, region: &Region<'_>) -> Vec<Column> {
    let headed = region.heading_lines.iter().flat_map(|line| line.cells.iter().map(|(column, _)| *column));
    let merged = region.heading_lines.iter().flat_map(|line| {
        line.cells
            .iter()
            .filter_map(|(column, _)| merge(sheet, Address::new(line.row, *column)))
            .flat_map(|(first, last)| first.column..=last.column)
    });
    let filled = region.lines.iter().filter(|line| line.single().is_none());
    let filled = filled.flat_map(|line| line.cells.iter().map(|(column, _)| *column));
    let all: BTreeSet<u32> = headed.chain(merged).chain(filled).collect();
    all.into_iter()
        .map(|at| Column {
            at,
            heading: heading(sheet, region, at),
            shown: hidden(&sheet.look.hidden_columns, at).is_none(),
            holds: Guess { value: Holds::Nothing, by: By::Values },
            unit: None,
            placeholders: std::collections::BTreeMap::new(),
            computed: None,
            same_as: None,
            blanks: 0,
            blank_is_nil: false,
            total: None,
        })
        .collect()
}

/// The heading of a column: the texts over it, from the top.
fn heading(sheet: &Sheet, region: &Region<'_>, column: u32) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (index, line) in region.heading_lines.iter().enumerate() {
        let own = line.at(column).map(said);
        let below = region.heading_lines.get(index + 1..).unwrap_or_default();
        let over = || {
            let (left, raw) = line.cells.iter().rfind(|(at, _)| *at < column)?;
            let at = Address::new(line.row, *left);
            match merge(sheet, at) {
                Some((_, last)) => (last.column >= column).then(|| said(raw)),
                // Centred without a merge: the columns it goes over have headings of their own below, as its own column has.
                None => {
                    let headed = |at: u32| below.iter().any(|line| line.at(at).is_some());
                    let any_merge =
                        line.cells.iter().any(|(at, _)| merge(sheet, Address::new(line.row, *at)).is_some());
                    (!any_merge && (*left..=column).all(headed)).then(|| said(raw))
                }
            }
        };
        let part = own.or_else(over).filter(|part| !part.is_empty());
        parts.extend(part.filter(|part| parts.last() != Some(part)));
    }
    parts.join(" ")
}

/// The merged range that begins in a cell.
fn merge(sheet: &Sheet, at: Address) -> Option<(Address, Address)> {
    sheet.look.merges.iter().find(|(first, _)| *first == at).copied()
}

/// A cell of a heading as it would be typed: a day as a day.
fn said(raw: &Raw) -> String {
    match raw {
        Raw::Date(date) => long_date(*date),
        raw => one_line(&raw.text()),
    }
}

/// Names the columns that have no heading by what they hold: `all` of them, or the one that names the items alone.
pub(super) fn invent(table: &mut Table, all: bool) {
    let label = table.label;
    let mut amounts = 0;
    let nameless = |column: &&mut Column| column.heading.is_empty() && (all || Some(column.at) == label);
    for column in table.columns.iter_mut().filter(nameless) {
        let letters = column_letters(column.at);
        column.heading = match &column.holds.value {
            _ if Some(column.at) == label => "Item".to_string(),
            holds if holds.is_figure() => {
                amounts += 1;
                if amounts == 1 { "Amount".to_string() } else { format!("Amount {letters}") }
            }
            Holds::Nothing => format!("Column {letters}"),
            _ => format!("Text {letters}"),
        };
    }
}
