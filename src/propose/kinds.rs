//! What the columns of a table hold, seen from the rows that are items.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::find::is_placeholder;
use super::lines::figure;
use super::{By, Column, Guess, Holds, Placeholder, Table};
use crate::money::{Unit, read_percent};
use crate::names::{Heading, one_line};
use crate::period::FinancialYear;
use crate::returns::grid::{Raw, Sheet};
use crate::returns::recompute::Relative;
use crate::returns::{SaidUnit, unit_in_title};
use crate::source::Address;

/// The most words of a choice, and the longest of them.
const MOST_CHOICES: usize = 8;
const LONGEST_CHOICE: usize = 30;

/// The longest reference.
const LONGEST_CODE: usize = 16;

/// Words of headings over references, and over numbers of things.
const CODES: [&str; 8] = ["ref", "reference", "no", "number", "id", "code", "line", "item"];
const COUNTS: [&str; 24] = [
    "number",
    "count",
    "fte",
    "ftes",
    "posts",
    "headcount",
    "schemes",
    "projects",
    "items",
    "staff",
    "people",
    "households",
    "clients",
    "users",
    "cases",
    "visits",
    "properties",
    "priority",
    "score",
    "rank",
    "ranking",
    "weighting",
    "likelihood",
    "impact",
];

/// The same over numbers of the ledger, which are names.
const LEDGER: [&str; 6] = ["centre", "ledger", "gl", "account", "subjective", "objective"];

/// Words of headings over the names of items.
const NAMES: [&str; 20] = [
    "saving",
    "savings",
    "scheme",
    "project",
    "measure",
    "proposal",
    "initiative",
    "title",
    "name",
    "description",
    "pressure",
    "item",
    "action",
    "efficiency",
    "activity",
    "workstream",
    "line",
    "detail",
    "details",
    "post",
];

/// Words that are nil in a column of figures.
const NILS: [&str; 4] = ["nil", "none", "zero", "nothing"];

/// Says of each column what it holds, and which columns name the items.
pub(super) fn judge(sheet: &Sheet, table: &mut Table, items: &[u32]) {
    let of_title = title_unit(table);
    let first = table.columns.first().map(|column| column.at);
    for column in &mut table.columns {
        let cells = Cells::of(sheet, column.at, items);
        column.holds = holds(sheet, column, &cells, items, Some(column.at) == first);
        column.blanks = items.len() - cells.raws.len();
        column.placeholders = match column.holds.value.is_figure() {
            true => placeholders(&cells),
            false => BTreeMap::new(),
        };
        column.unit = match column.holds.value {
            Holds::Money => unit(sheet, column, items, of_title),
            _ => None,
        };
    }
    let distinct = |column: &&Column| {
        let texts = Cells::of(sheet, column.at, items).texts();
        let different: BTreeSet<&String> = texts.iter().collect();
        texts.len() * 10 >= items.len() * 9 && different.len() * 10 >= texts.len() * 9
    };
    let words_of = |column: &Column| Heading::words(&column.heading);
    let is_area =
        |column: &Column| words_of(column).iter().any(|word| super::areas::AREAS.contains(&word.trim_end_matches('s')));
    let is_name =
        |column: &Column| !is_area(column) && words_of(column).iter().any(|word| NAMES.contains(&word.as_str()));
    // Where names stand twice, as over several areas, the heading tells them from comments and from areas.
    let by_heading = table
        .columns
        .iter()
        .find(|column| column.shown && is_name(column) && matches!(column.holds.value, Holds::Text | Holds::Choice(_)));
    let mut texts = table.columns.iter().filter(|column| column.holds.value == Holds::Text);
    let first = texts.clone().find(|column| !is_area(column)).or_else(|| texts.clone().next());
    let code = table.columns.iter().find(|column| column.holds.value == Holds::Code);
    let code = code.filter(|code| first.is_none_or(|first| code.at < first.at));
    let named = match code {
        // Beside references names may stand twice.
        Some(_) => first,
        None => texts.clone().find(|it| !is_area(it) && distinct(it)).or_else(|| texts.find(distinct)).or(first),
    };
    let named = match (by_heading, named) {
        (Some(by_heading), Some(named)) if code.is_none() && (is_area(named) || !distinct(&named)) => Some(by_heading),
        (by_heading, named) => named.or(by_heading),
    };
    let words = table.columns.iter().find(|column| matches!(column.holds.value, Holds::Choice(_)));
    table.label = named.or(code).or(words).map(|column| column.at);
    table.key = code.map(|column| column.at).or(table.label);
}

