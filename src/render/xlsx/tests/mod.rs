//! The workbook read back: with another library (calamine), and part by part as XML.

mod formulas;
mod printed;
mod shown;
mod traced;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Data, Range, Reader as _, Xlsx};
use rust_decimal::Decimal;

use super::*;
use crate::finding::{ExplainedBy, Family, Finding, Severity, Status};
use crate::formula::{Expr, Operator};
use crate::render::fixture::{self, column, figure, hostile_report, label, report, section, table};
use crate::report::{
    At, Block, Cell, CellValue, Expression, Holds, NumberFormat, Origin, Report, Row, RowKind, SourceFile,
};
use crate::source::{Address, Place};

fn findings() -> Vec<Finding> {
    let place = Place::cell("returns/2022-23-q3/living-at-home.xlsx", "Return", Address::new(16, 5));
    let mut total = Finding {
        message: "The total of 'Achieved to date' is stated as 5,654 (£000s); its rows add up to 5,369: +285.".into(),
        help: "Mend the cell, or set the stated figure aside.".into(),
        area: Some("living-at-home".into()),
        column: Some("achieved".into()),
        stated_text: Some("5,654".into()),
        status: Status::Explained,
        explained_by: Some(ExplainedBy {
            kind: "set-aside",
            role: "Section 151 officer".into(),
            date: "2023-01-12".into(),
            words: "The typed total kept a line that was taken out in December.".into(),
            stands: Some("5369".into()),
            until: None,
            due: None,
            line: 12,
        }),
        related: vec![place.at(Address::new(5, 5)), place.at(Address::new(6, 5))],
        demanded_by: Some(Place::line("piperoll.toml", 41)),
        ..Finding::new("column-total", Family::Total, Severity::Error, place)
    }
    .figures("thousands", Some(Decimal::from(5_654)), Some(Decimal::from(5_369)));
    total.identify();
    let mut unused = Finding {
        message: "=cmd|' /C calc'!A0".into(),
        ..Finding::new("decision-unused", Family::Decision, Severity::Query, Place::line("decisions.toml", 3))
    };
    unused.identify();
    unused.related = (0..1_254).map(|row| Place::cell("x.xlsx", "Return", Address::new(row, 0))).collect();
    vec![total, unused]
}

fn files() -> Vec<SourceFile> {
    vec![
        SourceFile { path: "piperoll.toml".into(), sha256: "ab".repeat(32), role: "form" },
        SourceFile { path: "returns/2022-23-q3/living-at-home.xlsx".into(), sha256: "0f".repeat(32), role: "return" },
    ]
}

/// The report with the findings and files above.
fn complete(report: &Report) -> Report {
    Report { findings: findings(), files: files(), ..report.clone() }
}

/// A workbook read back.
struct Read {
    names: Vec<String>,
    values: BTreeMap<String, Range<Data>>,
    formulas: BTreeMap<String, Range<String>>,
    /// The parts of the package by path.
    parts: BTreeMap<String, String>,
}

impl Read {
    fn of(bytes: &[u8]) -> Read {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
        let names = book.sheet_names().to_vec();
        let values = names.iter().map(|name| (name.clone(), book.worksheet_range(name).unwrap())).collect();
        let formulas = names.iter().map(|name| (name.clone(), book.worksheet_formula(name).unwrap())).collect();
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..package.len() {
            let mut part = package.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            parts.insert(part.name().unwrap().into_owned(), text);
        }
        Read { names, values, formulas, parts }
    }

    fn value(&self, sheet: &str, address: &str) -> &Data {
        let (row, column) = position(address);
        self.values[sheet].get_value((row, column)).unwrap_or(&Data::Empty)
    }

    fn formula(&self, sheet: &str, address: &str) -> &str {
        let (row, column) = position(address);
        self.formulas[sheet].get_value((row, column)).map_or("", String::as_str)
    }

    fn text(&self, sheet: &str, address: &str) -> String {
        self.value(sheet, address).to_string()
    }

    fn sheets(&self) -> impl Iterator<Item = (&String, &String)> {
        self.parts.iter().filter(|(path, _)| path.starts_with("xl/worksheets/sheet"))
    }

    fn tables(&self) -> Vec<&String> {
        self.parts.iter().filter(|(path, _)| path.starts_with("xl/tables/")).map(|(_, xml)| xml).collect()
    }

    /// The row under the heading row, counted from 0.
    fn first_row(&self, sheet: &str, heading: &str) -> u32 {
        let range = &self.values[sheet];
        let (start, end) = (range.start().unwrap().0, range.end().unwrap().0);
        let is_heading = |row: &u32| range.get_value((*row, 0)).is_some_and(|value| *value == *heading);
        (start..=end).find(is_heading).unwrap() + 1
    }
}

fn position(address: &str) -> (u32, u32) {
    let letters: String = address.chars().take_while(char::is_ascii_alphabetic).collect();
    let column = letters.bytes().fold(0_u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    (address[letters.len()..].parse::<u32>().unwrap() - 1, column)
}

fn attribute<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    xml.split(&format!(" {name}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn rendered(report: &Report) -> Read {
    Read::of(&xlsx(&complete(report), Audience::Council).unwrap())
}

/// A report with these tables alone.
fn with(tables: Vec<Table>) -> Report {
    let mut report = report();
    report.sections = vec![section("all", "All", false, tables.into_iter().map(Block::Table).collect())];
    report
}

fn number(number: Decimal, origin: Origin) -> Cell {
    let format = NumberFormat::Money { decimals: 0, parentheses: false };
    figure(number, format, &number.round().to_string(), origin)
}

fn at(table: &str, row: usize, column: usize) -> At {
    At { table: table.into(), row, column }
}

fn item(cells: Vec<Cell>) -> Row {
    Row { kind: RowKind::Item, level: 0, cells }
}
