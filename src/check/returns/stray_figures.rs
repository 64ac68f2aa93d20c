//! Figures in a row without a label.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "stray-figures",
    family: Family::Return,
    severity: Severity::Error,
    title: "Figures without a label",
    what: "Figures stand in a row of the table that has no label: it is no item, and no total that the form knows.",
    why: "They are left out, because nobody could say what they are; if they belong to a scheme, its area's total is short.",
    mend: "Write the item's label in the row. If it is a total, give it the label the form expects, or add its label to \
           `totals` of the return in piperoll.toml; else clear the cells.",
    run,
};

/// So many cells are named in the message; the others are in `related`.
const CELLS_NAMED: usize = 4;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::StrayFigures { at, area, cells } = trouble else { return None };
    let named: Vec<String> = cells.iter().take(CELLS_NAMED).map(wording::cell).collect();
    let more = cells.len().saturating_sub(CELLS_NAMED);
    let message = format!(
        "{}{} in {}{} in a row without a label, so nothing there is counted",
        wording::opening(&view.area_name(area.as_deref())),
        if cells.len() == 1 { "a figure stands" } else { "figures stand" },
        wording::list_of(&named),
        if more > 0 { format!(" (and {more} more)") } else { String::new() },
    );
    let draft = rule.at(at).about_area(area.as_deref()).related(cells.iter().cloned());
    Some(draft.says(message, "label the row, or clear it; a total needs a label that the form knows"))
}
