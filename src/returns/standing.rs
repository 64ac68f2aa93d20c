//! What stands in place of cells that were set aside. What was sent is kept as it was sent; these are the returns as they
//! stand by decision, for the period reported on and for the prior one alike.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Cell, Returns, Trouble, within};
use crate::form::Form;
use crate::source::Place;

/// A cell that was set aside, and what stands in its place.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The column that the cell was set aside as: several may stand in one cell.
    pub column: String,
    /// As it counts and prints: the place of the cell, and what stands.
    pub cell: Cell,
    /// As the return states it; nothing if it must not be quoted.
    pub stated: Option<String>,
    /// The role that decided.
    pub role: String,
    /// When.
    pub date: Date,
    /// The line of decisions.toml.
    pub line: u32,
}

/// Every cell of a period that was set aside.
#[derive(Debug, Clone, Default)]
pub struct Standings {
    by_cell: BTreeMap<(Place, String), Standing>,
}

impl Standings {
    /// What stands in place of a column's cell; none if it was not set aside.
    pub fn of(&self, at: &Place, column: &str) -> Option<&Standing> {
        if self.by_cell.is_empty() {
            return None;
        }
        self.by_cell.get(&(at.clone(), column.to_string()))
    }

    /// All of them, in the order of places.
    pub fn iter(&self) -> impl Iterator<Item = &Standing> {
        self.by_cell.values()
    }
}

impl Returns {
    /// Lets something else stand in place of a cell: it counts, prints and is checked from then on. Values inside the cell are
    /// read again; what could not be read there no longer matters.
    pub fn stand(&mut self, form: &Form, standing: Standing) {
        let at = standing.cell.at.clone();
        for table in self.tables.iter_mut().filter(|table| table.at.file == at.file && table.at.sheet == at.sheet) {
            let Some(list) = form.list(&table.list) else { continue };
            for row in &mut table.rows {
                let is_it = row.cells.get(&standing.column).is_some_and(|cell| cell.at == at);
                if !is_it {
                    continue;
                }
                let mut changed = vec![(standing.column.clone(), standing.cell.clone())];
                for column in &list.columns {
                    if column.within.as_ref().is_some_and(|within| within.column == standing.column) {
                        let read = within::read(column, &standing.cell.text);
                        let decided = standing.cell.decided;
                        changed.push((
                            column.id.clone(),
                            Cell { at: at.clone(), text: read.text, value: read.value, decided },
                        ));
                    }
                }
                for (id, cell) in changed {
                    self.troubles.retain(|trouble| {
                        !matches!(trouble, Trouble::UnreadableValue { at: known, column, .. } if *known == at && *column == id)
                    });
                    row.cells.insert(id, cell);
                }
            }
        }
        self.standings.by_cell.insert((at, standing.column.clone()), standing);
    }
}
