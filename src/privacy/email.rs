//! E-mail addresses.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern::fixed(r"[\p{L}0-9._%+'-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+"));

/// Where they stand.
pub(super) fn found(text: &str) -> Vec<Range<usize>> {
    if !text.contains('@') {
        return Vec::new();
    }
    EMAIL.find_iter(text).map(|found| found.range()).collect()
}
