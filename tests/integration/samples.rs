//! The committed workbooks of the samples hold what their text grids say.

use std::fs;
use std::path::Path;

use piperoll::returns::grid::read_workbook;

use crate::{grids, support, workbook};

#[test]
fn the_samples_workbooks_are_what_their_grids_say() {
    let all = grids::grids(&support::repository().join("samples")).expect("the samples");
    assert!(all.len() >= 14, "two periods of seven workbooks");
    for grid in all {
        let text = fs::read_to_string(&grid.text).expect("a grid");
        let made = read_workbook(Path::new("made.xlsx"), &workbook::workbook(&text)).expect("a workbook made now");
        let bytes =
            fs::read(&grid.workbook).unwrap_or_else(|_| panic!("{} is missing: {MAKE}", grid.workbook.display()));
        let committed = read_workbook(&grid.workbook, &bytes).expect("the committed workbook");
        let cells = |book: &piperoll::returns::grid::Workbook| {
            book.sheets.iter().map(|sheet| (sheet.name.to_string(), sheet.cells.clone())).collect::<Vec<_>>()
        };
        assert_eq!(cells(&committed), cells(&made), "{} is stale: {MAKE}", grid.workbook.display());
    }
}

const MAKE: &str = "run `cargo run --example make-samples`";

#[test]
fn each_sample_has_a_published_set_that_is_what_was_published_and_is_compared_with_it() {
    for sample in fs::read_dir(support::repository().join("samples")).expect("the samples") {
        let sample = sample.expect("an entry").path();
        if !sample.is_dir() {
            continue;
        }
        let sets: Vec<_> = fs::read_dir(sample.join("published"))
            .unwrap_or_else(|_| panic!("{}: nothing has been published", sample.display()))
            .map(|period| period.expect("a period").path().join("1"))
            .collect();
        let [set] = sets.as_slice() else { panic!("{sets:?}") };
        let verified = support::piperoll().arg("verify").arg(set).output().unwrap();
        let said = support::stderr(&verified);
        assert!(verified.status.success() && said.contains("nothing differs"), "{said}");
        let checked = support::piperoll().arg("check").arg(&sample).output().unwrap();
        let said = support::stderr(&checked);
        let period = set.parent().unwrap().file_name().unwrap().to_string_lossy();
        assert!(checked.status.success() && said.contains(&format!("(published/{period}/1/restricted/")), "{said}");
    }
}
