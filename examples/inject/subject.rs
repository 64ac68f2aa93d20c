//! A collection into which faults are put: its files as text grids, and how its unfaulted returns are laid out.
//!
//! The layout (which row is an item, which cell belongs to which column) is what the program reads from the *unfaulted*
//! returns, which the tests hold to what they say. What it makes of a faulted return is never asked for it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use piperoll::collection::Collection;
use piperoll::figures::{FigureOrigin, Group};
use piperoll::finding::Finding;
use piperoll::form::{Column, Form, List};
use piperoll::period::Period;
use piperoll::pipeline::{Inputs, Options, PriorInputs};
use piperoll::returns::{Returns, RowKind};
use piperoll::source::Place;
use rust_decimal::Decimal;

use crate::sheet;
use crate::workbook::{self, CellText, SheetText, WorkbookText};

/// What is said when something that cannot fail does.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// A cell of this period's or the prior period's files: path in the collection, sheet, row and column from 0.
pub type At = (String, String, u32, u32);

/// A file as it is sent.
#[derive(Debug, Clone)]
pub enum Content {
    /// As a text grid.
    Grid(WorkbookText),
    /// As bytes.
    Bytes(Vec<u8>),
}

/// Files of the period that differ from the unfaulted ones, by name; `None`: not there.
pub type Changed = BTreeMap<String, Option<Content>>;

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is.
    pub kind: RowKind,
    /// Its area.
    pub area: Option<String>,
    /// From 0.
    pub row: u32,
}

/// A table of an unfaulted return.
#[derive(Debug, Clone)]
pub struct Table {
    /// The file's name.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// The list's id.
    pub list: String,
    /// Its area, where the file or the sheet is one area's.
    pub area: Option<String>,
    /// The heading row; none where the form gives positions.
    pub heading: Option<u32>,
    /// The sheet's column of each column that has a heading or a cell.
    pub columns: BTreeMap<String, u32>,
    /// Its rows, top to bottom.
    pub lines: Vec<Line>,
}

impl Table {
    /// Its items.
    pub fn items(&self) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.kind == RowKind::Item).collect()
    }

    /// Its total row.
    pub fn total(&self) -> Option<&Line> {
        self.lines.iter().rfind(|line| line.kind == RowKind::Total)
    }

    /// Its first and its last row, headings aside.
    pub fn ends(&self) -> (u32, u32) {
        let rows = || self.lines.iter().map(|line| line.row);
        (rows().min().unwrap_or(0), rows().max().unwrap_or(0))
    }

    /// The first column after all of its own.
    pub fn after(&self) -> u32 {
        self.columns.values().max().map_or(0, |column| column + 1)
    }
}

/// What the program makes of the files.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// The figure computed for each cell that states a computed one.
    pub computed: BTreeMap<At, Decimal>,
    /// Every figure by list, area, groups, name and column: what would be published.
    pub published: BTreeMap<String, Vec<Option<Decimal>>>,
}

impl Seen {
    /// Whether every figure that would be published is in both: beside the same name, where all names are the same, else whatever the
    /// items are called; in whichever order they stand.
    pub fn same_figures(&self, other: &Seen) -> bool {
        match self.published.keys().eq(other.published.keys()) {
            true => self.named() == other.named(),
            false => self.unnamed() == other.unnamed(),
        }
    }

    fn named(&self) -> BTreeMap<&str, Vec<Option<Decimal>>> {
        let sorted = |figures: &[Option<Decimal>]| {
            let mut figures = figures.to_vec();
            figures.sort();
            figures
        };
        self.published.iter().map(|(name, figures)| (name.as_str(), sorted(figures))).collect()
    }

