//! The cells of a table as a person sees them: numbers by their formats, labels that are merged down, choices that are colours. What
//! is read of a cell where that is another thing than it holds is worked out here, before its rows are; what is to be asked is told
//! of the rows that are read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::as_above;
use super::grid::{Raw, Sheet};
use super::headings::Found;
use super::lights::{Light, lights};
use super::look::{Colour, Sight};
use super::number_format::{NumberFormat, Seen, judge, judge_shown, serial};
use super::rows::Reading;
use super::{Cell, ReturnTable, Returns, RowKind, Trouble, Value};
use crate::form::{Column, Hue, Kind, List};
use crate::names::Label;
use crate::source::{Address, Place};

/// How a cell shows another thing than it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Otherwise {
    /// Its format divides it by a thousand, or a million; what is shown was read.
    Scaled {
        /// Whether that makes it a figure in the unit of its column.
        agrees: bool,
    },
    /// Likewise, where most of what is shown is less than one, or others of the column are not shown so.
    ScaleUnsure,
    /// Another figure.
    Figure,
    /// Another sign.
    Sign,
    /// Words.
    Words,
    /// Nothing.
    Nothing,
    /// The money of another country.
    Currency,
    /// A percentage.
    Percent,
    /// A day.
    Date,
    /// A number without a per cent sign, where a percentage stands: it may be a hundred times as much.
    Bare,
    /// It cannot be told what it shows.
    Untold,
}

/// A cell that shows another thing than it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCell {
    /// The cell.
    pub at: Place,
    /// What it holds, as a person would type it.
    pub stored: String,
    /// What it shows; empty where that is nothing, or cannot be told.
    pub shown: String,
}

/// The cells of a sheet's tables that are read otherwise than they are stored, and those that are to be told.
#[derive(Debug, Default)]
pub(super) struct AsSeen {
    /// What is read in place of what is stored, or of a blank.
    pub(super) cells: BTreeMap<Address, Raw>,
    /// The cells that say what blanks mean, by the blanks.
    pub(super) from_above: BTreeMap<Address, Address>,
    told: BTreeMap<Address, (Otherwise, ShownCell)>,
}

impl AsSeen {
    /// The cells below the headings that were found.
    pub(super) fn of(reading: &Reading<'_>, found: &[Found]) -> AsSeen {
        let mut seen = AsSeen::default();
        let mut formats = Formats::default();
        for (index, heading) in found.iter().enumerate() {
            let end = found.get(index + 1).map_or(u32::MAX, Found::top);
            let Some(known) = reading.knowns.get(heading.known) else { continue };
            let columns = columns(known.list, heading);
            let headings = heading.columns.values().map(|(at, _)| (at.column, *at)).collect();
            let table = Table { reading, columns: &columns, headings: &headings, rows: heading.first_row()..end };
            table.by_format(&mut seen, &mut formats);
            table.merged_down(&mut seen);
            table.by_colour(&mut seen);
            if let Some((_, form)) = reading.forms.get(heading.known) {
                let rows = heading.first_row()..end;
                for (at, from, raw) in as_above::fill(reading.sheet, (known.list, form), heading, rows, &seen.cells) {
                    seen.cells.insert(at, raw);
                    seen.from_above.insert(at, from);
                }
            }
        }
        seen
    }

    /// What is to be told of the cells that are read: those of rows that count.
    pub(super) fn troubles(&mut self, reading: &Reading<'_>, tables: &[ReturnTable]) -> Vec<Trouble> {
        let mut troubles: Vec<Trouble> = Vec::new();
        for table in tables {
            let Some(known) = reading.knowns.iter().find(|known| known.list.id == table.list) else { continue };
            let mut by_column: BTreeMap<(usize, Otherwise), Vec<ShownCell>> = BTreeMap::new();
            let counts = |kind: RowKind| !matches!(kind, RowKind::Part | RowKind::LeftOut);
            for row in table.rows.iter().filter(|row| counts(row.kind)) {
                for (place, column) in known.list.columns.iter().enumerate() {
                    let at = row.cells.get(&column.id).and_then(|cell| cell.at.cell);
                    if let Some((how, cell)) = at.and_then(|at| self.told.remove(&at)) {
                        by_column.entry((place, how)).or_default().push(cell);
                    }
                }
            }
            for ((place, mut how), cells) in by_column {
                let Some(column) = known.list.columns.get(place) else { continue };
                if how == (Otherwise::Scaled { agrees: true }) && is_scale_unsure(table, column, &cells) {
                    how = Otherwise::ScaleUnsure;
                }
                troubles.push(Trouble::ShownOtherwise {
                    cells,
                    how,
                    area: reading.area.map(str::to_string),
                    list: table.list.clone(),
                    column: column.id.clone(),
                });
            }
        }
        troubles
    }
}

