//! Findings for people: each with the cells around the fault, as a compiler shows the lines around an error.

mod excerpt;
pub mod ledger;
mod region;
mod rest;
mod sheets;

use super::explain::severity_name;
pub(crate) use super::explain::wrapped;
use crate::finding::{Counts, FOLLOWS, Finding, Severity, Status};
use crate::form::Form;
use crate::privacy::MayPrint;
use crate::returns::Returns;
use crate::returns::ledger::Part;
use crate::source::Place;
use sheets::Sheets;

/// So many findings are shown in full, if nobody asks for all.
pub const MOST: usize = 50;

/// Characters in a line of words where nobody knows how wide the terminal is.
pub const WIDTH: usize = 113;

/// How findings are shown.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Whether in colours.
    pub colour: bool,
    /// All of them in full, or the first [`MOST`].
    pub all: bool,
    /// How many characters wide the terminal is, if there is one: then no line of words is longer.
    pub width: Option<usize>,
}

impl Manner {
    /// Characters in a line of words that stands behind a sign.
    fn words(self) -> usize {
        self.width.unwrap_or(WIDTH).clamp(NARROWEST, WIDTH).saturating_sub(BEHIND_SIGN)
    }
}

/// No terminal is taken for narrower.
const NARROWEST: usize = 40;

/// Characters before the further lines of a message.
const INDENT: usize = 2;

/// Characters of '   = '.
const BEHIND_SIGN: usize = 5;

/// The text form of `shown`, in their order, and a line that counts all of `all`. Of many, the worst are shown in full: errors,
/// then queries, then notes, then what is settled; the others are counted by code and area. Cells come from `returns`; a place in a
/// file that is not among them is named without its cells. Nothing in a return reaches the terminal as a control code, and what is
/// personal in a cell is not shown.
pub fn text(form: &Form, returns: &Returns, (shown, all): (&[&Finding], &[Finding]), manner: Manner) -> String {
    let paint = Paint { colour: manner.colour };
    let sheets = Sheets::of(returns, MayPrint::contacts(&form.contacts));
    let (full, rest) = rest::divided(shown, if manner.all { usize::MAX } else { MOST });
    let mut text = String::new();
    for finding in full {
        one(&mut text, finding, &sheets, manner, paint);
        text.push('\n');
    }
    text.push_str(&rest::counted(form, &rest));
    text.push_str(&counts(&Counts::of(all)));
    text.push('\n');
    text
}

/// One finding as [`text`] shows it.
pub fn finding(form: &Form, returns: &Returns, finding: &Finding, manner: Manner) -> String {
    let mut text = String::new();
    let sheets = Sheets::of(returns, MayPrint::contacts(&form.contacts));
    one(&mut text, finding, &sheets, manner, Paint { colour: manner.colour });
    text
}

/// The text form of what is said of forms by themselves; no return is read.
pub fn of_forms(findings: &[Finding], manner: Manner) -> String {
    let paint = Paint { colour: manner.colour };
    // What is personal was taken out by the contacts of each form.
    let sheets = Sheets::none(MayPrint::default());
    let mut text = String::new();
    for finding in findings {
        one(&mut text, finding, &sheets, manner, paint);
        text.push('\n');
    }
    text
}