/// What stands in a column, item by item.
struct Cells<'s> {
    raws: Vec<(u32, &'s Raw)>,
}

impl<'s> Cells<'s> {
    fn of(sheet: &'s Sheet, column: u32, items: &[u32]) -> Self {
        let raw = |row: &u32| Some((*row, sheet.cells.get(&Address::new(*row, column))?));
        let blank = |raw: &Raw| matches!(raw, Raw::Text(text) if text.trim().is_empty());
        Cells { raws: items.iter().filter_map(raw).filter(|(_, raw)| !blank(raw)).collect() }
    }

    fn texts(&self) -> Vec<String> {
        self.raws.iter().map(|(_, raw)| one_line(&raw.text())).collect()
    }

    fn figures(&self) -> Vec<Decimal> {
        self.raws.iter().filter_map(|(_, raw)| figure(raw)).collect()
    }
}

fn holds(sheet: &Sheet, column: &Column, cells: &Cells<'_>, items: &[u32], first: bool) -> Guess<Holds> {
    let by = |value: Holds, by: By| Guess { value, by };
    let filled = cells.raws.len();
    if filled == 0 {
        return by(colours(sheet, column.at, items).map_or(Holds::Nothing, Holds::Colour), By::Values);
    }
    if cells.raws.iter().filter(|(_, raw)| matches!(raw, Raw::Date(_))).count() * 2 > filled {
        return by(Holds::Date, By::Values);
    }
    let figures = cells.figures();
    let others = cells.raws.iter().filter(|(_, raw)| figure(raw).is_none());
    let words: BTreeSet<String> = others.clone().map(|(_, raw)| one_line(&raw.text()).to_lowercase()).collect();
    let is_figures = !figures.is_empty()
        && others.clone().all(|(_, raw)| is_placeholder(raw))
        && (figures.len() * 2 >= filled || words.len() <= 4);
    if !is_figures {
        return by(of_words(cells), By::Values);
    }
    if is_reference(column, &figures, words.is_empty(), first) {
        return by(Holds::Code, By::Values);
    }
    if let Some((decimals, why)) = percent(sheet, column, cells) {
        let beside = |raw: &Raw| matches!(raw, Raw::Text(text) if has_amount_beside(text));
        let beside = cells.raws.iter().any(|(_, raw)| beside(raw));
        return by(Holds::Percent { decimals, beside }, why);
    }
    let whole = figures.iter().all(|figure| figure.fract().is_zero());
    let counts = |row: &u32| {
        let at = Address::new(*row, column.at);
        let formula = sheet.look.formulas.get(&at).and_then(|formula| Relative::of(formula, at));
        formula.is_some_and(|formula| formula.alike.contains("COUNT"))
    };
    if whole && items.iter().all(counts) {
        return by(Holds::Count, By::LiveFormula);
    }
    let heading = Heading::of(&column.heading, 4);
    if heading.stated_unit().is_none() {
        if heading.tokens().any(|word| LEDGER.contains(&word)) && whole {
            return by(Holds::Text, By::Heading);
        }
        if heading.tokens().any(|word| COUNTS.contains(&word)) {
            return by(Holds::Count, By::Heading);
        }
    }
    by(Holds::Money, By::Values)
}

/// The colours of a column without words, where most items have one.
fn colours(sheet: &Sheet, column: u32, items: &[u32]) -> Option<BTreeSet<crate::form::Hue>> {
    let hue = |row: &u32| sheet.look.styles.get(&Address::new(*row, column))?.fill?.hue();
    let hues: Vec<_> = items.iter().filter_map(hue).collect();
    (hues.len() * 2 > items.len()).then(|| hues.into_iter().collect())
}

/// References, one of a few words, or text.
fn of_words(cells: &Cells<'_>) -> Holds {
    let texts = cells.texts();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let words: Vec<&String> = texts.iter().filter(|text| known.insert(text.to_lowercase())).collect();
    if texts.iter().all(|text| FinancialYear::read(text).is_some()) {
        return Holds::Year;
    }
    let digits = texts.iter().filter(|text| text.contains(|letter: char| letter.is_ascii_digit())).count();
    let short = texts.iter().all(|text| text.chars().count() <= LONGEST_CODE && text.matches(' ').count() <= 1);
    if short && digits * 10 >= texts.len() * 8 && words.len() * 10 >= texts.len() * 9 {
        return Holds::Code;
    }
    let few = words.len() <= MOST_CHOICES && words.len() * 2 <= texts.len();
    if few && words.iter().all(|word| word.chars().count() <= LONGEST_CHOICE) {
        return Holds::Choice(words.into_iter().cloned().collect());
    }
    Holds::Text
}

