//! decisions.toml against what is there to decide.
//!
//! These rules judge the decisions after all other rules have run, so their findings are raised where the findings are
//! settled (check/settle.rs), those about schemes by what the reconciliation could not follow; the files here hold their words.

mod approved_beyond;
pub(crate) mod clearing;
pub(crate) mod entitled;
mod follows;
mod not_allowed;
mod reprofile_open;
mod standing;
mod unmatched;
mod virement_open;

pub use approved_beyond::APPROVED_BEYOND;
pub use clearing::{CLEARANCE_LAPSED, EVIDENCE_MISSING};
pub use entitled::{CLEARS_OWN_ANSWER, ROLE_MAY_NOT};
pub use follows::FOLLOWS;
pub use not_allowed::NOT_ALLOWED;
pub use reprofile_open::REPROFILE_OPEN;
pub use standing::ANSWERS_STANDING;
pub use unmatched::UNMATCHED;
pub use virement_open::VIREMENT_OPEN;

use rust_decimal::Decimal;

use super::{Rule, View};
use crate::decision::ChangeRequest;
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
    &REPROFILE_OPEN,
    &APPROVED_BEYOND,
];

/// The change requests that hold from this period: after the prior one, up to this one.
fn in_force<'a>(view: &View<'a>) -> impl Iterator<Item = &'a ChangeRequest> {
    let reconciliation = view.reconciliation;
    let period = view.returns.period;
    let holds = move |(index, request): &(usize, &ChangeRequest)| match reconciliation {
        Some(reconciliation) => reconciliation.change_requests.iter().any(|outcome| outcome.index == *index),
        None => request.period == period,
    };
    view.decisions.change_requests.iter().enumerate().filter(holds).map(|(_, request)| request)
}

/// What a change request changes its figure by, in pounds.
fn moved(request: &ChangeRequest) -> Option<Decimal> {
    request.to.checked_sub(request.from)
}

/// Looks at nothing: the finding is raised where findings are settled.
fn raised_when_applied(_rule: &Rule, _view: &View<'_>) -> Vec<Finding> {
    Vec::new()
}
