//! Whose a return is and when it stands: titles, last period's file, sheets more than one.

use super::{Kind, area_name, is_of_items, look, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Content, Subject, Table};
use crate::workbook::CellText;

/// The kinds.
pub const KINDS: &[Kind] = &[
    wrong("title-other-area", "a title that names another area", other_area),
    wrong("title-other-period", "a title that names another quarter or month", other_period),
    wrong("title-other-date", "a title that names another as-at date", other_date),
    wrong("file-again", "last period's file sent again", |s, r| again(s, r, true)),
    wrong("file-again-saved", "last period's file sent again, saved anew", |s, r| again(s, r, false)),
    wrong("figures-again", "last period's figures under this period's title", figures_again),
    wrong("file-of-other-area", "another area's table under this area's name", file_of_other_area),
    look("sheet-twice", "the sheet twice under another name", sheet_twice),
    look("month-sheets", "a sheet for each month beside the return's", month_sheets),
    look("old-sheet", "last period's sheet left in the workbook", old_sheet),
    wrong("two-files", "a second file of the same area", two_files),
    wrong("text-again", "last period's words kept while the figures moved", text_again),
];

/// The top cell with words above a table, if the sheet is no list's without a title.
fn title_cell(subject: &Subject, table: &Table) -> Option<(u32, u32, String)> {
    let sheet = subject.sheet(table)?;
    let above = table.heading.unwrap_or(table.ends().0);
    let mut cells = (0..above).flat_map(|row| {
        sheet::row(sheet, row).into_iter().enumerate().map(move |(at, cell)| (row, sheet::count(at), cell))
    });
    cells.find_map(|(row, at, cell)| match cell {
        CellText::Text(text) => Some((row, at, text)),
        _ => None,
    })
}

fn titled<'a>(subject: &'a Subject, random: &mut Random) -> Option<&'a Table> {
    let tables: Vec<&Table> = subject.tables.iter().filter(|table| is_of_items(subject, table)).collect();
    random.one(&tables).copied()
}

/// Puts words in place of a cell above the table, or above everything where there is none.
fn retitle(subject: &Subject, table: &Table, words: String) -> Option<Fault> {
    let mut edit = Edit::new(subject);
    let row = match title_cell(subject, table) {
        Some((row, at, _)) => {
            edit.put(table, row, at, sheet::text(words.clone()))?;
            row
        }
        None => {
            sheet::insert(edit.sheet(table)?, 0, vec![sheet::text(words.clone())]);
            edit.row(table, 0);
            0
        }
    };
    edit.whole(&table.file);
    edit.fault(true, format!("row {} says '{words}'", row + 1))
}

fn other_area(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = titled(subject, random)?;
    let own = table.area.as_deref().or_else(|| table.lines.iter().find_map(|line| line.area.as_deref()));
    let others: Vec<&str> = subject
        .form
        .areas
        .iter()
        .filter(|area| Some(area.id.as_str()) != own && area.returns)
        .map(|area| area.name.as_str())
        .collect();
    let name = *random.one(&others)?;
    retitle(subject, table, format!("Return of savings: {name}"))
}

/// The words for the period before, and this one's area.
fn own_title(subject: &Subject, table: &Table, of: &str) -> String {
    let area = table.lines.iter().find_map(|line| area_name(subject, line.area.as_deref())).unwrap_or("Savings");
    format!("{area}: savings, {of}")
}

fn other_period(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = titled(subject, random)?;
    let prior: piperoll::period::Period = piperoll::period::Period::parse(subject.prior.as_deref()?).ok()?;
    retitle(subject, table, own_title(subject, table, &prior.label()))
}

fn other_date(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = titled(subject, random)?;
    let prior = piperoll::period::Period::parse(subject.prior.as_deref()?).ok()?;
    let date = prior.last_day(subject.form.report.year_starts);
    retitle(subject, table, own_title(subject, table, &format!("as at {}", piperoll::period::long_date(date))))
}