/// Whether the figures that a format scales may be meant as they are stored: most of them come to less than one, or most others of
/// the column are not scaled.
fn is_scale_unsure(table: &ReturnTable, column: &Column, cells: &[ShownCell]) -> bool {
    let rows = table.rows.iter().filter(|row| !matches!(row.kind, RowKind::Part | RowKind::LeftOut));
    let figures = rows.filter_map(|row| match row.cells.get(&column.id) {
        Some(Cell { at, value: Value::Figure(figure), .. }) if !figure.quantity.value().is_zero() => {
            Some((at, figure.quantity.value().abs()))
        }
        _ => None,
    });
    let figures: Vec<(&Place, Decimal)> = figures.collect();
    let scaled: BTreeSet<&Place> = cells.iter().map(|cell| &cell.at).collect();
    let of_scaled = || figures.iter().filter(|(at, _)| scaled.contains(at));
    let small = of_scaled().filter(|(_, figure)| *figure < column.unit().factor()).count();
    let all = of_scaled().count();
    small.saturating_mul(2) > all || all.saturating_mul(2) < figures.len()
}

/// The columns of a table by where they stand: each with the one whose figures its totals hold, if another one's do.
fn columns<'f>(list: &'f List, heading: &Found) -> BTreeMap<u32, (&'f Column, Option<&'f Column>)> {
    let stands = |column: &'f Column| {
        let (at, _) = heading.columns.get(&column.id)?;
        let totals_of = list.columns.iter().find(|of| of.totals_in() == Some(column.id.as_str()));
        Some((at.column, (column, totals_of)))
    };
    list.columns.iter().filter_map(stands).collect()
}

/// Number formats by their codes; a sheet has a handful.
#[derive(Default)]
struct Formats {
    known: BTreeMap<Arc<str>, NumberFormat>,
}

impl Formats {
    fn of(&mut self, code: &Arc<str>) -> &NumberFormat {
        self.known.entry(code.clone()).or_insert_with(|| NumberFormat::of(code))
    }
}

/// The rows below a heading row, up to the next one.
struct Table<'a> {
    reading: &'a Reading<'a>,
    columns: &'a BTreeMap<u32, (&'a Column, Option<&'a Column>)>,
    /// The cells of the headings, by their columns.
    headings: &'a BTreeMap<u32, Address>,
    rows: Range<u32>,
}

