//! What is exempt from publication, and the report without it: what is left out (`taken.rs`), whether what is left gives it away
//! (`equations.rs`, which draws the equations from the origins of the report's own cells), and what is said of it (`told.rs`).
//!
//! Whatever cannot be left out safely is refused: a sentence that says an exempt figure, a text that names an exempt scheme, an arithmetic that
//! is not understood.

mod equations;
mod linear;
mod marked;
mod said;
mod taken;
#[cfg(test)]
mod tests;
mod told;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rust_decimal::Decimal;

use super::{At, Block, CellValue, Expression, Origin, Report, fingerprint};
use crate::decision::clearance;
use crate::source::Place;
pub(super) use marked::of;
use taken::Taken;

/// What is exempt from publication in a report.
#[derive(Debug, Clone, Default)]
pub struct Exemptions {
    /// The entries, each with what it takes.
    parts: Vec<Part>,
    /// What each cell of a return gives: pounds, a ratio or a count. None of a cell that gives two figures.
    given: BTreeMap<Place, Decimal>,
    /// Cells that give two figures.
    double: BTreeSet<Place>,
    /// Cells of the prior period whose figures are public already.
    known_before: BTreeSet<Place>,
    /// How far apart the bounds of an exempt figure must be, in per cent of it.
    width: Decimal,
    /// How many pounds a figure of the appendix is one of.
    unit: Decimal,
    /// The table that says what is left out, without its rows.
    left_out: Option<super::Table>,
}

/// What one entry takes.
#[derive(Debug, Clone, Default)]
struct Part {
    /// What stands in place of a cell of it: '[exempt: paragraph 3]'.
    mark: String,
    /// What the public edition says of it: what kind of thing is left out, by which paragraph, why, by whom and when.
    said: Vec<String>,
    /// By virtue of which paragraph it is kept back.
    by_virtue: String,
    /// Whether its rows are left out with all that stands in them.
    whole: bool,
    /// Cells of returns, of both periods.
    places: BTreeSet<Place>,
    /// All cells of the rows that it is about.
    rows: BTreeSet<Place>,
    /// The column that it is about, and the lists.
    column: Option<String>,
    lists: BTreeSet<String>,
    /// Whether it is a column of all rows, totals among them, of this area or of any.
    totals: bool,
    area: Option<String>,
    /// Whether it is all of an area.
    is_area: bool,
    /// Where its column stands in each of the form's tables that draw on its lists.
    columns: BTreeMap<String, Option<usize>>,
    /// A table that is left out.
    table: Option<String>,
    /// Titles that must not be read anywhere.
    titles: Vec<String>,
    /// What its schemes are called, by title and by reference: a row of the program's tables that is called so is about them, however short
    /// the name.
    called: Vec<String>,
    /// How to call it in a message.
    name: String,
}

/// Why there is no edition for everybody: in sentences for the council's own officers, for they say exempt figures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotPublic(pub String);

impl Exemptions {
    /// Whether nothing is exempt.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What stands on what the council keeps, one sentence for each paragraph: 'Not for publication by virtue of …'.
    pub fn by_virtue(&self) -> Vec<&str> {
        let mut said: Vec<&str> = Vec::new();
        for part in &self.parts {
            if !said.contains(&part.by_virtue.as_str()) {
                said.push(&part.by_virtue);
            }
        }
        said
    }
}

/// The report, which has been cleared of what is the council's, without what is exempt. `whole` is the report as it is.
pub(super) fn left_out(whole: &Report, mut public: Report) -> Result<Report, NotPublic> {
    if let Some(part) =
        whole.exempt.parts.iter().find(|part| part.places.is_empty() && part.table.is_none() && part.columns.is_empty())
    {
        return Err(NotPublic(format!(
            "Not made for the public: the entry of [[exempt]] about {} matches nothing that was returned, so that what it means might be published. Write \
             its names as the returns have them, or remove it if it is spent.",
            part.name
        )));
    }
    let mut own = whole.exempt.parts.iter().flat_map(|part| part.places.intersection(&whole.exempt.double));
    if let Some(place) = own.next() {
        return Err(NotPublic(format!(
            "Not made for the public: {place} is exempt and gives two figures in one cell, so that it cannot be said what is known of each."
        )));
    }
    let cells = Cells::of(whole);
    let taken = Taken::of(whole, &cells, &whole.exempt);
    told::texts(whole, &taken)?;
    equations::refuse(whole, &cells, &taken)?;
    taken.apply(&mut public, &whole.exempt);
    say(&mut public, &whole.exempt);
    told::titles(&public, &whole.exempt)?;
    told::figures(&public, whole, &taken, &whole.exempt)?;
    // Nobody has checked what was said with a clearance.
    public.meta.cleared_by.iter_mut().for_each(|by| by.comment.clear());
    // The whole report's would let who has the rest try figures until one fits.
    public.meta.fingerprint = fingerprint::of(&public, None, None);
    public.meta.fingerprint_printed = clearance::printed(&public.meta.fingerprint);
    public.exempt = Exemptions::default();
    public.meta.restricted.clear();
    Ok(public)
}

