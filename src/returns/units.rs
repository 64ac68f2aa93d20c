//! What a sheet says of the unit of its figures: above the table, under its headings, in a title or in a corner.
//!
//! A small grammar tells such a statement from a text that merely holds an amount: 'All figures in £000s' is one, 'Savings of
//! £2.4m' is none. Nothing is ever multiplied by what is said here; what contradicts the form is asked about.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::grid::Raw;
use crate::money::Unit;
use crate::names::{Heading, Label};
use crate::period::month_word;
use crate::source::Address;

/// No statement of a unit is longer, in bytes.
const LONGEST: usize = 200;

/// No title with a unit behind it has more words.
const LONGEST_TITLE: usize = 12;

/// No unit, nor a word beside it in a row of units, is longer.
const LONGEST_OF_ROW: usize = 40;

/// Words that may stand beside the unit in a statement of it; some are Welsh.
const BESIDE: [&str; 102] = [
    "all",
    "figures",
    "figure",
    "amounts",
    "amount",
    "values",
    "value",
    "numbers",
    "sums",
    "sum",
    "savings",
    "costs",
    "budgets",
    "money",
    "monetary",
    "financial",
    "data",
    "in",
    "are",
    "is",
    "be",
    "to",
    "stated",
    "state",
    "shown",
    "show",
    "expressed",
    "express",
    "given",
    "reported",
    "report",
    "presented",
    "quoted",
    "entered",
    "enter",
    "complete",
    "completed",
    "provide",
    "provided",
    "input",
    "please",
    "pls",
    "should",
    "must",
    "will",
    "always",
    "only",
    "unless",
    "except",
    "where",
    "otherwise",
    "specified",
    "indicated",
    "noted",
    "units",
    "unit",
    "of",
    "the",
    "a",
    "table",
    "tables",
    "column",
    "columns",
    "cells",
    "page",
    "form",
    "workbook",
    "template",
    "this",
    "these",
    "return",
    "sheet",
    "below",
    "above",
    "note",
    "nb",
    "currency",
    "sterling",
    "uk",
    "whole",
    "full",
    "actual",
    "nearest",
    "rounded",
    "rounding",
    "as",
    "for",
    "your",
    "you",
    "use",
    "using",
    "it",
    "need",
    "needs",
    "swm",
    "symiau",
    "ffigurau",
    "ffigyrau",
    "mewn",
    "yn",
    "holl",
    "pob",
];

/// Words of a text with a gap to be filled in: 'Total savings: £'.
const OF_A_GAP: [&str; 8] = ["total", "sum", "amount", "value", "target", "cost", "agreed", "approved"];

/// What a sheet says that figures are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SaidUnit {
    /// Pounds, thousands or millions of them.
    Money(Unit),
    /// The money of another country.
    OtherCurrency,
    /// No money at all.
    Percent,
}

impl SaidUnit {
    /// As headings say it.
    pub(super) fn sign(self) -> &'static str {
        match self {
            SaidUnit::Money(Unit::Pounds) => "£",
            SaidUnit::Money(Unit::Thousands) => "£000",
            SaidUnit::Money(Unit::Millions) => "£m",
            SaidUnit::OtherCurrency => "€",
            SaidUnit::Percent => "%",
        }
    }
}

/// A unit that the sheet states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitSaid {
    /// The cell; none where the sheet's name states it.
    pub(super) at: Option<Address>,
    /// As typed.
    pub(super) text: String,
    /// The unit.
    pub(super) unit: SaidUnit,
    /// The columns it stands over; every one of the table where it is a title, or stands over none.
    columns: Option<(u32, u32)>,
}

impl UnitSaid {
    /// A unit that stands over, or under, these columns.
    pub(super) fn over(at: Address, text: &str, unit: SaidUnit, columns: RangeInclusive<u32>) -> Self {
        UnitSaid { at: Some(at), text: text.trim().to_string(), unit, columns: Some(columns.into_inner()) }
    }

    /// A unit that a title or a note states for the whole table.
    pub(super) fn of_all(at: Address, text: &str, unit: SaidUnit) -> Self {
        UnitSaid { at: Some(at), text: text.trim().to_string(), unit, columns: None }
    }

