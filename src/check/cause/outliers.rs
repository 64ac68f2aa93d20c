//! Figures without a predecessor that are far larger than all others of their column, or of their row.

use rust_decimal::Decimal;

use super::priors::Priors;
use crate::check::View;
use crate::figures::Item;
use crate::form::{Column, Kind, List};
use crate::returns::{Cell, Row};

/// So many others there must be.
const OTHERS: usize = 3;
/// One figure is asked about from so many times the largest other on.
const ALONE: Decimal = Decimal::TEN;
/// Several are from so many times on.
const TOGETHER: Decimal = Decimal::ONE_HUNDRED;
/// Where a column says too little, one is from so many times the largest other amount of its row on.
const BESIDE: Decimal = Decimal::ONE_HUNDRED;

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
    /// What it is larger than.
    pub than: Than<'a>,
}

/// What a figure that stands out is far larger than.
pub(in crate::check) enum Than<'a> {
    /// The others of its column, of which the largest has this size.
    Column(Decimal),
    /// The others of its row, of which the largest stands in this column and has this size.
    Row(&'a Column, Decimal),
}

/// A figure of a column: item, row, figure.
type Stated<'a> = (&'a Item<'a>, &'a Row, Decimal);

/// Every figure that stands out, row by row. A detail of a scheme is held against that scheme instead.
pub(super) fn outliers<'a>(view: &View<'a>, priors: &Priors<'_>) -> Vec<Outlier<'a>> {
    let mut found = Vec::new();
    let items = view.items();
    for list in view.form.lists.iter().filter(|list| list.has_schemes()) {
        let own: Vec<(&Item<'_>, &Row)> =
            items.iter().filter(|(of, ..)| of.id == list.id).map(|(_, item, row)| (*item, *row)).collect();
        for column in &list.columns {
            let fits = column.kind.is_amount() && column.is_given();
            if fits && !column.is_cumulative() {
                let figures = stated(column, &own);
                let out = beyond_column(list, column, &figures, priors);
                let rest = figures.get(out.len()..).unwrap_or_default();
                found.extend(beyond_rows(view, list, column, rest, priors));
                found.extend(out);
            }
        }
    }
    found.sort_by(|one, other| one.row.at.cmp(&other.row.at));
    found
}

/// The figures of a column that are not nil, the largest first.
fn stated<'a>(column: &Column, items: &[(&'a Item<'a>, &'a Row)]) -> Vec<Stated<'a>> {
    let mut figures: Vec<Stated<'_>> = Vec::new();
    for (item, row) in items.iter().filter(|(item, _)| !item.balancing && item.counts()) {
        figures.extend(figure(item, column).map(|figure| (*item, *row, figure)));
    }
    // A stable sort: equal figures stay in the order of the returns.
    figures.sort_by_key(|(.., figure)| std::cmp::Reverse(figure.abs()));
    figures
}

/// What an item states or counts, where that is not nil.
fn figure(item: &Item<'_>, column: &Column) -> Option<Decimal> {
    let counted = item.figures.get(&column.id)?.counted?;
    Some(counted.value()).filter(|figure| !figure.is_zero())
}

fn beyond_column<'a>(
    list: &'a List,
    column: &'a Column,
    figures: &[Stated<'a>],
    priors: &Priors<'_>,
) -> Vec<Outlier<'a>> {
    let new = figures.iter().take_while(|(item, ..)| priors.as_it_was(item, &column.id).is_none()).count();
    let size = |index: usize| figures.get(index).map(|(.., figure)| figure.abs());
    let stand_out = (1..=new).rev().find(|number| {
        let (Some(smallest), Some(next)) = (size(number - 1), size(*number)) else { return false };
        let times = if *number == 1 { ALONE } else { TOGETHER };
        next.checked_mul(times).is_some_and(|limit| smallest >= limit) && figures.len() - number >= OTHERS
    });
    let Some(number) = stand_out else { return Vec::new() };
    let largest = size(number).unwrap_or_default();
    let out = figures.iter().take(number);
    out.filter_map(|(item, row, figure)| {
        Some(Outlier {
            list,
            column,
            item,
            row,
            cell: row.cells.get(&column.id)?,
            figure: *figure,
            than: Than::Column(largest),
        })
    })
    .collect()
}

/// Those that are far larger than all other amounts of their row, and than what the other rows state in the column.
fn beyond_rows<'a>(
    view: &View<'a>,
    list: &'a List,
    column: &'a Column,
    figures: &[Stated<'a>],
    priors: &Priors<'_>,
) -> Vec<Outlier<'a>> {
    let beside: Vec<&Column> = list.columns.iter().filter(|other| says_size(view, list, other, column)).collect();
    let largest_beside = |item: &Item<'_>| {
        let sizes = beside.iter().filter_map(|other| Some((*other, figure(item, other)?.abs())));
        sizes.max_by_key(|(_, size)| *size)
    };
    let (mut out, mut largest) = (Vec::new(), Decimal::ZERO);
    for (item, row, figure) in figures {
        let beside = largest_beside(item);
        let beyond = beside.filter(|(_, size)| size.checked_mul(BESIDE).is_some_and(|limit| figure.abs() >= limit));
        match (beyond, row.cells.get(&column.id)) {
            (Some((other, size)), Some(cell)) if priors.as_it_was(item, &column.id).is_none() => {
                let than = Than::Row(other, size);
                out.push(Outlier { list, column, item, row, cell, figure: *figure, than });
            }
            _ => largest = largest.max(figure.abs()),
        }
    }
    out.retain(|outlier| largest.checked_mul(ALONE).is_some_and(|limit| outlier.figure.abs() >= limit));
    out
}

/// Whether a column says how large another amount of its row may be: what counts from the start of the year may be small for
/// long, and how a forecast stands to its target is asked by their roles.
fn says_size(view: &View<'_>, list: &List, column: &Column, other: &Column) -> bool {
    let roles = &view.form.report.roles;
    let is_one = |column: &Column, of: [&Option<String>; 2]| {
        list.id == view.form.report.main_list && of.into_iter().any(|role| role.as_ref() == Some(&column.id))
    };
    let to_date = view.form.counts_from_the_years_start(list, column);
    let by_roles = [column, other].into_iter().all(|column| is_one(column, [&roles.target, &roles.forecast]));
    let amount = column.kind == Kind::Money && column.is_given();
    amount && !to_date && !by_roles && column.id != other.id
}
