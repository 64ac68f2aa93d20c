//! `no-growth`

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::ThenAndNow;
use crate::check::cause::Moved;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::money::Told;
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "no-growth",
    family: Family::Period,
    severity: Severity::Query,
    title: "What is achieved did not grow, though growth was profiled",
    what: "The profile of a scheme (`profile` of `roles` in the form) grew since the prior period by a tenth of the target, or by \
           more than its column allows to move, and what is achieved is exactly what it was, and less than the profile. The \
           schemes of an area are one finding.",
    why: "Either nothing was achieved in a period in which something should have been, which members will ask about; or the \
          figure was not brought up to date.",
    mend: "Bring the figure up to date; or explain why nothing was achieved.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let roles = &view.form.report.roles;
    let (Some(reconciliation), Some(list)) = (view.reconciliation, view.form.main()) else { return Vec::new() };
    let column = |role: &Option<String>| list.column(role.as_deref()?);
    let (Some(achieved), Some(profile)) = (column(&roles.achieved), column(&roles.profile)) else { return Vec::new() };
    let (before, after) = (reconciliation.before.period, reconciliation.after.period);
    if before == after || before.year != after.year {
        return Vec::new();
    }
    let unmoved: Vec<Option<&str>> = view.causes.unmoved.iter().map(|unmoved| unmoved.area).collect();
    let mut areas: BTreeMap<Option<&str>, Vec<ThenAndNow<'_>>> = BTreeMap::new();
    for moved in view.causes.moved.iter().filter(|moved| moved.list.id == list.id && moved.column.id == profile.id) {
        let ([then], [now]) = (moved.then.as_slice(), moved.now.as_slice()) else { continue };
        // A return in which nothing moved at all is asked about as a whole.
        let area = now.area.as_deref();
        let is_said = view.returns.last_reported_of(area).is_some();
        if !is_said && !unmoved.contains(&area) && stands_still(moved, (then, now), achieved, column(&roles.target)) {
            areas.entry(area).or_default().push((then, now));
        }
    }
    areas.into_iter().filter_map(|(area, still)| finding(rule, view, area, &still, achieved, profile)).collect()
}

/// Whether a scheme whose profile moved so should have achieved more, and did not.
fn stands_still(profile: &Moved<'_>, (then, now): ThenAndNow<'_>, achieved: &Column, target: Option<&Column>) -> bool {
    let figure = |scheme: &Scheme, column: &Column| scheme.figures.get(&column.id).copied();
    let (Some(was), Some(is)) = (profile.from, profile.to) else { return false };
    let (before, after) = (figure(then, achieved), figure(now, achieved));
    let Some(grown) = is.abs().checked_sub(was.abs()) else { return false };
    // A tenth of what the year is to bring is much, however small the scheme.
    let target = target.and_then(|target| figure(now, target)).map(|target| target.abs());
    let much = target.is_some_and(|target| grown.checked_mul(Decimal::TEN).is_some_and(|tenfold| tenfold >= target));
    before.is_some()
        && before == after
        && grown > Decimal::ZERO
        && (much || profile.allowed.is_beyond(was, grown))
        && after.unwrap_or_default().abs() < is.abs()
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    area: Option<&str>,
    still: &[ThenAndNow<'_>],
    achieved: &Column,
    profile: &Column,
) -> Option<Finding> {
    let list = view.form.main()?;
    let (both, others) = still.split_first()?;
    let (_, first) = both;
    let said = |scheme: &Scheme, column: &Column| wording::figure(column, Told::Stated(scheme.amount(&column.id)));
    let grew = |(then, now): &ThenAndNow<'_>| format!("from {} to {}", said(then, profile), said(now, profile));
    let (name, prior) = (view.name(achieved), view.prior());
    let place = first.place(&achieved.id);
    let draft = rule.at(place).about_scheme(view, list, first).column(achieved);
    let help = wording::mend_or_explain("bring the figure up to date if it is last time's");
    let (draft, message) = if others.is_empty() {
        let message = format!(
            "{name} of {} is {}, as in {prior}, though {} went {}",
            view.scheme(first),
            said(first, achieved),
            view.name(profile),
            grew(both)
        );
        (draft.exactly(achieved, first.figures.get(&achieved.id).copied(), None), message)
    } else {
        let each: Vec<String> = still
            .iter()
            .map(|both @ (_, now)| {
                format!("'{}' at {}, {} {}", now.label.trim(), said(now, achieved), view.name(profile), grew(both))
            })
            .collect();
        let message = format!(
            "{}{name} of {} is what it was in {prior}, though their profile grew: {}",
            wording::opening(&view.area_name(area)),
            wording::count(still.len(), &list.item, &list.items),
            wording::list_of(&each)
        );
        // An explanation is given on these, as they stand.
        let stands: Vec<String> =
            still.iter().map(|(_, now)| format!("{} {}", now.label.trim(), said(now, achieved))).collect();
        (draft.shared(area, None, Some(&achieved.id)).all().rows(stands), message)
    };
    let related = still.iter().flat_map(|(then, now)| {
        [now.place(&achieved.id), now.place(&profile.id), then.place(&achieved.id)].map(Clone::clone)
    });
    Some(draft.related(related.filter(|other| other != place)).says(message, help))
}
