//! Rules of the form: `[[check]]`.

mod form_check;

use super::Rule;

/// The rules of this family.
pub static RULES: &[&Rule] = &[&form_check::RULE];

#[cfg(test)]
mod tests;
