//! Figures as people type them, and as a spreadsheet stores them.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::{LARGEST_AMOUNT, MOST_DECIMALS, NotAFigure, Quantity, Typed, Unit};
use crate::pattern;

/// Decimal places kept of a spreadsheet's number. A ratio (0.657053612345) needs more than people type; beyond these
/// stands what binary arithmetic leaves behind (0.1 + 0.2 - 0.3).
pub const STORED_DECIMALS: u32 = 12;

/// The most digits looked at in one figure: what `Decimal` always holds.
const MOST_DIGITS: usize = 28;

/// The longest text looked at as a figure, in bytes: no figure with its signs and amount in brackets comes near it.
const LONGEST_FIGURE: usize = 120;

/// Signs, brackets, pound sign, number, unit; what may not stand together is sorted out afterwards, with a reason.
static MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?x)^
        (?P<sign1>[-+])? \s* (?P<open1>\()? \s* (?P<sign2>[-+])? \s* (?P<pound>£)? \s*
        (?P<sign3>[-+])? \s* (?P<open2>\()? \s*
        (?P<number>[0-9.,][0-9.,\s]*)
        (?P<unit1>[A-Za-z]+)? \s* (?P<close>\))? \s* (?P<unit2>[A-Za-z]+)?
        $",
    )
});

/// A percentage, with an amount in brackets behind it or none.
static PERCENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?x)^
        (?P<sign1>[-+])? \s* (?P<open1>\()? \s* (?P<sign2>[-+])? \s*
        (?P<number>[0-9.,][0-9.,\s]*)
        (?P<percent1>%)? \s* (?P<close>\))? \s* (?P<percent2>%)? \s*
        (?: \( (?P<beside> [^()]* ) \) )?
        $",
    )
});

/// Two figures with a dash or 'to' between them.
static RANGE: LazyLock<Regex> =
    LazyLock::new(|| pattern::fixed(r"(?i)[0-9](?:\s?[a-z]+)?\s*(?:-|\bto\b)\s*£?\s*[0-9.]"));

/// What people write before or behind a figure that they do not stand by.
static APPROXIMATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?ix)^ (?: ca?\.?\s?£?[0-9] | circa\b | approx | about\b | around\b | roughly\b | est\b | estimate | up\sto\b
        | over\b | under\b | nearly\b | almost\b | at\s(?:least|most)\b | (?:more|less)\sthan\b | [~≈<>≤≥] )
        | [+?]$ | \best(?:\.|imated?)?$ | \bapprox(?:\.|imately)?$",
    )
});

/// Whether a text opens as a figure does: with a digit, a sign, a bracket or a pound sign. What does not is none; a quick look.
pub fn opens_as_figure(text: &str) -> bool {
    let opens = |letter: char| {
        letter.is_ascii_digit() || matches!(letter, '-' | '+' | '(' | '£' | '.' | ',') || is_minus(letter)
    };
    text.trim_start().starts_with(opens)
}

/// Whether a letter is another kind of minus sign.
fn is_minus(letter: char) -> bool {
    matches!(letter, '−' | '–' | '—' | '‐' | '‑' | '‒' | '﹣' | '－')
}

/// Reads an amount of money as typed: '1,204', '£1,204', '-529', '(529)', '−529', '£1.4m', '380k', '1 204'. Without a
/// suffix it is in `unit`; a suffix wins over it. A figure with a suffix has the reach of its last digit ('8.78m' may be
/// anything from 8.775m to 8.785m); one without is exact, and `last_digit` says how far it reaches where the column is
/// a rounded one.
pub fn read_money(text: &str, unit: Unit) -> Result<Typed, NotAFigure> {
    let text = tidy(text)?;
    let captures = MONEY.captures(&text).ok_or_else(|| why_not(&text))?;
    let negative = is_negative(&captures)?;
    let suffix = match (captures.name("unit1"), captures.name("unit2")) {
        (None, None) => None,
        (Some(word), None) | (None, Some(word)) => Some(suffix_factor(word.as_str()).ok_or_else(|| why_not(&text))?),
        (Some(_), Some(_)) => return Err(why_not(&text)),
    };
    let number = Number::read(&captures["number"])?;
    let quantity = number.in_units_of(suffix.unwrap_or(unit.factor()), negative)?;
    Ok(Typed {
        quantity: if suffix.is_some() { quantity } else { Quantity::exact(quantity.value()) },
        pound_sign: captures.name("pound").is_some(),
        suffix,
        percent_sign: false,
        beside: None,
        last_digit: quantity.reach(),
    })
}

