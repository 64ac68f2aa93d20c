//! The facts of what moved since the prior period.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::How;
use super::each_change::Amount;
use super::facts::{Facts, MOST_NAMED, Traced, share, traced, words};
use super::known::From;
use super::largest::with_area;
use super::material::Material;
use super::new_year;
use crate::form::List;
use crate::money;
use crate::reconcile::position::Scheme;
use crate::reconcile::{Movement, MovementLine, Pair, PriorFrom, Reconciliation};
use crate::words::handle::{self, Kind};

/// The lines of the movement that somebody approved.
const APPROVED: [MovementLine; 6] = [
    MovementLine::Transfers,
    MovementLine::Split,
    MovementLine::Merged,
    MovementLine::Rebased,
    MovementLine::Reprofiled,
    MovementLine::Virements,
];

/// What moved since the prior period.
pub(super) fn before(of: &Facts<'_>, reconciliation: &Reconciliation) -> Json {
    let form = of.material.form;
    let calendar = &form.calendar;
    let (list, roles) = (&form.report.main_list, &form.report.roles);
    let movement = |(list, column): (&String, &String)| {
        reconciliation.movements.iter().find(|movement| {
            movement.list == *list && movement.column == *column && movement.area.as_deref() == of.area
        })
    };
    let main = |role: &Option<String>| movement((list, role.as_ref()?));
    let shortfall = roles.shortfall.as_ref().and_then(|(list, column)| movement((list, column)));
    let opening = |movement: Option<&Movement>| amounts(of, movement?, &[Amount::Opening]);
    let change = |name: &str, movement: Option<&Movement>| {
        let change = movement.and_then(|movement| {
            of.saved(movement.closing.checked_sub(movement.opening)?, of.known.change(movement, of.area)?)
        });
        traced(&format!("before.{name}"), Kind::Amount, change)
    };
    let by_lines = |name: &str, lines: &[MovementLine]| {
        let lines: Vec<Amount> = lines.iter().copied().map(Amount::Line).collect();
        traced(&format!("before.{name}"), Kind::Amount, main(&roles.forecast).and_then(|it| amounts(of, it, &lines)))
    };
    let counts = |name: &str, line: MovementLine| {
        let lists = form.lists.iter().filter(|list| list.has_schemes());
        let count = |list: &List| {
            let schemes = came_or_went(reconciliation, list, of.area, line);
            let number = Some(Decimal::from(schemes.len()));
            let places = schemes.iter().map(|(_, scheme)| scheme.at.clone()).collect();
            of.handle(&format!("before.{name}.{}", list.id), Kind::Number, number, From::Cells(How::Count, places))
        };
        Map::from_iter(lists.map(|list| (list.id.clone(), count(list))))
    };
    let (new, closed) = (counts("new_of", MovementLine::New), counts("closed_of", MovementLine::Closed));
    let (target, forecast) = (opening(main(&roles.target)), opening(main(&roles.forecast)));
    let meeting = form.period(reconciliation.prior).and_then(|period| period.meeting);
    json!({
        "period": calendar.period(reconciliation.prior),
        "from": prior_from(of.material, reconciliation),
        "meeting": meeting.map(|date| calendar.long_date(date)),
        "target": traced("before.target", Kind::Amount, target.clone()),
        "forecast": traced("before.forecast", Kind::Amount, forecast.clone()),
        "achieved": traced("before.achieved", Kind::Amount, opening(main(&roles.achieved))),
        "percent": traced("before.percent", Kind::Percentage, share(forecast, target)),
        "remaining": traced("before.remaining", Kind::Amount, opening(shortfall)),
        "target_change": change("target_change", main(&roles.target)),
        "forecast_change": change("forecast_change", main(&roles.forecast)),
        "achieved_change": change("achieved_change", main(&roles.achieved)),
        "opens_with": new_year::opens_with(of.material, roles.target.as_deref()),
        "same_year": reconciliation.prior.year == of.material.period.year,
        "by_new": by_lines("by_new", &[MovementLine::New]),
        "by_closed": by_lines("by_closed", &[MovementLine::Closed]),
        "approved": by_lines("approved", &APPROVED),
        "awaited": by_lines("awaited", &[MovementLine::Awaited]),
        "otherwise": by_lines("otherwise", &[MovementLine::Other]),
        "corrected": by_lines("corrected", &[MovementLine::Corrections]),
        "forecast_split": main(&roles.forecast).is_some_and(|movement| {
            MovementLine::ALL.into_iter().any(|line| line != MovementLine::Other && !movement.line(line).is_zero())
        }),
        "new": new.get(list),
        "closed": closed.get(list),
        "new_names": named(of, reconciliation, MovementLine::New),
        "closed_names": named(of, reconciliation, MovementLine::Closed),
        "split_names": became(of, reconciliation, |pair| (pair.before.len(), pair.after.len() > 1) == (1, true)),
        "merged_names": became(of, reconciliation, |pair| (pair.before.len() > 1, pair.after.len()) == (true, 1)),
        "new_of": new,
        "closed_of": closed,
    })
}

