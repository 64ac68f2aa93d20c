//! What a formula comes to: exact decimals, checked, with the reach of their rounding.

use rust_decimal::Decimal;

use super::{Expr, Operand, Operator};
use crate::money::{Absent, Quantity};
use crate::names::Code;

impl Expr {
    /// What it comes to, given the value of each column.
    ///
    /// * Arithmetic is checked: an overflow gives `Missing(NotApplicable)`, and so does a division by nil, or by a rounded
    ///   figure that may be nil. Rounded figures carry their reach along; exact ones stay exact.
    /// * A comparison has the benefit of the doubt: `a >= b` holds if it may hold within the reach of both, so that rounding
    ///   raises no false alarm. That suits what a check *requires*; for the condition under which it speaks at all
    ///   there is [`Expr::evaluate_for_certain`].
    /// * Missing makes missing, with the reason of the leftmost; but 'false and missing' is false, 'true or missing' true.
    /// * Text is compared without regard to case and outer blanks. Text where a number is needed, a number compared with
    ///   text, or a number where a comparison's answer is needed, gives `Missing(Unreadable)`.
    pub fn evaluate(&self, column: &dyn Fn(&str) -> Operand) -> Operand {
        self.come_to(column, true)
    }

    /// The same without the benefit of the doubt: a comparison holds only if it holds wherever in their reach the
    /// figures lie. `=` also holds for two figures stated alike ('83%' and 0.83).
    pub fn evaluate_for_certain(&self, column: &dyn Fn(&str) -> Operand) -> Operand {
        self.come_to(column, false)
    }

    /// `doubt` is what a comparison answers where rounding leaves it open. 'not' turns it round.
    fn come_to(&self, column: &dyn Fn(&str) -> Operand, doubt: bool) -> Operand {
        match self {
            Expr::Number(value) => Operand::Number(Quantity::exact(*value)),
            Expr::Text(text) => Operand::Text(text.clone()),
            Expr::Column(id) => column(id),
            Expr::Negate(inner) => match inner.come_to(column, doubt) {
                Operand::Number(number) => Operand::Number(number.negated()),
                missing @ Operand::Missing(_) => missing,
                Operand::Text(_) | Operand::Truth(_) => Operand::Missing(Absent::Unreadable),
            },
            Expr::Abs(inner) => match inner.come_to(column, doubt) {
                Operand::Number(number) => Operand::Number(number.abs()),
                missing @ Operand::Missing(_) => missing,
                Operand::Text(_) | Operand::Truth(_) => Operand::Missing(Absent::Unreadable),
            },
            Expr::Not(inner) => match inner.come_to(column, !doubt) {
                Operand::Truth(truth) => Operand::Truth(!truth),
                missing @ Operand::Missing(_) => missing,
                Operand::Text(_) | Operand::Number(_) => Operand::Missing(Absent::Unreadable),
            },
            Expr::Binary(operator, left, right) => {
                let (left, right) = (left.come_to(column, doubt), right.come_to(column, doubt));
                match operator {
                    Operator::And => logical(left, right, false),
                    Operator::Or => logical(left, right, true),
                    Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide => {
                        arithmetic(*operator, left, right)
                    }
                    _ => comparison(*operator, left, right, doubt),
                }
            }
        }
    }
}

/// 'and' (`decisive` false) or 'or' (`decisive` true): one decisive side settles it, whatever the other is.
fn logical(left: Operand, right: Operand, decisive: bool) -> Operand {
    if left == Operand::Truth(decisive) || right == Operand::Truth(decisive) {
        return Operand::Truth(decisive);
    }
    match (left, right) {
        (Operand::Truth(_), Operand::Truth(_)) => Operand::Truth(!decisive),
        (missing @ Operand::Missing(_), _) | (Operand::Truth(_), missing @ Operand::Missing(_)) => missing,
        _ => Operand::Missing(Absent::Unreadable),
    }
}

fn arithmetic(operator: Operator, left: Operand, right: Operand) -> Operand {
    let (left, right) = match (left, right) {
        (Operand::Number(left), Operand::Number(right)) => (left, right),
        (missing @ Operand::Missing(_), _) => return missing,
        (Operand::Number(_), missing @ Operand::Missing(_)) => return missing,
        _ => return Operand::Missing(Absent::Unreadable),
    };
    let result = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        _ => left.checked_div(right),
    };
    result.map_or(Operand::Missing(Absent::NotApplicable), |result| {
        let value = if result.value().is_zero() { Decimal::ZERO } else { result.value().normalize() };
        Operand::Number(Quantity::within(value, result.reach()))
    })
}

fn comparison(operator: Operator, left: Operand, right: Operand, doubt: bool) -> Operand {
    let answer = match (left, right) {
        (missing @ Operand::Missing(_), _) | (_, missing @ Operand::Missing(_)) => return missing,
        (Operand::Number(left), Operand::Number(right)) => compare_numbers(operator, left, right, doubt),
        (Operand::Text(left), Operand::Text(right)) => {
            let order = Code::of(&left).cmp(&Code::of(&right));
            Some(match operator {
                Operator::Equal => order.is_eq(),
                Operator::NotEqual => order.is_ne(),
                Operator::Less => order.is_lt(),
                Operator::LessOrEqual => order.is_le(),
                Operator::Greater => order.is_gt(),
                _ => order.is_ge(),
            })
        }
        _ => return Operand::Missing(Absent::Unreadable),
    };
    answer.map_or(Operand::Missing(Absent::NotApplicable), Operand::Truth)
}

/// `None` if the difference overflows.
fn compare_numbers(operator: Operator, left: Quantity, right: Quantity, doubt: bool) -> Option<bool> {
    let apart = left.checked_sub(right)?;
    let (difference, reach) = (apart.value(), apart.reach());
    let surely_and_maybe = |surely: bool, maybe: bool| if doubt { maybe } else { surely };
    // Is the difference below nil wherever in its reach it lies, or somewhere in its reach?
    let less = |difference: Decimal| surely_and_maybe(difference < -reach, difference < reach);
    let at_most = |difference: Decimal| surely_and_maybe(difference <= -reach, difference <= reach);
    Some(match operator {
        Operator::Equal => surely_and_maybe(difference.is_zero(), difference.abs() <= reach),
        // The opposite of '=' with and without doubt: figures stated alike are never different.
        Operator::NotEqual => surely_and_maybe(difference.abs() > reach, !difference.is_zero()),
        Operator::Less => less(difference),
        Operator::LessOrEqual => at_most(difference),
        Operator::Greater => less(-difference),
        _ => at_most(-difference),
    })
}
