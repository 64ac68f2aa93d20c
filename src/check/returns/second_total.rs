//! A total row that a later one stands in place of.

use super::like;
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "second-total",
    family: Family::Return,
    severity: Severity::Note,
    title: "A total row is followed by another one",
    what: "Two total rows stand one below the other with no row between them, as where somebody corrected a total and left the first \
           one in place. The last one stands, and is held against the rows.",
    why: "Only one of them can be what the area means. That the first was passed over must be seen by whoever reads the return.",
    mend: "Take out the row that does not stand. If each is the total of something else, say so by their labels.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::SecondTotal { row, stands } = trouble else { continue };
        let message = format!(
            "{}{} is followed by another total, {}, which stands in its place",
            like::opening(view, row),
            like::name(row),
            like::name(stands),
        );
        let help = "take out the row that does not stand";
        findings.push(like::draft(rule, view, row).related([stands.at.clone()]).says(message, help));
    }
    findings
}
