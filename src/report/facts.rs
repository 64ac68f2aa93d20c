//! The facts that the words are composed from. docs/words.md lists them.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::known::{self, Chosen, From, Known};
use super::material::Material;
use super::{How, form_level, list_facts};
use crate::figures::{FormFigure, Group, Item};
use crate::finding::{Counts, Finding, Status};
use crate::form::{Form, List, Roles};
use crate::money;
use crate::period;
use crate::reconcile::position::Scheme;
use crate::reconcile::{MovementLine, Pair, Reconciliation};
use crate::words::handle::{self, Handle, Kind};

/// The facts of the whole appendix.
pub(super) fn all(material: &Material<'_>, known: &Known<'_>) -> Json {
    let group = material.figures.list(&material.form.report.main_list).map(|list| &list.all);
    Facts { material, known, area: None }.of(group)
}

/// The facts of one area.
pub(super) fn area(material: &Material<'_>, known: &Known<'_>, area: &str) -> Json {
    let list = material.figures.list(&material.form.report.main_list);
    Facts { material, known, area: Some(area) }.of(list.and_then(|list| list.all.of_area(area)))
}

/// The facts of the whole, or of an area.
struct Facts<'f> {
    material: &'f Material<'f>,
    known: &'f Known<'f>,
    area: Option<&'f str>,
}

/// A figure with the formula that it comes from.
type Traced = (Decimal, String);

