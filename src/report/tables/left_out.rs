//! Columns in which a table has nothing, left out where the form says so. They stay in the report, with their cells and where those
//! come from: only what prints is without them, and a note says which they are.

use super::plan::{Plan, RowPlan};
use crate::figures::{Figure, FigureOrigin};
use crate::money::Absent;
use crate::names::one_line;
use crate::report::material::Material;
use crate::report::{Cell, CellValue, Column, Row};
use crate::returns;

/// Marks the columns that are left out, and says which: nothing vanishes in silence.
pub(super) fn leave_out(
    material: &Material<'_>,
    plan: &Plan<'_>,
    rows: &[Row],
    columns: &mut [Column],
) -> Option<String> {
    // Without an item nothing says that a column is not needed.
    if !plan.form.leaves_out_blank || plan.items.is_empty() {
        return None;
    }
    let mut headings = Vec::new();
    for (index, id) in plan.form.columns.iter().enumerate() {
        let Some(column) = columns.get_mut(index) else { continue };
        if may_go(material, plan, id) && has_nothing(plan, rows, (index, id)) {
            column.left_out = true;
            headings.push(one_line(&column.heading));
        }
    }
    let headings = headings.join("; ");
    (!headings.is_empty()).then(|| material.words.fixed.columns_left_out().fill(&[("columns", &headings)]))
}

/// Whether it is a column of which a blank says no more than that nobody wrote anything: what names the rows is needed, and a rating by
/// figures that is not given says something.
fn may_go(material: &Material<'_>, plan: &Plan<'_>, id: &str) -> bool {
    let is_rated =
        material.form.ratings.iter().any(|rating| rating.list == plan.list.id && rating.shows.as_deref() == Some(id));
    id != plan.list.label && !is_rated
}

/// Whether nothing prints in any row of a column, and no return has anything there.
fn has_nothing(plan: &Plan<'_>, rows: &[Row], (index, id): (usize, &str)) -> bool {
    rows.iter().zip(&plan.rows).all(|(row, line)| {
        let prints = row.cells.get(index).is_some_and(prints);
        match line {
            RowPlan::Head(_) => !prints,
            RowPlan::Item(item) => !prints && is_empty(item.cell(id)),
            RowPlan::Subtotal(group, _) | RowPlan::Total(group, _) => {
                // A total of nothing known prints the form's word for it, which nobody wrote.
                let of_nothing =
                    |figure: &Figure| figure.origin == FigureOrigin::Sum && figure.value == Err(Absent::Unknown);
                let stands_for_nothing = group.totals.get(id).is_some_and(of_nothing)
                    && row.cells.get(index).is_some_and(|cell| matches!(cell.value, CellValue::Placeholder(_)));
                (!prints || stands_for_nothing) && is_empty(group.stated_cell(id))
            }
        }
    })
}

fn prints(cell: &Cell) -> bool {
    cell.number().is_some() || !cell.text().trim().is_empty()
}

/// Whether a return has nothing in a cell, and nobody decided anything about it.
fn is_empty(cell: Option<&returns::Cell>) -> bool {
    cell.is_none_or(|cell| cell.text.trim().is_empty() && cell.decided.is_none())
}
