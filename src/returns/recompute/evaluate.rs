//! What the tree of a formula comes to, by the rules of spreadsheet programs as far as all of them agree.

use std::borrow::Cow;

use rust_decimal::{Decimal, RoundingStrategy};

use super::parse::{Expr, Function, Operator, Reference};
use super::{At, LAST_DIGIT, NOISE, Recomputed, STORED_NOISE, Why};
use crate::money::STORED_DECIMALS;
use crate::returns::look::HiddenBy;

/// The largest power that is reckoned.
const LARGEST_POWER: i64 = 64;

/// Smaller numbers of which decimal places were cut off are off by more than [`NOISE`] of them.
const SMALLEST_WHOLE: Decimal = Decimal::from_parts(1, 0, 0, false, 3);

/// What cells a formula looks at hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// What their own formulas come to.
    Reckoned,
    /// What is stored.
    Stored,
}

/// What a formula, a part of it, or a cell comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Blank,
    /// A number, and the size of the figures that went into it.
    Number {
        value: Decimal,
        size: Decimal,
    },
    Text(Cow<'a, str>),
    Truth(bool),
    /// A day, whose time is not known.
    Date,
    /// An error value.
    Error,
}

impl Value<'_> {
    /// A number that stands in a cell. Of its decimal places, twelve are kept.
    pub fn stored(value: Decimal) -> Self {
        let is_cut = value.scale() >= STORED_DECIMALS;
        let least = if is_cut { SMALLEST_WHOLE } else { Decimal::ZERO };
        Value::Number { value, size: value.abs().max(least) }
    }

    pub fn number(value: Decimal) -> Self {
        Value::Number { value, size: value.abs() }
    }

    /// Whether a value that was reckoned is the stored one.
    pub fn agrees_with(&self, stored: &Value<'_>) -> bool {
        match (self, stored) {
            (Value::Number { value, size }, Value::Number { value: stored, .. }) => {
                let apart = value.checked_sub(*stored).map(|apart| apart.abs());
                let noise = size.checked_mul(NOISE).and_then(|noise| noise.checked_add(STORED_NOISE));
                matches!((apart, noise), (Some(apart), Some(noise)) if apart <= noise)
            }
            (Value::Blank, Value::Number { value, .. }) => value.is_zero(),
            // A cell with nothing but blanks in it reads as a blank one, and gives an empty text.
            (Value::Blank, Value::Text(text)) => text.is_empty(),
            (Value::Text(one), Value::Text(other)) => one == other,
            (Value::Truth(one), Value::Truth(other)) => one == other,
            (Value::Error, Value::Error) => true,
            _ => false,
        }
    }
}

type Reckoned<'a> = Result<Value<'a>, Why>;

/// What a formula in `at` comes to. `changed_by` becomes the place where it begins that a cell which it looks at does not hold
/// what is stored, for the first such cell.
pub(super) fn evaluate<'a>(
    book: &mut Recomputed<'a>,
    expr: &Expr,
    at: At,
    mode: Mode,
    changed_by: &mut Option<At>,
) -> Reckoned<'a> {
    Evaluation { book, at, mode, changed_by }.value(expr)
}

struct Evaluation<'e, 'a> {
    book: &'e mut Recomputed<'a>,
    at: At,
    mode: Mode,
    changed_by: &'e mut Option<At>,
}

