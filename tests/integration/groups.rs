//! Groups inside an area, through the real program: the published tables stand in `tests/data/groups`.

use std::fs;
use std::path::PathBuf;

use calamine::{Reader as _, Xlsx};
use tempfile::TempDir;

use crate::support::{Built, build, findings, repository, rows, sheets};
use crate::workbook;

/// A collection of one return.
fn collection(name: &str) -> (TempDir, PathBuf) {
    let data = |ending: &str| {
        fs::read_to_string(repository().join("tests/data/groups").join(format!("{name}.{ending}"))).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join(name);
    fs::create_dir_all(root.join("returns/2018-19-p05")).unwrap();
    fs::write(root.join("piperoll.toml"), data("toml")).unwrap();
    fs::write(root.join("returns/2018-19-p05/care.xlsx"), workbook::workbook(&data("txt"))).unwrap();
    (folder, root)
}

fn formula(built: &Built, sheet: &str, cell: (u32, u32)) -> String {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(built.xlsx().to_vec())).unwrap();
    book.worksheet_formula(sheet).unwrap().get_value(cell).cloned().unwrap_or_default()
}

/// Where a text stands on a sheet.
fn find(built: &Built, sheet: &str, text: &str) -> (u32, u32) {
    let (_, range) = sheets(built.xlsx()).into_iter().find(|(name, _)| name == sheet).unwrap();
    let start = range.start().unwrap();
    let found = rows(&range).into_iter().enumerate().find_map(|(row, cells)| {
        let column = cells.iter().position(|cell| cell == text)?;
        Some((start.0 + u32::try_from(row).unwrap(), start.1 + u32::try_from(column).unwrap()))
    });
    found.unwrap_or_else(|| panic!("no {text} on {sheet}"))
}

#[test]
fn a_table_of_groups_within_groups_is_published_as_it_stands() {
    let (_folder, collection) = collection("variance");
    // One action is far larger than all others, and nothing was published before.
    let finding = "beyond-its-column:care:demography-offset-to-overspend-subject-to-approval:recovery";
    let answer = format!(
        "[[explain]]\nfinding = \"{finding}\"\nstated = \"-2500\"\nwords = \"It is.\"\nrole = \"Head of Finance\"\ndate = 2018-09-20\n"
    );
    fs::write(collection.join("decisions.toml"), answer).unwrap();
    let built = build(&collection, &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    // Each total adds the totals within it and the lines beside them, and nothing twice.
    let at = |text: &str| find(&built, "Variance", text);
    let row = |text: &str| at(text).0 + 1;
    let (total, column) = at("Total Adults Social Care");
    let (pool, partner) = (row("Total MHCC Pooled Budget"), row("Total MHCC"));
    assert_eq!(
        formula(&built, "Variance", (total, column + 4)),
        format!("SUM(E{pool}:E{})", row("Safeguarding & other"))
    );
    assert_eq!(
        formula(&built, "Variance", (at("Total MHCC Pooled Budget").0, column + 4)),
        format!("SUM(E{},E{partner})", row("Total MLCO"))
    );
}

#[test]
fn blocks_by_status_are_published_with_their_totals() {
    let (_folder, collection) = collection("status");
    let found = findings(&collection, &[]);
    let codes: Vec<String> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| format!("{} {}", finding["id"].as_str().unwrap(), finding["at"]["cell"].as_str().unwrap_or("")))
        .collect();
    // The document's own: a number and a title that stand twice, and two schemes without a profile.
    let expected = [
        "duplicate-reference:care:16a:number A15",
        "code-as-nil:care:shortfall I10",
        "duplicate-title:care:section-75-savings-with-partner:summary C18",
        "duplicate-title:care:reduce-learning-difficulties-block-contract:summary C29",
        "no-reference:care:additional-savings-requirement-to-balance-the-budget A7",
        "unknown-in-total:care:profile F32",
    ];
    assert_eq!(codes, expected, "{found:#}");
    let built = build(&collection, &[]);
    assert_eq!(built.code, 1, "{}", built.stderr);
    let sums = |label: &str| {
        let (row, _) = find(&built, "All columns", label);
        (row + 1, formula(&built, "All columns", (row, 4)))
    };
    let (red, sum) = sums("Total RED");
    assert_eq!(sum, format!("SUM(E{}:E{})", red - 6, red - 1), "with the line that balances the budget");
    let ((amber, _), (green, _)) = (sums("Total AMBER"), sums("Total GREEN"));
    assert_eq!(sums("TOTAL").1, format!("SUM(E{red},E{amber},E{green})"));
}
