//! Rows that no total word tells and that would double a paper, blocks that analyse the block above, and rows that are no items.

use crate::totals::{FORM, HEADINGS, HOSTEL, LETTINGS, Outcome, VOIDS, expect, grid, outcome, outcome_of};

/// Whether a return is asked about, by the code of a query that is open.
fn is_asked(rows: &[&str], code: &str) -> Outcome {
    let outcome = outcome(rows);
    let asked = outcome.found.iter().any(|found| found.starts_with(&format!("query {code} ")));
    assert!(outcome.open && asked, "{rows:#?} {outcome:#?}");
    outcome
}

#[test]
fn a_row_that_closes_a_table_without_a_total_word_is_its_total_or_asked_about() {
    for label in [
        "Overall",
        "Housing",
        "All savings",
        "Net savings",
        "Tot",
        "T O T A L",
        "Carried forward",
        "Swm",
        "Crynswth",
        "S/T",
        "-",
        "'=",
        "Σ",
        "Totla",
    ] {
        let with = |amounts: &str| format!("{label} | {amounts}");
        expect(&[VOIDS, HOSTEL, LETTINGS, &with("800 | 750")], "800/750", &["note total-read A5"]);
        let off = with("801 | 750");
        if label == "T O T A L" {
            expect(&[VOIDS, HOSTEL, LETTINGS, &off], "800/750", &["note total-read A5", "error column-total B5"]);
        } else {
            expect(&[VOIDS, HOSTEL, LETTINGS, &off], "800/750", &["query possible-total A5"]);
            expect(&[&off, VOIDS, HOSTEL, LETTINGS], "800/750", &["query possible-total A2"]);
        }
        // A single scheme and its total.
        expect(&[VOIDS, &with("400 | 380")], "400/380", &["note total-read A3"]);
    }
    // Schemes that begin so are schemes.
    let named = ["Net zero programme | 10 | 9 | x", "Overall staffing review | 7 | 3 | x", "Total | 17 | 12"];
    expect(&named, "17/12", &[]);
}

#[test]
fn a_row_that_speaks_of_a_whole_beside_a_single_row_that_states_the_same_is_asked_about() {
    for label in ["Hostels overall", "Sum Hostels", "All of Hostels"] {
        let row = format!("{label} | 250 | 250");
        expect(&[HOSTEL, &row, VOIDS], "650/630", &["query possible-total A3"]);
        expect(&[VOIDS, &row, HOSTEL], "650/630", &["query possible-total A3"]);
    }
    let message = outcome(&[HOSTEL, "Sum Hostels | 250 | 250", VOIDS]).messages[0].clone();
    assert!(message.contains("'Sum Hostels' (A3) is the sum of one row, A2"), "{message}");
    // The total counts it: it is a scheme of the same size.
    let counted = [HOSTEL, "Overall staffing review | 250 | 250 | x", VOIDS, "Total | 900 | 880"];
    expect(&counted, "900/880", &[]);
    expect(&[HOSTEL, "Overall staffing review | 251 | 250 | x", VOIDS], "901/880", &["note missing-total A4"]);
}

#[test]
fn a_subtotal_that_closes_a_table_without_groups_is_its_total() {
    for label in ["Sub total", "Subtotal", "Sub-total"] {
        let with = |amounts: &str| format!("{label} | {amounts}");
        expect(&[VOIDS, HOSTEL, LETTINGS, &with("800 | 750")], "800/750", &["note total-read A5"]);
        let off = ["note total-read A5", "error column-total B5"];
        expect(&[VOIDS, HOSTEL, LETTINGS, &with("801 | 750")], "800/750", &off);
    }
}

#[test]
fn a_last_or_first_row_near_the_sum_of_all_others_is_asked_about() {
    for row in ["Position | 803 | 748", "Position | 810 | 755"] {
        expect(&[VOIDS, HOSTEL, LETTINGS, row], "800/750", &["query possible-total A5"]);
        expect(&[row, VOIDS, HOSTEL, LETTINGS], "800/750", &["query possible-total A2"]);
    }
    let messages = outcome(&[VOIDS, HOSTEL, LETTINGS, "Position | 803 | 748"]).messages;
    assert!(
        messages[0].contains("'Position' (A5) states Target £803k and Forecast £748k, near the sum of the 3 rows"),
        "{messages:?}"
    );
}

