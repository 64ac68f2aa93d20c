//! Honest edits of how a sheet looks: the usual formats and colours, filters that hide nothing, formulas with right results.

use piperoll::form::{ColumnOrigin, Kind as Holds};
use piperoll::formula::{Expr, Operator};
use piperoll::returns::RowKind;
use rust_decimal::Decimal;

use super::{Kind, amounts, cells, look, summed, table};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Subject, Table};
use crate::workbook::{CellText, SheetText};

/// The edits.
pub const EDITS: &[Kind] = &[
    look("stock-formats", "a usual number format on every column of amounts", stock_formats),
    look("stock-percentages", "a usual percentage format on every percentage", stock_percentages),
    look("dates-in-words", "dates shown with the month in words", dates_in_words),
    look("coloured-headings", "coloured headings and banded rows", coloured_headings),
    look("total-coloured", "a total in bold with a fill and a border", total_coloured),
    look("status-coloured", "ratings or statuses with colours beside their words", status_coloured),
    look("filter-buttons", "a filter without a criterion", filter_buttons),
    look("rows-frozen", "frozen headings", rows_frozen),
    look("blank-column-hidden", "a blank column hidden", |s, r| hidden(s, r, false)),
    look("blank-rows-hidden", "blank rows below the table hidden", |s, r| hidden(s, r, true)),
    look("lookup-sheet-hidden", "a hidden sheet with the choices of a column", lookup_sheet),
    look("comment-on-heading", "a comment on a heading", comment_on_heading),
    look("title-merged", "a title merged over the table", title_merged),
    look("totals-as-formulas", "totals as formulas with right results", |s, r| totals_as_formulas(s, r, "")),
    look("computed-as-formulas", "computed figures as formulas that keep all decimals", computed_as_formulas),
    look("calculated-by-hand", "the same in a workbook calculated by hand", |s, r| totals_as_formulas(s, r, "manual")),
    look("mark-behind-heading", "a note mark raised behind a heading", mark_behind_heading),
    look("titles-indented", "all titles indented", titles_indented),
    look("same-words-merged", "the same words in two rows merged", same_words_merged),
];

fn items_table<'a>(subject: &'a Subject, random: &mut Random) -> Option<&'a Table> {
    table(subject, random, |table| table.items().len() > 1)
}

fn headed<'a>(subject: &'a Subject, random: &mut Random) -> Option<&'a Table> {
    table(subject, random, |table| table.heading.is_some() && table.items().len() > 1)
}

/// Some columns of a table, from its first row to its last.
fn block(table: &Table, left: u32, right: u32) -> String {
    let (first, last) = table.ends();
    format!("{}:{}", sheet::address(first, left), sheet::address(last, right))
}

/// A row of a table, over all of its columns.
fn row(table: &Table, row: u32) -> String {
    format!("{}:{}", sheet::address(row, 0), sheet::address(row, table.after().saturating_sub(1)))
}

fn stock_formats(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let code = *random.one(&[
        "#,##0",
        "#,##0;(#,##0);\"-\"",
        "#,##0;[Red]-#,##0",
        "#,##0_);[Red](#,##0)",
        "£#,##0",
        "\"£\"#,##0;[Red]\\-\"£\"#,##0",
        "_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-",
        "_-[$£-809]* #,##0_-;-[$£-809]* #,##0_-;_-[$£-809]* \"-\"??_-;_-@_-",
        "#,##0.0",
        "0",
    ])?;
    let mut edit = Edit::new(subject);
    for (_, at) in amounts(subject, table) {
        edit.look(table, "format", block(table, at, at), code)?;
    }
    edit.fault(true, code)
}

fn of_kind(subject: &Subject, random: &mut Random, kind: Holds, codes: &[&str]) -> Option<Fault> {
    let table = table(subject, random, |_| true)?;
    let code = random.one(codes)?;
    let mut edit = Edit::new(subject);
    for (id, at) in &table.columns {
        if subject.column(table, id).is_some_and(|column| column.kind == kind) {
            edit.look(table, "format", block(table, *at, *at), code)?;
        }
    }
    edit.fault(true, *code)
}

fn stock_percentages(subject: &Subject, random: &mut Random) -> Option<Fault> {
    of_kind(subject, random, Holds::Percent, &["0%", "0.0%", "0.00%", "0%;[Red]-0%"])
}

