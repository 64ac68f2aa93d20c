//! Characters that the appendix cannot print.

use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::fonts;
use crate::form::Column;
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_columns(|line, column| finding(rule, view, line, column))
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column) -> Option<Finding> {
    let cell = line.row.cells.get(&column.id)?;
    let Value::Text(text) = &cell.value else { return None };
    let number = |character| format!("[U+{:04X}]", u32::from(character));
    let characters: Vec<String> = fonts::unprintable(text).into_iter().map(number).collect();
    let (holds, print) = match characters.len() {
        0 => return None,
        1 => ("a character that cannot be printed", "it prints as its number"),
        _ => ("characters that cannot be printed", "they print as their numbers"),
    };
    let place = wording::cell(&cell.at);
    let message = format!(
        "{}: {} ({place}) holds {holds}: {print}, {}",
        view.whose(line),
        view.name(column),
        wording::list_of(&characters),
    );
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell);
    Some(draft.stated_text(&characters.join(", ")).says(message, format!("replace it in {place}")))
}
