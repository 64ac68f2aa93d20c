//! Findings, sources and files.

use super::*;

#[test]
fn findings_keep_figures_places_and_decisions() {
    let read = rendered(&report());
    let row = read.first_row("Findings", "Severity") + 1;
    let value = |heading: &str, row: u32| {
        let headings = read.first_row("Findings", "Severity") - 1;
        let range = &read.values["Findings"];
        let column = (0..25).find(|column| range.get_value((headings, *column)).is_some_and(|cell| *cell == *heading));
        range.get_value((row - 1, column.unwrap())).cloned().unwrap_or_default()
    };
    for (heading, text) in [
        ("Severity", "Error"),
        ("Status", "Explained"),
        ("File", "returns/2022-23-q3/living-at-home.xlsx"),
        ("Sheet", "Return"),
        ("Cell or line", "F17"),
        ("Answered by", "set-aside"),
        ("Role", "Section 151 officer"),
        ("Date", "2023-01-12"),
        ("Where the answer stands", "decisions.toml, line 12"),
        ("Finding's id", "column-total:living-at-home:achieved"),
    ] {
        assert_eq!(value(heading, row).to_string(), text, "{heading}");
    }
    assert_eq!(value("Stated", row), Data::Float(5654.0));
    assert_eq!(value("Difference (stated less expected)", row), Data::Float(285.0));
    assert_eq!(value("Cell or line", row + 1).to_string(), "line 3");
    let related = value("Related places", row + 1).to_string();
    assert!(related.lines().count() == 21 && related.ends_with("cell A20\nand 1,234 more"), "{related}");
}

#[test]
fn every_given_cell_is_traced_to_its_return() {
    let report = report();
    let read = rendered(&report);
    let first = read.first_row("Sources", "Sheet") + 1;
    let last = read.values["Sources"].end().unwrap().0 + 1;
    let given = tables(&report).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let given = given.filter(|cell| matches!(cell.origin, Origin::Given(_))).count();
    assert_eq!((last - first + 1) as usize, given);
    for row in first..=last {
        let (sheet, cell) = (read.text("Sources", &format!("A{row}")), read.text("Sources", &format!("B{row}")));
        let shown = read.text("Sources", &format!("E{row}"));
        let value = read.value(&sheet, &cell);
        match value {
            // Shown with commas.
            Data::Float(value) => assert_eq!(&shown.replace(',', ""), &value.to_string()),
            value => {
                let line = value.to_string().replace('\n', " ");
                assert!(line.starts_with(shown.trim_end_matches('…')), "{shown}");
            }
        }
        assert_eq!(read.text("Sources", &format!("F{row}")), "as given");
        assert!(read.text("Sources", &format!("G{row}")).starts_with("returns/2022-23-q"));
        assert!(!read.text("Sources", &format!("I{row}")).is_empty());
    }
}

#[test]
fn a_computed_figure_without_a_formula_is_traced_to_the_cells_behind_it() {
    let place = |row| Place::cell("returns/a.xlsx", "Return", Address::new(row, 1));
    let columns = || vec![column("Figure", Holds::Figure, 1)];
    let mut hidden = Table { appears: Appears::Appendix, ..table("hidden", "Hidden", columns()) };
    let given = |row| number(Decimal::ONE, Origin::Given(place(row)));
    let sum = Origin::Computed(Expression::Sum(vec![at("hidden", 0, 0), at("hidden", 1, 0)]));
    hidden.rows = vec![item(vec![given(4)]), item(vec![given(5)]), item(vec![number(Decimal::TWO, sum)])];
    let mut shown = table("shown", "Shown", columns());
    let same = Origin::Computed(Expression::Same(at("hidden", 2, 0)));
    shown.rows = vec![item(vec![number(Decimal::TWO, same)])];
    let read = rendered(&with(vec![hidden, shown]));
    let row = read.first_row("Sources", "Sheet") + 1;
    let cell = |column: char, row: u32| read.text("Sources", &format!("{column}{row}"));
    assert_eq!((cell('F', row), cell('I', row)), ("worked out from 2 cells".into(), "B5".into()));
    assert_eq!((cell('F', row + 1), cell('I', row + 1)), ("worked out from 2 cells".into(), "B6".into()));
}

#[test]
fn files_and_cover_say_what_was_read_and_what_is_there() {
    let read = rendered(&report());
    let row = read.first_row("Files", "Path in the collection") + 1;
    assert_eq!(read.text("Files", &format!("C{row}")), "ab".repeat(32));
    assert_eq!(read.text("Cover", "A1"), "Appendix 1: Recovery Plan Performance by Service Area");
    let lines: Vec<String> = (2..=11).map(|row| read.text("Cover", &format!("A{row}"))).collect();
    assert_eq!(lines[0], "Council: Northmere City Council");
    assert!(lines.contains(&"Status: Cleared".to_owned()) && lines.contains(&"Language: English (en-GB)".to_owned()));
    let row = read.first_row("Cover", "Sheet") + 1;
    let listed: Vec<String> =
        (row..).map(|row| read.text("Cover", &format!("A{row}"))).take(read.names.len() - 1).collect();
    assert_eq!(listed, read.names[1..]);
}

#[test]
fn a_long_table_is_written_with_its_totals_and_sources() {
    let headings = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
    let mut columns = vec![column("Name", Holds::Label, 1)];
    columns.extend(headings.map(|heading| column(heading, Holds::Figure, 1)));
    let mut long = table("long", "Long", columns);
    for row in 0..500_u32 {
        let place = |column| Origin::Given(Place::cell("returns/a.xlsx", "Return", Address::new(row, column)));
        let mut cells = vec![Cell { origin: place(0), ..label(&format!("Scheme {row}")) }];
        cells.extend((1..10).map(|column| number(Decimal::from(row + column), place(column))));
        long.rows.push(item(cells));
    }
    let mut total = vec![label("Total")];
    total.extend((1..10).map(|column| {
        let cells: Vec<At> = (0..500).map(|row| at("long", row, column)).collect();
        let sum = long.rows.iter().filter_map(|row| row.cells[column].number()).sum();
        number(sum, Origin::Computed(Expression::Sum(cells)))
    }));
    long.rows.push(Row { kind: RowKind::Total, level: 0, cells: total });
    let read = rendered(&with(vec![long]));
    let first = read.first_row("Long", "Name") + 1;
    assert_eq!(read.formula("Long", &format!("J{}", first + 500)), format!("SUM(J{first}:J{})", first + 499));
    assert_eq!(read.values["Sources"].end().unwrap().0 + 1 - read.first_row("Sources", "Sheet"), 5_000);
}
