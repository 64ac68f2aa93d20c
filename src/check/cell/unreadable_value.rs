//! A cell that is not what its column holds.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(crate) static RULE: Rule = Rule {
    code: "unreadable-value",
    family: Family::Cell,
    severity: Severity::Error,
    title: "A cell cannot be read as what its column holds",
    what: "Something stands in the cell that is not a figure, date or choice of its column: words in a column of money, an \
           error value such as #REF!, two figures in one cell.",
    why: "No figure can be taken from it, so formulas and totals leave it out.",
    mend: "Write the figure alone in the cell, and the words in the column for them. If it is a placeholder that the council \
           uses, add it to the column's `codes` in piperoll.toml with what it means.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::UnreadableValue { at, area, scheme, list, column, text, why, demanded_by } = trouble else {
            continue;
        };
        let heading = match context.form.list(list).and_then(|list| list.column(column)) {
            Some(column) => context.short_heading(column),
            None => column.clone(),
        };
        let who = context.who(area.as_deref(), scheme.as_deref().unwrap_or_default());
        let who = if who.is_empty() { String::new() } else { format!("{who}: ") };
        let mut finding = rule.finding(at.clone());
        let why = why.trim().trim_end_matches('.');
        let typed = text.trim();
        let quoted = say::quoted(typed);
        finding.message = format!("{who}'{quoted}' in {heading} ({}) cannot be read: {why}", say::cell(at));
        finding.help = format!(
            "write the value alone in {}; if '{quoted}' is a placeholder, add it to `codes` of the column in piperoll.toml with \
             what it means",
            say::cell(at)
        );
        finding.area = area.clone();
        finding.scheme = scheme.clone();
        finding.column = Some(column.clone());
        finding.stated_text = Some(typed.to_string());
        finding.demanded_by = Some(demanded_by.clone());
        finding.topic = say::topic_of(context, list);
        findings.push(finding);
    }
}
