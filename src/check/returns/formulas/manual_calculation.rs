//! A workbook that calculates only when it is told to.

use super::{about, file_name, in_files, whose};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "manual-calculation",
    family: Family::Return,
    severity: Severity::Note,
    title: "A workbook is calculated by hand",
    what: "The workbook is set to calculate only when somebody says so, and a formula that is read uses more than sums and plain \
           arithmetic, so that it cannot be reckoned again.",
    why: "Its stored result may be that of other figures, and would be printed.",
    mend: "Nothing need be done. To be sure, press F9 in the workbook, save it, and see whether anything changed.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_files(view, |file, formulas| {
        let cells: Vec<&Place> = formulas.not_recomputed.iter().collect();
        let first = *cells.first().filter(|_| file.manual_calculation)?;
        let more = match cells.len() - 1 {
            0 => String::new(),
            more => format!(" and {}", wording::count(more, "other cell", "other cells")),
        };
        let message = format!(
            "{}{} is calculated by hand, and whether the result in {}{more} is up to date cannot be checked",
            whose(view, file),
            file_name(&file.path),
            wording::cell(first)
        );
        let help = "nothing need be done; to be sure, press F9 in it and save it before it is sent";
        Some(about(rule, file, &cells)?.says(message, help))
    })
}
