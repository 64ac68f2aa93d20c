//! What is said of a column of figures that moved, a note each, so that nothing is passed over in silence.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::Finding;
use crate::form::{Column, Kind};
use crate::money::{self, Told};

/// What is said of the figures of one column, behind its name.
pub(super) type Said = fn(&View<'_>, &Column, &[&Moved<'_>]) -> String;

/// A finding for each given column of which figures moved for this reason, in the order of the form.
pub(super) fn in_columns(rule: &Rule, view: &View<'_>, because: MovedBecause, said: Said) -> Vec<Finding> {
    let mut columns: BTreeMap<(Option<usize>, Option<usize>), Vec<&Moved<'_>>> = BTreeMap::new();
    for moved in view.causes.moved.iter().filter(|moved| moved.because == because) {
        // What is missing, or cannot be read, is told as that.
        if moved.column.is_given() && !moved.unapproved.is_zero() && moved.to.is_some() {
            let list = view.form.lists.iter().position(|list| list.id == moved.list.id);
            let column = moved.list.columns.iter().position(|column| column.id == moved.column.id);
            columns.entry((list, column)).or_default().push(moved);
        }
    }
    columns.into_values().filter_map(|moved| finding(rule, view, None, &moved, said)).collect()
}

/// A finding about these figures of one column, of an area or of all.
pub(super) fn finding(
    rule: &Rule,
    view: &View<'_>,
    area: Option<&str>,
    moved: &[&Moved<'_>],
    said: Said,
) -> Option<Finding> {
    let (first, others) = moved.split_first()?;
    let (list, column) = (first.list, first.column);
    let of = if list.id == view.form.report.main_list { String::new() } else { format!(" of {}", list.items) };
    let name = format!("{}{of}", view.name(column));
    let message = format!("{}{name}{}", wording::opening(&view.area_name(area)), said(view, column, moved));
    let draft = rule.at(&first.at()?).about_list(view, &list.id, area, "").column(column);
    let related = others.iter().filter_map(|moved| moved.at());
    Some(draft.related(related).says(message, "nothing need be done"))
}

/// ', £620k in all': what the differences come to, whatever their direction; nothing where percentages cannot be added.
pub(super) fn in_all(column: &Column, moved: &[&Moved<'_>]) -> String {
    if column.kind == Kind::Percent {
        return String::new();
    }
    let sum = money::checked_sum(moved.iter().map(|moved| moved.unapproved.abs()));
    format!(", {} in all", wording::figure(column, Told::Computed(sum.unwrap_or(Decimal::MAX))))
}