    fn unnamed(&self) -> BTreeMap<String, Vec<Option<Decimal>>> {
        let mut unnamed: BTreeMap<String, Vec<Option<Decimal>>> = BTreeMap::new();
        for (name, figures) in &self.published {
            let parts: Vec<&str> = name.split('|').collect();
            let key = match parts.as_slice() {
                [list, area, item, .., column] if !item.starts_with(TOTAL_OF) => format!("{list}|{area}|{column}"),
                _ => name.clone(),
            };
            unnamed.entry(key).or_default().extend(figures);
        }
        unnamed.values_mut().for_each(|figures| figures.sort());
        unnamed
    }
}

/// Opens the name of a total's figures.
const TOTAL_OF: &str = "total of ";

/// A collection.
pub struct Subject {
    /// Its name.
    pub name: String,
    /// Its form.
    pub form: Form,
    /// Its period, as its folder is called.
    pub period: String,
    /// The period before.
    pub prior: Option<String>,
    /// Its files without the period's returns.
    others: Vec<(PathBuf, Vec<u8>)>,
    /// The period's returns by name.
    pub now: BTreeMap<String, WorkbookText>,
    /// The same as bytes.
    bytes: BTreeMap<String, Vec<u8>>,
    /// The prior period's returns by the path of their bytes, as grids.
    pub before: BTreeMap<String, WorkbookText>,
    /// The area of each of the period's files.
    pub areas: BTreeMap<String, Option<String>>,
    /// The tables of the period.
    pub tables: Vec<Table>,
    /// The tables of the prior period.
    pub before_tables: Vec<Table>,
    /// What the program makes of it unfaulted.
    pub seen: Seen,
    /// The prior period's figures, like [`Seen::published`].
    pub prior_published: BTreeMap<String, Vec<Option<Decimal>>>,
}

/// What a collection is made of: names and text grids.
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its period.
    pub period: String,
    /// Files besides the period's returns, by path.
    pub others: Vec<(PathBuf, Vec<u8>)>,
    /// The period's returns: name and grid.
    pub now: BTreeMap<String, WorkbookText>,
    /// The prior period's returns: name and grid.
    pub before: BTreeMap<String, WorkbookText>,
}

impl Subject {
    /// Reads the unfaulted collection.
    pub fn new(source: Source) -> Result<Subject> {
        let mut bytes = BTreeMap::new();
        for (name, grid) in &source.now {
            bytes.insert(name.clone(), workbook::write(grid).map_err(|error| error.to_string())?);
        }
        let folder = tempfile::tempdir()?;
        write_files(folder.path(), &source.others)?;
        for (name, bytes) in &bytes {
            write_file(&folder.path().join("returns").join(&source.period).join(name), bytes)?;
        }
        let collection = Collection::open(folder.path()).map_err(|error| error.to_string())?;
        let inputs = Inputs::read(&collection, &Options::default()).map_err(|error| error.to_string())?;
        let seen = see(&inputs)?;
        let form = inputs.setting.form.clone();
        let (mut prior, mut before_tables, mut prior_published) = (None, Vec::new(), BTreeMap::new());
        if let Some(PriorInputs::Returns(inputs)) = &inputs.prior {
            let (setting, returns) = (&inputs.setting, &inputs.returns);
            prior = Some(setting.period.to_string());
            before_tables = tables(&setting.form, returns);
            let figures = piperoll::figures::Figures::of(&setting.form, returns).map_err(|error| error.to_string())?;
            let mut before = Seen::default();
            take_figures(&setting.form, &figures, &mut before);
            prior_published = before.published;
        }
        let tables = tables(&form, &inputs.returns);
        Ok(Subject {
            name: source.name,
            form,
            period: source.period,
            prior,
            others: source.others,
            now: source.now,
            bytes,
            before: source.before,
            areas: file_areas(&inputs.returns),
            tables,
            before_tables,
            seen,
            prior_published,
        })
    }

