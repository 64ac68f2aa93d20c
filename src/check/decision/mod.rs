//! decisions.toml against what is there to decide.
//!
//! These rules judge the decisions after all other rules have run, so their findings are raised where the findings are
//! settled (check/settle.rs), those about schemes by what the reconciliation could not follow; the files here hold their words.

pub(crate) mod clearing;
pub(crate) mod entitled;
mod follows;
mod not_allowed;
mod standing;
mod unmatched;
mod virement_open;

pub use clearing::{CLEARANCE_LAPSED, EVIDENCE_MISSING};
pub use entitled::{CLEARS_OWN_ANSWER, ROLE_MAY_NOT};
pub use follows::FOLLOWS;
pub use not_allowed::NOT_ALLOWED;
pub use standing::ANSWERS_STANDING;
pub use unmatched::UNMATCHED;
pub use virement_open::VIREMENT_OPEN;

use super::{Rule, View};
use crate::finding::Finding;

/// The rules of this family. They run after all others: see check/settle.rs.
pub static RULES: &[&Rule] = &[
    &UNMATCHED,
    &NOT_ALLOWED,
    &ROLE_MAY_NOT,
    &CLEARS_OWN_ANSWER,
    &CLEARANCE_LAPSED,
    &EVIDENCE_MISSING,
    &ANSWERS_STANDING,
    &FOLLOWS,
    &VIREMENT_OPEN,
];

/// Looks at nothing: the finding is raised where findings are settled.
fn raised_when_applied(_rule: &Rule, _view: &View<'_>) -> Vec<Finding> {
    Vec::new()
}