impl Table<'_> {
    fn sheet(&self) -> &Sheet {
        self.reading.sheet
    }

    fn cells(&self) -> impl Iterator<Item = (Address, &Raw)> {
        let range = Address::new(self.rows.start, 0)..Address::new(self.rows.end, 0);
        self.sheet().cells.range(range).map(|(at, raw)| (*at, raw))
    }

    /// Numbers and days by their formats.
    fn by_format(&self, seen: &mut AsSeen, formats: &mut Formats) {
        for (at, raw) in self.cells() {
            let Some((column, totals_of)) = self.columns.get(&at.column) else { continue };
            // A figure in a column of words is a total that stands there.
            let column = totals_of.filter(|_| !column.kind.is_figure()).unwrap_or(column);
            let place = Place::cell(self.reading.file.clone(), self.sheet().name.clone(), at);
            let CellSeen { read, told } = of_cell((self.sheet(), self.reading.sight), &place, raw, column, formats);
            if let Some(read) = read {
                seen.cells.insert(at, read);
            }
            if let Some(told) = told {
                seen.told.insert(at, told);
            }
        }
    }

    /// Texts that are merged down over rows hold for each of them, and so do codes in place of figures.
    fn merged_down(&self, seen: &mut AsSeen) {
        // Merges never overlap, but in a file that was made to: each column is walked once.
        let mut walked: BTreeMap<u32, u32> = BTreeMap::new();
        let mut merges = self.sheet().look.merges.clone();
        merges.sort_unstable();
        for (first, last) in &merges {
            let is_down = first.row < last.row && self.rows.contains(&first.row);
            let Some((column, _)) = self.columns.get(&first.column).filter(|_| is_down) else { continue };
            let raw = self.sheet().cells.get(first).filter(|raw| matches!(raw, Raw::Text(_)));
            let holds = |raw: &&Raw| !column.kind.is_figure() || column.code(&raw.text()).is_some();
            let Some(raw) = raw.filter(holds) else { continue };
            if walked.get(&first.column).is_some_and(|walked| first.row <= *walked) {
                continue;
            }
            walked.insert(first.column, last.row);
            let below = Address::new(first.row + 1, 0)..Address::new(last.row.saturating_add(1), 0);
            let rows: Vec<u32> = self.sheet().cells.range(below).map(|(at, _)| at.row).collect();
            for row in rows {
                let at = Address::new(row, first.column);
                if self.rows.contains(&row) && !self.sheet().cells.contains_key(&at) {
                    seen.cells.insert(at, raw.clone());
                }
            }
        }
    }

    /// Blank cells of choices whose colour the form reads. Where rules colour cells, the colour that is shown is not known.
    fn by_colour(&self, seen: &mut AsSeen) {
        let sheet = self.sheet();
        let is_choice = |(_, (column, _)): &(&u32, &(&Column, _))| column.kind == Kind::Choice;
        let choices: BTreeSet<u32> = self.columns.iter().filter(is_choice).map(|(at, _)| *at).collect();
        let colours = self.columns.iter().filter_map(|(at, (column, _))| Some((*at, &column.choice()?.colours)));
        let coloured: Vec<(u32, &Vec<(Hue, String)>)> = colours.filter(|(_, colours)| !colours.is_empty()).collect();
        if coloured.is_empty() || sheet.look.has_colour_rules {
            return;
        }
        let mut rows: Vec<u32> = self.cells().map(|(at, _)| at.row).collect();
        rows.dedup();
        rows.retain(|row| !self.is_total(*row));
        for (at, colours) in coloured {
            let hues: Vec<Hue> = colours.iter().map(|(hue, _)| *hue).collect();
            for (row, light) in lights(sheet, &rows, at, &choices, self.headings.get(&at).copied()) {
                let (cell, Light::Status(Colour(red, green, blue))) = (Address::new(row, at), light) else { continue };
                let hue = Hue::nearest((red, green, blue), &hues);
                let choice = colours.iter().find(|(known, _)| Some(*known) == hue);
                if let Some((_, choice)) = choice.filter(|_| !sheet.cells.contains_key(&cell)) {
                    seen.cells.insert(cell, Raw::Text(choice.clone()));
                }
            }
        }
    }

    /// Whether a row says in one of its words that it is a total.
    fn is_total(&self, row: u32) -> bool {
        let across = Address::new(row, 0)..Address::new(row.saturating_add(1), 0);
        let says = |raw: &Raw| Label::of(&raw.text()).as_str().split(' ').any(|word| word.contains("total"));
        self.sheet().cells.range(across).any(|(_, raw)| matches!(raw, Raw::Text(_)) && says(raw))
    }
}

/// A cell as a person sees it.
#[derive(Debug, Default)]
pub(crate) struct CellSeen {
    /// What is read in place of what is stored, where that is another thing.
    pub(crate) read: Option<Raw>,
    /// In which way it shows another thing than it holds, where that is to be told.
    pub(crate) told: Option<(Otherwise, ShownCell)>,
}

/// The cell of a figure of the appendix as a whole, as a person sees it.
pub(crate) fn of_figure(returns: &Returns, at: &Place, raw: &Raw, column: &Column) -> CellSeen {
    let file = returns.files.iter().find(|file| file.path == at.file);
    let (Some(file), Some(sheet)) = (file, returns.sheet(at)) else { return CellSeen::default() };
    of_cell((sheet, file.sight), at, raw, column, &mut Formats::default())
}

