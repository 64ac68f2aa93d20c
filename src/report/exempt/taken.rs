//! What of a report is taken out: tables, rows and cells, and what prints in their place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cells, Exemptions, Part, marked};
use crate::names::{Label, Title};
use crate::report::{At, Block, CellValue, Expression, Holds, Origin, Report, Row, RowKind, Table, ids};

/// What is taken out of a report, by addresses in the report as it is.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Tables, by their ids.
    pub(super) tables: BTreeSet<String>,
    /// Rows, each with the entry that takes it.
    pub(super) rows: BTreeMap<(String, usize), usize>,
    /// Cells that stand in rows which stay, likewise.
    pub(super) cells: BTreeMap<At, usize>,
    /// Texts that say an exempt figure.
    pub(super) texts: BTreeSet<String>,
    /// Those of them that are sentences of the program's own, which can be left out as a whole.
    pub(super) sentences: BTreeSet<String>,
    /// Titles of what is exempt as a whole.
    titles: Vec<String>,
}

impl Taken {
    pub(super) fn of(report: &Report, cells: &Cells<'_>, exempt: &Exemptions) -> Taken {
        let mut taken = Taken {
            titles: exempt.parts.iter().flat_map(|part| part.titles.iter().cloned()).collect(),
            ..Taken::default()
        };
        for table in report.tables() {
            for (index, part) in exempt.parts.iter().enumerate() {
                if part.takes_table(table) {
                    taken.tables.insert(table.id.clone());
                }
                taken.by_place(table, part, index);
            }
        }
        taken.spread(cells, report, exempt);
        taken.empty_rows(report, exempt);
        taken.texts(report, exempt);
        taken
    }

    /// Whether a cell is not in what everybody may have.
    pub(super) fn has(&self, at: &At) -> bool {
        self.tables.contains(&at.table)
            || self.rows.contains_key(&(at.table.clone(), at.row))
            || self.cells.contains_key(at)
    }

    /// The rows and cells of a table that come from cells of an entry.
    pub(super) fn by_place(&mut self, table: &Table, part: &Part, index: usize) {
        for (row_index, row) in table.rows.iter().enumerate() {
            if part.takes_row(table, row) {
                self.rows.insert((table.id.clone(), row_index), index);
                continue;
            }
            let is_spoken_of = part.is_spoken_of(table, row);
            for (column, cell) in row.cells.iter().enumerate() {
                let at = |column: usize| At { table: table.id.clone(), row: row_index, column };
                let is_words = table.columns.get(column).is_some_and(|column| column.holds == Holds::Text);
                if is_spoken_of && is_words && !cell.text().trim().is_empty() {
                    self.cells.insert(at(column), index);
                    continue;
                }
                let places = cell.origin.places();
                let by_place = !places.is_empty() && places.iter().all(|place| part.places.contains(place));
                let is_empty = cell.value == CellValue::Blank;
                if !is_empty && (by_place || part.takes_cell(table, row, column)) {
                    self.cells.insert(at(column), index);
                }
            }
        }
    }

    /// What comes from cells alone that are taken is taken with them: a total of exempt rows, a figure that is drawn from one.
    fn spread(&mut self, cells: &Cells<'_>, report: &Report, exempt: &Exemptions) {
        loop {
            let before = self.cells.len();
            for table in report.tables() {
                for (row_index, row) in table.rows.iter().enumerate() {
                    for (column, cell) in row.cells.iter().enumerate() {
                        let at = At { table: table.id.clone(), row: row_index, column };
                        let Origin::Computed(expression) = &cell.origin else { continue };
                        if cell.number().is_none() || self.has(&at) || matches!(expression, Expression::Count(_)) {
                            continue;
                        }
                        if matches!(expression, Expression::Matching { sum: None, .. }) {
                            continue;
                        }
                        let behind = cells.behind(expression);
                        let mut figures = behind
                            .iter()
                            .filter(|at| cells.cell(at).is_some_and(|cell| cell.number().is_some()))
                            .peekable();
                        if figures.peek().is_some() && figures.all(|at| self.has(at)) {
                            let part = behind.iter().find_map(|at| self.part(at)).unwrap_or_default();
                            self.cells.insert(at, part.min(exempt.parts.len().saturating_sub(1)));
                        }
                    }
                }
            }
            if self.cells.len() == before {
                return;
            }
        }
    }

