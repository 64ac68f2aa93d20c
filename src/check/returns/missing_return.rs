//! An area that sent nothing.

use super::missing_because_of_a_file;
use crate::check::{Context, Rule};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "missing-return",
    family: Family::Return,
    severity: Severity::Error,
    title: "A return is missing",
    what: "The form expects a workbook from this service area (or one of this name), and the folder of the period holds none.",
    why: "The appendix would print totals without the area's schemes, as if it had none.",
    mend: "Ask the area for its return. An area that never sends one has `returns = false` in piperoll.toml; a workbook that \
           need not be there has `optional = true`.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let caused = missing_because_of_a_file(context);
    for trouble in &context.returns.troubles {
        let Trouble::MissingReturn { at, area, file, demanded_by } = trouble else { continue };
        if caused.iter().any(|(caused, _)| Some(caused) == area.as_ref()) {
            continue;
        }
        let mut finding = rule.finding(at.clone());
        finding.message = match area {
            Some(area) => {
                format!("no return came from {}: {} holds no file of it", context.area_name(Some(area)), at.file)
            }
            None => format!("{} holds no workbook named '{file}'", at.file),
        };
        finding.help = match area {
            Some(area) => {
                format!("ask for it and save it as {area}.xlsx, or set `returns = false` for the area in piperoll.toml")
            }
            None => format!("save it as {file}.xlsx, or set `optional = true` for it in piperoll.toml"),
        };
        if area.is_none() {
            finding.topic = file.clone();
        }
        finding.area = area.clone();
        finding.demanded_by = Some(demanded_by.clone());
        findings.push(finding);
    }
}