/// Some amounts of a movement, added up, as a saving.
fn amounts(of: &Facts<'_>, movement: &Movement, amounts: &[Amount]) -> Option<Traced> {
    let sum = money::checked_sum(amounts.iter().map(|amount| amount.of(movement)))?;
    let traces = amounts.iter().map(|amount| of.known.moved(*amount, movement, of.area));
    of.saved(sum, format!("({})", traces.collect::<Option<Vec<_>>>()?.join(" + ")))
}

/// What the figures of the prior period were taken from: 'the returns of Quarter 2, 2022/23'.
fn prior_from(material: &Material<'_>, reconciliation: &Reconciliation) -> String {
    let (fixed, prior) = (&material.words.fixed, material.form.calendar.period(reconciliation.prior));
    match reconciliation.prior_from {
        PriorFrom::Returns => fixed.prior_returns().fill(&[("period", &prior)]),
        PriorFrom::Published => fixed.prior_published().fill(&[("period", &prior)]),
    }
}

/// The items of the main list that are new, or gone, by name and area, each with its target.
fn named(of: &Facts<'_>, reconciliation: &Reconciliation, line: MovementLine) -> String {
    let Some(list) = of.material.form.main() else { return String::new() };
    let fixed = &of.material.words.fixed;
    let say = |(pair, scheme): (&Pair, &Scheme)| {
        let (name, target) = name_and_target(of, scheme);
        let named = format!("{name}{}", target.map(|target| format!(", {target}")).unwrap_or_default());
        // In the movement of the target it is no scheme that came or went.
        let column = of.material.form.report.roles.target.as_ref();
        let mut changes = pair.changes.iter().filter(|change| Some(&change.column) == column).peekable();
        let is_leg = changes.peek().is_some() && changes.all(|change| change.line == MovementLine::Virements);
        if is_leg { fixed.by_virement().fill(&[("item", &named)]) } else { named }
    };
    let names: Vec<String> = came_or_went(reconciliation, list, of.area, line).into_iter().map(say).collect();
    of.material.words.fixed.list(&names, "; ", MOST_NAMED)
}

/// The items of the main list that became several, or several that became one, each with its target.
fn became(of: &Facts<'_>, reconciliation: &Reconciliation, is_it: impl Fn(&Pair) -> bool) -> String {
    let Some(list) = of.material.form.main() else { return String::new() };
    let fixed = &of.material.words.fixed;
    let say = |schemes: &[&Scheme]| {
        let names = schemes.iter().map(|scheme| {
            let (name, target) = name_and_target(of, scheme);
            format!("{name}{}", target.map(|target| format!(" ({target})")).unwrap_or_default())
        });
        fixed.list(&names.collect::<Vec<_>>(), ", ", MOST_NAMED)
    };
    let both = reconciliation
        .pairs
        .iter()
        .filter(|pair| is_it(pair))
        .map(|pair| (reconciliation.as_it_was().at(&pair.before), reconciliation.after.at(&pair.after)));
    let counts = |(then, now): &(Vec<&Scheme>, Vec<&Scheme>)| {
        let in_area = |scheme: &&Scheme| of.area.is_none() || scheme.area.as_deref() == of.area;
        now.iter().any(|scheme| scheme.list == list.id) && then.iter().chain(now).any(in_area)
    };
    let names: Vec<String> = both
        .filter(counts)
        .map(|(then, now)| fixed.became().fill(&[("from", &say(&then)), ("into", &say(&now))]))
        .collect();
    fixed.list(&names, "; ", MOST_NAMED)
}

/// The name of an item, with its area where the facts are not one area's, and its target as it is said.
fn name_and_target(of: &Facts<'_>, scheme: &Scheme) -> (String, Option<String>) {
    let form = of.material.form;
    let area = scheme.area.as_deref().filter(|_| of.area.is_none());
    let target = form.report.roles.target.as_ref().and_then(|target| {
        let from = From::Cells(How::Worked, vec![scheme.place(target).clone()]);
        let amount = *scheme.figures.get(target)?;
        let trace = of.known.add(&format!("target of {}", scheme.key), scheme.area.as_deref(), amount, from);
        let (saving, trace) = of.saved(amount, trace)?;
        let money = form.report.money;
        Some(handle::spoken(&money::say_rounded(saving, money.unit, money.decimals), &trace))
    });
    (words(&with_area(form, &scheme.label, area)), target)
}

/// The items of a list that are new, or gone (`line`); those of one area, where the facts are an area's. Balancing lines neither
/// come nor go.
fn came_or_went<'r>(
    reconciliation: &'r Reconciliation,
    list: &List,
    area: Option<&str>,
    line: MovementLine,
) -> Vec<(&'r Pair, &'r Scheme)> {
    let is_it = |pair: &&Pair| match line {
        MovementLine::New => pair.is_new(),
        _ => pair.is_closed(),
    };
    // What is gone is said with what it was.
    let was = |pair: &Pair| reconciliation.as_it_was().schemes.get(*pair.before.first()?);
    let scheme = |pair: &'r Pair| if pair.is_closed() { was(pair) } else { reconciliation.scheme(pair) };
    let schemes = reconciliation.pairs.iter().filter(is_it).filter_map(|pair| Some((pair, scheme(pair)?)));
    let counts = |(_, scheme): &(&Pair, &Scheme)| {
        scheme.list == list.id && !scheme.balancing && (area.is_none() || scheme.area.as_deref() == area)
    };
    schemes.filter(counts).collect()
}
