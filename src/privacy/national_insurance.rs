//! National Insurance numbers: two letters that are in use, six digits, and a letter from A to D.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{has_digits, stands_alone};
use crate::pattern;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(r"(?i)([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(?:[\s\u{a0}-]?[0-9]{2}){3}[\s\u{a0}-]?[A-D]")
});

/// Prefixes that are never given out.
const NOT_GIVEN: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

/// Where they stand.
pub(super) fn found(text: &str) -> Vec<Range<usize>> {
    if !has_digits(text, 6) {
        return Vec::new();
    }
    let numbers = NUMBER.captures_iter(text).filter_map(|found| {
        let (whole, prefix) = (found.get(0)?, found.get(1)?);
        let given = !NOT_GIVEN.contains(&prefix.as_str().to_uppercase().as_str());
        (given && stands_alone(text, whole.start(), whole.end())).then(|| whole.range())
    });
    numbers.collect()
}
