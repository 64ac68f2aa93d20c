//! The sheet 'Text': every figure that a composed text says, text by text, with what it comes to and what it is worked out from;
//! and the sheet 'Facts': what those are worked out from, with the cells behind it.

use std::collections::BTreeMap;

use super::build::{column, row, table};
use super::known::{self, Known};
use super::material::Material;
use super::{Appears, At, Block, Cell, Expression, Holds, How, Origin, RowKind, Section, Table, cells};
use crate::words::handle::{Spoken, take_out};

/// The id of the table of texts.
const TEXT: &str = super::ids::TEXT;

/// Takes the marks out of every text of these sections, and gives the tables of what stood between them: none where no text says a
/// figure.
pub(super) fn tables<'s>(
    material: &Material<'_>,
    known: &Known<'_>,
    sections: impl Iterator<Item = &'s mut Section>,
) -> Vec<Table> {
    let mut said: Vec<Said> = Vec::new();
    for section in sections {
        let place = section.heading.clone();
        for block in &mut section.blocks {
            match block {
                Block::Paragraph { text } => plain(&place, text, &mut said),
                Block::Bullets { items } => items.iter_mut().for_each(|item| plain(&place, item, &mut said)),
                Block::Table(table) => {
                    let place = table.title.clone();
                    table.notes.iter_mut().for_each(|note| plain(&place, note, &mut said));
                }
                Block::Chart(chart) => plain(&chart.title, &mut chart.alternative, &mut said),
                Block::Trend(trend) => plain(&trend.title, &mut trend.alternative, &mut said),
            }
        }
    }
    if said.is_empty() {
        return Vec::new();
    }
    let mut used = Used { known, rows: BTreeMap::new(), facts: Vec::new() };
    let mut texts = texts_table();
    texts.rows = said.iter().map(|said| row(RowKind::Item, used.line(said))).collect();
    let mut tables = vec![texts];
    tables.extend(used.table(material));
    tables
}

/// A figure in a text.
struct Said {
    place: String,
    text: String,
    figure: Spoken,
}

/// Leaves a text without its marks.
fn plain(place: &str, text: &mut String, said: &mut Vec<Said>) {
    let (plain, figures) = take_out(text);
    said.extend(figures.into_iter().map(|figure| Said { place: place.to_string(), text: plain.clone(), figure }));
    *text = plain;
}

fn texts_table() -> Table {
    let columns = vec![
        column("Where it prints", Holds::Label, 3),
        column("Text", Holds::Text, 7),
        column("Figure", Holds::Label, 2),
        column("Value", Holds::Figure, 2),
        column("Worked out from", Holds::Text, 4),
    ];
    let about = "Every figure in the composed texts, in the order in which they print: as it is said, what it comes to (money in pounds, a \
                 percentage as a ratio), and the facts it is worked out from.";
    let mut texts = table(TEXT, "Figures in the text", about.to_string(), columns);
    texts.sheet = "Text".to_string();
    texts.appears = Appears::Workbook;
    texts
}

/// The facts that the texts use, each in a row of their table.
struct Used<'k> {
    known: &'k Known<'k>,
    /// The row of each, by its place among all that is known.
    rows: BTreeMap<usize, usize>,
    facts: Vec<usize>,
}

impl Used<'_> {
    /// The cell of a fact.
    fn at(&mut self, fact: usize) -> At {
        let next = self.facts.len();
        let row = *self.rows.entry(fact).or_insert(next);
        if row == next {
            self.facts.push(fact);
        }
        At { table: known::TABLE.to_string(), row, column: known::VALUE }
    }

    fn line(&mut self, said: &Said) -> Vec<Cell> {
        let trace = &said.figure.trace;
        let start = [cells::label(&said.place), cells::label(&said.text), cells::label(&said.figure.text)];
        let end = match self.known.cells(trace) {
            // A sentence of this program: of the cells that it is about.
            Some(places) => [
                Cell { origin: Origin::drawn(How::Worked, places), ..cells::label("") },
                cells::label("the cells that it names"),
            ],
            None => [self.value(trace), cells::label(self.in_words(trace))],
        };
        start.into_iter().chain(end).collect()
    }

    /// What a trace comes to, over the cells of its facts.
    fn value(&mut self, trace: &str) -> Cell {
        let Some((formula, value)) = self.known.formula(trace) else { return cells::label("") };
        let names = formula.columns();
        let origin = match names.as_slice() {
            [name] if *name == trace => self.known.fact(name).map(|(fact, _)| Expression::Same(self.at(fact))),
            _ => {
                let cells = names.iter().filter_map(|name| {
                    let (fact, _) = self.known.fact(name)?;
                    Some(((*name).to_string(), self.at(fact)))
                });
                Some(Expression::Formula(formula.clone(), cells.collect(), String::new()))
            }
        };
        cells::number(value, origin.map_or(Origin::Label, Origin::Computed))
    }

    /// A trace with the facts by their names.
    fn in_words(&self, trace: &str) -> String {
        let mut words = String::new();
        let mut name = String::new();
        for character in trace.chars().chain([' ']) {
            if character.is_ascii_alphanumeric() || character == '.' {
                name.push(character);
                continue;
            }
            match self.known.fact(&name) {
                Some((_, fact)) => words.push_str(&fact.name),
                None => words.push_str(&name),
            }
            name.clear();
            words.push(character);
        }
        let words = words.trim();
        let inner = words.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        // The brackets around the whole say nothing.
        let is_whole = |inner: &&str| {
            let mut depth = 0_i32;
            inner.chars().all(|character| {
                depth += i32::from(character == '(') - i32::from(character == ')');
                depth >= 0
            })
        };
        inner.filter(is_whole).unwrap_or(words).to_string()
    }

    /// The facts, those that others are worked out from as well.
    fn table(mut self, material: &Material<'_>) -> Option<Table> {
        let columns =
            vec![column("Fact", Holds::Label, 4), column("Area", Holds::Label, 3), column("Value", Holds::Figure, 2)];
        let about = "What the figures of the texts are worked out from, by the names that templates use. Money is in pounds; movements, and \
                     figures of the appendix as a whole, are in the unit of the appendix; a percentage is a ratio.";
        let mut facts = table(known::TABLE, "Facts behind the text", about.to_string(), columns);
        facts.sheet = "Facts".to_string();
        facts.appears = Appears::Workbook;
        let mut next = 0;
        while let Some(index) = self.facts.get(next).copied() {
            next += 1;
            let Some(fact) = self.known.fact_at(index) else { continue };
            let known = self.known;
            let origin = known.origin(&fact, &mut |other| self.at(other));
            let area = fact.area.as_deref().and_then(|id| material.form.area(id));
            let name = area.map_or("", |area| area.name.as_str());
            let cells = vec![cells::label(&fact.name), cells::label(name), cells::number(fact.value, origin)];
            facts.rows.push(row(RowKind::Item, cells));
        }
        (!facts.rows.is_empty()).then_some(facts)
    }
}
