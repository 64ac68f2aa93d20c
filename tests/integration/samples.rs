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
