//! Marks of notes behind figures.

use super::{Habit, by_sheet};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::without_note_marks;
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "note-marks",
    family: Family::Cell,
    severity: Severity::Note,
    title: "A figure has the mark of a note",
    what: "Behind a figure stands '*', '†', '‡' or a raised digit. It was read without it, and the mark is not printed.",
    why: "The note that the mark points to may say what the figure is worth. It is not taken over with it.",
    mend: "Nothing need be done if the note is of no matter to a reader; else say it in a text column, or in `notes` of the table.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let habits = by_sheet(view, |_, column, cell| {
        column.kind.is_figure()
            && matches!(cell.value, Value::Figure(_))
            && without_note_marks(&cell.text).len() < cell.text.trim_end().len()
    });
    habits.iter().filter_map(|habit| finding(rule, view, habit)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, habit: &Habit<'_>) -> Option<Finding> {
    let (line, column, cell) = habit.first();
    let message = format!(
        "{}: '{}' in {} ({}) has the mark of a note, which is not printed{}",
        view.whose(&line),
        cell.text.trim(),
        view.name(column),
        wording::cell(&cell.at),
        habit.more("has another one", |others| format!("have {others} others")),
    );
    let help = "nothing need be done; if a reader needs the note, say it in a text column, or in `notes` of the table";
    Some(habit.draft(rule, view).says(message, help))
}
