//! Formulas reckoned again on small grids.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::source::column_number;

/// A sheet as text: each cell is what is stored; behind a '=' stands a formula, behind ' → ' its stored result.
#[derive(Default)]
struct Grid {
    name: String,
    cells: BTreeMap<Address, Raw>,
    formulas: BTreeMap<Address, Formula>,
    hidden: Vec<Hidden>,
}

fn raw(text: &str) -> Option<Raw> {
    Some(match text {
        "" => return None,
        "TRUE" => Raw::Truth(true),
        "#N/A" => Raw::Error(text.into()),
        "a day" => Raw::Date(jiff::civil::date(2022, 10, 1)),
        _ => text.parse().map_or(Raw::Text(text.trim_matches('"').into()), Raw::Number),
    })
}

/// Rows are parted by line breaks, cells by '|'.
fn grid(name: &str, text: &str) -> Grid {
    let mut grid = Grid { name: name.into(), ..Grid::default() };
    for (row, line) in text.lines().enumerate() {
        for (column, cell) in line.split('|').enumerate() {
            let at = Address::new(row as u32, column as u32);
            let (formula, stored) = match cell.trim().strip_prefix('=') {
                Some(formula) => match formula.split_once('→') {
                    Some((formula, stored)) => (Some((formula, true)), stored),
                    None => (Some((formula, false)), ""),
                },
                None => (None, cell.trim()),
            };
            if let Some((text, has_result)) = formula {
                grid.formulas.insert(at, Formula { text: text.trim().into(), from: at, has_result });
            }
            if let Some(raw) = raw(stored.trim()) {
                grid.cells.insert(at, raw);
            }
        }
    }
    grid
}

fn at(cell: &str) -> Address {
    let letters = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    Address::new(cell[letters..].parse::<u32>().unwrap() - 1, column_number(&cell[..letters]).unwrap())
}

fn view(grid: &Grid) -> View<'_> {
    View { name: &grid.name, cells: &grid.cells, formulas: &grid.formulas, hidden_rows: &grid.hidden }
}

fn views(grids: &[Grid]) -> Vec<View<'_>> {
    grids.iter().map(view).collect()
}

fn outcome(grids: &[Grid], cell: &str) -> String {
    let sheets = views(grids);
    said(Recomputed::of(&sheets).outcome((0, at(cell))))
}

fn said(outcome: Outcome) -> String {
    match outcome {
        Outcome::Agrees => "agrees".into(),
        Outcome::ComesTo(figure) => format!("comes to {figure}"),
        Outcome::Follows { figure, from: (sheet, from) } => format!("comes to {figure} by {sheet}!{from}"),
        Outcome::NotRecomputed(why) => format!("{why:?}"),
    }
}

