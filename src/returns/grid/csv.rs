//! A .csv: the texts that a sheet showed, in one of many encodings and with one of many signs between them. It has one sheet, and
//! its cells are texts as typed.

use std::collections::BTreeMap;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Gathered, Raw, Workbook, damaged};
use crate::returns::look::Sight;
use crate::source::Address;

/// The rows and columns that a sheet has room for in any spreadsheet program.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// So many rows decide which sign stands between the fields.
const LOOKED_AT: usize = 200;

/// Signs between fields; the first of two that serve alike is taken.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// Error values, as they are shown.
pub(in crate::returns) const ERRORS: [&str; 9] =
    ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];

/// Reads the one sheet of a .csv; it is called after the file, as a spreadsheet program calls it.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Workbook, String> {
    let text = decoded(bytes)
        .ok_or("it is called .csv, but its content is no text: save the return as .xlsx and send that")?;
    let (delimiter, text) = delimited(&text);
    let mut gathered = Gathered::new();
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    gathered.start(&name, calamine::SheetVisible::Visible);
    let mut stray_quotes = Vec::new();
    let mut reader = reader(delimiter, text);
    let mut record = StringRecord::new();
    let (mut row, mut start) = (0u32, 0usize);
    while reader.read_record(&mut record).map_err(damaged)? {
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let part = text.get(start..end).unwrap_or_default();
        start = end;
        // The reader passes over blank lines, and they are rows.
        let blank = part.bytes().take_while(|byte| *byte == b'\n').count();
        row = row.saturating_add(u32::try_from(blank).unwrap_or(u32::MAX));
        if row >= MOST_ROWS || record.len() > MOST_COLUMNS as usize {
            return Err(format!(
                "the text has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns; take out what is not the return"
            ));
        }
        for (column, field) in (0u32..).zip(&record) {
            gathered.insert(Address::new(row, column), cell(field))?;
        }
        let strays = strays(part, delimiter);
        stray_quotes.extend(strays.into_iter().map(|column| Address::new(row, column)));
        row = row.saturating_add(1);
    }
    Ok(Workbook { stray_quotes, ..gathered.finish(&[], Sight::Text) })
}

/// What a field shows. '="001"' is how people keep the noughts of a text.
fn cell(field: &str) -> Raw {
    let typed = field.trim();
    let kept = typed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|rest| !rest.contains('"'));
    // '####' is what stood there while the column was too narrow.
    let is_error = ERRORS.contains(&typed) || typed.len() > 1 && typed.bytes().all(|byte| byte == b'#');
    match kept {
        Some(kept) => Raw::Text(kept.to_string()),
        None if is_error => Raw::Error(typed.to_string()),
        None => Raw::Text(field.to_string()),
    }
}

/// The text of a file with its lines ended by '\n' alone; `None` if it is none.
pub(super) fn decoded(bytes: &[u8]) -> Option<String> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| (without_mark(bytes), 0));
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
    // The end of a file in the days of MS-DOS.
    let text = text.trim_end_matches('\u{1a}');
    (!text.contains('\0')).then(|| text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The encoding of a text that does not say it: UTF-8 holds together by itself, UTF-16 of English text has a nought in every
/// second byte, and what Windows writes else is Windows-1252.
fn without_mark(bytes: &[u8]) -> &'static Encoding {
    let pairs = bytes.len() / 2;
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    let (most, few) = ((pairs / 2).max(2), pairs / 20);
    match (high_first, low_first) {
        (0, 0) if std::str::from_utf8(bytes).is_ok() => UTF_8,
        (high, low) if high > most && low <= few => UTF_16BE,
        (high, low) if low > most && high <= few => UTF_16LE,
        _ => WINDOWS_1252,
    }
}

/// The sign between the fields, and the text without the line that says it ('sep=;'). Else it is the one by which most rows are
/// equally wide.
pub(super) fn delimited(text: &str) -> (u8, &str) {
    let line = text.split('\n').next().unwrap_or_default();
    let said = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| line.as_bytes().get(4));
    if let Some(sign) = said {
        // The line stays a row, though an empty one: addresses are those of the file as it was sent.
        return (*sign, text.get(line.len()..).unwrap_or_default());
    }
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| alike(text, *delimiter));
    (best.unwrap_or(b','), text)
}

/// How many rows are of the width that most are of, and that width; none where fields are not parted at all.
pub(super) fn alike(text: &str, delimiter: u8) -> (usize, usize) {
    let mut widths = BTreeMap::new();
    let mut reader = reader(delimiter, text);
    for record in reader.records().take(LOOKED_AT).flatten().filter(|record| record.len() > 1) {
        *widths.entry(record.len()).or_insert(0usize) += 1;
    }
    widths.into_iter().map(|(width, rows)| (rows, width)).max().unwrap_or_default()
}

fn reader(delimiter: u8, text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// The fields of a record in which a quote stands that ends them too soon ('"the "Hub" project"'): by their column.
fn strays(record: &str, delimiter: u8) -> Vec<u32> {
    let mut strays = Vec::new();
    let (mut column, mut quoted, mut begun) = (0u32, false, false);
    let mut letters = record.trim_start_matches('\n').bytes().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            b'"' if !begun => (quoted, begun) = (true, true),
            b'"' if quoted => match letters.peek() {
                Some(b'"') => drop(letters.next()),
                Some(next) if *next != delimiter && *next != b'\n' => {
                    quoted = false;
                    strays.push(column);
                }
                _ => quoted = false,
            },
            letter if letter == delimiter && !quoted => (column, begun) = (column.saturating_add(1), false),
            _ => begun = true,
        }
    }
    if quoted {
        strays.push(column);
    }
    strays.dedup();
    strays
}

