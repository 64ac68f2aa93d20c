//! What a cell holds, as its column reads it. Nothing is guessed and nothing is made nil: what is no figure stays what it is.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::grid::Raw;
use super::spoilt::Spoilt;
use super::{StatedFigure, Value};
use crate::form::{Column, Kind};
use crate::money::{
    Absent, LARGEST_AMOUNT, MOST_DECIMALS, Quantity, Typed, print_percent, read_count, read_money, read_percent,
};
use crate::names::Code;
use crate::period::{FinancialYear, read_date, read_month};

/// Placeholders that stand for 'no figure' wherever they are typed; compared as [codes](Code) are. What a council means by its own
/// ones, its form says.
pub const PLACEHOLDERS: [&str; 13] = [
    "-",
    "--",
    "n/a",
    "na",
    "n.a.",
    "nil",
    "tba",
    "tbc",
    "tbd",
    "not applicable",
    "not known",
    "not profiled",
    "unknown",
];

/// A number in a percentage column up to this is a ratio, as a cell formatted as a percentage stores it: 2.74 is 274%.
/// Beyond it nobody means 1,000%: it is percent points typed without their sign.
pub(super) const LARGEST_RATIO: i64 = 10;

/// A cell as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// As typed; a number as it would be typed.
    pub text: String,
    /// As the column reads it.
    pub value: Value,
    /// Why it is not what the column holds: a clause that follows the text.
    pub why: Option<String>,
}

/// Reads what stands in a cell (`None`: nothing) as `column` holds it.
pub fn read(column: &Column, raw: Option<&Raw>) -> Read {
    let Some(raw) = raw else {
        return Read { text: String::new(), value: Value::Absent(Absent::Blank), why: None };
    };
    let text = shown(column, raw);
    let typed = text.trim();
    if typed.is_empty() {
        return Read { text: String::new(), value: Value::Absent(Absent::Blank), why: None };
    }
    let value = match raw {
        Raw::Error(error) if error.bytes().all(|byte| byte == b'#') => {
            Err("its column was too narrow to show it when the file was saved".to_string())
        }
        Raw::Error(_) => Err("it is an error of the spreadsheet's own".to_string()),
        Raw::Text(_) if is_code(column, typed) => Ok(Value::Absent(Absent::Code(typed.to_string()))),
        _ => read_kind(column, raw, typed),
    };
    match value {
        Ok(value) => Read { text, value, why: None },
        Err(why) => {
            let why = Spoilt::of(&text).map_or(why, |spoilt| spoilt.why().to_string());
            Read { text, value: Value::Absent(Absent::Unreadable), why: Some(why) }
        }
    }
}

/// Is this one of the column's codes, or a placeholder that everybody uses?
fn is_code(column: &Column, typed: &str) -> bool {
    // An accounting format shows a nil as '£-', and a .csv holds what was shown.
    let typed = if column.kind == Kind::Money { typed.trim_start_matches('£').trim_start() } else { typed };
    column.code(typed).is_some()
        || column.rank(typed).is_none() && PLACEHOLDERS.iter().any(|known| Code::same(known, typed))
}

/// The cell's text as a person sees it. A ratio in a percentage column shows as a percentage where that loses nothing.
fn shown(column: &Column, raw: &Raw) -> String {
    match raw {
        Raw::Number(number) if column.kind == Kind::Percent && is_ratio(*number) => {
            let shown = number.round_dp_with_strategy(column.decimals() + 2, RoundingStrategy::MidpointAwayFromZero);
            let lost = number.checked_sub(shown).map(|lost| lost.abs());
            match lost {
                Some(lost) if lost < Decimal::new(1, 9) => print_percent(shown, column.decimals()),
                _ => raw.text(),
            }
        }
        _ => raw.text(),
    }
}

fn is_ratio(number: Decimal) -> bool {
    number.abs() <= Decimal::from(LARGEST_RATIO)
}

fn read_kind(column: &Column, raw: &Raw, typed: &str) -> Result<Value, String> {
    match column.kind.plain() {
        Kind::Money => figure(column, raw, money_number, |text| read_money(text, column.unit())),
        Kind::Percent => figure(column, raw, percent_number, |text| read_percent(text, column.unit())),
        Kind::Count => figure(column, raw, count_number, read_count),
        Kind::Date => read_as_date(raw).map(Value::Date),
        Kind::Year => read_as_year(raw).map(|year| Value::Text(year.label())),
        Kind::Choice => match column.rank(typed).and_then(|rank| column.choices().get(rank)) {
            Some(choice) => Ok(Value::Text(choice.clone())),
            None => Err(format!("it is none of {}", column.choices().join(", "))),
        },
        Kind::Text | Kind::Code => Ok(Value::Text(typed.to_string())),
    }
}

