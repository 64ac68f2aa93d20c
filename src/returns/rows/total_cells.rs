//! The cells of a row of totals, which may stand in other columns than those of its rows.

use std::collections::BTreeMap;

use super::{OpenTable, same_label, starts_with};
use crate::form::Column;
use crate::money::Absent;
use crate::returns::grid::Raw;
use crate::returns::{Value, value};

impl<'a> OpenTable<'a> {
    /// In a row of totals: the column whose total stands in this one, and that total, if something stands there.
    pub(super) fn total_of(&self, id: &str, raw: Option<&Raw>) -> Option<(&'a Column, value::Read)> {
        let of = self.list.columns.iter().find(|column| column.totals_in() == Some(id))?;
        let read = value::read(of, raw);
        (read.value != Value::Absent(Absent::Blank)).then_some((of, read))
    }

    /// A total that stands in its own column and in the one where totals stand: the first is left out, and said.
    pub(super) fn totals_twice(&mut self, row: u32, raws: &BTreeMap<u32, &Raw>) {
        let column = |id: &str| self.found.columns.get(id).map(|(at, _)| at.column).filter(|at| raws.contains_key(at));
        let list = self.list;
        let twice = |of: &&Column| of.totals_in().is_some_and(|other| column(other).is_some());
        let own: Vec<u32> = list.columns.iter().filter(twice).filter_map(|of| column(&of.id)).collect();
        if !own.is_empty() {
            let label = [&list.label, &list.key].into_iter().map(|id| self.text_of(raws, id));
            let label = label.into_iter().find(|label| !label.is_empty());
            self.stray(row, raws, &own, Some(&label.unwrap_or_default()));
        }
    }

    /// The label of a total may stand in any column, also one of choices or dates.
    pub(super) fn relax(&self, id: &str, read: &mut value::Read) {
        let is_label = [&self.list.label, &self.list.key].into_iter().any(|own| own == id)
            || self.form.totals.iter().any(|total| same_label(&read.text, total))
            || self.form.subtotals.iter().any(|start| starts_with(&read.text, start));
        let holds_figures = self.list.column(id).is_some_and(|column| column.kind.is_figure());
        if read.why.is_some() && is_label && !holds_figures {
            read.why = None;
            read.value = Value::Text(read.text.trim().to_string());
        }
    }
}
