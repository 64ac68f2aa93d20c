//! A total against its parts.

mod column_total;
mod missing_total;
mod rounding_difference;
mod total_formula;
mod unknown_in_total;
mod weighted_total;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &column_total::RULE,
    &rounding_difference::RULE,
    &total_formula::RULE,
    &weighted_total::RULE,
    &missing_total::RULE,
    &unknown_in_total::RULE,
];

pub(in crate::check) use column_total::{RULE as COLUMN_TOTAL, sums_rows};

#[cfg(test)]
mod tests;
