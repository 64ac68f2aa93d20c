//! Figures on their way through the words. A template gets each figure as a handle, which knows what it is called and what it is
//! worked out from; a helper prints it between marks, so that whoever takes the text knows each figure in it. The marks are
//! characters that no text holds (Unicode's noncharacters).

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::Value as Json;

/// Around a handle, and between its parts.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// Around what is printed of a figure.
const SAID: char = '\u{FDD2}';
const END: char = '\u{FDD3}';

/// Between the parts of either.
const BAR: char = '\u{FDD4}';

/// A pass through a block or a part of an inclusion: it is counted, and taken out again (see [`bounded`](super::bounded)).
pub(super) const PASS: &str = "\u{FDD5}";

const MARKS: [char; 6] = [OPEN, CLOSE, SAID, END, BAR, '\u{FDD5}'];

/// What a figure is, which says by which helper it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Money, in pounds.
    Amount,
    /// A ratio.
    Percentage,
    /// How many there are.
    Number,
}

impl Kind {
    /// As it stands in a handle, and as a message says it: 'an amount'.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Amount => "an amount",
            Kind::Percentage => "a percentage",
            Kind::Number => "a number",
        }
    }

    /// The helper that says it.
    pub(super) fn helper(self) -> &'static str {
        match self {
            Kind::Amount => "money",
            Kind::Percentage => "percent",
            Kind::Number => "count",
        }
    }

    fn read(name: &str) -> Option<Kind> {
        [Kind::Amount, Kind::Percentage, Kind::Number].into_iter().find(|kind| kind.name() == name)
    }
}

/// A figure in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handle {
    /// Money in pounds, a ratio, a number.
    pub figure: Decimal,
    /// What it is; nothing for a number as a template writes it, which may be any.
    pub kind: Option<Kind>,
    /// What it is called in templates: 'totals.schemes.target'.
    pub name: String,
    /// What it is worked out from: a formula over what is known, each by the name that the data gave it: '(f3 - f4)'.
    pub trace: String,
}

impl Handle {
    /// As a template gets it.
    pub fn json(&self) -> Json {
        let kind = self.kind.map_or("", Kind::name);
        Json::String(format!(
            "{OPEN}{}{BAR}{kind}{BAR}{}{BAR}{}{CLOSE}",
            self.figure.normalize(),
            self.name,
            self.trace
        ))
    }

    /// The handle that a text is.
    pub fn read(text: &str) -> Option<Handle> {
        let mut parts = text.strip_prefix(OPEN)?.strip_suffix(CLOSE)?.split(BAR);
        let (figure, kind, name, trace) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let figure = Decimal::from_str(figure).ok()?;
        Some(Handle { figure, kind: Kind::read(kind), name: name.to_string(), trace: trace.to_string() })
    }

    /// The first handle in a composed text: one that no helper printed.
    pub(super) fn bare(text: &str) -> Option<Handle> {
        let rest = text.get(text.find(OPEN)?..)?;
        Handle::read(rest.get(..rest.find(CLOSE)? + CLOSE.len_utf8())?)
    }
}

/// A figure that a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// As it is printed: '£25,201k', '65%', '26'.
    pub text: String,
    /// See [`Handle::trace`].
    pub trace: String,
}

/// What is printed of a figure, between marks.
pub fn spoken(text: &str, trace: &str) -> String {
    format!("{SAID}{text}{BAR}{trace}{END}")
}

/// A text without its marks, and the figures in it, in their order.
pub fn take_out(text: &str) -> (String, Vec<Spoken>) {
    let mut plain = String::new();
    let mut figures = Vec::new();
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once(SAID) {
        plain.push_str(before);
        let Some((inner, after)) = marked.split_once(END) else {
            rest = marked;
            continue;
        };
        let (text, trace) = inner.split_once(BAR).unwrap_or((inner, ""));
        plain.push_str(text);
        figures.push(Spoken { text: text.to_string(), trace: trace.to_string() });
        rest = after;
    }
    plain.push_str(rest);
    (plain, figures)
}

/// Words of a form or a return, which hold no marks.
pub fn without_marks(text: &str) -> String {
    text.chars().filter(|character| !MARKS.contains(character)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_read_back_and_what_is_said_taken_out() {
        let handle = Handle {
            figure: Decimal::new(12_345, 1),
            kind: Some(Kind::Amount),
            name: "totals.a.b".into(),
            trace: "(f3 - f4)".into(),
        };
        for kind in [None, Some(Kind::Amount), Some(Kind::Percentage), Some(Kind::Number)] {
            let handle = Handle { kind, ..handle.clone() };
            assert_eq!(Handle::read(handle.json().as_str().unwrap()), Some(handle));
        }
        assert_eq!(Handle::read("1234.5"), None);
        let text = format!("It is {} of {}.", spoken("£1k", "f3"), spoken("5%", "(f3 / f4)"));
        let (plain, figures) = take_out(&text);
        assert_eq!(plain, "It is £1k of 5%.");
        let said: Vec<(&str, &str)> =
            figures.iter().map(|figure| (figure.text.as_str(), figure.trace.as_str())).collect();
        assert_eq!(said, [("£1k", "f3"), ("5%", "(f3 / f4)")]);
        let bare = format!("It is {} today", handle.json().as_str().unwrap());
        assert_eq!(Handle::bare(&bare), Some(handle));
        assert_eq!(without_marks(&text), "It is £1kf3 of 5%(f3 / f4).");
    }
}
