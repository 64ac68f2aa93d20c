//! What stands in place of cells that were set aside. What was sent is kept as it was sent; these are the returns as they
//! stand by decision, for the period reported on and for the prior one alike.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::grid::Raw;
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
    /// As the return gives it.
    pub given: Cell,
    /// What it states, without what must not be quoted.
    pub stated: String,
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

    /// Keeps one more, in the stead of another one of the same cell and column.
    pub fn add(&mut self, standing: Standing) {
        self.by_cell.insert((standing.cell.at.clone(), standing.column.clone()), standing);
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
        let changed = BTreeMap::from([((standing.cell.at.clone(), standing.column.clone()), standing.cell.clone())]);
        self.put_in_tables(form, &changed);
        self.standings.add(standing);
    }

    /// Its tables as they would be without what these lines of decisions.toml let stand: for working figures out, and nothing else.
    pub fn without(&self, form: &Form, lines: &[u32]) -> Returns {
        let undone = self.standings.iter().filter(|standing| lines.contains(&standing.line));
        let given = undone.map(|own| ((own.cell.at.clone(), own.column.clone()), own.given.clone())).collect();
        let mut returns = Returns {
            period: self.period,
            files: Vec::new(),
            tables: self.tables.clone(),
            troubles: Vec::new(),
            standings: Standings::default(),
            last_reported: Vec::new(),
        };
        returns.put_in_tables(form, &given);
        returns
    }

    /// Puts something else into cells, each read for the column named with it, and into the sheets too, as if it had been sent so.
    pub fn put(&mut self, form: &Form, cells: &[(String, Cell)]) {
        let by_cell = |(column, cell): &(String, Cell)| ((cell.at.clone(), column.clone()), cell.clone());
        self.put_in_tables(form, &cells.iter().map(by_cell).collect());
        for (_, cell) in cells {
            let file = self.files.iter_mut().find(|file| file.path == cell.at.file);
            let sheet =
                file.and_then(|file| file.sheets.iter_mut().find(|sheet| Some(&sheet.name) == cell.at.sheet.as_ref()));
            let (Some(sheet), Some(at)) = (sheet, cell.at.cell) else { continue };
            let text = cell.text.trim();
            let raw = text.parse().map_or_else(|_| Raw::Text(text.to_string()), Raw::Number);
            if text.is_empty() {
                sheet.cells.remove(&at)
            } else {
                sheet.cells.insert(at, raw)
            };
        }
    }

    fn put_in_tables(&mut self, form: &Form, changed: &BTreeMap<(Place, String), Cell>) {
        for table in &mut self.tables {
            let Some(list) = form.list(&table.list) else { continue };
            if !changed.keys().any(|(at, _)| table.at.file == at.file && table.at.sheet == at.sheet) {
                continue;
            }
            for row in &mut table.rows {
                let own = |(id, cell): (&String, &Cell)| {
                    let changed = changed.get(&(cell.at.clone(), id.clone()))?;
                    Some((id.clone(), changed.clone()))
                };
                let mut put: Vec<(String, Cell)> = row.cells.iter().filter_map(own).collect();
                for (id, cell) in put.clone() {
                    for column in &list.columns {
                        if column.within.as_ref().is_some_and(|within| within.column == id) {
                            let read = within::read(column, &cell.text);
                            let inside =
                                Cell { at: cell.at.clone(), text: read.text, value: read.value, decided: cell.decided };
                            put.push((column.id.clone(), inside));
                        }
                    }
                }
                for (id, cell) in put {
                    self.troubles.retain(|trouble| {
                        !matches!(trouble, Trouble::UnreadableValue { at: known, column, .. } if *known == cell.at && *column == id)
                    });
                    row.cells.insert(id, cell);
                }
            }
        }
    }
}
