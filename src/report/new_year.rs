//! What became of the savings of the year that ended, where a new one was decided to have begun: scheme by scheme for the workbook, and by
//! area, in sums over that, on paper. What was not delivered is brought forward or written off; what was once only is missing from now on.

use rust_decimal::Decimal;

use super::build::{column, row, table};
use super::changes::{negative_savings, unit_words};
use super::facts::{as_saving, words};
use super::known::{From, Known};
use super::material::Material;
use super::{At, Block, Cell, Column, Expression, Holds, How, Origin, Row, RowKind, Table, cells, data, ids};
use crate::decision::{Ended, NewYear};
use crate::form::{self, List, heading};
use crate::money;
use crate::reconcile::new_year::{self, Opens, SchemeEnd, YearColumns, YearEnd, columns_of};
use crate::reconcile::position::Scheme;
use crate::source::Place;
use crate::words::handle;

/// The columns of the table by scheme that hold words: the area's id, its name, the scheme.
const LABELS: usize = 3;

/// What the figures of both tables are, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount {
    Target,
    Delivered,
    Undelivered,
    BroughtForward,
    WrittenOff,
    OneOff,
}

impl Amount {
    const ALL: [Amount; 6] = [
        Amount::Target,
        Amount::Delivered,
        Amount::Undelivered,
        Amount::BroughtForward,
        Amount::WrittenOff,
        Amount::OneOff,
    ];
}

/// The end of a year of which somebody decided what became of it.
struct Ending<'m> {
    material: &'m Material<'m>,
    end: &'m YearEnd,
    entry: &'m NewYear,
    list: &'m List,
    columns: YearColumns<'m>,
}

