//! Whole packages, made for one trap each.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;

use rust_xlsxwriter::{Format, FormatScript, Formula, Note, Shape};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::sheet::Shared;
use super::*;
use crate::returns::grid::{Workbook, read_workbook};
use crate::returns::look::{Colour, HiddenBy, Look, Sight};
use crate::source::column_letters;

const TYPES: &str = r#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const STYLES: &str = r#"<styleSheet><fonts><font/><font><strike/></font></fonts><fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill></fill></fills><cellXfs><xf/><xf fontId="1"/><xf fillId="1"/><xf fillId="2"/><xf numFmtId="9"/></cellXfs></styleSheet>"#;
const TEXTS: &str = r#"<sst><si/><si><t>plain</t></si><si><r><t>150</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si></sst>"#;

fn relations(list: &[(&str, &str)]) -> String {
    let relation = |((kind, target), id): (&(&str, &str), usize)| {
        format!(
            r#"<Relationship Id="r{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#
        )
    };
    format!("<Relationships>{}</Relationships>", list.iter().zip(0..).map(relation).collect::<String>())
}

/// A package of one sheet with what stands in `workbook`, with these relations of the sheet, and these parts instead or more.
fn package(sheet: &str, workbook: &str, of_sheet: &[(&str, &str)], more: &[(&str, &[u8])]) -> Vec<u8> {
    let book =
        format!(r#"<workbook><sheets><sheet name="A &amp; B" sheetId="1" r:id="r0"/></sheets>{workbook}</workbook>"#);
    let of_book = [
        ("worksheet", "worksheets/sheet1.xml"),
        ("styles", "styles.xml"),
        ("sharedStrings", "sharedStrings.xml"),
        ("person", "persons/person.xml"),
        ("theme", "theme/theme1.xml"),
    ];
    let texts = [
        ("[Content_Types].xml", TYPES.to_string()),
        ("_rels/.rels", relations(&[("officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations(&of_book)),
        ("xl/worksheets/sheet1.xml", sheet.to_string()),
        ("xl/worksheets/_rels/sheet1.xml.rels", relations(of_sheet)),
        ("xl/styles.xml", STYLES.to_string()),
        ("xl/sharedStrings.xml", TEXTS.to_string()),
    ];
    let parts = texts.iter().map(|(name, text)| (*name, text.as_bytes()));
    let parts = parts.filter(|(name, _)| more.iter().all(|(other, _)| other != name)).chain(more.iter().copied());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read_bytes(bytes: &[u8]) -> Workbook {
    read_workbook(Path::new("x.xlsx"), bytes).unwrap()
}

/// A look in one line.
fn told(look: &Look) -> String {
    let mut told = Vec::new();
    for (at, style) in &look.styles {
        let fill = style.fill.map(|Colour(red, green, blue)| format!(" #{red:02X}{green:02X}{blue:02X}"));
        let format = style.format.as_ref().map(|format| format!(" {format}"));
        let struck = if style.struck { " struck" } else { "" };
        told.push(format!("{at}{struck}{}{}", fill.unwrap_or_default(), format.unwrap_or_default()));
    }
    told.extend(look.runs.iter().map(|(at, runs)| {
        let run = |run: &Run| if run.raised { format!("^{}", run.text) } else { run.text.clone() };
        format!("{at} {}", runs.iter().map(run).collect::<String>())
    }));
    told.extend(look.formulas.iter().map(|(at, formula)| {
        format!("{at}={}@{}{}", formula.text, formula.from, if formula.has_result { "" } else { "?" })
    }));
    let by = |by: HiddenBy| match by {
        HiddenBy::Hand => "",
        HiddenBy::Filter => " filter",
        HiddenBy::Outline => " outline",
    };
    told.extend(
        look.hidden_rows.iter().map(|rows| format!("rows {}-{}{}", rows.first + 1, rows.last + 1, by(rows.by))),
    );
    told.extend(look.hidden_columns.iter().map(|columns| {
        format!("columns {}-{}{}", column_letters(columns.first), column_letters(columns.last), by(columns.by))
    }));
    told.extend(look.merges.iter().map(|(first, last)| format!("{first}:{last}")));
    let author = |author: &Option<String>| author.as_ref().map(|author| format!(" by {author}")).unwrap_or_default();
    told.extend(
        look.comments.iter().map(|comment| format!("{}{}: {}", comment.at, author(&comment.author), comment.text)),
    );
    told.extend(
        look.text_boxes
            .iter()
            .map(|(at, text)| format!("box {}: {text}", at.map(|at| at.to_string()).unwrap_or_default())),
    );
    if look.hides_zeros {
        told.push("no zeros".to_string());
    }
    if look.has_colour_rules {
        told.push("rules".to_string());
    }
    told.join("; ")
}

#[test]
fn a_sheet_is_told_as_it_stands() {
    let data = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let wide = r#"<col min="3" max="4294967295" hidden="1"/>"#.repeat(1_000);
    let cases = [
        // Styles: of cells that hold something, and of blank ones with a colour.
        (data(r#"<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="1"/><c r="C1" s="2"/><c r="D1" s="3"/><c r="E1" s="4"><v>1</v></c><c r="F1" s="99"><v>1</v></c></row>"#), "A1 struck; C1 #FF0000; E1 0%"),
        // Texts kept once are counted from the empty one on; runs; a text in the cell.
        (data(r#"<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="inlineStr"><is><r><t>m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r></is></c></row>"#), "C1 150^1; D1 m^2"),
        // Cells and rows without a place count on; a blank row counts; the cell holds against its row.
        (data(r#"<row/><row><c s="1"><v>1</v></c><c r="D2"><v>2</v></c><c s="1"><v>3</v></c></row><row r="9"><c r="B11" s="1"><v>1</v></c><c s="1"><v>1</v></c></row><row><c s="1"><v>1</v></c></row>"#), "A2 struck; E2 struck; C9 struck; A10 struck; B11 struck"),
        // Results: none, none that is written, an empty text, nil.
        (data(r#"<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f>=C1+1</f><v></v></c><c r="C1" t="str"><f>D1</f><v></v></c><c r="D1"><f>"a&amp;b"</f><v>0</v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>"#), r#"A1=B1@A1?; B1=C1+1@B1?; C1=D1@C1; D1="a&b"@D1; E1=1/0@E1"#),
        // A formula that many cells share.
        (data(r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"></f></c></row>"#), "A1=B1*2@A1; A2=B1*2@A1; A3=B1*2@A1?"),
        // Rows: by hand, by a height of nothing, by a group; by a filter only where it filters.
        (data(r#"<row r="2" hidden="1"/><row r="3" hidden="true"/><row r="5" ht="0"/><row r="7" hidden="1" outlineLevel="1"/><row r="8" hidden="0" ht="15"/>"#), "rows 2-3; rows 5-5; rows 7-7 outline"),
        (r#"<worksheet><sheetData><row r="3" hidden="1"/><row r="9" hidden="1"/></sheetData><autoFilter ref="A1:C5"><filterColumn colId="0"><filters><filter val="x"/></filters></filterColumn></autoFilter></worksheet>"#.to_string(), "rows 3-3 filter; rows 9-9"),
        (r#"<worksheet><sheetData><row r="3" hidden="1"/></sheetData><autoFilter ref="A1:C5"><filterColumn colId="0" hiddenButton="1"/></autoFilter></worksheet>"#.to_string(), "rows 3-3"),
        (r#"<worksheet><sheetFormatPr zeroHeight="1"/><sheetData><row r="2"/><row r="3" hidden="1" outlineLevel="1"/><row r="4"/></sheetData></worksheet>"#.to_string(), "rows 1-1; rows 3-3 outline; rows 5-1048576"),
        // Columns: hidden, of no width, folded in, beyond all bounds.
        (r#"<worksheet><cols><col min="1" max="1" width="0"/><col min="2" max="2" width="8.5"/><col min="4" max="5" hidden="1" outlineLevel="1"/></cols><sheetData/></worksheet>"#.to_string(), "columns A-A; columns D-E outline"),
        (format!("<worksheet><cols>{wide}</cols><sheetData/></worksheet>"), "columns C-XFD"),
        // Merges: of several cells, within what a sheet can be.
        (r#"<worksheet><sheetData/><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C3"/><mergeCell ref="D4:A9999999"/></mergeCells></worksheet>"#.to_string(), "A1:B2; A4:D1048576"),
        (r#"<x:worksheet xmlns:x="x"><x:sheetViews><x:sheetView showZeros="0"/></x:sheetViews><x:sheetData><x:row><x:c s="1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"#.to_string(), "A1 struck; no zeros"),
        (r#"<worksheet><sheetData/><conditionalFormatting sqref="A1"><cfRule type="cellIs"><formula>1</formula></cfRule></conditionalFormatting></worksheet>"#.to_string(), "rules"),
        (r#"<worksheet><sheetData/><extLst><ext><conditionalFormattings><conditionalFormatting/></conditionalFormattings><mergeCell ref="A1:B2"/></ext></extLst></worksheet>"#.to_string(), "rules"),
        // Rows and columns that no sheet has.
        (data(r#"<row r="4294967295" hidden="1"><c r="A4294967295" s="2"/><c s="2"/></row><row r="1"><c r="XFE1" s="2"/></row>"#), ""),
    ];
    for (sheet, expected) in cases {
        let workbook = read_bytes(&package(&sheet, "", &[], &[]));
        assert_eq!(told(&workbook.sheets[0].look), expected, "{}", &sheet[..sheet.len().min(400)]);
        assert_eq!(workbook.sight, Sight::Whole);
    }
}

const CONVERSATION: &str = r#"<ThreadedComments><threadedComment ref="B2" personId="{P}" id="{1}"><text>Check &amp; say</text></threadedComment></ThreadedComments>"#;
const PERSONS: &str = r#"<personList><person displayName="Ann" id="{p}"/></personList>"#;
const NOTES: &str = r#"<comments><authors><author>tc={1}</author><author>Bob</author><author></author></authors><commentList><comment ref="B2" authorId="0"><text><t>[Threaded comment] Get a newer version.</t></text></comment><comment ref="A1" authorId="1"><text><r><rPr><b/></rPr><t>Bob:</t></r><r><t xml:space="preserve">
draft</t></r></text></comment><comment ref="C3" authorId="2"><text><t>x</t></text></comment><comment ref="C4" authorId="9"><text/></comment></commentList></comments>"#;
const NOTES_ALONE: &str = r#"<comments><authors><author>tc={1}</author></authors><commentList><comment ref="B2" authorId="0"><text><t>Comment: late</t></text></comment></commentList></comments>"#;
const TABLE: &str = r#"<table ref="A1:B9"><autoFilter ref="A1:B9"><filterColumn colId="1"><customFilters><customFilter val="1"/></customFilters></filterColumn></autoFilter></table>"#;
const DRAWING: &str = r#"<xdr:wsDr><mc:AlternateContent><mc:Choice><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:from><xdr:to><xdr:col>7</xdr:col><xdr:row>9</xdr:row></xdr:to><xdr:sp><xdr:txBody><a:p><a:r><a:t>All figures </a:t></a:r><a:r><a:t>in £m</a:t></a:r></a:p><a:p><a:r><a:t>and draft</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></mc:Choice><mc:Fallback><xdr:sp><xdr:txBody><a:p><a:r><a:t>All figures in £m</a:t></a:r></a:p></xdr:txBody></xdr:sp></mc:Fallback></mc:AlternateContent><xdr:absoluteAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>DRAFT</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:sp><xdr:txBody><a:p/></xdr:txBody></xdr:sp></xdr:absoluteAnchor></xdr:wsDr>"#;

#[test]
fn what_hangs_on_a_sheet_is_told() {
    let sheet = r#"<worksheet><sheetData><row r="2" hidden="1"/></sheetData></worksheet>"#;
    let note = "A1 by Bob: draft";
    type Pairs<'a> = &'a [(&'a str, &'a str)];
    let cases: [(Pairs<'_>, Pairs<'_>, String); 6] = [
        (
            &[("comments", "../comments1.xml")],
            &[("xl/comments1.xml", NOTES)],
            format!("rows 2-2; {note}; B2: [Threaded comment] Get a newer version.; C3: x"),
        ),
        // An absolute target; the note that stands in for a conversation is passed over.
        (
            &[("comments", "/xl/comments/Comment1.xml"), ("threadedComment", "../threadedComments/t1.xml")],
            &[
                ("xl/comments/comment1.xml", NOTES),
                ("xl/threadedComments/t1.xml", CONVERSATION),
                ("xl/persons/person.xml", PERSONS),
            ],
            format!("rows 2-2; {note}; B2 by Ann: Check & say; C3: x"),
        ),
        (&[("comments", "../c.xml")], &[("xl/c.xml", NOTES_ALONE)], "rows 2-2; B2: Comment: late".to_string()),
        (
            &[("drawing", "../drawings/d.xml")],
            &[("xl/drawings/d.xml", DRAWING)],
            "rows 2-2; box B5: All figures in £m\nand draft; box : DRAFT".to_string(),
        ),
        (&[("table", "../tables/t.xml")], &[("xl/tables/t.xml", TABLE)], "rows 2-2 filter".to_string()),
        // A part that is not there holds nothing.
        (&[("comments", "../c.xml"), ("drawing", "../d.xml"), ("table", "../t.xml")], &[], "rows 2-2".to_string()),
    ];
    for (relations, parts, expected) in cases {
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let workbook = read_bytes(&package(sheet, "", relations, &parts));
        assert_eq!(told(&workbook.sheets[0].look), expected);
        assert_eq!(workbook.sight, Sight::Whole, "{expected}");
    }
}

#[test]
fn how_a_workbook_reckons_is_told() {
    let cases = [
        ("", (false, false)),
        (r#"<calcPr calcId="191029"/>"#, (false, false)),
        (r#"<calcPr calcMode="auto" fullPrecision="1"/>"#, (false, false)),
        (r#"<calcPr calcMode="manual"/>"#, (true, false)),
        (r#"<calcPr fullPrecision="0"/>"#, (false, true)),
    ];
    for (said, expected) in cases {
        let workbook = read_bytes(&package("<worksheet><sheetData/></worksheet>", said, &[], &[]));
        assert_eq!((workbook.manual_calculation, workbook.rounds_as_shown), expected, "{said}");
    }
}

#[test]
fn a_colour_comes_from_the_theme_or_the_usual_one() {
    let styles = br#"<styleSheet><fonts><font><color theme="0"/></font><font><color theme="4"/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs></styleSheet>"#;
    let theme = br#"<theme><clrScheme><lt1><srgbClr val="FEFEFE"/></lt1><accent1><srgbClr val="010203"/></accent1></clrScheme></theme>"#;
    let sheet = r#"<worksheet><sheetData><row><c><v>1</v></c><c s="1"><v>1</v></c></row></sheetData></worksheet>"#;
    let usual: &[(&str, &[u8])] = &[("xl/styles.xml", styles)];
    let own: &[(&str, &[u8])] = &[("xl/styles.xml", styles), ("xl/theme/theme1.xml", theme)];
    for (parts, expected) in
        [(usual, [Colour(255, 255, 255), Colour(0x4F, 0x81, 0xBD)]), (own, [Colour(0xFE, 0xFE, 0xFE), Colour(1, 2, 3)])]
    {
        let workbook = read_bytes(&package(sheet, "", &[], parts));
        let inks: Vec<Colour> = workbook.sheets[0].look.styles.values().filter_map(|style| style.ink).collect();
        assert_eq!(inks, expected);
    }
}

#[test]
fn a_part_that_cannot_be_read_lessens_the_sight_and_no_more() {
    let sheet = r#"<worksheet><sheetData><row r="2" hidden="1"><c r="A2"><v>7</v></c></row></sheetData></worksheet>"#;
    let utf16: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xFF, 0xFE], utf16.as_slice()].concat();
    let nested = format!("<a>{}", "<b>".repeat(200_000));
    let comments: &[(&str, &str)] = &[("comments", "../c.xml")];
    let broken: [&[u8]; 6] =
        [b"<comments><a", b"<comments>", &utf16, &with_mark, b"<c>&nothing;</c>", nested.as_bytes()];
    for part in broken {
        let workbook = read_bytes(&package(sheet, "", comments, &[("xl/c.xml", part)]));
        assert_eq!(workbook.sight, Sight::Damaged);
        assert_eq!((workbook.sheets[0].cells.len(), told(&workbook.sheets[0].look).as_str()), (1, "rows 2-2"));
    }
    // Behind the cells the library reads no further.
    let torn = format!("{}<mergeCells>", sheet.trim_end_matches("</worksheet>"));
    let workbook = read_bytes(&package(&torn, "", &[], &[]));
    assert_eq!((workbook.sight, workbook.sheets[0].cells.len()), (Sight::Damaged, 1));
}

#[test]
fn no_more_is_taken_than_there_is_room_for() {
    let cell = |cell: &str| {
        format!("<worksheet><sheetData>{}</sheetData></worksheet>", format!("<row>{cell}</row>").repeat(9))
    };
    let merges = format!("<worksheet><sheetData/>{}</worksheet>", r#"<mergeCell ref="A1:B2"/>"#.repeat(9));
    let rows = format!("<worksheet><sheetData>{}</sheetData></worksheet>", r#"<row/><row hidden="1"/>"#.repeat(9));
    let cases = [
        (cell("<c><f>1</f></c>"), Some("formulas, merges")),
        (cell("<c><f>LONG(TEXT)</f></c>"), Some("bytes of formulas")),
        (cell("<c r=\"XFE1\"><f>LONG(TEXT)</f></c>"), None),
        (merges, Some("formulas, merges")),
        (rows, Some("formulas, merges")),
        // A sheet that is coloured all over is no fault; its colours are noted so far.
        (cell(r#"<c s="2"/>"#), None),
    ];
    let mut palette = Palette::default();
    let styles = styles::read(STYLES.as_bytes(), &mut palette).unwrap();
    for (sheet, expected) in cases {
        let mut room = Room { things: 8, text: 64, blanks: 5 };
        let mut texts = Texts::default();
        let shared = Shared { styles: &styles, texts: &mut texts, palette: &palette, room: &mut room };
        match (sheet::read(sheet.as_bytes(), &BTreeMap::new(), Vec::new(), shared), expected) {
            (Err(Fault::TooMuch(why)), Some(expected)) => assert!(why.contains(expected), "{why}"),
            (Ok(look), None) => assert!(look.styles.len() <= 5 && look.formulas.is_empty()),
            (read, _) => panic!("{read:?} of {sheet}"),
        }
    }
}

#[test]
fn what_an_honest_program_writes_is_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let format = || Format::new();
    let made = (|| -> Result<(), rust_xlsxwriter::XlsxError> {
        sheet.merge_range(0, 0, 0, 2, "Return", &format().set_bold())?;
        sheet.write_number_with_format(1, 0, 400_000, &format().set_num_format("#,##0,"))?;
        sheet.write_rich_string(
            1,
            1,
            &[(&format(), "150"), (&format().set_font_script(FormatScript::Superscript), "1")],
        )?;
        sheet.write_string_with_format(1, 2, "gone", &format().set_font_strikethrough())?;
        sheet.write_blank(2, 0, &format().set_background_color("#00B050"))?;
        sheet.write_formula(2, 1, Formula::new("=A2*2").set_result("800000"))?;
        sheet.set_row_hidden(4)?.set_column_hidden(3)?;
        sheet.insert_note(2, 1, &Note::new("one-off").set_author("Ann"))?;
        sheet.insert_shape(6, 1, &Shape::textbox().set_text("All in £m"))?;
        Ok(())
    })();
    made.unwrap();
    let workbook = read_bytes(&book.save_to_buffer().unwrap());
    let expected = "A1; A2 #,##0,; C2 struck; A3 #00B050; B2 150^1; B3=A2*2@B3; rows 5-5; columns D-D; A1:C1; \
                    B3 by Ann: one-off; box B7: All in £m";
    assert_eq!((told(&workbook.sheets[0].look).as_str(), workbook.sight), (expected, Sight::Whole));
}

#[test]
fn the_samples_are_seen_whole() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "xlsx") {
                let workbook = read_workbook(&path, &std::fs::read(&path).unwrap()).unwrap();
                assert_eq!(workbook.sight, Sight::Whole, "{}", path.display());
                // A program that was given results stores them all.
                let formulas = workbook.sheets.iter().flat_map(|sheet| sheet.look.formulas.values());
                assert!(formulas.into_iter().all(|formula| formula.has_result), "{}", path.display());
                read += 1;
            }
        }
    }
    assert!(read > 10, "{read}");
}
