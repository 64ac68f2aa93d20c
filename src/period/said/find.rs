//! Where a text says quarters, months, years and days, in all usual spellings, and in Welsh.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{Found, Said, SaidYear};
use crate::period::{FinancialYear, spelling};

const FINANCIAL: &str = r"(?P<from>(?:19|20)[0-9]{2}|[0-9]{2})\s*[/\-]\s*['’]?(?P<to>20[0-9]{2}|[0-9]{2})";
const SEPARATORS: &str = r"[\s,:;()/_.\-]";

static QUARTER: LazyLock<Regex> = compiled!(
    r"(?i)(?:quarter|chwarter|qrtr|qtr|q)s?\.?[\s:_#\-]*(?:no\.?\s*)?(?P<number>[1-4]|one|two|three|four|iv|i{1,3})",
    r"|(?P<ordinal>1st|2nd|3rd|4th|first|second|third|fourth|final)\s+(?:quarter|qtr|q)",
    r"|(?P<digit>[1-4])q",
);
static MONTH_NUMBER: LazyLock<Regex> =
    compiled!(r"(?i)(?:(?P<word>period|month|mth|pd)s?\.?[\s:_#\-]*(?:no\.?\s*)?|(?:p|m))0?(?P<number>1[0-3]|[1-9])",);
static MONTH_NAME: LazyLock<Regex> = compiled!(r"(?i)(?P<name>", spelling::MONTH_NAME, r")",);
static MONTHS_YEAR: LazyLock<Regex> =
    compiled!(r"(?i)^\.?[\s,:_/\-]*['’]?(?:", FINANCIAL, r"|(?P<single>(?:19|20)[0-9]{2})|(?P<short>[0-9]{2}))",);
static DAY_BEFORE: LazyLock<Regex> = compiled!(r"(?i)(?:^|[^0-9/\-])[0-9]{1,2}\s*(?:st|nd|rd|th)?\s*(?:of\s+)?$");
static OUTTURN: LazyLock<Regex> = compiled!(r"(?i)out[ \-]?turn");
static YEAR: LazyLock<Regex> =
    compiled!(r"(?i)(?:fy\s*['’]?)?(?:", FINANCIAL, r")|fy\s*['’]?(?P<ends>20[0-9]{2}|[0-9]{2})");
/// A day whose year is not said: '30 September', '30/9'.
static DAY_MONTH: LazyLock<Regex> = compiled!(
    r"(?i)(?P<day>[0-9]{1,2})(?:\s*(?:st|nd|rd|th)?\s*(?:of\s+)?(?P<name>",
    spelling::MONTH_NAME,
    r")|[/.](?P<number>[0-9]{1,2}))",
);
/// How far into the year: 'Half year', '9 months', 'Year end'.
static TO_DATE: LazyLock<Regex> = compiled!(
    r"(?i)(?P<half>half[\s\-]*year(?:ly)?|mid[\s\-]*year|(?:first|1st)\s+half(?:\s+of\s+(?:the\s+)?year)?|(?:6|six)[\s\-]*months?)|(?P<nine>(?:9|nine)[\s\-]*months?)",
    r"|(?P<whole>year[\s\-]*end|end\s+of\s+(?:the\s+)?year|(?:12|twelve)[\s\-]*months?|out[ \-]?turn)",
);
/// The period before this one, whichever that is.
static EARLIER: LazyLock<Regex> = compiled!(
    r"(?i)(?:prior|previous|last|preceding)\s+(?:financial\s+)?(?:year|quarter|qtr|period|month)(?:['’]?s)?",
);
static YEAR_BEHIND: LazyLock<Regex> = compiled!(
    r"(?i)^(?:",
    SEPARATORS,
    r"|\b(?:of|for|in|the|financial|fiscal|year)\b)*(?:fy)?\s*['’]?(?:",
    FINANCIAL,
    r"|(?P<single>20[0-9]{2}))",
);
static FY_BEHIND: LazyLock<Regex> = compiled!(r"(?i)^", SEPARATORS, r"*fy\s*['’]?(?P<ends>20[0-9]{2}|[0-9]{2})");
static YEAR_BEFORE: LazyLock<Regex> = compiled!(
    r"(?i)(?:^|[^0-9/\-])(?:",
    FINANCIAL,
    r"|(?P<single>20[0-9]{2}))(?:",
    SEPARATORS,
    r"|\b(?:of|for|at)\b)*$",
);
static FY_BEFORE: LazyLock<Regex> = compiled!(r"(?i)fy\s*['’]?(?P<ends>20[0-9]{2}|[0-9]{2})", SEPARATORS, r"*$");
/// The end of a run that starts with a number: 'Q1 to Q3', 'months 1-9'.
static TAIL: LazyLock<Regex> = compiled!(
    r"(?i)^\s*(?:to|-)\s*(?:quarter|qtr|q|period|month|p|m)?\s*0?(?P<number>1[0-3]|[1-9])(?:[^0-9a-z/.\-]|$)",
);
static EXPECTED_OUTTURN: LazyLock<Regex> =
    compiled!(r"(?i)\b(?:forecast|projected|estimated|expected|predicted|likely|revised|full[ \-]year)\s*$");

