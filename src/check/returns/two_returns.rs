//! Two files from one area.

use super::file_name;
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "two-returns",
    family: Family::Return,
    severity: Severity::Error,
    title: "Two files are the same area's return",
    what: "Two workbooks in the folder both say that they come from the same service area: often a version and its \
           correction.",
    why: "Counting both would count every scheme twice; choosing one unasked might choose the older.",
    mend: "Keep the one that stands and take the other out of the folder.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::TwoReturns { at, first, area } = trouble else { continue };
        let mut finding = rule.finding(at.clone());
        finding.message = format!(
            "{} and {} are both the return of {}; only {} is read",
            file_name(&first.file),
            file_name(&at.file),
            context.area_name(Some(area)),
            file_name(&first.file),
        );
        finding.help = "keep the one that stands and take the other out of the folder".into();
        finding.area = Some(area.clone());
        finding.topic = file_name(&at.file).to_string();
        finding.related.push(first.clone());
        findings.push(finding);
    }
}
