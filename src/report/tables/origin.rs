//! Where the figures of a form's table come from: cells of returns, cells of the same table, cells of others.

use super::plan::{Plan, RowPlan};
use crate::figures::{Figure, FigureOrigin, Item, summary};
use crate::form::{Column, Form};
use crate::formula::{Expr, Operator};
use crate::report::{At, Expression, How, Origin};
use crate::source::Place;

/// Where a figure comes from, as the workbook and the trace need it. `behind` gives the cells of returns behind a column of its
/// row or total.
pub(super) fn of_figure(
    form: &Form,
    (plan, plans): (&Plan<'_>, &[Plan<'_>]),
    (id, figure): (&str, &Figure),
    row: usize,
    behind: impl Fn(&str) -> Vec<Place>,
) -> Origin {
    let worked = || Origin::drawn(How::Worked, behind(id));
    let at = |row: usize, id: &str| Some(At { table: plan.id.clone(), row, column: plan.column(id)? });
    match &figure.origin {
        FigureOrigin::Given(at) | FigureOrigin::SetAside(at, _) => Origin::Given(at.clone()),
        FigureOrigin::Formula(formula) => {
            let columns = formula.columns().into_iter();
            let names: Option<Vec<_>> = columns.map(|id| Some((id.to_string(), at(row, id)?))).collect();
            // Where the formula speaks of a column that this table does not print, the cells behind it are the trace.
            names.map_or_else(worked, |names| {
                Origin::Computed(Expression::Formula(formula.clone(), names, form.report.not_applicable.clone()))
            })
        }
        FigureOrigin::ShareOf(of) => {
            let formula = at(row, of).and_then(|part| share(plan, plans, of, part));
            formula.map_or_else(worked, |(formula, names)| {
                Origin::Computed(Expression::Formula(formula, names, form.report.not_applicable.clone()))
            })
        }
        FigureOrigin::SumOf(_) | FigureOrigin::Sum | FigureOrigin::Count | FigureOrigin::Nothing => worked(),
    }
}

/// A share: the figure of its row, divided by the total below it; in the table of one area by those of all of them. `None` where the
/// appendix does not print these.
fn share(plan: &Plan<'_>, plans: &[Plan<'_>], of: &str, part: At) -> Option<(Expr, Vec<(String, At)>)> {
    let total = |other: &Plan<'_>| {
        // One that is not known would make the share unknown.
        let is_it = |line: &RowPlan<'_>| matches!(line, RowPlan::Total(group, _) if group.totals.get(of).is_some_and(|total| total.counted.is_some()));
        let row = other.rows.iter().position(is_it)?;
        // Those of this table are moved with its own totals.
        let column = if other.id == plan.id { other.column(of) } else { other.total_column(of) };
        Some(At { table: other.id.clone(), row, column: column? })
    };
    let [named, whole] = summary::SHARE.map(str::to_string);
    if plan.area.is_none() {
        return Some((summary::share_formula(), vec![(named, part), (whole, total(plan)?)]));
    }
    let areas: Vec<&Plan<'_>> = plans.iter().filter(|other| other.form.id == plan.form.id).collect();
    if !plan.is_whole(of, areas.len()) {
        return None;
    }
    let totals: Vec<At> = areas.into_iter().map(total).collect::<Option<_>>()?;
    let totals: Vec<(String, At)> =
        totals.into_iter().enumerate().map(|(index, at)| (format!("{whole}_{}", index + 1), at)).collect();
    let column = |name: &str| Expr::Column(name.to_string());
    let sum = totals.iter().map(|(name, _)| column(name));
    let sum = sum.reduce(|sum, next| Expr::Binary(Operator::Add, Box::new(sum), Box::new(next)))?;
    let formula = Expr::Binary(Operator::Divide, Box::new(column(&named)), Box::new(sum));
    Some((formula, std::iter::once((named, part)).chain(totals).collect()))
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
    if members.is_empty() {
        return Origin::Drawn(How::Nil("nothing falls under it"), Vec::new());
    }
    // A total that is no sum is taken over as it is.
    let taken = plan.figures.total_summed(plan.list, item).filter(|_| column.only().is_none());
    let is_sum = taken.and_then(|group| group.totals.get(of)).is_none_or(|total| total.origin == FigureOrigin::Sum);
    let cells = members.iter().map(|member| cell_of(plans, member, of)).collect::<Option<Vec<At>>>().filter(|_| is_sum);
    match cells {
        Some(cells) => Origin::Computed(Expression::Sum(cells)),
        None => {
            let all_stated =
                members.iter().filter_map(|member| member.figures.get(of)).all(|figure| figure.origin.cell().is_some());
            let how = if is_sum && all_stated { How::Sum } else { How::Worked };
            Origin::drawn(how, plan.behind(form).item(item, &column.id))
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
    let rows = || plan.behind(form).counted(item, &column.id);
    if members.is_empty() {
        return Origin::drawn(How::Nil("none of it counts as one"), rows());
    }
    let label = plan.list.summary_of.as_ref().and_then(|drawn| form.list(&drawn.of)).map(|list| list.label.as_str());
    let cells: Option<Vec<At>> = members.iter().map(|member| cell_of(plans, member, label?)).collect();
    match cells {
        Some(cells) if !cells.is_empty() => Origin::Computed(Expression::Count(cells)),
        _ => Origin::drawn(How::Count, rows()),
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
