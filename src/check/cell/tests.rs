use crate::check::testing::{FORM, changed, sample};

#[test]
fn words_in_a_column_of_money_are_an_error() {
    let told = changed(&[("| 150 |", "| about half |"), ("| 350 | 70% ", "| 200 | 40% ")]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].starts_with(
            "unreadable-value C3: 'Agency staff' (Adults): 'about half' in Forecast (C3) cannot be read: "
        ),
        "{told:#?}"
    );
}

#[test]
fn a_required_cell_may_not_be_empty_and_one_that_is_not_required_may() {
    let told = changed(&[("| 300 | 150 |", "| | 150 |"), ("Total | 500 | 350 | 70%", "Total | 200 | 350 | 175%")]);
    assert_eq!(
        told,
        [
            "empty-required B3: 'Agency staff' (Adults) says nothing in Target (B3); the totals in B5 and D5 cannot be checked until it is \
         filled in"
        ]
    );
    assert_eq!(changed(&[("Under way", "")]), [""; 0]);
}

#[test]
fn a_row_that_is_not_filled_in_is_one_finding() {
    let form = FORM
        .replace("unit = \"thousands\"\n", "unit = \"thousands\"\nrequired = true\n")
        .replace("required = true\nrequired = true", "required = true");
    let grid = "== Return\nScheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
                Agency staff | | | | |\nHomecare | 200 | 200 | 100% | 200 | Delivered\nTotal | 200 | 200 | 100% | 200 |\n";
    let told = sample(&form, &[("adults", grid)]).told();
    assert_eq!(
        told,
        [
            "empty-required B2: 'Agency staff' (Adults) leaves 3 cells empty that must be filled in: Target (B2), Forecast (C2) and Achieved (E2); \
          the 4 totals that count it cannot be checked until it is filled in"
        ]
    );
}

#[test]
fn a_placeholder_that_the_form_explains_is_none_to_ask_about() {
    assert_eq!(changed(&[("| 100 | Under", "| - | Under"), ("| 300 |\n", "| 200 |\n")]), [""; 0]);
    let told = changed(&[("| 100 | Under", "| TBC | Under"), ("| 300 |\n", "| 200 |\n")]);
    assert_eq!(
        told,
        [
            "unknown-code E3: 'Agency staff' (Adults): 'TBC' in Achieved (E3) is a placeholder whose meaning the form does not say; \
          the total leaves it out"
        ]
    );
}

#[test]
fn the_same_placeholder_in_one_column_is_asked_about_once() {
    let told = changed(&[
        ("| 100 | Under", "| TBC | Under"),
        ("| 200 | Delivered", "| tbc | Delivered"),
        ("| 300 |\n", "| |\n"),
    ]);
    assert_eq!(
        told,
        [
            "unknown-code E3: Adults: 'TBC' stands twice in Achieved, and the form does not say what it means there; the total leaves them out"
        ]
    );
}

#[test]
fn a_pound_sign_in_a_column_of_thousands_is_asked_about_once_a_sheet() {
    let told = changed(&[("| 300 |\n", "| £300 |\n")]);
    assert_eq!(
        told,
        [
            "pound-sign E5: Adults: '£300' in Achieved (E5) has a pound sign in a column of thousands: it was read as £300k, but says £300"
        ]
    );
    let told = changed(&[("| 100 | Under", "| £100 | Under"), ("| 300 |\n", "| £300 |\n")]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].ends_with(", and so does another cell of the sheet"), "{told:#?}");
}

#[test]
fn the_entry_that_would_explain_a_finding_names_the_figures_it_is_given_on() {
    let grid = crate::check::testing::GRID.replace("| 300 |\n", "| £300 |\n");
    let findings = sample(FORM, &[("adults", &grid)]).findings();
    assert!(
        findings[0].help.ends_with(
            "[[explain]] finding = \"pound-sign:adults:achieved\", period = \"2022-23-q3\", stated = \"300\", with words, role and date."
        ),
        "{}",
        findings[0].help
    );
}

#[test]
fn a_percentage_without_its_sign_is_a_note() {
    let told = changed(&[("| 50% |", "| '50 |")]);
    assert_eq!(
        told,
        [
            "percent-without-sign D3: 'Agency staff' (Adults): '50' in % forecast (D3) has no per cent sign and was read as 50%"
        ]
    );
}

#[test]
fn a_character_without_a_shape_is_told() {
    assert_eq!(
        changed(&[("Under way", "Under way \u{4e2d}")]),
        [
            "unprintable-character F3: 'Agency staff' (Adults): Status (F3) holds a letter that cannot be printed: it prints as its \
          number, [U+4E2D]"
        ]
    );
}

#[test]
fn personal_data_in_a_cell_that_cannot_be_read_is_not_quoted_either() {
    let told = changed(&[("| 150 |", "| ask jo@mail.example |"), ("| 350 | 70% ", "| 200 | 40% ")]);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told.iter().all(|line| !line.contains("jo@mail")), "{told:#?}");
    assert!(told[0].contains("'ask [e-mail address withheld]' in Forecast (C3) cannot be read"), "{told:#?}");
}
