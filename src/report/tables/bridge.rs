//! The table of a bridge: from what it starts to where it arrives, a row for each kind of amount.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::FormTable;
use crate::figures::bridge::{Amounts, Bridge};
use crate::form::{BridgeForm, Sign, TableForm, heading};
use crate::formula::Expr;
use crate::money;
use crate::report::build::{column, row};
use crate::report::changes::unit_words;
use crate::report::known::Known;
use crate::report::material::Material;
use crate::report::{At, Cell, Expression, Holds, How, Origin, Row, RowKind, Table, cells, form_level};
use crate::source::Place;

/// The table, if its bridge is there. Its cells draw on those of the tables already drawn.
pub(super) fn table(
    material: &Material<'_>,
    known: &Known<'_>,
    form: &TableForm,
    drawn: &[FormTable],
) -> Option<FormTable> {
    let bridge_form = material.form.bridge(form.bridge.as_deref()?)?;
    let bridge = material.figures.bridge(bridge_form)?;
    let printed = Printed::of(drawn);
    let draw = Draw { material, form: bridge_form, bridge: &bridge, printed: &printed, id: &form.id };
    let title = heading::fill(material.form, &form.title, material.period, &[]);
    let (fixed, unit) = (&material.words.fixed, unit_words(material));
    let mut columns = vec![column(fixed.bridge_step().said(), Holds::Label, width(form, 0, 3))];
    for (index, step) in bridge_form.steps.iter().enumerate() {
        let heading = match step.year {
            Some(year) => fixed.bridge_year().fill(&[("year", &year.label()), ("unit", unit)]),
            None => fixed.bridge_amount().fill(&[("unit", unit)]),
        };
        columns.push(column(heading, Holds::Figure, width(form, index + 1, 1)));
    }
    let across = bridge_form.steps.len() > 1;
    if across {
        let heading = fixed.bridge_total().fill(&[("unit", unit)]);
        columns.push(column(heading, Holds::Figure, width(form, columns.len(), 1)));
    }
    let mut rows = vec![draw.row(0, &bridge_form.from_label, &draw.steps(|step| bridge.starts(step)))];
    for (kind, (name, _)) in bridge_form.signs.iter().enumerate().filter(|(_, (_, sign))| *sign != Sign::Within) {
        let amounts = draw.steps(|step| bridge.of_kind(kind, step));
        if amounts.iter().any(|amounts| !amounts.is_empty()) {
            rows.push(draw.row(rows.len(), name, &amounts));
        }
    }
    rows.extend(draw.rest(rows.len()));
    let sums = (1..columns.len()).map(|column| draw.sum((0..rows.len()).map(|row| (row, column)), &rows));
    let total = std::iter::once(cells::label(bridge_form.to_label.clone())).chain(sums).collect();
    rows.push(row(RowKind::Total, total));
    let mut notes = form_level::notes(material, known, &form.notes);
    notes.extend(draw.within().into_iter().map(|(note, places)| known.sentence(&note, places)));
    let table = Table {
        id: form.id.clone(),
        sheet: String::new(),
        description: fixed.bridge_about().fill(&[
            ("title", &title),
            ("from", &bridge_form.from_label.to_lowercase()),
            ("to", &bridge_form.to_label.to_lowercase()),
            ("item", material.form.list(&bridge_form.list).map_or(&*bridge_form.list, |list| &*list.item)),
        ]),
        title,
        appears: super::appears(form),
        columns,
        rows,
        notes,
    };
    Some(FormTable { table, area: None, is_summary: false, new_page: false })
}

fn width(form: &TableForm, index: usize, usual: u32) -> u32 {
    form.widths.get(index).copied().unwrap_or(usual)
}

/// Where the tables of the report print which cell of a return.
struct Printed(BTreeMap<Place, At>);

impl Printed {
    fn of(drawn: &[FormTable]) -> Self {
        let mut places = BTreeMap::new();
        for table in drawn.iter().map(|drawn| &drawn.table) {
            for (row, cells) in table.rows.iter().enumerate() {
                for (column, cell) in cells.cells.iter().enumerate() {
                    if let Origin::Given(place) = &cell.origin {
                        places.entry(place.clone()).or_insert_with(|| At { table: table.id.clone(), row, column });
                    }
                }
            }
        }
        Printed(places)
    }

    /// The cells that print these; none unless all are printed.
    fn all(&self, places: &[Place]) -> Option<Vec<At>> {
        places.iter().map(|place| self.0.get(place).cloned()).collect()
    }
}

struct Draw<'m, 'f, 'a> {
    material: &'m Material<'m>,
    form: &'m BridgeForm,
    bridge: &'m Bridge<'f, 'a>,
    printed: &'m Printed,
    id: &'m str,
}

