//! Rows and columns of a table that are hidden and read.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{NAMED, first_of};
use crate::check::draft::Draft;
use crate::check::table::{Table, is_given};
use crate::check::{Rule, View, look, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind};
use crate::money::Told;
use crate::returns::look::HiddenBy;
use crate::returns::{Row, RowKind};
use crate::source::{Address, Place, column_letters};

pub(super) static RULE: Rule = Rule {
    code: "hidden-rows",
    family: Family::Return,
    severity: Severity::Query,
    title: "Rows or columns that are read are hidden",
    what: "Rows or columns of the table are hidden by hand, by a filter or by a folded outline, and something that is read stands in \
           them. They count in all totals as the others do. Folded details of a row that is shown, parts, rows that count nowhere and \
           columns of words are a note; hidden rows and columns with nothing in them are none.",
    why: "Whoever looked at the sheet saw other items, and another sum, than will be printed. A row may have been hidden because it no \
          longer belongs in the return, or only so that the sheet fits on a page.",
    mend: "See whether they still count. Delete the rows that do not; show those that do, or explain the finding: the answer holds \
           for what stands in them now. Where an area always hides rows or columns, say `hidden = \"expected\"` on its [[return]] in \
           piperoll.toml.",
    run,
};

/// A hidden row, with its number from 0 and how it is hidden.
type HiddenRow<'a> = (u32, &'a Row, HiddenBy);

/// A hidden column, likewise.
type HiddenColumn<'a> = (u32, &'a Column, HiddenBy);

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let tables = view.tables().into_iter().filter(|table| !table.form.may_hide);
    tables.flat_map(|table| [asked(rule, view, table), noted(rule, view, table)]).flatten().collect()
}

