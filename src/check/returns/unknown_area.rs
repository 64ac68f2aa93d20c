//! A file of which it cannot be told whose it is.

use super::{file_name, missing_because_of_a_file};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::names::may_be_meant;
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "unknown-area",
    family: Family::Return,
    severity: Severity::Error,
    title: "It cannot be told whose return a file is",
    what: "Neither a marker in the file, nor a name inside it, nor the file's own name says which service area it comes \
           from.",
    why: "A guess would put one area's figures under another's name. So the file is left out until somebody says.",
    mend: "Name the file after the area (its id or its name), or add the name it uses to the area's `also` in piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let caused = missing_because_of_a_file(view);
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::UnknownArea { at, named, near, copy_of } = trouble else { continue };
        let name = file_name(&at.file);
        let unknown = if name.trim_end_matches(|c| c != '.').trim_end_matches('.') == named {
            format!("it cannot be told whose return {name} is")
        } else {
            format!("{name} calls itself '{named}', which is no area of the form")
        };
        if let Some(first) = copy_of {
            let other = file_name(&first.file);
            let message = format!("{unknown}: it may be another copy of {other}, which is read");
            let help = format!(
                "keep the one of {other} and {name} that stands, under the area's name, and take the other out of the folder"
            );
            let draft = rule.at(at).about_area(None).topic(name).related([first.clone()]);
            findings.push(draft.says(message, help));
            continue;
        }
        let missed = caused.iter().find(|(_, path)| **path == *at.file);
        let missed = missed.map(|(area, _)| format!(", and nothing else came from {}", view.area_name(Some(area))));
        let message = format!("{unknown}{}{}", missed.unwrap_or_default(), may_be_meant(near));
        let also = if named.trim().is_empty() {
            String::new()
        } else {
            format!(", or add '{named}' to that area's `also` in piperoll.toml")
        };
        let help = format!("name the file after its area{also}; nothing in it is counted until then");
        findings.push(rule.at(at).about_area(None).topic(name).says(message, help));
    }
    findings
}
