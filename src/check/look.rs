//! Ways to look through returns and figures that several rules share.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{View, wording};
use crate::figures::{Figure, Group, Item, operand};
use crate::form::{Blank, Column, Kind, List, Summary};
use crate::formula::Operand;
use crate::money::{Absent, Quantity, Told};
use crate::returns::{self, Cell, Row, RowKind, Value};
use crate::source::Place;

impl<'a> View<'a> {
    /// Every list with its outermost group.
    pub(super) fn lists(&self) -> impl Iterator<Item = (&'a List, &'a Group<'a>)> {
        let (form, figures) = (self.form, self.figures);
        form.lists.iter().filter_map(move |list| Some((list, &figures.list(&list.id)?.all)))
    }

    /// Every group of every list, the outer before the inner.
    pub(super) fn groups(&self) -> Vec<(&'a List, &'a Group<'a>)> {
        let mut found = Vec::new();
        for (list, all) in self.lists() {
            add_groups(list, all, &mut found);
        }
        found
    }

    /// Every item that a return states, with its row.
    pub(super) fn items(&self) -> Vec<(&'a List, &'a Item<'a>, &'a Row)> {
        let stated = |list, item: &'a Item<'a>| item.row.map(|row| (list, item, row));
        self.groups()
            .into_iter()
            .flat_map(|(list, group)| group.items.iter().filter_map(move |item| stated(list, item)))
            .collect()
    }

    /// Every row whose figures are worked out, with those figures: items and totals that a return states.
    pub(super) fn lines(&self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        for (list, group) in self.groups() {
            for item in &group.items {
                if let Some(row) = item.row {
                    lines.push(Line::item(list, item, row));
                }
            }
            for of in std::iter::once(group).chain(&group.runs) {
                lines.extend(of.stated.map(|row| Line::total(list, of, row)));
            }
        }
        lines
    }

    /// What is found in each column of each of these rows.
    pub(super) fn in_columns<T>(&self, mut find: impl FnMut(&Line<'a>, &'a Column) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for line in self.lines() {
            found.extend(line.list.columns.iter().filter_map(|column| find(&line, column)));
        }
        found
    }

    /// What is found in each column of each group's total.
    pub(super) fn in_totals<T>(
        &self,
        mut find: impl FnMut(&'a List, &'a Group<'a>, &'a Column) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for (list, group) in self.groups() {
            found.extend(list.columns.iter().filter_map(|column| find(list, group, column)));
        }
        found
    }

    /// What is found in each row of each summary, those that no return states among them.
    pub(super) fn in_summaries<T>(&self, mut find: impl FnMut(SummaryOf<'a>, &'a Item<'a>) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for summary in self.summaries() {
            found.extend(summary.all.items.iter().filter_map(|item| find(summary, item)));
        }
        found
    }

    /// Every list that sums up another: with its rows, what it sums up, and the other list with its sections.
    pub(super) fn summaries(&self) -> Vec<SummaryOf<'a>> {
        let mut found = Vec::new();
        for (list, all) in self.lists() {
            let Some(summary) = &list.summary_of else { continue };
            if let Some((of, sections)) = self.lists().find(|(of, _)| of.id == summary.of) {
                found.push(SummaryOf { list, all, summary, of, sections });
            }
        }
        found
    }
}

/// A list that sums up another.
#[derive(Clone, Copy)]
pub(super) struct SummaryOf<'a> {
    /// The summary.
    pub list: &'a List,
    /// Its rows.
    pub all: &'a Group<'a>,
    /// What it sums up, and by what.
    pub summary: &'a Summary,
    /// The list that is summed up.
    pub of: &'a List,
    /// That list's sections.
    pub sections: &'a Group<'a>,
}

fn add_groups<'a>(list: &'a List, group: &'a Group<'a>, found: &mut Vec<(&'a List, &'a Group<'a>)>) {
    found.push((list, group));
    for inner in &group.groups {
        add_groups(list, inner, found);
    }
}

/// A row of a return with the figures that were worked out for it.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its list.
    pub list: &'a List,
    /// The row.
    pub row: &'a Row,
    /// The area's id.
    pub area: Option<&'a str>,
    /// The item's label; empty for a total.
    pub label: &'a str,
    /// Its figures.
    pub figures: &'a BTreeMap<String, Figure>,
    /// The group it is the total of.
    pub group: Option<&'a Group<'a>>,
}