/// The hidden rows that hold something, with how they are hidden.
fn hidden_rows(table: Table<'_>) -> Vec<HiddenRow<'_>> {
    let rows = table.rows().filter_map(|(number, row)| Some((number, row, table.hidden_row(number)?)));
    rows.filter(|(_, row, _)| table.filled(row).next().is_some()).collect()
}

/// The hidden columns that are published as they are stated and hold something.
fn hidden_columns(table: Table<'_>) -> Vec<HiddenColumn<'_>> {
    let columns = table.list.columns.iter().filter(|column| column.within.is_none() && is_given(column));
    let headed = columns.filter_map(|column| {
        let at = table.table.headings.get(&column.id).map(|(at, _)| at.column)?;
        Some((at, column, table.hidden_column(at)?))
    });
    let says = |row: &&Row, column: &Column| row.counts() && !row.text(&column.id).is_empty();
    headed.filter(|(_, column, _)| table.table.rows.iter().any(|row| says(&row, column))).collect()
}

/// The sums in a table that are shown: which rows they add up, and of which groups they are.
struct ShownSums<'a> {
    /// By the first row, the last one.
    rows: BTreeMap<u32, u32>,
    /// An area with a path of groups.
    groups: BTreeSet<(Option<&'a str>, &'a [String])>,
}

impl<'a> ShownSums<'a> {
    fn of(table: Table<'a>) -> Self {
        let mut sums = ShownSums { rows: BTreeMap::new(), groups: BTreeSet::new() };
        let is_sum = |row: &Row| matches!(row.kind, RowKind::Subtotal | RowKind::Total);
        for (_, row) in table.rows().filter(|(number, row)| is_sum(row) && table.hidden_row(*number).is_none()) {
            match row.covers {
                Some((first, last)) => {
                    let known = sums.rows.entry(first).or_insert(last);
                    *known = last.max(*known);
                }
                None if !row.groups.is_empty() => {
                    sums.groups.insert((row.area.as_deref(), &row.groups));
                }
                None => {}
            }
        }
        sums
    }

    /// Whether a row is a folded detail of one that is shown, or counts nowhere.
    fn is_detail(&self, number: u32, row: &Row, by: HiddenBy) -> bool {
        if !row.counts() || by != HiddenBy::Outline || row.kind == RowKind::Total {
            return !row.counts();
        }
        let covered = self.rows.range(..=number).next_back().is_some_and(|(_, last)| number <= *last);
        // A subtotal is a detail of the groups around its own.
        let deepest = row.groups.len().saturating_sub(usize::from(row.kind == RowKind::Subtotal));
        let mut paths = (1..=deepest).filter_map(|depth| row.groups.get(..depth));
        covered || paths.any(|path| self.groups.contains(&(row.area.as_deref(), path)))
    }
}

/// Whether what stands in a column is counted, or says which item or how it stands.
fn weighs(table: Table<'_>, column: &Column) -> bool {
    column.kind.is_figure() || column.kind == Kind::Choice || column.id == table.list.label
}

fn asked(rule: &Rule, view: &View<'_>, table: Table<'_>) -> Option<Finding> {
    let sums = ShownSums::of(table);
    let rows: Vec<_> = hidden_rows(table).into_iter().filter(|(at, row, by)| !sums.is_detail(*at, row, *by)).collect();
    let columns: Vec<_> = hidden_columns(table).into_iter().filter(|(_, column, _)| weighs(table, column)).collect();
    let names: Vec<String> = rows.iter().map(|(_, row, _)| table.name_with_amounts(view, row)).collect();
    let mut totals: Vec<Place> = rows.iter().flat_map(|(_, row, _)| view.causes.followers_of_row(&row.at)).collect();
    totals.sort();
    totals.dedup();
    let what = lines(view, table, &rows, &columns);
    let holds = if names.is_empty() { String::new() } else { format!(": {}", first_of(&names)) };
    let message = format!(
        "{}{what} hidden, and what stands there is read and counts as if it were shown{holds}{}",
        table.opening(view),
        match totals.as_slice() {
            [] => String::new(),
            [total] => format!("; the total in {} leaves it out", wording::cell(total)),
            totals => {
                let cells: Vec<String> = totals.iter().map(wording::cell).collect();
                format!("; the totals in {} leave it out", first_of(&cells))
            }
        },
    );
    let mend = "see whether they still count: delete what does not, show what does, or say `hidden = \"expected\"` on the \
                [[return]] in piperoll.toml if rows or columns are always hidden there";
    let help = wording::mend_or_explain(mend);
    finding(rule, view, table, (&rows, &columns)).map(|draft| draft.related(totals).says(message, help))
}

fn noted(rule: &Rule, view: &View<'_>, table: Table<'_>) -> Option<Finding> {
    let sums = ShownSums::of(table);
    let rows: Vec<_> = hidden_rows(table).into_iter().filter(|(at, row, by)| sums.is_detail(*at, row, *by)).collect();
    let columns: Vec<_> = hidden_columns(table).into_iter().filter(|(_, column, _)| !weighs(table, column)).collect();
    let names: Vec<String> = rows.iter().map(|(_, row, _)| table.name(row)).collect();
    let left_out = rows.iter().any(|(_, row, _)| row.kind == RowKind::LeftOut);
    let details = rows.iter().any(|(_, row, _)| row.kind != RowKind::LeftOut);
    let because = match (details, left_out) {
        (true, true) => format!(": {} are details of other rows, or count nowhere", first_of(&names)),
        (true, false) if names.len() == 1 => format!(": {} is a detail of another row", first_of(&names)),
        (true, false) => format!(": {} are details of other rows", first_of(&names)),
        (false, true) if names.len() == 1 => format!(": {} counts nowhere", first_of(&names)),
        (false, true) => format!(": {} count nowhere", first_of(&names)),
        (false, false) => ", and the words there are read as if they were shown".to_string(),
    };
    let message = format!("{}{} hidden{because}", table.opening(view), lines(view, table, &rows, &columns));
    let draft = finding(rule, view, table, (&rows, &columns))?.weighing(Severity::Note).topic_and("details");
    Some(draft.says(message, "there is nothing to do unless they do not belong in the return"))
}

/// A finding about these rows and columns, bound to all that stands in them. `None` where there are none.
fn finding(
    rule: &Rule,
    view: &View<'_>,
    table: Table<'_>,
    (rows, columns): (&[HiddenRow<'_>], &[HiddenColumn<'_>]),
) -> Option<Draft> {
    let mut texts: Vec<&str> = Vec::new();
    let mut cells: Vec<Address> = Vec::new();
    for (index, (_, row, _)) in rows.iter().enumerate() {
        let filled: Vec<_> = table.filled(row).collect();
        let shown = if index < NAMED { filled.len() } else { 1 };
        cells.extend(filled.iter().take(shown).map(|(_, at, _)| *at));
        texts.extend(filled.iter().map(|(.., cell)| cell.text.as_str()));
    }
    for (_, column, _) in columns {
        cells.extend(table.table.headings.get(&column.id).map(|(at, _)| *at));
        texts
            .extend(table.table.rows.iter().filter_map(|row| row.cells.get(&column.id)).map(|cell| cell.text.as_str()));
    }
    let draft = table.draft(rule, view, *cells.first()?).stated_text(&stated::texts(texts));
    Some(draft.related(cells.iter().map(|at| table.place(*at))))
}

/// 'rows 5 to 7 and 9 are hidden by a filter': all of it but the word 'hidden', with the way behind each: "rows 5 to 7 (by a filter)
/// and column C (Forecast £280k in all; by hand) are".
fn lines(view: &View<'_>, table: Table<'_>, rows: &[HiddenRow<'_>], columns: &[HiddenColumn<'_>]) -> String {
    let mut said = Vec::new();
    for way in [HiddenBy::Hand, HiddenBy::Filter, HiddenBy::Outline] {
        let numbers: BTreeSet<u32> = rows.iter().filter(|(.., by)| *by == way).map(|(number, ..)| *number).collect();
        if !numbers.is_empty() {
            let rows = if numbers.len() == 1 { "row" } else { "rows" };
            said.push(format!("{rows} {} ({})", numbers_of(&numbers), by(way)));
        }
    }
    let of_column = |(at, column, way): &HiddenColumn<'_>| {
        let sum = sum(table, column).map_or_else(String::new, |sum| format!(" {sum}"));
        format!("column {} ({}{sum}; {})", column_letters(*at), view.name(column), by(*way))
    };
    said.extend(columns.iter().map(of_column));
    let are = if rows.len().saturating_add(columns.len()) == 1 { "is" } else { "are" };
    format!("{} {are}", wording::list_of(&said))
}