/// Reads a percentage as typed: '83%', '0', '92% (8.78m)', '130% (£1.3m)', '12.5 %'. It has the reach of its last digit,
/// and so has the amount in brackets, which is in `unit` if it has no suffix of its own. A bare '83' is 0.83 too;
/// `percent_sign` tells the two apart.
pub fn read_percent(text: &str, unit: Unit) -> Result<Typed, NotAFigure> {
    let text = tidy(text)?;
    let Some(captures) = PERCENT.captures(&text) else {
        return Err(match read_money(&text, unit) {
            Ok(_) => NotAFigure("it is an amount of money, not a percentage".into()),
            Err(_) => why_not(&text.replace('%', "")),
        });
    };
    if captures.name("percent1").is_some() && captures.name("percent2").is_some() {
        return Err(NotAFigure("it has two percent signs".into()));
    }
    let negative = is_negative(&captures)?;
    let hundredth = Decimal::new(1, 2);
    let quantity = Number::read(&captures["number"])?.in_units_of(hundredth, negative)?;
    let beside = match captures.name("beside") {
        None => None,
        Some(amount) => {
            let amount = read_money(amount.as_str(), unit)
                .map_err(|NotAFigure(reason)| NotAFigure(format!("of what stands in brackets: {reason}")))?;
            Some(Quantity::within(amount.quantity.value(), amount.last_digit))
        }
    };
    Ok(Typed {
        quantity,
        pound_sign: false,
        suffix: None,
        percent_sign: captures.name("percent1").or(captures.name("percent2")).is_some(),
        beside,
        last_digit: quantity.reach(),
    })
}

/// Reads a count as typed: '34', '1,350', '12.5' (posts need not be whole). It is exact.
pub fn read_count(text: &str) -> Result<Typed, NotAFigure> {
    let typed = read_money(text, Unit::Pounds)?;
    if typed.pound_sign {
        return Err(NotAFigure("it is an amount of money, not a count".into()));
    }
    if typed.suffix.is_some() {
        return Err(NotAFigure("a count is written in full, without 'k' or 'm'".into()));
    }
    Ok(typed)
}

/// A spreadsheet's number as an exact decimal: the shortest decimal that is the same number, to 15 significant digits
/// (all that a spreadsheet shows) and 12 decimal places, or `None` if it is not finite or larger than
/// [`LARGEST_AMOUNT`]. Exact decimals begin here: 0.1 + 0.2 as a spreadsheet adds them comes out as 0.3.
pub fn from_spreadsheet(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    // Printing to 15 digits and reading the digits back needs no arithmetic on the binary number.
    let printed = format!("{number:.14e}");
    let (mantissa, exponent) = printed.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let digits: i128 = mantissa.replace('.', "").parse().ok()?;
    // The number is digits × 10^(exponent - 14).
    let scale = 14_i32.checked_sub(exponent)?;
    let decimal = if scale < 0 {
        return None; // 10^15 and more: out of bounds
    } else if scale > 28 {
        Decimal::ZERO // below 10^-13: nothing within the decimals kept
    } else {
        Decimal::try_from_i128_with_scale(digits, scale.unsigned_abs()).ok()?
    };
    let rounded = decimal.round_dp(STORED_DECIMALS).normalize();
    (rounded.abs() <= Decimal::from(LARGEST_AMOUNT)).then_some(rounded)
}

/// Digits as typed, without sign and unit.
pub(super) struct Number {
    value: Decimal,
    decimals: u32,
}

impl Number {
    /// Reads '1,204.50', '1 204', '.5'. Thousands are parted by commas throughout or by blanks throughout. '200 300' and what a
    /// line's end parts may as well be two figures, and are none; a blank that breaks no line parts thousands alone.
    pub(super) fn read(text: &str) -> Result<Number, NotAFigure> {
        let text = text.trim();
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        let decimals_sound = fraction.is_none_or(|f| !f.is_empty() && f.bytes().all(|byte| byte.is_ascii_digit()));
        if !decimals_sound || (whole.is_empty() && fraction.is_none()) {
            return Err(NotAFigure("its decimal point is not followed by digits alone".into()));
        }
        let mark = match (whole.contains(','), whole.contains(char::is_whitespace)) {
            (true, true) => return Err(NotAFigure("it has both commas and blanks between its digits".into())),
            (true, false) => Some("commas"),
            (false, true) => Some("blanks"),
            (false, false) => None,
        };
        if let Some(mark) = mark {
            let mut groups = whole.split(|c: char| c == ',' || c.is_whitespace());
            let first = groups.next().unwrap_or_default();
            if first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3) {
                return Err(NotAFigure(format!("its {mark} do not part it into thousands")));
            }
            let parts_figures = |c: char| matches!(c, '\n' | '\r' | '\t') || c == ' ' && first.len() == 3;
            if whole.contains(parts_figures) {
                return Err(NotAFigure("it may be two figures, or one with a blank in it".into()));
            }
        }
        let fraction = fraction.unwrap_or_default();
        let significant = fraction.trim_end_matches('0');
        if significant.len() > MOST_DECIMALS as usize {
            return Err(NotAFigure(format!("it has more than {MOST_DECIMALS} decimal places")));
        }
        let mut digits: String = whole.chars().filter(char::is_ascii_digit).collect();
        if digits.len() > MOST_DIGITS {
            return Err(too_large());
        }
        // Noughts behind the last significant place state precision ('1.50m'), as far as a figure can have any.
        let stated = &fraction[..fraction.len().min(MOST_DECIMALS as usize)];
        digits.push_str(stated);
        let decimals = u32::try_from(stated.len()).unwrap_or(MOST_DECIMALS);
        let digits: i128 = digits.parse().map_err(|_| too_large())?;
        let value = Decimal::try_from_i128_with_scale(digits, decimals).map_err(|_| too_large())?;
        Ok(Number { value, decimals })
    }

    /// The figure if its unit is `factor`, with half a unit of its last digit as its reach.
    pub(super) fn in_units_of(&self, factor: Decimal, negative: bool) -> Result<Quantity, NotAFigure> {
        let value = self.value.checked_mul(factor).ok_or_else(too_large)?;
        if value > Decimal::from(LARGEST_AMOUNT) {
            return Err(too_large());
        }
        let half_of_last = Decimal::new(5, self.decimals + 1);
        let reach = half_of_last.checked_mul(factor).ok_or_else(too_large)?.normalize();
        let value = value.normalize();
        let figure = Quantity::within(value, reach);
        Ok(if negative { figure.negated() } else { figure })
    }
}

