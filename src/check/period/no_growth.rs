//! `no-growth`

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::cause::{list_of, schemes};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::money::Told;
use crate::reconcile::position::Scheme;
use crate::reconcile::step::Allowed;

pub(super) static RULE: Rule = Rule {
    code: "no-growth",
    family: Family::Period,
    severity: Severity::Query,
    title: "What is achieved did not grow, though growth was profiled",
    what: "The profile of a scheme (`profile` of `roles` in the form) grew since the prior period by a tenth of the target, or by \
           more than its column allows to move, and what is achieved is exactly what it was, and less than the profile. The schemes of an area are one finding.",
    why: "Either nothing was achieved in a period in which something should have been, which members will ask about; or the \
          figure was not brought up to date.",
    mend: "Bring the figure up to date; or explain why nothing was achieved.",
    run,
};

/// A scheme that stood still: then and now, with its profile then.
struct Still<'a> {
    now: &'a Scheme,
    then: &'a Scheme,
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let roles = &view.form.report.roles;
    let (Some(reconciliation), Some(list)) = (view.reconciliation, view.form.main()) else { return Vec::new() };
    let column = |role: &Option<String>| list.column(role.as_deref()?);
    let (Some(achieved), Some(profile)) = (column(&roles.achieved), column(&roles.profile)) else { return Vec::new() };
    if reconciliation.before.period == reconciliation.after.period
        || reconciliation.before.period.year != reconciliation.after.period.year
    {
        return Vec::new();
    }
    let target = column(&roles.target);
    let allowed = Allowed::of(list, profile, &reconciliation.before);
    let unmoved: Vec<Option<&str>> = view.causes.unmoved.iter().map(|unmoved| unmoved.area).collect();
    let mut areas: BTreeMap<Option<&str>, Vec<Still<'_>>> = BTreeMap::new();
    for pair in &reconciliation.pairs {
        let (then, now) = (schemes(&reconciliation.before, &pair.before), schemes(&reconciliation.after, &pair.after));
        let ([then], [now]) = (then.as_slice(), now.as_slice()) else { continue };
        let of_list = list_of(view, reconciliation, pair).is_some_and(|of| of.id == list.id);
        // A return in which nothing moved at all is asked about as a whole.
        if of_list
            && !unmoved.contains(&now.area.as_deref())
            && stands_still((then, now), (achieved, profile, target), &allowed)
        {
            areas.entry(now.area.as_deref()).or_default().push(Still { now, then });
        }
    }
    areas.into_iter().filter_map(|(area, still)| finding(rule, view, area, &still, achieved, profile)).collect()
}

fn stands_still(
    (then, now): (&Scheme, &Scheme),
    (achieved, profile, target): (&Column, &Column, Option<&Column>),
    allowed: &Allowed,
) -> bool {
    let figure = |scheme: &Scheme, column: &Column| scheme.figures.get(&column.id).copied();
    let (Some(was), Some(is)) = (figure(then, profile), figure(now, profile)) else { return false };
    let (before, after) = (figure(then, achieved), figure(now, achieved));
    let Some(grown) = is.abs().checked_sub(was.abs()) else { return false };
    // A tenth of what the year is to bring is much, however small the scheme.
    let target = target.and_then(|target| figure(now, target)).map(|target| target.abs());
    let much = target.is_some_and(|target| grown.checked_mul(Decimal::TEN).is_some_and(|tenfold| tenfold >= target));
    before.is_some()
        && before == after
        && grown > Decimal::ZERO
        && (much || allowed.is_beyond(was, grown))
        && after.unwrap_or_default().abs() < is.abs()
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    area: Option<&str>,
    still: &[Still<'_>],
    achieved: &Column,
    profile: &Column,
) -> Option<Finding> {
    let list = view.form.main()?;
    let (first, others) = still.split_first()?;
    let said = |scheme: &Scheme, column: &Column| wording::figure(column, Told::Stated(scheme.amount(&column.id)));
    let grew = |one: &Still<'_>| format!("from {} to {}", said(one.then, profile), said(one.now, profile));
    let (name, prior) = (view.name(achieved), view.prior());
    let place = first.now.place(&achieved.id);
    let draft = rule.at(place).about_scheme(view, list, first.now).column(achieved);
    let help = wording::mend_or_explain("bring the figure up to date if it is last time's");
    let (draft, message) = if others.is_empty() {
        let message = format!(
            "{name} of {} is {}, as in {prior}, though {} went {}",
            view.scheme(first.now),
            said(first.now, achieved),
            view.name(profile),
            grew(first)
        );
        (draft.exactly(achieved, first.now.figures.get(&achieved.id).copied(), None), message)
    } else {
        let each: Vec<String> = still
            .iter()
            .map(|one| {
                format!(
                    "'{}' at {}, {} {}",
                    one.now.label.trim(),
                    said(one.now, achieved),
                    view.name(profile),
                    grew(one)
                )
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
            still.iter().map(|one| format!("{} {}", one.now.label.trim(), said(one.now, achieved))).collect();
        (draft.shared(area, None, Some(&achieved.id)).all().rows(stands), message)
    };
    let related = still.iter().flat_map(|one| {
        [one.now.place(&achieved.id), one.now.place(&profile.id), one.then.place(&achieved.id)].map(Clone::clone)
    });
    Some(draft.related(related.filter(|other| other != place)).says(message, help))
}
