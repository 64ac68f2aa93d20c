//! Honest edits: what areas do to a return without making it wrong.

use piperoll::form::{GroupFrom, Kind as Holds};
use piperoll::returns::RowKind;
use rust_decimal::Decimal;

use super::{Kind, amounts, area_name, item_cell, label, look, table};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Content, Subject, Table};
use crate::workbook::CellText;

/// The edits.
pub const EDITS: &[Kind] = &[
    look("blank-row", "a blank row between items", blank_row),
    look("columns-in-another-order", "two columns exchanged, headings too", column_order),
    look("numbers-as-text", "a column of numbers typed as text", numbers_as_text),
    look("other-file-name", "another file name that still names the area", other_file_name),
    look("sheet-renamed", "a sheet renamed where the form names none", sheet_renamed),
    look("subtotal-more", "a subtotal more, where groups have subtotals", subtotal_more),
    look("footnote", "a footnote below the table", footnote),
    look("trailing-blanks", "blanks behind words", trailing_blanks),
    look("title-above", "a title more above the table", title_above),
    look("total-in-capitals", "a total row's label in capitals", total_in_capitals),
    look("empty-sheet", "an empty sheet more", empty_sheet),
    look("percent-as-text", "a percentage typed '83%'", percent_as_text),
    look("thousands-separators", "thousands separators", thousands_separators),
    look("other-dashes", "dashes of another length", other_dashes),
    look("row-moved", "a row moved within its group", row_moved),
    look("line-breaks-in-headings", "line breaks in headings", heading_breaks),
    look("sign-off", "a sign-off block below the table", sign_off),
];

fn rows_table<'a>(subject: &'a Subject, random: &mut Random) -> Option<&'a Table> {
    table(subject, random, |table| table.items().len() > 1)
}

fn blank_row(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = rows_table(subject, random)?;
    let items = table.items();
    let line = random.one(items.get(1..)?)?;
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, line.row, Vec::new());
    edit.fault(true, "")
}

fn column_order(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some() && amounts(subject, table).len() > 1)?;
    let columns = amounts(subject, table);
    let ((_, one), (_, other)) = (random.one(&columns).copied()?, random.one(&columns).copied()?);
    let mut edit = Edit::new(subject);
    let rows = (table.heading?, table.ends().1);
    if one == other {
        return None;
    }
    sheet::exchange_columns(edit.sheet(table)?, rows, one, other);
    edit.fault(true, "")
}

/// Every number of a column of amounts as other cells.
fn column_as(subject: &Subject, random: &mut Random, to: fn(Decimal) -> CellText) -> Option<Fault> {
    let table = rows_table(subject, random)?;
    let (_, at) = random.one(&amounts(subject, table)).copied()?;
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    // A sum passes over texts: whoever types figures as texts types their total too.
    sheet::type_over(there);
    for line in &table.lines {
        let cell = sheet::get(there, line.row, at);
        if let (CellText::Number { .. }, Some(number)) = (&cell, sheet::number(&cell)) {
            sheet::set(there, line.row, at, to(number));
        }
    }
    edit.fault(true, "")
}

fn numbers_as_text(subject: &Subject, random: &mut Random) -> Option<Fault> {
    column_as(subject, random, |number| sheet::text(number.normalize().to_string()))
}

fn thousands_separators(subject: &Subject, random: &mut Random) -> Option<Fault> {
    column_as(subject, random, |number| sheet::text(sheet::grouped(number)))
}

fn other_file_name(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.area.is_some())?;
    let area = subject.form.area(table.area.as_deref()?)?;
    // A form may find files by their stems alone ('overall').
    if !subject.areas.get(&table.file).is_some_and(Option::is_some) {
        return None;
    }
    let name = area.name.replace(['/', ':'], " ");
    let names =
        [format!("{name}.xlsx"), format!("{}.xlsx", name.to_uppercase()), format!("{}.xlsx", name.replace(' ', "_"))];
    let new = random.one(&names)?.clone();
    if new == table.file {
        return None;
    }
    let grid = subject.now.get(&table.file)?.clone();
    let mut edit = Edit::new(subject);
    edit.changed.insert(table.file.clone(), None);
    edit.changed.insert(new.clone(), Some(Content::Grid(grid)));
    edit.fault(true, format!("{} is called {new}", table.file))
}

fn sheet_renamed(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = rows_table(subject, random)?;
    let free = subject.form.returns.iter().filter(|form| form.list == table.list).all(|form| {
        form.sheet.is_none() && form.area_from != GroupFrom::Sheet && !form.groups.contains(&GroupFrom::Sheet)
    });
    let mut edit = Edit::new(subject);
    edit.sheet(table)?.name = random.one(&["Data", "Savings 22-23", "Tab 1"])?.to_string();
    if free { edit.fault(true, "") } else { None }
}

