//! Whether what a person sees of a number is what is read of it, and what is to be read or asked where it is not.

use rust_decimal::Decimal;

use super::figure::{ShownFigure, is_nil_mark};
use super::{Currency, NumberFormat, Shown, factor};
use crate::form::Kind;
use crate::money::Unit;
use crate::period::read_month;
use crate::returns::value::LARGEST_RATIO;

/// What a binary number is off at most by its last digit, beside the half of a digit that rounding takes.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

/// What is to be read of a number, given what a person sees of it. The texts are as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The number as it is stored.
    AsStored,
    /// The format scales the number: what is shown is read.
    Scaled {
        /// As shown.
        shown: String,
        /// The figure in the unit of the column, not rounded.
        figure: Decimal,
        /// Whether the scale, or the unit shown behind the digits, makes it a figure in the unit of the column.
        agrees: bool,
    },
    /// A percentage whose ratio is not the number that is stored, or that would not be read as one: '0"%"' over 5.
    Ratio {
        /// As shown.
        shown: String,
        /// 0.05 for 5%.
        ratio: Decimal,
    },
    /// A number above 1 in a column of percentages, shown without a per cent sign: 5 may be 5% or 500%. To be asked.
    BarePercent {
        /// As shown.
        shown: String,
    },
    /// A figure is shown that is not the one stored: '0"k"' over 400 in a column of pounds. To be asked, with both.
    OtherFigure {
        /// As shown.
        shown: String,
    },
    /// The number is shown with another sign than it has. To be asked, with both.
    OtherSign {
        /// As shown.
        shown: String,
    },
    /// Words are shown in place of the number, or beside it. To be asked, with both.
    Words {
        /// As shown.
        shown: String,
    },
    /// Nothing is shown of a number that is not nil, or it is shown in white. To be asked.
    Nothing,
    /// Another currency than the pound. To be asked, with both.
    OtherCurrency {
        /// As shown.
        shown: String,
        /// Its sign or its name.
        sign: String,
    },
    /// A percentage where none belongs. To be asked, with both.
    Percent {
        /// As shown.
        shown: String,
    },
    /// A day or a time where none belongs. To be asked.
    Date {
        /// As shown.
        shown: String,
    },
    /// A day that is none: the number 0 shown as '00/01/1900', or a negative one. To be told.
    NoDay {
        /// As shown.
        shown: String,
    },
    /// The text that is shown, in a column of texts, references or choices; empty where a nil is shown as nothing.
    Text(String),
    /// What is shown cannot be told: the code of the format is none.
    Untold,
}

/// What is to be read of a number that stands in a column of this kind, and unit if it is one of money, under a format. Days are
/// given as the numbers by which they are stored ([`super::serial`]).
pub fn judge(stored: Decimal, format: &NumberFormat, kind: Kind, unit: Unit) -> Seen {
    let Some(shown) = format.show(stored) else { return Seen::Untold };
    match kind {
        Kind::Money | Kind::Count | Kind::Percent => {
            let judged = if format.is_general() { Some(Seen::AsStored) } else { figure(stored, &shown, kind, unit) };
            match judged {
                None => Seen::OtherFigure { shown: shown.text },
                Some(Seen::AsStored) if kind == Kind::Percent && is_bare(stored, &shown) => {
                    Seen::BarePercent { shown: shown.text }
                }
                Some(seen) => seen,
            }
        }
        Kind::Date => date(stored, shown),
        Kind::Text | Kind::Code | Kind::Choice | Kind::Year => text(stored, format, shown, kind),
    }
}

/// The same where the file holds the text that is shown, and not by which format (.ods).
pub fn judge_shown(stored: Decimal, text: &str, kind: Kind, unit: Unit) -> Seen {
    let text = text.trim();
    match kind {
        Kind::Money | Kind::Count | Kind::Percent => figure_shown(stored, text, kind, unit),
        Kind::Date if shows_no_year(text, stored) => Seen::Date { shown: text.to_string() },
        Kind::Date if read_month(text).is_some() => Seen::Text(text.to_string()),
        Kind::Date => Seen::AsStored,
        Kind::Text | Kind::Code | Kind::Choice | Kind::Year => {
            if text == stored.normalize().to_string() {
                Seen::AsStored
            } else if text.is_empty() && !stored.is_zero() {
                Seen::Nothing
            } else {
                Seen::Text(text.to_string())
            }
        }
    }
}

