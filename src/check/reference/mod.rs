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

/// Items of each list that one of the keys puts together, with it, where there are several.
fn alike<'a, K: Ord, Keys: IntoIterator<Item = K>>(
    context: &Context<'a>,
    key: impl Fn(&'a List, &'a Item<'a>, &'a Row) -> Keys,
) -> Vec<(&'a List, K, Vec<Stated<'a>>)> {
    let mut found = Vec::new();
    // Rows of words alone are no items, and have no names.
    for list in context.form.lists.iter().filter(|list| !list.text_only) {
        let mut groups: BTreeMap<K, Vec<Stated<'a>>> = BTreeMap::new();
        for (of, item, row) in context.items() {
            if of.id == list.id && !item.balancing {
                for key in key(of, item, row) {
                    groups.entry(key).or_default().push((item, row));
                }
            }
        }
        let several = groups.into_iter().filter(|(_, items)| items.len() > 1);
        found.extend(several.map(|(key, items)| (list, key, items)));
    }
    found
}

/// What an item is called in a column: as its row states it, and as it stands where that was set aside. None is blank.
fn called<'a>(item: &'a Item<'a>, row: &'a Row, column: &str) -> Vec<&'a str> {
    let mut names = vec![row.text(column), item.text(column)];
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests;