impl<'m> Ending<'m> {
    /// `None` before the year is over: nothing has become of its savings then.
    fn of(material: &'m Material<'m>) -> Option<Ending<'m>> {
        let end = material.reconciliation?.year_end.as_ref().filter(|end| end.is_over())?;
        let entry = material.decisions.new_year_in(material.period)?;
        let columns = columns_of(material.form, end.last.period)?;
        Some(Ending { material, end, entry, list: material.form.main()?, columns })
    }

    fn year(&self) -> String {
        self.end.last.period.year.label()
    }

    fn ended(&self, one: &SchemeEnd) -> Option<&'m Ended> {
        self.entry.schemes.get(one.answer?)
    }

    /// The amount of a scheme, in pounds; `None` where it is not known.
    fn amount(&self, one: &SchemeEnd, amount: Amount) -> Option<Decimal> {
        let decided = |of: fn(&Ended) -> Decimal| Some(self.ended(one).map(of).unwrap_or_default());
        match amount {
            Amount::Target => one.target,
            Amount::Delivered => one.delivered,
            Amount::Undelivered => one.undelivered,
            Amount::BroughtForward => decided(|ended| ended.brought_forward),
            Amount::WrittenOff => decided(|ended| ended.written_off),
            Amount::OneOff => decided(|ended| ended.one_off),
        }
    }

    /// The sum over the schemes of an area, or of all, in pounds; what is not known counts nothing.
    fn sum(&self, area: Option<&str>, amount: Amount) -> Decimal {
        let own = self.end.schemes.iter().filter(|one| {
            let scheme = self.end.scheme(one);
            area.is_none_or(|area| scheme.is_some_and(|scheme| scheme.area.as_deref() == Some(area)))
        });
        // Each is bounded at reading, and so are as many as a folder may hold.
        own.filter_map(|one| self.amount(one, amount)).fold(Decimal::ZERO, Decimal::saturating_add)
    }

    /// The cells of the last figures of a scheme that an amount comes from.
    fn places(&self, scheme: &Scheme, amount: Amount) -> Vec<Place> {
        let of = |column: Option<&form::Column>| column.map(|column| data::places(self.list, scheme, &column.id));
        let (target, delivered) = (of(Some(self.columns.target)), of(self.columns.delivered));
        let places = match amount {
            Amount::Target => target,
            Amount::Delivered => delivered,
            _ => Some([target, delivered].into_iter().flatten().flatten().collect()),
        };
        places.unwrap_or_default()
    }

    fn cell(&self, one: &SchemeEnd, scheme: &Scheme, amount: Amount) -> Cell {
        let Some(value) = self.amount(one, amount) else { return cells::label("") };
        let origin = match (amount, self.ended(one)) {
            (Amount::Target, _) => {
                Origin::drawn(data::how(self.list, &self.columns.target.id), self.places(scheme, amount))
            }
            (Amount::Delivered, _) => {
                let how = self.columns.delivered.map_or(How::Worked, |column| data::how(self.list, &column.id));
                Origin::drawn(how, self.places(scheme, amount))
            }
            (Amount::Undelivered, _) => Origin::drawn(How::Worked, self.places(scheme, amount)),
            (_, Some(ended)) => Origin::Given(ended.at.clone()),
            (_, None) if one.undelivered.is_some_and(|amount| amount.is_zero()) => {
                Origin::drawn(How::Nil("all of it was delivered"), vec![self.entry.at.clone()])
            }
            (_, None) => Origin::drawn(How::Nil("nothing was decided of it"), vec![self.entry.at.clone()]),
        };
        cells::money(&self.material.form.report, value, origin)
    }

    fn headings(&self) -> Vec<String> {
        let fixed = &self.material.words.fixed;
        let name = |column: &form::Column| heading::name(self.material.form, &column.heading, self.end.last.period);
        let of = |amount: Amount| match amount {
            Amount::Target => name(self.columns.target),
            Amount::Delivered => self.columns.delivered.map_or_else(|| fixed.new_year_delivered().said(), name),
            Amount::Undelivered => fixed.new_year_undelivered().said(),
            Amount::BroughtForward => fixed.new_year_brought_forward().said(),
            Amount::WrittenOff => fixed.new_year_written_off().said(),
            Amount::OneOff => fixed.new_year_one_off().said(),
        };
        Amount::ALL.into_iter().map(of).collect()
    }

    fn figures(&self) -> impl Iterator<Item = Column> {
        self.headings().into_iter().map(|heading| column(heading, Holds::Figure, 1))
    }

    fn by_scheme(&self) -> Table {
        let fixed = &self.material.words.fixed;
        let about = format!(
            "What each scheme of {} was to bring, what of it was delivered by {}, and what became of the rest. Amounts are in {}.",
            self.year(),
            self.end.last.period.label(),
            unit_words(self.material)
        );
        let labels = ["Area id".to_string(), fixed.service_area().said(), "Scheme".to_string()];
        let mut columns: Vec<Column> = labels.into_iter().map(|heading| column(heading, Holds::Label, 3)).collect();
        columns.extend(self.figures());
        columns.push(column("What was decided", Holds::Text, 6));
        let mut all = table(ids::NEW_YEAR_BY_SCHEME, &format!("How {} ended", self.year()), about, columns);
        all.sheet = "End of year".to_string();
        all.appears = super::Appears::Workbook;
        all.rows = self.end.schemes.iter().filter_map(|one| self.row(one)).collect();
        all
    }

    fn row(&self, one: &SchemeEnd) -> Option<Row> {
        let scheme = self.end.scheme(one)?;
        let area = scheme.area.clone().unwrap_or_default();
        let mut line = vec![
            cells::label(&area),
            cells::label(self.material.form.area_name(&area)),
            cells::label(scheme.label.trim()),
        ];
        line.extend(Amount::ALL.iter().map(|amount| self.cell(one, scheme, *amount)));
        line.push(match self.ended(one) {
            Some(ended) => {
                let words = ended.words.as_ref().unwrap_or(&self.entry.words);
                Cell { origin: Origin::Given(ended.at.clone()), ..cells::label(words.trim()) }
            }
            None => cells::label(""),
        });
        Some(row(RowKind::Item, line))
    }

    fn by_area(&self, known: &Known<'_>) -> Table {
        let (fixed, calendar) = (&self.material.words.fixed, &self.material.form.calendar);
        let (year, unit) = (self.year(), unit_words(self.material));
        let title = fixed.new_year_title().fill(&[("year", &year), ("unit", unit)]);
        let about = fixed.new_year_about().fill(&[("year", &year), ("period", &calendar.period(self.end.last.period))]);
        let mut columns = vec![column(fixed.service_area().said(), Holds::Label, 3)];
        columns.extend(self.figures());
        let mut by_area = table(ids::NEW_YEAR, &title, about, columns);
        let sum = |amount: usize, area: Option<&str>| Expression::Matching {
            table: ids::NEW_YEAR_BY_SCHEME.to_string(),
            sum: Some(LABELS + amount),
            rows: area.map(|area| (0, area.to_string())).into_iter().collect(),
        };
        let has = |id: &str| {
            let mut schemes = self.end.schemes.iter().filter_map(|one| self.end.scheme(one));
            schemes.any(|scheme| scheme.area.as_deref() == Some(id))
        };
        let report = &self.material.form.report;
        let areas: Vec<&str> = self.material.form.areas.iter().map(|area| &*area.id).filter(|id| has(id)).collect();
        for id in &areas {
            let amounts = Amount::ALL.iter().enumerate().map(|(index, amount)| {
                cells::money(report, self.sum(Some(id), *amount), Origin::Computed(sum(index, Some(id))))
            });
            let line = std::iter::once(cells::label(self.material.form.area_name(id))).chain(amounts).collect();
            by_area.rows.push(row(RowKind::Item, line));
        }
        let total = Amount::ALL.iter().enumerate().map(|(index, amount)| {
            let (whole, parts) = (self.sum(None, *amount), areas.iter().map(|id| self.sum(Some(id), *amount)));
            let cells = (0..areas.len()).map(|row| At { table: ids::NEW_YEAR.to_string(), row, column: index + 1 });
            // Schemes of no known area count in the total alone.
            let origin = match !areas.is_empty() && money::checked_sum(parts) == Some(whole) {
                true => Expression::Sum(cells.collect()),
                false => sum(index, None),
            };
            cells::money(report, whole, Origin::Computed(origin))
        });
        let line = std::iter::once(cells::label(fixed.total().said())).chain(total).collect();
        by_area.rows.push(row(RowKind::Total, line));
        by_area.notes.extend(self.unknown());
        by_area.notes.extend(self.undecided().map(|(note, places)| known.sentence(&note, places)));
        by_area.notes.extend(negative_savings(self.material));
        by_area
    }

    /// How much was not delivered of which nothing was decided, and the cells of that; `None` of nothing.
    fn undecided(&self) -> Option<(String, Vec<Place>)> {
        let (sum, places) = self.over(|one| {
            let became = self
                .ended(one)
                .map_or(Some(Decimal::ZERO), |ended| money::checked_sum([ended.brought_forward, ended.written_off]));
            Some(one.undelivered?.saturating_sub(became?))
        })?;
        let amount = money::say_money(sum.abs(), self.material.form.report.money.unit);
        Some((self.material.words.fixed.new_year_undecided().fill(&[("amount", &amount)]), places))
    }

    /// How much was delivered beyond targets, in pounds, and the cells of that; `None` of nothing.
    fn beyond(&self) -> Option<(Decimal, Vec<Place>)> {
        let negative = self.material.form.report.negative_savings;
        self.over(|one| {
            let more = one.delivered?.checked_sub(one.target?)?;
            Some(more).filter(|more| more.is_sign_negative() == negative)
        })
    }

    /// The sum of an amount over the schemes that have it, in pounds, and the cells of what was to be delivered and was; `None` of nil.
    fn over(&self, amount: impl Fn(&SchemeEnd) -> Option<Decimal>) -> Option<(Decimal, Vec<Place>)> {
        let all = self.end.schemes.iter().filter_map(|one| Some((one, amount(one)?)));
        let own: Vec<(&SchemeEnd, Decimal)> = all.filter(|(_, amount)| !amount.is_zero()).collect();
        let sum = money::checked_sum(own.iter().map(|(_, amount)| *amount)).filter(|sum| !sum.is_zero())?;
        let schemes = own.iter().filter_map(|(one, _)| self.end.scheme(one));
        Some((sum, schemes.flat_map(|scheme| self.places(scheme, Amount::Undelivered)).collect()))
    }

    /// That of some schemes nobody can say how much was delivered: they are in no column but the first.
    fn unknown(&self) -> Option<String> {
        let unknown = self.end.schemes.iter().filter(|one| one.target.is_some() && one.undelivered.is_none()).count();
        let item = if unknown == 1 { &self.list.item } else { &self.list.items };
        let number = money::print_whole(unknown);
        let fixed = &self.material.words.fixed;
        (unknown > 0).then(|| fixed.new_year_unknown().fill(&[("number", &number), ("items", item)]))
    }
}

