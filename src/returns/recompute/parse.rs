//! Formulas of cells as spreadsheet programs store them: 'SUM(B2:$B$9)*2' (.xlsx), 'of:=SUM([.B2:.$B$9])*2' (.ods). Another
//! language than that of the form's formulas: it knows places and ranges, and a leading minus binds tighter than '^'.

use rust_decimal::Decimal;

use super::Why;
use crate::source::column_number;

/// How deep brackets, signs and functions may be nested. Programs allow as many.
const DEEPEST_NESTING: usize = 64;

/// The most words and signs: they bound the depth of a chain like A1+A2+A3 as well.
const MOST_TOKENS: usize = 600;

/// The most rows and columns of a sheet.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// A formula as a tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    Number(Decimal),
    Text(String),
    Truth(bool),
    Cells(Reference),
    Negate(Box<Expr>),
    Percent(Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Call(Function, Vec<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Sum,
    Subtotal,
    Round,
    If,
    IfError,
    Abs,
    Min,
    Max,
    Average,
    Count,
}

/// A cell or a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// The sheet, if one is named.
    pub sheet: Option<String>,
    /// One corner.
    pub first: Corner,
    /// The other.
    pub last: Corner,
}

/// A corner of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Corner {
    /// Its row.
    pub row: Axis,
    /// Its column.
    pub column: Axis,
}

/// A row or column as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// It moves with the cell.
    Relative(u32),
    /// It stays ('$').
    Absolute(u32),
    /// None is written: the range goes over all.
    Edge,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(Decimal),
    Text(String),
    Cells(Reference),
    Name(String),
    Operator(Operator),
    Percent,
    Open,
    Close,
    Comma,
}

/// Reads a formula, with or without '=' and what .ods writes before it.
pub(super) fn parse(text: &str) -> Result<Expr, Why> {
    let text = text.trim();
    let text = ["of:", "oooc:", "msoxl:"].iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
    let tokens = tokens(text.trim_start().trim_start_matches('='))?;
    let mut tree = Tree { tokens, next: 0, depth: 0 };
    let expr = tree.expression(0)?;
    if tree.next == tree.tokens.len() { Ok(expr) } else { Err(Why::NotUnderstood) }
}

/// The words and signs of a formula without its '='.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Why> {
    let mut rest = text;
    let mut tokens = Vec::new();
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { return Ok(tokens) };
        if tokens.len() == MOST_TOKENS {
            return Err(Why::TooMuch);
        }
        let (token, length) = match first {
            '"' => {
                let (text, length) = quoted(rest, '"').ok_or(Why::NotUnderstood)?;
                (Token::Text(text), length)
            }
            '[' => bracketed(rest)?,
            '\'' => place(rest)?,
            '0'..='9' | '.' => number(rest).map_or_else(|| place(rest), Ok)?,
            _ if is_word(first) => match name(rest) {
                Some(found) => found,
                None => place(rest)?,
            },
            _ => sign(rest).ok_or(Why::NotUnderstood)?,
        };
        tokens.push(token);
        rest = rest.get(length..).ok_or(Why::NotUnderstood)?;
    }
}

fn sign(text: &str) -> Option<(Token, usize)> {
    use Operator::{
        Add, Divide, Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Multiply, NotEqual, Power, Subtract,
    };
    let signs = [
        ("<>", Token::Operator(NotEqual)),
        ("<=", Token::Operator(LessOrEqual)),
        (">=", Token::Operator(GreaterOrEqual)),
        ("<", Token::Operator(Less)),
        (">", Token::Operator(Greater)),
        ("=", Token::Operator(Equal)),
        ("+", Token::Operator(Add)),
        ("-", Token::Operator(Subtract)),
        ("*", Token::Operator(Multiply)),
        ("/", Token::Operator(Divide)),
        ("^", Token::Operator(Power)),
        ("%", Token::Percent),
        ("(", Token::Open),
        (")", Token::Close),
        (",", Token::Comma),
        (";", Token::Comma),
    ];
    signs.into_iter().find(|(sign, _)| text.starts_with(sign)).map(|(sign, token)| (token, sign.len()))
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '.' | '\\')
}

/// How many bytes of the text make a word.
fn word_length(text: &str) -> usize {
    text.find(|character| !is_word(character)).unwrap_or(text.len())
}

/// A text in quotes, in which a quote is written twice, and how many bytes it takes.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut inside = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character != quote {
            inside.push(character);
        } else if characters.next_if(|(_, next)| *next == quote).is_some() {
            inside.push(quote);
        } else {
            return Some((inside, at + quote.len_utf8()));
        }
    }
    None
}

/// '12', '1.5', '1.5E+3'; none where a row is meant ('2:2') or a name goes on.
fn number(text: &str) -> Option<(Token, usize)> {
    let mut length = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    if let Some(power) = text[length..].strip_prefix(['E', 'e']) {
        let signed = power.strip_prefix(['+', '-']).unwrap_or(power);
        let digits = signed.find(|c: char| !c.is_ascii_digit()).unwrap_or(signed.len());
        if digits > 0 {
            length = text.len() - signed.len() + digits;
        }
    }
    let (written, behind) = (text.get(..length)?, text.get(length..)?);
    if behind.starts_with(|c: char| is_word(c) || matches!(c, ':' | '!')) {
        return None;
    }
    let value = written.parse().or_else(|_| Decimal::from_scientific(written)).ok()?;
    Some((Token::Number(value), length))
}

