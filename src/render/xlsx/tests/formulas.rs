//! Cells: formulas, placeholders, and text that is none.

use super::*;

#[test]
fn computed_cells_are_live_formulas() {
    let report = report();
    let read = rendered(&report);
    let home = "Projects of Living at Home";
    let first = read.first_row(home, "Project title") + 1;
    let last = first + 4;
    assert_eq!(read.formula(home, &format!("B{}", last + 1)), format!("SUM(B{first}:B{last})"));
    assert!(read.formula(home, &format!("D{first}")).contains(&format!("C{first}/B{first}")));
    let first = read.first_row("Overall total", "Service area") + 1;
    let total = read.first_row(home, "Project title") + 6;
    assert_eq!(read.formula("Overall total", &format!("B{}", first + 1)), format!("'{home}'!B{total}"));
    let first = read.first_row("Movement of the forecast by ser", "Service area") + 1;
    assert_eq!(
        read.formula("Movement of the forecast by ser", &format!("H{first}")),
        format!("SUM(B{first}:G{first})")
    );
    // Not one computed cell of it falls back on a plain figure.
    let computed = tables(&report).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let computed = computed.filter(|cell| matches!(cell.origin, Origin::Computed(_))).count();
    let live = read.formulas.values().flat_map(|range| range.used_cells()).filter(|cell| !cell.2.is_empty()).count();
    assert_eq!(live, computed);
}

#[test]
fn sums_are_compressed_to_ranges_and_kept_within_the_limits() {
    let mut long = table("long", "Long", vec![column("Name", Holds::Label, 1), column("Figure", Holds::Figure, 1)]);
    for index in 0..1_000_i64 {
        long.rows.push(item(vec![label("x"), number(Decimal::new(index, 1), Origin::Label)]));
    }
    let all = (0..1_000).map(|row| at("long", row, 1)).collect();
    let every_other: Vec<At> = (0..1_000).step_by(2).map(|row| at("long", row, 1)).collect();
    let sum = |cells: Vec<At>| {
        let total = cells.iter().map(|at| long.rows[at.row].cells[1].number().unwrap()).sum();
        number(total, Origin::Computed(Expression::Sum(cells)))
    };
    let mut totals = table("totals", "Totals", vec![column("Total", Holds::Figure, 1)]);
    totals.rows = vec![item(vec![sum(all)]), item(vec![sum(every_other.clone())])];
    let own = sum(every_other);
    long.rows.push(item(vec![label("Every other"), own]));
    let read = rendered(&with(vec![long, totals]));
    let first = read.first_row("Totals", "Total");
    let rows = read.first_row("Long", "Name") + 1;
    assert_eq!(read.formula("Totals", &format!("A{}", first + 1)), format!("SUM('Long'!B{rows}:B{})", rows + 999));
    let nested = read.formula("Long", &format!("B{}", rows + 1_000));
    assert!(nested.starts_with(&format!("SUM(SUM(B{rows},B{},", rows + 2)), "{nested}");
    for call in nested.split("SUM(").skip(2) {
        assert!(call.split(',').filter(|argument| !argument.is_empty()).count() <= 255);
    }
    // 500 cells of another sheet still fit in a formula's length.
    let far = read.formula("Totals", &format!("A{}", first + 2));
    assert!(far.len() <= 8_192 && far.starts_with("SUM(SUM("), "{}", far.len());
}

#[test]
fn a_sum_longer_than_a_formula_can_be_is_a_plain_figure() {
    let columns = vec![column("Name", Holds::Label, 1), column("Figure", Holds::Figure, 1)];
    let mut long = table("long", "A sheet with quite a long name", columns);
    for _ in 0..1_000 {
        long.rows.push(item(vec![label("x"), number(Decimal::ONE, Origin::Label)]));
    }
    let cells: Vec<At> = (0..1_000).step_by(2).map(|row| at("long", row, 1)).collect();
    let mut totals = table("totals", "Totals", vec![column("Total", Holds::Figure, 1)]);
    totals.rows = vec![item(vec![number(Decimal::from(500), Origin::Computed(Expression::Sum(cells)))])];
    let read = rendered(&with(vec![long, totals]));
    let address = format!("A{}", read.first_row("Totals", "Total") + 1);
    assert_eq!(read.formula("Totals", &address), "");
    assert_eq!(read.value("Totals", &address), &Data::Float(500.0));
}

