//! What people call the folder of a period, and how it is written.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::said::{Said, SaidYear, mentions};
use super::spelling::{full_year, month_named, month_word};
use super::{CLOSING, FinancialYear, Moment, Part, Period, moments_in};
use crate::pattern;

const YEAR: &str = r"(?:(?P<fy>fy[\s_\-]*)?(?P<from>(?:19|20)?[0-9]{2})[\s_\-\x{2010}-\x{2015}]?(?P<to>(?:20)?[0-9]{2})|fy[\s_\-]*(?P<ends>(?:20)?[0-9]{2}))";
const PART: &str = r"(?:(?:quarter|qtr|q|chwarter)[\s_\-]*(?P<quarter>0?[1-4]|one|two|three|four)|(?P<ordinal>1st|2nd|3rd|4th|first|second|third|fourth)[\s_\-]+(?:quarter|qtr)|(?:period|month|p|m)[\s_\-]*(?P<month>0?[1-9]|1[0-3])|(?P<budget>budget|cyllideb)|(?P<outturn>outturn))";
const PARTING: &str = r"[\s_,.\-\x{2010}-\x{2015}]*";
/// The month that it ends in, behind it: '2022-23 Q3 (Dec)'.
const LAST_MONTH: &str = r"(?:[\s_\-]+\(?(?P<last>[a-z]+)\)?)?";

/// '2022-23-Q3', '2022-23 P05', 'FY23 Q3'
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| pattern::built(&["(?i)^", YEAR, PARTING, PART, LAST_MONTH, "$"]));
/// 'Q3 2022-23', 'Outturn 2022-23'
static PART_FIRST: LazyLock<Regex> = LazyLock::new(|| pattern::built(&["(?i)^", PART, PARTING, YEAR, LAST_MONTH, "$"]));

/// The month in which a financial year starts, unless the form says another.
const APRIL: i8 = 4;

impl Period {
    /// The period that a folder's name means: as periods are written (`2022-23-q3`), or in another usual spelling
    /// ('2022-23-Q3', 'Q3 2022-23', 'FY23 Q3', '2022-23 P05', '2022-23-Quarter three'). `None` where the name says anything else.
    ///
    /// ```
    /// use piperoll::period::Period;
    /// assert_eq!(Period::of_folder("Q3 2022-23").map(|period| period.to_string()).as_deref(), Some("2022-23-q3"));
    /// assert_eq!(Period::of_folder("2022-23-Q3 old"), None);
    /// ```
    pub fn of_folder(name: &str) -> Option<Period> {
        let name = name.trim();
        if let Ok(period) = Period::parse(name) {
            return Some(period);
        }
        let captures = YEAR_FIRST.captures(name).or_else(|| PART_FIRST.captures(name))?;
        let text = |group: &str| captures.name(group).map(|found| found.as_str());
        let year = match (text("from"), text("to"), text("ends")) {
            // '2021' is a year and no pair of years: the calendar's, or the one that starts or ends in it.
            (Some(from), Some(to), _) if is_one_year(name, &captures) => {
                let is_ending = captures.name("fy").is_some();
                let year = full_year(&format!("{from}{to}")).filter(|_| is_ending)?;
                FinancialYear { start: year.checked_sub(1)? }
            }
            (Some(from), Some(to), _) => {
                let start = if from.len() == 2 { format!("20{from}") } else { from.to_string() };
                FinancialYear::read(&format!("{start}-{to}"))?
            }
            (_, _, Some(ends)) => FinancialYear { start: full_year(ends)?.checked_sub(1)? },
            _ => return None,
        };
        let number = |group: &str| text(group).and_then(number_of);
        let part = match (number("quarter").or_else(|| number("ordinal")), number("month")) {
            (Some(quarter), _) => Part::Quarter(quarter),
            (None, Some(month)) => Part::month(month),
            (None, None) if text("budget").is_some() => Part::Budget,
            (None, None) => Part::Outturn,
        };
        let period = Period { year, part };
        let is_last = |month: &str| month_word(month).and_then(month_named) == Some(period.last_day(APRIL).month());
        text("last").is_none_or(is_last).then_some(period)
    }

    /// The period of one month whose folder is called after the month, or its last day: 'December 2022', 'Dec-22', '2022-12',
    /// '31.12.22'. Whether the month or the quarter that it ends is meant, the name does not say.
    pub fn of_month_folder(name: &str, first_month: i8) -> Option<Period> {
        let name = name.trim().replace('_', " ");
        let moments = moments_in(&name);
        let [(at, moment)] = moments.as_slice() else { return None };
        let day = match *moment {
            Moment::Month(year, month) => Date::new(year, month, 1).ok()?,
            Moment::Day(day) if day.tomorrow().is_ok_and(|next| next.day() == 1) => day,
            _ => return None,
        };
        if *at != (0..name.len()) {
            return None;
        }
        let months = (i16::from(day.month()) - i16::from(first_month)).rem_euclid(12);
        let start = if day.month() >= first_month { day.year() } else { day.year().checked_sub(1)? };
        Some(Period { year: FinancialYear { start }, part: Part::Month(u8::try_from(months + 1).ok()?) })
    }

