//! Headings and units that are said otherwise than the form says them, wherever they stand.

use crate::headings::{ROWS, SMALL, asked, examine, form, honest};

#[test]
fn a_unit_is_asked_about_wherever_it_stands() {
    let heads = "Scheme | Target | Forecast | Progress\n";
    for (title, cell) in [
        ("Housing savings return - £", "A1"),
        ("£ - Savings Monitoring 2022/23", "A1"),
        ("To the nearest pound", "A1"),
        ("Amounts in £ not £000s", "A1"),
        ("£ (not £k)", "A1"),
        ("Swm mewn £", "A1"),
        ("All figures in €000s", "A1"),
    ] {
        asked(&form(&SMALL, ""), &format!("{title}\n{heads}{ROWS}"), &[&format!("unit-contradicts {cell}")]);
    }
    for unit in ["%", "€", "£"] {
        asked(&form(&SMALL, ""), &format!("{heads} | {unit} | {unit}\n{ROWS}"), &["unit-contradicts B2"]);
    }
    for unit in ["All figures in £000s", "GBP 000s", "£ x 1000", "k", "Figures in thousands"] {
        honest(&form(&SMALL, ""), &format!("{heads} | {unit} | {unit}\n{ROWS}"), &["650", "630"]);
    }
    // A unit may go on in the cell below.
    honest(&form(&SMALL, ""), &format!("{heads} | £ | £\n | \'000 | \'000\n{ROWS}"), &["650", "630"]);
    let total = format!("{heads}{}", ROWS.replace("Total |", "Total £m |"));
    asked(&form(&SMALL, ""), &total, &["unit-contradicts A4"]);
    let named = format!("{heads}{ROWS}== Savings £m\n");
    assert_eq!(examine(&form(&SMALL, ""), &named).open(), [""; 0], "a sheet without a table");
    for cover in ["All figures should be in £", "Guidance: please enter whole pounds only"] {
        let grid = format!("{heads}{ROWS}== Cover\n{cover}\n");
        assert_eq!(examine(&form(&SMALL, ""), &grid).open(), ["unit-contradicts A1"], "{cover}");
    }
}

#[test]
fn a_heading_may_say_more_than_the_form_or_say_it_otherwise() {
    let grid = |heads: &str| format!("{heads}\n{ROWS}");
    for heads in [
        "Scheme | Target 2022/23 | Forecast Q3 | Progress",
        "Scheme | Target (31/03/23) | Forecast to 31 December 2022 | Progress",
        "Schemes | Targets | Forecast (1) | Progress",
        "Scheme / Cynllun | Target* / Targed | Fore-\\ncast | Progress",
        "Scheme | Target (All figures in £000s) | Forecast (in thousands of pounds) | Progress",
        "Scheme | Target k | Forecast £'000 (rounded) | Progress",
        "Scheme | Target | Forecast | Progress\n | 2022/23 | Q3",
        "Scheme | Target | Forecast | Progress\nCynllun | Targed (£000) | Rhagolwg (£000) | Cynnydd",
        "Scheme | Target | Forecast | Progress\nName of scheme | As approved by Council | Latest forecast | Short comment",
        "Scheme | Target | Forecast | Progress\n | (a) | (b)",
        "Scheme | Target | Forecast | Progress\nCol 1 | Col 2 | Col 3 | Col 4",
        "1 | 2 | 3 | 4\nScheme | Target | Forecast | Progress",
    ] {
        honest(&form(&SMALL, ""), &grid(heads), &["650", "630"]);
    }
    let year_end =
        ["title | Scheme | text", "target | Target {{year_end}} | money", "forecast | Forecast {{year_end}} | money"];
    for when in
        ["March 2023", "Mar-23", "2022/23", "at 31 March 2023", "Y/E 31/03/23", "year end", "31 March", "31Mar23"]
    {
        let grid = format!("Scheme | Target {when} | Forecast {when}\nVoids | 400 | 380\nTotal | 400 | 380\n");
        honest(&form(&year_end, ""), &grid, &["400", "380"]);
    }
    // Another unit, year or quarter is never advised to be added to `also`.
    for (target, says) in [
        ("Target (whole £)", "another unit"),
        ("Target (Nearest £)", "another unit"),
        ("Target (in millions of pounds)", "another unit"),
        ("Target (Please enter whole pounds only)", "another unit"),
        ("Target 2021/22", "another date or year"),
        ("Target Q2", "another date or year"),
    ] {
        let heads = format!("Scheme | {target} | Forecast | Progress");
        let examined = examine(&form(&SMALL, ""), &grid(&heads));
        assert_eq!(examined.open(), ["missing-column B1"], "{target}");
        assert!(examined.message().contains(says), "{}", examined.message());
    }
    let numbered =
        "No. | Scheme | Target | Forecast\n1 | Voids | 400 | 380\n2 | Hostel | 250 | 250\n | Total | 650 | 630\n";
    honest(&form(&SMALL, ""), numbered, &["650", "630"]);
    for words in ["FTE", "Original", "Draft"] {
        let heads = format!("Scheme | Target | Forecast | Progress\n | {words} | {words}");
        asked(&form(&SMALL, ""), &grid(&heads), &["words-over-columns B2"]);
    }
    // A first scheme whose figures are not known yet is one.
    let waiting = "Scheme | Target | Forecast | Progress\nLeisure | awaiting | awaiting | x";
    assert_ne!(examine(&form(&SMALL, ""), &grid(waiting)).open(), [""; 0]);
}

