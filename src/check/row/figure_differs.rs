//! A computed figure of the appendix as a whole against what a return states for it.

use crate::check::{Rule, View, wording};
use crate::figures::FigureOrigin;
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;

pub(super) static RULE: Rule = Rule {
    code: "figure-differs",
    family: Family::Row,
    severity: Severity::Error,
    title: "A figure of the appendix as a whole does not follow from the others",
    what: "A `[[figure]]` has a formula and a place in a return, and the figure that stands there is not what the formula \
           gives. The computed one is published. Or it has none, and its place is a cell of a table for which the table prints \
           another figure: the total of its rows, say.",
    why: "A share that does not follow from its amounts is the first thing that a reader with a calculator finds.",
    mend: "Correct the figure, or the ones that it is worked out from. If that cannot be done, the section 151 officer sets it \
           aside in decisions.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(of_tables(rule, view));
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

/// Figures that stand in a cell of a table which the table does not print: its own is worked out.
fn of_tables(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (form, found) in view.form.figures.iter().zip(&view.figures.form_level) {
        let (Ok(stated), FigureOrigin::Given(at)) = (&found.figure.value, &found.figure.origin) else { continue };
        let printed = view.figures.worked_out_for(view.form, at).and_then(|figure| figure.value.as_ref().ok());
        let Some(printed) = printed.filter(|printed| !stated.agrees_with(**printed)) else { continue };
        let column = &form.column;
        let (stated, printed) = (Told::Stated(stated.value()), Told::Computed(printed.value()));
        let said = wording::side_by_side(column, stated, printed);
        let message = format!(
            "{} is read from {}, which states {}; the table prints {} there (difference {})",
            view.name(column),
            wording::cell(at),
            said.one,
            said.other,
            said.difference
        );
        let draft = rule.at(at).about_area(None).column(column).stated_text(&found.text);
        let help = "correct the cell, so that the table and this figure are one; or let the [[figure]] stand in a cell of its own";
        findings.push(draft.figures(column, stated, printed).says(message, help));
    }
    findings
}
