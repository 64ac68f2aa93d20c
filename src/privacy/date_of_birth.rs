//! Dates of birth: a date that is said to be one. A date alone is a milestone as a rule, and a day since when or before which
//! children were born ('born after 1 September 2019') is nobody's.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern;

/// What says so before the date, and what may stand between the two.
const SAID: &str = r"(?:\bd\s?[.]\s?o\s?[.]\s?b\b[.]?|\bdob[.]?|\bd/o/b\b|\b(?:date|day)\s+of\s+birth\b|\bbirth\s*da(?:te|y)\b|\bborn\b(?:\s+(?:on|in)\b)?)(?:\s+(?:is|was|of))?[\s\u{a0}:;=(\u{2013}-]{0,4}";

/// What says so behind it: '12/03/1961 (DOB)'.
const SAID_BEHIND: &str = r"[\s\u{a0}]?[(\[]\s?(?:d[.]\s?o[.]\s?b\b|dob\b|date\s+of\s+birth\b)";

const MONTH: &str = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.]?";

const DAY: &str = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?";

/// What stands between the parts of a date in words.
const GAP: &str = r"[\s,\u{a0}/-]{1,3}(?:of\s+)?";

const IN_FIGURES: &str = r"(?:19|20)[0-9]{2}\s?[/.\u{2013}-]\s?(?:0?[1-9]|1[0-2])\s?[/.\u{2013}-]\s?(?:0?[1-9]|[12][0-9]|3[01])\b|(?:0?[1-9]|[12][0-9]|3[01])\s?[/.\u{2013}-]\s?(?:0?[1-9]|1[0-2])\s?[/.\u{2013}-]\s?(?:(?:19|20)[0-9]{2}|[0-9]{2})\b|(?:0[1-9]|[12][0-9]|3[01])\s?(?:0[1-9]|1[0-2])\s?(?:19|20)[0-9]{2}\b";

const YEAR: &str = r"(?:(?:19|20)[0-9]{2}|['\u{2019}]?[0-9]{2})\b";

const FULL_YEAR: &str = r"(?:19|20)[0-9]{2}\b";

/// The date is the one group: '12/03/1961', '1961-03-12', '12th March, 1961', 'March 12, 1961', 'March 1961'.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        "(?i)", SAID, "(", IN_FIGURES, "|", DAY, GAP, MONTH, GAP, YEAR, "|", MONTH, GAP, DAY, GAP, YEAR, "|", MONTH,
        GAP, FULL_YEAR, ")",
    ])
});

static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        r"(?i)\b(",
        IN_FIGURES,
        "|",
        DAY,
        GAP,
        MONTH,
        GAP,
        YEAR,
        "|",
        MONTH,
        GAP,
        DAY,
        GAP,
        YEAR,
        ")",
        SAID_BEHIND,
    ])
});

/// Where they stand: the dates alone.
pub(super) fn found(text: &str) -> Vec<Range<usize>> {
    if !may_hold(text) {
        return Vec::new();
    }
    let dates = [&*BEFORE, &*BEHIND].into_iter().flat_map(|pattern| pattern.captures_iter(text));
    let mut found: Vec<Range<usize>> = dates.filter_map(|date| Some(date.get(1)?.range())).collect();
    found.sort_by_key(|date| date.start);
    found.dedup();
    found
}

/// Whether it has digits, and a word that begins as one of those that say so. Most texts have not, and need not be searched.
fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().any(u8::is_ascii_digit)
        && bytes.windows(2).any(|two| {
            let [first, second] = two else { return false };
            match first.to_ascii_lowercase() {
                b'b' => matches!(second.to_ascii_lowercase(), b'i' | b'o'),
                b'd' => matches!(second.to_ascii_lowercase(), b'o' | b'.' | b'/' | b' '),
                _ => false,
            }
        })
}
