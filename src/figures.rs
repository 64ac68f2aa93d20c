//! The figures that returns give: each cell of each list, given or computed, and the totals at every level. Worked out
//! once, here; the checks compare what returns state with it, and the report prints from it.

#[cfg(test)]
mod across_tests;
mod behind;
pub mod bridge;
mod by_areas;
mod form_level;
mod gross;
#[cfg(test)]
mod group_tests;
mod marked;
mod operand;
pub mod rating;
pub mod summary;
#[cfg(test)]
mod tests;
pub mod tie;
mod work;

pub use behind::Behind;
pub use form_level::FormFigure;
pub use gross::{Gross, gross};
pub(crate) use marked::{Marked, is_called};
pub use operand::operand;

use std::collections::BTreeMap;

use crate::form::{Form, List, TotalOrigin};
use crate::formula::{Expr, Operand};
use crate::money::{Absent, Quantity};
use crate::returns::{Cell, Returns, Row};
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

/// All lists, and what the form has worked out across them.
#[derive(Debug, Clone, Default)]
pub struct Figures<'a> {
    /// In the order of the form.
    pub lists: Vec<ListFigures<'a>>,
    /// Those of the appendix as a whole, in the order of the form.
    pub form_level: Vec<FormFigure>,
    /// The totals that the form ties together, in its order.
    pub ties: Vec<tie::Tie>,
    /// Where the amounts of each bridge lead.
    bridges: Vec<bridge::Placing>,
}

/// One list.
#[derive(Debug, Clone)]
pub struct ListFigures<'a> {
    /// Its id.
    pub list: String,
    /// All its rows: the outermost group.
    pub all: Group<'a>,
}

/// A group of items with its totals: the whole list, an area's section, or a group inside an area.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// The area's id, if it is one area's or stands inside one.
    pub area: Option<String>,
    /// The names of the groups inside the area, outermost first, its own last; empty for the list and for an area's section.
    pub path: Vec<String>,
    /// What it is called: the area's name, or its own name inside the area; empty for the whole list.
    pub label: String,
    /// How many of the items that stand beside it come before it.
    pub before: usize,
    /// Items that stand directly in it.
    pub items: Vec<Item<'a>>,
    /// Groups within it.
    pub groups: Vec<Group<'a>>,
    /// What a return totals besides, where the tree has no group for it: a group of areas, the rows of a block, or those above a
    /// subtotal. Each has the rows it is the total of once more, and counts nowhere.
    pub runs: Vec<Group<'a>>,
    /// The total or subtotal row that the return states for it.
    pub stated: Option<&'a Row>,
    /// The figures of the total, by column id; also virtual columns (amounts beside percentages).
    pub totals: BTreeMap<String, Figure>,
}

/// One item.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// The area's id.
    pub area: Option<String>,
    /// The group of areas that its area is in (its id).
    pub area_group: Option<String>,
    /// The groups inside the area that it stands in, outermost first.
    pub groups: Vec<String>,
    /// Its key, as typed.
    pub key: String,
    /// Its label, as it prints.
    pub label: String,
    /// Counts in totals, but is no item.
    pub balancing: bool,
    /// The key of the item that it is a part of, as typed: it counts there, and in no total.
    pub part_of: Option<String>,
    /// The column, a choice, for whose word it stands out of the totals until somebody decides that it counts.
    pub outside: Option<String>,
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
    /// This cell was set aside by the decision in this line of decisions.toml, and it stands in its place.
    SetAside(Place, u32),
    /// A formula over the same row's figures.
    Formula(Expr),
    /// The sum of the column over the group's items and groups.
    Sum,
    /// In a summary: the total of this column of the list summed up, for the row's group.
    SumOf(String),
    /// In a summary: how many items the group has.
    Count,
    /// The figure of this column of the same row, as a share of that column's total.
    ShareOf(String),
    /// Nothing gives it.
    Nothing,
}

impl FigureOrigin {
    /// The cell of a return in which the figure stands, or in whose place it stands.
    pub fn cell(&self) -> Option<&Place> {
        match self {
            FigureOrigin::Given(place) | FigureOrigin::SetAside(place, _) => Some(place),
            FigureOrigin::Formula(_)
            | FigureOrigin::Sum
            | FigureOrigin::SumOf(_)
            | FigureOrigin::Count
            | FigureOrigin::ShareOf(_)
            | FigureOrigin::Nothing => None,
        }
    }
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
        self.value.as_ref().ok().map(|quantity| quantity.value())
    }
}

/// What stands directly in a group.
#[derive(Debug, Clone, Copy)]
pub enum Member<'g, 'a> {
    /// An item.
    Item(&'g Item<'a>),
    /// A group.
    Group(&'g Group<'a>),
}