#[test]
fn a_sum_by_one_column_is_an_item_only_where_something_proves_it() {
    let rows = ["Repairs | 652 | 652", "Voids | 403 | 403", "Boilers | 249 | 249", "Lettings | 151 | 151"];
    expect(&rows, "803/803", &["query possible-total A2"]);
    let counted = [&rows[..], &["Total | 1455 | 1455"]].concat();
    expect(&counted, "1455/1455", &["note possible-total A2"]);
    let left_out = [&rows[..], &["Total | 803 | 803"]].concat();
    expect(&left_out, "803/803", &["note total-read A2"]);
}

#[test]
fn a_block_that_analyses_the_one_above_is_never_added_to_it() {
    let first = ["A | 11 | 10", "B | 22 | 10", "Total | 33 | 20", ""];
    let with = |more: &[&'static str]| [&first[..], more].concat();
    for total in [Some("Total | 33 | 20"), None] {
        let rows = with(&["Summary by type", HEADINGS, "Cashable | 23 | 12", "Non-cashable | 10 | 8"]);
        let outcome = is_asked(&[&rows[..], total.as_slice()].concat(), "second-block");
        assert_eq!(outcome.totals, ("33".into(), "20".into()));
    }
    // The same totals are enough, and so is the line above.
    is_asked(&with(&["By whom", HEADINGS, "C | 23 | 12", "D | 10 | 8", "Total | 33 | 20"]), "second-block");
    for title in
        ["Of which red", "For information", "Not included above:", "Withdrawn schemes", "Savings not yet approved"]
    {
        let outcome = is_asked(&with(&[title, HEADINGS, "C | 4 | 3", "D | 5 | 4", "Total | 9 | 7"]), "second-block");
        assert_eq!(outcome.totals, ("33".into(), "20".into()), "{title}");
    }
    // Also without headings of its own.
    let bare = with(&["Memorandum items", "Grant | 50 | 50", "Fees | 5 | 4", "Total | 55 | 54"]);
    assert_eq!(is_asked(&bare, "second-block").totals, ("33".into(), "20".into()));
    // Another block is one, and a grand total proves that both count.
    let notes = ["note total-read A4", "note total-read A10"];
    expect(&with(&["New savings", HEADINGS, "C | 4 | 3", "D | 5 | 4", "Total | 9 | 7"]), "42/27", &notes);
    let same = ["New savings", HEADINGS, "C | 23 | 12", "D | 10 | 8", "Total | 33 | 20", "Grand total | 66 | 40"];
    let outcome = outcome(&with(&same));
    assert_eq!((outcome.totals, outcome.open), (("66".into(), "40".into()), false));
    // The form may say that its rows are items.
    let form = FORM.replace("totals = [\"Total\"]", "totals = [\"Total\"]\nitems = [\"C\", \"D\"]");
    let rows = with(&["Withdrawn", HEADINGS, "C | 4 | 3", "D | 5 | 4", "Total | 9 | 7"]);
    let answered = outcome_of(&form, &[("housing", grid(&rows))], "");
    assert_eq!((answered.totals, answered.open), (("42".into(), "27".into()), false));
}

#[test]
fn last_rows_that_together_come_to_all_others_are_asked_about() {
    let rows =
        ["Voids | 403 | 381", "Boilers | 249 | 249", "Lettings | 151 | 120", "Green | 652 | 630", "Amber | 151 | 120"];
    let outcome = is_asked(&rows, "second-block");
    assert_eq!(outcome.totals, ("803".into(), "750".into()));
}

#[test]
fn rows_that_are_no_schemes_are_never_counted_in_silence() {
    for (label, code) in [
        ("Average", "possible-total"),
        ("Number of schemes", "possible-total"),
        ("Count", "possible-total"),
        ("% delivered", "possible-total"),
        ("Memorandum: grant", "possible-total"),
        ("For information", "possible-total"),
        ("Parking (included above)", "possible-total"),
        ("Less: double count", "possible-total"),
        ("Sample scheme", "example-row"),
        ("Dummy line", "example-row"),
        ("<scheme name>", "example-row"),
        ("[Insert scheme name]", "example-row"),
        ("Illustration: a depot", "example-row"),
        ("Example project title", "example-row"),
    ] {
        let row = format!("{label} | 60 | 50");
        let outcome = is_asked(&[VOIDS, HOSTEL, &row, LETTINGS], code);
        assert_eq!(outcome.totals, ("800".into(), "750".into()), "{label}");
        let left_out = format!("note {code} A4");
        expect(&[VOIDS, HOSTEL, &row, LETTINGS, "Total | 800 | 750"], "800/750", &[&left_out]);
    }
    for label in ["thereof boilers", "Made up of: boilers", "o'r hwn boeleri"] {
        let row = format!("{label} | 60 | 50");
        expect(&[VOIDS, HOSTEL, &row, LETTINGS, "Total | 800 | 750"], "800/750", &["note parts-read A4"]);
    }
    let check = [VOIDS, HOSTEL, LETTINGS, "Check | 0 | 0"];
    expect(&check, "800/750", &["note possible-total A5", "note missing-total A4"][..1]);
    let schemes = [
        "Average speed cameras | 60 | 50 | x",
        "Example Street car park | 7 | 3 | x",
        "Memory clinic | 12 | 11 | x",
        "Less waste to landfill | 9 | 8 | x",
        "Total | 88 | 72",
    ];
    expect(&schemes, "88/72", &[]);
}

#[test]
fn rows_below_a_total_are_asked_about_whatever_it_is_called() {
    for total in ["Total", "Totals", "Grand total", "Housing total"] {
        let total = format!("{total} | 650 | 630");
        is_asked(&[VOIDS, HOSTEL, &total, LETTINGS], "below-total");
    }
    let words = [VOIDS, HOSTEL, LETTINGS, "Total | 800 | 750", "Control room review | 0 | 0 | new"];
    expect(&words, "800/750", &["query below-total A6"]);
    let check = [VOIDS, HOSTEL, LETTINGS, "Total | 800 | 750", "Check | 1 | 0"];
    expect(&check, "800/750", &["query below-total A6"]);
}

#[test]
fn a_subtotal_of_the_form_is_read_where_the_figures_are_and_asked_about_elsewhere() {
    let form = FORM.replace("totals = [\"Total\"]", "totals = [\"Total\"]\nsubtotals = [\"Repairs\", \"Tenancy\"]");
    let with = |rows: &[&str]| outcome_of(&form, &[("housing", grid(rows))], "");
    let parents = [
        "Repairs | 652 | 630",
        "Voids | 403 | 381",
        "Boilers | 249 | 249",
        "Tenancy | 188 | 150",
        "Lettings | 151 | 120",
        "Hostels | 37 | 30",
    ];
    let outcome = with(&parents);
    assert_eq!((outcome.totals, outcome.open), (("840".into(), "780".into()), false), "{:?}", outcome.found);
    let outcome =
        with(&["Parking | 9 | 7", "Repairs | 652 | 630", "Voids | 403 | 381", "Boilers | 249 | 249", "Bins | 1 | 1"]);
    assert_eq!((outcome.totals, outcome.open), (("662".into(), "638".into()), false), "{:?}", outcome.found);
    let off = [
        "Voids | 403 | 381",
        "Boilers | 249 | 249",
        "Repairs | 653 | 630",
        "Lettings | 151 | 120",
        "Total | 803 | 750",
    ];
    assert!(with(&off).found.contains(&"error column-total B4".to_string()));
    let off = ["Repairs | 653 | 630", "Voids | 403 | 381", "Boilers | 249 | 249", "Total | 652 | 630"];
    assert_eq!(with(&off).found, ["query possible-total A2"]);
    // By its beginning alone it may be a scheme.
    let rows = ["Repairs contract | 5 | 5 | x", "Voids | 403 | 381", "Boilers | 249 | 249"];
    assert!(with(&rows).found.contains(&"query possible-total A2".to_string()));
}

#[test]
fn a_sum_is_told_also_where_the_form_has_no_totals() {
    let form = FORM.replace("totals = [\"Total\"]", "totals = []");
    let rows = ["Voids | 100 | 100", "Rents | 50 | 50", "All homes | 150 | 150", "Grand total | 300 | 300"];
    let outcome = outcome_of(&form, &[("housing", grid(&rows))], "");
    assert!(outcome.found.contains(&"note possible-total A4".to_string()), "{:?}", outcome.found);
}

#[test]
fn words_of_a_nil_return_beside_amounts_are_asked_about() {
    for label in ["NIL", "Housing - no savings planned", "Nothing to report"] {
        let outcome = is_asked(&[&format!("{label} | 403 | 381")], "nil-return");
        assert_eq!(outcome.schemes, [""; 0], "{label}");
        let nil = outcome_of(FORM, &[("housing", grid(&[&format!("{label} | 0 | 0"), "Total | 0 | 0"]))], "");
        assert!(
            !nil.open && nil.schemes.is_empty() && nil.found.contains(&"note nil-return A2".to_string()),
            "{nil:?}"
        );
    }
    let form = FORM.replace("as_at = 2022-12-31", "as_at = 2022-12-31\nnil = [\"housing\"]");
    let outcome = outcome_of(&form, &[("housing", grid(&[VOIDS, HOSTEL, "Total | 650 | 630"]))], "");
    assert_eq!(outcome.found, ["query nil-return A2"], "{:?}", outcome.messages);
}

#[test]
fn rows_below_a_total_that_are_made_from_it_are_notes() {
    let below = |more: &[&'static str]| [&[VOIDS, HOSTEL, LETTINGS, "Total | 800 | 750"], more].concat();
    for more in [
        &["of which recurrent | 300 | 250", "of which one-off | 500 | 500"][..],
        &["Green | 400 | 380", "Amber | 400 | 370"],
        &["Per ledger | 800 | 750", "Variance | 0 | 0"],
        &["Shortfall | | 50"],
        &["% of target | | 0.94"],
        &["No. of schemes | 3 | 3"],
    ] {
        expect(&below(more), "800/750", &["note below-total A6"]);
    }
    for more in [
        &["of which recurrent | 300 | 250", "of which one-off | 500 | 400"][..],
        &["Per ledger | 801 | 750"],
        &["Shortfall | | 40"],
        &["Memorandum: grant | 30 | 20"],
    ] {
        expect(&below(more), "800/750", &["query below-total A6"]);
    }
}

#[test]
fn a_nil_row_between_equal_rows_is_no_question() {
    let rows = ["A | 10 | 9", "B | 0 | 0", "C | 10 | 9"];
    expect(&rows, "20/18", &["note missing-total A4"]);
    expect(&[&rows[..], &["Total | 20 | 18"]].concat(), "20/18", &[]);
}

#[test]
fn arithmetic_settles_which_of_several_totals_is_of_all() {
    for last in
        ["Total including hostels | 660 | 640", "Total after adjustment | 660 | 640", "Revised total | 660 | 640"]
    {
        let rows = [VOIDS, HOSTEL, "Total | 650 | 630", "Hostels | 10 | 10", last];
        let outcome = outcome(&rows);
        assert_eq!(
            (outcome.totals, outcome.open),
            (("660".into(), "640".into()), false),
            "{last}: {:?}",
            outcome.found
        );
    }
    // Two groups with a plain total each.
    let groups = [VOIDS, HOSTEL, "Total | 650 | 630", "", LETTINGS, "Parking | 10 | 10", "Total | 160 | 130"];
    let outcome = outcome(&groups);
    assert_eq!((outcome.totals, outcome.open), (("810".into(), "760".into()), false), "{:?}", outcome.found);
}

#[test]
fn nobody_is_told_to_write_nil_where_a_row_may_be_no_scheme() {
    for row in ["Total: £800k", "Total savings of £800k against £750k", "Total savings for the"] {
        is_asked(&[VOIDS, HOSTEL, LETTINGS, row], "possible-total");
    }
    let outcome = outcome(&["2022/23 schemes", VOIDS, HOSTEL, "Total | 650 | 630"]);
    assert!(outcome.open && outcome.helps.iter().all(|help| !help.contains("0 for nil")), "{outcome:?}");
}

#[test]
fn words_that_may_be_a_title_are_settled_by_the_total() {
    let rows = [VOIDS, "Including everybody | 249 | 249", "Total | 649 | 629"];
    expect(&rows, "649/629", &[]);
    expect(&[VOIDS, "Including boilers | 249 | 249", "Total | 400 | 380"], "400/380", &["note parts-read A3"]);
}

#[test]
fn a_row_that_a_total_leaves_out_may_be_no_scheme() {
    let outcome = outcome(&[VOIDS, HOSTEL, "Average saving on agency | 325 | 315 | x", "Total | 650 | 630"]);
    assert!(outcome.helps.iter().any(|help| help.contains("may be no scheme")), "{outcome:?}");
}

#[test]
fn what_closes_a_sheet_without_a_total_is_no_scheme() {
    let rows = [
        VOIDS,
        HOSTEL,
        LETTINGS,
        "",
        "Completed by J Smith",
        "Signed: | J Smith",
        "Notes: figures are provisional.",
        "* Net of grant",
        "Page 1 of 1",
        "Source: savings tracker",
    ];
    expect(&rows, "800/750", &["note missing-total A4"]);
    // What has something in place of an amount is asked about, and a name that only begins so is a scheme.
    let asked = outcome(&[VOIDS, HOSTEL, LETTINGS, "Notebook lease | | 40 | x"]);
    assert!(asked.open, "{asked:#?}");
}

#[test]
fn a_scheme_below_the_total_is_told_also_where_its_amounts_cannot_be_read() {
    for row in ["Late scheme | TBC | c. 40 | added", "Late scheme | about 40 | | added"] {
        let outcome = is_asked(&[VOIDS, HOSTEL, LETTINGS, "Total | 800 | 750", row], "below-total");
        assert_eq!(outcome.totals, ("800".into(), "750".into()));
    }
    expect(&[VOIDS, HOSTEL, LETTINGS, "Total | 800 | 750", "Prepared by | J Smith | '12/01/2023"], "800/750", &[]);
}

#[test]
fn rows_that_count_are_no_numbers_of_columns() {
    let rows = ["1 | 2 | 3 | x", "2 | 50 | 40 | y", "Total | 52 | 43"];
    let outcome = outcome(&rows);
    assert_eq!((outcome.schemes.len(), outcome.totals), (2, ("52".into(), "43".into())));
    let numbered = ["1 | 2 | 3 | 4", VOIDS, HOSTEL, LETTINGS, "Total | 800 | 750"];
    expect(&numbered, "800/750", &[]);
}

#[test]
fn a_form_that_adds_nothing_up_has_totals_in_its_returns_all_the_same() {
    let form = FORM
        .replace(
            "required = true\n\n[[list.column]]\nid = \"forecast\"",
            "required = true\ntotal = \"given\"\n\n[[list.column]]\nid = \"forecast\"",
        )
        .replace(
            "required = true\n\n[[list.column]]\nid = \"progress\"",
            "required = true\ntotal = \"given\"\n\n[[list.column]]\nid = \"progress\"",
        );
    assert_eq!(form.matches("total = \"given\"").count(), 2);
    let rows = [VOIDS, HOSTEL, LETTINGS, "Totals | 800 | 750"];
    let outcome = outcome_of(&form, &[("housing", grid(&rows))], "");
    assert_eq!(outcome.schemes.len(), 3, "{outcome:#?}");
}
