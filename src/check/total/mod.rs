//! A total against its parts.

mod beyond_its_scheme;
mod bridge_open;
mod code_as_nil;
mod column_total;
mod figure_contradicts;
mod missing_total;
mod part_without_whole;
mod parts_do_not_add_up;
mod rounding_difference;
mod slippage_open;
mod total_formula;
mod total_of_blanks;
mod total_of_other_rows;
mod unknown_in_total;
mod weighted_total;

use std::collections::BTreeMap;

pub(in crate::check) use bridge_open::RULE as BRIDGE_OPEN;
pub(in crate::check) use figure_contradicts::RULE as FIGURE_CONTRADICTS;
pub(in crate::check) use total_of_blanks::{RULE as TOTAL_OF_BLANKS, totals_of_blanks};
pub(in crate::check) use total_of_other_rows::RULE as TOTAL_OF_OTHER_ROWS;

use super::{Rule, View};
use crate::figures::Item;
use crate::form::List;
use crate::names::Title;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &figure_contradicts::RULE,
    &column_total::RULE,
    &rounding_difference::RULE,
    &total_formula::RULE,
    &weighted_total::RULE,
    &missing_total::RULE,
    &unknown_in_total::RULE,
    &total_of_blanks::RULE,
    &total_of_other_rows::RULE,
    &parts_do_not_add_up::RULE,
    &part_without_whole::RULE,
    &bridge_open::RULE,
    &beyond_its_scheme::RULE,
    &slippage_open::RULE,
    &code_as_nil::RULE,
];

/// The items of a list whose items may be parts of others, by area and key, as both are compared.
struct Wholes<'a> {
    list: &'a List,
    items: Vec<&'a Item<'a>>,
    keyed: BTreeMap<(String, Title), &'a Item<'a>>,
}

impl<'a> Wholes<'a> {
    /// One for each list that has parts.
    fn all(view: &View<'a>) -> Vec<Wholes<'a>> {
        let lists = view.lists().filter(|(list, _)| list.parts.is_some());
        lists
            .map(|(list, group)| {
                let items = group.every_item();
                let mut keyed = BTreeMap::new();
                for item in &items {
                    // The first of two with one key: that there are two is a finding of its own.
                    keyed.entry(Self::key(item, &item.key)).or_insert(*item);
                }
                Wholes { list, items, keyed }
            })
            .collect()
    }

    fn key(item: &Item<'_>, key: &str) -> (String, Title) {
        (item.area.clone().unwrap_or_default(), Title::of(key))
    }

    /// The item that another says it is a part of: that of its area with this key.
    fn of(&self, part: &Item<'_>) -> Option<&'a Item<'a>> {
        self.keyed.get(&Self::key(part, part.part_of.as_deref()?)).copied()
    }

    /// Every item that others name as their whole, with those parts, in the order of the returns.
    fn with_parts(&self) -> Vec<(&'a Item<'a>, Vec<&'a Item<'a>>)> {
        let mut parts: BTreeMap<(String, Title), Vec<&'a Item<'a>>> = BTreeMap::new();
        for item in &self.items {
            if let Some(named) = &item.part_of {
                parts.entry(Self::key(item, named)).or_default().push(item);
            }
        }
        let own = |item: &&'a Item<'a>| {
            let key = Self::key(item, &item.key);
            let is_first = self.keyed.get(&key).is_some_and(|first| std::ptr::eq(*first, *item));
            is_first.then(|| parts.get(&key).cloned()).flatten().map(|parts| (*item, parts))
        };
        self.items.iter().filter_map(own).collect()
    }
}

#[cfg(test)]
mod parts_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_years;
