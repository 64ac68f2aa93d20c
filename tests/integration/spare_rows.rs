//! Lines of a table that are no items: the spare rows of a template, and texts that are merged over rows.

use crate::headings::{asked, examine, form, honest};

const COLUMNS: [&str; 5] = [
    "ref | Ref | code",
    "title | Scheme | text",
    "status | Status | choice",
    "target | Target | money",
    "forecast | Forecast | money",
];

const ROWS: &str =
    "Ref | Scheme | Status | Target | Forecast\nH1 | Voids | Open | 400 | 380\nH2 | Hostel | Open | 250 | 250\n";

fn keyed(more: &str) -> String {
    let text = form(&COLUMNS, more).replace("key = \"title\"", "key = \"ref\"\nlabel = \"title\"");
    let kind = "kind = \"text\"\n";
    let text = text.replace(&format!("{kind}optional"), &format!("{kind}required"));
    let text = text.replace("kind = \"code\"\nrequired", "kind = \"code\"\noptional");
    text.replace("kind = \"choice\"\n", "kind = \"choice\"\nchoices = [\"Open\", \"Closed\"]\n")
}

const TOTAL: &str = " | Total | | 650 | 630\n";

#[test]
fn spare_rows_at_the_end_are_one_note() {
    for spare in [
        " | | | 0 | 0",
        " | | | =IF(B9=\"\",0,1) := 0 | -",
        " | | | #DIV/0! | =1/0 := #DIV/0!",
        "H3",
        "H3 | | Open",
        " | | Open",
        "3 | | Open | 0 | 0%",
        " | | | TBC | n/a",
    ] {
        let rows = format!("{spare}\n{spare}\n\n{spare}\n");
        for grid in [
            format!("{ROWS}{rows}{TOTAL}"),
            format!("{ROWS}{TOTAL}{rows}"),
            format!("{ROWS}{rows}{TOTAL}{rows}\nSigned: A\n"),
        ] {
            honest(&keyed(""), &grid, &["Total", "650", "630"]);
            let examined = examine(&keyed(""), &grid);
            let notes = examined.notes();
            assert_eq!(notes.iter().filter(|note| note.contains("spare")).count(), 1, "{grid}{notes:#?}");
            assert!(notes.iter().all(|note| !note.contains("not used")), "{grid}{notes:#?}");
        }
        // Without a total, and with somebody's name below.
        let signed = examine(&keyed(""), &format!("{ROWS}{rows}Prepared by: Finance\n"));
        assert_eq!(signed.open(), [""; 0], "{spare}");
        assert!(signed.notes().iter().any(|note| note.contains("spare")), "{spare}");
    }
    let rows = format!("{ROWS} | | | 0 | 0\n | | | 0 | 0\n\n | | Open\n{TOTAL}");
    assert_eq!(
        examine(&keyed(""), &rows).notes(),
        ["Housing: rows 4 to 5 and 7 are read as spare rows: no title and no figure but nil stands there"]
    );
}

#[test]
fn a_row_that_says_anything_or_stands_between_items_is_asked_about() {
    for (row, open) in [
        (" | | | 5 | 0", "stray-figures D4"),
        (" | | | ##### | 0", "stray-figures E4"),
        (" | | Open | 0 | 5", "stray-figures D4"),
        ("see below | | | 0 | 0", "empty-required B4"),
        ("H3 | | | 5 | 0", "empty-required B4"),
    ] {
        assert_eq!(
            examine(&keyed(""), &format!("{ROWS}{row}\n")).open().first().map(String::as_str),
            Some(open),
            "{row}"
        );
    }
    asked(
        &keyed(""),
        &format!("{ROWS}H3 | | Open | 0 | 0\nH4 | Rents | Open | 0 | 0\n{TOTAL}"),
        &["empty-required B4"],
    );
}

#[test]
fn a_text_merged_over_the_table_is_no_row_of_it() {
    let line = |at: &str, merge: &str| {
        format!("{}{at}Schemes at risk\nH3 | Rents | Open | 50 | 40\n | Total | | 700 | 670\n!merge {merge}\n", ROWS)
    };
    let grouped =
        keyed("groups = { part = \"heading\" }").replace("label = \"title\"", "label = \"title\"\nlevels = [\"part\"]");
    let by_area = keyed("area = \"heading\"").replace("file = \"{area}\"", "file = \"housing\"");
    for form in [keyed(""), keyed("headings = [\"Schemes at risk\"]"), grouped] {
        honest(&form, &line("", "A4:E4"), &["Total", "700", "670"]);
        honest(&form, &line(" | ", "B4:D4"), &["Total", "700", "670"]);
    }
    let areas = format!("Housing\n{}!merge A1:E1\n!merge A5:E5\n", line("", "A2:A3").replace("!merge A2:A3\n", ""));
    assert_eq!(examine(&by_area, &areas).open(), [""; 0]);
    // A title that is merged over nothing but names is one that somebody left without figures.
    assert!(!examine(&keyed(""), &line(" | ", "B4:C4")).open().is_empty());
    // What says that there is nothing to report is heard.
    let nil = line("", "A4:E4").replace("Schemes at risk", "NIL RETURN");
    assert_eq!(examine(&keyed(""), &nil).open(), ["nil-return A4"]);
}
