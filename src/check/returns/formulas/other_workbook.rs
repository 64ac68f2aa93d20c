//! Figures that come from another workbook.

use super::{about, file_name, in_files, whose};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "other-workbook",
    family: Family::Return,
    severity: Severity::Note,
    title: "A figure comes from another workbook",
    what: "A formula that is read looks at another file. Its stored result is the one that was there when the link was last brought \
           up to date.",
    why: "The other file may have changed since, and is not here to be looked at.",
    mend: "Nothing need be done. To be sure, update the links in the workbook and save it before it is sent.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_files(view, |file, formulas| {
        let cells: Vec<&Place> = formulas.of_other_files.iter().collect();
        let first = *cells.first()?;
        let more = match cells.len() - 1 {
            0 => String::new(),
            more => format!(" and {}", wording::count(more, "other cell", "other cells")),
        };
        let message = format!(
            "{}{}{more} of {} {} from another workbook, and may be out of date",
            whose(view, file),
            wording::cell(first),
            file_name(&file.path),
            if cells.len() == 1 { "comes" } else { "come" },
        );
        let help = "nothing need be done; to be sure, update the links in it and save it before it is sent";
        Some(about(rule, file, &cells)?.says(message, help))
    })
}
