//! Amounts in running text whose unit was lost, or cannot be meant.

use std::cell::OnceCell;
use std::ops::Range;

use rust_decimal::Decimal;

use super::clause::{clauses, occurrences};
use crate::check::look::Line;
use crate::check::{Rule, View, stated, wording};
use crate::figures::Group;
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind};
use crate::money::{self, AmountInText, Quantity, Told, Unit};
use crate::phrases::Phrases;
use crate::returns::{Cell, Value};

pub(super) static RULE: Rule = Rule {
    code: "amount-unit",
    family: Family::Narrative,
    severity: Severity::Query,
    title: "An amount in the text has lost its unit, or has one that cannot be meant",
    what: "An amount in running text is no figure of its row as it is written, but is one a thousand times larger or smaller: \
           '£2708' where the row says £2,708k, '£3088m' where £3.088m is meant. Or it has three or more decimal places and \
           no unit, as no amount of pounds has: '£0.419' for £0.419m.",
    why: "The text is published as written, and a reader takes a thousandth, or a thousand times, of what is meant.",
    mend: "Write the unit that is meant. If the amount is right as it stands, explain it.",
    run,
};

/// How many times the whole list's own figures an amount must be before it is taken for impossible without agreeing with any
/// figure of its row.
const BEYOND_ALL: i64 = 10;

/// Pounds and pence: what has more decimal places is a part of thousands or millions.
const DECIMALS_OF_POUNDS: usize = 2;

/// So many amounts stand in an answer as they are typed.
const MOST: usize = 12;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.in_columns(|line, column| finding(rule, view, line, column))
}

fn finding(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column) -> Option<Finding> {
    if column.kind != Kind::Text || column.id == line.list.label {
        return None;
    }
    let (cell, text) = running_text(line, column)?;
    let doubts = Doubts::of(view, line, text);
    let mut doubtful: Vec<(String, String)> = Vec::new();
    for amount in money::amounts_in(text) {
        if let Some(meant) = doubts.meant(&amount)
            && !doubtful.iter().any(|(typed, _)| *typed == amount.text)
        {
            doubtful.push((amount.text, money::of_text(meant.value()).say(Told::Stated(meant.value()))));
        }
    }
    let (first, meant) = doubtful.first()?;
    let place = wording::cell(&cell.at);
    let each: Vec<String> =
        doubtful.iter().map(|(typed, meant)| format!("'{typed}' where {meant} seems to be meant")).collect();
    let message = format!("{}: {} ({place}) says {}", view.whose(line), view.name(column), wording::list_of(&each));
    let mend = format!("write '{first}' with the unit that is meant ({meant}) in {place}");
    let typed: Vec<&str> = doubtful.iter().map(|(typed, _)| typed.as_str()).collect();
    // Many are not copied by hand.
    let stated = if typed.len() > MOST { stated::texts(typed) } else { typed.join(", ") };
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell).stated_text(&stated);
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}

/// The text of a cell of running text.
pub(super) fn running_text<'a>(line: &Line<'a>, column: &Column) -> Option<(&'a Cell, &'a str)> {
    let cell = line.row.cells.get(&column.id)?;
    match &cell.value {
        Value::Text(text) if !text.trim().is_empty() => Some((cell, text)),
        _ => None,
    }
}

/// What the units of the amounts of a text are held against.
pub(super) struct Doubts<'a> {
    phrases: &'a Phrases,
    text: &'a str,
    /// The amounts of the row.
    figures: Vec<Quantity>,
    /// The largest total of its list.
    largest: Option<Decimal>,
    /// Its clauses, and of each whether it speaks of something else, looked for when it is asked.
    clauses: OnceCell<Vec<(Range<usize>, OnceCell<bool>)>>,
}

