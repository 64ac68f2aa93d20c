//! One row against itself.

mod beyond_its_column;
mod beyond_its_row;
mod columns_do_not_add_up;
mod computed;
mod computed_amount;
mod computed_percent;
mod figure_differs;
mod forecast_at_outturn;
mod not_worked_out;
mod one_off_full_year;
mod other_sign;
mod percent_and_amount;
mod repeated_figure;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &computed_percent::RULE,
    &computed_amount::RULE,
    &columns_do_not_add_up::RULE,
    &not_worked_out::RULE,
    &percent_and_amount::RULE,
    &figure_differs::RULE,
    &repeated_figure::RULE,
    &beyond_its_row::RULE,
    &beyond_its_column::RULE,
    &other_sign::RULE,
    &forecast_at_outturn::RULE,
    &one_off_full_year::RULE,
];

#[cfg(test)]
mod tests;
