//! The cells of the rows of a form's table.

use super::origin;
use super::plan::{Plan, hosts_totals};
use crate::figures::rating::by_figures;
use crate::figures::{FigureOrigin, Group, Item};
use crate::form::rating::RatingForm;
use crate::form::{Column, Form, Kind, List, TotalOrigin, heading};
use crate::report::material::Material;
use crate::report::{At, Cell, Expression, Origin, Row, RowKind, cells};

/// The cells of an item.
pub(super) fn of_item(
    material: &Material<'_>,
    plan: &Plan<'_>,
    plans: &[Plan<'_>],
    item: &Item<'_>,
    row: usize,
) -> Vec<Cell> {
    let form = material.form;
    let mut cells = Vec::new();
    for column in plan.form.columns.iter().filter_map(|id| plan.list.column(id)) {
        if column.id == plan.list.label {
            let origin = item.cell(&column.id).map(|cell| cell.at.clone());
            let origin = origin.map_or(Origin::Label, Origin::Given);
            // A part is marked as such, and not by its place alone.
            let label = match (&item.part_of, &item.outside) {
                (Some(_), _) => format!("– {}", item.label),
                (None, Some(_)) => material.words.fixed.outside_totals_row().fill(&[("item", &item.label)]),
                (None, None) => item.label.clone(),
            };
            cells.push(Cell { origin, ..cells::label(label) });
        } else if let Some(figure) = item.figures.get(&column.id) {
            let origin = match &figure.origin {
                FigureOrigin::SumOf(of) => origin::drawn_from(form, plan, plans, column, of, item),
                FigureOrigin::Count => origin::counted_from(form, plan, plans, column, item),
                _ => origin::of_figure(form, (plan, plans), (&column.id, figure), row, |id| {
                    plan.behind(form).item(item, id)
                }),
            };
            cells.push(cells::figure(material, column, figure, item.cell(&column.id), origin));
        } else if let Some(rated) = rated(form, plan.list, column, item) {
            cells.push(rated);
        } else {
            let words = cells::text(&material.form.calendar, column, item.cell(&column.id));
            // One of the form's words among totals is in the place of a figure.
            let is_code = column.kind == Kind::Choice && hosts_totals(plan.list, &column.id);
            cells.push(if is_code { cells::in_place(words) } else { words });
        }
    }
    cells
}

/// Moves totals into the column in which the form has them stand, with everything in the table that refers to them.
pub(super) fn totals_elsewhere(plan: &Plan<'_>, rows: &mut [Row]) {
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
pub(super) fn of_head(plan: &Plan<'_>, group: &Group<'_>) -> Vec<Cell> {
    let columns = plan.form.columns.iter().filter_map(|id| plan.list.column(id));
    columns.map(|column| cells::label(if column.id == plan.list.label { group.label.as_str() } else { "" })).collect()
}

/// What a subtotal is called: as the form says, else as the return does.
pub(super) fn subtotal_label(
    material: &Material<'_>,
    plan: &Plan<'_>,
    group: &Group<'_>,
    of_area: &[(&str, &str)],
) -> String {
    if let Some(label) = &plan.form.subtotal_label {
        let more: Vec<(&str, &str)> = of_area.iter().copied().chain([("group", group.label.as_str())]).collect();
        return heading::fill(material.form, label, material.period, &more);
    }
    let usual = || material.words.fixed.subtotal().fill(&[("group", &group.label)]);
    group.stated_label(plan.list).map_or_else(usual, str::to_string)
}

/// The cells of a total or a subtotal, which adds up the rows `parts`.
pub(super) fn of_total(
    material: &Material<'_>,
    (plan, plans): (&Plan<'_>, &[Plan<'_>]),
    group: &Group<'_>,
    parts: &[usize],
    label: String,
    row: usize,
) -> Vec<Cell> {
    let form = material.form;
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
                _ => origin::of_figure(form, (plan, plans), (&column.id, figure), row, |id| {
                    plan.behind(form).total(group, id)
                }),
            };
            let stated = group.stated_cell(&column.id).filter(|_| column.total == TotalOrigin::Given);
            // A total is computed however its column's cells arise; only a given one prints as typed.
            cells::figure(material, column, figure, stated, origin)
        } else {
            cells::text(
                &material.form.calendar,
                column,
                group.stated_cell(&column.id).filter(|_| column.total == TotalOrigin::Given),
            )
        };
        cells.push(cell);
    }
    cells
}

/// The cell of a column that shows what the figures give; none if the column is no such one. Where the figures give nothing
/// it is empty.
fn rated(form: &Form, list: &List, column: &Column, item: &Item<'_>) -> Option<Cell> {
    let shows = |rating: &&RatingForm| rating.list == list.id && rating.shows.as_ref() == Some(&column.id);
    let rating = form.ratings.iter().find(shows)?;
    let Some(given) = by_figures(rating, item) else { return Some(cells::label("")) };
    Some(cells::status(column, given.rated.choice, given.places))
}
