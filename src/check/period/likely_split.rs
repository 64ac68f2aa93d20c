//! `likely-split`

use super::scheme_vanished::{size, with_amounts};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::List;
use crate::money::Told;
use crate::period::Period;
use crate::reconcile::position::Scheme;
use crate::reconcile::{Proposal, Reconciliation};

pub(in crate::check) static RULE: Rule = Rule {
    code: "likely-split",
    family: Family::Period,
    severity: Severity::Query,
    title: "A scheme that may have been split, or schemes that may have been merged",
    what: "One scheme is gone and several of its area are new, or the other way round, and the one is exactly what the several are \
           together. Another column, a word of a title or the references say so too. Until somebody says so they count as closed \
           and new.",
    why: "If they are the same money, nothing was saved that is new and nothing ended; told as closed and new, the movement of the \
          whole area is wrong.",
    mend: "If it is so, paste the entry into decisions.toml: it says how much went where. If it is not, explain the finding there.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    reconciliation.proposals.iter().filter_map(|proposal| finding(rule, view, reconciliation, proposal)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, reconciliation: &Reconciliation, proposal: &Proposal) -> Option<Finding> {
    let then = reconciliation.as_it_was().at(&proposal.before);
    let now = reconciliation.after.at(&proposal.after);
    let (whole, parts) = match (then.as_slice(), now.as_slice()) {
        ([_], [_]) => return None,
        ([whole], parts) | (parts, [whole]) => (*whole, parts),
        _ => return None,
    };
    let (first, list) = (now.first()?, view.form.list(&whole.list)?);
    let (prior, is_split) = (view.prior(), then.len() == 1);
    let [before, after] = [reconciliation.before.period, view.returns.period];
    let (of_whole, of_parts) = if is_split { (before, after) } else { (after, before) };
    let one = said(view, of_whole, list, whole);
    let several = parts.iter().map(|part| said(view, of_parts, list, part)).collect::<Vec<_>>();
    let several = wording::list_of(&several);
    let (message, was) = match is_split {
        true => (format!("{one} of {prior} is gone, and {several} are new: {}", proposal.why), "split"),
        false => (format!("{several} of {prior} are gone, and {one} is new: {}", proposal.why), "merged"),
    };
    let help = format!(
        "if {} {was}, add the entry below to decisions.toml; if not, explain it there: {}\n{}",
        if is_split { "it was" } else { "they were" },
        wording::explain_entry(),
        proposal.entry.trim_end()
    );
    let draft = rule.at(first.place(&list.label)).about_scheme(view, list, whole);
    let draft = match size(view, list, whole) {
        Some((column, figure)) => draft.exactly(column, Some(figure), None),
        None => draft,
    };
    let of = |period, schemes: &[&Scheme]| -> Vec<String> {
        schemes.iter().map(|scheme| with_amounts(view, period, list, scheme)).collect()
    };
    let draft = draft.rows(of(after, &now).into_iter().chain(of(before, &then)));
    let places = now.iter().skip(1).chain(&then).map(|scheme| scheme.place(&list.label).clone());
    Some(draft.related(places).says(message, help))
}

/// "'Voids' (The north), Target £450k", in this period.
fn said(view: &View<'_>, period: Period, list: &List, scheme: &Scheme) -> String {
    let who = view.scheme(scheme);
    match size(view, list, scheme) {
        Some((column, figure)) => {
            format!("{who}, {} {}", view.name_in(column, period), wording::figure(column, Told::Stated(figure)))
        }
        None => who,
    }
}
