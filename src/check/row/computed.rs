//! What a row states for a computed column, against what the formula gives.

use rust_decimal::Decimal;

use crate::check::cause::{Slip, SlipOf};
use crate::check::look::{Line, stated};
use crate::check::{Rule, View, wording};
use crate::finding::Finding;
use crate::form::{Column, ColumnOrigin};
use crate::formula::{Expr, Operand};
use crate::money::{Quantity, Told};

/// Speaks of the slips in the columns that `wanted` picks.
pub(super) fn run(rule: &Rule, view: &View<'_>, wanted: impl Fn(&Column) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for slip in view.causes.told().filter(|slip| wanted(slip.column)) {
        let SlipOf::Row(line) = slip.of else { continue };
        let (used, words) = match slip.column.origin() {
            ColumnOrigin::Formula(formula) => (formula.columns(), formula.words(&|id| view.name_of(slip.list, id))),
            ColumnOrigin::Share(of) => {
                (Vec::new(), format!("the share in the total of {}", view.name_of(slip.list, of)))
            }
            ColumnOrigin::Given | ColumnOrigin::Sum(_) | ColumnOrigin::Count => continue,
        };
        let said = slip.said();
        let message = format!(
            "{}: {} is stated as {}, but {words} gives {} (difference {}){}",
            view.who(line.area, line.label),
            view.name(slip.column),
            said.one,
            said.other,
            said.difference,
            slip.as_decided(),
        );
        let draft = slip.draft(rule.at(&slip.cell.at).about_line(view, &line));
        let related = line.places(used).into_iter().chain(view.causes.followers(&slip.cell.at));
        let help = match slip.column.origin().formula() {
            Some(formula) => exchanged(slip, &line, formula),
            None => Vec::new(),
        };
        let help = match help.as_slice() {
            [] => wording::mend_or_set_aside(&slip.cell.at),
            cells => format!(
                "the row comes out as it is stated with two digits exchanged in {}: mend that cell if it is so; else {}",
                wording::clauses(cells, ", or in "),
                wording::mend_or_set_aside(&slip.cell.at)
            ),
        };
        findings.push(draft.related(related).says(message, help));
    }
    findings
}

/// The given amounts behind a slip that, with two digits exchanged, give what is stated: 'C2 (£868k)'. None where what is
/// stated is itself what is worked out with two digits exchanged.
fn exchanged(slip: &Slip<'_>, line: &Line<'_>, formula: &Expr) -> Vec<String> {
    let own = |column: &Column, figure: Decimal| wording::measure(column).exactly_in_own_unit(figure);
    let is_stated = |figure: Decimal| slip.stated.agrees_with(Quantity::exact(figure));
    let itself = own(slip.column, slip.expected.value().round_dp(2)).into_iter().flat_map(other_orders);
    if itself.filter_map(|figure| wording::measure(slip.column).from_own_unit(figure)).any(is_stated) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for id in formula.columns() {
        let Some(column) = line.list.column(id).filter(|column| column.is_given()) else { continue };
        let Some((cell, figure)) = stated(line.row, column) else { continue };
        let measure = wording::measure(column);
        for other in own(column, figure.quantity.value()).into_iter().flat_map(other_orders) {
            let Some(value) = measure.from_own_unit(other) else { continue };
            let with = |wanted: &str| match wanted == id {
                true => Operand::Number(Quantity::exact(value)),
                false => line.operand(wanted),
            };
            if let Operand::Number(quantity) = formula.evaluate(&with)
                && slip.stated.agrees_with(quantity)
            {
                found.push(format!("{} ({})", wording::cell(&cell.at), measure.say(Told::Stated(value))));
            }
        }
    }
    found
}

/// A figure with each two digits exchanged that stand beside each other.
fn other_orders(figure: Decimal) -> Vec<Decimal> {
    let figure = figure.normalize();
    let digits: Vec<char> = figure.mantissa().unsigned_abs().to_string().chars().collect();
    let swapped = (1..digits.len()).filter(|at| digits[at - 1] != digits[*at]).filter_map(|at| {
        let mut digits = digits.clone();
        digits.swap(at - 1, at);
        let mantissa: i128 = digits.into_iter().collect::<String>().parse().ok()?;
        let other = Decimal::try_from_i128_with_scale(mantissa, figure.scale()).ok()?;
        Some(if figure.is_sign_negative() { -other } else { other })
    });
    swapped.collect()
}
