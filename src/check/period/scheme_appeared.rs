//! `scheme-appeared`

use super::scheme_vanished::{is_approved, size, worth};
use super::{look, say};
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "scheme-appeared",
    family: Family::Period,
    severity: Severity::Query,
    title: "A scheme that was not in the prior period",
    what: "A scheme stands in this period's returns and in none of the prior period, under its reference or its title, and \
           no scheme that is gone looks like it.",
    why: "A new saving adds to targets and totals. Somebody agreed it, or an old one goes under a new name.",
    mend: "If it is an old scheme under another name, or a part of one, say so in decisions.toml ([[match]] or [[scheme]]). If \
           it is new, explain there who agreed it.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    for new in look::unmatched(context, true) {
        let Some((scheme, others)) = new.schemes.split_first() else { continue };
        if is_approved(&new) {
            continue;
        }
        let (prior, list) = (reconciliation.prior.label(), new.list);
        let label = scheme.place(&list.label).clone();
        let mut finding = say::finding(rule, context, list, scheme, label);
        finding.stated_text = Some(scheme.label.trim().to_string());
        finding.related = others.iter().map(|scheme| scheme.place(&list.label).clone()).collect();
        finding.message = if others.is_empty() {
            let size = size(context, list, scheme);
            if let Some((column, figure)) = size {
                finding.stated_text = None;
                finding = finding.figures(say::unit(column), say::own_unit(column, figure), None);
            }
            format!("{}{} was not in the returns of {prior}", say::who(context, scheme), worth(context, size))
        } else {
            finding.scheme = None;
            finding.topic = format!("all {}", finding.topic);
            finding.stated_text = None;
            let area = say::area_name(context, scheme.area.as_deref());
            format!("all {} {} of {area} are new: {prior} has none of that area", new.schemes.len(), list.items)
        };
        finding.help = say::mend_or_explain(
            "enter a [[match]] if it is a scheme of the prior period under another name, or a part of one",
            &finding,
        );
        findings.push(finding);
    }
}
