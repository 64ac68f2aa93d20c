//! Characters that the appendix cannot print.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::fonts;
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "unprintable-character",
    family: Family::Cell,
    severity: Severity::Note,
    title: "A character that cannot be printed",
    what: "A text holds a character that the appendix's fonts have no shape for, or that would hide or reorder the text around \
           it: a picture sign, a letter of another script, a control code pasted in from elsewhere.",
    why: "An accessible PDF may not hold text without a shape. The character's number is printed in its place, as [U+4E2D].",
    mend: "Replace the character in the cell with one that prints.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for line in context.lines() {
        for column in &line.list.columns {
            let Some(cell) = line.row.cells.get(&column.id) else { continue };
            let Value::Text(text) = &cell.value else { continue };
            let characters: Vec<String> = fonts::unprintable(text)
                .into_iter()
                .map(|character| format!("[U+{:04X}]", u32::from(character)))
                .collect();
            if characters.is_empty() {
                continue;
            }
            let who = context.whose(&line);
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            let (holds, print) = if characters.len() == 1 {
                ("a character that cannot be printed", "it prints as its number")
            } else {
                ("characters that cannot be printed", "they print as their numbers")
            };
            finding.message = format!(
                "{who}: {} ({}) holds {holds}: {print}, {}",
                context.short_heading(column),
                say::cell(&cell.at),
                say::list_of(&characters),
            );
            finding.help = format!("replace it in {}", say::cell(&cell.at));
            finding.stated_text = Some(characters.join(", "));
            finding.area = line.area.map(str::to_string);
            finding.scheme = line.scheme();
            finding.topic = context.topic_of_line(&line);
            findings.push(finding);
        }
    }
}
