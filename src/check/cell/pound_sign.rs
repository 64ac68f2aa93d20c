//! A pound sign in a column of thousands.

use super::{Habit, by_sheet};
use crate::check::look::stated;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Kind;
use crate::money::{Measure, Told, Unit};
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "pound-sign",
    family: Family::Cell,
    severity: Severity::Query,
    title: "A pound sign in a column of thousands",
    what: "The column is stated in thousands (or millions), and a figure in it has a pound sign and no unit: '£1,204'. It was \
           read in the column's unit, as £1,204k.",
    why: "Read as typed it would be a thousand times less. Most often only the sign is wrong, but nothing in the cell says so.",
    mend: "Take the sign off, or, if pounds are meant, write the figure in the column's unit. If it stands as read, explain the \
           finding.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let habits = by_sheet(view, |_, column, cell| {
        let in_pounds = column.kind != Kind::Money || column.unit() == Unit::Pounds;
        !in_pounds
            && matches!(&cell.value, Value::Figure(figure) if figure.pound_sign && !figure.quantity.value().is_zero())
    });
    habits.iter().filter_map(|habit| finding(rule, view, habit)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, habit: &Habit<'_>) -> Option<Finding> {
    let (line, column, cell) = habit.first();
    let (_, figure) = stated(line.row, column)?;
    let (measure, read) = (wording::measure(column), Told::Stated(figure.quantity.value()));
    let unit = measure.name();
    let own = measure.in_own_unit(read.value()).unwrap_or_default();
    let place = wording::cell(&cell.at);
    let message = format!(
        "{}: '{}' in {} ({place}) has a pound sign in a column of {unit}: it was read as {}, but says {}{}",
        view.whose(&line),
        cell.text.trim(),
        view.name(column),
        measure.say(read),
        Measure::Money(Unit::Pounds).say(Told::Stated(own)),
        habit.more("does another cell of the sheet", |others| format!("do {others} other cells of the sheet")),
    );
    let mend = format!("take the pound sign off {place}, or write the figure in {unit}");
    let draft = habit.draft(rule, view).figure(column, read).rows(habit.cells_of_several());
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}
