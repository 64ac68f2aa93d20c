//! Headings of groups for which the form has no level.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "headings-beyond-levels",
    family: Family::Return,
    severity: Severity::Error,
    title: "Headings of groups that the form has no level for",
    what: "Rows of the table are headings of groups, and the list has no level, or one too few, for such groups to be told apart.",
    why: "The return shows its figures by group, and the paper would show them without.",
    mend: "Add the level to `levels` of the list and say in `groups` of the return that a heading tells it. Where the rows below \
           such a heading are no group of their own, name it in `headings` of the return. Where the row is a scheme without \
           figures, fill it in.",
    run,
};

/// So many headings are named in the message; the others are in `related`.
const HEADINGS_NAMED: usize = 4;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::HeadingsBeyondLevels { headings, at, area, list, demanded_by } = trouble else { return None };
    let known = view.form.list(list)?;
    let named: Vec<String> = headings
        .iter()
        .map(|(place, text)| format!("'{}' ({})", wording::quoted(text), wording::cell(place)))
        .collect();
    let has = match known.levels.len() {
        0 => format!("the list of {} has no levels", known.items),
        levels => format!("the list of {} has {}", known.items, wording::count(levels, "level", "levels")),
    };
    let message = format!(
        "{}{} {} of groups, and {has}: neither the groups nor their subtotals are printed",
        wording::opening(&view.area_name(area.as_deref())),
        wording::first_of(&named, HEADINGS_NAMED),
        if headings.len() == 1 { "is a heading" } else { "are headings" },
    );
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "").demanded_by(demanded_by);
    let draft = draft.related(headings.iter().map(|(place, _)| place.clone()));
    Some(draft.says(
        message,
        "add the level to `levels` of the list and to `groups` of the return in piperoll.toml, or name the headings in \
         `headings` of the return if they open no group; if it is a row without its figures, fill it in",
    ))
}
