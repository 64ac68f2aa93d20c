//! Figures in a row without a label.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "stray-figures",
    family: Family::Return,
    severity: Severity::Error,
    title: "Figures without a label",
    what: "Figures stand in a row of the table that has no label: it is no item, and no total that the form or its figures tell. Or \
           they stand in a total row beside the column that the form names for its totals.",
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
    let Trouble::StrayFigures { at, area, label, cells } = trouble else { return None };
    let named: Vec<String> = cells.iter().map(wording::cell).collect();
    let row = match label {
        None => "in a row without a label, so nothing there is counted".to_string(),
        Some(label) if label.is_empty() => {
            "in a total row whose total stands in another column, and is not read".to_string()
        }
        Some(label) => {
            format!("in the row '{}', whose total stands in another column, and is not read", wording::quoted(label))
        }
    };
    let message = format!(
        "{}{} in {} {row}",
        wording::opening(&view.area_name(area.as_deref())),
        if cells.len() == 1 { "a figure stands" } else { "figures stand" },
        wording::first_of(&named, CELLS_NAMED),
    );
    let totals = view.causes.followers_of_row(at);
    let draft = rule.at(at).about_area(area.as_deref()).related(cells.iter().cloned().chain(totals));
    let help = match label {
        None => "label the row, or clear it",
        Some(_) => "clear the one that is not meant",
    };
    Some(draft.says(message, help))
}
