//! Personal data in text. No finding quotes the value.

mod national_insurance;
mod nhs_number;
mod personal_email;
mod personal_telephone;

use super::{Rule, View, wording};
use crate::finding::{Finding, Severity};
use crate::returns::{Trouble, Value};
use crate::source::Place;

/// The rules of this family.
pub static RULES: &[&Rule] =
    &[&personal_email::RULE, &personal_telephone::RULE, &nhs_number::RULE, &national_insurance::RULE];

/// A text of a return, and what may be said of where it stands.
struct Written<'a> {
    text: &'a str,
    at: Place,
    area: Option<&'a str>,
    /// The row's label, unless the text is the label itself.
    label: &'a str,
    column: Option<&'a crate::form::Column>,
}

/// Every text of the tables, and the titles and notes around them.
fn texts<'a>(view: &View<'a>) -> Vec<Written<'a>> {
    let mut found = Vec::new();
    for table in &view.returns.tables {
        let Some(list) = view.form.list(&table.list) else { continue };
        let area = table.rows.first().and_then(|row| row.area.as_deref());
        for (cell, text) in &table.notes {
            found.push(Written { text, at: table.at.at(*cell), area, label: "", column: None });
        }
        for row in &table.rows {
            for (id, cell) in &row.cells {
                let label = if *id == list.label || *id == list.key { "" } else { row.text(&list.label) };
                if let Value::Text(text) = &cell.value {
                    found.push(Written {
                        text,
                        at: cell.at.clone(),
                        area: row.area.as_deref(),
                        label,
                        column: list.column(id),
                    });
                }
            }
        }
    }
    // Not in the tables, but their findings would quote them.
    for trouble in &view.returns.troubles {
        match trouble {
            Trouble::StrayText { at, area, text } => {
                found.push(Written { text, at: at.clone(), area: area.as_deref(), label: "", column: None });
            }
            Trouble::UnreadableValue { at, area, scheme, list, column, text, .. } => {
                let column = view.form.list(list).and_then(|list| list.column(column));
                let label = scheme.as_deref().unwrap_or_default();
                found.push(Written { text, at: at.clone(), area: area.as_deref(), label, column });
            }
            _ => {}
        }
    }
    found
}

/// A finding for each text in which `count` finds something; `what` and `several` name it: 'an e-mail address'.
fn run(rule: &Rule, view: &View<'_>, what: &str, several: &str, count: impl Fn(&str) -> usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    for written in texts(view) {
        let what = match count(written.text) {
            0 => continue,
            1 => format!("{what} stands"),
            number => format!("{number} {several} stand"),
        };
        let place = wording::cell(&written.at);
        let stands_in = match written.column {
            Some(column) => format!("in {} ({place})", view.name(column)),
            None => format!("beside the rows of the table ({place})"),
        };
        let who = wording::opening(&view.who(written.area, written.label));
        let help = match rule.severity {
            Severity::Error => {
                format!("take it out of {place}, and tell whoever keeps the council's data protection log")
            }
            _ => wording::mend_or_explain(&format!(
                "take it out of {place}, or add it to `contacts` of `[privacy]` in piperoll.toml if it is an officer's and \
                 may be published"
            )),
        };
        // The column's own line demands nothing of the kind, and the text is not quoted.
        let scheme = Some(written.label).filter(|label| !label.is_empty());
        let column = written.column.map(|column| column.id.as_str());
        let draft = rule.at(&written.at).about_area(written.area).shared(written.area, scheme, column);
        let draft = draft.topic(if column.is_none() { "notes" } else { "" });
        findings.push(draft.says(format!("{who}{what} {stands_in}"), help));
    }
    findings
}

/// Stands for personal data that is not said.
pub(super) const WITHHELD: &str = "(personal data)";

/// A text with what it holds of personal data left out: whatever a finding quotes, a title or a heading, may hold some.
pub(super) fn withheld(text: &str, contacts: &[String]) -> String {
    let mut found = personal_email::found(text, contacts);
    found.extend(personal_telephone::found(text, contacts));
    found.extend(nhs_number::found(text));
    found.extend(national_insurance::found(text));
    found.sort_by_key(|range| range.start);
    let mut said = String::new();
    let mut from = 0;
    for range in found.into_iter().filter(|range| !range.is_empty()) {
        if let Some(before) = text.get(from..range.start) {
            said.push_str(before);
            said.push_str(WITHHELD);
        }
        from = from.max(range.end);
    }
    said + text.get(from..).unwrap_or_default()
}

/// Whether a text has so many digits with no more between them than stands in the numbers of people. Most have not, and need not be
/// searched: every message of every finding is.
fn has_digits(text: &str, fewest: usize) -> bool {
    if text.bytes().filter(u8::is_ascii_digit).count() < fewest {
        return false;
    }
    let mut run = 0_usize;
    text.chars().any(|character| {
        match character {
            '0'..='9' => run = run.saturating_add(1),
            '-' | '(' | ')' | '+' => {}
            blank if blank.is_whitespace() => {}
            _ => run = 0,
        }
        run >= fewest
    })
}

/// Whether the characters around a match make it a part of something longer.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let mut after = text.get(end..).unwrap_or_default().chars();
    let (next, second) = (after.next(), after.next());
    let joins = |character: char| character.is_alphanumeric() || matches!(character, '£' | '$' | '€');
    let continues = |character: char| matches!(character, '.' | ',' | '/' | '-');
    let longer_before = before.is_some_and(|character| joins(character) || continues(character));
    let longer_after = next.is_some_and(|character| {
        character.is_alphanumeric()
            || character == '%'
            || (continues(character) && second.is_some_and(|second| second.is_ascii_digit()))
    });
    !longer_before && !longer_after
}

/// The digits of a text.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests;
