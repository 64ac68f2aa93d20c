//! What the rows of a table are. A total is one by its words, and is known by its sums: of which rows, or that it is one at all.

use rust_decimal::Decimal;

use super::find::is_placeholder;
use super::lines::{Line, figure};
use super::{Covers, HeadingLook, Row, RowIs, Table};
use crate::names::{Label, one_line};
use crate::returns::grid::{Raw, Sheet};
use crate::source::Address;

/// Words of which one stands in the label of a total.
const TOTALS: [&str; 6] = ["total", "totals", "subtotal", "subtotals", "sum", "cyfanswm"];

/// A heading is no longer than that; what is longer is a sentence.
const LONGEST_HEADING: usize = 70;

/// The rows that are items as far as their words go.
pub(super) fn likely_items(lines: &[Line<'_>]) -> Vec<u32> {
    lines.iter().filter(|line| line.is_body() && !says_total(line)).map(|line| line.row).collect()
}

/// What each row of a table is.
pub(super) fn judge(sheet: &Sheet, table: &Table, lines: &[Line<'_>]) -> Vec<Row> {
    let amounts: Vec<u32> =
        table.columns.iter().filter(|column| column.holds.value.is_amount()).map(|column| column.at).collect();
    let mut sums = Sums::over(&amounts);
    let mut rows: Vec<Row> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let is = match line.single() {
            Some((column, text)) => single(sheet, line.row, column, &text),
            None if line.is_words() => words(table, line),
            None => sums.judge(table, line, index + 1 == lines.len()),
        };
        if is == RowIs::Item {
            sums.count(line);
        }
        rows.push(Row { at: line.row, label: label(table, line), is });
    }
    // A run that turns out to be all of the table.
    let all = sums.all.rows;
    for row in &mut rows {
        if let RowIs::Total(covers @ Covers::Rows(..)) = &mut row.is
            && all.is_some_and(|(first, last)| *covers == Covers::Rows(first, last))
        {
            *covers = Covers::All;
        }
    }
    rows
}

/// What stands below the total of a table that has no other one and no groups is no item: 'Net position', 'Of which one-off'.
pub(super) fn below(table: &mut Table) {
    let is_total = |row: &Row| matches!(row.is, RowIs::Total(_));
    let groups = table.rows.iter().any(|row| matches!(row.is, RowIs::Heading(_)));
    let first = table.rows.iter().find(|row| row.is == RowIs::Item).map(|row| row.at);
    let Some(total) = table.rows.iter().position(is_total) else { return };
    let covers_all = matches!(table.rows[total].is, RowIs::Total(Covers::Rows(from, _)) if Some(from) == first);
    let items = |rows: &[Row]| rows.iter().filter(|row| row.is == RowIs::Item).count();
    let (above, rest) = (items(&table.rows[..total]), &table.rows[total + 1..]);
    if groups || !covers_all || rest.iter().any(is_total) || items(rest) == 0 || items(rest) * 2 > above {
        return;
    }
    table.rows[total].is = RowIs::Total(Covers::All);
    for row in &mut table.rows[total + 1..] {
        if row.is == RowIs::Item {
            row.is = RowIs::Below;
        }
    }
}

/// A line with nothing but one text: the heading of a group, or a sentence.
fn single(sheet: &Sheet, row: u32, column: u32, text: &str) -> RowIs {
    if text.chars().count() > LONGEST_HEADING || text.ends_with('.') {
        return RowIs::Note;
    }
    let at = Address::new(row, column);
    let style = sheet.look.styles.get(&at);
    RowIs::Heading(HeadingLook {
        column,
        merged: sheet.look.merges.iter().any(|(first, last)| *first == at && last.column > column),
        fill: style.and_then(|style| style.fill),
        bold: style.is_some_and(|style| style.bold),
    })
}

/// A line of words: the headings again, an item none of whose figures is known, or nothing that counts.
fn words(table: &Table, line: &Line<'_>) -> RowIs {
    let heading = |at: u32| table.columns.iter().find(|column| column.at == at).map(|column| column.heading.as_str());
    let text = |raw: &Raw| one_line(&raw.text());
    if line.cells.iter().filter(|(at, raw)| heading(*at) == Some(text(raw).as_str())).count() * 2 > line.cells.len() {
        return RowIs::Headings;
    }
    let figures = table.columns.iter().filter(|column| column.holds.value.is_figure());
    let mut stated = figures.filter_map(|column| line.at(column.at)).peekable();
    if stated.peek().is_some() && stated.all(is_placeholder) { RowIs::Item } else { RowIs::Note }
}

/// The name of a row.
fn label(table: &Table, line: &Line<'_>) -> String {
    let named = [table.label, table.key].into_iter().flatten().filter_map(|at| line.at(at));
    let first = line.cells.iter().map(|(_, raw)| *raw).find(|raw| matches!(raw, Raw::Text(_)) && figure(raw).is_none());
    named.chain(first).next().map(|raw| one_line(&raw.text())).unwrap_or_default()
}

/// Whether one of a line's texts says that it is a total.
pub(super) fn says_total(line: &Line<'_>) -> bool {
    let texts = line.cells.iter().take(3).filter_map(|(_, raw)| match raw {
        Raw::Text(text) if figure(raw).is_none() => Some(Label::of(text)),
        _ => None,
    });
    let mut texts = texts.filter(|label| !label.is_empty());
    texts.any(|label| TOTALS.iter().any(|word| label.holds_words(word)) && label.as_str().split(' ').count() <= 6)
}

/// Items one below the other, with what each column of them comes to.
#[derive(Debug, Clone)]
struct Run {
    /// The first row and the last one.
    rows: Option<(u32, u32)>,
    /// How many items they are.
    items: usize,
    sums: Vec<Decimal>,
}

/// The sums of the items so far, kept as they come so that a row costs a look whatever stands above it: of all of them, and of
/// those that no total has closed yet.
struct Sums<'a> {
    columns: &'a [u32],
    all: Run,
    open: Run,
}

