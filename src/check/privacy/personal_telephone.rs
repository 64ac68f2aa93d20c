//! Telephone numbers in text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{digits, has_digits, stands_alone};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::pattern;

pub(super) static RULE: Rule = Rule {
    code: "personal-telephone",
    family: Family::Privacy,
    severity: Severity::Query,
    title: "A telephone number in a text",
    what: "A text of a return, or a note beside its table, holds what reads as a British telephone number and is not among the \
           contacts that may be published.",
    why: "The appendix is published, and a number leads to a person.",
    mend: "Take it out. An officer's number that may be published goes into `contacts` of `[privacy]` in piperoll.toml.",
    run,
};

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(r"(?:\+44[\s\u{a0}-]?(?:\(0\)[\s\u{a0}]?)?|\(?0)[1-9][0-9]{1,4}\)?(?:[\s\u{a0}-]?[0-9]{2,8}){1,4}")
});

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let contacts = &view.form.contacts;
    super::run(rule, view, "a telephone number", "telephone numbers", |text| count(text, contacts))
}

/// How many numbers a text holds that are not among the contacts.
pub(super) fn count(text: &str, contacts: &[String]) -> usize {
    found(text, contacts).len()
}

/// No number has fewer digits.
const FEWEST: usize = 10;

/// Where they stand.
pub(super) fn found(text: &str, contacts: &[String]) -> Vec<Range<usize>> {
    if !has_digits(text, FEWEST) {
        return Vec::new();
    }
    let contacts: Vec<String> =
        contacts.iter().filter(|contact| !contact.contains('@')).map(|contact| national(contact)).collect();
    NUMBER
        .find_iter(text)
        .filter(|found| stands_alone(text, found.start(), found.end()))
        .filter(|found| {
            let number = national(found.as_str());
            is_british(&number) && !contacts.contains(&number)
        })
        .map(|found| found.range())
        .collect()
}

/// The digits as dialled at home: '+44 114 …' and '+44 (0)114 …' become '0114…'.
fn national(typed: &str) -> String {
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