/// The name of a function or of a truth; none where a place stands.
fn name(text: &str) -> Option<(Token, usize)> {
    let length = word_length(text);
    let (word, behind) = (text.get(..length)?, text.get(length..)?);
    let is_name =
        behind.trim_start().starts_with('(') || ["TRUE", "FALSE"].contains(&word.to_ascii_uppercase().as_str());
    (is_name && !behind.starts_with(['!', ':'])).then(|| (Token::Name(word.to_ascii_uppercase()), length))
}

/// A cell or range as .xlsx writes it: 'B2', '$B$2:C9', 'B:B', '2:3', "Sheet2!B2", "'It''s'!B2:B9".
fn place(text: &str) -> Result<(Token, usize), Why> {
    let mut rest = text;
    let mut sheet = None;
    if rest.starts_with('\'') {
        let (name, length) = quoted(rest, '\'').ok_or(Why::NotUnderstood)?;
        rest = rest[length..].strip_prefix('!').ok_or(Why::NotUnderstood)?;
        sheet = Some(name);
    } else if let Some(behind) = rest[word_length(rest)..].strip_prefix('!') {
        sheet = Some(rest[..word_length(rest)].to_string());
        rest = behind;
    }
    if sheet.as_ref().is_some_and(|name| name.contains(['[', ']'])) {
        return Err(Why::OtherFile);
    }
    let half_after = |rest: &mut &str| {
        let (written, behind) = rest.split_at(word_length(rest));
        *rest = behind;
        half(written).ok_or(Why::NotUnderstood)
    };
    let first = half_after(&mut rest)?;
    let last = match rest.strip_prefix(':') {
        Some(behind) => {
            rest = behind;
            half_after(&mut rest)?
        }
        // 'B' alone is a name.
        None if first.is_whole() => return Err(Why::NotUnderstood),
        None => first,
    };
    // Sheets in a row ('Jan:Mar!B2') and a range of a range are not known.
    if rest.starts_with(['!', ':', '[', '#']) {
        return Err(Why::NotUnderstood);
    }
    Ok((Token::Cells(range(sheet, first, last)?), text.len() - rest.len()))
}

/// A cell or range as .ods writes it: '[.B2:.$B$9]', "[$'It''s'.B2]".
fn bracketed(text: &str) -> Result<(Token, usize), Why> {
    let mut rest = &text[1..];
    let (sheet, first) = corner_after(&mut rest)?;
    let last = match rest.strip_prefix(':') {
        Some(behind) => {
            rest = behind;
            let (other, last) = corner_after(&mut rest)?;
            if other.is_some() && other != sheet {
                return Err(Why::NotUnderstood);
            }
            last
        }
        None => first,
    };
    let rest = rest.strip_prefix(']').ok_or(Why::NotUnderstood)?;
    Ok((Token::Cells(range(sheet, first, last)?), text.len() - rest.len()))
}

/// '.B2', "$'It''s'.B2"
fn corner_after(rest: &mut &str) -> Result<(Option<String>, Corner), Why> {
    let mut text = rest.strip_prefix('$').unwrap_or(rest);
    let mut sheet = None;
    if text.starts_with('\'') {
        let (name, length) = quoted(text, '\'').ok_or(Why::NotUnderstood)?;
        (sheet, text) = (Some(name), &text[length..]);
    } else {
        let length = text.find(['.', ']', ':', '#']).ok_or(Why::NotUnderstood)?;
        if length > 0 {
            sheet = Some(text[..length].to_string());
        }
        text = &text[length..];
    }
    if text.starts_with('#') {
        return Err(Why::OtherFile);
    }
    let text = text.strip_prefix('.').ok_or(Why::NotUnderstood)?;
    let (written, behind) = text.split_at(word_length(text));
    *rest = behind;
    Ok((sheet, half(written).ok_or(Why::NotUnderstood)?))
}

/// Both corners must say the same of rows and columns: 'B:B9' is none.
fn range(sheet: Option<String>, first: Corner, last: Corner) -> Result<Reference, Why> {
    let is_edge = |axis: Axis| axis == Axis::Edge;
    let matches = is_edge(first.row) == is_edge(last.row) && is_edge(first.column) == is_edge(last.column);
    if matches { Ok(Reference { sheet, first, last }) } else { Err(Why::NotUnderstood) }
}

impl Corner {
    fn is_whole(self) -> bool {
        self.row == Axis::Edge || self.column == Axis::Edge
    }
}

