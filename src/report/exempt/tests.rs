//! Formulas as sums of figures, and what is taken of the program's own tables. What is left out, and what is refused, is held in
//! tests/integration/exempt.rs.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::linear::{self, Linear};
use super::taken::Taken;
use super::{Exemptions, Part, said, told};
use crate::disclosure::{Known, Rational, System};
use crate::formula::Expr;
use crate::render::fixture;
use crate::report::{
    At, Block, Cell, CellValue, ClearedBy, Holds, How, NumberFormat, Origin, RowKind, Table, Tone, ids,
};
use crate::source::{Address, Place};

fn number(whole: i64) -> Rational {
    Rational::from_integer(whole.into())
}

#[test]
fn a_formula_is_a_sum_of_what_is_not_published_as_far_as_it_is_one() {
    let mut system = System::new();
    let [a, b] = [6, -3].map(|is| (system.figure(number(is), Known::Nothing), number(is)));
    let name = |id: &str| match id {
        "a" => Some(Linear::figure(a.0, a.1.clone())),
        "b" => Some(Linear::figure(b.0, b.1.clone())),
        "c" => Some(Linear::known(number(10))),
        _ => None,
    };
    let of = |text: &str| linear::of(&Expr::parse(text).unwrap(), &name);
    for (text, times, constant, is) in [
        ("a - b + c", [1, -1], 10, 19),
        ("-(a * c) + 5", [-10, 0], 5, -55),
        ("abs(b) - a", [-1, -1], 0, -3),
        // One who knows the other factor, or the divisor.
        ("a * b", [-3, 0], 0, -18),
        ("a / b", [0, 0], 0, -2),
    ] {
        let found = of(text).unwrap();
        assert_eq!((&found.constant, &found.is), (&number(constant), &number(is)), "{text}");
        if text != "a / b" {
            let wanted: BTreeMap<_, _> = [(a.0, number(times[0])), (b.0, number(times[1]))]
                .into_iter()
                .filter(|(_, of)| *of != number(0))
                .collect();
            assert_eq!(found.terms, wanted, "{text}");
        }
    }
    assert!(of("a - a").unwrap().is_known());
    for none in ["a > b", "d + 1", "a / (c - 10)"] {
        assert!(of(none).is_none(), "{none}");
    }
    assert!(linear::sides(&Expr::parse("(a + b) / c").unwrap()).is_some());
    assert!(linear::sides(&Expr::parse("a + b / c").unwrap()).is_none());
}

fn place(row: u32) -> Place {
    Place::cell("returns/north.xlsx", "Return", Address::new(row, 2))
}

/// A table of the program's: a name and words, each row from one cell.
fn of_program(id: &str, rows: &[(&str, &str, u32)]) -> Table {
    let columns = vec![fixture::column("Scheme", Holds::Label, 8), fixture::column("Reason", Holds::Text, 8)];
    let mut table = fixture::table(id, "Own", columns);
    for (name, words, from) in rows {
        let mut row = fixture::labels(RowKind::Item, &[name, words]);
        row.cells[0].origin = Origin::drawn(How::Worked, vec![place(*from), place(99)]);
        table.rows.push(row);
    }
    table
}

/// One cell of a scheme.
fn one_cell() -> Part {
    let mut part = Part {
        mark: "[exempt]".to_string(),
        column: Some("forecast".to_string()),
        places: BTreeSet::from([place(1)]),
        rows: BTreeSet::from([place(1), place(2)]),
        ..Part::default()
    };
    part.calls("S1", "IT");
    part
}

#[test]
fn a_table_of_what_was_revised_goes_whatever_is_exempt() {
    let whole = Part { whole: true, ..one_cell() };
    for part in [one_cell(), whole] {
        assert!(part.takes_table(&of_program(ids::REVISED, &[("Voids", "800", 5)])));
        assert!(!part.takes_table(&of_program(ids::LARGEST, &[("Voids", "800", 5)])));
    }
}

#[test]
fn a_reference_is_looked_for_as_a_title_is_and_a_short_name_where_it_stands_alone() {
    let mut part = Part { whole: true, ..Part::default() };
    part.calls("S1", "IT");
    part.calls("12", "Quiet lease");
    part.calls(" ", "2022");
    assert_eq!(part.titles, ["S1", "Quiet lease"]);
    let table = of_program(
        ids::LARGEST,
        &[
            ("IT", "Of its own", 5),
            ("it (North)", "Likewise", 5),
            ("Transit", "It waits.", 5),
            ("Voids", "After s1", 5),
        ],
    );
    let taken: Vec<bool> = table.rows.iter().map(|row| part.takes_row(&table, row)).collect();
    assert_eq!(taken, [true, true, false, true]);
    // A column of all rows is about none of them.
    let mut column = Part { totals: true, column: Some("forecast".to_string()), ..Part::default() };
    column.calls("S1", "IT");
    assert!(column.titles.is_empty() && column.called.is_empty());
}

