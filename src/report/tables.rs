//! The form's own tables: the council's headings, order and total names, drawn from the figures.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Appears, At, Cell, Column, Expression, Holds, NumberFormat, Origin, Row, RowKind, Table, build, cells};
use crate::figures::{Figure, FigureOrigin, Group, Item};
use crate::form::{self, Form, Kind, List, TableForm, TotalOrigin, heading};
use crate::formula::Expr;
use crate::money::{self, Absent};
use crate::period::Period;
use crate::source::Place;

/// A table of the form, and what its section needs to know of it.
pub(super) struct FormTable {
    /// The table.
    pub table: Table,
    /// The area it is about, if it is one of several.
    pub area: Option<String>,
    /// Whether it draws on a summary.
    pub is_summary: bool,
    /// Whether its section starts a page.
    pub new_page: bool,
}

/// A table before its cells are made: which items stand in its rows.
struct Plan<'m> {
    id: String,
    form: &'m TableForm,
    list: &'m List,
    area: Option<String>,
    group: &'m Group<'m>,
    items: Vec<&'m Item<'m>>,
}

impl Plan<'_> {
    fn column(&self, id: &str) -> Option<usize> {
        self.form.columns.iter().position(|column| column == id)
    }

    fn has_total(&self) -> bool {
        self.form.total_label.is_some()
    }
}

/// Every table of the form, in its order.
pub(super) fn tables(material: &build::Material<'_>) -> Vec<FormTable> {
    let plans = plans(material);
    plans
        .iter()
        .enumerate()
        .map(|(index, plan)| FormTable {
            table: draw(material, plan, &plans),
            area: plan.area.clone(),
            is_summary: plan.list.summary_of.is_some(),
            new_page: index == 0,
        })
        .collect()
}

fn plans<'m>(material: &build::Material<'m>) -> Vec<Plan<'m>> {
    let mut plans = Vec::new();
    for form in &material.form.tables {
        let (Some(list), Some(figures)) = (material.form.list(&form.from), material.figures.list(&form.from)) else {
            continue;
        };
        let all = &figures.all;
        if form.one_per_area {
            for group in &all.groups {
                let area = group.area.clone();
                let id = format!("{}-{}", form.id, area.as_deref().unwrap_or("other"));
                plans.push(Plan { id, form, list, area, group, items: ordered(form, group) });
            }
        } else {
            plans.push(Plan { id: form.id.clone(), form, list, area: None, group: all, items: ordered(form, all) });
        }
    }
    plans
}

/// The items of a group in the order that the form sets; those it does not name follow in the returns' order.
fn ordered<'m>(form: &TableForm, group: &'m Group<'m>) -> Vec<&'m Item<'m>> {
    let mut items = group.every_item();
    if !form.order.is_empty() {
        let place = |item: &Item<'_>| {
            let named = |wanted: &String| *wanted == item.key || item.area.as_ref() == Some(wanted);
            form.order.iter().position(named).unwrap_or(form.order.len())
        };
        items.sort_by_key(|item| place(item));
    }
    items
}

