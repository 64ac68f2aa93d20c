//! `same-file-again`

use std::collections::BTreeMap;

use super::say;
use crate::check::{Context, Rule};
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

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reconciliation) = context.reconciliation else { return };
    if reconciliation.before.period == reconciliation.after.period {
        return;
    }
    let prior: BTreeMap<&str, &str> =
        reconciliation.before.files.iter().map(|(path, hash)| (hash.as_str(), path.as_str())).collect();
    for (path, hash) in &reconciliation.after.files {
        let Some(before) = prior.get(hash.as_str()) else { continue };
        let area = context.returns.files.iter().find(|file| *file.path == **path).and_then(|file| file.area.clone());
        let stem = path.rsplit('/').next().unwrap_or(path).to_string();
        let mut finding = Finding::new(rule.code, rule.family, rule.severity, Place::file(path.as_str()));
        finding.topic = if area.is_some() { String::new() } else { stem };
        let whose = area.as_deref().map(|area| format!(" of {}", say::area_name(context, Some(area))));
        finding.message = format!(
            "{path} is the file{} that was sent for {} ({before}), unchanged",
            whose.unwrap_or_default(),
            reconciliation.prior.label()
        );
        finding.help = "ask for this period's return".to_string();
        finding.area = area;
        finding.related = vec![Place::file(*before)];
        findings.push(finding);
    }
}
