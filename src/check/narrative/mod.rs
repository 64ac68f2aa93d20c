//! Amounts in running text against the figures of their row.

mod amount_contradiction;
mod amount_unit;
mod amounts;
pub(super) mod clause;
mod meaning;
mod missing_part;
mod untraced_number;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] =
    &[&amount_unit::RULE, &amount_contradiction::RULE, &missing_part::RULE, &untraced_number::RULE];

#[cfg(test)]
mod tests;