fn draw(material: &build::Material<'_>, plan: &Plan<'_>, plans: &[Plan<'_>]) -> Table {
    let form = material.form;
    let area = plan.area.as_deref().and_then(|id| form.area(id));
    let title = match area {
        Some(area) => {
            let more = [("number", area.number.as_deref().unwrap_or("")), ("name", area.name.as_str())];
            heading::fill(form, &plan.form.title, material.period, &more)
        }
        None => heading::fill(form, &plan.form.title, material.period, &[]),
    };
    let title = title.trim().to_string();
    let columns = columns(material, plan);
    let mut rows: Vec<Row> = Vec::new();
    for (index, item) in plan.items.iter().enumerate() {
        rows.push(Row { kind: RowKind::Item, cells: item_cells(form, plan, plans, item, index) });
    }
    if let Some(total_label) = &plan.form.total_label {
        rows.push(Row { kind: RowKind::Total, cells: total_cells(form, material.period, plan, total_label) });
    }
    let notes = notes(material, plan, &rows);
    Table {
        id: plan.id.clone(),
        sheet: String::new(),
        description: format!(
            "{}: {} {} by {}{}.",
            title,
            plan.items.len(),
            if plan.items.len() == 1 { &plan.list.item } else { &plan.list.items },
            columns.iter().skip(1).map(|column| column.heading.as_str()).collect::<Vec<_>>().join(", "),
            if plan.has_total() { ", with a total" } else { "" }
        ),
        title,
        appears: Appears::Both,
        columns,
        rows,
        notes,
    }
}

fn columns(material: &build::Material<'_>, plan: &Plan<'_>) -> Vec<Column> {
    let mut columns = Vec::new();
    for (index, id) in plan.form.columns.iter().enumerate() {
        let Some(column) = plan.list.column(id) else { continue };
        let holds = match column.kind {
            _ if *id == plan.list.label => Holds::Label,
            kind if kind.is_figure() => Holds::Figure,
            Kind::Choice => Holds::Status,
            Kind::Text => Holds::Text,
            _ => Holds::Label,
        };
        let usual = if holds == Holds::Text { 3 } else { 1 };
        let width = plan.form.widths.get(index).copied().unwrap_or(usual);
        columns.push(Column {
            heading: heading::fill(material.form, &column.heading, material.period, &[]),
            holds,
            width,
        });
    }
    columns
}

fn item_cells(form: &Form, plan: &Plan<'_>, plans: &[Plan<'_>], item: &Item<'_>, row: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    for column in plan.form.columns.iter().filter_map(|id| plan.list.column(id)) {
        if column.id == plan.list.label {
            let origin = item.row.and_then(|row| row.cells.get(&column.id)).map(|cell| cell.at.clone());
            let origin = origin.map_or(Origin::Label, |place| Origin::Given(vec![place]));
            cells.push(Cell { origin, ..cells::label(item.label.clone()) });
        } else if let Some(figure) = item.figures.get(&column.id) {
            let origin = origin(form, plan, plans, &item.figures, figure, item.area.as_deref(), row);
            cells.push(cells::figure(&form.report, column, figure, item.row, origin));
        } else if let Some(row) = item.row {
            cells.push(cells::text(column, row));
        } else {
            cells.push(cells::label(""));
        }
    }
    cells
}

fn total_cells(form: &Form, period: Period, plan: &Plan<'_>, total_label: &str) -> Vec<Cell> {
    let row = plan.items.len();
    let mut cells = Vec::new();
    for column in plan.form.columns.iter().filter_map(|id| plan.list.column(id)) {
        let cell = if column.id == plan.list.label {
            cells::label(heading::fill(form, total_label, period, &[]))
        } else if column.total == TotalOrigin::None {
            cells::label("")
        } else if let Some(figure) = plan.group.totals.get(&column.id) {
            let origin = match &figure.origin {
                FigureOrigin::Sum => {
                    let column = plan.column(&column.id).unwrap_or(0);
                    let cells = (0..row).map(|row| At { table: plan.id.clone(), row, column });
                    Origin::Computed(Expression::Sum(cells.collect()))
                }
                _ => origin(form, plan, &[], &plan.group.totals, figure, None, row),
            };
            let stated = plan.group.stated.filter(|_| column.total == TotalOrigin::Given);
            // A total is computed however its column's cells arise; only a given one prints as typed.
            cells::figure(&form.report, column, figure, stated, origin)
        } else {
            match plan.group.stated {
                Some(stated) if column.total == TotalOrigin::Given => cells::text(column, stated),
                _ => cells::label(""),
            }
        };
        cells.push(cell);
    }
    cells
}

