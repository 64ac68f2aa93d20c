//! The rows of a sheet as headings may stand in them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::known::{BESIDE_A_DATE, Known, LONGEST_HEADING};
use super::tidy;
use crate::names::Heading;
use crate::period::{FinancialYear, month_heading, month_word};
use crate::returns::grid::{Raw, Sheet};
use crate::returns::ledger::is_figure;
use crate::returns::units;
use crate::source::Address;

/// A cell that holds something.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    pub(super) at: Address,
    pub(super) raw: &'a Raw,
    /// Its text in the form's words, where it says the same in others.
    tidied: Option<String>,
    /// What it may be among headings.
    pub(super) part: Part,
    /// Its words that stand in headings, by their numbers; dates and units aside.
    words: Vec<u16>,
}

/// A row that holds something.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Which, from 0.
    pub(super) row: u32,
    /// Its cells, left to right.
    pub(super) cells: Vec<Cell<'a>>,
}

impl Cell<'_> {
    /// It as a part of a heading, in one of the [spellings](SPELLINGS) of a date.
    pub(super) fn spelled(&self, spelling: usize, year: FinancialYear, first_month: i8) -> String {
        match &self.tidied {
            Some(text) => text.clone(),
            None => spelled(self.raw, spelling, year, first_month),
        }
    }
}

impl<'a> Line<'a> {
    /// The cell that stands over a column: in it, or to its left with nothing between, as the one text of merged cells does.
    pub(super) fn over(&self, column: u32) -> Option<&Cell<'a>> {
        let behind = self.cells.partition_point(|cell| cell.at.column <= column);
        self.cells.get(behind.checked_sub(1)?)
    }

    /// Whether a heading may go on in this row: something of one stands there, and no figure.
    pub(super) fn goes_on(&self) -> bool {
        self.cells.iter().any(|cell| cell.part.fits()) && self.cells.iter().all(|cell| cell.part != Part::Figure)
    }
}

/// The rows of a sheet, from the top.
pub(super) fn lines<'a>(sheet: &'a Sheet, vocabulary: &Vocabulary<'_>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (at, raw) in &sheet.cells {
        let (part, words) = vocabulary.part(raw);
        let cell = Cell { at: *at, raw, tidied: None, part, words };
        match lines.last_mut().filter(|line| line.row == at.row) {
            Some(line) => line.cells.push(cell),
            None => lines.push(Line { row: at.row, cells: vec![cell] }),
        }
    }
    // No heading stands in a row of figures, and most rows are such.
    for line in lines.iter_mut().filter(|line| line.cells.iter().all(|cell| cell.part != Part::Figure)) {
        for cell in &mut line.cells {
            if let Some(text) = vocabulary.tidied(cell.raw) {
                (cell.part, cell.words) = vocabulary.part(&Raw::Text(text.clone()));
                cell.tidied = Some(text);
            }
        }
    }
    lines
}

/// What a cell may be among headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Words of headings and nothing else.
    Words,
    /// A day, a month, a year, or a number of a date.
    Filler,
    /// A unit of money and nothing else.
    Unit,
    /// Marks alone: '/', '-'.
    Mark,
    /// Other text.
    Other,
    /// A figure: no heading goes on in its row.
    Figure,
}

impl Part {
    /// Whether a heading may be made of it.
    pub(super) fn fits(self) -> bool {
        !matches!(self, Part::Other | Part::Figure)
    }

    /// Whether it says something that a heading may be made of.
    pub(super) fn says(self) -> bool {
        self.fits() && self != Part::Mark
    }
}

/// The words of the headings that may stand on a sheet: a quick look that spares the comparing of every text of it.
pub(super) struct Vocabulary<'k> {
    /// Each word's number.
    words: BTreeMap<&'k str, u16>,
    /// The words of each heading, by their numbers; dates and units aside.
    headings: BTreeSet<Vec<u16>>,
    /// What is asked of rows before they are read as headings of a list, for each of them.
    lists: Vec<OfList>,
    dated: bool,
    knowns: &'k [Known<'k>],
    /// What was made of texts that were looked at: the answers of a choice stand there thousands of times.
    made: RefCell<BTreeMap<String, Option<String>>>,
}

