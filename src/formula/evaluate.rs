//! What a formula comes to: exact decimals, checked, with the reach of their rounding.

use rust_decimal::Decimal;

use super::{Expr, Operand, Operator};
use crate::money::{Absent, Quantity};

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
                Operand::Number(number) => Operand::Number(Quantity { value: negated(number.value), ..number }),
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

/// The number with the other sign; nil has none.
fn negated(number: Decimal) -> Decimal {
    if number.is_zero() { Decimal::ZERO } else { -number }
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
        Operator::Add => sum(left, right),
        Operator::Subtract => sum(left, Quantity { value: negated(right.value), ..right }),
        Operator::Multiply => product(left, right),
        _ => quotient(left, right),
    };
    result.map_or(Operand::Missing(Absent::NotApplicable), |Quantity { value, reach }| {
        Operand::Number(Quantity { value: if value.is_zero() { Decimal::ZERO } else { value.normalize() }, reach })
    })
}

fn sum(left: Quantity, right: Quantity) -> Option<Quantity> {
    Some(Quantity { value: left.value.checked_add(right.value)?, reach: left.reach.checked_add(right.reach)? })
}

/// The furthest that a product of two rounded figures lies from the product of their values is |a|·rb + |b|·ra + ra·rb.
fn product(left: Quantity, right: Quantity) -> Option<Quantity> {
    let value = left.value.checked_mul(right.value)?;
    let reach = left
        .value
        .abs()
        .checked_mul(right.reach)?
        .checked_add(right.value.abs().checked_mul(left.reach)?)?
        .checked_add(left.reach.checked_mul(right.reach)?)?;
    Some(Quantity { value, reach })
}

/// The furthest that a quotient lies off is (|a|·rb + |b|·ra) ÷ (|b|·(|b| − rb)); no quotient if the divisor may be nil.
fn quotient(left: Quantity, right: Quantity) -> Option<Quantity> {
    let divisor = right.value.abs();
    if divisor <= right.reach {
        return None;
    }
    let value = left.value.checked_div(right.value)?;
    if left.reach.is_zero() && right.reach.is_zero() {
        return Some(Quantity::exact(value));
    }
    // Divided by |b| first, so that large figures do not overflow on the way.
    let relative = left.value.abs().checked_div(divisor)?.checked_mul(right.reach)?.checked_add(left.reach)?;
    let reach = relative.checked_div(divisor.checked_sub(right.reach)?)?;
    Some(Quantity { value, reach })
}

fn comparison(operator: Operator, left: Operand, right: Operand, doubt: bool) -> Operand {
    let answer = match (left, right) {
        (missing @ Operand::Missing(_), _) | (_, missing @ Operand::Missing(_)) => return missing,
        (Operand::Number(left), Operand::Number(right)) => compare_numbers(operator, left, right, doubt),
        (Operand::Text(left), Operand::Text(right)) => {
            let order = left.trim().to_lowercase().cmp(&right.trim().to_lowercase());
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
    let difference = left.value.checked_sub(right.value)?;
    let reach = left.reach.checked_add(right.reach)?;
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
        Operator::Greater => less(negated(difference)),
        _ => at_most(negated(difference)),
    })
}
