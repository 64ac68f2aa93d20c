//! A row that says it is a part of the one above, and may not be.

use super::like;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::{NoPart, Trouble};

pub(super) static RULE: Rule = Rule {
    code: "possible-part",
    family: Family::Return,
    severity: Severity::Query,
    title: "A row may be a part of the one above it",
    what: "The row's label begins as a part's does ('of which', 'including'), but it is more than the row above it, or the table's \
           total counts it beside that row, or its words may be the title of an item. It counts nowhere until somebody says what \
           it is.",
    why: "A part that is counted beside its whole is counted twice; an item that is taken for a part is lost.",
    mend: "If it is an item, add its label to `items` of the return in piperoll.toml: then it counts. If it is a part, mend the figures \
           or the total that counts it twice. An explanation leaves it out.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::PossiblePart { row, why } = trouble else { continue };
        let totals = view.causes.followers_of_row(&row.at);
        let figures = like::own_figures(view, row);
        let why = match why {
            NoPart::NothingAbove => ", and no such row stands there",
            NoPart::More => ", but it and the other parts are more than that",
            NoPart::Counted => ", but the table's total counts it beside that",
            NoPart::Words => ", or its words are the title of an item",
        };
        let message = format!(
            "{}{}{} may be a part of the row above it{why}; it is not counted until somebody says what it is{}",
            like::opening(view, row),
            like::name(row),
            if figures.is_empty() { String::new() } else { format!(" ({figures})") },
            wording::unchecked(&totals, &row.at, "answered"),
        );
        let items = like::items(view, row);
        let mend = format!(
            "add its label to `items` of the return in piperoll.toml if it is one of the {items}, or mend the total that counts it"
        );
        let help = wording::mend_or(&mend, "if it is to be left out, say so");
        findings.push(like::draft(rule, view, row).related(totals).says(message, help));
    }
    findings
}