    /// The unit that the sheet's name states.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        let unit = in_title(name)?;
        Some(UnitSaid { at: None, text: name.trim().to_string(), unit, columns: None })
    }

    /// Whether it stands over this column, and not over all of the table.
    fn is_over(&self, column: u32) -> bool {
        self.columns.is_some_and(|(first, last)| (first..=last).contains(&column))
    }

    /// Whether a title or a note states it.
    pub(super) fn is_of_all(&self) -> bool {
        self.columns.is_none()
    }
}

/// A money column of a table: its id, where it stands, the form's unit, and the unit its own heading states.
#[derive(Debug, Clone, Copy)]
pub(super) struct MoneyColumn<'a> {
    pub(super) id: &'a str,
    pub(super) column: u32,
    pub(super) unit: Unit,
    pub(super) own: Option<Unit>,
}

/// The unit that words name: thousands or millions before pounds ('thousands (£)'). `None` where it is none or two.
fn named<'w>(words: impl Iterator<Item = &'w str>) -> Option<Unit> {
    let mut units: BTreeSet<Unit> = words.filter_map(word).collect();
    if units.len() > 1 {
        units.remove(&Unit::Pounds);
    }
    if units.len() == 1 { units.first().copied() } else { None }
}

fn word(token: &str) -> Option<Unit> {
    if token == "pound" { Some(Unit::Pounds) } else { Heading::of(token, 1).unit() }
}

/// The text with every currency as pounds, and whether one was another.
fn in_pounds(text: &str) -> (Cow<'_, str>, bool) {
    match text.contains(['€', '$']) {
        true => (Cow::Owned(text.replace(['€', '$'], "£")), true),
        false => (Cow::Borrowed(text), false),
    }
}

fn of_currency(unit: Unit, other: bool) -> SaidUnit {
    if other { SaidUnit::OtherCurrency } else { SaidUnit::Money(unit) }
}

/// The unit that a text names where it holds nothing else: '£000s', '(£m)', 'thousands of pounds', 'k'.
pub(super) fn whole(text: &str) -> Option<SaidUnit> {
    let bare = text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '[' | ']'));
    if matches!(bare, "k" | "K" | "000s" | "'000") {
        return Some(SaidUnit::Money(Unit::Thousands));
    }
    let (text, other) = in_pounds(text);
    let beside = ["in", "of", "unit", "units", "uk", "sterling", "whole", "nearest", "rounded", "full", "actual"];
    stated(&text, &beside).map(|unit| of_currency(unit, other))
}

/// Whether the text is a statement and nothing else.
pub(super) fn is_sentence(text: &str) -> bool {
    stated(&in_pounds(text).0, &BESIDE).is_some()
}

/// The unit that a sentence or a line of a longer text states: 'Guidance: all figures should be in £'. One that is a unit and
/// nothing more states nothing there.
pub(super) fn in_a_sentence(text: &str) -> Option<SaidUnit> {
    let (text, other) = in_pounds(text);
    let mut sentences = text.split(['\n', ':', ';']).flat_map(|part| part.split(". "));
    let unit = sentences.find_map(|part| stated(part, &BESIDE).filter(|_| whole(part).is_none()))?;
    Some(of_currency(unit, other))
}

/// The unit that a text states where all its words are those of such a statement. What is said not to be one is none: '£ (not
/// £000s)'. What is rounded to thousands may be in either.
fn stated(text: &str, beside: &[&str]) -> Option<Unit> {
    let is_beside = |word: &str| beside.contains(&word) || may_be_unit_or_date(word);
    if text.len() > LONGEST || !may_state(text) || Heading::first_word(text).is_some_and(|word| !is_beside(&word)) {
        return None;
    }
    let heading = Heading::of(text, 1);
    let moments = heading.moments();
    let fits = |token: &&str| word(token).is_some() || beside.contains(token) || moments.contains(token);
    let mut parts = heading.tokens().collect::<Vec<_>>();
    if let Some(not) = parts.iter().position(|token| *token == "not") {
        let behind = parts.split_off(not);
        if !behind.iter().skip(1).all(&fits) || named(behind.iter().copied()).is_none() {
            return None;
        }
    }
    let unit = if parts.iter().all(fits) { named(parts.iter().copied())? } else { return None };
    let nearest = parts.contains(&"nearest") || parts.windows(2).any(|pair| pair == ["rounded", "to"]);
    (unit == Unit::Pounds || !nearest).then_some(unit)
}