impl<'a> Evaluation<'_, 'a> {
    fn value(&mut self, expr: &Expr) -> Reckoned<'a> {
        match expr {
            Expr::Number(number) => Ok(Value::number(*number)),
            Expr::Text(text) => Ok(Value::Text(Cow::Owned(text.clone()))),
            Expr::Truth(truth) => Ok(Value::Truth(*truth)),
            Expr::Cells(reference) => self.cell(reference),
            Expr::Negate(inner) => self.negated(inner),
            Expr::Percent(inner) => {
                let hundred = Value::number(Decimal::ONE_HUNDRED);
                let value = self.value(inner)?;
                arithmetic(Operator::Divide, value, hundred)
            }
            Expr::Binary(operator, left, right) => {
                let left = self.value(left)?;
                let right = self.value(right)?;
                match operator {
                    Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Power => {
                        arithmetic(*operator, left, right)
                    }
                    _ => comparison(*operator, left, right),
                }
            }
            Expr::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn negated(&mut self, inner: &Expr) -> Reckoned<'a> {
        let value = self.value(inner)?;
        arithmetic(Operator::Subtract, Value::number(Decimal::ZERO), value)
    }

    /// What a single cell holds.
    fn cell(&mut self, reference: &Reference) -> Reckoned<'a> {
        let area = self.book.area(reference, self.at)?;
        // What of a range stands in a row or column is another matter in each program.
        if area.first != area.last {
            return Err(Why::NotUnderstood);
        }
        self.book.look(1)?;
        self.at_cell((area.sheet, area.first))
    }

    fn at_cell(&mut self, at: At) -> Reckoned<'a> {
        if self.changed_by.is_none() {
            *self.changed_by = self.book.changed_by(at);
        }
        self.book.value(at, self.mode)
    }

    fn call(&mut self, function: Function, arguments: &[Expr]) -> Reckoned<'a> {
        match (function, arguments) {
            (Function::Sum, _) => self.folded(arguments, Decimal::ZERO, Sums::add),
            (Function::Subtotal, [which, ranges @ ..]) if !ranges.is_empty() => self.subtotal(which, ranges),
            (Function::Abs, [number]) => {
                let value = self.value(number)?;
                Ok(match operand(value)? {
                    Some((value, size)) => Value::Number { value: value.abs(), size },
                    None => Value::Error,
                })
            }
            (Function::Round, [number, digits]) => {
                let (number, digits) = (self.value(number)?, self.value(digits)?);
                match (operand(number)?, operand(digits)?) {
                    (Some(number), Some((digits, _))) => rounded(number, digits),
                    _ => Ok(Value::Error),
                }
            }
            (Function::If, [condition, yes, rest @ ..]) if rest.len() < 2 => {
                let holds = match self.value(condition)? {
                    Value::Truth(truth) => truth,
                    Value::Number { value, .. } => !value.is_zero(),
                    Value::Blank => false,
                    Value::Error => return Ok(Value::Error),
                    Value::Text(_) => return Err(Why::Text),
                    Value::Date => return Err(Why::Date),
                };
                match (holds, rest) {
                    (true, _) => self.value(yes),
                    (false, [no]) => self.value(no),
                    (false, _) => Ok(Value::Truth(false)),
                }
            }
            (Function::IfError, [value, otherwise]) => match self.value(value)? {
                Value::Error => self.value(otherwise),
                value => Ok(value),
            },
            (Function::Min, _) => {
                self.folded(arguments, Decimal::ZERO, |sums, value, size| sums.best(value, size, true))
            }
            (Function::Max, _) => {
                self.folded(arguments, Decimal::ZERO, |sums, value, size| sums.best(value, size, false))
            }
            (Function::Average, _) => {
                let sums = self.sums(arguments, Sums::add)?;
                let Some(sums) = sums else { return Ok(Value::Error) };
                let sum = Value::Number { value: sums.value, size: sums.size };
                arithmetic(Operator::Divide, sum, Value::number(Decimal::from(sums.count)))
            }
            (Function::Count, _) => self.count(arguments),
            _ => Err(Why::NotUnderstood),
        }
    }

    /// SUBTOTAL leaves out rows that a filter hides, and with 109 all that are hidden, and cells that are subtotals themselves.
    fn subtotal(&mut self, which: &Expr, ranges: &[Expr]) -> Reckoned<'a> {
        let leaves_out_all = match which {
            Expr::Number(which) if *which == Decimal::from(9) => false,
            Expr::Number(which) if *which == Decimal::from(109) => true,
            _ => return Err(Why::OtherFunction),
        };
        let mut sums = Sums::default();
        for range in ranges {
            let Expr::Cells(reference) = range else { return Err(Why::NotUnderstood) };
            let area = self.book.area(reference, self.at)?;
            for address in self.book.filled(area)? {
                let is_left_out = match self.book.hidden(area.sheet, address.row) {
                    None => false,
                    Some(HiddenBy::Filter) => true,
                    Some(HiddenBy::Hand | HiddenBy::Outline) => leaves_out_all,
                };
                if is_left_out || self.is_subtotal((area.sheet, address))? {
                    continue;
                }
                if !self.take((area.sheet, address), &mut sums, Sums::add)? {
                    return Ok(Value::Error);
                }
            }
        }
        Ok(Value::Number { value: sums.value, size: sums.size })
    }

    fn is_subtotal(&mut self, at: At) -> Result<bool, Why> {
        let Some(formula) = self.book.formula(at) else { return Ok(false) };
        let text = formula.text.to_ascii_uppercase();
        if !text.contains("SUBTOTAL") && !text.contains("AGGREGATE") {
            return Ok(false);
        }
        // One among other terms may count or not.
        match self.book.parsed(at)?.0.as_ref() {
            Expr::Call(Function::Subtotal, _) => Ok(true),
            _ => Err(Why::NotUnderstood),
        }
    }

    fn folded(
        &mut self,
        arguments: &[Expr],
        of_none: Decimal,
        add: impl Fn(&mut Sums, Decimal, Decimal) -> Option<()> + Copy,
    ) -> Reckoned<'a> {
        Ok(match self.sums(arguments, add)? {
            None => Value::Error,
            Some(sums) if sums.count == 0 => Value::number(of_none),
            Some(sums) => Value::Number { value: sums.value, size: sums.size },
        })
    }

    /// The numbers of all arguments; `None` if there is an error among them.
    fn sums(
        &mut self,
        arguments: &[Expr],
        add: impl Fn(&mut Sums, Decimal, Decimal) -> Option<()> + Copy,
    ) -> Result<Option<Sums>, Why> {
        let mut sums = Sums::default();
        for argument in arguments {
            if let Expr::Cells(reference) = argument {
                let area = self.book.area(reference, self.at)?;
                for address in self.book.filled(area)? {
                    if !self.take((area.sheet, address), &mut sums, add)? {
                        return Ok(None);
                    }
                }
                continue;
            }
            let value = self.value(argument)?;
            let Some((value, size)) = operand(value)? else { return Ok(None) };
            add(&mut sums, value, size).ok_or(Why::TooLarge)?;
        }
        Ok(Some(sums))
    }

    /// Adds what a cell of a range holds: a text does not count. Whether it is no error.
    fn take(
        &mut self,
        at: At,
        sums: &mut Sums,
        add: impl Fn(&mut Sums, Decimal, Decimal) -> Option<()>,
    ) -> Result<bool, Why> {
        match self.at_cell(at)? {
            Value::Blank | Value::Text(_) => Ok(true),
            // Excel passes over it in a range, LibreOffice takes it for 1.
            Value::Truth(_) => Err(Why::Truth),
            Value::Number { value, size } => add(sums, value, size).ok_or(Why::TooLarge).map(|()| true),
            Value::Date => Err(Why::Date),
            Value::Error => Ok(false),
        }
    }

    fn count(&mut self, arguments: &[Expr]) -> Reckoned<'a> {
        let mut count = 0_u32;
        for argument in arguments {
            let Expr::Cells(reference) = argument else { return Err(Why::NotUnderstood) };
            let area = self.book.area(reference, self.at)?;
            for address in self.book.filled(area)? {
                match self.at_cell((area.sheet, address))? {
                    Value::Number { .. } | Value::Date => count += 1,
                    Value::Truth(_) => return Err(Why::Truth),
                    Value::Blank | Value::Text(_) | Value::Error => {}
                }
            }
        }
        Ok(Value::number(Decimal::from(count)))
    }
}

