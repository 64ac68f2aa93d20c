//! A consolidated workbook of an earlier period, read back as the position to compare with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::position::{Position, Scheme, WholeFigure};
use crate::collection::manifest::LAST_RETURN;
use crate::form::{Form, List};
use crate::money::Absent;
use crate::period::Period;
use crate::returns::grid::{self, Raw, Sheet, Workbook};
use crate::source::{Address, Place};

/// The headings before those of the list's own columns.
pub const HEADINGS: [&str; 5] = ["Period id", "Area id", "Scheme key", "Scheme label", "Kind of line"];

/// The heading of the column with the groups of a level, which stand behind the list's own columns. No column's id has a blank.
pub fn level_heading(level: &str) -> String {
    format!("Level {level}")
}

/// The kind of line of an item.
pub const ITEM: &str = "item";

/// The kind of line of a balancing line.
pub const BALANCING: &str = "balancing";

/// The headings of the sheet with the figures of the appendix as a whole.
pub const WHOLE_HEADINGS: [&str; 5] = ["Period id", "Figure id", "Figure", "Kind of figure", "Value"];

/// The title, and the sheet's name, of the figures of the appendix as a whole. No list has it: an id has no blanks.
pub const WHOLE: &str = "Data of the whole";

/// The title, and the sheet's name, of a list's data: at most the 31 characters that a sheet's name may have.
pub fn title(list: &str) -> String {
    format!("Data {list}").chars().take(31).collect()
}

/// The headings of the sheet 'Sources'.
pub const SOURCES_HEADINGS: [&str; 9] = [
    "Sheet",
    "Cell",
    "Row",
    "Column",
    "As shown",
    "How it comes from the return",
    "File of the return",
    "Sheet of the return",
    "Cell of the return",
];

/// The sheet that names the cells of returns, and the cover.
pub const SOURCES: &str = "Sources";
pub const COVER: &str = "Cover";

/// How the line of the cover begins that has the fingerprint.
pub const FINGERPRINT: &str = "Fingerprint";

/// What a consolidated workbook says.
#[derive(Debug, Clone)]
pub struct Published {
    /// Its schemes and figures.
    pub position: Position,
    /// For each of its cells, by sheet and address, the cells of returns that it comes from.
    pub sources: BTreeMap<(String, Address), Vec<SourceOf>>,
    /// The first digits of its fingerprint, as they print.
    pub fingerprint: Option<String>,
}

/// A cell of a return that a cell of the workbook comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceOf {
    /// How: 'as given', 'worked out from 2 cells', 'set aside by …'.
    pub how: String,
    /// The cell; none for a nil that no cell gives.
    pub at: Option<Place>,
}

/// Reads all that a consolidated workbook says of where its figures come from; else as [`position`].
pub fn published(form: &Form, file: &str, bytes: &[u8]) -> Result<Published, String> {
    let workbook = grid::read_workbook(Path::new(file), bytes)?;
    let position = position_in(form, file, &workbook)?;
    let sheet = |name: &str| workbook.sheets.iter().find(|sheet| &*sheet.name == name);
    let cover = sheet(COVER).map(|sheet| sheet.cells.values().map(Raw::text).collect::<Vec<_>>()).unwrap_or_default();
    let fingerprint =
        cover.iter().find_map(|line| Some(line.strip_prefix(FINGERPRINT)?.strip_prefix(':')?.trim().to_string()));
    Ok(Published { position, sources: sheet(SOURCES).map(sources).unwrap_or_default(), fingerprint })
}

fn sources(sheet: &Sheet) -> BTreeMap<(String, Address), Vec<SourceOf>> {
    let mut sources: BTreeMap<(String, Address), Vec<SourceOf>> = BTreeMap::new();
    for (_, line) in rows_under(sheet, &SOURCES_HEADINGS).unwrap_or_default() {
        let text = |heading: &str| line.get(heading).map(|(_, raw)| raw.text()).unwrap_or_default();
        let [own, cell, _, _, _, how, file, of, spot] = SOURCES_HEADINGS.map(text);
        let Some(cell) = Address::parse(&cell) else { continue };
        let at = (!file.is_empty()).then(|| {
            let place =
                if of.is_empty() { Place::file(file.as_str()) } else { Place::sheet(file.as_str(), of.as_str()) };
            place.at_spot(&spot)
        });
        sources.entry((own, cell)).or_default().push(SourceOf { how, at });
    }
    sources
}

