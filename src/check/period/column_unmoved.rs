//! `column-unmoved`

use rust_decimal::Decimal;

use super::{ThenAndNow, by_area};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, ColumnOrigin, List};
use crate::money::Told;
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "column-unmoved",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure to date is what it was, for every scheme of an area",
    what: "A column counts from the start of the year, and every figure of an area in it, three at least, is exactly what it was in \
           the prior period of the same year, while other figures of its return moved. Schemes that have reached their forecast, \
           or their target, are not among the three. In a new year such a column begins anew: there two figures that are last \
           year's to the digit are asked about.",
    why: "Something is achieved in most areas in most periods. Last period's column may have been left in.",
    mend: "Bring the column up to date; or explain why nothing was achieved.",
    run,
};

/// So few figures may well stay what they were.
const FEWEST: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let (before, after) = (&reconciliation.before, &reconciliation.after);
    if before.period == after.period {
        return Vec::new();
    }
    let new_year = before.period.year != after.period.year;
    let unmoved: Vec<Option<&str>> = view.causes.unmoved.iter().map(|unmoved| unmoved.area).collect();
    let mut findings = Vec::new();
    for ((list, area), pairs) in by_area(reconciliation) {
        // A return in which nothing moved at all is asked about as a whole.
        let Some(list) = view.form.list(list).filter(|_| !unmoved.contains(&area)) else { continue };
        let to_date = list.columns.iter().filter(|column| column.cumulative && column.origin == ColumnOrigin::Given);
        for column in to_date {
            findings.extend(match new_year {
                true => left_from_last_year(rule, view, list, area, column, &pairs),
                false if is_profiled(view, list, column) => None,
                false => finding(rule, view, list, area, column, &pairs),
            });
        }
    }
    findings
}

/// Whether it is asked scheme by scheme: what is achieved, where the form has a profile.
fn is_profiled(view: &View<'_>, list: &List, column: &Column) -> bool {
    let roles = &view.form.report.roles;
    list.id == view.form.report.main_list && roles.profile.is_some() && roles.achieved.as_ref() == Some(&column.id)
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    list: &List,
    area: Option<&str>,
    column: &Column,
    pairs: &[ThenAndNow<'_>],
) -> Option<Finding> {
    let figure = |scheme: &Scheme| scheme.figures.get(&column.id).copied();
    let stated: Vec<&ThenAndNow<'_>> =
        pairs.iter().filter(|(_, now)| figure(now).is_some_and(|figure| !figure.is_zero())).collect();
    let open = stated.iter().filter(|(_, now)| !is_reached(view, list, column, now)).count();
    let moved = pairs.iter().any(|(then, now)| figure(then) != figure(now));
    let others = pairs.iter().any(|(then, now)| then.figures != now.figures);
    if moved || !others || open < FEWEST {
        return None;
    }
    let (_, first) = stated.first()?;
    let message = format!(
        "{}{} is what it was in {} for all {} {}, though other figures moved",
        wording::opening(&view.area_name(area)),
        view.name(column),
        view.prior(),
        stated.len(),
        list.items
    );
    let at = first.place(&column.id);
    let draft = rule.at(at).about_scheme(view, list, first).column(column).shared(area, None, Some(&column.id)).all();
    // An explanation is given on these figures of this period.
    let rows = stated.iter().map(|(_, now)| now.label.trim().to_string());
    let related: Vec<_> = stated.iter().map(|(_, now)| now.place(&column.id).clone()).collect();
    let draft = draft.rows(rows).stated_text(&format!("as in {}", view.prior()));
    Some(draft.related(related).says(message, wording::mend_or_explain("bring the column up to date")))
}

/// In a new year a column that counts from its start begins anew: a figure that is last year's to the digit was left in.
fn left_from_last_year(
    rule: &Rule,
    view: &View<'_>,
    list: &List,
    area: Option<&str>,
    column: &Column,
    pairs: &[ThenAndNow<'_>],
) -> Option<Finding> {
    let figure = |scheme: &Scheme| scheme.figures.get(&column.id).copied().filter(|figure| !figure.is_zero());
    let left: Vec<&Scheme> = pairs
        .iter()
        .filter(|(then, now)| figure(now).is_some() && figure(now) == figure(then))
        .map(|(_, now)| *now)
        .collect();
    let first = left.first()?;
    // A single one may be chance.
    if left.len() == 1 {
        return None;
    }
    let said = |scheme: &&Scheme| {
        format!("'{}' {}", scheme.label.trim(), wording::figure(column, Told::Stated(scheme.amount(&column.id))))
    };
    let rows: Vec<String> = left.iter().map(said).collect();
    let message = format!(
        "{}{} counts from the start of the year, and is what it was in {}, a year's end before: {}",
        wording::opening(&view.area_name(area)),
        view.name(column),
        view.prior(),
        wording::list_of(&rows)
    );
    let draft = rule.at(first.place(&column.id)).about_scheme(view, list, first).column(column);
    let draft = draft.shared(area, None, Some(&column.id)).all().rows(rows);
    let related: Vec<_> = left.iter().map(|scheme| scheme.place(&column.id).clone()).collect();
    Some(draft.related(related).says(message, wording::mend_or_explain("bring the column up to date")))
}

/// Whether a figure has come to its scheme's forecast, or to its target where it has none; nothing says it outside the main list.
fn is_reached(view: &View<'_>, list: &List, column: &Column, scheme: &Scheme) -> bool {
    let roles = &view.form.report.roles;
    let figure = |role: &Option<String>| scheme.figures.get(role.as_deref()?).map(Decimal::abs);
    let reach = figure(&roles.forecast).or_else(|| figure(&roles.target));
    list.id == view.form.report.main_list && reach.is_some_and(|reach| scheme.amount(&column.id).abs() >= reach)
}
