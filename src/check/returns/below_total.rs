//! What stands below the total of a table.

use super::like;
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::{Below, Likeness, Trouble};

pub(super) static RULE: Rule = Rule {
    code: "below-total",
    family: Family::Return,
    severity: Severity::Query,
    title: "Rows with amounts stand below the total",
    what: "Below the total row stand rows that have a label and state amounts. They are not counted: what stands below a total is \
           not in it. A check that comes to nil, a note that holds an amount, and rows that are made from the total by their \
           figures (parts that come to it, the same again from a ledger, a shortfall, a percentage) are told as a note.",
    why: "An item that somebody added below the total is missing from every figure of the paper. A memorandum line is not.",
    mend: "Move an item above the total, and bring the total up to date. Explain a line that is only a memorandum, or open it with a \
           label that the return's `notes` in piperoll.toml know.",
    run,
};

/// So many rows are named in the message.
const NAMED: usize = 4;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::BelowTotal { rows, what } = trouble else { continue };
        let Some(first) = rows.first() else { continue };
        findings.push(finding(rule, view, first, rows, *what));
    }
    findings
}

fn finding(rule: &Rule, view: &View<'_>, first: &Likeness, rows: &[Likeness], what: Below) -> Finding {
    let name = |row: &Likeness| match like::own_figures(view, row) {
        figures if what != Below::Notes && !figures.is_empty() => format!("{}, {figures},", like::name(row)),
        _ => like::name(row),
    };
    let named: Vec<String> = rows.iter().map(name).collect();
    let (one, stands) = if rows.len() == 1 { ("is", "stands") } else { ("are", "stand") };
    let others = rows.iter().flat_map(|row| std::iter::once(&row.at).chain(&row.cells)).cloned();
    let all: Vec<&Likeness> = rows.iter().collect();
    let draft = like::draft(rule, view, first).related(others).stated_text(&stated::rows(view, &all));
    let named = wording::first_of(&named, NAMED);
    if what == Below::Notes {
        let message = format!("{}{named} {stands} below the total, and {one} not printed", like::opening(view, first));
        return draft.weighing(Severity::Note).says(message, "nothing need be done");
    }
    let mut totals = Vec::new();
    for total in rows.iter().flat_map(|row| view.causes.followers_of_row(&row.at)) {
        if !totals.contains(&total) {
            totals.push(total);
        }
    }
    let message = format!(
        "{}{named} {stands} below the total, and {one} not counted{}",
        like::opening(view, first),
        wording::unchecked(&totals, &first.at, "answered"),
    );
    let items = like::items(view, first);
    let (move_it, they_are, it) = if rows.len() == 1 {
        (format!("move it above the total if it is one of the {items}"), "it is", "it")
    } else {
        (format!("move them above the total if they are {items}"), "they are", "them")
    };
    let move_it = format!("{move_it}, and bring the total up to date");
    let help = match what {
        Below::Memorandum => format!(
            "if {they_are} only a memorandum, explain {it}; else {move_it}. In decisions.toml: {}",
            wording::explain_entry()
        ),
        _ => wording::mend_or_explain(&move_it),
    };
    draft.related(totals).says(message, help)
}
