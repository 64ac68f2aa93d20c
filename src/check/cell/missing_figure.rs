//! A figure of the appendix as a whole that is not to be found.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "missing-figure",
    family: Family::Cell,
    severity: Severity::Error,
    title: "A figure of the appendix as a whole is missing",
    what: "A `[[figure]]` of piperoll.toml names the label beside which a figure stands in a return. The sheet or the label is \
           not there, nothing stands beside it, or what stands there cannot be read.",
    why: "Notes and headlines say this figure. Without it they say nothing, and a figure typed into the words instead could \
          not be traced.",
    mend: "Fill the figure in beside its label; a placeholder such as 'TBC' says that it is not known yet. If the label was \
           reworded, put it back, or change `label` of the [[figure]].",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (form, found) in view.form.figures.iter().zip(&view.figures.form_level) {
        if let (Some((at, text)), None) = (&found.no_day, &found.missing) {
            let draft = rule.at(at).about_area(None).topic(&found.id).topic_and("day").demanded_by(&form.column.at);
            let message = format!(
                "the day of {} cannot be read: '{}' in {} is not a date like 31/03/2023",
                view.name(&form.column),
                wording::quoted(text),
                wording::cell(at)
            );
            findings.push(
                draft
                    .stated_text(text)
                    .says(message, "write the day in full, or say `as_at` of the [[figure]] in piperoll.toml"),
            );
        }
        let (Some(why), Some(at)) = (&found.missing, &found.at) else { continue };
        let mend = match &form.cell {
            Some(cell) => format!("fill it in beside '{}'; write 'TBC' if it is not known yet", cell.label),
            None => "write `stated` as a cell would state it: \"£0.991m\", \"17%\"".to_string(),
        };
        let draft = rule.at(at).about_area(None).topic(&found.id).demanded_by(&form.column.at).stated_text(&found.text);
        findings.push(draft.says(format!("{} has no figure: {why}", view.name(&form.column)), mend));
    }
    findings
}
