//! The example of the template, with figures.

use super::like;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "example-row",
    family: Family::Return,
    severity: Severity::Query,
    title: "The template's example states figures",
    what: "A row is labelled as an example ('Example: closing a depot', 'e.g.') and states figures. It is not counted. Where the \
           table's own total leaves it out too, or where nothing but the example stands on its sheet and the rows stand on \
           another, this is only a note.",
    why: "An example that is counted adds a saving that nobody makes; an item that happens to be called so would be lost.",
    mend: "Take the row out of the return. If it is an item, add its label to `items` of the return in piperoll.toml: then it \
           counts. An explanation leaves it out.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::ExampleRow { row, certain, beside } = trouble else { continue };
        let is_note = *certain || beside.is_some();
        // One of which nobody is asked is no reason not to check a total.
        let totals = if is_note { Vec::new() } else { view.causes.followers_of_row(&row.at) };
        let items = like::items(view, row);
        let why = match (beside, certain) {
            (Some(sheet), _) => format!(
                " on the sheet '{}' is an example by its label, and is not counted; the table of {items} stands on the sheet '{}' as \
                 well, and is read there",
                wording::quoted(row.at.sheet.as_deref().unwrap_or_default()),
                wording::quoted(sheet.sheet.as_deref().unwrap_or_default()),
            ),
            (None, true) => {
                " is an example by its label, and is not counted; the table's total leaves it out too".to_string()
            }
            (None, false) => " is an example by its label, and is not counted".to_string(),
        };
        let unchecked = wording::unchecked(&totals, &row.at, "taken out");
        let message = format!("{}{}{why}{unchecked}", like::opening(view, row), like::name(row));
        let draft = like::draft(rule, view, row).related(totals).related(beside.clone());
        findings.push(if beside.is_some() {
            let help = "nothing to do; a sheet that is never part of the return may be named in `not_read` of the [[return]] in \
                        piperoll.toml";
            draft.weighing(Severity::Note).says(message, help)
        } else {
            let mend = format!(
                "take it out; if it is one of the {items}, add its label to `items` of the return in piperoll.toml"
            );
            if *certain {
                draft.weighing(Severity::Note).says(message, mend)
            } else {
                draft.says(message, wording::mend_or(&mend, "if it is to be left out, say so"))
            }
        });
    }
    findings
}
