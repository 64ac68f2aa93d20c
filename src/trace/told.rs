//! What is told of a figure: the shape of `--format json`, which docs/tracing.md describes, and what the text is made from.

use serde::Serialize;

use crate::privacy::MayPrint;
use crate::source::Place;

/// The version of its shape.
pub const SCHEMA: u32 = 1;

/// How much of what was asked for there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Found {
    /// One thing.
    One,
    /// Several, of which one must be named.
    Several,
    /// Nothing of that name.
    Nothing,
}

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// A scheme of a list.
    Scheme,
    /// The total of a column, of an area or overall.
    Total,
    /// A figure of the appendix as a whole.
    Figure,
    /// An amount as it prints.
    Printed,
}

/// Where a figure came from, period by period.
#[derive(Debug, Clone, Serialize)]
pub struct Trace {
    /// The version of its shape.
    pub schema: u32,
    /// The name of the collection's folder.
    pub collection: String,
    /// What was asked for, as typed.
    pub asked: String,
    /// How much of that there is.
    pub found: Found,
    /// What it is; none where there is nothing, or several schemes.
    pub what: Option<What>,
    /// What it is called.
    pub name: String,
    /// The list's id.
    pub list: Option<String>,
    /// The area's name.
    pub area: Option<String>,
    /// Where nothing was found, what may be meant; where several, what to ask for.
    pub candidates: Vec<String>,
    /// Of an amount: where it prints in the appendix.
    pub prints: Vec<Print>,
    /// Period by period, the oldest first.
    pub periods: Vec<InPeriod>,
}

/// A place of the appendix at which an amount prints.
#[derive(Debug, Clone, Serialize)]
pub struct Print {
    /// The table's title, or that of the section in whose text it stands.
    pub table: String,
    /// What the row is called; the text, where it stands in one.
    pub row: String,
    /// The column's heading.
    pub column: String,
    /// As it prints.
    pub text: String,
    /// How it comes from the cells: 'as given', 'sum of 12 cells'.
    pub how: String,
    /// The cells of returns that it comes from.
    pub cells: Vec<Place>,
    /// What to ask for to follow it through the periods; none where it is neither a scheme's nor a total.
    pub ask: Option<String>,
}

/// One period.
#[derive(Debug, Clone, Serialize)]
pub struct InPeriod {
    /// Its id.
    pub period: String,
    /// 'Quarter 3, 2022/23'
    pub label: String,
    /// The folder of its returns; none where there are none.
    pub returns: Option<String>,
    /// What it was compared with, a sentence.
    pub compared_with: Option<String>,
    /// Why its returns, or one of its sets, could not be looked into: a sentence each.
    pub not_read: Vec<String>,
    /// The sets that were published of it, by number.
    pub sets: Vec<Set>,
    /// Each row that the scheme has in it; of a total or a figure one line.
    pub lines: Vec<Line>,
    /// Where the scheme is gone: what was asked about that and answered.
    pub answered: Vec<Answer>,
    /// Where the scheme is gone: what is open about that.
    pub open: Vec<Question>,
}

/// A published set.
#[derive(Debug, Clone, Serialize)]
pub struct Set {
    /// Its number.
    pub number: u32,
    /// Its folder.
    pub folder: String,
    /// Its fingerprint, as it prints; none where the set does not say.
    pub fingerprint: Option<String>,
    /// Whether what was asked for stands in it.
    pub holds_it: bool,
}

/// A row of a list, or a total.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The area's name.
    pub area: Option<String>,
    /// The reference or title by which it is known.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Where the row stands; none for a total, or where only a set has it.
    pub at: Option<Place>,
    /// The decision by which it is this scheme; none where reference or title says so.
    pub matched: Option<Matched>,
    /// Its figures, in the order of the form.
    pub figures: Vec<Figure>,
    /// Questions about it that are about none of its figures.
    pub open: Vec<Question>,
}

