use crate::check::testing::{FORM, GRID, changed, form, sample};

#[test]
fn what_is_left_over_joins_the_finding_it_follows_from() {
    // The heading is not known, or stands twice; the row has no label.
    let columns = [("| Status\n", "| Status | Lead | Scheme\n"), ("Under way\n", "Under way | Director | x\n")];
    assert!(changed(&columns).iter().all(|line| !line.starts_with("not-used")), "{:?}", changed(&columns));
    let row = changed(&[("Total |", "| 5 | | | | | aside\nTotal |")]);
    assert_eq!(
        row,
        ["stray-figures B5: Adults: a figure stands in B5 in a row without a label, so nothing there is counted"]
    );
}

#[test]
fn the_rows_of_a_table_without_the_column_that_names_them_follow_from_that() {
    let told = changed(&[("Savings\n", ""), ("Scheme |", "Project name |")]);
    assert!(told.len() == 1 && told[0].starts_with("missing-column"), "{told:#?}");
}

#[test]
fn a_file_of_which_nothing_is_read_is_told_once() {
    let told = sample(FORM, &[("adults", "== Other\nA | B\n1 | 2\n== Hidden !hidden\nx | 3\n")]).told();
    assert_eq!(told.len(), 1, "{told:#?}");
    let told = sample(FORM, &[("adults", GRID), ("b", &format!("!name piperoll_area nobody\n{GRID}"))]).told();
    assert_eq!(told.len(), 1, "{told:#?}");
}

#[test]
fn a_note_with_an_amount_is_told_and_one_without_is_not() {
    let told = |note: &str| changed(&[("Savings\n", &format!("{note}\n"))]);
    for note in ["Savings 2022/23", "£000s", "Page 3 of 12", "Q3", "Cost code 0123 456", "Form A123"] {
        assert_eq!(told(note), [""; 0], "{note}");
    }
    for note in
        ["Leaves out £5k", "Of it 1,500 is late", "A cut of 5%", "250 less than before", "3.5m is at risk", "12"]
    {
        assert_eq!(told(note).len(), 1, "{note}");
        assert!(
            told(note)[0].starts_with("not-used A1: Adults: 1 cell on sheet 'Return' is not used: "),
            "{:?}",
            told(note)
        );
    }
}

#[test]
fn the_day_of_the_figures_is_no_question_and_another_day_is_told() {
    let form = form(&[("id = \"2022-23-q3\"\n", "id = \"2022-23-q3\"\nas_at = 2022-12-31\n")]);
    let told =
        |day: &str| sample(&form, &[("adults", &GRID.replace("Savings\n", &format!("Savings | @{day}\n")))]).told();
    assert_eq!(told("2022-12-31"), [""; 0]);
    assert_eq!(told("2023-01-12"), ["not-used B1: Adults: 1 cell on sheet 'Return' is not used: '12/01/2023' in B1"]);
}

#[test]
fn rows_of_figures_above_the_table_are_asked_about_and_single_ones_are_not() {
    let told = |row: &str| changed(&[("Savings\n", &format!("Savings\n{row}\n"))]);
    assert_eq!(told("Quarter | 3"), ["not-used B2: Adults: 1 cell on sheet 'Return' is not used: '3' in B2"]);
    assert_eq!(
        told("Agreed | 500 | 350"),
        [
            "not-used B2: Adults: figures stand in B2 to C2 ('500' and '350'), in the row 'Agreed', above the headings of the table, \
          and nothing there is counted"
        ]
    );
}

#[test]
fn many_cells_are_quoted_by_the_first_few_with_a_mark_of_all() {
    let rows: String =
        (1..=9).map(|row| format!("Scheme {row} | 10 | 10 | 100% | 10 | Under way | {row}0\n")).collect();
    let grid = GRID.split_once("Agency").map(|(head, _)| format!("{head}{rows}")).unwrap();
    let findings = sample(FORM, &[("adults", &grid)]).findings();
    let finding = findings.iter().find(|finding| finding.code == "not-used").unwrap();
    let stated = finding.stated_text.as_deref().unwrap();
    assert!(stated.starts_with("10; 20; 30; 40; 50; 60; and 3 more (mark "), "{stated}");
    assert!(
        finding.message.contains("figures stand in G3 to G11 ('10', '20', '30' and 6 more)"),
        "{}",
        finding.message
    );
}
