//! A stage that an item went past without having stood at it.

use super::{look, say};
use crate::check::say::list_of;
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "stage-skipped",
    family: Family::Period,
    severity: Severity::Query,
    title: "A stage was skipped",
    what: "The choices of this column are stages in an order (`ordered`), and since the prior period an item went more than one \
           of them further. An item that is new, and not at the first stage, is a note.",
    why: "Each stage is somebody's approval. One that was passed between two reports was given in time, or not at all, and the \
          report cannot tell which.",
    mend: "Correct the stage, or explain who gave the approvals in between, and when.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    for pair in &reconciliation.pairs {
        let Some(list) = look::list_of(context, reconciliation, pair) else { continue };
        let then = look::schemes(&reconciliation.before, &pair.before);
        let [now] = look::schemes(&reconciliation.after, &pair.after)[..] else { continue };
        for column in list.columns.iter().filter(|column| column.ordered) {
            // A form that had no stages then says nothing of what was skipped.
            let had_stages = reconciliation
                .before
                .schemes
                .iter()
                .any(|scheme| scheme.list == list.id && scheme.texts.contains_key(&column.id));
            let rank = |scheme: &Scheme| column.rank(scheme.texts.get(&column.id)?);
            let Some(stage) = rank(now).filter(|_| had_stages) else { continue };
            let prior = reconciliation.prior.label();
            let (first, since, severity) = match then[..] {
                [] => (0, "it is new".to_string(), Severity::Note),
                [then] => match rank(then) {
                    Some(before) => (
                        before.saturating_add(1),
                        format!("in {prior} it stood at {}", named(column, before)),
                        rule.severity,
                    ),
                    None => continue,
                },
                _ => continue,
            };
            let skipped: Vec<String> = (first..stage).map(|index| named(column, index)).collect();
            if skipped.is_empty() {
                continue;
            }
            let mut finding = say::finding(rule, context, list, now, now.place(&column.id).clone());
            finding.severity = severity;
            finding.column = Some(column.id.clone());
            finding.demanded_by = Some(column.at.clone());
            finding.stated_text = now.texts.get(&column.id).cloned();
            finding.related = then.iter().map(|scheme| scheme.place(&column.id).clone()).collect();
            finding.message = format!(
                "{} stands at {}; {since}, so that nothing shows {}",
                say::who(context, now),
                named(column, stage),
                list_of(&skipped)
            );
            finding.help = match severity {
                Severity::Note => "nothing to do if the earlier stages were passed before it was first reported".into(),
                _ => say::mend_or_explain(
                    "correct the stage, or say who gave the approvals in between, and when",
                    &finding,
                ),
            };
            findings.push(finding);
        }
    }
}

fn named(column: &Column, stage: usize) -> String {
    column.choices.get(stage).map(|choice| format!("'{choice}'")).unwrap_or_default()
}
