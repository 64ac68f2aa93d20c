//! National Insurance numbers in text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{has_digits, stands_alone};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::pattern;

pub(super) static RULE: Rule = Rule {
    code: "national-insurance",
    family: Family::Privacy,
    severity: Severity::Error,
    title: "A National Insurance number in a text",
    what: "A text of a return, or a note beside its table, holds what is built as a National Insurance number: two letters that \
           are in use, six digits, and a letter from A to D.",
    why: "It names one person. Nothing of the kind may be published, nor stand in a savings return at all.",
    mend: "Take it out of the return, and tell whoever keeps the council's data protection log.",
    run,
};

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(r"(?i)([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(?:[\s\u{a0}-]?[0-9]{2}){3}[\s\u{a0}-]?[A-D]")
});

/// Prefixes that are never given out.
const NOT_GIVEN: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    super::run(rule, view, "a National Insurance number", "National Insurance numbers", count)
}

/// How many National Insurance numbers a text holds.
pub(super) fn count(text: &str) -> usize {
    found(text).len()
}

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
