//! Which list sums up another one: its rows are the areas, or the words of a column, and its figures are sums of the other's.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::areas::{Area, AreaBy, find, values};
use super::joined::Joined;
use super::{Holds, RowIs};
use crate::names::Label;
use crate::source::Address;

/// A list that sums up another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Summary {
    /// Which list it sums up.
    pub(super) of: usize,
    /// By which of that list's columns; by area where it is none.
    pub(super) by: Option<u32>,
    /// Which of its columns shows the sum of which of that list's.
    pub(super) sums: BTreeMap<u32, u32>,
    /// Those of them that do not come to that in every row, though they have the column's heading.
    pub(super) differ: BTreeSet<u32>,
    /// Which of its columns says how many items there are.
    pub(super) counts: Option<u32>,
    /// Which of its other columns is the sum of which column of another list.
    pub(super) ties: BTreeMap<u32, (usize, u32)>,
}

/// The items of a list with what each belongs to.
type Owned = Vec<(u32, usize)>;

/// Says of each list whether it sums up another.
pub(super) fn judge(lists: &[Joined], by: &[AreaBy], areas: &[Area]) -> Vec<Option<Summary>> {
    (0..lists.len()).map(|index| of(index, lists, by, areas)).collect()
}

fn of(index: usize, lists: &[Joined], by: &[AreaBy], areas: &[Area]) -> Option<Summary> {
    let own = lists.get(index)?;
    let label = own.table.label?;
    let items = items(own);
    // Each row stands for something else.
    if own.pieces.len() != 1 || items.len() < 2 || values(own, label).len() < items.len() {
        return None;
    }
    let names: Vec<(u32, String)> = own.table.items().map(|row| (row.at, row.label.clone())).collect();
    let mut best: Option<Summary> = None;
    for (of, list) in lists.iter().enumerate().filter(|(other, _)| *other != index) {
        if self::items(list).len() <= items.len() {
            continue;
        }
        let by_area = {
            let rows: Option<Owned> = names.iter().map(|(row, name)| Some((*row, find(areas, name)?))).collect();
            rows.map(|rows| (None, rows, owners(list, &by[of], areas)))
        };
        let choices = list.table.columns.iter().filter_map(|column| match &column.holds.value {
            Holds::Choice(words) => Some((column.at, words)),
            _ => None,
        });
        let by_column = choices.filter_map(|(column, words)| {
            let place = |name: &str| words.iter().position(|word| Label::same(word, name));
            let rows: Option<Owned> = names.iter().map(|(row, name)| Some((*row, place(name)?))).collect();
            let owned = self::items(list).into_iter().filter_map(|row| {
                let text = list.sheet.cells.get(&Address::new(row, column))?.text();
                Some((row, place(&text)?))
            });
            Some((Some(column), rows?, owned.collect::<Owned>()))
        });
        for (column, rows, owned) in by_area.into_iter().chain(by_column.collect::<Vec<_>>()) {
            let (sums, counts) = sums(own, &rows, list, &owned);
            let more = sums.len() + usize::from(counts.is_some());
            let known = best.as_ref().map_or(0, |best| best.sums.len() + usize::from(best.counts.is_some()));
            if more > known {
                let differ = BTreeSet::new();
                best = Some(Summary { of, by: column, sums, differ, counts, ties: BTreeMap::new() });
            }
        }
    }
    let mut best = best?;
    // A column of the same heading that is off in a row is what a check is to ask about.
    if !best.sums.is_empty()
        && let Some(list) = lists.get(best.of)
    {
        let full = |heading: &str| crate::names::Heading::of(heading, super::given::APRIL).without_unit();
        for column in own.table.columns.iter().filter(|column| column.shown && column.holds.value.is_amount()) {
            if best.sums.contains_key(&column.at) || column.computed.is_some() || best.counts == Some(column.at) {
                continue;
            }
            let same = |other: &&super::Column| {
                other.shown && other.holds.value == column.holds.value && full(&other.heading) == full(&column.heading)
            };
            if let Some(of) = list.table.columns.iter().find(same) {
                best.sums.insert(column.at, of.at);
                best.differ.insert(column.at);
            }
        }
    }
    // What is another list's: a column that is none of these, and is worked out from none of them.
    let rows: Option<Owned> = names.iter().map(|(row, name)| Some((*row, find(areas, name)?))).collect();
    for (other, list) in lists.iter().enumerate().filter(|(other, _)| *other != index && *other != best.of) {
        let Some(rows) = &rows else { break };
        let (sums, _) = sums(own, rows, list, &owners(list, &by[other], areas));
        for (column, of) in sums {
            let computed = own.table.columns.iter().any(|it| it.at == column && it.computed.is_some());
            if !computed && !best.sums.contains_key(&column) {
                best.ties.entry(column).or_insert((other, of));
            }
        }
    }
    Some(best)
}

