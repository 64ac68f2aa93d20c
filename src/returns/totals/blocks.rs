//! Several totals of one list on one sheet: which rows each of them is the total of.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::form::{Column, List, TotalOrigin};
use crate::returns::headings::Known;
use crate::returns::{Likeness, ReturnTable, Row, RowKind, SumOf, Trouble, Value};
use crate::source::Place;

/// Where a row stands: its table, and its place in it.
pub(super) type At = (usize, usize);

/// A total among several.
struct Block {
    at: At,
    /// The rows of its table that it is the total of: those since the total before it, or below it where none are.
    own: Vec<At>,
    /// How many rows of the sheet stand up to the last of them.
    all: usize,
}

/// Says of each total of a sheet with several of them which rows it is the total of. A block's total is that of its own rows;
/// the one that counts everything above is the total. Where nothing stands between two, the later one stands.
pub(in crate::returns) fn tell_apart(knowns: &[Known<'_>], tables: &mut [ReturnTable], troubles: &mut Vec<Trouble>) {
    let mut gone: Vec<At> = Vec::new();
    for (form, area) in totalled(tables) {
        let here = || tables.iter().enumerate().filter(|(_, table)| table.form == form);
        let Some(list) = here().find_map(|(_, table)| knowns.iter().find(|known| known.list.id == table.list)) else {
            continue;
        };
        let several =
            here().flat_map(|(_, table)| &table.rows).filter(|row| is_total_of(row, area.as_deref())).count() > 1;
        if several {
            one_by_one(list.list, tables, form, area.as_deref(), troubles, &mut gone);
        }
    }
    let gone: BTreeSet<At> = gone.into_iter().collect();
    for (table, own) in tables.iter_mut().enumerate() {
        let mut place = 0..;
        own.rows.retain(|_| place.next().is_none_or(|place| !gone.contains(&(table, place))));
    }
}

/// Of which form and which area totals stand on a sheet.
pub(super) fn totalled(tables: &[ReturnTable]) -> Vec<(usize, Option<String>)> {
    let mut of: Vec<(usize, Option<String>)> = Vec::new();
    for table in tables {
        for total in table.rows.iter().filter(|row| is_total_of(row, row.area.as_deref())) {
            let one = (table.form, total.area.clone());
            if !of.contains(&one) {
                of.push(one);
            }
        }
    }
    of
}

/// Whether a row is the total of an area, or of all. That of a group of areas says by its name which rows it is the total of.
pub(super) fn is_total_of(row: &Row, area: Option<&str>) -> bool {
    row.kind == RowKind::Total && row.area_group.is_none() && row.area.as_deref() == area
}

fn one_by_one(
    list: &List,
    tables: &mut [ReturnTable],
    form: usize,
    area: Option<&str>,
    troubles: &mut Vec<Trouble>,
    gone: &mut Vec<At>,
) {
    let (items, totals) = parts_of(tables, form, area);
    let row = |at: At| &tables[at.0].rows[at.1];
    let sum = |of: &[At]| Sum::of(list, of.iter().map(|at| row(*at)));
    let mut blocks: Vec<Block> = Vec::new();
    let mut everything: Option<At> = None;
    let mut superseded: Vec<(At, At)> = Vec::new();
    for total in totals {
        let stated = row(total.at);
        let all = sum(items.get(..total.all).unwrap_or_default());
        let is_of_all = |own: &Sum| {
            !own.is_stated_by(list, stated) && (all.is_stated_by(list, stated) || all.is_nearer(own, list, stated))
        };
        let several = blocks.len() > usize::from(total.own.is_empty());
        match blocks.last_mut() {
            // Nothing stands between two: a total of all blocks, or one in place of the one above.
            Some(last) if total.own.is_empty() => {
                if several && is_of_all(&sum(&last.own)) {
                    superseded.extend(everything.replace(total.at).map(|old| (old, total.at)));
                } else {
                    superseded.push((last.at, total.at));
                    last.at = total.at;
                }
            }
            _ if several && is_of_all(&sum(&total.own)) => everything = Some(total.at),
            _ => blocks.push(total),
        }
    }
    let mut found = Vec::new();
    for (old, new) in &superseded {
        let (old, new) = (row(*old), row(*new));
        found.push(Trouble::SecondTotal { row: like(list, old, None), stands: Box::new(like(list, new, None)) });
    }
    gone.extend(superseded.iter().map(|(old, _)| *old));
    let mut covers: Vec<(At, (u32, u32))> = Vec::new();
    let is_told: BTreeSet<Option<u32>> = troubles
        .iter()
        .filter_map(|trouble| match trouble {
            Trouble::TotalRead(like) => Some(row_of(&like.at)),
            _ => None,
        })
        .collect();
    let is_only_one = blocks.len() == 1 && everything.is_none();
    for block in blocks.iter().filter(|_| !is_only_one) {
        let stated = row(block.at);
        let of: Vec<&Row> = block.own.iter().map(|at| row(*at)).collect();
        let Some((first, last)) = of.first().zip(of.last()) else { continue };
        if !is_told.contains(&row_of(&stated.at)) {
            let figures = sum(&block.own).figures(list, stated);
            let sum = SumOf { first: first.at.clone(), last: last.at.clone(), rows: of.len(), whole: false, figures };
            found.push(Trouble::TotalRead(like(list, stated, Some(sum))));
        }
        covers.extend(first.at.cell.zip(last.at.cell).map(|(first, last)| (block.at, (first.row, last.row))));
    }
    troubles.append(&mut found);
    for ((table, place), rows) in covers {
        if let Some(total) = tables.get_mut(table).and_then(|table| table.rows.get_mut(place)) {
            total.covers = Some(rows);
        }
    }
}

/// The rows that count, and the totals, of a list and an area on a sheet.
fn parts_of(tables: &[ReturnTable], form: usize, area: Option<&str>) -> (Vec<At>, Vec<Block>) {
    let (mut items, mut totals): (Vec<At>, Vec<Block>) = (Vec::new(), Vec::new());
    for (at, table) in tables.iter().enumerate().filter(|(_, table)| table.form == form) {
        let before = items.len();
        let mut since = before;
        let mut on_top: Option<usize> = None;
        for (place, row) in table.rows.iter().enumerate() {
            let counts = matches!(row.kind, RowKind::Item | RowKind::Balancing);
            if counts && (area.is_none() || row.area.as_deref() == area) {
                items.push((at, place));
            } else if is_total_of(row, area) {
                let own = items.get(since..).unwrap_or_default().to_vec();
                if own.is_empty() && since == before && on_top.is_none() {
                    on_top = Some(totals.len());
                }
                totals.push(Block { at: (at, place), own, all: items.len() });
                since = items.len();
            }
        }
        // A total above all rows of its table is that of the rows below it, down to the next one.
        if let Some(top) = on_top
            && totals.get(top + 1..).is_none_or(|below| below.is_empty())
            && let Some(total) = totals.get_mut(top)
        {
            total.own = items.get(before..).unwrap_or_default().to_vec();
            total.all = items.len();
        }
    }
    (items, totals)
}

pub(super) fn row_of(place: &Place) -> Option<u32> {
    place.cell.map(|cell| cell.row)
}

fn label<'r>(list: &List, row: &'r Row) -> &'r str {
    [&list.label, &list.key].into_iter().map(|id| row.text(id)).find(|text| !text.is_empty()).unwrap_or_default()
}

