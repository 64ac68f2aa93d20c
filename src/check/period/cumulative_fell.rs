//! `cumulative-fell`

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{about_moved, moved_apart_from, scheme_vanished};
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::money::{self, Told};

pub(super) static RULE: Rule = Rule {
    code: "cumulative-fell",
    family: Family::Period,
    severity: Severity::Query,
    title: "A cumulative figure fell within the year",
    what: "A figure that only grows from the start of the year (achieved to date, say) is lower than in the prior period of \
           the same year, or no longer stated. Where every row of an area that had a figure is lower in one column, they are one \
           finding, which lists them.",
    why: "What is achieved stays achieved. Either this figure is wrong, or the one published last time was.",
    mend: "Correct the figure; or explain what was reversed; or, if the prior figure was wrong, enter a change request of \
           the kind 'correction' in decisions.toml.",
    run,
};

/// So many rows or more that fell in one column of an area, and none that did not, have one cause.
const FEWEST: usize = 3;

const MEND: &str =
    "correct the figure, or enter the correction of the prior one ([[change_request]], kind = \"correction\")";

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut columns: BTreeMap<(&str, Option<&str>, &str), Vec<&Moved<'_>>> = BTreeMap::new();
    for moved in view.causes.moved.iter().filter(|moved| moved.because == MovedBecause::Fell) {
        let area = moved.scheme().and_then(|scheme| scheme.area.as_deref());
        columns.entry((&moved.list.id, area, &moved.column.id)).or_default().push(moved);
    }
    columns.retain(|of, fell| fell.len() >= FEWEST && fell.len() >= stated_before(view, *of));
    let of = |moved: &Moved<'_>| {
        let area = moved.scheme().and_then(|scheme| scheme.area.as_deref());
        columns.contains_key(&(moved.list.id.as_str(), area, moved.column.id.as_str()))
    };
    let mut findings = moved_apart_from(rule, view, MovedBecause::Fell, &of, |moved| {
        let message = format!("{}, though it counts from the start of the year", wording::both_figures(view, moved));
        (message, wording::mend_or_explain(MEND))
    });
    findings.extend(columns.iter().filter_map(|((_, area, _), fell)| of_column(rule, view, *area, fell)));
    findings
}

/// How many rows of an area had a figure in a column, in the prior period, that could fall.
fn stated_before(view: &View<'_>, (list, area, column): (&str, Option<&str>, &str)) -> usize {
    let own = view.items().into_iter().filter(|(of, item, _)| of.id == list && item.area.as_deref() == area);
    own.filter(|(_, _, row)| view.causes.priors.of_one(row, column).is_some_and(|was| !was.is_zero())).count()
}

/// Every row of an area is lower in one column: another column stands there, or it was read for another one.
fn of_column(rule: &Rule, view: &View<'_>, area: Option<&str>, fell: &[&Moved<'_>]) -> Option<Finding> {
    let first = fell.first()?;
    let column = first.column;
    let said = |column: &Column, figure: Option<Decimal>| match figure {
        Some(figure) => wording::figure(column, Told::Stated(figure)),
        None => "not stated".to_string(),
    };
    let each = |moved: &&Moved<'_>| {
        let name = scheme_vanished::name(moved.scheme()?);
        let own = format!("'{name}' {}, it was {}", said(column, moved.to), said(column, moved.expected()));
        // Other figures of the row that moved as much are told with it.
        let others = moved.as_much.iter().map(|other| {
            let [from, to] = moved.figures_of(other);
            format!(" ({} {}, it was {})", view.name(other), said(other, to), said(other, from))
        });
        Some(std::iter::once(own).chain(others).collect::<String>())
    };
    let rows: Vec<String> = fell.iter().filter_map(each).collect();
    let sum = |figures: &dyn Fn(&Moved<'_>) -> Option<Decimal>| {
        money::checked_sum(fell.iter().filter_map(|moved| figures(moved)))
    };
    let (is, was) = (sum(&|moved| moved.to), sum(&|moved| moved.expected()));
    let message = format!(
        "{}{} is lower than in {} in every row that had a figure, {} in all, though it counts from the start of the year: {}",
        wording::opening(&view.area_name(area)),
        view.name(column),
        view.prior(),
        wording::count(fell.len(), "row", "rows"),
        wording::clauses(&rows, "; ")
    );
    let mend = format!("see whether another column stands there or was read for it; else {MEND}");
    let draft = about_moved(rule, view, first)?.shared(area, None, Some(&column.id)).all().rows(rows);
    let draft = draft.exactly(column, is, was);
    let related = fell.iter().skip(1).flat_map(|moved| moved.at().into_iter().chain(moved.related()));
    Some(draft.related(related).says(message, wording::mend_or_explain(&mend)))
}
