//! Areas that nothing names but their total rows: 'Total Adults' below the schemes of Adults, and no heading above them.

use std::ops::Range;

use super::understood::Cells;
use super::{OpenTable, Rows};
use crate::form::GroupFrom;
use crate::names::Label;

/// What stands in front of an area's name in the label of its total, or behind it.
const BEGINNINGS: [&str; 3] = ["total", "subtotal", "sub total"];
/// What may join it to the name.
const JOINING: [&str; 2] = ["for", "of"];

/// Where the totals of areas stand.
#[derive(Default)]
pub(super) struct AreaTotals {
    /// Each with its area, in the order of the sheet.
    of_areas: Vec<(u32, String)>,
    /// The total of all of them.
    of_all: Option<u32>,
    /// The last row behind them that is called as a total is, and names no area, but for that of all.
    closing: Option<u32>,
}

impl AreaTotals {
    /// Whether a row is the total of an area.
    pub(super) fn holds(&self, row: u32) -> bool {
        self.of_areas.iter().any(|(total, _)| *total == row)
    }

    /// The total of all areas.
    pub(super) fn of_all(&self) -> Option<u32> {
        self.of_all
    }

    /// The area of a row: that of the next such total.
    fn of(&self, row: u32) -> Option<&str> {
        let next = self.of_areas.iter().find(|(total, _)| *total >= row);
        next.map(|(_, area)| area.as_str())
    }

    /// The last row that is looked at as one of the table.
    fn last(&self) -> Option<u32> {
        self.of_all.max(self.of_areas.last().map(|(row, _)| *row))
    }
}

impl<'a> OpenTable<'a> {
    /// Finds the rows that name areas as totals do. An area's second one closes a further block of it where rows stand between: behind
    /// the table the totals alone may stand again.
    pub(super) fn find_area_totals(&mut self, rows: &Rows<'_>, range: Range<u32>) {
        if self.form.area_from != GroupFrom::Subtotal {
            return;
        }
        let mut found = AreaTotals::default();
        // Whether a row that is no total stands since the last one.
        let mut is_open = false;
        for (&row, cells) in rows.rows.range(range) {
            let (label, key) = (self.text_of(cells, &self.list.label), self.text_of(cells, &self.list.key));
            let names = self.names(cells, &label, &key);
            if self.figures(cells).is_empty() || self.group_totals.contains_key(&row) {
                continue;
            }
            let area = names.iter().find_map(|name| self.area_totalled(name));
            let says_total = || {
                let label = names.first().map(|name| Label::of(name));
                label.is_some_and(|label| BEGINNINGS.iter().any(|word| label.begins_with_words(word)))
            };
            match area {
                Some(area) if is_open || found.of_areas.iter().all(|(_, known)| known != area) => {
                    found.of_areas.push((row, area.to_string()));
                    (found.of_all, found.closing, is_open) = (None, None, false);
                }
                Some(_) => {}
                None if !found.of_areas.is_empty() && (self.is_total(&names) || says_total()) => {
                    // Of several only the last one is that of all: those before it close rows of their own.
                    if is_open || found.of_all.is_none() {
                        found.closing = found.of_all.or(found.closing);
                        found.of_all = Some(row);
                    }
                    is_open = false;
                }
                None => is_open = true,
            }
        }
        self.area_totals = found;
    }

    /// The area whose total a label says it is.
    fn area_totalled(&self, label: &str) -> Option<&'a str> {
        self.totalled(label, |name| self.reading.areas.named(name))
    }

    /// Whose total a label says it is, where `named` knows the name: 'Total Adults', 'Sub-total for Adults', 'Adults total', or behind a
    /// beginning of the form's.
    pub(super) fn totalled(&self, label: &str, named: impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
        let label = Label::of(label);
        let own = self.form.subtotals.iter().chain(&self.form.totals).map(|own| Label::of(own).as_str().to_string());
        let beginnings: Vec<String> = own.chain(BEGINNINGS.map(str::to_string)).collect();
        let names = beginnings.iter().flat_map(|word| {
            let behind = label.as_str().strip_prefix(word.as_str()).and_then(|rest| rest.strip_prefix(' '));
            let before = label.as_str().strip_suffix(word.as_str()).and_then(|rest| rest.strip_suffix(' '));
            let joined = |name: &str| {
                let name = JOINING.iter().find_map(|word| name.strip_prefix(word)?.strip_prefix(' ')).unwrap_or(name);
                name.to_string()
            };
            [behind.map(joined), before.map(joined)].into_iter().flatten()
        });
        names.into_iter().find_map(|name| named(&name))
    }

    /// Sets whose the rows are from this one on, where areas are told by their totals.
    pub(super) fn enter_area(&mut self, row: u32) {
        if self.form.area_from != GroupFrom::Subtotal {
            return;
        }
        // What a total closes that names no area of the form is not said to be nobody's.
        let is_closed = self.area_totals.closing.is_some_and(|closing| row <= closing);
        let otherwise = self.form.otherwise.as_deref().filter(|_| !is_closed);
        self.heading_area = self.area_totals.of(row).or(otherwise).map(str::to_string);
        if self.area_totals.last().is_some_and(|last| row <= last) {
            self.ended = false;
        }
    }

    /// Whether a row without figures holds a reference and a name alone, and is a heading all the same: its name is one of the form's
    /// `headings`, an area's where areas are told by headings, or the one of a group whose subtotal follows.
    pub(super) fn is_heading_with_reference(&self, row: u32, cells: &Cells<'_>, names: &[String]) -> bool {
        let columns = self.columns.iter().filter(|(at, _)| cells.contains_key(at)).map(|(_, id)| *id);
        let own: Vec<&str> = columns.collect();
        let both = own.len() == 2 && own.contains(&self.list.label.as_str()) && own.contains(&self.list.key.as_str());
        let Some(name) = names.first().filter(|_| both && self.figures(cells).is_empty()) else { return false };
        let opens_area = self.form.area_from == GroupFrom::Heading && self.names_area(names);
        let closes = |label: &String| crate::returns::groups::speaks_of(label, name);
        let opens_group =
            self.groups.has_headings() && self.subtotals_below(row).iter().any(|(_, labels)| labels.iter().any(closes));
        opens_area || opens_group || self.is_named_heading(std::slice::from_ref(name))
    }
}
