//! A column of the form that nothing draws on.

use super::used::used;
use crate::check::{Rule, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Form, List};
use crate::names::capital;

pub(super) static RULE: Rule = Rule {
    code: "column-not-used",
    family: Family::Form,
    severity: Severity::Note,
    title: "A column of the form is never used",
    what: "A given column stands in none of the tables that print its list, and no formula, total, summary, check, rating or movement names it, nor does it ask \
           anything of its cells (`required`, `cumulative`, `sign`, `movement`, `beside`, `ordered`, `gaps`, `conditions`, `done_words`). It is \
           read, and stands in the workbook's data alone.",
    why: "Either a table leaves it out by mistake, and members do not see what the areas reported, or the areas fill in what nobody needs.",
    mend: "Add it to `columns` of a [[table]]. If it is not meant to print, nothing is to be done; take it out of the form only if the \
           returns lose it too, as a column that the form does not know is asked about.",
    run: |rule, view| told(rule, view.form),
};

/// So many columns are named; the others by their number.
const NAMED: usize = 6;

/// A note for each list that has such columns.
pub(super) fn told(rule: &Rule, form: &Form) -> Vec<Finding> {
    form.lists.iter().filter_map(|list| of_list(rule, form, list)).collect()
}

fn of_list(rule: &Rule, form: &Form, list: &List) -> Option<Finding> {
    // Of a list that no table prints, no column is left out.
    if !form.tables.iter().any(|table| table.from == list.id) {
        return None;
    }
    let used = used(form, list);
    let is_idle = |column: &&Column| {
        column.is_given() && column.same_as().is_none() && !used.contains(column.id.as_str()) && !asks(column)
    };
    let idle: Vec<&Column> = list.columns.iter().filter(is_idle).collect();
    let first = idle.first()?;
    let names: Vec<String> = idle.iter().map(|column| format!("'{}' (`{}`)", column.heading, column.id)).collect();
    let (columns, is, it) = if idle.len() == 1 { ("column", "is", "it") } else { ("columns", "are", "them") };
    let message = format!(
        "{columns} {} of the list `{}` {is} never used: no table prints {it}, and nothing draws on {it}",
        wording::first_of(&names, NAMED),
        list.id,
    );
    let draft =
        rule.at(&first.at).about_area(None).topic(&list.id).related(idle.iter().map(|column| column.at.clone()));
    let help = format!("add {it} to `columns` of a [[table]], if members are to see {it}");
    Some(draft.says(capital(&message), help))
}

/// Whether the form asks something of its cells.
fn asks(column: &Column) -> bool {
    let figure = column
        .figure()
        .is_some_and(|figure| figure.cumulative || figure.sign.is_some() || figure.agrees_with.is_some());
    let text = column.text().is_some_and(|text| !text.conditions.is_empty() || !text.done_words.is_empty());
    let choice = column.choice().is_some_and(|choice| choice.ordered || !choice.done_words.is_empty());
    let reference = column.reference().is_some_and(|reference| reference.gaps || !reference.done_words.is_empty());
    column.required || column.beside().is_some() || figure || column.movement().is_some() || text || choice || reference
}
