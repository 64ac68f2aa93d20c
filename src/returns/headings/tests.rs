//! Headings of any shape, in sheets made on the spot.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::form::Form;
use crate::period::Period;
use crate::returns::look::Look;

const FORM: &str = r#"
version = 1
[report]
title = "Savings"
council = "A Council"
committee = "A Committee"
money = { unit = "thousands" }
roles = { target = "target" }
[[area]]
id = "adults"
name = "Adults"
[[list]]
id = "schemes"
key = "title"
[[list.column]]
id = "title"
heading = "Scheme name"
kind = "text"
[[list.column]]
id = "target"
heading = "Target {{year_end}} (£000s)"
also = ["Target"]
kind = "money"
unit = "thousands"
[[list.column]]
id = "forecast"
heading = "Forecast {{year_end}} (£000s)"
kind = "money"
unit = "thousands"
[[list.column]]
id = "gain"
heading = "Savings Achieved / Anticipated {{year}} £'000"
kind = "money"
unit = "thousands"
[[list.column]]
id = "october"
heading = "Oct-22"
kind = "money"
unit = "thousands"
optional = true
[[list.column]]
id = "november"
heading = "Actual November"
kind = "money"
unit = "thousands"
optional = true
[[list.column]]
id = "notes"
heading = "Notes"
also = ["Risks & Actions"]
kind = "text"
optional = true
[[return]]
list = "schemes"
file = "{area}"
"#;

const HEADINGS: [&str; 4] = [
    "Scheme name",
    "Target 31/03/23 (£000s)",
    "Forecast 31/03/23 (£000s)",
    "Savings Achieved / Anticipated 2022/23 £'000",
];

fn raw(text: &str) -> Raw {
    match (text.strip_prefix('@'), text.parse::<Decimal>()) {
        (Some(date), _) => Raw::Date(date.parse().unwrap()),
        (None, Ok(number)) => Raw::Number(number),
        _ => Raw::Text(text.to_string()),
    }
}

/// A sheet with these cells.
fn sheet(cells: impl IntoIterator<Item = (u32, u32, String)>) -> Sheet {
    let cells = cells.into_iter().filter(|(.., text)| !text.trim().is_empty());
    let cells = cells.map(|(row, column, text)| (Address::new(row, column), raw(text.trim()))).collect();
    Sheet { name: "Return".into(), cells, visible: true, look: Look::default() }
}

fn grid(text: &str) -> Sheet {
    let cells = (0..).zip(text.lines()).flat_map(|(row, line)| {
        (0..).zip(line.split('|')).map(move |(column, cell)| (row, column, cell.to_string())).collect::<Vec<_>>()
    });
    sheet(cells)
}

fn found_in(sheet: &Sheet) -> Vec<Found> {
    let form = Form::parse("piperoll.toml", FORM).unwrap();
    let known = Known::new(&form, &form.lists[0], &form.returns[0], Period::parse("2022-23-q3").unwrap());
    find(sheet, &[known])
}

/// 'A1 title, B1 target; 1 row' for each place where headings stand; what is not known behind it.
fn told(text: &str) -> Vec<String> {
    let found = found_in(&grid(text));
    found
        .iter()
        .map(|found| {
            let mut columns: Vec<(Address, &str)> =
                found.columns.iter().map(|(id, (at, _))| (*at, id.as_str())).collect();
            columns.sort_by_key(|(at, _)| at.column);
            let columns: Vec<String> = columns.iter().map(|(at, id)| format!("{at} {id}")).collect();
            let unknown: Vec<String> = found
                .unknown
                .iter()
                .map(|unknown| match &unknown.near {
                    Some((id, differs)) => format!(" ? {} near {id} {differs:?}", unknown.text),
                    None => format!(" ? {}", unknown.text),
                })
                .collect();
            format!("{} in {}-{}{}", columns.join(", "), found.row + 1, found.first_row(), unknown.concat())
        })
        .collect()
}

