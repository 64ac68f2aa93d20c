//! Figures in a row without a label.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

/// So many cells are named in the message; the others are in `related`.
const CELLS_NAMED: usize = 4;

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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::StrayFigures { at, area, cells } = trouble else { continue };
        let area_name = context.area_name(area.as_deref());
        let whose = if area_name.is_empty() { String::new() } else { format!("{area_name}: ") };
        let named: Vec<String> = cells.iter().take(CELLS_NAMED).map(say::cell).collect();
        let more = cells.len().saturating_sub(CELLS_NAMED);
        let and_more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        let stand = if cells.len() == 1 { "a figure stands" } else { "figures stand" };
        let mut finding = rule.finding(at.clone());
        finding.message = format!(
            "{whose}{stand} in {}{and_more} in a row without a label, so nothing there is counted",
            say::list_of(&named)
        );
        finding.help = "label the row, or clear it; a total needs a label that the form knows".into();
        finding.area = area.clone();
        finding.related = cells.iter().filter(|cell| *cell != at).cloned().collect();
        findings.push(finding);
    }
}
