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
    cells, facts, ids, tables,
};
use crate::form::{Form, List};
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
    /// What was published.
    Published(&'m Position),
    /// Nowhere: what was published cannot be read.
    NotRead,
    /// Nowhere: parts of it were not published, and sums over it could give them away.
    PartlyExempt,
}

/// The closings of a column.
struct Closings<'m> {
    of: Of<'m>,
    /// The oldest first; the last one is this one.
    periods: Vec<(Period, Source<'m>)>,
    /// The areas that have a figure in any of them, in the form's order.
    areas: Vec<&'m str>,
}

impl<'m> Closings<'m> {
    fn of(of: Of<'m>) -> Option<Closings<'m>> {
        let Of { material, reconciliation, list, column, .. } = of;
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
                return Some(Source::Movement(Amount::Opening, before));
            }
            read.iter().find(|position| position.period == period).map(Source::Published)
        };
        let mut own: Vec<(Period, Source<'m>)> =
            periods.iter().filter_map(|period| Some((*period, source(*period)?))).collect();
        if own.is_empty() {
            return None;
        }
        own.push((material.period, Source::Movement(Amount::Closing, after)));
        let areas = material.form.areas.iter().map(|area| area.id.as_str());
        let has_any =
            |area: &&str| own.iter().any(|(_, source)| source.schemes(list, &column.id, Some(area)).next().is_some());
        let areas = areas.filter(has_any).collect();
        Some(Closings { of, periods: own, areas })
    }

    /// What an area, or all of them, came to in a period. `None` where no figure stood there.
    fn amount(&self, source: Source<'m>, area: Option<&str>) -> Option<Decimal> {
        let Of { list, column, .. } = self.of;
        let mut own = source.schemes(list, &column.id, area).peekable();
        own.peek()?;
        match source {
            Source::Movement(amount, _) => self.movement(area).map(|movement| amount.of(movement)),
            _ => money::checked_sum(own.map(|scheme| scheme.amount(&column.id))),
        }
    }

    fn movement(&self, area: Option<&str>) -> Option<&'m Movement> {
        self.of.movements(&self.of.column.id).find(|movement| movement.area.as_deref() == area)
    }

    /// The cells of what was published that a closing is the sum of.
    fn places(&self, position: &'m Position, area: Option<&str>) -> Vec<Place> {
        let Of { list, column, .. } = self.of;
        let own = Source::Published(position).schemes(list, &column.id, area);
        own.map(|scheme| scheme.place(&column.id).clone()).collect()
    }

    /// The cell of a closing.
    fn cell(&self, source: Source<'m>, area: Option<&str>, sum: Option<Vec<At>>) -> Cell {
        let material = self.of.material;
        let Some(amount) = self.amount(source, area) else {
            return cells::placeholder(material.form.report.not_applicable.clone(), Origin::Label);
        };
        let origin = match (sum, source) {
            (Some(cells), _) => Origin::Computed(Expression::Sum(cells)),
            (None, Source::Published(position)) => Origin::drawn(How::Sum, self.places(position, area)),
            (None, Source::Movement(amount, _)) => {
                let of = (&*self.of.list.id, &*self.of.column.id);
                Origin::Computed(each_change::sum(&material.words.fixed, amount, of, area))
            }
            (None, Source::NotRead | Source::PartlyExempt) => Origin::Label,
        };
        cells::money(&material.form.report, amount, origin)
    }

    fn name_of(&self, area: &str) -> String {
        self.of.material.form.area(area).map_or_else(|| area.to_string(), |area| area.name.clone())
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
        for area in &self.areas {
            let closings = self.periods.iter().map(|(_, source)| self.cell(*source, Some(area), None));
            let cells = std::iter::once(cells::label(self.name_of(area))).chain(closings).collect();
            table.rows.push(row(RowKind::Item, cells));
        }
        let mut total = vec![cells::label(fixed.total().said())];
        for (index, (_, source)) in self.periods.iter().enumerate() {
            let parts = money::checked_sum(self.areas.iter().filter_map(|area| self.amount(*source, Some(area))));
            // Where rows of no known area count overall alone, it is the sum over all schemes.
            let is_sum = !self.areas.is_empty() && parts == self.amount(*source, None);
            let at = |row: usize| At { table: table.id.clone(), row, column: index + 1 };
            total.push(self.cell(*source, None, is_sum.then(|| (0..self.areas.len()).map(at).collect())));
        }
        table.rows.push(row(RowKind::Total, total));
        table.notes = self.notes();
        table.notes.extend(negative_savings(material));
        table.notes.extend(as_last_reported::notes(material, self.of.known, |area| self.areas.contains(&area)));
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
                Source::Movement(..) | Source::Published(_) if material.earlier.not_updated.contains(period) => {
                    let own = material.decisions.not_updated_in(*period).map(|entry| entry.area.as_str());
                    let own = own.filter(|area| self.areas.contains(area));
                    notes.extend(own.map(|area| {
                        fixed.trend_not_updated().fill(&[("area", &self.name_of(area)), ("period", &name)])
                    }));
                }
                Source::Movement(..) | Source::Published(_) => {}
            }
        }
        let is_missing = |area: Option<&str>| {
            let known = self.periods.iter().filter(|(_, source)| source.position().is_some());
            known.into_iter().any(|(_, source)| self.amount(*source, area).is_none())
        };
        if self.areas.iter().any(|area| is_missing(Some(area))) || is_missing(None) {
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
        let mut of: Vec<(String, Option<&str>)> =
            self.areas.iter().map(|area| (self.name_of(area), Some(*area))).collect();
        if of.len() != 1 {
            of.push((fixed.total().said(), None));
        }
        let drawn: Vec<(Vec<Option<Point>>, TrendLine)> =
            of.into_iter().map(|(name, area)| self.line(name, area)).collect();
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

    fn line(&self, name: String, area: Option<&str>) -> (Vec<Option<Point>>, TrendLine) {
        let report = &self.of.material.form.report;
        let points: Vec<Option<Point>> =
            self.periods.iter().map(|(period, source)| self.point(*period, *source, area)).collect();
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
        (points, TrendLine { name, nil: scale.thousandths(Decimal::ZERO), points: drawn })
    }

    fn point(&self, period: Period, source: Source<'m>, area: Option<&str>) -> Option<Point> {
        let Of { material, known, list, column, .. } = self.of;
        let amount = self.amount(source, area)?;
        let trace = match source {
            Source::Movement(of, _) => known.moved(of, self.movement(area)?, area)?,
            Source::Published(position) => {
                let from = From::Cells(How::Sum, self.places(position, area));
                known.add(&format!("closing.{period}.{}.{}", list.id, column.id), area, amount, from)
            }
            Source::NotRead | Source::PartlyExempt => return None,
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
            Source::Movement(_, position) | Source::Published(position) => Some(position),
            Source::NotRead | Source::PartlyExempt => None,
        }
    }

    /// What of a list has a figure in a column: of one area, or of all.
    fn schemes<'s>(
        self,
        list: &'s List,
        column: &'s str,
        area: Option<&'s str>,
    ) -> impl Iterator<Item = &'m Scheme> + use<'m, 's> {
        let schemes = self.position().map(|position| position.schemes.iter()).into_iter().flatten();
        schemes.filter(move |scheme| {
            scheme.list == list.id
                && scheme.figures.contains_key(column)
                && (area.is_none() || scheme.area.as_deref() == area)
        })
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
