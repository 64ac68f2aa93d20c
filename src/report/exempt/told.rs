//! Why an edition for everybody is refused: which text, which arithmetic, which equations. It is told to the council's own officers.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::equations::{Equations, Key, Leak, Says};
use super::said::{self, Said};
use super::taken::{Taken, names};
use super::{Cells, Exemptions, NotPublic};
use crate::disclosure::{Answer, Because, Relation, decimal};
use crate::report::{At, Block, Cell, CellValue, Holds, NumberFormat, Report, Table, ids};

/// How many leaks are told; the rest is counted.
const MOST: usize = 3;

/// How many equations of one are told.
const MOST_EQUATIONS: usize = 4;

/// Refuses a running text that says an exempt figure: it cannot be cut, and what is left of it would be no sentence.
pub(super) fn texts(report: &Report, taken: &Taken) -> Result<(), NotPublic> {
    for section in report.sections.iter().filter(|section| !taken.tables.contains(&section.id)) {
        for block in &section.blocks {
            let said: Vec<&str> = match block {
                Block::Paragraph { text } => vec![text],
                Block::Bullets { items } => items.iter().map(String::as_str).collect(),
                Block::Table(_) | Block::Chart(_) | Block::Trend(_) => Vec::new(),
            };
            if let Some(text) =
                said.into_iter().find(|text| taken.texts.contains(*text) && !taken.sentences.contains(*text))
            {
                return Err(NotPublic(format!(
                    "Not made for the public: a text says a figure that is exempt, and a sentence cannot be cut. It stands in '{}': \"{}\". \
                     Put other words in its place (docs/words.md), or make what it says exempt no more.",
                    section.heading,
                    short(text)
                )));
            }
        }
    }
    Ok(())
}

/// Refuses what names, after all, what is exempt as a whole.
pub(super) fn titles(public: &Report, exempt: &Exemptions) -> Result<(), NotPublic> {
    let whole: BTreeSet<&String> = exempt.parts.iter().flat_map(|part| &part.titles).collect();
    let refuse = |place: &str, text: &str, title: &str| {
        Err(NotPublic(format!(
            "Not made for the public: '{title}' is exempt and is named in '{place}': \"{}\". If it is a cell of a return, make that cell exempt \
             too ([[exempt]] with its scheme and column); else put other words in its place.",
            short(text)
        )))
    };
    let found = |text: &str| whole.iter().find(|title| names(text, title)).map(|title| title.as_str());
    for section in &public.sections {
        if let Some(title) = found(&section.heading) {
            return refuse("a heading", &section.heading, title);
        }
        for block in &section.blocks {
            let (place, texts): (&str, Vec<&str>) = match block {
                Block::Paragraph { text } => (&section.heading, vec![text]),
                Block::Bullets { items } => (&section.heading, items.iter().map(String::as_str).collect()),
                Block::Table(table) => (&table.title, of_table(table)),
                Block::Chart(chart) => (&chart.title, vec![&chart.alternative]),
                Block::Trend(trend) => (&trend.title, vec![&trend.alternative]),
            };
            for text in texts {
                if let Some(title) = found(text) {
                    return refuse(place, text, title);
                }
            }
        }
    }
    Ok(())
}

/// What is looked for in texts: exempt figures as numbers, without their signs.
struct Looked {
    /// In pounds.
    pounds: BTreeSet<Decimal>,
    /// As they print, in the unit of the appendix.
    printed: BTreeSet<Decimal>,
    /// Those that print in per cent.
    percent: BTreeSet<Decimal>,
}

impl Looked {
    fn of(whole: &Report, taken: &Taken, exempt: &Exemptions) -> Looked {
        let mut looked = Looked { pounds: BTreeSet::new(), printed: BTreeSet::new(), percent: BTreeSet::new() };
        for table in whole.tables().filter(|table| !table.is_of_the_program() && !table.is_data()) {
            for (row_index, row) in table.rows.iter().enumerate() {
                for (column, cell) in row.cells.iter().enumerate() {
                    let at = At { table: table.id.clone(), row: row_index, column };
                    if taken.has(&at) && cell.number().is_some() {
                        looked.add(cell, exempt.unit);
                    }
                }
            }
        }
        let places = exempt.parts.iter().flat_map(|part| &part.places);
        for place in places.filter(|place| !exempt.known_before.contains(place)) {
            if let Some(amount) = exempt.given.get(place).map(Decimal::abs).filter(|amount| !amount.is_zero()) {
                looked.pounds.insert(amount.normalize());
                looked.printed.extend(amount.checked_div(exempt.unit).map(|amount| amount.normalize()));
            }
        }
        looked
    }

    /// A cell that is not published, as it prints.
    fn add(&mut self, cell: &Cell, unit: Decimal) {
        let is_money = matches!(cell.value, CellValue::Number { format: NumberFormat::Money { .. }, .. });
        for said in said::numbers(cell.text()) {
            if said.is_percent {
                self.percent.insert(said.amount);
                continue;
            }
            self.printed.insert(said.amount);
            // '£6.137m' is what '6,137' in thousands says.
            let pounds = said.amount.checked_mul(unit).filter(|_| is_money);
            self.pounds.extend(pounds.map(|pounds| pounds.normalize()));
        }
    }