    /// The entry that takes a cell.
    pub(super) fn part(&self, at: &At) -> Option<usize> {
        self.rows.get(&(at.table.clone(), at.row)).or_else(|| self.cells.get(at)).copied()
    }

    /// Rows of which an entry that takes whole rows leaves no figure go too, and headings of groups that have no row any more.
    fn empty_rows(&mut self, report: &Report, exempt: &Exemptions) {
        for table in report.tables() {
            for (row_index, row) in table.rows.iter().enumerate() {
                let at = |column: usize| At { table: table.id.clone(), row: row_index, column };
                let figures: Vec<At> = row
                    .cells
                    .iter()
                    .enumerate()
                    .filter(|(_, cell)| cell.number().is_some())
                    .map(|(column, _)| at(column))
                    .collect();
                let whole =
                    |at: &At| self.cells.get(at).filter(|part| exempt.parts.get(**part).is_some_and(|part| part.whole));
                let parts: Vec<usize> = figures.iter().filter_map(|at| whole(at).copied()).collect();
                if let Some(part) = parts.first().filter(|_| parts.len() == figures.len() && row.kind != RowKind::Total)
                {
                    self.rows.insert((table.id.clone(), row_index), *part);
                }
            }
            let is_gone =
                |row: usize, gone: &BTreeMap<(String, usize), usize>| gone.contains_key(&(table.id.clone(), row));
            for (row_index, row) in table.rows.iter().enumerate().rev() {
                let mut behind = (row_index + 1..table.rows.len()).map(|index| (index, &table.rows[index]));
                let mut within = behind
                    .by_ref()
                    .take_while(|(_, next)| next.level > row.level && next.kind != RowKind::Total)
                    .peekable();
                if row.kind == RowKind::Head && within.peek().is_some() {
                    let gone: Vec<usize> =
                        within.filter_map(|(index, _)| self.rows.get(&(table.id.clone(), index)).copied()).collect();
                    let all = (row_index + 1..table.rows.len())
                        .take_while(|index| {
                            table.rows[*index].level > row.level && table.rows[*index].kind != RowKind::Total
                        })
                        .all(|index| is_gone(index, &self.rows));
                    if let Some(part) = gone.first().filter(|_| all) {
                        self.rows.insert((table.id.clone(), row_index), *part);
                    }
                }
            }
        }
    }

    /// The texts that say a figure which is taken, or are about a cell of an entry.
    fn texts(&mut self, report: &Report, exempt: &Exemptions) {
        // The last closings go with their table, and what is said of them is a sentence of the program's own.
        for block in report.sections.iter().flat_map(|section| &section.blocks) {
            if let Block::Trend(trend) = block {
                self.texts.insert(trend.alternative.clone());
                self.sentences.insert(trend.alternative.clone());
            }
        }
        let Some(texts) = report.tables().find(|table| table.id == ids::TEXT) else { return };
        for (row_index, row) in texts.rows.iter().enumerate() {
            let at = |column: usize| At { table: texts.id.clone(), row: row_index, column };
            let is_own = |place: &crate::source::Place| exempt.parts.iter().any(|part| part.places.contains(place));
            let names_one = row.cells.iter().any(|cell| cell.origin.places().iter().any(is_own));
            let is_taken = names_one || (0..row.cells.len()).any(|column| self.has(&at(column)));
            if let Some(text) = row.cells.get(1).filter(|_| is_taken) {
                let is_whole = row.cells.get(2).is_some_and(|said| said.text() == text.text());
                if is_whole && self.texts.insert(text.text().to_string()) {
                    self.sentences.insert(text.text().to_string());
                } else if !is_whole {
                    self.texts.insert(text.text().to_string());
                    self.sentences.remove(text.text());
                }
            }
        }
    }