/// A quick look at a word: it may belong to a unit, or to a date.
fn may_be_unit_or_date(word: &str) -> bool {
    let units = ["k", "ks", "m", "ms", "mn", "s", "fy", "x", "x1000", "thou"];
    word.starts_with(|letter: char| letter.is_ascii_digit())
        || word.starts_with("fy")
        || word.starts_with("gbp")
        || units.contains(&word)
        || ["pound", "thousand", "million", "milo", "mili"].iter().any(|start| word.starts_with(start))
        || month_word(word).is_some()
}

/// A quick look at a text.
fn may_state(text: &str) -> bool {
    text.contains(['£', '￡', '€', '$'])
        || text.contains("000")
        || text.bytes().any(|byte| matches!(byte, b'p' | b'P' | b't' | b'T' | b'm' | b'M' | b'g' | b'G'))
}

/// The unit that a text states, as a whole or in a part of it: in brackets, behind a mark, or at its end. A '£' by itself
/// behind a mark opens a gap to be filled in, and states nothing.
pub(super) fn said(text: &str) -> Option<SaidUnit> {
    said_with(text, true)
}

/// The same for a title, or the label of a row with its figures: 'Housing savings: £' leaves no gap there, unless it speaks of
/// one amount.
pub(crate) fn in_title(text: &str) -> Option<SaidUnit> {
    let words = Heading::words(text);
    said_with(text, words.iter().any(|word| OF_A_GAP.contains(&word.as_str())))
}

/// The unit that the label of a total states beside the total's figures.
pub(super) fn of_total(label: &str) -> Option<SaidUnit> {
    said_with(label, false)
}

fn said_with(text: &str, gaps: bool) -> Option<SaidUnit> {
    if text.len() > LONGEST || !may_state(text) {
        return None;
    }
    let (text, other) = in_pounds(text);
    said_in_pounds(&text, gaps).map(|unit| of_currency(unit, other))
}

fn said_in_pounds(text: &str, gaps: bool) -> Option<Unit> {
    if let Some(unit) = stated(text, &BESIDE) {
        return Some(unit);
    }
    let mut units: BTreeSet<Unit> = BTreeSet::new();
    let bracketed = text.split('(').skip(1).filter_map(|rest| rest.split_once(')')).map(|(inside, _)| inside);
    units.extend(bracketed.filter_map(|inside| stated(inside, &BESIDE)));
    let outside = text.split('(').enumerate().map(|(place, rest)| match rest.split_once(')') {
        Some((_, behind)) if place > 0 => behind,
        _ => rest,
    });
    let outside = outside.collect::<Vec<_>>().join(" ");
    // A comma within a number parts nothing.
    let marks = |letter: char| matches!(letter, ':' | ';' | '|' | '\n' | '–' | '—');
    let parts = outside.split(marks).flat_map(|part| part.split(" - "));
    let parts = parts.flat_map(|part| part.split(". ")).flat_map(|part| part.split(", "));
    let is_gap = |(place, part): &(usize, &str)| gaps && *place > 0 && part.trim().trim_end_matches('.') == "£";
    let stating = parts.enumerate().filter(|part| !is_gap(part));
    units.extend(stating.filter_map(|(_, part)| stated(part, &BESIDE)));
    if units.is_empty() {
        units.extend(behind_title(text, gaps));
    }
    if units.len() == 1 { units.first().copied() } else { None }
}

/// The unit at the end of a title that holds no amount: 'Savings return 2022/23 £000s', 'Housing savings in £'.
fn behind_title(text: &str, gaps: bool) -> Option<Unit> {
    let heading = Heading::of(text, 1);
    let tokens: Vec<&str> = heading.tokens().collect();
    let (last, title) = tokens.split_last()?;
    let moments = heading.moments();
    // The number of a period is none: 'Quarter 2', 'Month 6'.
    let numbered = |place: usize| {
        place.checked_sub(1).and_then(|before| title.get(before)).is_some_and(|word| {
            matches!(*word, "quarter" | "qtr" | "period" | "month" | "q" | "p" | "appendix" | "annex")
        })
    };
    let is_amount = |(place, token): (usize, &&str)| {
        let number = token.starts_with(|letter: char| letter.is_ascii_digit());
        !moments.contains(token) && number && !numbered(place) || word(token).is_some()
    };
    let is_rounding = |token: &&str| matches!(*token, "rounded" | "rounding" | "nearest");
    let unit = Heading::of(last, 1).unit()?;
    let is_rounded = unit != Unit::Pounds && title.iter().any(is_rounding);
    if title.len() > LONGEST_TITLE || title.iter().enumerate().any(is_amount) || is_rounded {
        return None;
    }
    // A '£' by itself opens a gap, unless the figures are 'in' it. 'Pounds' in words ends a sentence of any kind.
    let sign = text.trim_end_matches(['.', ' ']).strip_suffix('£');
    let in_pounds = || sign.is_some_and(|before| !gaps || Label::of(before).as_str().ends_with(" in"));
    let words = Heading::words(text);
    let is_word = |word: &String| ["pound", "thousand", "million"].iter().any(|start| word.starts_with(start));
    let in_words = words.last().filter(|word| is_word(word)).map(|_| {
        let first = words.iter().rposition(|word| !is_word(word) && word != "of");
        first.and_then(|first| words.get(first)).is_some_and(|word| word == "in")
    });
    in_words.unwrap_or_else(|| unit != Unit::Pounds || in_pounds()).then_some(unit)
}