fn figure_shown(stored: Decimal, text: &str, kind: Kind, unit: Unit) -> Seen {
    let sign = text.chars().find(|letter| matches!(letter, '€' | '$' | '¥' | '₹'));
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    // By how much a format scales is told by what it shows alone.
    let scales = [(0, 0), (1, 0), (2, 0), (3, 0)];
    let percents = [(0, 1), (0, 0)];
    let tries: &[(u32, u32)] = if text.contains('%') { &percents } else { &scales };
    let judged = tries.iter().find_map(|(thousands, percents)| {
        let shown = Shown {
            text: text.to_string(),
            thousands: *thousands,
            percents: *percents,
            currency: sign.map(|sign| Currency::Other(sign.to_string())),
            date: false,
            has_digits,
            negative_by_colour: false,
            white: false,
        };
        let seen = figure(stored, &shown, kind, unit)?;
        Some(match seen {
            Seen::AsStored if kind == Kind::Percent && is_bare(stored, &shown) => {
                Seen::BarePercent { shown: shown.text }
            }
            seen => seen,
        })
    });
    judged.unwrap_or_else(|| Seen::OtherFigure { shown: text.to_string() })
}

fn is_bare(stored: Decimal, shown: &Shown) -> bool {
    stored.abs() > Decimal::ONE && !shown.text.contains('%')
}

/// `None` where the figure that is shown is not the one that the format would show; nothing is read from it then.
fn figure(stored: Decimal, shown: &Shown, kind: Kind, unit: Unit) -> Option<Seen> {
    let text = || shown.text.clone();
    if shown.date {
        return Some(Seen::Date { shown: text() });
    }
    if shown.text.is_empty() {
        let is_nil = stored.is_zero() || shown.has_digits && rounds_to_nil(stored, kind);
        return Some(if is_nil { Seen::AsStored } else { Seen::Nothing });
    }
    // On a filled cell it can be read; that is seen elsewhere.
    if shown.white && !stored.is_zero() {
        return Some(Seen::Nothing);
    }
    let sign = match &shown.currency {
        Some(Currency::Other(sign)) => Some(sign),
        _ => None,
    };
    let bare = sign.map_or_else(text, |sign| without(&shown.text, sign));
    if !bare.bytes().any(|byte| byte.is_ascii_digit()) {
        let is_nil = is_nil_mark(&bare) && rounds_to_nil(stored, kind);
        return Some(if is_nil { Seen::AsStored } else { Seen::Words { shown: text() } });
    }
    let Some(figure) = read(&bare, kind) else { return Some(Seen::Words { shown: text() }) };
    // Nil is nil in each currency, and as a percentage too.
    if stored.is_zero() && figure.value.is_zero() {
        return Some(Seen::AsStored);
    }
    if let Some(sign) = sign {
        return Some(Seen::OtherCurrency { shown: text(), sign: sign.clone() });
    }
    let is_negative = stored < Decimal::ZERO;
    // What rounds to nil has no sign, and a colour is one.
    let has_other_sign = !figure.value.is_zero() && is_negative != (figure.value < Decimal::ZERO);
    if has_other_sign && !shown.negative_by_colour {
        return Some(Seen::OtherSign { shown: text() });
    }
    let own = if kind == Kind::Money { unit.factor() } else { Decimal::ONE };
    let down = factor(Decimal::ONE_THOUSAND, shown.thousands)?;
    let exact = stored.checked_mul(factor(Decimal::ONE_HUNDRED, shown.percents)?)?.checked_div(down)?;
    let exact_in = exact.checked_mul(figure.suffix.unwrap_or(Decimal::ONE))?;
    let apart = exact_in.abs().checked_sub(figure.value.abs())?.abs();
    let noise = exact_in.abs().checked_mul(NOISE)?.checked_add(NOISE)?;
    if apart > figure.reach.checked_add(noise)? {
        return None;
    }
    if kind == Kind::Percent {
        return percentage(stored, exact, shown, &figure);
    }
    if figure.percent || shown.percents > 0 {
        return Some(Seen::Percent { shown: text() });
    }
    if kind == Kind::Count && figure.pound {
        return None;
    }
    // Both in the smallest unit of the column's kind: pounds.
    let as_shown = exact.checked_mul(figure.suffix.unwrap_or(own))?;
    if as_shown == stored.checked_mul(own)? {
        return Some(Seen::AsStored);
    }
    if shown.thousands == 0 {
        return None;
    }
    let agrees = down == figure.suffix.unwrap_or(own);
    Some(Seen::Scaled { shown: text(), figure: as_shown.checked_div(own)?.normalize(), agrees })
}