    /// Whether a note stays: it says no exempt figure and names nothing exempt.
    pub(super) fn keeps_note(&self, note: &str) -> bool {
        !self.texts.contains(note) && !self.titles.iter().any(|title| names(note, title))
    }

    /// Takes it all out, and addresses the cells anew that others are worked out from.
    pub(super) fn apply(&self, public: &mut Report, exempt: &Exemptions) {
        let cells_of_whole = public.clone();
        let cells = Cells::of(&cells_of_whole);
        for section in &mut public.sections {
            if self.tables.contains(&section.id) {
                section.blocks.clear();
                continue;
            }
            section.blocks.retain(|block| match block {
                Block::Table(table) => !self.tables.contains(&table.id),
                Block::Chart(chart) => !self.texts.contains(&chart.alternative),
                Block::Trend(_) => false,
                Block::Paragraph { text } => !self.sentences.contains(text),
                Block::Bullets { .. } => true,
            });
            for block in &mut section.blocks {
                if let Block::Bullets { items } = block {
                    items.retain(|item| !self.sentences.contains(item));
                }
                let Block::Table(table) = block else { continue };
                table.notes.retain(|note| self.keeps_note(note));
                let mut kept = Vec::new();
                for (row_index, mut row) in std::mem::take(&mut table.rows).into_iter().enumerate() {
                    if self.rows.contains_key(&(table.id.clone(), row_index)) {
                        continue;
                    }
                    for (column, cell) in row.cells.iter_mut().enumerate() {
                        let at = At { table: table.id.clone(), row: row_index, column };
                        if let Some(part) = self.cells.get(&at) {
                            let mark = exempt.parts.get(*part).map_or("", |part| part.mark.as_str());
                            *cell = marked(mark);
                        } else {
                            self.address(&cells, &mut cell.origin);
                        }
                    }
                    kept.push(row);
                }
                table.rows = kept;
            }
        }
        for section in &mut public.sections {
            section.blocks.retain(|block| !matches!(block, Block::Bullets { items } if items.is_empty()));
        }
        public.sections.retain(|section| !section.blocks.is_empty());
    }

    /// A live formula stays where all that it draws on does; else the figure stands as it is.
    fn address(&self, cells: &Cells<'_>, origin: &mut Origin) {
        let Origin::Computed(expression) = origin else { return };
        if cells.behind(expression).iter().any(|at| self.has(at) || cells.cell(at).is_none()) {
            *origin = Origin::Label;
            return;
        }
        for at in expression.cells_mut() {
            let gone = self.rows.range((at.table.clone(), 0)..(at.table.clone(), at.row)).count();
            at.row -= gone;
        }
    }
}

impl Part {
    pub(super) fn takes_table(&self, table: &Table) -> bool {
        let by_id = self.table.as_deref().is_some_and(|id| ids::of_form(&table.id) == id);
        // What was published before comes from cells of another workbook, under titles that may be no more.
        if ids::is_of_before(&table.id) {
            return true;
        }
        let of_area = || {
            let area = self.area.as_deref().filter(|_| self.is_area);
            area.is_some_and(|area| table.id == ids::of_area(ids::of_form(&table.id), Some(area)))
        };
        by_id || (!table.is_of_the_program() && !table.is_data() && of_area())
    }

