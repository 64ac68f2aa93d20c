use super::*;
use crate::check::testing::{FORM, Sample, form, sample};

/// The part of each cell of the first sheet: 'A1 title'; with the column where there is one.
fn parts(sample: &Sample) -> Vec<String> {
    let ledger = Ledger::of(&sample.form, &sample.returns);
    let line = |entry: &Entry| {
        let column = entry.column(&sample.form).map(|column| format!(" {column}")).unwrap_or_default();
        format!("{} {}{column}", entry.at, entry.part.name())
    };
    ledger.files[0][0].entries.iter().map(line).collect()
}

fn part(grid: &str, cell: &str) -> String {
    let parts = parts(&sample(FORM, &[("adults", &format!("== Return\n{grid}"))]));
    let found = parts.iter().find_map(|part| part.strip_prefix(&format!("{cell} ")));
    found.unwrap_or_else(|| panic!("{cell}: {parts:#?}")).to_string()
}

const HEAD: &str = "Scheme | Target (£000s) | Forecast (£000s) | Achieved (£000s) | Status";

#[test]
fn a_sheet_is_entered_cell_by_cell() {
    let grid = format!("== Return\nAdults\n{HEAD}\nVoids | 5 | half | - | Under way | aside\nTotal | 5\nNote: late\n");
    assert_eq!(
        parts(&sample(FORM, &[("adults", &grid)])),
        [
            "A1 area",
            "A2 heading title",
            "B2 heading target",
            "C2 heading forecast",
            "D2 heading achieved",
            "E2 heading status",
            "A3 item title",
            "B3 item target",
            "C3 told forecast",
            "D3 item achieved",
            "E3 item status",
            "F3 not used",
            "A4 total title",
            "B4 total target",
            "A5 note",
        ]
    );
}

#[test]
fn titles_say_whose_in_what_unit_and_when() {
    let part = |title: &str| part(&format!("{title}\n{HEAD}\nVoids | 5\n"), "A1");
    for (title, expected) in [
        ("Service area: Adults", "area"),
        ("Savings – Adults", "area"),
        ("All figures in £000s", "unit"),
        ("Amounts in thousands of pounds", "unit"),
        ("as at 31 December 2022", "period"),
        ("Third quarter", "period"),
        ("Savings return", "title"),
        ("Savings of £3m", "not used"),
    ] {
        assert_eq!(part(title), expected, "{title}");
    }
}

#[test]
fn headings_of_several_rows_and_repeated_ones_are_headings_of_their_columns() {
    let grid = "Scheme | Target | Forecast | Notes\n | (£000s) | (£000s)\nVoids | 5 | 4\n\
                Scheme | Target | Forecast\n | (£000s) | (£000s)\nRents | 3 | 2\n";
    for (cell, expected) in [
        ("B1", "heading target"),
        ("B2", "heading target"),
        ("D1", "heading"),
        ("C5", "heading forecast"),
        ("A6", "item title"),
    ] {
        assert_eq!(part(grid, cell), expected, "{cell}");
    }
}

#[test]
fn a_number_in_a_row_of_headings_heads_nothing() {
    assert_eq!(part(&format!("{HEAD} | 12\nVoids | 5\n"), "F1"), "not used");
}

#[test]
fn a_row_that_opens_a_group_is_used_where_rows_stand_in_it() {
    let form = form(&[
        ("key = \"title\"\n", "key = \"title\"\nlevels = [\"care_group\"]\n"),
        ("totals = [\"Total\"]\n", "totals = [\"Total\"]\ngroups = { care_group = \"heading\" }\n"),
    ]);
    let grid = format!(
        "== Return\n{HEAD}\nOlder people\nVoids | 5 | 4\nSubtotal older people | 5 | 4\nNobody:\nTotal | 5 | 4\n"
    );
    let parts = parts(&sample(&form, &[("adults", &grid)]));
    assert!(parts.contains(&"A2 area".to_string()), "{parts:#?}");
    assert!(parts.contains(&"A4 subtotal title".to_string()), "{parts:#?}");
    assert!(parts.contains(&"A5 not used".to_string()), "no row stands in it: {parts:#?}");
}

#[test]
fn the_label_of_a_total_may_stand_beside_the_table() {
    let form = form(&[]);
    let grid = "== Return\n | Scheme | Target (£000s) | Forecast (£000s)\n | Voids | 5 | 4\nTotal | | 5 | 4\n";
    let parts = parts(&sample(&form, &[("adults", grid)]));
    assert!(parts.contains(&"A3 total".to_string()) && parts.contains(&"C3 total target".to_string()), "{parts:#?}");
}

#[test]
fn an_entry_is_small() {
    assert!(size_of::<Entry>() <= 16, "a workbook has up to {} of them", crate::returns::grid::MOST_CELLS);
}
