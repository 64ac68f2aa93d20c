//! Reads a formula: words and signs first, then the tree by how tightly the operators bind.

use std::ops::Range;

use rust_decimal::Decimal;
use winnow::ascii::{digit1, multispace0};
use winnow::combinator::{alt, opt, preceded};
use winnow::error::EmptyError;
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location};
use winnow::token::{any, literal, one_of, take_till, take_while};

use super::{Expr, FormulaError, Operator, binding};

/// How deep brackets, minus signs and 'not' may be nested. Deeper ones would only serve to exhaust the stack.
const DEEPEST_NESTING: usize = 64;

/// The most words and signs in one formula: as many as bound the depth of a chain like a + b + c as well.
const MOST_TOKENS: usize = 400;

/// The most characters of a number: no figure of a council needs as many.
const LONGEST_NUMBER: usize = 25;

/// A word or sign of a formula.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(Decimal),
    Text(String),
    Column(String),
    Operator(Operator),
    Not,
    Open,
    Close,
}

/// Where a word or sign stands, for messages that quote it.
type Placed = (Token, Range<usize>);

type Input<'a> = LocatingSlice<&'a str>;

impl Expr {
    /// Reads a formula: columns by their ids, numbers (`0.5`, `5%`), quoted text, `+ - * /`, `= <> != < <= > >=`,
    /// `and or not`, `abs(…)`, brackets. From loosest to tightest: or, and, not, comparison, + and -, * and /, a leading minus.
    ///
    /// The error says what was expected, and at which byte of the text.
    pub fn parse(text: &str) -> Result<Expr, FormulaError> {
        let tokens = tokens(text)?;
        let mut parser = Tree { text, tokens, next: 0, depth: 0 };
        let expr = parser.expression(0)?;
        match parser.peek() {
            None => Ok(expr),
            Some((Token::Close, place)) => Err(error(place.start, "this ')' closes no bracket")),
            Some((Token::Not, place)) => {
                Err(error(place.start, "'not' stands before a comparison; 'and' or 'or' is missing"))
            }
            Some((_, place)) => {
                let message = format!("expected an operator such as '+' or '=' before '{}'", &text[place.clone()]);
                Err(error(place.start, message))
            }
        }
    }
}

fn error(offset: usize, message: impl Into<String>) -> FormulaError {
    FormulaError { offset, message: message.into() }
}

/// The formula as words and signs.
fn tokens(text: &str) -> Result<Vec<Placed>, FormulaError> {
    let mut input = LocatingSlice::new(text);
    let mut tokens = Vec::new();
    loop {
        let _: Result<&str, EmptyError> = multispace0.parse_next(&mut input);
        if input.is_empty() {
            return Ok(tokens);
        }
        let start = input.current_token_start();
        if tokens.len() == MOST_TOKENS {
            return Err(error(start, format!("the formula is too long: at most {MOST_TOKENS} words and signs")));
        }
        let token = token(&mut input, start)?;
        tokens.push((token, start..input.previous_token_end()));
    }
}

/// One word or sign.
fn token(input: &mut Input<'_>, start: usize) -> Result<Token, FormulaError> {
    if let Some(number) = attempt(input, number) {
        let read = number.parse::<Decimal>().ok().filter(|_| number.len() <= LONGEST_NUMBER);
        let Some(value) = read else { return Err(error(start, "this number is too long")) };
        let percent = attempt(input, '%').is_some();
        let here = input.current_token_start();
        match input.chars().next() {
            Some(',') => return Err(error(here, "numbers are written without commas: 1000, not 1,000")),
            Some(c) if c.is_alphanumeric() || c == '_' || c == '.' => {
                return Err(error(
                    here,
                    "a number ends here, but no operator follows; write amounts in full, without a unit",
                ));
            }
            _ => {}
        }
        let value = if percent { value.checked_mul(Decimal::new(1, 2)) } else { Some(value) };
        // As it is said: a percentage has a point and noughts more there, and what is said is to be read again.
        return value
            .map(|value| value.normalize())
            .filter(|value| value.to_string().len() <= LONGEST_NUMBER)
            .map(Token::Number)
            .ok_or_else(|| error(start, "this number is too long"));
    }
    if let Some(word) = attempt(input, word) {
        return match word.to_ascii_lowercase().as_str() {
            "and" => Ok(Token::Operator(Operator::And)),
            "or" => Ok(Token::Operator(Operator::Or)),
            "not" => Ok(Token::Not),
            _ if word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.contains(|c: char| !is_id(c)) => {
                Ok(Token::Column(word.to_string()))
            }
            id => Err(error(
                start,
                format!(
                    "'{word}' is not a column's id: ids are lower case ('{id}'), and text stands in quotes ('{word}')"
                ),
            )),
        };
    }
    if let Some(quote) = attempt(input, one_of(['\'', '"'])) {
        let text = attempt(input, take_till(0.., quote)).unwrap_or_default().to_string();
        return match attempt(input, quote) {
            Some(_) => Ok(Token::Text(text)),
            None => Err(error(start, format!("the text that opens with {quote} here is not closed"))),
        };
    }
    if attempt(input, "==").is_some() {
        return Err(error(start, "two values are compared with one '=', not with '=='"));
    }
    if let Some(sign) = attempt(input, sign) {
        return Ok(sign);
    }
    let c = attempt(input, any).unwrap_or(' ');
    Err(error(start, format!("'{}' is not known in formulas", c.escape_debug())))
}

