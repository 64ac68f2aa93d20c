//! What a row is called.

use std::collections::BTreeMap;

use super::{OpenTable, same_label, starts_with};
use crate::form::{List, ReturnForm};
use crate::names::Label;
use crate::returns::grid::Raw;
use crate::returns::ledger::{holds_figure, is_figure};
use crate::returns::nil;
use crate::returns::totals::words::{Known, Says};
use crate::source::Address;

/// Whether a text may name a row of figures whose label and key are blank: one that heads the row, up to the first column of
/// figures; behind it only one that says a total by its words. A remark beside the figures ('Agrees to ledger') names nothing.
pub(in crate::returns) fn names_row(
    list: &List,
    form: &ReturnForm,
    headings: &BTreeMap<String, (Address, String)>,
    column: u32,
    text: &str,
) -> bool {
    let at = |id: &str| headings.get(id).map(|(at, _)| at.column);
    let figures = list.columns.iter().filter(|column| column.kind.is_figure());
    let first = figures.filter_map(|column| at(&column.id)).min();
    let own = [&list.label, &list.key].into_iter().filter_map(|id| at(id)).max();
    let heads = first.is_none_or(|first| column < first) || own.is_some_and(|own| column <= own);
    heads
        || matches!(Known::default().says(text), Says::Total | Says::Subtotal)
        || form.totals.iter().any(|total| same_label(text, total))
        || form.subtotals.iter().any(|subtotal| starts_with(text, subtotal))
}

impl OpenTable<'_> {
    /// The texts of a row that may say what it is: label and key; if both are blank, any text in it, even outside the table's
    /// columns. Where it states figures of the table, only one that [names the row](names_row).
    pub(super) fn names(&self, cells: &BTreeMap<u32, &Raw>, label: &str, key: &str) -> Vec<String> {
        // Where the key is the label, it names the row once.
        let key = Some(key).filter(|key| *key != label);
        let names = std::iter::once(label).chain(key).filter(|name| !name.is_empty());
        let names: Vec<String> = names.map(str::to_string).collect();
        if !names.is_empty() {
            return names;
        }
        // A figure that is typed as text names nothing, nor does a remark with an amount in it.
        let is_name = |raw: &Raw| {
            let says_total = || Label::of(&raw.text()).as_str().split(' ').any(|word| word.ends_with("total"));
            matches!(raw, Raw::Text(_)) && (!holds_figure(raw) || !is_figure(raw) && says_total())
        };
        let all = self.ended || self.amounts(cells).is_empty();
        let heads = |column: u32, text: &str| names_row(self.list, self.form, &self.found.columns, column, text);
        let texts = cells.iter().filter(|(_, raw)| is_name(raw)).map(|(column, raw)| (*column, raw.text()));
        let texts = texts.filter(|(column, text)| all || heads(*column, text));
        texts.map(|(_, text)| text.trim().to_string()).collect()
    }

    pub(super) fn is_total(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.form.totals.iter().any(|total| same_label(name, total)))
    }

    pub(super) fn is_subtotal(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.form.subtotals.iter().any(|start| starts_with(name, start)))
    }

    /// What a label has to do with a nil return of the table's area.
    pub(super) fn of_nil_return(&self, label: &str) -> Option<nil::OfNil> {
        let area = self.area();
        nil::is_of_nil_return(label, area.iter().flat_map(|area| self.reading.areas.names_of(area)))
    }

    /// Whether a name is one with which a note of the form begins.
    pub(super) fn is_note(&self, name: &str) -> bool {
        self.form.notes.iter().any(|start| starts_with(name, start))
    }
}