#[cfg(test)]
mod tests {
    use encoding_rs::ISO_8859_15;

    use super::super::{LONGEST_TEXT, MOST_CELLS, Sheet, read_workbook};
    use super::*;

    fn sheet(bytes: &[u8]) -> Sheet {
        read_workbook(Path::new("returns/housing Q3.csv"), bytes).unwrap().sheets.remove(0)
    }

    fn cells(bytes: &[u8]) -> Vec<(String, String)> {
        sheet(bytes).cells.iter().map(|(at, raw)| (at.to_string(), raw.text())).collect()
    }

    fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_cells() {
        let text = "Scheme,Target (£k)\r\nCafé – closed,\"1,204\"\r\n";
        let expected = [("A1", "Scheme"), ("B1", "Target (£k)"), ("A2", "Café – closed"), ("B2", "1,204")];
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        let plain = text.as_bytes().to_vec();
        for bytes in [
            plain.clone(),
            marked(b"\xef\xbb\xbf", plain),
            wide(text, u16::to_le_bytes),
            wide(text, u16::to_be_bytes),
            marked(b"\xff\xfe", wide(text, u16::to_le_bytes)),
            marked(b"\xfe\xff", wide(text, u16::to_be_bytes)),
            WINDOWS_1252.encode(text).0.into_owned(),
        ] {
            assert_eq!(cells(&bytes), expected.map(|(at, text)| (at.to_string(), text.to_string())), "{bytes:?}");
        }
        assert_eq!(&*sheet(b"a,b").name, "housing Q3");
        assert_ne!(ISO_8859_15.encode(text).0, WINDOWS_1252.encode(text).0);
    }

    #[test]
    fn the_sign_between_fields_is_found() {
        for (text, expected) in [
            ("a,b,c\n1,2,3", 3),
            ("a;b;c\n\"1,204\";2,5;3\n1,204;2,5;3", 3),
            ("Savings, by scheme\t\t\na\tb\tc\n1,204\t2,5\t3", 3),
            ("a|b|c\n1|2|3", 3),
            ("sep=;\na,b;c,d;e,f\n1;2;3", 3),
            ("SEP=|\na,b|c|d\n1,2|3|4", 3),
            ("sep=\t\na,b\tc\td\n1,2\t3\t4", 3),
            ("one column\n1\n2", 1),
            ("a, b and c\n1", 2),
        ] {
            let sheet = sheet(text.as_bytes());
            let widest = sheet.cells.keys().map(|at| at.column + 1).max();
            assert_eq!(widest, Some(expected), "{text}");
        }
    }

    #[test]
    fn rows_are_those_that_a_spreadsheet_shows() {
        let text = "sep=,\r\n\r\nTitle\r\n\r\na,b,c\r\n\"line\r\nbreak\",2\r\n1,2,3,4\r,,\n\n'=\"001\",\"=\"\"001\"\"\",=\"02\",#REF!,####,\x1a";
        let expected = [
            ("A3", "Title"),
            ("A5", "a"),
            ("B5", "b"),
            ("C5", "c"),
            ("A6", "line\nbreak"),
            ("B6", "2"),
            ("A7", "1"),
            ("B7", "2"),
            ("C7", "3"),
            ("D7", "4"),
            ("A10", "'=\"001\""),
            ("B10", "001"),
            ("C10", "02"),
            ("D10", "#REF!"),
            ("E10", "####"),
        ];
        assert_eq!(cells(text.as_bytes()), expected.map(|(at, text)| (at.to_string(), text.to_string())));
        let errors: Vec<bool> =
            sheet(text.as_bytes()).cells.values().rev().take(3).map(|raw| matches!(raw, Raw::Error(_))).collect();
        assert_eq!(errors, [true, true, false]);
    }

    #[test]
    fn a_quote_that_ends_a_field_too_soon_is_told() {
        let read = |text: &str| {
            let book = read_workbook(Path::new("x.csv"), text.as_bytes()).unwrap();
            book.stray_quotes.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(read("a,\"the \"Hub\" project\",c\n1,\"2\" x,3\n"), ["B1", "B2"]);
        assert_eq!(read("a,\"the \"\"Hub\"\" project\",12\" pipe,=\"1\"\n\"line\n\"\"\",\"\",2"), [""; 0]);
        assert_eq!(read("a,b\n1,\"never ended\n2,3\n"), ["B2"]);
    }

    #[test]
    fn limits_are_those_of_workbooks() {
        for (text, expected) in [
            ("x,".repeat(MOST_CELLS + 1), "16384 columns"),
            ("x\n".repeat(MOST_CELLS + 1), "filled cells"),
            ("x".repeat(LONGEST_TEXT + 1), "longer than"),
            (format!("{}x", "\n".repeat(1_048_576)), "1048576 rows"),
        ] {
            let why = read_workbook(Path::new("x.csv"), text.as_bytes()).unwrap_err();
            assert!(why.contains(expected), "{expected}: {why}");
        }
    }
}
