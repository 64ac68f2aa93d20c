//! Headings that the form knows, on sheets that are not read.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{View, wording};
use crate::form::heading;
use crate::names::{Heading, Label};
use crate::returns::grid::{Raw, Sheet};
use crate::returns::ledger::{is_figure, is_nil};
use crate::source::Address;

/// The headings of the form's lists in this period, each with its list.
pub(in crate::check) struct KnownHeadings {
    lists: BTreeMap<Heading, BTreeSet<usize>>,
    /// The first words of all of them: a quick look that spares the comparing of every text.
    first_words: BTreeSet<Option<String>>,
}

impl KnownHeadings {
    pub(in crate::check) fn of(view: &View<'_>) -> Self {
        let mut known = KnownHeadings { lists: BTreeMap::new(), first_words: BTreeSet::new() };
        for (index, list) in view.form.lists.iter().enumerate() {
            for column in list.columns.iter().filter(|column| column.within.is_none()) {
                for template in std::iter::once(&column.heading).chain(&column.also) {
                    let filled = heading::fill(view.form, template, view.returns.period, &[]);
                    let known_as = Heading::of(&filled, view.form.report.year_starts);
                    if !known_as.is_empty() {
                        known.first_words.insert(Heading::first_word(&filled));
                        known.lists.entry(known_as).or_default().insert(index);
                    }
                }
            }
        }
        known
    }

    /// Whether two headings of one list stand side by side in a row of a sheet.
    pub(in crate::check) fn stand_on(&self, view: &View<'_>, sheet: &Sheet) -> bool {
        let mut row: Vec<&BTreeSet<usize>> = Vec::new();
        let mut number = None;
        sheet.cells.iter().any(|(at, raw)| {
            let Raw::Text(text) = raw else { return false };
            if number != Some(at.row) {
                row.clear();
                number = Some(at.row);
            }
            if text.len() >= LONGEST_HEADING || !self.first_words.contains(&Heading::first_word(text)) {
                return false;
            }
            let Some(lists) = self.lists.get(&Heading::of(text, view.form.report.year_starts)) else { return false };
            let beside = row.iter().any(|other| !other.is_disjoint(lists));
            row.push(lists);
            beside
        })
    }

    /// The headings of one list that stand side by side in a row of a sheet with a figure below one of them.
    pub(super) fn over_figures(&self, view: &View<'_>, sheet: &Sheet) -> Option<Vec<String>> {
        // The lowest figure of each column.
        let mut figures: BTreeMap<u32, u32> = BTreeMap::new();
        for (at, _) in sheet.cells.iter().filter(|(_, raw)| is_figure(raw) && !is_nil(raw)) {
            figures.insert(at.column, at.row);
        }
        let mut row: Vec<(u32, &str, &BTreeSet<usize>)> = Vec::new();
        let mut number = None;
        let texts = sheet.cells.iter().filter_map(|(at, raw)| match raw {
            Raw::Text(text)
                if text.len() < LONGEST_HEADING && self.first_words.contains(&Heading::first_word(text)) =>
            {
                Some((at, text))
            }
            _ => None,
        });
        for (at, text) in texts {
            if number != Some(at.row) {
                row.clear();
                number = Some(at.row);
            }
            let below = |column: u32| figures.get(&column).is_some_and(|lowest| *lowest > at.row);
            let quoted = |text: &str| format!("'{}'", wording::quoted(text));
            let Some(lists) = self.lists.get(&Heading::of(text, view.form.report.year_starts)) else { continue };
            row.push((at.column, text, lists));
            let of_one = |list: &usize| row.iter().filter(|(.., lists)| lists.contains(list)).count() > 1;
            if lists.iter().any(of_one) && row.iter().any(|(column, ..)| below(*column)) {
                return Some(row.iter().map(|(_, text, _)| quoted(text)).collect());
            }
            // One of them, and amounts beside it under a heading that speaks of money: 'Scheme | Amount £000'.
            let across = sheet.cells.range(Address::new(at.row, 0)..Address::new(at.row.saturating_add(1), 0));
            let speaks =
                |raw: &Raw| matches!(raw, Raw::Text(text) if text.len() < LONGEST_HEADING && speaks_of_money(text));
            if let Some((_, other)) =
                across.filter(|(other, _)| *other != at).find(|(other, raw)| below(other.column) && speaks(raw))
            {
                return Some(vec![quoted(text), quoted(&other.text())]);
            }
        }
        None
    }
}

/// Whether a heading that the form does not know speaks of amounts.
fn speaks_of_money(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["amount", "amounts", "saving", "savings", "value", "target", "forecast", "achieved", "budget", "total"];
    let label = Label::of(text);
    text.contains('£') || label.as_str().split(' ').any(|word| WORDS.contains(&word) || word == "000s" || word == "000")
}

/// No heading is longer, in bytes.
const LONGEST_HEADING: usize = 300;
