//! `change-request-not-reflected`

use crate::check::{Rule, View, wording};
use crate::decision::{Approval, ChangeRequest};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::names::Title;
use crate::privacy::compared;
use crate::reconcile::matching::near;
use crate::reconcile::position::Scheme;
use crate::reconcile::{ChangeOutcome, Reconciliation};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "change-request-not-reflected",
    family: Family::Period,
    severity: Severity::Error,
    title: "An approved change does not show in the figures",
    what: "A change request in decisions.toml holds from this period, and the return does not state the figure it gives, or \
           has no such scheme. One that is approved after the appendix is published is asked for in the next one, or where other parts of \
           the same change show already.",
    why: "The return contradicts what was approved; one of the two would be published wrongly.",
    mend: "Enter the approved figure in the return; or correct or withdraw the change request in decisions.toml (its period, \
           its scheme, its figures).",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let outcomes = reconciliation.change_requests.iter().filter(|outcome| outcome.is_missing());
    outcomes.filter_map(|outcome| finding(rule, view, reconciliation, outcome)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, reconciliation: &Reconciliation, outcome: &ChangeOutcome) -> Option<Finding> {
    let request = view.decisions.change_requests.get(outcome.index)?;
    let scheme = outcome.scheme.and_then(|index| reconciliation.after.schemes.get(index));
    let list = scheme.and_then(|scheme| view.form.list(&scheme.list));
    let column = list.or_else(|| view.form.main())?.column(&request.column)?;
    let stated = scheme.and_then(|scheme| scheme.figures.get(&request.column).copied());
    let pair = outcome.pair.and_then(|index| reconciliation.pairs.get(index));
    let then = pair.map(|pair| reconciliation.before.at(&pair.before)).unwrap_or_default();
    let name = view.name(column);
    let said = |figure| wording::figure(column, Told::Stated(figure));
    let (approved, rest) = match outcome.approval {
        Approval::Awaited => ("is to approve", ", of which other parts show already"),
        Approval::Given | Approval::Since => ("approved", ""),
    };
    let (approver, reference) = (&request.approved_by, &request.reference);
    let by =
        format!("{approver} {approved} {} in place of {} ({reference}{rest})", said(request.to), said(request.from));
    let message = match (scheme, stated) {
        (Some(scheme), Some(stated)) => {
            let [is, _, difference] = wording::movement(column, stated, request.to);
            format!("{name} of {} is {is}; {by}: {difference}", view.scheme(scheme))
        }
        (Some(scheme), None) => format!("{name} of {} is not stated; {by}", view.scheme(scheme)),
        (None, _) => format!(
            "'{}' ({}) is in no return of this period; for its {name}, {by}",
            wording::one_line(&request.scheme),
            view.area_name(Some(&request.area)),
        ),
    };
    let meant = match scheme {
        Some(_) => String::new(),
        None => near(view.form, &reconciliation.after, &request.area, &request.scheme),
    };
    let help = format!(
        "enter {} in the return, or mend the change request in line {} of decisions.toml: its period, scheme or figures{meant}",
        said(request.to),
        request.at.line.unwrap_or_default()
    );
    let at = scheme.map_or(&request.at, |scheme| scheme.place(&request.column));
    let label = wording::one_line(scheme.map_or(&request.scheme, |scheme| &scheme.label));
    let draft = rule.at(at).about_area(Some(&request.area)).shared(Some(&request.area), Some(&label), Some(&column.id));
    let draft = draft.topic(&request.reference).demanded_by(&request.at).exactly(column, stated, Some(request.to));
    let related = then.into_iter().map(|scheme| scheme.place(&request.column).clone());
    // Whether it is gone is asked first, once for all that was approved of it.
    let waits_for = gone(view, request);
    Some(Finding { waits_for, ..draft.related(related).says(message, help) })
}

/// Where the schemes stood that it may be about, and that are gone, or go under another name.
fn gone(view: &View<'_>, request: &ChangeRequest) -> Vec<Place> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let closed = reconciliation.pairs.iter().filter(|pair| pair.is_closed());
    let schemes = closed.filter_map(|pair| reconciliation.scheme(pair)).filter(|scheme| names(request, scheme));
    schemes.filter_map(|scheme| Some(scheme.place(&view.form.list(&scheme.list)?.label).clone())).collect()
}

/// Whether a request may be about a scheme of the prior period.
fn names(request: &ChangeRequest, scheme: &Scheme) -> bool {
    let title = Title::of(&compared(&request.scheme));
    let is_named = [&scheme.key, &scheme.label].into_iter().any(|name| Title::of(&compared(name)) == title);
    scheme.area.as_ref() == Some(&request.area) && is_named
}

/// Where changes were approved that do not show, of a scheme that is gone.
pub(super) fn approved_of(view: &View<'_>, scheme: &Scheme) -> Vec<Place> {
    let outcomes = view.reconciliation.into_iter().flat_map(|reconciliation| &reconciliation.change_requests);
    let open = outcomes.filter(|outcome| outcome.is_missing() && outcome.scheme.is_none());
    let requests = open.filter_map(|outcome| view.decisions.change_requests.get(outcome.index));
    requests.filter(|request| names(request, scheme)).map(|request| request.at.clone()).collect()
}
