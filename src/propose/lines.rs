//! The rows of a sheet as lines: what stands in each, and what that looks like.

use rust_decimal::Decimal;

use crate::money::{Unit, read_money, read_percent};
use crate::names::one_line;
use crate::returns::grid::{Raw, Sheet};

/// Whole numbers from here to there may be years.
const YEARS: std::ops::RangeInclusive<i64> = 1990..=2100;

/// A row with something in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line<'s> {
    /// Where it stands, from 0.
    pub(super) row: u32,
    /// Its cells that hold something, from the left.
    pub(super) cells: Vec<(u32, &'s Raw)>,
}

impl<'s> Line<'s> {
    /// What stands in a column.
    pub(super) fn at(&self, column: u32) -> Option<&'s Raw> {
        let place = self.cells.binary_search_by_key(&column, |(at, _)| *at).ok()?;
        self.cells.get(place).map(|(_, raw)| *raw)
    }

    /// How many of its cells are figures; a year is one only beside others.
    pub(super) fn figures(&self) -> usize {
        let years = self.cells.iter().filter(|(_, raw)| is_year(raw)).count();
        let figures = self.cells.iter().filter(|(_, raw)| figure(raw).is_some()).count();
        if years == figures && self.words() > 0 && figures > 1 { 0 } else { figures }
    }

    /// How many of its cells are words or days.
    pub(super) fn words(&self) -> usize {
        self.cells.iter().filter(|(_, raw)| figure(raw).is_none()).count()
    }

    /// Whether it may be a row of a table's body: a figure, and something beside it.
    pub(super) fn is_body(&self) -> bool {
        self.cells.len() > 1 && self.figures() > 0
    }

    /// Whether it may be a row of headings: several texts and no figure.
    pub(super) fn is_words(&self) -> bool {
        self.cells.len() > 1 && self.figures() == 0
    }

    /// The text of a line that holds nothing else.
    pub(super) fn single(&self) -> Option<(u32, String)> {
        match self.cells.as_slice() {
            [(column, Raw::Text(text))] => Some((*column, one_line(text))),
            _ => None,
        }
    }
}

/// The lines of a sheet, from the top.
pub(super) fn lines(sheet: &Sheet) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (at, raw) in &sheet.cells {
        if matches!(raw, Raw::Text(text) if text.trim().is_empty()) {
            continue;
        }
        match lines.last_mut().filter(|line| line.row == at.row) {
            Some(line) => line.cells.push((at.column, raw)),
            None => lines.push(Line { row: at.row, cells: vec![(at.column, raw)] }),
        }
    }
    lines
}

/// The figure of a cell: a number, or a text that is one ('£1,204', '83%'). A percentage is a ratio.
pub(super) fn figure(raw: &Raw) -> Option<Decimal> {
    match raw {
        Raw::Number(number) => Some(*number),
        Raw::Text(text) if text.contains('%') => {
            read_percent(text, Unit::Pounds).ok().map(|typed| typed.quantity.value())
        }
        Raw::Text(text) => {
            let typed = read_money(text, Unit::Pounds).ok()?;
            typed.suffix.is_none().then(|| typed.quantity.value())
        }
        Raw::Date(_) | Raw::Truth(_) | Raw::Error(_) => None,
    }
}

fn is_year(raw: &Raw) -> bool {
    match raw {
        Raw::Number(number) => {
            number.fract().is_zero() && i64::try_from(*number).is_ok_and(|number| YEARS.contains(&number))
        }
        _ => false,
    }
}
