//! A heading that the form does not know.

use super::missing_column;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::names::may_be_meant;
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "unknown-column",
    family: Family::Return,
    severity: Severity::Query,
    title: "A column that the form does not know",
    what: "A heading of the table is none that the form lists, and something stands under it.",
    why: "What stands there is not read and not published. It may be a column that was renamed, or one that somebody added \
          because the form lacked it.",
    mend: "Give it the form's heading, or add the heading to the right column's `also` in piperoll.toml; take it out if nobody \
           needs it.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let troubles = &context.returns.troubles;
    for trouble in troubles {
        let Trouble::UnknownColumn { at, area, heading, near } = trouble else { continue };
        // A renamed column is one cause: the missing column says it, with this heading.
        let told = troubles.iter().any(|other| match other {
            Trouble::MissingColumn { at: row, near, .. } => {
                missing_column::renamed(row, near.as_ref()).as_ref() == Some(at)
            }
            _ => false,
        });
        if told {
            continue;
        }
        let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
        let near: Vec<String> = near.iter().cloned().collect();
        let area_name = context.area_name(area.as_deref());
        let whose = if area_name.is_empty() { String::new() } else { format!("{area_name}: ") };
        let mut finding = rule.finding(at.clone());
        finding.message = format!(
            "{whose}the form has no column '{heading}' ({}), so what stands under it is not read{}",
            say::cell(at),
            may_be_meant(&near)
        );
        finding.help = say::mend_or_explain(&format!(
            "add \"{heading}\" to `also` of the column it is in piperoll.toml, or take the column out of the return"
        ));
        finding.area = area.clone();
        finding.stated_text = Some(heading.clone());
        finding.topic = heading;
        findings.push(finding);
    }
}