fn one(text: &mut String, finding: &Finding, sheets: &Sheets<'_>, manner: Manner, paint: Paint) {
    let word = match finding.status {
        Status::Open => severity_name(finding.severity),
        Status::OpenAtPublication => "left open",
        Status::Explained => "explained",
    };
    let head = format!("{word}[{}]", finding.code);
    let message = format!("{head} {}", plain(&finding.message));
    let message = match manner.width {
        // The code is one word and stands first.
        Some(width) => wrapped(&message, width.max(NARROWEST) - INDENT).replace('\n', "\n  "),
        None => message,
    };
    let said = message.get(head.len()..).unwrap_or_default().trim_start();
    text.push_str(&format!("{} {}\n", paint.severity(finding, &head), paint.bold(said)));
    text.push_str(&format!("{} {}\n", paint.dim("  -->"), plain(&sheets.withheld(&finding.at.to_string()))));
    let is_region = finding.code == super::returns::NOT_USED.code;
    text.push_str(&match (is_region, finding.severity) {
        (true, Severity::Note) => String::new(),
        (true, _) => region::excerpt(finding, sheets, manner, paint),
        (false, _) => excerpt::excerpt(finding, sheets, manner, paint),
    });
    let others: Vec<&Place> = finding
        .related
        .iter()
        .filter(|place| (&place.file, &place.sheet) != (&finding.at.file, &finding.at.sheet))
        .collect();
    if !others.is_empty() {
        let mut names: Vec<String> =
            others.iter().take(OTHERS_NAMED).map(|place| plain(&sheets.withheld(&place.to_string()))).collect();
        if others.len() > OTHERS_NAMED {
            names.push(format!("{} more", super::wording::number(others.len() - OTHERS_NAMED)));
        }
        text.push_str(&format!("   {} see also {}\n", paint.dim("="), indented(&names.join("; "), manner)));
    }
    if let Some(place) = &finding.demanded_by {
        text.push_str(&format!("   {} demanded by {}\n", paint.dim("="), plain(&place.to_string())));
    }
    match &finding.explained_by {
        Some(answer) => {
            let what = match answer.kind {
                "set-aside" => "set aside by",
                "change-request" => "change approved by",
                "open-at-publication" => "left open by",
                FOLLOWS => "follows from what was set aside by",
                _ => "explained by",
            };
            let until = answer.until.as_ref().map(|until| format!(" (stands until {until})")).unwrap_or_default();
            let due = answer.due.as_ref().map(|due| format!(" (to be answered by {due})")).unwrap_or_default();
            let answer = format!("{what} {}, {}{until}{due}: {}", answer.role, answer.date, answer.words);
            text.push_str(&format!("   {} {}\n", paint.dim("="), indented(&plain(&answer), manner)));
        }
        None if !finding.help.is_empty() => {
            // An entry to paste stands below the words, in lines of its own.
            let mut lines = finding.help.lines();
            let words = lines.next().unwrap_or_default();
            text.push_str(&format!("   {} {}\n", paint.dim("="), indented(&format!("help: {}", plain(words)), manner)));
            for line in lines {
                text.push_str(format!("       {}", plain(line)).trim_end());
                text.push('\n');
            }
        }
        None => {}
    }
    text.push_str(&format!("   {} id: {}\n", paint.dim("="), plain(&finding.id)));
}

/// So many cells in other files and sheets are named.
const OTHERS_NAMED: usize = 3;

/// A text in lines that stand below each other behind the sign that opens it.
fn indented(text: &str, manner: Manner) -> String {
    wrapped(text, manner.words()).replace('\n', "\n     ")
}

/// '1 error and 4 queries are open; 9 notes, 2 findings explained.'
pub(crate) fn counts(counts: &Counts) -> String {
    let number = |number: usize, one: &str, many: &str| super::wording::count(number, one, many);
    let mut open = Vec::new();
    if counts.error > 0 {
        open.push(number(counts.error, "error", "errors"));
    }
    if counts.query > 0 {
        open.push(number(counts.query, "query", "queries"));
    }
    let mut text = match (open.as_slice(), counts.error + counts.query) {
        ([], _) => "No error and no query is open".to_string(),
        (_, 1) => format!("{} is open", super::wording::list_of(&open)),
        _ => format!("{} are open", super::wording::list_of(&open)),
    };
    let mut also = Vec::new();
    if counts.note > 0 {
        also.push(number(counts.note, "note", "notes"));
    }
    if counts.explained > 0 {
        also.push(format!("{} explained", number(counts.explained, "finding", "findings")));
    }
    if counts.left_open > 0 {
        also.push(format!("{} left open at publication", number(counts.left_open, "query", "queries")));
    }
    if !also.is_empty() {
        text.push_str(&format!("; {}", also.join(", ")));
    }
    text.push('.');
    text
}

/// Text of a return made harmless for a terminal, on one line: control characters, and those that change the direction of
/// writing, show as their code.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            '\n' | '\t' => plain.push(' '),
            '\r' => {}
            character if character.is_control() || is_hidden(character) => {
                plain.push_str(&format!("\\u{{{:x}}}", u32::from(character)))
            }
            character => plain.push(character),
        }
    }
    plain
}

/// Characters that take no room and change how others are read or ordered.
fn is_hidden(character: char) -> bool {
    matches!(u32::from(character), 0x200B | 0x200E | 0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFEFF | 0xE0000..=0xE007F)
}

/// Colours for a terminal, or none.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    colour: bool,
}

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }

    fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// The part that a cell plays has a colour of its own.
    fn part(self, part: Part, text: &str) -> String {
        let code = match part {
            _ if text.is_empty() => return String::new(),
            Part::Heading => "1;36",
            Part::Item => "32",
            Part::Subtotal => "33",
            Part::Total => "1;33",
            Part::Area | Part::Unit | Part::Period | Part::Title => "34",
            Part::Note => "2",
            Part::Figure => "35",
            Part::Told => "1;31",
            Part::NotUsed => "7",
        };
        self.with(code, text)
    }

    fn severity(self, finding: &Finding, text: &str) -> String {
        let code = match (finding.status, finding.severity) {
            (Status::OpenAtPublication | Status::Explained, _) => "2",
            (Status::Open, Severity::Error) => "1;31",
            (Status::Open, Severity::Query) => "1;33",
            (Status::Open, Severity::Note) => "1;36",
        };
        self.with(code, text)
    }
}

#[cfg(test)]
mod tests;
