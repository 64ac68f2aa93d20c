//! NHS numbers: ten digits of which the last one checks the others.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{digits, has_digits, stands_alone};
use crate::pattern;

static TEN_DIGITS: LazyLock<Regex> =
    LazyLock::new(|| pattern::fixed(r"[0-9]{3}[\s\u{a0}-]?[0-9]{3}[\s\u{a0}-]?[0-9]{4}"));

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
