//! What would be found if some cells held something else. Nothing that is given is changed: a copy is checked.

use std::collections::{BTreeMap, BTreeSet};

use super::RULES;
use crate::check::{Context, Rule, settled};
use crate::figures::Figures;
use crate::finding::{Family, Finding, Severity, Status};
use crate::reconcile::position::Position;
use crate::returns::Cell;

/// Cells that hold something else, each with the column that it is read for.
pub(super) type Changed = Vec<(String, Cell)>;

/// What a change of some cells would make of the findings.
pub(super) struct Outcome {
    /// The ids of those that would be gone, notes too.
    pub gone: BTreeSet<String>,
    /// Those that hold a paper up, stand at a cell or a decision, and are not there without it. What is said of a whole sheet or file
    /// may have been there all the time behind the slip.
    pub new: Vec<Finding>,
}

impl Outcome {
    /// Whether a finding would be gone.
    pub(super) fn clears(&self, id: &str) -> bool {
        self.gone.contains(id)
    }
}

/// Tries it: `told` is what is found as it is, settled. `None` where the figures cannot be worked out then.
pub(super) fn tried(context: &Context<'_>, told: &[Finding], changed: &Changed) -> Option<Outcome> {
    let mut returns = context.returns.clone();
    returns.put(context.form, changed);
    let figures = Figures::of(context.form, &returns).ok()?;
    let reconciliation = match context.reconciliation {
        Some(is) => {
            let after = Position::of(context.form, returns.period, &figures, is.after.files.clone());
            Some(is.again(context.form, context.decisions, after).ok()?)
        }
        None => None,
    };
    let changed = Context { returns: &returns, figures: &figures, reconciliation: reconciliation.as_ref(), ..*context };
    let then = settled(&changed);
    let is_open = |finding: &&Finding| finding.status == Status::Open;
    // What weighs less then is gone too: it would hold nothing up any more. No two have one id.
    let weights: BTreeMap<&str, Severity> =
        then.iter().filter(is_open).map(|finding| (&*finding.id, finding.severity)).collect();
    let stays = |told: &Finding| weights.get(&*told.id).is_some_and(|severity| *severity <= told.severity);
    // Personal data are told whatever else is amiss.
    let gone = told.iter().filter(is_open).filter(|finding| finding.family != Family::Privacy && !stays(finding));
    let gone = gone.map(|finding| finding.id.clone()).collect();
    let blocked: BTreeSet<&str> = told.iter().filter(|finding| finding.blocks()).map(|finding| &*finding.id).collect();
    let of_whole = |finding: &&Finding| finding.at.cell.is_none() && finding.at.line.is_none();
    // A decision about a culprit answers nothing where it is corrected.
    let of_culprit = |finding: &&Finding| {
        let names = |rule: &Rule| finding.topic.contains(&format!(" {}:", rule.code));
        finding.family == Family::Decision && RULES.iter().any(|rule| names(rule))
    };
    let new = then.iter().filter(|finding| finding.blocks() && !blocked.contains(&*finding.id));
    let new = new.filter(|finding| !of_whole(finding) && !of_culprit(finding));
    let new = new.cloned().collect();
    Some(Outcome { gone, new })
}