/// Where a figure comes from, as the workbook and the trace need it.
fn origin(
    form: &Form,
    plan: &Plan<'_>,
    plans: &[Plan<'_>],
    figures: &BTreeMap<String, Figure>,
    figure: &Figure,
    area: Option<&str>,
    row: usize,
) -> Origin {
    match &figure.origin {
        FigureOrigin::Given(place) => Origin::Given(vec![place.clone()]),
        FigureOrigin::Formula(formula) => {
            let formula = without_nil(formula, figures);
            let mut names = Vec::new();
            for id in formula.columns() {
                let Some(column) = plan.column(id) else {
                    // The formula speaks of a column that this table does not print: its inputs are the trace.
                    return Origin::Given(inputs(&formula, figures));
                };
                names.push((id.to_string(), At { table: plan.id.clone(), row, column }));
            }
            Origin::Computed(Expression::Formula(formula, names, form.report.not_applicable.clone()))
        }
        FigureOrigin::SumOf(of) => match section_total(plan, plans, of, area) {
            Some(at) => Origin::Computed(Expression::Same(at)),
            None => Origin::Label,
        },
        FigureOrigin::Sum | FigureOrigin::Count | FigureOrigin::Nothing => Origin::Label,
    }
}

/// The total of a column of the list summed up, where a table of the appendix prints it for this area.
fn section_total(plan: &Plan<'_>, plans: &[Plan<'_>], of: &str, area: Option<&str>) -> Option<At> {
    let summary = plan.list.summary_of.as_ref()?;
    let section = plans.iter().find(|section| {
        section.list.id == summary.of && area.is_some() && section.area.as_deref() == area && section.has_total()
    })?;
    let column = section.column(of)?;
    Some(At { table: section.id.clone(), row: section.items.len(), column })
}

/// The formula with nil in place of the placeholders that the form takes as nil: a spreadsheet cannot reckon with '-'.
fn without_nil(formula: &Expr, figures: &BTreeMap<String, Figure>) -> Expr {
    let inner = |part: &Expr| Box::new(without_nil(part, figures));
    match formula {
        Expr::Column(id) => match figures.get(id) {
            Some(Figure { value: Err(_), counted: Some(nil), .. }) => Expr::Number(nil.value),
            _ => formula.clone(),
        },
        Expr::Negate(part) => Expr::Negate(inner(part)),
        Expr::Not(part) => Expr::Not(inner(part)),
        Expr::Binary(operator, left, right) => Expr::Binary(*operator, inner(left), inner(right)),
        Expr::Number(_) | Expr::Text(_) => formula.clone(),
    }
}

/// The cells that a formula draws on.
fn inputs(formula: &Expr, figures: &BTreeMap<String, Figure>) -> Vec<Place> {
    let given = |id: &&str| match figures.get(*id).map(|figure| &figure.origin) {
        Some(FigureOrigin::Given(place)) => Some(place.clone()),
        _ => None,
    };
    formula.columns().iter().filter_map(given).collect()
}

/// Notes under a table: the form's own, the key to its codes, names that returns gave otherwise, what a net total hides, and
/// rounding where it shows.
fn notes(material: &build::Material<'_>, plan: &Plan<'_>, rows: &[Row]) -> Vec<String> {
    let form = material.form;
    let mut notes: Vec<String> =
        plan.form.notes.iter().map(|note| heading::fill(form, note, material.period, &[])).collect();
    notes.extend(key(material, plan));
    notes.extend(aliases(form, plan));
    notes.extend(gross(form, plan));
    if rows.iter().any(|row| row.kind == RowKind::Total) && rounding_shows(plan, rows) {
        notes.push("Figures may not sum due to rounding.".to_string());
    }
    notes
}

