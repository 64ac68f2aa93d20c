//! Files that were left alone, because the folder holds more than a period's returns can.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::{Full, Trouble};

use super::file_name;

pub(super) static RULE: Rule = Rule {
    code: "files-not-read",
    family: Family::Return,
    severity: Severity::Error,
    title: "The folder holds more than is read",
    what: "Of one folder of returns 1,000 files are read, with 1,000,000 cells and 256 MiB of text in them together, in the order of \
           their names. The files behind those were not opened, and nothing counts from them.",
    why: "The returns of a period are some hundred files at most, with some thousand cells each. A folder with more holds something else \
          too, and the returns may be among what was not read.",
    mend: "Where there are too many files, take out of the folder what is no return of the period. Where there are too many cells, or too \
           much text, take out of the workbooks the sheets that are no part of the return, such as lookup lists: the files that hold the \
           most are named. If all of it is part of the returns, make several collections of it.",
    run,
};

/// So many are named.
const NAMED: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, trouble)).collect()
}

fn finding(rule: &Rule, trouble: &Trouble) -> Option<Finding> {
    let Trouble::NotRead { at, left } = trouble else { return None };
    let named: Vec<String> = left.paths.iter().map(|path| format!("'{}'", wording::quoted(file_name(path)))).collect();
    let (files, are) =
        (wording::count(left.paths.len(), "file", "files"), if left.paths.len() == 1 { "is" } else { "are" });
    let message =
        format!("{files} of this folder {are} not read ({}): {}", wording::first_of(&named, NAMED), left.because);
    let full = |file: &Full| format!("'{}' ({})", wording::quoted(file_name(&file.path)), file.holds);
    let help = match left.fullest.as_slice() {
        [] => "take out of the folder what is no return of this period; if all of them are, make several collections of it".to_string(),
        fullest => {
            let fullest: Vec<String> = fullest.iter().map(full).collect();
            let have = if fullest.len() == 1 { "has" } else { "have" };
            format!(
                "take out sheets that are no part of the return, such as lookup lists: {} {have} the most. If all sheets are part of the \
                 returns, make several collections of it",
                wording::list_of(&fullest)
            )
        }
    };
    Some(rule.at(at).about_area(None).says(message, help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::LeftAlone;
    use crate::source::Place;

    #[test]
    fn some_of_the_files_are_named() {
        let told = |count: usize, fullest: Vec<Full>| {
            let paths = (0..count).map(|number| format!("returns/2022-23-q3/{number}.xlsx").into()).collect();
            let left = LeftAlone { paths, because: "5 files were read".into(), fullest };
            finding(&RULE, &Trouble::NotRead { at: Place::file("returns/2022-23-q3"), left }).unwrap()
        };
        let say = |count: usize| told(count, Vec::new()).message;
        assert_eq!(say(1), "1 file of this folder is not read ('0.xlsx'): 5 files were read");
        assert_eq!(
            say(9_000),
            "9,000 files of this folder are not read ('0.xlsx', '1.xlsx', '2.xlsx' and 8,997 more): 5 files were read"
        );
        // A folder with many files has others than returns; one with many cells has returns with more in them than the return.
        assert!(told(1, Vec::new()).help.starts_with("take out of the folder what is no return"));
        let full =
            |name: &str, holds: &str| Full { path: format!("returns/2022-23-q3/{name}").into(), holds: holds.into() };
        assert_eq!(
            told(7, vec![full("a.xlsx", "30,120 cells"), full("b.xlsx", "30,000 cells")]).help,
            "take out sheets that are no part of the return, such as lookup lists: 'a.xlsx' (30,120 cells) and 'b.xlsx' (30,000 cells) have \
             the most. If all sheets are part of the returns, make several collections of it"
        );
    }
}
