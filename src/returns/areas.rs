//! Whose a return is: the form's areas by every name they go by.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::totals::words::words_of;
use crate::form::Form;
use crate::names::{Label, nearest_name};
use crate::period::month_word;

/// The areas by name.
pub(super) struct Areas<'a> {
    /// Every name of every area, in the order of the form.
    names: Vec<Name<'a>>,
    /// The words of all of them.
    pub(super) words: Arc<BTreeSet<String>>,
    /// The first name of each label.
    by_label: BTreeMap<String, usize>,
    /// The names that begin with each word.
    by_word: BTreeMap<String, Vec<usize>>,
    /// The groups of areas (their ids) by every name they go by.
    groups: BTreeMap<String, &'a str>,
}

/// A name of an area.
struct Name<'a> {
    label: Label,
    typed: &'a str,
    /// The area's id.
    area: &'a str,
    /// Whether it is a name in words, and no id of another spelling.
    is_spoken: bool,
}

/// No title, and no line that names an area, is longer, in bytes.
const LONGEST: usize = 200;

/// A line with more words is running text.
const MOST_WORDS: usize = 14;

/// Labels behind which a return names its area.
const LABELS: [&str; 9] = [
    "service area",
    "area",
    "directorate",
    "service",
    "portfolio",
    "department",
    "division",
    "name of service",
    "name of directorate",
];

/// What parts a title from the area's name in it: 'Savings return – Adults'.
const PARTS: [&str; 7] = [": ", " - ", " – ", " — ", " | ", "\n", ":"];

/// Words that stand beside an area's name in a title. Beside a name of one word nothing else does: 'Health savings return', but
/// 'Health Partnerships' and 'South Coast' are other names.
const TITLE_WORDS: &str = "a amended and appendix area as at budget by copy delivery department dept directorate division draft \
    efficiencies efficiency figures final financial for form from fy group in is latest monitoring month new of \
    outturn period plan plans portfolio position programme qtr quarter recovery report reports return returns \
    revised saving savings scheme schemes service services summary the update updated v version";

/// Words that join a name to what stands beside it.
const JOINING: [&str; 9] = ["and", "as", "at", "by", "for", "from", "in", "of", "the"];

/// Beginnings of words by which a line speaks of dealings with an area, and is not the title of its return.
const DEALINGS: [&str; 18] = [
    "transfer",
    "joint",
    "shar",
    "contact",
    "recharg",
    "exclud",
    "except",
    "moved",
    "refer",
    "see",
    "copied",
    "telephone",
    "email",
    "formerly",
    "previously",
    "between",
    "outside",
    "via",
];

/// Words that end right in front of an area which is not the return's own: 'schemes with Adults', 'return to Finance'.
const TOWARDS: [&str; 9] = ["with", "to", "than", "against", "not", "without", "cc", "including", "excluding"];

/// Words of a person or a body who answers for an area: 'Portfolio holder: Adults and Health', 'Scrutiny committee: Health'.
const ANSWERS: [&str; 9] =
    ["holder", "member", "councillor", "cllr", "committee", "scrutiny", "panel", "sponsor", "partner"];

/// A cell with more words is no label of the one on its right.
const MOST_WORDS_OF_LABEL: usize = 5;

/// What is done by an area that looks after the returns of all.
const DONE_BY: [&str; 9] =
    ["prepared", "checked", "reviewed", "approved", "agreed", "issued", "produced", "compiled", "signed"];

/// A word of a line: as typed, as it is compared, and whether a mark parts it from the word before.
struct Word<'t> {
    typed: &'t str,
    label: String,
    parted: bool,
}

impl<'a> Areas<'a> {
    pub(super) fn new(form: &'a Form) -> Self {
        let mut names = Vec::new();
        for area in &form.areas {
            let id = Label::of(&area.id);
            let is_spoken = id == Label::of(&area.name);
            names.push(Name { label: id, typed: &area.name, area: &area.id, is_spoken });
            for name in std::iter::once(&area.name).chain(&area.also) {
                names.push(Name { label: Label::of(name), typed: name, area: &area.id, is_spoken: true });
            }
        }
        let (mut by_label, mut by_word): (BTreeMap<_, _>, BTreeMap<_, Vec<_>>) = Default::default();
        for (place, name) in names.iter().enumerate().filter(|(_, name)| !name.label.is_empty()) {
            by_label.entry(name.label.as_str().to_string()).or_insert(place);
            let first = name.label.as_str().split(' ').next().unwrap_or_default();
            by_word.entry(first.to_string()).or_default().push(place);
        }
        let words = words_of(names.iter().map(|name| name.label.as_str()));
        let groups = form.area_groups.iter().flat_map(|group| {
            let called = [&group.id, &group.name].into_iter().chain(&group.also);
            called.map(|name| (Label::of(name).as_str().to_string(), group.id.as_str()))
        });
        let groups = groups.filter(|(name, _)| !name.is_empty()).collect();
        Areas { names, words: Arc::new(words), by_label, by_word, groups }
    }

