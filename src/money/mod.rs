//! Exact amounts and units: reading what people type, rounding, printing, checked arithmetic.
//!
//! Amounts of money are held in pounds, percentages as ratios (83% is 0.83), counts as they are. No binary floating point
//! touches them after the cell is read.

mod apart;
mod print;
mod quantity;
mod read;
mod say;
mod text;

use rust_decimal::Decimal;
use serde::Serialize;

pub use apart::{Apart, apart};
pub(crate) use print::print_whole;
pub use print::{print_money, print_percent};
pub use quantity::Quantity;
pub use read::{
    STORED_DECIMALS, from_spreadsheet, opens_as_figure, read_count, read_money, read_percent, without_note_marks,
};
pub use say::{Measure, SideBySide, Told, of_size, of_text, say_money, say_percent, say_rounded};
pub use text::{AmountInText, amounts_in};

/// The unit an amount of money is stated or printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// £
    Pounds,
    /// £000, also £k
    Thousands,
    /// £m
    Millions,
}

impl Unit {
    /// How many pounds one of the unit is.
    pub fn factor(self) -> Decimal {
        Decimal::from(match self {
            Unit::Pounds => 1,
            Unit::Thousands => 1_000,
            Unit::Millions => 1_000_000,
        })
    }

    /// 'pounds', 'thousands of pounds', 'millions of pounds'
    pub fn name(self) -> &'static str {
        match self {
            Unit::Pounds => "pounds",
            Unit::Thousands => "thousands of pounds",
            Unit::Millions => "millions of pounds",
        }
    }

    /// With how many decimal places amounts in it print, unless the form says else: 3 for millions, none for the others.
    pub fn usual_decimals(self) -> u32 {
        if self == Unit::Millions { 3 } else { 0 }
    }
}

/// Why there is no figure. Kept apart, because none of them is silently nil.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absent {
    /// Nothing stands in the cell.
    Blank,
    /// A placeholder or a code of the council's own, as typed: '-', 'n/a', 'TBC', 'C'.
    Code(String),
    /// Something stands in the cell that is not a figure.
    Unreadable,
    /// A computed figure that does not exist: a division by nil, or one out of bounds.
    NotApplicable,
    /// A total or formula over figures of which none is known.
    Unknown,
}

/// How negative amounts print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NegativeStyle {
    /// -529
    Minus,
    /// (529)
    Parentheses,
}

/// How money prints throughout the appendix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoneyStyle {
    /// The unit printed.
    pub unit: Unit,
    /// Decimal places: 0 for pounds and thousands, 3 for millions, unless the form says else.
    pub decimals: u32,
    /// How negatives print.
    pub negative: NegativeStyle,
}

/// What a person typed where a figure is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The figure, in pounds / as a ratio / as a count.
    pub quantity: Quantity,
    /// A pound sign stood before it.
    pub pound_sign: bool,
    /// A unit stood behind it ('k', 'm', 'bn', '000'), and which factor it meant.
    pub suffix: Option<Decimal>,
    /// A percent sign stood behind it.
    pub percent_sign: bool,
    /// The amount in brackets beside a percentage: '92% (8.78m)', with the reach of its last digit.
    pub beside: Option<Quantity>,
    /// Half a unit of the last digit typed, in pounds / as a ratio / as a count: the reach the figure has where its
    /// column is a rounded one. '8.78m' has one of £5,000, whether or not `quantity` reaches that far.
    pub last_digit: Decimal,
}

/// The largest amount taken from a cell: a thousand billion pounds. Every sum of a million of them still fits `Decimal`.
pub const LARGEST_AMOUNT: i64 = 1_000_000_000_000;

/// The most decimal places taken from a cell, in the cell's own unit.
pub const MOST_DECIMALS: u32 = 6;

/// Why typed text is not a figure. A clause that follows the text in a sentence, and never repeats it: 'it is a range,
/// not one figure'.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAFigure(pub String);

/// The sum, or `None` on overflow.
pub fn checked_sum(amounts: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    amounts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

#[cfg(test)]
mod tests;
