//! A summary against the sections it sums up.

mod net_hides_over_delivery;
mod summary_agrees;
mod summary_alias;
mod summary_missing_row;
mod summary_section;
mod summary_without_section;
mod tie_open;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &summary_section::RULE,
    &summary_agrees::RULE,
    &summary_missing_row::RULE,
    &summary_without_section::RULE,
    &net_hides_over_delivery::RULE,
    &summary_alias::RULE,
    &tie_open::RULE,
];

/// What a summary's rows are called, where its form has a noun for them: 'portfolio'.
fn section_name(list: &crate::form::List) -> &str {
    if list.item == "item" { "section" } else { &list.item }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tie_tests;
