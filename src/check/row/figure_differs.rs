//! A computed figure of the appendix as a whole against what a return states for it.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;

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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (form, found) in view.form.figures.iter().zip(&view.figures.form_level) {
        let stated = found.stated.as_ref().and_then(|figure| figure.value.as_ref().ok());
        let (Some(stated), Ok(computed), Some(at)) = (stated, &found.figure.value, &found.at) else { continue };
        if stated.agrees_with(*computed) {
            continue;
        }
        let column = &form.column;
        let (stated, computed) = (Told::Stated(stated.value()), Told::Computed(computed.value()));
        let said = wording::side_by_side(column, stated, computed);
        let message = format!(
            "{} is stated as {}, and the figures it follows from give {} (difference {})",
            view.name(column),
            said.one,
            said.other,
            said.difference
        );
        let draft = rule.at(at).about_area(None).column(column).stated_text(&found.text);
        findings.push(draft.figures(column, stated, computed).says(message, wording::mend_or_set_aside(at)));
    }
    findings
}
