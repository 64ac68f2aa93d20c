//! A row that names an area the form does not know.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::names::may_be_meant;
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "unknown-row-area",
    family: Family::Return,
    severity: Severity::Error,
    title: "A row belongs to no area of the form",
    what: "The form tells a row's service area by a column of it, and what stands there is no area's name.",
    why: "The row cannot be put in any section: its own comes short of it, and the sections do not add up to the whole.",
    mend: "Correct the name in the cell, or add it to the right area's `also` in piperoll.toml.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::UnknownRowArea { at, named, near } = trouble else { continue };
        let mut finding = rule.finding(at.clone());
        finding.message = format!(
            "'{named}' in {} is no area of the form, so its row stands in no area's section{}",
            say::cell(at),
            may_be_meant(near)
        );
        finding.help = format!("correct {}, or add \"{named}\" to the area's `also` in piperoll.toml", say::cell(at));
        finding.stated_text = Some(named.clone());
        finding.topic = named.clone();
        findings.push(finding);
    }
}