/// The decision by which a scheme is one of the period before.
#[derive(Debug, Clone, Serialize)]
pub struct Matched {
    /// What it was called then.
    pub was: Vec<String>,
    /// The role that decided; none of a `[[scheme]]`.
    pub role: Option<String>,
    /// ISO date.
    pub date: Option<String>,
    /// In their words.
    pub words: Option<String>,
    /// The entry.
    pub at: Place,
}

/// How a figure came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// A cell states it.
    Stated,
    /// It stands in place of a cell that was set aside.
    SetAside,
    /// Worked out from other figures.
    WorkedOut,
    /// The sum of the rows.
    Sum,
    /// There is no figure: what stands there is none.
    None,
    /// The returns are not there; a published set says it.
    Published,
}

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// The id of its column, or of the figure.
    pub column: String,
    /// Its name.
    pub name: String,
    /// 'money', 'percent', 'count'
    pub kind: &'static str,
    /// Pounds, a ratio or a count; null where there is none.
    pub value: Option<String>,
    /// In words: '£330k'.
    pub said: String,
    /// How it came about.
    pub way: Way,
    /// By which formula, with the names of columns; or how else it comes from its parts.
    pub formula: Option<String>,
    /// The cells that state it, or that it is worked out from.
    pub cells: Vec<Cell>,
    /// What a cell states for a figure that is worked out or added up.
    pub also_stated: Option<Cell>,
    /// What was set aside.
    pub set_aside: Option<SetAside>,
    /// Of a total: what it is the sum of.
    pub parts: Vec<Part>,
    /// The sets in which it stands.
    pub published: Vec<Published>,
    /// How it moved since the period before; null where it was compared with nothing.
    pub movement: Option<Movement>,
    /// Questions about it that were answered.
    pub answered: Vec<Answer>,
    /// Questions about it that are open.
    pub open: Vec<Question>,
}

/// A cell of a return.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// Where.
    pub at: Place,
    /// What stands in it.
    pub text: String,
    /// The name of the column that it is of, where that is another one.
    pub name: Option<String>,
}

/// What was set aside, and by whom.
#[derive(Debug, Clone, Serialize)]
pub struct SetAside {
    /// What the cell states.
    pub stated: String,
    /// What stands in its place.
    pub stands: String,
    /// The role that decided.
    pub role: String,
    /// ISO date.
    pub date: String,
    /// In their words.
    pub words: String,
    /// The entry.
    pub at: Place,
}

/// A part of a total.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// The area's name.
    pub area: Option<String>,
    /// Its title.
    pub title: String,
    /// Pounds or a count; null where there is none.
    pub value: Option<String>,
    /// In words.
    pub said: String,
    /// Its cells.
    pub cells: Vec<Place>,
}

/// A figure in a published set.
#[derive(Debug, Clone, Serialize)]
pub struct Published {
    /// The set's number.
    pub set: u32,
    /// Its folder.
    pub folder: String,
    /// Its fingerprint, as it prints.
    pub fingerprint: Option<String>,
    /// Pounds, a ratio or a count; null where it says none.
    pub value: Option<String>,
    /// In words.
    pub said: String,
    /// Whether it is what stands now.
    pub same: bool,
    /// The cell of the set's workbook; the sheet, of a total.
    pub workbook: Option<Place>,
    /// The cells of returns that the set says it comes from.
    pub cells: Vec<Source>,
}

/// A cell that a set says a figure comes from.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// The cell.
    pub at: Place,
    /// 'as given', 'set aside by …'
    pub how: String,
    /// The copy of the file that the set holds.
    pub copy: Option<String>,
}

/// How a figure moved.
#[derive(Debug, Clone, Serialize)]
pub struct Movement {
    /// The period before.
    pub since: String,
    /// What its figure was taken from: 'the returns of Quarter 2, 2022/23'.
    pub from: String,
    /// Pounds, a ratio or a count; null where it was not stated.
    pub opening: Option<String>,
    /// In words.
    pub opening_said: String,
    /// What moved it; empty where nothing did.
    pub steps: Vec<Step>,
}