fn dates_in_words(subject: &Subject, random: &mut Random) -> Option<Fault> {
    of_kind(
        subject,
        random,
        Holds::Date,
        &["d mmm yyyy", "dd-mmm-yy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "mmm-yy"],
    )
}

fn coloured_headings(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = headed(subject, random)?;
    let mut edit = Edit::new(subject);
    let heading = table.heading?;
    edit.look(table, "fill", row(table, heading), "1F3864")?;
    edit.look(table, "ink", row(table, heading), "FFFFFF")?;
    edit.look(table, "bold", row(table, heading), "")?;
    for line in table.items().iter().skip(1).step_by(2) {
        edit.look(table, "fill", row(table, line.row), "DDEBF7")?;
    }
    edit.fault(true, "")
}

fn total_coloured(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.total().is_some())?;
    let total = row(table, table.total()?.row);
    let (fill, ink) = *random.one(&[("D9D9D9", "000000"), ("002060", "FFFFFF"), ("FFC000", "000000")])?;
    let mut edit = Edit::new(subject);
    edit.look(table, "bold", total.clone(), "")?;
    edit.look(table, "border", total.clone(), "")?;
    edit.look(table, "fill", total.clone(), fill)?;
    edit.look(table, "ink", total, ink)?;
    edit.fault(true, "")
}

fn status_coloured(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let picks = cells(subject, RowKind::Item);
    let is_status = |pick: &super::Pick<'_>| pick.column.kind == Holds::Choice && !pick.words().is_empty();
    let picks: Vec<_> = picks.into_iter().filter(is_status).collect();
    let one = random.one(&picks)?;
    let mut edit = Edit::new(subject);
    let alike = picks
        .iter()
        .filter(|pick| (&pick.table.file, &pick.table.sheet, pick.at) == (&one.table.file, &one.table.sheet, one.at));
    for pick in alike {
        let colours = ["FF0000", "FFC000", "00B050"];
        let colour = colours.get(pick.words().len() % colours.len())?;
        let at = sheet::address(pick.line.row, pick.at);
        edit.look(pick.table, "fill", at.clone(), colour)?;
        edit.look(pick.table, "ink", at, "000000")?;
    }
    edit.fault(true, "")
}

fn filter_buttons(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = headed(subject, random)?;
    let last = sheet::address(table.ends().1, table.after().saturating_sub(1));
    let mut edit = Edit::new(subject);
    edit.look(table, "list", format!("{}:{last}", sheet::address(table.heading?, 0)), "")?;
    edit.fault(true, "")
}

fn rows_frozen(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = headed(subject, random)?;
    let mut edit = Edit::new(subject);
    edit.look(table, "freeze", (table.heading? + 2).to_string(), "")?;
    edit.fault(true, "")
}

fn hidden(subject: &Subject, random: &mut Random, rows: bool) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let there = subject.sheet(table)?;
    let width = there.rows.iter().map(Vec::len).max()?;
    let below = there.rows.len() + 3;
    let at = if rows { format!("{below}:{}", below + 4) } else { sheet::letters(sheet::count(width + 1)) };
    let mut edit = Edit::new(subject);
    edit.look(table, "hide", at, "")?;
    edit.fault(true, "")
}

fn lookup_sheet(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let list = subject.list(table)?;
    let column = list.columns.iter().find(|column| column.kind == Holds::Choice)?;
    let mut rows = vec![vec![sheet::text(column.heading.clone())]];
    let words = cells(subject, RowKind::Item).into_iter().filter(|pick| pick.column.id == column.id);
    let words: std::collections::BTreeSet<String> = words.map(|pick| pick.words()).collect();
    rows.extend(words.into_iter().map(|words| vec![sheet::text(words)]));
    let mut edit = Edit::new(subject);
    let lists = SheetText { name: "Lists".to_string(), hidden: true, rows, looks: Vec::new() };
    edit.book(&table.file)?.sheets.push(lists);
    edit.fault(true, "")
}

fn comment_on_heading(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = headed(subject, random)?;
    let (_, at) = random.one(&amounts(subject, table)).copied()?;
    let mut edit = Edit::new(subject);
    edit.look(table, "comment", sheet::address(table.heading?, at), "In whole thousands please")?;
    edit.fault(true, "")
}

fn title_merged(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = headed(subject, random)?;
    let there = subject.sheet(table)?;
    let titles = (0..table.heading?).filter(|at| {
        let cells = sheet::row(there, *at);
        cells.len() == 1 && matches!(cells.first(), Some(CellText::Text(_)))
    });
    let titles: Vec<u32> = titles.collect();
    let at = *random.one(&titles)?;
    if table.after() < 2 || there.looks.iter().any(|look| look.what == "merge") {
        return None;
    }
    let mut edit = Edit::new(subject);
    edit.look(table, "merge", row(table, at), "")?;
    edit.look(table, "bold", sheet::address(at, 0), "")?;
    edit.fault(true, "")
}