/// By area, as it prints where movements do.
pub(super) fn by_area(material: &Material<'_>, known: &Known<'_>) -> Option<Table> {
    Ending::of(material).map(|ending| ending.by_area(known))
}

/// Scheme by scheme, for the workbook alone.
pub(super) fn by_scheme(material: &Material<'_>) -> Option<Table> {
    Ending::of(material).map(|ending| ending.by_scheme())
}

/// The first page's sentences about it. None where anything is exempt: what was said of all might be what is to be said of one.
pub(super) fn paragraph(material: &Material<'_>, known: &Known<'_>) -> Option<Block> {
    let ending = Ending::of(material)?;
    if material.decisions.exempt_in(material.form, material.period).next().is_some() {
        return None;
    }
    let spoken = |name: &str, value: Decimal, places: Vec<Place>| {
        let value = as_saving(material.form, value).unwrap_or(value);
        let trace = known.add(&format!("new-year.{name}"), None, value, From::Cells(How::Worked, places));
        let money = material.form.report.money;
        handle::spoken(&money::say_rounded(value, money.unit, money.decimals), &trace)
    };
    let said = |amount: Amount| {
        let all = ending.end.schemes.iter().filter(|one| ending.amount(one, amount).is_some_and(|it| !it.is_zero()));
        let places = all.flat_map(|one| match amount {
            Amount::Target | Amount::Delivered | Amount::Undelivered => {
                ending.end.scheme(one).map(|scheme| ending.places(scheme, amount)).unwrap_or_default()
            }
            _ => ending.ended(one).map(|ended| ended.at.clone()).into_iter().collect(),
        });
        let places: Vec<Place> = places.collect();
        let places = if places.is_empty() { vec![ending.entry.at.clone()] } else { places };
        spoken(&format!("{amount:?}"), ending.sum(None, amount), places)
    };
    let fixed = &material.words.fixed;
    let (year, now) = (ending.year(), material.period.year.label());
    let [target, delivered, brought, written] =
        [Amount::Target, Amount::Delivered, Amount::BroughtForward, Amount::WrittenOff].map(said);
    let mut text = fixed.new_year_ended().fill(&[
        ("year", &words(&year)),
        ("target", &target),
        ("delivered", &delivered),
        ("brought_forward", &brought),
        ("written_off", &written),
        ("now", &words(&now)),
    ]);
    if let Some((beyond, places)) = ending.beyond() {
        text.push(' ');
        text.push_str(&fixed.new_year_beyond().fill(&[("amount", &spoken("Beyond", beyond, places))]));
    }
    text.extend(ending.undecided().map(|(note, places)| format!(" {}", known.sentence(&note, places))));
    text.extend(ending.unknown().map(|note| format!(" {}", known.sentence(&note, vec![ending.entry.at.clone()]))));
    if !ending.sum(None, Amount::OneOff).is_zero() {
        text.push(' ');
        text.push_str(&fixed.new_year_once().fill(&[("amount", &said(Amount::OneOff)), ("now", &words(&now))]));
    }
    Some(Block::Paragraph { text })
}

