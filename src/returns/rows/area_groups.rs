//! Totals of groups of areas: 'Total Place' below the areas that the form puts into Place, wherever they stand.

use std::ops::Range;

use super::understood::Cells;
use super::{OpenTable, Rows, same_label};
use crate::form::{AREA, GroupFrom};
use crate::returns::RowKind;

impl<'a> OpenTable<'a> {
    /// Finds the rows that state the totals of groups of areas. They are none of the rows of which a table's own totals are made out.
    /// A row that is called after a group and states figures is its total, and no scheme: as one it would count all its schemes again.
    pub(super) fn find_group_totals(&mut self, rows: &Rows<'_>, range: Range<u32>) {
        let summed_by = self.list.summary_of.as_ref().map(|summary| summary.by.as_str());
        if !self.reading.areas.has_groups() || self.list.text_only || summed_by.is_some_and(|by| by != AREA) {
            return;
        }
        for (&row, cells) in rows.rows.range(range) {
            let (label, key) = (self.text_of(cells, &self.list.label), self.text_of(cells, &self.list.key));
            let names = self.names(cells, &label, &key);
            let is_item = names.iter().any(|name| self.form.items.iter().any(|item| same_label(name, item)));
            // A placeholder states that there is no figure yet.
            let states = self.columns.iter().any(|(at, id)| self.list.states_figures(id) && cells.contains_key(at));
            if is_item || !states {
                continue;
            }
            // What has a reference of its own beside its name is a scheme before it is a total.
            let has_reference = names.len() > 1 && !self.rows_name_areas();
            let by_name = names.iter().filter(|_| !has_reference).find_map(|name| {
                let named = |name: &str| self.reading.areas.group_named(name);
                named(name).or_else(|| self.totalled(name, named))
            });
            if let Some(group) = by_name.or_else(|| self.group_in_column(cells, &names)) {
                self.group_totals.insert(row, group.to_string());
            }
        }
    }

    /// The group that stands where a row's area does, where the row is called a total or nothing.
    fn group_in_column(&self, cells: &Cells<'_>, names: &[String]) -> Option<&'a str> {
        let GroupFrom::Column(id) = &self.form.area_from else { return None };
        let is_total =
            |name: &String| self.is_total(std::slice::from_ref(name)) || self.is_subtotal(std::slice::from_ref(name));
        self.reading.areas.group_named(&self.text_of(cells, id)).filter(|_| names.iter().all(is_total))
    }

    /// Whether each row is called after its area, so that a reference beside it is the area's.
    fn rows_name_areas(&self) -> bool {
        let names = [&self.list.label, &self.list.key];
        self.list.summary_of.is_some() || matches!(&self.form.area_from, GroupFrom::Column(id) if names.contains(&id))
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