/// The words of one list's headings, by their numbers.
struct OfList {
    /// Those of each heading, but for what may stand beside a date: of two headings with the same words otherwise one may have it.
    headings: BTreeSet<Vec<u16>>,
    /// All of them, and what may stand beside a date.
    words: BTreeSet<u16>,
    /// How many columns make a heading row.
    enough: usize,
}

impl<'k> Vocabulary<'k> {
    pub(super) fn of(knowns: &'k [Known<'k>]) -> Self {
        let headings = || knowns.iter().flat_map(|known| &known.words);
        let words: BTreeSet<&str> = headings().flatten().map(String::as_str).collect();
        let words: BTreeMap<&str, u16> = words.into_iter().zip(0..).collect();
        let numbers = |heading: &Vec<String>| numbers(&words, heading);
        let (headings, dated) = (headings().map(numbers).collect(), knowns.iter().any(|known| known.dated));
        let beside: BTreeSet<u16> = BESIDE_A_DATE.iter().filter_map(|word| words.get(word).copied()).collect();
        let lists = knowns.iter().map(|known| {
            let without = |heading| numbers(heading).into_iter().filter(|word| !beside.contains(word)).collect();
            let headings: BTreeSet<Vec<u16>> = known.words.iter().map(without).collect();
            let words = headings.iter().flatten().chain(&beside).copied().collect();
            OfList { headings, words, enough: known.enough() }
        });
        let lists = lists.collect();
        Vocabulary { words, headings, lists, dated, knowns, made: RefCell::default() }
    }

    /// Whether these rows may name enough columns as one of the lists has them: in each stand words of its headings, and all words of one
    /// heading are there. A quick look that spares putting headings together, of a form with many lists above all.
    pub(super) fn may_name(&self, known: usize, lines: &[Line<'_>]) -> bool {
        let Some(OfList { headings, words, enough }) = self.lists.get(known) else { return false };
        let (mut there, mut columns) = (BTreeSet::new(), BTreeSet::new());
        for cell in lines.iter().flat_map(|line| &line.cells) {
            if cell.part.says() && cell.words.iter().all(|word| words.contains(word)) {
                columns.insert(cell.at.column);
            }
            there.extend(cell.words.iter().copied());
        }
        columns.len() >= *enough && headings.iter().any(|heading| heading.iter().all(|word| there.contains(word)))
    }

    /// Whether these cells have the words of a heading.
    pub(super) fn may_be_heading<'c>(&self, cells: impl Iterator<Item = &'c Cell<'c>>) -> bool {
        let words: Vec<u16> = cells.flat_map(|cell| cell.words.iter().copied()).collect();
        self.headings.contains(&words)
    }

    /// The text of a cell in the form's words. A quick look spares most of them.
    fn tidied(&self, raw: &Raw) -> Option<String> {
        let Raw::Text(text) = raw else { return None };
        let first = Heading::first_word(text)?;
        let may_be = self.fits(&first)
            || first.starts_with(|letter: char| letter.is_ascii_digit())
            || tidy::BESIDE.contains(&first.as_str())
            || matches!(first.as_bytes(), [b'q' | b'p' | b'm', ..] if first.len() <= 3)
            || self.words.contains_key(format!("{first}s").as_str())
            || first.strip_suffix('s').is_some_and(|first| self.words.contains_key(first))
            || text.contains(['/', '\n', '-']);
        if !may_be {
            return None;
        }
        if let Some(made) = self.made.borrow().get(text) {
            return made.clone();
        }
        let made = tidy::tidied(text, self.knowns, |word| self.fits(word));
        self.made.borrow_mut().insert(text.clone(), made.clone());
        made
    }

    fn part(&self, raw: &Raw) -> (Part, Vec<u16>) {
        let part = match raw {
            Raw::Text(text) if text.len() <= 30 && units::whole(text).is_some() => Part::Unit,
            _ if raw.number().is_some_and(|number| self.is_word(number)) => {
                let words = numbers(&self.words, &Heading::words(&raw.text()));
                return (Part::Filler, words);
            }
            Raw::Text(_) if is_figure(raw) => Part::Figure,
            Raw::Number(_) | Raw::Error(_) | Raw::Truth(_) => Part::Figure,
            Raw::Date(_) => Part::Filler,
            Raw::Text(text) if text.len() > LONGEST_HEADING => Part::Other,
            Raw::Text(text) => match Heading::first_word(text) {
                None if !text.contains(['£', '%', '€', '$']) => Part::Mark,
                Some(word) if !self.fits(&word) => Part::Other,
                _ => return self.part_of_words(text, &Heading::words(text)),
            },
        };
        (part, Vec::new())
    }

    fn part_of_words(&self, text: &str, words: &[String]) -> (Part, Vec<u16>) {
        if !words.iter().all(|word| self.fits(word)) {
            return (Part::Other, Vec::new());
        }
        let own = numbers(&self.words, words);
        match own.is_empty() {
            false => (Part::Words, own),
            true if units::whole(text).is_some() => (Part::Unit, own),
            true => (Part::Filler, own),
        }
    }

    /// Whether the word stands in a heading, or may stand in another spelling of its date or unit.
    fn fits(&self, word: &str) -> bool {
        self.words.contains_key(word) || is_filler(word)
    }

    /// Whether a number may be a year of a heading, or another number in it.
    fn is_word(&self, number: Decimal) -> bool {
        if number.is_sign_negative() || number > Decimal::from(2199) || !number.fract().is_zero() {
            return false;
        }
        let text = number.normalize().to_string();
        self.words.contains_key(text.as_str()) || self.dated && text.len() == 4 && number >= Decimal::from(1900)
    }
}

