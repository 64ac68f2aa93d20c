//! Workbooks of unlike shapes, made on the spot; what is found in them, said in lines.

use std::path::Path;

use super::*;
use crate::returns::grid::read_workbook;
use crate::returns::workbook::workbook;
use crate::source::column_letters;

/// The tables of a workbook made from a text grid.
fn tables_of(grid: &str) -> Vec<Table> {
    tables(&read_workbook(Path::new("made.xlsx"), &workbook(grid)).unwrap())
}

/// The columns of a table, a line each: letter, heading, what it holds, unit and by what, total, formula.
fn columns(table: &Table) -> Vec<String> {
    let formula = |computed: &Computed| {
        let at =
            |columns: &[u32], sign: &str| columns.iter().map(|at| column_letters(*at)).collect::<Vec<_>>().join(sign);
        let said = match &computed.formula {
            RowFormula::Sum { plus, less } if less.is_empty() => at(plus, "+"),
            RowFormula::Sum { plus, less } => format!("{}-{}", at(plus, "+"), at(less, "-")),
            RowFormula::Share { part, of } => format!("{}/{}", column_letters(*part), column_letters(*of)),
        };
        let by = if computed.by == By::LiveFormula { "live" } else { "figures" };
        format!("= {said} in {} by {by}", computed.rows)
    };
    let column = |column: &Column| {
        let mut said = vec![format!("{} {}: {:?}", column_letters(column.at), column.heading, column.holds.value)];
        said.extend(column.unit.as_ref().map(|unit| format!("{:?} by {:?}", unit.value, unit.by)));
        let nil = |(text, known): (&String, &Placeholder)| {
            format!("'{text}' {}{}", known.times, if known.nil { " nil" } else { "" })
        };
        said.extend(column.placeholders.iter().map(nil));
        said.extend(column.blank_is_nil.then(|| "blank is nil".to_string()));
        said.extend(column.total.map(|total| format!("total {total:?}")));
        said.extend(column.same_as.map(|other| format!("same as {}", column_letters(other))));
        said.extend(column.computed.as_ref().map(formula));
        said.join(", ")
    };
    table.columns.iter().map(column).collect()
}

/// The rows of a table that are no items, a line each, with the number of items.
fn rows(table: &Table) -> Vec<String> {
    let row = |row: &Row| match row.is {
        RowIs::Item => None,
        RowIs::Heading(look) => {
            Some(format!("{} heading {} in {}", row.at + 1, row.label, column_letters(look.column)))
        }
        RowIs::Total(Covers::All) => Some(format!("{} total of all: {}", row.at + 1, row.label)),
        RowIs::Total(Covers::Rows(first, last)) => {
            Some(format!("{} total of {} to {}: {}", row.at + 1, first + 1, last + 1, row.label))
        }
        RowIs::Total(Covers::Unknown) => Some(format!("{} total: {}", row.at + 1, row.label)),
        RowIs::Headings => Some(format!("{} headings", row.at + 1)),
        RowIs::Note => Some(format!("{} note {}", row.at + 1, row.label)),
        RowIs::Below => Some(format!("{} below {}", row.at + 1, row.label)),
    };
    let items = table.rows.iter().filter(|row| row.is == RowIs::Item).count();
    table.rows.iter().filter_map(row).chain([format!("{items} items")]).collect()
}

