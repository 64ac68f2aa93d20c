//! Rows that count nowhere until somebody says what they are, and rows that count and are hidden or struck through: a total that is off by them is off
//! because of that.

use std::collections::{BTreeMap, BTreeSet};

use super::Slip;
use crate::check::View;
use crate::check::look::counted;
use crate::figures::Group;
use crate::money::Quantity;
use crate::returns::{Row, RowKind};
use crate::source::{Address, Place};

/// Of so many rows it is tried whether a total is off by one of them.
const ONE_OF: usize = 64;

/// Those rows by their list.
pub(super) struct LeftOut<'a> {
    rows: BTreeMap<&'a str, Vec<&'a Row>>,
    /// The hidden rows of which it is asked whether they count.
    hidden: BTreeSet<Place>,
    /// Those that are struck through.
    struck: BTreeSet<Place>,
}

impl<'a> LeftOut<'a> {
    pub(super) fn of(view: &View<'a>) -> Self {
        let mut rows: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for table in &view.given.returns.tables {
            let own = table.rows.iter().filter(|row| row.kind == RowKind::LeftOut);
            rows.entry(&table.list).or_default().extend(own);
        }
        rows.retain(|_, rows| !rows.is_empty());
        let tables = view.tables().into_iter().filter(|table| !table.form.may_hide);
        let hidden = tables.flat_map(|table| {
            let rows = table.rows().filter(move |(number, row)| row.is_item() && table.hidden_row(*number).is_some());
            rows.map(|(_, row)| row_of(&row.at))
        });
        let struck = view.tables().into_iter().flat_map(|table| {
            let rows = table.rows().filter(move |(_, row)| row.is_item() && table.is_struck_row(row));
            rows.map(|(_, row)| row_of(&row.at))
        });
        LeftOut { rows, hidden: hidden.collect(), struck: struck.collect() }
    }

    /// The hidden rows of its sheet, or those that are struck through, that a stated total leaves out, and how they are said; as one
    /// that adds up what is shown does.
    pub(super) fn unseen_in(&self, slip: &Slip<'_>, group: &Group<'_>) -> Option<(Vec<Place>, &'static str)> {
        let hidden = self.missing_from(slip, group, &self.hidden).map(|rows| (rows, "hidden"));
        hidden.or_else(|| Some((self.missing_from(slip, group, &self.struck)?, "struck")))
    }

    fn missing_from(&self, slip: &Slip<'_>, group: &Group<'_>, of: &BTreeSet<Place>) -> Option<Vec<Place>> {
        if of.is_empty() {
            return None;
        }
        let Slip { column, cell, .. } = slip;
        let (stated, expected) = (slip.stated, slip.expected);
        let on_sheet = |row: &&Row| row.at.file == cell.at.file && row.at.sheet == cell.at.sheet;
        let items = group.counting_items().into_iter().filter_map(|item| item.row).filter(on_sheet);
        let out: Vec<&Row> = items.filter(|row| of.contains(&row_of(&row.at))).collect();
        let amounts = out.iter().filter_map(|row| counted(row, column));
        let explains = Quantity::sum(amounts.chain([stated])).is_some_and(|sum| sum.agrees_with(expected));
        (explains && !out.is_empty()).then(|| out.iter().map(|row| row_of(&row.at)).collect())
    }

    /// The rows that a stated total counts beside what it should: all of those on its sheet in its area, or one of them.
    pub(super) fn behind(&self, slip: &Slip<'_>, group: &Group<'_>) -> Vec<Place> {
        let Slip { list, column, cell, .. } = slip;
        let (stated, expected) = (slip.stated, slip.expected);
        let Some(rows) = self.rows.get(list.id.as_str()) else { return Vec::new() };
        let on_sheet = |row: &Row| row.at.file == cell.at.file && row.at.sheet == cell.at.sheet;
        let own = rows.iter().filter(|row| on_sheet(row) && (group.area.is_none() || row.area == group.area));
        let own: Vec<(&Row, Quantity)> = own.filter_map(|row| Some((*row, counted(row, column)?))).collect();
        let explains = |of: &[(&Row, Quantity)]| {
            let sum = Quantity::sum(of.iter().map(|(_, amount)| *amount).chain([expected]));
            !of.is_empty() && sum.is_some_and(|sum| sum.agrees_with(stated))
        };
        let one = || own.get(..ONE_OF).unwrap_or(&own).chunks(1).find(|one| explains(one));
        let those = if explains(&own) { Some(own.as_slice()) } else { one() };
        those.unwrap_or_default().iter().map(|(row, _)| row_of(&row.at)).collect()
    }
}

/// Stands for a whole row among the causes, whichever of its cells a finding is about.
pub(in crate::check) fn row_of(at: &Place) -> Place {
    Place { cell: at.cell.map(|cell| Address::new(cell.row, 0)), ..at.clone() }
}