/// Whole numbers, each once, that number the rows or stand under a heading of references.
fn is_reference(column: &Column, figures: &[Decimal], alone: bool, first: bool) -> bool {
    let different: BTreeSet<&Decimal> = figures.iter().collect();
    if !alone || different.len() < figures.len() || figures.iter().any(|figure| !figure.fract().is_zero()) {
        return false;
    }
    let in_order = figures.windows(2).all(|pair| pair[1] == pair[0] + Decimal::ONE);
    let heading = Heading::of(&column.heading, 4);
    let named = heading.tokens().next().is_some_and(|word| CODES.contains(&word)) && heading.tokens().count() <= 2;
    first && (named || in_order && figures.len() > 2)
}

/// How many decimal places the percentages of a column have, if it holds percentages.
fn percent(sheet: &Sheet, column: &Column, cells: &Cells<'_>) -> Option<(u32, By)> {
    let format = |row: u32| sheet.look.styles.get(&Address::new(row, column.at))?.format.clone();
    let decimals = |text: &str| {
        let number = text.split('%').next().unwrap_or_default();
        let digits = number.split_once('.').map_or("", |(_, behind)| behind);
        u32::try_from(digits.chars().take_while(char::is_ascii_digit).count()).unwrap_or(0)
    };
    let shown: Vec<u32> = cells
        .raws
        .iter()
        .filter_map(|(row, raw)| match raw {
            Raw::Text(text) if text.contains('%') && figure(raw).is_some() => Some(decimals(text)),
            Raw::Text(_) => None,
            _ => format(*row).filter(|format| format.contains('%')).map(|format| decimals(&format)),
        })
        .collect();
    let figures = cells.figures().len();
    if shown.len() * 2 > figures {
        return shown.into_iter().max().map(|decimals| (decimals, By::Format));
    }
    let said = column.heading.contains('%') || Heading::words(&column.heading).iter().any(|word| word == "percentage");
    said.then_some((0, By::Heading))
}

/// Whether an amount stands beside a percentage.
fn has_amount_beside(text: &str) -> bool {
    text.contains('%') && read_percent(text, Unit::Pounds).is_ok_and(|typed| typed.beside.is_some())
}

/// What stands in place of figures; some of it is nil by its own word.
fn placeholders(cells: &Cells<'_>) -> BTreeMap<String, Placeholder> {
    let mut found: BTreeMap<String, Placeholder> = BTreeMap::new();
    for (_, raw) in cells.raws.iter().filter(|(_, raw)| figure(raw).is_none()) {
        let text = one_line(&raw.text());
        let is_dash = text.chars().all(crate::names::is_dash);
        let nil = is_dash || NILS.contains(&text.to_lowercase().as_str());
        let known = found.entry(text).or_default();
        known.times += 1;
        known.nil = nil;
    }
    found
}

/// The unit of a column of money: by its heading, by its format, by a line above the table.
fn unit(sheet: &Sheet, column: &Column, items: &[u32], of_title: Option<Unit>) -> Option<Guess<Unit>> {
    if let Some(unit) = Heading::of(&column.heading, 4).stated_unit() {
        return Some(Guess { value: unit, by: By::Heading });
    }
    let format = |row: &u32| sheet.look.styles.get(&Address::new(*row, column.at))?.format.clone();
    let pounds = items.iter().filter_map(format).filter(|format| format.contains('£')).count();
    if pounds * 2 > items.len() && of_title.is_none() {
        return Some(Guess { value: Unit::Pounds, by: By::Format });
    }
    of_title.map(|value| Guess { value, by: By::Title })
}

/// The unit that a line above the table or the sheet's name says.
fn title_unit(table: &Table) -> Option<Unit> {
    let titles = table.titles.iter().rev().map(|(_, text)| text.as_str()).chain([&*table.sheet]);
    titles.into_iter().find_map(|text| match unit_in_title(text) {
        Some(SaidUnit::Money(unit)) => Some(unit),
        _ => None,
    })
}