/// What a table of movements needs said of its opening, where the year has turned.
pub(super) fn of_movement(material: &Material<'_>, list: &List, of: &form::Column) -> Option<String> {
    let end = turned(material)?;
    let fixed = &material.words.fixed;
    match new_year::opens(material.form, list, of) {
        Opens::AsItWas => None,
        Opens::AtNil => Some(fixed.new_year_opens_at_nil().said()),
        Opens::With(next) => {
            let (period, figure) = (material.form.calendar.period(end.last.period), name_then(material, end, next));
            Some(fixed.new_year_opens_with().fill(&[("figure", &figure), ("period", &period)]))
        }
    }
}

/// What a column of the main list opens with, by its name, where that is another one's figure: for the first page.
pub(super) fn opens_with(material: &Material<'_>, column: Option<&str>) -> Option<String> {
    let (end, list) = (turned(material)?, material.form.main()?);
    match new_year::opens(material.form, list, list.column(column?)?) {
        Opens::With(next) => Some(words(&name_then(material, end, next))),
        Opens::AsItWas | Opens::AtNil => None,
    }
}

fn turned<'m>(material: &Material<'m>) -> Option<&'m YearEnd> {
    material.reconciliation?.year_end.as_ref().filter(|end| end.has_turned())
}

/// What a column was called then.
fn name_then(material: &Material<'_>, end: &YearEnd, column: &form::Column) -> String {
    heading::name(material.form, &column.heading, end.last.period)
}
