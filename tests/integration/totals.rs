//! What a total row is: read by its words and by arithmetic, told, or asked about; never counted as a scheme in silence.

use std::fs;

use piperoll::collection::Collection;
use piperoll::finding::{Severity, Status};
use piperoll::pipeline::{Inputs, Options};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::workbook;

pub(crate) const FORM: &str = r#"
version = 1

[report]
title = "Savings at {{as_at}}"
council = "Borough of Example"
committee = "Policy Committee"
money = { unit = "thousands", negative = "minus" }
roles = { target = "target", forecast = "forecast" }

[[period]]
id = "2022-23-q3"
as_at = 2022-12-31
meeting = 2023-02-08

[[area]]
id = "housing"
name = "Housing"

[[list]]
id = "schemes"
item = "scheme"
items = "schemes"
key = "title"

[[list.column]]
id = "title"
heading = "Scheme"
kind = "text"
required = true

[[list.column]]
id = "target"
heading = "Target (£000s)"
kind = "money"
unit = "thousands"
required = true

[[list.column]]
id = "forecast"
heading = "Forecast (£000s)"
kind = "money"
unit = "thousands"
required = true

[[list.column]]
id = "progress"
heading = "Progress"
kind = "text"

[[return]]
list = "schemes"
file = "{area}"
area = "file"
totals = ["Total"]

[[table]]
id = "schemes"
from = "schemes"
one_per = "area"
title = "{{name}}"
total_label = "Total"
"#;

pub(crate) const HEADINGS: &str = "Scheme | Target (£000s) | Forecast (£000s) | Progress";

pub(crate) const VOIDS: &str = "Voids repairs | 400 | 380 | Contract let.";
pub(crate) const HOSTEL: &str = "Hostel lease | 250 | 250 | Lease signed.";
pub(crate) const LETTINGS: &str = "Lettings team | 150 | 120 | Two posts vacant.";

/// What came of a return.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The labels of what is counted.
    pub(crate) schemes: Vec<String>,
    /// Target and forecast of the area, in thousands.
    pub(crate) totals: (String, String),
    /// Weight, code and cell of each finding.
    pub(crate) found: Vec<String>,
    /// Their messages.
    pub(crate) messages: Vec<String>,
    /// What to do about them.
    pub(crate) helps: Vec<String>,
    /// Whether an error or a query is open.
    pub(crate) open: bool,
}

/// Reads the returns of a form, each with its stem and its grid.
pub(crate) fn outcome_of(form: &str, files: &[(&str, String)], decisions: &str) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let returns = folder.path().join("returns/2022-23-q3");
    fs::create_dir_all(&returns).unwrap();
    fs::write(folder.path().join("piperoll.toml"), form).unwrap();
    fs::write(folder.path().join("decisions.toml"), decisions).unwrap();
    for (stem, grid) in files {
        fs::write(returns.join(format!("{stem}.xlsx")), workbook::workbook(grid)).unwrap();
    }
    let collection = Collection::open(folder.path()).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    let examined = inputs.examine().unwrap();
    let all = &examined.figures.list("schemes").unwrap().all;
    let total = |column: &str| {
        let figure = all.totals.get(column).and_then(|figure| figure.counted);
        figure.map_or("none".to_string(), |figure| (figure.value() / Decimal::ONE_THOUSAND).normalize().to_string())
    };
    let weight = |severity: Severity| match severity {
        Severity::Error => "error",
        Severity::Query => "query",
        Severity::Note => "note",
    };
    let is_open = |severity: Severity| severity != Severity::Note;
    Outcome {
        schemes: all.every_item().iter().map(|item| item.label.clone()).collect(),
        totals: (total("target"), total("forecast")),
        found: examined
            .findings
            .iter()
            .map(|finding| {
                let cell = finding.at.cell.map(|cell| format!(" {cell}")).unwrap_or_default();
                format!("{} {}{cell}", weight(finding.severity), finding.code)
            })
            .collect(),
        messages: examined.findings.iter().map(|finding| finding.message.clone()).collect(),
        helps: examined.findings.iter().map(|finding| finding.help.clone()).collect(),
        open: examined.findings.iter().any(|finding| is_open(finding.severity) && finding.status == Status::Open),
    }
}