#[test]
fn a_formula_comes_to_what_a_spreadsheet_program_makes_of_it() {
    let data = "10|x|TRUE||a day\n20.5|\"5\"|#N/A||\n-0.5|||";
    for (formula, expected) in [
        ("1+2*3", "comes to 7"),
        ("-2^2", "comes to 4"),
        ("2-2^2", "comes to -2"),
        ("2^3^2", "comes to 64"),
        ("-50%", "comes to -0.5"),
        ("(1+2)*3-4/8", "comes to 8.5"),
        ("1.5E+3+.5", "comes to 1500.5"),
        ("--A1", "comes to 10"),
        ("A1+A2+A3", "comes to 30"),
        ("$A$1-a2", "comes to -10.5"),
        ("SUM(A1:A3)", "comes to 30"),
        ("SUM(A:A)", "comes to 30"),
        ("SUM($A3:A$1, 5)", "comes to 35"),
        ("SUM(D1:E1)", "Date"),
        ("SUM(3:3)", "comes to -0.5"),
        ("SUM(A1:B1)", "comes to 10"),
        ("SUM(A1:C1)", "Truth"),
        ("SUM(A1:A3,C2)", "Error"),
        ("SUM(D1:D3)", "comes to 0"),
        ("SUM(A1,TRUE,-1)", "comes to 10"),
        ("SUM(A1,B1)", "comes to 10"),
        ("SUM(A1,\"5\")", "Text"),
        ("A1+B1", "Text"),
        ("A1+B2", "Text"),
        ("A1+C1", "comes to 11"),
        ("A1+D1", "comes to 10"),
        ("D1", "comes to 0"),
        ("B1", "Text"),
        ("E1+1", "Date"),
        ("COUNT(A1:B3,C2:E3,E1)", "comes to 4"),
        ("COUNT(A1:E3)", "Truth"),
        ("A1/D1", "Error"),
        ("A1/0", "Error"),
        ("IFERROR(A1/D1,7)", "comes to 7"),
        ("IFERROR(C2,A1)", "comes to 10"),
        ("IFERROR(A1+B1,7)", "Text"),
        ("ROUND(1.005,2)", "comes to 1.01"),
        ("ROUND(-2.5,0)", "comes to -3"),
        ("ROUND(1234,-2)", "comes to 1200"),
        ("ROUND(2/3,2)", "comes to 0.67"),
        ("ROUND(1234567.8901,2)", "comes to 1234567.89"),
        ("ROUND(1.00499999999999999,2)", "TooClose"),
        ("ABS(A3)", "comes to 0.5"),
        ("MIN(A1:A3,-7)", "comes to -7"),
        ("MAX(A1:B3)", "comes to 20.5"),
        ("AVERAGE(A1:B3)", "comes to 10"),
        ("AVERAGE(D1:D3)", "Error"),
        ("IF(A1>A2,1,2)", "comes to 2"),
        ("IF(A1<>10,1)", "Text"),
        ("IF(B1=\"X\",1,2)", "comes to 1"),
        ("IF(B1=5,1,2)", "comes to 2"),
        ("IF(D1=\"\",1,2)", "Blank"),
        ("IF(B1>\"a\",1,2)", "Text"),
        ("IF(A1=10.0000000000001,1,2)", "TooClose"),
        ("IF(A1=10,IF(A2>=20.5,3,4),5)", "comes to 3"),
        ("Sheet2!A1", "comes to 7"),
        ("SUM('sheet2'!A1:A2)", "comes to 15"),
        ("'It''s'!$B$1*2", "comes to 6"),
        ("of:=SUM([.A1:.$A$3])", "comes to 30"),
        ("of:=[$'It''s'.B1]+[$Sheet2.A1]*[.D1]", "comes to 3"),
        ("of:=IF([.A1]>5;1;2)", "comes to 1"),
        ("of:=SUM([.A1:.A1048576])", "comes to 30"),
        ("of:=['file:///x.ods'#$Sheet1.A1]", "OtherFile"),
        ("[1]Sheet1!A1", "NotUnderstood"),
        ("'[1]Sheet1'!A1", "OtherFile"),
        ("'C:\\[x.xlsx]Sheet1'!A1", "OtherFile"),
        ("Sheet9!A1", "OtherFile"),
        ("Sheet1:Sheet2!A1", "NotUnderstood"),
        ("VLOOKUP(A1,A1:B3,2)", "OtherFunction"),
        ("SUBTOTAL(1,A1:A3)", "OtherFunction"),
        ("SUM(rate)", "NotUnderstood"),
        ("SUM(Table1[Target])", "NotUnderstood"),
        ("SUM({1,2})", "NotUnderstood"),
        ("SUM(#REF!)", "NotUnderstood"),
        ("SUM(A1:A3)*A1:A3", "NotUnderstood"),
        ("A1&B1", "NotUnderstood"),
        ("A1 A2", "NotUnderstood"),
        ("SUM(A1", "NotUnderstood"),
        ("SUM()", "NotUnderstood"),
        ("A0", "NotUnderstood"),
        ("", "NotUnderstood"),
        ("1000000000000*10", "TooLarge"),
        ("2^64*2^64", "TooLarge"),
        ("H9", "Circular"),
        ("SUM(H:H)", "Circular"),
    ] {
        let mut first = grid("Sheet1", data);
        first.formulas.insert(at("H9"), Formula { text: formula.into(), from: at("H9"), has_result: false });
        let grids = [first, grid("Sheet2", "7\n8"), grid("It's", "1|3")];
        assert_eq!(outcome(&grids, "H9"), expected, "{formula}");
    }
}