/// What a part says, besides whole dates, each kind where none before it has taken the words.
pub(super) const KINDS: [fn(&str) -> Vec<Found>; 8] =
    [quarters, month_numbers, days_of_months, month_names, outturns, years, to_dates, earlier];

/// Does a match stand by itself, no letter and no digit touching it, and no decimals behind it?
fn stands_alone(text: &str, at: &Range<usize>) -> bool {
    let (before, after) = (text.get(..at.start).unwrap_or_default(), text.get(at.end..).unwrap_or_default());
    let mut behind = after.chars();
    let (first, second) = (behind.next(), behind.next());
    let decimals =
        first.is_some_and(|first| ".,/".contains(first)) && second.is_some_and(|second| second.is_ascii_digit());
    !before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '£')
        && !first.is_some_and(|first| first.is_alphanumeric() || first == '%')
        && !decimals
}

/// Whether what was found last goes on here: the end of a run.
fn is_taken(found: &[Found], start: usize) -> bool {
    found.last().is_some_and(|last| start < last.at.end)
}

fn quarters(text: &str) -> Vec<Found> {
    let number = |captures: &regex::Captures<'_>| -> Option<u8> {
        let named = ["number", "ordinal", "digit"].iter().find_map(|name| captures.name(name))?.as_str();
        let word = named.to_ascii_lowercase();
        let place = |words: [&str; 4]| words.iter().position(|known| *known == word);
        let place = place(["1st", "2nd", "3rd", "4th"])
            .or_else(|| place(["first", "second", "third", "fourth"]))
            .or_else(|| place(["one", "two", "three", "four"]))
            .or_else(|| place(["i", "ii", "iii", "iv"]))
            .or_else(|| (word == "final").then_some(3));
        place.map_or_else(|| word.parse().ok(), |place| u8::try_from(place + 1).ok())
    };
    let mut found = Vec::new();
    for captures in QUARTER.captures_iter(text) {
        let (Some(whole), Some(number)) = (captures.get(0), number(&captures)) else { continue };
        let mut at = whole.range();
        if is_taken(&found, at.start) {
            continue;
        }
        if !stands_alone(text, &at) && text.get(at.end..).is_none_or(|after| year_behind(after).is_none()) {
            continue;
        }
        let last = run_to(text, &mut at, number, 4);
        let year = year_beside(text, &mut at);
        let all_year = number == 1 && last == 4;
        found.push(Found { all_year, ..Found::of(at, Said::Quarter(last, year)) });
    }
    found
}

