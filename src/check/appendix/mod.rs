//! The appendix as a whole: whether it can be printed.
//!
//! What prints is known when the report is made, which is made of the findings too. So these findings are added behind all others, and
//! no decision answers them.

mod too_long;

pub use too_long::{Most, Printed, TOO_LONG, too_long};

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[&TOO_LONG];