/// A file of this period and the prior period's of the same area and list.
fn pair<'a>(subject: &'a Subject, random: &mut Random) -> Option<(&'a Table, &'a Table)> {
    let table = titled(subject, random)?;
    Some((table, subject.before_table(table)?))
}

fn again(subject: &Subject, random: &mut Random, same_bytes: bool) -> Option<Fault> {
    let (table, before) = pair(subject, random)?;
    let mut edit = Edit::new(subject);
    let name = if same_bytes {
        let stored = subject.before.get_key_value(&before.file).map(|(name, _)| name.clone())?;
        // An .xls or .ods of last period is sent as what it is.
        let bytes = subject.prior_bytes(&stored)?.to_vec();
        let ending = stored.rsplit('.').next().unwrap_or("xlsx");
        let stem = table.file.rsplit_once('.').map_or(table.file.as_str(), |(stem, _)| stem);
        let name = format!("{stem}.{ending}");
        edit.changed.insert(table.file.clone(), None);
        edit.changed.insert(name.clone(), Some(Content::Bytes(bytes)));
        name
    } else {
        let mut grid = subject.before.get(&before.file)?.clone();
        // What a spreadsheet program leaves behind when it saves: other bytes, the same cells.
        grid.names.push(("_saved_again".to_string(), "1".to_string()));
        edit.changed.insert(table.file.clone(), Some(Content::Grid(grid)));
        table.file.clone()
    };
    edit.whole(&name);
    // Every cell of it is last period's, in the sheet and the rows it had then.
    let mut old = before.clone();
    old.file = name.clone();
    edit.rows(&old);
    edit.head(&old);
    edit.fault(true, format!("{name} is {} of last period", before.file))
}

/// The rows above the table in the file under a name: whose it is and when.
fn spot_file(edit: &mut Edit<'_>, subject: &Subject, name: &str, file: &str, table: &Table) {
    let head = table.heading.unwrap_or(table.ends().0);
    if subject.now.contains_key(file) {
        let mut own = table.clone();
        own.file = name.to_string();
        (0..=head).for_each(|row| edit.row(&own, row));
    }
}

fn figures_again(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, before) = pair(subject, random)?;
    let old = subject.before.get(&before.file)?.sheets.iter().find(|sheet| sheet.name == before.sheet)?;
    let list = subject.list(table)?;
    let mut edit = Edit::new(subject);
    let mut copied = 0;
    for line in &table.lines {
        // A total row is the same row; an item is found by its key.
        let named = |known: &&crate::subject::Line| {
            let key = |table: &Table, sheet: &crate::workbook::SheetText, row: u32| {
                let at = table.columns.get(&list.key).copied().unwrap_or_default();
                sheet::words(&sheet::get(sheet, row, at)).to_lowercase()
            };
            known.kind == line.kind
                && subject.sheet(table).is_some_and(|now| key(before, old, known.row) == key(table, now, line.row))
        };
        let Some(known) = before.lines.iter().find(named) else { continue };
        for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
            if let (Some(at), Some(was)) = (table.columns.get(&column.id), before.columns.get(&column.id)) {
                let cell = sheet::get(old, known.row, *was);
                if edit.put(table, line.row, *at, cell).is_some() {
                    copied += 1;
                }
            }
        }
    }
    edit.rows(table);
    edit.head(table);
    edit.fault(copied > 1, format!("{copied} figures of {} are last period's", table.file))
}

fn file_of_other_area(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = titled(subject, random)?;
    let others: Vec<&Table> = subject
        .tables
        .iter()
        .filter(|other| other.list == table.list && other.file != table.file && other.area.is_some())
        .collect();
    let other = *random.one(&others)?;
    table.area.as_ref()?;
    let mut edit = Edit::new(subject);
    let from = subject.sheet(other)?.clone();
    let to = edit.sheet(table)?;
    let head = sheet::index(table.heading?);
    // The title stays; the table is the other area's.
    let mut rows: Vec<_> = to.rows.iter().take(head).cloned().collect();
    rows.extend(from.rows.into_iter().skip(sheet::index(other.heading?)));
    to.rows = rows;
    edit.head(table);
    let last = table.heading? + other.ends().1 - other.heading?;
    (0..=last).for_each(|row| edit.row(table, row));
    edit.fault(true, format!("{} holds the table of {}", table.file, other.file))
}

