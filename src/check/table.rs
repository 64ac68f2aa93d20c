//! A table that is read, with the sheet that it stands on: what the sheet shows of its rows and cells.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::returns::file_name;
use super::{Rule, View, look, wording};
use crate::form::{Column, List, ReturnForm};
use crate::money::Told;
use crate::returns::grid::{Raw, Sheet};
use crate::returns::look::{Colour, HiddenBy, hidden};
use crate::returns::number_format::NumberFormat;
use crate::returns::{Cell, ReturnTable, Row, RowKind};
use crate::source::{Address, Place};

/// A table that is read.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    /// Its rows.
    pub table: &'a ReturnTable,
    /// Its list.
    pub list: &'a List,
    /// The `[[return]]` that it was found by.
    pub form: &'a ReturnForm,
    /// Its sheet.
    pub sheet: &'a Sheet,
    /// Tells its findings from those of a table of the same list and area that was found before it.
    is_first: bool,
}

/// How much of a text is struck through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Struck {
    /// Nothing.
    No,
    /// A part.
    Part,
    /// All.
    Whole,
}

/// So many amounts of a row are named.
const AMOUNTS: usize = 2;

/// Two colours that differ by no more in each of their parts, of 255, cannot be told apart.
const ALIKE: u8 = 20;

impl<'a> View<'a> {
    /// Every table that is read, in the order of the form's returns, then of the files.
    pub(super) fn tables(&self) -> Vec<Table<'a>> {
        let returns = self.returns;
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        let with_sheet = |table: &'a ReturnTable| {
            let (list, form) = (self.form.list(&table.list)?, self.form.returns.get(table.form)?);
            let is_first = seen.insert((&table.at.file, &table.list));
            Some(Table { table, list, form, sheet: returns.sheet(&table.at)?, is_first })
        };
        returns.tables.iter().filter_map(with_sheet).collect()
    }
}

impl<'a> Table<'a> {
    /// Its rows, each with its number on the sheet, from 0.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, &'a Row)> + use<'a> {
        self.table.rows.iter().filter_map(|row| Some((row.at.cell?.row, row)))
    }

    /// The cells of a row from left to right, blank ones too, each with its column. Values that stand inside another column's cell
    /// are left out.
    pub(super) fn cells(&self, row: &'a Row) -> Vec<(&'a Column, Address, &'a Cell)> {
        let own = |(id, cell): (&String, &'a Cell)| {
            let column = self.list.column(id).filter(|column| column.within.is_none())?;
            Some((column, cell.at.cell?, cell))
        };
        let mut cells: Vec<_> = row.cells.iter().filter_map(own).collect();
        cells.sort_by_key(|(_, at, _)| *at);
        cells
    }

    /// Those that hold something.
    pub(super) fn filled(&self, row: &'a Row) -> impl Iterator<Item = (&'a Column, Address, &'a Cell)> + use<'a> {
        self.cells(row).into_iter().filter(|(.., cell)| !cell.text.trim().is_empty())
    }

    /// A place on its sheet.
    pub(super) fn place(&self, at: Address) -> Place {
        self.table.at.at(at)
    }

    /// The area that all its rows are of.
    pub(super) fn area(&self) -> Option<&'a str> {
        let mut areas = self.table.rows.iter().map(|row| row.area.as_deref());
        let first = areas.next()?;
        first.filter(|_| areas.all(|area| area == first))
    }

    /// A finding about the table that stands at one of its cells.
    pub(super) fn draft(&self, rule: &Rule, view: &View<'_>, at: Address) -> Draft {
        let area = self.area();
        let draft = rule.at(&self.place(at)).about_list(view, &self.list.id, area, "").demanded_by(&self.form.at);
        let file = if area.is_none() { file_name(&self.table.at.file) } else { "" };
        let sheet = if self.is_first { "" } else { &self.sheet.name };
        draft.topic_and(&format!("{file} {sheet}"))
    }

    /// 'Housing: ', or nothing where the table is no area's own.
    pub(super) fn opening(&self, view: &View<'_>) -> String {
        wording::opening(&view.area_name(self.area()))
    }

    /// What a row is called: "'Voids'", 'the total row', 'row 5'.
    pub(super) fn name(&self, row: &Row) -> String {
        let label = [&self.list.label, &self.list.key].into_iter().map(|id| row.text(id)).find(|text| !text.is_empty());
        match (label, row.kind, row.at.cell) {
            (Some(label), ..) => format!("'{}'", wording::quoted(label)),
            (None, RowKind::Total | RowKind::Subtotal, _) => "the total row".to_string(),
            (None, _, Some(at)) => format!("row {}", u64::from(at.row) + 1),
            (None, _, None) => "a row".to_string(),
        }
    }

    /// The name of a row with its amounts in the first columns of money: "'Voids' (Target £100k and Forecast £80k)".
    pub(super) fn name_with_amounts(&self, view: &View<'_>, row: &Row) -> String {
        let amounts = self.list.columns.iter().filter(|column| column.kind.is_amount());
        let said = amounts.filter_map(|column| {
            let (_, figure) = look::stated(row, column)?;
            Some(format!("{} {}", view.name(column), wording::figure(column, Told::Stated(figure.quantity.value()))))
        });
        let said: Vec<String> = said.take(AMOUNTS).collect();
        if said.is_empty() { self.name(row) } else { format!("{} ({})", self.name(row), wording::list_of(&said)) }
    }

    /// Why a row is not shown; `None` if it is.
    pub(super) fn hidden_row(&self, row: u32) -> Option<HiddenBy> {
        hidden(&self.sheet.look.hidden_rows, row)
    }

    /// Why a column is not shown; `None` if it is.
    pub(super) fn hidden_column(&self, column: u32) -> Option<HiddenBy> {
        hidden(&self.sheet.look.hidden_columns, column)
    }

    /// How much of what stands in a cell is struck through.
    pub(super) fn struck(&self, at: Address) -> Struck {
        struck(self.sheet, at)
    }

    /// What of a text is struck through, and what is left of it; where only a part is.
    pub(super) fn struck_part(&self, at: Address) -> Option<(String, String)> {
        let runs = self.sheet.look.runs.get(&at).filter(|_| self.struck(at) == Struck::Part)?;
        let of = |struck: bool| runs.iter().filter(|run| run.struck == struck).map(|run| run.text.as_str()).collect();
        Some((of(true), of(false)))
    }

    /// Whether a row is struck: where its label is, or all that stands in it.
    pub(super) fn is_struck_row(&self, row: &'a Row) -> bool {
        let cells = || self.cells(row).into_iter().filter(|(_, at, _)| self.sheet.cells.contains_key(at));
        let mut label = cells().filter(|(column, ..)| column.id == self.list.label || column.id == self.list.key);
        let mut all = cells().map(|(_, at, _)| self.struck(at)).peekable();
        label.any(|(_, at, _)| self.struck(at) == Struck::Whole)
            || all.peek().is_some() && all.all(|struck| struck == Struck::Whole)
    }

    /// The colour behind a cell, if it has one.
    pub(super) fn fill(&self, at: Address) -> Option<Colour> {
        self.sheet.look.styles.get(&at)?.fill
    }

    /// Whether nothing of a cell's text is seen: see [`is_invisible`].
    pub(super) fn is_invisible(&self, at: Address) -> bool {
        is_invisible(self.sheet, at)
    }
}

