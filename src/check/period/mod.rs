//! This period against the prior one.

mod look;
mod say;

mod change_request_not_reflected;
mod cumulative_fell;
mod figure_thousandfold;
mod likely_rename;
mod movement_unexplained;
mod percent_better_by_target;
mod same_file_again;
mod scheme_appeared;
mod scheme_moved;
mod scheme_renamed;
mod scheme_vanished;
mod stage_skipped;
mod target_changed;
mod target_rebased;
mod text_unchanged;

#[cfg(test)]
mod tests;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &same_file_again::RULE,
    &change_request_not_reflected::RULE,
    &target_changed::RULE,
    &target_rebased::RULE,
    &cumulative_fell::RULE,
    &figure_thousandfold::RULE,
    &movement_unexplained::RULE,
    &percent_better_by_target::RULE,
    &text_unchanged::RULE,
    &likely_rename::RULE,
    &scheme_vanished::RULE,
    &scheme_appeared::RULE,
    &scheme_moved::RULE,
    &scheme_renamed::RULE,
    &stage_skipped::RULE,
];