    pub(super) fn takes_row(&self, table: &Table, row: &Row) -> bool {
        if table.id == ids::EACH_CHANGE {
            let is = |column: usize, of: &str| row.cells.get(column).is_some_and(|cell| cell.text() == of);
            let of_list = self.lists.iter().any(|list| is(0, list));
            let of_column = self.column.as_ref().is_some_and(|column| is(1, column));
            let of_area = self.area.as_ref().is_none_or(|area| is(2, area));
            if self.totals && of_list && of_column && of_area {
                return true;
            }
        }
        let of_rows = |places: &[crate::source::Place]| {
            !places.is_empty() && places.iter().all(|place| self.rows.contains(place))
        };
        if table.id == ids::EACH_CHANGE && !self.whole {
            // A row is one figure of a scheme.
            let of_column =
                self.column.as_ref().is_some_and(|column| row.cells.get(1).is_some_and(|cell| cell.text() == column));
            return of_column && row.cells.iter().any(|cell| of_rows(cell.origin.places()));
        }
        if !self.whole {
            // What is recorded of a scheme names no column, so it may be about this one.
            return is_record(table) && self.is_called_in(table, row);
        }
        let is_item = row.kind == RowKind::Item;
        let by_place = is_item && row.cells.iter().any(|cell| of_rows(cell.origin.places()));
        // A row of the program's own is about one scheme, which it names.
        let is_elsewhere = table.id == ids::EACH_CHANGE
            && self.area.as_ref().is_some_and(|area| row.cells.get(2).is_some_and(|cell| cell.text() != area));
        let of_program =
            table.is_of_the_program() && !is_elsewhere && ![ids::TEXT, ids::FACTS].contains(&table.id.as_str());
        let by_name = of_program
            && is_item
            && row.cells.iter().zip(&table.columns).any(|(cell, column)| {
                let name = cell.text();
                self.titles.iter().any(|title| match column.holds {
                    Holds::Label => is_or_begins(name, title),
                    _ => names(name, title),
                })
            });
        by_place || by_name || (of_program && is_item && self.is_called_in(table, row))
    }

    /// Whether a row has the name of a scheme of it in a cell of its own.
    fn is_called_in(&self, table: &Table, row: &Row) -> bool {
        row.cells.iter().zip(&table.columns).any(|(cell, column)| {
            column.holds == Holds::Label && self.called.iter().any(|name| is_or_begins(cell.text(), name))
        })
    }

    /// Whether the words in a row of the program's speak of a cell that it is about: why it moved, what was asked, what was answered.
    fn is_spoken_of(&self, table: &Table, row: &Row) -> bool {
        let has_words = [ids::LARGEST, ids::REASONS, ids::EXPLAINED, ids::LEFT_OPEN].contains(&table.id.as_str());
        !self.whole
            && (has_words || is_record(table))
            && row.cells.iter().any(|cell| cell.origin.places().iter().any(|place| self.places.contains(place)))
    }

    /// Whether a cell of a form's table is of the column that it is about: of all rows, or of its own.
    fn takes_cell(&self, table: &Table, row: &Row, column: usize) -> bool {
        let is_its_column = if table.is_data() {
            // The columns of data are called as the form calls them.
            table.columns.get(column).is_some_and(|of| Some(&of.heading) == self.column.as_ref())
        } else {
            self.columns.get(ids::of_form(&table.id)).is_some_and(|own| *own == Some(column))
        };
        if !is_its_column {
            return false;
        }
        let of_area = || match &self.area {
            Some(area) => table.id == ids::of_area(ids::of_form(&table.id), Some(area)),
            None => true,
        };
        let is_own = row.cells.iter().any(|cell| {
            let places = cell.origin.places();
            !places.is_empty() && places.iter().all(|place| self.rows.contains(place))
        });
        is_own || (self.totals && of_area())
    }
}

/// Whether a table is of what is recorded beside the figures.
fn is_record(table: &Table) -> bool {
    table.id.starts_with(&ids::record(""))
}

/// Whether a text is this title, or begins with it, as 'Repairs (Adults)' does.
fn is_or_begins(text: &str, title: &str) -> bool {
    Title::same(text, title) || text.rsplit_once(" (").is_some_and(|(before, _)| Title::same(before, title))
}

/// Whether a running text names this.
pub(super) fn names(text: &str, title: &str) -> bool {
    let title = Label::of(title);
    !title.as_str().is_empty() && Label::of(text).holds(&title)
}
