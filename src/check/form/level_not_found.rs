//! A level of the form at which no return has a group.

use crate::check::{Rule, View, wording};
use crate::figures::Group;
use crate::finding::{Family, Finding, Severity};
use crate::form::List;
use crate::names::capital;

pub(super) static RULE: Rule = Rule {
    code: "level-not-found",
    family: Family::Form,
    severity: Severity::Note,
    title: "A level of the form is never found in the returns",
    what: "A list has `levels`, and none of its items stands in a group of one of them: no heading, no subtotal, no sheet and no column \
           names one. One note a list names the levels.",
    why: "The tables print without that grouping and its subtotals, though the form says that there is one.",
    mend: "See where `groups` of the [[return]] looks for the level, and what stands there in the returns. Take the level out of `levels` if \
           the areas no longer group their items.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.lists().filter_map(|(list, all)| of_list(rule, view, list, all)).collect()
}

fn of_list(rule: &Rule, view: &View<'_>, list: &List, all: &Group<'_>) -> Option<Finding> {
    if list.levels.is_empty() {
        return None;
    }
    let mut found = vec![false; list.levels.len()];
    let items = look(all, &mut found);
    let never: Vec<String> =
        list.levels.iter().zip(found).filter(|(_, found)| !found).map(|(level, _)| format!("`{level}`")).collect();
    if never.is_empty() || !items {
        return None;
    }
    let (level, is) = if never.len() == 1 { ("level", "is") } else { ("levels", "are") };
    let message = format!(
        "the {level} {} of the list `{}` {is} never found: none of its {} stands in such a group",
        wording::list_of(&never),
        list.id,
        list.items
    );
    let draft = rule.at(&list.at).about_list(view, &list.id, None, "");
    let returns = view.form.returns.iter().filter(|form| form.list == list.id).map(|form| form.at.clone());
    let help = "see where `groups` of the [[return]] looks for it, and what stands there";
    Some(draft.related(returns).says(capital(&message), help))
}

/// Marks the levels at which an item stands in a group with a name; whether there is an item at all.
fn look(group: &Group<'_>, found: &mut [bool]) -> bool {
    let mut any = false;
    for item in group.items.iter().filter(|item| !item.balancing) {
        any = true;
        for (level, name) in found.iter_mut().zip(&item.groups) {
            *level |= !name.trim().is_empty();
        }
    }
    group.groups.iter().fold(any, |any, inner| look(inner, found) || any)
}