/// The headings and these rows; row 2 is the first of them.
pub(crate) fn grid(rows: &[&str]) -> String {
    format!("== Return\n{HEADINGS}\n{}\n", rows.join("\n"))
}

pub(crate) fn outcome(rows: &[&str]) -> Outcome {
    outcome_of(FORM, &[("housing", grid(rows))], "")
}

/// Totals and findings of these rows.
pub(crate) fn told(rows: &[&str]) -> (String, Vec<String>) {
    let outcome = outcome(rows);
    (format!("{}/{}", outcome.totals.0, outcome.totals.1), outcome.found)
}

/// Totals and findings, in whatever order.
pub(crate) fn expect(rows: &[&str], totals: &str, found: &[&str]) {
    let (is, mut told) = told(rows);
    told.sort();
    let mut expected: Vec<String> = found.iter().map(ToString::to_string).collect();
    expected.sort();
    assert_eq!((is.as_str(), told), (totals, expected), "{rows:#?}");
}

#[test]
fn a_total_under_another_label_is_a_total() {
    for label in [
        "Totals",
        "TOTALS:",
        "Grand total",
        "Overall total",
        "Total 2022/23",
        "Total £000s",
        "Total Housing savings",
        "Housing total",
        "Total – Housing",
        "Net total",
        "Sum",
        "Cyfanswm",
        "Total all schemes",
        "Total Q3 (£k)",
    ] {
        let total = format!("{label} | 800 | 750");
        expect(&[VOIDS, HOSTEL, LETTINGS, &total], "800/750", &["note total-read A5"]);
        // It is checked as any other.
        let off = format!("{label} | 810 | 750");
        expect(&[VOIDS, HOSTEL, LETTINGS, &off], "800/750", &["note total-read A5", "error column-total B5"]);
    }
    for label in ["Sub total", "Subtotal", "Sub-total Housing", "Is-gyfanswm"] {
        let total = format!("{label} | 800 | 750");
        expect(&[VOIDS, HOSTEL, LETTINGS, &total], "800/750", &["note total-read A5"]);
    }
}

#[test]
fn a_note_says_how_the_row_was_understood() {
    let outcome = outcome(&[VOIDS, HOSTEL, LETTINGS, "Total Housing savings | 800 | 750"]);
    let said = "Housing: 'Total Housing savings' (A5) is read as the total of the 3 rows from A2 to A4: Target £800k and Forecast £750k";
    assert_eq!(outcome.messages, [said]);
    assert_eq!(outcome.schemes, ["Voids repairs", "Hostel lease", "Lettings team"]);
}

#[test]
fn a_subtotal_that_is_off_is_found_also_where_the_form_has_no_groups() {
    expect(
        &[VOIDS, HOSTEL, "Subtotal repairs | 660 | 630", LETTINGS, "Total | 800 | 750"],
        "800/750",
        &["note total-read A4", "error column-total B4"],
    );
}

#[test]
fn a_row_with_a_label_of_its_own_that_is_a_sum_is_asked_about() {
    let rows = [VOIDS, HOSTEL, LETTINGS, "Everything | 800 | 750"];
    expect(&rows, "800/750", &["query possible-total A5"]);
    let outcome = outcome(&rows);
    assert!(outcome.open);
    assert_eq!(
        outcome.messages,
        [
            "Housing: 'Everything' (A5) is the sum of the 3 rows from A2 to A4 (Target £800k and Forecast £750k) and may be a total; \
          it is not counted until somebody says what it is"
        ]
    );
    // A total that counts it is off because of it, and is no error of its own.
    let doubled = [VOIDS, HOSTEL, LETTINGS, "Everything | 800 | 750", "Total | 1600 | 1500"];
    expect(&doubled, "800/750", &["query possible-total A5"]);
    // One that leaves it out says what it is.
    let right = [VOIDS, HOSTEL, LETTINGS, "Everything | 800 | 750", "Total | 800 | 750"];
    expect(&right, "800/750", &["note total-read A5"]);
}

#[test]
fn one_column_of_amounts_is_enough_to_ask() {
    let rows = ["A | 410 | 0 | x", "B | 250 | 0 | x", "C | 150 | 0 | x", "Everything | 810 | 0"];
    expect(&rows, "810/0", &["query possible-total A5"]);
}

