//! `scheme-vanished`

use rust_decimal::Decimal;

use super::look::{self, Unmatched};
use super::say;
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::reconcile::Reconciliation;
use crate::reconcile::movement::has_movement;
use crate::reconcile::position::Scheme;
use crate::returns::Trouble;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "scheme-vanished",
    family: Family::Period,
    severity: Severity::Query,
    title: "A scheme of the prior period is gone",
    what: "A scheme that was in the prior period's returns is in none of this period, under its reference or its title, and \
           no other scheme looks like it.",
    why: "A saving that is no longer reported was delivered, dropped, merged or forgotten. Members approved it and will ask \
          which.",
    mend: "Put the row back if it was left out. If the scheme goes under another name, say so in decisions.toml ([[match]] \
           or [[scheme]]). If it ended, explain it there.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    for gone in look::unmatched(context, false) {
        let Some(scheme) = gone.schemes.first() else { continue };
        if is_approved(&gone) || is_unread(context, &gone) {
            continue;
        }
        let at = here(reconciliation, scheme).unwrap_or_else(|| scheme.at.clone());
        let mut finding = say::finding(rule, context, gone.list, scheme, at);
        finding.related = gone.schemes.iter().map(|scheme| scheme.place(&gone.list.label).clone()).collect();
        let (prior, list) = (reconciliation.prior.label(), gone.list);
        finding.message = match gone.schemes.as_slice() {
            [scheme] => {
                let size = size(context, list, scheme);
                if let Some((column, figure)) = size {
                    finding = finding.figures(say::unit(column), None, say::own_unit(column, figure));
                }
                format!(
                    "{}{} was in the returns of {prior} and is gone",
                    say::who(context, scheme),
                    worth(context, size)
                )
            }
            many => {
                finding.scheme = None;
                finding.topic = format!("all {}", finding.topic);
                let area = say::area_name(context, scheme.area.as_deref());
                format!("all {} {} of {area} in {prior} are gone", many.len(), list.items)
            }
        };
        finding.help = say::mend_or_explain(
            "put the row back if it was left out, or enter a [[match]] if it goes under another name or was merged",
            &finding,
        );
        findings.push(finding);
    }
}

/// The figure by which a scheme is told to be large or small: the target of the main list, else the first money column that
/// is not nil.
pub(super) fn size<'a>(context: &Context<'a>, list: &'a List, scheme: &Scheme) -> Option<(&'a Column, Decimal)> {
    let role = context.form.report.roles.target.as_deref().filter(|_| list.id == context.form.report.main_list);
    let money = || {
        let mut all = list.columns.iter().filter(|column| has_movement(column));
        let is_nil = |column: &&Column| scheme.figures.get(&column.id).is_none_or(Decimal::is_zero);
        all.clone().find(|column| !is_nil(column)).or_else(|| all.next())
    };
    let column = role.and_then(|role| list.column(role)).or_else(money)?;
    scheme.figures.get(&column.id).map(|figure| (column, *figure))
}

/// ', Target £450k,' behind a name.
pub(super) fn worth(context: &Context<'_>, size: Option<(&Column, Decimal)>) -> String {
    size.map_or_else(String::new, |(column, figure)| {
        format!(", {} {},", say::name(context, column), say::figure(column, figure))
    })
}

/// A change request brought every one of them to nil.
pub(super) fn is_approved(unmatched: &Unmatched<'_>) -> bool {
    unmatched.pairs.iter().all(|pair| pair.changes.iter().any(|change| change.change_request.is_some()))
}

/// Nothing of the area's list could be read, and that is said already.
fn is_unread(context: &Context<'_>, gone: &Unmatched<'_>) -> bool {
    let Some(scheme) = gone.schemes.first() else { return true };
    let still_there = context.reconciliation.is_some_and(|reconciliation| {
        let mut schemes = reconciliation.after.schemes.iter();
        schemes.any(|other| other.list == scheme.list && other.area == scheme.area)
    });
    let own = scheme.area.as_deref();
    let is_about = |area: &Option<String>| area.is_none() || area.as_deref() == own;
    !still_there
        && context.returns.troubles.iter().any(|trouble| match trouble {
            Trouble::UnreadableFile { .. } | Trouble::UnknownArea { .. } | Trouble::UnknownRowArea { .. } => true,
            Trouble::MissingReturn { area, .. }
            | Trouble::MissingSheet { area, .. }
            | Trouble::MissingColumn { area, .. } => is_about(area),
            _ => false,
        })
}

/// The sheet in which the scheme would stand now: where its area's others do.
fn here(reconciliation: &Reconciliation, scheme: &Scheme) -> Option<Place> {
    let mut others = reconciliation.after.schemes.iter();
    let other = others.find(|other| other.list == scheme.list && other.area == scheme.area)?;
    Some(Place { cell: None, ..other.at.clone() })
}
