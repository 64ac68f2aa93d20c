//! Where the figures of a form's table come from: cells of returns, cells of the same table, cells of others.

use std::collections::BTreeMap;

use super::plan::{Plan, RowPlan};
use crate::figures::{Figure, FigureOrigin, Item, summary};
use crate::form::{Column, Form};
use crate::formula::Expr;
use crate::report::{At, Expression, How, Origin};
use crate::source::Place;

/// Where a figure comes from, as the workbook and the trace need it.
pub(super) fn of_figure(
    form: &Form,
    plan: &Plan<'_>,
    figures: &BTreeMap<String, Figure>,
    figure: &Figure,
    row: usize,
) -> Origin {
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
    let at = |row| At { table: plan.id.clone(), row, column };
    let names = summary::SHARE.map(str::to_string).into_iter().zip([at(row), at(whole)]).collect();
    Origin::Computed(Expression::Formula(summary::share_formula(), names, otherwise.to_string()))
}

/// Where a summary's figure is drawn from: the total of its section, or the cells of the items it adds up, where the appendix
/// prints them; else the cells of the returns.
pub(super) fn drawn_from(
    form: &Form,
    plan: &Plan<'_>,
    plans: &[Plan<'_>],
    column: &Column,
    of: &str,
    item: &Item<'_>,
) -> Origin {
    if column.only().is_none()
        && let Some(at) = section_total(plan, plans, of, item.area.as_deref())
    {
        return Origin::Computed(Expression::Same(at));
    }
    let members = plan.figures.behind(form, plan.list, column, item);
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
pub(super) fn counted_from(
    form: &Form,
    plan: &Plan<'_>,
    plans: &[Plan<'_>],
    column: &Column,
    item: &Item<'_>,
) -> Origin {
    let all = plan.figures.behind(form, plan.list, column, item);
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
