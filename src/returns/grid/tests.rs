use std::io::Write;
use std::path::PathBuf;

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::workbook::workbook;
use super::*;

fn read(name: &str, bytes: &[u8]) -> Result<Workbook, String> {
    read_workbook(&PathBuf::from(name), bytes)
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const PACKAGE_RELS: &str = r#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELS: &str = r#"<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of these sheets, all on one part.
fn xlsx(sheets: usize, sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let names: String = (0..sheets).map(|index| format!(r#"<sheet name="S{index}" sheetId="1" r:id="r1"/>"#)).collect();
    let book = format!("<workbook><sheets>{names}</sheets></workbook>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", PACKAGE_RELS.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    packed(&parts)
}

fn whole_sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

#[test]
fn every_kind_of_cell_is_read() {
    let grid = "!name piperoll_area adults\n== Return\nName | 1500 | 10,888 | 83% | @2023-03-31 | =B1*2 := 3000\n\
        \nmerged | < | =1/0 := #DIV/0! | '1500 | ' x \n== Aside !hidden\n0.1\n";
    let workbook = read("x.xlsx", &workbook(grid)).unwrap();
    assert_eq!(workbook.marker.as_deref(), Some("adults"));
    assert_eq!(workbook.sheets.iter().map(|sheet| sheet.visible).collect::<Vec<_>>(), [true, false]);
    let cells: Vec<(String, Raw)> =
        workbook.sheets[0].cells.iter().map(|(at, raw)| (at.to_string(), raw.clone())).collect();
    let text = |text: &str| Raw::Text(text.to_string());
    let number = |text: &str| Raw::Number(text.parse().unwrap());
    let expected = [
        ("A1", text("Name")),
        ("B1", number("1500")),
        ("C1", number("10888")),
        ("D1", number("0.83")),
        ("E1", Raw::Date(Date::constant(2023, 3, 31))),
        ("F1", number("3000")),
        ("A3", text("merged")),
        ("C3", Raw::Error("#DIV/0!".to_string())),
        ("D3", text("1500")),
        ("E3", text(" x")),
    ];
    assert_eq!(cells, expected.map(|(at, raw)| (at.to_string(), raw)));
    assert_eq!(workbook.sheets[1].cells.values().next(), Some(&number("0.1")));
}

#[test]
fn far_apart_cells_cost_nothing() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
    let workbook = read("x.xlsx", &xlsx(1, &whole_sheet(rows), &[])).unwrap();
    let addresses: Vec<String> = workbook.sheets[0].cells.keys().map(ToString::to_string).collect();
    assert_eq!(addresses, ["A1", "XFD1048576"]);
}

#[test]
fn what_is_no_workbook_is_said_in_a_sentence() {
    let grid = workbook("== S\na");
    let mut encrypted = xls::SIGNATURE.to_vec();
    encrypted.extend([0; 600]);
    encrypted.extend(utf16("EncryptedPackage"));
    let cases: [(&str, &[u8], &str); 12] = [
        ("x.xlsx", b"", "the file is empty"),
        ("x.xlsx", b"a,b\n1,2", "CSV text: call it .csv"),
        ("x.xls", b"\xef\xbb\xbf <html>", "a web page"),
        ("x.xlsx", b"\x00\x01\xff", "something that is no workbook"),
        ("x.xls", &grid, "a newer workbook"),
        ("x.xlsb", &grid, "an .xlsx workbook"),
        ("x.ods", &grid, "an .xlsx workbook"),
        ("x.xlsx", &encrypted, "protected with a password"),
        ("x.xls", &encrypted, "protected with a password"),
        ("x.xlsx", &xls::SIGNATURE, "of the old .xls kind"),
        ("x.txt", b"a", "'.txt' is not the ending of a workbook"),
        (
            "x.xlsx",
            &packed(&[("word/document.xml", b"<w/>")]),
            "the content is a Word document: ask for the workbook itself",
        ),
    ];
    for (name, bytes, expected) in cases {
        let why = read(name, bytes).unwrap_err();
        assert!(why.contains(expected), "{name}: {why}");
    }
    for length in [3, 100, grid.len() / 2, grid.len() - 1] {
        let why = read("x.xlsx", &grid[..length]).unwrap_err();
        assert!(why.contains(if length < 4 || length == grid.len() - 1 { "damaged" } else { "cut off" }), "{why}");
    }
}

#[test]
fn limits_are_kept() {
    let cell =
        |text: &str| whole_sheet(&format!(r#"<row r="1"><c r="B1" t="inlineStr"><is><t>{text}</t></is></c></row>"#));
    assert!(read("x.xlsx", &xlsx(1, &cell(&"é".repeat(LONGEST_TEXT)), &[])).is_ok());
    let why = read("x.xlsx", &xlsx(1, &cell(&"é".repeat(LONGEST_TEXT + 1)), &[])).unwrap_err();
    assert!(why.contains("cell B1 of sheet S0"), "{why}");

    let why = read("x.xlsx", &xlsx(MOST_SHEETS + 1, &whole_sheet(""), &[])).unwrap_err();
    assert!(why.contains("101 sheets"), "{why}");
    let strings = br#"<sst uniqueCount="4000000000"><si><t>a</t></si></sst>"#;
    let why = read("x.xlsx", &xlsx(1, &whole_sheet(""), &[("xl/sharedStrings.xml", strings)])).unwrap_err();
    assert!(why.contains("4000000000 different texts"), "{why}");

    // A long text that is stored once and stands everywhere.
    let strings = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "x".repeat(LONGEST_TEXT));
    let row = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(3_000);
    let why =
        read("x.xlsx", &xlsx(1, &whole_sheet(&row), &[("xl/sharedStrings.xml", strings.as_bytes())])).unwrap_err();
    assert!(why.contains("bytes of text"), "{why}");

    let row = r"<row><c><v>0</v></c></row>".repeat(MOST_CELLS + 1);
    assert!(read("x.xlsx", &xlsx(1, &whole_sheet(&row), &[])).unwrap_err().contains("filled cells"));

    let styles = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(400_000));
    let why = read("x.xlsx", &xlsx(1, &whole_sheet(""), &[("xl/styles.xml", styles.as_bytes())])).unwrap_err();
    assert!(why.contains("cell formats"), "{why}");

    assert!(read("x.xlsx", &vec![b'x'; LARGEST_FILE + 1]).unwrap_err().contains("bytes"));
}

#[test]
fn unpacked_sizes_are_counted() {
    let part = vec![b' '; 11 * 1024 * 1024];
    let mut once = ZipArchive::new(Cursor::new(packed(&[("a", &part)]))).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for copy in 0..10 {
        zip.raw_copy_file_rename(once.by_index(0).unwrap(), format!("xl/media/{copy}.png")).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < LARGEST_FILE / 100);
    assert!(read("x.xlsx", &bytes).unwrap_err().contains("unpacks to more than"));
}

#[test]
fn a_part_is_not_read_again_and_again() {
    let large = format!("<worksheet>{}<sheetData/></worksheet>", " ".repeat(11_000_000));
    assert!(read("x.xlsx", &xlsx(MOST_SHEETS, &large, &[])).unwrap_err().contains("sheets of the workbook together"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), ending in 0usize..6) {
        let name = format!("x.{}", super::super::files::ENDINGS[ending]);
        let _ = read(&name, &bytes);
        for start in [b"PK\x03\x04".as_slice(), &xls::SIGNATURE] {
            let mut started = start.to_vec();
            started.extend(&bytes);
            let _ = read(&name, &started);
        }
    }

    #[test]
    fn a_damaged_workbook_never_panics(at in 0usize..6_000, bit in 0u8..8, sheet in "[<>/a-z0-9=\" ]{0,80}") {
        let mut bytes = workbook("== S\nName | 1 | 83% | @2023-03-31\nTotal | =B1 := 1");
        let length = bytes.len();
        bytes[at % length] ^= 1 << bit;
        let _ = read("x.xlsx", &bytes);
        let _ = read("x.xlsx", &xlsx(1, &sheet, &[]));
        let _ = read("x.xlsx", &xlsx(1, &whole_sheet(&sheet), &[]));
    }

    #[test]
    fn numbers_are_kept_to_fifteen_digits(number in -1e11f64..1e11) {
        let rows = format!(r#"<row r="1"><c r="A1"><v>{number}</v></c></row>"#);
        let workbook = read("x.xlsx", &xlsx(1, &whole_sheet(&rows), &[])).unwrap();
        let Some(Raw::Number(read)) = workbook.sheets[0].cells.values().next() else { panic!() };
        prop_assert_eq!(Some(*read), money::from_spreadsheet(number));
    }
}

fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest></manifest:manifest>"),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn an_ods_workbook_is_read_at_its_true_addresses() {
    let tables = r#"<table:table table:name="S">
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell><table:table-cell office:value-type="percentage" office:value="0.83"><text:p>83%</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16380"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="date" office:date-value="2023-03-31"><text:p>31/03/23</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048569"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table>"#
        .replace('\n', "");
    let workbook = read("x.ods", &ods(&tables)).unwrap();
    let cells: Vec<(String, Raw)> =
        workbook.sheets[0].cells.iter().map(|(at, raw)| (at.to_string(), raw.clone())).collect();
    let expected = [
        ("C4", Raw::Text("Name".to_string())),
        ("D4", Raw::Number("0.83".parse().unwrap())),
        ("D7", Raw::Date(Date::constant(2023, 3, 31))),
    ];
    assert_eq!(cells, expected.map(|(at, raw)| (at.to_string(), raw)));
}

#[test]
fn an_ods_workbook_that_would_not_fit_is_refused() {
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let far = r#"<table:table-cell table:number-columns-repeated="16383"/>"#;
    let long = "x".repeat(30_000);
    let cases = [
        // A repeated row, a repeated cell, cells far apart, blank cells that are all kept, repeated text.
        (format!(r#"<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000">{cell}{cell}{cell}</table:table-row></table:table>"#), "reach over"),
        (r#"<table:table table:name="S"><table:table-row><table:table-cell table:number-columns-repeated="16384" office:value="1"/></table:table-row></table:table>"#.repeat(200), "reach over"),
        (format!(r#"<table:table table:name="S"><table:table-row>{cell}</table:table-row><table:table-row table:number-rows-repeated="5000"/><table:table-row>{far}{cell}</table:table-row></table:table>"#), "reach over"),
        (format!(r#"<table:table table:name="S">{}</table:table>"#, format!("<table:table-row>{far}{far}</table:table-row>").repeat(200)), "reach over"),
        (format!(r#"<table:table table:name="S"><table:table-row table:number-rows-repeated="5000"><table:table-cell office:value-type="string"><text:p>{long}</text:p></table:table-cell></table:table-row></table:table>"#), "bytes of text"),
        (r#"<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row></table:table>"#.to_string(), "bytes of text"),
        // The library would look for the end of these for ever.
        (r#"<table:table table:name="S"><table:table-row>"#.to_string(), "damaged"),
        (r#"<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><office:annotation>"#.to_string(), "damaged"),
    ];
    for (tables, expected) in cases {
        let why = read("x.ods", &ods(&tables)).unwrap_err();
        assert!(why.contains(expected), "{}: {why}", &tables[..100.min(tables.len())]);
    }
    let locked = packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"),
        ("content.xml", b"\x01\x02"),
    ]);
    assert!(read("x.ods", &locked).unwrap_err().contains("password"));
}

fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), content].concat()
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;

fn number_cell(row: u16, column: u16, number: f64) -> Vec<u8> {
    record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &number.to_le_bytes()].concat())
}

fn text_cell(row: u16, column: u16, index: u32) -> Vec<u8> {
    record(0x00FD, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &index.to_le_bytes()].concat())
}

fn shared_texts(texts: &[&str]) -> Vec<u8> {
    let mut content = vec![0; 8];
    for text in texts {
        content.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
        content.push(0);
        content.extend(text.bytes());
    }
    // As much as a record holds, the rest carried on.
    let mut records = Vec::new();
    for (index, part) in content.chunks(8_000).enumerate() {
        let flagged = if index == 0 { part.to_vec() } else { [&[0], part].concat() };
        records.extend(record(if index == 0 { 0x00FC } else { 0x003C }, &flagged));
    }
    records
}

/// An .xls workbook with one sheet of these records.
fn xls_stream(texts: &[&str], cells: &[Vec<u8>]) -> Vec<u8> {
    let bof = record(BOF, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let name = [&[0, 0, 2, 0][..], b"S1"].concat();
    let globals = |start: u32| {
        let sheet = record(0x0085, &[&start.to_le_bytes()[..], &name].concat());
        [bof.clone(), sheet, shared_texts(texts), record(EOF, &[])].concat()
    };
    let start = u32::try_from(globals(0).len()).unwrap();
    [globals(start), bof, cells.concat(), record(EOF, &[])].concat()
}

#[test]
fn an_xls_workbook_is_read() {
    let long = "long ".repeat(2_000);
    let numbers = |numbers: &[u16]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    // A formula, '1+2', with its result; merged cells.
    let formula =
        [&numbers(&[10, 2, 0])[..], &3.0_f64.to_le_bytes(), &[0; 6], &[7, 0, 0x1E, 1, 0, 0x1E, 2, 0, 3]].concat();
    let merges = record(0x00E5, &numbers(&[1, 4, 5, 0, 1]));
    let cells = [number_cell(3, 2, 1500.0), text_cell(4, 0, 0), text_cell(4, 1, 1), number_cell(9, 2, 0.83)];
    let cells = [&cells[..], &[record(0x0006, &formula), merges]].concat();
    let bytes = xls::container(&xls_stream(&["Name", &long], &cells));
    let workbook = read("x.xls", &bytes).unwrap();
    assert_eq!(&*workbook.sheets[0].name, "S1");
    let cells: Vec<(String, Raw)> =
        workbook.sheets[0].cells.iter().map(|(at, raw)| (at.to_string(), raw.clone())).collect();
    let expected = [
        ("C4", Raw::Number(1500.into())),
        ("A5", Raw::Text("Name".to_string())),
        ("B5", Raw::Text(long)),
        ("C10", Raw::Number("0.83".parse().unwrap())),
        ("C11", Raw::Number(3.into())),
    ];
    let look = &workbook.sheets[0].look;
    let formulas: Vec<String> = look.formulas.iter().map(|(at, formula)| format!("{at}={}", formula.text)).collect();
    assert_eq!((formulas, workbook.sight), (vec!["C11=1+2".to_string()], Sight::Values));
    assert_eq!(look.merges, [(Address::new(4, 0), Address::new(5, 1))]);
    assert_eq!(cells, expected.map(|(at, raw)| (at.to_string(), raw)));
}

#[test]
fn a_sheet_of_old_macros_is_said_to_be_one() {
    let rels = RELS.replace("worksheets/", "macrosheets/").replace("x/worksheet", "x/xlMacrosheet");
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", PACKAGE_RELS.as_bytes()),
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="M" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/macrosheets/sheet1.xml", b"<macrosheet/>"),
    ];
    let why = read("x.xlsm", &packed(&parts)).unwrap_err();
    assert!(why.contains("a sheet of macros of the old kind") && !why.contains("damaged"), "{why}");
}

#[test]
fn an_ods_workbook_with_a_password_is_said_to_have_one() {
    // What is encrypted is no XML, and the list of parts, which says so, comes last.
    let parts: [(&str, &[u8]); 4] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("styles.xml", b"\xff\x00<\xfe"),
        ("content.xml", b"\xfe\x01<\xff"),
        ("META-INF/manifest.xml", b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
    ];
    assert_eq!(read("x.ods", &packed(&parts)).unwrap_err(), PASSWORD);
}

#[test]
fn how_far_an_xls_sheet_says_that_it_reaches_does_not_matter() {
    let dimensions = |rows: u32, columns: u16| {
        record(0x0200, &[&[0; 4][..], &rows.to_le_bytes(), &[0; 2], &columns.to_le_bytes(), &[0; 2]].concat())
    };
    for said in [dimensions(65_536, 256), dimensions(u32::MAX, 256), dimensions(1, 1)] {
        let stream = xls_stream(&[], &[said, number_cell(2, 1, 5.0)]);
        let sheet = read("x.xls", &xls::container(&stream)).unwrap().sheets.remove(0);
        assert_eq!(sheet.cells.into_iter().collect::<Vec<_>>(), [(Address::new(2, 1), Raw::Number(5.into()))]);
    }
}

#[test]
fn an_xls_workbook_that_would_not_fit_is_refused() {
    let many: Vec<Vec<u8>> = (0..3_000).map(|row| text_cell(row, 0, 0)).collect();
    let cases = [
        (xls_stream(&["x".repeat(40_000).as_str()], &[]), "a text of the workbook has 40000 characters"),
        (xls_stream(&[], &[number_cell(0, 0, 1.0), number_cell(65_535, 255, 1.0)]), "reach over"),
        (xls_stream(&[&"x".repeat(30_000)], &many), "bytes of text"),
        ([record(0x0085, &9_999_u32.to_le_bytes()), record(EOF, &[])].concat(), "outside the file"),
        (record(0x002F, &[1, 0, 1, 0]), "password"),
        // As Excel 95 did it: the records stand there, and every figure in them is another one.
        ([record(0x002F, &[0, 0, 0x4A, 0x51]), xls_stream(&[], &[number_cell(0, 0, 1.0)])].concat(), "password"),
        (record(0x0085, &[0; 8]).repeat(101), "101 sheets"),
    ];
    for (stream, expected) in cases {
        let why = read("x.xls", &xls::container(&stream)).unwrap_err();
        assert!(why.contains(expected), "{expected}: {why}");
    }
    // Chains that run in a circle, and a table of sectors that is counted many times over.
    let good = xls::container(&xls_stream(&[], &[number_cell(0, 0, 1.0)]));
    let patched = |at: usize, value: u32| {
        let mut bytes = good.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        bytes
    };
    for bytes in [patched(4096 + 4, 1), patched(4096 + 8, 2), patched(68, 1), patched(48, 77)] {
        assert!(read("x.xls", &bytes).unwrap_err().contains("damaged"));
    }
    let mut bytes = good.clone();
    for place in 0..109 {
        bytes[76 + place * 4..80 + place * 4].copy_from_slice(&[0; 4]);
    }
    assert!(read("x.xls", &bytes).unwrap_err().contains("damaged"));
    assert!(read("x.xls", &good).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_damaged_xls_or_ods_never_panics(at in 0usize..20_000, value in any::<u8>(), records in proptest::collection::vec((any::<u16>(), proptest::collection::vec(any::<u8>(), 0..30)), 0..8)) {
        let made: Vec<Vec<u8>> = records.iter().map(|(kind, content)| record(*kind, content)).collect();
        let stream = xls_stream(&["Name"], &made);
        let _ = read("x.xls", &xls::container(&stream));
        let mut bytes = xls::container(&xls_stream(&["Name"], &[number_cell(1, 1, 2.0), text_cell(2, 1, 0)]));
        let length = bytes.len();
        bytes[at % length] = value;
        let _ = read("x.xls", &bytes);
        let mut bytes = ods("<table:table table:name=\"S\"><table:table-row><table:table-cell office:value=\"1\"/></table:table-row></table:table>");
        let length = bytes.len();
        bytes[at % length] = value;
        let _ = read("x.ods", &bytes);
    }
}