#[test]
fn headings_over_several_rows_and_columns_and_groups_with_subtotals() {
    let tables = tables_of(
        "== Cover\nEstuary Fire Authority\nStation | All\nAs at | @2024-09-30\n\
         == Initiatives\nEstuary Fire Authority: initiatives\nAmounts in £000s\n\n\
         No. | Initiative | Pledged | < | Banked | Still to find\n | | 2024/25 | 2025/26 | to date | \n\
         Moorside\n1 | Watch rota | 120 | 40 | 75 | 45\n2 | Boiler | 80 | 0 | 80 | 0\n3 | Hoses | 15 | 5 | 10 | 5\n \
         | Subtotal Moorside | 215 | 45 | 165 | 50\n\
         Quay Street\n4 | Slipway lease | 60 | 60 | 20 | 40\n5 | Canteen | 30 | 0 | nil | 30\n \
         | Subtotal Quay Street | 90 | 60 | 20 | 70\n | Grand total | 305 | 105 | 185 | 120\n\n\
         Pledged: as agreed in February.\n!bold A6\n!bold A11\n",
    );
    assert_eq!(tables.len(), 1);
    let table = &tables[0];
    assert_eq!(
        columns(table),
        [
            "A No.: Code",
            "B Initiative: Text",
            "C Pledged 2024/25: Money, Thousands by Title, total Sum",
            "D Pledged 2025/26: Money, Thousands by Title, total Sum",
            "E Banked to date: Money, Thousands by Title, 'nil' 1 nil, total Sum",
            "F Still to find: Money, Thousands by Title, total Sum, = C-E in 5 by figures",
        ]
    );
    assert_eq!(
        rows(table),
        [
            "6 heading Moorside in A",
            "10 total of 7 to 9: Subtotal Moorside",
            "11 heading Quay Street in A",
            "14 total of 12 to 13: Subtotal Quay Street",
            "15 total of all: Grand total",
            "5 items"
        ]
    );
    assert_eq!((table.key, table.label), (Some(0), Some(1)));
    assert_eq!(table.titles.len(), 2);
    assert_eq!(table.notes, [(Address::new(16, 0), "Pledged: as agreed in February.".to_string())]);
}

#[test]
fn tables_one_below_the_other_are_two() {
    let tables = tables_of(
        "== Savings\nSavings at risk\nScheme | Value (£)\nDepots | 100,000\nFleet | 20,000\nTotal | 120,000\n\n\
         Includes a scheme that is still to be consulted on.\n\nSavings delivered\nScheme | Value (£) | Date\n\
         Lamps | 5,000 | @2024-05-01\nSigns | 7,000 | @2024-06-01\n\n\
         == Old !hidden\nScheme | Value\nDepots | 1\n!hide C\n",
    );
    let names: Vec<_> =
        tables.iter().map(|table| (table.titles.last().map(|(_, text)| text.as_str()), table.visible)).collect();
    assert_eq!(names, [(Some("Savings at risk"), true), (Some("Savings delivered"), true), (None, false)]);
    assert_eq!(rows(&tables[0]), ["5 total of all: Total", "2 items"]);
    assert_eq!(tables[0].notes[0].1, "Includes a scheme that is still to be consulted on.");
    assert_eq!(rows(&tables[1]), ["2 items"]);
    assert_eq!(columns(&tables[1])[2], "C Date: Date");
    assert!(tables[1].columns[2].shown, "another sheet's column is hidden");
}

#[test]
fn headings_that_stand_again_are_the_same_table_or_under_a_title_of_their_own_another_one() {
    let tables = tables_of(
        "== S\nMoorside\nScheme | Target | Forecast\nBeds | 10 | 5\nVans | 7 | 7\nScheme | Target | Forecast\nHuts | 3 | 2\n\n\
         Quay Street\nScheme | Target | Forecast\nSheds | 4 | 1\nLamps | tbc | tbc\n",
    );
    assert_eq!(tables.len(), 2);
    assert_eq!(rows(&tables[0]), ["5 headings", "3 items"]);
    assert_eq!(tables[1].titles.last().map(|(_, text)| text.as_str()), Some("Quay Street"));
    assert_eq!(rows(&tables[1]), ["2 items"]);
}

#[test]
fn a_line_of_words_that_the_columns_held_before_heads_no_other_table() {
    let tables = tables_of(
        "== Plan\nScheme | Lead | Stage | Report | Agreed | Saving £k\nDepots | Roads | Agreed | Yes | @2024-05-01 | 10\n\
         Fleet | Homes | Draft | No | @2024-05-02 | 20\nVans | Roads | Draft\nHuts | Homes |  |  | @2024-06-01\nBeds | Homes | Agreed | Yes | @2024-06-07 | 4\n\
         Site | Ward | Grade\nQuay | North | 3\n",
    );
    assert_eq!(rows(&tables[0]), ["4 note Vans", "5 note Huts", "3 items"]);
    assert_eq!(rows(&tables[1]), ["1 items"]);
}

