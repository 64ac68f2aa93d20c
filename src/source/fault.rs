//! What is wrong with a line that somebody wrote, the line itself, and the page that says what may stand there.

use std::fmt;
use std::ops::Range;

use super::Place;

/// A fault of a line that somebody wrote, in piperoll.toml, decisions.toml or a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File and line.
    pub at: Place,
    /// What is wrong and what was meant, in one sentence.
    pub message: String,
    /// The line as it stands, where it can be shown.
    pub line: Option<Box<Line>>,
    /// The page of the docs that says what may stand there, and its section: `docs/form.md, [report]`.
    pub page: Option<Box<str>>,
}

/// A line with a part of it marked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The whole line, without its end.
    pub text: String,
    /// The first byte of what is marked.
    pub from: usize,
    /// The byte behind what is marked.
    pub to: usize,
}

impl Fault {
    /// What is wrong at a place.
    pub fn new(at: Place, message: impl Into<String>) -> Self {
        Fault { at, message: message.into(), line: None, page: None }
    }

    /// The same with its line, where it is a fault of a line of this text, and the page that speaks of it. What is marked is what the
    /// place says: as exactly as it is known, else the whole line.
    #[must_use]
    pub fn shown_in(mut self, text: &str, page: &str) -> Self {
        let line = self.at.line.and_then(|line| of_number(text, line));
        self.line = line.and_then(|line| {
            let marked = self.at.span.bytes().map_or(line.clone(), |span| inside(&span, &line));
            let marked = named(text, &marked, &self.message).unwrap_or(marked);
            let shown = text.get(line.clone())?;
            let marked = marked.start - line.start..marked.end - line.start;
            (!shown.trim().is_empty()).then(|| Box::new(marked_in(shown, marked)))
        });
        self.page = Some(page.into());
        self
    }
}

/// So many faults are told at once, and have their lines: whoever mends these has most of the others too.
pub(crate) const MOST_FAULTS: usize = 100;

/// So many characters of the start of a message are told, and of its end, where it quotes something without end.
const MOST_OF_A_FAULT: usize = 500;

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, shortened(&self.message))
    }
}

fn shortened(message: &str) -> String {
    let letters: Vec<char> = message.chars().collect();
    match (letters.get(..MOST_OF_A_FAULT), letters.len().checked_sub(2 * MOST_OF_A_FAULT)) {
        (Some(start), Some(more)) if more > 0 => {
            let end = &letters[MOST_OF_A_FAULT + more..];
            start.iter().chain(&[' ', '…', ' ']).chain(end).collect()
        }
        _ => message.to_string(),
    }
}

/// The bytes of a line, from 1, without its end.
fn of_number(text: &str, number: u32) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n').take(usize::try_from(number).ok()?.checked_sub(1)?) {
        start += line.len();
    }
    let line = text.get(start..)?.split('\n').next()?;
    Some(start..start + line.trim_end_matches('\r').len())
}

/// The part of `span` that is in a line. It may go on in the next ones, as a list does, or begin before, as a text of many lines.
fn inside(span: &Range<usize>, line: &Range<usize>) -> Range<usize> {
    let start = span.start.clamp(line.start, line.end);
    start..span.end.clamp(start, line.end)
}

/// Where in what is marked the name stands that a message speaks of first, if it stands there once, as a word: in a formula or a list
/// only that is wrong.
fn named(text: &str, marked: &Range<usize>, message: &str) -> Option<Range<usize>> {
    ['`', '\''].into_iter().find_map(|quote| {
        let (_, rest) = message.split_once(quote)?;
        stands_once(text, marked, rest.split_once(quote)?.0)
    })
}

fn stands_once(text: &str, marked: &Range<usize>, name: &str) -> Option<Range<usize>> {
    let within = text.get(marked.clone())?;
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let mut places = within.match_indices(name).filter(|(at, _)| {
        let before = within[..*at].chars().next_back();
        let behind = within[at + name.len()..].chars().next();
        !name.is_empty() && !before.is_some_and(is_word) && !behind.is_some_and(is_word)
    });
    let (at, _) = places.next()?;
    places.next().is_none().then(|| marked.start + at..marked.start + at + name.len())
}

/// The line with what is marked in it, without the blanks around that.
fn marked_in(line: &str, marked: Range<usize>) -> Line {
    let part = line.get(marked.clone()).unwrap_or_default();
    let (from, to) = match part.trim() {
        "" => (marked.start, marked.start),
        trimmed => {
            let from = marked.start + (part.len() - part.trim_start().len());
            (from, from + trimmed.len())
        }
    };
    Line { text: line.to_string(), from, to }
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::*;

    const TEXT: &str =
        "version = 1\r\n\n[report]\ntitle = \"Säving\"  # x\nformula = \"forcast / target\"\nlist = [\n  1,\n]";

    /// The line with what is marked between signs.
    fn shown(line: u32, span: Option<&str>, message: &str) -> Option<String> {
        let mut at = Place::line("piperoll.toml", line);
        if let Some(part) = span {
            let start = TEXT.find(part).unwrap();
            at.span = Span::of(start..start + part.len());
        }
        let line = Fault::new(at, message).shown_in(TEXT, "docs/form.md").line?;
        Some(format!("{}>{}<{}", &line.text[..line.from], &line.text[line.from..line.to], &line.text[line.to..]))
    }

    #[test]
    fn a_line_is_shown_with_the_place_marked() {
        assert_eq!(shown(1, None, "x").as_deref(), Some(">version = 1<"));
        assert_eq!(shown(4, Some("\"Säving\""), "x").as_deref(), Some("title = >\"Säving\"<  # x"));
        assert_eq!(shown(6, Some("[\n  1,\n]"), "a list").as_deref(), Some("list = >[<"));
        assert_eq!(shown(8, None, "x").as_deref(), Some(">]<"));
    }

    #[test]
    fn the_name_that_a_message_speaks_of_is_marked_where_it_stands_once() {
        let formula = Some("\"forcast / target\"");
        assert_eq!(shown(5, formula, "unknown column `forcast`").as_deref(), Some("formula = \">forcast< / target\""));
        assert_eq!(shown(5, formula, "`cast` is no word there").as_deref(), Some("formula = >\"forcast / target\"<"));
    }

    #[test]
    fn what_is_not_there_is_not_shown() {
        assert_eq!(shown(2, None, "x"), None, "a blank line");
        assert_eq!(shown(9, None, "x"), None);
        assert_eq!(Fault::new(Place::file("piperoll.toml"), "x").shown_in(TEXT, "docs/form.md").line, None);
    }
}
