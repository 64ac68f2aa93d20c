//! `beyond-its-row`

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind, List, Side};
use crate::money::{Quantity, Told};
use crate::period::Part;
use crate::returns::Row;

pub(super) static RULE: Rule = Rule {
    code: "beyond-its-row",
    family: Family::Row,
    severity: Severity::Query,
    title: "A figure goes beyond what its own row says",
    what: "By the `roles` of the form: more is achieved to date than the year's forecast (but at outturn, where the two are to be the same), or a quarter more than the target where no \
           forecast is stated; the profile to date is more than the target, or another column to date a quarter more; the \
           forecast is three times the target or more, or less than a tenth of it. It is asked once: not where it was so in the \
           prior period already and is by no more now. From three rows of an area on, it is one finding.",
    why: "Each of the two figures is plausible alone. Beside each other, one of them is wrong, or something happened that \
          members will ask about.",
    mend: "Correct the figure that is wrong; or explain it.",
    run,
};

/// So many rows of an area that go beyond in the same way have one cause.
const ALIKE: usize = 3;

/// So much of a target may be achieved without a question, where nobody forecasts it.
const DELIVERED: Decimal = Decimal::from_parts(125, 0, 0, false, 2);

/// A forecast so many times the target is no forecast of it.
const OVER: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// A forecast of less than such a part of the target may be in another unit, or the target has a nought too many.
const UNDER: Decimal = Decimal::TEN;

/// How one figure of a row stands to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    More,
    Over,
    ManyTimes,
    FarLess,
}

/// A figure beside the one that it should not go beyond.
#[derive(Clone, Copy)]
struct Pairing<'a> {
    own: &'a Column,
    other: &'a Column,
    how: How,
    /// It says nothing where this column states a figure.
    unless: Option<&'a Column>,
}

struct Beyond<'a> {
    item: &'a Item<'a>,
    row: &'a Row,
    pairing: Pairing<'a>,
    own: Quantity,
    other: Quantity,
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(list) = view.form.main() else { return Vec::new() };
    let pairings = pairings(view, list);
    let mut found: BTreeMap<(Option<&str>, usize), Vec<Beyond<'_>>> = BTreeMap::new();
    for (of, item, row) in view.items() {
        if of.id != list.id || item.balancing {
            continue;
        }
        let first =
            pairings.iter().enumerate().find_map(|(index, pairing)| Some((index, beyond(view, item, row, *pairing)?)));
        if let Some((index, beyond)) = first {
            found.entry((item.area.as_deref(), index)).or_default().push(beyond);
        }
    }
    let mut findings = Vec::new();
    for ((area, _), rows) in found {
        if rows.len() >= ALIKE {
            findings.extend(together(rule, view, list, area, &rows));
        } else {
            findings.extend(rows.iter().map(|beyond| one(rule, view, list, beyond)));
        }
    }
    findings
}

fn pairings<'a>(view: &View<'a>, list: &'a List) -> Vec<Pairing<'a>> {
    let roles = &view.form.report.roles;
    let column = |role: &Option<String>| list.column(role.as_deref()?);
    let (target, forecast) = (column(&roles.target), column(&roles.forecast));
    let (achieved, profile) = (column(&roles.achieved), column(&roles.profile));
    let pairing = |own: Option<&'a Column>, other: Option<&'a Column>, how| {
        Some(Pairing { own: own?, other: other?, how, unless: None })
    };
    let all = [
        // At outturn the two are to be the same: `forecast-at-outturn`.
        pairing(achieved, forecast, How::More).filter(|_| view.returns.period.part != Part::Outturn),
        pairing(achieved, target, How::Over).map(|over| Pairing { unless: forecast, ..over }),
        pairing(profile, target, How::More),
        pairing(forecast, target, How::ManyTimes),
        pairing(forecast, target, How::FarLess),
    ];
    let known = [target, forecast, achieved, profile].map(|column| column.map(|column| &column.id));
    // What counts to date by another name is of the year's target too.
    let to_date = list.columns.iter().filter(|column| {
        let given = column.kind == Kind::Money && column.is_given();
        column.is_cumulative() && given && !known.contains(&Some(&column.id))
    });
    let to_date = to_date.map(|column| pairing(Some(column), target, How::Over));
    all.into_iter().chain(to_date).flatten().collect()
}

