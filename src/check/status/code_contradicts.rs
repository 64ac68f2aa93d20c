//! A word in place of a figure against the status of its row.

use super::done_not_achieved::said_done;
use super::status_differs::{choice_column, said, word_of};
use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::money::Absent;
use crate::names::Code;
use crate::returns::{Cell, Value};

pub(super) static RULE: Rule = Rule {
    code: "code-contradicts",
    family: Family::Status,
    severity: Severity::Query,
    title: "A word in place of a figure contradicts the row's status",
    what: "A code of the form stands where a figure should ('Delivered', 'Withdrawn', 'TBC'), and the row's own status says \
           something else: another of its choices, or that a scheme is finished whose amount is still to be confirmed.",
    why: "The code decides what the total counts for the row, and the status what members read of it. One of the two is wrong.",
    mend: "Correct the code or the status, or write the figure. If both stand, explain it.",
    run,
};

/// What says in place of a figure that it will be known later.
const NOT_YET_KNOWN: [&str; 5] = ["tba", "tbc", "tbd", "not known", "unknown"];

/// A shorter choice is a letter or two, and the same letters mean something else elsewhere.
const SHORTEST_WORD: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_columns(|line, column| finding(rule, view, line, column))
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column) -> Option<Finding> {
    let cell = line.row.cells.get(&column.id).filter(|_| column.kind.is_figure())?;
    let Value::Absent(Absent::Code(code)) = &cell.value else { return None };
    // Of a code that the form does not know it is asked what it means.
    column.code(code)?;
    let (other, against, word) = other_status(line, code).or_else(|| finished(view, line, column, code))?;
    let message = format!(
        "{}: {} ({}) says '{}', and {} ({}) says '{word}'",
        view.whose(line),
        view.name(column),
        wording::cell(&cell.at),
        code.trim(),
        view.name(other),
        wording::cell(&against.at),
    );
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell).related([against.at.clone()]);
    let draft = draft.stated_text(&format!("{}; {word}", code.trim()));
    Some(draft.says(message, wording::mend_or_explain("correct one of the two, or write the figure")))
}

/// The status of the row where the code is another one of its choices.
fn other_status<'a>(line: &Line<'a>, code: &str) -> Option<(&'a Column, &'a Cell, &'a str)> {
    let columns = line.list.columns.iter().filter_map(|column| choice_column(line.list, &column.id));
    columns.into_iter().find_map(|column| {
        let meant = word_of(column, code).filter(|meant| meant.chars().count() >= SHORTEST_WORD)?;
        let (cell, word) = said(line.row.cells.get(&column.id)?)?;
        (!Code::same(meant, word)).then_some((column, cell, word))
    })
}

/// What says that the row is finished, where the code says that its amount is not known yet.
fn finished<'a>(
    view: &View<'_>,
    line: &Line<'a>,
    column: &Column,
    code: &str,
) -> Option<(&'a Column, &'a Cell, &'a str)> {
    let roles = &view.form.report.roles;
    let in_role = [&roles.target, &roles.forecast, &roles.achieved].into_iter().flatten().any(|id| *id == column.id);
    let is_main = line.list.id == view.form.report.main_list;
    if !is_main || !in_role || !NOT_YET_KNOWN.contains(&Code::of(code).as_str()) {
        return None;
    }
    line.list.columns.iter().find_map(|column| {
        let last = || {
            let column = choice_column(line.list, &column.id)?;
            column.choice().filter(|choice| choice.ordered)?;
            let (cell, word) = said(line.row.cells.get(&column.id)?)?;
            (column.rank(word)? + 1 == column.choices().len()).then_some((column, cell, word))
        };
        said_done(line, column).or_else(last)
    })
}