impl<'a> Doubts<'a> {
    pub(super) fn of(view: &View<'a>, line: &Line<'_>, text: &'a str) -> Doubts<'a> {
        let (figures, largest) = (row_figures(line), largest_of(view, line));
        Doubts { phrases: view.phrases, text, figures, largest, clauses: OnceCell::new() }
    }

    /// Whether the unit of an amount is doubtful, as the row's figures show.
    pub(super) fn is_doubtful(&self, amount: &AmountInText) -> bool {
        self.meant(amount).is_some()
    }

    /// What an amount with a lost or impossible unit seems to mean; `None` if there is nothing to doubt.
    fn meant(&self, amount: &AmountInText) -> Option<Quantity> {
        let (figures, written) = (self.figures.as_slice(), amount.quantity);
        if amount.is_rate || amount.is_range || written.value().is_zero() || agrees(written, figures) {
            return None;
        }
        let thousand = Unit::Thousands.factor();
        if !amount.has_suffix && decimals(&amount.text) > DECIMALS_OF_POUNDS {
            let thousands = written.times(thousand)?;
            return if agrees(thousands, figures) { Some(thousands) } else { written.times(Unit::Millions.factor()) };
        }
        if !amount.has_suffix {
            let times = written.times(thousand)?;
            return (agrees(times, figures)
                || (has_three_digits(written.value()) && agrees(times, &combined(figures))))
            .then_some(times);
        }
        let largest = self.largest?;
        if written.value().abs() <= largest {
            return None;
        }
        let part = written.checked_div(Quantity::exact(thousand))?;
        if agrees(part, figures) || agrees(part, &combined(figures)) {
            return Some(part);
        }
        let beyond = written.value().abs() > largest.checked_mul(Decimal::from(BEYOND_ALL))?;
        let of_this_size = figures.iter().map(|quantity| quantity.value().abs()).max().is_some_and(|row| {
            let ten = Decimal::TEN;
            part.value().abs() <= row.saturating_mul(Decimal::TWO) && part.value().abs().saturating_mul(ten) >= row
        });
        (beyond && of_this_size && !self.speaks_of_something_else(amount)).then_some(part)
    }

    /// Whether the clause of an amount says that it is no saving, and may well be larger than all savings together.
    fn speaks_of_something_else(&self, amount: &AmountInText) -> bool {
        let says = |clause: &str| self.phrases.something_else.iter().any(|word| !occurrences(clause, word).is_empty());
        let clauses =
            self.clauses.get_or_init(|| clauses(self.text).into_iter().map(|range| (range, OnceCell::new())).collect());
        match clauses.iter().find(|(range, _)| range.contains(&amount.start)) {
            Some((range, known)) => *known.get_or_init(|| says(self.text.get(range.clone()).unwrap_or(self.text))),
            None => says(self.text),
        }
    }
}

/// The largest total of the row's list.
fn largest_of(view: &View<'_>, line: &Line<'_>) -> Option<Decimal> {
    view.lists().find(|(list, _)| list.id == line.list.id).and_then(|(_, all)| largest_total(all))
}

/// The amounts of money of a row, those beside percentages among them.
pub(super) fn row_figures(line: &Line<'_>) -> Vec<Quantity> {
    let is_money = |id: &str| line.list.column(id).is_none_or(|column| column.kind == Kind::Money);
    let known = line.figures.iter().filter(|(id, _)| is_money(id)).filter_map(|(_, figure)| figure.counted);
    known.filter(|quantity| !quantity.value().is_zero()).collect()
}

/// The largest total of any column of money of the list, in pounds.
fn largest_total(all: &Group<'_>) -> Option<Decimal> {
    all.totals.values().filter_map(|figure| figure.counted).map(|quantity| quantity.value().abs()).max()
}

/// How many decimal places an amount is written with.
fn decimals(text: &str) -> usize {
    let behind = text.split_once('.').map_or("", |(_, behind)| behind);
    behind.chars().take_while(char::is_ascii_digit).count()
}

fn agrees(amount: Quantity, figures: &[Quantity]) -> bool {
    figures.iter().any(|figure| amount.agrees_with(*figure))
}

/// Sums and differences of any two figures of the row: 'a further £380k', 'in all £3,088k'.
pub(super) fn combined(figures: &[Quantity]) -> Vec<Quantity> {
    let mut found = Vec::new();
    for (index, left) in figures.iter().enumerate() {
        for right in figures.iter().skip(index + 1) {
            found.extend(left.checked_add(*right));
            found.extend(left.checked_sub(*right).map(Quantity::abs));
        }
    }
    found.retain(|quantity| !quantity.value().is_zero());
    found
}

/// A figure of one or two digits is some sum of the row's others too easily.
fn has_three_digits(value: Decimal) -> bool {
    value.normalize().mantissa().unsigned_abs() >= 100
}
