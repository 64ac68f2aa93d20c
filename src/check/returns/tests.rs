use super::code;
use crate::check::testing::{FORM, GRID, changed, form, sample};

#[test]
fn a_return_with_nothing_wrong_gives_nothing() {
    assert_eq!(changed(&[]), [""; 0]);
}

/// Every trouble of a sample is said by the rule that answers for it, unless another one is its cause.
#[test]
fn each_trouble_has_its_rule() {
    let adults = GRID
        .replace("| 50% |", "| half |")
        .replace("| Status\n", "| Status | Lead officer | Scheme\n")
        .replace("Under way\n", "Under way | Director | x\n")
        .replace("Total |", " | 5 | | | |\n | | | | | carried on\nTotal |");
    let sample = sample(FORM, &[("adults", &adults), ("b", GRID)]);
    let told = sample.told();
    assert!(sample.returns.troubles.len() >= 6, "{:#?}", sample.returns.troubles);
    for trouble in &sample.returns.troubles {
        assert!(told.iter().any(|line| line.starts_with(code(trouble))), "{trouble:#?} {told:#?}");
    }
}

#[test]
fn an_area_that_sent_nothing_is_one_error() {
    let told = sample(FORM, &[]).told();
    assert_eq!(told, ["missing-return: no return came from Adults: returns/2022-23-q3 holds no file of it"]);
}

#[test]
fn an_unreadable_file_is_the_cause_of_its_areas_missing_return() {
    let told = sample(FORM, &[("adults.xlsx.raw", "no workbook")]).told();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("unreadable-file: adults.xlsx cannot be read: "), "{told:#?}");
    assert!(told[0].ends_with("; so nothing counts from Adults"), "{told:#?}");
}

#[test]
fn a_file_that_says_not_whose_it_is_is_asked_about_with_the_likely_area() {
    let told = sample(FORM, &[("adlts", GRID)]).told();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("unknown-area: "), "{told:#?}");
    assert!(told[0].contains("did you mean 'Adults'?"), "{told:#?}");
}

#[test]
fn two_files_of_one_area_are_an_error() {
    let form = form(&[("name = \"Adults\"", "name = \"Adults\"\nalso = [\"Grown-ups\"]")]);
    let told = sample(&form, &[("adults", GRID), ("grown-ups", GRID)]).told();
    assert_eq!(
        told,
        ["two-returns: adults.xlsx and grown-ups.xlsx are both the return of Adults; only adults.xlsx is read"]
    );
}

#[test]
fn a_workbook_without_the_table_is_one_error_and_not_one_a_column() {
    let told = sample(FORM, &[("adults", "== Other\nnothing | here\n")]).told();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("missing-sheet: adults.xlsx has no sheet with "), "{told:#?}");
    assert!(told[0].ends_with(": its only sheet is 'Other'"), "{told:#?}");
}

#[test]
fn a_renamed_column_is_one_finding_that_names_both() {
    let told = changed(&[("Forecast (£000s)", "Forecasted (£000)")]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("missing-column"), "{told:#?}");
    assert!(
        told[0].ends_with("Adults: the table has no column 'Forecast (£000s)'; is it 'Forecasted (£000)' in C2?"),
        "{told:#?}"
    );
}

#[test]
fn the_totals_of_a_column_that_is_missing_cannot_be_checked() {
    let sample = sample(FORM, &[("adults", &GRID.replace("Forecast (£000s)", "Forecasted (£000)"))]);
    let findings = sample.findings();
    let related: Vec<String> = findings[0].related.iter().filter_map(|place| place.cells()).collect();
    let cells = ["C2".to_string(), "C3 to C5".to_string()];
    assert_eq!((findings.len(), related), (1, cells.to_vec()), "the total of the column is not read either");
}

#[test]
fn a_column_that_the_form_does_not_know_is_asked_about() {
    let told = changed(&[("| Status", "| Status | Lead officer"), ("Under way", "Under way | Assistant director")]);
    assert_eq!(
        told,
        ["unknown-column G2: Adults: the form has no column 'Lead officer' (G2), so what stands under it is not read"]
    );
}

#[test]
fn a_heading_that_stands_twice_is_an_error() {
    let told = changed(&[("| Status", "| Status | Target (£000s)"), ("Under way", "Under way | 310")]);
    assert_eq!(
        told,
        ["two-columns G2: Adults: B2 and G2 are both headed as the column 'Target (£000s)'; only B2 is read"]
    );
}

#[test]
fn figures_and_text_without_a_label_are_told() {
    let told = changed(&[("Total |", " | 5 | 6 | | |\nTotal |")]);
    assert_eq!(
        told,
        ["stray-figures B5: Adults: figures stand in B5 and C5 in a row without a label, so nothing there is counted"]
    );
    let told = changed(&[("Total |", " | | | | | until March\nTotal |")]);
    assert_eq!(told, ["stray-text F5: Adults: text stands in F5 in a row without a label, and is left out"]);
}

#[test]
fn a_row_of_an_unknown_area_is_an_error() {
    let form = form(&[
        (
            "[[list.column]]\nid = \"target\"",
            "[[list.column]]\nid = \"place\"\nheading = \"Area\"\nkind = \"text\"\n\n[[list.column]]\nid = \"target\"",
        ),
        ("file = \"{area}\"\narea = \"file\"", "file = \"all\"\narea = \"column:place\""),
    ]);
    let grid = "== Return\nScheme | Area | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
                Agency staff | Adlts | 300 | 150 | 50% | 100 | Under way\nTotal | | 300 | 150 | 50% | 100 |\n";
    let told = sample(&form, &[("all", grid)]).told();
    assert_eq!(
        told[0],
        "unknown-row-area B2: 'Adlts' in B2 is no area of the form, so its row stands in no area's section; did you mean 'Adults'?"
    );
}