#[test]
fn of_columns_side_by_side_those_of_the_period_are_read() {
    let rows = "Voids | 1 | 2 | 400 | 380\nHostel | 3 | 4 | 250 | 250\nTotal | 4 | 6 | 650 | 630\n";
    for (one, other) in [("2021/22", "2022/23"), ("Q2", "Q3"), ("Quarter 2", "Quarter 3"), ("Last year", "This year")] {
        let heads = format!("Scheme | {one} | < | {other} | <\n | Target | Forecast | Target | Forecast\n");
        honest(&form(&SMALL, ""), &format!("{heads}{rows}"), &["650", "630"]);
    }
    let heads = "Scheme | 2020/21 | < | 2021/22 | <\n | Target | Forecast | Target | Forecast\n";
    let open = examine(&form(&SMALL, ""), &format!("{heads}{rows}")).open();
    assert!(open.iter().any(|open| open.starts_with("missing-column")), "{open:?}");
    for (words, code) in
        [("Original", "words-over-columns B1"), ("Draft", "words-over-columns B1"), ("2021/22", "missing-column B2")]
    {
        let heads = format!("Scheme | {words} | < | Progress\n | Target | Forecast\n");
        asked(&form(&SMALL, ""), &format!("{heads}{ROWS}"), &[code]);
    }
    honest(
        &form(&SMALL, ""),
        &format!("Scheme | Savings | < | Progress\n | Target | Forecast\n{ROWS}"),
        &["650", "630"],
    );
    let references = "Scheme | < | Target | Forecast\nH1 | Voids repairs | 400 | 380\nH2 | Hostel lease | 250 | 250\n\
                      Total | | 650 | 630\n";
    asked(&form(&SMALL, ""), references, &["unknown-column B2"]);
}

#[test]
fn a_heading_in_another_unit_than_its_column_is_a_fault_of_the_form() {
    for also in ["Target (£m)", "Target (All figures in £)"] {
        let text = form(&["title | Scheme | text", &format!("target | Target | money | {also}")], "");
        let faults = format!("{:?}", piperoll::form::Form::parse("piperoll.toml", &text).err());
        assert!(faults.contains("nothing is multiplied"), "{faults}");
    }
    // An amount is no unit.
    honest(
        &form(&["title | Scheme | text", "target | Target over £10,000 | money", "forecast | Forecast | money"], ""),
        "Scheme | Target over £10,000 | Forecast\nVoids | 400 | 380\nTotal | 400 | 380\n",
        &["400", "380"],
    );
}
