//! `same-file-again`

use std::collections::BTreeMap;

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "same-file-again",
    family: Family::Period,
    severity: Severity::Error,
    title: "Last period's file was sent again",
    what: "A file of this period is byte for byte a file of the prior period.",
    why: "Its figures are last period's. They would be published as this period's.",
    mend: "Ask the area for this period's return. An area that has nothing to report still sends a file saved this period.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    if reconciliation.before.period == reconciliation.after.period {
        return Vec::new();
    }
    let prior: BTreeMap<&str, &str> =
        reconciliation.before.files.iter().map(|(path, hash)| (hash.as_str(), path.as_str())).collect();
    let mut findings = Vec::new();
    for (path, hash) in &reconciliation.after.files {
        // That it is a copy of what was published is said.
        let is_copy = view.returns.last_reported_in(path).is_some();
        let Some(before) = prior.get(hash.as_str()).filter(|_| !is_copy) else { continue };
        let file = view.returns.files.iter().find(|file| *file.path == **path);
        let area = file.and_then(|file| file.area.as_deref());
        let message = format!(
            "{path} is the file{} that was sent for {} ({before}), unchanged",
            area.map(|area| format!(" of {}", view.area_name(Some(area)))).unwrap_or_default(),
            reconciliation.prior.label()
        );
        let topic = if area.is_some() { "" } else { path.rsplit('/').next().unwrap_or(path) };
        let draft = rule.at(&Place::file(path.as_str())).about_area(area).topic(topic).related([Place::file(*before)]);
        findings.push(draft.says(message, "ask for this period's return"));
    }
    findings
}