#[test]
fn a_heading_goes_on_over_six_rows_with_blank_rows_between() {
    let one = ["A1 title, B1 target, C1 forecast, D1 gain in 1-1"];
    assert_eq!(told(&format!("{}\nVoids|1|2|3", HEADINGS.join("|"))), one);
    let six = "|Target||Savings\n|31/03/23||Achieved\n\n|(£000s)||/\nScheme||Forecast|Anticipated\n|||2022/23\n\nname||31/03/23 £k|£'000\nVoids|1|2|3";
    assert_eq!(told(six), ["A5 title, B1 target, C5 forecast, D1 gain in 1-8"]);
    // Seven rows are too many, and two blank rows the most.
    assert_eq!(told("Scheme name|Target\n|31/03/23\n\n\n|(£000s)\nA|1"), ["A1 title, B1 target in 1-5"]);
    assert_eq!(told("Scheme name|Target\n|31/03/23\n\n\n\n|(£000s)\nA|1"), ["A1 title, B1 target in 1-2"]);
    assert_eq!(
        told("Scheme name|Forecast\n\n\n\n|31/03/23 (£000s)\nA|1"),
        ["A1 title in 1-1 ? Forecast near forecast NoMoment"]
    );
}

#[test]
fn a_text_over_several_columns_is_part_of_each_of_their_headings() {
    let both = "A2 title, B2 target, C2 forecast in 1-2";
    assert_eq!(told("|31/03/23 (£000s)|\nScheme name|Target|Forecast\nA|1|2"), [both]);
    assert_eq!(told("|@2023-03-31|\nScheme name|Target £000|Forecast £000\nA|1|2"), [both], "a real date");
    assert_eq!(
        told("Scheme name|31/03/23|\n|(£000s)|\n|Target|Forecast\nA|1|2"),
        ["A1 title, B3 target, C3 forecast in 1-3"]
    );
    assert_eq!(
        told("|Forecast|Target\nScheme name|31/03/23|31/03/23\nA|1|2"),
        ["A2 title, B1 forecast, C1 target in 1-2"]
    );
    assert_eq!(told("Scheme name|Target|Risks\n||and actions\nA|1|x"), ["A1 title, B1 target, C1 notes in 1-2"]);
    // It ends where the next text of its row stands.
    assert_eq!(
        told("|31/03/23 (£000s)||Actual\nScheme name|Target|Forecast|November\nA|1|2|3"),
        ["A2 title, B2 target, C2 forecast, D1 november in 1-2"]
    );
    // A title is none, and does not make the headings begin with it.
    assert_eq!(told("Savings of Adults\n\nScheme name|Target|Notes\nA|1|x"), ["A3 title, B3 target, C3 notes in 3-3"]);
}

#[test]
fn months_may_be_real_dates() {
    let month = |cell: &str| told(&format!("Scheme name|Target|{cell}\nA|1|2"));
    for cell in ["@2022-10-01", "@2022-10-31", "Oct-22", "October 2022", "10/2022"] {
        assert_eq!(month(cell), ["A1 title, B1 target, C1 october in 1-1"], "{cell}");
    }
    assert_eq!(month("@2021-10-01"), ["A1 title, B1 target in 1-1 ? Oct-21 near october Moment"]);
    assert_eq!(told("Scheme name|Target|Actual\n||@2022-11-01\nA|1|2"), ["A1 title, B1 target, C1 november in 1-2"]);
    assert_eq!(
        told("Scheme name|Target|Actual\n||@2021-11-01\nA|1|2"),
        ["A1 title, B1 target in 1-2 ? Nov-21 near october Moment"],
        "November of another year"
    );
}

#[test]
fn a_unit_may_be_left_out_and_another_date_or_unit_is_no_heading() {
    let target = |cell: &str| told(&format!("Scheme name|{cell}|Notes\nA|1|x"));
    for cell in
        ["Target", "Target 31/03/23", "Target (31 March 2023) £k", "TARGET 1 April 2023 (£ thousands)", "Target £000"]
    {
        assert_eq!(target(cell), ["A1 title, B1 target, C1 notes in 1-1"], "{cell}");
    }
    assert_eq!(
        target("Target 31/03/22 (£000s)"),
        ["A1 title, C1 notes in 1-1 ? Target 31/03/22 (£000s) near target Moment"]
    );
    assert_eq!(target("Target 31/03/23 (£m)"), ["A1 title, C1 notes in 1-1 ? Target 31/03/23 (£m) near target Unit"]);
    assert_eq!(target("Target (£)"), ["A1 title, C1 notes in 1-1 ? Target (£) near target Unit"]);
    // What stands over it says another year, though the form has 'Target' by itself.
    assert_eq!(
        told("|31/03/22 (£000s)\nScheme name|Target|Notes\nA|1|x"),
        ["A2 title, C2 notes in 2-2 ? Target 31/03/22 (£000s) near target Moment"]
    );
    assert_eq!(
        told("||As at 31/03/22\nScheme name|Notes|Target\nA|x|1"),
        ["A2 title, B2 notes in 2-2 ? Target As at 31/03/22 near target Moment"]
    );
    // The as-at date of the return is a title.
    assert_eq!(told("|31/12/22\nScheme name|Target|Notes\nA|1|x"), ["A2 title, B2 target, C2 notes in 2-2"]);
    assert_eq!(told("31/03/22\nScheme name|Target|Notes\nA|1|x"), ["A2 title, B2 target, C2 notes in 2-2"]);
}