/// Whether a row holds the units of columns and nothing else: '£000s', '£', and beside them 'No.', 'Text' or a dash.
pub(super) fn is_row<'r>(cells: impl Iterator<Item = &'r Raw> + Clone) -> bool {
    let is_short = |raw: &Raw| matches!(raw, Raw::Text(text) if text.len() <= LONGEST_OF_ROW);
    // A sentence by itself is a line of the sheet.
    let is_sentence_alone = || cells.clone().count() == 1 && !cells.clone().any(|raw| whole(&raw.text()).is_some());
    if !cells.clone().all(is_short) || is_sentence_alone() {
        return false;
    }
    let mut units = false;
    for raw in cells {
        let Raw::Text(text) = raw else { return false };
        if of_a_column(text).is_some() {
            units = true;
        } else if !matches!(Label::of(text).as_str(), "no" | "nr" | "number" | "text" | "date" | "unit" | "units" | "-")
        {
            return false;
        }
    }
    units
}

/// The unit that a cell of a row of units states.
pub(super) fn of_a_column(text: &str) -> Option<SaidUnit> {
    let is_percent = || matches!(Label::of(text).as_str(), "%" | "percent" | "per cent");
    let sentence = || said(text).filter(|_| is_sentence(text));
    whole(text).or_else(sentence).or_else(|| is_percent().then_some(SaidUnit::Percent))
}

/// What contradicts the form among the units that a sheet states, and the columns in question. Where a title agrees with some
/// columns, those whose own heading says another unit are meant to differ.
pub(super) fn contradictions<'s, 'a>(
    columns: &[MoneyColumn<'a>],
    said: &'s [UnitSaid],
) -> (Vec<&'s UnitSaid>, Vec<&'a str>) {
    let (mut places, mut ids): (Vec<&UnitSaid>, BTreeSet<&str>) = (Vec::new(), BTreeSet::new());
    // A column has its unit by its own heading or row of units, whatever a title says of the others.
    let by_itself = |column: &MoneyColumn<'_>| {
        column
            .own
            .map(SaidUnit::Money)
            .or_else(|| said.iter().find(|said| said.is_over(column.column)).map(|said| said.unit))
    };
    for statement in said {
        let over = |column: &&MoneyColumn<'_>| statement.is_of_all() || statement.is_over(column.column);
        let mut reached: Vec<&MoneyColumn<'_>> = columns.iter().filter(over).collect();
        // That columns of other figures are percentages says nothing of those of money.
        if statement.unit == SaidUnit::Percent && !statement.is_of_all() && reached.is_empty() {
            continue;
        }
        let of_all = statement.is_of_all() || reached.is_empty();
        if of_all {
            reached = columns.iter().collect();
        }
        let agrees = reached.iter().any(|column| SaidUnit::Money(column.unit) == statement.unit);
        let differing = reached.iter().filter(|column| {
            let own = SaidUnit::Money(column.unit);
            own != statement.unit && !(of_all && agrees && by_itself(column) == Some(own))
        });
        let differing: Vec<&str> = differing.map(|column| column.id).collect();
        if !differing.is_empty() {
            places.push(statement);
            ids.extend(differing);
        }
    }
    let ids = columns.iter().map(|column| column.id).filter(|id| ids.contains(id)).collect();
    (places, ids)
}

#[cfg(test)]
mod tests;
