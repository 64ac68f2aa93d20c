//! A status word against the figures.

mod code_contradicts;
mod conditional;
#[cfg(test)]
mod conditional_tests;
mod done_not_achieved;
mod outside_totals;
mod rating_differs;
mod status_differs;
#[cfg(test)]
mod tests;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &done_not_achieved::RULE,
    &conditional::RULE,
    &outside_totals::RULE,
    &rating_differs::RULE,
    &status_differs::RULE,
    &code_contradicts::RULE,
];
