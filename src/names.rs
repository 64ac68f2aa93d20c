//! Names as people type them: the only folding of texts for comparison, and the only 'did you mean'.
//!
//! Whoever compares what two people typed makes both texts into one of these types. Each has its own rule, and all build on
//! one core: case, the number and kind of blanks, the length of dashes, the shape of quotes, full-width letters and accents
//! do not tell two texts apart. Ids, file endings, words of formulas and names inside a workbook are no people's names and
//! are not compared here.

mod fold;
mod heading;
mod near;

use crate::money::print_whole;
pub use fold::{behind, in_front_of, is_dash};
pub use heading::Heading;
pub use near::{did_you_mean, may_be_meant, nearest, nearest_name};

/// A word or a text with a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Names as a sentence lists them, where no more than so many are said: "'Voids', 'Rents' and 3 more". `between` stands between them.
pub(crate) fn first_of<T: AsRef<str>>(names: &[T], between: &str, most: usize) -> String {
    listed(names, between, most, &|number| format!("{number} more"), &|list, last| format!("{list} and {last}"))
}

/// The same in another language: `more` says how many are not named, and `end` puts the last one behind the others.
pub(crate) fn listed<T: AsRef<str>>(
    names: &[T],
    between: &str,
    most: usize,
    more: &dyn Fn(&str) -> String,
    end: &dyn Fn(&str, &str) -> String,
) -> String {
    let (said, rest) = names.split_at(names.len().min(most));
    let more = more(&print_whole(rest.len()));
    let mut said: Vec<&str> = said.iter().map(AsRef::as_ref).collect();
    if !rest.is_empty() {
        said.push(&more);
    }
    match said.as_slice() {
        [] => String::new(),
        [one] => (*one).to_string(),
        [most @ .., last] => end(&most.join(between), last),
    }
}

/// A text on one line, for a sentence: every run of blanks and line breaks is one blank.
///
/// ```
/// assert_eq!(piperoll::names::one_line(" Voids\nphase  1 "), "Voids phase 1");
/// ```
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The title of a scheme, compared by the core alone: 'Voids – phase 1' is 'voids - Phase 1', "children’s homes" is
/// "Children's  homes", 'Café' is 'Cafe'; 'Voids: phase 1' is another title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Title(String);

/// The reference of a scheme, compared by the core alone: 'A–1' is 'a-1'. A blank inside counts: '12b i' is not '12bi', for
/// nobody but the council knows whether they are one; they are [near](Reference::is_near).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference(String);

/// The name of an area, a file, a sheet, a group or a row: its words, made of letters and digits, and '&' is 'and'.
/// 'Total:' is 'total', 'Adults & Families' is 'adults-and-families', 'Sub-total' is 'Sub total' and not 'Subtotal'. A label
/// without a letter or digit is compared by the core: '–' is '-'.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(String);

/// A code, a choice or another word that the form lists, compared by the core, so that its marks count: '–' is '-' and
/// 'NOT PROFILED' is 'not profiled', but 'R*' is not 'R', nor 'n/a' 'na'.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(String);

/// A phrase of the form that is looked for in running text, or that text, compared by the core.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase(String);

/// How two references that are not the same are near to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near {
    /// They differ by blanks or punctuation alone: '1 6a' and '16a'.
    Punctuation,
    /// They differ by letters that look like digits as well, or alone: 'S10' and 'S1O'.
    LooksAlike,
    /// Blanks aside, they differ by one character that is no digit: '12bii' and '12b i'. (Other digits are another number
    /// of the same run.)
    OneCharacter,
}

/// No shorter reference is near another one by a character: 'A' and 'B' are two schemes.
const SHORTEST_NEAR: usize = 4;

impl Title {
    /// The title as it is compared.
    pub fn of(text: &str) -> Title {
        Title(fold::core(text))
    }

