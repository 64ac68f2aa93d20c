//! What the returns state against what the council approved: `[[control]]` of the form.
//!
//! A list is checked scheme by scheme, and what its total then differs by follows from that; a total alone is checked as a whole.

mod differs;
mod not_listed;
mod not_returned;
mod parts;
mod total;

use std::collections::BTreeMap;

use super::cause::{OfForm, is_lost};
use super::{Rule, View, wording};
use crate::decision::OutsideControl;
use crate::finding::{Finding, slug};
use crate::form::Column;
use crate::money::Told;
use crate::period::long_date;
use crate::reconcile::control::{Part, Sums};
use crate::reconcile::position::Scheme;
use crate::source::Place;

/// The rules of this family.
pub static RULES: &[&Rule] = &[&differs::RULE, &not_returned::RULE, &not_listed::RULE, &parts::RULE, &total::RULE];

/// The findings that an entry `[[outside_control]]` answers.
const ONE_SIDED: [&str; 2] = [not_returned::RULE.code, not_listed::RULE.code];

/// The entries `[[outside_control]]` that may hold in this period, each with the id of the finding that it speaks of. One of an earlier
/// period that speaks of none has been overtaken; one of this period answers nothing, which is told by what it would be called.
pub(super) fn outside<'v>(view: &View<'v>, findings: &[Finding]) -> Vec<(&'v OutsideControl, String)> {
    let period = view.returns.period;
    let mut spoken_of: BTreeMap<usize, String> = BTreeMap::new();
    for of in view.causes.approved.each(view) {
        for part in of.found.parts.iter().filter(|part| !part.outside.is_empty()) {
            let Some(at) = one_sided(&of, part) else { continue };
            let is_it = |finding: &&Finding| ONE_SIDED.contains(&finding.code) && finding.at == at;
            let Some(finding) = findings.iter().find(is_it) else { continue };
            spoken_of.extend(part.outside.iter().map(|index| (*index, finding.id.clone())));
        }
    }
    let entries = view.decisions.outside_controls.iter().enumerate().filter(|(_, entry)| entry.reaches(period));
    let known = entries.filter_map(|(index, entry)| {
        let nothing = || {
            let names = entry.area.iter().chain([&entry.scheme]).map(|name| slug(name));
            let parts: Vec<String> = std::iter::once(not_listed::RULE.code.to_string()).chain(names).collect();
            (entry.period == period).then(|| parts.join(":"))
        };
        Some((entry, spoken_of.remove(&index).or_else(nothing)?))
    });
    known.collect()
}

/// Where a finding about schemes that one side has alone stands; none where both have them.
fn one_sided(of: &OfForm<'_>, part: &Part) -> Option<Place> {
    match (part.items.first(), of.schemes_of(part).first()) {
        (Some(item), None) => of.control.items.get(*item).map(|item| item.at.clone()),
        (None, Some(scheme)) => Some(scheme.place(&of.column.id).clone()),
        _ => None,
    }
}

/// What is found about each part of each approved list in which both sides do not state the same.
fn in_parts(view: &View<'_>, find: impl Fn(&OfForm<'_>, &Part) -> Option<Finding>) -> Vec<Finding> {
    let mut found = Vec::new();
    for of in view.causes.approved.each(view) {
        let differing = of.found.parts.iter().filter(|part| !part.agrees(of.column) && !is_told(view, &of, part));
        found.extend(differing.filter_map(|part| find(&of, part)));
    }
    found
}

/// Whether it is told already why they do not: a figure that cannot be read, or an approved change that the return does not show.
fn is_told(view: &View<'_>, of: &OfForm<'_>, part: &Part) -> bool {
    let outcomes = view.reconciliation.into_iter().flat_map(|reconciliation| &reconciliation.change_requests);
    let missing = |request: &usize| outcomes.clone().any(|outcome| outcome.index == *request && outcome.is_missing());
    part.requests.iter().any(missing) || is_lost(&view.causes.cells, of.list, of.column, &of.schemes_of(part))
}

/// 'Full Council approved £100k on 23 February 2022 (minute 87)', with what was approved since: ', and £10k since (CR-07)'.
fn approved(view: &View<'_>, of: &OfForm<'_>, sums: Sums, requests: &[usize]) -> String {
    let (source, minute) = (wording::one_line(&of.control.source), wording::one_line(&of.control.minute));
    let said = |amount| wording::figure(of.column, Told::Stated(amount));
    format!(
        "{source} approved {} on {} (minute {minute}){}",
        said(sums.at_first),
        long_date(of.control.date),
        since(view, of.column, sums, requests)
    )
}

/// ', and +£10k was approved since (CR-07)'; nothing where nothing was.
fn since(view: &View<'_>, column: &Column, sums: Sums, requests: &[usize]) -> String {
    let all = requests.iter().filter_map(|index| view.decisions.change_requests.get(*index));
    let mut references: Vec<String> = all.map(|request| wording::one_line(&request.reference)).collect();
    references.dedup();
    let signed = |amount| wording::measure(column).say_signed(Told::Stated(amount));
    let brought = match sums.brought.is_zero() {
        true => String::new(),
        false => format!(", and {} was brought forward", signed(sums.brought)),
    };
    let awaited = match sums.awaited.is_zero() {
        true => String::new(),
        false => format!(", {} is to be approved", signed(sums.awaited)),
    };
    if references.is_empty() {
        return brought;
    }
    format!("{brought}, and {} was approved since{awaited} ({})", signed(sums.since), wording::list_of(&references))
}

/// The list and who approved it: 'the list that Full Council approved on 23 February 2022 (minute 87)'.
fn the_list(of: &OfForm<'_>) -> String {
    let (source, minute) = (wording::one_line(&of.control.source), wording::one_line(&of.control.minute));
    format!("the list that {source} approved on {} (minute {minute})", long_date(of.control.date))
}

/// "'Voids' (North)", "'Voids A' and 'Voids B'".
fn named(view: &View<'_>, schemes: &[&Scheme]) -> String {
    match schemes {
        [one] => view.scheme(one),
        all => {
            let names: Vec<String> = all.iter().map(|scheme| view.scheme(scheme)).collect();
            wording::list_of(&names)
        }
    }
}

/// The cells by which it is known that something else is asked about the same schemes.
fn asked_at(of: &OfForm<'_>, schemes: &[&Scheme]) -> Vec<Place> {
    let columns = [&of.column.id, &of.list.label];
    schemes.iter().flat_map(|scheme| columns.map(|column| scheme.place(column).clone())).collect()
}
