//! Where rows and figures stand in the returns.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Column, FileName};
use crate::names::Label;
use crate::source::Place;

/// Where the group of a row is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupFrom {
    /// The file is one group's.
    File,
    /// The sheet's name.
    Sheet,
    /// A column of the list, by its id.
    Column(String),
    /// A heading row above.
    Heading,
    /// The subtotal row below, by its label.
    Subtotal,
}

impl ReturnForm {
    /// Whether the form says that a sheet, by its name, is no part of the return.
    pub fn leaves_out(&self, sheet: &str) -> bool {
        self.not_read.iter().any(|name| Label::same(name, sheet))
    }
}

/// `[[return]]`
#[derive(Debug, Clone)]
pub struct ReturnForm {
    /// The list whose rows it holds.
    pub list: String,
    /// Which files: `{area}` for each area's own workbook, else a file's stem.
    pub file: ReturnFile,
    /// Which sheet, by name; else the table is looked for on every sheet.
    pub sheet: Option<String>,
    /// The title above the table, with placeholders, where headings alone do not tell it.
    pub under: Option<String>,
    /// Whether the tables of all sheets count together; else one sheet's does, unless they carry different areas.
    pub every_sheet: bool,
    /// Sheets that are no part of the return, by name: nothing on them is read, whatever stands there.
    pub not_read: Vec<String>,
    /// Whether rows and columns of its tables may be hidden: then nobody is asked about them.
    pub may_hide: bool,
    /// Where a row's area is told.
    pub area_from: GroupFrom,
    /// The area of rows for which nothing says whose they are.
    pub otherwise: Option<String>,
    /// The areas whose rows it holds, by id, where it is the return of several; empty where the form does not say.
    pub areas: Vec<String>,
    /// Where each level of the list is told, in the order of the levels.
    pub groups: Vec<GroupFrom>,
    /// Labels of the total row; 'Total' unless said else.
    pub totals: Vec<String>,
    /// Labels with which a subtotal row starts; 'Subtotal' and 'Sub-total' unless said else.
    pub subtotals: Vec<String>,
    /// Whether a row with figures and no label is a subtotal.
    pub unlabelled_subtotals: bool,
    /// Labels with which a note row starts ('Note', 'NB', '*').
    pub notes: Vec<String>,
    /// Labels of heading rows whose group has no subtotal, or that stand above a part of the table for which there is no level.
    pub headings: Vec<String>,
    /// Labels of rows that are items, whatever they look like: a scheme called 'Total Place programme'.
    pub items: Vec<String>,
    /// Where the columns stand (A is 0), if the sheet prints no headings to find them by.
    pub positions: BTreeMap<String, u32>,
    /// The first row (the topmost is 0) of a table without headings; else the first with two of its cells filled.
    pub from_row: Option<u32>,
    /// Whether there may be none.
    pub optional: bool,
    /// Line of the form.
    pub at: Place,
}

/// `[[figure]]`: a figure of the appendix as a whole, such as a share identified to date.
#[derive(Debug, Clone)]
pub struct FigureForm {
    /// Its id, name, kind and unit. Where it has a formula, over the other figures, it is computed.
    pub column: Column,
    /// The cell it stands in; none if it is computed only, or stated by the form.
    pub cell: Option<FigureCell>,
    /// What the form states, as a cell would, of a figure that stands in no return, and the line; [`source`](Self::source) and
    /// [`as_at`](Self::as_at) say then which minute, report or control gives it.
    pub stated: Option<(String, Place)>,
    /// The day it stands at, where the return does not say it beside the figure.
    pub as_at: Option<Date>,
    /// Who or what it comes from, in words.
    pub source: Option<String>,
}

/// Where a `[[figure]]` stands: right of its label, or below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureCell {
    /// The file: an area's id, for its own workbook, or the file's stem.
    pub file: String,
    /// The sheet; every visible one of the file unless said else.
    pub sheet: Option<String>,
    /// The label.
    pub label: String,
}

/// Which files a `[[return]]` speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnFile {
    /// Each area's own.
    EachArea,
    /// The one so called.
    Named(FileName),
}
