//! Formulas that were never calculated.

use super::{DECIMALS, NAMED, about, cell_from, file_name, in_files, plain, ranges, whose};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "no-result",
    family: Family::Return,
    severity: Severity::Error,
    title: "Formulas were never calculated",
    what: "Cells of a sheet that is read hold formulas without a stored result. A system wrote the workbook, and no spreadsheet has \
           opened and saved it since. On a screen they show figures; in the file nothing stands there.",
    why: "Such a cell reads as blank, be it a figure, a heading or the name of a scheme, so that rows and totals may be missing \
          altogether. Whatever else would be said because of it waits until the file is calculated.",
    mend: "Open the file in Excel or LibreOffice, save it, and put that in its place.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_files(view, |file, formulas| {
        let cells: Vec<&Place> = formulas.without_result.iter().map(|(at, _)| at).collect();
        let first = *cells.first()?;
        let named = formulas.without_result.iter().map(|(at, figure)| match figure {
            Some(figure) => format!("{} comes to {}", cell_from(at, first), plain(*figure, DECIMALS)),
            None => cell_from(at, first),
        });
        let named: Vec<String> = named.collect();
        let message = format!(
            "{}{} of {} {} no result: {}",
            whose(view, file),
            wording::count(cells.len(), "formula", "formulas"),
            file_name(&file.path),
            if cells.len() == 1 { "has" } else { "have" },
            wording::first_of(&named, NAMED),
        );
        let help = "not calculated: open it in Excel or LibreOffice, save it and send that; until then these cells read as blank";
        // There may be thousands of them, so what runs on is told as ranges.
        let places = ranges(&cells).into_iter().filter(|place| place != first);
        Some(about(rule, file, cells.get(..1)?)?.related(places).says(message, help))
    })
}
