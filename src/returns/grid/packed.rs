//! A look over a packed workbook (.xlsx, .xlsm, .xlsb, .ods) before anything is read from it: what its parts hold unpacked,
//! counted and not taken from what the file says of itself.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::kind::{self, PASSWORD};
use super::look::Parts;
use super::{MOST_CELLS, MOST_PARTS, MOST_TEXT, MOST_UNPACKED, damaged, too_much};

/// What kind of workbook the parts make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    Other,
}

/// What was seen.
pub(super) struct Package {
    /// The kind.
    pub(super) kind: Kind,
    /// What it is if it is no workbook, and what to do.
    pub(super) other: (&'static str, &'static str),
    /// The largest part's size, unpacked.
    pub(super) largest: u64,
    /// The parts that may be XML, so that none is unpacked twice to be looked at. Only for .xlsx and .ods.
    pub(super) parts: Parts,
}

/// The most elements of a style sheet. Excel itself holds 64,000 cell formats at most.
const MOST_STYLES: usize = 300_000;

/// Unpacks every part, keeping those that are looked at later, and stops at the first limit.
pub(super) fn inspect(bytes: &[u8]) -> Result<Package, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(too_much("the workbook", "parts", archive.len() as u64, MOST_PARTS as u64));
    }
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_lowercase()).collect();
    let other = kind::packed(names.iter().map(String::as_str));
    let mut package = Package { kind: Kind::Other, other, largest: 0, parts: Parts::default() };
    let mut unpacked = 0;
    // Of a workbook with a password nothing is XML, and which parts are encrypted stands in one that may come last.
    let (mut encrypted, mut wrong) = (false, Ok(()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
                PASSWORD.to_string()
            }
            other => damaged(other),
        })?;
        let name = part.name().map_err(damaged)?.replace('\\', "/").to_lowercase();
        let mut content = Vec::new();
        let room = MOST_UNPACKED - unpacked;
        part.by_ref().take(room + 1).read_to_end(&mut content).map_err(damaged)?;
        let size = content.len() as u64;
        if size > room {
            return Err(format!(
                "the workbook unpacks to more than {MOST_UNPACKED} bytes; take out what is not the return"
            ));
        }
        unpacked += size;
        package.largest = package.largest.max(size);
        match name.as_str() {
            "mimetype" if content.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => {
                package.kind = Kind::Ods;
            }
            "xl/workbook.bin" => package.kind = Kind::Xlsb,
            "[content_types].xml" if package.kind == Kind::Other => {
                // Another Office file has one too; it does not speak of spreadsheets.
                let speaks_of_sheets = super::contains(&content, b"spreadsheetml");
                package.kind = if speaks_of_sheets { Kind::Xlsx } else { Kind::Other };
            }
            "meta-inf/manifest.xml" => encrypted = super::contains(&content, b"encryption-data"),
            name if name.ends_with("sharedstrings.xml") => wrong = wrong.and(check_shared_strings(&content)),
            name if name.ends_with("styles.xml") => wrong = wrong.and(check_styles(&content)),
            _ => {}
        }
        package.parts.keep(&name, content);
    }
    if encrypted {
        return Err(PASSWORD.to_string());
    }
    wrong?;
    if !matches!(package.kind, Kind::Xlsx | Kind::Ods) {
        package.parts = Parts::default();
    }
    Ok(package)
}

/// The library makes room for as many texts as the part says it has.
fn check_shared_strings(content: &[u8]) -> Result<(), String> {
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "sst" => {
                for attribute in element.attributes().with_checks(false) {
                    let attribute = attribute.map_err(damaged)?;
                    let count = attribute.value.trim().parse::<usize>();
                    if attribute.key.local_name().as_ref() == "uniqueCount"
                        && count.is_ok_and(|count| count > MOST_CELLS)
                    {
                        return Err(format!(
                            "the workbook says that it has {} different texts, and a return of at most {MOST_CELLS} is taken",
                            attribute.value
                        ));
                    }
                }
                return Ok(());
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The library keeps a style for every cell format, each with its own copy of the names in it.
fn check_styles(content: &[u8]) -> Result<(), String> {
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let (mut elements, mut longest) = (0usize, 0usize);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) | Event::Empty(element) => {
                elements += 1;
                longest = longest.max(element.len());
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        if elements > MOST_STYLES || elements.saturating_mul(longest) > 4 * MOST_TEXT {
            return Err(
                "the workbook has more cell formats than a return can need: copy the return to a new workbook and send that"
                    .to_string(),
            );
        }
    }
}