/// What the parser finds here, or `None` with nothing taken.
fn attempt<'a, T>(input: &mut Input<'a>, parser: impl Parser<Input<'a>, T, EmptyError>) -> Option<T> {
    opt(parser).parse_next(input).ok().flatten()
}

/// `0`, `0.5`, `.5`
fn number<'a>(input: &mut Input<'a>) -> Result<&'a str, EmptyError> {
    alt(((digit1, opt(preceded('.', digit1))).take(), ('.', digit1).take())).parse_next(input)
}

fn is_id(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

/// A run of letters, digits and '_' that opens with a letter or '_'.
fn word<'a>(input: &mut Input<'a>) -> Result<&'a str, EmptyError> {
    (one_of(|c: char| c.is_alphabetic() || c == '_'), take_while(0.., |c: char| c.is_alphanumeric() || c == '_'))
        .take()
        .parse_next(input)
}

/// Everything made of signs.
fn sign(input: &mut Input<'_>) -> Result<Token, EmptyError> {
    let operator = |sign: &'static str, operator| literal(sign).value(Token::Operator(operator));
    alt((
        alt((
            operator("<>", Operator::NotEqual),
            operator("!=", Operator::NotEqual),
            operator("<=", Operator::LessOrEqual),
            operator(">=", Operator::GreaterOrEqual),
            operator("<", Operator::Less),
            operator(">", Operator::Greater),
            operator("=", Operator::Equal),
        )),
        operator("+", Operator::Add),
        alt((operator("-", Operator::Subtract), operator("−", Operator::Subtract))),
        alt((operator("*", Operator::Multiply), operator("×", Operator::Multiply))),
        alt((operator("/", Operator::Divide), operator("÷", Operator::Divide))),
        literal("(").value(Token::Open),
        literal(")").value(Token::Close),
    ))
    .parse_next(input)
}

/// Makes the tree.
struct Tree<'a> {
    text: &'a str,
    tokens: Vec<Placed>,
    next: usize,
    depth: usize,
}

impl Tree<'_> {
    fn peek(&self) -> Option<&Placed> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Placed> {
        let taken = self.tokens.get(self.next).cloned();
        self.next += usize::from(taken.is_some());
        taken
    }

    /// Everything from here whose operators bind at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<Expr, FormulaError> {
        let mut left = self.operand(least)?;
        let mut compared = false;
        while let Some((Token::Operator(operator), place)) = self.peek() {
            let (operator, start) = (*operator, place.start);
            let tightness = binding(operator);
            if tightness < least {
                break;
            }
            if tightness == COMPARISON {
                if compared {
                    return Err(error(start, "comparisons cannot be chained; join two of them with 'and'"));
                }
                compared = true;
            } else {
                compared = false;
            }
            self.next += 1;
            let right = self.expression(tightness + 1)?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    /// A number, text, column, bracket, or what a leading minus or 'not' applies to.
    fn operand(&mut self, least: u8) -> Result<Expr, FormulaError> {
        self.depth += 1;
        let before = self.next.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|(_, place)| place.clone());
        let expected = |at: usize, found: Option<&Range<usize>>, text: &str| {
            let mut message = "expected a number, a column or '('".to_string();
            if let Some(before) = &before {
                message += &format!(" after '{}'", &text[before.clone()]);
            }
            match found {
                Some(found) => message += &format!(", not '{}'", &text[found.clone()]),
                None if before.is_none() => message = "the formula is empty".to_string(),
                None => {}
            }
            error(at, message)
        };
        let text = self.text;
        let Some((token, place)) = self.take() else {
            return Err(expected(text.trim_end().len(), None, text));
        };
        if self.depth > DEEPEST_NESTING {
            return Err(error(place.start, format!("nested too deeply: at most {DEEPEST_NESTING} levels")));
        }
        let expr = match token {
            Token::Number(value) => Expr::Number(value),
            Token::Text(text) => Expr::Text(text),
            // A column may be called so too, and has no bracket behind it.
            Token::Column(id) if id == "abs" && matches!(self.peek(), Some((Token::Open, _))) => {
                Expr::Abs(Box::new(self.operand(NEGATION)?))
            }
            Token::Column(id) => Expr::Column(id),
            Token::Operator(Operator::Subtract) => Expr::Negate(Box::new(self.expression(NEGATION)?)),
            Token::Not if least <= NOT => Expr::Not(Box::new(self.expression(NOT)?)),
            Token::Not => {
                return Err(error(place.start, "put what 'not' applies to, together with 'not', in brackets"));
            }
            Token::Open => {
                let inner = self.expression(0)?;
                match self.take() {
                    Some((Token::Close, _)) => inner,
                    Some((_, found)) => {
                        let message = format!("expected an operator or ')' before '{}'", &text[found.clone()]);
                        return Err(error(found.start, message));
                    }
                    None => return Err(error(place.start, "this '(' is not closed")),
                }
            }
            Token::Operator(_) | Token::Close => return Err(expected(place.start, Some(&place), text)),
        };
        self.depth -= 1;
        Ok(expr)
    }
}

/// How tightly comparisons bind.
const COMPARISON: u8 = 4;
/// How tightly 'not' binds.
const NOT: u8 = 3;
/// How tightly a leading minus binds.
const NEGATION: u8 = 7;