impl<'a> Line<'a> {
    /// The row of an item.
    pub(super) fn item(list: &'a List, item: &'a Item<'a>, row: &'a Row) -> Self {
        Line { list, row, area: item.area.as_deref(), label: &item.label, figures: &item.figures, group: None }
    }

    /// The row that states a group's total.
    pub(super) fn total(list: &'a List, group: &'a Group<'a>, row: &'a Row) -> Self {
        Line { list, row, area: group.area.as_deref(), label: "", figures: &group.totals, group: Some(group) }
    }

    /// What the row is called in a list of rows: by its key, or by its label where it has none.
    pub(super) fn name(&self) -> String {
        let key = self.row.text(&self.list.key).trim();
        if key.is_empty() { self.label.trim().to_string() } else { key.to_string() }
    }

    /// Whether it is the total of its group.
    pub(super) fn is_total(&self) -> bool {
        matches!(self.row.kind, RowKind::Total | RowKind::Subtotal)
    }

    /// What a formula's name comes to on this row.
    pub(super) fn operand(&self, id: &str) -> Operand {
        operand(self.list, self.figures, |id| self.row.cells.get(id), id)
    }

    /// A figure of the row for a sentence; `None` if it is not known.
    pub(super) fn told(&self, id: &str) -> Option<Told> {
        wording::told(self.figures.get(id)?)
    }

    /// The cells of the row in these columns.
    pub(super) fn places<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> Vec<Place> {
        ids.into_iter().filter_map(|id| self.row.cells.get(id)).map(|cell| cell.at.clone()).collect()
    }

    /// What a formula's name comes to by what the row itself states, right or wrong.
    pub(super) fn stated_operand(&self, id: &str) -> Operand {
        match self.list.column(id).and_then(|column| counted(self.row, column)) {
            Some(quantity) => Operand::Number(quantity),
            None => self.operand(id),
        }
    }
}

/// The figure that a row states in a column, with its cell.
pub(super) fn stated<'a>(row: &'a Row, column: &Column) -> Option<(&'a Cell, &'a returns::StatedFigure)> {
    let cell = row.cells.get(&column.id)?;
    match &cell.value {
        Value::Figure(figure) => Some((cell, figure)),
        _ => None,
    }
}

/// What a row states in a column and sums may count: its figure, or nil where the form takes what stands there as nil.
pub(super) fn counted(row: &Row, column: &Column) -> Option<Quantity> {
    match &row.cells.get(&column.id)?.value {
        Value::Figure(figure) => Some(reaching(column, figure.quantity)),
        Value::Absent(Absent::Blank) if column.blank() == Blank::Nil => Some(Quantity::NIL),
        Value::Absent(Absent::Code(code)) if column.code(code).is_some_and(|(_, meaning)| meaning.nil) => {
            Some(Quantity::NIL)
        }
        _ => None,
    }
}

/// A stated figure with the reach of its rounding: a percentage is never taken more exactly than its column prints it.
pub(super) fn reaching(column: &Column, quantity: Quantity) -> Quantity {
    if column.kind != Kind::Percent {
        return quantity;
    }
    let half = Decimal::try_new(5, column.decimals().saturating_add(3)).unwrap_or_default();
    quantity.reaching(half)
}

/// Whether a cell of a computed column states what is worked out, allowing for rounding, and for a percentage without its sign.
pub(super) fn states(column: &Column, figure: &returns::StatedFigure, worked_out: Quantity) -> bool {
    reaching(column, figure.quantity).agrees_with(worked_out) || agrees_as_ratio(figure, worked_out)
}

/// Whether a percentage without its sign is the ratio that was worked out. 812.5 is read as percent points, as people mean who
/// type it; but it is also what a cell holds that shows 81,250%, as after a figure in the wrong unit.
pub(super) fn agrees_as_ratio(figure: &returns::StatedFigure, worked_out: Quantity) -> bool {
    figure.bare_percent
        && figure.quantity.times(Decimal::ONE_HUNDRED).is_some_and(|ratio| ratio.agrees_with(worked_out))
}