    /// Whether a number may be one of these, whatever stands around it.
    fn has(&self, said: &Said<'_>) -> bool {
        self.pounds.contains(&said.amount)
            || (!said.is_scaled && (self.printed.contains(&said.amount) || self.percent.contains(&said.amount)))
    }

    /// Whether it is said as one of these in a text that is about much else.
    fn has_in_running(&self, said: &Said<'_>) -> bool {
        if said.is_percent {
            return self.percent.contains(&said.amount);
        }
        !said.is_date
            && (self.pounds.contains(&said.amount) || (!said.is_scaled && self.printed.contains(&said.amount)))
    }
}

/// Refuses a text that states an exempt figure, as it prints or in pounds. What a composed text says of figures that are published is no
/// words of anybody, and may be the same number.
pub(super) fn figures(public: &Report, whole: &Report, taken: &Taken, exempt: &Exemptions) -> Result<(), NotPublic> {
    let looked = Looked::of(whole, taken, exempt);
    for table in public.tables() {
        for (row_index, row) in table.rows.iter().enumerate() {
            for (column, cell) in row.cells.iter().enumerate() {
                let is_text = table.columns.get(column).is_some_and(|column| column.holds == Holds::Text);
                // What is said of the law has numbers of its own.
                let is_law = table.id == ids::EXEMPT && column == 1;
                if !is_text || is_law || !matches!(cell.value, CellValue::Text(_) | CellValue::Mixed(_)) {
                    continue;
                }
                if let Some(figure) = said::numbers(cell.text()).into_iter().find(|said| looked.has(said)) {
                    let name = Cells::of(public).name(&At { table: table.id.clone(), row: row_index, column });
                    return Err(NotPublic(format!(
                        "Not made for the public: {name} says {}, which is an exempt figure. If it is that figure, make the cell exempt \
                         too ([[exempt]] with its scheme and column), or have it put in other words.",
                        figure.written
                    )));
                }
            }
        }
    }
    let composed = composed(whole);
    for (place, text) in running(public) {
        let of_facts = composed.get(text).map(Vec::as_slice).unwrap_or_default();
        let is_fact = |said: &Said<'_>| {
            of_facts.iter().any(|fact| fact.amount == said.amount && fact.is_percent == said.is_percent)
        };
        let found = said::numbers(text).into_iter().find(|said| looked.has_in_running(said) && !is_fact(said));
        if let Some(figure) = found {
            return Err(NotPublic(format!(
                "Not made for the public: a text in '{place}' says {}, which is an exempt figure: \"{}\". If it is that figure, put other words \
                 in its place (docs/words.md); if another one happens to be the same, say it in other words too.",
                figure.written,
                short(text)
            )));
        }
    }
    Ok(())
}

/// What the composed texts of a report say of figures that it knows, by text.
fn composed(whole: &Report) -> BTreeMap<&str, Vec<Said<'_>>> {
    let mut composed: BTreeMap<&str, Vec<Said<'_>>> = BTreeMap::new();
    for row in whole.tables().filter(|table| table.id == ids::TEXT).flat_map(|table| &table.rows) {
        if let [_, text, figure, ..] = row.cells.as_slice()
            && row.cells.iter().any(|cell| cell.number().is_some())
        {
            composed.entry(text.text()).or_default().extend(said::numbers(figure.text()));
        }
    }
    composed
}

/// The running texts of a report, each with where it stands.
fn running(public: &Report) -> Vec<(&str, &str)> {
    let mut running: Vec<(&str, &str)> = Vec::new();
    for section in &public.sections {
        for block in &section.blocks {
            match block {
                Block::Paragraph { text } => running.push((&section.heading, text)),
                Block::Bullets { items } => running.extend(items.iter().map(|item| (&*section.heading, &**item))),
                Block::Table(table) => running.extend(table.notes.iter().map(|note| (&*table.title, &**note))),
                Block::Chart(chart) => running.push((&chart.title, &chart.alternative)),
                Block::Trend(trend) => running.push((&trend.title, &trend.alternative)),
            }
        }
    }
    running
}

/// All that can be read in a table.
fn of_table(table: &Table) -> Vec<&str> {
    // The names of other schemes are theirs; those of the program's own tables went with their rows.
    let cells = table.rows.iter().flat_map(|row| row.cells.iter().zip(&table.columns));
    let running = cells.filter(|(_, column)| column.holds == Holds::Text).map(|(cell, _)| cell);
    let words = running.filter(|cell| matches!(cell.value, CellValue::Text(_) | CellValue::Mixed(_)));
    let own = [&table.title, &table.sheet, &table.description].map(String::as_str);
    own.into_iter().chain(words.map(Cell::text)).chain(table.notes.iter().map(String::as_str)).collect()
}

