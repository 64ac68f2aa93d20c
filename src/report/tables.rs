//! The form's own tables: the council's headings, order and total names, drawn from the figures.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::form_level;
use super::known::Known;
use super::row_plan::{RowPlan, rows};
use super::{
    Appears, At, Cell, CellValue, Column, Expression, Holds, How, NumberFormat, Origin, Row, RowKind, Table, Tone,
    bridge, build, cells, ratings, set_aside,
};
use crate::figures::{Figure, FigureOrigin, Figures, Group, Item, summary};
use crate::form::{self, Form, Kind, List, TableForm, TotalOrigin, heading};
use crate::formula::{Expr, Operator};
use crate::money::{self, Absent};
use crate::names::Title;
use crate::source::Fault;
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
    rows: Vec<RowPlan<'m>>,
    /// The items among them.
    items: Vec<&'m Item<'m>>,
    /// Every figure, for what a summary is drawn from.
    figures: &'m Figures<'m>,
}

impl<'m> Plan<'m> {
    fn new(
        id: String,
        form: &'m TableForm,
        list: &'m List,
        area: Option<String>,
        group: &'m Group<'m>,
        figures: &'m Figures<'m>,
    ) -> Self {
        let rows = rows(form, list, group);
        let item = |line: &RowPlan<'m>| match line {
            RowPlan::Item(item) => Some(*item),
            _ => None,
        };
        let items = rows.iter().filter_map(item).collect();
        Plan { id, form, list, area, rows, items, figures }
    }

    fn column(&self, id: &str) -> Option<usize> {
        self.form.columns.iter().position(|column| column == id)
    }

    /// The column in which totals of a column stand.
    fn total_column(&self, id: &str) -> Option<usize> {
        let host = self.list.column(id).and_then(|column| self.column(column.totals_column()));
        host.or_else(|| self.column(id))
    }

    /// The groups whose totals stand in it.
    fn totals(&self) -> Vec<&'m Group<'m>> {
        let group = |line: &RowPlan<'m>| match line {
            RowPlan::Subtotal(group, _) | RowPlan::Total(group, _) => Some(*group),
            _ => None,
        };
        self.rows.iter().filter_map(group).collect()
    }

    fn has_total(&self) -> bool {
        self.form.total_label.is_some()
    }
}

/// Every table of the form, in its order. `Err` where the figures of a table cannot be added up.
pub(super) fn tables(material: &build::Material<'_>, known: &Known<'_>) -> Result<Vec<FormTable>, Fault> {
    let regrouped = material.form.tables.iter().map(|form| regrouped(material, form)).collect::<Result<Vec<_>, _>>()?;
    let plans = plans(material, &regrouped);
    let mut drawn: Vec<FormTable> = plans
        .iter()
        .enumerate()
        .map(|(index, plan)| FormTable {
            table: draw(material, known, plan, &plans),
            area: plan.area.clone(),
            is_summary: plan.list.summary_of.is_some(),
            new_page: index == 0,
        })
        .collect();
    add_bridges(material, known, &plans, &mut drawn);
    Ok(drawn)
}

/// Puts the tables of bridges where the form has them; they draw on the cells of the others.
fn add_bridges(material: &build::Material<'_>, known: &Known<'_>, plans: &[Plan<'_>], drawn: &mut Vec<FormTable>) {
    let bridges: Vec<(usize, FormTable)> = material
        .form
        .tables
        .iter()
        .enumerate()
        .filter_map(|(index, form)| Some((index, bridge::table(material, known, form, drawn)?)))
        .collect();
    let place = |id: &str| material.form.tables.iter().position(|form| form.id == id).unwrap_or_default();
    for (done, (index, table)) in bridges.into_iter().enumerate() {
        let before = plans.iter().filter(|plan| place(&plan.form.id) < index).count();
        drawn.insert((before + done).min(drawn.len()), table);
    }
}

/// The figures that a table draws on, where they are not those of its list as they stand: only some of the items, or
/// the groups of all areas put together.
fn regrouped<'a>(material: &build::Material<'a>, form: &TableForm) -> Result<Option<Group<'a>>, Fault> {
    let (Some(list), Some(figures)) = (material.form.list(&form.from), material.figures.list(&form.from)) else {
        return Ok(None);
    };
    let fault = |error: crate::figures::OutOfBounds| Fault { at: form.at.clone(), message: error.to_string() };
    let mut group = None;
    if let Some(filter) = &form.filter {
        group = Some(figures.all.only(list, &|item| summary::holds(list, item, filter)).map_err(fault)?);
    }
    let areas = figures.all.groups.iter().filter(|group| !group.is_inner()).count();
    if !form.groups.is_empty() && !form.one_per_area && areas > 1 {
        group = Some(group.as_ref().unwrap_or(&figures.all).across_areas(list).map_err(fault)?);
    }
    Ok(group)
}

