//! `likely-rename`

use super::{look, say};
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "likely-rename",
    family: Family::Period,
    severity: Severity::Query,
    title: "A scheme that may be one of the prior period under another name, or in another area",
    what: "One scheme is gone, another is new, and they look like the same: a title much like the other, a reference that \
           differs by a blank or a letter, the same money, or the same title in another area. Until somebody says so they count as one closed and one new.",
    why: "If they are one, the movement of the whole area is told wrongly; if they are two, both want their reason.",
    mend: "If they are one, paste the entry into decisions.toml. If they are not, explain the finding there.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    for proposal in &reconciliation.proposals {
        let then = look::schemes(&reconciliation.before, &[proposal.before]);
        let now = look::schemes(&reconciliation.after, &[proposal.after]);
        let ([then], [now]) = (then.as_slice(), now.as_slice()) else { continue };
        let Some(list) = context.form.list(&now.list) else { continue };
        let finding = Finding {
            stated_text: Some(now.label.trim().to_string()),
            ..say::finding(rule, context, list, now, now.place(&list.label).clone())
        };
        findings.push(Finding {
            related: vec![then.place(&list.label).clone()],
            message: format!(
                "{} is new and {} of {} is gone: they may be the same {}, for {}",
                say::who(context, now),
                say::who(context, then),
                reconciliation.prior.label(),
                list.item,
                proposal.why
            ),
            help: format!(
                "if they are the same, add the entry below to decisions.toml; if not, explain it there: {}\n{}",
                say::explain(&finding),
                proposal.entry.trim_end()
            ),
            ..finding
        });
    }
}
