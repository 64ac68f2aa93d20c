//! One row against itself.

mod computed;
mod computed_amount;
mod computed_percent;
mod figure_differs;
mod percent_and_amount;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] =
    &[&computed_percent::RULE, &computed_amount::RULE, &percent_and_amount::RULE, &figure_differs::RULE];

#[cfg(test)]
mod tests;
