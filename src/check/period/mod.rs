//! This period against the prior one.

mod brought_forward_open;
mod by_column;
mod change_request_not_reflected;
mod choice_changed_alone;
mod column_unmoved;
mod cumulative_fell;
mod fell_to_nil;
mod figure_of_another_size;
mod figures_unmoved;
mod group_renamed;
mod last_return_again;
mod likely_rename;
mod likely_split;
mod movement_unexplained;
mod no_growth;
mod offsetting;
mod percent_better_by_target;
pub(crate) mod prior_restated;
mod references_exchanged;
mod same_file_again;
mod scheme_appeared;
mod scheme_moved;
mod scheme_renamed;
mod scheme_vanished;
mod set_anew;
mod sign_turned;
mod smaller_movements;
mod stage_skipped;
mod stated_first;
mod target_changed;
mod target_rebased;
mod texts_of_other_rows;
mod transfer_open;
pub mod year_ended;
mod year_turned;

#[cfg(test)]
mod steps_tests;
#[cfg(test)]
mod tests;

pub(in crate::check) use figures_unmoved::RULE as FIGURES_UNMOVED;
pub(in crate::check) use last_return_again::RULE as LAST_RETURN_AGAIN;
pub(in crate::check) use likely_rename::RULE as LIKELY_RENAME;
pub(in crate::check) use likely_split::RULE as LIKELY_SPLIT;
pub(in crate::check) use scheme_vanished::{RULE as SCHEME_VANISHED, asked_rows, is_unread};
pub(in crate::check) use year_turned::{RULE as YEAR_TURNED, undecided};

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::cause::{Moved, MovedBecause};
use super::draft::Draft;
use super::{Rule, View, wording};
use crate::finding::Finding;
use crate::form::{Column, List};
use crate::money::Told;
use crate::period::Period;
use crate::reconcile::position::Scheme;
use crate::reconcile::{Pair, Reconciliation};
pub(super) use scheme_appeared::is_asked_as_new;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &year_turned::RULE,
    &brought_forward_open::RULE,
    &same_file_again::RULE,
    &last_return_again::RULE,
    &figures_unmoved::RULE,
    &change_request_not_reflected::RULE,
    &target_changed::RULE,
    &target_rebased::RULE,
    &cumulative_fell::RULE,
    &figure_of_another_size::RULE,
    &sign_turned::RULE,
    &fell_to_nil::RULE,
    &no_growth::RULE,
    &column_unmoved::RULE,
    &choice_changed_alone::RULE,
    &movement_unexplained::RULE,
    &offsetting::RULE,
    &smaller_movements::RULE,
    &stated_first::RULE,
    &set_anew::RULE,
    &percent_better_by_target::RULE,
    &texts_of_other_rows::RULE,
    &references_exchanged::RULE,
    &likely_rename::RULE,
    &likely_split::RULE,
    &scheme_vanished::RULE,
    &scheme_appeared::RULE,
    &scheme_moved::RULE,
    &scheme_renamed::RULE,
    &group_renamed::RULE,
    &transfer_open::RULE,
    &stage_skipped::RULE,
    &prior_restated::PRIOR_RESTATED,
];

/// A finding about a figure that moved: this period's as stated, the prior one as expected.
fn about_moved(rule: &Rule, view: &View<'_>, moved: &Moved<'_>) -> Option<Draft> {
    let draft = rule.at(&moved.at()?).about_scheme(view, moved.list, moved.scheme()?).column(moved.column);
    let draft = draft.exactly(moved.column, moved.to, moved.expected()).rows_in_order(told_with(view, moved));
    Some(draft.related(moved.related()).after_its_row())
}

/// What else an answer about a figure that moved is given on: the parts of which it is the sum, the figures of its row that are
/// told with it, and the rows that gained what it lost.
fn told_with(view: &View<'_>, moved: &Moved<'_>) -> Vec<String> {
    let said = |column: &Column, figure: Option<Decimal>| match figure {
        Some(figure) => wording::figure(column, Told::Stated(figure)),
        None => "not stated".to_string(),
    };
    let from_to = |column: &Column, [from, to]: [Option<Decimal>; 2]| {
        format!("from {} to {}", said(column, from), said(column, to))
    };
    let parts = moved.now.iter().filter(|_| moved.now.len() > 1);
    let parts = parts.map(|part| {
        format!("{}: {}", scheme_vanished::name(part), said(moved.column, part.figures.get(&moved.column.id).copied()))
    });
    let as_much = |moved: &Moved<'_>| -> Vec<String> {
        let said = |column: &&Column| format!("{} {}", view.name(column), from_to(column, moved.figures_of(column)));
        moved.as_much.iter().map(said).collect()
    };
    let legs = moved.legs.iter().filter_map(|leg| {
        let own = from_to(leg.column, [leg.expected(), leg.to]);
        let all: Vec<String> = std::iter::once(own).chain(as_much(leg)).collect();
        Some(format!("{}: {}", scheme_vanished::name(leg.scheme()?), all.join("; ")))
    });
    parts.chain(as_much(moved)).chain(legs).collect()
}

