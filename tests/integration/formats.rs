//! Cells as a person sees them: number formats, marks of notes, labels that are merged down, colours, percentages.

use proptest::prelude::*;

use crate::totals::{FORM, HEADINGS, HOSTEL, LETTINGS, Outcome, VOIDS, expect, grid, outcome, outcome_of};

const TOTAL: &str = "Total | 800 | 750";

/// Formats that change nothing of what a figure is.
const STOCK: [&str; 14] = [
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "#,##0;-#,##0",
    "#,##0;(#,##0)",
    "#,##0;[Red]-#,##0",
    "#,##0;[Red](#,##0);\"-\"",
    "#,##0_);(#,##0)",
    "_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-",
    "_-£* #,##0_-;-£* #,##0_-;_-£* \"-\"??_-;_-@_-",
    "£#,##0",
    "[$£-809]#,##0.00",
    "#,##0;-#,##0;;@",
];

#[test]
fn stock_formats_change_nothing_and_are_not_told() {
    for format in STOCK {
        expect(&[VOIDS, HOSTEL, LETTINGS, TOTAL, &format!("!format B2:C5 {format}")], "800/750", &[]);
        let nil = ["Voids repairs | -5 | 0 | x", "Total | -5 | 0", &format!("!format B2:C3 {format}")];
        expect(&nil, "-5/0", &[]);
    }
}

#[test]
fn a_format_that_scales_is_a_unit_and_what_is_shown_is_read() {
    let rows = ["Voids repairs | 400400 | 380 | x", "Hostel lease | 250000 | 250 | x", "Total | 650400 | 630"];
    let scaled = [&rows[..], &["!format B2:B4 #,##0,"]].concat();
    expect(&scaled, "650.4/630", &["note shown-otherwise B2"]);
    // Less than one of the column's units, or one among others that are not scaled, may be meant as it is stored.
    let small = ["Voids repairs | 400 | 380 | x", "Total | 400 | 380", "!format B2:B3 #,##0,"];
    expect(&small, "0.4/380", &["query shown-otherwise B2"]);
    let alone = [VOIDS, "Hostel lease | 250000 | 250 | x", LETTINGS, TOTAL, "!format B3 #,##0,"];
    expect(&alone, "800/750", &["query shown-otherwise B3"]);
    let message = outcome(&scaled).messages[0].clone();
    assert!(
        message
            .starts_with("Housing: in Target, B2 shows '400' and holds 400400, B3 shows '250' and holds 250000 and B4"),
        "{message}"
    );
    assert!(message.ends_with("; what is shown was read, in thousands of pounds"), "{message}");
    // In another unit than the column's it is an error.
    let pounds =
        FORM.replace("unit = \"thousands\"\nrequired", "unit = \"pounds\"\nrequired").replace("(£000s)", "(£)");
    let grid = grid(&scaled).replace("(£000s)", "(£)");
    let outcome = outcome_of(&pounds, &[("housing", grid)], "");
    assert_eq!(outcome.found, ["error shown-otherwise B2"]);
    assert!(outcome.messages[0].ends_with(": the column is in pounds"), "{:?}", outcome.messages);
    // With its suffix it says what is stored.
    let suffix = format!(
        "== Return\n{HEADINGS}\nVoids | 400000 | 380000 | x\nTotal | 400000 | 380000\n!format B2:B3 #,##0,\"k\"\n"
    );
    let suffix = suffix.replace("(£000s)", "(£)");
    assert_eq!(outcome_of(&pounds, &[("housing", suffix)], "").found, [""; 0]);
}