pub(super) fn like(list: &List, row: &Row, sum: Option<SumOf>) -> Likeness {
    let cells = row.cells.values().filter(|cell| matches!(cell.value, Value::Figure(_)));
    Likeness {
        at: row.at.clone(),
        area: row.area.clone(),
        list: list.id.clone(),
        label: label(list, row).to_string(),
        cells: cells.map(|cell| cell.at.clone()).collect(),
        figures: Sum::of(list, std::iter::once(row)).every_figure(list),
        sum,
    }
}

/// What rows state together, column by column of those that add up to their total.
pub(super) struct Sum(Vec<(usize, Decimal)>);

impl Sum {
    pub(super) fn of<'r>(list: &List, rows: impl Iterator<Item = &'r Row>) -> Sum {
        let summed =
            |(_, column): &(usize, &Column)| column.total == TotalOrigin::Sum && !column.origin().is_of_others();
        let columns: Vec<(usize, &str)> =
            list.columns.iter().enumerate().filter(summed).map(|(at, column)| (at, column.id.as_str())).collect();
        let mut sums: Vec<(usize, Decimal)> = columns.iter().map(|(at, _)| (*at, Decimal::ZERO)).collect();
        for row in rows {
            for ((_, sum), (_, id)) in sums.iter_mut().zip(&columns) {
                if let Some(amount) = stated(row, id) {
                    *sum = sum.checked_add(amount).unwrap_or(*sum);
                }
            }
        }
        Sum(sums)
    }

    fn held_against<'s>(&'s self, list: &'s List, total: &'s Row) -> impl Iterator<Item = (&'s str, Decimal, Decimal)> {
        self.0.iter().filter_map(|(at, sum)| {
            let id = list.columns.get(*at)?.id.as_str();
            Some((id, stated(total, id)?, *sum))
        })
    }

    /// Whether a total states it in every column that it fills.
    pub(super) fn is_stated_by(&self, list: &List, total: &Row) -> bool {
        self.held_against(list, total).all(|(_, stated, sum)| stated == sum)
    }

    /// Whether a total states something nearer to it than to the other.
    fn is_nearer(&self, other: &Sum, list: &List, total: &Row) -> bool {
        let off = |sum: &Sum| {
            let apart = sum.held_against(list, total).filter_map(|(_, stated, sum)| stated.checked_sub(sum));
            apart.fold(Decimal::ZERO, |all, one| all.checked_add(one.abs()).unwrap_or(all))
        };
        off(self) < off(other)
    }

    /// Whether it is the same as another one in every column, and not nil in all of them.
    pub(super) fn is_same(&self, other: &Sum) -> bool {
        self.0 == other.0 && self.0.iter().any(|(_, sum)| !sum.is_zero())
    }

    /// What it comes to in each column in which it is not nil.
    pub(super) fn every_figure(&self, list: &List) -> Vec<(String, Decimal)> {
        let own = self.0.iter().filter(|(_, sum)| !sum.is_zero());
        own.filter_map(|(at, sum)| Some((list.columns.get(*at)?.id.clone(), *sum))).collect()
    }

    /// What it comes to in each column in which a total states it and it is not nil.
    fn figures(&self, list: &List, total: &Row) -> Vec<(String, Decimal)> {
        let agrees = self.held_against(list, total).filter(|(_, stated, sum)| stated == sum && !sum.is_zero());
        agrees.map(|(id, _, sum)| (id.to_string(), sum)).collect()
    }
}

fn stated(row: &Row, column: &str) -> Option<Decimal> {
    match row.cells.get(column).map(|cell| &cell.value) {
        Some(Value::Figure(figure)) => Some(figure.quantity.value()),
        _ => None,
    }
}