impl<'f, 'a> Draw<'_, 'f, 'a> {
    /// The cells behind amounts.
    fn places(&self, amounts: &Amounts<'_, '_>) -> Vec<Place> {
        amounts.places(self.material.form, self.material.figures)
    }

    /// Amounts of each step.
    fn steps(&self, of: impl Fn(usize) -> Amounts<'f, 'a>) -> Vec<Amounts<'f, 'a>> {
        (0..self.form.steps.len()).map(of).collect()
    }

    /// A row: its figures for each step, and their sum.
    fn row(&self, place: usize, label: &str, amounts: &[Amounts<'_, '_>]) -> Row {
        let negative = self.form.signs.iter().any(|(kind, sign)| kind == label && *sign == Sign::Minus);
        let mut all = vec![cells::label(label)];
        all.extend(amounts.iter().map(|amounts| self.cell(amounts, negative)));
        if amounts.len() > 1 {
            let sum = self.across(place, &all);
            all.push(sum);
        }
        row(RowKind::Item, all)
    }

    fn cell(&self, amounts: &Amounts<'_, '_>, negative: bool) -> Cell {
        let report = &self.material.form.report;
        let Some(sum) = amounts.sum() else {
            return cells::placeholder(report.not_applicable.clone(), Origin::Label);
        };
        let stated = amounts.stated();
        let how = if stated.is_some() { How::Sum } else { How::Worked };
        let printed = stated.and_then(|places| self.printed.all(&places)).filter(|cells| !cells.is_empty());
        let origin = match printed {
            Some(cells) if negative => {
                let names: Vec<(String, At)> =
                    cells.into_iter().enumerate().map(|(index, at)| (format!("amount_{}", index + 1), at)).collect();
                let sum = names
                    .iter()
                    .map(|(name, _)| Expr::Column(name.clone()))
                    .reduce(|sum, next| Expr::Binary(crate::formula::Operator::Add, Box::new(sum), Box::new(next)));
                match sum {
                    Some(sum) => Origin::Computed(Expression::Formula(
                        Expr::Negate(Box::new(sum)),
                        names,
                        report.not_applicable.clone(),
                    )),
                    None => Origin::drawn(how, self.places(amounts)),
                }
            }
            Some(cells) => Origin::Computed(Expression::Sum(cells)),
            None => Origin::drawn(how, self.places(amounts)),
        };
        cells::money(report, sum, origin)
    }

    /// The sum across a row.
    fn across(&self, place: usize, cells: &[Cell]) -> Cell {
        let numbers = cells.iter().enumerate().skip(1).map(|(column, cell)| (column, cell.number()));
        self.summed(numbers.map(|(column, number)| (place, column, number)))
    }

    /// The sum of cells of the table.
    fn sum(&self, of: impl Iterator<Item = (usize, usize)>, rows: &[Row]) -> Cell {
        self.summed(of.map(|(row, column)| {
            let number = rows.get(row).and_then(|row| row.cells.get(column)).and_then(Cell::number);
            (row, column, number)
        }))
    }

    fn summed(&self, cells: impl Iterator<Item = (usize, usize, Option<Decimal>)>) -> Cell {
        let report = &self.material.form.report;
        let cells: Vec<_> = cells.collect();
        let known = cells.iter().filter_map(|(_, _, number)| *number);
        let sum = money::checked_sum(known).and_then(|sum| sum.checked_mul(report.money.unit.factor()));
        let at = cells.iter().map(|(row, column, _)| At { table: self.id.to_string(), row: *row, column: *column });
        match sum {
            Some(sum) => cells::money(report, sum, Origin::Computed(Expression::Sum(at.collect()))),
            None => cells::placeholder(report.not_applicable.clone(), Origin::Label),
        }
    }

    /// What nothing explains: a row of its own while the bridge is open.
    fn rest(&self, place: usize) -> Option<Row> {
        let rests: Vec<Decimal> =
            (0..self.form.steps.len()).map(|step| self.bridge.rest(step)).collect::<Option<_>>()?;
        if rests.iter().all(Decimal::is_zero) {
            return None;
        }
        let report = &self.material.form.report;
        let mut cells = vec![cells::label(self.material.words.fixed.bridge_rest().said())];
        for (step, rest) in rests.iter().enumerate() {
            cells.push(if rest.is_zero() {
                cells::placeholder(report.not_applicable.clone(), Origin::Label)
            } else {
                let places: BTreeSet<Place> =
                    self.bridge.whole(step).iter().flat_map(|amounts| self.places(amounts)).collect();
                cells::money(report, *rest, Origin::drawn(How::Worked, places.into_iter().collect()))
            });
        }
        if rests.len() > 1 {
            let sum = self.across(place, &cells);
            cells.push(sum);
        }
        Some(row(RowKind::Item, cells))
    }

    /// What is part of both ends, said in a note for each kind, with its cells.
    fn within(&self) -> Vec<(String, Vec<Place>)> {
        let (report, fixed) = (&self.material.form.report, &self.material.words.fixed);
        let mut notes = Vec::new();
        for (kind, (name, _)) in self.form.signs.iter().enumerate().filter(|(_, (_, sign))| *sign == Sign::Within) {
            let (mut said, mut places) = (Vec::new(), Vec::new());
            for (step, item) in self.form.steps.iter().enumerate() {
                let amounts = self.bridge.stated(kind, step);
                let sum = amounts.sum().unwrap_or_default();
                places.extend(self.places(&amounts));
                if !sum.is_zero() {
                    let amount = money::say_money(sum, report.money.unit);
                    said.push(match item.year {
                        Some(year) => fixed.amount_in_year().fill(&[("amount", &amount), ("year", &year.label())]),
                        None => amount,
                    });
                }
            }
            if !said.is_empty() {
                let (kind, amounts) = (name.to_lowercase(), said.join(", "));
                let filled = [("total", &*self.form.to_label), ("kind", &*kind), ("amounts", &*amounts)];
                let note = fixed.bridge_includes().fill(&filled);
                notes.push((note, places));
            }
        }
        notes
    }
}
