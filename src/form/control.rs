//! What a council approved, on which its targets are checked: a list of schemes, or a total.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::source::Place;

/// `[[control]]`: the amounts that were approved, as of a meeting. What was approved since are change requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// The list's id.
    pub list: String,
    /// The column's id: that of money which the amounts are held against.
    pub column: String,
    /// What approved them, in words: 'Full Council'.
    pub source: String,
    /// The minute.
    pub minute: String,
    /// When.
    pub date: Date,
    /// In all, in pounds, where the form says it.
    pub total: Option<Decimal>,
    /// What of it no scheme had then, in pounds. What a scheme is given of it later is a change request like any other.
    pub unallocated: Decimal,
    /// The approved schemes: of the form, or of the workbook once it has been read. None where a total alone was approved.
    pub items: Vec<ControlItem>,
    /// The workbook in which they stand.
    pub book: Option<ControlBook>,
    /// Line of the form.
    pub at: Place,
}

/// `[[control.item]]`, or a row of the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlItem {
    /// The area's id; any area where the list does not say.
    pub area: Option<String>,
    /// Its reference or title.
    pub scheme: String,
    /// What was approved, in pounds.
    pub amount: Decimal,
    /// Its line, or the cell of its amount.
    pub at: Place,
}

/// Where an approved list stands in a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlBook {
    /// The file, relative to the collection.
    pub file: String,
    /// The sheet; its only one, where the form does not say.
    pub sheet: Option<String>,
    /// The heading over the areas, if the list names them in a column.
    pub area: Option<String>,
    /// The heading over the references or titles.
    pub scheme: String,
    /// The heading over the amounts.
    pub amount: String,
    /// Line of the form.
    pub at: Place,
}

impl Control {
    /// Whether its schemes stand in this file of the collection.
    pub fn reads(&self, file: &str) -> bool {
        self.book.as_ref().is_some_and(|book| book.file == file)
    }

    /// Whether the schemes were approved one by one, and not in total alone.
    pub fn is_list(&self) -> bool {
        self.book.is_some() || !self.items.is_empty()
    }
}