#[test]
fn a_formula_stands_only_where_it_gives_what_prints() {
    let mut here = table("here", "Here", vec![column("Figure", Holds::Figure, 1), column("Text", Holds::Text, 1)]);
    let elsewhere = Table { appears: Appears::Appendix, ..table("elsewhere", "Elsewhere", here.columns.clone()) };
    let computed = |text: &str, number: Option<i64>, expression| {
        let origin = Origin::Computed(expression);
        match number {
            Some(number) => figure(number.into(), NumberFormat::General, text, origin),
            None => Cell { origin, ..label(text) },
        }
    };
    let cells = vec![
        number(Decimal::from(5), Origin::Label),                         // 0
        label("-"),                                                      // 1
        computed("5", Some(5), Expression::Same(at("elsewhere", 0, 0))), // 2: not in the workbook
        computed("6", Some(6), Expression::Same(at("here", 0, 0))),      // 3: not what is there
        computed("5", Some(5), Expression::Same(at("here", 900, 0))),    // 4: nowhere
        computed("5", Some(5), Expression::Sum(vec![at("here", 0, 0), at("here", 1, 0)])), // 5
        computed("n/a", None, Expression::Sum(vec![at("here", 1, 0)])),  // 6: nothing known
        computed("-", None, Expression::Same(at("here", 1, 0))),         // 7
        computed("", None, Expression::Same(at("here", 0, 1))),          // 8: empty
    ];
    here.rows = cells.into_iter().map(|cell| item(vec![cell, label("")])).collect();
    let read = rendered(&with(vec![here, elsewhere]));
    let first = read.first_row("Here", "Figure") + 1;
    let cell = |index: u32| format!("A{}", first + index);
    for index in [2, 3, 4] {
        assert_eq!(read.formula("Here", &cell(index)), "", "{index}");
    }
    assert_eq!(read.value("Here", &cell(3)), &Data::Float(6.0));
    assert_eq!(read.formula("Here", &cell(5)), format!("SUM(A{first}:A{})", first + 1));
    let placeholder = format!("IF(COUNT(A{0})=0,\"n/a\",SUM(A{0}))", first + 1);
    assert_eq!(read.formula("Here", &cell(6)), placeholder);
    assert_eq!(read.text("Here", &cell(6)), "n/a");
    assert_eq!(read.formula("Here", &cell(7)), format!("A{}", first + 1));
    assert_eq!(read.text("Here", &cell(7)), "-");
    assert_eq!(read.formula("Here", &cell(8)), format!("IF(B{first}=\"\",\"\",B{first})"));
    assert_eq!(read.text("Here", &cell(8)), "");
}

#[test]
fn a_placeholder_is_nil_in_a_formula_only_where_the_report_took_it_as_nil() {
    let gap = |otherwise: &str| {
        let cells = vec![("target".to_owned(), at("gap", 0, 0)), ("forecast".to_owned(), at("gap", 0, 1))];
        let expression = Expr::Binary(
            Operator::Subtract,
            Box::new(Expr::Column("target".into())),
            Box::new(Expr::Column("forecast".into())),
        );
        Origin::Computed(Expression::Formula(expression, cells, otherwise.into()))
    };
    let headings = ["Target", "Forecast", "As nil", "As missing"];
    let mut gaps = table("gap", "Gap", headings.map(|heading| column(heading, Holds::Figure, 1)).to_vec());
    let missing = Cell { origin: gap("n/a"), ..label("n/a") };
    gaps.rows = vec![item(vec![
        number(Decimal::from(50), Origin::Label),
        label("-"),
        number(Decimal::from(50), gap("n/a")),
        missing,
    ])];
    let read = rendered(&with(vec![gaps]));
    let row = read.first_row("Gap", "Target") + 1;
    assert!(read.formula("Gap", &format!("C{row}")).contains(&format!("N(B{row})")));
    let missing = read.formula("Gap", &format!("D{row}"));
    assert_eq!(missing, format!("IF(COUNT(A{row},B{row})<2,\"n/a\",A{row}-B{row})"));
    assert_eq!(read.text("Gap", &format!("D{row}")), "n/a");
}

#[test]
fn placeholders_and_mixed_cells_are_text_whatever_they_look_like() {
    let percent = NumberFormat::Percent { decimals: 0 };
    let money = NumberFormat::Money { decimals: 0, parentheses: true };
    let cell = |text: &str, number: &str, format| figure(number.parse().unwrap(), format, text, Origin::Label);
    let of = |value| Cell { value, ..label("") };
    let mut mixed = table("mixed", "Mixed", vec![column("Figure", Holds::Figure, 1)]);
    mixed.rows = vec![
        item(vec![of(CellValue::Mixed("92% (8.78m)".into()))]),
        item(vec![of(CellValue::Placeholder("-".into()))]),
        item(vec![of(CellValue::Placeholder("C4".into()))]),
        item(vec![label("12")]),
        item(vec![cell("(1,204)", "-1204", money)]),
        item(vec![cell("83%", "0.8349", percent)]),
    ];
    let read = rendered(&with(vec![mixed]));
    let row = read.first_row("Mixed", "Figure") + 1;
    let expected = [
        Data::String("92% (8.78m)".into()),
        Data::String("-".into()),
        Data::String("C4".into()),
        Data::String("12".into()),
        Data::Float(-1204.0),
        Data::Float(0.8349),
    ];
    for (index, expected) in (row..).zip(&expected) {
        assert_eq!(read.value("Mixed", &format!("A{index}")), expected);
    }
    assert!(read.parts["xl/styles.xml"].contains("#,##0_);(#,##0)"));
    let listed = read.values["Notes"].used_cells().any(|(_, _, value)| *value == *"'-', 'C4'");
    assert!(listed, "what stands in place of figures is listed, and nothing else");
}

#[test]
fn text_from_a_return_is_never_a_formula() {
    let read = rendered(&hostile_report());
    for (name, range) in &read.formulas {
        assert!(range.used_cells().all(|cell| cell.2.is_empty()), "{name}");
    }
    let texts: Vec<String> =
        read.values.values().flat_map(|range| range.used_cells()).map(|c| c.2.to_string()).collect();
    for text in ["=HYPERLINK(\"https://example.org\",\"x\")", "@SUM(A1:A9) +1 -1", "=cmd|' /C calc'!A0"] {
        assert!(texts.iter().any(|found| found == text), "{text}");
    }
    // What looks like an address of the web leads nowhere, either.
    assert!(read.parts.iter().all(|(path, xml)| !path.ends_with(".rels") || !xml.contains("example.org")));
}