fn month_numbers(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for captures in MONTH_NUMBER.captures_iter(text) {
        let (Some(whole), Some(number)) = (captures.get(0), captures.name("number")) else { continue };
        let Ok(number) = number.as_str().parse() else { continue };
        let mut at = whole.range();
        if is_taken(&found, at.start) {
            continue;
        }
        // 'the period 1 April to 31 December'
        let is_period = captures.name("word").is_some_and(|word| word.as_str().eq_ignore_ascii_case("period"));
        let is_day =
            |after: &str| is_period && MONTH_NAME.find(after.trim_start()).is_some_and(|month| month.start() == 0);
        if !stands_alone(text, &at) || text.get(at.end..).is_some_and(is_day) {
            continue;
        }
        let last = run_to(text, &mut at, number, 13);
        let year = year_beside(text, &mut at);
        let (all_year, bare) = (number == 1 && last == 12, captures.name("word").is_none());
        found.push(Found { all_year, bare, ..Found::of(at, Said::Month(last, year)) });
    }
    found
}

fn month_names(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for month in MONTH_NAME.find_iter(text) {
        let mut at = month.range();
        let Some(number) = spelling::month_named(month.as_str()) else { continue };
        let after = text.get(at.end..).unwrap_or_default();
        let touched = text.get(..at.start).is_some_and(|before| before.ends_with(char::is_alphabetic));
        // '30 September' is a day whose year is not said.
        let is_day = text.get(..at.start).is_some_and(|before| DAY_BEFORE.is_match(before));
        let year = MONTHS_YEAR.captures(after).and_then(|captures| {
            let end = captures.get(0)?.end();
            let ends = !after.get(end..)?.starts_with(|letter: char| letter.is_alphanumeric());
            let year = year_of(&captures).or_else(|| short_year(&captures))?;
            ends.then_some((end, year, is_day_behind(number, after, &captures)))
        });
        if touched || is_day || year.is_none() && after.starts_with(char::is_alphabetic) {
            continue;
        }
        at.end += year.map_or(0, |(end, ..)| end);
        if let Some((.., Some(day))) = year {
            found.push(Found::of(at, Said::DayOfMonth(day, number)));
            continue;
        }
        let year = year.map(|(_, year, _)| year);
        found.push(Found { bare: year.is_none(), ..Found::of(at, Said::Named(number, year)) });
    }
    found
}

/// 'December 31' is a day: the last of the month, with no mark of a year before it. 'Dec 21' may be the year, and is asked about
/// where it is another one.
fn is_day_behind(month: i8, after: &str, captures: &regex::Captures<'_>) -> Option<i8> {
    let number = captures.name("short")?;
    let marked = after.get(..number.start())?.contains(['\'', '’', '-', '/', '_', ':']);
    let day: i8 = number.as_str().parse().ok()?;
    let last = Date::new(2023, month, 1).ok()?.last_of_month().day();
    (!marked && (day == last || (day, month) == (29, 2))).then_some(day)
}

fn outturns(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for outturn in OUTTURN.find_iter(text) {
        let mut at = outturn.range();
        let expected = text.get(..at.start).is_some_and(|before| EXPECTED_OUTTURN.is_match(before));
        if let Some(year) = year_beside(text, &mut at).filter(|_| !expected) {
            found.push(Found::of(at, Said::Outturn(year)));
        }
    }
    found
}

fn years(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for captures in YEAR.captures_iter(text) {
        let year = year_of(&captures).or_else(|| ending_year(&captures));
        let (Some(whole), Some(SaidYear::Financial(year))) = (captures.get(0), year) else { continue };
        if stands_alone(text, &whole.range()) {
            found.push(Found::of(whole.range(), Said::Year(year)));
        }
    }
    found
}

/// Days whose year is not said. One in numbers ('30/9') is no fraction if it is the last of a month.
fn days_of_months(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for captures in DAY_MONTH.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        let number = |name: &str| captures.name(name).and_then(|digits| digits.as_str().parse::<i8>().ok());
        let named = captures.name("name").map(|name| spelling::month_named(name.as_str()));
        let (Some(day), Some(month)) = (number("day"), named.unwrap_or_else(|| number("number"))) else { continue };
        // Of a leap year, so that 29 February is a day.
        let Ok(date) = Date::new(2024, month, day) else { continue };
        let bare = named.is_none();
        let is_last = date.tomorrow().is_ok_and(|next| next.day() == 1) || (day, month) == (28, 2);
        if stands_alone(text, &whole.range()) && (is_last || !bare) {
            found.push(Found { bare, ..Found::of(whole.range(), Said::DayOfMonth(day, month)) });
        }
    }
    found
}

