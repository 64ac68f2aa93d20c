//! A label that goes on in the row below.

use super::like;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "label-goes-on",
    family: Family::Return,
    severity: Severity::Query,
    title: "A label seems to go on in the row below",
    what: "A row holds nothing but a text in the column of labels, and that text looks like the rest of the label above it: it opens \
           with a small letter, or the label above breaks off. The row is no item; the item above it keeps its own words.",
    why: "The appendix prints a title that breaks off. And if the row is an item of its own, its figures are missing.",
    mend: "Write the whole label in one cell. If the row is an item of its own, fill it in.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::LabelGoesOn { row, above } = trouble else { continue };
        let message = format!(
            "{}{} looks like the rest of {}: nothing else stands in its row",
            like::opening(view, row),
            like::name(row),
            like::name(above),
        );
        let items = like::items(view, row);
        let mend = format!("join it to {}, or fill in its row if it is one of the {items}", wording::cell(&above.at));
        let draft = like::draft(rule, view, row).related([above.at.clone()]);
        findings.push(draft.says(message, wording::mend_or_explain(&mend)));
    }
    findings
}