    /// Every name of every area.
    pub(super) fn every_name(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| name.label.as_str())
    }

    /// The names of an area, by its id.
    pub(super) fn names_of(&self, id: &str) -> impl Iterator<Item = &str> {
        self.names.iter().filter(move |name| name.area == id).map(|name| name.label.as_str())
    }

    /// The area with this name as its [`Label`], a number before it aside.
    pub(super) fn named(&self, text: &str) -> Option<&'a str> {
        if text.len() > LONGEST {
            return None;
        }
        behind_number(&Label::of(text), |name| Some(self.names.get(*self.by_label.get(name)?)?.area))
    }

    /// Whether areas are in groups.
    pub(super) fn has_groups(&self) -> bool {
        !self.groups.is_empty()
    }

    /// The group of areas with this name as its [`Label`], a number before it aside.
    pub(super) fn group_named(&self, text: &str) -> Option<&'a str> {
        if text.len() > LONGEST || self.groups.is_empty() {
            return None;
        }
        behind_number(&Label::of(text), |name| self.groups.get(name).copied())
    }

    /// The area that a line of text names: the whole line, or a part of it ('Service area: Adults').
    pub(super) fn in_line(&self, text: &str) -> Option<&'a str> {
        if text.len() > LONGEST {
            return None;
        }
        if is_of_dealings(&words(text)) {
            return None;
        }
        let part = |parting: &&str| text.split(*parting).find_map(|part| self.named(part));
        self.named(text).or_else(|| PARTS.iter().find_map(part))
    }

    /// The areas that a title names in ordinary words ('Adults and Health savings return', 'Return of Housing, Q3'), in its order:
    /// a full name or an `also` as whole words, the longest first. Empty where it speaks of dealings with one ('transferred from
    /// Adults and Health'), and where a name is a part of another one ('South Coast').
    pub(super) fn spoken_in(&self, text: &str) -> Vec<&'a str> {
        let words = words(text);
        if words.len() > MOST_WORDS || is_of_dealings(&words) {
            return Vec::new();
        }
        let mut found = self.standing_in(&words, |name| name.is_spoken);
        let all: Vec<Range<usize>> = found.iter().map(|(at, ..)| at.clone()).collect();
        found.retain(|(at, _, name)| {
            let before = at.start.checked_sub(1).and_then(|before| words.get(before));
            let towards = before.is_some_and(|word| TOWARDS.contains(&word.label.as_str()));
            let from = |word: &Word<'_>| matches!(word.label.as_str(), "from" | "by");
            let of_return = |word: &Word<'_>| word.label.starts_with("return") || word.label.starts_with("saving");
            let earlier = at.start.checked_sub(2).and_then(|earlier| words.get(earlier));
            let passed = match earlier {
                Some(earlier) if before.is_some_and(|word| word.label == "by") => {
                    DONE_BY.contains(&earlier.label.as_str())
                }
                Some(earlier) => before.is_some_and(from) && !of_return(earlier),
                None => false,
            };
            !towards
                && !passed
                && is_by_itself(&words, at, &all, true)
                && (at.len() > 2 || is_written_as_name(&words, at, name))
        });
        found.into_iter().map(|(_, area, _)| area).collect()
    }

    /// The one area that a file's name names as whole words, by a name or its id: 'Housing Q3 2022-23 v2 FINAL'. `None` if it
    /// names several.
    pub(super) fn in_name(&self, stem: &str) -> Option<&'a str> {
        let words = words(stem);
        let found = self.standing_in(&words, |_| true);
        let all: Vec<Range<usize>> = found.iter().map(|(at, ..)| at.clone()).collect();
        let mut found =
            found.into_iter().filter(|(at, ..)| is_by_itself(&words, at, &all, false)).map(|(_, area, _)| area);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// Where names stand among words, none over another: the longest are taken first.
    fn standing_in(
        &self,
        words: &[Word<'_>],
        counts: impl Fn(&Name<'a>) -> bool,
    ) -> Vec<(Range<usize>, &'a str, &'a str)> {
        let mut found: Vec<(Range<usize>, &'a str, &'a str)> = Vec::new();
        for (start, word) in words.iter().enumerate() {
            let begin = self.by_word.get(&word.label).into_iter().flatten().filter_map(|place| self.names.get(*place));
            for known in begin.filter(|known| counts(known)) {
                let mut length = 0;
                let stands = known.label.as_str().split(' ').all(|wanted| {
                    let here = words.get(start + length);
                    length += 1;
                    here.is_some_and(|word| word.label == wanted)
                });
                if stands {
                    found.push((start..start + length, known.area, known.typed));
                }
            }
        }
        found.sort_by_key(|(at, ..)| (std::cmp::Reverse(at.len()), at.start));
        let mut kept: Vec<(Range<usize>, &'a str, &'a str)> = Vec::new();
        for next in found {
            if kept.iter().all(|(at, ..)| next.0.end <= at.start || at.end <= next.0.start) {
                kept.push(next);
            }
        }
        kept.sort_by_key(|(at, ..)| at.start);
        kept
    }

    /// Names that may be meant by `text`, one an area, nearest first, three at most.
    pub(super) fn near(&self, text: &str) -> Vec<String> {
        let wanted = Label::of(text);
        let wanted = wanted.as_str();
        let contained =
            self.names.iter().filter(|name| name.label.as_str().len() > 3 && wanted.contains(name.label.as_str()));
        let nearest = nearest_name(wanted, self.names.iter().map(|found| (found, found.label.as_str())));
        let mut near: Vec<(&str, &str)> = Vec::new();
        for name in contained.chain(nearest) {
            if near.iter().all(|(_, known)| *known != name.area) {
                near.push((name.typed, name.area));
            }
        }
        near.into_iter().take(3).map(|(name, _)| name.to_string()).collect()
    }
}

/// What is found for a name, or for what stands behind a number in front of it.
fn behind_number<'a>(name: &Label, find: impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    find(name.as_str()).or_else(|| {
        let (number, rest) = name.as_str().split_once(' ')?;
        if number.bytes().all(|byte| byte.is_ascii_digit()) { find(rest) } else { None }
    })
}

