//! One reference written in two ways.

use std::collections::BTreeSet;

use super::{Stated, about_reference, alike, named, reference_of};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::List;
use crate::names::Reference;

pub(super) static RULE: Rule = Rule {
    code: "reference-variant",
    family: Family::Reference,
    severity: Severity::Query,
    title: "Two references differ only by how they are written",
    what: "Two rows have references that are the same but for upper and lower case or blanks ('12b ii' and '12bii'), for \
           punctuation ('S14' and 'S-14'; '1.1' and '11' are two), or for letters that look like digits ('S10' and 'S1O').",
    why: "They are either the same saving twice, or two savings that nobody will tell apart when reading.",
    mend: "Write the reference in one way, and give one of the two rows its own; explain it where both are right.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let variants =
        alike(view, |list, item, _| reference_of(list, item).map(|reference| Reference::of(reference).as_it_looks()));
    variants.iter().filter_map(|(list, items)| finding(rule, view, list, items)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, list: &List, items: &[Stated<'_>]) -> Option<Finding> {
    let spelling = |(item, _): &Stated<'_>| format!("'{}'", item.key.trim());
    let first = items.first()?;
    let other = items.iter().find(|item| spelling(item) != spelling(first))?;
    let spellings: BTreeSet<String> = items.iter().map(spelling).collect();
    let closed_up: BTreeSet<Reference> = items.iter().map(|(item, _)| Reference::of(&item.key).closed_up()).collect();
    let by = if closed_up.len() == 1 { "case or blanks" } else { "how they are written" };
    let message = format!(
        "the references {} differ only by {by}, and stand for {}",
        wording::list_of(&spellings.into_iter().collect::<Vec<_>>()),
        named(list, items, other)
    );
    let help = wording::mend_or_explain("write the reference in one way, or give one of the rows its own");
    Some(about_reference(rule, view, list, items, other).says(message, help))
}
