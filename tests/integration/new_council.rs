//! Three councils that are made up and none of the samples, for `piperoll new --from` and whoever else must not have met them
//! before. They were made before that command was, from what councils' own workbooks usually look like, and are not changed to
//! suit it.
//!
//! Each has a folder beside this file: `grids/PERIOD/*.txt`, from which its workbooks are made; `truth/PERIOD.LIST.csv`, what
//! is true of every item; `by-hand.toml` and `by-hand/`, a form that somebody wrote by hand. `NOTES.md` says what
//! that took. The totals stand in Rust, typed by hand from the sheets' own totals or added up on paper, so that a slip in the
//! table of truth shows.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{build, copy_tree, repository};
use crate::workbook;

pub mod aldermere;
pub mod strathmoor;
mod truth;
pub mod wexcombe;

use calamine::Data;
use truth::{Totals, Truth, differences, printed};

/// A council that is made up.
pub struct Council {
    /// Its folder's name.
    pub name: &'static str,
    /// Its periods, the newest last.
    pub periods: &'static [&'static str],
    /// Its areas by name.
    pub areas: &'static [&'static str],
    /// Its lists, as its tables of truth are called.
    pub lists: &'static [&'static str],
    /// Its totals: every list, column and area.
    pub totals: &'static [Totals],
}

/// All three: months with an outturn; groups without subtotals and one file for all areas; RAG by colour, and percentages.
pub const COUNCILS: [&Council; 3] = [&aldermere::COUNCIL, &wexcombe::COUNCIL, &strathmoor::COUNCIL];

impl Council {
    /// What is kept of it.
    pub fn folder(&self) -> PathBuf {
        repository().join("tests/integration/new_council").join(self.name)
    }

    /// Writes its workbooks as `folder/PERIOD/*.xlsx`.
    pub fn write(&self, folder: &Path) {
        for period in self.periods {
            let into = folder.join(period);
            fs::create_dir_all(&into).unwrap();
            for entry in fs::read_dir(self.folder().join("grids").join(period)).unwrap() {
                let text = entry.unwrap().path();
                let name = text.file_stem().unwrap().to_string_lossy().into_owned();
                let bytes = workbook::try_workbook(&fs::read_to_string(&text).unwrap());
                let bytes = bytes.unwrap_or_else(|fault| panic!("{}: {fault}", text.display()));
                fs::write(into.join(format!("{name}.xlsx")), bytes).unwrap();
            }
        }
    }

    /// A collection with its workbooks and the form that was written by hand.
    fn by_hand(&self) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let collection = folder.path().join(self.name);
        self.write(&collection.join("returns"));
        fs::copy(self.folder().join("by-hand.toml"), collection.join("piperoll.toml")).unwrap();
        let decisions = self.folder().join("by-hand/decisions.toml");
        if decisions.is_file() {
            fs::copy(decisions, collection.join("decisions.toml")).unwrap();
        }
        for period in self.periods {
            let of_then = self.folder().join("by-hand").join(format!("{period}.toml"));
            if of_then.is_file() {
                fs::copy(of_then, collection.join("returns").join(period).join("piperoll.toml")).unwrap();
            }
        }
        (folder, collection)
    }
}

/// The newest period of a collection is final, and every figure of each list, area and column of every period is that of the workbooks.
pub fn every_figure_is_right_in(council: &Council, collection: &Path) {
    for period in council.periods {
        let built = build(collection, &["--period", period]);
        if Some(period) == council.periods.last() {
            assert_eq!(built.code, 0, "{}", built.stderr);
        }
        let tables = printed(built.xlsx());
        for list in council.lists {
            let wrong = differences(&tables, council, period, list);
            assert!(wrong.is_empty(), "{period}:\n{}", wrong.join("\n"));
        }
    }
}

/// The same of a form that was written by hand.
fn every_figure_is_right(council: &Council) {
    let (_folder, collection) = council.by_hand();
    every_figure_is_right_in(council, &collection);
}

#[test]
fn months_and_an_outturn_can_be_said_by_hand() {
    every_figure_is_right(&aldermere::COUNCIL);
}

