//! 'Delivered' said of what is not.

use rust_decimal::Decimal;

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::formula::Operand;
use crate::money::{Absent, Quantity};
use crate::names::Phrase;
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "done-not-achieved",
    family: Family::Status,
    severity: Severity::Query,
    title: "Said to be finished, and not achieved in full",
    what: "A cell says that an item, or a whole section, is finished ('Delivered', 'Complete'), and what is achieved to date is \
           below the target.",
    why: "Members read 'delivered' as money saved. Work can be finished and the saving still fall short; then the words should \
          say so.",
    mend: "Say what is finished and what is still to come, or correct the figure. If both stand, explain it.",
    run,
};

/// What, directly behind the word, takes it back.
const NOT_YET: [&str; 8] = ["by", "in part", "partly", "partially", "once", "when", "if", "subject"];

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let roles = &context.form.report.roles;
    let (Some(target_id), Some(achieved_id)) = (&roles.target, &roles.achieved) else { return };
    for line in context.lines().into_iter().filter(|line| line.list.id == context.form.report.main_list) {
        let (Some(target_column), Some(achieved_column)) = (line.list.column(target_id), line.list.column(achieved_id))
        else {
            continue;
        };
        let (Operand::Number(target), Operand::Number(achieved)) = (line.operand(target_id), line.operand(achieved_id))
        else {
            continue;
        };
        if !falls_short(achieved, target) {
            continue;
        }
        for column in line.list.columns.iter().filter(|column| !column.done_words.is_empty()) {
            let Some(cell) = line.row.cells.get(&column.id) else { continue };
            let text = match &cell.value {
                Value::Text(text) => text,
                // A code can say it too: 'n/a' among the risks of what is delivered.
                Value::Absent(Absent::Code(code)) => code,
                _ => continue,
            };
            let Some(word) = column.done_words.iter().find(|word| opens_with(text, word)) else { continue };
            let who = context.whose(&line);
            let whole = if line.group.is_some_and(|group| !group.is_inner()) { " of the total row" } else { "" };
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            finding = say::with_figures(finding, achieved_column, achieved.value(), target.value());
            finding.message = format!(
                "{who}: {}{whole} says '{word}', but {} is {} against {} {} (difference {})",
                context.short_heading(column),
                context.short_heading(achieved_column),
                say::figure(achieved_column, achieved.value()),
                context.short_heading(target_column),
                say::figure(target_column, target.value()),
                say::difference(achieved_column, achieved.value(), target.value()),
            );
            finding.help = say::mend_or_explain(&format!(
                "say in {} what is still to come, or correct the figure",
                say::cell(&cell.at)
            ));
            finding.area = line.area.map(str::to_string);
            finding.scheme = line.scheme();
            finding.topic = context.topic_of_line(&line);
            let figures = [achieved_id, target_id];
            finding.related =
                figures.into_iter().filter_map(|id| line.row.cells.get(id)).map(|cell| cell.at.clone()).collect();
            findings.push(finding);
            break; // several columns that say so have one cause
        }
    }
}

/// Whether less is achieved than the target says; savings may be written as positive or as negative amounts.
fn falls_short(achieved: Quantity, target: Quantity) -> bool {
    let short = if target.value() < Decimal::ZERO {
        achieved.value() > target.value()
    } else {
        achieved.value() < target.value()
    };
    short && !achieved.agrees_with(target)
}

/// Whether a text is one of the words, or opens with it as a statement of its own: 'Delivered – no mitigations required',
/// not 'Delivered by March' and not 'Deliverables'.
fn opens_with(text: &str, word: &str) -> bool {
    let (text, word) = (Phrase::of(text), Phrase::of(word));
    let Some(rest) = text.as_str().strip_prefix(word.as_str()) else { return false };
    if word.is_empty() || rest.starts_with(char::is_alphanumeric) {
        return false;
    }
    let rest = rest.trim_start();
    !NOT_YET
        .iter()
        .any(|not_yet| rest.strip_prefix(not_yet).is_some_and(|behind| !behind.starts_with(char::is_alphanumeric)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_word_counts_where_the_text_opens_with_it() {
        for text in
            ["Delivered", " delivered ", "Delivered – No Mitigations Required", "DELIVERED (529k over)", "Delivered."]
        {
            assert!(opens_with(text, "Delivered"), "{text}");
        }
        for text in [
            "To be delivered",
            "Deliverables agreed",
            "Delivered by March 2024",
            "Delivered in part",
            "",
            "One project delivered",
        ] {
            assert!(!opens_with(text, "Delivered"), "{text}");
        }
    }

    #[test]
    fn a_negative_target_is_short_where_less_is_saved() {
        let exact = |amount: i64| Quantity::exact(Decimal::from(amount));
        assert!(falls_short(exact(-100), exact(-200)));
        assert!(!falls_short(exact(-200), exact(-200)));
        assert!(!falls_short(exact(-300), exact(-200)));
        assert!(falls_short(exact(100), exact(200)));
    }
}
