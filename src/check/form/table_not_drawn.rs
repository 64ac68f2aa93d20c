//! A table of the form for which there is no row.

use crate::check::{Rule, View, wording};
use crate::figures::{Group, summary};
use crate::finding::{Family, Finding, Severity};
use crate::form::{List, TableForm};
use crate::formula::Expr;
use crate::names::capital;

pub(super) static RULE: Rule = Rule {
    code: "table-not-drawn",
    family: Family::Form,
    severity: Severity::Note,
    title: "A table of the form has no row",
    what: "The returns hold rows of the list that a table prints, and the `where` of the table holds for none of them, so that nothing \
           stands in it. One note names all such tables. A table of a list without any row is not told: there is nothing to report.",
    why: "It may be so in this period. If it is so in every one, `where` says something else than what the areas write.",
    mend: "Compare `where` of the [[table]] with what stands in the returns. If nothing is to stand there this time, nothing is to be done.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let empty: Vec<&TableForm> = view.form.tables.iter().filter(|table| is_empty(view, table)).collect();
    let Some(first) = empty.first() else { return Vec::new() };
    let names: Vec<String> = empty.iter().map(|table| format!("`{}`", table.id)).collect();
    let (tables, has, its) = if empty.len() == 1 { ("table", "has", "its") } else { ("tables", "have", "their") };
    let message = format!(
        "the {tables} {} {has} no row in this period: {its} `where` holds for nothing in the returns",
        wording::list_of(&names)
    );
    let draft = rule.at(&first.at).about_area(None).related(empty.iter().map(|table| table.at.clone()));
    vec![draft.says(capital(&message), "see that `where` says it as the areas write it")]
}

fn is_empty(view: &View<'_>, table: &TableForm) -> bool {
    let (Some(condition), Some(list)) = (&table.filter, view.form.list(&table.from)) else { return false };
    let Some(figures) = view.figures.list(&table.from) else { return false };
    holds_any(list, &figures.all, None) && !holds_any(list, &figures.all, Some(condition))
}

/// Whether a group has an item for which the condition holds; without one, whether it has any.
fn holds_any(list: &List, group: &Group<'_>, condition: Option<&Expr>) -> bool {
    let is_in = |item| condition.is_none_or(|condition| summary::holds(list, item, condition));
    group.items.iter().any(is_in) || group.groups.iter().any(|inner| holds_any(list, inner, condition))
}
