//! References and titles: each item once.

mod duplicate_reference;
mod duplicate_title;
mod no_reference;
mod reference_gap;
mod reference_variant;

use std::collections::BTreeMap;

use super::draft::Draft;
use super::{Rule, View, wording};
use crate::figures::Item;
use crate::form::List;
use crate::returns::Row;
use crate::source::Place;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &duplicate_title::RULE,
    &duplicate_reference::RULE,
    &reference_variant::RULE,
    &reference_gap::RULE,
    &no_reference::RULE,
];

/// An item with its row.
type Stated<'a> = (&'a Item<'a>, &'a Row);

/// Items of each list that `key` puts together, where there are several.
fn alike<'a, K: Ord>(
    view: &View<'a>,
    key: impl Fn(&'a List, &'a Item<'a>, &'a Row) -> Option<K>,
) -> Vec<(&'a List, Vec<Stated<'a>>)> {
    let mut found = Vec::new();
    // Rows of words alone are no items, and have no names.
    for list in view.form.lists.iter().filter(|list| !list.text_only) {
        let mut groups: BTreeMap<K, Vec<Stated<'a>>> = BTreeMap::new();
        for (of, item, row) in view.items() {
            if of.id == list.id
                && !item.balancing
                && let Some(key) = key(of, item, row)
            {
                groups.entry(key).or_default().push((item, row));
            }
        }
        found.extend(groups.into_values().filter(|items| items.len() > 1).map(|items| (list, items)));
    }
    found
}

/// Whether the items of a list have references besides their titles.
fn has_references(list: &List) -> bool {
    list.key != list.label && list.summary_of.is_none()
}

/// An item's reference, if it has one.
fn reference_of<'i>(list: &List, item: &'i Item<'_>) -> Option<&'i str> {
    Some(item.key.trim()).filter(|key| has_references(list) && !key.is_empty())
}

/// The cell of a row in a column, else the row.
fn place(row: &Row, column: &str) -> Place {
    row.cells.get(column).map_or_else(|| row.at.clone(), |cell| cell.at.clone())
}

/// Items with the cells of their references, seen from the one that a finding stands at: "'Voids' (A3) and 'Rents' (A4)".
fn named(list: &List, items: &[Stated<'_>], from: &Stated<'_>) -> String {
    let from = place(from.1, &list.key);
    let name =
        |(item, row): &Stated<'_>| format!("'{}' ({})", item.label, wording::cell_from(&place(row, &list.key), &from));
    wording::list_of(&items.iter().map(name).collect::<Vec<_>>())
}

/// A finding about the references of several items, which stands at one of them.
fn about_reference(rule: &Rule, view: &View<'_>, list: &List, items: &[Stated<'_>], at: &Stated<'_>) -> Draft {
    let (item, row) = at;
    let draft = rule.at(&place(row, &list.key)).about_list(view, &list.id, item.area.as_deref(), item.key.trim());
    let draft = match list.column(&list.key) {
        Some(column) => draft.column(column),
        None => draft,
    };
    draft.stated_text(&item.key).related(items.iter().map(|(_, row)| place(row, &list.key)))
}

#[cfg(test)]
mod tests;
