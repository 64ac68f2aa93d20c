//! What titles and rows are like: the particulars of what reading says stood in its way.

use rust_decimal::Decimal;

use crate::period::Mention;
use crate::source::Place;

/// What a title, or a sheet's name, says of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    /// Its cell; the sheet, or the file, where it is the name of that.
    pub at: Place,
    /// The whole text.
    pub text: String,
    /// The period or day that it names.
    pub mention: Mention,
}

/// A table and the line above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitledTable {
    /// The cell of the title.
    pub at: Place,
    /// As typed, in one line.
    pub title: String,
    /// How many items stand in the table.
    pub rows: usize,
}

/// A row and what it is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// Its first cell.
    pub at: Place,
    /// The area, if told.
    pub area: Option<String>,
    /// The list of its table.
    pub list: String,
    /// What it is called; empty if it has no label.
    pub label: String,
    /// The cells of its amounts.
    pub cells: Vec<Place>,
    /// Those amounts by their columns, in pounds, or as a count.
    pub figures: Vec<(String, Decimal)>,
    /// The rows of which it is the sum, if it is that of any.
    pub sum: Option<SumOf>,
}

/// The rows of which another one is the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumOf {
    /// The first.
    pub first: Place,
    /// The last.
    pub last: Place,
    /// How many.
    pub rows: usize,
    /// Whether they are all rows of the table.
    pub whole: bool,
    /// The columns in which the row states their sum and it is not nil, each with that sum in pounds, or as a count.
    pub figures: Vec<(String, Decimal)>,
}

/// Why a row may be no item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayBe {
    /// It is the sum of others, and counts as an item all the same: the table's total counts it, or it has a reference.
    Chance,
    /// It is the sum of others.
    Sum,
    /// It comes near the sum of all others; `sum` holds what they come to.
    NearSum,
    /// It closes the table by its words ('Overall'), and is not the sum of all others; `sum` holds what they come to.
    Closing,
    /// It speaks of a total among other words.
    Words,
    /// The form names the beginning of its label as that of a subtotal, and it is the sum of nothing.
    Beginning,
    /// It is an average, a number of items, a memorandum by its words.
    NoItem {
        /// Whether the table's total leaves it out, or it is nil.
        left_out: bool,
    },
}

/// Why a row that says that it is a part may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPart {
    /// No item stands above it.
    NothingAbove,
    /// The parts are more than the item above.
    More,
    /// The table's total counts it beside the item above.
    Counted,
    /// Its words may be the title of an item.
    Words,
}

/// What rows below a total are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// Notes, checks, and what its figures show to be made from the total.
    Notes,
    /// Lines for information by their words: 'Memorandum', 'Per ledger'.
    Memorandum,
    /// Any others.
    Rows,
}
