//! Figures without a predecessor that are far larger than all others of their column.

use rust_decimal::Decimal;

use super::priors::Priors;
use crate::check::View;
use crate::figures::Item;
use crate::form::{Column, ColumnOrigin, Kind, List};
use crate::returns::{Cell, Row};

/// So many others there must be.
const OTHERS: usize = 3;
/// One figure is asked about from so many times the largest other on.
const ALONE: Decimal = Decimal::TEN;
/// Several are from so many times on.
const TOGETHER: Decimal = Decimal::ONE_HUNDRED;

/// A figure that stands out.
pub(in crate::check) struct Outlier<'a> {
    /// Its list.
    pub list: &'a List,
    /// Its column.
    pub column: &'a Column,
    /// Its item.
    pub item: &'a Item<'a>,
    /// The item's row.
    pub row: &'a Row,
    /// Its cell.
    pub cell: &'a Cell,
    /// The figure.
    pub figure: Decimal,
    /// The size of the largest of the others.
    pub largest: Decimal,
}

/// Every figure that stands out, row by row. A detail of a scheme is held against that scheme instead.
pub(super) fn outliers<'a>(view: &View<'a>, priors: &Priors<'_>) -> Vec<Outlier<'a>> {
    let mut found = Vec::new();
    let items = view.items();
    for list in view.form.lists.iter().filter(|list| list.has_schemes()) {
        let own: Vec<(&Item<'_>, &Row)> =
            items.iter().filter(|(of, ..)| of.id == list.id).map(|(_, item, row)| (*item, *row)).collect();
        for column in &list.columns {
            let fits = matches!(column.kind, Kind::Money | Kind::Count) && column.origin == ColumnOrigin::Given;
            if fits && !column.cumulative {
                found.extend(in_column(list, column, &own, priors));
            }
        }
    }
    found.sort_by(|one, other| one.row.at.cmp(&other.row.at));
    found
}

fn in_column<'a>(
    list: &'a List,
    column: &'a Column,
    items: &[(&'a Item<'a>, &'a Row)],
    priors: &Priors<'_>,
) -> Vec<Outlier<'a>> {
    let mut figures: Vec<(&Item<'_>, &Row, Decimal)> = Vec::new();
    for (item, row) in items.iter().filter(|(item, _)| !item.balancing && item.part_of.is_none()) {
        let figure = item.figures.get(&column.id).and_then(|figure| figure.counted).map(|counted| counted.value());
        figures.extend(figure.filter(|figure| !figure.is_zero()).map(|figure| (*item, *row, figure)));
    }
    // A stable sort: equal figures stay in the order of the returns.
    figures.sort_by_key(|(.., figure)| std::cmp::Reverse(figure.abs()));
    let new = figures.iter().take_while(|(item, ..)| priors.figure(item, &column.id).is_none()).count();
    let size = |index: usize| figures.get(index).map(|(.., figure)| figure.abs());
    let stand_out = (1..=new).rev().find(|number| {
        let (Some(smallest), Some(next)) = (size(number - 1), size(*number)) else { return false };
        let times = if *number == 1 { ALONE } else { TOGETHER };
        next.checked_mul(times).is_some_and(|limit| smallest >= limit) && figures.len() - number >= OTHERS
    });
    let Some(number) = stand_out else { return Vec::new() };
    let largest = size(number).unwrap_or_default();
    let out = figures.into_iter().take(number);
    out.filter_map(|(item, row, figure)| {
        Some(Outlier { list, column, item, row, cell: row.cells.get(&column.id)?, figure, largest })
    })
    .collect()
}
