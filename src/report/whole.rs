//! Figures of the appendix as a whole: what they were and are.

use super::build::{column, row, table};
use super::changes::unit_words;
use super::each_change::{self, Line};
use super::material::Material;
use super::{At, Cell, Holds, How, Origin, Row, RowKind, Table, cells, form_level};
use crate::form::{FigureForm, heading};
use crate::reconcile::position::WholeFigure;
use crate::reconcile::{MovementLine, Reconciliation};

/// The id of the table.
const ID: &str = super::ids::THEN_AND_NOW;

/// A figure of the appendix as a whole, and its place among them.
struct Moved<'m> {
    index: usize,
    of: &'m FigureForm,
    then: Option<&'m WholeFigure>,
    now: Option<&'m WholeFigure>,
}

/// Each figure of the form, then and now. None where what they were is not known; a figure that held something else then was none.
fn figures<'m>(material: &Material<'m>, reconciliation: &'m Reconciliation) -> Vec<Moved<'m>> {
    let (Some(before), Some(after)) = (&reconciliation.before.whole, &reconciliation.after.whole) else {
        return Vec::new();
    };
    let figures = material.form.figures.iter().enumerate().map(|(index, of)| {
        let is_same = |figure: &&WholeFigure| figure.kind == of.column.kind.plain().name();
        let then = before.get(&of.column.id).filter(is_same);
        Moved { index, of, then, now: after.get(&of.column.id) }
    });
    figures.filter(|figure| figure.then.is_some() || figure.now.is_some()).collect()
}

impl Moved<'_> {
    fn name(&self, material: &Material<'_>) -> String {
        heading::fill(material.form, &self.of.column.heading, material.period, &[])
    }

    /// What it was: by the cells of the prior period.
    fn opening(&self, material: &Material<'_>) -> Cell {
        let Some(then) = self.then else { return cells::label("") };
        let how = if then.computed { How::Worked } else { How::Sum };
        let origin = Origin::drawn(how, then.cells.clone());
        form_level::exact(material, self.of, cells::value(material, &self.of.column, then.value, origin))
    }

    /// What it is: the cell in the list of them.
    fn closing(&self, material: &Material<'_>) -> Cell {
        let Some(now) = self.now else { return cells::label("") };
        let origin = form_level::cell(self.index);
        form_level::exact(material, self.of, cells::value(material, &self.of.column, now.value, origin))
    }

    /// What it has changed by, where it was there and is.
    fn change(&self, material: &Material<'_>, ends: [At; 2]) -> Cell {
        match self.then.zip(self.now) {
            Some((then, now)) => {
                let change = each_change::change(material, &self.of.column, (then.value, now.value), ends);
                form_level::exact(material, self.of, change)
            }
            None => cells::label(""),
        }
    }

    fn has_moved(&self) -> bool {
        self.line().is_some()
    }

    fn line(&self) -> Option<MovementLine> {
        each_change::line(self.then.map(|then| then.value), self.now.map(|now| now.value))
    }
}

/// Adds a row for each to the sheet 'Changes'.
pub(super) fn changes(material: &Material<'_>, reconciliation: &Reconciliation, rows: &mut Vec<Row>) {
    for figure in figures(material, reconciliation) {
        let line = Line {
            ids: ["", &*figure.of.column.id, "", ""].map(str::to_string),
            of: ["The appendix as a whole".to_string(), figure.name(material)],
            opening: figure.opening(material),
            change: figure.change(material, each_change::ends(rows.len())),
            line: each_change::heading(&material.words.fixed, figure.line()),
            closing: figure.closing(material),
            reason: cells::label(""),
            decision: String::new(),
        };
        rows.push(line.row());
    }
}

/// Those that moved, then and now; `None` where none did.
pub(super) fn table_of(material: &Material<'_>, reconciliation: &Reconciliation) -> Option<Table> {
    let moved: Vec<Moved<'_>> = figures(material, reconciliation).into_iter().filter(Moved::has_moved).collect();
    if moved.is_empty() {
        return None;
    }
    let fixed = &material.words.fixed;
    let title = fixed.whole_title().fill(&[("unit", unit_words(material))]);
    let about = fixed.whole_about().fill(&[("period", &reconciliation.prior.label())]);
    let columns = vec![
        column(fixed.figure().said(), Holds::Label, 8),
        column(fixed.then().said(), Holds::Figure, 2),
        column(fixed.now().said(), Holds::Figure, 2),
        column(fixed.change().said(), Holds::Figure, 2),
    ];
    let mut table = table(ID, &title, about, columns);
    table.sheet = "Figures then and now".to_string();
    for figure in moved {
        let at = |column: usize| At { table: ID.to_string(), row: table.rows.len(), column };
        let change = figure.change(material, [at(1), at(2)]);
        let cells =
            vec![cells::label(figure.name(material)), figure.opening(material), figure.closing(material), change];
        table.rows.push(row(RowKind::Item, cells));
    }
    Some(table)
}