/// Reads the position out of a consolidated workbook's bytes; `file` is its name for messages. One sentence if it is none.
pub fn position(form: &Form, file: &str, bytes: &[u8]) -> Result<Position, String> {
    position_in(form, file, &grid::read_workbook(Path::new(file), bytes)?)
}

fn position_in(form: &Form, file: &str, workbook: &Workbook) -> Result<Position, String> {
    let shown: Arc<str> = file.into();
    let mut period = None;
    let mut schemes = Vec::new();
    for list in form.lists.iter().filter(|list| list.has_schemes()) {
        let name = title(&list.id);
        let Some(sheet) = workbook.sheets.iter().find(|sheet| *sheet.name == *name) else { continue };
        let rows = rows(sheet).ok_or_else(|| format!("its sheet '{name}' has no table that can be read back"))?;
        for (row, line) in rows {
            let text =
                |heading: &str| line.get(heading).map(|(_, raw)| raw.text().trim().to_string()).unwrap_or_default();
            let [period_id, area, key, label, kind] = HEADINGS.map(text);
            let read = Period::parse(&period_id).map_err(|error| format!("in its sheet '{name}', {error}"))?;
            if *period.get_or_insert(read) != read {
                return Err(format!("its sheet '{name}' holds more than one period"));
            }
            let mut scheme = Scheme {
                list: list.id.clone(),
                area: Some(area).filter(|area| !area.is_empty()),
                key,
                label,
                balancing: kind == BALANCING,
                at: Place::cell(shown.clone(), sheet.name.clone(), Address::new(row, 0)),
                figures: BTreeMap::new(),
                cells: BTreeMap::new(),
                groups: list.levels.iter().map(|level| text(&level_heading(level))).collect(),
                texts: BTreeMap::new(),
                placeholders: BTreeMap::new(),
            };
            // Not every scheme stands in a group of each level; workbooks of before levels were kept say none.
            while scheme.groups.last().is_some_and(String::is_empty) {
                scheme.groups.pop();
            }
            for id in list.every_id() {
                take(&mut scheme, list, id, row, line.get(id).copied());
            }
            schemes.push(scheme);
        }
    }
    let period = period.ok_or_else(|| {
        "it holds no data of an earlier period; a consolidated workbook has a sheet 'Data …' for each list".to_string()
    })?;
    let whole = workbook.sheets.iter().find(|sheet| &*sheet.name == WHOLE).and_then(|sheet| whole(&shown, sheet));
    let (whole, not_known) = whole.unzip();
    Ok(Position { period, schemes, whole, not_known: not_known.unwrap_or_default(), files: files(&workbook.sheets) })
}

/// The figures of the appendix as a whole, and those that stand there without a value. None where the sheet has no such table.
fn whole(file: &Arc<str>, sheet: &Sheet) -> Option<(BTreeMap<String, WholeFigure>, BTreeSet<String>)> {
    let (mut figures, mut not_known) = (BTreeMap::new(), BTreeSet::new());
    for (row, line) in rows_under(sheet, &WHOLE_HEADINGS)? {
        let [_, id, name, kind, value] = WHOLE_HEADINGS.map(|heading| line.get(heading).copied());
        let text = |cell: Option<(u32, &Raw)>| cell.map(|(_, raw)| raw.text().trim().to_string());
        let Some(id) = text(id) else { continue };
        match value {
            Some((across, Raw::Number(value))) => {
                let at = Place::cell(file.clone(), sheet.name.clone(), Address::new(row, across));
                let (name, kind) = (text(name).unwrap_or_default(), text(kind).unwrap_or_default());
                figures.insert(id, WholeFigure { value: *value, name, kind, cells: vec![at], computed: false });
            }
            _ => drop(not_known.insert(id)),
        }
    }
    Some((figures, not_known))
}