impl Item<'_> {
    /// What a formula's name comes to for it: a figure, or the text of a column.
    pub fn operand(&self, list: &List, id: &str) -> Operand {
        operand(list, &self.figures, |id| self.cell(id), id)
    }

    /// Whether totals count it: it is no part of another one, and does not stand out of them.
    pub fn counts(&self) -> bool {
        self.part_of.is_none() && self.outside.is_none()
    }

    /// A cell of its row.
    pub fn cell(&self, column: &str) -> Option<&Cell> {
        self.row?.cells.get(column)
    }

    /// The text of a cell of its row, trimmed; empty if there is none.
    pub fn text(&self, column: &str) -> &str {
        self.cell(column).map_or("", |cell| cell.text.trim())
    }
}

impl<'a> Group<'a> {
    /// Every item in it, at any depth, each once, in the order of the returns.
    pub fn every_item(&self) -> Vec<&Item<'a>> {
        let mut items = Vec::new();
        for member in self.members() {
            match member {
                Member::Item(item) => items.push(item),
                Member::Group(group) => items.extend(group.every_item()),
            }
        }
        items
    }

    /// Every item in it that counts in its totals: see [`Item::counts`].
    pub fn counting_items(&self) -> Vec<&Item<'a>> {
        let mut items = self.every_item();
        items.retain(|item| item.counts());
        items
    }

    /// Every item in it that stands out of its totals until somebody decides that it counts, but parts of others.
    pub fn items_outside(&self) -> Vec<&Item<'a>> {
        let mut items = self.every_item();
        items.retain(|item| item.part_of.is_none() && item.outside.is_some());
        items
    }

    /// A cell of the row that states its total.
    pub fn stated_cell(&self, column: &str) -> Option<&Cell> {
        self.stated?.cells.get(column)
    }

    /// What stands directly in it, items and groups, in the order of the returns.
    pub fn members(&self) -> Vec<Member<'_, 'a>> {
        let mut members = Vec::new();
        let mut groups = self.groups.iter().peekable();
        for (index, item) in self.items.iter().enumerate() {
            while let Some(group) = groups.next_if(|group| group.before <= index) {
                members.push(Member::Group(group));
            }
            members.push(Member::Item(item));
        }
        members.extend(groups.map(Member::Group));
        members
    }

    /// Whether it stands inside an area (or, in a form without areas, inside the list), as a level of the list.
    pub fn is_inner(&self) -> bool {
        !self.path.is_empty()
    }

    /// What the row that states its total calls it: the row's label or key, else any words in it.
    pub fn stated_label(&self, list: &List) -> Option<&'a str> {
        let row = self.stated?;
        let named = [&list.label, &list.key].into_iter().map(|id| row.text(id)).find(|text| !text.is_empty());
        named.or_else(|| {
            let words = list.columns.iter().filter(|column| column.kind.plain().is_words());
            words
                .filter(|column| column.total != TotalOrigin::Given)
                .map(|column| row.text(&column.id))
                .find(|text| !text.is_empty())
        })
    }

    /// Every group of a level of the list (0: the outermost) in it, in order. One name may stand for several.
    pub fn of_level(&self, level: usize) -> Vec<&Group<'a>> {
        let mut found: Vec<&Group<'a>> = Vec::new();
        for group in &self.groups {
            if group.path.len() == level + 1 {
                found.push(group);
            } else {
                found.extend(group.of_level(level));
            }
        }
        found
    }

    /// The same group with only the items that `keep` holds for: totals are of those, and none is stated.
    pub fn only(&self, list: &List, keep: &dyn Fn(&Item<'a>) -> bool) -> Result<Group<'a>, OutOfBounds> {
        let mut group = work::only(self, list, keep)?;
        summary::shares(list, &mut group);
        Ok(group)
    }

    /// The groups of all areas put together by their names, for a table that is of no one area: totals are of all areas, and
    /// none is stated.
    pub fn across_areas(&self, list: &List) -> Result<Group<'a>, OutOfBounds> {
        let mut group = work::across_areas(self, list)?;
        summary::shares(list, &mut group);
        Ok(group)
    }

    /// The areas as groups, in those of the groups of areas, for a table that prints them (`area`, `area_group` in its `groups`);
    /// what else has groups stands in them. Totals that returns state stay with what they are the totals of.
    pub fn by_areas(&self, form: &Form, list: &List, levels: &[String]) -> Result<Group<'a>, OutOfBounds> {
        let mut group = by_areas::by_areas(self, form, list, levels)?;
        summary::shares(list, &mut group);
        Ok(group)
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

    /// The figure of the appendix as a whole with this id.
    pub fn of_form(&self, id: &str) -> Option<&FormFigure> {
        self.form_level.iter().find(|figure| figure.id == id)
    }

    /// The totals that the form ties together under this id; none where their sums leave all bounds.
    pub fn tie(&self, id: &str) -> Option<&tie::Tie> {
        self.ties.iter().find(|tie| tie.id == id)
    }

    /// The list with this id.
    pub fn list(&self, id: &str) -> Option<&ListFigures<'a>> {
        self.lists.iter().find(|list| list.list == id)
    }
}
