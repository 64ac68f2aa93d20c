//! The movement of a column whose totals are worked out from those of others, such as a percentage of the target: what it was, what it
//! is, and the change; beside them the totals that it is worked out from, which are sums over the sheet 'Changes'.

use rust_decimal::Decimal;

use super::build::{column, row, table};
use super::changes::unit_words;
use super::each_change::{self, Amount, change};
use super::movement::Of;
use super::{At, Cell, Expression, Holds, Origin, Row, RowKind, Table, cells, new_year, tables};
use crate::figures::Figure;
use crate::form::{Column, Kind, TotalOrigin};
use crate::formula::{Expr, Operand};
use crate::money::{Absent, Quantity};
use crate::reconcile::Movement;
use crate::reconcile::movement::has_movement;

/// The amounts of each input that stand in a row, in this order.
const AMOUNTS: [Amount; 2] = [Amount::Opening, Amount::Closing];

/// A closing may differ from the total that prints by so much: the last digits of a division, of a pound or a percentage.
const REACH: Decimal = Decimal::from_parts(1, 0, 0, false, 5);

/// A row before it is drawn: the area, and the movement of each input.
struct Drawn<'m> {
    area: Option<&'m str>,
    inputs: Vec<&'m Movement>,
}

impl<'m> Of<'m> {
    /// By service area. `None` where its totals are no formula over columns that move, or do not come to what the appendix prints.
    pub(super) fn worked_out(&self) -> Option<Table> {
        let TotalOrigin::Formula(formula) = &self.column.total else { return None };
        let inputs: Vec<&Column> =
            formula.columns().into_iter().map(|id| self.list.column(id)).collect::<Option<_>>()?;
        let (first, _) = inputs.split_first()?;
        // Of a year that has turned some open otherwise than they were: what would be worked out of both never was.
        let turned = inputs.iter().filter(|input| new_year::of_movement(self.material, self.list, input).is_some());
        if ![0, inputs.len()].contains(&turned.count()) {
            return None;
        }
        // A total that the return states may be another than the sum of its rows.
        if !inputs.iter().all(|input| has_movement(input) && input.total == TotalOrigin::Sum) {
            return None;
        }
        let areas: Vec<Option<&str>> = self.movements(&first.id).map(|movement| movement.area.as_deref()).collect();
        let of = |area: &Option<&'m str>| {
            let movement = |input: &&Column| self.movements(&input.id).find(|of| of.area.as_deref() == *area);
            Some(Drawn { area: *area, inputs: inputs.iter().map(movement).collect::<Option<_>>()? })
        };
        let rows: Vec<Drawn<'_>> = areas.iter().map(of).collect::<Option<_>>()?;
        if !rows.iter().all(|drawn| self.comes_to_what_prints(formula, drawn)) {
            return None;
        }
        let prior = self.material.form.calendar.period(self.reconciliation.prior);
        let name = self.name();
        let unit =
            if self.column.kind == Kind::Money { format!(" ({})", unit_words(self.material)) } else { String::new() };
        let title = format!("{name}: movement since {prior}{unit}");
        let now = self.material.form.calendar.period(self.material.period);
        let about =
            format!("What {name} was in {prior} and is in {now} in each service area, and what it is worked out from.");
        let fixed = &self.material.words.fixed;
        let mut columns = vec![column(fixed.service_area().said(), Holds::Label, 3)];
        for input in &inputs {
            let name = tables::column_name(self.material, input);
            let unit = unit_words(self.material);
            let heading = |amount: &Amount| format!("{name}: {} ({unit})", amount.heading(fixed).to_lowercase());
            columns.extend(AMOUNTS.iter().map(|amount| column(heading(amount), Holds::Figure, 1)));
        }
        let ends = [fixed.opening(), fixed.change(), fixed.closing()];
        columns.extend(ends.map(|heading| column(heading.said(), Holds::Figure, 1)));
        let mut table = table(&self.id("movement"), &title, about, columns);
        table.sheet = format!("Movement of {}", tables::column_name(self.material, self.column));
        table.rows =
            rows.iter().enumerate().map(|(index, drawn)| self.drawn(&table.id, formula, drawn, index)).collect();
        Some(table)
    }

    fn drawn(&self, table: &str, formula: &Expr, drawn: &Drawn<'_>, index: usize) -> Row {
        let (form, fixed, ids) = (self.material.form, &self.material.words.fixed, formula.columns());
        let at = |column: usize| At { table: table.to_string(), row: index, column };
        let name = match drawn.area {
            Some(id) => form.area_name(id).to_string(),
            None => fixed.total().said(),
        };
        let mut line = vec![cells::label(name)];
        for movement in &drawn.inputs {
            line.extend(AMOUNTS.iter().map(|amount| {
                let origin = each_change::sum(fixed, *amount, (&self.list.id, &movement.column), drawn.area);
                cells::money(&form.report, amount.of(movement), Origin::Computed(origin))
            }));
        }
        // Opening, change, closing: behind the inputs.
        let first = line.len();
        let [was, is] = [0, 1].map(|end| self.value(formula, drawn, AMOUNTS[end]));
        let end = |value: Option<Decimal>, end: usize| -> Cell {
            let names = ids.iter().enumerate().map(|(input, id)| ((*id).to_string(), at(1 + 2 * input + end)));
            let otherwise = form.report.not_applicable.clone();
            let origin = Origin::Computed(Expression::Formula(formula.clone(), names.collect(), otherwise.clone()));
            match value {
                Some(value) => cells::value(self.material, self.column, value, origin),
                None => Cell { origin, ..cells::label(otherwise) },
            }
        };
        let moved = was.zip(is).map(|both| change(self.material, self.column, both, [at(first), at(first + 2)]));
        line.extend([end(was, 0), moved.unwrap_or_else(|| cells::label("")), end(is, 1)]);
        row(if drawn.area.is_some() { RowKind::Item } else { RowKind::Total }, line)
    }

    /// What the formula comes to.
    fn value(&self, formula: &Expr, drawn: &Drawn<'_>, amount: Amount) -> Option<Decimal> {
        let operand = |id: &str| match drawn.inputs.iter().find(|movement| movement.column == id) {
            Some(movement) => Operand::Number(Quantity::exact(amount.of(movement))),
            None => Operand::Missing(Absent::Unknown),
        };
        match formula.evaluate(&operand) {
            Operand::Number(quantity) => Some(quantity.value()),
            _ => None,
        }
    }

    /// Whether the figure now is the total that the appendix prints; parts that are not known, or a total that stands in their place, may
    /// make it another.
    fn comes_to_what_prints(&self, formula: &Expr, drawn: &Drawn<'_>) -> bool {
        let group = self.material.figures.list(&self.list.id).and_then(|list| match drawn.area {
            Some(area) => list.all.of_area(area),
            None => Some(&list.all),
        });
        // An area that has gone has none.
        let Some(group) = group else { return drawn.area.is_some() };
        let printed = group.totals.get(&self.column.id).and_then(Figure::amount);
        match (printed, self.value(formula, drawn, Amount::Closing)) {
            // What is worked out of a row is kept to a millionth of a pound.
            (Some(printed), Some(closing)) => closing.checked_sub(printed).is_some_and(|apart| apart.abs() <= REACH),
            (printed, closing) => printed == closing,
        }
    }
}
