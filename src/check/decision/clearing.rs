//! Clearances that do not hold for the appendix as it stands, and what is to show them and is not there.

use super::raised_when_applied;
use crate::check::Rule;
use crate::decision::{Clearance, Decisions, clearance};
use crate::finding::{Family, Finding, Severity};
use crate::form::Form;
use crate::names::one_line;
use crate::period::Period;

/// A clearance of what the appendix was before.
pub static CLEARANCE_LAPSED: Rule = Rule {
    code: "clearance-lapsed",
    family: Family::Decision,
    severity: Severity::Note,
    title: "What was cleared has changed since",
    what: "A [[clearance]] names another fingerprint than the appendix has: a figure or a sentence has changed since it was cleared, or it \
 was another period's. Numbers of pages, how it looks and further clearances change no fingerprint.",
    why: "A clearance is for the very figures and words that somebody saw. The appendix stays for clearance until it is cleared as it stands.",
    mend: "Show the appendix to who cleared it, and record the clearance anew, with the fingerprint at its end. The older entry may stay as the \
 record of what was cleared.",
    run: raised_when_applied,
};

/// What is to show a clearance is not there.
pub static EVIDENCE_MISSING: Rule = Rule {
    code: "evidence-missing",
    family: Family::Decision,
    severity: Severity::Error,
    title: "What is to show a clearance is not there",
    what: "A [[clearance]] names a file as its evidence, and there is no such file in the collection, or it cannot be read.",
    why: "A clearance is a record of what somebody said. Who asks a year later wants to see the e-mail or the signed page.",
    mend: "Put the file where the entry says, or correct the path, which begins at the folder of the collection.",
    run: raised_when_applied,
};

/// What is said of the clearances of a period: of each role the last one counts. `missing` are the paths that lead to nothing, each with
/// the reason.
pub fn findings(
    form: &Form,
    (decisions, period): (&Decisions, Period),
    fingerprint: &str,
    missing: &[(String, String)],
) -> Vec<Finding> {
    let raised = |rule: &Rule, clearance: &Clearance, message: String, help: String| {
        let topic = format!("clearance {}", clearance.role);
        let at = clearance.at.clone();
        Finding { message, help, topic, ..Finding::new(rule.code, rule.family, rule.severity, at) }
    };
    let mut found = Vec::new();
    let last = decisions.last_clearances(period, form);
    for clearance in decisions.clearances_of(period) {
        let is_last = last.iter().any(|other| std::ptr::eq(*other, clearance));
        let (role, initials) = (one_line(&clearance.role), one_line(&clearance.initials));
        if is_last && !clearance.clears(fingerprint) {
            let message = format!(
                "the {role} ({initials}) cleared what has the fingerprint {}, and the appendix has {} now",
                clearance::printed(&clearance.fingerprint),
                clearance::printed(fingerprint)
            );
            let help = "Have the appendix cleared as it stands, and record that with `piperoll decide --clear`; this entry may stay."
                .to_string();
            found.push(raised(&CLEARANCE_LAPSED, clearance, message, help));
        }
        let gone = clearance.evidence.as_ref().and_then(|path| missing.iter().find(|(known, _)| known == path));
        if let Some((path, why)) = gone {
            let message = format!("{path}, which is to show the clearance by the {role} ({initials}), {why}");
            let help = "Put the file there, or correct `evidence` of the entry.".to_string();
            found.push(raised(&EVIDENCE_MISSING, clearance, message, help));
        }
    }
    found
}