/// 'B2', '$B$2', 'B', '2'
fn half(text: &str) -> Option<Corner> {
    let rest = text.strip_prefix('$').unwrap_or(text);
    let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (letters, digits) = rest.split_at(letters);
    let axis = |index: u32, absolute: bool| if absolute { Axis::Absolute(index) } else { Axis::Relative(index) };
    if letters.is_empty() {
        return Some(Corner { row: axis(row(rest)?, rest.len() < text.len()), column: Axis::Edge });
    }
    let column = column_number(letters).filter(|column| *column < MOST_COLUMNS)?;
    let column = axis(column, rest.len() < text.len());
    if digits.is_empty() {
        return Some(Corner { row: Axis::Edge, column });
    }
    let plain = digits.strip_prefix('$').unwrap_or(digits);
    Some(Corner { row: axis(row(plain)?, plain.len() < digits.len()), column })
}

/// The row that digits name, from zero.
fn row(digits: &str) -> Option<u32> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = digits.parse().ok().filter(|number| all_digits && *number <= MOST_ROWS)?;
    number.checked_sub(1)
}

struct Tree {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Tree {
    fn take_if(&mut self, token: &Token) -> bool {
        let found = self.tokens.get(self.next) == Some(token);
        self.next += usize::from(found);
        found
    }

    /// Everything from here whose operators bind at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<Expr, Why> {
        self.depth += 1;
        if self.depth > DEEPEST_NESTING {
            return Err(Why::TooMuch);
        }
        let mut left = self.operand()?;
        while let Some(Token::Operator(operator)) = self.tokens.get(self.next) {
            let operator = *operator;
            let tightness = binding(operator);
            if tightness < least {
                break;
            }
            self.next += 1;
            let right = self.expression(tightness + 1)?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    /// A value with the signs before it and the per cent signs behind it: '-2%^2' is ((-2)%)^2.
    fn operand(&mut self) -> Result<Expr, Why> {
        let mut negative = false;
        let mut signs = 0;
        while let Some(Token::Operator(operator @ (Operator::Add | Operator::Subtract))) = self.tokens.get(self.next) {
            negative ^= *operator == Operator::Subtract;
            signs += 1;
            self.next += 1;
        }
        let mut expr = self.value()?;
        // A plus changes nothing, not even a text; a minus makes a number.
        if negative || signs > 1 {
            expr = Expr::Negate(Box::new(expr));
            if !negative {
                expr = Expr::Negate(Box::new(expr));
            }
        }
        if self.take_if(&Token::Percent) {
            expr = Expr::Percent(Box::new(expr));
        }
        Ok(expr)
    }

    fn value(&mut self) -> Result<Expr, Why> {
        let token = self.tokens.get(self.next).cloned().ok_or(Why::NotUnderstood)?;
        self.next += 1;
        match token {
            Token::Number(number) => Ok(Expr::Number(number)),
            Token::Text(text) => Ok(Expr::Text(text)),
            Token::Cells(cells) => Ok(Expr::Cells(cells)),
            Token::Name(name) => self.named(&name),
            Token::Open => {
                let inner = self.expression(0)?;
                if self.take_if(&Token::Close) { Ok(inner) } else { Err(Why::NotUnderstood) }
            }
            Token::Operator(_) | Token::Percent | Token::Close | Token::Comma => Err(Why::NotUnderstood),
        }
    }

    fn named(&mut self, name: &str) -> Result<Expr, Why> {
        let is_call = self.take_if(&Token::Open);
        if name == "TRUE" || name == "FALSE" {
            return if !is_call || self.take_if(&Token::Close) {
                Ok(Expr::Truth(name == "TRUE"))
            } else {
                Err(Why::NotUnderstood)
            };
        }
        let function = match name {
            "SUM" => Function::Sum,
            "SUBTOTAL" => Function::Subtotal,
            "ROUND" => Function::Round,
            "IF" => Function::If,
            "IFERROR" => Function::IfError,
            "ABS" => Function::Abs,
            "MIN" => Function::Min,
            "MAX" => Function::Max,
            "AVERAGE" => Function::Average,
            "COUNT" => Function::Count,
            _ => return Err(Why::OtherFunction),
        };
        let mut arguments = vec![self.expression(0)?];
        while self.take_if(&Token::Comma) {
            arguments.push(self.expression(0)?);
        }
        if self.take_if(&Token::Close) { Ok(Expr::Call(function, arguments)) } else { Err(Why::NotUnderstood) }
    }
}

/// How tightly an operator binds: the higher, the tighter.
fn binding(operator: Operator) -> u8 {
    match operator {
        Operator::Add | Operator::Subtract => 2,
        Operator::Multiply | Operator::Divide => 3,
        Operator::Power => 4,
        _ => 1,
    }
}

impl Expr {
    /// The places it names.
    pub fn references<'e>(&'e self, found: &mut Vec<&'e Reference>) {
        match self {
            Expr::Number(_) | Expr::Text(_) | Expr::Truth(_) => {}
            Expr::Cells(reference) => found.push(reference),
            Expr::Negate(inner) | Expr::Percent(inner) => inner.references(found),
            Expr::Binary(_, left, right) => {
                left.references(found);
                right.references(found);
            }
            Expr::Call(_, arguments) => arguments.iter().for_each(|argument| argument.references(found)),
        }
    }
}
