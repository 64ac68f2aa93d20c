//! How well figures fit where they stand: whether their rows hold with them, and whether they are near what they were. It is
//! reckoned without a check, so that only what fits far better is tried.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::View;
use crate::check::cause::Priors;
use crate::check::look::{Line, stated, states};
use crate::check::wording::measure;
use crate::form::{Column, ColumnOrigin, Kind, List};
use crate::formula::Operand;
use crate::money::{Absent, Quantity};
use crate::returns::grid::Raw;
use crate::returns::{Cell, ReturnTable, Row, StatedFigure, Value, value};
use crate::source::Place;

/// A figure is near what it was within so many times as much, or as small a part.
const NEAR: Decimal = Decimal::TWO;

/// Every row that is an item, and what it was.
pub(super) struct Grid<'v, 'a> {
    lines: BTreeMap<Place, Line<'a>>,
    priors: &'v Priors<'a>,
}

/// A table with its items' rows.
#[derive(Clone, Copy)]
pub(in crate::check) struct TableOf<'a> {
    /// The table.
    pub table: &'a ReturnTable,
    /// Its list.
    pub list: &'a List,
}

impl<'a> TableOf<'a> {
    /// The rows of its items.
    pub(in crate::check) fn items(&self) -> Vec<&'a Row> {
        self.table.rows.iter().filter(|row| row.is_item()).collect()
    }

    /// The area, where all its items are of one.
    pub(super) fn area(&self) -> Option<&'a str> {
        let mut areas = self.items().into_iter().map(|row| row.area.as_deref());
        let first = areas.next()??;
        areas.all(|area| area == Some(first)).then_some(first)
    }

    /// What a row is called: by its label, else by its key.
    pub(in crate::check) fn name_of<'r>(&self, row: &'r Row) -> &'r str {
        let names = [&self.list.label, &self.list.key].into_iter().map(|id| row.text(id));
        names.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Its columns of amounts that are given.
    pub(super) fn amounts(&self) -> Vec<&'a Column> {
        let own = self
            .list
            .columns
            .iter()
            .filter(|column| column.kind == Kind::Money && column.is_given() && column.within.is_none());
        own.filter(|column| self.table.headings.contains_key(&column.id)).collect()
    }
}

impl<'v, 'a> Grid<'v, 'a> {
    pub(super) fn of(view: &'v View<'a>) -> Grid<'v, 'a> {
        let items = view.items().into_iter();
        let lines = items.map(|(list, item, row)| (row.at.clone(), Line::item(list, item, row))).collect();
        Grid { lines, priors: &view.causes.priors }
    }

    /// The line of a row.
    pub(super) fn line(&self, row: &Row) -> Option<&Line<'a>> {
        self.lines.get(&row.at)
    }

    /// How many figures of these columns are not what they were, if they were these.
    pub(super) fn moved(
        &self,
        rows: &[&'a Row],
        columns: &[&Column],
        figure: &dyn Fn(usize, &str) -> Option<Decimal>,
    ) -> usize {
        let of_row = |(index, row): (usize, &&'a Row)| {
            let moved =
                columns.iter().filter(|column| figure(index, &column.id) != self.priors.of_one(row, &column.id));
            moved.count()
        };
        rows.iter().enumerate().filter(|(_, row)| self.line(row).is_some() && self.priors.knows(row)).map(of_row).sum()
    }

    /// How often these columns of some rows do not fit, if their figures were these: a computed figure of the row that does not
    /// hold, a figure that is far from what it was, none where one is required.
    pub(super) fn amiss(
        &self,
        rows: &[&'a Row],
        columns: &[&Column],
        figure: &dyn Fn(usize, &str) -> Option<Decimal>,
    ) -> usize {
        let mut amiss = 0;
        for (index, row) in rows.iter().enumerate() {
            let Some(line) = self.line(row) else { continue };
            let is_one = |id: &str| columns.iter().any(|column| column.id == id);
            for computed in &line.list.columns {
                let (ColumnOrigin::Formula(formula), Some((_, own))) = (computed.origin(), stated(row, computed))
                else {
                    continue;
                };
                if !formula.columns().iter().any(|id| is_one(id)) || is_one(&computed.id) {
                    continue;
                }
                let operand = |id: &str| match is_one(id).then(|| figure(index, id)) {
                    Some(Some(figure)) => Operand::Number(Quantity::exact(figure)),
                    Some(None) => Operand::Missing(Absent::Blank),
                    None => line.stated_operand(id),
                };
                let Operand::Number(gives) = formula.evaluate(&operand) else { continue };
                amiss += usize::from(!states(computed, own, gives));
            }
            for column in columns {
                let was = self.priors.of_one(row, &column.id);
                let far = |(is, was): (Decimal, Decimal)| is != was && !is_near(is, was);
                let is = figure(index, &column.id);
                amiss += usize::from(is.zip(was).is_some_and(far) || is.is_none() && column.required);
            }
        }
        amiss
    }
}

/// The figure that a row states in a column.
pub(super) fn figure_of(row: &Row, column: &Column) -> Option<Decimal> {
    stated(row, column).map(|(_, figure)| figure.quantity.value())
}

/// Within twice as much and half of it, with the same sign.
pub(in crate::check) fn is_near(one: Decimal, other: Decimal) -> bool {
    one.is_sign_negative() == other.is_sign_negative() && is_within(NEAR, one, other)
}

/// Whether neither of two figures is more than so many times the other, whatever their signs.
pub(super) fn is_within(times: Decimal, one: Decimal, other: Decimal) -> bool {
    let reaches =
        |small: Decimal, large: Decimal| small.abs().checked_mul(times).is_none_or(|most| most >= large.abs());
    reaches(one, other) && reaches(other, one)
}

/// A cell of a column with a figure in it.
pub(super) fn with_figure(column: &Column, at: &Place, figure: Decimal) -> Option<(String, Cell)> {
    let own = measure(column).in_own_unit(figure)?.normalize();
    let stated =
        StatedFigure { quantity: Quantity::exact(figure), beside: None, pound_sign: false, bare_percent: false };
    let cell = Cell { at: at.clone(), text: own.to_string(), value: Value::Figure(stated), decided: None };
    Some((column.id.clone(), cell))
}

/// A cell of a column with what stands in another one; `None` where it could not be read there, or was decided.
pub(super) fn with_cell(column: &Column, at: &Cell, from: &Cell) -> Option<(String, Cell)> {
    if at.decided.is_some() || from.decided.is_some() {
        return None;
    }
    if let Value::Figure(figure) = &from.value {
        return with_figure(column, &at.at, figure.quantity.value());
    }
    let text = from.text.trim();
    let raw = (!text.is_empty()).then(|| Raw::Text(text.to_string()));
    let read = value::read(column, raw.as_ref());
    let is_lost = read.why.is_some() || read.value == Value::Absent(Absent::Unreadable);
    let cell = Cell { at: at.at.clone(), text: read.text, value: read.value, decided: None };
    (!is_lost).then(|| (column.id.clone(), cell))
}
