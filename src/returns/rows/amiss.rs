//! What is amiss with a table apart from its rows: headings that are missing, not known or there twice, units that contradict
//! the form, figures under no heading.

use std::collections::{BTreeMap, BTreeSet};

use super::{OpenTable, Rows, TITLE_ROWS, Trouble};
use crate::form::{Column, Form, GroupFrom, Kind, List};
use crate::names::{Heading, nearest_name};
use crate::returns::grid::Raw;
use crate::returns::headings::{HeadingDiffers, must_be_there};
use crate::returns::ledger::{count_from_one, holds_figure};
use crate::returns::units::{self, MoneyColumn, SaidUnit, UnitSaid};
use crate::returns::{File, ReturnTable};
use crate::source::{Address, Place};

/// The units that titles above a heading row state, up to the figures of another table; all of the sheet's above its first table.
pub(super) fn said_above(rows: &Rows<'_>, heading: u32, first: bool) -> Vec<UnitSaid> {
    let from = if first { 0 } else { heading.saturating_sub(TITLE_ROWS) };
    let mut said = Vec::new();
    for (&row, cells) in rows.rows.range(from..heading).rev() {
        if !first && cells.values().any(|raw| raw.number().is_some()) {
            break;
        }
        said.extend(said_in(row, cells));
    }
    said.sort_by_key(|said| said.at);
    said
}

/// The units that the texts of a row state: one for the whole table, several each for the columns it stands over. One with a
/// figure behind it speaks of that figure alone.
pub(super) fn said_in(row: u32, cells: &BTreeMap<u32, &Raw>) -> Vec<UnitSaid> {
    let mut said = Vec::new();
    for (&column, raw) in cells {
        let Raw::Text(text) = raw else { continue };
        let next = cells.range(column.saturating_add(1)..).next();
        if next.is_none_or(|(_, raw)| raw.number().is_none())
            && let Some(unit) = units::in_title(text)
        {
            let last = next.map_or(u32::MAX, |(next, _)| next.saturating_sub(1));
            said.push(UnitSaid::over(Address::new(row, column), text, unit, column..=last));
        }
    }
    match said.as_slice() {
        [UnitSaid { at: Some(at), text, unit, .. }] => vec![UnitSaid::of_all(*at, text, *unit)],
        _ => said,
    }
}

/// Units that a sheet without a figure, such as a cover or guidance, states in a sentence, where they contradict the form for a
/// table of the same workbook about which nothing of the kind is said already.
pub(in crate::returns) fn units_of_covers(
    form: &Form,
    file: &File,
    tables: &[ReturnTable],
    said: &[Trouble],
) -> Vec<Trouble> {
    let mut found = Vec::new();
    let of_file = |trouble: &Trouble| match trouble {
        Trouble::UnitContradicts { at, list, .. } if at.file == file.path => Some(list.clone()),
        _ => None,
    };
    let mut told: BTreeSet<String> = said.iter().filter_map(of_file).collect();
    let columns_of = |table: &ReturnTable| Some(money_columns(form.list(&table.list)?, &table.headings));
    let tables: Vec<_> = tables.iter().filter_map(|table| Some((&table.list, columns_of(table)?))).collect();
    for sheet in file.sheets.iter().filter(|sheet| sheet.visible) {
        let is_figure = |raw: &Raw| !matches!(raw, Raw::Text(_) | Raw::Date(_));
        if sheet.cells.values().any(is_figure) {
            continue;
        }
        let units: Vec<UnitSaid> = sheet
            .cells
            .iter()
            .map(|(at, raw)| (at, raw.text()))
            .filter_map(|(at, text)| Some(UnitSaid::of_all(*at, &text, units::in_a_sentence(&text)?)))
            .collect();
        let at = Place::sheet(file.path.clone(), sheet.name.clone());
        for (list, columns) in tables.iter().filter(|_| !units.is_empty()) {
            if told.contains(*list) {
                continue;
            }
            let trouble = contradiction(columns, &units, &at, (list, file.area.clone()));
            told.extend(trouble.iter().filter_map(of_file));
            found.extend(trouble);
        }
    }
    found
}

