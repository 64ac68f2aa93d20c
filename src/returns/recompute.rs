//! What the formulas of a workbook come to, reckoned again from the cells they look at, so that a result that is not stored or not
//! up to date is noticed. Sums and arithmetic alone: whatever is not known for certain is not recomputed, never guessed.

mod evaluate;
mod parse;
mod relative;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::grid::Raw;
use super::look::{Formula, Hidden, HiddenBy, hidden};
use crate::money::LARGEST_AMOUNT;
use crate::source::Address;
use evaluate::{Mode, Value, evaluate};
use parse::{Axis, Corner, Expr, Reference, parse};
pub use relative::Relative;

/// The most cells looked at for all formulas of a workbook together: some hundred times those of a large return.
const MOST_LOOKS: usize = 4_000_000;

/// Beyond this share of the figures that go into it, two results differ: binary arithmetic makes 3.3000000000000003 of 1.1+2.2.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

/// Within this share of the figures that go into it, binary arithmetic may have made either of two results that a formula
/// decides between, or rounds to.
const LAST_DIGIT: Decimal = Decimal::from_parts(1, 0, 0, false, 13);

/// What a stored result is rounded by when it is read.
const STORED_NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 11);

/// A sheet as formulas see it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Its name.
    pub name: &'a str,
    /// What stands in its cells, or was stored as the result of their formulas.
    pub cells: &'a BTreeMap<Address, Raw>,
    /// Its formulas.
    pub formulas: &'a BTreeMap<Address, Formula>,
    /// The rows that are not shown, in order: SUBTOTAL leaves them out.
    pub hidden_rows: &'a [Hidden],
}

/// A cell: the index of its sheet, and its address.
pub type At = (usize, Address);

/// What a formula comes to, held against its stored result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The stored result.
    Agrees,
    /// Another figure than the stored one, or none is stored.
    ComesTo(Decimal),
    /// Another figure, but only because a cell that it depends on comes to another one.
    Follows {
        /// What it comes to.
        figure: Decimal,
        /// The cell in which it begins.
        from: At,
    },
    /// It was not recomputed.
    NotRecomputed(Why),
}

/// Why a formula was not recomputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// No formula stands in the cell.
    NoFormula,
    /// Its text is not understood: a name, a table, a list of values, a broken reference.
    NotUnderstood,
    /// It uses a function that is not reckoned again.
    OtherFunction,
    /// It looks at another file, or at a sheet that is not there.
    OtherFile,
    /// It depends on itself.
    Circular,
    /// A cell that it depends on has no result and could not be reckoned.
    Precedent,
    /// A text stands where a number is needed, or it comes to a text, or one is stored.
    Text,
    /// It compares a blank cell with something. One with nothing but blanks in it reads the same, and compares otherwise.
    Blank,
    /// TRUE or FALSE stands in a range: not all programs pass over it.
    Truth,
    /// A day or a time goes into it, of which only the day is known.
    Date,
    /// It comes to an error: a division by nil, or an error in a cell that it depends on.
    Error,
    /// What it decides, or rounds, hangs on the last binary digit.
    TooClose,
    /// Its figures are beyond all bounds.
    TooLarge,
    /// It is too long or too deep, or the workbook has too many formulas over too many cells.
    TooMuch,
}

/// Recomputes the formulas of one workbook. What was reckoned for one of them is kept for the others.
#[derive(Debug)]
pub struct Recomputed<'a> {
    sheets: &'a [View<'a>],
    /// The sheets by their names in small letters.
    names: BTreeMap<String, usize>,
    columns: Vec<Columns>,
    formulas: BTreeMap<Arc<str>, Result<Rc<Expr>, Why>>,
    states: BTreeMap<At, State<'a>>,
    looks: usize,
}

/// The rows of each column in which something stands, and those in which a formula does, in order.
#[derive(Debug, Default)]
struct Columns {
    filled: BTreeMap<u32, Vec<u32>>,
    formulas: BTreeMap<u32, Vec<u32>>,
}

#[derive(Debug)]
enum State<'a> {
    /// Its precedents are being reckoned.
    Busy,
    Done(Done<'a>),
}

