//! The movement of a money column: opening, changes by kind, closing, by area or by year. Every amount is a sum over the sheet
//! 'Changes', which has it scheme by scheme with the cells of both periods.

use rust_decimal::Decimal;

use super::build::{column, row, table};
use super::changes::{negative_savings, unit_words};
use super::each_change::{self, Amount};
use super::known::Known;
use super::material::Material;
use super::{At, Cell, Expression, Holds, Origin, RowKind, Table, as_last_reported, cells, data, new_year, tables};
use crate::form::{Column, List};
use crate::money;
use crate::reconcile::{Change, Gross, Movement, MovementLine, Reconciliation};
use crate::source::Place;

/// A column of a list that moved.
#[derive(Clone, Copy)]
pub(super) struct Of<'m> {
    pub(super) material: &'m Material<'m>,
    pub(super) known: &'m Known<'m>,
    pub(super) reconciliation: &'m Reconciliation,
    pub(super) list: &'m List,
    pub(super) column: &'m Column,
}

/// The lines that always print; the others only where something moved on them.
fn lines(reconciliation: &Reconciliation) -> Vec<MovementLine> {
    let always = |line: MovementLine| {
        !matches!(
            line,
            MovementLine::Split
                | MovementLine::Merged
                | MovementLine::Reprofiled
                | MovementLine::Virements
                | MovementLine::Corrections
                | MovementLine::Awaited
        )
    };
    let moved = |line| reconciliation.movements.iter().any(|movement| movement.gross(line) != Gross::default());
    MovementLine::ALL.into_iter().filter(|line| always(*line) || moved(*line)).collect()
}

impl<'m> Of<'m> {
    /// The name of the column, and of its list where that is not the main one.
    pub(super) fn name(&self) -> String {
        tables::figure_name(self.material, self.list, self.column)
    }

    /// An id of its own in the report.
    pub(super) fn id(&self, of: &str) -> String {
        let is_main = self.list.id == self.material.form.report.main_list;
        super::ids::of_column(of, (!is_main).then_some(&self.list.id), &self.column.id)
    }

