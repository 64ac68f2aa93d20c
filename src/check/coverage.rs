//! The rule that nothing is passed over: each non-blank cell of each file of the period is used, or a finding is about it. When
//! every other rule has spoken, this step looks at what the ledger has left over, and tells it: it holds whatever the rules say.

mod known;
mod region;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use super::View;
use super::returns::{NOT_USED, file_name};
use super::{stated, wording};
use crate::finding::{Finding, Severity};
use crate::returns::grid::{Raw, Sheet};
use crate::returns::ledger::{SheetLedger, is_figure};
use crate::returns::look;
use crate::returns::{File, ReturnTable, RowKind};
use crate::source::{Address, Place};
pub(super) use known::KnownHeadings;
use region::{Left, Region, Where};
use told::Told;

/// So many texts are quoted.
const QUOTED: usize = 3;

/// Adds what is left over to the finding that is its cause, or else tells it: a query where a figure may be meant to count, and
/// one note a sheet for all else.
pub(super) fn tell(view: &View<'_>, findings: &mut Vec<Finding>) {
    let ledger = &view.causes.ledger;
    let told = Told::of(findings);
    let known = KnownHeadings::of(view);
    let mut added = Vec::new();
    for (file, sheets) in view.returns.files.iter().zip(&ledger.files) {
        if told.whole_file(file, sheets) {
            continue;
        }
        for (sheet, entries) in file.sheets.iter().zip(sheets) {
            let left = told.left(file, sheet, entries);
            let about = About { view, file, sheet, entries };
            let is_its =
                |table: &&ReturnTable| table.at.file == file.path && table.at.sheet.as_ref() == Some(&sheet.name);
            let tables: Vec<&ReturnTable> = view.returns.tables.iter().filter(is_its).collect();
            // What stands in a row that was left out follows from the finding that says so, a note too.
            let rows = tables.iter().flat_map(|table| &table.rows).filter(|row| row.kind == RowKind::LeftOut);
            let out: BTreeSet<u32> = rows.filter_map(|row| row.at.cell).map(|at| at.row).collect();
            let headed: BTreeSet<u32> =
                tables.iter().flat_map(|table| table.headings.values()).map(|(at, _)| at.column).collect();
            let in_rows = told.in_rows(file, sheet);
            let mut with_rows: BTreeMap<usize, Vec<Left<'_>>> = BTreeMap::new();
            let (with_row, mut left): (Vec<_>, Vec<_>) = left
                .into_iter()
                .partition(|left| out.contains(&left.at.row) && (headed.contains(&left.at.column) || !left.states()));
            for cell in with_row {
                match in_rows.get(&cell.at.row) {
                    Some(cause) => with_rows.entry(*cause).or_default().push(cell),
                    None => left.push(cell),
                }
            }
            for (cause, cells) in with_rows {
                add(findings, cause, about.places(&cells));
            }
            left.sort_by_key(|left| left.at);
            if left.is_empty() {
                continue;
            }
            if tables.is_empty() && told.whole_sheet(file, sheet) {
                continue;
            }
            // Where something is missed in the file, a sheet without a table may be what is meant.
            if let Some(cause) = told.missing_from(file).filter(|_| tables.is_empty()) {
                add(findings, cause, about.places(&left));
                continue;
            }
            // One that is read for a figure of the appendix as a whole may hold a table all the same.
            let headings = if tables.is_empty() { about.headings_over_figures(&known) } else { Vec::new() };
            if !entries.is_read || !headings.is_empty() {
                added.push(about.unread(&left, &headings));
                continue;
            }
            let causes = told.causes(file, sheet);
            for region in region::regions(view.form, &tables, left, &causes) {
                match region.cause {
                    Some(cause) => add(findings, cause, about.places(&region.cells)),
                    None => added.push(about.region(&region)),
                }
            }
        }
    }
    findings.append(&mut added);
}