#[test]
fn a_stored_result_is_held_against_the_formula() {
    for (text, cell, expected) in [
        ("1\n2\n=SUM(A1:A2) → 3", "A3", "agrees"),
        ("1\n2\n=SUM(A1:A2) → 4", "A3", "comes to 3"),
        ("1.1\n2.2\n=A1+A2 → 3.3", "A3", "agrees"),
        ("1\n3\n=A1/A2 → 0.333333333333", "A3", "agrees"),
        ("1\n3\n=A1/A2 → 0.33", "A3", "comes to 0.3333333333333333333333333333"),
        ("100000000.1\n-100000000\n=A1+A2 → 0.0999999940", "A3", "agrees"),
        ("1|=IF(A1=1,\"yes\",\"no\") → yes", "B1", "agrees"),
        ("1|=IF(A1=1,\"yes\",\"no\") → no", "B1", "Text"),
        ("1|=IF(A1=1,\"\",2) → ", "B1", "agrees"),
        ("1|=A1+1 → \"2\"", "B1", "Text"),
        ("1|=A1+1 → #N/A", "B1", "Error"),
        // A cell with nothing but blanks in it reads as one with nothing in it.
        ("|=A1 → ", "B1", "agrees"),
        ("|=A1 → 0", "B1", "agrees"),
        ("|=IF(A1=\"\",0,5) → 5", "B1", "Blank"),
        ("|=IF(A1>0,0,5) → 0", "B1", "Blank"),
        ("=IF(1=2,1,\"\") → |=IF(A1=\"\",0,5) → 0", "B1", "agrees"),
        // A ratio so small that its digits are not all kept.
        ("0.000000001235|=A1*1000000000 → 1.2345678", "B1", "agrees"),
        ("0|=1/A1 → #N/A", "B1", "agrees"),
        ("0|=1/A1 → 5", "B1", "Error"),
        ("1|=A1+44834 → a day", "B1", "Date"),
        // The cell in which it begins is named.
        ("1\n=A1+1 → 5\n=A2+1 → 6\n=A3+1 → 7", "A2", "comes to 2"),
        ("1\n=A1+1 → 5\n=A2+1 → 6\n=A3+1 → 7", "A4", "comes to 4 by 0!A2"),
        ("1\n=A1+1 → 5\n=A2+1 → 9", "A3", "comes to 3"),
        ("1\n=A1+1 → 5\n=A2+1 → 3", "A3", "agrees"),
        // What is not known is taken as it is stored; what has no result either, is not.
        ("=VLOOKUP(1) → 5\n=A1+1 → 6", "A2", "agrees"),
        ("=VLOOKUP(1)\n=A1+1 → 6", "A2", "Precedent"),
        ("=1+1\n=A1+1 → 6", "A2", "comes to 3"),
        ("=1+1\n=A1+1", "A2", "comes to 3"),
        ("=1+1\n=A1+1 → 3", "A2", "agrees"),
        // Circles, and what depends on them.
        ("=A1 → 1", "A1", "Circular"),
        ("=A2 → 1\n=A3 → 1\n=A1 → 1", "A3", "Circular"),
        ("=A2 → 1\n=A1 → 1\n=A1+1 → 5", "A3", "Circular"),
        ("1\n=A1 → 1\n=A1+A2 → 2\n=A2+A3 → 3", "A4", "agrees"),
        ("1", "A1", "NoFormula"),
        ("=ROUND(0.125,2) → 0.12", "A1", "agrees"),
    ] {
        assert_eq!(outcome(&[grid("Sheet1", text)], cell), expected, "{cell} of {text}");
    }
}

#[test]
fn a_subtotal_leaves_out_hidden_rows_and_other_subtotals() {
    let text = "1\n2\n4\n=SUBTOTAL(9,A1:A3)\n8\n=SUBTOTAL(9,A1:A5)\n=SUBTOTAL(109,A1:A5)\n=SUBTOTAL(9,A1:A5)+SUBTOTAL(9,A1)\n=SUBTOTAL(9,A8)";
    let mut sheet = grid("Sheet1", text);
    sheet.hidden = vec![
        Hidden { first: 0, last: 0, by: HiddenBy::Filter },
        Hidden { first: 1, last: 1, by: HiddenBy::Hand },
        Hidden { first: 4, last: 4, by: HiddenBy::Outline },
    ];
    let grids = [sheet];
    for (cell, expected) in [
        ("A4", "comes to 6"),
        ("A6", "comes to 14"),
        ("A7", "comes to 4"),
        ("A8", "comes to 14"),
        ("A9", "NotUnderstood"),
    ] {
        assert_eq!(outcome(&grids, cell), expected, "{cell}");
    }
}

#[test]
fn a_shared_formula_moves_with_its_cell() {
    let mut sheet = grid("Sheet1", "1|2\n10|20\n100|200");
    for (cell, text) in [("D1", "A1+$B1"), ("E2", "A1+$B1"), ("D3", "A1+B$1"), ("A9", "B1")] {
        let formula = Formula { text: text.into(), from: at("D1"), has_result: false };
        sheet.formulas.insert(at(cell), formula);
    }
    let grids = [sheet];
    for (cell, expected) in
        [("D1", "comes to 3"), ("E2", "comes to 40"), ("D3", "comes to 102"), ("A9", "NotUnderstood")]
    {
        assert_eq!(outcome(&grids, cell), expected, "{cell}");
    }
}

