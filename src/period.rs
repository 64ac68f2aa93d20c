//! Reporting periods: financial years, quarters, months, outturn. Parse, order, label; and dates as people write them.

mod calendar;
mod expected;
mod folder;
mod moment;
mod said;
mod spelling;

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::pattern;

pub use calendar::Calendar;
pub use expected::{Expected, Verdict};
pub use moment::{Moment, moments_in, month_heading, read_month};
pub use said::{Manner, Mention, Said, SaidYear, is_title_of_period, mentions, names_a_period};
use spelling::{MONTH_NAME, full_year, month_named};
pub(crate) use spelling::{MONTHS, month_word, short_month};

/// The years that a period or a date may lie in. What is further off is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// A financial year, from 1 April unless the form says else: 2022-23.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear {
    /// The calendar year it starts in.
    pub start: i16,
}

impl FinancialYear {
    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        FinancialYear { start: self.start.saturating_add(1) }
    }

    /// Its first day, if it starts in `first_month` (4 for April).
    pub fn first_day(self, first_month: i8) -> Date {
        first_of(self.start, first_month, 0)
    }

    /// Its last day.
    pub fn last_day(self, first_month: i8) -> Date {
        day_before(first_of(self.start, first_month, 12))
    }

    /// Reads '2018/19', '2018-19' or '2018/2019', in whatever dash and with or without blanks; the two years must follow
    /// each other. `None` where the text is no financial year.
    ///
    /// ```
    /// use piperoll::period::FinancialYear;
    /// assert_eq!(FinancialYear::read("2018-19"), Some(FinancialYear { start: 2018 }));
    /// assert_eq!(FinancialYear::read("2018/20"), None);
    /// ```
    pub fn read(text: &str) -> Option<FinancialYear> {
        let captures = FINANCIAL_YEAR.captures(text.trim())?;
        let year = FinancialYear { start: captures.get(1)?.as_str().parse().ok()? };
        let end = captures.get(2)?.as_str();
        let follows = match end.len() {
            2 => end.parse() == Ok(year.end_digits()),
            _ => end.parse() == Ok(year.next().start),
        };
        (YEARS.contains(&year.start) && follows).then_some(year)
    }

    /// '2022/23'
    pub fn label(self) -> String {
        format!("{}/{:02}", self.start, self.end_digits())
    }

    /// The last two digits of the year it ends in, as '23' in '2022/23'.
    fn end_digits(self) -> i16 {
        self.next().start.rem_euclid(100)
    }
}

/// The part of the year that a return covers, always from the year's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The budget, before the year begins.
    Budget,
    /// To the end of quarter 1 to 4.
    Quarter(u8),
    /// To the end of month 1 to 12 ('Period 5').
    Month(u8),
    /// The closing period behind the last month, in which the year's accounts are put right ('Period 13').
    Closing,
    /// The final actual of the year.
    Outturn,
}

/// The number of the closing period among the months.
const CLOSING: u8 = 13;

/// A reporting period, written `2022-23-q3`, `2018-19-p05`, `2018-19-budget`, `2018-19-p13` or `2018-19-outturn`. They sort by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The financial year.
    pub year: FinancialYear,
    /// How far into it.
    pub part: Part,
}

impl Part {
    /// The month of this number, counted from the year's start; behind the twelfth the closing period.
    fn month(number: u8) -> Part {
        if number == CLOSING { Part::Closing } else { Part::Month(number) }
    }
}

/// A text that is not a period: one sentence that says how periods are written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a period; write it like 2022-23-q3, 2018-19-p05 or 2018-19-outturn")]
pub struct NotAPeriod(pub String);

impl Period {
    /// Reads `2022-23-q3` and the like. The two years must follow each other.
    pub fn parse(text: &str) -> Result<Period, NotAPeriod> {
        let not_a_period = || NotAPeriod(text.to_string());
        let captures = PERIOD.captures(text).ok_or_else(not_a_period)?;
        let year = FinancialYear { start: captures[1].parse().map_err(|_| not_a_period())? };
        let end: i16 = captures[2].parse().map_err(|_| not_a_period())?;
        if !YEARS.contains(&year.start) || end != year.end_digits() {
            return Err(not_a_period());
        }
        let number = |name| captures.name(name).and_then(|digits| digits.as_str().parse().ok());
        let part = match (number("quarter"), number("month")) {
            (Some(quarter), _) => Part::Quarter(quarter),
            (None, Some(month)) => Part::month(month),
            (None, None) if captures.name("budget").is_some() => Part::Budget,
            (None, None) => Part::Outturn,
        };
        Ok(Period { year, part })
    }

    /// For a reader: 'Quarter 3, 2022/23', 'Period 5, 2018/19', 'Outturn 2018/19'.
    pub fn label(self) -> String {
        calendar::ENGLISH.period(self)
    }

    /// The last day it covers, if the year starts in `first_month`.
    pub fn last_day(self, first_month: i8) -> Date {
        day_before(first_of(self.year.start, first_month, i32::from(self.key().1)))
    }

    /// Months from the year's start to the period's end: none for the budget, 12 for the closing period and the outturn.
    pub fn months(self) -> u8 {
        self.key().1
    }

    /// Year, months from the year's start to the period's end, and which of those that end there comes first: the sort key.
    fn key(self) -> (i16, u8, u8) {
        let (months, place) = match self.part {
            Part::Budget => (0, 0),
            Part::Month(month) => (month, 0),
            Part::Quarter(quarter) => (quarter.saturating_mul(3), 1),
            Part::Closing => (12, 2),
            Part::Outturn => (12, 3),
        };
        (self.year.start, months, place)
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}-", self.year.start, self.year.end_digits())?;
        match self.part {
            Part::Budget => write!(f, "budget"),
            Part::Quarter(quarter) => write!(f, "q{quarter}"),
            Part::Month(month) => write!(f, "p{month:02}"),
            Part::Closing => write!(f, "p{CLOSING}"),
            Part::Outturn => write!(f, "outturn"),
        }
    }
}

