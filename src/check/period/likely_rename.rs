//! `likely-rename`

use super::amounts;
use super::scheme_vanished::with_amounts;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(in crate::check) static RULE: Rule = Rule {
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let mut findings = Vec::new();
    for proposal in &reconciliation.proposals {
        let then = reconciliation.as_it_was().at(&proposal.before);
        let now = reconciliation.after.at(&proposal.after);
        let ([then], [now]) = (then.as_slice(), now.as_slice()) else { continue };
        let Some(list) = view.form.list(&now.list) else { continue };
        let message = format!(
            "{} is new and {} of {} is gone: they may be the same {}, for {}",
            view.scheme(now),
            view.scheme(then),
            reconciliation.prior.label(),
            list.item,
            proposal.why
        );
        let help = format!(
            "if they are the same, add the entry below to decisions.toml; if not, explain it there: {}\n{}",
            wording::explain_entry(),
            proposal.entry.trim_end()
        );
        let draft = rule.at(now.place(&list.label)).about_scheme(view, list, now).stated_text(&now.label);
        // An answer is given on its figures too, and on the one that it is not.
        let then_said = with_amounts(view, reconciliation.before.period, list, then);
        let draft =
            draft.rows_in_order(amounts(view, view.returns.period, list, now, None).into_iter().chain([then_said]));
        findings.push(draft.related([then.place(&list.label).clone()]).says(message, help));
    }
    findings
}