    /// What the program makes of the collection with `changed` in place of the unfaulted files.
    pub fn look(&self, changed: &Changed) -> Result<Seen> {
        let folder = tempfile::tempdir()?;
        write_files(folder.path(), &self.others)?;
        let returns = folder.path().join("returns").join(&self.period);
        fs::create_dir_all(&returns)?;
        for (name, bytes) in self.bytes.iter().filter(|(name, _)| !changed.contains_key(*name)) {
            write_file(&returns.join(name), bytes)?;
        }
        for (name, content) in changed {
            match content {
                Some(Content::Grid(grid)) => {
                    let bytes = workbook::write(grid).map_err(|error| format!("{name}: {error}"))?;
                    write_file(&returns.join(name), &bytes)?;
                }
                Some(Content::Bytes(bytes)) => write_file(&returns.join(name), bytes)?,
                None => {}
            }
        }
        let collection = Collection::open(folder.path()).map_err(|error| error.to_string())?;
        let inputs = Inputs::read(&collection, &Options::default()).map_err(|error| error.to_string())?;
        see(&inputs)
    }

    /// The bytes of a file of the prior period.
    pub fn prior_bytes(&self, name: &str) -> Option<&[u8]> {
        let path = Path::new("returns").join(self.prior.as_ref()?).join(name);
        self.others.iter().find(|(other, _)| *other == path).map(|(_, bytes)| bytes.as_slice())
    }

    /// The path of a file of the period, as findings have it.
    pub fn path(&self, file: &str) -> String {
        format!("returns/{}/{file}", self.period)
    }

    /// The path of a file of the prior period.
    pub fn prior_path(&self, file: &str) -> String {
        format!("returns/{}/{file}", self.prior.as_deref().unwrap_or_default())
    }

    /// A table's sheet, unfaulted.
    pub fn sheet(&self, table: &Table) -> Option<&SheetText> {
        self.now.get(&table.file)?.sheets.iter().find(|sheet| sheet.name == table.sheet)
    }

    /// A cell of a table, unfaulted.
    pub fn cell(&self, table: &Table, row: u32, column: &str) -> CellText {
        match (self.sheet(table), table.columns.get(column)) {
            (Some(sheet), Some(column)) => sheet::get(sheet, row, *column),
            _ => CellText::Blank,
        }
    }

    /// The list of a table.
    pub fn list(&self, table: &Table) -> Option<&List> {
        self.form.list(&table.list)
    }

    /// A column of a table.
    pub fn column(&self, table: &Table, id: &str) -> Option<&Column> {
        self.list(table)?.column(id)
    }

    /// An item's key, as the figures have it.
    pub fn key(&self, table: &Table, line: &Line) -> String {
        let Some(list) = self.list(table) else { return String::new() };
        let words = |id: &str| sheet::words(&self.cell(table, line.row, id)).trim().to_string();
        // A reference may stand inside another cell: 'Sav 06' of 'HWA Sav 06 Baseline'.
        let within = list.column(&list.key).and_then(|key| key.within.as_ref());
        match within.and_then(|within| Some((within, within.pattern.as_ref()?.split("{}").next()?))) {
            Some((within, start)) => {
                let text = words(&within.column);
                let behind = text.split_once(start).map_or("", |(_, behind)| behind);
                behind.split_whitespace().next().unwrap_or_default().to_string()
            }
            None => words(&list.key),
        }
    }

    /// What the column of an item was in the prior period.
    pub fn prior_figure(&self, table: &Table, line: &Line, column: &str) -> Option<Decimal> {
        let key =
            format!("{}|{}|{}|{column}", table.list, line.area.as_deref().unwrap_or_default(), self.key(table, line));
        self.prior_published.get(&key).and_then(|figures| *figures.first()?)
    }

    /// Whether the prior period is of the same financial year: what is cumulative then grows.
    pub fn is_within_a_year(&self) -> bool {
        let year = |period: &str| Period::parse(period).ok().map(|period| period.year);
        self.prior.as_deref().is_some_and(|prior| year(prior) == year(&self.period))
    }

    /// The table of the prior period that holds the same list of the same area.
    pub fn before_table(&self, table: &Table) -> Option<&Table> {
        let area = |table: &Table| table.lines.iter().find_map(|line| line.area.clone());
        self.before_tables.iter().find(|before| {
            before.list == table.list
                && area(before) == area(table)
                && (table.area.is_some() || before.sheet == table.sheet)
        })
    }
}