/// How a period is written, for a JSON Schema, whose patterns have no named groups.
pub const PATTERN: &str = "^[0-9]{4}-[0-9]{2}-(q[1-4]|p(0[1-9]|1[0-3])|budget|outturn)$";

/// The same of a financial year.
pub const YEAR_PATTERN: &str = "^\\s*[0-9]{4} ?[/\u{2010}-\u{2015}-] ?([0-9]{4}|[0-9]{2})\\s*$";

/// '2018/19', '2018-19', '2018/2019'.
static FINANCIAL_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern::fixed(r"^([0-9]{4}) ?[/\-\u{2010}-\u{2015}] ?([0-9]{4}|[0-9]{2})$"));

/// `2022-23-q3`, `2018-19-p05`, `2018-19-budget`, `2018-19-outturn`.
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"^([0-9]{4})-([0-9]{2})-(?:q(?P<quarter>[1-4])|p(?P<month>0[1-9]|1[0-3])|(?P<budget>budget)|outturn)$",
    )
});

/// The first day of the month that is `months` after the first month of the year. Years and months that no calendar
/// has are taken as the nearest that it has.
fn first_of(year: i16, first_month: i8, months: i32) -> Date {
    let count = i32::from(year) * 12 + i32::from(first_month.clamp(1, 12)) - 1 + months;
    let year = i16::try_from(count.div_euclid(12)).unwrap_or(i16::MAX);
    let month = i8::try_from(count.rem_euclid(12) + 1).unwrap_or(1);
    Date::new(year, month, 1).unwrap_or(if year < 0 { Date::MIN } else { Date::MAX })
}

/// The day before.
pub(crate) fn day_before(date: Date) -> Date {
    date.yesterday().unwrap_or(date)
}

/// '31/03/23', as headings print dates.
pub fn short_date(date: Date) -> String {
    format!("{:02}/{:02}/{:02}", date.day(), date.month(), date.year().rem_euclid(100))
}

/// '1 April 2023', as sentences print dates.
pub fn long_date(date: Date) -> String {
    calendar::ENGLISH.long_date(date)
}

/// A date within a text, however it is written: 2023-03-31, 31/03/23, 31 March 2023, March 31, 2023. In numbers
/// the day stands before the month.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        r"(?ix)
          (?P<iso_year>[0-9]{4}) - (?P<iso_month>[0-9]{1,2}) - (?P<iso_day>[0-9]{1,2})
        | (?P<day>[0-9]{1,2}) \s? (?:
              / \s? (?P<month1>[0-9]{1,2}) \s? / \s? | \. \s? (?P<month2>[0-9]{1,2}) \s? \. \s?
            | - \s? (?P<month3>[0-9]{1,2}) \s? - \s?
          ) (?P<year1>[0-9]{4}|[0-9]{2})
        | (?P<word_day>[0-9]{1,2}) \s* (?:st|nd|rd|th)? \b [\s,-]* (?:of\s+)?
          (?P<name>",
        MONTH_NAME,
        r") \.? [\s,-]* ['’]? (?P<year2>[0-9]{4}|[0-9]{2})
        | (?P<first_name>",
        MONTH_NAME,
        r") \.? \s+ (?P<day_behind>[0-9]{1,2}) (?:st|nd|rd|th)? (?: \s* , \s* | \s+ ) (?P<year3>[0-9]{4})",
    ])
});

/// A date as people type it: '31/03/23', '31.03.2023', '31 March 2023', '1st April 2023', '1 st April 2023', '2023-03-31',
/// '31-Mar-23', 'March 31, 2023'. The whole text must be the date; in numbers the day stands before the month, and years of two digits are of this
/// century.
pub fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let captures = DATE.captures(text)?;
    (captures.get(0)?.as_str() == text).then(|| date_of(&captures))?
}

/// The date that a match of [`DATE`] names, if the calendar has it.
fn date_of(captures: &Captures<'_>) -> Option<Date> {
    let text = |names: &[&str]| names.iter().find_map(|name| captures.name(name)).map(|found| found.as_str());
    let number = |names: &[&str]| text(names).and_then(|digits| digits.parse::<i8>().ok());
    let year = full_year(text(&["iso_year", "year1", "year2", "year3"])?)?;
    let month = match captures.name("name").or(captures.name("first_name")) {
        Some(name) => month_named(name.as_str())?,
        None => number(&["iso_month", "month1", "month2", "month3"])?,
    };
    let day = number(&["iso_day", "day", "word_day", "day_behind"])?;
    Date::new(year, month, day).ok()
}

/// The dates of a text that stand by themselves, neither letter nor digit touching them, each with where it stands (bytes).
pub fn dates_in(text: &str) -> Vec<(Range<usize>, Date)> {
    let stands_alone = |found: &Range<usize>| {
        !text[..found.start].ends_with(char::is_alphanumeric) && !text[found.end..].starts_with(char::is_alphanumeric)
    };
    // Most texts hold no digit, and no date.
    if !text.contains(|letter: char| letter.is_ascii_digit()) {
        return Vec::new();
    }
    DATE.captures_iter(text)
        .filter_map(|captures| {
            let found = captures.get(0)?.range();
            // 'Sept 22 2022/23' is a month and a year.
            let is_year = captures.name("first_name").is_some() && text[found.end..].starts_with(['/', '-']);
            let date = date_of(&captures).filter(|_| stands_alone(&found) && !is_year)?;
            Some((found, date))
        })
        .collect()
}

#[cfg(test)]
#[path = "period_tests.rs"]
mod tests;
