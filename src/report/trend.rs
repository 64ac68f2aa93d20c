//! The last closings of a figure by service area, as the form asks for them: a table, and a line for each area with the same in words.
//!
//! This period's closing and the prior one's are those of the movement, so that no two tables can differ; those before it are sums over the
//! workbooks that were published, whose cells they name. Where a period has no figure of an area there is none here, and no nil.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use super::build::{column, row, table};
use super::changes::{negative_savings, unit_words};
use super::each_change::{self, Amount};
use super::known::{From, Known};
use super::material::Material;
use super::movement::Of;
use super::{
    At, Block, Cell, Expression, Holds, How, Origin, RowKind, Table, Trend, TrendLine, TrendPoint, as_last_reported,
    cells, data, facts, ids, tables,
};
use crate::form::Form;
use crate::money;
use crate::period::Period;
use crate::reconcile::position::{Position, Scheme};
use crate::reconcile::{Movement, Reconciliation};
use crate::source::Place;
use crate::words::handle;

/// The periods before this one whose closings print, and what is known of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Earlier {
    /// All of them, the prior one among them.
    pub(crate) periods: BTreeSet<Period>,
    /// What was published of those before the prior one.
    pub(crate) read: Vec<Position>,
    /// Those of which that cannot be read.
    pub(crate) not_read: BTreeSet<Period>,
    /// Those that were published for everybody without some parts.
    pub(crate) partly_exempt: BTreeSet<Period>,
    /// Those in which last published figures stood for a return.
    pub(crate) not_updated: BTreeSet<Period>,
}

/// What prints, wherever the form has it print: a table of each column, and its lines. Nothing where there was nothing before.
pub(super) fn blocks(material: &Material<'_>, known: &Known<'_>) -> Vec<Block> {
    let Some(reconciliation) = material.reconciliation else { return Vec::new() };
    let form = material.form;
    let mut blocks = Vec::new();
    for (list, column) in &form.report.trend {
        let Some(list) = form.list(list) else { continue };
        let Some(column) = list.column(column) else { continue };
        let of = Of { material, known, reconciliation, list, column };
        let Some(closings) = Closings::of(of) else { continue };
        blocks.push(Block::Table(closings.table()));
        blocks.extend(closings.lines().map(Block::Trend));
    }
    blocks
}

