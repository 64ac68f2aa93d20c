//! What went wrong in single rows: their references are those of others, a figure stands in the column beside its own, one row holds
//! the figures of two.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::super::grid::{Grid, TableOf, figure_of, with_cell, with_figure};
use super::super::trial::Changed;
use super::{FEWEST, Guess, How, misfits};
use crate::check::View;
use crate::check::wording::measure;
use crate::finding::{Family, Finding};
use crate::form::Column;
use crate::names::{Reference, Title};
use crate::reconcile::position::Scheme;
use crate::returns::{Cell, Row, Value};

/// References that are those of other rows: each row with a title of last time gets the one that it had.
pub(super) fn renumbered<'a>(view: &View<'a>, table: TableOf<'a>, rows: &[&'a Row]) -> Option<Guess<'a>> {
    let (list, all) = (table.list, view.given.reconciliation?);
    let column = list.column(&list.key).filter(|_| list.key != list.label)?;
    let area = rows.first()?.area.as_deref();
    let mut had: BTreeMap<Title, Vec<&str>> = BTreeMap::new();
    for scheme in all.before.schemes.iter().filter(|scheme| scheme.list == list.id && scheme.area.as_deref() == area) {
        had.entry(Title::of(&scheme.label)).or_default().push(&scheme.key);
    }
    let of_title = |row: &Row| match had.get(&Title::of(row.text(&list.label))).map(Vec::as_slice) {
        Some([key]) => Some(*key),
        _ => None,
    };
    let is_other =
        |row: &&&Row| of_title(row).is_some_and(|key| Reference::of(key) != Reference::of(row.text(&list.key)));
    let given_back: BTreeSet<Reference> =
        rows.iter().filter(is_other).filter_map(|row| of_title(row)).map(Reference::of).collect();
    let mut changed = Changed::new();
    for row in rows.iter().filter(|row| row.area.as_deref() == area) {
        let key = match of_title(row) {
            Some(key) => key,
            // A new row that has the reference of another one has none of its own.
            None if given_back.contains(&Reference::of(row.text(&list.key))) => row.text(&list.label),
            None => continue,
        };
        if Reference::of(key) != Reference::of(row.text(&list.key)) {
            let cell = row.cells.get(&list.key)?;
            let from =
                Cell { at: cell.at.clone(), text: key.to_string(), value: Value::Text(key.to_string()), decided: None };
            changed.push(with_cell(column, cell, &from)?);
        }
    }
    (given_back.len() >= FEWEST).then_some(Guess { how: How::References, amiss: 0, changed })
}

/// Figures in the column beside their own: the totals of two columns that stand side by side are off by what lies between the two
/// figures of a row, or the row fits far better the other way round.
pub(super) fn beside<'a>(
    grid: &Grid<'_, 'a>,
    table: TableOf<'a>,
    rows: &[&'a Row],
    open: &[&Finding],
) -> Vec<Guess<'a>> {
    let mut amounts = table.amounts();
    amounts.sort_by_key(|column| table.table.headings.get(&column.id).map(|(at, _)| at.column));
    let mut found = Vec::new();
    for pair in amounts.windows(2) {
        let [one, other] = *pair else { continue };
        let off_by = |column: &Column, figure: Decimal| {
            let own = measure(column).in_own_unit(figure).map(|own| own.abs().normalize());
            let of_column = |finding: &&&Finding| {
                finding.family == Family::Total && finding.column.as_deref() == Some(column.id.as_str())
            };
            own.is_some() && open.iter().filter(of_column).any(|finding| finding.difference.map(|off| off.abs()) == own)
        };
        for row in rows.iter().copied() {
            let figures = [figure_of(row, one), figure_of(row, other)];
            let misfit = |exchanged: bool| {
                misfits(grid, &[row], &[one, other], &|_, id| {
                    figure_of(row, if (id == one.id) != exchanged { one } else { other })
                })
            };
            let [left, right] = figures.map(Option::unwrap_or_default);
            let apart = left.checked_sub(right).filter(|apart| !apart.is_zero());
            let by_totals = apart.is_some_and(|apart| off_by(one, apart) && off_by(other, apart));
            let is_likely = by_totals
                || match figures {
                    [Some(_), None] | [None, Some(_)] => misfit(true).amiss < misfit(false).amiss,
                    [Some(_), Some(_)] => misfit(false).amiss >= 2 && misfit(true).amiss == 0,
                    [None, None] => false,
                };
            let cells = row.cells.get(&one.id).zip(row.cells.get(&other.id));
            let Some((left, right)) = cells.filter(|_| is_likely) else { continue };
            let changed = [with_cell(one, left, right), with_cell(other, right, left)];
            if let Some(changed) = changed.into_iter().collect::<Option<Changed>>() {
                let how = How::Beside { row, columns: (one, other) };
                let amiss = if by_totals { 0 } else { misfit(true).amiss.saturating_add(1) };
                found.push(Guess { how, amiss, changed });
            }
        }
    }
    found
}

/// Rows to which the figures of one that is gone may have been added: in each column that it stated, and in one of them exactly.
pub(super) fn merged<'a>(view: &View<'a>, table: TableOf<'a>, rows: &[&'a Row]) -> Vec<Guess<'a>> {
    let mut found = Vec::new();
    let Some(all) = view.given.reconciliation else { return found };
    let amounts = table.amounts();
    let closed = all.pairs.iter().filter(|pair| pair.is_closed()).flat_map(|pair| &pair.before);
    let gone = closed.filter_map(|index| all.before.schemes.get(*index)).filter(|scheme| scheme.list == table.list.id);
    for scheme in gone {
        let likely = rows.iter().filter(|row| row.area == scheme.area).filter_map(|row| {
            let changed = without(view, &amounts, row, scheme)?;
            Some(Guess { how: How::Merged(row, scheme), amiss: 0, changed })
        });
        found.extend(likely);
    }
    found
}

/// The figures of a row without those of a scheme; `None` where they are no nearer to what they were.
fn without(view: &View<'_>, amounts: &[&Column], row: &Row, scheme: &Scheme) -> Option<Changed> {
    let mut changed = Changed::new();
    let mut exactly = false;
    for column in amounts {
        let added = scheme.figures.get(&column.id).copied().filter(|figure| !figure.is_zero());
        let (Some(added), Some(cell)) = (added, row.cells.get(&column.id)) else { continue };
        let is = figure_of(row, column)?;
        let was = view.causes.priors.of_one(row, &column.id).unwrap_or_default();
        let left = is.checked_sub(added)?;
        let (with, without) = (is.checked_sub(was)?.abs(), left.checked_sub(was)?.abs());
        if without >= with || cell.decided.is_some() {
            return None;
        }
        exactly |= without.is_zero();
        changed.push(with_figure(column, &cell.at, left)?);
    }
    (exactly && changed.len() > 1).then_some(changed)
}
