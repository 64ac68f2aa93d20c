//! Regular expressions of our own.

use regex::Regex;

/// Compiles a pattern that stands in the source. Every one is used by a test, so a faulty one never leaves the house.
#[expect(clippy::unwrap_used, reason = "the pattern is fixed text of this crate, compiled by the tests")]
pub(crate) fn fixed(pattern: &'static str) -> Regex {
    Regex::new(pattern).unwrap()
}

/// The same of a pattern in several pieces, some of which several patterns share.
#[expect(clippy::unwrap_used, reason = "the pattern is fixed text of this crate, compiled by the tests")]
pub(crate) fn built(pieces: &[&'static str]) -> Regex {
    Regex::new(&pieces.concat()).unwrap()
}
