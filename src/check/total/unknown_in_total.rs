//! Totals of which some parts are not known.

use std::collections::{BTreeMap, BTreeSet};

use super::total_of_blanks;
use crate::check::cause::CellCause;
use crate::check::returns::file_name;
use crate::check::{Rule, View, wording};
use crate::figures::{Group, Item};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, ColumnOrigin, List, TotalOrigin};
use crate::money::Absent;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "unknown-in-total",
    family: Family::Total,
    severity: Severity::Note,
    title: "Totals leave out what is not known",
    what: "Some rows have no figure in this column, but a placeholder or a blank that does not mean nil. The totals add the \
           others. One note a column names the rows and every total that is without them, from the group's to the one of \
           all and the summary.",
    why: "The totals are true of what is known, and may be short of what is meant.",
    mend: "Ask for the figures. Where the placeholder means nil, say so with `nil = true` in the column's `codes`.",
    run,
};

/// So many rows, and so many groups, are named.
const NAMED: usize = 3;

/// A row whose figure is not known: why, and its cell.
struct Unknown<'a> {
    item: &'a Item<'a>,
    why: &'a Absent,
    at: &'a Place,
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (list, all) in view.lists() {
        for column in list.columns.iter().filter(|column| column.total == TotalOrigin::Sum && !column.is_computed()) {
            // Whoever sent the file is asked.
            let mut files: BTreeMap<&str, Vec<Unknown<'_>>> = BTreeMap::new();
            let asked = total_of_blanks::rows_of(view, all, column);
            let items = all.counting_items().into_iter();
            let items = items.filter(|item| item.row.is_some_and(|row| !asked.contains(&row.at)));
            for unknown in items.filter_map(|item| unknown(view, item, column)) {
                files.entry(&unknown.at.file).or_default().push(unknown);
            }
            findings.extend(files.into_values().filter_map(|rows| finding(rule, view, (list, all), column, &rows)));
        }
    }
    findings
}

fn unknown<'a>(view: &View<'a>, item: &'a Item<'a>, column: &Column) -> Option<Unknown<'a>> {
    let figure = item.figures.get(&column.id).filter(|figure| figure.counted.is_none())?;
    let why = figure.value.as_ref().err()?;
    // A row whose column is not there at all has no cell to speak of; the missing column is told, or may be missing.
    let at = &item.row?.cells.get(&column.id)?.at;
    // What is an error or a question of its own is not said again for the totals.
    let cause = view.causes.cells.cause(at, &column.id);
    matches!(cause, None | Some(CellCause::Blank | CellCause::Code)).then_some(Unknown { item, why, at })
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    (list, all): (&List, &Group<'_>),
    column: &Column,
    rows: &[Unknown<'_>],
) -> Option<Finding> {
    let first = rows.first()?;
    let area = first.item.area.as_deref().filter(|area| rows.iter().all(|row| row.item.area.as_deref() == Some(area)));
    let balancing = rows.iter().filter(|row| row.item.balancing).count();
    let mut behind: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        *behind.entry(what_stands(row.why)).or_insert(0) += 1;
    }
    let behind: Vec<String> = behind.into_iter().map(|(what, times)| format!("{times} {what}")).collect();
    let names = rows.iter().map(|row| format!("'{}' ({})", wording::quoted(&row.item.label), wording::cell(row.at)));
    let message = format!(
        "{}{} {} no figure in {} ({}): {}; without {} {}",
        wording::opening(&view.area_name(area)),
        wording::items(list, rows.len(), balancing),
        if rows.len() == 1 { "has" } else { "have" },
        view.name(column),
        wording::list_of(&behind),
        first_few(names.collect()),
        if rows.len() == 1 { "it" } else { "them" },
        wording::list_of(&levels(view, (list, all), column, rows)),
    );
    let help = "ask for the figures; where a placeholder means nil, say so in `codes` of the column in piperoll.toml";
    let draft = rule.at(first.at).about_list(view, &list.id, area, "").column(column);
    let draft =
        if area.is_none() && view.returns.files.len() > 1 { draft.topic_and(file_name(&first.at.file)) } else { draft };
    Some(draft.related(rows.iter().map(|row| row.at.clone())).says(message, help))
}

/// The totals that are without these rows, each with what it comes to, from the innermost to the one of all: "'Total Care' is
/// £80k".
fn levels(view: &View<'_>, (list, all): (&List, &Group<'_>), column: &Column, rows: &[Unknown<'_>]) -> Vec<String> {
    let comes_to = |group: &Group<'_>| {
        let told = group.totals.get(&column.id).and_then(wording::told);
        told.map_or_else(|| "nothing".to_string(), |told| wording::figure(column, told))
    };
    let mut groups = Vec::new();
    add(all, &rows.iter().filter_map(|row| Some(&row.item.row?.at)).collect(), &mut groups);
    let inner: Vec<String> = groups
        .iter()
        .filter(|group| group.is_inner())
        .map(|group| format!("{} is {}", view.total_row(list, group), comes_to(group)))
        .collect();
    let mut levels: Vec<String> = (!inner.is_empty()).then(|| first_few(inner)).into_iter().collect();
    let areas: Vec<&&Group<'_>> = groups.iter().filter(|group| group.area.is_some() && !group.is_inner()).collect();
    match areas.as_slice() {
        [] => levels.push(format!("the total is {}", comes_to(all))),
        [area] => levels.push(format!("the total is {}", comes_to(area))),
        several => levels.push(format!("the totals of {} areas are short", several.len())),
    }
    // The total of all areas prints where a table is of them all.
    let of_all =
        view.form.tables.iter().any(|table| table.from == list.id && !table.one_per_area && table.bridge.is_none());
    if of_all && all.groups.iter().filter(|group| !group.is_inner()).count() > 1 {
        levels.push(format!("that of all areas is {}", comes_to(all)));
    }
    let sums = |other: &&Column| matches!(other.origin(), ColumnOrigin::Sum(of) if *of == column.id);
    let summaries = view.form.lists.iter().filter(|of| of.summary_of.as_ref().is_some_and(|of| of.of == list.id));
    if summaries.flat_map(|summary| &summary.columns).any(|column| sums(&column)) {
        levels.push("the summary says the same".to_string());
    }
    levels
}

/// The groups that hold one of these rows, the inner before the outer.
fn add<'g, 'a>(group: &'g Group<'a>, rows: &BTreeSet<&Place>, found: &mut Vec<&'g Group<'a>>) -> bool {
    let mut holds = group.items.iter().any(|item| item.row.is_some_and(|row| rows.contains(&row.at)));
    for inner in &group.groups {
        holds |= add(inner, rows, found);
    }
    if holds {
        found.push(group);
    }
    holds
}

/// The first few of several, and how many more.
fn first_few(names: Vec<String>) -> String {
    wording::first_of(&names, NAMED)
}

fn what_stands(why: &Absent) -> String {
    match why {
        Absent::Blank => "blank".into(),
        Absent::Code(code) => format!("'{code}'"),
        Absent::Unreadable => "unreadable".into(),
        Absent::NotApplicable => "not applicable".into(),
        Absent::Unknown => "not known".into(),
    }
}
