//! A packed workbook from its parts as text. A packed file whose bytes are changed is a damaged archive, nearly always; so the fuzzer
//! changes what is to be packed:
//!
//! ```text
//! xlsx
//! ==> xl/worksheets/sheet1.xml
//! <worksheet>…
//! ```
//!
//! Parts that an .xlsx or .ods needs and that are not given are those of a small one.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What stands before the name of a part.
const MARK: &[u8] = b"==> ";

/// The endings that the first line may name; where it names none of them it is the first.
const ENDINGS: [&str; 4] = ["xlsx", "xlsm", "xlsb", "ods"];

const XLSX: [(&str, &str); 6] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Return" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    (
        "xl/worksheets/sheet1.xml",
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" s="1"><v>1</v></c></row></sheetData></worksheet>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/></fonts><fills><fill/></fills><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
    ),
];

const ODS: [(&str, &str); 2] = [
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    (
        "META-INF/manifest.xml",
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#,
    ),
];

/// The ending of a workbook and its bytes.
pub fn pack(text: &[u8]) -> (&'static str, Vec<u8>) {
    let (first, rest) = split_line(text);
    let ending = ENDINGS.into_iter().find(|ending| ending.as_bytes() == first).unwrap_or(ENDINGS[0]);
    let mut parts = parts(rest);
    let skeleton: &[(&str, &str)] = match ending {
        "ods" => &ODS,
        "xlsb" => &[],
        _ => &XLSX,
    };
    for (name, content) in skeleton {
        if !parts.iter().any(|(known, _)| known == name) {
            parts.push(((*name).to_string(), content.as_bytes().to_vec()));
        }
    }
    (ending, packed(&parts))
}

/// The text of such parts.
pub fn text(ending: &str, parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut text = ending.as_bytes().to_vec();
    for (name, content) in parts {
        text.push(b'\n');
        text.extend(MARK);
        text.extend(name.as_bytes());
        text.push(b'\n');
        text.extend(content);
    }
    text
}

fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&text[..end], &text[end + 1..]),
        None => (text, &[]),
    }
}

fn parts(text: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for line in text.split(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(MARK) {
            parts.push((String::from_utf8_lossy(name).into_owned(), Vec::new()));
        } else if let Some((_, content)) = parts.last_mut() {
            if !content.is_empty() {
                content.push(b'\n');
            }
            content.extend(line);
        }
    }
    parts
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        // A name that stands there twice is refused; the first one is kept.
        if zip.start_file(name.as_str(), stored).is_ok() {
            let _ = zip.write_all(content);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
