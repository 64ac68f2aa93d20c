//! A figure that one row leaves out and all others of its choice state.

use crate::support::{findings, made};

const FORM: &str = r#"
[[list]]
id = "measures"
item = "measure"
items = "measures"
key = "title"

[[list.column]]
id = "title"
heading = "Measure"
kind = "text"

[[list.column]]
id = "recurs"
heading = "Recurs"
kind = "choice"
choices = ["Yes", "No"]

[[list.column]]
id = "full_year"
heading = "Full year"
kind = "money"
unit = "thousands"
codes = { "–" = { means = "nothing", nil = true } }

[[return]]
list = "measures"
file = "{area}"
sheet = "Measures"
totals = ["Total"]

[[table]]
id = "measures"
from = "measures"
title = "Measures"
"#;

const MAIN: &str = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";

/// A return with these in the column, of six rows that recur and four that do not.
fn grid(of: [&str; 10]) -> String {
    let names =
        ["Rents", "Meals", "Hostels", "Garages", "Lifts", "Depots", "Agency staff", "Overtime", "Travel", "Post"];
    let rows = names.iter().zip(of).enumerate().map(|(place, (name, figure))| {
        let recurs = if place < 6 { "Yes" } else { "No" };
        format!("{name} | {recurs} | {figure}\n")
    });
    format!("{MAIN}== Measures\nMeasure | Recurs | Full year\n{}", rows.collect::<String>())
}

/// What is asked about cells of the column, and what is said of the others.
fn asked((period, before): (&str, [&str; 10]), now: [&str; 10]) -> Vec<String> {
    let (path, before, now) = (format!("returns/{period}/north.txt"), grid(before), grid(now));
    let (_folder, collection) = made(FORM, &[(&path, &before), ("returns/2022-23-q3/north.txt", &now)]);
    let found = findings(&collection, &["--period", "2022-23-q3"]);
    let open = found["findings"].as_array().unwrap().iter();
    let open = open.filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
    let about = open.filter(|finding| finding["column"] == "full_year");
    let said = about.map(|finding| {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
        let (message, cell) = (text(&finding["message"]), text(&finding["at"]["cell"]));
        let of_others = message.split_once(" in Recurs ").map_or("", |(_, said)| said);
        format!("{} {cell} {of_others}", text(&finding["code"])).trim().to_string()
    });
    said.collect()
}

#[test]
fn a_blank_is_asked_about_where_others_state_figures_and_nothing_else_asks_what_became_of_it() {
    let (quarter, year) = ("2022-23-q2", "2021-22-q3");
    let was = ["41", "31", "21", "61", "51", "71", "", "", "", ""];
    let blank_then = ["41", "31", "", "61", "51", "71", "", "", "", ""];
    let blank = ["40", "30", "", "60", "50", "70", "", "", "", ""];
    let with_dash = ["40", "30", "", "60", "50", "–", "", "", "", ""];
    let with_dashes = ["40", "30", "", "60", "–", "–", "", "", "", ""];
    let dash_elsewhere = ["40", "30", "", "60", "50", "70", "–", "", "", ""];
    for (what, before, now, expected) in [
        ("blank then, too", (quarter, blank_then), blank, vec![]),
        ("a figure last year", (year, was), blank, vec!["blank-among-alike C4 states a figure there"]),
        ("a figure last quarter, and asked about", (quarter, was), blank, vec!["fell-to-nil C4"]),
        ("four figures and a dash", (year, was), with_dash, vec!["blank-among-alike C4 says something there"]),
        ("three figures and dashes", (year, was), with_dashes, vec![]),
        (
            "a dash where others state none",
            (year, was),
            dash_elsewhere,
            vec!["blank-among-alike C4 states a figure there"],
        ),
    ] {
        assert_eq!(asked(before, now), expected, "{what}");
    }
}
