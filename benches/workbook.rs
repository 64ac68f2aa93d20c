//! The consolidated workbook beside what bare rust_xlsxwriter takes to write the same cells, with as many formats, tables and
//! formulas: `cargo bench --no-default-features --bench workbook`. Prints the table that docs/performance.md holds.

#![allow(clippy::print_stdout, reason = "its output is the table")]
#![allow(clippy::float_arithmetic, reason = "times are no money")]

mod clock;
mod made;
#[path = "../tests/support/workbook.rs"]
mod workbook;

use std::hint::black_box;
use std::io::{Cursor, Read as _};
use std::time::Duration;

use calamine::{Data, Reader, Xlsx};
use clock::timed;
use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::render::Audience;
use piperoll::render::xlsx::xlsx;
use rust_xlsxwriter::{Format, Formula, Table, Workbook};

/// Schemes in all; they are spread over the areas.
const SIZES: [usize; 3] = [40, 400, 4_000];

/// The best of so many runs counts: what else the machine does only ever adds.
const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("| schemes | cells | formulas | formats | tables | rust_xlsxwriter | ours | times rust_xlsxwriter |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for size in SIZES {
        let folder = tempfile::tempdir()?;
        made::collection(folder.path(), size)?;
        let inputs = Inputs::read(&Collection::open(folder.path())?, &Options::default())?;
        let report = inputs.examine()?.report()?;
        let book = Book::of(&xlsx(&report, Audience::Council)?)?;
        // In turns, so that what else the machine does meets both alike.
        let (mut bare_time, mut our_time) = (Duration::MAX, Duration::MAX);
        for _ in 0..RUNS {
            black_box(timed(&mut bare_time, || book.written())?);
            black_box(timed(&mut our_time, || xlsx(&report, Audience::Council))?);
        }
        let cells = book.sheets.iter().flat_map(|sheet| &sheet.cells);
        println!(
            "| {size} | {} | {} | {} | {} | {:.2} s | {:.2} s | {:.2} |",
            cells.clone().count(),
            cells.filter(|(.., cell)| matches!(cell, Cell::Formula(..))).count(),
            book.formats.len(),
            book.sheets.iter().filter(|sheet| sheet.has_table).count(),
            bare_time.as_secs_f64(),
            our_time.as_secs_f64(),
            our_time.as_secs_f64() / bare_time.as_secs_f64(),
        );
    }
    Ok(())
}

/// What stands in a workbook, for writing it again.
struct Book {
    sheets: Vec<Sheet>,
    formats: Vec<Format>,
}

struct Sheet {
    name: String,
    cells: Vec<(u32, u16, Cell)>,
    has_table: bool,
}

enum Cell {
    Text(String),
    Number(f64),
    /// With its stored result.
    Formula(String, String),
}

impl Book {
    fn of(bytes: &[u8]) -> Result<Book, Box<dyn std::error::Error>> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
        let mut package = zip::ZipArchive::new(Cursor::new(bytes))?;
        let mut styles = String::new();
        package.by_name("xl/styles.xml")?.read_to_string(&mut styles)?;
        let formats = styles.split("<cellXfs").nth(1).and_then(|rest| rest.split("</cellXfs").next());
        let formats = formats.map_or(1, |formats| formats.matches("<xf ").count());
        let tables = package.file_names().flatten().filter(|name| name.starts_with("xl/tables/")).count();
        let mut sheets = Vec::new();
        for name in workbook.sheet_names() {
            let values = workbook.worksheet_range(&name)?;
            let formulas = workbook.worksheet_formula(&name)?;
            let mut cells = Vec::new();
            let (first_row, first_column) = values.start().unwrap_or_default();
            for (row, column, value) in values.used_cells() {
                let at = (first_row + u32::try_from(row)?, first_column + u32::try_from(column)?);
                let formula = formulas.get_value(at).filter(|formula| !formula.is_empty());
                let cell = match (formula, value) {
                    (Some(formula), result) => Cell::Formula(formula.clone(), result.to_string()),
                    (None, Data::Float(number)) => Cell::Number(*number),
                    (None, other) => Cell::Text(other.to_string()),
                };
                cells.push((at.0, u16::try_from(at.1)?, cell));
            }
            let has_table = sheets.len() < tables;
            sheets.push(Sheet { name, cells, has_table });
        }
        let formats = (0..formats).map(|number| Format::new().set_num_format(format!("0.00;-0.00;{number}")));
        Ok(Book { sheets, formats: formats.collect() })
    }

    /// Written by rust_xlsxwriter, with nothing thought of but what stands where.
    fn written(&self) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let mut workbook = Workbook::new();
        let mut number = 0;
        for sheet in &self.sheets {
            let worksheet = workbook.add_worksheet();
            worksheet.set_name(&sheet.name)?;
            for (row, column, cell) in &sheet.cells {
                number = (number + 1) % self.formats.len().max(1);
                let format = &self.formats[number];
                match cell {
                    Cell::Text(text) => worksheet.write_string_with_format(*row, *column, text, format)?,
                    Cell::Number(value) => worksheet.write_number_with_format(*row, *column, *value, format)?,
                    Cell::Formula(formula, result) => {
                        let formula = Formula::new(formula).set_result(result);
                        worksheet.write_formula_with_format(*row, *column, formula, format)?
                    }
                };
            }
            if sheet.has_table {
                // Beside the cells, so that it writes nothing over them.
                let (last, right) = (sheet.cells.len().min(500), sheet.cells.iter().map(|cell| cell.1).max());
                let right = right.unwrap_or_default() + 2;
                worksheet.add_table(0, right, u32::try_from(last)? + 1, right + 1, &Table::new())?;
            }
        }
        Ok(workbook.save_to_buffer()?)
    }
}
