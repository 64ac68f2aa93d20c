//! `reprofile-open`

use std::collections::BTreeMap;

use super::{in_force, money_column, moved, unbalanced};
use crate::check::{Rule, View, wording};
use crate::decision::{ChangeKind, ChangeRequest};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::names::{Label, Reference};

/// A re-profiling whose years do not come to nil.
pub static REPROFILE_OPEN: Rule = Rule {
    code: "reprofile-open",
    family: Family::Decision,
    severity: Severity::Query,
    title: "A re-profiling changes the total",
    what: "The entries of one re-profiling (the same reference and scheme) do not come to nil over the years, and none of them names what \
           lies outside the form's columns.",
    why: "Re-profiling moves a saving between years; the whole stays. With one year alone, a target grows or shrinks and the paper says that \
          its total stayed.",
    mend: "Enter the other years with the same reference. Where one of them has no column in the form, name it with `outside`. If the \
           target itself was changed, the kind is 'rebase'.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    // The scheme by itself where it is known, else by its name; the years of one figure apart from those of another.
    type Key<'a> = (Reference, Option<usize>, &'a str, Option<Label>, Option<String>);
    let mut changes: BTreeMap<Key<'_>, Vec<&ChangeRequest>> = BTreeMap::new();
    let of_years = |request: &ChangeRequest| {
        request.kind == ChangeKind::Reprofile && money_column(view, &request.column).is_some()
    };
    for (request, outcome) in in_force(view).into_iter().filter(|(request, _)| of_years(request)) {
        let pair = outcome.and_then(|outcome| outcome.pair);
        let name = pair.is_none().then(|| Label::of(&request.scheme));
        let years = view.form.every_year(&request.column);
        let figure = years.into_iter().next().map(|(_, column)| column);
        let key = (Reference::of(&request.reference), pair, request.area.as_str(), name, figure);
        changes.entry(key).or_default().push(request);
    }
    changes.into_values().filter_map(|years| finding(rule, view, &years)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, years: &[&ChangeRequest]) -> Option<Finding> {
    let (first, others) = years.split_first()?;
    let sum = unbalanced(years)?;
    let each = |year: &&ChangeRequest| {
        let column = money_column(view, &year.column)?;
        let amount = wording::measure(column).say_signed(Told::Stated(moved(year)?));
        Some(format!("{}: {amount}", view.name(column)))
    };
    let each: Vec<String> = years.iter().filter_map(each).collect();
    let own = money_column(view, &first.column)?;
    let comes = match others.is_empty() {
        true => "no other year changes with it".to_string(),
        false => format!("together {}", wording::measure(own).say_signed(Told::Stated(sum))),
    };
    let (reference, scheme) = (wording::one_line(&first.reference), wording::one_line(&first.scheme));
    let message = format!(
        "the re-profiling {reference} of '{scheme}' ({}) does not come to nil over the years: {}; {comes}",
        view.area_name(Some(&first.area)),
        wording::list_of(&each)
    );
    let mend = format!(
        "enter the other years as [[change_request]] with the reference {reference}; or name the year that the form has no column for \
         with `outside` in line {}; or, if the target was changed, make its kind \"rebase\"",
        first.at.line.unwrap_or_default()
    );
    let draft = rule
        .at(&first.at)
        .about_area(Some(&first.area))
        .shared(Some(&first.area), Some(&scheme), None)
        .topic(&reference);
    let draft = draft.exactly(own, Some(sum), None).rows(each).related(others.iter().map(|year| year.at.clone()));
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}