fn plans<'m>(material: &build::Material<'m>, regrouped: &'m [Option<Group<'m>>]) -> Vec<Plan<'m>> {
    let mut plans = Vec::new();
    let with_rows = material.form.tables.iter().zip(regrouped).filter(|(form, _)| form.bridge.is_none());
    for (form, regrouped) in with_rows {
        let (Some(list), Some(figures)) = (material.form.list(&form.from), material.figures.list(&form.from)) else {
            continue;
        };
        let all = regrouped.as_ref().unwrap_or(&figures.all);
        if form.one_per_area {
            for group in all.groups.iter().filter(|group| !group.is_inner()) {
                let area = group.area.clone();
                let id = format!("{}-{}", form.id, area.as_deref().unwrap_or("other"));
                plans.push(Plan::new(id, form, list, area, group, material.figures));
            }
        } else {
            plans.push(Plan::new(form.id.clone(), form, list, None, all, material.figures));
        }
    }
    plans
}

fn draw(material: &build::Material<'_>, known: &Known<'_>, plan: &Plan<'_>, plans: &[Plan<'_>]) -> Table {
    let form = material.form;
    let area = plan.area.as_deref().and_then(|id| form.area(id));
    let more: Vec<(&str, &str)> = area.map_or_else(Vec::new, |area| {
        vec![("number", area.number.as_deref().unwrap_or("")), ("name", area.name.as_str())]
    });
    let title = heading::fill(form, &plan.form.title, material.period, &more).trim().to_string();
    let columns = columns(material, plan);
    let mut rows: Vec<Row> = Vec::new();
    for (index, line) in plan.rows.iter().enumerate() {
        let (kind, cells) = match line {
            RowPlan::Head(group) => (RowKind::Head, head_cells(plan, group)),
            RowPlan::Item(item) => (RowKind::Item, item_cells(form, plan, plans, item, index)),
            RowPlan::Subtotal(group, parts) => {
                let label = subtotal_label(material, plan, group, &more);
                (RowKind::Subtotal, total_cells(form, plan, group, parts, label, index))
            }
            RowPlan::Total(group, parts) => {
                let label = plan.form.total_label.as_deref().unwrap_or_default();
                let label = heading::fill(form, label, material.period, &more);
                (RowKind::Total, total_cells(form, plan, group, parts, label, index))
            }
        };
        rows.push(Row { kind, cells });
    }
    let notes = notes(material, known, plan, &rows);
    totals_elsewhere(plan, &mut rows);
    Table {
        id: plan.id.clone(),
        sheet: String::new(),
        description: if plan.list.text_only {
            let headings: Vec<&str> = columns.iter().map(|column| column.heading.as_str()).collect();
            format!("{title}: {} under {}.", plan.list.items, headings.join(", "))
        } else {
            format!(
                "{}: {} {} by {}{}.",
                title,
                plan.items.len(),
                if plan.items.len() == 1 { &plan.list.item } else { &plan.list.items },
                columns.iter().skip(1).map(|column| column.heading.as_str()).collect::<Vec<_>>().join(", "),
                if plan.has_total() { ", with a total" } else { "" }
            )
        },
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
            _ if plan.list.text_only => Holds::Text,
            _ if *id == plan.list.label => Holds::Label,
            _ if hosts_totals(plan.list, id) => Holds::Figure,
            kind if kind.is_figure() => Holds::Figure,
            // A badge is for a rating; another choice is a word.
            Kind::Choice if column.choices.iter().any(|choice| cells::tone(column, choice) != Tone::Plain) => {
                Holds::Status
            }
            _ => Holds::Text,
        };
        let usual = if column.kind == Kind::Text && holds == Holds::Text { 3 } else { 1 };
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
            let origin = item.cell(&column.id).map(|cell| cell.at.clone());
            let origin = origin.map_or(Origin::Label, Origin::Given);
            // A part is marked as such, and not by its place alone.
            let mark = if item.part_of.is_some() { "– " } else { "" };
            cells.push(Cell { origin, ..cells::label(format!("{mark}{}", item.label)) });
        } else if let Some(figure) = item.figures.get(&column.id) {
            let origin = match &figure.origin {
                FigureOrigin::SumOf(of) => drawn_from(form, plan, plans, column, of, item),
                FigureOrigin::Count => counted_from(form, plan, plans, column, item),
                _ => origin(form, plan, &item.figures, figure, row),
            };
            cells.push(cells::figure(&form.report, column, figure, item.cell(&column.id), origin));
        } else if let Some(rated) = ratings::cell(form, plan.list, column, item) {
            cells.push(rated);
        } else {
            let words = cells::text(column, item.cell(&column.id));
            // One of the form's words among totals is in the place of a figure.
            let is_code = column.kind == Kind::Choice && hosts_totals(plan.list, &column.id);
            cells.push(if is_code { cells::in_place(words) } else { words });
        }
    }
    cells
}

