//! What a row states for a computed column, against what the formula gives.

use crate::check::cause::SlipOf;
use crate::check::{Rule, View, wording};
use crate::finding::Finding;
use crate::form::{Column, ColumnOrigin};

/// Speaks of the slips in the columns that `wanted` picks.
pub(super) fn run(rule: &Rule, view: &View<'_>, wanted: impl Fn(&Column) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for slip in view.causes.slips.iter().filter(|slip| wanted(slip.column)) {
        let SlipOf::Row(line) = slip.of else { continue };
        let (used, words) = match &slip.column.origin {
            ColumnOrigin::Formula(formula) => (formula.columns(), formula.words(&|id| view.name_of(slip.list, id))),
            ColumnOrigin::Share(of) => {
                (Vec::new(), format!("the share in the total of {}", view.name_of(slip.list, of)))
            }
            _ => continue,
        };
        let said = slip.said();
        let message = format!(
            "{}: {} is stated as {}, but {words} gives {} (difference {})",
            view.who(line.area, line.label),
            view.name(slip.column),
            said.one,
            said.other,
            said.difference,
        );
        let draft = slip.draft(rule.at(&slip.cell.at).about_line(view, &line));
        let related = line.places(used).into_iter().chain(view.causes.followers(&slip.cell.at));
        findings.push(draft.related(related).says(message, wording::mend_or_set_aside(&slip.cell.at)));
    }
    findings
}
