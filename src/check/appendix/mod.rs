//! The appendix as a whole: whether it can be printed, and whether all is there that it is to show.
//!
//! What prints is known when the report is made, which is made of the findings too. So these findings are added behind all others, and
//! no decision answers them.

mod closing_not_read;
mod too_long;

pub(crate) use closing_not_read::closing_not_read;
pub use too_long::{Most, Printed, TOO_LONG, too_long};

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[&TOO_LONG, &closing_not_read::CLOSING_NOT_READ];

/// The code of a finding that is added behind all others, with why no decision answers it: a clause.
pub(super) fn never_answered(finding: &str) -> Option<(&'static str, &'static str)> {
    let code = finding.split(':').next()?;
    [
        (TOO_LONG.code, "no answer makes the appendix shorter"),
        (closing_not_read::CLOSING_NOT_READ.code, "no answer puts the figures there"),
    ]
    .into_iter()
    .find(|(known, _)| *known == code)
}