/// How many pounds the unit behind an amount stands for: 'k', 'm', 'bn', 'million' and the like, in any case.
pub(super) fn suffix_factor(word: &str) -> Option<Decimal> {
    let factor = match word.to_ascii_lowercase().as_str() {
        "k" | "thousand" | "thousands" => 1_000,
        "m" | "mn" | "mil" | "mill" | "million" | "millions" => 1_000_000,
        "bn" | "billion" | "billions" => 1_000_000_000,
        _ => return None,
    };
    Some(Decimal::from(factor))
}

/// Marks of notes behind a figure: '150*', '150†', '150¹'.
const NOTE_MARKS: [char; 13] = ['*', '†', '‡', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The text without the marks of notes behind it.
///
/// ```
/// assert_eq!(piperoll::money::without_note_marks("150 *"), "150");
/// ```
pub fn without_note_marks(text: &str) -> &str {
    text.trim_end_matches(|letter: char| NOTE_MARKS.contains(&letter) || letter.is_whitespace())
}

/// Outer blanks and marks of notes away, every kind of minus sign the plain one.
fn tidy(text: &str) -> Result<String, NotAFigure> {
    let typed = without_note_marks(text).trim();
    if typed.is_empty() {
        let why = if text.trim().is_empty() { "it is empty" } else { "it is text, not a figure" };
        return Err(NotAFigure(why.into()));
    }
    let text = typed;
    if text.len() > LONGEST_FIGURE {
        return Err(NotAFigure("it is text, not a figure".into()));
    }
    Ok(text.chars().map(|letter| if is_minus(letter) { '-' } else { letter }).collect())
}

/// Whether signs and brackets make the figure negative; at most one of them may.
fn is_negative(captures: &Captures<'_>) -> Result<bool, NotAFigure> {
    let signs: Vec<&str> =
        ["sign1", "sign2", "sign3"].iter().filter_map(|name| captures.name(name)).map(|found| found.as_str()).collect();
    let opened = ["open1", "open2"].iter().filter(|name| captures.name(name).is_some()).count();
    let closed = usize::from(captures.name("close").is_some());
    if opened != closed {
        return Err(NotAFigure("its brackets do not match".into()));
    }
    if signs.len() + opened > 1 {
        return Err(NotAFigure("it has more than one sign; brackets are a sign too".into()));
    }
    Ok(opened == 1 || signs.first() == Some(&"-"))
}

/// The reason why a text that has not the form of a figure is none.
fn why_not(text: &str) -> NotAFigure {
    NotAFigure(
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            "it is text, not a figure"
        } else if text.contains(['$', '€']) {
            "it is in another currency"
        } else if text.trim_start_matches('£').strip_suffix('-').is_some_and(|figure| Number::read(figure).is_ok()) {
            "its minus sign stands behind the figure, where it may be a dash"
        } else if RANGE.is_match(text) {
            "it is a range, not one figure"
        } else if APPROXIMATION.is_match(text) {
            "it is an approximation, not a figure"
        } else if text.contains('%') {
            "a percentage stands where another figure is expected"
        } else {
            "there is more in it than one figure"
        }
        .into(),
    )
}

fn too_large() -> NotAFigure {
    NotAFigure("it is larger than any figure of a council".into())
}
