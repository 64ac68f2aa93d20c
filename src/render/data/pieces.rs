//! The pieces of a text that a line should not break: its words, and a day with its month.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern;

/// A day and its month: '26 January', '1st Apr'. The layout has it too.
pub(super) const DAY: &str = r"\b[0-3]?[0-9](?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b";

static DAYS: LazyLock<Regex> = LazyLock::new(|| pattern::fixed(DAY));

/// The words of a text; a day and its month are one.
pub(in crate::render) fn pieces(text: &str) -> Vec<&str> {
    // Most texts have no figures, or no blanks, and need no search.
    if !text.contains(' ') || !text.contains(|character: char| character.is_ascii_digit()) {
        return text.split_whitespace().collect();
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut rest = 0;
    for found in DAYS.find_iter(text) {
        // Signs that touch the day or the month belong to the piece: '(26 January,'.
        let from = text[rest..found.start()].rfind(char::is_whitespace).map_or(rest, |at| rest + at);
        let to = text[found.end()..].find(char::is_whitespace).map_or(text.len(), |at| found.end() + at);
        if from < start {
            continue;
        }
        pieces.extend(text[start..from].split_whitespace());
        pieces.push(text[from..to].trim());
        start = to;
        rest = to;
    }
    pieces.extend(text[start..].split_whitespace());
    pieces
}

/// Whether a text is a date and nothing else.
pub(super) fn is_date(text: &str) -> bool {
    let rest = DAYS.find(text).filter(|found| found.start() == 0).map(|found| text[found.end()..].trim());
    rest.is_some_and(|year| year.is_empty() || year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_its_month_are_one_piece() {
        for (text, expected) in [
            ("by 26 January 2023, at last", &["by", "26 January", "2023,", "at", "last"][..]),
            ("(1st April) and 31 Dec", &["(1st April)", "and", "31 Dec"]),
            ("380 January sales", &["380", "January", "sales"]),
            ("26\nJanuary", &["26", "January"]),
            ("two words", &["two", "words"]),
            ("from 1 May, 2 May", &["from", "1 May,", "2 May"]),
            ("", &[]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_is_a_day_a_month_and_perhaps_a_year() {
        assert!(["26 January 2023", "1 May", "31 Dec 2022"].into_iter().all(is_date));
        assert!(
            ["", "2023", "26 January 23", "26 January 2023 or later", "by 1 May"]
                .into_iter()
                .all(|text| !is_date(text))
        );
    }
}