fn sheet_twice(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = titled(subject, random)?;
    let name = *random.one(&["Copy", "Sheet2", "Return (2)", "v2"])?;
    copies(subject, table, &[name])
}

fn month_sheets(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = titled(subject, random)?;
    copies(subject, table, &["October", "November"])
}

fn copies(subject: &Subject, table: &Table, names: &[&str]) -> Option<Fault> {
    let sheet = subject.sheet(table)?.clone();
    let mut edit = Edit::new(subject);
    for name in names {
        let mut copy = sheet.clone();
        copy.name = (*name).to_string();
        edit.book(&table.file)?.sheets.push(copy);
        let mut there = table.clone();
        there.sheet = (*name).to_string();
        edit.rows(&there);
        edit.head(&there);
    }
    edit.rows(table);
    // Where the form names the sheet, another one is nobody's table; it still holds figures that nothing uses.
    edit.fault(true, format!("{} stands again as {}", table.sheet, names.join(", ")))
}

fn old_sheet(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, before) = pair(subject, random)?;
    let mut old = subject.before.get(&before.file)?.sheets.iter().find(|sheet| sheet.name == before.sheet)?.clone();
    old.name = "Last time".to_string();
    let mut edit = Edit::new(subject);
    edit.book(&table.file)?.sheets.push(old);
    let mut there = before.clone();
    (there.file, there.sheet) = (table.file.clone(), "Last time".to_string());
    edit.rows(&there);
    edit.head(&there);
    edit.rows(table);
    edit.fault(true, "last period's sheet stands beside this one's")
}

fn two_files(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = titled(subject, random)?;
    let area = subject.form.area(table.area.as_deref()?)?;
    let name = format!("{} (2).xlsx", area.name.replace(['/', ':'], " "));
    let grid = subject.now.get(&table.file)?.clone();
    let mut edit = Edit::new(subject);
    edit.changed.insert(name.clone(), Some(Content::Grid(grid)));
    edit.whole(&name);
    edit.whole(&table.file);
    spot_file(&mut edit, subject, &name, &table.file, table);
    edit.fault(true, format!("{name} is a second return of the area"))
}

fn text_again(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (table, before) = pair(subject, random)?;
    let old = subject.before.get(&before.file)?.sheets.iter().find(|sheet| sheet.name == before.sheet)?;
    let list = subject.list(table)?;
    let line = random.one(&table.items()).copied()?;
    let key = |table: &Table, sheet: &crate::workbook::SheetText, row: u32| {
        let at = table.columns.get(&list.key).copied().unwrap_or_default();
        sheet::words(&sheet::get(sheet, row, at)).to_lowercase()
    };
    let own = key(table, subject.sheet(table)?, line.row);
    let known = before.lines.iter().find(|known| key(before, old, known.row) == own)?;
    let moved = list.columns.iter().any(|column| {
        let figure = |cell: CellText| column.kind.is_figure().then(|| sheet::number(&cell)).flatten();
        let was = before.columns.get(&column.id).and_then(|at| figure(sheet::get(old, known.row, *at)));
        was.is_some() && was != figure(subject.cell(table, line.row, &column.id))
    });
    let mut edit = Edit::new(subject);
    for column in
        list.columns.iter().filter(|column| column.kind == piperoll::form::Kind::Text && column.id != list.label)
    {
        if let (Some(at), Some(was)) = (table.columns.get(&column.id), before.columns.get(&column.id)) {
            let words = sheet::get(old, known.row, *was);
            // Words of a few letters ('n/a') say nothing of a period.
            if sheet::words(&words).len() > 40 {
                edit.put(table, line.row, *at, words);
            }
        }
    }
    edit.fault(moved, format!("the words of row {} are last period's", line.row + 1))
}