/// Says what kinds of thing are left out, and why, at the end of the first section.
fn say(public: &mut Report, exempt: &Exemptions) {
    let Some(mut table) = exempt.left_out.clone() else { return };
    for part in &exempt.parts {
        let cells = part.said.iter().map(super::cells::label).collect();
        let row = super::build::row(super::RowKind::Item, cells);
        if !table
            .rows
            .iter()
            .any(|other| other.cells.iter().map(super::Cell::text).eq(row.cells.iter().map(super::Cell::text)))
        {
            table.rows.push(row);
        }
    }
    if let Some(section) = public.sections.first_mut() {
        section.blocks.push(Block::Table(table));
    }
    super::sheets::name(&mut public.sections);
}

/// The cells of a report by their addresses.
pub(super) struct Cells<'r> {
    tables: BTreeMap<&'r str, &'r super::Table>,
    /// The rows that sums over matching rows have picked out already: there are many such sums, and the table may have many rows.
    picked: RefCell<BTreeMap<Picked, Rc<[usize]>>>,
}

/// What picks rows out: the table, and what stands in which of its columns.
type Picked = (String, Vec<(usize, String)>);

impl<'r> Cells<'r> {
    fn of(report: &'r Report) -> Cells<'r> {
        let tables = report.tables().map(|table| (table.id.as_str(), table)).collect();
        Cells { tables, picked: RefCell::default() }
    }

    fn table(&self, id: &str) -> Option<&'r super::Table> {
        self.tables.get(id).copied()
    }

    fn cell(&self, at: &At) -> Option<&'r super::Cell> {
        self.table(&at.table)?.rows.get(at.row)?.cells.get(at.column)
    }

    /// The cells that a sum over matching rows adds up, or counts.
    fn matching(&self, table: &str, sum: Option<usize>, rows: &[(usize, String)]) -> Vec<At> {
        let Some(found) = self.table(table) else { return Vec::new() };
        // A spreadsheet takes capitals for small letters.
        let is_it = |row: &super::Row| {
            rows.iter().all(|(column, text)| {
                let stands = row.cells.get(*column).map_or("", super::Cell::text);
                stands == text || stands.eq_ignore_ascii_case(text)
            })
        };
        let key = (table.to_string(), rows.to_vec());
        let picked = Rc::clone(self.picked.borrow_mut().entry(key).or_insert_with(|| {
            let matching = found.rows.iter().enumerate().filter(|(_, row)| is_it(row));
            matching.map(|(row, _)| row).collect()
        }));
        picked.iter().map(|row| At { table: table.to_string(), row: *row, column: sum.unwrap_or(0) }).collect()
    }

    /// The cells that a computed one is worked out from.
    fn behind(&self, expression: &Expression) -> Vec<At> {
        match expression {
            Expression::Same(at) => vec![at.clone()],
            Expression::Sum(cells) | Expression::Count(cells) => cells.clone(),
            Expression::Matching { table, sum, rows } => self.matching(table, *sum, rows),
            Expression::Formula(_, names, _) => names.iter().map(|(_, at)| at.clone()).collect(),
        }
    }

    /// What a cell is called: its row, its column and its table.
    fn name(&self, at: &At) -> String {
        let Some(table) = self.table(&at.table) else { return at.table.clone() };
        let heading = table.columns.get(at.column).map_or("", |column| column.heading.as_str());
        let label = table.rows.get(at.row).and_then(|row| {
            // Sheets that later periods read begin with ids.
            let first = if table.is_data() {
                3
            } else if table.id == super::ids::EACH_CHANGE {
                4
            } else {
                0
            };
            let named = row.cells.iter().skip(first).map(super::Cell::text).find(|text| !text.trim().is_empty());
            named.map(|text| text.lines().next().unwrap_or_default().to_string())
        });
        let label = label.unwrap_or_else(|| format!("row {}", at.row + 1));
        format!("'{label}' under '{heading}' in '{}'", table.title)
    }
}

/// A cell that stands in place of one that is exempt.
fn marked(mark: &str) -> super::Cell {
    super::Cell { value: CellValue::Placeholder(mark.to_string()), origin: Origin::Label, tone: super::Tone::Plain }
}
