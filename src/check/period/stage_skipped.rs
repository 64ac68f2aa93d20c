//! A stage that an item went past without having stood at it.

use super::in_pairs;
use crate::check::cause::list_of;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, List};
use crate::reconcile::position::Scheme;
use crate::reconcile::{Pair, Reconciliation};

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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_pairs(view, |reconciliation, pair| {
        let columns = list_of(view, reconciliation, pair)
            .into_iter()
            .flat_map(|list| list.columns.iter().map(move |column| (list, column)));
        let stages = columns.filter(|(_, column)| column.choice().is_some_and(|choice| choice.ordered));
        stages.filter_map(|(list, column)| finding(rule, view, reconciliation, pair, list, column)).collect()
    })
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    reconciliation: &Reconciliation,
    pair: &Pair,
    list: &List,
    column: &Column,
) -> Option<Finding> {
    let then = reconciliation.before.at(&pair.before);
    let [now] = reconciliation.after.at(&pair.after)[..] else { return None };
    // A form that had no stages then says nothing of what was skipped.
    let mut before = reconciliation.before.schemes.iter();
    if !before.any(|scheme| scheme.list == list.id && scheme.texts.contains_key(&column.id)) {
        return None;
    }
    let rank = |scheme: &Scheme| column.rank(scheme.texts.get(&column.id)?);
    let stage = rank(now)?;
    let (first, since, severity) = match then[..] {
        [] => (0, "it is new".to_string(), Severity::Note),
        [then] => {
            let before = rank(then)?;
            let since = format!("in {} it stood at {}", view.prior(), named(column, before));
            (before.saturating_add(1), since, rule.severity)
        }
        _ => return None,
    };
    let skipped: Vec<String> = (first..stage).map(|index| named(column, index)).collect();
    if skipped.is_empty() {
        return None;
    }
    let message = format!(
        "{} stands at {}; {since}, so that nothing shows {}",
        view.scheme(now),
        named(column, stage),
        wording::list_of(&skipped)
    );
    let help = match severity {
        Severity::Note => "nothing to do if the earlier stages were passed before it was first reported".into(),
        _ => wording::mend_or_explain("correct the stage, or say who gave the approvals in between, and when"),
    };
    let draft = rule.at(now.place(&column.id)).about_scheme(view, list, now).column(column).weighing(severity);
    let draft = draft.stated_text(now.texts.get(&column.id).map_or("", String::as_str));
    Some(draft.related(then.iter().map(|scheme| scheme.place(&column.id).clone())).says(message, help))
}

fn named(column: &Column, stage: usize) -> String {
    column.choices().get(stage).map(|choice| format!("'{choice}'")).unwrap_or_default()
}
