//! `control-total`

use rust_decimal::Decimal;

use super::{approved, asked_at};
use crate::check::cause::{Moved, MovedBecause, OfForm, is_lost};
use crate::check::period::is_unread;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::reconcile::position::Scheme;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "control-total",
    family: Family::Control,
    severity: Severity::Query,
    title: "The targets do not come to the approved total",
    what: "The targets of all schemes (or the column that [[control]] names), with what no scheme had when it was approved (`unallocated`), do not come to \
           the total that was approved and what was approved since. Where schemes were approved one by one, each is checked by itself, and \
           it is the list that is held against the total which the form gives beside it.",
    why: "The paper's first figure is the total. If it is not what was approved, every share of it is a share of something else.",
    mend: "Put the targets right. What was approved since is entered in decisions.toml as a change request; what no scheme \
           had then stands in the form as `unallocated`. If the form has a wrong total, mend it there.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.approved.each(view).filter_map(|of| finding(rule, view, &of)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, of: &OfForm<'_>) -> Option<Finding> {
    let (control, column, whole) = (of.control, of.column, &of.found.whole);
    let said = |figure| wording::figure(column, Told::Stated(figure));
    let and_unallocated = match control.unallocated.is_zero() {
        true => String::new(),
        false => format!(", with {} that no {} had then", said(control.unallocated), of.list.item),
    };
    let name = view.name(column);
    let draft = rule.at(&control.at).about_list(view, &of.list.id, None, "").column(column).demanded_by(&control.at);
    if let Some(listed) = whole.listed {
        let total = control.total.filter(|total| *total != listed)?;
        let [is, _, difference] = wording::movement(column, listed, total);
        let sums = crate::reconcile::control::Sums { at_first: total, ..whole.approved };
        let message = format!(
            "the approved list comes to {is} of {name}{and_unallocated}; {}: {difference}",
            approved(view, of, sums, &[])
        );
        let draft = draft.exactly(column, Some(listed), Some(total)).topic_and("list");
        let mend = "put the list right as it was approved, or the `total`; what no scheme had then is `unallocated`";
        return Some(draft.says(message, wording::mend_or_explain(mend)));
    }
    if whole.approved.is(whole.stated, column, whole.schemes) {
        return None;
    }
    let schemes: Vec<&Scheme> = of.schemes.iter().filter(|scheme| scheme.list == of.list.id).collect();
    let unread = view.form.areas.iter().any(|area| is_unread(view, &of.list.id, Some(&area.id), of.schemes));
    // What cannot be read, and an approved change that does not show, is told and mended first.
    let outcomes = view.reconciliation.into_iter().flat_map(|reconciliation| &reconciliation.change_requests);
    let mut missing = outcomes.filter(|outcome| outcome.is_missing() && whole.requests.contains(&outcome.index));
    if unread || missing.next().is_some() || is_lost(&view.causes.cells, of.list, column, &schemes) {
        return None;
    }
    let expected = whole.approved.now();
    let [is, was, difference] = wording::movement(column, whole.stated, expected);
    let is_plain = whole.requests.is_empty() && whole.approved.brought.is_zero();
    let comes_to = if is_plain { String::new() } else { format!(", which comes to {was}") };
    let message = format!(
        "{name} of all {} comes to {is}{and_unallocated}; {}{comes_to}: {difference}",
        of.list.items,
        approved(view, of, whole.approved, &whole.requests)
    );
    let mend = "put the targets right, or enter what was approved since as a [[change_request]]; what no scheme had then is `unallocated` \
                in the form";
    let requests = whole.requests.iter().filter_map(|index| view.decisions.change_requests.get(*index));
    let draft = draft.exactly(column, Some(whole.stated), Some(expected));
    let draft = draft.related(requests.map(|request| request.at.clone()));
    let mut finding = draft.says(message, wording::mend_or_explain(mend));
    finding.waits_for = asked_already(view, of, whole.stated.saturating_sub(expected)).unwrap_or_default();
    Some(finding)
}

/// The cells in which it is asked about all that the total differs by: targets that changed, and schemes that came and went.
fn asked_already(view: &View<'_>, of: &OfForm<'_>, difference: Decimal) -> Option<Vec<Place>> {
    let is_its = |moved: &&Moved<'_>| moved.list.id == of.list.id && moved.column.id == of.column.id;
    let asked =
        |moved: &&Moved<'_>| moved.is_asked() || matches!(moved.because, MovedBecause::Leg | MovedBecause::AsMuch);
    let moved: Vec<&Moved<'_>> = view.causes.moved.iter().filter(is_its).filter(asked).collect();
    let of_list = |unmatched: &&crate::check::cause::Unmatched<'_>| unmatched.list.id == of.list.id;
    let new: Vec<&Scheme> =
        view.causes.new.iter().filter(of_list).flat_map(|all| all.schemes.iter().copied()).collect();
    let gone: Vec<&Scheme> =
        view.causes.gone.iter().filter(of_list).flat_map(|all| all.schemes.iter().copied()).collect();
    let sum = |schemes: &[&Scheme]| {
        schemes.iter().fold(Decimal::ZERO, |sum, scheme| sum.saturating_add(scheme.amount(&of.column.id)))
    };
    let by = moved.iter().fold(Decimal::ZERO, |sum, moved| sum.saturating_add(moved.unapproved));
    let by = by.saturating_add(sum(&new)).saturating_sub(sum(&gone));
    if by != difference {
        return None;
    }
    let cells = moved.iter().filter_map(|moved| moved.at());
    Some(cells.chain(asked_at(of, &new)).chain(asked_at(of, &gone)).collect())
}
