//! References and titles: each item once.

mod duplicate_reference;
mod duplicate_title;
mod reference_gap;
mod reference_variant;

use std::collections::BTreeMap;

use super::{Context, Rule};
use crate::figures::Item;
use crate::form::List;
use crate::returns::Row;

/// The rules of this family.
pub static RULES: &[&Rule] =
    &[&duplicate_title::RULE, &duplicate_reference::RULE, &reference_variant::RULE, &reference_gap::RULE];

/// An item with its row.
type Stated<'a> = (&'a Item<'a>, &'a Row);

/// Items of each list that `key` puts together, where there are several.
fn alike<'a, K: Ord>(
    context: &Context<'a>,
    key: impl Fn(&'a List, &'a Item<'a>, &'a Row) -> Option<K>,
) -> Vec<(&'a List, Vec<Stated<'a>>)> {
    let mut found = Vec::new();
    // Rows of words alone are no items, and have no names.
    for list in context.form.lists.iter().filter(|list| !list.text_only) {
        let mut groups: BTreeMap<K, Vec<Stated<'a>>> = BTreeMap::new();
        for (of, item, row) in context.items() {
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

#[cfg(test)]
mod tests;