/// The numbers of those of the words that are more than a date or a unit. '&' is 'and', so that neither counts.
fn numbers(known: &BTreeMap<&str, u16>, words: &[String]) -> Vec<u16> {
    let own = words.iter().filter(|word| !is_filler(word));
    own.filter_map(|word| known.get(word.as_str()).copied()).collect()
}

/// Whether a word says nothing but a date or a unit, or joins others.
fn is_filler(word: &str) -> bool {
    word == "and" || is_unit_word(word) || is_date_word(word)
}

fn is_unit_word(word: &str) -> bool {
    let units = ["000", "000s", "k", "ks", "m", "ms", "mn", "s", "thousand", "thousands", "million", "millions", "in"];
    units.contains(&word)
}

/// A number of one, two or four digits, 'FY23', '31st', a month, or a month with its year ('oct22').
fn is_date_word(word: &str) -> bool {
    let digits = word.trim_start_matches("fy");
    let rest = digits.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let count = digits.len() - rest.len();
    let name = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    matches!((count, rest), (1 | 2 | 4, "" | "st" | "nd" | "rd" | "th"))
        || matches!(word, "fy" | "of" | "to" | "st" | "nd" | "rd" | "th")
        || month_word(name).is_some()
}

/// In how many ways a date in a heading may be meant.
pub(super) const SPELLINGS: usize = 3;

/// A cell as a part of a heading. A date may stand for its day, its month ('Oct-22'), or the month's name alone, where it lies
/// in the year of the return.
fn spelled(raw: &Raw, spelling: usize, year: FinancialYear, first_month: i8) -> String {
    match (raw, spelling) {
        (Raw::Date(date), 1) => month_heading(*date),
        (Raw::Date(date), 2) if (year.first_day(first_month)..=year.last_day(first_month)).contains(date) => {
            date.strftime("%B").to_string()
        }
        _ => raw.text().trim().to_string(),
    }
}
