//! What would be worked out without decisions that let something stand in place of a cell: a stated figure that says just that
//! follows from them, and is no fault of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::View;
use crate::figures::{Figure, Figures, Group};
use crate::form::{Column, List, TotalOrigin};
use crate::money::Quantity;
use crate::returns::Row;
use crate::source::Place;

/// What decisions have to do with a stated figure that is not what is worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Decided {
    /// Their lines in decisions.toml.
    pub lines: Vec<u32>,
    /// What would be worked out without any of them; `None` where nothing would.
    pub given: Option<Quantity>,
    /// Whether what is stated is just what would be worked out without these.
    pub explain: bool,
}

/// Of so many decisions that change one figure each part of them is tried; of more, each one alone and all of them.
const MOST_IN_PARTS: usize = 4;

/// So many decisions are tried one at a time, more of them by halves.
const MOST_ALONE: usize = 24;

type Worked = BTreeMap<(Place, String), Quantity>;

/// The figures without decisions, worked out when they are wanted.
pub(super) struct Undone<'v, 'a> {
    view: &'v View<'a>,
    /// The lines of the decisions that let something stand.
    lines: Vec<u32>,
    /// Of each set of lines, what is worked out without them, for each cell that states a figure.
    tried: BTreeMap<Vec<u32>, Worked>,
}

impl<'v, 'a> Undone<'v, 'a> {
    pub(super) fn of(view: &'v View<'a>) -> Self {
        let lines: BTreeSet<u32> = view.returns.standings.iter().map(|standing| standing.line).collect();
        Undone { view, lines: lines.into_iter().collect(), tried: BTreeMap::new() }
    }

    /// What decisions have to do with a cell of a column that does not state what is worked out now. `None` where they have nothing
    /// to do with it.
    pub(super) fn behind(
        &mut self,
        cell: &Place,
        column: &Column,
        now: Quantity,
        is_stated: impl Fn(Quantity) -> bool,
    ) -> Option<Decided> {
        if self.lines.is_empty() {
            return None;
        }
        let key = (cell.clone(), column.id.clone());
        let all = self.lines.clone();
        let given = self.without(&all, &key);
        // As a rule decisions have nothing to do with it, and none is looked at by itself.
        if given.map(|figure| figure.value()) == Some(now.value()) {
            return None;
        }
        let mut bearing = Vec::new();
        self.bearing(&all, &key, now, &mut bearing);
        let explains = |figure: Option<Quantity>| figure.is_some_and(&is_stated);
        let known = |lines: Vec<u32>| if lines.is_empty() { all.clone() } else { lines };
        if explains(given) {
            return Some(Decided { lines: known(bearing), given, explain: true });
        }
        for lines in parts(&bearing) {
            if explains(self.without(&lines, &key)) {
                return Some(Decided { lines, given, explain: true });
            }
        }
        Some(Decided { lines: known(bearing), given, explain: false })
    }

    /// Those of some decisions without which it is another figure: each is tried where they are few, and halves of many.
    fn bearing(&mut self, lines: &[u32], key: &(Place, String), now: Quantity, found: &mut Vec<u32>) {
        let is_as_now = |figure: Option<Quantity>| figure.map(|figure| figure.value()) == Some(now.value());
        match lines {
            [] => {}
            [line] => found.extend(Some(*line).filter(|_| !is_as_now(self.without(lines, key)))),
            few if few.len() <= MOST_ALONE => few.chunks(1).for_each(|one| self.bearing(one, key, now, found)),
            many if is_as_now(self.without(many, key)) => {}
            many => {
                let (first, rest) = many.split_at(many.len() / 2);
                self.bearing(first, key, now, found);
                self.bearing(rest, key, now, found);
            }
        }
    }

    fn without(&mut self, lines: &[u32], key: &(Place, String)) -> Option<Quantity> {
        let view = self.view;
        let worked = self.tried.entry(lines.to_vec()).or_insert_with(|| {
            let returns = view.returns.without(view.form, lines);
            Figures::of(view.form, &returns).map(|figures| worked_out(view, &figures)).unwrap_or_default()
        });
        worked.get(key).copied()
    }
}

/// Every part of these but all of them together, the smaller before the larger.
fn parts(lines: &[u32]) -> Vec<Vec<u32>> {
    if lines.len() > MOST_IN_PARTS {
        return lines.iter().map(|line| vec![*line]).collect();
    }
    let part = |mask: u32| {
        let is_in = |(at, line): (usize, &u32)| (mask >> at & 1 == 1).then_some(*line);
        lines.iter().enumerate().filter_map(is_in).collect::<Vec<u32>>()
    };
    let mut parts: Vec<Vec<u32>> = (1..(1_u32 << lines.len()) - 1).map(part).collect();
    parts.sort_by_key(Vec::len);
    parts
}

/// What is worked out for each cell in which a figure is stated.
fn worked_out(view: &View<'_>, figures: &Figures<'_>) -> Worked {
    let mut worked = Worked::new();
    for list in &view.form.lists {
        if let Some(own) = figures.list(&list.id) {
            add_group(list, &own.all, &mut worked);
        }
    }
    worked
}

fn add_group(list: &List, group: &Group<'_>, worked: &mut Worked) {
    for item in &group.items {
        if let Some(row) = item.row {
            add_row(row, &item.figures, worked);
        }
    }
    if let Some(row) = group.stated {
        add_row(row, &group.totals, worked);
        // A sum of nothing is nil.
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum) {
            if let (Some(cell), true) = (row.cells.get(&column.id), group.totals.contains_key(&column.id)) {
                worked.entry((cell.at.clone(), column.id.clone())).or_insert(Quantity::NIL);
            }
        }
    }
    for inner in group.groups.iter().chain(&group.runs) {
        add_group(list, inner, worked);
    }
}

fn add_row(row: &Row, figures: &BTreeMap<String, Figure>, worked: &mut Worked) {
    for (id, figure) in figures {
        if let (Some(cell), Some(quantity)) = (row.cells.get(id), figure.counted) {
            worked.insert((cell.at.clone(), id.clone()), quantity);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_few_decisions_each_part_is_tried_and_of_many_each_one() {
        assert_eq!(parts(&[3]), [[0; 0]; 0].map(Vec::from), "all of one is no part of it");
        assert_eq!(parts(&[3, 7]), [vec![3], vec![7]]);
        assert_eq!(parts(&[1, 2, 3]).len(), 6);
        assert_eq!(parts(&[1, 2, 3, 4, 5]).len(), 5);
    }
}
