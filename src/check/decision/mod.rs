//! decisions.toml against what is there to decide.
//!
//! These rules judge the decisions after all other rules have run, so their findings are raised where the findings are
//! settled (check/settle.rs), those about schemes by what the reconciliation could not follow; the files here hold their words.

mod approved_beyond;
pub(crate) mod clearing;
pub(crate) mod entitled;
mod follows;
mod new_year_amounts;
mod not_allowed;
mod reprofile_open;
mod standing;
mod unmatched;
mod virement_open;

pub use approved_beyond::APPROVED_BEYOND;
pub use clearing::{CLEARANCE_LAPSED, EVIDENCE_MISSING};
pub use entitled::{CLEARS_OWN_ANSWER, ROLE_MAY_NOT};
pub use follows::FOLLOWS;
pub use new_year_amounts::NEW_YEAR_AMOUNTS;
pub use not_allowed::NOT_ALLOWED;
pub use reprofile_open::REPROFILE_OPEN;
pub use standing::ANSWERS_STANDING;
pub use unmatched::UNMATCHED;
pub use virement_open::VIREMENT_OPEN;

use rust_decimal::Decimal;

use super::{Rule, View};
use crate::decision::ChangeRequest;
use crate::finding::Finding;
use crate::form::{Column, Kind};
use crate::money::checked_sum;
use crate::reconcile::{ChangeOutcome, held};

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
    &NEW_YEAR_AMOUNTS,
];

/// The change requests that hold from this period, each with what became of it.
fn in_force<'a>(view: &View<'a>) -> Vec<(&'a ChangeRequest, Option<&'a ChangeOutcome>)> {
    held(view.decisions, view.reconciliation, view.returns.period)
}

/// The column that a change request is about.
fn column<'v>(view: &'v View<'_>, id: &str) -> Option<&'v Column> {
    let lists = view.form.main().into_iter().chain(&view.form.lists);
    lists.into_iter().find_map(|list| list.column(id))
}

/// The column of money that a change request is about.
fn money_column<'v>(view: &'v View<'_>, id: &str) -> Option<&'v Column> {
    column(view, id).filter(|column| column.kind == Kind::Money)
}

/// What the parts of a change that only moves money come to, in pounds, where that is not nil and none of them names what lies outside.
fn unbalanced(parts: &[&ChangeRequest]) -> Option<Decimal> {
    let sum = checked_sum(parts.iter().map(|part| moved(part)).collect::<Option<Vec<_>>>()?)?;
    (!sum.is_zero() && parts.iter().all(|part| part.outside.is_none())).then_some(sum)
}

/// What a change request changes its figure by, in pounds.
fn moved(request: &ChangeRequest) -> Option<Decimal> {
    request.to.checked_sub(request.from)
}

/// Looks at nothing: the finding is raised where findings are settled.
fn raised_when_applied(_rule: &Rule, _view: &View<'_>) -> Vec<Finding> {
    Vec::new()
}
