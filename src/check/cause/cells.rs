//! What is the matter with what stands in a cell, or with its not being there.

use std::collections::{BTreeMap, BTreeSet};

use super::formulas::Formulas;
use crate::check::View;
use crate::form::{Blank, Column, ColumnOrigin, List};
use crate::money::Absent;
use crate::returns::{Cell, Row, RowKind, Trouble, Value};
use crate::source::Place;

/// What is the matter with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum CellCause {
    /// It cannot be read as what its column holds.
    Unreadable,
    /// Its formula was never calculated: it shows something that nobody knows.
    NotCalculated,
    /// It must say something, and is empty.
    Empty,
    /// It need not say anything, and is empty.
    Blank,
    /// A placeholder that the form explains.
    Code,
    /// A placeholder that the form does not explain.
    UnknownCode,
}

impl CellCause {
    /// Whether a figure is lost that should stand there.
    fn loses(self) -> bool {
        matches!(self, CellCause::Unreadable | CellCause::NotCalculated | CellCause::Empty)
    }
}

/// Every cell of which there is something to say, and every column that is not there.
#[derive(Default)]
pub(in crate::check) struct Cells {
    /// By cell and by column: several columns may stand in one cell.
    causes: BTreeMap<Place, BTreeMap<String, CellCause>>,
    /// Columns that a table lacks, by its sheet, its list and the column: where that is told.
    missing: BTreeMap<(Place, String, String), Place>,
}

impl Cells {
    pub(super) fn of(view: &View<'_>, formulas: &Formulas) -> Cells {
        let mut cells = Cells::default();
        for trouble in &view.returns.troubles {
            match trouble {
                Trouble::UnreadableValue { at, column, .. } => {
                    cells.lose(at, column);
                }
                Trouble::MissingColumn { at, list, column, .. } => {
                    cells.miss(at, list, column);
                }
                _ => {}
            }
        }
        for line in view.lines() {
            for column in &line.list.columns {
                let Some(cell) = line.row.cells.get(&column.id) else { continue };
                if let Some(cause) = cause(view, formulas, line.list, line.row, column, cell) {
                    cells.causes.entry(cell.at.clone()).or_default().entry(column.id.clone()).or_insert(cause);
                }
            }
        }
        cells
    }

    /// Adds a cell of which nobody knows what is meant.
    pub(in crate::check) fn lose(&mut self, at: &Place, column: &str) {
        self.causes.entry(at.clone()).or_default().insert(column.to_string(), CellCause::Unreadable);
    }

    /// Adds a column that a table lacks; `at` is where that is told.
    pub(in crate::check) fn miss(&mut self, at: &Place, list: &str, column: &str) {
        self.missing.insert((sheet_of(at), list.to_string(), column.to_string()), at.clone());
    }

    /// Whether there is nothing to say.
    pub(in crate::check) fn is_empty(&self) -> bool {
        self.causes.is_empty() && self.missing.is_empty()
    }

    /// What is the matter with a column's cell; `None` if nothing is.
    pub(in crate::check) fn cause(&self, at: &Place, column: &str) -> Option<CellCause> {
        self.causes.get(at)?.get(column).copied()
    }

    /// Whether a cell should state a figure and does not: whatever counts it cannot be checked.
    pub(in crate::check) fn is_lost(&self, at: &Place, column: &str) -> bool {
        self.cause(at, column).is_some_and(CellCause::loses)
    }

    /// Whether the table in which a row stands lacks a column.
    pub(super) fn is_missing(&self, row: &Place, list: &str, column: &str) -> bool {
        let known = || self.missing.contains_key(&(sheet_of(row), list.to_string(), column.to_string()));
        !self.missing.is_empty() && known()
    }

    /// Whether anything is lost at all.
    pub(super) fn has_lost(&self) -> bool {
        !self.missing.is_empty() || self.causes.values().flat_map(BTreeMap::values).any(|cause| cause.loses())
    }