/// A step of a movement.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The line of the movement table, in words: 're-based'.
    pub line: &'static str,
    /// Of a total: the scheme that moved.
    pub scheme: Option<String>,
    /// After less before.
    pub amount: String,
    /// In words, with its sign.
    pub said: String,
    /// The reference of the change request.
    pub reference: Option<String>,
    /// Who approved it, or decided.
    pub by: Option<String>,
    /// ISO date.
    pub date: Option<String>,
    /// Why, in their words.
    pub words: Option<String>,
    /// The entry of decisions.toml.
    pub at: Option<Place>,
}

/// A question that was answered.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The finding's id.
    pub finding: String,
    /// What was asked.
    pub message: String,
    /// What it was answered by: `explain`, `set-aside`, `change-request`.
    pub kind: &'static str,
    /// The role.
    pub role: String,
    /// ISO date.
    pub date: String,
    /// In their words.
    pub words: String,
    /// The line of decisions.toml.
    pub line: u32,
}

/// A question that is open.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// The finding's id.
    pub finding: String,
    /// 'error' or 'query'
    pub severity: &'static str,
    /// What is asked.
    pub message: String,
    /// Where.
    pub at: Place,
    /// By when it is to be answered, where it stays open in what is published.
    pub due: Option<String>,
}

impl Trace {
    /// As JSON.
    pub fn json(&self) -> String {
        // Texts, numbers and lists: there is nothing in it that JSON cannot hold.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Takes out of every text what must not print. Paths of files stay: they are how a cell is found.
    pub(super) fn withhold(&mut self, may: &MayPrint) {
        for text in self.texts() {
            let said = may.withheld(text);
            if said != *text {
                *text = said.into_owned();
            }
        }
    }

    /// Every text in which words of a return or of a person may stand.
    fn texts(&mut self) -> Vec<&mut String> {
        let mut texts = vec![&mut self.name];
        texts.extend(&mut self.candidates);
        for print in &mut self.prints {
            texts.extend([&mut print.row, &mut print.text, &mut print.table, &mut print.column]);
            texts.extend(&mut print.ask);
        }
        for period in &mut self.periods {
            texts.extend(period.answered.iter_mut().flat_map(Answer::texts));
            texts.extend(period.open.iter_mut().flat_map(Question::texts));
            for line in &mut period.lines {
                texts.extend(line.texts());
            }
        }
        texts
    }
}

impl Answer {
    fn texts(&mut self) -> [&mut String; 3] {
        [&mut self.message, &mut self.words, &mut self.finding]
    }
}

impl Question {
    fn texts(&mut self) -> [&mut String; 2] {
        [&mut self.message, &mut self.finding]
    }
}

impl Line {
    fn texts(&mut self) -> Vec<&mut String> {
        let mut texts = vec![&mut self.key, &mut self.title];
        if let Some(matched) = &mut self.matched {
            texts.extend(matched.was.iter_mut().chain(&mut matched.words));
        }
        texts.extend(self.open.iter_mut().flat_map(Question::texts));
        for figure in &mut self.figures {
            texts.extend([&mut figure.said]);
            texts.extend(figure.cells.iter_mut().chain(&mut figure.also_stated).map(|cell| &mut cell.text));
            if let Some(entry) = &mut figure.set_aside {
                texts.extend([&mut entry.stated, &mut entry.stands, &mut entry.words]);
            }
            texts.extend(figure.parts.iter_mut().flat_map(|part| [&mut part.title, &mut part.said]));
            texts.extend(figure.published.iter_mut().map(|published| &mut published.said));
            if let Some(movement) = &mut figure.movement {
                texts.push(&mut movement.opening_said);
                texts.extend(movement.steps.iter_mut().flat_map(|step| step.scheme.iter_mut().chain(&mut step.words)));
            }
            texts.extend(figure.answered.iter_mut().flat_map(Answer::texts));
            texts.extend(figure.open.iter_mut().flat_map(Question::texts));
        }
        texts
    }
}
