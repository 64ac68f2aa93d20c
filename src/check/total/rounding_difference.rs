//! A total of rounded figures that differs within their rounding.

use super::column_total::differing;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "rounding-difference",
    family: Family::Total,
    severity: Severity::Note,
    title: "A total differs by rounding alone",
    what: "The form says that the figures of this column were rounded before they were stated, and the stated total differs \
           from their sum by no more than that rounding can account for.",
    why: "It is no mistake, but a reader who adds up the column will ask. The appendix says 'figures may not sum due to \
          rounding' where this is so.",
    mend: "Nothing need be done. Unrounded figures in the return would make the difference go away.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for totals in differing(context) {
        if !totals.column.rounded || !totals.stated.agrees_with(totals.expected) {
            continue;
        }
        let mut finding = totals.start(context, rule);
        finding.message = format!(
            "{}, and {}: the difference of {} is within rounding",
            totals.subject(context),
            totals.parts(),
            say::difference(totals.column, totals.stated.value(), totals.expected.value()),
        );
        finding.help = "nothing need be done".into();
        findings.push(finding);
    }
}
