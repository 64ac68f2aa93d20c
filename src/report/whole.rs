//! Figures of the appendix as a whole: what they were and are.

use super::build::{column, row, table};
use super::changes::unit_words;
use super::each_change::{self, Line};
use super::material::Material;
use super::{At, Cell, Holds, Row, RowKind, Table, cells, data, form_level};
use crate::form::{FigureForm, Kind};
use crate::reconcile::position::WholeFigure;
use crate::reconcile::{MovementLine, Reconciliation};

/// The id of the table.
const ID: &str = super::ids::THEN_AND_NOW;

/// A figure of the appendix as a whole, then and now.
struct Moved<'m> {
    id: &'m str,
    /// What the form says of it, and its place among its figures; `None` of one that the form has no more.
    of: Option<(usize, &'m FigureForm)>,
    then: Option<&'m WholeFigure>,
    now: Option<&'m WholeFigure>,
}

/// Each figure of the form, then and now, and behind them those that have gone. None where what they were is not known; a figure that held
/// something else then was none.
fn figures<'m>(material: &Material<'m>, reconciliation: &'m Reconciliation) -> Vec<Moved<'m>> {
    let (position, form) = (&reconciliation.before, material.form);
    let (Some(before), Some(after)) = (&position.whole, &reconciliation.after.whole) else { return Vec::new() };
    let own = form.figures.iter().enumerate().map(|(index, of)| {
        let is_same = |figure: &&WholeFigure| figure.kind == of.column.kind.plain().name();
        let id = of.column.id.as_str();
        Moved { id, of: Some((index, of)), then: before.get(id).filter(is_same), now: after.get(id) }
    });
    let is_gone = |id: &str| form.figures.iter().all(|of| of.column.id != id);
    let gone = before.iter().filter(|(id, _)| is_gone(id));
    let gone = gone.map(|(id, then)| Moved { id, of: None, then: Some(then), now: None });
    let known =
        |figure: &Moved<'_>| (figure.then.is_some() || figure.now.is_some()) && !position.not_known.contains(figure.id);
    own.chain(gone).filter(known).collect()
}

impl Moved<'_> {
    fn name(&self) -> &str {
        self.now.or(self.then).map_or(self.id, |figure| &*figure.name)
    }

    /// What it was: by the cells of the prior period.
    fn opening(&self, material: &Material<'_>) -> Cell {
        let Some(then) = self.then else { return cells::label("") };
        let origin = data::whole_origin(then);
        match self.of {
            Some((_, of)) => form_level::exact(material, of, cells::value(material, &of.column, then.value, origin)),
            None if then.kind == Kind::Money.name() => {
                form_level::exact_money(material, cells::money(&material.form.report, then.value, origin))
            }
            None => cells::number(then.value, origin),
        }
    }

    /// What it is: the cell in the list of them.
    fn closing(&self, material: &Material<'_>) -> Cell {
        let (Some(now), Some((index, of))) = (self.now, self.of) else { return cells::label("") };
        form_level::exact(material, of, cells::value(material, &of.column, now.value, form_level::cell(index)))
    }

    /// What it has changed by, where it was there and is.
    fn change(&self, material: &Material<'_>, ends: [At; 2]) -> Cell {
        match (self.then, self.now, self.of) {
            (Some(then), Some(now), Some((_, of))) => {
                let change = each_change::change(material, &of.column, (then.value, now.value), ends);
                form_level::exact(material, of, change)
            }
            _ => cells::label(""),
        }
    }

    fn has_moved(&self) -> bool {
        self.line().is_some()
    }

    fn line(&self) -> Option<MovementLine> {
        match (self.then, self.now) {
            (None, _) => Some(MovementLine::New),
            (_, None) => Some(MovementLine::Closed),
            (Some(then), Some(now)) => each_change::line(Some(then.value), Some(now.value)),
        }
    }
}

/// Adds a row for each to the sheet 'Changes'.
pub(super) fn changes(material: &Material<'_>, reconciliation: &Reconciliation, rows: &mut Vec<Row>) {
    for figure in figures(material, reconciliation) {
        let line = Line {
            ids: ["", figure.id, "", ""].map(str::to_string),
            of: ["The appendix as a whole".to_string(), figure.name().to_string()],
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
    let about = fixed.whole_about().fill(&[("period", &material.form.calendar.period(reconciliation.prior))]);
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
        let cells = vec![cells::label(figure.name()), figure.opening(material), figure.closing(material), change];
        table.rows.push(row(RowKind::Item, cells));
    }
    Some(table)
}
