//! A status word against the figures.

mod done_not_achieved;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[&done_not_achieved::RULE];