/// A chain of so many cells, each with a formula made from its row.
fn chain(length: u32, formula: impl Fn(u32) -> String) -> Grid {
    let mut grid = Grid { name: "Sheet1".into(), ..Grid::default() };
    for row in 0..length {
        let at = Address::new(row, 0);
        grid.formulas.insert(at, Formula { text: formula(row).into(), from: at, has_result: true });
        grid.cells.insert(at, Raw::Number(Decimal::from(row + 1)));
    }
    grid
}

#[test]
fn deep_chains_and_wide_ranges_come_to_an_end() {
    let start = Instant::now();
    let deep = [chain(100_000, |row| if row == 0 { "1".into() } else { format!("A{row}+1") })];
    assert_eq!(outcome(&deep, "A100000"), "agrees");
    let back = [chain(1_000, |row| format!("A{}+1", row + 2))];
    assert_eq!(outcome(&back, "A1"), "comes to 1000");
    let circle = [chain(10_000, |row| format!("A{}", (row + 1) % 10_000 + 1))];
    assert_eq!(outcome(&circle, "A7"), "Circular");
    let wide = [chain(4_000, |row| format!("SUM(A{}:A4000)", row + 2))];
    assert_eq!(outcome(&wide, "A1"), "TooMuch");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    for text in ["(".repeat(10_000), "-".repeat(10_000) + "1", "1+".repeat(5_000) + "1", "IF(1,".repeat(3_000)] {
        let outcome = outcome(&[chain(1, |_| text.clone())], "A1");
        assert_eq!(outcome, "TooMuch", "{}", &text[..10]);
    }
    let long = vec!["A2"; 300].join("+");
    assert_eq!(outcome(&[chain(1, |_| long.clone())], "A1"), "comes to 0");
}

/// Formulas made of the parts that mean something.
fn formula() -> impl Strategy<Value = String> {
    let parts = [
        "A1",
        "A2",
        "B1",
        "$C$3",
        "A:C",
        "1:2",
        ":",
        "!",
        "'",
        "Sheet1!",
        "'It''s'!",
        "[",
        "]",
        ".",
        "[.A1]",
        "[.A1:.B2]",
        "SUM(",
        "IF(",
        "ROUND(",
        "SUBTOTAL(9,",
        "IFERROR(",
        "MIN(",
        "(",
        ")",
        ",",
        ";",
        "+",
        "-",
        "*",
        "/",
        "^",
        "%",
        "&",
        "=",
        "<",
        ">",
        "1",
        "0",
        "9E+9",
        "0.5",
        "\"",
        "x",
        "é",
        "TRUE",
        "#REF!",
        "99999999999",
        "of:=",
        " ",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..20).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_formulas_at_all_are_answered_quickly(
        formulas in prop::collection::vec(prop_oneof![4 => formula(), 1 => any::<String>()], 9),
        stored in prop::collection::vec(any::<bool>(), 9),
    ) {
        let start = Instant::now();
        let mut sheet = grid("Sheet1", "1|2|3\n4|5|6\n7|x|");
        for (index, (text, has_result)) in formulas.iter().zip(stored).enumerate() {
            let place = Address::new(index as u32 / 3, index as u32 % 3);
            if index > 2 || has_result {
                sheet.formulas.insert(place, Formula { text: text.as_str().into(), from: at("B2"), has_result });
            }
        }
        let grids = [sheet, grid("It's", "1|2")];
        let sheets = views(&grids);
        let mut recomputed = Recomputed::of(&sheets);
        for place in grids[0].formulas.keys() {
            recomputed.outcome((0, *place));
        }
        prop_assert!(start.elapsed() < Duration::from_secs(2), "{:?}", formulas);
    }

    #[test]
    fn sums_as_a_program_stores_them_agree(figures in prop::collection::vec(-9_999_999_i64..9_999_999, 1..30)) {
        // Added up in binary, as a program does, and read back as its stored results are.
        let texts: Vec<String> = figures.iter().map(|figure| Decimal::new(*figure, 2).to_string()).collect();
        let binary: f64 = texts.iter().map(|text| text.parse::<f64>().unwrap()).sum();
        let mut sheet = grid("Sheet1", &texts.join("\n"));
        let place = Address::new(99, 1);
        sheet.formulas.insert(place, Formula { text: "SUM(A:A)".into(), from: place, has_result: true });
        sheet.cells.insert(place, Raw::Number(crate::money::from_spreadsheet(binary).unwrap()));
        prop_assert_eq!(outcome(&[sheet], "B100"), "agrees");
    }
}
