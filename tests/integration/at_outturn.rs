//! The year is over: nothing is forecast any more.

use std::fs;

use crate::support::{made, report, repository};

/// What is asked about a forecast, where the return of the outturn has these rows and the form this column of the forecast.
fn asked(period: &str, forecast: &str, rows: &str) -> Vec<String> {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let column = "heading = \"Forecast\"\nkind = \"money\"\nunit = \"thousands\"\n";
    assert!(base.contains(column));
    let form = base.replacen(column, &format!("{column}{forecast}"), 1);
    let rows = format!("== Return\nScheme | Target | Forecast | Achieved\n{rows}");
    let path = format!("returns/{period}/north.txt");
    let (_folder, collection) = made("", &[("piperoll.toml", &form), (&path, &rows)]);
    let made = report(&collection);
    let own = made.findings.iter().filter(|finding| finding.code == "forecast-at-outturn");
    own.map(|finding| finding.message.clone()).collect()
}

const TAKEN_AS_NIL: &str =
    "blank = \"nil\"\ncodes = { \"-\" = { means = \"over\", nil = true }, TBC = \"to be confirmed\" }\n";

#[test]
fn a_forecast_that_is_blank_or_a_placeholder_is_no_forecast_whatever_it_counts_as() {
    for stated in ["", "-", "TBC"] {
        let rows = format!("Voids | 100 | {stated} | 75\nRents | 50 | 50 | 50\n");
        assert_eq!(asked("2022-23-outturn", TAKEN_AS_NIL, &rows), [""; 0], "{stated}");
        assert_eq!(asked("2022-23-outturn", "", &rows.replace("| - |", "| |")), [""; 0], "{stated}");
    }
    // A nil that is typed is a figure.
    let said = asked("2022-23-outturn", TAKEN_AS_NIL, "Voids | 100 | 0 | 75\nRents | 50 | 50 | 50\n");
    assert_eq!(
        said,
        [
            "North: the year is over, and the forecast of 1 scheme is not what was achieved: 'Voids': Forecast £0k, Achieved £75k"
        ]
    );
    // Nothing achieved, said by a placeholder of the form's, is an outturn.
    let said = asked("2022-23-outturn", "", "Voids | 100 | 80 | -\nRents | 50 | 50 | 50\n");
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn what_is_within_rounding_is_the_same_and_only_at_outturn_is_it_asked() {
    let rows = "Voids | 100 | 80 | 80.4\nRents | 50 | 50 | 50\n";
    assert_eq!(asked("2022-23-outturn", "rounded = true\n", rows), [""; 0]);
    assert_eq!(asked("2022-23-outturn", "", rows).len(), 1);
    assert_eq!(asked("2022-23-q3", "", rows), [""; 0]);
}
