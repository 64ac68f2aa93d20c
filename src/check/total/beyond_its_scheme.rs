//! An amount about a scheme that is larger than the scheme.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::check::{Rule, View, table, wording};
use crate::figures::bridge::BridgedItem;
use crate::figures::{Figure, Item};
use crate::finding::{Family, Finding, Severity};
use crate::form::{BridgeForm, Column, Kind, List, Sign};
use crate::money::{self, Quantity, Told};
use crate::names::Label;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "beyond-its-scheme",
    family: Family::Total,
    severity: Severity::Query,
    title: "An amount is larger than the scheme it is about",
    what: "A row of details names a scheme (what slips, what is recovered, what is delivered in another way), and its amount is \
           more than the scheme has: in its year, where it counts nothing in a `[[bridge]]` and so closes it whatever it is; \
           else in all years, or in any column of money.",
    why: "Nothing else bounds such an amount: no total and no bridge changes with it, and it is printed.",
    mend: "Correct the amount, its unit or its year, or the scheme it names. If it stands, explain it.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    // A column of amounts that a bridge places by year is held against that year alone.
    let mut bridged: BTreeSet<(&str, &str)> = BTreeSet::new();
    for form in &view.form.bridges {
        let amounts = view.form.list(&form.list).and_then(|list| Some((list, list.column(&form.amount)?)));
        let (Some((list, column)), Some(bridge)) = (amounts, view.figures.bridge(form)) else { continue };
        if !bridged.insert((&list.id, &column.id)) {
            continue;
        }
        for item in &bridge.items {
            findings.extend(of_bridge(rule, view, form, list, column, item));
        }
    }
    for (list, all) in view.lists() {
        let Some(of) = list.detail_of.as_ref().and_then(|of| view.form.list(of)) else { continue };
        let schemes = Schemes::of(view, of);
        let columns = list.columns.iter().filter(|column| {
            column.kind == Kind::Money && table::is_given(column) && !bridged.contains(&(&*list.id, &*column.id))
        });
        for column in columns {
            for row in all.every_item() {
                let Some(bound) = schemes.of_row(list, row) else { continue };
                let has =
                    format!("its {} has no more than {}", of.item, money::of_size(bound).say(Told::Computed(bound)));
                findings.extend(beyond(rule, view, list, column, row, Quantity::exact(bound), &has, Vec::new()));
            }
        }
    }
    findings
}

/// The amounts of a bridge that are more than the scheme they lead from.
fn of_bridge(
    rule: &Rule,
    view: &View<'_>,
    form: &BridgeForm,
    list: &List,
    column: &Column,
    bridged: &BridgedItem<'_, '_>,
) -> Vec<Finding> {
    let Some(of) = view.form.list(&form.of) else { return Vec::new() };
    let mut findings = Vec::new();
    let figure = |id: &str| Some(bridged.item.figures.get(id)?.counted?.abs());
    let sum = |ids: Vec<&str>| Quantity::sum(ids.into_iter().map(figure).collect::<Option<Vec<_>>>()?);
    let larger = |one: Option<Quantity>, other: Option<Quantity>| {
        let (one, other) = (one?, other?);
        Some(if one.value() < other.value() { other } else { one })
    };
    let in_all = larger(
        sum(form.steps.iter().map(|step| step.from.as_str()).collect()),
        sum(form.steps.iter().map(|step| step.to.as_str()).collect()),
    );
    for (step, of_item) in form.steps.iter().zip(&bridged.steps) {
        // Where the bridge does not close, that is told, with its amounts.
        let closes = of_item.closes() == Some(true);
        let Some((from, to)) = of.column(&step.from).zip(of.column(&step.to)) else { continue };
        for part in &of_item.parts {
            // What counts in the bridge closes it in its own year, and may go round through others.
            let within = part.sign == Sign::Within;
            let bound = if within { larger(figure(&step.from), figure(&step.to)) } else { in_all };
            let Some(bound) = bound.filter(|_| within || closes) else { continue };
            let said = |column: &Column| {
                let told = bridged.item.figures.get(&column.id).and_then(wording::told);
                told.map(|told| format!("{} {}", view.name(column), wording::figure(column, told))).unwrap_or_default()
            };
            let has = if within {
                format!("its {} has no more than {} and {}", of.item, said(from), said(to))
            } else {
                format!(
                    "its {} has no more than {} in all",
                    of.item,
                    wording::figure(from, Told::Computed(bound.value()))
                )
            };
            let places = [&step.from, &step.to].into_iter().filter_map(|id| place(bridged.item.figures.get(id)));
            findings.extend(beyond(rule, view, list, column, part.row, bound, &has, places.collect()));
        }
    }
    findings
}

/// A finding if the row's amount is more than its scheme has.
#[expect(clippy::too_many_arguments, reason = "a row, its column, and what it is held against")]
fn beyond(
    rule: &Rule,
    view: &View<'_>,
    list: &List,
    column: &Column,
    row: &Item<'_>,
    bound: Quantity,
    has: &str,
    related: Vec<Place>,
) -> Option<Finding> {
    let figure = row.figures.get(&column.id)?;
    let amount = figure.counted?.abs();
    if amount.value() <= bound.value() || amount.agrees_with(bound) {
        return None;
    }
    let (cell, is) = (row.cell(&column.id)?, wording::told(figure)?);
    let message = format!(
        "{}: {} ({}) is {}, and {has}",
        view.who(row.area.as_deref(), &row.label),
        view.name(column),
        wording::cell(&cell.at),
        wording::figure(column, is),
    );
    let draft = rule.at(&cell.at).about_item(view, list, row).cell(column, cell);
    let draft = draft.figures(column, is, Told::Computed(bound.value())).related(related);
    let mend = format!("correct {}, or the scheme or year it names", wording::cell(&cell.at));
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}

/// The schemes that details are about, by their names, each with the largest amount of money in its row. Of two that share a
/// name none can be told.
struct Schemes {
    named: BTreeMap<(String, Label), Option<Decimal>>,
}

impl Schemes {
    fn of(view: &View<'_>, list: &List) -> Schemes {
        let mut named = BTreeMap::new();
        for item in view.figures.list(&list.id).map(|figures| figures.all.every_item()).unwrap_or_default() {
            let money = list.columns.iter().filter(|column| column.kind == Kind::Money);
            let amounts: Option<Vec<Decimal>> =
                money.map(|column| Some(item.figures.get(&column.id)?.counted?.value().abs())).collect();
            // What is not known may be more.
            let largest = amounts.and_then(|amounts| amounts.into_iter().max());
            let mut names = vec![Label::of(&item.key), Label::of(&item.label)];
            names.dedup();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                let key = (item.area.clone().unwrap_or_default(), name);
                named.entry(key).and_modify(|known| *known = None).or_insert(largest);
            }
        }
        Schemes { named }
    }

    /// The largest amount of the scheme that a row of details is about: it bears its name, in its key or its label.
    fn of_row(&self, list: &List, row: &Item<'_>) -> Option<Decimal> {
        let area = row.area.clone().unwrap_or_default();
        let names = [&list.label, &list.key].into_iter().map(|id| Label::of(row.text(id)));
        names.filter_map(|name| *self.named.get(&(area.clone(), name))?).next()
    }
}

/// The cell in which a figure stands.
fn place(figure: Option<&Figure>) -> Option<Place> {
    figure?.origin.cell().cloned()
}
