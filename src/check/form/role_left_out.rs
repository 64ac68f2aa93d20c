//! A role, or a movement, of a column that is there in other periods alone.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::names::capital;

pub(super) static RULE: Rule = Rule {
    code: "role-left-out",
    family: Family::Form,
    severity: Severity::Note,
    title: "A role of the form has no column in this period",
    what: "`roles` or `movements` of [report] names a column that the form has in other periods alone (`only_in`). In this period they do \
           without it.",
    why: "The first page says nothing of what the role is about, rules that hold figures against it are passed over, or a table of movements \
          is not there, and nobody sees why.",
    mend: "Nothing is to be done if it is meant so. Where another column stands in its place in this period, give it the same id.",
    run,
};

/// So many are named; the others by their number.
const NAMED: usize = 6;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let without = &view.form.by_period.without;
    let Some(first) = without.first() else { return Vec::new() };
    let names: Vec<String> = without.iter().map(|role| format!("`{}` (`{}`)", role.column, role.key)).collect();
    let (is, it) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message = format!(
        "{} {is} not there in {}: the form has {it} in other periods alone, and does without {it} here",
        wording::first_of(&names, NAMED),
        view.returns.period.label(),
    );
    let draft = rule.at(&first.at).about_area(None).topic("roles").related(without.iter().map(|role| role.at.clone()));
    let help = "nothing need be done if it is meant so; where another column stands in its place, give it the same id";
    vec![draft.says(capital(&message), help)]
}
