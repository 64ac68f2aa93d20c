//! A file that is no workbook, or is over a limit.

use super::{area_of_file, file_name};
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "unreadable-file",
    family: Family::Return,
    severity: Severity::Error,
    title: "A file cannot be read",
    what: "A file in the folder of returns could not be opened as a workbook: it is damaged, protected by a password, of \
           another kind than its ending says, or larger than any return has a reason to be.",
    why: "Nothing in it counts. Without it the totals of its area, and of the whole, are short.",
    mend: "Open it in Excel and save it again as .xlsx without a password, or ask for it to be sent again. If it is no \
           return, take it out of the folder.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::UnreadableFile { at, why } = trouble else { continue };
        let area = area_of_file(context, &at.file).map(|area| area.id.clone());
        let mut finding = rule.finding(at.clone());
        let why = why.trim().trim_end_matches('.');
        finding.message = format!("{} cannot be read: {why}", file_name(&at.file));
        if let Some(area) = &area {
            finding.message.push_str(&format!("; so nothing counts from {}", context.area_name(Some(area))));
        }
        finding.help =
            "open it in Excel and save it again as .xlsx without a password, or ask for it again; if it is no \
                        return, take it out of the folder"
                .into();
        finding.area = area;
        finding.topic = file_name(&at.file).to_string();
        findings.push(finding);
    }
}