#[test]
fn the_form_says_that_a_row_is_an_item_whatever_it_looks_like() {
    let rows = ["A | 10 | 9 | x", "B | 20 | 18 | x", "Total Place programme | 45 | 40 | x", "C | 7 | 6 | x"];
    expect(&rows, "37/33", &["query possible-total A4"]);
    let form = FORM
        .replace("totals = [\"Total\"]", "totals = [\"Total\"]\nitems = [\"Total Place programme\", \"Everything\"]");
    let with = |rows: &[&str]| outcome_of(&form, &[("housing", grid(rows))], "");
    let outcome = with(&rows);
    assert_eq!((outcome.totals, outcome.open), (("82".into(), "73".into()), false));
    // An explanation leaves it out.
    let explained = "[[explain]]\nfinding = \"possible-total:housing:total-place-programme\"\nstated = \"Total Place programme; 45; 40\"\n\
                     words = \"A line of another programme.\"\nrole = \"Head of Finance\"\ndate = 2023-01-10\n";
    let explained = outcome_of(FORM, &[("housing", grid(&rows))], explained);
    assert_eq!((explained.totals, explained.open), (("37".into(), "33".into()), false));
    let all = [VOIDS, HOSTEL, LETTINGS, "Everything | 800 | 750 | x"];
    assert_eq!(with(&all).totals, ("1600".into(), "1500".into()));
}

#[test]
fn schemes_whose_names_only_sound_like_totals_count() {
    let rows = [
        "Totally managed service | 10 | 8 | x",
        "Summer play schemes | 25 | 20 | x",
        "Sum insured review | 7 | 6 | x",
        "Total | 42 | 34",
    ];
    expect(&rows, "42/34", &[]);
}

#[test]
fn honest_coincidences_are_no_question() {
    expect(
        &["A | 10 | 0 | x", "B | 10 | 0 | x", "C | 20 | 0 | x", "Total | 40 | 0"],
        "40/0",
        &["note possible-total A4"],
    );
    expect(
        &["A | 10 | 10 | x", "B | 20 | 20 | x", "C | 30 | 30 | x", "Total | 60 | 60"],
        "60/60",
        &["note possible-total A4"],
    );
    // 400 is 250 and 150, and 390 is 250 and 140; the total counts all three, and each has its progress.
    let rows = [
        "Voids | 400 | 390 | Let.",
        "Hostel | 250 | 250 | Signed.",
        "Lettings | 150 | 140 | Vacant.",
        "Total | 800 | 780",
    ];
    expect(&rows, "800/780", &["note possible-total A2"]);
    // The same twice.
    expect(&["A | 10 | 9 | x", "B | 10 | 9 | x", "Total | 20 | 18"], "20/18", &[]);
}

#[test]
fn a_total_on_top_is_one() {
    expect(&["Total | 800 | 750", VOIDS, HOSTEL, LETTINGS], "800/750", &["note total-read A2"]);
    expect(&["Housing total | 800 | 750", VOIDS, HOSTEL, LETTINGS], "800/750", &["note total-read A2"]);
    let off = ["Total | 810 | 750", VOIDS, HOSTEL, LETTINGS];
    expect(&off, "800/750", &["note total-read A2", "error column-total B2"]);
    expect(&["Everything | 800 | 750", VOIDS, HOSTEL, LETTINGS], "800/750", &["query possible-total A2"]);
}

#[test]
fn parents_in_an_outline_are_totals_of_their_details() {
    let rows = [
        "Repairs | 500 | 480",
        "Voids repairs | 300 | 290 | x",
        "Boilers | 200 | 190 | x",
        "Tenancy | 150 | 120",
        "Lettings team | 150 | 120 | x",
        "Total | 650 | 600",
    ];
    expect(&rows, "650/600", &["note total-read A2", "note total-read A5"]);
    assert_eq!(outcome(&rows).schemes, ["Voids repairs", "Boilers", "Lettings team"]);
    // Without a total nothing says that the parents are none of the schemes.
    let (_, found) = told(&rows[..5]);
    assert_eq!(found, ["query possible-total A2", "note missing-total A6"].map(String::from)[..1]);
}

