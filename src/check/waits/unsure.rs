//! What nobody knows before a question is answered: what a cell means that shows another thing than it holds, a column whose heading
//! is missing or stands twice, blanks under a total of nil; whose the rows of a sheet are; whether an area's figures are this
//! period's. What is worked out from that, or compared with what it was, waits for the answer.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::View;
use crate::check::cause::{Cells, Doubts, row_of};
use crate::check::period::{FIGURES_UNMOVED, LAST_RETURN_AGAIN};
use crate::check::total::{TOTAL_OF_BLANKS, totals_of_blanks};
use crate::finding::{Family, Finding};
use crate::returns::{Otherwise, ReturnTable, Trouble};
use crate::source::Place;

/// What is asked of the figures of a whole waits for nothing itself.
pub(super) const ASKED_OF_FIGURES: [&str; 3] = [TOTAL_OF_BLANKS.code, FIGURES_UNMOVED.code, LAST_RETURN_AGAIN.code];

/// Marks what waits with what is asked.
pub(super) fn wait(view: &View<'_>, findings: &mut [Finding]) {
    let unsure = Unsure::of(view);
    if unsure.cells.is_empty() && unsure.wholes.is_empty() && unsure.rows.is_empty() {
        return;
    }
    let behind = unsure.behind(view);
    for finding in findings.iter_mut().filter(|finding| !ASKED_OF_FIGURES.contains(&finding.code)) {
        // What is not used, or cannot be read or printed, is told of itself: nothing else names its cells.
        let of_itself = matches!(finding.family, Family::Return | Family::Cell | Family::Privacy);
        let wholes = if of_itself { &[] } else { unsure.wholes.as_slice() };
        let wholes = wholes.iter().filter(|whole| whole.of.is_behind(finding)).map(|whole| &whole.asked);
        let places = std::iter::once(&finding.at).chain(&finding.related).filter(|_| !of_itself);
        let of_cells = places.clone().filter_map(|place| behind.get(place)).flatten();
        let of_rows = places.filter(|_| !unsure.rows.is_empty()).flat_map(|place| unsure.rows_at(place));
        let waits_for: BTreeSet<Place> = wholes.chain(of_cells).chain(of_rows).cloned().collect();
        finding.waits_for.extend(waits_for);
    }
}

/// Figures of which nobody knows what they are, and where it is asked.
#[derive(Default)]
struct Unsure<'a> {
    cells: Cells,
    /// Where it is asked of each of the cells.
    asked: BTreeMap<Place, Place>,
    /// Sheets, and rows, of no area: whatever is about one, or names it, waits for it. There may be one of each row.
    rows: BTreeSet<Place>,
    wholes: Vec<Whole<'a>>,
}

/// What is asked about as a whole.
struct Whole<'a> {
    of: Of<'a>,
    asked: Place,
}

/// What that is.
enum Of<'a> {
    /// A column of a table that is missing, or whose heading stands twice.
    Column { table: &'a ReturnTable, column: &'a str },
    /// A table without rows: the bridges and ties that count them, and the changes that were approved of them.
    Empty { area: Option<&'a str>, counted_by: BTreeSet<&'a Place> },
    /// An area, or a list without areas, whose figures are last period's.
    Area(Option<&'a str>),
}

