//! A workbook without the table.

use super::file_name;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "missing-sheet",
    family: Family::Return,
    severity: Severity::Error,
    title: "A workbook has no sheet with the table",
    what: "The sheet that the form names is not in the workbook, or none of its sheets has a row with the table's headings.",
    why: "Nothing of the workbook counts, and the totals are short by all of it.",
    mend: "See whether the right file was sent. If the headings were reworded, put them back or add them to `also` of their \
           columns in piperoll.toml; if the sheet was renamed, correct its name.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for trouble in &context.returns.troubles {
        let Trouble::MissingSheet { at, area, looked_for, there, demanded_by } = trouble else { continue };
        let mut finding = rule.finding(at.clone());
        let there: Vec<String> = there.iter().map(|sheet| format!("'{sheet}'")).collect();
        let there = match there.as_slice() {
            [] => "it has no sheets".to_string(),
            [one] => format!("its only sheet is {one}"),
            several => format!("its sheets are {}", say::list_of(several)),
        };
        // Either the sheet's own name, or the headings of the table.
        let named = context.form.returns.iter().any(|form| form.at == *demanded_by && form.sheet.is_some());
        let what = if named { format!("called '{looked_for}'") } else { format!("with the headings {looked_for}") };
        finding.message = format!("{} has no sheet {what}: {there}", file_name(&at.file));
        finding.help =
            "see whether the right file was sent; if its headings were reworded, add them to `also` of their columns \
                        in piperoll.toml"
                .into();
        finding.area = area.clone();
        finding.topic = if area.is_none() { file_name(&at.file).to_string() } else { String::new() };
        finding.demanded_by = Some(demanded_by.clone());
        findings.push(finding);
    }
}