    /// The movements of this column: each area that has a scheme in either period, and overall.
    pub(super) fn movements(&self, column: &str) -> impl Iterator<Item = &'m Movement> {
        let (list, column) = (self.list.id.clone(), column.to_string());
        self.reconciliation.movements.iter().filter(move |movement| movement.list == list && movement.column == column)
    }

    /// By service area.
    pub(super) fn by_area(&self) -> Option<Table> {
        let form = self.material.form;
        let overall = self.movements(&self.column.id).find(|movement| movement.area.is_none())?;
        let areas = self.movements(&self.column.id).filter_map(|movement| Some((movement.area.as_deref()?, movement)));
        let rows: Vec<(String, &Movement)> =
            areas.map(|(area, movement)| (form.area_name(area).to_string(), movement)).collect();
        let (prior, name) = (self.material.form.calendar.period(self.reconciliation.prior), self.name());
        let fixed = &self.material.words.fixed;
        let unit = unit_words(self.material);
        let title = fixed.movement_title().fill(&[("figure", &name), ("period", &prior), ("unit", unit)]);
        let now = self.material.form.calendar.period(self.material.period);
        let about = fixed.movement_about().fill(&[("figure", &name), ("period", &prior), ("now", &now)]);
        let mut table = self.table(&self.id("movement"), &title, about, fixed.service_area().said());
        table.sheet = format!("Movement of {}", tables::column_name(self.material, self.column));
        self.fill(&mut table, &rows, |amount| Some(amount.of(overall)))?;
        table.notes.extend(lines(self.reconciliation).into_iter().filter_map(|line| self.net(overall, line)));
        table.notes.extend(new_year::of_movement(self.material, self.list, self.column));
        table.notes.extend(negative_savings(self.material));
        let is_its =
            |area: &str| self.movements(&self.column.id).any(|movement| movement.area.as_deref() == Some(area));
        table.notes.extend(as_last_reported::of_movement(self.material, self.known, is_its));
        Some(table)
    }

    /// What a line is net of, where increases and decreases offset each other in it.
    fn net(&self, overall: &Movement, line: MovementLine) -> Option<String> {
        let Gross { up, down } = overall.gross(line);
        if up.is_zero() || down.is_zero() {
            return None;
        }
        let (fixed, unit) = (&self.material.words.fixed, self.material.form.report.money.unit);
        let (up, down) = (money::say_money(up, unit), money::say_money(down.abs(), unit));
        let gross = [("increases", up.as_str()), ("decreases", down.as_str())];
        let note = match line {
            MovementLine::Other => fixed.other_changes_net().fill(&gross),
            _ => {
                let line = each_change::heading(fixed, Some(line));
                fixed.line_net().fill(&[&[("line", line.as_str())], gross.as_slice()].concat())
            }
        };
        Some(self.known.sentence(&note, self.behind(line)))
    }

    /// The cells of what changed in a line, then and now.
    fn behind(&self, line: MovementLine) -> Vec<Place> {
        let is_it = |change: &Change| {
            change.column == self.column.id && change.line == line && (line.gives_all() || change.from != change.to)
        };
        let pairs = self.reconciliation.pairs.iter().filter(|pair| pair.changes.iter().any(is_it));
        let schemes = pairs.flat_map(|pair| {
            let then = self.reconciliation.before.at(&pair.before);
            then.into_iter().chain(self.reconciliation.after.at(&pair.after))
        });
        let of_list = schemes.filter(|scheme| scheme.list == self.list.id);
        of_list.flat_map(|scheme| data::places(self.list, scheme, &self.column.id)).collect()
    }

    /// By year of a programme, where the column is one year's and anything moved in any of them.
    pub(super) fn by_year(&self) -> Option<Table> {
        let mut rows = Vec::new();
        for (year, id) in self.material.form.every_year(&self.column.id) {
            rows.push((year.label(), self.movements(&id).find(|movement| movement.area.is_none())?));
        }
        if rows.iter().all(|(_, movement)| movement.lines.iter().all(Decimal::is_zero)) {
            return None;
        }
        let own = &rows.iter().find(|(_, movement)| movement.column == self.column.id)?.0;
        let name = tables::column_name(self.material, self.column).replace(own.as_str(), "").trim().to_string();
        let prior = self.material.form.calendar.period(self.reconciliation.prior);
        let fixed = &self.material.words.fixed;
        let unit = unit_words(self.material);
        let title = fixed.years_title().fill(&[("figure", &name), ("period", &prior), ("unit", unit)]);
        let about = fixed.years_about().fill(&[("figure", &name)]);
        let mut table = self.table(&self.id("years"), &title, about, fixed.year().said());
        table.sheet = format!("Movement of {name} by year");
        self.fill(&mut table, &rows, |amount| {
            money::checked_sum(rows.iter().map(|(_, movement)| amount.of(movement)))
        })?;
        table.notes.extend(negative_savings(self.material));
        table.notes.extend(as_last_reported::of_movement(self.material, self.known, |_| true));
        Some(table)
    }

    fn table(&self, id: &str, title: &str, about: String, rows: String) -> Table {
        let mut columns = vec![column(rows, Holds::Label, 3)];
        columns.extend(
            self.amounts().iter().map(|amount| column(amount.heading(&self.material.words.fixed), Holds::Figure, 1)),
        );
        table(id, title, about, columns)
    }

    /// What stands in the columns behind the first.
    pub(super) fn amounts(&self) -> Vec<Amount> {
        let lines = lines(self.reconciliation).into_iter().map(Amount::Line);
        std::iter::once(Amount::Opening).chain(lines).chain([Amount::Closing]).collect()
    }

    /// Fills in a row for each movement, and the total. `None` where there is no total.
    fn fill(
        &self,
        table: &mut Table,
        rows: &[(String, &Movement)],
        total: impl Fn(Amount) -> Option<Decimal>,
    ) -> Option<()> {
        let report = &self.material.form.report;
        let amounts = self.amounts();
        let at = |row: usize, column: usize| At { table: table.id.clone(), row, column };
        let sum = |cells: Vec<At>| Origin::Computed(Expression::Sum(cells));
        let mut drawn = Vec::new();
        for (index, (label, movement)) in rows.iter().enumerate() {
            let cell = |amount: &Amount| {
                let origin = match amount {
                    Amount::Closing => sum((1..amounts.len()).map(|column| at(index, column)).collect()),
                    _ => self.over_changes(*amount, &movement.column, movement.area.as_deref()),
                };
                cells::money(report, amount.of(movement), origin)
            };
            let cells: Vec<Cell> = amounts.iter().map(cell).collect();
            drawn.push(row(RowKind::Item, std::iter::once(cells::label(label)).chain(cells).collect()));
        }
        let mut cells = vec![cells::label(self.material.words.fixed.total().said())];
        for (index, amount) in amounts.iter().enumerate() {
            let whole = total(*amount)?;
            let parts = money::checked_sum(rows.iter().map(|(_, movement)| amount.of(movement)));
            // Where rows of no known area count overall alone, or there is none, it is the sum over all schemes.
            let origin = if rows.is_empty() || parts != Some(whole) {
                self.over_changes(*amount, &self.column.id, None)
            } else {
                sum((0..rows.len()).map(|row| at(row, index + 1)).collect())
            };
            cells.push(cells::money(report, whole, origin));
        }
        drawn.push(row(RowKind::Total, cells));
        table.rows = drawn;
        Some(())
    }

    fn over_changes(&self, amount: Amount, column: &str, area: Option<&str>) -> Origin {
        Origin::Computed(each_change::sum(&self.material.words.fixed, amount, (&self.list.id, column), area))
    }
}
