//! A computed figure of the appendix as a whole against what a return states for it.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "figure-differs",
    family: Family::Row,
    severity: Severity::Error,
    title: "A figure of the appendix as a whole does not follow from the others",
    what: "A `[[figure]]` has a formula and a place in a return, and the figure that stands there is not what the formula \
           gives. The computed one is published.",
    why: "A share that does not follow from its amounts is the first thing that a reader with a calculator finds.",
    mend: "Correct the figure, or the ones that it is worked out from. If that cannot be done, the section 151 officer sets it \
           aside in decisions.toml.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (form, found) in context.form.figures.iter().zip(&context.figures.form_level) {
        let stated = found.stated.as_ref().and_then(|figure| figure.value.as_ref().ok());
        let (Some(stated), Ok(computed), Some(at)) = (stated, &found.figure.value, &found.at) else { continue };
        if stated.agrees_with(*computed) {
            continue;
        }
        let column = &form.column;
        let (is, should_be) = say::both(column, stated.value(), computed.value());
        let mut finding = rule.finding(at.clone());
        finding.column = Some(column.id.clone());
        finding.demanded_by = Some(column.at.clone());
        finding.stated_text = Some(found.text.trim().to_string());
        finding = say::with_figures(finding, column, stated.value(), computed.value());
        finding.message = format!(
            "{} is stated as {is}, and the figures it follows from give {should_be} (difference {})",
            context.heading(column),
            say::difference(column, stated.value(), computed.value())
        );
        finding.help = say::mend_or_set_aside(&finding);
        findings.push(finding);
    }
}