#[test]
fn the_words_about_an_exempt_cell_go_with_it_and_what_is_recorded_of_its_scheme() {
    let rows = [("IT", "The buyer wants less", 1), ("Voids", "Slow", 5)];
    for id in [ids::LARGEST, ids::REASONS, ids::EXPLAINED, ids::LEFT_OPEN] {
        let mut taken = Taken::default();
        taken.by_place(&of_program(id, &rows), &one_cell(), 0);
        let words = At { table: id.to_string(), row: 0, column: 1 };
        assert_eq!(taken.cells.keys().collect::<Vec<_>>(), [&words], "{id}");
        assert!(taken.rows.is_empty(), "{id}");
    }
    let record = ids::record("boards");
    let mut taken = Taken::default();
    taken.by_place(&of_program(&record, &rows), &one_cell(), 0);
    assert_eq!(taken.rows.keys().collect::<Vec<_>>(), [&(record, 0)]);
}

#[test]
fn what_was_said_with_a_clearance_is_not_published_where_anything_is_exempt() {
    let mut whole = fixture::report();
    whole.sections.clear();
    let words = |text: &str| text.to_string();
    whole.meta.cleared_by = vec![ClearedBy {
        role: words("Section 151 officer"),
        initials: words("AB"),
        date: words("27 January 2023"),
        comment: words("Subject to the sale of the depot."),
    }];
    assert!(!whole.for_public().unwrap().meta.cleared_by[0].comment.is_empty());
    whole.exempt.parts.push(Part { table: Some("no-table".to_string()), ..Part::default() });
    let public = whole.for_public().unwrap();
    let by = &public.meta.cleared_by[0];
    assert_eq!((by.comment.as_str(), by.role.as_str()), ("", "Section 151 officer"));
}

#[test]
fn numbers_are_read_as_what_they_come_to() {
    let amounts = |text: &str| -> Vec<String> {
        said::numbers(text)
            .iter()
            .map(|said| format!("{}{}", said.amount, if said.is_date { "d" } else { "" }))
            .collect()
    };
    for (text, wanted) in [
        ("£6.137m, 6,137 and 6137.", &["6137000", "6137", "6137"][..]),
        ("£41k or 3 million; £000s of 5", &["41000", "3000000"]),
        ("12,15 and 1.2.3", &["12", "15"]),
        ("68% of 0.50", &["68", "0.5"]),
        ("31 March 2022, 2022/23, S10 and Schedule 12A", &["31d", "2022d", "2022d", "23d", "10d", "12d"]),
    ] {
        assert_eq!(amounts(text), wanted, "{text}");
    }
}

#[test]
fn a_running_text_that_says_an_exempt_figure_in_whatever_way_is_refused() {
    let mut exempt = Exemptions { unit: Decimal::ONE_THOUSAND, ..Exemptions::default() };
    exempt.given.insert(place(1), Decimal::from(6_137_412));
    exempt.parts.push(one_cell());
    let mut whole = fixture::report();
    let blocks = |text: &str| {
        let mut noted = of_program("own", &[("Voids", "Slow", 5)]);
        noted.notes.push(text.to_string());
        let text = text.to_string();
        [Block::Paragraph { text: text.clone() }, Block::Bullets { items: vec![text] }, Block::Table(noted)]
    };
    // The cell of it, as it prints.
    let mut printed = of_program("schemes", &[("IT", "Sold", 1)]);
    let money = NumberFormat::Money { decimals: 0, parentheses: false };
    let value = CellValue::Number { number: Decimal::new(6_137_412, 3), text: "6,137".to_string(), format: money };
    printed.rows[0].cells[1] = Cell { value, origin: Origin::Given(place(1)), tone: Tone::Plain };
    whole.sections = vec![fixture::section("own", "Own", false, vec![Block::Table(printed)])];
    let mut taken = Taken::default();
    taken.cells.insert(At { table: "schemes".to_string(), row: 0, column: 1 }, 0);
    let says = |text: &str| {
        let said = blocks(text).into_iter().map(|block| {
            let mut public = whole.clone();
            public.sections = vec![fixture::section("own", "Own", false, vec![block])];
            told::figures(&public, &whole, &taken, &exempt).is_err()
        });
        said.collect::<Vec<_>>()
    };
    for text in ["It is sold for 6,137.", "At 6137 it is cheap", "£6.137m is offered", "£6,137,412", "Some 6137k"] {
        assert_eq!(says(text), [true; 3], "{text}");
    }
    for text in ["It is sold for 6,138.", "6.137 acres", "6137/38 or S6137", "6137%"] {
        assert_eq!(says(text), [false; 3], "{text}");
    }
}
