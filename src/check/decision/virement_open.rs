//! `virement-open`

use std::collections::BTreeMap;

use super::{column, in_force, moved, unbalanced};
use crate::check::{Rule, View, wording};
use crate::decision::{ChangeKind, ChangeRequest};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::names::Reference;

/// A virement whose legs do not come to nil.
pub static VIREMENT_OPEN: Rule = Rule {
    code: "virement-open",
    family: Family::Decision,
    severity: Severity::Query,
    title: "A virement gives what nobody loses",
    what: "The entries of one virement (the same reference, column and kind) do not come to nil, and none of them names a budget \
           outside these returns.",
    why: "A virement moves money; it makes none. With one leg alone, a target grows or shrinks and the paper calls it a transfer.",
    mend: "Enter the other leg with the same reference. Where the money comes from a budget outside these returns, or goes to one, \
           name it with `outside`. If the target itself was changed, the kind is 'rebase'.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut virements: BTreeMap<(Reference, &str), Vec<&ChangeRequest>> = BTreeMap::new();
    for (request, _) in in_force(view).into_iter().filter(|(request, _)| request.kind == ChangeKind::Virement) {
        virements.entry((Reference::of(&request.reference), &request.column)).or_default().push(request);
    }
    virements.into_values().filter_map(|legs| finding(rule, view, &legs)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, legs: &[&ChangeRequest]) -> Option<Finding> {
    let (first, others) = legs.split_first()?;
    let sum = unbalanced(legs)?;
    let column = column(view, &first.column)?;
    let each = |leg: &&ChangeRequest| {
        let amount = wording::measure(column).say_signed(Told::Stated(moved(leg).unwrap_or_default()));
        format!("{}: {amount}", wording::one_line(&leg.scheme))
    };
    let each: Vec<String> = legs.iter().map(each).collect();
    let comes = match others.is_empty() {
        true => "it has no other leg".to_string(),
        false => format!("together {}", wording::measure(column).say_signed(Told::Stated(sum))),
    };
    let reference = wording::one_line(&first.reference);
    let message = format!(
        "the virement {reference} does not come to nil in {}: {}; {comes}",
        view.name(column),
        wording::list_of(&each)
    );
    let mend = format!(
        "enter what is missing as a [[change_request]] with the reference {reference}; or name the budget outside these returns with \
         `outside` in line {}; or, if a target was changed, make its kind \"rebase\"",
        first.at.line.unwrap_or_default()
    );
    let area = Some(first.area.as_str()).filter(|area| others.iter().all(|leg| leg.area == *area));
    let draft = rule.at(&first.at).about_area(area).column(column).topic(&reference);
    let draft = draft.exactly(column, Some(sum), None).rows(each).related(others.iter().map(|leg| leg.at.clone()));
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}
