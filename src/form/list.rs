//! Lists: kinds of item, and what a list sums up or is made of.

use super::{Column, Kind};
use crate::source::Place;

/// `[[list]]`
#[derive(Debug, Clone)]
pub struct List {
    /// Its id.
    pub id: String,
    /// What one of its items is called: 'project', 'scheme'.
    pub item: String,
    /// What several are called: 'projects'.
    pub items: String,
    /// The column that tells items apart within an area (a reference if there is one, else the title).
    pub key: String,
    /// The column that names an item to a reader: the row header. The key unless said else.
    pub label: String,
    /// If its rows sum up another list: which, and by what.
    pub summary_of: Option<Summary>,
    /// If its rows are details of another list's items (exceptions, steps), which list: they come and go, and several may
    /// share a name.
    pub detail_of: Option<String>,
    /// Labels of rows that count in totals but are no items (a balancing line).
    pub balancing: Vec<String>,
    /// Whether it holds words alone: its columns stand side by side, each as long as it is, and a row is no item.
    pub text_only: bool,
    /// Names of the groups inside an area, outermost first: a programme, a status.
    pub levels: Vec<String>,
    /// Where some of its items are parts of others.
    pub parts: Option<Parts>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Line of the form.
    pub at: Place,
}

/// Items that are parts of other items: only the whole counts in totals, and its parts must add up to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The column in which a part names its whole, by the whole's key.
    pub column: String,
    /// The columns in which parts add up to their whole.
    pub add_up: Vec<String>,
    /// Line of the form.
    pub at: Place,
}

/// What `by` of a summary is called where each row stands for a service area. No column may be called so.
pub const AREA: &str = "area";
/// What it is called where one row stands for everything.
pub const ALL: &str = "all";

/// A list whose rows are another list's groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The list summed up.
    pub of: String,
    /// What each row stands for: [`AREA`], [`AREA_GROUP`](super::AREA_GROUP), a column or a level of that list, or [`ALL`]: one row for everything.
    pub by: String,
}

impl List {
    /// Whether its items are schemes, followed from period to period: neither sums nor details of those of another list, nor words alone.
    pub fn has_schemes(&self) -> bool {
        self.summary_of.is_none() && self.detail_of.is_none() && !self.text_only
    }

    /// The column with this id.
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// The columns that are parts of another one, which they add up to, in order.
    pub fn parts_of(&self, whole: &str) -> Vec<&Column> {
        let is_part = |column: &&Column| column.part_of().is_some_and(|part| part.whole == whole);
        self.columns.iter().filter(is_part).collect()
    }

    /// The column that tells its items that are there once only from those that recur, if the form has one.
    pub fn one_off_column(&self) -> Option<&Column> {
        self.columns.iter().find(|column| column.tells_one_off())
    }

    /// Whether a column of it holds sentences: its texts, but those that say what an item is.
    pub fn is_narrative(&self, column: &Column) -> bool {
        column.kind == Kind::Text && column.id != self.key && column.id != self.label
    }

    /// Whether figures stand in the cells of a column: its own, or the totals of another one.
    pub fn states_figures(&self, id: &str) -> bool {
        let states = |column: &Column| column.id == id && column.kind.is_figure() || column.totals_in() == Some(id);
        self.columns.iter().any(states)
    }

    /// The ids that name something of an item: its columns, and the amounts beside percentages, in order.
    pub fn every_id(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        for column in &self.columns {
            ids.push(column.id.as_str());
            ids.extend(column.beside().map(|beside| beside.id.as_str()));
        }
        ids
    }
}
