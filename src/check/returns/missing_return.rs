//! An area that sent nothing.

use super::{file_name, missing_because_of_a_file};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::reconcile::{PriorFrom, Reconciliation};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "missing-return",
    family: Family::Return,
    severity: Severity::Error,
    title: "A return is missing",
    what: "The form expects a workbook from this service area (or one of this name), and the folder of the period holds none.",
    why: "The appendix would print totals without the area's schemes, as if it had none.",
    mend: "Ask the area for its return. An area that never sends one has `returns = false` in piperoll.toml; a workbook that \
           need not be there has `optional = true`. Where it does not come in time, [[not_updated]] in decisions.toml lets \
           what was last published of the area stand, and the paper says so.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let caused = missing_because_of_a_file(view);
    // It may be among the files that were left alone: those are told.
    let left_alone = view.returns.left_alone().is_some();
    let is_caused =
        |area: &Option<String>| left_alone || caused.iter().any(|(caused, _)| Some(caused) == area.as_ref());
    // Why nothing can stand in its place is told by itself.
    let is_refused = |area: &Option<String>| {
        let mut refused = view.returns.troubles.iter();
        refused.any(|trouble| matches!(trouble, Trouble::CannotStand { area: own, .. } if Some(own) == area.as_ref()))
    };
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::MissingReturn { at, area, file, demanded_by } = trouble else { continue };
        if is_caused(area) || is_refused(area) {
            continue;
        }
        let taken = view.returns.troubles.iter().find_map(|trouble| match trouble {
            Trouble::OtherArea { at, area: other, called, .. } if called.is_some() && called == area => {
                Some((at, other))
            }
            _ => None,
        });
        let (message, help) = match area {
            Some(area) if taken.is_some() => {
                let (file, other) = taken.map(|(at, other)| (file_name(&at.file), other.as_str())).unwrap_or_default();
                let (own, other) = (view.area_name(Some(area)), view.area_name(Some(other)));
                (
                    format!("no return came from {own}, unless {file} is its own, which names {other} inside"),
                    format!("see whose return {file} is, and ask for the one that is missing"),
                )
            }
            Some(area) => (
                format!("no return came from {}: {} holds no file of it", view.area_name(Some(area)), at.file),
                format!(
                    "ask for it and save it as {area}.xlsx, or set `returns = false` for the area in piperoll.toml{}",
                    last_published(view, area)
                ),
            ),
            None => (
                format!("{} holds no workbook named '{file}'", at.file),
                format!("save it as {file}.xlsx, or set `optional = true` for it in piperoll.toml"),
            ),
        };
        let topic = if area.is_none() { file } else { "" };
        let draft = rule.at(at).about_area(area.as_deref()).topic(topic).demanded_by(demanded_by);
        findings.push(draft.says(message, help));
    }
    findings
}

/// What may stand where the return does not come in time, with the entry to paste: where something was published.
fn last_published(view: &View<'_>, area: &str) -> String {
    let is_published = |from: &Reconciliation| from.prior_from == PriorFrom::Published;
    let Some(reconciliation) = view.reconciliation.filter(|from| is_published(from)) else { return String::new() };
    let printed = reconciliation.before.schemes.iter().any(|scheme| scheme.area.as_deref() == Some(area));
    match printed {
        true => format!(
            "; if it does not come in time, what was last published of it may stand, and the paper says so:\n{}",
            wording::not_updated_entry(area, view.returns.period)
        ),
        false => String::new(),
    }
}
