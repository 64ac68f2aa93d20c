//! What the words of a title say of a period, or of a day that figures stand at: 'Quarter 2 2022/23', 'P5', 'Month 6',
//! 'September 2022', 'as at 30/09/2022', 'Outturn 2021/22'.
//!
//! A title names what the sheet is of; running text mentions periods of every kind. So each mention has its [`Manner`], and
//! whether it is the period's is decided by what is [`Expected`](super::Expected).

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::spelling::month_word;
use super::{FinancialYear, Period, dates_in, moments_in};

/// A pattern with its building blocks filled in.
macro_rules! compiled {
    ($($part:expr),+ $(,)?) => {
        LazyLock::new(|| crate::pattern::built(&[$($part),+]))
    };
}

mod find;
mod manner;

use find::KINDS;
use manner::manner;

/// A year beside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidYear {
    /// '2022/23'
    Financial(FinancialYear),
    /// '2022', which may be either calendar year of the financial year.
    Single(i16),
}

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// 'Quarter 2', 'Q2 2022/23', 'second quarter': 1 to 4.
    Quarter(u8, Option<SaidYear>),
    /// 'Period 5', 'Month 5', 'P5': 1 to 13, counted from the year's start.
    Month(u8, Option<SaidYear>),
    /// 'September 2022': the month of the calendar, 1 to 12.
    Named(i8, Option<SaidYear>),
    /// 'Outturn 2021/22'
    Outturn(SaidYear),
    /// 'Financial year 2021/22', 'Savings 2021/22', 'FY22'
    Year(FinancialYear),
    /// '30/09/2022'
    Day(Date),
    /// '30 September', '30/9': the day and the month.
    DayOfMonth(i8, i8),
    /// 'Half year', '9 months', 'Year end': months from the year's start, 6, 9 or 12.
    ToDate(u8),
    /// 'Prior year', 'previous quarter'.
    Earlier,
}

/// How it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It says what the sheet is of: 'Savings return – Quarter 2', 'as at 30 September 2022'.
    Names,
    /// A date that stands by itself: the day of the figures, or the day on which somebody typed them.
    Stands,
    /// It refers to another period: 'updated from Quarter 2'.
    Refers,
    /// Something else happens then: a due date, the next return, a meeting, the day a template was issued.
    Apart,
    /// It is mentioned in passing.
    Passing,
}

/// What a text says of one period or day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// What.
    pub said: Said,
    /// How.
    pub manner: Manner,
}

/// '3 – March': the number is no day of it.
static NUMBER_APART: LazyLock<Regex> = compiled!(r"^[0-9]{1,2}(?:\s*,|\s+-|\s*-\s+)");
/// What a number behind it belongs to.
static NUMBERED: LazyLock<Regex> = compiled!(
    r"(?i)\b(?:appendix|annexe?|schedule|table|page|version|v|item|section|part|sheet|month|mth|quarter|qtr|q|no)\.?\s*$",
);
static PERIOD_BEFORE: LazyLock<Regex> = compiled!(r"(?i)\bperiod\s*$");
static RUN_ON: LazyLock<Regex> = compiled!(r"(?i)^\s*(?:to|until|-)\b");
/// What stands between the two ends of a run.
static RUN: LazyLock<Regex> = compiled!(r"(?i)^\s*(?:to|until|through|-)\s*(?:the)?\s*(?:end of)?\s*$");
/// Where a text falls into parts: lines, sentences and clauses.
static PARTING: LazyLock<Regex> = compiled!(r"[\n;|]|\.\s+(?:[A-Z])");

/// A longer text, in bytes, is no title and no heading: nothing in it is said of a period.
const LONGEST: usize = 1000;

/// Words that a stop shortens, and does not end a sentence.
const SHORTENED: [&str; 12] = ["rev", "ver", "vers", "v", "no", "nr", "app", "incl", "approx", "dept", "cttee", "est"];

/// What a text says of periods and days, in its order; nothing if it is longer than 1,000 bytes.
///
/// ```
/// use piperoll::period::{Manner, Said, mentions};
/// let found = mentions("Savings return, updated from Quarter 2");
/// assert_eq!((found[0].said, found[0].manner), (Said::Quarter(2, None), Manner::Refers));
/// ```
pub fn mentions(text: &str) -> Vec<Mention> {
    let text = plain(text);
    let mut found = Vec::new();
    if text.len() > LONGEST {
        return found;
    }
    let mut start = 0;
    for parting in PARTING.find_iter(&text).map(|parting| parting.range()) {
        let before = text.get(start..parting.start).unwrap_or_default();
        let last = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        if text[parting.clone()].starts_with('.') && SHORTENED.iter().any(|word| word.eq_ignore_ascii_case(last)) {
            continue;
        }
        found.extend(in_part(before));
        // A capital that opens the next sentence belongs to it.
        start = if text[parting.clone()].len() > 1 { parting.end - 1 } else { parting.end };
    }
    found.extend(in_part(text.get(start..).unwrap_or_default()));
    found
}

