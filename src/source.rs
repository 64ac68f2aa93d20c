//! Where a thing stands: a cell of a return, or a line of a text file; and what is wrong with a line.

mod fault;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

pub(crate) use fault::MOST_FAULTS;
pub use fault::{Fault, Line};

/// The address of a cell, counted from zero and printed the way a spreadsheet prints it.
///
/// ```
/// use piperoll::source::Address;
/// assert_eq!(Address::new(16, 5).to_string(), "F17");
/// assert_eq!(Address::new(0, 26).to_string(), "AA1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
}

impl Address {
    /// The cell in `row` and `column`, both from 0.
    pub fn new(row: u32, column: u32) -> Self {
        Address { row, column }
    }
}

/// The letters of a column counted from zero: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The column that letters name, from zero: `A` is 0, `AA` is 26. `None` if they are no letters, or too many.
pub fn column_number(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    letters
        .chars()
        .try_fold(0_u32, |number, letter| {
            let digit =
                u32::from(letter.to_ascii_uppercase()).checked_sub(u32::from('A')).filter(|digit| *digit < 26)?;
            Some(number * 26 + digit + 1)
        })?
        .checked_sub(1)
}

impl Address {
    /// The address as a spreadsheet prints it, read back: 'F17'; `None` of anything else.
    pub fn parse(text: &str) -> Option<Address> {
        let digits = text.find(|letter: char| letter.is_ascii_digit())?;
        let (letters, row) = text.split_at(digits);
        let row: u32 = row.bytes().all(|digit| digit.is_ascii_digit()).then(|| row.parse().ok()).flatten()?;
        Some(Address::new(row.checked_sub(1)?, column_number(letters)?))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }
}

/// A place in a file: as exact as is known. Paths are relative to the collection and use '/' on every machine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, relative to the collection's folder.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The cell on that sheet; the first one of a range.
    pub cell: Option<Address>,
    /// The last cell of a range, down and to the right of the first; none where the place is a single cell.
    pub to: Option<Address>,
    /// The line of a text file, from 1.
    pub line: Option<u32>,
    /// Which bytes of a text file, where it is known as exactly as that: only to show them.
    pub(crate) span: Span,
}

