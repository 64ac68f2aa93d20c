//! Which columns of a list anything draws on: what prints, what is reckoned, what is asked.

use std::collections::BTreeSet;

use crate::form::{Column, ColumnOrigin, Form, GroupFrom, List, Summary, TotalOrigin};
use crate::formula::Expr;

/// The columns of a list, by id, that something of the form names; those beside another too, by that one's id.
pub(super) fn used<'a>(form: &'a Form, list: &'a List) -> BTreeSet<&'a str> {
    let mut used: BTreeSet<&str> = BTreeSet::from([list.key.as_str(), list.label.as_str()]);
    by_the_list(&mut used, form, list);
    by_summaries(&mut used, form, list);
    by_rules(&mut used, form, list);
    by_what_prints(&mut used, form, list);
    // What stands inside the cell of another column prints with it.
    let inside = |column: &&Column| column.within.as_ref().is_some_and(|within| used.contains(within.column.as_str()));
    let inside: Vec<&str> = list.columns.iter().filter(inside).map(|column| column.id.as_str()).collect();
    used.extend(inside);
    // The amount beside a percentage has an id of its own.
    let beside = |column: &&Column| column.beside().is_some_and(|beside| used.contains(beside.id.as_str()));
    let hosts: Vec<&str> = list.columns.iter().filter(beside).map(|column| column.id.as_str()).collect();
    used.extend(hosts);
    used
}

fn columns<'a>(of: impl IntoIterator<Item = &'a Expr>) -> impl Iterator<Item = &'a str> {
    of.into_iter().flat_map(Expr::columns)
}

/// What its own columns, levels and returns name.
fn by_the_list<'a>(used: &mut BTreeSet<&'a str>, form: &'a Form, list: &'a List) {
    for column in &list.columns {
        match column.origin() {
            ColumnOrigin::Formula(formula) => used.extend(formula.columns()),
            ColumnOrigin::Share(of) => used.extend([of.as_str()]),
            ColumnOrigin::Given | ColumnOrigin::Sum(_) | ColumnOrigin::Count => {}
        }
        if let TotalOrigin::Formula(formula) = &column.total {
            used.extend(formula.columns());
        }
        used.extend(column.beside().map(|beside| beside.of.as_str()));
        used.extend(column.totals_in());
        // What recurs, and what comes in a full year, is said under the tables.
        used.extend(column.tells_one_off().then_some(column.id.as_str()));
        used.extend(column.full_year_of().into_iter().flat_map(|year| [year, column.id.as_str()]));
        used.extend(column.within.as_ref().map(|within| within.column.as_str()));
    }
    used.extend(list.levels.iter().map(String::as_str));
    if let Some(parts) = &list.parts {
        used.extend(parts.add_up.iter().chain([&parts.column]).map(String::as_str));
    }
    for form in form.returns.iter().filter(|form| form.list == list.id) {
        used.extend(form.groups.iter().chain([&form.area_from]).filter_map(|from| match from {
            GroupFrom::Column(id) => Some(id.as_str()),
            GroupFrom::File | GroupFrom::Sheet | GroupFrom::Heading | GroupFrom::Subtotal => None,
        }));
    }
}

/// What lists that sum it up name of it.
fn by_summaries<'a>(used: &mut BTreeSet<&'a str>, form: &'a Form, list: &'a List) {
    for summary in &form.lists {
        let Some(Summary { of, by }) = &summary.summary_of else { continue };
        if *of != list.id {
            continue;
        }
        used.extend([by.as_str()]);
        for column in &summary.columns {
            if let ColumnOrigin::Sum(of) = column.origin() {
                used.extend([of.as_str()]);
            }
            used.extend(columns(column.only()));
            used.extend(column.figure().and_then(|figure| figure.agrees_with.as_deref()));
        }
    }
}

/// What ratings, checks, ties, bridges and the rest name.
fn by_rules<'a>(used: &mut BTreeSet<&'a str>, form: &'a Form, list: &'a List) {
    let own = |id: &String| *id == list.id;
    for rating in form.ratings.iter().filter(|rating| own(&rating.list)) {
        used.extend(columns(rating.of.iter().chain([&rating.measure])));
        used.extend(rating.shows.iter().chain([&rating.column]).map(String::as_str));
    }
    for check in form.checks.iter().filter(|check| own(&check.list)) {
        used.extend(columns(check.when.iter().chain([&check.require])));
    }
    for narrative in form.narratives.iter().filter(|narrative| own(&narrative.list)) {
        used.extend(narrative.columns.iter().map(String::as_str).chain(columns(&narrative.means)));
    }
    for sum in form.ties.iter().flat_map(|tie| tie.items.iter().chain([&tie.left, &tie.right])) {
        if own(&sum.list) {
            used.extend(columns(&sum.filter).chain([sum.column.as_str()]));
        }
    }
    for bridge in &form.bridges {
        if own(&bridge.of) {
            used.extend(bridge.steps.iter().flat_map(|step| [step.from.as_str(), step.to.as_str()]));
        }
        if own(&bridge.list) {
            let named = [&bridge.item, &bridge.kind, &bridge.amount];
            used.extend(named.into_iter().chain(&bridge.year).map(String::as_str));
        }
    }
    for pairing in form.pairings.iter().filter(|pairing| own(&pairing.list)) {
        let named = [&pairing.item, &pairing.amount, &pairing.year, &pairing.other_year];
        used.extend(named.map(String::as_str).into_iter().chain(columns([&pairing.out, &pairing.back])));
    }
}

/// What tables, the first page and the movements name.
fn by_what_prints<'a>(used: &mut BTreeSet<&'a str>, form: &'a Form, list: &'a List) {
    for table in form.tables.iter().filter(|table| table.from == list.id) {
        let named = table.columns.iter().chain(&table.groups).chain(&table.order);
        used.extend(named.map(String::as_str).chain(columns(&table.filter)));
    }
    let roles = &form.report.roles;
    if form.report.main_list == list.id {
        let own = [&roles.target, &roles.forecast, &roles.achieved, &roles.profile];
        let approved = [&roles.original, &roles.approved_changes, &roles.brought_forward];
        used.extend(own.into_iter().chain(approved).flatten().map(String::as_str));
    }
    let controls = form.controls.iter().filter(|control| control.list == list.id);
    used.extend(controls.map(|control| control.column.as_str()));
    let named = form.report.movements.iter().chain(&roles.later).chain(&roles.shortfall);
    let named = named.chain(&roles.pressures).chain(&roles.net);
    used.extend(named.filter(|(of, _)| *of == list.id).map(|(_, column)| column.as_str()));
}
