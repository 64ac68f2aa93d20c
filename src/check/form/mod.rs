//! The form itself: what it says and nothing comes of. Notes, for whoever keeps it; some need no return (see `alone`).

mod column_not_used;
mod label_not_met;
mod level_not_found;
mod period_never_met;
mod role_left_out;
mod table_not_drawn;
mod used;

use super::Rule;
use crate::finding::Finding;
use crate::form::Form;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &column_not_used::RULE,
    &table_not_drawn::RULE,
    &level_not_found::RULE,
    &label_not_met::RULE,
    &period_never_met::RULE,
    &role_left_out::RULE,
];

/// What can be said of a form without a return.
pub(super) fn alone(form: &Form) -> Vec<Finding> {
    let mut told = column_not_used::told(&column_not_used::RULE, form);
    told.extend(period_never_met::told(&period_never_met::RULE, form, None));
    told
}
