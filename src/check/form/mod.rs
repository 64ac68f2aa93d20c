//! The form itself: what it says and nothing comes of. Notes, for whoever keeps it; some need no return (see [`alone`]).

mod column_not_used;
mod used;

use super::Rule;
use crate::finding::Finding;
use crate::form::Form;

/// The rules of this family.
pub static RULES: &[&Rule] = &[&column_not_used::RULE];

/// What can be said of a form without a return.
pub(super) fn alone(form: &Form) -> Vec<Finding> {
    column_not_used::told(&column_not_used::RULE, form)
}
