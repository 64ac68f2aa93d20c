//! Where a cell comes from: cells of returns, or other cells of the report.

use crate::formula;
use crate::source::Place;

/// Where a cell comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Origin {
    /// Words of the form or of this program.
    #[default]
    Label,
    /// As this cell of a return states it.
    Given(Place),
    /// From these cells of returns, none of which states it.
    Drawn(How, Vec<Place>),
    /// Computed from other cells of the report.
    Computed(Expression),
}

/// How a figure comes from cells of returns that do not state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Their sum.
    Sum,
    /// How many they are.
    Count,
    /// Worked out from them.
    Worked,
    /// A step of a change that a decision parts.
    Step,
    /// Nil, because of this.
    Nil(&'static str),
}

impl How {
    /// In words, of so many cells: 'sum of 12 cells'.
    pub fn words(self, cells: usize) -> String {
        let cells = if cells == 1 { "1 cell".to_string() } else { format!("{cells} cells") };
        match self {
            How::Sum => format!("sum of {cells}"),
            How::Count => format!("count of {cells}"),
            How::Worked => format!("worked out from {cells}"),
            How::Step => format!("part of a change of {cells}"),
            How::Nil(why) => format!("nil: {why}"),
        }
    }
}

impl Origin {
    /// From cells of returns: as one states it, where it is their sum and they are one. `Label` of none.
    pub(crate) fn drawn(how: How, places: Vec<Place>) -> Origin {
        match (how, places.as_slice()) {
            (_, []) => Origin::Label,
            (How::Sum, [place]) => Origin::Given(place.clone()),
            _ => Origin::Drawn(how, places),
        }
    }

    /// The cells of returns that it names itself.
    pub fn places(&self) -> &[Place] {
        match self {
            Origin::Given(place) => std::slice::from_ref(place),
            Origin::Drawn(_, places) => places,
            Origin::Label | Origin::Computed(_) => &[],
        }
    }
}

/// The address of a cell in the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The table's id.
    pub table: String,
    /// Row, from 0, the heading row not counted.
    pub row: usize,
    /// Column, from 0.
    pub column: usize,
}

/// How a computed cell arises: its value, its live formula in the workbook and its trace come from this one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// The same as another cell.
    Same(At),
    /// The sum of cells; those that hold no number count nothing.
    Sum(Vec<At>),
    /// How many of these cells hold anything.
    Count(Vec<At>),
    /// The sum of a column of a table over the rows that these of its columns pick out, or how many those are.
    Matching {
        /// The table's id.
        table: String,
        /// The column that is added up; `None` where the rows are counted.
        sum: Option<usize>,
        /// What stands in which other column.
        rows: Vec<(usize, String)>,
    },
    /// A formula of the form, with the cell of each column it names. What prints where it does not exist comes last.
    Formula(formula::Expr, Vec<(String, At)>, String),
}

impl Expression {
    /// The cells it draws on, to be addressed anew.
    pub(crate) fn cells_mut(&mut self) -> Vec<&mut At> {
        match self {
            Expression::Same(at) => vec![at],
            Expression::Sum(cells) | Expression::Count(cells) => cells.iter_mut().collect(),
            Expression::Matching { .. } => Vec::new(),
            Expression::Formula(_, names, _) => names.iter_mut().map(|(_, at)| at).collect(),
        }
    }
}
