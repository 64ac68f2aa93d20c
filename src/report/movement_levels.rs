//! The movement of a money column by the levels inside the areas, for the workbook.

use rust_decimal::Decimal;

use super::build::{column, row, table};
use super::changes::{negative_savings, unit_words};
use super::each_change::Amount;
use super::movement::Of;
use super::{At, Cell, Expression, Holds, How, Origin, RowKind, Table, cells, data, ids, new_year, tables};
use crate::money;
use crate::reconcile::position::Position;
use crate::reconcile::{LevelMovement, Pair, Reconciliation};
use crate::source::Place;

impl Of<'_> {
    /// By level, where the list has levels.
    pub(super) fn by_level(&self) -> Option<Table> {
        let of_column =
            |level: &&LevelMovement| level.movement.list == self.list.id && level.movement.column == self.column.id;
        let levels: Vec<&LevelMovement> = self.reconciliation.levels.iter().filter(of_column).collect();
        if levels.is_empty() {
            return None;
        }
        let (form, fixed) = (self.material.form, &self.material.words.fixed);
        let (prior, now) =
            (form.calendar.period(self.reconciliation.prior), form.calendar.period(self.material.period));
        let (name, unit) = (self.name(), unit_words(self.material));
        let title = fixed.levels_title().fill(&[("figure", &name), ("period", &prior), ("unit", unit)]);
        let about = fixed.levels_about().fill(&[("figure", &name), ("period", &prior), ("now", &now)]);
        let amounts = self.amounts();
        let headings = [fixed.service_area().said(), fixed.level().said()];
        let mut columns: Vec<_> = headings.into_iter().map(|heading| column(heading, Holds::Label, 3)).collect();
        columns.extend(amounts.iter().map(|amount| column(amount.heading(fixed), Holds::Figure, 1)));
        let labels = columns.len() - amounts.len();
        let mut table = table(&self.id(ids::LEVELS), &title, about, columns);
        table.sheet = format!("Levels of {}", tables::column_name(self.material, self.column));
        let at = |row: usize, column: usize| At { table: table.id.clone(), row, column: column + labels };
        let sum = |cells: Vec<At>| Origin::Computed(Expression::Sum(cells));
        let mut rows = Vec::new();
        for (index, level) in levels.iter().enumerate() {
            let area = level.movement.area.as_deref().and_then(|area| form.area(area));
            let area = area.map(|area| area.name.clone()).unwrap_or_default();
            let mut line = [area, level.groups.join(", ")].map(cells::label).to_vec();
            line.extend(amounts.iter().map(|amount| {
                let origin = match amount {
                    Amount::Closing => sum((0..amounts.len() - 1).map(|column| at(index, column)).collect()),
                    _ => self.of_level(level, *amount),
                };
                cells::money(&form.report, amount.of(&level.movement), origin)
            }));
            rows.push(row(RowKind::Item, line));
        }
        let mut line: Vec<Cell> = [fixed.total().said(), String::new()].map(cells::label).to_vec();
        for (index, amount) in amounts.iter().enumerate() {
            let total: Decimal = money::checked_sum(levels.iter().map(|level| amount.of(&level.movement)))?;
            let origin = sum((0..levels.len()).map(|row| at(row, index)).collect());
            line.push(cells::money(&form.report, total, origin));
        }
        rows.push(row(RowKind::Total, line));
        table.rows = rows;
        table.notes.extend(new_year::of_movement(self.material, self.list, self.column));
        table.notes.extend(negative_savings(self.material));
        Some(table)
    }

    /// Where an amount of a level comes from: the cells of its schemes, or of those whose change it is.
    fn of_level(&self, level: &LevelMovement, amount: Amount) -> Origin {
        let places = |position: &Position, indices: &[usize]| -> Vec<Place> {
            let schemes = position.at(indices).into_iter();
            schemes.flat_map(|scheme| data::places_or_row(self.list, scheme, &self.column.id)).collect()
        };
        let Reconciliation { before, after, pairs, .. } = self.reconciliation;
        match amount {
            Amount::Opening if level.before.is_empty() => Origin::Drawn(How::Nil("nothing stood there"), Vec::new()),
            Amount::Opening => Origin::drawn(data::how(self.list, &self.column.id), places(before, &level.before)),
            Amount::Line(line) => {
                let behind = level.behind.get(&line).into_iter().flatten().filter_map(|index| pairs.get(*index));
                let both = |pair: &Pair| [places(before, &pair.before), places(after, &pair.after)].concat();
                let places: Vec<Place> = behind.flat_map(both).collect();
                Origin::Drawn(if places.is_empty() { How::Nil("nothing changed so") } else { How::Step }, places)
            }
            // The sum of the others.
            Amount::Closing => Origin::Label,
        }
    }
}