/// Where the closings of a period come from.
#[derive(Clone, Copy)]
enum Source<'m> {
    /// The movement: what was, or what is.
    Movement(Amount, &'m Position),
    /// The prior period as it was, where the movement opens otherwise because a new year has begun.
    AsItWas(&'m Position),
    /// What was published.
    Published(&'m Position),
    /// Nowhere: what was published cannot be read.
    NotRead,
    /// Nowhere: parts of it were not published, and sums over it could give them away.
    PartlyExempt,
}

/// Whose closings a row or a line has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose<'m> {
    /// An area's, by its id.
    Area(&'m str),
    /// Of areas that the form does not have, or has no more.
    Others,
    /// All of them.
    All,
}

/// The closings of a column.
struct Closings<'m> {
    of: Of<'m>,
    /// The oldest first; the last one is this one.
    periods: Vec<(Period, Source<'m>)>,
    /// Those that have a figure in any of them: areas in the form's order, then what is of none of these. None where there are no areas.
    rows: Vec<Whose<'m>>,
}

impl<'m> Closings<'m> {
    fn of(of: Of<'m>) -> Option<Closings<'m>> {
        let Of { material, reconciliation, .. } = of;
        let Earlier { periods, read, not_read, partly_exempt, not_updated: _ } = material.earlier;
        // Where parts are exempt now, there is an edition without all this.
        let is_for_all = material.decisions.exempt_in(material.form, material.period).next().is_none();
        let was_exempt = |period: Period| {
            partly_exempt.contains(&period) || material.decisions.exempt_in(material.form, period).next().is_some()
        };
        let Reconciliation { before, after, prior, .. } = reconciliation;
        let source = |period: Period| {
            if not_read.contains(&period) {
                return Some(Source::NotRead);
            }
            if is_for_all && was_exempt(period) {
                return Some(Source::PartlyExempt);
            }
            if period == *prior {
                let turned = reconciliation.year_end.as_ref().filter(|end| end.has_turned());
                return Some(
                    turned.map_or(Source::Movement(Amount::Opening, before), |end| Source::AsItWas(&end.last)),
                );
            }
            read.iter().find(|position| position.period == period).map(Source::Published)
        };
        let mut own: Vec<(Period, Source<'m>)> =
            periods.iter().filter_map(|period| Some((*period, source(*period)?))).collect();
        if own.is_empty() {
            return None;
        }
        own.push((material.period, Source::Movement(Amount::Closing, after)));
        let areas: Vec<Whose<'m>> = material.form.areas.iter().map(|area| Whose::Area(&area.id)).collect();
        let others = Some(Whose::Others).filter(|_| !areas.is_empty());
        let mut closings = Closings { of, periods: own, rows: areas.into_iter().chain(others).collect() };
        let rows = std::mem::take(&mut closings.rows).into_iter();
        closings.rows = rows.filter(|whose| closings.has_any(*whose)).collect();
        Some(closings)
    }

    fn has_any(&self, whose: Whose<'m>) -> bool {
        self.periods.iter().any(|(_, source)| self.schemes(*source, whose).next().is_some())
    }

    /// What has a figure of the column in a period.
    fn schemes(&self, source: Source<'m>, whose: Whose<'m>) -> impl Iterator<Item = &'m Scheme> + use<'m> {
        let Of { material, list, column, .. } = self.of;
        let schemes = source.position().map(|position| position.schemes.iter()).into_iter().flatten();
        schemes.filter(move |scheme| {
            let is_its = match (whose, scheme.area.as_deref()) {
                (Whose::All, _) => true,
                (Whose::Area(own), area) => area == Some(own),
                (Whose::Others, area) => area.is_none_or(|area| material.form.area(area).is_none()),
            };
            is_its && scheme.list == list.id && scheme.figures.contains_key(&column.id)
        })
    }

    /// What an area, or all of them, came to in a period. `None` where no figure stood there.
    fn amount(&self, source: Source<'m>, whose: Whose<'m>) -> Option<Decimal> {
        let mut own = self.schemes(source, whose).peekable();
        own.peek()?;
        match self.movement(source, whose) {
            Some((amount, movement)) => Some(amount.of(movement)),
            None => money::checked_sum(own.map(|scheme| scheme.amount(&self.of.column.id))),
        }
    }

    /// The movement that has the closing of a period, and which amount of it that is.
    fn movement(&self, source: Source<'m>, whose: Whose<'m>) -> Option<(Amount, &'m Movement)> {
        let Source::Movement(amount, _) = source else { return None };
        let area = match whose {
            Whose::Area(area) => Some(area),
            Whose::All => None,
            Whose::Others => return None,
        };
        let mut movements = self.of.movements(&self.of.column.id);
        Some((amount, movements.find(|movement| movement.area.as_deref() == area)?))
    }

    /// The cells that a closing is the sum of.
    fn places(&self, source: Source<'m>, whose: Whose<'m>) -> Vec<Place> {
        let Of { list, column, .. } = self.of;
        let own = self.schemes(source, whose);
        match source {
            // What was published has a cell of each figure, worked out or not.
            Source::Published(_) => own.map(|scheme| scheme.place(&column.id).clone()).collect(),
            _ => own.flat_map(|scheme| data::places_or_row(list, scheme, &column.id)).collect(),
        }
    }

    /// How it comes from them.
    fn how(&self, source: Source<'m>) -> How {
        match source {
            Source::Published(_) => How::Sum,
            _ => data::how(self.of.list, &self.of.column.id),
        }
    }

    /// The cell of a closing.
    fn cell(&self, source: Source<'m>, whose: Whose<'m>, sum: Option<Vec<At>>) -> Cell {
        let material = self.of.material;
        let Some(amount) = self.amount(source, whose) else {
            return cells::placeholder(material.form.report.not_applicable.clone(), Origin::Label);
        };
        let origin = match (sum, self.movement(source, whose)) {
            (Some(cells), _) => Origin::Computed(Expression::Sum(cells)),
            (None, Some((amount, movement))) => {
                let of = (&*self.of.list.id, &*self.of.column.id);
                Origin::Computed(each_change::sum(&material.words.fixed, amount, of, movement.area.as_deref()))
            }
            (None, None) => Origin::drawn(self.how(source), self.places(source, whose)),
        };
        cells::money(&material.form.report, amount, origin)
    }

    fn name_of(&self, whose: Whose<'m>) -> String {
        let fixed = &self.of.material.words.fixed;
        match whose {
            Whose::Area(id) => self.of.material.form.area_name(id).to_string(),
            Whose::Others => fixed.trend_others().said(),
            Whose::All => fixed.total().said(),
        }
    }

    fn has_area(&self, area: &str) -> bool {
        self.rows.iter().any(|whose| matches!(whose, Whose::Area(own) if *own == area))
    }

    fn period(&self, period: Period) -> String {
        self.of.material.form.calendar.period(period)
    }

    fn table(&self) -> Table {
        let Of { material, column: of, .. } = self.of;
        let (fixed, unit) = (&material.words.fixed, unit_words(material));
        let title = fixed.trend_title().fill(&[("figure", &self.of.name()), ("unit", unit)]);
        let now = self.period(material.period);
        let about = fixed.trend_about().fill(&[("figure", &self.of.name()), ("now", &now)]);
        let mut columns = vec![column(fixed.service_area().said(), Holds::Label, 3)];
        columns.extend(self.periods.iter().map(|(period, _)| column(self.period(*period), Holds::Figure, 1)));
        let mut table = table(&self.of.id(ids::TREND), &title, about, columns);
        table.sheet = format!("Closings of {}", tables::column_name(material, of));
        for whose in &self.rows {
            let closings = self.periods.iter().map(|(_, source)| self.cell(*source, *whose, None));
            let cells = std::iter::once(cells::label(self.name_of(*whose))).chain(closings).collect();
            table.rows.push(row(RowKind::Item, cells));
        }
        let mut total = vec![cells::label(self.name_of(Whose::All))];
        for (index, (_, source)) in self.periods.iter().enumerate() {
            let parts = money::checked_sum(self.rows.iter().filter_map(|whose| self.amount(*source, *whose)));
            // Without areas there is nothing else to add up.
            let is_sum = !self.rows.is_empty() && parts == self.amount(*source, Whose::All);
            let at = |row: usize| At { table: table.id.clone(), row, column: index + 1 };
            total.push(self.cell(*source, Whose::All, is_sum.then(|| (0..self.rows.len()).map(at).collect())));
        }
        table.rows.push(row(RowKind::Total, total));
        table.notes = self.notes();
        table.notes.extend(negative_savings(material));
        table.notes.extend(as_last_reported::notes(material, self.of.known, |area| self.has_area(area)));
        table
    }

    /// What is to be said where a figure is missing.
    fn notes(&self) -> Vec<String> {
        let material = self.of.material;
        let fixed = &material.words.fixed;
        let mut notes = Vec::new();
        for (period, source) in &self.periods {
            let name = self.period(*period);
            match source {
                Source::NotRead => notes.push(fixed.trend_not_read().fill(&[("period", &name)])),
                Source::PartlyExempt => notes.push(fixed.trend_exempt().fill(&[("period", &name)])),
                // Whatever an entry says of a period that was published, it held then.
                Source::Movement(..) | Source::AsItWas(_) | Source::Published(_)
                    if material.earlier.not_updated.contains(period) =>
                {
                    let entries = material.decisions.not_updated_in(*period);
                    notes.extend(entries.filter(|entry| self.has_area(&entry.area)).map(|entry| {
                        let area = self.name_of(Whose::Area(&entry.area));
                        fixed.trend_not_updated().fill(&[("area", &area), ("period", &name)])
                    }));
                }
                Source::Movement(..) | Source::AsItWas(_) | Source::Published(_) => {}
            }
        }
        let is_missing = |whose: &Whose<'m>| {
            let mut known = self.periods.iter().filter(|(_, source)| source.position().is_some());
            known.any(|(_, source)| self.amount(*source, *whose).is_none())
        };
        if self.rows.iter().chain([&Whose::All]).any(is_missing) {
            let instead = [("placeholder", material.form.report.not_applicable.as_str())];
            notes.push(fixed.trend_none().fill(&instead));
        }
        notes.into_iter().map(|note| facts::words(&note)).collect()
    }

    fn is_over_years(&self) -> bool {
        self.periods.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one.year != other.year))
    }

    /// The lines: one for each area and one for all of them, where there is more than one. `None` where none of them has two points.
    fn lines(&self) -> Option<Trend> {
        let Of { material, .. } = self.of;
        let (fixed, unit) = (&material.words.fixed, unit_words(material));
        let all = Some(Whose::All).filter(|_| self.rows.len() != 1);
        let drawn: Vec<(Vec<Option<Point>>, TrendLine)> =
            self.rows.iter().copied().chain(all).map(|whose| self.line(whose)).collect();
        if drawn.iter().all(|(points, _)| points.iter().flatten().count() < 2) {
            return None;
        }
        let periods: Vec<String> = self.periods.iter().map(|(period, _)| self.period(*period)).collect();
        let told = drawn.iter().map(|(points, line)| {
            let figures = periods.iter().zip(&line.points).zip(points).map(|((period, drawn), point)| match point {
                Some(point) => format!("{}: {}", facts::words(period), handle::spoken(&drawn.label, &point.trace)),
                None => format!("{}: {}", facts::words(period), facts::words(&drawn.label)),
            });
            format!("{}. {}", facts::words(&line.name), figures.collect::<Vec<_>>().join("; "))
        });
        let told = told.collect::<Vec<_>>().join(". ");
        let mut notes = vec![fixed.trend_scale().said()];
        notes.extend(Some(fixed.trend_years().said()).filter(|_| self.is_over_years()));
        Some(Trend {
            title: fixed.trend_lines().fill(&[("figure", &self.of.name())]),
            unit: unit.to_string(),
            periods,
            alternative: fixed.trend_lines_about().fill(&[("unit", unit), ("figures", &told)]),
            lines: drawn.into_iter().map(|(_, line)| line).collect(),
            notes,
        })
    }

    fn line(&self, whose: Whose<'m>) -> (Vec<Option<Point>>, TrendLine) {
        let report = &self.of.material.form.report;
        let points: Vec<Option<Point>> =
            self.periods.iter().map(|(period, source)| self.point(*period, *source, whose)).collect();
        let scale = Scale::of(points.iter().flatten().map(|point| point.saving));
        let drawn = points.iter().enumerate().map(|(index, point)| {
            let before =
                index.checked_sub(1).and_then(|before| points.get(before)?.as_ref().zip(self.periods.get(before)));
            let year = self.periods.get(index).map(|(period, _)| period.year);
            TrendPoint {
                label: match point {
                    Some(point) => money::print_money(point.saving, report.money),
                    None => report.not_applicable.clone(),
                },
                height: point.as_ref().map(|point| scale.thousandths(point.saving)),
                joined: point.is_some() && before.is_some_and(|(_, (period, _))| Some(period.year) == year),
            }
        });
        let drawn = drawn.collect();
        (points, TrendLine { name: self.name_of(whose), nil: scale.thousandths(Decimal::ZERO), points: drawn })
    }

    fn point(&self, period: Period, source: Source<'m>, whose: Whose<'m>) -> Option<Point> {
        let Of { material, known, list, column, .. } = self.of;
        let amount = self.amount(source, whose)?;
        let (kind, area) = match whose {
            Whose::Area(area) => ("closing", Some(area)),
            Whose::Others => ("closing.others", None),
            Whose::All => ("closing", None),
        };
        let trace = match self.movement(source, whose) {
            Some((of, movement)) => known.moved(of, movement, area)?,
            None => {
                let from = From::Cells(self.how(source), self.places(source, whose));
                known.add(&format!("{kind}.{period}.{}.{}", list.id, column.id), area, amount, from)
            }
        };
        Some(match is_turned(material.form) {
            true => Point { saving: Decimal::ZERO.checked_sub(amount)?, trace: format!("(-{trace})") },
            false => Point { saving: amount, trace },
        })
    }
}

/// Whether the form writes savings as negative amounts: a line is as high as the saving.
fn is_turned(form: &Form) -> bool {
    form.report.negative_savings
}

impl<'m> Source<'m> {
    fn position(self) -> Option<&'m Position> {
        match self {
            Source::Movement(_, position) | Source::AsItWas(position) | Source::Published(position) => Some(position),
            Source::NotRead | Source::PartlyExempt => None,
        }
    }
}

/// A point of a line.
struct Point {
    /// In pounds: as high as the saving, however the form writes savings.
    saving: Decimal,
    /// Where it comes from.
    trace: String,
}

/// The scale of a line: from its least figure to its largest, with nil.
struct Scale {
    least: Decimal,
    most: Decimal,
}

impl Scale {
    fn of(figures: impl Iterator<Item = Decimal>) -> Scale {
        let nil = Scale { least: Decimal::ZERO, most: Decimal::ZERO };
        figures.fold(nil, |scale, figure| Scale { least: scale.least.min(figure), most: scale.most.max(figure) })
    }

    /// How high a figure stands.
    fn thousandths(&self, figure: Decimal) -> u32 {
        use rust_decimal::prelude::ToPrimitive;
        let (above, whole) = (figure.checked_sub(self.least), self.most.checked_sub(self.least));
        let share = above.zip(whole).and_then(|(above, whole)| above.checked_div(whole));
        let share = share.and_then(|share| share.checked_mul(Decimal::from(1000))).unwrap_or_default();
        share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_u32().unwrap_or(0).min(1000)
    }
}
