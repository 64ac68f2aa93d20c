//! What stands in a cell of a table: a number, words, or what stands in place of a number. It is decided where the cell is made,
//! and nothing later looks for it in what prints.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// What stands in a cell. As data it is the text that prints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CellValue {
    /// A number.
    Number {
        /// In the unit printed (a percentage as a ratio), unrounded; negative as its column has it.
        number: Decimal,
        /// How it shows in the workbook.
        format: NumberFormat,
        /// As it prints, rounded.
        text: String,
    },
    /// A percentage and its amount in one cell, as typed: '92% (8.78m)'. As a number it would lose the amount.
    Mixed(String),
    /// What stands in place of a figure: a code or '-' as typed, or the form's word for what does not apply.
    Placeholder(String),
    /// Words.
    Text(String),
    /// Nothing.
    #[default]
    Blank,
}

impl CellValue {
    /// Words; nothing where there are none.
    pub fn words(text: impl Into<String>) -> CellValue {
        let text = text.into();
        if text.is_empty() { CellValue::Blank } else { CellValue::Text(text) }
    }

    /// As it prints. Line feeds are line breaks.
    pub fn text(&self) -> &str {
        match self {
            CellValue::Number { text, .. }
            | CellValue::Mixed(text)
            | CellValue::Placeholder(text)
            | CellValue::Text(text) => text,
            CellValue::Blank => "",
        }
    }

    /// The number, in the unit printed, unrounded; `None` for all that is none.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            CellValue::Number { number, .. } => Some(*number),
            CellValue::Mixed(_) | CellValue::Placeholder(_) | CellValue::Text(_) | CellValue::Blank => None,
        }
    }
}

impl Serialize for CellValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

/// How a number shows in the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberFormat {
    /// A plain number.
    #[default]
    General,
    /// Money with so many decimals, negatives with a minus.
    Money {
        /// Decimal places.
        decimals: u32,
        /// Negatives in parentheses.
        parentheses: bool,
    },
    /// A ratio shown as a percentage with so many decimals.
    Percent {
        /// Decimal places.
        decimals: u32,
    },
    /// Percentage points, in words: '12.5 points'.
    Points {
        /// Decimal places.
        decimals: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_is_one_and_as_data_each_is_what_prints() {
        let number = CellValue::Number { number: Decimal::ONE, format: NumberFormat::General, text: "1".into() };
        for (value, prints, is) in [
            (number, "1", Some(Decimal::ONE)),
            (CellValue::Mixed("92% (8.78m)".into()), "92% (8.78m)", None),
            (CellValue::Placeholder("-".into()), "-", None),
            (CellValue::words("12"), "12", None),
            (CellValue::words(""), "", None),
        ] {
            assert_eq!((value.text(), value.number()), (prints, is));
            assert_eq!(serde_json::to_value(&value).unwrap(), prints);
        }
        assert_eq!(CellValue::words(""), CellValue::Blank);
    }
}
