//! Formulas of the form: `forecast / target`. One syntax tree that is evaluated in exact decimals, written as an Excel
//! formula, and said in words.

mod evaluate;
mod excel;
mod parse;
mod words;

pub use words::Speech;

pub(crate) use excel::is_criterion;

use crate::money::{Absent, Quantity};

/// A parsed formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// A number as written: `0`, `1,000` is not allowed, `0.5` is.
    Number(rust_decimal::Decimal),
    /// Quoted text: `'GREEN'`.
    Text(String),
    /// A column of the list, by its id.
    Column(String),
    /// `-x`
    Negate(Box<Expr>),
    /// `not x`
    Not(Box<Expr>),
    /// `abs(x)`: the size of x, without its sign.
    Abs(Box<Expr>),
    /// Two sides and an operator.
    Binary(Operator, Box<Expr>, Box<Expr>),
}

/// What stands between two sides of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `=`
    Equal,
    /// `<>` (also `!=`)
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `and`
    And,
    /// `or`
    Or,
}

/// What a formula, or a part of it, comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A number with the reach of its rounding (an interval).
    Number(Quantity),
    /// Text, compared without regard to case and outer blanks.
    Text(String),
    /// A comparison's answer.
    Truth(bool),
    /// Something the formula needs is not there; missing makes missing.
    Missing(Absent),
}

/// A formula that could not be read: where (byte offset in the formula) and what was meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FormulaError {
    /// Byte offset into the formula's text.
    pub offset: usize,
    /// One sentence for the person who wrote it.
    pub message: String,
}

/// How tightly a leading minus binds; see [`binding`].
const NEGATED: u8 = 7;

/// How tightly an operator binds: the higher, the tighter.
fn binding(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::And => 2,
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual => 4,
        Operator::Add | Operator::Subtract => 5,
        Operator::Multiply | Operator::Divide => 6,
    }
}

impl Operator {
    /// As a form writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Equal => "=",
            Operator::NotEqual => "<>",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::And => "and",
            Operator::Or => "or",
        }
    }
}

impl Expr {
    /// As a form writes it, each column called as `name` says.
    pub fn said(&self, name: &dyn Fn(&str) -> String) -> String {
        // What binds less tightly than what stands around it needs brackets; on the right also what binds alike: a - (b - c). No comparison
        // stands beside another one without.
        let part = |part: &Expr, least: u8| {
            let said = part.said(name);
            if part.binding() < least { format!("({said})") } else { said }
        };
        match self {
            Expr::Number(number) => number.normalize().to_string(),
            // In the quotes that do not stand in it; no text has both.
            Expr::Text(text) if text.contains('\'') => format!("\"{text}\""),
            Expr::Text(text) => format!("'{text}'"),
            Expr::Column(id) => name(id),
            Expr::Negate(of) => format!("-{}", part(of, NEGATED)),
            Expr::Not(of) => format!("not {}", part(of, self.binding())),
            Expr::Abs(of) => format!("abs({})", of.said(name)),
            Expr::Binary(operator, left, right) => {
                let own = binding(*operator);
                let on_the_left = if own == binding(Operator::Equal) { own.saturating_add(1) } else { own };
                format!("{} {} {}", part(left, on_the_left), operator.sign(), part(right, own.saturating_add(1)))
            }
        }
    }

    /// The ids of the columns it uses, each once, in order of appearance.
    pub fn columns(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        self.collect_columns(&mut ids);
        ids
    }

    fn collect_columns<'a>(&'a self, ids: &mut Vec<&'a str>) {
        match self {
            Expr::Number(_) | Expr::Text(_) => {}
            Expr::Column(id) => {
                if !ids.contains(&id.as_str()) {
                    ids.push(id);
                }
            }
            Expr::Negate(inner) | Expr::Not(inner) | Expr::Abs(inner) => inner.collect_columns(ids),
            Expr::Binary(_, left, right) => {
                left.collect_columns(ids);
                right.collect_columns(ids);
            }
        }
    }

    /// How tightly its outermost operator binds; what has none binds tightest.
    fn binding(&self) -> u8 {
        match self {
            Expr::Number(_) | Expr::Text(_) | Expr::Column(_) | Expr::Abs(_) => 8,
            Expr::Negate(_) => NEGATED,
            Expr::Not(_) => 3,
            Expr::Binary(operator, _, _) => binding(*operator),
        }
    }
}

#[cfg(test)]
mod tests;
