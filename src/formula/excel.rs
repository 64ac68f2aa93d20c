//! A formula as Excel and LibreOffice understand it.

use super::{Expr, Operator};

/// The longest piece of quoted text that Excel takes in a formula.
const LONGEST_TEXT: usize = 255;

/// Whether a text may pick rows out of a table: a spreadsheet would take others for patterns or comparisons.
pub(crate) fn is_criterion(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '?', '~']) && !text.starts_with(['=', '<', '>'])
}

impl Expr {
    /// The same as an Excel formula (without the leading '='), given the address of each column's cell. Where a number
    /// that it needs is missing (the cell is empty or holds text), or a divisor is nil, it shows `otherwise` (text) and
    /// not an error value: `IF(COUNT(A1,B1)<2,"-",IF(B1=0,"-",A1/B1))`.
    pub fn excel(&self, address: &dyn Fn(&str) -> String, otherwise: &str) -> String {
        let writer = Writer { address };
        let mut numbers = Vec::new();
        writer.collect_numbers(self, matches!(self, Expr::Column(_)), &mut numbers);
        let mut divisors = Vec::new();
        writer.collect_divisors(self, &mut divisors);

        let otherwise = quoted(otherwise);
        let mut formula = String::new();
        let mut guards = 0;
        if !numbers.is_empty() {
            formula += &format!("IF(COUNT({})<{},{otherwise},", numbers.join(","), numbers.len());
            guards += 1;
        }
        // Each in its own IF, inner ones first: OR would work all of them out, and stumble over the first.
        for divisor in divisors {
            formula += &format!("IF({divisor}=0,{otherwise},");
            guards += 1;
        }
        formula += &writer.write(self, Place::Number);
        formula.extend(std::iter::repeat_n(')', guards));
        formula
    }
}

/// What a part of the formula is needed as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A number, or a truth.
    Number,
    /// One side of a comparison of texts.
    Text,
    /// One side of a comparison that may be of either.
    Either,
}

struct Writer<'a> {
    address: &'a dyn Fn(&str) -> String,
}

impl Writer<'_> {
    /// Addresses of the cells that must hold a number, each once.
    fn collect_numbers(&self, expr: &Expr, needed: bool, addresses: &mut Vec<String>) {
        match expr {
            Expr::Number(_) | Expr::Text(_) => {}
            Expr::Column(id) => {
                let address = (self.address)(id);
                if needed && !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            Expr::Negate(inner) | Expr::Abs(inner) => self.collect_numbers(inner, true, addresses),
            Expr::Not(inner) => self.collect_numbers(inner, false, addresses),
            Expr::Binary(operator, left, right) => {
                let needed = place_of_sides(*operator, left, right) == Place::Number
                    && !matches!(operator, Operator::And | Operator::Or);
                self.collect_numbers(left, needed, addresses);
                self.collect_numbers(right, needed, addresses);
            }
        }
    }

    /// What the formula divides by, each once, inner divisors before those they stand in.
    fn collect_divisors(&self, expr: &Expr, divisors: &mut Vec<String>) {
        match expr {
            Expr::Number(_) | Expr::Text(_) | Expr::Column(_) => {}
            Expr::Negate(inner) | Expr::Not(inner) | Expr::Abs(inner) => self.collect_divisors(inner, divisors),
            Expr::Binary(operator, left, right) => {
                self.collect_divisors(left, divisors);
                self.collect_divisors(right, divisors);
                let never_nil = matches!(right.as_ref(), Expr::Number(value) if !value.is_zero());
                if *operator == Operator::Divide && !never_nil {
                    let divisor = self.side(right, 5, Place::Number);
                    if !divisors.contains(&divisor) {
                        divisors.push(divisor);
                    }
                }
            }
        }
    }

    fn write(&self, expr: &Expr, place: Place) -> String {
        match expr {
            Expr::Number(value) => value.normalize().to_string(),
            Expr::Text(text) => quoted(text.trim()),
            Expr::Column(id) => match place {
                Place::Text => format!("TRIM({})", (self.address)(id)),
                Place::Number | Place::Either => (self.address)(id),
            },
            Expr::Negate(inner) => format!("-{}", self.side(inner, 8, Place::Number)),
            Expr::Abs(inner) => format!("ABS({})", self.write(inner, Place::Number)),
            Expr::Not(inner) => format!("NOT({})", self.write(inner, Place::Number)),
            Expr::Binary(Operator::And, left, right) => {
                format!("AND({},{})", self.write(left, Place::Number), self.write(right, Place::Number))
            }
            Expr::Binary(Operator::Or, left, right) => {
                format!("OR({},{})", self.write(left, Place::Number), self.write(right, Place::Number))
            }
            Expr::Binary(operator, left, right) => {
                let tightness = expr.binding();
                let place = place_of_sides(*operator, left, right);
                // `and` and `or` are written as functions above; all others as in a form.
                let sign = operator.sign();
                // A minus sign right behind an operator is bracketed: A1-(-B1).
                let right_least = if matches!(right.as_ref(), Expr::Negate(_)) { 8 } else { tightness + 1 };
                format!("{}{sign}{}", self.side(left, tightness, place), self.side(right, right_least, place))
            }
        }
    }

    /// A part in brackets, if its outermost operator binds less tightly than `least`. Functions need none.
    fn side(&self, expr: &Expr, least: u8, place: Place) -> String {
        let written = self.write(expr, place);
        let is_function = matches!(expr, Expr::Not(_) | Expr::Binary(Operator::And | Operator::Or, _, _));
        if is_function || expr.binding() >= least { written } else { format!("({written})") }
    }
}

/// What the two sides of an operator are needed as.
fn place_of_sides(operator: Operator, left: &Expr, right: &Expr) -> Place {
    let text = |expr: &Expr| matches!(expr, Expr::Text(_));
    let column = |expr: &Expr| matches!(expr, Expr::Column(_));
    match operator {
        Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::And | Operator::Or => {
            Place::Number
        }
        _ if text(left) || text(right) => Place::Text,
        Operator::Equal | Operator::NotEqual if column(left) && column(right) => Place::Either,
        _ => Place::Number,
    }
}

/// Text as it stands in a formula.
fn quoted(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return "\"\"".to_string();
    }
    // Excel counts UTF-16 units; half the length in characters is never too long.
    let pieces = if characters.len() * 2 <= LONGEST_TEXT { characters.len() } else { LONGEST_TEXT / 2 };
    characters
        .chunks(pieces)
        .map(|piece| format!("\"{}\"", piece.iter().collect::<String>().replace('"', "\"\"")))
        .collect::<Vec<_>>()
        .join("&")
}
