//! `column-unmoved`

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::cause::schemes;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, ColumnOrigin, List};
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "column-unmoved",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure to date is what it was, for every scheme of an area",
    what: "A column counts from the start of the year, and every figure of an area in it, three at least, is exactly what it was in \
           the prior period of the same year, while other figures of its return moved. Schemes that have reached their forecast, \
           or their target, are not among the three.",
    why: "Something is achieved in most areas in most periods. Last period's column may have been left in.",
    mend: "Bring the column up to date; or explain why nothing was achieved.",
    run,
};

/// So few figures may well stay what they were.
const FEWEST: usize = 3;

/// A scheme in the prior period and in this one.
type ThenAndNow<'a> = (&'a Scheme, &'a Scheme);

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let (before, after) = (&reconciliation.before, &reconciliation.after);
    if before.period == after.period || before.period.year != after.period.year {
        return Vec::new();
    }
    let mut areas: BTreeMap<(&str, Option<&str>), Vec<ThenAndNow<'_>>> = BTreeMap::new();
    for pair in &reconciliation.pairs {
        let (then, now) = (schemes(before, &pair.before), schemes(after, &pair.after));
        if let ([then], [now]) = (then.as_slice(), now.as_slice()) {
            areas.entry((&now.list, now.area.as_deref())).or_default().push((then, now));
        }
    }
    let unmoved: Vec<Option<&str>> = view.causes.unmoved.iter().map(|unmoved| unmoved.area).collect();
    let mut findings = Vec::new();
    for ((list, area), pairs) in areas {
        // A return in which nothing moved at all is asked about as a whole.
        let Some(list) = view.form.list(list).filter(|_| !unmoved.contains(&area)) else { continue };
        let to_date = list.columns.iter().filter(|column| column.cumulative && column.origin == ColumnOrigin::Given);
        for column in to_date.filter(|column| !is_profiled(view, list, column)) {
            findings.extend(finding(rule, view, list, area, column, &pairs));
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

/// Whether a figure of the main list has come to its forecast, or to its target where there is none.
fn is_reached(view: &View<'_>, list: &List, column: &Column, scheme: &Scheme) -> bool {
    let roles = &view.form.report.roles;
    if list.id != view.form.report.main_list {
        return false;
    }
    let own = scheme.amount(&column.id).abs();
    let figure = |role: &Option<String>| scheme.figures.get(role.as_deref()?).map(Decimal::abs);
    figure(&roles.forecast).or_else(|| figure(&roles.target)).is_some_and(|reach| own >= reach)
}