/// Takes over what stands in a column's cell of a row: a figure, a text, or what stands in place of a figure.
fn take(scheme: &mut Scheme, list: &List, id: &str, row: u32, cell: Option<(u32, &Raw)>) {
    let column = list.column(id);
    if let Some((across, _)) = cell {
        scheme.cells.insert(id.to_string(), scheme.at.at(Address::new(row, across)));
    }
    let text = cell.map(|(_, raw)| raw.text().trim().to_string()).unwrap_or_default();
    match (cell, column) {
        (Some((_, Raw::Number(figure))), column) if column.is_none_or(|column| column.kind.is_figure()) => {
            scheme.figures.insert(id.to_string(), *figure);
        }
        (Some(_), Some(column)) if !column.kind.is_figure() => drop(scheme.texts.insert(id.to_string(), text)),
        (_, Some(column)) if column.kind.is_figure() && !column.is_computed() => {
            let why = if text.is_empty() { Absent::Blank } else { Absent::Code(text.clone()) };
            let nil = column.takes_as_nil(&why);
            if nil {
                scheme.figures.insert(id.to_string(), Decimal::ZERO);
            }
            if nil || !text.is_empty() {
                scheme.placeholders.insert(id.to_string(), text);
            }
        }
        _ => {}
    }
}

/// A row of a marked-up table: what stands under each heading, and in which column.
type RowByHeading<'s> = BTreeMap<String, (u32, &'s Raw)>;

/// The rows of the table on a sheet, each with its number: those under the row that has all the headings.
fn rows(sheet: &Sheet) -> Option<Vec<(u32, RowByHeading<'_>)>> {
    // An item has a period, a name and a kind at least; the sheet of a list without items says so in a single cell.
    let is_item = |(_, line): &(u32, RowByHeading<'_>)| line.len() > 1;
    Some(rows_under(sheet, &HEADINGS)?.into_iter().filter(is_item).collect())
}

fn rows_under<'s>(sheet: &'s Sheet, wanted: &[&str]) -> Option<Vec<(u32, RowByHeading<'s>)>> {
    let mut lines: BTreeMap<u32, BTreeMap<u32, &Raw>> = BTreeMap::new();
    for (address, raw) in &sheet.cells {
        lines.entry(address.row).or_default().insert(address.column, raw);
    }
    let (heading_row, headings) = lines.iter().find_map(|(row, cells)| {
        let headings: BTreeMap<u32, String> =
            cells.iter().map(|(column, raw)| (*column, raw.text().trim().to_string())).collect();
        wanted.iter().all(|wanted| headings.values().any(|heading| heading == wanted)).then_some((*row, headings))
    })?;
    let under = lines.range(heading_row + 1..).map(|(row, cells)| {
        let line = cells.iter().filter_map(|(column, raw)| Some((headings.get(column)?.clone(), (*column, *raw))));
        (*row, line.collect())
    });
    Some(under.collect())
}

/// The SHA-256 of the returns that the workbook was made from, and of those whose figures stood as they were published last: sent
/// again, they are known too.
fn files(sheets: &[Sheet]) -> BTreeMap<String, String> {
    let Some(sheet) = sheets.iter().find(|sheet| &*sheet.name == "Files") else { return BTreeMap::new() };
    let rows = rows_under(sheet, &["Path in the collection", "SHA-256"]).unwrap_or_default();
    let text =
        |line: &RowByHeading<'_>, heading: &str| line.get(heading).map(|(_, raw)| raw.text()).unwrap_or_default();
    let is_return = |line: &RowByHeading<'_>| ["return", LAST_RETURN].contains(&&*text(line, "What it is"));
    let returns = rows.iter().filter(|(_, line)| is_return(line));
    returns.map(|(_, line)| (text(line, "Path in the collection"), text(line, "SHA-256"))).collect()
}