fn items(list: &Joined) -> Vec<u32> {
    list.table.items().map(|row| row.at).collect()
}

/// Whose each item of a list is, where that is known.
pub(super) fn owners(list: &Joined, by: &AreaBy, areas: &[Area]) -> Owned {
    let mut above: Option<usize> = None;
    let mut owned = Owned::new();
    for row in &list.table.rows {
        match (&row.is, by) {
            // A group's heading, written alike, leaves the area as it is.
            (RowIs::Heading(look), AreaBy::Heading(area)) if look == area => above = find(areas, &row.label).or(above),
            (RowIs::Item, AreaBy::Heading(_)) => owned.extend(above.map(|area| (row.at, area))),
            (RowIs::Item, AreaBy::Column(column)) => {
                let text = list.sheet.cells.get(&Address::new(row.at, *column)).map(crate::returns::grid::Raw::text);
                owned.extend(text.and_then(|text| find(areas, &text)).map(|area| (row.at, area)));
            }
            (RowIs::Item, _) => {
                let piece = list.starts.iter().rposition(|start| *start <= row.at);
                let area = piece.and_then(|piece| list.owners.get(piece).copied().flatten());
                owned.extend(area.map(|area| (row.at, area)));
            }
            _ => {}
        }
    }
    owned
}

/// Which columns of a summary are sums of which columns of a list, and which one counts its items.
fn sums(own: &Joined, rows: &Owned, list: &Joined, owned: &Owned) -> (BTreeMap<u32, u32>, Option<u32>) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, owner) in owned {
        *counts.entry(*owner).or_default() += 1;
    }
    let amounts = |list: &Joined| -> Vec<u32> {
        let shown = list.table.columns.iter().filter(|column| column.shown && column.holds.value.is_amount());
        shown.map(|column| column.at).collect()
    };
    let totals: Vec<(u32, BTreeMap<usize, Decimal>)> = amounts(list)
        .into_iter()
        .map(|column| {
            let mut sums: BTreeMap<usize, Decimal> = BTreeMap::new();
            for (row, owner) in owned {
                let sum = sums.entry(*owner).or_default();
                *sum = sum.saturating_add(list.figure(*row, column).unwrap_or_default());
            }
            (column, sums)
        })
        .collect();
    let heading = |list: &Joined, at: u32| {
        let column = list.table.columns.iter().find(|column| column.at == at);
        column.map(|column| super::joined::bare(&column.heading)).unwrap_or_default()
    };
    let mut found = BTreeMap::new();
    let mut counted = None;
    for column in amounts(own) {
        let stated: Vec<(usize, Decimal)> =
            rows.iter().map(|(row, owner)| (*owner, own.figure(*row, column).unwrap_or_default())).collect();
        let differ = stated.iter().map(|(_, figure)| figure).collect::<BTreeSet<_>>().len() > 1;
        if !differ {
            continue;
        }
        let is_count =
            stated.iter().all(|(owner, figure)| *figure == Decimal::from(counts.get(owner).copied().unwrap_or(0)));
        if is_count && counted.is_none() {
            counted = Some(column);
            continue;
        }
        let same = |sums: &BTreeMap<usize, Decimal>| {
            stated.iter().all(|(owner, figure)| sums.get(owner).copied().unwrap_or_default() == *figure)
        };
        // Of two that come to the same, the one whose heading has most of the words.
        let words = heading(own, column);
        let shared = |at: u32| {
            let other = heading(list, at);
            words.split(' ').filter(|word| other.split(' ').any(|known| known == *word)).count()
        };
        let fits = totals.iter().filter(|(_, sums)| same(sums)).map(|(at, _)| *at);
        if let Some(of) = fits.max_by_key(|at| (shared(*at), std::cmp::Reverse(*at))) {
            found.insert(column, of);
        }
    }
    (found, counted)
}
