//! Whether the text that stands for a number or a date in an .ods workbook is a plain rendering of it.

use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

/// What kind of value a text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Percentage,
    Date,
}

/// Whether `shown` says the value and no more or less: the number with or without commas and pounds, rounded or not; a day with its
/// month and year.
pub(super) fn is_plain(kind: Kind, value: &str, shown: &str) -> bool {
    match kind {
        Kind::Number => is_number(decimal(value), shown, false),
        Kind::Percentage => {
            let shown = shown.trim().strip_suffix('%');
            let value = decimal(value).and_then(|value| value.checked_mul(Decimal::ONE_HUNDRED));
            shown.is_some_and(|shown| is_number(value, shown.trim_end(), true))
        }
        Kind::Date => is_day(value, shown).unwrap_or(false),
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

fn is_number(value: Option<Decimal>, shown: &str, is_percentage: bool) -> bool {
    let plain = shown.trim().replace(',', "").replace(['\u{2212}', '\u{2013}'], "-");
    let plain = if is_percentage { plain } else { plain.replacen('£', "", 1) };
    let Some(value) = value else { return false };
    let is_of_digits =
        plain.strip_prefix('-').unwrap_or(&plain).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let Some(said) = Decimal::from_str(&plain).ok().filter(|_| is_of_digits) else { return false };
    // The last digit may be rounded by another rule.
    [RoundingStrategy::MidpointAwayFromZero, RoundingStrategy::MidpointNearestEven]
        .iter()
        .any(|rule| value.round_dp_with_strategy(said.scale(), *rule) == said)
}

/// '2023-03-31' as '31/03/23' or '31 March 2023', and not as 'Mar-23'.
fn is_day(value: &str, shown: &str) -> Option<bool> {
    let mut parts = value.get(..10)?.split('-').map(|part| part.parse::<u32>().ok());
    let (year, _month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let mut numbers: Vec<u32> =
        shown.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
    let at = numbers.iter().position(|number| *number == day)?;
    numbers.remove(at);
    Some(numbers.iter().any(|number| *number == year || *number == year % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_the_value_or_something_else() {
        use Kind::{Date, Number, Percentage};
        let cases = [
            (Number, "400000", "400,000", true),
            (Number, "400000", "£400,000.00", true),
            (Number, "-1234.5", "-1,235", true),
            (Number, "-1234.5", "-£1,234", true),
            (Number, "1.5E3", "1500", true),
            (Number, "400000", "400", false),
            (Number, "204", "(204)", false),
            (Number, "0", "TBC", false),
            (Number, "0", "", false),
            (Number, "5", "5%", false),
            (Number, "400", "€400", false),
            (Percentage, "0.83", "83%", true),
            (Percentage, "0.125", "12.5%", true),
            (Percentage, "0.83", "0.83", false),
            (Date, "2023-03-31", "31/03/23", true),
            (Date, "2023-03-31T00:00:00", "31 March 2023", true),
            (Date, "2023-04-23", "Apr-23", false),
            (Date, "bad", "31/03/23", false),
        ];
        for (kind, value, shown, expected) in cases {
            assert_eq!(is_plain(kind, value, shown), expected, "{value} shown as {shown}");
        }
    }
}
