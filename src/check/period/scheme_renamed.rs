//! `scheme-renamed`

use super::{look, say};
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::names::{Reference, Title};
use crate::reconcile::How;
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "scheme-renamed",
    family: Family::Period,
    severity: Severity::Note,
    title: "A scheme goes under another name, or was split or merged",
    what: "A scheme was matched with the prior period by a decision or by its reference, and its title is another one; or by \
           its title, and its reference is another one; or decisions.toml says that it was split or merged.",
    why: "A reader who looks for the old name must find where it went.",
    mend: "Nothing is to be done if it is the same scheme. If it is not, enter a [[match]] in decisions.toml, or give the new \
           scheme a reference of its own.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    for pair in reconciliation.pairs.iter().filter(|pair| pair.how != How::Unmatched) {
        let then = look::schemes(&reconciliation.before, &pair.before);
        let now = look::schemes(&reconciliation.after, &pair.after);
        let Some(list) = look::list_of(context, reconciliation, pair) else { continue };
        let Some(first) = now.first() else { continue };
        let prior = reconciliation.prior.label();
        let title = |scheme: &&Scheme| format!("'{}'", say::one_line(&scheme.label));
        let titles = |schemes: &[&Scheme]| schemes.iter().map(title).collect::<Vec<_>>().join(", ");
        let message = match (then.as_slice(), now.as_slice()) {
            ([then], [now]) if Title::of(&then.label) != Title::of(&now.label) => {
                format!("{} was called {} in {prior}", say::who(context, now), title(then))
            }
            ([then], [now]) if Reference::of(&then.key) != Reference::of(&now.key) => format!(
                "{} has the reference '{}'; in {prior} it was '{}'",
                say::who(context, now),
                say::one_line(&now.key),
                say::one_line(&then.key)
            ),
            ([_], [_]) => continue,
            ([then], now) => format!("{} of {prior} was split into {}", say::who(context, then), titles(now)),
            (then, [now]) => format!("{} brings together {} of {prior}", say::who(context, now), titles(then)),
            (then, now) => format!("{} of {prior} became {}", titles(then), titles(now)),
        };
        let mut finding = say::finding(rule, context, list, first, first.place(&list.label).clone());
        let cell = |scheme: &&Scheme| scheme.place(&list.label).clone();
        finding.related = now.iter().skip(1).map(cell).chain(then.iter().map(cell)).collect();
        finding.stated_text = Some(first.label.trim().to_string());
        finding.message = message;
        finding.help =
            "nothing to do if it is the same scheme; if not, mend the reference in the return, or the decision".into();
        if let Some(decided) = &pair.decided {
            finding.demanded_by = Some(decided.clone());
        }
        if let Some(words) = &pair.words {
            finding.message.push_str(&format!(": {}", say::one_line(words)));
        }
        findings.push(finding);
    }
}
