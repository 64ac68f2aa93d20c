//! What a `[[return]]` calls its file: a name, of which a part may change from one period to the next.

use crate::names::Label;

/// What stands for the period in a name: 'Q3', 'P09 2022-23', 'December'.
const PERIOD: &str = "{period}";

/// A file's name without its ending, as the form writes it. `*` stands for whatever may stand there or for nothing ('v2 FINAL'), and
/// `{period}` for words that say the period.
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

/// Whether a text goes on, from a place, with the changing parts, each with what stands behind it.
fn fits((text, start): (&str, usize), fixed: &[Fixed], filled: &[bool]) -> bool {
    let ([next, others @ ..], [must, more @ ..]) = (fixed, filled) else { return start == text.len() };
    let Some(rest) = text.get(start..) else { return false };
    let is_one = |at: usize| {
        let changing = text.get(start..at).unwrap_or_default();
        next.stands(text, at) && (!must || changing.contains(char::is_alphanumeric))
    };
    let length = next.label.as_str().len();
    if others.is_empty() {
        return rest.ends_with(next.label.as_str()) && is_one(text.len() - length);
    }
    let places = rest.match_indices(next.label.as_str()).map(|(at, _)| start + at);
    places.filter(|at| is_one(*at)).any(|at| fits((text, at + length), others, more))
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
            ("overall", "Overall", true),
            ("overall", "overall 2", false),
        ];
        for (name, stem, expected) in cases {
            assert_eq!(FileName::read(name).unwrap().fits(stem), expected, "{name}: {stem}");
        }
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