/// How much of what stands in a cell is struck through.
pub(super) fn struck(sheet: &Sheet, at: Address) -> Struck {
    let look = &sheet.look;
    let Some(runs) = look.runs.get(&at) else {
        return if look.styles.get(&at).is_some_and(|style| style.struck) { Struck::Whole } else { Struck::No };
    };
    let mut runs = runs.iter().filter(|run| !run.text.trim().is_empty()).map(|run| run.struck).peekable();
    let first = runs.peek().copied().unwrap_or(false);
    match (first, runs.all(|struck| struck == first)) {
        (false, true) => Struck::No,
        (true, true) => Struck::Whole,
        _ => Struck::Part,
    }
}

/// Whether all of a cell's text has the colour of what is behind it, or is hidden by its format.
pub(super) fn is_invisible(sheet: &Sheet, at: Address) -> bool {
    let look = &sheet.look;
    let format = look.styles.get(&at).and_then(|style| style.format.as_deref());
    let may_hide = format.filter(|code| code.matches(';').count() > 2);
    if may_hide.is_some_and(|code| NumberFormat::of(code).hides_texts())
        && matches!(sheet.cells.get(&at), Some(Raw::Text(_)))
    {
        return true;
    }
    let behind = look.styles.get(&at).and_then(|style| style.fill).unwrap_or(Colour::WHITE);
    let same = |ink: Option<Colour>| alike(ink.unwrap_or(Colour::BLACK), behind);
    match look.runs.get(&at) {
        Some(runs) => runs.iter().filter(|run| !run.text.trim().is_empty()).all(|run| same(run.ink)),
        None => same(look.styles.get(&at).and_then(|style| style.ink)),
    }
}

impl Row {
    /// Whether its figures count: as an item, or as what items are held against.
    pub(in crate::check) fn counts(&self) -> bool {
        !matches!(self.kind, RowKind::Part | RowKind::LeftOut)
    }

    /// Whether it is an item, or a line that only balances.
    pub(in crate::check) fn is_item(&self) -> bool {
        matches!(self.kind, RowKind::Item | RowKind::Balancing)
    }
}

/// Whether a column's cells are published as they are stated.
pub(super) fn is_given(column: &Column) -> bool {
    column.is_given()
}

fn alike(one: Colour, other: Colour) -> bool {
    let (Colour(red, green, blue), Colour(r, g, b)) = (one, other);
    [(red, r), (green, g), (blue, b)].into_iter().all(|(one, other)| one.abs_diff(other) <= ALIKE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_alike_where_nobody_tells_them_apart() {
        assert!(alike(Colour::WHITE, Colour(250, 250, 245)));
        assert!(!alike(Colour::WHITE, Colour(217, 217, 217)), "a light grey is read");
        assert!(alike(Colour::BLACK, Colour(0, 0, 0)));
    }
}
