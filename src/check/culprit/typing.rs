//! How a figure that was typed comes from the one that was meant: the slips that people make.

use rust_decimal::Decimal;

use crate::money::{Apart, apart};

/// A slip of the hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) struct Typing {
    /// How much it says that the one figure was typed in place of the other: a factor or a sign is no chance, another digit may be.
    pub weight: i32,
    /// What was done, for a sentence: 'ten times as much'.
    pub how: &'static str,
}

/// Factors by which units and decimal points slip: the figure typed for the one meant.
pub(super) const FACTORS: [(Decimal, &str, &str); 3] = [
    (Decimal::TEN, "ten times as much", "a tenth of it"),
    (Decimal::ONE_HUNDRED, "a hundred times as much", "a hundredth of it"),
    (Decimal::ONE_THOUSAND, "a thousand times as much", "a thousandth of it"),
];

/// A factor or a sign.
const CERTAIN: i32 = 3;
/// Digits in another order, one too many, one too few.
const LIKELY: i32 = 2;
/// One digit another.
const POSSIBLE: i32 = 1;

/// The slip by which `typed` came to stand for `meant`, both as a cell of the column would have them; none if no single one does.
pub(in crate::check) fn typing(typed: Decimal, meant: Decimal) -> Option<Typing> {
    if typed == meant || typed.is_zero() || meant.is_zero() {
        return None;
    }
    if meant.checked_add(typed).is_some_and(|sum| sum.is_zero()) {
        return Some(Typing { weight: CERTAIN, how: "the sign is turned" });
    }
    for (factor, more, less) in FACTORS {
        let is = |small: Decimal, large: Decimal| small.checked_mul(factor) == Some(large);
        if is(meant, typed) {
            return Some(Typing { weight: CERTAIN, how: more });
        }
        if is(typed, meant) {
            return Some(Typing { weight: CERTAIN, how: less });
        }
    }
    if typed.is_sign_negative() != meant.is_sign_negative() {
        return None;
    }
    let scale = typed.normalize().scale().max(meant.normalize().scale());
    let (typed, meant) = (digits(typed, scale)?, digits(meant, scale)?);
    match apart(&typed, &meant) {
        Some(Apart::Exchanged) => return Some(Typing { weight: LIKELY, how: "two digits are exchanged" }),
        Some(Apart::Digit(_)) => return Some(Typing { weight: POSSIBLE, how: "one digit is another" }),
        None => {}
    }
    if is_without_one(&typed, &meant) {
        return Some(Typing { weight: LIKELY, how: "a digit is too many" });
    }
    is_without_one(&meant, &typed).then_some(Typing { weight: LIKELY, how: "a digit is missing" })
}

/// The digits of a figure with so many decimal places.
fn digits(figure: Decimal, scale: u32) -> Option<String> {
    let mut figure = figure.abs();
    figure.rescale(scale);
    (figure.scale() == scale).then(|| figure.mantissa().to_string())
}

/// Whether the shorter one is the longer one without one of its digits.
fn is_without_one(longer: &str, shorter: &str) -> bool {
    if longer.len() != shorter.len() + 1 || shorter.len() < 2 {
        return false;
    }
    let same = longer.bytes().zip(shorter.bytes()).take_while(|(long, short)| long == short).count();
    longer.get(same + 1..) == shorter.get(same..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_known_by_both_figures() {
        let how = |typed: &str, meant: &str| {
            typing(typed.parse().unwrap(), meant.parse().unwrap()).map_or("", |typing| typing.how)
        };
        for (typed, meant, expected) in [
            ("2000", "200", "ten times as much"),
            ("1.2", "120", "a hundredth of it"),
            ("1250000", "1250", "a thousand times as much"),
            ("0.888", "888", "a thousandth of it"),
            ("-50", "50", "the sign is turned"),
            ("412", "142", "two digits are exchanged"),
            ("10.25", "10.52", "two digits are exchanged"),
            ("1225", "125", "a digit is too many"),
            ("125", "1225", "a digit is missing"),
            ("126", "125", "one digit is another"),
            ("-126", "-125", "one digit is another"),
            ("125", "125.0", ""),
            ("0", "125", ""),
            ("125", "0", ""),
            ("137", "125", ""),
            ("521", "125", ""),
            ("-126", "125", ""),
            ("5", "52", ""),
        ] {
            assert_eq!(how(typed, meant), expected, "{typed} for {meant}");
        }
    }
}
