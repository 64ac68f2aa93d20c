//! What stands in place of a cell that a decision set aside. The returns are never altered: a decision is an origin of its
//! own, for the period reported on and for the prior one alike.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::decision::{self, Decisions, SetAside};
use crate::finding::slug;
use crate::form::{Column, ColumnOrigin, Form, Kind, List, TotalOrigin};
use crate::money::Quantity;
use crate::returns::{self, Cell, Returns, Row, RowKind, Value, grid::Raw, value};
use crate::source::Place;

/// A cell that was set aside, and what stands in its place.
#[derive(Debug, Clone)]
pub struct Standing {
    /// As it counts and prints: the place of the cell, and what stands.
    pub cell: Cell,
    /// As the return states it.
    pub stated: Cell,
    /// The code of the finding that was answered so: its rule judges what the cell states, all others what stands.
    pub code: String,
    /// The role that decided.
    pub role: String,
    /// When.
    pub date: Date,
    /// The line of decisions.toml.
    pub line: u32,
}

/// Every cell of a period that was set aside, by its place.
#[derive(Debug, Clone, Default)]
pub struct Standings {
    by_place: BTreeMap<Place, Standing>,
}

impl Standings {
    /// What the decisions of the returns' period set aside. A decision names its finding, whose id is made of the names of
    /// area, row and column; it holds for the given cell of these names that states what the decision quotes. One for
    /// which there is no such cell sets nothing aside, and is told when the findings are settled.
    pub fn of(form: &Form, returns: &Returns, decisions: &Decisions) -> Standings {
        let mut standings = Standings::default();
        let mut wanted = decisions
            .set_asides
            .iter()
            .filter(|decision| decision.period.is_none_or(|period| period == returns.period))
            .peekable();
        if wanted.peek().is_none() {
            return standings;
        }
        let named = Named::of(form, returns);
        for decision in wanted {
            if let Some((stated, cell)) = named.find(decision) {
                let code = decision.finding.split(':').next().unwrap_or_default().to_string();
                let standing = Standing {
                    cell,
                    stated: stated.clone(),
                    code,
                    role: decision.role.clone(),
                    date: decision.date,
                    line: decision.at.line.unwrap_or_default(),
                };
                standings.by_place.entry(stated.at.clone()).or_insert(standing);
            }
        }
        standings
    }

    /// What stands in place of the cell here; none if it was not set aside.
    pub fn at(&self, place: &Place) -> Option<&Standing> {
        self.by_place.get(place)
    }

    /// All of them, in the order of places.
    pub fn iter(&self) -> impl Iterator<Item = (&Place, &Standing)> {
        self.by_place.iter()
    }

    /// Those among the cells of a row, by column.
    pub(super) fn of_row(&self, row: &Row) -> BTreeMap<String, Standing> {
        if self.by_place.is_empty() {
            return BTreeMap::new();
        }
        let standing = |(id, cell): (&String, &Cell)| Some((id.clone(), self.at(&cell.at)?.clone()));
        row.cells.iter().filter_map(standing).collect()
    }
}

/// Whether the cell of a row is given by the return: it is printed and counted as it stands there, not worked out.
pub fn is_given(column: &Column, row: &Row) -> bool {
    match row.kind {
        RowKind::Item | RowKind::Balancing => column.origin == ColumnOrigin::Given,
        RowKind::Subtotal | RowKind::Total => column.total == TotalOrigin::Given,
    }
}

/// Every given cell by the names that findings call it by.
struct Named<'a> {
    cells: BTreeMap<String, Vec<(&'a Column, &'a Cell)>>,
}

impl<'a> Named<'a> {
    fn of(form: &'a Form, returns: &'a Returns) -> Self {
        let mut cells: BTreeMap<String, Vec<(&Column, &Cell)>> = BTreeMap::new();
        for table in &returns.tables {
            let Some(list) = form.list(&table.list) else { continue };
            for row in &table.rows {
                for column in list.columns.iter().filter(|column| is_given(column, row)) {
                    let Some(cell) = row.cells.get(&column.id) else { continue };
                    for name in names(list, row, column) {
                        cells.entry(name).or_default().push((column, cell));
                    }
                }
            }
        }
        Named { cells }
    }

    /// The cell that a decision is about, and the cell that stands in its place.
    fn find(&self, decision: &SetAside) -> Option<(&'a Cell, Cell)> {
        let (code, about) = decision.finding.split_once(':')?;
        let mut name = about;
        loop {
            let cells = self.cells.get(name).map(Vec::as_slice).unwrap_or_default();
            let mut fits: Vec<_> =
                cells.iter().filter_map(|(column, cell)| Some((*cell, stands(column, cell, decision)?))).collect();
            if !fits.is_empty() {
                // Of two rows that bear one name, the second is the one to set aside.
                let second = code.starts_with("duplicate-") && fits.len() > 1;
                return Some(fits.swap_remove(usize::from(second)));
            }
            // Behind the names an id may say which list, group or check it is about.
            name = name.rsplit_once(':')?.0;
        }
    }
}

/// What findings may call a cell: by area, the row's label or key, and column, as far as there are any.
fn names(list: &List, row: &Row, column: &Column) -> Vec<String> {
    let mut rows = match row.kind {
        RowKind::Item | RowKind::Balancing => vec![row.text(&list.label), row.text(&list.key)],
        RowKind::Subtotal | RowKind::Total => Vec::new(),
    };
    // Rows of a summary are named by their area, totals by nothing.
    if rows.is_empty() || list.summary_of.is_some() {
        rows.push("");
    }
    let mut names: Vec<String> = Vec::new();
    for title in rows {
        let parts = [row.area.as_deref().unwrap_or_default(), title, column.id.as_str()].map(slug);
        let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(":");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The cell as it stands by the decision; none if it does not state what the decision quotes, or what should stand is not
/// what the column holds.
fn stands(column: &Column, cell: &Cell, decision: &SetAside) -> Option<Cell> {
    let text = if decision::is_stated(&decision.stated, own_unit(column, cell), Some(&cell.text)) {
        decision.stands.clone()
    } else {
        // An amount in running text: the rest of the text stays.
        let once = column.kind == Kind::Text && cell.text.matches(decision.stated.as_str()).count() == 1;
        once.then(|| cell.text.replacen(decision.stated.as_str(), &decision.stands, 1))?
    };
    let value = if column.kind.is_figure() {
        let stands = decision::number(&decision.stands)?;
        let value = match column.kind {
            Kind::Money => stands.checked_mul(column.unit.factor()),
            Kind::Percent => stands.checked_div(Decimal::ONE_HUNDRED),
            _ => Some(stands),
        }?;
        Value::Figure(returns::StatedFigure {
            quantity: Quantity::exact(value),
            beside: None,
            pound_sign: false,
            bare_percent: false,
        })
    } else {
        let read = value::read(column, Some(&Raw::Text(text.clone())));
        if read.why.is_some() {
            return None;
        }
        read.value
    };
    Some(Cell { at: cell.at.clone(), text, value })
}

/// The figure of a cell in its column's own unit.
fn own_unit(column: &Column, cell: &Cell) -> Option<Decimal> {
    let Value::Figure(figure) = &cell.value else { return None };
    let value = figure.quantity.value();
    let own = match column.kind {
        Kind::Money => value.checked_div(column.unit.factor()),
        Kind::Percent => value.checked_mul(Decimal::ONE_HUNDRED),
        _ => Some(value),
    };
    own.map(|own| own.normalize())
}