/// Whether totals of another column stand in this one.
fn hosts_totals(list: &List, column: &str) -> bool {
    list.columns.iter().any(|other| other.totals_in.as_deref() == Some(column))
}

/// Moves totals into the column in which the form has them stand, with everything in the table that refers to them.
fn totals_elsewhere(plan: &Plan<'_>, rows: &mut [Row]) {
    let is_total: Vec<bool> = rows.iter().map(|row| matches!(row.kind, RowKind::Subtotal | RowKind::Total)).collect();
    let moved = |id: &String| Some((plan.column(id)?, plan.total_column(id)?));
    for (from, to) in plan.form.columns.iter().filter_map(moved).filter(|(from, to)| from != to) {
        for row in rows.iter_mut() {
            if matches!(row.kind, RowKind::Subtotal | RowKind::Total) && from.max(to) < row.cells.len() {
                row.cells.swap(from, to);
            }
            for cell in &mut row.cells {
                let Origin::Computed(expression) = &mut cell.origin else { continue };
                for at in expression.cells_mut() {
                    let of_total = at.table == plan.id && is_total.get(at.row) == Some(&true);
                    if of_total && at.column == from {
                        at.column = to;
                    }
                }
            }
        }
    }
}

/// The row above a group: its name alone.
fn head_cells(plan: &Plan<'_>, group: &Group<'_>) -> Vec<Cell> {
    let columns = plan.form.columns.iter().filter_map(|id| plan.list.column(id));
    columns.map(|column| cells::label(if column.id == plan.list.label { group.label.as_str() } else { "" })).collect()
}

/// What a subtotal is called: as the form says, else as the return does.
fn subtotal_label(
    material: &build::Material<'_>,
    plan: &Plan<'_>,
    group: &Group<'_>,
    of_area: &[(&str, &str)],
) -> String {
    if let Some(label) = &plan.form.subtotal_label {
        let more: Vec<(&str, &str)> = of_area.iter().copied().chain([("group", group.label.as_str())]).collect();
        return heading::fill(material.form, label, material.period, &more);
    }
    group.stated_label(plan.list).map_or_else(|| format!("Total {}", group.label), str::to_string)
}

