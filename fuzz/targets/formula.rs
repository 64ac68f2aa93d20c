//! A formula: one of a form, which is said, read again, worked out and written as a spreadsheet's; and the same text as a
//! spreadsheet's formula, which is reckoned again.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use piperoll::formula::{Expr, Operand};
use piperoll::money::{Absent, Quantity};
use piperoll::returns::grid::Raw;
use piperoll::returns::look::Formula;
use piperoll::returns::recompute::{Recomputed, Relative, View};
use piperoll::source::Address;
use piperoll_fuzz::guard;
use rust_decimal::Decimal;

fn of_form(text: &str) {
    let Ok(expr) = Expr::parse(text) else { return };
    let said = expr.said(&|id| id.to_string());
    // What a finding says of a formula can be put into a form, and means the same.
    assert_eq!(Expr::parse(&said).as_ref(), Ok(&expr), "a formula is read as it is said: {said}");
    let _ = (expr.words(&|id| id.to_string()), expr.excel(&|id| format!("{id}1"), "\"-\""), expr.columns());
    let numbers = [Decimal::MAX, Decimal::MIN, Decimal::ZERO, Decimal::new(1, 28), Decimal::new(-125, 2)];
    for (number, reach) in
        numbers.into_iter().zip([Decimal::ZERO, Decimal::ONE, Decimal::new(5, 1), Decimal::MAX, Decimal::ZERO])
    {
        let of = |id: &str| match id.len() % 4 {
            0 => Operand::Missing(Absent::Blank),
            1 => Operand::Text(id.to_string()),
            _ => Operand::Number(Quantity::within(number, reach)),
        };
        let _ = (expr.evaluate(&of), expr.evaluate_for_certain(&of));
        let all = |_: &str| Operand::Number(Quantity::within(number, reach));
        let _ = (expr.evaluate(&all), expr.evaluate_for_certain(&all));
    }
}

fn of_sheet(text: &str) {
    let at = Address::new(4, 2);
    let mut cells: BTreeMap<Address, Raw> = BTreeMap::new();
    for (row, column) in (0..8).flat_map(|row| (0..6).map(move |column| (row, column))) {
        let raw = match (row * 7 + column) % 6 {
            0 => Raw::Text("Total".to_string()),
            1 => Raw::Number(Decimal::MAX),
            2 => continue,
            3 => Raw::Truth(true),
            _ => Raw::Number(Decimal::new(i64::from(row * 100 + column), 1)),
        };
        cells.insert(Address::new(row, column), raw);
    }
    let formula = |text: &str, from: Address| Formula { text: text.into(), from, has_result: true };
    let mut formulas = BTreeMap::from([(at, formula(text, at))]);
    // The same, shared by the cell below, and one that looks at both.
    formulas.insert(Address::new(5, 2), formula(text, at));
    formulas.insert(Address::new(6, 2), formula("SUM(C5:C6)", Address::new(6, 2)));
    let _ = Relative::of(&formulas[&at], at);
    let sheets = [View { name: "Return", cells: &cells, formulas: &formulas, hidden_rows: &[] }];
    let mut recomputed = Recomputed::of(&sheets);
    for at in formulas.keys() {
        let _ = recomputed.outcome((0, *at));
    }
}

fuzz_target!(init: guard::start(), |data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    of_form(text);
    of_sheet(text);
});