fn totals_as_formulas(subject: &Subject, random: &mut Random, more: &str) -> Option<Fault> {
    let table = table(subject, random, |table| table.total().is_some() && table.items().len() > 1)?;
    let mut edit = Edit::new(subject);
    for total in summed(subject, table) {
        let cell = CellText::Formula(total.formula.clone(), Box::new(total.cell.clone()));
        edit.put(table, total.line.row, total.at, cell)?;
    }
    if !more.is_empty() && !edit.changed.is_empty() {
        edit.look(table, more, "", "")?;
    }
    edit.fault(true, "")
}

fn computed_as_formulas(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let list = subject.list(table)?;
    let there = subject.sheet(table)?;
    let mut edit = Edit::new(subject);
    for column in &list.columns {
        let ColumnOrigin::Formula(Expr::Binary(operator, left, right)) = column.origin() else { continue };
        let (Expr::Column(left), Expr::Column(right)) = (left.as_ref(), right.as_ref()) else { continue };
        let columns = [&column.id, left, right].map(|id| table.columns.get(id).copied());
        let [Some(at), Some(left), Some(right)] = columns else { continue };
        for line in table.items() {
            let cell = sheet::get(there, line.row, at);
            let figures = [at, left, right].map(|at| sheet::number(&sheet::get(there, line.row, at)));
            let (CellText::Number { format, .. }, [Some(stated), Some(one), Some(other)]) = (&cell, figures) else {
                continue;
            };
            let (sign, result) = match operator {
                Operator::Divide => ("/", one.checked_div(other)),
                Operator::Subtract => ("-", one.checked_sub(other)),
                Operator::Add => ("+", one.checked_add(other)),
                _ => continue,
            };
            // As many digits as a spreadsheet keeps.
            let Some(result) = result.and_then(|result| result.round_sf(15)) else { continue };
            if (result - stated).abs() > Decimal::new(5, column.decimals() + 3) {
                continue;
            }
            let formula = format!("={}{sign}{}", sheet::address(line.row, left), sheet::address(line.row, right));
            let result = CellText::Number { value: result.normalize().to_string(), format: format.clone() };
            edit.put(table, line.row, at, CellText::Formula(formula, Box::new(result)))?;
        }
    }
    edit.fault(true, "")
}

fn mark_behind_heading(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = headed(subject, random)?;
    let (_, at) = random.one(&amounts(subject, table)).copied()?;
    let heading = table.heading?;
    let CellText::Text(words) = sheet::get(subject.sheet(table)?, heading, at) else { return None };
    let mut edit = Edit::new(subject);
    edit.put(table, heading, at, sheet::text(format!("{words}1")))?;
    edit.look(table, "raise", sheet::address(heading, at), "1")?;
    edit.fault(true, "")
}

fn titles_indented(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let at = *table.columns.get(&subject.list(table)?.label)?;
    let mut edit = Edit::new(subject);
    for line in table.items() {
        edit.look(table, "indent", sheet::address(line.row, at), "1")?;
    }
    edit.fault(true, "")
}

fn same_words_merged(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = items_table(subject, random)?;
    let list = subject.list(table)?;
    let there = subject.sheet(table)?;
    let is_merged = |row: u32| sheet::row(there, row).contains(&CellText::Merged);
    if there.looks.iter().any(|look| look.what == "merge") {
        return None;
    }
    let mut pairs = Vec::new();
    for (id, at) in table.columns.iter().filter(|(id, _)| **id != list.label && **id != list.key) {
        for line in table.items() {
            let (cell, next) = (sheet::get(there, line.row, *at), sheet::get(there, line.row + 1, *at));
            let both = table.items().iter().any(|item| item.row == line.row + 1);
            let words = matches!(cell, CellText::Text(_)) && sheet::number(&cell).is_none();
            if both && words && cell == next && !is_merged(line.row) && !is_merged(line.row + 1) {
                pairs.push((id, *at, line.row));
            }
        }
    }
    let (id, at, first) = *random.one(&pairs)?;
    let mut edit = Edit::new(subject);
    edit.put(table, first + 1, at, CellText::Blank)?;
    edit.look(table, "merge", format!("{}:{}", sheet::address(first, at), sheet::address(first + 1, at)), "")?;
    edit.fault(true, format!("{id} of rows {} and {}", first + 1, first + 2))
}