#[test]
fn of_which_rows_count_in_the_row_above() {
    let with = |total: &'static str| {
        [VOIDS, "'  of which materials | 150 | 140 | x", "'  of which labour | 250 | 240 | x", HOSTEL, total]
    };
    expect(&with("Total | 650 | 630"), "650/630", &["note parts-read A3"]);
    assert_eq!(outcome(&with("Total | 650 | 630")).schemes, ["Voids repairs", "Hostel lease"]);
    // A total that counts them twice is asked about where they stand.
    expect(&with("Total | 1050 | 1010"), "650/630", &["query possible-part A3", "query possible-part A4"]);
    // Indented rows that add up to the row above are its parts too; others are schemes.
    let indented = [VOIDS, "'   Materials | 150 | 140 | x", "'   Labour | 250 | 240 | x", HOSTEL, "Total | 650 | 630"];
    expect(&indented, "650/630", &["note parts-read A3"]);
    let own = [VOIDS, "'   Materials | 150 | 140 | x", "'   Labour | 240 | 240 | x", "Total | 790 | 760"];
    expect(&own, "790/760", &[]);
}

#[test]
fn a_second_total_stands_in_place_of_the_first() {
    let rows = [VOIDS, HOSTEL, "Total | 660 | 630", "Total (corrected) | 650 | 630"];
    expect(&rows, "650/630", &["note second-total A4", "note total-read A5"]);
    let wrong = [VOIDS, HOSTEL, "Total | 650 | 630", "Total (corrected) | 660 | 630"];
    expect(&wrong, "650/630", &["note second-total A4", "note total-read A5", "error column-total B5"]);
}

#[test]
fn each_block_has_its_own_total() {
    let blocks = |second: &'static str| {
        [VOIDS, HOSTEL, "Total | 650 | 630", "", "New savings this quarter", HEADINGS, LETTINGS, second]
    };
    let notes = ["note total-read A4", "note total-read A9"];
    expect(&blocks("Total | 150 | 120"), "800/750", &notes);
    expect(
        &blocks("Total | 160 | 120"),
        "800/750",
        &["note total-read A4", "note total-read A9", "error column-total B9"],
    );
    // The second may count both.
    expect(&blocks("Total | 800 | 750"), "800/750", &["note total-read A4"]);
    let grand = [&blocks("Total | 150 | 120")[..], &["Grand total | 800 | 750"]].concat();
    expect(&grand, "800/750", &["note total-read A4", "note total-read A9", "note total-read A10"]);
    let off = [&blocks("Total | 150 | 120")[..], &["Grand total | 801 | 750"]].concat();
    expect(
        &off,
        "800/750",
        &["note total-read A4", "note total-read A9", "note total-read A10", "error column-total B10"],
    );
}

#[test]
fn a_label_that_goes_on_in_the_row_below_makes_no_scheme() {
    let rows = ["Voids repairs and | 400 | 380 | Let.", "boiler contract", HOSTEL, "Total | 650 | 630"];
    expect(&rows, "650/630", &["query label-goes-on A3"]);
    assert_eq!(outcome(&rows).schemes, ["Voids repairs and", "Hostel lease"]);
    let long =
        ["Voids repairs and | 400 | 380 | Let.", "boiler contract", "at all estates", HOSTEL, "Total | 650 | 630"];
    expect(&long, "650/630", &["query label-goes-on A3", "query label-goes-on A4"]);
    // A scheme that somebody left empty is still one.
    let empty = ["Voids repairs | 400 | 380 | Let.", "Boiler contract", HOSTEL, "Total | 650 | 630"];
    assert_eq!(told(&empty).1, ["error empty-required B3", "error empty-required C3"]);
}

#[test]
fn an_example_is_never_counted() {
    let example = "Example: closing a depot | 100 | 80 | Lease ends.";
    expect(&[example, VOIDS, HOSTEL, "Total | 650 | 630"], "650/630", &["note example-row A2"]);
    expect(
        &["e.g. closing a depot | 100 | 80 | x", VOIDS, HOSTEL, "Total | 750 | 710"],
        "650/630",
        &["query example-row A2"],
    );
}