impl<'a> Unsure<'a> {
    fn of(view: &View<'a>) -> Unsure<'a> {
        let mut unsure = Unsure::default();
        for trouble in &view.given.returns.troubles {
            match trouble {
                Trouble::ShownOtherwise { how: Otherwise::Scaled { agrees: true }, .. } => {}
                Trouble::ShownOtherwise { cells, column, .. } => {
                    for cell in cells {
                        unsure.add(&cell.at, column, row_of(&cell.at));
                    }
                }
                Trouble::MissingColumn { at, list, column, .. } => unsure.missing(view, at, list, column),
                Trouble::TwoColumns { at, first, column, .. } => unsure.doubled(view, at, first, column),
                Trouble::UnknownRowArea { at, .. } => {
                    unsure.rows.insert(row_of(at));
                }
                Trouble::NoRow { at, area, list, .. } => unsure.empty(view, at, area.as_deref(), list),
                _ => {}
            }
        }
        for (total, cells) in totals_of_blanks(view) {
            for (cell, column) in cells {
                unsure.add(cell, column, total.clone());
            }
        }
        for unmoved in &view.causes.unmoved {
            unsure.whole(Of::Area(unmoved.area), unmoved.at.clone());
        }
        unsure
    }

    fn whole(&mut self, of: Of<'a>, asked: Place) {
        self.wholes.push(Whole { of, asked });
    }

    /// The row, or the sheet, of no area in which a place stands.
    fn rows_at(&self, place: &Place) -> impl Iterator<Item = &Place> {
        let sheet = Place { cell: None, to: None, ..place.clone() };
        [row_of(place), sheet].into_iter().filter_map(|rows| self.rows.get(&rows))
    }

    fn empty(&mut self, view: &View<'a>, at: &Place, area: Option<&'a str>, list: &str) {
        let bridges = view.form.bridges.iter().filter(|bridge| bridge.of == *list || bridge.list == *list);
        let ties = view.form.ties.iter().filter(|tie| [&tie.left, &tie.right].iter().any(|side| side.list == *list));
        let counted_by = bridges.map(|bridge| &bridge.at).chain(ties.map(|tie| &tie.at)).collect();
        self.whole(Of::Empty { area, counted_by }, row_of(at));
    }

    fn add(&mut self, cell: &Place, column: &str, asked: Place) {
        self.cells.lose(cell, column);
        self.asked.entry(cell.clone()).or_insert(asked);
    }

    fn missing(&mut self, view: &View<'a>, at: &'a Place, list: &'a str, column: &'a str) {
        let tables = view.given.returns.tables.iter().filter(|table| table.list == *list && is_on_sheet(table, at));
        for table in tables {
            self.cells.miss(at, list, column);
            self.asked.insert(at.clone(), row_of(at));
            self.whole(Of::Column { table, column }, row_of(at));
        }
    }

    fn doubled(&mut self, view: &View<'a>, at: &Place, first: &Place, column: &'a str) {
        let heads = |table: &&ReturnTable| {
            table.headings.get(column).is_some_and(|(address, _)| first.cell == Some(*address))
                && is_on_sheet(table, first)
        };
        for table in view.given.returns.tables.iter().filter(heads) {
            for cell in table.rows.iter().filter_map(|row| row.cells.get(column)) {
                self.add(&cell.at, column, row_of(at));
            }
            self.whole(Of::Column { table, column }, row_of(at));
            // Any column that the table need not have, and has not, may be the one of the second heading.
            let list = view.given.form.list(&table.list);
            for absent in list.into_iter().flat_map(|list| &list.columns) {
                if !table.headings.contains_key(&absent.id) && absent.is_given() {
                    self.whole(Of::Column { table, column: &absent.id }, row_of(at));
                }
            }
        }
    }

    /// What is asked behind each cell whose figure is worked out from one of them, and behind themselves.
    fn behind(&self, view: &View<'_>) -> BTreeMap<Place, BTreeSet<Place>> {
        let doubts = Doubts::of(view, &self.cells);
        let mut behind: BTreeMap<Place, BTreeSet<Place>> = BTreeMap::new();
        for (list, group) in view.groups() {
            for column in &list.columns {
                let of_items =
                    group.items.iter().filter_map(|item| Some((item.row?, doubts.item(list, item, &column.id))));
                let of_total = group.stated.map(|row| (row, doubts.total(list, group, &column.id)));
                for (row, cells) in of_items.chain(of_total).filter(|(_, cells)| !cells.is_empty()) {
                    if let Some(cell) = row.cells.get(&column.id) {
                        let asked = cells.iter().filter_map(|cell| self.asked.get(cell).cloned());
                        behind.entry(cell.at.clone()).or_default().extend(asked);
                    }
                }
            }
        }
        behind
    }
}

impl Of<'_> {
    /// Whether it stands behind a finding that is not told of itself.
    fn is_behind(&self, finding: &Finding) -> bool {
        let by_figures = finding.family != Family::Reference;
        match self {
            Of::Column { table, column } => {
                let of_column = finding.column.as_deref() == Some(*column);
                let in_table = is_on_sheet(table, &finding.at);
                match finding.family {
                    // How rows came and went may be answered by what they state.
                    Family::Period => in_table && (of_column || finding.column.is_none()),
                    _ => in_table && of_column,
                }
            }
            Of::Empty { area, counted_by } => {
                let of_area = finding.area.is_none() || area.is_none() || finding.area.as_deref() == *area;
                let counts = finding.demanded_by.as_ref().is_some_and(|at| counted_by.contains(at));
                // A change of a scheme that is in no return stands at its decision.
                let is_gone = finding.family == Family::Period && finding.at.line.is_some();
                by_figures && of_area && (counts || is_gone)
            }
            Of::Area(area) => by_figures && finding.area.as_deref() == *area && finding.family != Family::Decision,
        }
    }
}

fn is_on_sheet(table: &ReturnTable, place: &Place) -> bool {
    (&table.at.file, &table.at.sheet) == (&place.file, &place.sheet)
}
