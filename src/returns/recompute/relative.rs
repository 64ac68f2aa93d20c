//! What a formula says, seen from its own cell: the cells of a column that hold the same formula say the same.

use std::collections::BTreeSet;

use super::parse::{Axis, Corner, Reference, Token, tokens};
use crate::returns::look::Formula;
use crate::source::Address;

/// The most columns of a range that are looked at one by one.
const MOST_COLUMNS: u32 = 64;

/// A formula as it is seen from its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relative {
    /// Two cells with the same text here hold the same formula, as when it was filled down a column.
    pub alike: String,
    /// The columns of its own row and sheet that it looks at.
    pub in_row: BTreeSet<u32>,
    /// Whether it looks at its own row alone.
    pub row_alone: bool,
    /// The ranges of its own column that it looks at: their first and last rows.
    pub above: Vec<(u32, u32)>,
}

impl Relative {
    /// The formula of the cell `at`; none where its text is not told, or is not understood.
    pub fn of(formula: &Formula, at: Address) -> Option<Relative> {
        let mut relative =
            Relative { alike: String::new(), in_row: BTreeSet::new(), row_alone: true, above: Vec::new() };
        let read = tokens(formula.text.trim_start_matches("of:").trim_start_matches('=')).ok()?;
        if read.is_empty() {
            return None;
        }
        for token in read {
            match token {
                Token::Cells(reference) => relative.look_at(&reference, formula.from, at),
                token => relative.alike.push_str(&format!("{token:?} ")),
            }
        }
        Some(relative)
    }

    fn look_at(&mut self, reference: &Reference, from: Address, at: Address) {
        let said = |corner: Corner| format!("{}:{}", say(corner.row, from.row), say(corner.column, from.column));
        let sheet = reference.sheet.as_deref().unwrap_or_default();
        self.alike.push_str(&format!("'{sheet}'!{}..{} ", said(reference.first), said(reference.last)));
        let rows = (place(reference.first.row, from.row, at.row), place(reference.last.row, from.row, at.row));
        let columns = (
            place(reference.first.column, from.column, at.column),
            place(reference.last.column, from.column, at.column),
        );
        let (Some(first_row), Some(last_row), Some(first), Some(last)) = (rows.0, rows.1, columns.0, columns.1) else {
            self.row_alone = false;
            return;
        };
        if reference.sheet.is_some() || first_row != at.row || last_row != at.row {
            self.row_alone = false;
            if reference.sheet.is_none() && first == at.column && last == at.column {
                self.above.push((first_row.min(last_row), first_row.max(last_row)));
            }
            return;
        }
        let (first, last) = (first.min(last), first.max(last));
        self.in_row.extend((first..=last).take(MOST_COLUMNS as usize));
    }
}

/// A row or column as it is seen from the cell that the formula is written for.
fn say(axis: Axis, from: u32) -> String {
    match axis {
        Axis::Relative(to) => format!("{:+}", i64::from(to) - i64::from(from)),
        Axis::Absolute(to) => format!("${to}"),
        Axis::Edge => "*".to_string(),
    }
}

/// Which row or column that is for the cell that holds the formula.
fn place(axis: Axis, from: u32, at: u32) -> Option<u32> {
    match axis {
        Axis::Relative(to) => u32::try_from(i64::from(to) - i64::from(from) + i64::from(at)).ok(),
        Axis::Absolute(to) => Some(to),
        Axis::Edge => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relative(text: &str, from: (u32, u32), at: (u32, u32)) -> Relative {
        let address = |(row, column)| Address::new(row, column);
        Relative::of(&Formula { text: text.into(), from: address(from), has_result: true }, address(at)).unwrap()
    }

    #[test]
    fn a_formula_that_was_filled_down_is_the_same_in_every_row() {
        let first = relative("IF(ISNUMBER(G6),G6-E6,\"TBC\")", (5, 7), (5, 7));
        assert_eq!(first.in_row, BTreeSet::from([4, 6]));
        assert!(first.row_alone);
        let second = relative("IF(ISNUMBER(G7),G7-E7,\"TBC\")", (6, 7), (6, 7));
        assert_eq!(first.alike, second.alike);
        // One formula that many cells share is written for the first of them.
        let shared = relative("IF(ISNUMBER(G6),G6-E6,\"TBC\")", (5, 7), (6, 7));
        assert_eq!((&first.alike, &first.in_row), (&shared.alike, &shared.in_row));
        assert_ne!(first.alike, relative("G6-E6", (5, 7), (5, 7)).alike);
    }

    #[test]
    fn ranges_of_the_row_and_of_the_column_are_told_apart() {
        let across = relative("SUM(D9,G9:H9)", (8, 8), (8, 8));
        assert_eq!((across.in_row.len(), across.row_alone), (3, true));
        let down = relative("SUM(D$9:D52)", (52, 3), (52, 3));
        assert_eq!((down.above.as_slice(), down.row_alone), ([(8, 51)].as_slice(), false));
        let other = relative("SUM(Savings!D9:D16)", (3, 1), (3, 1));
        assert!(other.above.is_empty() && other.in_row.is_empty() && !other.row_alone);
    }
}
