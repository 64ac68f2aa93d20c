//! What a return says once for several rows; a table without a total row; the size of a figure.

use std::fs;

use crate::support::{findings, made, report, repository};

/// The gallery's form with a column of programmes, which is said once for several schemes, and no total row.
fn form(more: &str) -> String {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let programme = "[[list.column]]\nid = \"programme\"\nheading = \"Programme\"\nkind = \"text\"\nrequired = true\nblank = \"as-above\"\n\n";
    let far = "[[list.column]]\nid = \"far\"\nheading = \"Far\"\nkind = \"money\"\nunit = \"thousands\"\nformula = \"abs(forecast - target)\"\n\n";
    let share = "[[list.column]]\nid = \"share\"";
    let base =
        base.replacen("[[list.column]]\nid = \"target\"", &format!("{programme}[[list.column]]\nid = \"target\""), 1);
    let base = base.replacen(share, &format!("{far}{share}"), 1).replace(
        "columns = [\"title\", \"target\", \"forecast\", \"share\"]",
        "columns = [\"title\", \"programme\", \"target\", \"forecast\", \"far\"]",
    );
    base.replace("totals = [\"Total\"]", more)
}

fn told(form: &str, grid: &str) -> Vec<String> {
    let files = [("piperoll.toml", form), ("returns/2022-23-q3/north.txt", grid)];
    let (_folder, collection) = made("", &files);
    let told = findings(&collection, &[]);
    let told = told["findings"].as_array().unwrap().iter();
    told.map(|finding| format!("{}: {}", finding["code"].as_str().unwrap(), finding["message"].as_str().unwrap()))
        .collect()
}

const HEADINGS: &str = "== Return\nProgramme | Scheme | Target | Forecast | Share\n";

#[test]
fn a_blank_key_takes_the_one_above_and_its_cell() {
    let rows = "Homes | Voids | 100 | 80 | 80%\n | Rents | 50 | 60 | 120%\nParks | Cafes | 10 | 10 | 100%\n | Hire | 5 | 5 | 100%\n";
    let grid = format!("{HEADINGS}{rows}Total | | 165 | 155 | 94%\n");
    let form = form("totals = [\"Total\"]");
    assert_eq!(told(&form, &grid), Vec::<String>::new());
    let files = [("piperoll.toml", form.as_str()), ("returns/2022-23-q3/north.txt", grid.as_str())];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    let table = report.tables().find(|table| table.title == "North").unwrap();
    let rows: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect()).collect();
    let texts = |row: usize| rows[row].clone();
    assert_eq!(texts(1), ["Rents", "Homes", "50", "60", "10"]);
    assert_eq!(texts(3), ["Hire", "Parks", "5", "5", "0"]);
    // Its origin is the cell that says it.
    let origin = format!("{:?}", table.rows[1].cells[1].origin);
    assert!(origin.contains("row: 1,") || origin.contains("A2"), "{origin}");
}

#[test]
fn nothing_is_taken_across_a_total_or_other_headings() {
    let form = form("totals = [\"Total\"]\nsubtotals = [\"Sum of\"]");
    let rows = "Homes | Voids | 100 | 80 | 80%\nSum of homes | | 100 | 80 | 80%\n | Cafes | 10 | 10 | 100%\n";
    let across = told(&form, &format!("{HEADINGS}{rows}Total | | 110 | 90 | 82%\n"));
    assert!(across.iter().any(|told| told.starts_with("empty-required") && told.contains("Cafes")), "{across:?}");
    let again = format!(
        "{HEADINGS}Homes | Voids | 100 | 80 | 80%\n\nProgramme | Scheme | Target | Forecast | Share\n | Cafes | 10 | 10 | 100%\nTotal | | 110 | 90 | 82%\n"
    );
    let again = told(&form, &again);
    assert!(again.iter().any(|told| told.starts_with("empty-required") && told.contains("Cafes")), "{again:?}");
}

#[test]
fn no_total_row_is_missed_where_none_is_expected_and_lines_below_are_notes() {
    let grid = format!(
        "{HEADINGS}Homes | Voids | 100 | 80 | 80%\n | Rents | 50 | 60 | 120%\n\nForecasts are the service's own\n"
    );
    assert_eq!(told(&form("totals = []"), &grid), Vec::<String>::new());
    // Right below the rows it may be a scheme that somebody left empty.
    let below = told(&form("totals = []"), &grid.replace("\n\nForecasts", "\nForecasts"));
    assert!(!below.is_empty(), "{below:?}");
}
