//! British telephone numbers.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{digits, has_digits, stands_alone};
use crate::pattern;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(r"(?:\+44[\s\u{a0}-]?(?:\(0\)[\s\u{a0}]?)?|\(?0)[1-9][0-9]{1,4}\)?(?:[\s\u{a0}-]?[0-9]{2,8}){1,4}")
});

/// No number has fewer digits.
const FEWEST: usize = 10;

/// Where they stand.
pub(super) fn found(text: &str) -> Vec<Range<usize>> {
    if !has_digits(text, FEWEST) {
        return Vec::new();
    }
    NUMBER
        .find_iter(text)
        .filter(|found| stands_alone(text, found.start(), found.end()) && is_british(&national(found.as_str())))
        .map(|found| {
            // The bracket around '(0114) 496 0123' is the number's, that of '(07700 900123)' is the sentence's.
            let is_around_all = found.as_str().starts_with('(') && !found.as_str().contains(')');
            found.start() + usize::from(is_around_all)..found.end()
        })
        .collect()
}

/// The digits as dialled at home: '+44 114 …' and '+44 (0)114 …' become '0114…'.
pub(super) fn national(typed: &str) -> String {
    let all = digits(typed);
    match all.strip_prefix("44") {
        Some(rest) if typed.trim_start().starts_with('+') => format!("0{}", rest.trim_start_matches('0')),
        _ => all,
    }
}

/// Ten or eleven digits that open as British numbers do: 01, 02, 03, 05, 07, 08, 09.
fn is_british(number: &str) -> bool {
    let opens = matches!(number.as_bytes(), [b'0', b'1' | b'2' | b'3' | b'5' | b'7' | b'8' | b'9', ..]);
    opens && (number.len() == 11 || (number.len() == 10 && matches!(number.as_bytes(), [b'0', b'1' | b'8', ..])))
}
