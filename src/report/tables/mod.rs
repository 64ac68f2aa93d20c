//! The form's own tables: the council's headings, order and total names, drawn from the figures.

mod bridge;
mod cells;
mod left_out;
mod not_rated;
mod notes;
mod origin;
mod plan;
mod rating_key;

use super::cells::tone;
use super::known::Known;
use super::material::Material;
use super::{Appears, Column, Holds, Row, RowKind, Table, Tone};
use crate::figures::Group;
use crate::form::{self, ColumnKind, Kind, TableForm, heading};
use crate::names::capital;
use crate::source::Fault;
use plan::{Plan, RowPlan};

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

/// Every table of the form, in its order. `Err` where the figures of a table cannot be added up.
pub(super) fn tables(material: &Material<'_>, known: &Known<'_>) -> Result<Vec<FormTable>, Fault> {
    let regrouped: Vec<Option<Group<'_>>> =
        material.form.tables.iter().map(|form| plan::regrouped(material, form)).collect::<Result<_, _>>()?;
    let plans = plan::plans(material, &regrouped);
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
fn add_bridges(material: &Material<'_>, known: &Known<'_>, plans: &[Plan<'_>], drawn: &mut Vec<FormTable>) {
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

fn draw(material: &Material<'_>, known: &Known<'_>, plan: &Plan<'_>, plans: &[Plan<'_>]) -> Table {
    let form = material.form;
    let area = plan.area.as_deref().and_then(|id| form.area(id));
    let more: Vec<(&str, &str)> = area.map_or_else(Vec::new, |area| {
        vec![("number", area.number.as_deref().unwrap_or("")), ("name", area.name.as_str())]
    });
    let title = heading::fill(form, &plan.form.title, material.period, &more).trim().to_string();
    let mut columns = columns(material, plan);
    let mut rows: Vec<Row> = Vec::new();
    for (index, (line, level)) in plan.rows.iter().zip(&plan.levels).enumerate() {
        let (kind, cells) = match line {
            RowPlan::Head(group) => (RowKind::Head, cells::of_head(plan, group)),
            RowPlan::Item(item) => (RowKind::Item, cells::of_item(material, plan, plans, item, index)),
            RowPlan::Subtotal(group, parts) => {
                let label = cells::subtotal_label(material, plan, group, &more);
                (RowKind::Subtotal, cells::of_total(material, (plan, plans), group, parts, label, index))
            }
            RowPlan::Total(group, parts) => {
                let label = plan.form.total_label.as_deref().unwrap_or_default();
                let label = heading::fill(form, label, material.period, &more);
                (RowKind::Total, cells::of_total(material, (plan, plans), group, parts, label, index))
            }
        };
        rows.push(Row { kind, level: *level, cells });
    }
    let mut notes = notes::notes(material, known, plan, &rows);
    cells::totals_elsewhere(plan, &mut rows);
    notes.extend(left_out::leave_out(material, plan, &rows, &mut columns));
    Table {
        id: plan.id.clone(),
        sheet: String::new(),
        description: describe(material, plan, &title, &columns),
        title,
        appears: appears(plan.form),
        columns,
        rows,
        notes,
    }
}

/// In which of the documents a table of the form stands.
fn appears(form: &TableForm) -> Appears {
    if form.workbook_alone { Appears::Workbook } else { Appears::Both }
}

/// The text alternative of a table.
fn describe(material: &Material<'_>, plan: &Plan<'_>, title: &str, columns: &[Column]) -> String {
    let fixed = &material.words.fixed;
    let printed = columns.iter().filter(|column| !column.left_out);
    let headings: Vec<&str> = printed.map(|column| column.heading.as_str()).collect();
    if plan.list.text_only {
        let all = headings.join(", ");
        return fixed.table_of_texts_about().fill(&[("title", title), ("items", &plan.list.items), ("columns", &all)]);
    }
    let text = if plan.has_total() { fixed.table_with_total_about() } else { fixed.table_about() };
    let items = if plan.items.len() == 1 { &plan.list.item } else { &plan.list.items };
    let rest = headings.get(1..).unwrap_or_default().join(", ");
    let number = plan.items.len().to_string();
    text.fill(&[("title", title), ("number", &number), ("items", items), ("columns", &rest)])
}

fn columns(material: &Material<'_>, plan: &Plan<'_>) -> Vec<Column> {
    let mut columns = Vec::new();
    for (index, id) in plan.form.columns.iter().enumerate() {
        let Some(column) = plan.list.column(id) else { continue };
        let holds = match &column.kind {
            _ if plan.list.text_only => Holds::Text,
            _ if *id == plan.list.label => Holds::Label,
            _ if plan::hosts_totals(plan.list, id) => Holds::Figure,
            ColumnKind::Money(_) | ColumnKind::Percent(_) | ColumnKind::Count(_) => Holds::Figure,
            // A badge is for a rating; another choice is a word.
            ColumnKind::Choice(_) if column.choices().iter().any(|choice| tone(column, choice) != Tone::Plain) => {
                Holds::Status
            }
            ColumnKind::Text(_) | ColumnKind::Choice(_) | ColumnKind::Code(_) | ColumnKind::Date | ColumnKind::Year => {
                Holds::Text
            }
        };
        let usual = if column.kind == Kind::Text && holds == Holds::Text { 3 } else { 1 };
        let width = plan.form.widths.get(index).copied().unwrap_or(usual);
        columns.push(Column {
            heading: heading::fill(material.form, &column.heading, material.period, &[]),
            holds,
            width,
            left_out: false,
        });
    }
    columns
}

/// What a figure is called: with its list's items, where that is not the main list.
pub(super) fn figure_name(material: &Material<'_>, list: &form::List, column: &form::Column) -> String {
    let name = column_name(material, column);
    if list.id == material.form.report.main_list { name } else { format!("{}: {name}", capital(&list.items)) }
}

/// What a column is called in titles and sentences.
pub(super) fn column_name(material: &Material<'_>, column: &form::Column) -> String {
    heading::name(material.form, &column.heading, material.period)
}