/// Refuses a cell whose arithmetic is not understood.
pub(super) fn unclear(equations: &Equations<'_>, at: &At) -> NotPublic {
    let place = if at.table == ids::TEXT {
        let text = equations.cells.cell(&At { column: 1, ..at.clone() });
        format!("the text \"{}\"", short(text.map_or("", |text| text.text())))
    } else {
        equations.cells.name(at)
    };
    NotPublic(format!(
        "Not made for the public: {place} is worked out from an exempt figure in a way of which it cannot be said what it gives away. Make its \
         column exempt too, or what it is worked out from exempt no more."
    ))
}

/// Refuses a table of which a figure is printed elsewhere.
pub(super) fn elsewhere(equations: &Equations<'_>, at: &At) -> NotPublic {
    NotPublic(format!(
        "Not made for the public: {} is in a table that is exempt, and the same cell of a return is printed elsewhere. Make its scheme or column \
         exempt in place of the table.",
        equations.cells.name(at)
    ))
}

/// The equations that an answer rests on.
pub(super) fn relations(answer: &Answer) -> Vec<Relation> {
    let of = |because: &Because| match because {
        Because::Relation(relation) => Some(*relation),
        Because::Least(_) | Because::Most(_) => None,
    };
    let mut relations: Vec<Relation> = match answer {
        Answer::Determined(proof) => proof.uses.keys().filter_map(of).collect(),
        Answer::Narrow { low, high } => low.uses.keys().chain(high.uses.keys()).filter_map(of).collect(),
        Answer::Contradicted(by) => by.iter().filter_map(of).collect(),
        Answer::Safe | Answer::Published | Answer::TooLarge => Vec::new(),
    };
    relations.sort();
    relations.dedup();
    relations
}

/// Refuses what is given away.
pub(super) fn leaks(equations: &Equations<'_>, leaks: &[Leak], helps: Option<&str>) -> NotPublic {
    let mut said = vec!["Not made for the public: what would be published gives exempt figures away.".to_string()];
    for leak in leaks.iter().take(MOST) {
        said.push(one(equations, leak));
    }
    if let Some(more) = leaks.len().checked_sub(MOST).filter(|more| *more > 0) {
        said.push(format!("So it is with {more} more."));
    }
    said.push(match helps {
        Some(row) => format!(
            "If '{row}' were left out too, nothing would be given away: where it is exempt as well, add an [[exempt]] for it; else take the \
             column or the totals out of what is published."
        ),
        None => "No other single row, left out too, would help: leave out the column, the area or the totals (`column`, `area` or `table` of \
                 [[exempt]])."
            .to_string(),
    });
    NotPublic(said.join("\n"))
}

fn one(equations: &Equations<'_>, leak: &Leak) -> String {
    let name = equations.name(leak.figure);
    let is = number(decimal(&equations.is(leak.figure)));
    let what = match &leak.answer {
        Answer::Determined(_) => format!("{name} ({is}) follows:"),
        Answer::Narrow { low, high } if low.value == high.value => format!("{name} ({is}) follows:"),
        Answer::Narrow { low, high } => format!(
            "{name} ({is}) must lie between {} and {}:",
            number(decimal(&low.value)),
            number(decimal(&high.value))
        ),
        Answer::Published => return format!("{name} ({is}) was published before, or is printed elsewhere."),
        Answer::TooLarge => return format!("{name} hangs together with more figures than can be worked through."),
        Answer::Contradicted(_) => {
            return format!("the figures around {name} do not add up, so that nothing can be said of them.");
        }
        Answer::Safe => return String::new(),
    };
    let relations = relations(&leak.answer);
    let mut said: Vec<String> = Vec::new();
    let mut all: Vec<Says> = relations.iter().filter_map(|relation| equations.says(*relation)).collect();
    // That a cell of the appendix is a cell of a return explains nothing, unless there is nothing else.
    let is_own = |says: &Says| matches!(says.from.as_slice(), [Key::Place(_)]);
    if !all.iter().all(is_own) {
        all.retain(|says| !is_own(says));
    }
    for says in all {
        let number = number(equations.cells.cell(&says.of).and_then(Cell::number));
        let of = equations.cells.name(&says.of);
        let (known, unknown) = equations.parts(&says);
        let left = match unknown.as_slice() {
            [] => "all of it published".to_string(),
            [one] => one.clone(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        };
        let sentence = match known {
            Some(known) if !known.is_zero() => format!(
                "{of} is {number}; less what is published of it, {}, that leaves {left}",
                self::number(Some(known))
            ),
            _ => format!("{of} is {number}, worked out from {left}"),
        };
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    let more = said.len().saturating_sub(MOST_EQUATIONS);
    said.truncate(MOST_EQUATIONS);
    let mut text = format!("{what} {}", said.join("; "));
    if more > 0 {
        text.push_str(&format!("; and {more} more equations"));
    }
    text.push('.');
    text
}

fn number(number: Option<Decimal>) -> String {
    number.map_or_else(|| "a figure".to_string(), |number| number.round_dp(4).normalize().to_string())
}

/// As much of a text as a message has room for.
fn short(text: &str) -> String {
    const LONGEST: usize = 120;
    if text.chars().count() <= LONGEST {
        return text.to_string();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("{cut} …")
}