/// What is left over follows from this finding.
fn add(findings: &mut [Finding], cause: usize, places: Vec<Place>) {
    let Some(finding) = findings.get_mut(cause) else { return };
    let known: BTreeSet<&Place> = finding.related.iter().chain([&finding.at]).collect();
    let places: Vec<Place> = places.into_iter().filter(|place| !known.contains(place)).collect();
    finding.related.extend(places);
}

/// A sheet of which something is to be told.
struct About<'a> {
    view: &'a View<'a>,
    file: &'a File,
    sheet: &'a Sheet,
    entries: &'a SheetLedger,
}

impl About<'_> {
    fn place(&self) -> Place {
        Place::sheet(self.file.path.clone(), self.sheet.name.clone())
    }

    fn places(&self, cells: &[Left<'_>]) -> Vec<Place> {
        let sheet = self.place();
        region::ranges(self.entries, cells).into_iter().map(|(first, last)| sheet.range(first, last)).collect()
    }

    /// 'Housing: ', or the file where it is no area's own.
    fn whose(&self) -> String {
        let area = self.view.area_name(self.file.area.as_deref());
        if area.is_empty() { format!("{}: ", file_name(&self.file.path)) } else { wording::opening(&area) }
    }

    /// A finding about cells of the sheet.
    fn finding(&self, cells: &[Left<'_>], severity: Severity, topic: &str, message: String, help: String) -> Finding {
        let mut places = self.places(cells).into_iter();
        let at = places.next().unwrap_or_else(|| self.place());
        // The file tells apart what belongs to no area.
        let file = if self.file.area.is_none() { file_name(&self.file.path) } else { "" };
        let topic = format!("{file} {} {topic}", self.sheet.name);
        let draft = NOT_USED.at(&at).about_area(self.file.area.as_deref()).topic(&topic).weighing(severity);
        let texts: Vec<String> = cells.iter().map(|cell| cell.raw.text()).collect();
        let stated = stated::texts(texts.iter().map(String::as_str));
        let mut finding = draft.stated_text(&stated).says(format!("{}{message}", self.whose()), help);
        finding.related = places.collect();
        finding
    }

    /// Headings of a table on a sheet of which no table is read, unless the form says that it is no part of the return.
    fn headings_over_figures(&self, known: &KnownHeadings) -> Vec<String> {
        let left_out = self.view.form.returns.iter().any(|form| form.leaves_out(&self.sheet.name));
        (!left_out).then(|| known.over_figures(self.view, self.sheet)).flatten().unwrap_or_default()
    }

    /// A sheet of which no table is read.
    fn unread(&self, left: &[Left<'_>], headings: &[String]) -> Finding {
        let name = wording::quoted(&self.sheet.name);
        if !headings.is_empty() && self.sheet.visible {
            let message = format!(
                "no table of sheet '{name}' is read, but figures stand on it under headings as the form has them ({})",
                wording::list_of(headings)
            );
            let help = wording::mend_or_explain(
                "move what belongs to the return to the sheet that is read, or add a [[return]] for this sheet to piperoll.toml; if \
                 it never belongs to the return, name it in `not_read` there",
            );
            return self.finding(left, Severity::Query, "sheet", message, help);
        }
        let stands = what_stands_there(left, left.first());
        let message = match (self.sheet.visible, headings) {
            (true, _) => format!("sheet '{name}' is not read: {stands}"),
            (false, []) => format!("sheet '{name}' is hidden and is not read: {stands}"),
            (false, headings) => format!(
                "sheet '{name}' is hidden and is not read, though figures stand on it under headings as the form has them ({}): {stands}",
                wording::list_of(headings)
            ),
        };
        let help = "there is nothing to do unless something on it belongs in the return: a sheet is read where a [[return]] of piperoll.toml \
                    names it or it has the table's headings";
        self.finding(left, Severity::Note, "sheet", message, help.to_string())
    }

    /// The first words of a row.
    fn label(&self, row: u32) -> Option<String> {
        let across = self.sheet.cells.range(Address::new(row, 0)..Address::new(row.saturating_add(1), 0));
        let words = |raw: &Raw| matches!(raw, Raw::Text(_)) && !is_figure(raw);
        across.map(|(_, raw)| raw).find(|raw| words(raw)).map(|raw| wording::quoted(&raw.text()))
    }

    fn region(&self, region: &Region<'_>) -> Finding {
        let cells = &region.cells;
        let place = match region::ranges(self.entries, cells).as_slice() {
            [(first, last)] => self.place().range(*first, *last).cells().unwrap_or_default(),
            [(first, last), rest @ ..] => {
                let place = self.place().range(*first, *last).cells().unwrap_or_default();
                format!("{place} and {}", wording::count(rest.len(), "further place", "further places"))
            }
            [] => String::new(),
        };
        let Some(found) = region.at else {
            let message = format!(
                "{} on sheet '{}' {} not used: {}",
                wording::count(cells.len(), "cell", "cells"),
                wording::quoted(&self.sheet.name),
                if cells.len() == 1 { "is" } else { "are" },
                what_stands_there(cells, cells.iter().find(|cell| cell.holds_figure()).or(cells.first()))
            );
            let help = "there is nothing to do unless it belongs in the table: what stands there is neither counted nor printed";
            return self.finding(cells, Severity::Note, "notes", message, help.to_string());
        };
        let figures: Vec<&Left<'_>> = cells.iter().filter(|cell| cell.holds_figure()).collect();
        let opening = match figures.as_slice() {
            [one] if one.is_figure() => "a figure stands",
            [_] => "an amount stands",
            _ => "figures stand",
        };
        // What the sender has hidden beside the table helps to work something out.
        let hides = &self.sheet.look.hidden_columns;
        let hidden = found == Where::Beside && cells.iter().all(|cell| look::hidden(hides, cell.at.column).is_some());
        let (stands, topic) = match found {
            Where::Beside if hidden => ("in hidden columns beside the table, under no heading that is read", "beside"),
            Where::Beside => ("beside the table, under no heading that is read", "beside"),
            Where::Row => ("in a row of the table that is not read", "row"),
            Where::Above => ("above the headings of the table", "above"),
            Where::Below => ("below the table", "below"),
        };
        let quoted = figures.iter().map(|cell| format!("'{}'", wording::quoted(&cell.raw.text())));
        let quoted: Vec<String> = quoted.collect();
        // What the row is called, if it is called something.
        let label = region.cells.first().filter(|_| found != Where::Beside).and_then(|cell| self.label(cell.at.row));
        let row = label.as_ref().map(|label| format!(", in the row '{label}',")).unwrap_or_default();
        let message = format!(
            "{opening} in {place} ({}){row} {stands}, and nothing there is counted",
            wording::first_of(&quoted, QUOTED)
        );
        let mend = match found {
            Where::Beside => {
                "give the column a heading that the form knows, or move the figures to their own columns, or clear them"
            }
            _ => "move the figures into rows of the table, under its headings, or clear them",
        };
        let topic = format!("{topic} {}", label.unwrap_or_default());
        if hidden {
            let help = "there is nothing to do unless they belong in the table".to_string();
            return self.finding(cells, Severity::Note, &topic, message, help);
        }
        self.finding(cells, Severity::Query, &topic, message, wording::mend_or_explain(mend))
    }
}

/// "'How to fill in the return' in A1 and 4 other cells": one of them, and how many more there are.
fn what_stands_there(cells: &[Left<'_>], one: Option<&Left<'_>>) -> String {
    let Some(one) = one else { return String::new() };
    let quoted = format!("'{}' in {}", wording::quoted(&one.raw.text()), one.at);
    match cells.len().saturating_sub(1) {
        0 => quoted,
        others => format!("{quoted} and {}", wording::count(others, "other cell", "other cells")),
    }
}

#[cfg(test)]
mod tests;
