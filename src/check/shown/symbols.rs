//! Letters that are shown as symbols.

use super::{about_marks, first_of, help, must_be_mended};
use crate::check::cause::Marked;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Cell;

pub(super) static RULE: Rule = Rule {
    code: "symbols",
    family: Family::Return,
    severity: Severity::Query,
    title: "Cells hold symbols in place of words",
    what: "Cells of a column that is read are written in a font of symbols, such as Wingdings. The sheet shows a dot, a tick or an arrow; \
           what stands in the cell is a letter.",
    why: "Only the letter can be read, and it would be printed. What the symbol and its colour mean stands nowhere.",
    mend: "Have words written into the cells, or figures in an ordinary font.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.shown.symbols.iter().filter_map(|marked| finding(rule, view, marked)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, marked: &Marked<'_>) -> Option<Finding> {
    let Marked { table, column, cells } = marked;
    let named = |(_, cell, hue): &(_, &Cell, &str)| {
        format!("'{}' in {} ({hue})", wording::quoted(&cell.text), wording::cell(&cell.at))
    };
    let named: Vec<String> = cells.iter().map(named).collect();
    let message = format!(
        "{}{} is told by symbols: {}; what they show is not read",
        table.opening(view),
        view.name(column),
        first_of(&named),
    );
    let mend = "have words written into the cells in place of the symbols";
    Some(about_marks(rule, view, marked)?.says(message, help(must_be_mended(view, marked), mend)))
}
