//! The figure that a shown text states, read with the readers of typed figures wherever they know its form.

use rust_decimal::Decimal;

use crate::money::{MOST_DECIMALS, Unit, read_money};

/// A figure as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShownFigure {
    /// The number with its sign, in the unit behind it if there is one.
    pub value: Decimal,
    /// How far off the digits shown may be: half a unit of the last one.
    pub reach: Decimal,
    /// The factor of the unit behind it ('k').
    pub suffix: Option<Decimal>,
    /// A per cent sign stands beside it.
    pub percent: bool,
    /// A pound sign, or 'GBP', stands beside it.
    pub pound: bool,
}

impl ShownFigure {
    /// The figure that a text states; `None` if it is not one figure alone.
    pub fn read(text: &str) -> Option<Self> {
        let pound = text.contains(['£', '₤']) || text.contains("GBP");
        let percents = text.matches('%').count();
        let text: String = text
            .replace("GBP", "")
            .chars()
            .filter_map(|character| match character {
                '£' | '₤' | '%' => None,
                '▲' | '△' | '▴' => Some('+'),
                '▼' | '▽' | '▾' | '−' | '–' => Some('-'),
                other => Some(other),
            })
            .collect();
        let text = sign_in_front(text.trim());
        let (value, reach, suffix) = money(&text).or_else(|| exponent(&text)).or_else(|| fraction(&text))?;
        (percents < 2).then_some(ShownFigure { value, reach, suffix, percent: percents == 1, pound })
    }
}

/// Whether a text without a digit stands for nil: a dash, with a currency or without, or the word.
pub(super) fn is_nil_mark(text: &str) -> bool {
    let mark = text.replace(['£', '-', '–', '—', '−', '_', '.', ' ', '\u{a0}'], "");
    mark.is_empty() || ["nil", "zero"].iter().any(|word| mark.eq_ignore_ascii_case(word))
}

/// A minus behind the digits goes before them.
fn sign_in_front(text: &str) -> String {
    match text.strip_suffix('-') {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => format!("-{}", digits.trim_end()),
        _ => text.to_string(),
    }
}

fn money(text: &str) -> Option<(Decimal, Decimal, Option<Decimal>)> {
    let (mut text, cut) = shortened(text);
    // '#.##' shows a whole number with its point.
    if let Some(at) = text.find('.').filter(|at| !text[at + 1..].starts_with(|c: char| c.is_ascii_digit())) {
        text.remove(at);
    }
    let typed = read_money(&text, Unit::Pounds).ok()?;
    Some((typed.quantity.value(), typed.last_digit.checked_add(cut)?, typed.suffix))
}

/// The text without the decimal places that nobody states, and how much they may come to.
fn shortened(text: &str) -> (String, Decimal) {
    let Some((whole, rest)) = text.split_once('.') else { return (text.to_string(), Decimal::ZERO) };
    let places = rest.bytes().take_while(u8::is_ascii_digit).count();
    let kept = places.min(MOST_DECIMALS as usize);
    let cut = if kept < places { Decimal::new(1, MOST_DECIMALS) } else { Decimal::ZERO };
    (format!("{whole}.{}{}", &rest[..kept], &rest[places..]), cut)
}

/// '1.20E+03'
fn exponent(text: &str) -> Option<(Decimal, Decimal, Option<Decimal>)> {
    let (mantissa, power) = text.split_once(['E', 'e'])?;
    let power: i32 = power.parse().ok()?;
    let (value, reach, None) = money(mantissa)? else { return None };
    let mut ten = Decimal::ONE;
    for _ in 0..power.unsigned_abs().min(28) {
        ten = ten.checked_mul(Decimal::TEN)?;
    }
    let scaled = |number: Decimal| if power < 0 { number.checked_div(ten) } else { number.checked_mul(ten) };
    Some((scaled(value)?, scaled(reach)?, None))
}

/// '1 2/3', '2/3'
fn fraction(text: &str) -> Option<(Decimal, Decimal, Option<Decimal>)> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (before, below) = text.split_once('/')?;
    let below = whole(below)?;
    let (first, above) = before.trim().rsplit_once(' ').unwrap_or(("0", before));
    let part = whole(above)?.checked_div(below)?;
    let value = whole(first)?.checked_add(part)?;
    // No fraction with this number below is nearer.
    let reach = Decimal::new(5, 1).checked_div(below)?;
    Some((if negative { -value } else { value }, reach, None))
}

fn whole(text: &str) -> Option<Decimal> {
    let text = text.trim();
    (text.len() <= 15 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}