/// What the items of a table come to in a column of amounts: '£280k in all'.
fn sum(table: Table<'_>, column: &Column) -> Option<String> {
    let items = table.rows().filter(|(_, row)| row.is_item());
    let mut figures = items.filter_map(|(_, row)| Some(look::stated(row, column)?.1.quantity.value()));
    let sum = figures.try_fold(Decimal::ZERO, Decimal::checked_add)?;
    let is_amount = column.kind.is_amount();
    is_amount.then(|| format!("{} in all", wording::figure(column, Told::Stated(sum))))
}

fn by(way: HiddenBy) -> &'static str {
    match way {
        HiddenBy::Hand => "by hand",
        HiddenBy::Filter => "by a filter",
        HiddenBy::Outline => "by a folded outline",
    }
}

/// Rows from 0 as a sheet numbers them: '5 to 7 and 9'.
fn numbers_of(rows: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in rows.iter().map(|row| u64::from(*row) + 1) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let said = |(first, last): (u64, u64)| match last - first {
        0 => vec![first.to_string()],
        1 => vec![first.to_string(), last.to_string()],
        _ => vec![format!("{first} to {last}")],
    };
    first_of(&runs.into_iter().flat_map(said).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_as_a_sheet_numbers_them() {
        for (rows, said) in [
            (&[4][..], "5"),
            (&[4, 5], "5 and 6"),
            (&[4, 5, 7], "5, 6 and 8"),
            (&[4, 5, 6, 8], "5 to 7 and 9"),
            (&[0, 2, 4], "1, 3 and 5"),
        ] {
            assert_eq!(numbers_of(&rows.iter().copied().collect()), said);
        }
    }
}
