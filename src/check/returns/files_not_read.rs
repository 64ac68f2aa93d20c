//! Files that were left alone, because the folder holds more than a period's returns can.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

use super::file_name;

pub(super) static RULE: Rule = Rule {
    code: "files-not-read",
    family: Family::Return,
    severity: Severity::Error,
    title: "The folder holds more than is read",
    what: "Of one folder of returns 1,000 files are read, with 1,000,000 cells and 256 MiB of text in them together, in the order of \
           their names. The files behind those were not opened, and nothing counts from them.",
    why: "The returns of a period are some hundred files at most. A folder with more holds something else too, and the returns may be \
          among what was not read.",
    mend: "Take out of the folder what is no return of the period. If all of them are, make several collections of it.",
    run,
};

/// So many are named.
const NAMED: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, trouble)).collect()
}

fn finding(rule: &Rule, trouble: &Trouble) -> Option<Finding> {
    let Trouble::NotRead { at, left } = trouble else { return None };
    let named: Vec<String> =
        left.paths.iter().map(|path| format!("'{}'", wording::quoted(file_name(path)))).collect();
    let (files, are) = (wording::count(left.paths.len(), "file", "files"), if left.paths.len() == 1 { "is" } else { "are" });
    let message = format!("{files} of this folder {are} not read ({}): {}", wording::first_of(&named, NAMED), left.because);
    let help = "take out of the folder what is no return of this period; if all of them are, make several collections of it";
    Some(rule.at(at).about_area(None).says(message, help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::LeftAlone;
    use crate::source::Place;

    #[test]
    fn some_of_the_files_are_named() {
        let say = |count: usize| {
            let paths = (0..count).map(|number| format!("returns/2022-23-q3/{number}.xlsx").into()).collect();
            let left = LeftAlone { paths, because: "5 files were read".into() };
            finding(&RULE, &Trouble::NotRead { at: Place::file("returns/2022-23-q3"), left }).unwrap().message
        };
        assert_eq!(say(1), "1 file of this folder is not read ('0.xlsx'): 5 files were read");
        assert_eq!(
            say(9_000),
            "9,000 files of this folder are not read ('0.xlsx', '1.xlsx', '2.xlsx' and 8,997 more): 5 files were read"
        );
    }
}