#[test]
fn groups_without_subtotals_in_one_file_can_be_said_by_hand() {
    every_figure_is_right(&wexcombe::COUNCIL);
}

#[test]
fn a_status_by_colour_on_a_sheet_for_each_service_can_be_said_by_hand() {
    every_figure_is_right(&strathmoor::COUNCIL);
}

#[test]
fn every_table_of_truth_comes_to_the_totals_that_were_typed_by_hand() {
    for council in COUNCILS {
        for totals in council.totals {
            let Totals { period, list, column, areas, all } = *totals;
            let truth = Truth::read(council, period, list);
            assert_eq!(areas.len(), council.areas.len(), "{period} {list} {column}");
            // A percentage has no sum: it is held against the paper alone.
            if all.contains('/') {
                continue;
            }
            for (area, stated) in council.areas.iter().zip(areas) {
                let told = format!("{} {period} {list}, {column}: {area}", council.name);
                assert_eq!(truth.total(column, Some(area)), stated.parse().unwrap(), "{told}");
            }
            assert_eq!(truth.total(column, None), all.parse().unwrap(), "{} {period} {list}, {column}", council.name);
        }
        // Every column that can be added up has its totals.
        for (period, list) in
            council.periods.iter().flat_map(|period| council.lists.iter().map(move |list| (period, list)))
        {
            let truth = Truth::read(council, period, list);
            assert!((5..=60).contains(&truth.items.len()), "{period} {list}");
            for (column, kind) in
                truth.columns.iter().zip(&truth.kinds).filter(|(_, kind)| !["%", "word"].contains(&kind.as_str()))
            {
                let has =
                    |totals: &&Totals| totals.period == *period && totals.list == *list && totals.column == column;
                assert!(council.totals.iter().any(|totals| has(&totals)), "{period} {list}: {column} ({kind})");
            }
        }
    }
}

#[test]
fn a_wrong_figure_in_the_paper_does_not_pass() {
    let council = &wexcombe::COUNCIL;
    let (_folder, collection) = council.by_hand();
    let built = build(&collection, &[]);
    let right = printed(built.xlsx());
    let of = |tables: &[truth::Printed]| differences(tables, council, "2024-25-q2", "savings");
    assert!(of(&right).is_empty());
    let at = right.iter().position(|table| table.title.contains("Environment")).unwrap();
    let numbers = |table: &truth::Printed| {
        let cells =
            table.rows.iter().enumerate().flat_map(|(row, cells)| (0..cells.len()).map(move |column| (row, column)));
        let is_number = |(row, column): &(usize, usize)| matches!(table.rows[*row][*column], Data::Float(_));
        cells.filter(is_number).collect::<Vec<_>>()
    };
    for (row, column) in numbers(&right[at]) {
        // Subtotals of groups are nobody's on the sheet.
        if right[at].rows[row]
            .iter()
            .any(|cell| cell.to_string().starts_with("Total Brought") || cell.to_string().starts_with("Total New"))
        {
            continue;
        }
        let mut wrong = right.clone();
        if let Data::Float(figure) = &mut wrong[at].rows[row][column] {
            *figure = -98_765.25;
        }
        assert_eq!(of(&wrong).len(), 1, "row {row}, column {column}");
    }
    let mut without = right.clone();
    without.remove(at);
    assert_eq!(of(&without).len(), 7, "each saving of the portfolio");
    let mut renamed = right;
    renamed[at].title = "Savings".to_string();
    assert_eq!(of(&renamed).len(), 7, "nothing says whose they are");
}

#[test]
#[ignore = "writes the workbooks into the folder that NEW_COUNCILS names, for whoever wants to open them"]
fn the_workbooks_can_be_looked_at() {
    let folder = PathBuf::from(std::env::var_os("NEW_COUNCILS").expect("NEW_COUNCILS names a folder"));
    for council in COUNCILS {
        let (_kept, collection) = council.by_hand();
        copy_tree(&collection, &folder.join(council.name));
    }
}
