//! The figures that returns give: each cell of each list, given or computed, and the totals at every level. Worked out
//! once, here; the checks compare what returns state with it, and the report prints from it.

#[cfg(test)]
mod tests;
mod work;

use std::collections::BTreeMap;

use crate::form::Form;
use crate::formula::Expr;
use crate::money::{Absent, Quantity};
use crate::returns::{Returns, Row};
use crate::source::Place;

/// A sum left the bounds of exact arithmetic; only absurd input does that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the figures of column '{column}' add up to more than can be held exactly; look for a cell with a figure far too large"
)]
pub struct OutOfBounds {
    /// The column's id.
    pub column: String,
}

/// All lists.
#[derive(Debug, Clone)]
pub struct Figures<'a> {
    /// In the order of the form.
    pub lists: Vec<ListFigures<'a>>,
}

/// One list.
#[derive(Debug, Clone)]
pub struct ListFigures<'a> {
    /// Its id.
    pub list: String,
    /// All its rows: the outermost group.
    pub all: Group<'a>,
}

/// A group of items with its totals: the whole list, or an area's section (later also groups within).
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// The area's id, if it is one area's.
    pub area: Option<String>,
    /// What it is called: the area's name, or the heading; empty for the whole list.
    pub label: String,
    /// Items that stand directly in it.
    pub items: Vec<Item<'a>>,
    /// Groups within it.
    pub groups: Vec<Group<'a>>,
    /// The total row that the return states for it.
    pub stated: Option<&'a Row>,
    /// The figures of the total, by column id; also virtual columns (amounts beside percentages).
    pub totals: BTreeMap<String, Figure>,
}

/// One item.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// The area's id.
    pub area: Option<String>,
    /// Its key, as typed.
    pub key: String,
    /// Its label, as it prints.
    pub label: String,
    /// Counts in totals, but is no item.
    pub balancing: bool,
    /// The row of the return; none for a summary's row that no return states.
    pub row: Option<&'a Row>,
    /// Its figures by column id; also virtual columns (amounts beside percentages).
    pub figures: BTreeMap<String, Figure>,
}

/// A figure, or why there is none, and how it arises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Pounds, a ratio or a count.
    pub value: Result<Quantity, Absent>,
    /// What formulas and totals count: the value, or nil where the form says that the placeholder (or the blank) is nil.
    /// `None`: not known; missing makes missing.
    pub counted: Option<Quantity>,
    /// How it arises.
    pub origin: FigureOrigin,
    /// In a total: what of its parts is not known, and where (placeholders that the form takes as nil are not in it).
    pub unknown: Vec<(Absent, Place)>,
}

/// How a figure arises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureOrigin {
    /// It stands in this cell.
    Given(Place),
    /// A formula over the same row's figures.
    Formula(Expr),
    /// The sum of the column over the group's items and groups.
    Sum,
    /// In a summary: the total of this column of the list summed up, for the row's group.
    SumOf(String),
    /// In a summary: how many items the group has.
    Count,
    /// Nothing gives it.
    Nothing,
}

impl Figure {
    /// A known figure.
    pub fn known(quantity: Quantity, origin: FigureOrigin) -> Self {
        Figure { value: Ok(quantity), counted: Some(quantity), origin, unknown: Vec::new() }
    }

    /// No figure.
    pub fn absent(why: Absent, origin: FigureOrigin) -> Self {
        Figure { value: Err(why), counted: None, origin, unknown: Vec::new() }
    }

    /// The amount itself, without the reach of its rounding.
    pub fn amount(&self) -> Option<rust_decimal::Decimal> {
        self.value.as_ref().ok().map(|quantity| quantity.value)
    }
}

impl<'a> Group<'a> {
    /// Every item in it, at any depth, in order.
    pub fn every_item(&self) -> Vec<&Item<'a>> {
        let mut items: Vec<&Item<'a>> = self.items.iter().collect();
        for group in &self.groups {
            items.extend(group.every_item());
        }
        items
    }

    /// The group of an area, at any depth.
    pub fn of_area(&self, area: &str) -> Option<&Group<'a>> {
        if self.area.as_deref() == Some(area) {
            return Some(self);
        }
        self.groups.iter().find_map(|group| group.of_area(area))
    }
}

impl<'a> Figures<'a> {
    /// Works out every figure: first the lists that returns give, then the summaries drawn from them.
    pub fn of(form: &Form, returns: &'a Returns) -> Result<Figures<'a>, OutOfBounds> {
        work::figures(form, returns)
    }

    /// The list with this id.
    pub fn list(&self, id: &str) -> Option<&ListFigures<'a>> {
        self.lists.iter().find(|list| list.list == id)
    }
}
