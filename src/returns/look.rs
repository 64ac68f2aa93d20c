//! What a sheet shows beside the values of its cells: formats, hiding, strikes, merges, fills, comments, formulas. It is read with
//! the values and only looked at here; what it means for the return is for reading and for the rules to say.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::form::Hue;
use crate::source::Address;

/// What a sheet shows beside its values. Empty where the kind of file tells nothing of it; [`Sight`] says what was looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// The style of each cell that has another one than a plain cell: of those that hold something, and of blank ones with a fill.
    pub styles: BTreeMap<Address, Arc<Style>>,
    /// All parts of each text of which a part is struck, raised, lowered, in symbols or in a colour otherwise than its cell's style
    /// says. Where a cell has them, they say how its text is written, and not its style. Joined they are the text of the cell.
    pub runs: BTreeMap<Address, Arc<[Run]>>,
    /// The formulas.
    pub formulas: BTreeMap<Address, Formula>,
    /// The text that the file itself stores for a number or a date (.ods), where it is no plain rendering of the value: '400' for
    /// 400000, 'TBC' for 0, 'Apr-23' for a day, nothing at all.
    pub shown: BTreeMap<Address, Arc<str>>,
    /// Rows that are not shown, first and last, in order, never touching where they are hidden alike.
    pub hidden_rows: Vec<Hidden>,
    /// Columns that are not shown.
    pub hidden_columns: Vec<Hidden>,
    /// Merged ranges of more than one cell: the first cell and the last one.
    pub merges: Vec<(Address, Address)>,
    /// Comments and notes on cells.
    pub comments: Vec<Comment>,
    /// Texts that lie over the sheet, each with the cell beneath its corner, if that is told.
    pub text_boxes: Vec<(Option<Address>, String)>,
    /// The cells whose text holds characters that nobody sees ('1\u{200b}50'); they are left out of it.
    pub unseen: Vec<Address>,
    /// Whether a nil is shown as nothing.
    pub hides_zeros: bool,
    /// Whether rules colour cells by what they hold; which colours they give is not known.
    pub has_colour_rules: bool,
}

/// How a cell is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    /// The code of its number format; `None` for 'General'.
    pub format: Option<Arc<str>>,
    /// Struck through as a whole.
    pub struck: bool,
    /// Raised or lowered as a whole.
    pub raised: bool,
    /// The name of its font, where it is one of symbols ('Wingdings').
    pub symbols: Option<Arc<str>>,
    /// The colour of its text, if that is another one than black.
    pub ink: Option<Colour>,
    /// The colour behind it, if it has one; white is one. Of a pattern or a gradient, the first of its colours.
    pub fill: Option<Colour>,
    /// How far its text is indented.
    pub indent: u8,
    /// Whether its text is bold.
    pub bold: bool,
}

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// What is behind a cell that has no fill.
    pub const WHITE: Colour = Colour(255, 255, 255);

    /// A text that has no colour of its own.
    pub const BLACK: Colour = Colour(0, 0, 0);

    /// The colour's name, as a person would say it; none for black and white.
    pub fn hue(self) -> Option<Hue> {
        Hue::of((self.0, self.1, self.2))
    }
}

/// A part of a text that is written in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its text.
    pub text: String,
    /// Struck through.
    pub struck: bool,
    /// Raised.
    pub raised: bool,
    /// Lowered.
    pub lowered: bool,
    /// The name of its font, where it is one of symbols.
    pub symbols: Option<Arc<str>>,
    /// The colour of its text, if that is another one than black.
    pub ink: Option<Colour>,
}

/// A formula of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// As it is written for the cell `from`, without '='; the places in it that are relative move with the cell. In .ods as the file
    /// has it ('of:=SUM([.B2:.B4])'); empty where the library cannot tell it (.xls).
    pub text: Arc<str>,
    /// The cell for which it is written; another one than its own where one formula is shared by many.
    pub from: Address,
    /// Whether the file holds what it comes to. An empty text is a result.
    pub has_result: bool,
}

/// Rows or columns in a row that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// The first, from 0.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// Why it is not shown.
    pub by: HiddenBy,
}

/// Why rows or columns are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenBy {
    /// By hand, or by a height or width of nothing.
    Hand,
    /// By a filter.
    Filter,
    /// By a group that is folded in.
    Outline,
}

/// A comment on a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The cell.
    pub at: Address,
    /// Who wrote it, if that is told.
    pub author: Option<String>,
    /// Its text.
    pub text: String,
}

/// What can be seen of a workbook beside its values, by the kind of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sight {
    /// All that this module has names for.
    #[default]
    Whole,
    /// All but how zeros are shown and the codes of number formats; of those only percentages, and the shown texts tell the rest (.ods).
    Part,
    /// Values, and formulas and merges as far as they come with them (.xls; not .xlsb).
    Values,
    /// Less than all of an .xlsx or .xlsm: a part of it could not be read.
    Damaged,
    /// The texts as they were shown (.csv): nothing can be hidden in it, and nothing else is told.
    Text,
}

/// Why a row or column (from 0) is not shown, by the ranges that are not; `None` if it is.
pub fn hidden(ranges: &[Hidden], line: u32) -> Option<HiddenBy> {
    let range = ranges.get(ranges.partition_point(|range| range.last < line))?;
    (range.first <= line).then_some(range.by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_hidden_by_the_range_that_holds_it() {
        let range = |first, last, by| Hidden { first, last, by };
        let ranges = [range(2, 4, HiddenBy::Hand), range(5, 5, HiddenBy::Filter)];
        let hidden: Vec<_> = (1..7).map(|line| hidden(&ranges, line)).collect();
        let by = |by| Some(by);
        let hand = by(HiddenBy::Hand);
        assert_eq!(hidden, [None, hand, hand, hand, by(HiddenBy::Filter), None]);
    }
}
