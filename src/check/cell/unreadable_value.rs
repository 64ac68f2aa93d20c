//! A cell that is not what its column holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::cause::row_of;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Kind;
use crate::names::Code;
use crate::returns::Trouble;
use crate::source::Place;

pub(crate) static RULE: Rule = Rule {
    code: "unreadable-value",
    family: Family::Cell,
    severity: Severity::Error,
    title: "A cell cannot be read as what its column holds",
    what: "Something stands in the cell that is not a figure, date or choice of its column: words in a column of money, an \
           error value such as #REF!, two figures in one cell. Several cells of a file that are none of a column's choices are one \
           finding, which names what stands in them.",
    why: "No figure can be taken from it, so formulas and totals leave it out, and nobody can say whether the totals that are \
          stated are right. They are among the cells that the finding touches, and are not asked about by themselves.",
    mend: "Write the figure alone in the cell, and the words in the column for them. If it is a placeholder that the council \
           uses, add it to the column's `codes` in piperoll.toml with what it means; a choice that the form does not know, to its \
           `choices`.",
    run,
};

/// So many cells are named of each value, so many values, and so many choices.
const CELLS: usize = 3;
const VALUES: usize = 6;
const CHOICES: usize = 8;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut of_choices: BTreeMap<(Arc<str>, &str, &str), Vec<&Trouble>> = BTreeMap::new();
    let set_aside: BTreeSet<&str> =
        view.decisions.set_asides_of(view.returns.period).map(|entry| entry.finding.as_str()).collect();
    // Somebody decided on that one cell: it is told by itself, so that the decision holds whatever stands in others.
    let is_decided = |trouble: &Trouble| {
        let own = finding(rule, view, trouble).map(|mut own| {
            own.identify();
            own.id
        });
        !set_aside.is_empty() && own.is_some_and(|id| set_aside.contains(id.as_str()))
    };
    let decided: BTreeSet<&Place> =
        view.returns.troubles.iter().filter(|trouble| is_decided(trouble)).filter_map(Trouble::at).collect();
    let is_decided = |trouble: &Trouble| trouble.at().is_some_and(|at| decided.contains(at));
    for trouble in view.returns.troubles.iter().filter(|trouble| !is_decided(trouble)) {
        if let Some(of) = choices_of(view, trouble) {
            of_choices.entry(of).or_default().push(trouble);
        }
    }
    of_choices.retain(|_, troubles| troubles.len() > 1);
    let alone = |trouble: &&Trouble| {
        is_decided(trouble) || choices_of(view, trouble).is_none_or(|of| !of_choices.contains_key(&of))
    };
    let mut findings: Vec<Finding> =
        view.returns.troubles.iter().filter(alone).filter_map(|trouble| finding(rule, view, trouble)).collect();
    findings.extend(of_choices.values().filter_map(|troubles| of_column(rule, view, troubles)));
    findings
}

/// The file, the list and the column of a cell that is none of the column's choices. One of which another finding asks what its symbol
/// means is told by itself.
fn choices_of<'a>(view: &View<'_>, trouble: &'a Trouble) -> Option<(Arc<str>, &'a str, &'a str)> {
    let Trouble::UnreadableValue { at, list, column, .. } = trouble else { return None };
    let is_choice = view.form.list(list)?.column(column)?.kind == Kind::Choice;
    (is_choice && !view.causes.shown.asks(at)).then(|| (at.file.clone(), list.as_str(), column.as_str()))
}

/// All cells of a file that are none of a column's choices: what is to be done about one is to be done about all.
fn of_column(rule: &Rule, view: &View<'_>, troubles: &[&Trouble]) -> Option<Finding> {
    let Trouble::UnreadableValue { at, area, list, column, demanded_by, .. } = *troubles.first()? else { return None };
    let known = view.form.list(list)?.column(column)?;
    // In the order in which they are met.
    let mut values: Vec<(&str, Vec<&Place>)> = Vec::new();
    let mut one_area = area.as_deref();
    for trouble in troubles {
        let Trouble::UnreadableValue { at, area, text, .. } = trouble else { continue };
        one_area = one_area.filter(|one| area.as_deref() == Some(one));
        match values.iter_mut().find(|(value, _)| Code::same(value, text)) {
            Some((_, cells)) => cells.push(at),
            None => values.push((text, vec![at])),
        }
    }
    let value = |(value, cells): &(&str, Vec<&Place>)| {
        let cells: Vec<String> = cells.iter().map(|cell| wording::cell_from(cell, at)).collect();
        format!("'{}' in {}", wording::quoted(value), wording::first_of(&cells, CELLS))
    };
    let choices: Vec<String> = known.choices().iter().map(|choice| format!("'{choice}'")).collect();
    let message = format!(
        "{}{} of {} hold none of its choices ({}): {}",
        wording::opening(&view.area_name(one_area)),
        wording::count(troubles.len(), "cell", "cells"),
        view.name(known),
        wording::first_of(&choices, CHOICES),
        wording::clauses_of(&values, VALUES, "; ", value),
    );
    let them = if values.len() == 1 { "it" } else { "them" };
    let help = format!(
        "add {them} to `choices` of the column in piperoll.toml if the council uses {them}; else have the cells corrected in the return"
    );
    let cells: Vec<Place> = troubles.iter().filter_map(|trouble| trouble.at().cloned()).collect();
    let texts: Vec<&str> = values.iter().map(|(value, _)| *value).collect();
    // No one cell can be set aside for all of them.
    let last = cells.iter().rev().find(|cell| cell.sheet == at.sheet).and_then(|cell| cell.cell);
    let all = at.cell.zip(last).map_or_else(|| at.clone(), |(first, last)| at.range(first, last));
    let draft = rule.at(&all).about_list(view, list, one_area, "").shared(one_area, None, Some(column)).all();
    let draft = draft.demanded_by(demanded_by).stated_text(&texts.join("; "));
    Some(draft.related(cells).says(message, help))
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::UnreadableValue { at, area, scheme, list, column, text, why, demanded_by } = trouble else {
        return None;
    };
    let scheme = scheme.as_deref().unwrap_or_default();
    let known = view.form.list(list).and_then(|list| list.column(column));
    let name = known.map_or_else(|| column.clone(), |column| view.name(column));
    let totals = view.causes.followers(at);
    let (quoted, cell) = (wording::quoted(text), wording::cell(at));
    let message = format!(
        "{}'{quoted}' in {name} ({cell}) cannot be read: {}{}",
        wording::opening(&view.who(area.as_deref(), scheme)),
        why.trim().trim_end_matches('.'),
        wording::unchecked(&totals, at, "mended"),
    );
    let help = format!(
        "write the value alone in {cell}; if '{quoted}' is a placeholder, add it to `codes` of the column in piperoll.toml with \
         what it means"
    );
    let draft = rule.at(at).about_list(view, list, area.as_deref(), scheme).shared(
        area.as_deref(),
        (!scheme.is_empty()).then_some(scheme),
        Some(column),
    );
    // Where it is asked what a symbol means, that is the cause.
    let waits_for = if view.causes.shown.asks(at) { vec![row_of(at)] } else { Vec::new() };
    let finding = draft.demanded_by(demanded_by).stated_text(text).related(totals).says(message, help);
    Some(Finding { waits_for, ..finding })
}