#[test]
fn a_nil_return_says_so_and_is_no_scheme() {
    for words in ["NIL RETURN", "Nothing to report", "Nil", "Nil return for Q3"] {
        let outcome = outcome(&[words]);
        assert_eq!(outcome.schemes, [""; 0], "{words}");
        assert!(outcome.found.contains(&"note nil-return A2".to_string()), "{words}: {:?}", outcome.found);
        assert!(outcome.found.iter().all(|found| !found.contains("empty-required")), "{words}: {:?}", outcome.found);
    }
}

#[test]
fn a_nil_return_with_schemes_is_asked_about() {
    expect(&[VOIDS, HOSTEL, "NIL RETURN"], "650/630", &["query nil-return A4", "note missing-total A3"]);
}

#[test]
fn totals_by_their_words_close_groups_as_subtotals_do() {
    let form = FORM
        .replace("key = \"title\"", "key = \"title\"\nlevels = [\"service\"]")
        .replace("totals = [\"Total\"]", "totals = [\"Total\"]\ngroups = { service = \"heading\" }");
    let rows = |homecare: &'static str| {
        [
            "Homecare",
            "A | 10 | 9 | x",
            "B | 20 | 17 | x",
            homecare,
            "Day care",
            "C | 5 | 4 | x",
            "D | 7 | 7 | x",
            "Total day care | 12 | 11",
            "Total | 42 | 37",
        ]
    };
    let outcome = outcome_of(&form, &[("housing", grid(&rows("Homecare total | 30 | 26")))], "");
    assert_eq!(
        (outcome.totals, outcome.found),
        (("42".into(), "37".into()), vec!["note total-read A5".into(), "note total-read A9".into()])
    );
    let off = outcome_of(&form, &[("housing", grid(&rows("Homecare total | 31 | 26")))], "");
    assert!(off.open, "{off:?}");
    assert_eq!(off.totals, ("42".into(), "37".into()), "{off:?}");
}

