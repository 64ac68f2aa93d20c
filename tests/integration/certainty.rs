//! A forecast whose certain, planned and unmitigated parts stand in columns of their own.

use std::fs;

use crate::support::{made, report, repository};

fn form() -> String {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let forecast = "movement = { amount = 50_000, percent = 10 }\n";
    let part = |id: &str, heading: &str, certainty: &str| {
        format!(
            "\n[[list.column]]\nid = \"{id}\"\nheading = \"{heading}\"\nkind = \"money\"\nunit = \"thousands\"\n\
             part_of = \"forecast\"\ncertainty = \"{certainty}\"\n"
        )
    };
    let parts = [
        part("certain", "Of which banked", "certain"),
        part("planned", "Of which planned", "planned"),
        part("awaiting", "Of which awaiting a decision", "subject-to-approval"),
        part("open", "Of which without a plan", "unmitigated"),
    ];
    base.replace(forecast, &format!("{forecast}{}", parts.concat()))
}

/// A forecast with all kinds of parts, and one that is not divided.
pub(crate) fn divided() -> (tempfile::TempDir, std::path::PathBuf) {
    let rows = "Voids | 100 | 80 | 50 | 10 | 10 | 10 | 80%\nRents | 60 | 60 | | | | | 100%\n\
                Total | 160 | 140 | 50 | 10 | 10 | 10 | 87.5%\n";
    made("", &[("piperoll.toml", &form()), ("returns/2022-23-q3/north.txt", &format!("{HEADINGS}{rows}"))])
}

const HEADINGS: &str = "== Return\nScheme | Target | Forecast | Of which banked | Of which planned | \
                        Of which awaiting a decision | Of which without a plan | Share\n";

#[test]
fn the_certain_planned_and_unmitigated_parts_of_a_forecast_are_held_apart() {
    let rows = "Voids | 100 | 80 | 50 | 20 | | 10 | 80%\nRents | 60 | 60 | 30 | | 20 | 10 | 100%\n\
                Total | 160 | 140 | 80 | 20 | 20 | 20 | 87.5%\n";
    let (form, rows) = (form(), format!("{HEADINGS}{rows}"));
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &rows)]);
    let made = report(&collection);
    assert!(made.findings.iter().all(|finding| !finding.blocks()), "{:?}", made.findings);
    let said = "Forecast of £140k: £80k certain, £20k planned, £20k awaiting approval and £20k not mitigated yet.";
    let table = made.tables().find(|table| table.title == "North").unwrap();
    assert!(table.notes.iter().any(|note| note.as_str() == said), "{:?}", table.notes);
    // On the first page and in the area's own words, whatever the table shows.
    let printed = format!("{:?}", made.sections);
    assert!(printed.matches("£80k certain").count() >= 2, "{printed}");
}

#[test]
fn parts_that_come_to_something_else_are_an_error_with_each_of_them() {
    // 'Voids' has 10 too much; 'Rents' is not divided, which is said and is no error.
    let rows = "Voids | 100 | 80 | 50 | 20 | 10 | 10 | 80%\nRents | 60 | 60 | | | | | 100%\n\
                Total | 160 | 140 | 50 | 20 | 10 | 10 | 87.5%\n";
    let (form, rows) = (form(), format!("{HEADINGS}{rows}"));
    let (_folder, collection) = made("", &[("piperoll.toml", &form), ("returns/2022-23-q3/north.txt", &rows)]);
    let made = report(&collection);
    let told: Vec<&str> = made
        .findings
        .iter()
        .filter(|finding| finding.code == "columns-do-not-add-up")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "'Voids' (North): Forecast is £80k, but its parts Of which banked (£50k), Of which planned (£20k), Of which awaiting a \
          decision (£10k), Of which without a plan (£10k) come to £90k (difference -£10k)"
        ]
    );
    let table = made.tables().find(|table| table.title == "North").unwrap();
    let said = "Forecast of £140k: £50k certain, £20k planned, £10k awaiting approval, £10k not mitigated yet and £50k not said to be any \
                of these.";
    assert!(table.notes.iter().any(|note| note.as_str() == said), "{:?}", table.notes);
}