#[test]
fn what_is_worked_out_is_found_by_its_figures() {
    let table = &tables_of(
        "== Plan\nScheme | Target £m | Delivered £m | Planned £m | Still to find £m | Delivered % | Risk £m | Same £m\n\
         Depots | 1.5 | 0.5 | 0.75 | 0.25 | 33% | 0 | 1.5\nFleet | 2 | 1.25 | 0.5 | 0.25 | 63% | 0 | 2\n\
         Lamps | 0.9 | 0.3 | 0.3 | 0.3 | 33% | 0 | 0.9\nSigns | 0.4 | 0.1 | 0.2 | 0.1 | 25% | 0 | 0.4\n\
         All | 4.8 | 2.15 | 1.75 | 0.9 | 45% | 0 | 4.8\n",
    )[0];
    assert_eq!(
        columns(table)[1..],
        [
            "B Target £m: Money, Millions by Heading, total Sum",
            "C Delivered £m: Money, Millions by Heading, total Sum",
            "D Planned £m: Money, Millions by Heading, total Sum",
            "E Still to find £m: Money, Millions by Heading, total Sum, = B-C-D in 4 by figures",
            "F Delivered %: Percent { decimals: 0, beside: false }, total Formula, = C/B in 4 by figures",
            // Nothing tells a sum with a nil from the figure itself.
            "G Risk £m: Money, Millions by Heading, total Sum",
            "H Same £m: Money, Millions by Heading, total Sum, same as B",
        ]
    );
    assert_eq!(rows(table), ["6 total of all: All", "4 items"]);
}

#[test]
fn of_columns_that_hang_together_the_last_one_follows() {
    let table = &tables_of(
        "== Plan\nService | Shortfall £000 | Pressures £000 | Net £000\nCare | 10 | 5 | 15\nRoads | 7 | | 7\nParks | | 4 | 4\n\
         Schools | 3 | 9 | 12\nWaste | 8 | -2 | 6\n",
    )[0];
    assert_eq!(
        columns(table)[1..],
        [
            "B Shortfall £000: Money, Thousands by Heading, blank is nil",
            "C Pressures £000: Money, Thousands by Heading, blank is nil",
            "D Net £000: Money, Thousands by Heading, = B+C in 5 by figures",
        ]
    );
}

#[test]
fn one_row_that_differs_is_no_formula() {
    let net = |last: &str| {
        let grid = format!(
            "== Plan\nService | Gross £000 | Cost £000 | Net £000\nCare | 10 | 5 | 5\nRoads | 7 | 1 | 6\nParks | 9 | 4 | 5\nWaste | 8 | 2 | {last}\n"
        );
        columns(&tables_of(&grid)[0])[3].clone()
    };
    assert_eq!(net("6"), "D Net £000: Money, Thousands by Heading, = B-C in 4 by figures");
    assert_eq!(net("7"), "D Net £000: Money, Thousands by Heading");
    assert_eq!(net("TBC"), "D Net £000: Money, Thousands by Heading, 'TBC' 1, = B-C in 3 by figures");
}

#[test]
fn a_live_formula_says_which_columns_and_the_figures_say_how() {
    let table = &tables_of(
        "== Plan\nRef | Scheme | Net £ | Cost £ | Gross £ | Rate\nA1 | Beds | =IF(E2=\"\",\"\",E2-D2) := 5 | 5 | 10 | =E2*0.1 := 1\n\
         A2 | Vans | =IF(E3=\"\",\"\",E3-D3) := 6 | 1 | 7 | =E3*0.1 := 0.7\n",
    )[0];
    assert_eq!(columns(table)[2], "C Net £: Money, Pounds by Heading, = E-D in 2 by live");
    // What no sum, difference or share gives is none of them.
    assert_eq!(columns(table)[5], "F Rate: Money");
}

