//! Subtotal rows: where they stand, known before the rows are read, and the groups that they close.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{OpenTable, Rows};
use crate::returns::RowKind;
use crate::returns::grid::Raw;
use crate::returns::groups::speaks_of;

/// How many subtotals ahead may close the group that a heading opens.
const SUBTOTALS_AHEAD: usize = 64;

impl OpenTable<'_> {
    /// Subtotal rows say beforehand what headings open and close.
    pub(super) fn find_subtotals(&mut self, rows: &Rows<'_>, range: Range<u32>) {
        for (&row, cells) in rows.rows.range(range) {
            let (label, key) = (self.text_of(cells, &self.list.label), self.text_of(cells, &self.list.key));
            let names = self.names(cells, &label, &key);
            let by_form = self.is_subtotal(&names) && !self.is_total(&names) && !self.is_asked(row);
            if self.is_planned_subtotal(row) || by_form {
                self.subtotals.push((row, names));
            }
        }
    }

    /// The next subtotal rows below a row.
    pub(super) fn subtotals_below(&self, row: u32) -> &[(u32, Vec<String>)] {
        let first = self.subtotals.partition_point(|(subtotal, _)| *subtotal <= row);
        let below = self.subtotals.get(first..).unwrap_or_default();
        below.get(..SUBTOTALS_AHEAD).unwrap_or(below)
    }

    /// What the next subtotal rows below a row are called.
    pub(super) fn labels_below(&self, row: u32) -> Vec<String> {
        self.subtotals_below(row).iter().flat_map(|(_, names)| names.clone()).collect()
    }

    /// A subtotal: of the group that it closes by its label, where the list has such groups, else of the rows that it covers. Says
    /// whether it is of such a group.
    pub(super) fn subtotal(
        &mut self,
        row: u32,
        cells: &BTreeMap<u32, &Raw>,
        names: Option<&[String]>,
        covers: Option<(u32, u32)>,
    ) -> bool {
        let below: Vec<String> = self.labels_below(row);
        let goes_on = |group: &str| below.iter().any(|label| speaks_of(label, group));
        let groups = names.map(|names| self.groups.subtotal(names, goes_on, &mut self.rows)).unwrap_or_default();
        if groups.len() > self.list.levels.len() {
            self.beyond_levels.extend(self.without_level.take());
        }
        let is_of_group = (1..=self.list.levels.len()).contains(&groups.len());
        self.push(RowKind::Subtotal, row, cells, None, groups);
        if let Some(own) = self.rows.last_mut() {
            own.covers = covers.filter(|_| !is_of_group);
        }
        is_of_group
    }
}
