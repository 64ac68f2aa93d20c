//! One reference twice.

use super::{Stated, about_reference, alike, named, reference_of};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::form::List;

pub(super) static RULE: Rule = Rule {
    code: "duplicate-reference",
    family: Family::Reference,
    severity: Severity::Error,
    title: "A reference stands twice",
    what: "Two rows have the same reference, in one area or in two.",
    why: "The reference is what a saving is followed by from one period to the next. Twice the same, and it may be counted \
          twice, or one of the two is lost when the periods are compared.",
    mend: "Correct the reference that is wrong, or take out the row that is there twice.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let twice = alike(view, |list, item, _| reference_of(list, item).map(str::to_string));
    twice.iter().filter_map(|(list, items)| finding(rule, view, list, items)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, list: &List, items: &[Stated<'_>]) -> Option<Finding> {
    let second = items.get(1)?;
    let message = format!("the reference {} stands for {}", second.0.key.trim(), named(list, items, second));
    let draft = about_reference(rule, view, list, items, second);
    let draft = draft.rows_in_order(items.iter().map(|(item, _)| item.label.clone()));
    Some(draft.says(message, "correct the reference that is wrong, or take out the row that is there twice"))
}