/// A finding for each figure that moved for this reason, with its sentence and what to do.
fn moved_because<'a>(
    rule: &Rule,
    view: &View<'a>,
    because: MovedBecause,
    said: impl Fn(&Moved<'a>) -> (String, String),
) -> Vec<Finding> {
    moved_apart_from(rule, view, because, &|_| false, said)
}

/// The same without those of which something else tells.
fn moved_apart_from<'a>(
    rule: &Rule,
    view: &View<'a>,
    because: MovedBecause,
    is_told: &dyn Fn(&Moved<'a>) -> bool,
    said: impl Fn(&Moved<'a>) -> (String, String),
) -> Vec<Finding> {
    let moved = view.causes.moved.iter().filter(|moved| moved.because == because && !is_told(moved));
    moved
        .filter_map(|moved| {
            let (message, help) = said(moved);
            Some(about_moved(rule, view, moved)?.says(message + &as_much(view, moved), help))
        })
        .collect()
}

/// '; Forecast moved by as much', where other figures of the row did, or did the same as this one.
fn as_much(view: &View<'_>, moved: &Moved<'_>) -> String {
    let is_other_way = |column: &&Column| {
        let [from, to] = moved.figures_of(column);
        from.zip(to).is_some_and(|(from, to)| (to > from) != (moved.unapproved > Decimal::ZERO))
    };
    let names: Vec<String> = moved.as_much.iter().map(|column| view.name(column)).collect();
    let other_way = if moved.as_much.iter().all(is_other_way) { " the other way" } else { "" };
    match names.is_empty() {
        true => String::new(),
        false if moved.to.unwrap_or_default().is_zero() || matches!(moved.because, MovedBecause::OtherSize(_)) => {
            format!("; so is {}", wording::list_of(&names))
        }
        false => format!("; {} moved by as much{other_way}", wording::list_of(&names)),
    }
}

/// What a scheme's given figures are, each with its column's name, in the order of the form: what an answer about the scheme as a
/// whole is given on. They are of `period`, as the columns are named; `but` is left out where the answer quotes it anyway.
fn amounts(view: &View<'_>, period: Period, list: &List, scheme: &Scheme, but: Option<&Column>) -> Vec<String> {
    let given = list.columns.iter().filter(|column| column.kind.is_figure() && !column.is_computed());
    let others = given.filter(|column| but.is_none_or(|but| but.id != column.id));
    let said = |column: &Column| match scheme.figures.get(&column.id) {
        Some(figure) => {
            format!("{} {}", view.name_in(column, period), wording::figure(column, Told::Stated(*figure)))
        }
        None => format!("{} not stated", view.name_in(column, period)),
    };
    others.map(said).collect()
}

/// A scheme in the prior period and in this one.
type ThenAndNow<'a> = (&'a Scheme, &'a Scheme);

/// The schemes that are one and the same in both periods, by list and by the area in which they stand now: as they were, whatever that is
/// compared with in a new year.
fn by_area(reconciliation: &Reconciliation) -> BTreeMap<(&str, Option<&str>), Vec<ThenAndNow<'_>>> {
    let mut areas: BTreeMap<(&str, Option<&str>), Vec<ThenAndNow<'_>>> = BTreeMap::new();
    let (before, after) = (&reconciliation.as_it_was().schemes, &reconciliation.after.schemes);
    let pairs = reconciliation.pairs.iter().filter_map(Pair::one_to_one);
    for (then, now) in pairs.filter_map(|(then, now)| Some((before.get(then)?, after.get(now)?))) {
        areas.entry((&now.list, now.area.as_deref())).or_default().push((then, now));
    }
    areas
}

/// What is found about each pair of schemes.
fn in_pairs(view: &View<'_>, find: impl Fn(&Reconciliation, &Pair) -> Vec<Finding>) -> Vec<Finding> {
    let pairs = view.reconciliation.into_iter().flat_map(|all| all.pairs.iter().map(move |pair| (all, pair)));
    pairs.flat_map(|(all, pair)| find(all, pair)).collect()
}
