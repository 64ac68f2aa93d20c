//! The facts that the words are composed from. docs/words.md lists them.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::build::Material;
use super::{form_level, list_facts};
use crate::figures::{FormFigure, Group, Item};
use crate::finding::{Counts, Status};
use crate::form::{Form, List, Roles};
use crate::money;
use crate::period;
use crate::reconcile::position::Scheme;
use crate::reconcile::{MovementLine, Pair, Reconciliation};

/// The facts of the whole appendix.
pub(super) fn all(material: &Material<'_>) -> Json {
    let group = material.figures.list(&material.form.report.main_list).map(|list| &list.all);
    facts(material, group, None)
}

/// The facts of one area.
pub(super) fn area(material: &Material<'_>, area: &str) -> Json {
    let list = material.figures.list(&material.form.report.main_list);
    facts(material, list.and_then(|list| list.all.of_area(area)), Some(area))
}

fn facts(material: &Material<'_>, group: Option<&Group<'_>>, area: Option<&str>) -> Json {
    let form = material.form;
    let roles = &form.report.roles;
    let items: Vec<&Item<'_>> =
        group.map(Group::counting_items).unwrap_or_default().into_iter().filter(|item| !item.balancing).collect();
    let total = |role: &Option<String>| role.as_deref().and_then(|id| group?.totals.get(id)?.amount());
    let said = |amount: Option<Decimal>| amount.and_then(|amount| as_saving(form, amount));
    let (target, forecast, achieved) =
        (said(total(&roles.target)), said(total(&roles.forecast)), said(total(&roles.achieved)));
    let gaps: Vec<Decimal> = items.iter().filter_map(|item| as_saving(form, gap(item, roles)?)).collect();
    let short = gaps.iter().filter(|gap| **gap > Decimal::ZERO);
    let over = gaps.iter().filter(|gap| **gap < Decimal::ZERO);
    let ratio = |part: Option<Decimal>| part.zip(target).and_then(|(part, target)| part.checked_div(target));
    let main = form.main();
    let name = area.and_then(|id| form.area(id));
    let year = material.period.year;
    let lists = list_facts::lists(material, area);
    let counts = Counts::of(material.findings);
    json!({
        "title": form.report.title,
        "council": form.report.council,
        "committee": form.report.committee,
        "period": material.period.label(),
        "year": year.label(),
        "next_year": year.next().label(),
        "as_at": period::long_date(material.as_at()),
        "year_end": period::long_date(year.last_day(form.report.year_starts)),
        "area": name.map(|area| &area.name),
        "item": main.map_or("scheme", |list| list.item.as_str()),
        "item_plural": main.map_or("schemes", |list| list.items.as_str()),
        "items": items.len(),
        "target": target.map(text),
        "forecast": forecast.map(text),
        "achieved": achieved.map(text),
        "negative_savings": form.report.negative_savings,
        "has_achieved": roles.achieved.is_some(),
        "percent": ratio(forecast).map(text),
        "achieved_percent": ratio(achieved).map(text),
        "short": short.clone().count(),
        "shortfall": money::checked_sum(short.copied()).map(text),
        "over_items": over.clone().count(),
        "over": money::checked_sum(over.map(Decimal::abs)).map(text),
        "open": counts.error + counts.query,
        "explained": material.findings.iter().filter(|finding| finding.status == Status::Explained).count(),
        "totals": lists.totals,
        "balancing": lists.balancing,
        "groups": lists.groups,
        "figures": by_id(material, |figure, _| figure.figure.amount().map(text)),
        "figure_text": by_id(material, |_, said| Some(said.to_string())),
        "figure_as_at": by_id(material, |figure, _| figure.as_at.map(period::short_date)),
        "before": material.reconciliation.map(|reconciliation| before(form, reconciliation, area)),
    })
}

/// A saving as sentences say it: a positive amount, however the form writes savings.
fn as_saving(form: &Form, amount: Decimal) -> Option<Decimal> {
    if form.report.negative_savings { Decimal::ZERO.checked_sub(amount) } else { Some(amount) }
}

/// Something of each form-level figure, by its id.
fn by_id(material: &Material<'_>, what: impl Fn(&FormFigure, &str) -> Option<String>) -> Json {
    let figures = material.form.figures.iter().zip(&material.figures.form_level);
    let fact = |(form, figure)| {
        let said = form_level::say(material.form, form, figure);
        (figure.id.clone(), what(figure, &said).map_or(Json::Null, Json::String))
    };
    Json::Object(figures.map(fact).collect())
}

/// Target less forecast.
fn gap(item: &Item<'_>, roles: &Roles) -> Option<Decimal> {
    let amount = |role: &Option<String>| item.figures.get(role.as_deref()?)?.counted.map(|quantity| quantity.value());
    amount(&roles.target)?.checked_sub(amount(&roles.forecast)?)
}

/// What moved since the prior period.
fn before(form: &Form, reconciliation: &Reconciliation, area: Option<&str>) -> Json {
    let (list, roles) = (&form.report.main_list, &form.report.roles);
    let change = |role: &Option<String>| {
        let movement = reconciliation.movements.iter().find(|movement| {
            movement.list == *list && Some(&movement.column) == role.as_ref() && movement.area.as_deref() == area
        })?;
        as_saving(form, movement.closing.checked_sub(movement.opening)?).map(text)
    };
    let counts = |line: MovementLine| {
        let lists = form.lists.iter().filter(|list| list.has_schemes());
        let count = |list: &List| Json::from(came_or_went(reconciliation, list, area, line));
        Map::from_iter(lists.map(|list| (list.id.clone(), count(list))))
    };
    let (new, closed) = (counts(MovementLine::New), counts(MovementLine::Closed));
    json!({
        "period": reconciliation.prior.label(),
        "from": reconciliation.prior_from,
        "target_change": change(&roles.target),
        "forecast_change": change(&roles.forecast),
        "achieved_change": change(&roles.achieved),
        "new": new.get(list),
        "closed": closed.get(list),
        "new_of": new,
        "closed_of": closed,
    })
}

/// How many items of a list are new, or gone (`line`); of one area's, where the facts are an area's. Balancing lines neither
/// come nor go.
fn came_or_went(reconciliation: &Reconciliation, list: &List, area: Option<&str>, line: MovementLine) -> usize {
    let is_it = |pair: &&Pair| match line {
        MovementLine::New => pair.is_new(),
        _ => pair.is_closed(),
    };
    let schemes = reconciliation.pairs.iter().filter(is_it).filter_map(|pair| reconciliation.scheme(pair));
    let counts = |scheme: &&Scheme| {
        scheme.list == list.id && !scheme.balancing && (area.is_none() || scheme.area.as_deref() == area)
    };
    schemes.filter(counts).count()
}

fn text(figure: Decimal) -> String {
    figure.normalize().to_string()
}