/// The cells of a total or a subtotal, which adds up the rows `parts`.
fn total_cells(
    form: &Form,
    plan: &Plan<'_>,
    group: &Group<'_>,
    parts: &[usize],
    label: String,
    row: usize,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    for column in plan.form.columns.iter().filter_map(|id| plan.list.column(id)) {
        let cell = if column.id == plan.list.label {
            cells::label(label.clone())
        } else if column.total == TotalOrigin::None {
            cells::label("")
        } else if let Some(figure) = group.totals.get(&column.id) {
            let origin = match &figure.origin {
                FigureOrigin::Sum => {
                    let column = plan.column(&column.id).unwrap_or(0);
                    let cells = parts.iter().map(|row| At { table: plan.id.clone(), row: *row, column });
                    Origin::Computed(Expression::Sum(cells.collect()))
                }
                _ => origin(form, plan, &group.totals, figure, row),
            };
            let stated = group.stated_cell(&column.id).filter(|_| column.total == TotalOrigin::Given);
            // A total is computed however its column's cells arise; only a given one prints as typed.
            cells::figure(&form.report, column, figure, stated, origin)
        } else {
            cells::text(column, group.stated_cell(&column.id).filter(|_| column.total == TotalOrigin::Given))
        };
        cells.push(cell);
    }
    cells
}

/// Where a figure comes from, as the workbook and the trace need it.
fn origin(form: &Form, plan: &Plan<'_>, figures: &BTreeMap<String, Figure>, figure: &Figure, row: usize) -> Origin {
    match &figure.origin {
        FigureOrigin::Given(at) | FigureOrigin::SetAside(at, _) => Origin::Given(at.clone()),
        FigureOrigin::Formula(formula) => {
            let mut names = Vec::new();
            for id in formula.columns() {
                let Some(column) = plan.column(id) else {
                    // The formula speaks of a column that this table does not print: its inputs are the trace.
                    return Origin::drawn(How::Worked, inputs(formula, figures));
                };
                names.push((id.to_string(), At { table: plan.id.clone(), row, column }));
            }
            Origin::Computed(Expression::Formula(formula.clone(), names, form.report.not_applicable.clone()))
        }
        FigureOrigin::ShareOf(of) => share_of(plan, figures, of, row, &form.report.not_applicable),
        FigureOrigin::SumOf(_) | FigureOrigin::Sum | FigureOrigin::Count | FigureOrigin::Nothing => Origin::Label,
    }
}

/// A share is the figure of its row, divided by the total below it.
fn share_of(plan: &Plan<'_>, figures: &BTreeMap<String, Figure>, of: &str, row: usize, otherwise: &str) -> Origin {
    let whole = plan.rows.iter().position(|line| matches!(line, RowPlan::Total(..))).filter(|_| plan.area.is_none());
    let (Some(column), Some(whole)) = (plan.column(of), whole) else {
        let cell = figures.get(of).and_then(|figure| figure.origin.cell());
        return Origin::drawn(How::Worked, cell.into_iter().cloned().collect());
    };
    let named = |name: &str| Box::new(Expr::Column(name.to_string()));
    let at = |row| At { table: plan.id.clone(), row, column };
    let names = vec![("part".to_string(), at(row)), ("whole".to_string(), at(whole))];
    let share = Expr::Binary(Operator::Divide, named("part"), named("whole"));
    Origin::Computed(Expression::Formula(share, names, otherwise.to_string()))
}