#[test]
fn what_is_shown_and_stored_apart_is_asked_about_once_a_column() {
    for (value, format, shown) in [
        ("204", "(#,##0)", "shows '(204)' and holds 204"),
        ("204", "\"(204)\"", "shows '(204)' and holds 204"),
        ("0", "\"TBC\"", "shows 'TBC' and holds 0"),
        ("0", "0;-0;\"TBC\"", "shows 'TBC' and holds 0"),
        ("250", "[$€-2] #,##0", "shows '€ 250' and holds 250: another currency"),
        ("0.95", "0%", "shows '95%' and holds 0.95: a percentage in a column of figures"),
        ("250", ";;;", "shows nothing and holds 250"),
        ("-250", "#,##0;#,##0", "shows '250' and holds -250"),
        ("400", "0\"m\"", "shows '400m' and holds 400"),
    ] {
        let rows = [format!("Voids repairs | 1 | {value} | x"), format!("!format C2 {format}")];
        let outcome = outcome(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        let is_told = outcome.found.contains(&"query shown-otherwise C2".to_string());
        assert!(outcome.open && is_told, "{value} {format}: {outcome:#?}");
        assert!(outcome.messages.iter().any(|message| message.contains(shown)), "{outcome:#?}");
    }
    let column = [VOIDS, HOSTEL, LETTINGS, TOTAL, "!format B2:B5 (#,##0)"];
    expect(&column, "800/750", &["query shown-otherwise B2"]);
    // Rows that are not read are not asked about.
    expect(&[VOIDS, HOSTEL, LETTINGS, TOTAL, "", "% of target | | 94%"], "800/750", &["note below-total A7"]);
}

#[test]
fn a_figure_of_the_appendix_as_a_whole_is_seen_as_all_others() {
    let form = format!(
        "{FORM}\n[[figure]]\nid = \"saved\"\nheading = \"Saved to date\"\nkind = \"money\"\nunit = \"thousands\"\nfile = \"housing\"\n\
         sheet = \"Figures\"\nlabel = \"Saved\"\n"
    );
    let read = |format: &str| {
        let grid = format!("{}== Figures\nSaved | 200000\n!format B1 {format}\n", grid(&[VOIDS, "Total | 400 | 380"]));
        outcome_of(&form, &[("housing", grid)], "")
    };
    assert_eq!(read("#,##0").found, [""; 0]);
    assert_eq!(read("#,##0,").found, ["note shown-otherwise B1"]);
    let euro = read("[$€-2] #,##0");
    assert_eq!(euro.found, ["query shown-otherwise B1"]);
    assert_eq!(
        euro.messages,
        ["in Saved to date, B1 shows '€ 200,000' and holds 200000: another currency; what is stored was read"]
    );
}

#[test]
fn references_and_texts_are_read_as_they_are_shown() {
    let form = FORM.replace(
        "[[list.column]]\nid = \"title\"",
        "[[list.column]]\nid = \"ref\"\nheading = \"Ref\"\nkind = \"code\"\nrequired = true\n\n[[list.column]]\nid = \"title\"",
    );
    let form = form.replace("key = \"title\"", "key = \"ref\"\nlabel = \"title\"");
    let read = |rows: &str| -> Outcome {
        outcome_of(&form, &[("housing", format!("== Return\nRef | {HEADINGS}\n{rows}\n"))], "")
    };
    let formatted =
        read("1 | Voids | 400 | 380 | x\n10 | Hostel | 250 | 250 | x\n| Total | 650 | 630\n!format A2:A3 \"HSG\"000");
    assert_eq!(formatted.found, [""; 0]);
    let day = read(
        "@2022-03-01 | Voids | 400 | 380 | x\n@2022-03-02 | Hostel | 250 | 250 | x\n| Total | 650 | 630\n!format A2:A3 d-mmm",
    );
    assert_eq!(day.found, ["query shown-otherwise A2"]);
    assert!(day.messages[0].contains("A2 shows '1-Mar' and holds 01/03/2022"), "{:?}", day.messages);
}

#[test]
fn a_month_stays_a_month_and_a_day_without_its_year_is_asked_about() {
    let form = FORM.replace("heading = \"Progress\"\nkind = \"text\"", "heading = \"Progress\"\nkind = \"date\"");
    let read = |day: &str, looks: &str| {
        let grid = format!("== Return\n{HEADINGS}\nVoids repairs | 400 | 380 | {day}\nTotal | 400 | 380\n{looks}\n");
        outcome_of(&form, &[("housing", grid)], "")
    };
    for (day, looks) in [("@2023-03-01", "!format D2 mmm-yy"), ("Mar-23", ""), ("March 2023", ""), ("@2023-03-31", "")]
    {
        assert_eq!(read(day, looks).found, [""; 0], "{day}");
    }
    let day = read("@2022-03-31", "!format D2 d-mmm");
    assert_eq!(day.found, ["query shown-otherwise D2"]);
    assert!(day.messages[0].contains("D2 shows '31-Mar' and holds 31/03/2022"), "{:?}", day.messages);
    assert_eq!(read("'31 March", "").found, ["error unreadable-value D2"]);
}

#[test]
fn marks_of_notes_are_no_digits() {
    let rows = [
        "Voids repairs2 | '1501 | 380* | x",
        "Hostel lease | 250 | '250 † | x",
        "Total | 400 | 630",
        "!raise B2 1",
        "!raise A2 2",
    ];
    let outcome = outcome(&rows);
    assert_eq!(outcome.totals, ("400".into(), "630".into()));
    assert_eq!(
        (outcome.found, outcome.schemes[0].as_str()),
        (vec!["note note-marks B2".to_string()], "Voids repairs²")
    );
}

#[test]
fn two_figures_in_a_cell_and_a_minus_behind_one_are_told_by_their_cause() {
    for (figure, why) in [
        ("'200 300", "it may be two figures, or one with a blank in it"),
        ("'150-", "its minus sign stands behind the figure, where it may be a dash"),
    ] {
        let row = format!("Voids repairs | {figure} | 1 | x");
        let outcome = outcome(&[&row]);
        assert!(outcome.messages.iter().any(|message| message.contains(why)), "{outcome:#?}");
    }
}

#[test]
fn a_label_that_is_merged_down_holds_for_its_rows() {
    let form = FORM
        .replace("area = \"file\"", "area = \"column:portfolio\"")
        .replace("file = \"{area}\"", "file = \"all\"")
        .replace("name = \"Housing\"", "name = \"Housing\"\n\n[[area]]\nid = \"libraries\"\nname = \"Libraries\"")
        .replace(
            "[[list.column]]\nid = \"title\"",
            "[[list.column]]\nid = \"portfolio\"\nheading = \"Portfolio\"\nkind = \"text\"\nrequired = true\n\n[[list.column]]\nid = \"title\"",
        );
    let grid = format!(
        "== Return\nPortfolio | {HEADINGS}\nHousing | {VOIDS}\n | {HOSTEL}\nLibraries | {LETTINGS}\nTotal | | 800 | 750\n!merge A2:A3\n"
    );
    let outcome = outcome_of(&form, &[("all", grid.clone())], "");
    assert_eq!((outcome.found, outcome.totals), (vec![], ("800".into(), "750".into())));
    let apart = outcome_of(&form, &[("all", grid.replace("!merge A2:A3\n", ""))], "");
    assert!(apart.open, "a blank that is not merged is told: {apart:#?}");
}

#[test]
fn a_colour_is_read_as_the_word_that_the_form_has_for_it() {
    let form = FORM.replace(
        "[[list.column]]\nid = \"progress\"\nheading = \"Progress\"\nkind = \"text\"",
        "[[list.column]]\nid = \"progress\"\nheading = \"Progress\"\nkind = \"choice\"\nchoices = [\"RED\", \"AMBER\", \"GREEN\"]\nrequired = true\n\
         colours = { red = \"RED\", amber = \"AMBER\", green = \"GREEN\" }",
    );
    let read = |looks: &str| {
        let rows = format!("Voids repairs | 400 | 380\nHostel lease | 250 | 250\nTotal | 650 | 630\n{looks}");
        outcome_of(&form, &[("housing", format!("== Return\n{HEADINGS}\n{rows}\n"))], "").found
    };
    assert_eq!(read("!fill D2 FFC000\n!fill D3 00B050"), [""; 0]);
    // Blue stands for nothing, and a row that is coloured as a whole says nothing of its status.
    assert!(read("!fill D2 0070C0\n!fill D3 00B050").iter().any(|found| found.ends_with("D2")));
    assert!(read("!fill A2:D2 FFC000\n!fill D3 FFC000").iter().any(|found| found.ends_with("D2")));
    // Where the colours differ they are statuses, though a name has them too; where rules colour cells nobody knows what is shown.
    assert_eq!(read("!fill A2:D2 FFC000\n!fill D3 00B050"), [""; 0]);
    assert!(!read("!fill D2 FFC000\n!fill D3 00B050\n!rule D2:D3 FF0000").is_empty());
}

#[test]
fn a_percentage_goes_by_the_format_of_its_cell() {
    let form = FORM.replace(
        "[[list.column]]\nid = \"progress\"\nheading = \"Progress\"\nkind = \"text\"",
        "[[list.column]]\nid = \"share\"\nheading = \"Progress\"\nkind = \"percent\"\ntotal = \"none\"",
    );
    let read = |shares: [&str; 2], looks: &str| {
        let rows = format!(
            "Voids | 400 | 380 | {}\nHostel | 250 | 250 | {}\nTotal | 650 | 630\n{looks}",
            shares[0], shares[1]
        );
        outcome_of(&form, &[("housing", format!("== Return\n{HEADINGS}\n{rows}\n"))], "")
    };
    for (shares, looks, found) in [
        (["0.05", "12"], "!format D2:D3 0%", None),
        (["5", "12"], "!format D2:D3 0\"%\"", None),
        (["0.95", "0.8"], "", Some("note percent-without-sign D2")),
        (["0.95", "0.8"], "!format D2:D3 0", Some("query percent-without-sign D2")),
        (["95", "80"], "", Some("note percent-without-sign D2")),
        (["5", "0.8"], "", Some("query percent-without-sign D2")),
        (["95", "0.5"], "", Some("query percent-without-sign D2")),
    ] {
        let told = read(shares, looks).found;
        assert_eq!(told.first().map(String::as_str), found, "{shares:?} {looks} {told:?}");
    }
    let message = read(["5", "0.8"], "").messages[0].clone();
    assert!(message.contains("5 may be 5% or 500% (5 in D2 was read as 5%"), "{message}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A figure whose format shows it in another size, sign or kind is never without a finding; a stock format never raises one.
    #[test]
    fn a_format_that_shows_another_thing_is_never_without_a_finding(
        figure in prop_oneof![1_i64..5_000, -5_000_i64..-1],
        kind in 0_usize..8,
        stock in 0_usize..STOCK.len(),
    ) {
        let other = ["#,##0,", "#,##0,,", "0%", "\"TBC\"", "[$€-2] #,##0", ";;;", "0\"k\"", "0.0,,\"m\""][kind];
        let rows = |format: &str| {
            vec![format!("Voids repairs | {figure} | {figure} | x"), format!("Total | {figure} | {figure}"), format!("!format B2 {format}")]
        };
        let told = |format: &str| outcome(&rows(format).iter().map(String::as_str).collect::<Vec<_>>());
        let outcome = told(other);
        // In a column of thousands '400k' is 400.
        prop_assert!(kind == 6 || outcome.found.iter().any(|found| found.ends_with("shown-otherwise B2")), "{figure} {other} {outcome:#?}");
        let honest = told(STOCK[stock]);
        prop_assert_eq!(honest.found, Vec::<String>::new(), "{} {}", figure, STOCK[stock]);
    }

    /// A figure that counts and is hidden, struck, merged or written in the colour of the sheet is never without a question, whichever
    /// it is; looks that change nothing of it raise none.
    #[test]
    fn a_figure_that_is_hidden_struck_or_merged_is_never_without_a_question(
        row in 2_u32..5,
        column in 0_usize..2,
        kind in 0_usize..7,
        honest in 0_usize..6,
    ) {
        let letter = ["B", "C"][column];
        let look = match kind {
            0 => format!("!hide {row}"),
            1 => format!("!hide {letter}"),
            2 => format!("!filter {row}"),
            3 => format!("!fold {row}"),
            4 => format!("!strike {letter}{row}"),
            5 => format!("!ink {letter}{row} FFFFFF"),
            // The figure below lies beneath it.
            _ => format!("!merge {letter}{row}:{letter}{}", row + 1),
        };
        let asked = outcome(&[VOIDS, HOSTEL, LETTINGS, TOTAL, &look]);
        prop_assert!(asked.open, "{look} {asked:#?}");
        let honest = ["!fill A1:D1 1F3864", "!ink A1:D1 FFFFFF\n!fill A1:D1 1F3864", "!fill A3:D3 D9E1F2", "!hide 9", "!hide H", "!indent A2:A4 1"][honest];
        let quiet = outcome(&[VOIDS, HOSTEL, LETTINGS, TOTAL, honest]);
        prop_assert!(!quiet.open, "{honest} {quiet:#?}");
    }
}
