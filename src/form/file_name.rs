//! What a `[[return]]` calls its file: a name, of which a part may change from one period to the next.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::names::Label;
use crate::period::names_a_period;

/// What stands for the period in a name: 'Q3', 'P09 2022-23', 'December'.
const PERIOD: &str = "{period}";

/// A file's name without its ending, as the form writes it. `*` stands for whatever may stand there or for nothing ('v2 FINAL'), but not for
/// the rest of a word: 'v*' is 'v4' and not 'variances'. `{period}` stands for words that say a period, a month or a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// As the form writes it.
    pub written: String,
    /// What stands before, between and behind the changing parts.
    fixed: Vec<Fixed>,
    /// Of each changing part whether something must stand there.
    filled: Vec<bool>,
}

/// A part of a name that does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fixed {
    /// As names are compared.
    label: Label,
    /// Whether a word begins with it, and whether one ends with it: 'v' of 'Savings {period} v*' begins one.
    begins: bool,
    ends: bool,
}

impl FileName {
    /// Reads it; the reason, a sentence, where it cannot be one.
    pub fn read(written: &str) -> Result<FileName, String> {
        let (mut fixed, mut filled, mut rest) = (Vec::new(), Vec::new(), written);
        loop {
            let (star, period) = (rest.find('*'), rest.find(PERIOD));
            let is_period = match (star, period) {
                (None, None) => break,
                (Some(star), Some(period)) => period < star,
                (star, _) => star.is_none(),
            };
            let (at, length) = if is_period { (period, PERIOD.len()) } else { (star, 1) };
            let Some((before, behind)) = at.and_then(|at| Some((rest.get(..at)?, rest.get(at + length..)?))) else {
                break;
            };
            fixed.push(before);
            filled.push(is_period);
            rest = behind;
        }
        fixed.push(rest);
        if fixed.iter().any(|part| part.contains(['{', '}'])) {
            return Err(format!(
                "`file` is \"{{area}}\" for each area's own workbook, or a file's name, in which {PERIOD} stands for the period and * for \
                 whatever may stand there; \"{written}\" is neither"
            ));
        }
        let parts_words = |letter: Option<char>| letter.is_some_and(|letter| !letter.is_alphanumeric());
        let fixed: Vec<Fixed> = fixed
            .into_iter()
            .map(|part| Fixed {
                label: Label::of(part),
                begins: parts_words(part.chars().next()),
                ends: parts_words(part.chars().next_back()),
            })
            .collect();
        if !filled.is_empty() && fixed.iter().all(|part| part.label.is_empty()) {
            return Err(format!(
                "`file` needs a word of the file's name beside what changes, or every file would be it; \"{written}\" has none"
            ));
        }
        Ok(FileName { written: written.to_string(), fixed, filled })
    }

    /// Whether a file's name, without its ending, is this one.
    pub fn fits(&self, stem: &str) -> bool {
        let label = Label::of(stem);
        let text = label.as_str();
        let [first, others @ ..] = self.fixed.as_slice() else { return false };
        if others.is_empty() {
            return text == first.label.as_str();
        }
        let start = first.label.as_str().len();
        text.starts_with(first.label.as_str()) && first.stands(text, 0) && fits((text, start), others, &self.filled)
    }

    /// Whether a part of it changes.
    pub fn is_pattern(&self) -> bool {
        !self.filled.is_empty()
    }

    /// So many letters of it are always the same: of two names that a file fits, the one with more says more of it.
    pub fn letters(&self) -> usize {
        self.fixed.iter().map(|part| part.label.as_str().len()).sum()
    }
}

impl Fixed {
    /// Whether it may stand at a place of a text where its letters do.
    fn stands(&self, text: &str, at: usize) -> bool {
        let end = at + self.label.as_str().len();
        let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let behind = text.get(end..).and_then(|behind| behind.chars().next());
        !(self.begins && is_letter(before) || self.ends && is_letter(behind))
    }
}