#[test]
fn a_list_is_found_by_what_another_list_has_beside_a_date() {
    let found = |own: &str, others: &str, cells: &str| {
        let list = |id: &str, headings: &[String]| {
            let column = |(at, heading): (usize, &String)| {
                let kind = "kind = \"text\"\nrequired = true";
                format!("[[list.column]]\nid = \"column_{at}\"\nheading = \"{heading}\"\n{kind}\n")
            };
            let columns: String = headings.iter().enumerate().map(column).collect();
            format!(
                "[[list]]\nid = \"{id}\"\nkey = \"column_0\"\nitem = \"item\"\n{columns}[[return]]\nlist = \"{id}\"\nfile = \"{{area}}\"\n"
            )
        };
        let dated = |of: &str| ["Scheme", "Forecast"].map(|name| format!("{name}{of} 31/12/22"));
        // Four more that it must have: those two are too few.
        let more = ["Place", "Region", "Grade", "Ward"].map(String::from);
        let long = [dated(others).as_slice(), &more].concat();
        let form = format!("{FORM}{}{}", list("short", &dated(own)), list("long", &long));
        let form = Form::parse("piperoll.toml", &form).unwrap();
        let period = Period::parse("2022-23-q3").unwrap();
        let known = |at: usize| Known::new(&form, &form.lists[at], &form.returns[at], period);
        let found = find(&grid(&format!("{cells}\nA|1")), &[known(1), known(2)]);
        found.iter().map(|found| (found.known, found.columns.len())).collect::<Vec<_>>()
    };
    let (with, without) = ("Scheme as at 31/12/22|Forecast as at 31/12/22", "Scheme 31/12/22|Forecast 31/12/22");
    assert_eq!(found("", " as at", with), [(0, 2)]);
    assert_eq!(found(" as at", "", without), [(0, 2)]);
}

#[test]
fn headings_that_stand_again_are_found_again_and_two_tables_are_two() {
    let again = "Scheme|Target\nname|31/03/23\nA|1\n\nScheme|Target\nname|31/03/23\nB|2";
    assert_eq!(told(again), ["A1 title, B1 target in 1-2", "A5 title, B5 target in 5-6"]);
    assert_eq!(
        told("Scheme name|Target\nScheme name|Target\nA|1"),
        ["A1 title, B1 target in 1-1", "A2 title, B2 target in 2-2"]
    );
    assert_eq!(
        told("Scheme name|Target\n\nScheme name|Target|Notes\nA|1"),
        ["A1 title, B1 target in 1-1", "A3 title, B3 target, C3 notes in 3-3"],
        "a table without a row stands above another one"
    );
}

#[test]
fn a_row_between_two_headings_belongs_to_one_of_them() {
    // It numbers the columns of both; the rows of the upper table would end before they begin.
    let found = found_in(&grid("Scheme name|Target|X\n1|2|3\nScheme name|Target|X\nVoids|1|2"));
    let rows: Vec<(u32, u32)> = found.iter().map(|found| (found.top(), found.first_row())).collect();
    assert_eq!(rows, [(0, 2), (2, 3)]);
}

