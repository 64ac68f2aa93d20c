//! A line across the table: a text alone in its row, merged over names and figures.

use std::collections::{BTreeMap, BTreeSet};

use super::OpenTable;
use super::understood::Cells;
use crate::form::{GroupFrom, List};
use crate::source::Address;

/// Where the texts stand that are merged, in one row, across the column of labels and at least one of figures.
pub(super) fn merged_across(
    list: &List,
    columns: &BTreeMap<u32, &str>,
    merges: &[(Address, Address)],
) -> BTreeSet<Address> {
    let covers = |first: u32, last: u32| {
        let mut covered = columns.range(first..=last).map(|(_, id)| *id);
        let is_figure = |id: &str| list.column(id).is_some_and(|column| column.kind.is_figure());
        covered.clone().any(is_figure) && covered.any(|id| id == list.label)
    };
    let across = |(first, last): &&(Address, Address)| {
        first.row == last.row && first.column <= last.column && covers(first.column, last.column)
    };
    merges.iter().filter(across).map(|(first, _)| *first).collect()
}

impl OpenTable<'_> {
    /// Whether a row holds one text alone that is merged over names and figures: it stands over rows, and is none of them.
    pub(super) fn is_across(&self, row: u32, cells: &Cells<'_>) -> bool {
        let first = cells.keys().next().map(|column| Address::new(row, *column));
        cells.len() == 1 && first.is_some_and(|first| self.merged_across.contains(&first))
    }

    /// Reads such a line: the heading of an area or a group where the form has those by headings, else a note.
    pub(super) fn across(&mut self, row: u32, cells: &Cells<'_>, names: &[String], last_before_headings: bool) {
        let by_area = self.form.area_from == GroupFrom::Heading;
        let opens_area = by_area && self.names_area(names);
        let stands_in_area = !by_area || self.heading_area.is_some();
        // Below the last amount it heads nothing; inside a group whose subtotal comes next, no other group opens.
        let opens_group = self.groups.has_headings()
            && stands_in_area
            && self.plan.last_amount.is_some_and(|last| row < last)
            && (self.is_heading(row, names, last_before_headings) || self.subtotals_below(row).is_empty());
        if opens_area || opens_group {
            self.heading(row, cells, names, last_before_headings);
        } else {
            self.note(row, cells);
        }
    }
}
