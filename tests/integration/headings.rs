//! Headings of any shape, units that a sheet states, headings of groups without a level, figures under no heading: what is read,
//! what is asked about, and what draws no finding.

use std::fs;

use piperoll::collection::Collection;
use piperoll::finding::{Finding, Severity};
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::{Block, Report};
use proptest::prelude::*;

use crate::support::{build, made};
use crate::workbook;

/// A form with these columns, each written as 'id | heading | kind', in thousands.
pub(crate) fn form(columns: &[&str], more: &str) -> String {
    let mut text = String::from(
        "version = 1\n[report]\ntitle = \"Savings\"\ncouncil = \"A council\"\ncommittee = \"A committee\"\n\
         money = { unit = \"thousands\", negative = \"minus\" }\nroles = { target = \"target\", forecast = \"forecast\" }\n\
         [[area]]\nid = \"housing\"\nname = \"Housing\"\n[[list]]\nid = \"schemes\"\nitem = \"scheme\"\nkey = \"title\"\n",
    );
    for column in columns {
        let parts: Vec<&str> = column.split(" | ").collect();
        let [id, heading, kind, ..] = parts.as_slice() else { panic!("{column}") };
        text.push_str(&format!("[[list.column]]\nid = \"{id}\"\nheading = \"{heading}\"\nkind = \"{kind}\"\n"));
        text.push_str(if *kind == "money" { "unit = \"thousands\"\nrequired = true\n" } else { "optional = true\n" });
        if let Some(also) = parts.get(3) {
            text.push_str(&format!("also = [\"{also}\"]\n"));
        }
    }
    text.replacen("optional = true", "required = true", 1)
        + &format!("[[return]]\nlist = \"schemes\"\nfile = \"{{area}}\"\ntotals = [\"Total\"]\n{more}\n")
        + "[[table]]\nid = \"schemes\"\nfrom = \"schemes\"\none_per = \"area\"\ntitle = \"{{name}}\"\ntotal_label = \"Total\"\n"
}

pub(crate) const SMALL: [&str; 4] =
    ["title | Scheme | text", "target | Target | money", "forecast | Forecast | money", "notes | Progress | text"];

/// What the program finds and prints for one return of a form.
pub(crate) struct Examined {
    findings: Vec<Finding>,
    report: Report,
}