/// Numbers taken together.
#[derive(Debug, Default)]
struct Sums {
    value: Decimal,
    size: Decimal,
    count: u32,
}

impl Sums {
    fn add(&mut self, value: Decimal, size: Decimal) -> Option<()> {
        self.value = self.value.checked_add(value)?;
        self.size = self.size.checked_add(size)?;
        self.count = self.count.checked_add(1)?;
        Some(())
    }

    fn best(&mut self, value: Decimal, size: Decimal, least: bool) -> Option<()> {
        if self.count == 0 || least && value < self.value || !least && value > self.value {
            self.value = value;
        }
        // Any of two that are nearly the same may be taken.
        self.size = self.size.max(size);
        self.count = self.count.checked_add(1)?;
        Some(())
    }
}

/// The number that arithmetic makes of a value, with its size; `None` for an error. A blank is nil, a truth 1 or 0.
fn operand(value: Value<'_>) -> Result<Option<(Decimal, Decimal)>, Why> {
    match value {
        Value::Blank => Ok(Some((Decimal::ZERO, Decimal::ZERO))),
        Value::Number { value, size } => Ok(Some((value, size))),
        Value::Truth(truth) => Ok(Some((Decimal::from(u8::from(truth)), Decimal::ONE))),
        Value::Text(_) => Err(Why::Text),
        Value::Date => Err(Why::Date),
        Value::Error => Ok(None),
    }
}

fn arithmetic<'a>(operator: Operator, left: Value<'_>, right: Value<'_>) -> Reckoned<'a> {
    let (Some(left), Some(right)) = (operand(left)?, operand(right)?) else { return Ok(Value::Error) };
    if operator == Operator::Divide && right.0.is_zero() {
        return Ok(Value::Error);
    }
    let result = match operator {
        Operator::Add => left.0.checked_add(right.0).zip(left.1.checked_add(right.1)),
        Operator::Subtract => left.0.checked_sub(right.0).zip(left.1.checked_add(right.1)),
        Operator::Multiply => product(left, right),
        Operator::Divide => quotient(left, right),
        _ => return power(left, right),
    };
    let (value, size) = result.ok_or(Why::TooLarge)?;
    Ok(Value::Number { value, size })
}

fn product(left: (Decimal, Decimal), right: (Decimal, Decimal)) -> Option<(Decimal, Decimal)> {
    let by_right = left.0.abs().checked_mul(right.1)?;
    let by_left = right.0.abs().checked_mul(left.1)?;
    Some((left.0.checked_mul(right.0)?, by_right.max(by_left)))
}

