//! NHS numbers in text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{digits, has_digits, stands_alone};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::pattern;

pub(super) static RULE: Rule = Rule {
    code: "nhs-number",
    family: Family::Privacy,
    severity: Severity::Error,
    title: "An NHS number in a text",
    what: "A text of a return, or a note beside its table, holds ten digits that pass the check of an NHS number.",
    why: "It names one person who receives care. Nothing of the kind may be published, nor stand in a savings return at all.",
    mend: "Take it out of the return, and tell whoever keeps the council's data protection log.",
    run,
};

static TEN_DIGITS: LazyLock<Regex> =
    LazyLock::new(|| pattern::fixed(r"[0-9]{3}[\s\u{a0}-]?[0-9]{3}[\s\u{a0}-]?[0-9]{4}"));

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    super::run(rule, view, "an NHS number", "NHS numbers", count)
}

/// How many NHS numbers a text holds.
pub(super) fn count(text: &str) -> usize {
    found(text).len()
}

/// Where they stand.
pub(super) fn found(text: &str) -> Vec<Range<usize>> {
    if !has_digits(text, 10) {
        return Vec::new();
    }
    TEN_DIGITS
        .find_iter(text)
        .filter(|found| stands_alone(text, found.start(), found.end()) && is_valid(&digits(found.as_str())))
        .map(|found| found.range())
        .collect()
}

/// The tenth digit is eleven less the remainder by eleven of the others, weighted from ten down to two.
fn is_valid(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|character| character.to_digit(10)).collect();
    let [first, .., check] = digits.as_slice() else { return false };
    if digits.len() != 10 || digits.iter().all(|digit| digit == first) {
        return false;
    }
    let weighted: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - weighted % 11 {
        11 => *check == 0,
        10 => false,
        expected => *check == expected,
    }
}
