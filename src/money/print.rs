//! How figures print: rounded half up, once, here. What sentences say of them stands in `say`.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{MoneyStyle, NegativeStyle, Unit};

/// Decimal places said of a pound at most: a millionth, for figures that were typed so.
pub(super) const MOST_DECIMALS_OF_A_POUND: u32 = 6;

/// The most decimal places that `Decimal` holds.
const DECIMAL_PLACES: u32 = 28;

/// An amount of pounds as it prints in the appendix: in the style's unit, rounded half up (away from nil) once, here, with
/// thousands commas, without a pound sign. What rounds to nil prints as '0', never as '-0'.
pub fn print_money(pounds: Decimal, style: MoneyStyle) -> String {
    let (negative, digits) = digits(in_unit(pounds, style.unit), style.decimals);
    match (negative, style.negative) {
        (false, _) => digits,
        (true, NegativeStyle::Minus) => format!("-{digits}"),
        (true, NegativeStyle::Parentheses) => format!("({digits})"),
    }
}

/// A ratio as it prints: 0.8333 with 0 decimals is '83%'. Rounded half up, away from nil.
pub fn print_percent(ratio: Decimal, decimals: u32) -> String {
    let (negative, digits) = digits(shifted(ratio, -2), decimals);
    format!("{}{digits}%", if negative { "-" } else { "" })
}

/// The amount in the unit, exactly.
pub(super) fn in_unit(pounds: Decimal, unit: Unit) -> Decimal {
    shifted(
        pounds,
        match unit {
            Unit::Pounds => 0,
            Unit::Thousands => 3,
            Unit::Millions => 6,
        },
    )
}

/// The number with its decimal point moved `places` to the left: exact wherever `Decimal` can hold the result, and not
/// rounded a first time before it is rounded for print.
pub(super) fn shifted(number: Decimal, places: i32) -> Decimal {
    let number = number.normalize();
    let scale = i64::from(number.scale()) + i64::from(places);
    let factor = || Decimal::from(10_i64.pow(places.unsigned_abs().min(9)));
    match u32::try_from(scale) {
        Ok(scale) if scale <= DECIMAL_PLACES => {
            Decimal::try_from_i128_with_scale(number.mantissa(), scale).unwrap_or(number)
        }
        // So many decimal places that the last of them are lost: beyond anything printed.
        Ok(_) => number.checked_div(factor()).unwrap_or(number),
        // A whole number that grows by noughts. Only a ratio beyond 10^26 cannot, and none that large is ever read.
        Err(_) => number.checked_mul(factor()).unwrap_or(number),
    }
}

/// How many of a thing there are, with thousands commas: '1,234'.
pub(crate) fn print_whole(number: usize) -> String {
    digits(Decimal::from(number), 0).1
}

/// Sign and digits with thousands commas, rounded half up.
pub(super) fn digits(number: Decimal, decimals: u32) -> (bool, String) {
    let decimals = decimals.min(DECIMAL_PLACES);
    let rounded = number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let plain = rounded.abs().normalize().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut printed = String::with_capacity(plain.len() * 2);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            printed.push(',');
        }
        printed.push(digit);
    }
    if decimals > 0 {
        printed.push('.');
        printed.push_str(fraction);
        printed.extend(std::iter::repeat_n('0', (decimals as usize).saturating_sub(fraction.len())));
    }
    (rounded.is_sign_negative() && !rounded.is_zero(), printed)
}