fn quotient(left: (Decimal, Decimal), right: (Decimal, Decimal)) -> Option<(Decimal, Decimal)> {
    let value = left.0.checked_div(right.0)?;
    let by_right = value.abs().checked_mul(right.1)?;
    Some((value, left.1.max(by_right).checked_div(right.0.abs())?))
}

fn power<'a>(base: (Decimal, Decimal), exponent: (Decimal, Decimal)) -> Reckoned<'a> {
    let exponent: i64 = exponent.0.normalize().try_into().map_err(|_| Why::OtherFunction)?;
    // Programs do not agree on 0^0.
    if !(1..=LARGEST_POWER).contains(&exponent) {
        return Err(Why::OtherFunction);
    }
    let mut result = base;
    for _ in 1..exponent {
        result = product(result, base).ok_or(Why::TooLarge)?;
    }
    Ok(Value::Number { value: result.0, size: result.1 })
}

/// Half up, away from nil. Of a number that lies between two results as near as binary arithmetic can tell, a program may make
/// either; half a step exactly goes up, and is taken for the same as down.
fn rounded<'a>((value, size): (Decimal, Decimal), digits: Decimal) -> Reckoned<'a> {
    let digits: i32 = digits.normalize().try_into().map_err(|_| Why::OtherFunction)?;
    if !(-12..=12).contains(&digits) {
        return Err(Why::OtherFunction);
    }
    let step = (0..digits.unsigned_abs()).try_fold(Decimal::ONE, |step, _| {
        if digits > 0 { step.checked_div(Decimal::TEN) } else { step.checked_mul(Decimal::TEN) }
    });
    let step = step.ok_or(Why::TooLarge)?;
    let round = |number: Decimal| {
        let steps = number.checked_div(step)?;
        steps.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).checked_mul(step)
    };
    let noise = size.checked_mul(LAST_DIGIT).ok_or(Why::TooLarge)?;
    let near = |noise: Decimal| value.checked_add(noise).and_then(round);
    let (Some(result), Some(below), Some(above)) = (round(value), near(-noise), near(noise)) else {
        return Err(Why::TooLarge);
    };
    if below == above {
        return Ok(Value::number(result));
    }
    let is_half = value.checked_sub(result).and_then(|apart| apart.abs().checked_mul(Decimal::TWO)) == Some(step);
    let size = step.checked_div(NOISE).ok_or(Why::TooLarge)?;
    if is_half { Ok(Value::Number { value: result, size }) } else { Err(Why::TooClose) }
}

fn comparison<'a>(operator: Operator, left: Value<'_>, right: Value<'_>) -> Reckoned<'a> {
    let is_equal = match (&left, &right) {
        (Value::Error, _) | (_, Value::Error) => return Ok(Value::Error),
        (Value::Date, _) | (_, Value::Date) => return Err(Why::Date),
        (Value::Blank, _) | (_, Value::Blank) => return Err(Why::Blank),
        (Value::Text(one), Value::Text(other)) => one.to_lowercase() == other.to_lowercase(),
        (Value::Truth(one), Value::Truth(other)) => one == other,
        (Value::Text(_), Value::Number { .. }) | (Value::Number { .. }, Value::Text(_)) => false,
        (Value::Truth(_), _) | (_, Value::Truth(_)) => return Err(Why::Text),
        (Value::Number { .. }, Value::Number { .. }) => return compared(operator, left, right),
    };
    match operator {
        Operator::Equal => Ok(Value::Truth(is_equal)),
        Operator::NotEqual => Ok(Value::Truth(!is_equal)),
        // How texts are put in order is another matter in each language.
        _ => Err(Why::Text),
    }
}

fn compared<'a>(operator: Operator, left: Value<'_>, right: Value<'_>) -> Reckoned<'a> {
    let (Some(left), Some(right)) = (operand(left)?, operand(right)?) else { return Ok(Value::Error) };
    let apart = left.0.checked_sub(right.0).ok_or(Why::TooLarge)?;
    let noise = left.1.checked_add(right.1).and_then(|size| size.checked_mul(LAST_DIGIT)).ok_or(Why::TooLarge)?;
    if !apart.is_zero() && apart.abs() <= noise {
        return Err(Why::TooClose);
    }
    Ok(Value::Truth(match operator {
        Operator::Equal => apart.is_zero(),
        Operator::NotEqual => !apart.is_zero(),
        Operator::Less => apart < Decimal::ZERO,
        Operator::LessOrEqual => apart <= Decimal::ZERO,
        Operator::Greater => apart > Decimal::ZERO,
        _ => apart >= Decimal::ZERO,
    }))
}