fn to_dates(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for captures in TO_DATE.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        let months = if captures.name("half").is_some() { 6 } else { 12 };
        let months = if captures.name("nine").is_some() { 9 } else { months };
        if stands_alone(text, &whole.range()) {
            found.push(Found::of(whole.range(), Said::ToDate(months)));
        }
    }
    found
}

fn earlier(text: &str) -> Vec<Found> {
    let found = EARLIER.find_iter(text).map(|found| found.range());
    found.filter(|at| stands_alone(text, at)).map(|at| Found::of(at, Said::Earlier)).collect()
}

/// 'Q1 to Q3' goes on to the last of them.
fn run_to(text: &str, at: &mut Range<usize>, number: u8, most: u8) -> u8 {
    let tail = text.get(at.end..).and_then(|after| TAIL.captures(after));
    let end = tail.as_ref().and_then(|tail| tail.name("number"));
    let last = end.and_then(|end| end.as_str().parse::<u8>().ok()).filter(|last| (number..=most).contains(last));
    if let (Some(end), Some(_)) = (end, last) {
        at.end += end.end();
    }
    last.unwrap_or(number)
}

/// The year that stands right behind a mention, or right before it; the mention grows by it.
fn year_beside(text: &str, at: &mut Range<usize>) -> Option<SaidYear> {
    if let Some((length, year)) = year_behind(text.get(at.end..).unwrap_or_default()) {
        at.end += length;
        return Some(year);
    }
    let before = text.get(..at.start).unwrap_or_default();
    let full = YEAR_BEFORE.captures(before).and_then(|captures| {
        let start = captures.name("from").or(captures.name("single"))?.start();
        Some((start, year_of(&captures)?))
    });
    let short = || {
        let captures = FY_BEFORE.captures(before)?;
        Some((captures.get(0)?.start(), ending_year(&captures)?))
    };
    let (start, year) = full.or_else(short)?;
    at.start = start;
    Some(year)
}

fn year_behind(after: &str) -> Option<(usize, SaidYear)> {
    let ends = |end: usize| !after.get(end..).unwrap_or_default().starts_with(|letter: char| letter.is_alphanumeric());
    let full = YEAR_BEHIND.captures(after).and_then(|captures| Some((captures.get(0)?.end(), year_of(&captures)?)));
    let short =
        || FY_BEHIND.captures(after).and_then(|captures| Some((captures.get(0)?.end(), ending_year(&captures)?)));
    full.filter(|(end, _)| ends(*end)).or_else(|| short().filter(|(end, _)| ends(*end)))
}

/// 'FY23' is the year that ends in 2023.
fn ending_year(captures: &regex::Captures<'_>) -> Option<SaidYear> {
    let start = spelling::full_year(captures.name("ends")?.as_str())?.checked_sub(1)?;
    Some(SaidYear::Financial(FinancialYear { start }))
}

/// The calendar year behind a month: 'Dec 22'.
fn short_year(captures: &regex::Captures<'_>) -> Option<SaidYear> {
    spelling::full_year(captures.name("short")?.as_str()).map(SaidYear::Single)
}

/// The year of a match, if its two years follow each other.
fn year_of(captures: &regex::Captures<'_>) -> Option<SaidYear> {
    if let Some(single) = captures.name("single") {
        return spelling::full_year(single.as_str()).map(SaidYear::Single);
    }
    let (from, to) = (captures.name("from")?.as_str(), captures.name("to")?.as_str());
    spelling::year_pair(from, to).map(SaidYear::Financial)
}
