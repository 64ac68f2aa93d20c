//! A part whose whole is not there, so that it counts nowhere.

use super::Wholes;
use crate::check::{Rule, View, wording};
use crate::figures::Item;
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "part-without-whole",
    family: Family::Total,
    severity: Severity::Error,
    title: "A part names a whole that is not there",
    what: "A row says which item it is a part of, and the area has no such item; or the wholes lead round in a circle.",
    why: "A part counts in its whole and in no total. Without its whole, its figures count nowhere.",
    mend: "Write the whole as it stands in its own row; or leave the cell blank, if the row is an item of its own.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for wholes in Wholes::all(view) {
        findings.extend(wholes.items.iter().filter_map(|item| finding(rule, view, &wholes, item)));
    }
    findings
}

/// Whether an item's wholes lead to one that counts.
fn counts(wholes: &Wholes<'_>, item: &Item<'_>) -> bool {
    let mut above = item;
    // No chain of wholes is longer than the list.
    for _ in 0..=wholes.items.len() {
        match wholes.of(above) {
            Some(whole) if whole.part_of.is_none() => return true,
            Some(whole) => above = whole,
            None => return false,
        }
    }
    false
}

fn finding(rule: &Rule, view: &View<'_>, wholes: &Wholes<'_>, item: &Item<'_>) -> Option<Finding> {
    let (list, row) = (wholes.list, item.row?);
    let (parts, named) = (list.parts.as_ref()?, item.part_of.as_ref()?);
    if counts(wholes, item) {
        return None;
    }
    let cell = row.cells.get(&parts.column)?;
    let fault = if wholes.of(item).is_some() {
        "which leads back to itself and to no item that counts".to_string()
    } else {
        format!("and there is no {} of that name", list.item)
    };
    let message = format!(
        "{} is a part of '{}', {fault}: its figures count nowhere",
        view.who(item.area.as_deref(), &item.label),
        wording::quoted(named)
    );
    let draft = rule.at(&cell.at).about_item(view, list, item).cell(list.column(&parts.column)?, cell);
    let help = "write the whole as it stands in its own row; leave the cell blank if it is an item of its own";
    Some(draft.demanded_by(&parts.at).says(message, help))
}
