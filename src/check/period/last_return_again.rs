//! `last-return-again`

use crate::check::returns::titles;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(in crate::check) static RULE: Rule = Rule {
    code: "last-return-again",
    family: Family::Period,
    severity: Severity::Error,
    title: "Last period's return was sent again, saved anew",
    what: "Every figure that an area gives, three at least, is exactly what it was in the prior period, and the title names that \
           period or the day at which its figures stood, and nothing names this one.",
    why: "It is last period's return. Its figures would be published as this period's.",
    mend: "Ask the area for this period's return. If nothing moved, the area puts its title right and sends it again.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for unmoved in &view.causes.unmoved {
        let Some(Trouble::OtherPeriod { at, said, .. }) = unmoved.last_period else { continue };
        let message = format!(
            "{}{}, and {}: it is last period's return",
            wording::opening(&view.area_name(unmoved.area)),
            titles(said),
            unmoved.said(&view.prior()),
        );
        let draft = rule.at(at).about_area(unmoved.area).related(said.iter().map(|titled| titled.at.clone()));
        let draft = draft.related([unmoved.at.clone(), unmoved.before.clone()]);
        findings
            .push(draft.says(message, "ask for this period's return; if nothing moved, the area puts the title right"));
    }
    findings
}