/// Where a summary's figure is drawn from: the total of its section, or the cells of the items it adds up, where the appendix
/// prints them; else the cells of the returns.
fn drawn_from(
    form: &Form,
    plan: &Plan<'_>,
    plans: &[Plan<'_>],
    column: &form::Column,
    of: &str,
    item: &Item<'_>,
) -> Origin {
    if column.only.is_none()
        && let Some(at) = section_total(plan, plans, of, item.area.as_deref())
    {
        return Origin::Computed(Expression::Same(at));
    }
    let members = members(form, plan, column, item);
    let cells: Option<Vec<At>> = members.iter().map(|member| cell_of(plans, member, of)).collect();
    match cells {
        Some(cells) if !cells.is_empty() => Origin::Computed(Expression::Sum(cells)),
        _ => {
            let figures = members.iter().filter_map(|member| member.figures.get(of));
            let places: Vec<Place> = figures.filter_map(|figure| figure.origin.cell().cloned()).collect();
            match (members.is_empty(), places) {
                (true, _) => Origin::Drawn(How::Nil("nothing falls under it"), Vec::new()),
                (false, places) => Origin::drawn(How::Sum, places),
            }
        }
    }
}

/// The items that a summary's row counts: their names, where the appendix prints them; else the rows of the returns.
fn counted_from(form: &Form, plan: &Plan<'_>, plans: &[Plan<'_>], column: &form::Column, item: &Item<'_>) -> Origin {
    let all = members(form, plan, column, item);
    let members: Vec<&Item<'_>> = all.iter().copied().filter(|member| !member.balancing).collect();
    let rows = |items: &[&Item<'_>]| items.iter().filter_map(|item| Some(item.row?.at.clone())).collect::<Vec<_>>();
    if members.is_empty() {
        return Origin::drawn(How::Nil("none of it counts as one"), rows(&all));
    }
    let label = plan.list.summary_of.as_ref().and_then(|drawn| form.list(&drawn.of)).map(|list| list.label.as_str());
    let cells: Option<Vec<At>> = members.iter().map(|member| cell_of(plans, member, label?)).collect();
    match cells {
        Some(cells) if !cells.is_empty() => Origin::Computed(Expression::Count(cells)),
        _ => Origin::drawn(How::Count, rows(&members)),
    }
}

/// The items that a summary's row is drawn from.
fn members<'m>(form: &Form, plan: &Plan<'m>, column: &form::Column, item: &Item<'_>) -> Vec<&'m Item<'m>> {
    let drawn = plan.list.summary_of.as_ref().and_then(|drawn| {
        let (list, source) = (form.list(&drawn.of)?, &plan.figures.list(&drawn.of)?.all);
        Some(summary::members(list, source, &drawn.by, &item.key, column.only.as_ref()))
    });
    drawn.unwrap_or_default()
}

/// Where the appendix prints a figure of an item.
fn cell_of(plans: &[Plan<'_>], item: &Item<'_>, column: &str) -> Option<At> {
    plans.iter().find_map(|plan| {
        let is_it = |line: &RowPlan<'_>| matches!(line, RowPlan::Item(printed) if is_same(printed, item));
        let row = plan.rows.iter().position(is_it)?;
        Some(At { table: plan.id.clone(), row, column: plan.column(column)? })
    })
}

/// Whether both are the same row of a return.
fn is_same(one: &Item<'_>, other: &Item<'_>) -> bool {
    one.row.zip(other.row).is_some_and(|(one, other)| std::ptr::eq(one, other))
}

/// The total of a column of the list summed up, where a table of the appendix prints it for this area.
fn section_total(plan: &Plan<'_>, plans: &[Plan<'_>], of: &str, area: Option<&str>) -> Option<At> {
    let summary = plan.list.summary_of.as_ref()?;
    let section = plans.iter().find(|section| {
        let is_whole = section.has_total() && section.form.filter.is_none();
        section.list.id == summary.of && area.is_some() && section.area.as_deref() == area && is_whole
    })?;
    let column = section.total_column(of)?;
    Some(At { table: section.id.clone(), row: section.rows.len().checked_sub(1)?, column })
}

/// The cells that a formula draws on.
fn inputs(formula: &Expr, figures: &BTreeMap<String, Figure>) -> Vec<Place> {
    let figures = formula.columns().into_iter().filter_map(|id| figures.get(id));
    figures.filter_map(|figure| figure.origin.cell().cloned()).collect()
}

