//! `change-request-not-reflected`

use crate::check::cause::schemes;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::reconcile::matching::near;
use crate::reconcile::{ChangeOutcome, Reconciliation};

pub(super) static RULE: Rule = Rule {
    code: "change-request-not-reflected",
    family: Family::Period,
    severity: Severity::Error,
    title: "An approved change does not show in the figures",
    what: "A change request in decisions.toml holds from this period, and the return does not state the figure it gives, or \
           has no such scheme.",
    why: "The return contradicts what was approved; one of the two would be published wrongly.",
    mend: "Enter the approved figure in the return; or correct or withdraw the change request in decisions.toml (its period, \
           its scheme, its figures).",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let outcomes = reconciliation.change_requests.iter().filter(|outcome| !outcome.reflected);
    outcomes.filter_map(|outcome| finding(rule, view, reconciliation, outcome)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, reconciliation: &Reconciliation, outcome: &ChangeOutcome) -> Option<Finding> {
    let request = view.decisions.change_requests.get(outcome.index)?;
    let scheme = outcome.scheme.and_then(|index| reconciliation.after.schemes.get(index));
    let list = scheme.and_then(|scheme| view.form.list(&scheme.list));
    let column = list.or_else(|| view.form.main())?.column(&request.column)?;
    let stated = scheme.and_then(|scheme| scheme.figures.get(&request.column).copied());
    let pair = outcome.pair.and_then(|index| reconciliation.pairs.get(index));
    let then = pair.map(|pair| schemes(&reconciliation.before, &pair.before)).unwrap_or_default();
    let name = view.name(column);
    let said = |figure| wording::figure(column, Told::Stated(figure));
    let by = format!(
        "{} approved {} in place of {} ({})",
        request.approved_by,
        said(request.to),
        said(request.from),
        request.reference
    );
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
    Some(draft.related(related).says(message, help))
}
