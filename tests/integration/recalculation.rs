//! The consolidated workbooks of all samples, recalculated by a real spreadsheet program: no value changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use calamine::Data;
use piperoll::report::{Appears, Block, Cell, Origin};
use regex::Regex;

use crate::support::{SAMPLES, built, repack, report, sample, sheets};

/// How long the spreadsheet program may take for all of them; it takes a few seconds.
const LIMIT: Duration = Duration::from_secs(240);

/// LibreOffice, if it is installed.
fn office() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let programs = ["soffice", "libreoffice"];
    folders.iter().flat_map(|folder| programs.map(|program| folder.join(program))).find(|program| program.is_file())
}

/// The workbook without the results stored beside its formulas, and how many formulas there are: whoever opens it must
/// reckon them.
fn without_results(xlsx: &[u8]) -> (Vec<u8>, usize) {
    let cell = Regex::new(r"(<c [^>]*>)(<f>[^<]*</f>)<v>[^<]*</v>").unwrap();
    let formulas = std::cell::Cell::new(0);
    let stripped = repack(xlsx, |name, text| {
        if !name.starts_with("xl/worksheets/sheet") {
            return text;
        }
        formulas.set(formulas.get() + text.matches("<f>").count());
        let stripped = cell.replace_all(&text, "$1$2").into_owned();
        assert!(!stripped.contains("</f><v>"), "a stored result is left in {name}");
        // A text result leaves its type behind, which would say that an empty text is stored.
        Regex::new(r#"(<c [^>]*?) t="str"([^>]*><f>)"#).unwrap().replace_all(&stripped, "$1$2").into_owned()
    });
    (stripped, formulas.get())
}

/// Opens the workbooks in LibreOffice, one after the other, recalculates them and saves them again.
fn recalculated(office: &Path, books: &[(&str, Vec<u8>)]) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).with_extension("xlsx");
    for (name, xlsx) in books {
        fs::write(file(name), xlsx).unwrap();
    }
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut running = Command::new(office)
        .args([&profile, "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(folder.path().join("out"))
        .args(books.iter().map(|(name, _)| file(name)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut waited = Duration::ZERO;
    while running.try_wait().unwrap().is_none() {
        if waited > LIMIT {
            running.kill().unwrap();
            running.wait().unwrap();
            panic!("LibreOffice did not finish within {LIMIT:?}");
        }
        sleep(Duration::from_millis(100));
        waited += Duration::from_millis(100);
    }
    let out = |name: &str| folder.path().join("out").join(name).with_extension("xlsx");
    books.iter().map(|(name, _)| fs::read(out(name)).expect("LibreOffice wrote the workbook")).collect()
}

#[test]
fn every_computed_cell_is_a_formula() {
    let counts = |name: &str| match name {
        // How many schemes each status has: there is no cell to add up, but the rows of another table to count.
        "rag-schemes" => 3,
        _ => 0,
    };
    for name in SAMPLES {
        let report = report(&sample(name));
        let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Table(table) if table.appears != Appears::Appendix => Some(table),
            _ => None,
        });
        let cells: Vec<&Cell> = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells).collect();
        let computed = cells.iter().filter(|cell| matches!(cell.origin, Origin::Computed(_))).count();
        let (_, formulas) = without_results(built(name).xlsx());
        assert!(computed > 10, "{name}: {computed}");
        assert_eq!(formulas, computed, "{name}: formulas, and computed cells");
        // A figure that is neither given nor a formula: a nil that nothing moved, or one of those above.
        let figures = cells.iter().filter(|cell| cell.number.is_some_and(|number| !number.is_zero()));
        let plain: Vec<&str> =
            figures.filter(|cell| cell.origin == Origin::Label).map(|cell| cell.text.as_str()).collect();
        assert_eq!(plain.len(), counts(name), "{name}: {plain:?}");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "it says that it was left out")]
fn recalculating_changes_no_value() {
    let Some(office) = office() else {
        // A developer's machine may go without; where all is checked, nothing is passed over.
        assert!(std::env::var_os("CI").is_none(), "there is no LibreOffice here, and CI is set");
        eprintln!("left out: there is no LibreOffice here");
        return;
    };
    let books = SAMPLES.map(|name| (name, without_results(built(name).xlsx()).0));
    for (name, reckoned) in SAMPLES.into_iter().zip(recalculated(&office, &books)) {
        let compared = same_values(name, built(name).xlsx(), &reckoned);
        assert!(compared > 50, "{name}: {compared} figures");
    }
}

/// Fails where a value of a workbook is another one in the other. Gives how many figures were compared.
fn same_values(book: &str, stored: &[u8], reckoned: &[u8]) -> usize {
    let (stored, reckoned) = (sheets(stored), sheets(reckoned));
    assert_eq!(stored.len(), reckoned.len(), "{book}");
    let mut compared = 0;
    for ((name, stored), (other, reckoned)) in stored.iter().zip(&reckoned) {
        assert_eq!(name, other, "{book}");
        let (Some(start), Some(end)) = (stored.start(), stored.end()) else { continue };
        for row in start.0..=end.0 {
            for column in start.1..=end.1 {
                let at = (row, column);
                let (before, after) = (stored.get_value(at), reckoned.get_value(at));
                let (before, after) = (before.unwrap_or(&Data::Empty), after.unwrap_or(&Data::Empty));
                let same = match (before, after) {
                    (Data::Float(before), Data::Float(after)) => {
                        compared += 1;
                        nearly(*before, *after)
                    }
                    _ => before.to_string().replace("\r\n", "\n") == after.to_string().replace("\r\n", "\n"),
                };
                assert!(same, "{book}: {name}, row {}, column {}: {before:?} became {after:?}", row + 1, column + 1);
            }
        }
    }
    compared
}

/// Alike but for the last bits of a binary fraction, which a spreadsheet rounds off before anyone sees them.
#[expect(clippy::float_arithmetic, reason = "these are the spreadsheet's own numbers")]
fn nearly(before: f64, after: f64) -> bool {
    (before - after).abs() <= 1e-12 * before.abs().max(1.0)
}