/// Whether a text names a period, a month or a day at all, in whatever manner: 'Q3', 'P09 2022-23', 'December', '31.12.22'.
pub fn names_a_period(text: &str) -> bool {
    let plain = plain(text);
    let is_month = |word: &str| month_word(word).is_some();
    !mentions(text).is_empty()
        || !moments_in(&plain).is_empty()
        || Period::of_folder(text).is_some()
        || plain.split(|letter: char| !letter.is_alphanumeric()).any(is_month)
}

/// Whether a text is the title of what it says of periods, and says no more: 'Quarter 2 2022/23 return'.
pub fn is_title_of_period(text: &str) -> bool {
    let text = plain(text);
    if text.len() > LONGEST {
        return false;
    }
    let found = in_full(&text);
    !found.is_empty() && manner::is_nothing_else(&text, &found)
}

/// Dashes of every length are one.
fn plain(text: &str) -> String {
    text.trim().replace(|letter| ('\u{2010}'..='\u{2015}').contains(&letter) || letter == '\u{2212}', "-")
}

/// One mention as found, with where it stands.
struct Found {
    at: Range<usize>,
    said: Said,
    /// 'P5', a month without a year: too little to be told by itself.
    bare: bool,
    /// It is the end of a run, 'from X to Y'.
    run: bool,
    /// It is a run over the whole year: 'Q1 – Q4'.
    all_year: bool,
}

impl Found {
    fn of(at: Range<usize>, said: Said) -> Found {
        Found { at, said, bare: false, run: false, all_year: false }
    }
}

fn in_part(part: &str) -> Vec<Mention> {
    let found = in_full(part);
    found.iter().map(|own| Mention { said: own.said, manner: manner(part, own, &found) }).collect()
}

/// What a part says, in its order.
fn in_full(part: &str) -> Vec<Found> {
    let mut found: Vec<Found> = dates_in(part)
        .into_iter()
        .filter(|(at, _)| !is_numbered_month(part, at))
        .map(|(at, day)| Found::of(at, Said::Day(day)))
        .collect();
    // What one of them takes is no part of another.
    let mut rest = part.to_string();
    hide(&mut rest, found.iter().map(|found| found.at.clone()));
    for kind in KINDS {
        let more = kind(&rest);
        hide(&mut rest, more.iter().map(|found| found.at.clone()));
        found.extend(more);
    }
    found.sort_by_key(|found| found.at.start);
    without_starts(part, found)
}

/// Is the number of a date another thing's, before the name of a month: 'Appendix 3 – March 2018', 'Month 9 December 2022'?
fn is_numbered_month(part: &str, at: &Range<usize>) -> bool {
    let (before, date) = (part.get(..at.start).unwrap_or_default(), part.get(at.clone()).unwrap_or_default());
    let runs = || part.get(at.end..).is_some_and(|after| RUN_ON.is_match(after));
    NUMBER_APART.is_match(date)
        || date.contains(|letter: char| letter.is_alphabetic())
            && (NUMBERED.is_match(before) || PERIOD_BEFORE.is_match(before) && !runs())
}

/// Blots out what was taken, keeping every other byte where it is.
fn hide(text: &mut String, taken: impl Iterator<Item = Range<usize>>) {
    for at in taken {
        let blot = "\u{1}".repeat(at.len());
        text.replace_range(at, &blot);
    }
}

/// Of a run from one period to another its end counts: the figures are those to date.
fn without_starts(part: &str, found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::new();
    for mut next in found {
        let before = kept.last().map(|last| (last.at.clone(), std::mem::discriminant(&last.said)));
        if let Some((last, kind)) = before
            && kind == std::mem::discriminant(&next.said)
            && let Some(between) = part.get(last.end..next.at.start)
            && RUN.is_match(between)
        {
            next.run = true;
            if let (Said::Year(_), Some(first)) = (next.said, kept.last_mut()) {
                // All years from the one to the other.
                first.run = true;
            } else {
                next.at.start = last.start;
                kept.pop();
            }
        }
        kept.push(next);
    }
    kept
}

#[cfg(test)]
#[path = "said_tests.rs"]
mod tests;
