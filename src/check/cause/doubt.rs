//! Figures that cannot be known, because a cell that they count is lost.

use std::collections::BTreeSet;

use super::cells::{Cells, worked_out_from};
use crate::check::View;
use crate::check::look::SummaryOf;
use crate::figures::summary::members;
use crate::figures::{Group, Item};
use crate::form::{ColumnOrigin, List, TieSum, TotalOrigin};
use crate::formula::Expr;
use crate::source::Place;

/// Finds the lost cells behind a figure.
pub(in crate::check) struct Doubts<'v, 'a> {
    view: &'v View<'a>,
    cells: &'v Cells,
    summaries: Vec<SummaryOf<'a>>,
    /// Where nothing is lost, nothing need be looked for.
    none: bool,
}

impl<'v, 'a> Doubts<'v, 'a> {
    pub(in crate::check) fn of(view: &'v View<'a>, cells: &'v Cells) -> Doubts<'v, 'a> {
        Doubts { view, cells, summaries: view.summaries(), none: !cells.has_lost() }
    }

    /// Behind a figure of an item.
    pub(in crate::check) fn item(&self, list: &List, item: &Item<'_>, id: &str) -> BTreeSet<Place> {
        let mut lost = BTreeSet::new();
        if self.none {
            return lost;
        }
        for given in worked_out_from(list, id) {
            let Some(column) = list.column(given) else { continue };
            match column.origin() {
                ColumnOrigin::Sum(of) => lost.extend(self.section(list, item, Some(of), column.only())),
                ColumnOrigin::Count => lost.extend(self.section(list, item, None, column.only())),
                ColumnOrigin::Share(of) => {
                    lost.extend(self.item(list, item, of));
                    lost.extend(self.whole(list, of));
                }
                // A formula's columns stand here in its place.
                ColumnOrigin::Given | ColumnOrigin::Formula(_) => {
                    lost.extend(item.row.and_then(|row| self.cells.lost(list, row, given)))
                }
            }
        }
        lost
    }

    /// Behind a figure of a group's total.
    pub(in crate::check) fn total(&self, list: &List, group: &Group<'_>, id: &str) -> BTreeSet<Place> {
        let mut lost = BTreeSet::new();
        if self.none {
            return lost;
        }
        let Some(column) = list.column(id) else {
            let beside = list.columns.iter().find(|column| column.beside().is_some_and(|own| own.id == id));
            for of in beside.into_iter().flat_map(|column| [Some(&column.id), column.beside().map(|own| &own.of)]) {
                lost.extend(of.into_iter().flat_map(|id| self.total(list, group, id)));
            }
            return lost;
        };
        match &column.total {
            TotalOrigin::Sum => {
                lost.extend(group.counting_items().into_iter().flat_map(|item| self.item(list, item, id)));
            }
            TotalOrigin::Formula(formula) => {
                lost.extend(formula.columns().into_iter().flat_map(|id| self.total(list, group, id)));
            }
            TotalOrigin::Share => {
                if let Some(of) = column.origin().share() {
                    lost.extend(self.total(list, group, of));
                    lost.extend(self.whole(list, of));
                }
            }
            TotalOrigin::Given => lost.extend(group.stated.and_then(|row| self.cells.lost(list, row, id))),
            TotalOrigin::None => {}
        }
        lost
    }

    /// Behind the total of a whole list.
    fn whole(&self, list: &List, id: &str) -> BTreeSet<Place> {
        let all = self.view.figures.list(&list.id).map(|list| &list.all);
        all.map(|all| self.total(list, all, id)).unwrap_or_default()
    }

    /// Behind what a summary's row sums up or counts: the rows of its section, and what says which of them count.
    fn section(&self, list: &List, item: &Item<'_>, summed: Option<&str>, only: Option<&Expr>) -> BTreeSet<Place> {
        let Some(summary) = self.summaries.iter().find(|summary| summary.list.id == list.id) else {
            return BTreeSet::new();
        };
        let members = members(summary.of, summary.sections, &summary.summary.by, &item.key, None);
        let used: Vec<&str> = summed.into_iter().chain(only.into_iter().flat_map(Expr::columns)).collect();
        let behind =
            |member: &Item<'_>| used.iter().flat_map(|id| self.item(summary.of, member, id)).collect::<Vec<_>>();
        members.into_iter().flat_map(behind).collect()
    }
}

impl View<'_> {
    /// Whether one side of a `[[tie]]` counts a cell that is lost.
    pub(in crate::check) fn is_in_doubt(&self, side: &TieSum) -> bool {
        let (Some(list), Some(figures)) = (self.form.list(&side.list), self.figures.list(&side.list)) else {
            return false;
        };
        let doubts = Doubts::of(self, &self.causes.cells);
        let used: Vec<&str> =
            [side.column.as_str()].into_iter().chain(side.filter.iter().flat_map(Expr::columns)).collect();
        let of_side = |item: &&Item<'_>| side.area.is_none() || item.area == side.area;
        let items = figures.all.counting_items();
        !doubts.none
            && items
                .into_iter()
                .filter(of_side)
                .any(|item| used.iter().any(|id| !doubts.item(list, item, id).is_empty()))
    }

    /// Whether a group's total counts a cell that is lost.
    pub(in crate::check) fn total_in_doubt(&self, list: &List, group: &Group<'_>, id: &str) -> bool {
        !Doubts::of(self, &self.causes.cells).total(list, group, id).is_empty()
    }
}