/// Notes under a table: the form's own, the key to its codes, names that returns gave otherwise, what a net total hides, and
/// rounding where it shows.
fn notes(material: &build::Material<'_>, known: &Known<'_>, plan: &Plan<'_>, rows: &[Row]) -> Vec<String> {
    let form = material.form;
    let mut notes = form_level::notes(material, known, &plan.form.notes);
    let set_aside = set_aside::notes(material, plan.list, &plan.form.columns, &plan.items, &plan.totals());
    let conditions = super::ties::conditions(material, plan.list, &plan.items);
    let ties = super::ties::ties(material, plan.list, plan.area.as_deref());
    // Their figures come from the cells that they are about, or from the form.
    let traced = |(note, places): (String, Vec<Place>)| known.sentence(&note, places);
    notes.extend(ratings::keys(material, plan.list, &plan.form.columns).into_iter().map(traced));
    notes.extend(key(material, plan).into_iter().map(|note| traced((note, vec![plan.list.at.clone()]))));
    notes.extend(set_aside.into_iter().map(traced));
    notes.extend(aliases(form, plan));
    notes.extend(conditions.into_iter().chain(ties).chain(gross(material, plan)).map(traced));
    if rounding_shows(rows) {
        notes.push("Figures may not sum due to rounding.".to_string());
    }
    notes
}

/// A code that stands under more columns than this has its meaning told without their headings.
const MOST_HEADINGS: usize = 3;

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
                    None => item.row.map(|_| item.text(&column.id)),
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
        .map(|(code, means, headings)| match headings.len() {
            0..=MOST_HEADINGS => format!("'{code}' under {}: {means}.", headings.join(" and ")),
            _ => format!("'{code}': {means}."),
        })
        .collect()
}

/// An area prints under one name; where the return used another, the note says so.
fn aliases(form: &Form, plan: &Plan<'_>) -> Option<String> {
    plan.list.summary_of.as_ref()?;
    let mut names = Vec::new();
    for item in &plan.items {
        let Some(typed) = item.row.map(|_| item.text(&plan.list.key)) else { continue };
        let printed = item.area.as_deref().and_then(|id| form.area(id)).map(|area| area.name.as_str());
        if let Some(printed) = printed
            && !typed.is_empty()
            && Title::of(typed) != Title::of(printed)
        {
            names.push(format!("{printed} (returned as '{typed}')"));
        }
    }
    (!names.is_empty()).then(|| format!("Printed under the name of the section: {}.", names.join("; ")))
}

/// Both gross figures of a total that nets over-delivery off.
fn gross(material: &build::Material<'_>, plan: &Plan<'_>) -> Vec<(String, Vec<Place>)> {
    let unit = material.form.report.money.unit;
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
            let note = format!(
                "The total of {} is net: {} still required, less {} over-delivered elsewhere.",
                column_name(material, column),
                money::say_money(up, unit),
                money::say_money(down.abs(), unit)
            );
            notes.push((note, plan.items.iter().filter_map(|item| Some(item.cell(&column.id)?.at.clone())).collect()));
        }
    }
    notes
}

/// What a column is called in titles and sentences.
pub(super) fn column_name(material: &build::Material<'_>, column: &form::Column) -> String {
    heading::name(material.form, &column.heading, material.period)
}

/// Whether the printed parts of some total or subtotal do not add up to what is printed for it.
fn rounding_shows(rows: &[Row]) -> bool {
    let printed = |cell: &Cell| match &cell.value {
        CellValue::Number { number, format: NumberFormat::Money { decimals, .. }, .. } => {
            Some(number.round_dp_with_strategy(*decimals, RoundingStrategy::MidpointAwayFromZero))
        }
        _ => None,
    };
    let totals = rows.iter().filter(|row| matches!(row.kind, RowKind::Subtotal | RowKind::Total));
    totals.flat_map(|row| &row.cells).any(|cell| {
        let Origin::Computed(Expression::Sum(parts)) = &cell.origin else { return false };
        let parts = parts.iter().filter_map(|at| printed(rows.get(at.row)?.cells.get(at.column)?));
        printed(cell).is_some() && money::checked_sum(parts) != printed(cell)
    })
}