    /// Where it is told that a row's figure in a column is lost, if it is: the cell, or the heading row of a table without the
    /// column.
    pub(super) fn lost(&self, list: &List, row: &Row, column: &str) -> Option<Place> {
        match row.cells.get(column) {
            Some(cell) => self.is_lost(&cell.at, column).then(|| cell.at.clone()),
            None => self.missing.get(&(sheet_of(&row.at), list.id.clone(), column.to_string())).cloned(),
        }
    }

    /// The lost cells among those that a row's figure of a column is worked out from.
    pub(in crate::check) fn behind(&self, list: &List, row: &Row, id: &str) -> BTreeSet<Place> {
        worked_out_from(list, id).into_iter().filter_map(|given| self.lost(list, row, given)).collect()
    }
}

/// The columns that a row's figure is worked out from, at first and at second hand; the column itself where it is given.
pub(super) fn worked_out_from<'l>(list: &'l List, id: &'l str) -> BTreeSet<&'l str> {
    let mut given = BTreeSet::new();
    let (mut waiting, mut seen) = (vec![id], BTreeSet::new());
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Some(beside) = list.columns.iter().find(|column| column.beside().is_some_and(|own| own.id == id)) {
            waiting.push(&beside.id);
            waiting.extend(beside.beside().map(|own| own.of.as_str()));
        }
        match list.column(id).map(|column| column.origin()) {
            Some(ColumnOrigin::Formula(formula)) => waiting.extend(formula.columns()),
            Some(ColumnOrigin::Given | ColumnOrigin::Sum(_) | ColumnOrigin::Count | ColumnOrigin::Share(_)) => {
                given.insert(id);
            }
            None => {}
        }
    }
    given
}

fn cause(
    view: &View<'_>,
    formulas: &Formulas,
    list: &List,
    row: &Row,
    column: &Column,
    cell: &Cell,
) -> Option<CellCause> {
    match &cell.value {
        Value::Absent(Absent::Unreadable) => Some(CellCause::Unreadable),
        Value::Absent(Absent::Code(code)) if column.code(code).is_some() => Some(CellCause::Code),
        Value::Absent(Absent::Code(_)) => Some(CellCause::UnknownCode),
        _ if !is_blank(cell) => None,
        _ if formulas.is_not_calculated(&cell.at) => Some(CellCause::NotCalculated),
        _ if must_say_something(view, list, row, column, cell) => Some(CellCause::Empty),
        _ => Some(CellCause::Blank),
    }
}

fn is_blank(cell: &Cell) -> bool {
    match &cell.value {
        Value::Absent(why) => *why == Absent::Blank,
        Value::Text(text) => text.trim().is_empty(),
        Value::Figure(_) | Value::Date(_) => false,
    }
}

/// A column of words ends where its last entry stands; every other one that the form requires goes on to the last item.
fn must_say_something(view: &View<'_>, list: &List, row: &Row, column: &Column, cell: &Cell) -> bool {
    let required = row.kind == RowKind::Item && column.required && column.blank() == Blank::Missing;
    required && (!list.text_only || goes_on_below(view, list, column, cell))
}

/// Whether another entry of the column stands below a blank of the same sheet.
fn goes_on_below(view: &View<'_>, list: &List, column: &Column, blank: &Cell) -> bool {
    let is_below = |cell: &Cell| {
        let same_sheet = (&cell.at.file, &cell.at.sheet) == (&blank.at.file, &blank.at.sheet);
        same_sheet && cell.at.cell > blank.at.cell && !cell.text.trim().is_empty()
    };
    let items = view.items().into_iter().filter(|(of, ..)| of.id == list.id);
    items.filter_map(|(_, _, row)| row.cells.get(&column.id)).any(is_below)
}

fn sheet_of(at: &Place) -> Place {
    Place { cell: None, ..at.clone() }
}