/// In a column of percentages the format decides: '5%' is 0.05 whatever is stored.
fn percentage(stored: Decimal, exact: Decimal, shown: &Shown, figure: &ShownFigure) -> Option<Seen> {
    if figure.pound || figure.suffix.is_some() || shown.thousands > 0 || shown.percents > 1 {
        return None;
    }
    if !figure.percent {
        return Some(Seen::AsStored);
    }
    let ratio = exact.checked_div(Decimal::ONE_HUNDRED)?;
    Some(if ratio == stored && stored.abs() <= Decimal::from(LARGEST_RATIO) {
        Seen::AsStored
    } else {
        Seen::Ratio { shown: shown.text.clone(), ratio: ratio.normalize() }
    })
}

/// The figure of a text. What is counted may be named beside it: '5 FTE' in a column of counts.
fn read(text: &str, kind: Kind) -> Option<ShownFigure> {
    ShownFigure::read(text).or_else(|| {
        let without_words: String = text.chars().filter(|character| !character.is_alphabetic()).collect();
        if kind == Kind::Count { ShownFigure::read(&without_words) } else { None }
    })
}

/// Whether a figure shown without decimals is nil: a percentage in percent points.
fn rounds_to_nil(stored: Decimal, kind: Kind) -> bool {
    stored.abs() < if kind == Kind::Percent { Decimal::new(5, 3) } else { Decimal::new(5, 1) }
}

fn without(text: &str, sign: &str) -> String {
    text.replace(sign, "").replace(&sign.to_lowercase(), "")
}

fn date(stored: Decimal, shown: Shown) -> Seen {
    if !shown.date {
        let has_digits = shown.text.bytes().any(|byte| byte.is_ascii_digit());
        // A number that is shown as one is no date, and is not read as one either.
        return match (shown.text.is_empty(), has_digits) {
            (true, _) => Seen::Nothing,
            (_, true) => Seen::AsStored,
            _ => Seen::Words { shown: shown.text },
        };
    }
    if stored < Decimal::ONE {
        return Seen::NoDay { shown: shown.text };
    }
    // A day typed without its year is given that of the day on which it was typed.
    if shows_no_year(&shown.text, stored) {
        return Seen::Date { shown: shown.text };
    }
    if read_month(&shown.text).is_some() { Seen::Text(shown.text) } else { Seen::AsStored }
}

fn text(stored: Decimal, format: &NumberFormat, shown: Shown, kind: Kind) -> Seen {
    if shown.date && kind == Kind::Code {
        return Seen::Date { shown: shown.text };
    }
    if kind == Kind::Code
        && let Some(digits) = plain_number(&shown.text)
    {
        // Commas and noughts are not a reference's own; digits that were rounded away are.
        return if digits == stored { Seen::AsStored } else { Seen::OtherFigure { shown: shown.text } };
    }
    if kind == Kind::Code && (shown.percents > 0 || shown.text.contains("E+") || shown.text.contains("E-")) {
        return Seen::OtherFigure { shown: shown.text };
    }
    if format.is_general() || shown.text == stored.normalize().to_string() {
        return Seen::AsStored;
    }
    if shown.text.is_empty() && !stored.is_zero() { Seen::Nothing } else { Seen::Text(shown.text) }
}

/// The number that a text is, if it is digits, commas and a decimal point alone and does not begin with a nought.
fn plain_number(text: &str) -> Option<Decimal> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
    let begins = text.starts_with('0') && text.len() > 1 && !text.starts_with("0.");
    if is_plain && !begins { text.replace(',', "").parse().ok() } else { None }
}

/// Whether a day is shown without its year: '31-Mar', '1/3'. 'Mar-23' is a month, unless the day is the 23rd of another year.
fn shows_no_year(text: &str, stored: Decimal) -> bool {
    let parts: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |part: &&str| part.len() >= 3 && part.chars().all(char::is_alphabetic);
    let [one, other] = parts.as_slice() else { return false };
    if is_month(one) && is_number(other) {
        let day = super::day(stored);
        let number = other.parse::<i16>().ok();
        return day
            .is_some_and(|day| number == Some(i16::from(day.day())) && number != Some(day.year().rem_euclid(100)));
    }
    !text.contains(':') && is_number(one) && (is_month(other) || is_number(other))
}