    /// Whether two texts are the same title, without keeping either.
    pub fn same(one: &str, other: &str) -> bool {
        fold::same(one, other)
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Reference {
    /// The reference as it is compared.
    pub fn of(text: &str) -> Reference {
        Reference(fold::core(text))
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reference without its blanks: '12b i' and '12bi' have the same.
    #[must_use]
    pub fn closed_up(&self) -> Reference {
        Reference(self.0.chars().filter(|letter| *letter != ' ').collect())
    }

    /// The letters and digits alone: what is left of a reference when blanks and punctuation do not count.
    #[must_use]
    pub fn bare(&self) -> Reference {
        Reference(self.0.chars().filter(|letter| letter.is_alphanumeric()).collect())
    }

    /// What is left when nobody minds how it was typed: blanks, punctuation but between digits ('1.1' is not '11'), and the
    /// letters that look like the digit beside them, 'O' and 'l', do not count.
    #[must_use]
    pub fn as_it_looks(&self) -> Reference {
        let letters: Vec<char> = self.0.chars().filter(|letter| *letter != ' ').collect();
        let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        let kept = |(at, letter): (usize, &char)| {
            let (before, behind) = (is_digit(at.checked_sub(1)), is_digit(at.checked_add(1)));
            match letter {
                'o' if before || behind => Some('0'),
                'l' if before || behind => Some('1'),
                letter if letter.is_alphanumeric() || before && behind => Some(*letter),
                _ => None,
            }
        };
        Reference(letters.iter().enumerate().filter_map(kept).collect())
    }

    /// Whether the other may be the same reference in another spelling. Near references are proposed, never taken for one.
    pub fn is_near(&self, other: &Reference) -> bool {
        self.nearness(other).is_some()
    }

    /// How near the other is; `None` if it is the same, or not near.
    pub fn nearness(&self, other: &Reference) -> Option<Near> {
        if self == other {
            return None;
        }
        let bare = self.bare();
        if !bare.is_empty() && bare == other.bare() {
            return Some(Near::Punctuation);
        }
        let looks = self.as_it_looks();
        if !looks.is_empty() && looks == other.as_it_looks() {
            return Some(Near::LooksAlike);
        }
        self.closed_up().differs_by_a_character(&other.closed_up()).then_some(Near::OneCharacter)
    }

    fn differs_by_a_character(&self, other: &Reference) -> bool {
        let (length, other_length) = (self.0.chars().count(), other.0.chars().count());
        let digits = |reference: &'_ str| -> Vec<char> { reference.chars().filter(char::is_ascii_digit).collect() };
        length.min(other_length) >= SHORTEST_NEAR
            && length.abs_diff(other_length) <= 1
            && digits(&self.0) == digits(&other.0)
            && strsim::levenshtein(&self.0, &other.0) == 1
    }
}

impl Label {
    /// The label as it is compared.
    pub fn of(text: &str) -> Label {
        let mut words = String::with_capacity(text.len());
        words.extend(fold::words(text));
        Label(if words.is_empty() { fold::core(text) } else { words })
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether two texts are the same label, without keeping either.
    pub fn same(one: &str, other: &str) -> bool {
        let (mut of_one, mut of_other) = (fold::words(one).peekable(), fold::words(other).peekable());
        match (of_one.peek(), of_other.peek()) {
            (None, None) => fold::same(one, other),
            _ => of_one.eq(of_other),
        }
    }

    /// Whether a text begins with the words of the other one, as [`begins_with`](Self::begins_with) says of labels, without
    /// keeping either.
    pub fn opens(text: &str, start: &str) -> bool {
        let (mut found, mut wanted) = (fold::words(text), fold::words(start).peekable());
        if wanted.peek().is_none() {
            return Label::of(text).begins_with(&Label::of(start));
        }
        wanted.all(|letter| found.next() == Some(letter)) && found.next().is_none_or(|letter| letter == ' ')
    }

    /// Whether the other label stands in this one, as words of their own: 'homecare' in 'Subtotal - Homecare'.
    pub fn holds(&self, other: &Label) -> bool {
        self.holds_words(&other.0)
    }

    /// The same of words that are folded already, as those that stand in the source are.
    pub fn holds_words(&self, words: &str) -> bool {
        debug_assert_eq!(Label::of(words).as_str(), words, "words of the source are folded");
        !words.is_empty()
            && self.0.match_indices(words).any(|(start, found)| {
                let (before, behind) = (self.0.get(..start), self.0.get(start + found.len()..));
                before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
                    && behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
            })
    }

    /// Whether this one begins with the words of the other: 'Total for Adults' with 'total'.
    pub fn begins_with(&self, other: &Label) -> bool {
        self.begins_with_words(&other.0)
    }

    /// The same of words that are folded already, as those that stand in the source are.
    pub fn begins_with_words(&self, words: &str) -> bool {
        debug_assert_eq!(Label::of(words).as_str(), words, "words of the source are folded");
        let behind = if words.is_empty() { None } else { self.0.strip_prefix(words) };
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
    }
}

impl Code {
    /// The code as it is compared.
    pub fn of(text: &str) -> Code {
        Code(fold::core(text))
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two texts are the same code, without keeping either.
    pub fn same(one: &str, other: &str) -> bool {
        fold::same(one, other)
    }
}

impl Phrase {
    /// The phrase as it is compared.
    pub fn of(text: &str) -> Phrase {
        Phrase(fold::core(text))
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it stands anywhere in the text.
    pub fn stands_in(&self, text: &Phrase) -> bool {
        text.0.contains(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_differ_by_more_than_what_a_keyboard_makes_of_them() {
        for (one, other) in [
            ("Voids – phase 1", "voids - Phase 1"),
            ("Children’s homes", "CHILDREN'S  homes"),
            ("“Invest to save”", "\"Invest to save\""),
            ("ORBIS", "Orbis"),
            ("Café at Bwlch-y-cŵn", "Cafe\u{301} at Bwlch‑y‑cwn"),
            ("Ｖｏｉｄｓ　１", "Voids 1"),
            ("Re\u{ad}ablement\u{feff}", "Reablement"),
        ] {
            assert_eq!(Title::of(one), Title::of(other), "{one}");
        }
        assert_ne!(Title::of("Voids: phase 1"), Title::of("Voids phase 1"));
        assert_ne!(Title::of("Childrens homes"), Title::of("Children's homes"));
    }

    #[test]
    fn a_blank_inside_a_reference_counts_and_makes_it_near() {
        assert_eq!(Reference::of(" A–1 "), Reference::of("a-1"));
        assert_eq!(Reference::of("12b  ii"), Reference::of("12B II"));
        let near = |one: &str, other: &str| Reference::of(one).nearness(&Reference::of(other));
        assert_eq!(near("12b i", "12bi"), Some(Near::Punctuation));
        assert_eq!(near("1 6a", "16A"), Some(Near::Punctuation));
        assert_eq!(near("A/16", "A-16"), Some(Near::Punctuation));
        for (one, other) in [("S-14", "Sl4"), ("HSG010", "HSG01O"), ("A01", "ao1")] {
            assert_eq!(near(one, other), Some(Near::LooksAlike), "{one} and {other}");
        }
        assert_ne!(Reference::of("1.1").as_it_looks(), Reference::of("11").as_it_looks());
        assert_ne!(Reference::of("1i").as_it_looks(), Reference::of("11").as_it_looks());
        assert_eq!(near("12bii", "12b i"), Some(Near::OneCharacter));
        assert_eq!(near("HRA-7x", "HRB-7x"), Some(Near::OneCharacter));
        for (one, other) in
            [("12bi", "12BI"), ("16a", "16b"), ("A001", "A011"), ("A001", "A0011"), ("-", "–"), ("", "-")]
        {
            assert_eq!(near(one, other), None, "{one} and {other}");
        }
    }

    #[test]
    fn labels_are_words() {
        for (one, other) in [
            ("Total:", "total"),
            ("Adults & Families", "adults-and-families"),
            ("R&D", "r and d"),
            ("Sub-total", "Sub  total."),
            ("Children’s Services", "children-s-services"),
            ("–", " - "),
        ] {
            assert_eq!(Label::of(one), Label::of(other), "{one}");
            assert!(Label::same(one, other), "{one}");
        }
        assert_ne!(Label::of("Subtotal"), Label::of("Sub-total"));
        assert!(Label::of("-- ").as_str() == "--" && Label::of(" \n").is_empty());
    }

    #[test]
    fn a_label_is_found_as_words_of_their_own() {
        let holds = |label: &str, other: &str| Label::of(label).holds(&Label::of(other));
        assert!(holds("Subtotal - Homecare", "homecare") && holds("Homecare (net)", "HOMECARE net"));
        assert!(!holds("Homecares", "Homecare") && !holds("Homecare", "") && !holds("Homecare", "-"));
        let begins = |label: &str, other: &str| Label::of(label).begins_with(&Label::of(other));
        assert!(begins("Total – Adults", "total:") && begins("Total", "Total"));
        assert!(!begins("Totals", "Total") && !begins("Sub-total", "Total") && !begins("Total", ""));
    }

    proptest! {
        #[test]
        fn labels_are_compared_without_keeping_them_as_they_are_when_kept(
            one in "[ a-c&-–²'.]{0,6}|.{0,8}", other in "[ a-c&-–²'.]{0,6}|.{0,8}"
        ) {
            let (kept, start) = (Label::of(&one), Label::of(&other));
            prop_assert_eq!(Label::same(&one, &other), kept == start);
            prop_assert_eq!(Label::opens(&one, &other), kept.begins_with(&start));
            prop_assert!(Label::same(&one, kept.as_str()) && (kept.is_empty() || Label::opens(&one, kept.as_str())));
        }
    }

    #[test]
    fn the_marks_of_a_code_count() {
        assert!(Code::same(" – ", "-") && Code::same("Not\u{a0}profiled", "NOT PROFILED"));
        assert!(!Code::same("R*", "R") && !Code::same("n/a", "na") && !Code::same("A ", "AB"));
        assert_eq!(Code::of(" – "), Code::of("-"));
    }
}
