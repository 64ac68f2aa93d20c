//! 'Delivered' said of what is not.

use rust_decimal::Decimal;

use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::formula::Operand;
use crate::money::{Absent, Quantity};
use crate::names::Phrase;
use crate::returns::{Cell, Value};

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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let lines = view.lines().into_iter().filter(|line| line.list.id == view.form.report.main_list);
    lines.filter_map(|line| finding(rule, view, &line)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>) -> Option<Finding> {
    let roles = &view.form.report.roles;
    let target_column = line.list.column(roles.target.as_deref()?)?;
    let achieved_column = line.list.column(roles.achieved.as_deref()?)?;
    let ids = [achieved_column.id.as_str(), target_column.id.as_str()];
    let [Operand::Number(achieved), Operand::Number(target)] = ids.map(|id| line.operand(id)) else { return None };
    if !falls_short(achieved, target) {
        return None;
    }
    // Several columns that say so have one cause.
    let columns = line.list.columns.iter().filter(|column| !column.done_words().is_empty());
    let (column, cell, word) = columns.filter_map(|column| said_done(line, column)).next()?;
    let whole = if line.group.is_some_and(|group| !group.is_inner()) { " of the total row" } else { "" };
    let (is, should_be) = (line.told(&achieved_column.id)?, line.told(&target_column.id)?);
    let said = wording::side_by_side(achieved_column, is, should_be);
    let message = format!(
        "{}: {}{whole} says '{word}', but {} is {} against {} {} (difference {})",
        view.whose(line),
        view.name(column),
        view.name(achieved_column),
        said.one,
        view.name(target_column),
        said.other,
        said.difference,
    );
    let mend = format!("say in {} what is still to come, or correct the figure", wording::cell(&cell.at));
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell).figures(achieved_column, is, should_be);
    Some(draft.related(line.places(ids)).says(message, wording::mend_or_explain(&mend)))
}

/// The cell of a column and the word by which it says that the row is finished, if it does.
pub(super) fn said_done<'a>(line: &Line<'a>, column: &'a Column) -> Option<(&'a Column, &'a Cell, &'a str)> {
    let cell = line.row.cells.get(&column.id)?;
    let text = match &cell.value {
        Value::Text(text) => text,
        // A code can say it too: 'n/a' among the risks of what is delivered.
        Value::Absent(Absent::Code(code)) => code,
        _ => return None,
    };
    let word = column.done_words().iter().find(|word| opens_with(text, word))?;
    Some((column, cell, word))
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