fn beyond<'a>(view: &View<'_>, item: &'a Item<'a>, row: &'a Row, pairing: Pairing<'a>) -> Option<Beyond<'a>> {
    let figure = |column: &Column| item.figures.get(&column.id)?.counted;
    let (own, other) = (figure(pairing.own)?, figure(pairing.other)?);
    let asked = |column: &Column| row.cells.get(&column.id).is_some_and(|cell| view.causes.priors.is_asked(&cell.at));
    if own.agrees_with(other)
        || pairing.unless.is_some_and(|column| figure(column).is_some())
        || asked(pairing.own)
        || asked(pairing.other)
    {
        return None;
    }
    let excess = excess(own.value(), other.value(), pairing.how)?;
    let prior = |column: &Column| view.causes.priors.figure(item, &column.id);
    let before =
        prior(pairing.own).zip(prior(pairing.other)).and_then(|(own, other)| self::excess(own, other, pairing.how));
    // It was so before, and is no more so now.
    if before.is_some_and(|before| excess <= before) {
        return None;
    }
    Some(Beyond { item, row, pairing, own, other })
}

/// By how much a figure goes beyond another; `None` where it does not.
fn excess(own: Decimal, other: Decimal, how: How) -> Option<Decimal> {
    let same_side = Side::of(own)? == Side::of(other).unwrap_or(Side::of(own)?);
    let (own, other) = (own.abs(), other.abs());
    let off = own.checked_sub(other)?.abs();
    let beyond = match how {
        How::More => own > other,
        How::Over => other.checked_mul(DELIVERED).is_some_and(|over| own > over),
        How::ManyTimes => other.checked_mul(OVER).is_some_and(|over| own >= over),
        How::FarLess => own.checked_mul(UNDER).is_some_and(|under| under < other),
    };
    (same_side && beyond).then_some(off)
}

/// 'more than Forecast'
fn than(how: How, other: &str) -> String {
    match how {
        How::More | How::Over => format!("more than {other}"),
        How::ManyTimes => format!("three times {other} or more"),
        How::FarLess => format!("less than a tenth of {other}"),
    }
}

impl Beyond<'_> {
    fn told(&self) -> (Told, Told) {
        let told = |column: &Column, quantity: Quantity| {
            if column.is_computed() { Told::Computed(quantity.value()) } else { Told::Stated(quantity.value()) }
        };
        (told(self.pairing.own, self.own), told(self.pairing.other, self.other))
    }

    fn places(&self) -> Vec<crate::source::Place> {
        let cells = [self.pairing.own, self.pairing.other].map(|column| self.row.cells.get(&column.id));
        cells.into_iter().flatten().map(|cell| cell.at.clone()).collect()
    }
}

fn one(rule: &Rule, view: &View<'_>, list: &List, beyond: &Beyond<'_>) -> Finding {
    let Pairing { own, other, how, .. } = beyond.pairing;
    let (is, of) = beyond.told();
    let said = wording::side_by_side(own, is, of);
    let message = format!(
        "{}: {} is {}, {}, which is {}",
        view.who(beyond.item.area.as_deref(), &beyond.item.label),
        view.name(own),
        said.one,
        than(how, &view.name(other)),
        said.other,
    );
    let at = beyond.row.cells.get(&own.id).map_or(&beyond.row.at, |cell| &cell.at);
    let draft = rule.at(at).about_item(view, list, beyond.item).column(own).figures(own, is, of);
    let related = beyond.places().into_iter().filter(|place| place != at);
    draft.related(related).after_its_row().says(message, wording::mend_or_explain("correct the figure that is wrong"))
}

fn together(rule: &Rule, view: &View<'_>, list: &List, area: Option<&str>, rows: &[Beyond<'_>]) -> Option<Finding> {
    let (first, others) = rows.split_first()?;
    let Pairing { own, other, how, .. } = first.pairing;
    let each: Vec<String> = rows
        .iter()
        .map(|beyond| {
            let (is, of) = beyond.told();
            let said = wording::side_by_side(own, is, of);
            format!("'{}' {} against {}", beyond.item.label.trim(), said.one, said.other)
        })
        .collect();
    let message = format!(
        "{}{} of {} is {}: {}",
        wording::opening(&view.area_name(area)),
        view.name(own),
        wording::count(rows.len(), &list.item, &list.items),
        than(how, &view.name(other)),
        wording::list_of(&each)
    );
    let at = first.row.cells.get(&own.id).map_or(&first.row.at, |cell| &cell.at);
    let draft = rule.at(at).about_item(view, list, first.item).column(own).shared(area, None, Some(&own.id)).all();
    let related = first.places().into_iter().chain(others.iter().flat_map(Beyond::places)).filter(|place| place != at);
    // An explanation is given on these, as they stand.
    let draft = draft.rows(each).related(related);
    Some(draft.says(message, wording::mend_or_explain("correct the figures that are wrong, or their unit")))
}