#[test]
fn rows_under_the_headings_that_are_no_items_belong_to_them() {
    assert_eq!(told("Scheme name|Target|Notes\n|£000s|\nA|1|x"), ["A1 title, B1 target, C1 notes in 1-2"]);
    assert_eq!(
        told("Scheme name|Target|Notes\n\nUnit|£'000|Text\n1|2|3\nA|1|x"),
        ["A1 title, B1 target, C1 notes in 1-4"]
    );
    assert_eq!(told("Scheme name|Target|Notes\n(a)|(b)|(c)\nA|1|x"), ["A1 title, B1 target, C1 notes in 1-2"]);
    assert_eq!(told("Scheme name|Target|Notes\n1|3|2\nA|1|x"), ["A1 title, B1 target, C1 notes in 1-1"]);
}

/// How a heading is cut into rows: where it is cut, and how many blank rows stand there.
fn cut(heading: &str, cuts: &[bool]) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for (place, word) in heading.split(' ').enumerate() {
        match pieces.last_mut() {
            Some(last) if place > 0 && !cuts.get(place - 1).copied().unwrap_or(false) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => pieces.push(word.to_string()),
        }
    }
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn headings_cut_at_any_blanks_are_found_as_on_one_row(
        cuts in proptest::collection::vec(proptest::collection::vec(any::<bool>(), 5), 4),
        offsets in proptest::collection::vec(0_usize..6, 4),
        gaps in proptest::collection::vec(0_u32..=MOST_BLANK_ROWS, 6),
        titles in 0_u32..4,
    ) {
        let pieces: Vec<Vec<String>> = HEADINGS.iter().zip(&cuts).map(|(heading, cuts)| cut(heading, cuts)).collect();
        let rows = pieces.iter().map(Vec::len).max().unwrap();
        prop_assume!(rows <= MOST_HEADING_ROWS);
        let mut row_of = Vec::new();
        let mut row = titles;
        for gap in gaps.iter().take(rows) {
            row_of.push(row);
            row += 1 + gap;
        }
        // Each heading is cut into consecutive rows, and may begin below the first one.
        let mut cells: Vec<(u32, u32, String)> = (0..titles).map(|row| (row, 0, format!("Adults {row}"))).collect();
        let mut deepest = 0;
        for ((column, pieces), offset) in (0..).zip(&pieces).zip(&offsets) {
            let start = (*offset).min(rows - pieces.len());
            deepest = deepest.max(row_of[start + pieces.len() - 1]);
            cells.extend(pieces.iter().enumerate().map(|(place, piece)| (row_of[start + place], column, piece.clone())));
        }
        let first_data = deepest + 1;
        for (place, row) in (first_data..first_data + 3).enumerate() {
            cells.push((row, 0, format!("Scheme of {place}")));
            cells.extend((1..4).map(|column| (row, column, (100 + place).to_string())));
        }
        let found = found_in(&sheet(cells));
        prop_assert_eq!(found.len(), 1, "{:#?}", found);
        let columns: Vec<(&str, u32)> = found[0].columns.iter().map(|(id, (at, _))| (id.as_str(), at.column)).collect();
        prop_assert_eq!(columns, [("forecast", 2), ("gain", 3), ("target", 1), ("title", 0)]);
        prop_assert_eq!(found[0].first_row(), first_data);
        prop_assert!(found[0].unknown.is_empty() && found[0].twice.is_empty());
    }

    #[test]
    fn no_grid_is_a_reason_to_panic(
        cells in proptest::collection::vec(
            (0_u32..14, 0_u32..7, prop_oneof![
                Just("Scheme name"), Just("Scheme"), Just("Target"), Just("31/03/23"), Just("(£000s)"), Just("£"), Just("/"),
                Just("2022/23"), Just("@2022-10-01"), Just("Savings"), Just("Achieved"), Just("1"), Just("2023"), Just("-"),
                Just("Total"), Just("All figures in £"), Just("x"), Just("Forecast 31/03/22"), Just("Notes"),
            ]),
            0..60,
        ),
    ) {
        let sheet = sheet(cells.into_iter().map(|(row, column, text)| (row, column, text.to_string())));
        let found = found_in(&sheet);
        for pair in found.windows(2) {
            prop_assert!(pair[0].first_row() <= pair[1].row, "no row is in two headings");
        }
        let form = Form::parse("piperoll.toml", FORM).unwrap();
        let known = Known::new(&form, &form.lists[0], &form.returns[0], Period::parse("2022-23-q3").unwrap());
        let _ = nearest(&sheet, &known);
    }
}
