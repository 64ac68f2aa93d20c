//! Figures of the appendix as a whole: in sentences, and listed in the workbook with their source.

use rust_decimal::{Decimal, RoundingStrategy};

use super::build::{self, column, row};
use super::known::Known;
use super::material::Material;
use super::{Appears, At, Cell, Expression, Holds, How, Origin, RowKind, Table, cells, ids};
use crate::figures::{FigureOrigin, FormFigure};
use crate::form::{ColumnKind, FigureForm, Form, Kind, heading};
use crate::money::{self, Absent, MoneyStyle};
use crate::period;
use crate::words::handle;

/// The id of the workbook's list of them.
const TABLE: &str = ids::FORM_LEVEL;

/// A figure in a sentence: in its own unit, with as many decimals as it was stated with: '£1.3m', '17%'.
pub(super) fn say(form: &Form, of: &FigureForm, found: &FormFigure) -> String {
    let quantity = match &found.figure.value {
        Ok(quantity) => quantity,
        Err(Absent::Code(code)) => return code.trim().to_string(),
        Err(_) => return form.report.not_applicable.clone(),
    };
    match &of.column.kind {
        ColumnKind::Percent(percent) => {
            // What the form states is said as finely as it states it.
            let own = quantity.value().normalize().scale().saturating_sub(2).min(money::MOST_DECIMALS);
            let decimals = if of.stated.is_some() { percent.decimals.max(own) } else { percent.decimals };
            money::print_percent(quantity.value(), decimals)
        }
        ColumnKind::Money(money) => {
            let unit = money.unit;
            let decimals = decimals(of, found, quantity.value());
            money::say_rounded(quantity.value(), unit, decimals)
        }
        // A figure of the appendix is of one of three kinds.
        ColumnKind::Count(_)
        | ColumnKind::Text(_)
        | ColumnKind::Choice(_)
        | ColumnKind::Code(_)
        | ColumnKind::Date
        | ColumnKind::Year => quantity.value().normalize().to_string(),
    }
}

/// A stated figure has the decimals it was stated with; a computed one those that its unit has.
fn decimals(of: &FigureForm, found: &FormFigure, pounds: Decimal) -> u32 {
    match found.figure.origin {
        FigureOrigin::Given(_) | FigureOrigin::SetAside(..) => {
            let own = pounds.checked_div(of.column.unit().factor()).unwrap_or(pounds).normalize();
            own.round_dp_with_strategy(money::MOST_DECIMALS, RoundingStrategy::MidpointAwayFromZero).scale()
        }
        _ => of.column.unit().usual_decimals(),
    }
}

/// A figure as the words have it: what is said of it, between marks that tell where it comes from.
pub(super) fn spoken(material: &Material<'_>, known: &Known<'_>, index: usize) -> String {
    let both = material.form.figures.get(index).zip(material.figures.form_level.get(index));
    let Some((of, found)) = both else { return String::new() };
    let said = say(material.form, of, found);
    match known.of_form(index) {
        Some(trace) => handle::spoken(&said, &trace),
        None => said,
    }
}

/// The cell of one in the workbook's list, as what another cell is the same as.
pub(super) fn cell(index: usize) -> Origin {
    Origin::Computed(Expression::Same(At { table: TABLE.to_string(), row: index, column: 1 }))
}

/// Notes of the form, with what stands for the names in them.
pub(super) fn notes(material: &Material<'_>, known: &Known<'_>, notes: &[String]) -> Vec<String> {
    let figures = placeholders(material, known);
    let figures: Vec<(&str, &str)> = figures.iter().map(|(name, said)| (name.as_str(), said.as_str())).collect();
    notes.iter().map(|note| heading::fill(material.form, note, material.period, &figures)).collect()
}

/// What notes may say of them: the name between the brackets, and what stands for it.
fn placeholders(material: &Material<'_>, known: &Known<'_>) -> Vec<(String, String)> {
    let figures = material.form.figures.iter().zip(&material.figures.form_level);
    let said = |(index, (of, found)): (usize, (&FigureForm, &FormFigure))| {
        let values = [
            spoken(material, known, index),
            found.as_at.map(period::short_date).unwrap_or_default(),
            of.source.clone().unwrap_or_default(),
        ];
        let names = heading::FIGURE_PARTS.map(|part| format!("figure.{}{part}", found.id));
        names.into_iter().zip(values)
    };
    figures.enumerate().flat_map(said).collect()
}

/// The list of them with their sources, for the workbook.
pub(super) fn table(material: &Material<'_>) -> Option<Table> {
    let form = material.form;
    if form.figures.is_empty() {
        return None;
    }
    let columns = vec![
        column("Figure", Holds::Label, 3),
        column("Value", Holds::Figure, 1),
        column("As said", Holds::Figure, 1),
        column("As at", Holds::Label, 1),
        column("Source", Holds::Text, 3),
    ];
    let title = "Figures of the appendix as a whole";
    let description = format!("{title}: what notes and headlines say, with the day each stands at and its source.");
    let mut table = build::table(TABLE, title, description, columns);
    table.sheet = "Figures".to_string();
    table.appears = Appears::Workbook;
    for (of, found) in form.figures.iter().zip(&material.figures.form_level) {
        let heading = heading::name(form, &of.column.heading, material.period);
        let said = say(form, of, found);
        let as_at = found.as_at.map(|date| material.form.calendar.long_date(date)).unwrap_or_default();
        let value = value(material, of, found);
        let origin = Origin::drawn(How::Worked, material.figures.cells_of_form(found));
        let said = match found.figure.value {
            Ok(_) => Cell { origin, ..cells::label(said) },
            Err(_) => cells::placeholder(said, origin),
        };
        let source = cells::label(of.source.clone().unwrap_or_default());
        table.rows.push(row(RowKind::Item, vec![cells::label(heading), value, said, cells::label(as_at), source]));
    }
    Some(table)
}

/// A figure as a cell: money in the appendix's unit, so that formulas over the cells hold.
fn value(material: &Material<'_>, of: &FigureForm, found: &FormFigure) -> Cell {
    let report = &material.form.report;
    let origin = match &found.figure.origin {
        FigureOrigin::Formula(formula) => {
            let place = |id: &str| material.form.figures.iter().position(|figure| figure.column.id == id);
            let named = |id: &str| Some((id.to_string(), At { table: TABLE.to_string(), row: place(id)?, column: 1 }));
            let names = formula.columns().into_iter().filter_map(named).collect();
            Origin::Computed(Expression::Formula(formula.clone(), names, report.not_applicable.clone()))
        }
        origin => origin.cell().map_or(Origin::Label, |place| Origin::Given(place.clone())),
    };
    exact(material, of, cells::figure(material, &of.column, &found.figure, None, origin))
}

/// Money to the penny; other figures as they are.
pub(super) fn exact(material: &Material<'_>, of: &FigureForm, cell: Cell) -> Cell {
    if of.column.kind == Kind::Money { exact_money(material, cell) } else { cell }
}

/// Money to the penny, whatever the appendix rounds to: the sentence beside it may say more.
pub(super) fn exact_money(material: &Material<'_>, cell: Cell) -> Cell {
    let report = &material.form.report;
    match cell.number() {
        Some(number) => {
            let decimals = number.normalize().scale().max(report.money.decimals).min(money::MOST_DECIMALS);
            let style = MoneyStyle { decimals, ..report.money };
            let pounds = number.checked_mul(report.money.unit.factor()).unwrap_or(number);
            cells::in_style(style, pounds, cell.origin)
        }
        None => cell,
    }
}
