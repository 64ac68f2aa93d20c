//! A percentage typed as a bare number.

use super::{Habit, by_sheet};
use crate::check::look::{agrees_as_ratio, stated};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Kind;
use crate::formula::Operand;
use crate::money::Told;
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "percent-without-sign",
    family: Family::Cell,
    severity: Severity::Note,
    title: "A percentage without its sign",
    what: "A bare number stands in a column of percentages. Numbers such as 83 were read as 83%, and numbers such as 0.83 as \
           a ratio, which is 83% too.",
    why: "A bare 1 may be 1% or 100%. The note says how it was read, so that somebody can see whether that is right.",
    mend: "Write the per cent sign, or format the cell as a percentage.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let habits = by_sheet(view, |line, column, cell| {
        let Value::Figure(figure) = &cell.value else { return false };
        // A ratio beyond 1,000% that its formula gives is no bare number.
        let is_ratio = matches!(line.operand(&column.id), Operand::Number(worked_out)
            if column.is_computed() && agrees_as_ratio(figure, worked_out));
        column.kind == Kind::Percent && figure.bare_percent && !is_ratio
    });
    habits.iter().filter_map(|habit| finding(rule, view, habit)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, habit: &Habit<'_>) -> Option<Finding> {
    let (line, column, cell) = habit.first();
    let (_, figure) = stated(line.row, column)?;
    let read = Told::Stated(figure.quantity.value());
    let place = wording::cell(&cell.at);
    let message = format!(
        "{}: '{}' in {} ({place}) has no per cent sign and was read as {}{}",
        view.whose(&line),
        cell.text.trim(),
        view.name(column),
        wording::figure(column, read),
        habit.more("was another like it", |others| format!("were {others} others like it")),
    );
    let draft = habit.draft(rule, view).figure(column, read);
    Some(draft.says(message, format!("write the per cent sign in {place}")))
}