/// The words of a line as a [`Label`] has them; none of a line that is too long.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    if text.len() > LONGEST {
        return words;
    }
    let (mut rest, mut parted) = (text, false);
    while let Some(letter) = rest.chars().next() {
        let is_word = |letter: char| letter.is_alphanumeric();
        let length = match letter {
            '&' => 1,
            _ => rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()),
        };
        let (typed, behind) = rest.split_at(if length == 0 { letter.len_utf8() } else { length });
        if length > 0 {
            words.push(Word { typed, label: Label::of(typed).as_str().replace('&', "and"), parted });
            parted = false;
        } else {
            parted |= !letter.is_whitespace() && !matches!(letter, '\'' | '’' | '_');
        }
        rest = behind;
    }
    words
}

/// Does a line speak of dealings with an area?
fn is_of_dealings(words: &[Word<'_>]) -> bool {
    let label = |place: usize| words.get(place).map_or("", |word| word.label.as_str());
    let returned = (0..words.len()).any(|place| label(place).starts_with("return") && label(place + 1) == "to");
    let answers = |word: &Word<'_>| ANSWERS.contains(&word.label.strip_suffix('s').unwrap_or(&word.label));
    returned || words.iter().any(|word| answers(word) || DEALINGS.iter().any(|start| word.label.starts_with(start)))
}

/// Whether a cell is the label of one that names somebody else's area: 'Portfolio holder', 'Contact:', 'Return to'.
pub(super) fn labels_another(text: &str) -> bool {
    let words = words(text);
    words.len() <= MOST_WORDS_OF_LABEL && is_of_dealings(&words)
}

fn is_title_word(label: &str) -> bool {
    TITLE_WORDS.split(' ').any(|known| known == label)
}

/// Is this a word that titles have, a number or a month?
fn is_of_titles(word: &Word<'_>) -> bool {
    let label = word.label.as_str();
    is_title_word(label) || label.contains(|letter: char| letter.is_ascii_digit()) || month_word(label).is_some()
}

/// Whether a name of one word ('South', 'The South', 'Adult Services') is no part of another name: nothing but the words of
/// titles, and other areas' names, stands beside it, a joining word aside. 'Health and safety' and 'Head of Finance' name none. A
/// name of more words is one wherever it stands.
fn is_by_itself(words: &[Word<'_>], at: &Range<usize>, all: &[Range<usize>], parts: bool) -> bool {
    let own = words.get(at.clone()).unwrap_or_default();
    if own.iter().filter(|word| !is_of_titles(word)).count() > 1 {
        return true;
    }
    let is_parted = |place: usize| parts && words.get(place).is_some_and(|word| word.parted);
    let joins = |place: usize| words.get(place).is_some_and(|word| JOINING.contains(&word.label.as_str()));
    let fits =
        |place: usize| words.get(place).is_none_or(is_of_titles) || all.iter().any(|other| other.contains(&place));
    let mut behind = at.end;
    while joins(behind) && !is_parted(behind) {
        behind += 1;
    }
    let mut start = at.start;
    while start > 0 && joins(start - 1) && !is_parted(start) {
        start -= 1;
    }
    (is_parted(behind) || fits(behind)) && (is_parted(start) || start.checked_sub(1).is_none_or(fits))
}

/// Whether a name is written as one: in capitals where the form has them, unless the whole line is in lower case.
fn is_written_as_name(words: &[Word<'_>], at: &Range<usize>, name: &str) -> bool {
    let is_capital = |text: &str| text.starts_with(char::is_uppercase);
    let own = words.get(at.clone()).unwrap_or_default();
    let telling = own.iter().find(|word| !is_title_word(&word.label)).or(own.first());
    !is_capital(name)
        || telling.is_some_and(|word| is_capital(word.typed))
        || words.iter().all(|word| !is_capital(word.typed))
}

/// Is this a label behind which the area is named ('Service area:')?
pub(super) fn is_label(text: &str) -> bool {
    LABELS.contains(&Label::of(text).as_str())
}

/// What stands behind such a label in the same text.
pub(super) fn behind_label(text: &str) -> Option<&str> {
    let (label, name) = text.split_once(':')?;
    let name = name.trim();
    (is_label(label) && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let base = include_str!("../../tests/gallery/base.toml");
        let area = |id: &str, name: &str, more: &str| format!("[[area]]\nid = \"{id}\"\nname = \"{name}\"\n{more}\n");
        let areas = [
            area("housing", "Housing", ""),
            area("adults", "Adults and Health", "also = [\"ASC&H\"]"),
            area("health", "Health", ""),
            area("south", "South", ""),
            area("finance", "Finance", ""),
        ];
        Form::parse("piperoll.toml", &format!("{base}\n{}", areas.concat())).unwrap()
    }

    #[test]
    fn a_title_names_an_area_in_ordinary_words() {
        let form = form();
        let areas = Areas::new(&form);
        for (title, expected) in [
            ("Adults and Health savings return", vec!["adults"]),
            ("ADULTS & HEALTH SAVINGS", vec!["adults"]),
            ("Savings Return Adults and Health", vec!["adults"]),
            ("savings return adults and health", vec!["adults"]),
            ("Adults and Health Directorate", vec!["adults"]),
            ("Adults and Health Q3", vec!["adults"]),
            ("Return of Adults and Health", vec!["adults"]),
            ("Return from Adults and Health", vec!["adults"]),
            ("Savings (ASC&H), December 2022", vec!["adults"]),
            ("Health savings", vec!["health"]),
            ("health savings", vec!["health"]),
            ("Housing: savings of Health", vec!["housing", "health"]),
            ("Finance Q3 2022/23", vec!["finance"]),
            ("Savings of the south coast", vec![]),
            ("South Coast savings", vec![]),
            ("Health Partnerships", vec![]),
            ("Health and safety savings", vec![]),
            ("Head of Finance: A Jones", vec![]),
            ("Sign-off by Finance", vec![]),
            ("Savings of Finance and Health", vec!["finance", "health"]),
            ("Directorate of Finance", vec!["finance"]),
            ("Posts transferred from Adults and Health", vec![]),
            ("Savings from Adults and Health", vec!["adults"]),
            ("Posts from Adults and Health", vec![]),
            ("Jointly with Adults and Health", vec![]),
            ("Schemes with Adults and Health", vec![]),
            ("Please return to Finance by 14 October", vec![]),
            ("Prepared by Finance", vec![]),
            ("Contact: J Smith, Finance", vec![]),
            ("Portfolio holder: Adults and Health", vec![]),
            ("Cabinet member for Adults and Health", vec![]),
            ("Portfolio of Adults and Health", vec!["adults"]),
        ] {
            assert_eq!(areas.spoken_in(title), expected, "{title}");
        }
        for text in ["Cabinet Member: Adults and Health", "Cllr A Jones – Health", "Portfolio holder: Finance"] {
            assert_eq!(areas.in_line(text), None, "{text}");
        }
        assert_eq!((areas.in_line("Return to: Finance"), areas.in_line("Savings – Finance")), (None, Some("finance")));
    }

    #[test]
    fn a_file_is_called_after_one_area() {
        let form = form();
        let areas = Areas::new(&form);
        for (stem, expected) in [
            ("Housing Q3 2022-23", Some("housing")),
            ("Housing savings return Q3 v2 FINAL", Some("housing")),
            ("2022-23_q3_adults_and_health", Some("adults")),
            ("adults q3", Some("adults")),
            ("Housing and Health", None),
            ("Savings return Q3", None),
            ("Housings", None),
            ("Housing Benefit Q3", None),
            ("adults-health", None),
        ] {
            assert_eq!(areas.in_name(stem), expected, "{stem}");
        }
    }
}