impl<'a> Sums<'a> {
    fn over(columns: &'a [u32]) -> Self {
        let none = Run { rows: None, items: 0, sums: vec![Decimal::ZERO; columns.len()] };
        Sums { columns, all: none.clone(), open: none }
    }

    /// Counts an item.
    fn count(&mut self, line: &Line<'_>) {
        for run in [&mut self.all, &mut self.open] {
            run.items += 1;
            run.rows = Some((run.rows.map_or(line.row, |(first, _)| first), line.row));
            for (sum, column) in run.sums.iter_mut().zip(self.columns) {
                let figure = line.at(*column).and_then(figure).unwrap_or_default();
                *sum = sum.saturating_add(figure);
            }
        }
    }

    /// What a line with figures is.
    fn judge(&mut self, table: &Table, line: &Line<'_>, last: bool) -> RowIs {
        let by_words = says_total(line);
        let no_key = table.key.is_some_and(|at| line.at(at).is_none());
        let fits = |run: &Run| {
            let (right, filled) = self.adds_up(line, run);
            let fits = match by_words {
                // A word says that it is a total: then a column may be off, and tells no less of which rows.
                true => right * 2 > filled,
                // Without one, it adds up in two columns or over three rows, and names no item or ends the table.
                // What names no item and ends the table is one too where most of it adds up: a column may be off.
                false => {
                    let most = no_key && last && right > 1 && right * 2 > filled;
                    (most || right == filled && (no_key || last)) && run.items > 1 && (right > 1 || run.items > 2)
                }
            };
            (fits && right > 0).then_some((right, run.rows?))
        };
        let (open, all) = (fits(&self.open), fits(&self.all));
        let best = match (open, all) {
            (Some(open), Some(all)) => Some(if all.0 > open.0 { all } else { open }),
            (open, all) => open.or(all),
        };
        if let Some((_, (first, last))) = best {
            self.open = Sums::over(self.columns).open;
            return RowIs::Total(Covers::Rows(first, last));
        }
        if by_words { RowIs::Total(Covers::Unknown) } else { RowIs::Item }
    }

    /// In how many columns that a line fills it is the sum of a run, and how many those are; nils tell nothing.
    fn adds_up(&self, line: &Line<'_>, run: &Run) -> (usize, usize) {
        let (mut right, mut filled) = (0, 0);
        for (column, sum) in self.columns.iter().zip(&run.sums) {
            let Some(stated) = line.at(*column).and_then(figure) else { continue };
            if stated.is_zero() && sum.is_zero() {
                continue;
            }
            filled += 1;
            right += usize::from(stated == *sum);
        }
        (right, filled)
    }
}