    /// The periods that a folder's name may mean, where it is no spelling of one: '2022-23-Q3 (2)', or '2021-Q3' in a financial
    /// year that starts or ends in 2021.
    pub fn may_be_meant(name: &str) -> Vec<Period> {
        let name = name.replace('_', " ");
        let found = mentions(&name);
        let mut meant = found.iter().filter_map(|mention| {
            let (part, year) = match mention.said {
                Said::Quarter(quarter, year) => (Part::Quarter(quarter), year?),
                Said::Month(month @ 1..=CLOSING, year) => (Part::month(month), year?),
                Said::Outturn(year) => (Part::Outturn, year),
                _ => return None,
            };
            let years = match year {
                SaidYear::Financial(year) => vec![year],
                SaidYear::Single(year) => [year.checked_sub(1), Some(year)]
                    .into_iter()
                    .flatten()
                    .map(|start| FinancialYear { start })
                    .collect(),
            };
            Some(years.into_iter().map(|year| Period { year, part }).collect::<Vec<_>>())
        });
        let first = meant.next().unwrap_or_default();
        if meant.next().is_none() { first } else { Vec::new() }
    }
}

/// Whether the two years of a folder's name are written as one number that is a year itself: '2021'.
fn is_one_year(name: &str, captures: &Captures<'_>) -> bool {
    let (Some(from), Some(to)) = (captures.name("from"), captures.name("to")) else { return false };
    from.end() == to.start()
        && ["19", "20"].contains(&from.as_str())
        && name.get(from.start()..to.end()).is_some_and(|run| run.len() == 4)
}

/// 3 for '3', '03', 'three' and 'third'.
fn number_of(text: &str) -> Option<u8> {
    let word = text.to_ascii_lowercase();
    let place =
        |words: [&str; 4]| words.iter().position(|known| *known == word).and_then(|place| u8::try_from(place + 1).ok());
    place(["one", "two", "three", "four"])
        .or_else(|| place(["first", "second", "third", "fourth"]))
        .or_else(|| place(["1st", "2nd", "3rd", "4th"]))
        .or_else(|| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_spellings_of_a_folder_are_understood() {
        for (name, period) in [
            ("2022-23-q3", "2022-23-q3"),
            ("2022-23-Q3", "2022-23-q3"),
            ("2022-23 q3", "2022-23-q3"),
            ("2022_23_Q3", "2022-23-q3"),
            ("Q3 2022-23", "2022-23-q3"),
            ("Qtr 3 2022-23", "2022-23-q3"),
            ("2022-2023 Quarter 3", "2022-23-q3"),
            ("2022\u{2013}23 \u{2013} Quarter 3", "2022-23-q3"),
            ("22-23 Q3", "2022-23-q3"),
            ("202223-Q3", "2022-23-q3"),
            ("2223-Q3", "2022-23-q3"),
            ("FY2021 Q3", "2020-21-q3"),
            ("20-21 Q3", "2020-21-q3"),
            ("2022-23-P05", "2022-23-p05"),
            ("2022-23-p5", "2022-23-p05"),
            ("Period 12, 2022-23", "2022-23-p12"),
            ("2022-23 Month 5", "2022-23-p05"),
            ("2022-23-P13", "2022-23-p13"),
            ("Period 13, 2022-23", "2022-23-p13"),
            ("2022-23 Budget", "2022-23-budget"),
            ("Budget 2022-23", "2022-23-budget"),
            ("2022-23-Outturn", "2022-23-outturn"),
            ("Outturn 2022-23", "2022-23-outturn"),
            ("FY23 Q3", "2022-23-q3"),
            ("Q3 FY23", "2022-23-q3"),
            ("FY2022-23 Q3", "2022-23-q3"),
            ("2022-23-q03", "2022-23-q3"),
            ("2022-23-Quarter three", "2022-23-q3"),
            ("Quarter three 2022-23", "2022-23-q3"),
            ("2022-23 3rd quarter", "2022-23-q3"),
            ("Chwarter 3 2022-23", "2022-23-q3"),
            ("2022-23 q3 (Dec)", "2022-23-q3"),
            ("2022-23 P09 December", "2022-23-p09"),
        ] {
            assert_eq!(Period::of_folder(name).map(|period| period.to_string()).as_deref(), Some(period), "{name}");
        }
        for name in [
            "",
            "old",
            "2022-23",
            "Q3",
            "2022-24-Q3",
            "2022-23-q5",
            "2022-23-p14",
            "2022-23-Q3 (2)",
            "2022-23-Q3 old",
            "Q3 2022",
            "2021-Q3",
            "Q3 2021",
            "1920-Q1",
            "2021Q3",
            "Q3 FY",
            "2022-23 q3 (Nov)",
            "December 2022",
        ] {
            assert_eq!(Period::of_folder(name), None, "{name}");
        }
    }

    #[test]
    fn what_a_folder_may_mean_is_named() {
        for (name, period) in [
            ("Third quarter 2022-23", "2022-23-q3"),
            ("2022-23-Q3 (2)", "2022-23-q3"),
            ("2021-Q3", "2020-21-q3 2021-22-q3"),
            ("Q3 2021", "2020-21-q3 2021-22-q3"),
            ("old", ""),
            ("Q3", ""),
        ] {
            let meant: Vec<String> = Period::may_be_meant(name).iter().map(Period::to_string).collect();
            assert_eq!(meant.join(" "), period, "{name}");
        }
    }

    #[test]
    fn a_month_is_understood_by_its_name_or_its_last_day() {
        for (name, period) in [
            ("December 2022", Some("2022-23-p09")),
            ("Dec-22", Some("2022-23-p09")),
            ("2022-12", Some("2022-23-p09")),
            ("31.12.22", Some("2022-23-p09")),
            ("2022-12-31", Some("2022-23-p09")),
            ("Mawrth 2023", Some("2022-23-p12")),
            ("30.12.22", None),
            ("December", None),
            ("December 2022 old", None),
            ("2022-23", None),
        ] {
            let found = Period::of_month_folder(name, APRIL);
            assert_eq!(found.map(|period| period.to_string()).as_deref(), period, "{name}");
        }
    }
}