/// The bytes of a text file that a place means; none where that is not known. How exactly a place is known makes it no other place, so
/// any two are the same.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// These bytes; none of them, if they are beyond what a file that is read may hold.
    pub(crate) fn of(bytes: Range<usize>) -> Span {
        match (u32::try_from(bytes.start), u32::try_from(bytes.end)) {
            (Ok(start), Ok(end)) => Span { start, end },
            _ => Span::default(),
        }
    }

    /// The bytes, if they are known.
    pub(crate) fn bytes(self) -> Option<Range<usize>> {
        (self.end > 0).then_some(self.start as usize..self.end as usize)
    }
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Span {}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Span {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl Hash for Span {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Place { file: file.into(), sheet: None, cell: None, to: None, line: None, span: Span::default() }
    }

    /// A line (from 1) of a text file.
    pub fn line(file: impl Into<Arc<str>>, line: u32) -> Self {
        Place { line: Some(line), ..Place::file(file) }
    }

    /// A sheet of a workbook.
    pub fn sheet(file: impl Into<Arc<str>>, sheet: impl Into<Arc<str>>) -> Self {
        Place { sheet: Some(sheet.into()), ..Place::file(file) }
    }

    /// A cell of a sheet.
    pub fn cell(file: impl Into<Arc<str>>, sheet: impl Into<Arc<str>>, cell: Address) -> Self {
        Place { cell: Some(cell), ..Place::sheet(file, sheet) }
    }

    /// The same sheet, another cell.
    #[must_use]
    pub fn at(&self, cell: Address) -> Self {
        Place { cell: Some(cell), to: None, ..self.clone() }
    }

    /// The same sheet, the cells from one corner to the other; the cell itself where both are the same.
    #[must_use]
    pub fn range(&self, first: Address, last: Address) -> Self {
        Place { to: (first != last).then_some(last), ..self.at(first) }
    }

    /// The cells as a sentence names them: 'F17', 'G4 to H9'; `None` where the place is none.
    pub fn cells(&self) -> Option<String> {
        let first = self.cell?;
        Some(self.to.map_or_else(|| first.to_string(), |last| format!("{first} to {last}")))
    }

    /// Where it is in its file, or on its sheet, as a list of places says it: 'F17', 'G4 to H9', 'line 12'; `None` where it is the
    /// whole.
    pub fn spot(&self) -> Option<String> {
        self.cells().or_else(|| Some(format!("line {}", self.line?)))
    }

    /// The place of which [`spot`](Place::spot) says this; the whole, where it says none.
    #[must_use]
    pub fn at_spot(&self, spot: &str) -> Place {
        if let Some(line) = spot.strip_prefix("line ").and_then(|line| line.parse().ok()) {
            return Place { line: Some(line), ..self.clone() };
        }
        let (first, last) = spot.split_once(" to ").unwrap_or((spot, spot));
        match (Address::parse(first), Address::parse(last)) {
            (Some(first), Some(last)) => self.range(first, last),
            _ => self.clone(),
        }
    }

    /// Whether this cell of the sheet that the place names is the place, or inside its range.
    pub fn holds(&self, cell: Address) -> bool {
        let Some(first) = self.cell else { return false };
        let last = self.to.unwrap_or(first);
        (first.row..=last.row).contains(&cell.row) && (first.column..=last.column).contains(&cell.column)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet {sheet}")?;
        }
        if let Some(cells) = self.cells() {
            write!(f, ", {} {cells}", if self.to.is_some() { "cells" } else { "cell" })?;
        }
        if let Some(line) = &self.line {
            write!(f, ", line {line}")?;
        }
        Ok(())
    }
}

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let range = self.cell.zip(self.to).map(|(first, last)| format!("{first}:{last}"));
        let mut place = serializer.serialize_struct("Place", if range.is_some() { 5 } else { 4 })?;
        place.serialize_field("file", &*self.file)?;
        place.serialize_field("sheet", &self.sheet.as_deref())?;
        place.serialize_field("cell", &self.cell.map(|cell| cell.to_string()))?;
        // Only where there is one, so that the place of a single cell has the four fields that it always had.
        match &range {
            Some(range) => place.serialize_field("range", range)?,
            None => place.skip_field("range")?,
        }
        place.serialize_field("line", &self.line)?;
        place.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_as_a_spreadsheet_prints_them() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
            assert_eq!(column_number(letters), Some(column));
            assert_eq!(column_number(&letters.to_lowercase()), Some(column));
        }
        assert_eq!(["", "1", "A1", "ABCD", "é"].map(column_number), [None; 5]);
        assert_eq!(Address::new(1_048_575, 16_383).to_string(), "XFD1048576");
        assert_eq!(Address::parse("XFD1048576"), Some(Address::new(1_048_575, 16_383)));
        assert_eq!(["", "F", "17", "F0", "F1 to G2", "F-1"].map(Address::parse), [None; 6]);
    }

    #[test]
    fn a_place_says_all_it_knows() {
        let place = Place::cell("returns/2022-23-q3/x.xlsx", "Return", Address::new(16, 5));
        assert_eq!(place.to_string(), "returns/2022-23-q3/x.xlsx, sheet Return, cell F17");
        assert_eq!(Place::line("piperoll.toml", 41).to_string(), "piperoll.toml, line 41");
        let range = place.range(Address::new(3, 6), Address::new(8, 7));
        assert_eq!(range.to_string(), "returns/2022-23-q3/x.xlsx, sheet Return, cells G4 to H9");
        assert_eq!(place.range(Address::new(16, 5), Address::new(16, 5)), place, "a range of one cell is that cell");
        assert_eq!(range.at(Address::new(16, 5)), place);
        let spots = [&place, &range, &Place::line("piperoll.toml", 41), &Place::file("x.xlsx")].map(Place::spot);
        assert_eq!(spots.each_ref().map(Option::as_deref), [Some("F17"), Some("G4 to H9"), Some("line 41"), None]);
    }

    #[test]
    fn a_range_holds_the_cells_between_its_corners() {
        let range = Place::sheet("x.xlsx", "Return").range(Address::new(3, 6), Address::new(8, 7));
        let holds = |row, column| range.holds(Address::new(row, column));
        assert!(holds(3, 6) && holds(8, 7) && holds(5, 6));
        assert!(!holds(2, 6) && !holds(9, 7) && !holds(5, 5) && !holds(5, 8));
        assert!(!Place::sheet("x.xlsx", "Return").holds(Address::new(0, 0)), "a sheet is no cell");
        assert!(range.at(Address::new(1, 1)).holds(Address::new(1, 1)));
    }

    #[test]
    fn only_a_range_has_one_in_json() {
        let json = |place: &Place| serde_json::to_string(place).unwrap();
        let place = Place::cell("x.xlsx", "Return", Address::new(3, 6));
        assert_eq!(json(&place), r#"{"file":"x.xlsx","sheet":"Return","cell":"G4","line":null}"#);
        let range = place.range(Address::new(3, 6), Address::new(8, 7));
        assert_eq!(json(&range), r#"{"file":"x.xlsx","sheet":"Return","cell":"G4","range":"G4:H9","line":null}"#);
    }
}