fn of_cell(
    (sheet, sight): (&Sheet, Sight),
    place: &Place,
    raw: &Raw,
    column: &Column,
    formats: &mut Formats,
) -> CellSeen {
    let seen = place.cell.and_then(|at| judged((sheet, sight), at, raw, column, formats));
    let Some((stored, seen)) = seen else { return CellSeen::default() };
    let cell = |shown: String| ShownCell { at: place.clone(), stored: raw.text(), shown };
    let read = |raw: Raw| CellSeen { read: Some(raw), told: None };
    let told = |how: Otherwise, shown: String| CellSeen { read: None, told: Some((how, cell(shown))) };
    match seen {
        Seen::AsStored => CellSeen::default(),
        // Beyond 1 it is read in percent points, and elsewhere it is asked whether it is meant so.
        Seen::BarePercent { .. } => read(Raw::Text(stored.normalize().to_string())),
        Seen::Scaled { shown, figure, agrees } => {
            CellSeen { read: Some(Raw::Number(figure)), ..told(Otherwise::Scaled { agrees }, shown) }
        }
        Seen::Ratio { shown, ratio } => match ratio.checked_mul(Decimal::ONE_HUNDRED) {
            Some(percent) => read(Raw::Text(format!("{}%", percent.normalize()))),
            None => told(Otherwise::Figure, shown),
        },
        Seen::Text(text) | Seen::NoDay { shown: text } => read(Raw::Text(text)),
        Seen::OtherFigure { shown } => told(Otherwise::Figure, shown),
        Seen::OtherSign { shown } => told(Otherwise::Sign, shown),
        Seen::Words { shown } => told(Otherwise::Words, shown),
        Seen::Nothing => told(Otherwise::Nothing, String::new()),
        Seen::OtherCurrency { shown, .. } => told(Otherwise::Currency, shown),
        Seen::Percent { shown } => told(Otherwise::Percent, shown),
        Seen::Date { shown } => told(Otherwise::Date, shown),
        Seen::Untold => told(Otherwise::Untold, String::new()),
    }
}

/// What is to be read of a number or a day, and the number that is stored; `None` where nothing can be told, or nothing need be.
fn judged(
    (sheet, sight): (&Sheet, Sight),
    at: Address,
    raw: &Raw,
    column: &Column,
    formats: &mut Formats,
) -> Option<(Decimal, Seen)> {
    let stored = match raw {
        Raw::Number(number) => *number,
        // A day in a column of figures cannot be read.
        Raw::Date(_) if column.kind.is_figure() => return None,
        Raw::Date(date) => serial(*date)?,
        _ => return None,
    };
    let code = sheet.look.styles.get(&at).and_then(|style| style.format.as_ref());
    let seen = match (sheet.look.shown.get(&at), code, raw) {
        (Some(shown), _, Raw::Date(_)) if column.kind == Kind::Code => Seen::Date { shown: shown.trim().to_string() },
        (Some(shown), ..) => judge_shown(stored, shown, column.kind.plain(), column.unit()),
        (None, Some(code), _) if is_plain(code, stored, column.kind.plain()) => return None,
        (None, Some(code), _) => judge(stored, formats.of(code), column.kind.plain(), column.unit()),
        (None, None, Raw::Date(_)) if column.kind == Kind::Code => Seen::Date { shown: raw.text() },
        // A cell without a format, in a file that would tell one.
        (None, None, Raw::Number(_))
            if column.kind == Kind::Percent && !matches!(sight, Sight::Values | Sight::Damaged) =>
        {
            judge(stored, formats.of(&"General".into()), column.kind.plain(), column.unit())
        }
        _ => return None,
    };
    Some((stored, seen))
}

/// A quick look: a format of digits, commas between thousands and decimals alone shows the figure that is stored.
fn is_plain(code: &str, stored: Decimal, kind: Kind) -> bool {
    match kind {
        Kind::Money | Kind::Count => {
            code.bytes().all(|byte| matches!(byte, b'#' | b'0' | b',' | b'.'))
                && !code.contains(",.")
                && !code.ends_with(',')
        }
        Kind::Percent => stored.abs() <= Decimal::ONE && (code == "0%" || code == "0.0%" || code == "0.00%"),
        Kind::Text | Kind::Choice | Kind::Code | Kind::Date | Kind::Year => false,
    }
}