/// What is known of a formula's cell.
#[derive(Debug, Clone)]
struct Done<'a> {
    outcome: Outcome,
    /// What formulas that look at it reckon with.
    value: Result<Value<'a>, Why>,
    /// Where it begins that this is not what is stored.
    changed_by: Option<At>,
}

/// A formula's cell on the way to its precedents.
#[derive(Debug)]
struct Frame {
    at: At,
    precedents: Vec<At>,
    next: usize,
    /// Whether it depends on itself, or on a cell that does.
    circular: bool,
    failed: Option<Why>,
}

/// The cells from one corner to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    sheet: usize,
    first: Address,
    last: Address,
}

impl<'a> Recomputed<'a> {
    /// Nothing is reckoned yet. Of a workbook that keeps its figures as they are shown (`fullPrecision="0"`), results differ from
    /// their formulas by design; it is not to be recomputed.
    pub fn of(sheets: &'a [View<'a>]) -> Self {
        let columns = sheets.iter().map(Columns::of).collect();
        let names = sheets.iter().enumerate().map(|(index, sheet)| (sheet.name.to_lowercase(), index)).collect();
        Recomputed { sheets, names, columns, formulas: BTreeMap::new(), states: BTreeMap::new(), looks: 0 }
    }

    /// What the formula in a cell comes to.
    pub fn outcome(&mut self, at: At) -> Outcome {
        if self.formula(at).is_none() {
            return Outcome::NotRecomputed(Why::NoFormula);
        }
        self.settle(at);
        match self.states.get(&at) {
            Some(State::Done(done)) => done.outcome.clone(),
            _ => Outcome::NotRecomputed(Why::Circular),
        }
    }

    fn formula(&self, (sheet, address): At) -> Option<&'a Formula> {
        self.sheets.get(sheet)?.formulas.get(&address)
    }

    /// Reckons a cell after all that it depends on. The way to them is kept in a list, so that no chain is too deep.
    fn settle(&mut self, start: At) {
        let mut way: Vec<Frame> = Vec::new();
        let mut wanted = Some(start);
        loop {
            if let Some(at) = wanted.take() {
                let is_circular = match self.states.get(&at) {
                    None => {
                        let frame = self.frame(at);
                        self.states.insert(at, State::Busy);
                        way.push(frame);
                        false
                    }
                    Some(State::Busy) => true,
                    Some(State::Done(done)) => done.outcome == Outcome::NotRecomputed(Why::Circular),
                };
                if let Some(frame) = way.last_mut() {
                    frame.circular |= is_circular;
                }
            }
            let Some(frame) = way.last_mut() else { return };
            if let Some(next) = frame.precedents.get(frame.next) {
                frame.next += 1;
                wanted = Some(*next);
                continue;
            }
            let Some(frame) = way.pop() else { return };
            if let Some(before) = way.last_mut() {
                // What depends on a circle has no result either.
                before.circular |= frame.circular;
            }
            let done = match frame.failed {
                _ if frame.circular => self.not_recomputed(frame.at, Why::Circular),
                Some(why) => self.not_recomputed(frame.at, why),
                None => self.reckoned(frame.at),
            };
            self.states.insert(frame.at, State::Done(done));
        }
    }

    fn frame(&mut self, at: At) -> Frame {
        let (precedents, failed) = match self.precedents(at) {
            Ok(precedents) => (precedents, None),
            Err(why) => (Vec::new(), Some(why)),
        };
        Frame { at, precedents, next: 0, circular: false, failed }
    }

    /// The cells with formulas that a cell's formula names.
    fn precedents(&mut self, at: At) -> Result<Vec<At>, Why> {
        let (expr, _) = self.parsed(at)?;
        let mut references = Vec::new();
        expr.references(&mut references);
        let mut precedents = Vec::new();
        for reference in references {
            let area = self.area(reference, at)?;
            self.look(self.across(area))?;
            let columns = self.columns.get(area.sheet).map(|columns| &columns.formulas);
            let found = columns.into_iter().flat_map(|columns| within(columns, area));
            // What is left over of the budget bounds the list as well.
            let most = MOST_LOOKS.saturating_sub(self.looks);
            let before = precedents.len();
            precedents.extend(found.take(most).map(|address| (area.sheet, address)));
            self.look(precedents.len() - before + 1)?;
        }
        Ok(precedents)
    }

    /// The tree of a cell's formula.
    fn parsed(&mut self, at: At) -> Result<(Rc<Expr>, &'a Formula), Why> {
        let formula = self.formula(at).ok_or(Why::NoFormula)?;
        let parsed = match self.formulas.get(&formula.text) {
            Some(parsed) => parsed.clone(),
            None => {
                let parsed = parse(&formula.text).map(Rc::new);
                self.formulas.insert(formula.text.clone(), parsed.clone());
                parsed
            }
        };
        Ok((parsed?, formula))
    }

    /// The cells that a place in the formula of a cell names. A formula that is written for another cell moves with its own.
    fn area(&self, reference: &Reference, at: At) -> Result<Area, Why> {
        let (own, address) = at;
        let sheet = match &reference.sheet {
            None => own,
            Some(name) => *self.names.get(&name.to_lowercase()).ok_or(Why::OtherFile)?,
        };
        let from = self.formula(at).ok_or(Why::NoFormula)?.from;
        let axis = |axis: Axis, to: u32, from: u32| -> Result<Option<u32>, Why> {
            match axis {
                Axis::Edge => Ok(None),
                Axis::Absolute(index) => Ok(Some(index)),
                Axis::Relative(index) => {
                    let moved = i64::from(index) + i64::from(to) - i64::from(from);
                    u32::try_from(moved).map(Some).map_err(|_| Why::NotUnderstood)
                }
            }
        };
        let corner = |corner: Corner| -> Result<(Option<u32>, Option<u32>), Why> {
            Ok((axis(corner.row, address.row, from.row)?, axis(corner.column, address.column, from.column)?))
        };
        let ((row, column), (last_row, last_column)) = (corner(reference.first)?, corner(reference.last)?);
        let span = |one: Option<u32>, other: Option<u32>| match (one, other) {
            (Some(one), Some(other)) => (one.min(other), one.max(other)),
            _ => (0, u32::MAX),
        };
        let ((top, bottom), (left, right)) = (span(row, last_row), span(column, last_column));
        Ok(Area { sheet, first: Address::new(top, left), last: Address::new(bottom, right) })
    }

    fn look(&mut self, cells: usize) -> Result<(), Why> {
        self.looks = self.looks.saturating_add(cells);
        if self.looks > MOST_LOOKS { Err(Why::TooMuch) } else { Ok(()) }
    }

    /// How many columns of a range are walked at most: they cost as cells do.
    fn across(&self, area: Area) -> usize {
        let there = self.columns.get(area.sheet).map_or(0, |columns| columns.filled.len().max(columns.formulas.len()));
        let span = area.last.column.saturating_sub(area.first.column).saturating_add(1);
        usize::try_from(span).unwrap_or(there).min(there)
    }

    /// The cells of a range in which something stands.
    fn filled(&mut self, area: Area) -> Result<Vec<Address>, Why> {
        self.look(self.across(area))?;
        let columns = self.columns.get(area.sheet).map(|columns| &columns.filled);
        let most = MOST_LOOKS.saturating_sub(self.looks);
        let found: Vec<Address> = columns.into_iter().flat_map(|columns| within(columns, area)).take(most).collect();
        self.look(found.len() + 1)?;
        Ok(found)
    }

    /// What a cell holds for a formula that looks at it.
    fn value(&self, at: At, mode: Mode) -> Result<Value<'a>, Why> {
        let Some(formula) = self.formula(at) else { return Ok(self.stored(at, true)) };
        match self.states.get(&at) {
            Some(State::Done(done)) if mode == Mode::Reckoned || !formula.has_result => done.value.clone(),
            _ => Ok(self.stored(at, false)),
        }
    }

    /// What is stored in a cell. Where a formula has a result and nothing stands there, it is an empty text.
    fn stored(&self, (sheet, address): At, blank: bool) -> Value<'a> {
        let raw = self.sheets.get(sheet).and_then(|sheet| sheet.cells.get(&address));
        match raw {
            None if blank => Value::Blank,
            None => Value::Text(Cow::Borrowed("")),
            Some(Raw::Number(number)) => Value::stored(*number),
            Some(Raw::Text(text)) => Value::Text(Cow::Borrowed(text)),
            Some(Raw::Truth(truth)) => Value::Truth(*truth),
            Some(Raw::Date(_)) => Value::Date,
            Some(Raw::Error(_)) => Value::Error,
        }
    }

    /// Where it begins that a cell does not hold what is stored in it.
    fn changed_by(&self, at: At) -> Option<At> {
        match self.states.get(&at) {
            Some(State::Done(done)) => done.changed_by,
            _ => None,
        }
    }

    /// Why a row is not shown, if it is not.
    fn hidden(&self, sheet: usize, row: u32) -> Option<HiddenBy> {
        hidden(self.sheets.get(sheet)?.hidden_rows, row)
    }

    fn not_recomputed(&self, at: At, why: Why) -> Done<'a> {
        let has_result = self.formula(at).is_some_and(|formula| formula.has_result);
        let value = if has_result { Ok(self.stored(at, false)) } else { Err(Why::Precedent) };
        Done { outcome: Outcome::NotRecomputed(why), value, changed_by: None }
    }

    /// A cell whose precedents are done.
    fn reckoned(&mut self, at: At) -> Done<'a> {
        let Ok((expr, formula)) = self.parsed(at) else { return self.not_recomputed(at, Why::NotUnderstood) };
        let mut changed_by = None;
        let value = match evaluate(self, &expr, at, Mode::Reckoned, &mut changed_by) {
            Ok(value) => value,
            Err(why) => return self.not_recomputed(at, why),
        };
        let stored = self.stored(at, false);
        if formula.has_result && value.agrees_with(&stored) {
            return Done { outcome: Outcome::Agrees, value: Ok(stored), changed_by: None };
        }
        let value = if value == Value::Blank { Value::number(Decimal::ZERO) } else { value };
        let figure = match &value {
            Value::Number { value, .. } if value.abs() <= Decimal::from(LARGEST_AMOUNT) => Ok(value.normalize()),
            Value::Number { .. } => Err(Why::TooLarge),
            Value::Error => Err(Why::Error),
            Value::Date => Err(Why::Date),
            Value::Text(_) | Value::Truth(_) | Value::Blank => Err(Why::Text),
        };
        if !formula.has_result {
            let outcome = figure.map_or_else(Outcome::NotRecomputed, Outcome::ComesTo);
            return Done { outcome, value: Ok(value), changed_by: None };
        }
        let figure = match (figure, &stored) {
            (Ok(figure), Value::Number { .. }) => figure,
            (Err(why), _) => return self.not_recomputed(at, why),
            // The time of day of a stored day is not known, nor what made an error, or a text of a number.
            (_, Value::Date) => return self.not_recomputed(at, Why::Date),
            (_, Value::Error) => return self.not_recomputed(at, Why::Error),
            _ => return self.not_recomputed(at, Why::Text),
        };
        let follows = changed_by.filter(|_| {
            let as_stored = evaluate(self, &expr, at, Mode::Stored, &mut None);
            as_stored.is_ok_and(|value| value.agrees_with(&stored))
        });
        let outcome = match follows {
            Some(from) => Outcome::Follows { figure, from },
            None => Outcome::ComesTo(figure),
        };
        Done { outcome, value: Ok(value), changed_by: Some(follows.unwrap_or(at)) }
    }
}

impl Columns {
    fn of(sheet: &View<'_>) -> Self {
        let mut columns = Columns::default();
        for address in sheet.cells.keys() {
            columns.filled.entry(address.column).or_default().push(address.row);
        }
        for address in sheet.formulas.keys() {
            columns.formulas.entry(address.column).or_default().push(address.row);
            if !sheet.cells.contains_key(address) {
                columns.filled.entry(address.column).or_default().push(address.row);
            }
        }
        columns.filled.values_mut().for_each(|rows| rows.sort_unstable());
        columns
    }
}

/// The cells of an area that are listed, column by column.
fn within(columns: &BTreeMap<u32, Vec<u32>>, area: Area) -> impl Iterator<Item = Address> + '_ {
    let Area { first, last, .. } = area;
    columns.range(first.column..=last.column).flat_map(move |(column, rows)| {
        let from = rows.partition_point(|row| *row < first.row);
        let rows = rows.get(from..).unwrap_or_default();
        rows.iter().take_while(move |row| **row <= last.row).map(|row| Address::new(*row, *column))
    })
}