/// The meaning of every code and placeholder that stands in the table.
fn key(material: &build::Material<'_>, plan: &Plan<'_>) -> Vec<String> {
    let mut meanings: Vec<(String, String, Vec<String>)> = Vec::new();
    for column in plan.form.columns.iter().filter_map(|id| plan.list.column(id)) {
        let used = |code: &str| {
            plan.items.iter().any(|item| {
                let figure = item.figures.get(&column.id).map(|figure| &figure.value);
                let typed = match figure {
                    Some(Err(Absent::Code(typed))) => Some(typed.as_str()),
                    Some(_) => None,
                    None => item.row.map(|row| row.text(&column.id)),
                };
                typed.and_then(|typed| column.code(typed)).is_some_and(|(known, _)| known == code)
            })
        };
        for (code, meaning) in column.codes.iter().filter(|(code, meaning)| !meaning.means.is_empty() && used(code)) {
            let heading = heading::fill(material.form, &column.heading, material.period, &[]);
            let same = meanings.iter_mut().find(|(known, means, _)| known == code && *means == meaning.means);
            match same {
                Some((_, _, headings)) => headings.push(heading),
                None => meanings.push((code.clone(), meaning.means.clone(), vec![heading])),
            }
        }
    }
    meanings
        .into_iter()
        .map(|(code, means, headings)| format!("'{code}' under {}: {means}.", headings.join(" and ")))
        .collect()
}

/// An area prints under one name; where the return used another, the note says so.
fn aliases(form: &Form, plan: &Plan<'_>) -> Option<String> {
    plan.list.summary_of.as_ref()?;
    let mut names = Vec::new();
    for item in &plan.items {
        let Some(typed) = item.row.map(|row| row.text(&plan.list.key)) else { continue };
        let printed = item.area.as_deref().and_then(|id| form.area(id)).map(|area| area.name.as_str());
        if let Some(printed) = printed
            && !typed.is_empty()
            && !typed.eq_ignore_ascii_case(printed)
        {
            names.push(format!("{printed} (returned as '{typed}')"));
        }
    }
    (!names.is_empty()).then(|| format!("Printed under the name of the section: {}.", names.join("; ")))
}

/// Both gross figures of a total that nets over-delivery off.
fn gross(form: &Form, plan: &Plan<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    for column in plan.form.columns.iter().filter_map(|id| plan.list.column(id)).filter(|column| column.net) {
        let amounts: Vec<Decimal> =
            plan.items.iter().filter_map(|item| item.figures.get(&column.id)?.amount()).collect();
        let up = money::checked_sum(amounts.iter().copied().filter(|amount| *amount > Decimal::ZERO));
        let down = money::checked_sum(amounts.iter().copied().filter(|amount| *amount < Decimal::ZERO));
        if let (Some(up), Some(down)) = (up, down)
            && !up.is_zero()
            && !down.is_zero()
        {
            notes.push(format!(
                "The total of {} is net: {} still required, less {} over-delivered elsewhere.",
                column_name(column),
                money::say_money(up, form.report.money.unit),
                money::say_money(down.abs(), form.report.money.unit)
            ));
        }
    }
    notes
}

/// A column's heading without unit and dates, for a sentence.
pub(super) fn column_name(column: &form::Column) -> String {
    let heading = column.heading.split('(').next().unwrap_or(&column.heading);
    let heading = heading.split("{{").next().unwrap_or(heading);
    heading.trim().to_string()
}

/// Whether the printed parts of some column do not add up to its printed total.
fn rounding_shows(plan: &Plan<'_>, rows: &[Row]) -> bool {
    let Some((total, items)) = rows.split_last() else { return false };
    (0..plan.form.columns.len()).any(|index| {
        let printed = |row: &Row| {
            let cell = row.cells.get(index)?;
            match cell.format {
                NumberFormat::Money { decimals, .. } => {
                    Some(cell.number?.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
                }
                _ => None,
            }
        };
        let summed =
            matches!(total.cells.get(index).map(|cell| &cell.origin), Some(Origin::Computed(Expression::Sum(_))));
        let sum = money::checked_sum(items.iter().filter_map(printed));
        summed && printed(total).is_some() && sum != printed(total)
    })
}
