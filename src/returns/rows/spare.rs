//! Spare rows of a template at the end of a table: nobody filled them in, and what stands in them was there before.

use std::ops::Range;

use super::amiss::is_reference;
use super::below::is_remark;
use super::understood::Cells;
use super::{OpenTable, Rows, is_signed};
use crate::form::{GroupFrom, Kind};
use crate::names::Code;
use crate::returns::Trouble;
use crate::returns::grid::{ERRORS, Raw};
use crate::returns::ledger::is_nil;
use crate::returns::units;
use crate::returns::value::{self, PLACEHOLDERS};
use crate::source::{Address, Place};

impl OpenTable<'_> {
    /// Finds the spare rows of a table: those below its last row with a title, or between that and the total. `headings` are the
    /// rows in which its headings stand again.
    pub(super) fn find_spare(&mut self, rows: &Rows<'_>, range: Range<u32>, headings: &[Range<u32>]) {
        if self.list.text_only || !self.found.columns.contains_key(&self.list.label) {
            return;
        }
        let mut item_below = false;
        for (&row, cells) in rows.rows.range(range).rev() {
            let (label, key) = (self.text_of(cells, &self.list.label), self.text_of(cells, &self.list.key));
            let names = self.names(cells, &label, &key);
            let opens_area = cells.len() == 1 && self.form.area_from == GroupFrom::Heading && self.names_area(&names);
            if headings.iter().any(|again| again.contains(&row)) {
                continue;
            }
            if self.may_be_spare(row) && self.is_spare(cells) {
                if !item_below {
                    self.spare.insert(row, cells.keys().copied().collect());
                }
            } else if self.is_total(&names) || self.is_planned_total(row) || opens_area {
                item_below = false;
            } else if label.is_empty() {
                item_below |= !self.amounts(cells).is_empty();
            } else {
                let is_note = self.is_note(&label) || is_signed(&label) || is_remark(&label);
                item_below |= !is_note && !units::is_sentence(&label);
            }
        }
    }

    /// Whether nothing stands in a row but what a template brings with it: nils, errors of its formulas, a reference, a choice.
    fn is_spare(&self, cells: &Cells<'_>) -> bool {
        // A line of dashes says nothing and needs no word.
        cells.values().any(|raw| raw.text().contains(char::is_alphanumeric))
            && cells.iter().all(|(column, raw)| raw.text().trim().is_empty() || self.is_preset(*column, raw))
    }

    fn is_preset(&self, at: u32, raw: &Raw) -> bool {
        let text = raw.text();
        let text = text.trim();
        let label = self.found.columns.get(&self.list.label).map_or(0, |(heading, _)| heading.column);
        let column = self.columns.get(&at).and_then(|id| self.list.column(id));
        match column {
            _ if at == label => false,
            Some(column) if column.id == self.list.key || column.kind == Kind::Code => is_reference(text),
            // A row of '#' stands in a column that was too narrow for its figure.
            _ if matches!(raw, Raw::Error(_)) => !text.bytes().all(|byte| byte == b'#'),
            // An .ods may hold an error as a text.
            _ if ERRORS.contains(&text)
                || is_nil(raw)
                || PLACEHOLDERS.iter().any(|known| Code::of(known) == Code::of(text)) =>
            {
                true
            }
            Some(column) if column.kind == Kind::Choice => value::read(column, Some(raw)).why.is_none(),
            Some(column) if self.form.area_from == GroupFrom::Column(column.id.clone()) => {
                self.reading.areas.named(text).is_some()
            }
            Some(_) => false,
            // Numbers of the rows, and references under a heading that is not the form's.
            None => {
                let is_count = || raw.number().is_none_or(|number| number < 1_000.into() && number.is_integer());
                at < label && is_reference(text) && is_count()
            }
        }
    }

    /// The note about the spare rows.
    pub(super) fn spare_rows(&self) -> Option<Trouble> {
        let mut stretches: Vec<(Address, Address)> = Vec::new();
        for (&row, columns) in &self.spare {
            let (Some(&first), Some(&last)) = (columns.first(), columns.last()) else { continue };
            match stretches.last_mut() {
                Some((from, to)) if to.row.checked_add(1) == Some(row) => {
                    from.column = from.column.min(first);
                    *to = Address::new(row, to.column.max(last));
                }
                _ => stretches.push((Address::new(row, first), Address::new(row, last))),
            }
        }
        let cells =
            self.spare.iter().flat_map(|(row, columns)| columns.iter().map(|column| Address::new(*row, *column)));
        let cells: Vec<Place> = cells.map(|cell| self.at.at(cell)).collect();
        Some(Trouble::SpareRows {
            at: cells.first()?.clone(),
            area: self.told_area(),
            list: self.list.id.clone(),
            rows: stretches.into_iter().map(|(first, last)| self.at.range(first, last)).collect(),
            cells,
        })
    }
}
