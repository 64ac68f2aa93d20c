//! Totals of groups of areas: 'Total Place' below the areas that the form puts into Place, wherever they stand.

use std::ops::Range;

use super::understood::Cells;
use super::{OpenTable, Rows, same_label};
use crate::form::{AREA, GroupFrom};
use crate::returns::RowKind;

impl OpenTable<'_> {
    /// Finds the rows that state the totals of groups of areas. They are none of the rows of which a table's own totals are made out.
    pub(super) fn find_group_totals(&mut self, rows: &Rows<'_>, range: Range<u32>) {
        if !self.reading.areas.has_groups() || self.list.text_only {
            return;
        }
        let is_of_areas = self.rows_name_areas();
        for (&row, cells) in rows.rows.range(range) {
            let (label, key) = (self.text_of(cells, &self.list.label), self.text_of(cells, &self.list.key));
            let names = self.names(cells, &label, &key);
            // What has a reference of its own beside its name is a scheme before it is a total.
            let is_item = names.iter().any(|name| self.form.items.iter().any(|item| same_label(name, item)))
                || names.len() > 1 && !is_of_areas;
            if is_item || self.figures(cells).is_empty() {
                continue;
            }
            let group = names.iter().find_map(|name| {
                let plainly = self.reading.areas.group_named(name).filter(|_| is_of_areas);
                plainly.or_else(|| self.totalled(name, |name| self.reading.areas.group_named(name)))
            });
            if let Some(group) = group {
                self.group_totals.insert(row, group.to_string());
            }
        }
    }

    /// Whether each row is called after its area, so that one which is called after a group of areas is the total of that group.
    fn rows_name_areas(&self) -> bool {
        let by_area = self.list.summary_of.as_ref().is_some_and(|summary| summary.by == AREA);
        let names = [&self.list.label, &self.list.key];
        by_area || matches!(&self.form.area_from, GroupFrom::Column(id) if names.contains(&id))
    }

    /// Reads the total of a group of areas: its last area is closed.
    pub(super) fn total_of_group(&mut self, row: u32, cells: &Cells<'_>, group: String) {
        self.groups.clear(&mut self.rows);
        if matches!(self.form.area_from, GroupFrom::Heading | GroupFrom::Subtotal) {
            self.heading_area = None;
        }
        self.push(RowKind::Total, row, cells, None, Vec::new());
        if let Some(own) = self.rows.last_mut() {
            own.area = None;
            own.area_group = Some(group);
        }
        if self.form.area_from == GroupFrom::Heading {
            self.heading_area.clone_from(&self.form.otherwise);
            self.ended = false;
        }
    }

    /// Whether a row without figures is the heading of a group of areas, below which its areas follow.
    pub(super) fn heads_group_of_areas(&self, names: &[String]) -> bool {
        names.first().is_some_and(|name| self.reading.areas.group_named(name).is_some())
    }
}