/// The columns of money that a table has.
fn money_columns<'l>(list: &'l List, headings: &BTreeMap<String, (Address, String)>) -> Vec<MoneyColumn<'l>> {
    let money = list.columns.iter().filter(|column| column.kind == Kind::Money);
    let found = money.filter_map(|column| headings.get(&column.id).map(|found| (column, found)));
    found
        .map(|(column, (at, heading))| {
            let own = Heading::of(heading, 1).unit();
            MoneyColumn { id: &column.id, column: at.column, unit: column.unit(), own }
        })
        .collect()
}

/// What contradicts the form among the units stated on a sheet.
fn contradiction(
    columns: &[MoneyColumn<'_>],
    said: &[UnitSaid],
    sheet: &Place,
    (list, area): (&str, Option<String>),
) -> Option<Trouble> {
    let (places, ids) = units::contradictions(columns, said);
    let (first, more) = places.split_first()?;
    let place = |said: &UnitSaid| said.at.map_or_else(|| sheet.clone(), |at| sheet.at(at));
    Some(Trouble::UnitContradicts {
        at: place(first),
        more: more.iter().map(|said| place(said)).collect(),
        area,
        list: list.to_string(),
        columns: ids.into_iter().map(str::to_string).collect(),
        text: first.text.clone(),
        unit: first.unit,
    })
}

/// Whether words over columns may say that their figures are not this period's, or not the ones to report.
fn is_in_question(text: &str) -> bool {
    const WORDS: [&str; 35] = [
        "fte",
        "wte",
        "posts",
        "headcount",
        "staff",
        "days",
        "hours",
        "original",
        "draft",
        "proposed",
        "proposal",
        "example",
        "budget",
        "budgeted",
        "prior",
        "previous",
        "last",
        "next",
        "cumulative",
        "actual",
        "actuals",
        "revised",
        "baseline",
        "indicative",
        "provisional",
        "illustrative",
        "superseded",
        "old",
        "full",
        "part",
        "annual",
        "plan",
        "planned",
        "withdrawn",
        "future",
    ];
    Heading::words(text).iter().any(|word| WORDS.contains(&word.as_str())) || text.trim() == "%"
}

/// 'H1', '12', 'HSG-04': a short word with a digit in it.
pub(super) fn is_reference(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 12 && !text.contains(' ') && text.contains(|letter: char| letter.is_ascii_digit())
}

/// Words, and more of them than a reference has.
fn is_name(text: &str) -> bool {
    text.chars().filter(|letter| letter.is_alphabetic()).count() > 4
}

impl OpenTable<'_> {
    /// The area of the whole table, if it is one area's.
    pub(super) fn told_area(&self) -> Option<String> {
        match self.form.area_from {
            GroupFrom::Heading => None,
            GroupFrom::File | GroupFrom::Sheet | GroupFrom::Column(_) | GroupFrom::Subtotal => self.area(),
        }
    }

    /// A unit that the sheet states, and that is none of the form's.
    pub(super) fn unit_trouble(&self) -> Option<Trouble> {
        let columns = money_columns(self.list, &self.found.columns);
        let in_notes = self.notes.iter().filter(|(at, _)| at.row >= self.found.row && !self.stands_above_next(at));
        let mut said = self.units.clone();
        for (at, text) in in_notes {
            if let Some(unit) = units::said(text)
                && said.iter().all(|known| known.at != Some(*at))
            {
                said.push(UnitSaid::of_all(*at, text, unit));
            }
        }
        said.extend(UnitSaid::by_name(&self.reading.sheet.name));
        contradiction(&columns, &said, &self.at, (&self.list.id, self.told_area()))
    }

    /// The unit that the label of a total states: 'Total £m'.
    pub(super) fn unit_of_total(&mut self, row: u32, cells: &BTreeMap<u32, &Raw>) {
        for id in [&self.list.label, &self.list.key] {
            let Some((heading, _)) = self.found.columns.get(id) else { continue };
            let at = Address::new(row, heading.column);
            if let Some(Raw::Text(label)) = cells.get(&heading.column).copied()
                && let Some(unit) = units::of_total(label)
                && self.units.iter().all(|known| known.at != Some(at))
            {
                self.units.push(UnitSaid::of_all(at, label, unit));
            }
        }
    }

    /// Whether a text below this table stands right above the headings of the next one, and speaks of that.
    fn stands_above_next(&self, at: &Address) -> bool {
        self.ended
            && self.ranges.last().is_some_and(|range| {
                range.end != u32::MAX && range.end.saturating_sub(at.row) <= TITLE_ROWS && at.row < range.end
            })
    }

    /// Columns that are missing, not known, or there twice.
    pub(super) fn heading_troubles(&self, rows: &Rows<'_>) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        let area = self.told_area();
        let mut taken = BTreeSet::new();
        let needed = self.list.columns.iter().filter(|column| must_be_there(column));
        let needed: Vec<&Column> = needed.filter(|column| !self.found.columns.contains_key(&column.id)).collect();
        let missing = needed.len();
        for column in needed {
            let heading =
                self.known.headings.iter().find(|(id, _)| *id == column.id).map_or("", |(_, heading)| heading);
            let unknown = self.found.unknown.iter().filter(|unknown| !taken.contains(&unknown.at));
            let same = unknown.clone().find(|unknown| unknown.near.as_ref().is_some_and(|(id, _)| *id == column.id));
            let free = unknown.filter(|unknown| unknown.near.is_none());
            let only = || {
                let mut left = free.clone().filter(|unknown| self.is_like(rows, unknown.at.column, column));
                left.next().filter(|_| missing == 1 && left.next().is_none())
            };
            let near = same.or_else(|| nearest_name(heading, free.clone().map(|found| (found, found.text.as_str()))));
            // The one heading that is none of the form's is the one column's that has none.
            let near = near.or_else(only);
            taken.extend(near.map(|unknown| unknown.at));
            let first = self.found.columns.values().map(|(at, _)| *at).min();
            troubles.push(Trouble::MissingColumn {
                at: self.at.at(first.unwrap_or(Address::new(self.found.row, 0))),
                area: area.clone(),
                list: self.list.id.clone(),
                column: column.id.clone(),
                near: near.map(|unknown| (unknown.at, unknown.text.clone())),
                parts: near.into_iter().flat_map(|unknown| &unknown.cells).map(|at| self.at.at(*at)).collect(),
                differs: same.and_then(|unknown| unknown.near.as_ref()).map(|(_, differs)| *differs),
                demanded_by: column.at.clone(),
            });
        }
        for unknown in &self.found.unknown {
            // One cause gives one finding: it was named above as what may be meant.
            let numbers = unknown.near.is_none() && self.numbers_rows(rows, unknown.at.column, &unknown.text);
            if taken.contains(&unknown.at) || numbers || !self.holds_something(rows, unknown.at.column) {
                continue;
            }
            let heading = |id: &str| self.known.headings.iter().find(|(known, _)| *known == id).map(|(_, text)| text);
            let same = unknown.near.as_ref().and_then(|(id, differs)| Some((heading(id)?.clone(), *differs)));
            let free = self.known.headings.iter().filter(|(id, _)| !self.found.columns.contains_key(*id));
            let near = || nearest_name(&unknown.text, free.map(|(_, heading)| (heading.clone(), heading.clone())));
            let (near, differs): (Option<String>, Option<HeadingDiffers>) = match same {
                Some((heading, differs)) => (Some(heading), Some(differs)),
                None => (near(), None),
            };
            troubles.push(Trouble::UnknownColumn {
                at: self.at.at(unknown.at),
                area: area.clone(),
                heading: unknown.text.clone(),
                near,
                differs,
            });
        }
        for (id, at) in &self.found.twice {
            if let Some((first, _)) = self.found.columns.get(id) {
                troubles.push(Trouble::TwoColumns {
                    at: self.at.at(*at),
                    first: self.at.at(*first),
                    area: area.clone(),
                    column: id.clone(),
                });
            }
        }
        troubles.extend(self.columns_aside(rows, &area));
        troubles.extend(self.words_over(&area));
        troubles.extend(self.names_unheaded(rows, &area));
        troubles
    }

    /// Columns of another period beside those that are read.
    fn columns_aside(&self, rows: &Rows<'_>, area: &Option<String>) -> Option<Trouble> {
        let first = self.found.aside.first()?;
        let last = self.ranges.iter().flat_map(|range| rows.rows.range(range.clone())).map(|(row, _)| *row).max();
        let column = |at: Address| {
            let last = last.unwrap_or(at.row).max(at.row);
            self.at.range(Address::new(self.found.row.min(at.row), at.column), Address::new(last, at.column))
        };
        let aside = || self.found.aside.iter();
        Some(Trouble::ColumnsAside {
            at: self.at.at(first.at),
            area: area.clone(),
            headings: aside().map(|it| (self.at.at(it.at), it.text.clone())).collect(),
            columns: aside().map(|it| column(it.at)).collect(),
        })
    }

    /// The first text over columns of figures that may make something else of them: 'Original', 'Draft', another area's name.
    fn words_over(&self, area: &Option<String>) -> Option<Trouble> {
        let figures = |first: u32, last: u32| -> Vec<String> {
            let is_figure = |id: &str| self.list.column(id).is_some_and(|column| column.kind.is_figure());
            let columns = self.columns.range(first..=last).filter(|(_, id)| is_figure(id));
            columns.map(|(_, id)| (*id).to_string()).collect()
        };
        self.found.over.iter().find_map(|(at, last, text)| {
            let other = self.reading.areas.named(text).is_some_and(|named| area.as_deref() != Some(named));
            let columns = figures(at.column, *last);
            let is_percent = |id: &String| self.list.column(id).is_some_and(|column| column.kind == Kind::Percent);
            let is_their_unit = units::of_a_column(text) == Some(SaidUnit::Percent) && columns.iter().all(is_percent);
            if columns.is_empty() || is_their_unit || !(other || is_in_question(text)) {
                return None;
            }
            let (at, text, list) = (self.at.at(*at), text.clone(), self.list.id.clone());
            Some(Trouble::WordsOver { at, area: area.clone(), text, list, columns })
        })
    }

    /// A heading of names, merged over two columns, of which the first holds references and the second the names.
    fn names_unheaded(&self, rows: &Rows<'_>, area: &Option<String>) -> Option<Trouble> {
        let (heading, text) = self.found.columns.get(&self.list.label)?;
        let beside = heading.column.checked_add(1)?;
        let is_free =
            !self.columns.contains_key(&beside) && self.found.unknown.iter().all(|unknown| unknown.at.column != beside);
        let below = || self.ranges.iter().flat_map(|range| rows.rows.range(range.clone()));
        let mut pairs = below().filter_map(|(&row, cells)| {
            let (reference, name) = (cells.get(&heading.column)?, cells.get(&beside)?);
            Some((row, reference.text(), name.text()))
        });
        let (first, reference, name) = pairs.next().filter(|_| is_free)?;
        let mut last = first;
        let is_pair = |reference: &str, name: &str| is_reference(reference) && is_name(name);
        if !is_pair(&reference, &name) {
            return None;
        }
        for (row, reference, name) in pairs {
            if !is_pair(&reference, &name) {
                return None;
            }
            last = row;
        }
        Some(Trouble::NamesUnheaded {
            at: self.at.at(Address::new(first, beside)),
            area: area.clone(),
            heading: text.clone(),
            reference: reference.trim().to_string(),
            names: self.at.range(Address::new(first, beside), Address::new(last, beside)),
        })
    }

    /// Whether a column numbers the rows, and its heading says so: 'No.' over 1, 2, 3. It is left alone, as one without a heading.
    fn numbers_rows(&self, rows: &Rows<'_>, column: u32, heading: &str) -> bool {
        let words = Heading::words(heading);
        let is_heading =
            words.iter().all(|word| matches!(word.as_str(), "no" | "nr" | "number" | "row" | "line" | "item"));
        let below = self.ranges.iter().flat_map(|range| rows.rows.range(range.clone()));
        is_heading && count_from_one(below.filter_map(|(_, cells)| cells.get(&column).copied()))
    }

    /// Whether a column of the sheet holds what one of the form does: figures or words.
    fn is_like(&self, rows: &Rows<'_>, at: u32, column: &Column) -> bool {
        let below = self.ranges.iter().flat_map(|range| rows.rows.range(range.clone()));
        let cells: Vec<&Raw> = below.filter_map(|(_, cells)| cells.get(&at).copied()).collect();
        let figures = cells.iter().filter(|raw| holds_figure(raw)).count();
        !cells.is_empty() && (figures * 2 > cells.len()) == column.kind.is_figure()
    }

    fn holds_something(&self, rows: &Rows<'_>, column: u32) -> bool {
        let mut below = self.ranges.iter().flat_map(|range| rows.rows.range(range.clone()));
        below.any(|(_, cells)| cells.contains_key(&column))
    }
}
