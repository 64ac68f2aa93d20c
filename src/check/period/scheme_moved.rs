//! `scheme-moved`

use super::{look, say};
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "scheme-moved",
    family: Family::Period,
    severity: Severity::Query,
    title: "A scheme stands in another area",
    what: "A scheme that was one area's in the prior period is another's now. Where decisions.toml says so, it is a note.",
    why: "The totals of both areas change without anything being delivered; the movement table shows it as a transfer.",
    mend: "If it moved, enter a [[match]] in decisions.toml from the one area to the other. If not, mend the area in the \
           return.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    for pair in &reconciliation.pairs {
        let Some((then, now)) = pair.one_to_one() else { continue };
        let then = reconciliation.before.schemes.get(then);
        let now = reconciliation.after.schemes.get(now);
        let (Some(then), Some(now)) = (then, now) else { continue };
        let Some(list) = look::list_of(context, reconciliation, pair).filter(|_| then.area != now.area) else {
            continue;
        };
        let mut finding = say::finding(rule, context, list, now, now.place(&list.label).clone());
        finding.related = vec![then.place(&list.label).clone()];
        finding.message = format!(
            "'{}' stands under {}; in {} it stood under {}",
            say::one_line(&now.label),
            say::area_name(context, now.area.as_deref()),
            reconciliation.prior.label(),
            say::area_name(context, then.area.as_deref()),
        );
        finding.help = say::mend_or_explain(
            "enter a [[match]] in decisions.toml if it moved, or mend the area in the return",
            &finding,
        );
        if let Some(decided) = &pair.decided {
            finding.severity = Severity::Note;
            finding.demanded_by = Some(decided.clone());
            finding.help = "nothing to do: decisions.toml says so".to_string();
            if let Some(words) = &pair.words {
                finding.message.push_str(&format!(": {}", say::one_line(words)));
            }
        }
        findings.push(finding);
    }
}