fn write_files(root: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    files.iter().try_for_each(|(path, bytes)| write_file(&root.join(path), bytes))
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, bytes)?)
}

fn see(inputs: &Inputs) -> Result<Seen> {
    let examined = inputs.examine().map_err(|error| error.to_string())?;
    let mut seen = Seen { findings: examined.findings.clone(), ..Seen::default() };
    take_figures(&inputs.setting.form, &examined.figures, &mut seen);
    Ok(seen)
}

fn take_figures(form: &Form, figures: &piperoll::figures::Figures<'_>, seen: &mut Seen) {
    for list in &figures.lists {
        if let Some(form) = form.list(&list.list) {
            take_group(form, &list.all, seen);
        }
    }
}

fn take_group(list: &List, group: &Group<'_>, seen: &mut Seen) {
    let area = group.area.as_deref().unwrap_or_default();
    for (column, figure) in &group.totals {
        let name = format!("{}|{area}|{TOTAL_OF}{}|{column}", list.id, group.path.join("/"));
        seen.published.entry(name).or_default().push(figure.amount());
        let stated = list.column(column).map_or(column.as_str(), |column| column.totals_column());
        let cell = group.stated.and_then(|row| row.cells.get(stated));
        if let (Some(cell), Some(amount), false) =
            (cell, figure.amount(), matches!(figure.origin, FigureOrigin::Given(_)))
        {
            seen.computed.extend(at(&cell.at).map(|at| (at, amount)));
        }
    }
    for item in &group.items {
        let area = item.area.as_deref().unwrap_or_default();
        for (column, figure) in &item.figures {
            let name = format!("{}|{area}|{}|{column}", list.id, item.key.trim());
            seen.published.entry(name).or_default().push(figure.amount());
            let cell = item.row.and_then(|row| row.cells.get(column));
            if let (Some(cell), Some(amount), false) =
                (cell, figure.amount(), matches!(figure.origin, FigureOrigin::Given(_)))
            {
                seen.computed.extend(at(&cell.at).map(|at| (at, amount)));
            }
        }
    }
    for inner in &group.groups {
        take_group(list, inner, seen);
    }
}

fn at(place: &Place) -> Option<At> {
    let cell = place.cell?;
    Some((place.file.to_string(), place.sheet.as_ref()?.to_string(), cell.row, cell.column))
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_string()
}

fn file_areas(returns: &Returns) -> BTreeMap<String, Option<String>> {
    returns.files.iter().map(|file| (file_name(&file.path), file.area.clone())).collect()
}

fn tables(form: &Form, returns: &Returns) -> Vec<Table> {
    let mut tables = Vec::new();
    for table in &returns.tables {
        let mut columns: BTreeMap<String, u32> =
            table.headings.iter().map(|(id, (address, _))| (id.clone(), address.column)).collect();
        let mut lines = Vec::new();
        for row in &table.rows {
            for (id, cell) in &row.cells {
                if let Some(address) = cell.at.cell {
                    columns.entry(id.clone()).or_insert(address.column);
                }
            }
            if let Some(address) = row.at.cell {
                lines.push(Line { kind: row.kind, area: row.area.clone(), row: address.row });
            }
        }
        let headed = form.returns.get(table.form).is_some_and(|form| form.positions.is_empty());
        let area = |file: &piperoll::returns::File| (file.path == table.at.file).then(|| file.area.clone());
        tables.push(Table {
            file: file_name(&table.at.file),
            sheet: table.at.sheet.as_ref().map(|sheet| sheet.to_string()).unwrap_or_default(),
            list: table.list.clone(),
            area: returns.files.iter().find_map(area).flatten(),
            heading: headed.then(|| table.headings.values().map(|(address, _)| address.row).max()).flatten(),
            columns,
            lines,
        });
    }
    tables
}