fn figure(
    column: &Column,
    raw: &Raw,
    from_number: fn(&Column, Decimal) -> Option<StatedFigure>,
    from_text: impl Fn(&str) -> Result<Typed, crate::money::NotAFigure>,
) -> Result<Value, String> {
    match raw {
        Raw::Number(number) => {
            from_number(column, *number).map(Value::Figure).ok_or_else(|| "it is too large to be meant".to_string())
        }
        Raw::Text(text) => from_text(text).map_err(|why| why.to_string()).and_then(|typed| from_typed(column, typed)),
        Raw::Date(_) => Err("the cell is formatted as a date, not as a figure".to_string()),
        Raw::Truth(_) => Err("it is true or false, not a figure".to_string()),
        Raw::Error(_) => Err("it is an error of the spreadsheet's own".to_string()),
    }
}

fn from_typed(column: &Column, typed: Typed) -> Result<Value, String> {
    if column.kind != Kind::Percent && typed.percent_sign {
        return Err("it is a percentage, and the column holds none".to_string());
    }
    let quantity = if column.is_rounded() { typed.quantity.reaching(typed.last_digit) } else { typed.quantity };
    Ok(Value::Figure(StatedFigure {
        quantity,
        beside: typed.beside,
        pound_sign: typed.pound_sign && typed.suffix.is_none(),
        bare_percent: column.kind == Kind::Percent && !typed.percent_sign && !quantity.value().is_zero(),
    }))
}

/// Half a unit of the last digit of a number with so many decimal places, each worth `unit`.
fn half_a_digit(places: u32, unit: Decimal) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(5, places.checked_add(1)?).ok()?.checked_mul(unit)
}

fn plain(quantity: Quantity) -> StatedFigure {
    StatedFigure { quantity, beside: None, pound_sign: false, bare_percent: false }
}

fn money_number(column: &Column, number: Decimal) -> Option<StatedFigure> {
    let number = number.normalize();
    // A formula's result has more decimals than anyone states; what is cut off is less than a millionth of a pound.
    let value = number.checked_mul(column.unit().factor())?;
    let value = value.round_dp_with_strategy(MOST_DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    let reach = if column.is_rounded() { half_a_digit(number.scale(), column.unit().factor())? } else { Decimal::ZERO };
    (value.abs() <= Decimal::from(LARGEST_AMOUNT)).then(|| plain(Quantity::within(value, reach)))
}

fn percent_number(column: &Column, number: Decimal) -> Option<StatedFigure> {
    let reach = half_a_digit(column.decimals().checked_add(2)?, Decimal::ONE)?;
    if is_ratio(number) {
        return Some(plain(Quantity::within(number, reach)));
    }
    let value = number.checked_div(Decimal::ONE_HUNDRED)?;
    Some(StatedFigure { bare_percent: true, ..plain(Quantity::within(value, reach)) })
}

fn count_number(_column: &Column, number: Decimal) -> Option<StatedFigure> {
    (number.abs() <= Decimal::from(LARGEST_AMOUNT)).then(|| plain(Quantity::exact(number)))
}

/// Days of other years than these are mistyped, or a number that is shown as a day.
const FIRST_YEAR: i16 = 1950;
const LAST_YEAR: i16 = 2150;

fn read_as_date(raw: &Raw) -> Result<Date, String> {
    let date = match raw {
        Raw::Date(date) => Some(*date),
        // A month alone is its first day, and prints as it is shown.
        Raw::Text(text) => read_date(text.trim()).or_else(|| read_month(text)),
        _ => None,
    };
    match date.map(|date| (date, date.year())) {
        // Programs that do not show a 0 as '00/01/1900' show it as '30/12/1899'.
        Some((_, year)) if year < 1900 => Err("a day before 1900 is a number that is shown as a date".to_string()),
        Some((_, year)) if !(FIRST_YEAR..=LAST_YEAR).contains(&year) => {
            Err(format!("its year is {year}, which is hardly meant"))
        }
        Some((date, _)) => Ok(date),
        None => Err("it is not a date like 31/03/2023".to_string()),
    }
}

fn read_as_year(raw: &Raw) -> Result<FinancialYear, String> {
    match raw {
        Raw::Text(text) => FinancialYear::read(text),
        _ => None,
    }
    .ok_or_else(|| "it is not a financial year like 2018/19".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nil_shown_as_a_day_is_none() {
        use jiff::civil::date;
        for (raw, expected) in [
            (Raw::Date(date(1899, 12, 30)), None),
            (Raw::Text("30/12/1899".into()), None),
            (Raw::Number(Decimal::ZERO), None),
            (Raw::Date(date(1905, 7, 15)), None),
            (Raw::Date(date(1950, 1, 1)), Some(date(1950, 1, 1))),
            (Raw::Text("31/03/2023".into()), Some(date(2023, 3, 31))),
        ] {
            assert_eq!(read_as_date(&raw).ok(), expected, "{raw:?}");
        }
    }
}
