use crate::check::testing::{FORM, changed, form, sample};

#[test]
fn a_total_must_be_the_sum_to_the_unit() {
    let told = changed(&[("| 300 |\n", "| 301 |\n")]);
    assert_eq!(
        told,
        [
            "column-total E5: Adults: the total of Achieved is stated as £301k, but its 2 schemes add up to £300k (difference +£1k)"
        ]
    );
}

#[test]
fn a_row_left_out_of_a_total_is_pointed_at() {
    let form = FORM;
    let grid = crate::check::testing::GRID.replace("| 300 |\n", "| 100 |\n");
    let findings = sample(form, &[("adults", &grid)]).findings();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(findings[0].help.starts_with("'Homecare' (E4) may have been left out: mend E5"), "{}", findings[0].help);
    assert!(findings[0].help.contains(
        "finding = \"column-total:adults:achieved\", period = \"2022-23-q3\", stated = \"100\", stands = \"300\""
    ));
    assert_eq!(findings[0].difference, Some(rust_decimal::Decimal::from(-200)));
    assert_eq!(findings[0].unit, Some("thousands"));
    assert_eq!(findings[0].stated_text.as_deref(), Some("100"));
}

#[test]
fn a_percentage_worked_out_from_a_wrong_total_is_no_second_finding() {
    // 350 / 600 is 58%: the total of the target is the one cause.
    let told = changed(&[("Total | 500 | 350 | 70%", "Total | 600 | 350 | 58%")]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("column-total B5"), "{told:#?}");
    let told = changed(&[("Total | 500 | 350 | 70%", "Total | 500 | 350 | 75%")]);
    assert_eq!(
        told,
        [
            "total-formula D5: Adults: % forecast of the total row is stated as 75%, but Forecast divided by Target gives 70% (difference \
          +5 percentage points)"
        ]
    );
}

#[test]
fn rounded_figures_may_differ_by_their_rounding() {
    let form = form(&[("id = \"achieved\"", "id = \"achieved\"\nrounded = true")]);
    let told = |total: &str| {
        let grid = crate::check::testing::GRID.replace("| 300 |\n", &format!("| {total} |\n"));
        sample(&form, &[("adults", &grid)]).told()
    };
    assert_eq!(
        told("301"),
        [
            "rounding-difference E5: Adults: the total of Achieved is stated as £301k, and its 2 schemes add up to £300k: the difference \
          of +£1k is within rounding"
        ]
    );
    assert!(told("302")[0].starts_with("column-total E5"));
}

#[test]
fn a_table_without_its_total_is_a_note() {
    let told = changed(&[("Total | 500 | 350 | 70% | 300 |\n", "")]);
    assert_eq!(told, ["missing-total A4: Adults: the table has no total row ('Total') after its last row, A4"]);
}

#[test]
fn a_total_says_what_it_leaves_out() {
    let told = changed(&[("| 100 | Under", "| C | Under"), ("| 300 |\n", "| 200 |\n")]);
    assert_eq!(
        told,
        [
            "unknown-in-total E3: Adults: 1 scheme has no figure in Achieved (1 'C'): 'Agency staff' (E3); without it the total is £200k"
        ]
    );
}

/// Which of the rules' findings are about codes taken as nil.
fn codes_as_nil(grid: &str) -> Vec<String> {
    let form =
        form(&[("\"C\" = { means = \"not yet confirmed\" }", "\"C\" = { means = \"not yet confirmed\", nil = true }")]);
    let told = sample(&form, &[("adults", grid)]).told();
    told.into_iter().filter(|line| line.starts_with("code-as-nil")).collect()
}

#[test]
fn a_total_that_takes_a_code_as_nil_says_what_stands_behind_it() {
    let grid = crate::check::testing::GRID.replace("| 100 | Under", "| C | Under").replace("| 300 |\n", "| 200 |\n");
    assert_eq!(
        codes_as_nil(&grid),
        [
            "code-as-nil E3: Adults: the total of Achieved, £200k, takes a code as nil for 1 scheme ('C' in 1); behind them stand \
             Target £300k"
        ]
    );
}

#[test]
fn a_dash_is_nil_and_no_code() {
    let grid = crate::check::testing::GRID.replace("| 100 | Under", "| - | Under").replace("| 300 |\n", "| 200 |\n");
    assert_eq!(codes_as_nil(&grid), Vec::<String>::new());
}

#[test]
fn a_total_of_nil_over_blanks_is_asked_about_and_its_rows_with_it() {
    let told = |first: &str, second: &str, total: &str| {
        changed(&[
            ("| 100 | Under", &format!("| {first} | Under")),
            ("| 200 | Delivered", &format!("| {second} | ")),
            ("| 70% | 300 |", &format!("| 70% | {total} |")),
        ])
    };
    assert_eq!(
        told("", "", "0"),
        ["total-of-blanks E5: Adults: the total of Achieved is stated as 0 (E5), and both schemes are blank there"]
    );
    assert_eq!(told("0", "0", "0"), [""; 0]);
    for (first, total) in [("0", "0"), ("", "")] {
        let told = told(first, "", total);
        assert!(told.len() == 1 && told[0].starts_with("unknown-in-total"), "{told:#?}");
    }
}
