//! Text in a row without a label.

use crate::check::{Context, Rule, say};
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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::StrayText { at, area, text } = trouble else { continue };
        let area_name = context.area_name(area.as_deref());
        let whose = if area_name.is_empty() { String::new() } else { format!("{area_name}: ") };
        let mut finding = rule.finding(at.clone());
        finding.message = format!("{whose}text stands in {} in a row without a label, and is left out", say::cell(at));
        finding.help = say::mend_or_explain("join it to the cell it continues, label the row, or clear it");
        finding.area = area.clone();
        finding.stated_text = Some(text.trim().to_string());
        findings.push(finding);
    }
}