fn subtotal_more(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.lines.iter().any(|line| line.kind == RowKind::Subtotal))?;
    // The last group's rows have none of their own where they stand beside the groups; a subtotal of all groups so far.
    let total = table.total()?;
    let subtotals: Vec<_> = table.lines.iter().filter(|line| line.kind == RowKind::Subtotal).collect();
    let last = subtotals.last()?;
    if last.row + 1 != total.row {
        return None;
    }
    let mut cells = sheet::row(subject.sheet(table)?, total.row);
    let (at, _) = label(subject, table, total)?;
    *cells.get_mut(sheet::index(at))? = sheet::text("Subtotal - all groups");
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, total.row, cells);
    edit.fault(true, "")
}

fn below(subject: &Subject, random: &mut Random, rows: &[&str]) -> Option<Fault> {
    let table = rows_table(subject, random)?;
    let row = table.ends().1 + 1;
    let at = table.columns.values().min().copied()?;
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    for words in rows.iter().rev() {
        let mut cells = vec![CellText::Blank; sheet::index(at)];
        cells.push(sheet::text(*words));
        sheet::insert(there, row, cells);
    }
    sheet::insert(there, row, Vec::new());
    edit.fault(true, "")
}

fn footnote(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let note = *random.one(&[
        "Note: percentages are rounded.",
        "* Agreed with the head of service.",
        "Source: savings tracker",
    ])?;
    below(subject, random, &[note])
}

fn sign_off(subject: &Subject, random: &mut Random) -> Option<Fault> {
    below(subject, random, &["Completed by: Head of Service", "Date: 12 January 2023"])
}

fn trailing_blanks(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| matches!(pick.cell, CellText::Text(_)) && !pick.words().is_empty())?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(format!("{}  ", pick.words())))?;
    edit.fault(true, "")
}

fn title_above(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some())?;
    let area = table.lines.iter().find_map(|line| area_name(subject, line.area.as_deref()))?;
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, 0, vec![sheet::text(format!("Savings return of {area}"))]);
    edit.fault(true, "")
}

fn total_in_capitals(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.total().is_some())?;
    let total = table.total()?;
    let (at, was) = label(subject, table, total)?;
    let new = if was == was.to_uppercase() {
        format!("{}{}", &was[..1], was[1..].to_lowercase())
    } else {
        was.to_uppercase()
    };
    let mut edit = Edit::new(subject);
    edit.put(table, total.row, at, sheet::text(new))?;
    edit.fault(true, "")
}

fn empty_sheet(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = rows_table(subject, random)?;
    // Where every sheet is an area, an empty one is none.
    if subject.form.returns.iter().any(|form| form.list == table.list && form.area_from == GroupFrom::Sheet) {
        return None;
    }
    let mut edit = Edit::new(subject);
    edit.book(&table.file)?.sheets.push(crate::workbook::SheetText {
        looks: Vec::new(),
        name: "Sheet9".to_string(),
        hidden: false,
        rows: Vec::new(),
    });
    edit.fault(true, "")
}

fn percent_as_text(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        pick.column.kind == Holds::Percent && matches!(pick.cell, CellText::Number { .. })
    })?;
    let number = pick.number()?;
    let mut edit = Edit::new(subject);
    let words = format!("{}%", (number * Decimal::ONE_HUNDRED).normalize());
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(words))?;
    edit.fault(true, "")
}

fn other_dashes(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let dash = |text: &str| text.contains(['-', '–', '—']);
    let pick = item_cell(subject, random, |pick| matches!(&pick.cell, CellText::Text(text) if dash(text)))?;
    let was = pick.words();
    let new = if was.contains('–') { was.replace('–', "-") } else { was.replace('-', "–") };
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(new))?;
    edit.fault(true, "")
}

fn row_moved(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = rows_table(subject, random)?;
    // Parts stand below their whole; there the order means something.
    if subject.list(table)?.parts.is_some() || subject.list(table)?.text_only {
        return None;
    }
    let line = random.one(&table.items()).copied()?;
    let next = table.items().into_iter().find(|other| other.row == line.row + 1)?;
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    let cells = sheet::remove(there, line.row);
    sheet::insert(there, next.row, cells);
    edit.fault(true, "")
}

fn heading_breaks(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some())?;
    let row = table.heading?;
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    for at in table.columns.values() {
        if let CellText::Text(words) = sheet::get(there, row, *at) {
            sheet::set(there, row, *at, sheet::text(words.replacen(' ', "\n", 1)));
        }
    }
    edit.fault(true, "")
}