#[test]
fn a_total_is_known_by_its_words_or_by_its_sums() {
    let rows_of = |last: &str| {
        let head = "Ref | Scheme | Target £000 | Forecast £000 | Banked £000";
        rows(
            &tables_of(&format!(
                "== S\n{head}\nA1 | Beds | 10 | 9 | 4\nA2 | Vans | 20 | 18 | 6\nA3 | Huts | 5 | 5 | 5\n{last}\n"
            ))[0],
        )
    };
    assert_eq!(rows_of(" | Borough | 35 | 32 | 15"), ["5 total of all: Borough", "3 items"]);
    assert_eq!(rows_of(" | Total | 35 | 32 | 14"), ["5 total of all: Total", "3 items"], "one column is off");
    assert_eq!(rows_of(" | Total | 99 | 98 | 97"), ["5 total: Total", "3 items"], "of no rows");
    assert_eq!(rows_of("A4 | Sheds | 34 | 32 | 15"), ["4 items"], "one column is no sum");
    assert_eq!(
        rows_of("A4 | Total place programme | 12 | 3 | 1")[1],
        "3 items",
        "a total by its word, to be asked about"
    );
}

#[test]
fn a_column_of_colours_has_its_words_from_a_legend() {
    let grid = |legend: &str| {
        format!(
            "== Board\nProject | Benefit £m | RAG\nA | 1.5 |\nB | 2 |\nC | 0.5 |\n\n{legend}\n\
             !fill A1:C1 1F4E79\n!ink A1:C1 FFFFFF\n!fill C2 FF0000\n!fill C3 00B050\n!fill C4 00B050\n!fill A6 FF0000\n!fill A7 00B050\n"
        )
    };
    let table = &tables_of(&grid(" | Off plan\n | On plan"))[0];
    assert_eq!(columns(table)[2], "C RAG: Colour({Red, Green})");
    assert_eq!(table.legend, BTreeMap::from([(Hue::Red, "Off plan".to_string()), (Hue::Green, "On plan".to_string())]));
    assert!(tables_of(&grid("Key"))[0].legend.is_empty(), "one word");
}

#[test]
fn kinds_are_told_by_values_formats_and_headings() {
    let table = &tables_of(
        "== Posts\nLine | Post | Team | FTE | Grade | Cost | Saved | Year | Starts | Notes\n\
         101 | Clerk | North | 1.5 | PO1 | £31,204 | 12% | 2024/25 | @2024-05-01 | Vacant\n\
         102 | Driver | South | 2 | SC6 | £28,000 | 8.5% | 2024/25 | @2024-06-01 |\n\
         103 | Warden | North | 1 | PO2 | £30,150 | n/a | 2025/26 | tbc | Held by an agency until the new contract starts\n\
         104 | Porter | South | 0.5 | SC4 | (£1,000) | 7% | 2025/26 | @2024-08-01 |\n",
    )[0];
    assert_eq!(
        columns(table),
        [
            "A Line: Code",
            "B Post: Text",
            "C Team: Choice([\"North\", \"South\"])",
            "D FTE: Count",
            "E Grade: Code",
            "F Cost: Money",
            "G Saved: Percent { decimals: 1, beside: false }, 'n/a' 1",
            "H Year: Year",
            "I Starts: Date",
            "J Notes: Text",
        ]
    );
    assert_eq!((table.key, table.label), (Some(0), Some(1)));
}

#[test]
fn a_sheet_without_figures_under_words_has_no_table() {
    assert_eq!(tables_of("== A\nCouncil | Example\nCompleted by | Finance\n\nNotes\n== B\n1 | 2\n3 | 4\n== C\n"), []);
}

#[test]
fn years_in_cells_of_their_own_are_headings() {
    let table =
        &tables_of("== S\nScheme | 2024 | 2025 | Total\nBeds | 10 | 5 | 15\nVans | 20 | 1 | 21\nHuts | 3 | 2 | 5\n")[0];
    assert_eq!(columns(table)[1], "B 2024: Money");
    assert_eq!(columns(table)[3], "D Total: Money, = B+C in 3 by figures");
}

#[test]
fn a_long_and_wide_table_costs_no_more_than_its_size() {
    let headings: Vec<String> = (1..=60).map(|number| format!("Figure {number}")).collect();
    let figures: Vec<String> = (1..=60).map(|number| format!("#{number}")).collect();
    let grid = format!("== S\nScheme | {}\n!times 2000 Scheme # | {}\n", headings.join(" | "), figures.join(" | "));
    let started = std::time::Instant::now();
    let table = &tables_of(&grid)[0];
    assert_eq!(rows(table), ["2000 items"]);
    assert_eq!(table.columns.len(), 61);
    // A minute of an unoptimised build on a busy machine is far from what squares of the rows would take.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