/// Whether a text goes on, from a place, with the changing parts, each with what stands behind it. All places to which the parts so far may
/// reach are kept together, so that many stars take no longer than few.
fn fits((text, start): (&str, usize), fixed: &[Fixed], filled: &[bool]) -> bool {
    let mut reached = BTreeSet::from([start]);
    for (index, (next, must)) in fixed.iter().zip(filled).enumerate() {
        let (label, is_last) = (next.label.as_str(), index + 1 == fixed.len());
        let ends = |from: usize| -> Vec<usize> {
            let rest = text.get(from..).unwrap_or_default();
            // What changes may be long: every place is one at which the next part may begin.
            let places = rest.char_indices().map(|(at, _)| from + at).chain([text.len()]);
            let is_one = |at: &usize| {
                text.get(*at..).is_some_and(|rest| rest.starts_with(label))
                    && (!is_last || at + label.len() == text.len())
                    && next.stands(text, *at)
                    && may_change(text, from..*at, *must)
            };
            places.filter(is_one).map(|at| at + label.len()).collect()
        };
        reached = reached.into_iter().flat_map(ends).collect();
    }
    reached.contains(&text.len())
}

/// Whether a part of a text may be what changes: a period, or anything that goes on with no word and begins none.
fn may_change(text: &str, part: Range<usize>, is_period: bool) -> bool {
    let Some(changing) = text.get(part.clone()) else { return false };
    if is_period {
        // As names are compared, '31.12.22' and '2022-23' have blanks.
        return [" ", ".", "-"].iter().any(|mark| names_a_period(&changing.trim().replace(' ', mark)));
    }
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
    let goes_on = is_letter(changing.chars().next())
        && is_letter(text.get(..part.start).and_then(|before| before.chars().next_back()));
    let begins = is_letter(changing.chars().next_back())
        && is_letter(text.get(part.end..).and_then(|behind| behind.chars().next()));
    !(goes_on || begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_name_may_change() {
        let cases = [
            ("Savings tracker {period} v*", "Savings tracker Q3 2022-23 v4 FINAL", true),
            ("Savings tracker {period} v*", "savings_tracker P09 V2", true),
            ("Savings tracker {period} v*", "Savings tracker v4", false),
            ("Savings tracker {period} v*", "Savings tracker November", false),
            ("Finance * summary *", "Finance summary", true),
            ("Savings tracker {period} v*", "Old savings tracker Q3 v4", false),
            ("Savings tracker*", "Savings tracker", true),
            ("Savings tracker*", "Savings tracker December", true),
            ("* savings", "Housing savings", true),
            ("* savings", "Housing savings 2", false),
            ("Finance * summary *", "Finance Q3 summary v2", true),
            ("Finance * summary *", "Finance Q3 v2", false),
            ("Savings tracker {period} v*", "Savings tracker December v4", true),
            ("Savings tracker {period}", "Savings tracker 31.12.22", true),
            ("Savings tracker {period}", "Savings tracker for Adults", false),
            ("Savings {period} return", "Savings Period 5 return", true),
            ("Savings v*", "Savings v 4", true),
            ("Savings v*", "Savings variances", false),
            ("Savings tracker*", "Savings trackers of others", false),
            ("Savings tracker*", "Savings tracker2", true),
            ("*savings", "Oversavings", false),
            ("overall", "Overall", true),
            ("overall", "overall 2", false),
        ];
        for (name, stem, expected) in cases {
            assert_eq!(FileName::read(name).unwrap().fits(stem), expected, "{name}: {stem}");
        }
    }

    #[test]
    fn many_stars_take_no_longer_than_few() {
        let (name, stem) = (format!("{}b", "a*".repeat(60)), "a ".repeat(120));
        assert!(!FileName::read(&name).unwrap().fits(&stem));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for name in ["{quarter}", "Savings {perod}", "*", "{period}", "* {period}", "}{"] {
            assert!(FileName::read(name).is_err(), "{name}");
        }
    }

    #[test]
    fn of_two_names_the_longer_one_says_more() {
        let letters = |name: &str| FileName::read(name).unwrap().letters();
        assert!(letters("Savings tracker summary*") > letters("Savings tracker*"));
    }
}
