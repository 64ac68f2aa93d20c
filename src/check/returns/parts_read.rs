//! Rows that are parts of the item above them.

use super::like;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::{Likeness, Trouble};

pub(super) static RULE: Rule = Rule {
    code: "parts-read",
    family: Family::Return,
    severity: Severity::Note,
    title: "Rows are read as parts of the item above them",
    what: "Rows below an item say that they are parts of it ('of which materials'), or are indented and add up to it. They count in \
           that item alone, and are not printed.",
    why: "Counted beside the item they would double it. The note names them, so that nothing of the return is left out unseen.",
    mend: "Nothing need be done. If one is an item of its own, add its label to `items` of the return in piperoll.toml. To print the \
           parts, give the list a column that names the whole, with `parts`.",
    run,
};

/// So many parts are named in the message.
const NAMED: usize = 4;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::PartsRead { rows, whole } = trouble else { continue };
        let Some(first) = rows.first() else { continue };
        findings.push(finding(rule, view, first, rows, whole));
    }
    findings
}

fn finding(rule: &Rule, view: &View<'_>, first: &Likeness, rows: &[Likeness], whole: &Likeness) -> Finding {
    let named: Vec<String> = rows.iter().map(like::name).collect();
    let message = format!(
        "{}{} {} of {}, and {} there alone",
        like::opening(view, first),
        wording::first_of(&named, NAMED),
        if rows.len() == 1 { "is read as a part" } else { "are read as parts" },
        like::name(whole),
        if rows.len() == 1 { "counts" } else { "count" },
    );
    let help =
        "nothing need be done; if one of them is no part, add its label to `items` of the return in piperoll.toml";
    let others = rows.iter().flat_map(|row| std::iter::once(&row.at).chain(&row.cells)).cloned();
    like::draft(rule, view, first).related(others).related([whole.at.clone()]).says(message, help)
}
