//! Text in a row without a label.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "stray-text",
    family: Family::Return,
    severity: Severity::Query,
    title: "Text without a label",
    what: "Text stands in a row of the table that has no label, as where somebody carried a long cell on in the row below it.",
    why: "It belongs to no item that could be told, so it is left out, and the end of somebody's explanation with it.",
    mend: "Join it to the cell it continues, or label the row. If it is a note, open it with a label that the return's `notes` in \
           piperoll.toml know.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::StrayText { at, area, text } = trouble else { return None };
    let whose = wording::opening(&view.area_name(area.as_deref()));
    let message = format!("{whose}text stands in {} in a row without a label, and is left out", wording::cell(at));
    let help = wording::mend_or_explain("join it to the cell it continues, label the row, or clear it");
    Some(rule.at(at).about_area(area.as_deref()).stated_text(text).says(message, help))
}
