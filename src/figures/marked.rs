//! Which items, and which totals that returns state, an entry of `[[exempt]]` is about.

use super::{Figures, Group, Item, Member};
use crate::decision::Exempt;
use crate::form::{Form, List};
use crate::names::Title;

/// What of one list an entry is about.
pub(crate) struct Marked<'f, 'a> {
    /// The list.
    pub(crate) list: &'f List,
    /// Its items.
    pub(crate) items: Vec<&'f Item<'a>>,
    /// The groups whose totals are meant with them.
    pub(crate) groups: Vec<&'f Group<'a>>,
}

impl<'a> Figures<'a> {
    /// What an entry is about, list by list; empty where it matches nothing. A table is no part of a list: see the report.
    pub(crate) fn marked<'f>(&'f self, form: &'f Form, entry: &Exempt) -> Vec<Marked<'f, 'a>> {
        if entry.table.is_some() {
            return Vec::new();
        }
        let lists = form.lists.iter().filter(|list| entry.list.as_ref().is_none_or(|id| list.id == *id));
        let with_column = lists.filter(|list| entry.column.as_ref().is_none_or(|id| list.column(id).is_some()));
        let marked = with_column.filter_map(|list| {
            let mut marked = Marked { list, items: Vec::new(), groups: Vec::new() };
            marked.add(entry, &self.list(&list.id)?.all);
            (!marked.items.is_empty()).then_some(marked)
        });
        marked.collect()
    }
}

impl<'f, 'a> Marked<'f, 'a> {
    fn add(&mut self, entry: &Exempt, group: &'f Group<'a>) {
        let is_of_area = |area: &Option<String>| entry.area.is_none() || *area == entry.area;
        if entry.scheme.is_none() && is_of_area(&group.area) {
            self.groups.push(group);
            self.groups.extend(&group.runs);
        }
        for member in group.members() {
            match member {
                Member::Group(inner) => self.add(entry, inner),
                Member::Item(item) => {
                    let is_it = entry.scheme.as_ref().is_none_or(|scheme| is_called(scheme, &item.key, &item.label));
                    if is_of_area(&item.area) && is_it {
                        self.items.push(item);
                    }
                }
            }
        }
    }
}

/// Whether somebody who writes this means the scheme with this key and label.
pub(crate) fn is_called(written: &str, key: &str, label: &str) -> bool {
    Title::same(written, key) || Title::same(written, label)
}
