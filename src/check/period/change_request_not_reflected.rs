//! `change-request-not-reflected`

use super::{look, say};
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::reconcile::matching::near;

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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    for outcome in reconciliation.change_requests.iter().filter(|outcome| !outcome.reflected) {
        let Some(request) = context.decisions.change_requests.get(outcome.index) else { continue };
        let scheme = outcome.scheme.and_then(|index| reconciliation.after.schemes.get(index));
        let list = scheme.and_then(|scheme| context.form.list(&scheme.list));
        let column = list.or_else(|| context.form.main()).and_then(|list| list.column(&request.column));
        let Some(column) = column else { continue };
        let own = |figure| say::own_unit(column, figure);
        let stated = scheme.and_then(|scheme| scheme.figures.get(&request.column).copied());
        let at = scheme.map_or(&request.at, |scheme| scheme.place(&request.column));
        let mut finding = Finding::new(rule.code, rule.family, rule.severity, at.clone());
        finding.area = Some(request.area.clone());
        finding.scheme = Some(say::one_line(scheme.map_or(&request.scheme, |scheme| &scheme.label)));
        finding.column = Some(request.column.clone());
        finding.topic.clone_from(&request.reference);
        finding.demanded_by = Some(request.at.clone());
        if let Some(pair) = outcome.pair.and_then(|index| reconciliation.pairs.get(index)) {
            let then = look::schemes(&reconciliation.before, &pair.before);
            finding.related = then.iter().map(|scheme| scheme.place(&request.column).clone()).collect();
        }
        let name = say::name(context, column);
        let approved = say::figure(column, request.to);
        let by = format!(
            "{} approved {approved} in place of {} ({})",
            request.approved_by,
            say::figure(column, request.from),
            request.reference
        );
        finding.message = match (scheme, stated) {
            (Some(scheme), Some(stated)) => format!(
                "{name} of {} is {}; {by}: {}",
                say::who(context, scheme),
                say::figure(column, stated),
                say::difference(column, stated, request.to)
            ),
            (Some(scheme), None) => format!("{name} of {} is not stated; {by}", say::who(context, scheme)),
            (None, _) => format!(
                "'{}' ({}) is in no return of this period; for its {name}, {by}",
                say::one_line(&request.scheme),
                say::area_name(context, Some(&request.area)),
            ),
        };
        let meant = match scheme {
            Some(_) => String::new(),
            None => near(context.form, &reconciliation.after, &request.area, &request.scheme),
        };
        finding.help = format!(
            "enter {approved} in the return, or mend the change request in line {} of decisions.toml: its period, scheme or \
             figures{meant}",
            request.at.line.unwrap_or_default()
        );
        findings.push(finding.figures(say::unit(column), stated.and_then(own), own(request.to)));
    }
}
