//! Headings and units.

use piperoll::form::Column;
use piperoll::money::Unit;

use super::{Kind, amounts, is_of_items, look, table, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Subject, Table};
use crate::workbook::CellText;

/// The kinds.
pub const KINDS: &[Kind] = &[
    look("heading-renamed", "a heading in words the form does not know", |s, r| {
        heading(s, r, |_, r| {
            r.one(&["Amount", "Figure A", "Value for the committee", "Sum agreed"]).map(ToString::to_string)
        })
    }),
    look("heading-misspelt", "a heading misspelt", |s, r| heading(s, r, misspelt)),
    wrong("heading-missing", "a heading left blank", |s, r| heading(s, r, |_, _| Some(String::new()))),
    wrong("heading-doubled", "a heading over two columns", doubled),
    look("heading-two-rows", "a heading over two rows", two_rows),
    wrong("heading-other-year", "a heading of another year", |s, r| heading(s, r, |was, _| other_year(was))),
    wrong("unit-in-heading", "another unit in a heading", |s, r| heading(s, r, |was, _| other_unit(was))),
    wrong("unit-row", "a row of another unit under the headings", unit_row),
    wrong("unit-above", "another unit said above the table", unit_above),
    look("heading-merged-word", "a note in brackets behind a heading", |s, r| {
        heading(s, r, |was, _| Some(format!("{was} (as reported to the board)")))
    }),
];

fn heading(subject: &Subject, random: &mut Random, to: fn(&str, &mut Random) -> Option<String>) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some())?;
    let (column, at) = given(subject, table, random)?;
    heading_of(subject, table, &column.id, at, random, to)
}

fn given<'a>(subject: &'a Subject, table: &Table, random: &mut Random) -> Option<(&'a Column, u32)> {
    let columns = amounts(subject, table);
    random.one(&columns).copied()
}

fn heading_of(
    subject: &Subject,
    table: &Table,
    id: &str,
    at: u32,
    random: &mut Random,
    to: fn(&str, &mut Random) -> Option<String>,
) -> Option<Fault> {
    let row = table.heading?;
    let was = sheet::words(&sheet::get(subject.sheet(table)?, row, at));
    let new = to(&was, random)?;
    if was.is_empty() || was == new {
        return None;
    }
    let mut edit = Edit::new(subject);
    let cell = if new.is_empty() { CellText::Blank } else { sheet::text(new.clone()) };
    edit.put(table, row, at, cell.clone())?;
    // Where the headings stand once more, they are as wrong there.
    for again in table.ends().0..=table.ends().1 {
        if sheet::words(&sheet::get(subject.sheet(table)?, again, at)) == was {
            edit.put(table, again, at, cell.clone());
        }
    }
    edit.whole(&table.file);
    edit.fault(true, format!("the heading '{was}' of {id} is '{new}'"))
}

fn misspelt(was: &str, random: &mut Random) -> Option<String> {
    let letters: Vec<char> = was.chars().collect();
    let places: Vec<usize> = (1..letters.len())
        .filter(|place| letters[*place].is_alphabetic() && letters[place - 1].is_alphabetic())
        .collect();
    let place = *random.one(&places)?;
    let mut letters = letters;
    letters.remove(place);
    Some(letters.into_iter().collect())
}

/// The years in a text, each one later.
fn other_year(was: &str) -> Option<String> {
    let pairs = [
        ("2022/23", "2021/22"),
        ("2017/18", "2016/17"),
        ("31/03/23", "31/03/24"),
        ("31 March 2023", "31 March 2024"),
        ("31.03.2023", "31.03.2024"),
        ("31ST MARCH 2023", "31ST MARCH 2024"),
        ("2018/19", "2022/23"),
        ("2019/20", "2023/24"),
        ("2020/21", "2024/25"),
        ("2024/25", "2023/24"),
        ("2025/26", "2026/27"),
    ];
    pairs.iter().find(|(stands, _)| was.contains(stands)).map(|(stands, comes)| was.replace(stands, comes))
}

fn other_unit(was: &str) -> Option<String> {
    let pairs =
        [("(£000s)", "(£)"), ("(£000S)", "(£)"), ("£000's", "£"), ("£000", "£"), ("(£m)", "(£)"), ("(£)", "(£000s)")];
    pairs.iter().find(|(stands, _)| was.contains(stands)).map(|(stands, comes)| was.replace(stands, comes))
}

fn doubled(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some() && amounts(subject, table).len() > 1)?;
    let row = table.heading?;
    let columns = amounts(subject, table);
    let ((_, one), (_, other)) = (random.one(&columns).copied()?, random.one(&columns).copied()?);
    let cell = sheet::get(subject.sheet(table)?, row, one);
    let mut edit = Edit::new(subject);
    edit.put(table, row, other, cell)?;
    edit.whole(&table.file);
    edit.fault(true, "two columns have one heading")
}

fn two_rows(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some())?;
    let row = table.heading?;
    let (column, at) = given(subject, table, random)?;
    let was = sheet::words(&sheet::get(subject.sheet(table)?, row, at)).replace('\n', " ");
    let (above, below) = was.split_once(' ')?;
    let mut edit = Edit::new(subject);
    let there = edit.sheet(table)?;
    sheet::set(there, row, at, sheet::text(above));
    sheet::insert(there, row + 1, {
        let mut cells = vec![CellText::Blank; sheet::index(at)];
        cells.push(sheet::text(below));
        cells
    });
    edit.row(table, row);
    edit.row(table, row + 1);
    edit.whole(&table.file);
    edit.fault(true, format!("the heading '{was}' of {} stands in two rows", column.id))
}

fn contradicting(column: &Column) -> &'static str {
    if column.unit() == Unit::Pounds { "£000" } else { "£" }
}

fn unit_row(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some())?;
    let row = table.heading? + 1;
    let columns = amounts(subject, table);
    let mut cells = vec![CellText::Blank; sheet::index(table.after())];
    for (column, at) in columns {
        *cells.get_mut(sheet::index(at))? = sheet::text(contradicting(column));
    }
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, row, cells);
    edit.row(table, row);
    edit.row(table, row - 1);
    edit.whole(&table.file);
    edit.fault(true, "a row under the headings says another unit")
}

fn unit_above(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let tables: Vec<&Table> =
        subject.tables.iter().filter(|table| is_of_items(subject, table) && table.heading.is_some()).collect();
    let table = random.one(&tables)?;
    let row = table.heading?;
    let (column, _) = given(subject, table, random)?;
    let unit = contradicting(column);
    let words = if unit == "£" { "All figures in £ (whole pounds)" } else { "All figures in £000s" };
    let mut edit = Edit::new(subject);
    sheet::insert(edit.sheet(table)?, row, vec![sheet::text(words)]);
    edit.row(table, row);
    edit.row(table, row + 1);
    edit.whole(&table.file);
    edit.fault(true, format!("'{words}' stands above the table"))
}
