//! Days, months and financial years within a text, in all usual spellings.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::spelling::{MONTH_NAME, full_year, month_named, short_month, year_pair};
use super::{FinancialYear, dates_in};
use crate::pattern;

/// A day, a month or a financial year that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// '31/03/23', '31 March 2023'
    Day(Date),
    /// 'Oct-22', 'October 2022', '10/2022': the calendar year, and the month from 1.
    Month(i16, i8),
    /// '2022/23', '2022-2023', '22/23', 'FY23'. The two years follow each other: '2022-2003' is none.
    Year(FinancialYear),
}

/// A month in words with its year, two years of a pair, or a year behind 'FY'.
static MONTH_OR_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        r"(?ix) (?P<name>",
        MONTH_NAME,
        r") \.? [\s,/\-\u{2010}-\u{2015}]* ['’]? (?P<of>[0-9]{4}|[0-9]{2})
        | (?P<fy>fy\s*'?)? (?P<one>[0-9]{4}|[0-9]{1,2}) (?: \s? (?P<mark>[/\-\u{2010}-\u{2015}]) \s? | \s to \s )
          (?P<other>[0-9]{4}|[0-9]{2})
        | fy \s* ['’]? (?P<ends>[0-9]{4}|[0-9]{2})",
    ])
});

/// The days, months and financial years of a text that stand by themselves, each with where it stands (bytes), in order.
/// Years of two digits are of this century.
///
/// ```
/// use piperoll::period::{FinancialYear, Moment, moments_in};
/// let moments: Vec<Moment> = moments_in("Oct-22 to FY23, not 2022-2003").into_iter().map(|(_, moment)| moment).collect();
/// assert_eq!(moments, [Moment::Month(2022, 10), Moment::Year(FinancialYear { start: 2022 })]);
/// ```
pub fn moments_in(text: &str) -> Vec<(Range<usize>, Moment)> {
    let mut moments = Vec::new();
    // Every one of them has a digit.
    if !text.contains(|letter: char| letter.is_ascii_digit()) {
        return moments;
    }
    let mut done = 0;
    for (found, date) in dates_in(text) {
        months_and_years(text, done..found.start, &mut moments);
        done = found.end;
        moments.push((found, Moment::Day(date)));
    }
    months_and_years(text, done..text.len(), &mut moments);
    moments
}

/// Adds those between two dates.
fn months_and_years(text: &str, within: Range<usize>, moments: &mut Vec<(Range<usize>, Moment)>) {
    let Some(piece) = text.get(within.clone()) else { return };
    for captures in MONTH_OR_YEAR.captures_iter(piece) {
        let Some(found) = captures.get(0) else { continue };
        let range = within.start + found.start()..within.start + found.end();
        if stands_alone(text, &range)
            && let Some(moment) = moment_of(&captures)
        {
            moments.push((range, moment));
        }
    }
}

/// Whether neither a letter nor a digit touches it, nor a further number of a chain ('01/02/03/04').
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let marks = ['/', '-', '.'];
    let chained = |rest: Option<&str>, is_digit: &dyn Fn(&str) -> bool| rest.is_some_and(is_digit);
    !before.ends_with(char::is_alphanumeric)
        && !behind.starts_with(char::is_alphanumeric)
        && !chained(before.strip_suffix(marks), &|rest| rest.ends_with(|letter: char| letter.is_ascii_digit()))
        && !chained(behind.strip_prefix(marks), &|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

fn moment_of(captures: &Captures<'_>) -> Option<Moment> {
    let text = |name: &str| captures.name(name).map(|found| found.as_str());
    if let (Some(name), Some(year)) = (text("name"), text("of")) {
        return Some(Moment::Month(full_year(year)?, month_named(name)?));
    }
    if let Some(ends) = text("ends") {
        return Some(Moment::Year(FinancialYear { start: full_year(ends)?.checked_sub(1)? }));
    }
    let (one, other) = (text("one")?, text("other")?);
    if let Some(year) = year_pair(one, other) {
        return Some(Moment::Year(year));
    }
    if captures.name("mark").is_none() || captures.name("fy").is_some() {
        return None;
    }
    // '10/2022', or '2022-10' where that is no pair of years.
    let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
    let month: i8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    if year.len() == 4 { Some(Moment::Month(full_year(year)?, month)) } else { None }
}

/// The first day of the month that a text names, where it names a month and nothing else: 'Apr-23', 'April 2023', '04/2023'.
pub fn read_month(text: &str) -> Option<Date> {
    let text = text.trim();
    match moments_in(text).as_slice() {
        [(range, Moment::Month(year, month))] if *range == (0..text.len()) => Date::new(*year, *month, 1).ok(),
        _ => None,
    }
}

/// 'Oct-22', as headings of months are typed.
pub fn month_heading(date: Date) -> String {
    let name = short_month(date.month());
    format!("{name}-{:02}", date.year().rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn moments(text: &str) -> Vec<Moment> {
        moments_in(text).into_iter().map(|(_, moment)| moment).collect()
    }

    #[test]
    fn months_and_years_are_read_in_all_usual_spellings() {
        for text in [
            "Oct-22",
            "Oct 22",
            "oct 2022",
            "October 2022",
            "October, 2022",
            "Oct '22",
            "OCT’22",
            "10/2022",
            "10-2022",
            "2022-10",
            "Oct.22",
            "Oct/22",
            "October–2022",
        ] {
            assert_eq!(moments(text), [Moment::Month(2022, 10)], "{text}");
        }
        for text in [
            "2022/23",
            "2022-23",
            "2022-2023",
            "2022/2023",
            "22/23",
            "22-23",
            "FY23",
            "fy 23",
            "FY2023",
            "FY22/23",
            "FY 2022-23",
            "2022–23",
            "2022 / 23",
            "2022 to 2023",
            "FY'23",
        ] {
            assert_eq!(moments(text), [Moment::Year(FinancialYear { start: 2022 })], "{text}");
        }
        assert_eq!(moments("1999/00"), [Moment::Year(FinancialYear { start: 1999 })]);
        assert_eq!(moments("2009-10"), [Moment::Year(FinancialYear { start: 2009 })], "no month: a pair of years");
        assert_eq!(moments("09/2010"), [Moment::Month(2010, 9)]);
        assert_eq!(
            moments("Target 31/03/23, 1 April 2023, Sept 22 and 22/23"),
            [
                Moment::Day(date(2023, 3, 31)),
                Moment::Day(date(2023, 4, 1)),
                Moment::Month(2022, 9),
                Moment::Year(FinancialYear { start: 2022 })
            ]
        );
        for text in
            ["2022-2003", "2022-24", "22/24", "13/2022", "1/22/23/24", "10,888", "Q3", "A22/23", "2022", "0/1", "FYI"]
        {
            assert_eq!(moments(text), [], "{text}");
        }
        assert_eq!(month_heading(date(2022, 10, 1)), "Oct-22");
    }

    proptest! {
        #[test]
        fn no_text_is_a_reason_to_panic(text in "([ a-z/'.-]{0,2}(31|22|23|2022|fy|oct|march|to|/|-){0,3}){0,6}|.{0,40}") {
            let mut end = 0;
            for (found, _) in moments_in(&text) {
                prop_assert!(found.start >= end && text.get(found.clone()).is_some());
                end = found.end;
            }
        }
    }
}
