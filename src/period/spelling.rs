//! How months and years are spelled, in English and in Welsh: what the readers of days, of headings and of titles have in common.

use super::{FinancialYear, YEARS};

/// The months, as they are said in full.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The same in Welsh.
const WELSH: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

/// The names of months, as a part of a pattern that is blind to case: 'Sept', 'September'.
pub(super) const MONTH_NAME: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr";

/// The number of a month, from 1, by the first three letters of its name.
pub(super) fn month_named(name: &str) -> Option<i8> {
    let start = name.get(..3)?;
    let is_it = |month: &str| month.get(..3).is_some_and(|known| known.eq_ignore_ascii_case(start));
    let place = MONTHS.iter().position(|month| is_it(month)).or_else(|| WELSH.iter().position(|month| is_it(month)))?;
    i8::try_from(place + 1).ok()
}

/// The name of a month, counted from 1.
pub(super) fn month_name(month: i8) -> &'static str {
    let place = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    MONTHS.get(place).copied().unwrap_or_default()
}

/// The first three letters of its name.
pub(crate) fn short_month(month: i8) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}

/// The name of the month that a word is: 'October' for 'oct' and 'October'; `None` if it is none.
pub(crate) fn month_word(word: &str) -> Option<&'static str> {
    let is_whole = |month: &&&str| month.eq_ignore_ascii_case(word);
    let is_short = |month: &&&str| {
        (word.len() == 3 || word.eq_ignore_ascii_case("sept"))
            && month.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let welsh = || WELSH.iter().position(|month| month.eq_ignore_ascii_case(word)).and_then(|place| MONTHS.get(place));
    MONTHS.iter().find(|month| is_whole(month) || is_short(month)).or_else(welsh).copied()
}

/// A calendar year of four digits, or of two in this century.
pub(super) fn full_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    let year = if digits.len() == 2 { 2000 + year } else { year };
    YEARS.contains(&year).then_some(year)
}

/// The financial year of two years that follow each other: '2022' and '2023', '2022' and '23', '22' and '23'. '12/2013' is a
/// month, so two digits before four are a year from 13 on.
pub(super) fn year_pair(one: &str, other: &str) -> Option<FinancialYear> {
    let year = FinancialYear { start: full_year(one)? };
    let follows = match (one.len(), other.len()) {
        (2, 4) => one.parse::<u8>().is_ok_and(|one| one > 12) && other.parse() == Ok(year.next().start),
        (4, 4) => other.parse() == Ok(year.next().start),
        (4 | 2, 2) => other.parse() == Ok(year.end_digits()),
        _ => false,
    };
    follows.then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_a_pair_follow_each_other() {
        for (one, other) in [("2022", "2023"), ("2022", "23"), ("22", "23"), ("22", "2023"), ("1999", "00")] {
            assert!(year_pair(one, other).is_some(), "{one} {other}");
        }
        for (one, other) in [("2022", "2022"), ("2022", "24"), ("12", "2013"), ("2", "3"), ("2022", "3")] {
            assert!(year_pair(one, other).is_none(), "{one} {other}");
        }
    }

    #[test]
    fn months_are_known_by_their_first_letters() {
        assert_eq!((month_named("Sept"), month_named("DECEMBER"), month_named("Ma")), (Some(9), Some(12), None));
        assert_eq!(
            (month_named("Medi"), month_named("mawrth"), month_word("Rhagfyr")),
            (Some(9), Some(3), Some("December"))
        );
        assert_eq!((month_word("Sept"), month_word("MAY"), month_word("octo")), (Some("September"), Some("May"), None));
    }
}
