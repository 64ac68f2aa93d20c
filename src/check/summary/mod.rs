//! A summary against the sections it sums up.

mod net_hides_over_delivery;
mod summary_agrees;
mod summary_alias;
mod summary_missing_row;
mod summary_section;
mod tie_open;

use super::{Context, Rule};
use crate::figures::Group;
use crate::form::{List, Summary};

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &summary_section::RULE,
    &summary_agrees::RULE,
    &summary_missing_row::RULE,
    &net_hides_over_delivery::RULE,
    &summary_alias::RULE,
    &tie_open::RULE,
];

/// Every list that sums up another: with its rows, what it sums up, and the other list with its sections.
fn summaries<'a>(context: &Context<'a>) -> Vec<(&'a List, &'a Group<'a>, &'a Summary, &'a List, &'a Group<'a>)> {
    let mut found = Vec::new();
    for (list, all) in context.lists() {
        let Some(summary) = &list.summary_of else { continue };
        if let Some((of, sections)) = context.lists().find(|(of, _)| of.id == summary.of) {
            found.push((list, all, summary, of, sections));
        }
    }
    found
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tie_tests;