pub(crate) fn examine(form: &str, grid: &str) -> Examined {
    let folder = tempfile::tempdir().unwrap();
    let returns = folder.path().join("returns/2022-23-q3");
    fs::create_dir_all(&returns).unwrap();
    fs::write(folder.path().join("piperoll.toml"), form).unwrap();
    fs::write(returns.join("housing.xlsx"), workbook::workbook(&format!("== Return\n{grid}"))).unwrap();
    let opened = Collection::open(folder.path()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let examined = inputs.examine().unwrap();
    let report = examined.report().unwrap();
    Examined { findings: examined.findings, report }
}

impl Examined {
    /// Code and cell of every finding that keeps the paper from being final.
    pub(crate) fn open(&self) -> Vec<String> {
        let open = self.findings.iter().filter(|finding| finding.severity != Severity::Note);
        open.map(|finding| {
            format!("{} {}", finding.code, finding.at.cell.map_or_else(String::new, |cell| cell.to_string()))
        })
        .collect()
    }

    /// What every note says.
    pub(crate) fn notes(&self) -> Vec<&str> {
        let notes = self.findings.iter().filter(|finding| finding.severity == Severity::Note);
        notes.map(|finding| finding.message.as_str()).collect()
    }

    pub(crate) fn message(&self) -> &str {
        &self.findings.iter().find(|finding| finding.severity != Severity::Note).expect("a finding").message
    }

    /// The row of totals as it prints.
    fn totals(&self) -> Vec<&str> {
        let blocks = self.report.sections.iter().flat_map(|section| &section.blocks);
        let tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
        let rows = tables.filter(|table| table.id == "schemes.housing").flat_map(|table| &table.rows);
        let total = rows.last().expect("a row of totals");
        total.cells.iter().skip(1).map(|cell| cell.text()).filter(|text| !text.is_empty()).collect()
    }
}

/// A return that is read rightly and draws neither an error nor a query.
pub(crate) fn honest(form: &str, grid: &str, totals: &[&str]) {
    let examined = examine(form, grid);
    assert_eq!(examined.open(), [""; 0], "{grid}\n{:#?}", examined.findings);
    assert_eq!(examined.totals(), totals, "{grid}");
}

/// A return of which exactly this is asked.
pub(crate) fn asked(form: &str, grid: &str, open: &[&str]) -> String {
    let examined = examine(form, grid);
    assert_eq!(examined.open(), open, "{grid}\n{:#?}", examined.findings);
    examined.message().to_string()
}

const MONTHS: [&str; 6] = [
    "title | Scheme | text",
    "target | Target (£000s) | money",
    "forecast | Forecast (£000s) | money",
    "m10 | Oct-22 | money",
    "m11 | Nov-22 | money",
    "m12 | Dec-22 | money",
];

#[test]
fn months_that_are_stored_as_dates_are_found() {
    let grid = |months: &str| {
        format!(
            "Scheme | Target (£000s) | Forecast (£000s) | {months}\nVoids repairs | 400 | 380 | 10 | 20 | 30\n\
             Hostel lease | 250 | 250 | 5 | 6 | 7\nTotal | 650 | 630 | 15 | 26 | 37\n"
        )
    };
    let totals = ["650", "630", "15", "26", "37"];
    for months in [
        "@2022-10-01 | @2022-11-01 | @2022-12-01",
        "@2022-10-31 | @2022-11-30 | @2022-12-31",
        "October 2022 | 11/2022 | DEC 22",
        "Oct-22 | @2022-11-01 | December, 2022",
    ] {
        honest(&form(&MONTHS, ""), &grid(months), &totals);
    }
    let message = asked(&form(&MONTHS, ""), &grid("@2021-10-01 | @2021-11-01 | @2021-12-01"), &["missing-column D1"]);
    assert_eq!(
        message,
        "Housing: 'Oct-21' in D1 says another date or year than 'Oct-22', and so do E1 and F1, so what stands under them is not read"
    );
}

const WRAPPED: [&str; 4] = [
    "title | Directorate | text",
    "target | Gross Savings Approved £'000 | money",
    "forecast | Savings Achieved / Anticipated £'000 | money",
    "risk | Net Savings At Risk £'000 | money",
];

#[test]
fn headings_wrapped_over_five_rows_are_found() {
    let rows = "Voids repairs | 400 | 380 | 20\nHostel lease | 250 | 250 | 0\nTotal | 650 | 630 | 20\n";
    let headings = [
        "2022/23 | Gross | | Net\n| Savings | Savings | Savings\n| Approved | Achieved / | At\nDirectorate | | Anticipated | Risk\n\
         | £'000 | £'000 | £'000\n",
        // Blank rows within, and the headings at the bottom of their rows.
        "Housing\n\n| Gross | Savings | \n| Savings | Achieved | \n\n| Approved | / | Net Savings At\nDirectorate | £'000 | \
         Anticipated £'000 | Risk £'000\n",
        // The unit over all of them, and once more under them.
        "Directorate | Gross | Savings | Net Savings\n| Savings | Achieved / | At\n| Approved | Anticipated | Risk\n\
         | £'000 | £'000 | £'000\n\n",
        "| | £000s\nDirectorate | Gross Savings | Savings Achieved | Net Savings\n| Approved | / Anticipated | At Risk\n",
    ];
    for heading in headings {
        honest(&form(&WRAPPED, ""), &format!("{heading}{rows}"), &["650", "630", "20"]);
        // On the next page they stand again.
        let (first, last) = rows.split_once('\n').unwrap();
        honest(&form(&WRAPPED, ""), &format!("{heading}{first}\n{heading}{last}"), &["650", "630", "20"]);
    }
}

const UNDER_A_DATE: [&str; 3] = [
    "title | Scheme | text",
    "target | Target {{year_end}} (£000s) | money | Target",
    "forecast | Forecast {{year_end}} (£000s) | money | Forecast",
];

#[test]
fn a_text_over_two_columns_is_part_of_both_headings() {
    let alone = UNDER_A_DATE.map(|column| {
        column.rsplit_once(" | ").filter(|_| column.matches(" | ").count() == 3).map_or(column, |(own, _)| own)
    });
    let rows = "Homecare review | 1000 | 900\nDay centres | 500 | 400\nTotal | 1500 | 1300\n";
    for heading in [
        "Adults and Health\n\nScheme | 31/03/23 (£000s) | <\n| Target | Forecast\n",
        "| 31/03/23 (£000s) | <\nScheme | Target | Forecast\n",
        "| 31 March 2023 | <\n| £'000 | <\nScheme | Target | Forecast\n",
        "| @2023-03-31 |\nScheme | Target | Forecast\n",
        "Scheme | Target | Forecast\n| 31/03/23 | 31/03/23\n| £000s | £000s\n",
    ] {
        for columns in [&UNDER_A_DATE, &alone] {
            honest(&form(columns, ""), &format!("{heading}{rows}"), &["1,500", "1,300"]);
        }
    }
    // Last year's, whether or not the form knows 'Target' by itself.
    for columns in [&UNDER_A_DATE, &alone] {
        for heading in [
            "| 31/03/22 (£000s) | <\nScheme | Target | Forecast\n",
            "Scheme | 31/03/22 (£000s) | <\n| Target | Forecast\n",
        ] {
            let examined = examine(&form(columns, ""), &format!("{heading}{rows}"));
            let open = examined.open();
            assert!(open.len() == 1 && open[0].starts_with("missing-column B"), "{heading}\n{:#?}", examined.findings);
            assert!(
                examined.message().contains("says another date or year than 'Target 31/03/23 (£000s)'"),
                "{}",
                examined.message()
            );
        }
    }
}

#[test]
fn a_heading_of_another_year_or_unit_is_told_and_not_taken() {
    let grid = |target: &str| format!("Scheme | {target} | Forecast\nVoids | 100 | 90\nTotal | 100 | 90\n");
    for target in ["Target", "Target (£000s)", "Target 31 March 2023 £k", "Target in £ thousands 31/03/2023"] {
        let right = target.contains("31") || target == "Target";
        let examined = examine(&form(&UNDER_A_DATE, ""), &grid(target));
        assert_eq!(
            examined.open().is_empty(),
            right || target == "Target (£000s)",
            "{target}: {:#?}",
            examined.findings
        );
    }
    let message = asked(&form(&UNDER_A_DATE, ""), &grid("Target 31/03/22 (£000s)"), &["missing-column B1"]);
    assert!(
        message.contains("'Target 31/03/22 (£000s)' in B1 says another date or year than 'Target 31/03/23 (£000s)'"),
        "{message}"
    );
    for unit in ["Target (£m)", "Target 31/03/23 (£m)", "Target (£)"] {
        let message = asked(&form(&UNDER_A_DATE, ""), &grid(unit), &["missing-column B1"]);
        assert!(message.contains("says another unit ("), "{message}");
        assert!(message.contains("than 'Target 31/03/23 (£000s)' (thousands of pounds)"), "{message}");
    }
    let message = asked(
        &form(&["title | Scheme | text", "target | Target 2022/23 | money", "forecast | Forecast | money"], ""),
        &grid("Target 2022-2003"),
        &["missing-column B1"],
    );
    assert!(message.contains("'Target 2022-2003' in B1 says another date or year"), "{message}");
    // A column of last year's beside this year's is one that the form does not know.
    let beside = "Scheme | Target | Forecast | Target 31/03/22 (£000s)\nVoids | 100 | 90 | 80\nTotal | 100 | 90 | 80\n";
    asked(&form(&UNDER_A_DATE, ""), beside, &["unknown-column D1"]);
}

#[test]
fn years_are_found_in_all_usual_spellings() {
    let columns =
        ["title | Scheme | text", "target | Target {{year}} | money", "forecast | Forecast {{next_year}} | money"];
    for (this, next) in [
        ("2022/23", "2023/24"),
        ("2022-23", "2023-24"),
        ("22/23", "23/24"),
        ("FY23", "FY24"),
        ("2022-2023", "2023–2024"),
    ] {
        let grid = format!("Scheme | Target {this} | Forecast {next}\nVoids | 100 | 90\nTotal | 100 | 90\n");
        honest(&form(&columns, ""), &grid, &["100", "90"]);
        let grid = format!("Scheme | Target | Forecast\n| {this} | {next}\nVoids | 100 | 90\nTotal | 100 | 90\n");
        honest(&form(&columns, ""), &grid, &["100", "90"]);
        let grid = format!("Scheme | Target {next} | Forecast {this}\nVoids | 100 | 90\nTotal | 100 | 90\n");
        asked(&form(&columns, ""), &grid, &["missing-column B1"]);
    }
}

pub(crate) const ROWS: &str =
    "Voids repairs | 400 | 380 | Contract let.\nHostel lease | 250 | 250 | Signed.\nTotal | 650 | 630\n";

#[test]
fn a_row_of_units_that_agrees_draws_nothing() {
    for units in [
        "| £000s | £000s",
        "| £'000 | £'000",
        "Units | £k | £k | Text",
        "\n(£000s) | (£000s) | (£000s)",
        "| thousands | in £000s",
    ] {
        honest(
            &form(&SMALL, ""),
            &format!("Housing savings return\nScheme | Target | Forecast | Progress\n{units}\n{ROWS}"),
            &["650", "630"],
        );
    }
    for above in [
        "| £000s | £000s",
        "| £000s |",
        "All figures in £000s",
        "£'000",
        "| | | £k",
        "Housing savings return (£000s)",
        "Housing | Figures are in thousands",
    ] {
        honest(&form(&SMALL, ""), &format!("{above}\nScheme | Target | Forecast | Progress\n{ROWS}"), &["650", "630"]);
    }
    for below in
        ["\nAll figures in £000s", "NB: figures are stated in thousands of pounds.", "Savings of £2.4m are at risk."]
    {
        honest(&form(&SMALL, ""), &format!("Scheme | Target | Forecast | Progress\n{ROWS}{below}\n"), &["650", "630"]);
    }
    // The columns' numbers, and amounts in a title.
    honest(
        &form(&SMALL, ""),
        &format!("Savings of £2.4m\nScheme | Target | Forecast | Progress\n(1) | (2) | (3) | (4)\n{ROWS}"),
        &["650", "630"],
    );
    honest(
        &form(&SMALL, ""),
        &format!("Target for the year (£m) | 0.65\n\nScheme | Target | Forecast | Progress\n{ROWS}"),
        &["650", "630"],
    );
}

#[test]
fn a_unit_that_contradicts_is_one_query_and_nothing_is_multiplied() {
    let grid = "Housing savings return\nScheme | Target | Forecast | Progress\n| £ | £\n\
                Voids repairs | 400000 | 380000 | x\nHostel lease | 250000 | 250000 | x\nTotal | 650000 | 630000\n";
    let examined = examine(&form(&SMALL, ""), grid);
    assert_eq!(examined.open(), ["unit-contradicts B3"]);
    assert_eq!(
        examined.message(),
        "Housing: B3 says '£' (pounds), but the form reads Target and Forecast in thousands of pounds; nothing is multiplied"
    );
    assert_eq!(examined.totals(), ["650,000", "630,000"]);
    let related: Vec<String> =
        examined.findings[0].related.iter().filter_map(|at| at.cell).map(|at| at.to_string()).collect();
    assert_eq!(related, ["C3"]);

    let headings = "Scheme | Target | Forecast | Progress\n";
    for (grid, cell) in [
        (format!("All figures in £\n{headings}{ROWS}"), "A1"),
        (format!("Savings return (£m)\n\n{headings}{ROWS}"), "A1"),
        (format!("| | | £m\n{headings}{ROWS}"), "D1"),
        (format!("| £ | £\n{headings}{ROWS}"), "B1"),
        (format!("{headings}{ROWS}All amounts are in £m\n"), "A5"),
        (format!("{headings}All amounts are in £m\n{ROWS}"), "A2"),
        (format!("Scheme | Target | Forecast | Progress | £m\n{ROWS}"), "E1"),
        // Headings that say the form's unit themselves do not outweigh it.
        (format!("Scheme | Target (£000s) | Forecast (£000s) | Progress\n| £m | £m\n{ROWS}"), "B2"),
        (format!("| £m | £m\nScheme | Target (£000s) | Forecast (£000s) | Progress\n{ROWS}"), "B1"),
    ] {
        asked(&form(&SMALL, ""), &grid, &[&format!("unit-contradicts {cell}")]);
    }
}

#[test]
fn a_heading_of_percentages_says_nothing_of_the_money_beside_it() {
    let columns =
        ["title | Scheme | text", "target | Target | money", "forecast | Forecast | money", "share | % | percent"];
    let rows = "Voids repairs | 400 | 380 | 95%\nHostel lease | 250 | 250 | 100%\nTotal | 650 | 630\n";
    for heads in ["| %\n", "| %\n| £000s | £000s | %\n", "| %\n| | | %\n"] {
        honest(&form(&columns, ""), &format!("Scheme | Target | Forecast {heads}{rows}"), &["650", "630"]);
    }
    // But one that stands over money too is asked about.
    let columns =
        ["title | Scheme | text", "share | Share | percent", "target | Target | money", "forecast | Forecast | money"];
    let rows = "Voids repairs | 95% | 400 | 380\nHostel lease | 100% | 250 | 250\nTotal | | 650 | 630\n";
    let grid = format!("| % | |\nScheme | Share | Target | Forecast\n{rows}");
    asked(&form(&columns, ""), &grid, &["words-over-columns B1"]);
}

#[test]
fn units_over_the_columns_are_held_against_each_of_them() {
    let mixed = form(&SMALL, "").replacen("unit = \"thousands\"\nrequired", "unit = \"pounds\"\nrequired", 1);
    let grid = |units: &str| format!("{units}\nScheme | Target | Forecast | Progress\n{ROWS}");
    // That figures of two units are of two sizes is another question.
    let asked = |grid: &str| {
        let open = examine(&mixed, grid).open();
        open.into_iter().filter(|code| !code.starts_with("beyond-its-row")).collect::<Vec<_>>()
    };
    assert_eq!(asked(&grid("| £ | £000s")), [""; 0]);
    assert_eq!(asked(&grid("| £000s | £000s")), ["unit-contradicts B1"]);
    assert_eq!(asked(&grid("All figures in £000s")), ["unit-contradicts A1"]);
    let own = grid("All figures in £000s").replace("| Target |", "| Target (£) |");
    assert_eq!(asked(&own), [""; 0], "a column that says its own unit is meant to differ");
}

#[test]
fn a_cover_may_state_the_unit_of_the_workbook() {
    let grid =
        |cover: &str| format!("Scheme | Target | Forecast | Progress\n{ROWS}== Cover\nSavings return\n\n{cover}\n");
    for cover in ["All figures are in £000s", "Enter figures in thousands", "£", "See the guidance: £5m of savings"]
    {
        assert_eq!(examine(&form(&SMALL, ""), &grid(cover)).open(), [""; 0], "{cover}");
    }
    for cover in ["All figures are in £", "Enter all amounts in £m."] {
        assert_eq!(examine(&form(&SMALL, ""), &grid(cover)).open(), ["unit-contradicts A3"], "{cover}");
    }
}

#[test]
fn an_answer_may_say_that_the_form_s_unit_holds() {
    let decision = "[[explain]]\nfinding = \"unit-contradicts:north\"\nstated = \"All figures in £; Quarter 3, 2022/23; target 100, forecast 80\"\nwords = \"The title is of an old template.\"\n\
                    role = \"Section 151 officer\"\ndate = 2023-01-20\n";
    let grid = "== Return\nAll figures in £\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";
    let returns = ("returns/2022-23-q3/north.txt", grid);
    let (_folder, collection) = made("", &[returns]);
    assert_eq!(build(&collection, &[]).code, 1);
    let (_folder, collection) = made("", &[returns, ("decisions.toml", decision)]);
    let built = build(&collection, &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let other = decision.replace("forecast 80", "forecast 81");
    let (_folder, collection) = made("", &[returns, ("decisions.toml", &other)]);
    assert_ne!(build(&collection, &[]).code, 0, "the answer lapses with the figures it was given for");
}

#[test]
fn a_title_between_two_tables_speaks_of_the_lower_one() {
    let second = "[[list]]\nid = \"fees\"\nkey = \"fee\"\n[[list.column]]\nid = \"fee\"\nheading = \"Fee\"\nkind = \"text\"\n\
                  [[list.column]]\nid = \"price\"\nheading = \"Price\"\nkind = \"money\"\nunit = \"pounds\"\n\
                  [[return]]\nlist = \"fees\"\nfile = \"{area}\"\n[[table]]\nid = \"fees\"\nfrom = \"fees\"\ntitle = \"Fees\"\n\
                  [report.unused]\n";
    let second = second.replace("[report.unused]\n", "");
    let form = format!("{}{second}", form(&SMALL, ""));
    let grid = |first: &str, second: &str| {
        format!("{first}\nScheme | Target | Forecast | Progress\n{ROWS}\n{second}\nFee | Price\nBin | 5\nTotal | 5\n")
    };
    assert_eq!(examine(&form, &grid("All figures in £000s", "All figures in £")).open(), [""; 0]);
    assert_eq!(examine(&form, &grid("", "All figures in £000s")).open(), ["unit-contradicts A7"]);
    assert_eq!(examine(&form, &grid("All figures in £", "All figures in £")).open(), ["unit-contradicts A1"]);
}

#[test]
fn headings_of_groups_without_a_level_are_an_error_that_names_them() {
    let grid = "Scheme | Target | Forecast | Progress\nHomes\nVoids | 400 | 380 | x\nSubtotal Homes | 410 | 380\nRoads\nLamps | 250 | 250 | x\n\
                Subtotal Roads | 250 | 250\nTotal | 650 | 630\n";
    // The subtotal of 410 is off whatever the form has.
    let message = asked(&form(&SMALL, ""), grid, &["headings-beyond-levels A2", "column-total B4"]);
    assert!(
        message.starts_with(
            "Housing: 'Homes' (A2) and 'Roads' (A5) are headings of groups, and the list of schemes has no levels"
        ),
        "{message}"
    );
    // With the level, the subtotal is held against its rows.
    let levels = form(&SMALL, "groups = { part = \"heading\" }")
        .replace("key = \"title\"", "key = \"title\"\nlevels = [\"part\"]");
    assert_eq!(examine(&levels, grid).open(), ["column-total B4"]);
    // A heading below a heading has no level either.
    let deeper = grid
        .replace("Homes\nVoids", "Homes\nUpper\nVoids")
        .replace("Subtotal Homes | 410", "Subtotal Upper | 400 | 380\nSubtotal Homes | 400");
    assert_eq!(examine(&levels, &deeper).open(), ["headings-beyond-levels A3"]);
    // The form may say that such a line opens no group.
    let lines = "Scheme | Target | Forecast | Progress\nNew schemes:\nVoids | 400 | 380 | x\nOld schemes:\nLamps | 250 | 250 | x\nTotal | 650 | 630\n";
    asked(&form(&SMALL, ""), lines, &["headings-beyond-levels A2"]);
    honest(&form(&SMALL, "headings = [\"New schemes\", \"Old schemes\"]"), lines, &["650", "630"]);
    honest(&form(&SMALL, ""), &lines.replace("New schemes:", "Housing").replace("Old schemes:\n", ""), &["650", "630"]);
}

#[test]
fn figures_under_no_heading_are_one_query_a_region() {
    let grid = |beside: [&str; 4]| {
        format!(
            "Scheme | Target | Forecast | Progress{}\nVoids | 400 | 380 | x{}\nLamps | 250 | 250 | x{}\nTotal | 650 | 630 | {}\n",
            beside[0], beside[1], beside[2], beside[3]
        )
    };
    let message = asked(&form(&SMALL, ""), &grid(["", " | 7 | 8", " | 9", " | 16 | 8"]), &["not-used E2"]);
    assert!(message.contains("figures stand in E2 to F4"), "{message}");
    asked(&form(&SMALL, ""), &grid(["", " | | | 12", "", ""]), &["not-used G2"]);
    asked(&form(&SMALL, ""), &grid(["", " | '£7k", "", ""]), &["not-used E2"]);
    // Checks that come to nothing, words, and a column that numbers the rows.
    honest(&form(&SMALL, ""), &grid(["", " | 0", " | 0", " | 0"]), &["650", "630"]);
    honest(&form(&SMALL, ""), &grid(["", " | see note", "", ""]), &["650", "630"]);
    let numbered = "| Scheme | Target | Forecast\n1 | Voids | 400 | 380\n2 | Lamps | 250 | 250\n| Total | 650 | 630\n";
    honest(&form(&SMALL, ""), numbered, &["650", "630"]);
    // A column of its own that the form does not know keeps its own finding.
    asked(&form(&SMALL, ""), &grid([" | Saved", " | 7", " | 9", " | 16"]), &["unknown-column E1"]);
}

#[test]
fn what_is_missing_from_a_sheet_names_the_rows_that_come_nearest() {
    let grid = "Housing\n\nDirectorate | Approved | Achieved | At Risk\nVoids | 400 | 380 | 20\n";
    let message = asked(&form(&WRAPPED, ""), grid, &["missing-sheet "]);
    assert!(
        message.ends_with(
            "row 3 of 'Return' comes nearest: it has 1 of 4 ('Directorate') and lacks 'Gross Savings Approved £'000', \
             'Savings Achieved / Anticipated £'000' and 'Net Savings At Risk £'000'"
        ),
        "{message}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_unit_that_contradicts_is_never_without_an_open_finding(
        opening in proptest::sample::select(vec!["", "All figures ", "All amounts ", "Figures are ", "NB: amounts shown ", "All figures are stated ", "Please enter figures "]),
        unit in proptest::sample::select(vec!["£", "£m", "£ millions", "millions", "pounds", "(£)", "£M", "millions of pounds", "whole pounds"]),
        ending in proptest::sample::select(vec!["", " unless otherwise stated", "."]),
        place in 0_usize..6,
        blank in any::<bool>(),
        own in any::<bool>(),
    ) {
        let text = match opening {
            "" => unit.to_string(),
            opening => format!("{opening}in {unit}{ending}"),
        };
        let blank = if blank { "\n" } else { "" };
        // The headings may say the form's unit themselves.
        let headings = match own {
            true => "Scheme | Target (£000s) | Forecast (£000s) | Progress\n",
            false => "Scheme | Target | Forecast | Progress\n",
        };
        let grid = match place {
            0 => format!("{text}\n{blank}{headings}{ROWS}"),
            1 => format!("Housing savings\n| | | {text}\n{blank}{headings}{ROWS}"),
            2 => format!("{headings}{blank}| {unit} | {unit}\n{ROWS}"),
            3 => format!("| {unit} | {unit}\n{headings}{ROWS}"),
            4 => format!("{headings}{ROWS}{blank}{text}\n"),
            _ => format!("Housing savings – {text}\n{blank}{headings}{ROWS}"),
        };
        // A pound sign behind a mark opens a gap to be filled in.
        prop_assume!(!(place == 5 && text == "£"));
        let examined = examine(&form(&SMALL, ""), &grid);
        let open = examined.open();
        prop_assert!(open.len() == 1 && open[0].starts_with("unit-contradicts"), "{}: {:?}", grid, open);
        prop_assert_eq!(examined.totals(), ["650", "630"]);
    }
}