#[test]
fn what_stands_below_the_total_is_told_by_its_own_words() {
    let below = |more: &[&'static str]| [&[VOIDS, HOSTEL, LETTINGS, "Total | 800 | 750", ""], more].concat();
    let notes =
        below(&["* Includes 40 of one-off grant.", "Prepared by: Finance | Date: | '09/01/2023", "Check | OK | 0"]);
    expect(&notes, "800/750", &["note below-total A7"]);
    expect(&below(&["Signed | | @2023-01-09", "Version | 2.1"]), "800/750", &[]);
    expect(&below(&["Control total | 800 | 750"]), "800/750", &["note below-total A7"]);
    expect(&below(&["Difference | 12 | 0"]), "800/750", &["query below-total A7"]);
    let more = below(&["Late scheme | 50 | 40 | x", "Another | 20 | 10 | x"]);
    expect(&more, "800/750", &["query below-total A7"]);
    assert_eq!(
        outcome(&more).messages,
        [
            "Housing: 'Late scheme' (A7), Target £50k and Forecast £40k, and 'Another' (A8), Target £20k and Forecast £10k, stand \
             below the total, and are not counted"
        ]
    );
    expect(&below(&[" | 50 | 40"]), "800/750", &["error stray-figures B7"]);
    // A total that counts a row below it is off because of it.
    expect(&[VOIDS, HOSTEL, "Total | 700 | 670", "Late scheme | 50 | 40 | x"], "650/630", &["query below-total A5"]);
}

#[test]
fn a_row_without_a_label_that_is_the_total_is_read_as_one() {
    expect(&[VOIDS, HOSTEL, LETTINGS, " | 800 | 750"], "800/750", &["note total-read B5"]);
    expect(&[VOIDS, HOSTEL, LETTINGS, " | 50 | 40", "Total | 850 | 790"], "800/750", &["error stray-figures B5"]);
}

#[test]
fn a_missing_total_is_asked_for_where_others_have_one() {
    let form = FORM.replace("[[list]]", "[[area]]\nid = \"adults\"\nname = \"Adults\"\n\n[[list]]");
    let with = grid(&["Agency | 10 | 9 | x", "Homecare | 7 | 7 | x", "Total | 17 | 16"]);
    let without = grid(&[VOIDS, HOSTEL]);
    let outcome = outcome_of(&form, &[("adults", with), ("housing", without.clone())], "");
    assert_eq!(outcome.found, ["query missing-total A3"]);
    let neither = outcome_of(&form, &[("adults", grid(&["Agency | 10 | 9 | x"])), ("housing", without)], "");
    assert_eq!(neither.found, ["note missing-total A2", "note missing-total A3"]);
}

/// Rows of an honest table: no two are the same, and none is a sum of others by design.
fn honest() -> impl Strategy<Value = Vec<(u32, u32)>> {
    proptest::collection::vec((0_u32..900, 0_u32..900), 2..8)
}

fn label() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Total",
        "Totals",
        "Grand total",
        "Total 2022/23",
        "Housing total",
        "Total Homecare",
        "Sub total",
        "Sub-total",
        "Sum",
        "Cyfanswm",
        "Is-gyfanswm",
        "Net total",
        "Housing",
        "All schemes",
        "Everything",
        "Repairs programme",
        "Page 1",
        "Carried forward",
        "Total Place programme",
        "Overall",
        "Savings",
        "TOTAL:",
        "of all",
        "Summary",
        "Example total",
        "x",
    ]);
    (words, prop::sample::select(vec!["", " ", " £000s", " (net)", " 31 March 2023"]))
        .prop_map(|(one, other)| format!("{one}{other}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    /// A total row under any label, at the end, at the top or of a block, with or without the form's own total behind it, never
    /// changes what a paper counts that has no open question.
    #[test]
    fn a_total_row_never_changes_a_final_paper(
        amounts in honest(),
        label in label(),
        place in 0_usize..3,
        block in 2_usize..8,
        closed in any::<bool>(),
        columns in 0_usize..3,
        words in any::<bool>(),
    ) {
        let progress = if words { "Under way." } else { "" };
        // Two columns of their own, one alone, or two that are alike.
        let second = |target: u32, forecast: u32| [forecast, 0, target][columns];
        let amounts: Vec<(u32, u32)> =
            amounts.into_iter().map(|(target, forecast)| (target, second(target, forecast))).collect();
        let row = |(number, (target, forecast)): (usize, &(u32, u32))| {
            format!("Scheme {number} of all | {target} | {forecast} | {progress}")
        };
        let mut rows: Vec<String> = amounts.iter().enumerate().map(row).collect();
        let sum = |of: &[(u32, u32)]| of.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let all = sum(&amounts);
        let block = block.min(amounts.len());
        let (at, (target, forecast)) = match place {
            0 => (rows.len(), all),
            1 => (0, all),
            _ => (block, sum(&amounts[..block])),
        };
        rows.insert(at, format!("{label} | {target} | {forecast}"));
        if closed {
            rows.push(format!("Total | {} | {}", all.0, all.1));
        }
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let outcome = outcome(&rows);
        let expected = (all.0.to_string(), all.1.to_string());
        prop_assert!(outcome.open || outcome.totals == expected, "{rows:#?} {outcome:#?}");
    }

    /// The same table without it is asked nothing.
    #[test]
    fn an_honest_table_is_hardly_asked_about(amounts in proptest::collection::vec((1_u32..5000, 50_u32..150), 2..12)) {
        let mut rows: Vec<String> = Vec::new();
        let mut all = (0, 0);
        // Small and large targets may stand beside each other; a forecast is of the size of its target.
        let small = amounts.iter().map(|(target, _)| target).min().copied().unwrap_or_default();
        let forecasts = amounts.iter().map(|(target, share)| ((*target).min(small * 9), *share));
        for (number, (target, forecast)) in forecasts.map(|(target, share)| (target, target * share / 100)).enumerate() {
            rows.push(format!("Scheme {number} | {target} | {forecast} | Under way."));
            all = (all.0 + target, all.1 + forecast);
        }
        rows.push(format!("Total | {} | {}", all.0, all.1));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let outcome = outcome(&rows);
        prop_assert!(!outcome.open && outcome.totals == (all.0.to_string(), all.1.to_string()), "{rows:#?} {outcome:#?}");
    }
}
