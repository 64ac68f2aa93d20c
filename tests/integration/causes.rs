//! One cause is one finding: what follows from it is among the cells that it touches.

use std::fs;

use serde_json::Value;

use crate::support::{copy, findings, repository, sample};
use crate::workbook;

fn base() -> String {
    fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap()
}

/// What is found in a collection of this form with these returns, each with its period.
fn found_in(form: &str, grids: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("piperoll.toml"), form).unwrap();
    for (period, grid) in grids {
        let returns = folder.path().join("returns").join(period);
        fs::create_dir_all(&returns).unwrap();
        fs::write(returns.join("north.xlsx"), workbook::workbook(grid)).unwrap();
    }
    findings(folder.path(), &[])
}

/// The same with one return of the small form, to which something is added.
fn found(grid: &str, more: &str) -> Value {
    found_in(&format!("{}\n{more}", base()), &[("2022-23-q3", grid)])
}

fn messages(found: &Value) -> Vec<&str> {
    found["findings"].as_array().unwrap().iter().map(|finding| finding["message"].as_str().unwrap()).collect()
}

/// Code, cell, and the cells it touches.
fn told(found: &Value) -> Vec<(String, String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let cells = |finding: &Value| finding["related"].as_array().unwrap().iter().map(|at| text(&at["cell"])).collect();
    let each = found["findings"].as_array().unwrap().iter();
    each.map(|finding| (text(&finding["code"]), text(&finding["at"]["cell"]), cells(finding))).collect()
}

fn one(code: &str, cell: &str, related: &[&str]) -> Vec<(String, String, Vec<String>)> {
    vec![(code.to_string(), cell.to_string(), related.iter().map(ToString::to_string).collect())]
}

#[test]
fn a_cell_that_cannot_be_read_is_one_error_whatever_its_totals_state() {
    // The total of what is known, the total of what was meant, and one that is neither.
    for total in ["40 | 27%", "80 | 53%", "1000 | 667%"] {
        let grid = format!(
            "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 40 | 40%\nRents | 50 | fourty | 80%\nTotal | 150 | {total}\n"
        );
        let found = found(&grid, "");
        assert_eq!(told(&found), one("unreadable-value", "C3", &["C4", "D4"]), "{total}");
        let finding = &found["findings"][0];
        let message = finding["message"].as_str().unwrap();
        assert!(message.ends_with("; the totals in C4 and D4 cannot be checked until it is mended"), "{message}");
        assert!(!finding["help"].as_str().unwrap().contains("stands ="), "no total is offered: {finding:#}");
    }
}

#[test]
fn a_required_cell_that_is_empty_is_one_error_whatever_its_totals_state() {
    for total in ["100", "150", "1000"] {
        let grid = format!(
            "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 40 | 40%\nRents | | 40 |\nTotal | {total} | 80 | 55%\n"
        );
        assert_eq!(told(&found(&grid, "")), one("empty-required", "B3", &["B4", "D4"]), "{total}");
    }
}

#[test]
fn a_placeholder_still_leaves_the_total_to_be_checked() {
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 40 | 40%\nRents | 50 | TBC |\nTotal | 150 | 80 | 53%\n";
    let codes: Vec<String> = told(&found(grid, "")).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["column-total", "unknown-code"]);
}

#[test]
fn a_tie_over_a_cell_that_cannot_be_read_says_nothing_of_its_own() {
    let tie = "[[tie]]\nid = \"t\"\nleft = { name = \"Targets\", list = \"schemes\", column = \"target\" }\n\
               right = { name = \"Forecasts\", list = \"schemes\", column = \"forecast\" }\n";
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 100 | 100%\nRents | 50 | fifty | 100%\nTotal | 150 | 150 | 100%\n";
    assert_eq!(told(&found(grid, tie)), one("unreadable-value", "C3", &["C4", "D4"]));
    let open = grid
        .replace("fifty", "40")
        .replace("50 | 40 | 100%", "50 | 40 | 80%")
        .replace("150 | 150 | 100%", "150 | 140 | 93%");
    assert_eq!(told(&found(&open, tie))[0].0, "tie-open");
}

#[test]
fn a_formula_with_endless_decimals_is_said_no_finer_than_its_column() {
    let third = "[[list.column]]\nid = \"third\"\nheading = \"A third £000s\"\nkind = \"money\"\nunit = \"thousands\"\n\
                 formula = \"target / 3\"\n";
    let form = base();
    let at = form.find("[[list.column]]\nid = \"share\"").unwrap();
    let form = format!("{}{third}\n{}", &form[..at], &form[at..]);
    let grid = "== Return\nScheme | Target | Forecast | A third £000s | Share\nVoids | 100 | 40 | 34 | 40%\n\
                Rents | 50 | 40 | 16.66 | 80%\nTotal | 150 | 80 | 51 | 53%\n";
    let found = found_in(&form, &[("2022-23-q3", grid)]);
    assert_eq!(
        messages(&found),
        [
            "'Voids' (North): A third is stated as £34k, but Target divided by 3 gives £33k (difference +£1k)",
            "'Rents' (North): A third is stated as £16.66k, but Target divided by 3 gives £16.67k (difference -£0.01k)",
            "North: the total of A third is stated as £51k, but its 2 schemes add up to £50k (difference +£1k)",
        ]
    );
    // What findings.json holds keeps its digits.
    assert_eq!(found["findings"][0]["expected"], "33.3333");
}

#[test]
fn a_cell_that_cannot_be_read_is_no_movement_since_the_prior_period() {
    let grid = |forecast: &str| {
        format!(
            "== Return\nScheme | Target | Forecast | Share\nVoids | 900 | {forecast}\nRents | 50 | 40\nTotal | 950 | 840\n"
        )
    };
    let found = found_in(&base(), &[("2022-23-q2", &grid("800")), ("2022-23-q3", &grid("800 or so"))]);
    assert_eq!(told(&found), one("unreadable-value", "C2", &["C4"]));
}

/// The decimal places of every amount in a message, with its unit; what is quoted from a cell is left out.
fn amounts(message: &str) -> Vec<(usize, char)> {
    let mut amounts = Vec::new();
    for (at, _) in message.match_indices('£').filter(|(at, _)| !message[..*at].ends_with('\'')) {
        let amount = &message[at + '£'.len_utf8()..];
        let end = amount.find(|c: char| !c.is_ascii_digit() && !",.".contains(c)).unwrap_or(amount.len());
        let number = amount[..end].trim_end_matches([',', '.']);
        let decimals = number.split_once('.').map_or(0, |(_, behind)| behind.len());
        amounts.push((decimals, amount[end..].chars().next().unwrap_or(' ')));
    }
    amounts
}

#[test]
fn the_samples_say_no_amount_too_finely_and_no_column_by_two_names() {
    for name in ["budget-recovery", "multi-year-programme", "rag-schemes", "recovery-plan", "savings-list"] {
        let (_folder, collection) = copy(&sample(name));
        let decisions = collection.join("decisions.toml");
        if decisions.exists() {
            fs::remove_file(decisions).unwrap();
        }
        let found = findings(&collection, &[]);
        for message in messages(&found) {
            for (decimals, unit) in amounts(message) {
                let most = if unit == 'm' { 5 } else { 2 };
                assert!(decimals <= most, "{name}: {message}");
            }
            // A heading's unit would be a second name of its column.
            for unit in ["£000", "£k", "£m", "(£"] {
                assert!(!message.contains(unit), "{name}: {message}");
            }
        }
    }
}
