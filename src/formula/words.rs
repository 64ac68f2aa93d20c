//! A formula as a note under a table says it.

use super::{Expr, Operator};

/// What operators are called in the language of an appendix.
pub trait Speech {
    /// What stands between the two sides.
    fn between(&self, operator: Operator) -> String;
    /// Before what is taken with the other sign.
    fn minus(&self) -> String;
    /// A figure without its sign.
    fn size(&self, of: &str) -> String;
    /// Before what is not so.
    fn not(&self) -> String;
    /// Several terms and the last one: 'the sum of A, B and C'.
    fn sum(&self, terms: &str, last: &str) -> String;
}

/// In English, as the program's messages say it.
struct English;

impl Speech for English {
    fn between(&self, operator: Operator) -> String {
        let phrase = match operator {
            Operator::Add => "plus",
            Operator::Subtract => "less",
            Operator::Multiply => "times",
            Operator::Divide => "divided by",
            Operator::Equal => "is",
            Operator::NotEqual => "is not",
            Operator::Less => "is less than",
            Operator::LessOrEqual => "is at most",
            Operator::Greater => "is more than",
            Operator::GreaterOrEqual => "is at least",
            Operator::And => "and",
            Operator::Or => "or",
        };
        phrase.to_string()
    }

    fn minus(&self) -> String {
        "minus".to_string()
    }

    fn size(&self, of: &str) -> String {
        format!("the size of {of}")
    }

    fn not(&self) -> String {
        "not".to_string()
    }

    fn sum(&self, terms: &str, last: &str) -> String {
        format!("the sum of {terms} and {last}")
    }
}

impl Expr {
    /// The same in words, given the name of each column: 'Forecast divided by Target', '(Target less Forecast) divided by
    /// Target', 'the sum of A, B and C'. Brackets stand wherever a reader who knows no rules of precedence needs them.
    pub fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        self.words_in(name, &English)
    }

    /// The same in another language.
    pub fn words_in(&self, name: &dyn Fn(&str) -> String, speech: &dyn Speech) -> String {
        match self {
            Expr::Number(value) => value.normalize().to_string(),
            Expr::Text(text) => format!("'{}'", text.trim()),
            Expr::Column(id) => name(id),
            Expr::Negate(inner) => {
                format!("{} {}", speech.minus(), inner.bracketed(name, speech, inner.binding() < 8))
            }
            Expr::Abs(inner) => speech.size(&inner.bracketed(name, speech, inner.binding() < 8)),
            Expr::Not(inner) => format!("{} {}", speech.not(), inner.bracketed(name, speech, inner.binding() < 8)),
            Expr::Binary(operator, left, right) => {
                if *operator == Operator::Add {
                    let mut terms = Vec::new();
                    self.collect_terms(&mut terms);
                    if let [first @ .., last] = terms.as_slice()
                        && first.len() > 1
                    {
                        let said: Vec<String> =
                            first.iter().map(|term| term.bracketed(name, speech, term.binding() < 8)).collect();
                        let last = last.bracketed(name, speech, last.binding() < 8);
                        return speech.sum(&said.join(", "), &last);
                    }
                }
                let phrase = speech.between(*operator);
                let needs = |side: &Expr, is_left: bool| match side {
                    Expr::Number(_) | Expr::Text(_) | Expr::Column(_) => false,
                    Expr::Negate(_) => !is_left,
                    Expr::Abs(_) => false,
                    Expr::Not(_) => false,
                    // 'A plus B less C' and 'A and B and C' read from the left; a comparison's sides are plain enough;
                    // whatever else is mixed takes brackets.
                    Expr::Binary(inner, _, _) => match (self.binding(), side.binding()) {
                        (4, within) => within <= 4,
                        (1 | 2, 4) => false,
                        (outer, within) => outer != within || !is_left || side.is_long_sum(*inner),
                    },
                };
                format!(
                    "{} {phrase} {}",
                    left.bracketed(name, speech, needs(left, true)),
                    right.bracketed(name, speech, needs(right, false))
                )
            }
        }
    }

    /// Said as 'the sum of A, B and C', which does not end by itself.
    fn is_long_sum(&self, operator: Operator) -> bool {
        let mut terms = Vec::new();
        self.collect_terms(&mut terms);
        operator == Operator::Add && terms.len() > 2
    }

    /// The terms of A + B + C, from the left.
    fn collect_terms<'a>(&'a self, terms: &mut Vec<&'a Expr>) {
        match self {
            Expr::Binary(Operator::Add, left, right) => {
                left.collect_terms(terms);
                terms.push(right);
            }
            term => terms.push(term),
        }
    }

    fn bracketed(&self, name: &dyn Fn(&str) -> String, speech: &dyn Speech, needed: bool) -> String {
        let words = self.words_in(name, speech);
        if needed { format!("({words})") } else { words }
    }
}