impl Facts<'_> {
    fn of(&self, group: Option<&Group<'_>>) -> Json {
        let (material, form) = (self.material, self.material.form);
        let roles = &form.report.roles;
        let items: Vec<&Item<'_>> =
            group.map(Group::counting_items).unwrap_or_default().into_iter().filter(|item| !item.balancing).collect();
        let total = |role: &Option<String>| self.total(group, role.as_deref());
        let (target, forecast, achieved) = (total(&roles.target), total(&roles.forecast), total(&roles.achieved));
        let gaps: Vec<(&Item<'_>, Decimal)> =
            items.iter().filter_map(|item| Some((*item, as_saving(form, gap(item, roles)?)?))).collect();
        let short: Vec<_> = gaps.iter().filter(|(_, gap)| *gap > Decimal::ZERO).copied().collect();
        let over: Vec<_> = gaps.iter().filter(|(_, gap)| *gap < Decimal::ZERO).copied().collect();
        let main = form.main();
        let year = material.period.year;
        let lists = list_facts::lists(material, self.known, self.area);
        let counts = Counts::of(material.findings);
        let main_list = form.report.main_list.clone();
        let schemes = Chosen { balancing: Some(false), ..Chosen::default() };
        let count =
            |name: &str, number: usize, from: From| self.handle(name, Kind::Number, Some(Decimal::from(number)), from);
        json!({
            "title": words(&form.report.title),
            "council": words(&form.report.council),
            "committee": words(&form.report.committee),
            "period": material.period.label(),
            "year": year.label(),
            "next_year": year.next().label(),
            "as_at": period::long_date(material.as_at()),
            "year_end": period::long_date(year.last_day(form.report.year_starts)),
            "area": self.area.and_then(|id| form.area(id)).map(|area| words(&area.name)),
            "item": main.map_or("scheme".to_string(), |list| words(&list.item)),
            "item_plural": main.map_or("schemes".to_string(), |list| words(&list.items)),
            "items": count("items", items.len(), From::Count { list: main_list, of: schemes }),
            "target": traced("target", Kind::Amount, target.clone()),
            "forecast": traced("forecast", Kind::Amount, forecast.clone()),
            "achieved": traced("achieved", Kind::Amount, achieved.clone()),
            "negative_savings": form.report.negative_savings,
            "has_achieved": roles.achieved.is_some(),
            "percent": traced("percent", Kind::Percentage, share(forecast, target.clone())),
            "achieved_percent": traced("achieved_percent", Kind::Percentage, share(achieved, target)),
            "short": count("short", short.len(), items_of(&short)),
            "shortfall": self.gaps("shortfall", &short),
            "over_items": count("over_items", over.len(), items_of(&over)),
            "over": self.gaps("over", &over),
            "open": count("open", counts.error + counts.query, self.findings(Finding::blocks)),
            "explained": count("explained", counts.explained, self.findings(|finding| finding.status == Status::Explained)),
            "totals": lists.totals,
            "balancing": lists.balancing,
            "groups": lists.groups,
            "figures": self.by_id(|index, figure, _| {
                let amount = figure.figure.amount()?;
                let kind = known::kind_of(&form.figures.get(index)?.column);
                Some(traced(&format!("figures.{}", figure.id), kind, Some((amount, self.known.of_form(index)?))))
            }),
            "figure_text": self.by_id(|index, _, _| Some(Json::String(form_level::spoken(material, self.known, index)))),
            "figure_as_at": self.by_id(|_, figure, _| figure.as_at.map(|date| Json::String(period::short_date(date)))),
            "before": material.reconciliation.map(|reconciliation| self.before(reconciliation)),
        })
    }

    fn handle(&self, name: &str, kind: Kind, figure: Option<Decimal>, from: From) -> Json {
        self.known.handle((name, self.area), kind, figure, from)
    }

    /// The total of a column of the main list, as a saving.
    fn total(&self, group: Option<&Group<'_>>, column: Option<&str>) -> Option<Traced> {
        let (list, column) = (&self.material.form.report.main_list, column?);
        let figure = group?.totals.get(column)?;
        let from = From::Total { list: list.clone(), column: column.to_string(), origin: figure.origin.clone() };
        let amount = figure.amount()?;
        let trace = self.known.add(&format!("totals.{list}.{column}"), self.area, amount, from);
        self.saved(amount, trace)
    }

    /// An amount as a saving.
    fn saved(&self, amount: Decimal, trace: String) -> Option<Traced> {
        let negative = self.material.form.report.negative_savings;
        Some((as_saving(self.material.form, amount)?, if negative { format!("(-{trace})") } else { trace }))
    }

    /// What the target of some items is more, or less, than their forecast: in all.
    fn gaps(&self, name: &str, items: &[(&Item<'_>, Decimal)]) -> Json {
        let roles = &self.material.form.report.roles;
        let columns = [&roles.target, &roles.forecast];
        let form = self.material.form;
        let behind = form.main().map(|list| self.material.figures.behind_list(form, list));
        let cells = items.iter().flat_map(|(item, _)| {
            let of = |id: &String| behind.map(|behind| behind.item(item, id)).unwrap_or_default();
            columns.into_iter().flatten().flat_map(of)
        });
        let sum = money::checked_sum(items.iter().map(|(_, gap)| gap.abs()));
        self.handle(name, Kind::Amount, sum, From::Cells(How::Worked, cells.collect()))
    }

    fn findings(&self, is_one: impl Fn(&Finding) -> bool) -> From {
        let found = self.material.findings.iter().filter(|finding| is_one(finding));
        // An answered one by its answer.
        let at = |finding: &Finding| {
            let answer = finding.explained_by.as_ref().and_then(|answer| self.material.decisions.entry(answer.line));
            answer.unwrap_or(&finding.at).clone()
        };
        From::Cells(How::Count, found.map(at).collect())
    }

    /// Something of each form-level figure, by its id.
    fn by_id(&self, what: impl Fn(usize, &FormFigure, &str) -> Option<Json>) -> Json {
        let form = self.material.form;
        let figures = form.figures.iter().zip(&self.material.figures.form_level).enumerate();
        let fact = |(index, (of, figure))| {
            let said = form_level::say(form, of, figure);
            (figure.id.clone(), what(index, figure, &said).unwrap_or(Json::Null))
        };
        Json::Object(figures.map(fact).collect())
    }

    /// What moved since the prior period.
    fn before(&self, reconciliation: &Reconciliation) -> Json {
        let form = self.material.form;
        let (list, roles) = (&form.report.main_list, &form.report.roles);
        let change = |name: &str, role: &Option<String>| {
            let movement = reconciliation.movements.iter().find(|movement| {
                movement.list == *list
                    && Some(&movement.column) == role.as_ref()
                    && movement.area.as_deref() == self.area
            });
            let change = movement.and_then(|movement| {
                let (then, now) = (movement.opening, movement.closing);
                let trace = self.known.change(list, &movement.column, self.area, then, now)?;
                self.saved(now.checked_sub(then)?, trace)
            });
            traced(&format!("before.{name}"), Kind::Amount, change)
        };
        let counts = |name: &str, line: MovementLine| {
            let lists = form.lists.iter().filter(|list| list.has_schemes());
            let count = |list: &List| {
                let schemes = came_or_went(reconciliation, list, self.area, line);
                let number = Some(Decimal::from(schemes.len()));
                let places = schemes.iter().map(|scheme| scheme.at.clone()).collect();
                self.handle(
                    &format!("before.{name}.{}", list.id),
                    Kind::Number,
                    number,
                    From::Cells(How::Count, places),
                )
            };
            Map::from_iter(lists.map(|list| (list.id.clone(), count(list))))
        };
        let (new, closed) = (counts("new_of", MovementLine::New), counts("closed_of", MovementLine::Closed));
        json!({
            "period": reconciliation.prior.label(),
            "from": words(&reconciliation.prior_from),
            "target_change": change("target_change", &roles.target),
            "forecast_change": change("forecast_change", &roles.forecast),
            "achieved_change": change("achieved_change", &roles.achieved),
            "new": new.get(list),
            "closed": closed.get(list),
            "new_of": new,
            "closed_of": closed,
        })
    }
}

/// A figure as a template gets it; nothing where it is not known.
pub(super) fn traced(name: &str, kind: Kind, figure: Option<Traced>) -> Json {
    let handle = |(figure, trace)| Handle { figure, kind: Some(kind), name: name.to_string(), trace }.json();
    figure.map_or(Json::Null, handle)
}

/// What share one figure is of another.
fn share(part: Option<Traced>, of: Option<Traced>) -> Option<Traced> {
    let ((part, trace), (of, of_trace)) = part.zip(of)?;
    Some((part.checked_div(of)?, format!("({trace} / {of_trace})")))
}

/// Where some items stand.
fn items_of(items: &[(&Item<'_>, Decimal)]) -> From {
    From::Cells(How::Count, items.iter().filter_map(|(item, _)| Some(item.row?.at.clone())).collect())
}

/// Words of a form or a return.
pub(super) fn words(text: &str) -> String {
    handle::without_marks(text)
}

/// A saving as sentences say it: a positive amount, however the form writes savings.
fn as_saving(form: &Form, amount: Decimal) -> Option<Decimal> {
    if form.report.negative_savings { Decimal::ZERO.checked_sub(amount) } else { Some(amount) }
}

/// Target less forecast.
fn gap(item: &Item<'_>, roles: &Roles) -> Option<Decimal> {
    let amount = |role: &Option<String>| item.figures.get(role.as_deref()?)?.counted.map(|quantity| quantity.value());
    amount(&roles.target)?.checked_sub(amount(&roles.forecast)?)
}

/// The items of a list that are new, or gone (`line`); those of one area, where the facts are an area's. Balancing lines neither
/// come nor go.
fn came_or_went<'r>(
    reconciliation: &'r Reconciliation,
    list: &List,
    area: Option<&str>,
    line: MovementLine,
) -> Vec<&'r Scheme> {
    let is_it = |pair: &&Pair| match line {
        MovementLine::New => pair.is_new(),
        _ => pair.is_closed(),
    };
    let schemes = reconciliation.pairs.iter().filter(is_it).filter_map(|pair| reconciliation.scheme(pair));
    let counts = |scheme: &&Scheme| {
        scheme.list == list.id && !scheme.balancing && (area.is_none() || scheme.area.as_deref() == area)
    };
    schemes.filter(counts).collect()
}
