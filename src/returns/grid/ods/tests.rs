//! Tables that show something else than their values.

use std::io::{Cursor, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::returns::grid::{Workbook, read_workbook};
use crate::returns::look::{Colour, HiddenBy, Look, Run, Sight};

const NAMED: &str = r##"<office:document-styles><office:styles><style:style style:name="Bad" style:family="table-cell"><style:table-cell-properties fo:background-color="#FF0000"/></style:style></office:styles></office:document-styles>"##;
const STYLES: &str = r##"<number:percentage-style style:name="N11"><number:number number:decimal-places="1"/></number:percentage-style>
<style:style style:name="struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="bad" style:family="table-cell" style:parent-style-name="Bad" style:data-style-name="N11"/>
<style:style style:name="white" style:family="table-cell" style:parent-style-name="Bad"><style:table-cell-properties fo:background-color="#ffffff"/></style:style>
<style:style style:name="clear" style:family="table-cell" style:parent-style-name="Bad"><style:table-cell-properties fo:background-color="transparent"/></style:style>
<style:style style:name="round" style:family="table-cell" style:parent-style-name="round"/>
<style:style style:name="dings" style:family="table-cell"><style:text-properties style:font-name="Wingdings"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="sub 58%"/></style:style>
<style:style style:name="struck" style:family="text"><style:text-properties style:text-line-through-type="none" fo:color="#ff0000"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>"##;

fn read(table: &str) -> Workbook {
    let content = format!(
        r#"<office:document-content><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet><table:calculation-settings table:precision-as-shown="true"/><table:table table:name="S">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest></manifest:manifest>"),
        ("content.xml", &content),
        ("styles.xml", NAMED),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    read_workbook(Path::new("x.ods"), &zip.finish().unwrap().into_inner()).unwrap()
}

/// A look in one line.
fn told(look: &Look) -> String {
    let mut told = Vec::new();
    for (at, style) in &look.styles {
        let fill = style.fill.map(|Colour(red, green, blue)| format!(" #{red:02X}{green:02X}{blue:02X}"));
        let format = style.format.as_ref().map(|format| format!(" {format}"));
        let struck = if style.struck { " struck" } else { "" };
        let symbols = if style.symbols.is_some() { " symbols" } else { "" };
        told.push(format!("{at}{struck}{symbols}{}{}", fill.unwrap_or_default(), format.unwrap_or_default()));
    }
    told.extend(
        look.formulas
            .iter()
            .map(|(at, formula)| format!("{at}={}{}", formula.text, if formula.has_result { "" } else { "?" })),
    );
    let run = |run: &Run| {
        let marks = [(run.struck, "-"), (run.raised, "^"), (run.lowered, "_"), (run.ink.is_some(), "#")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        format!("{marks}({})", run.text)
    };
    told.extend(look.runs.iter().map(|(at, runs)| format!("{at} {}", runs.iter().map(run).collect::<String>())));
    told.extend(look.shown.iter().map(|(at, shown)| format!("{at} '{shown}'")));
    let by = |by: HiddenBy| match by {
        HiddenBy::Hand => "",
        HiddenBy::Filter => " filter",
        HiddenBy::Outline => " outline",
    };
    told.extend(
        look.hidden_rows.iter().map(|rows| format!("rows {}-{}{}", rows.first + 1, rows.last + 1, by(rows.by))),
    );
    told.extend(
        look.hidden_columns.iter().map(|range| format!("columns {}-{}{}", range.first, range.last, by(range.by))),
    );
    told.extend(look.merges.iter().map(|(first, last)| format!("{first}:{last}")));
    told.extend(
        look.comments.iter().map(|comment| format!("{} by {:?}: {}", comment.at, comment.author, comment.text)),
    );
    told.extend(look.text_boxes.iter().map(|(at, text)| format!("box {at:?}: {text}")));
    if look.has_colour_rules {
        told.push("rules".to_string());
    }
    told.join("; ")
}

#[test]
fn a_table_is_told_as_it_stands() {
    let number = |value: &str, shown: &str| {
        format!(r#"<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>"#)
    };
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let held = r#"office:value-type="float" office:value="1""#;
    let cases = [
        // What is shown: the value, something else, nothing, and no text at all.
        (row(&[number("400000", "<text:p>400,000</text:p>"), number("400000", "<text:p>4<text:span>00</text:span></text:p>"), number("0", "<text:p/>"), number("7", ""), number("0", "<text:p>A&amp;B<text:s text:c=\"2\"/>x</text:p>")].concat()), "B1 '400'; C1 ''; E1 'A&B  x'"),
        (row(r#"<table:table-cell office:value-type="date" office:date-value="2023-04-23"><text:p>Apr-23</text:p></table:table-cell><table:table-cell office:value-type="percentage" office:value="0.83"><text:p>83%</text:p></table:table-cell><table:table-cell office:value-type="currency" office:value="5"><text:p>€5</text:p></table:table-cell>"#), "A1 'Apr-23'; C1 '€5'"),
        // Styles, with what their parents say; of blank cells only colours that are seen.
        (row(&format!(r#"<table:table-cell table:style-name="struck" {held}/><table:table-cell table:style-name="bad"/><table:table-cell table:style-name="white"/><table:table-cell table:style-name="struck"/><table:table-cell table:style-name="clear" {held}/><table:table-cell table:style-name="round" {held}/><table:table-cell table:style-name="none" {held}/>"#)), "A1 struck; B1 #FF0000 0.0%"),
        (row(&format!(r#"<table:table-cell table:style-name="dings" {held}/>"#)), "A1 symbols"),
        // Texts part by part; merely bold is not told; what its cell is, a part is.
        (row(r#"<table:table-cell office:value-type="string"><text:p>150<text:span text:style-name="T1">1</text:span></text:p></table:table-cell><table:table-cell office:value-type="string"><text:p><text:span text:style-name="T3">All</text:span> bold</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>CO<text:span text:style-name="T2"><text:span>2</text:span></text:span></text:p><text:p>end</text:p></table:table-cell><table:table-cell table:style-name="struck" office:value-type="string"><text:p>old<text:span text:style-name="struck">new</text:span></text:p></table:table-cell>"#), "D1 struck; A1 (150)^(1); C1 (CO)_(2\n)(end); D1 -(old)#(new)"),
        // The style of a column is that of its cells that hold something and say none; a row's stands before it.
        (format!(r#"<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="struck"/><table:table-column/>{}<table:table-row table:default-cell-style-name="bad"><table:table-cell {held}/></table:table-row>"#, row(&format!(r#"<table:table-cell/><table:table-cell table:number-columns-repeated="2" {held}/>"#))), "B1 struck; C1 struck; A2 #FF0000 0.0%"),
        (row(r#"<table:table-cell table:formula="of:=SUM([.B1:.B2])" office:value-type="float" office:value="3"/><table:table-cell table:formula="of:=1"/>"#), "A1=of:=SUM([.B1:.B2]); B1=of:=1?"),
        // The empty text is a result; a comment's text is none, nor is the text of the next cell.
        (row(r#"<table:table-cell table:formula="of:=1"><text:p/></table:table-cell><table:table-cell table:formula="of:=2" office:string-value=""/><table:table-cell table:formula="of:=3"/><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell table:formula="of:=4"><office:annotation><text:p>?</text:p></office:annotation></table:table-cell>"#), "A1=of:=1; B1=of:=2; C1=of:=3?; E1=of:=4?; E1 by None: ?"),
        // Rows and columns, with repeats, and in groups that are folded in.
        (r#"<table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/><table:table-column table:number-columns-repeated="16381" table:visibility="filter"/><table:table-row table:visibility="collapse" table:number-rows-repeated="3"/><table:table-row table:visibility="filter"/><table:table-row/><table:table-row-group table:display="false"><table:table-row table:visibility="collapse"/><table:table-row/></table:table-row-group><table:table-row/><table:table-row table:visibility="collapse" table:number-rows-repeated="9000000"/>"#.to_string(), "rows 1-3; rows 4-4 filter; rows 6-7 outline; rows 9-1048576; columns 1-2; columns 3-16383 filter"),
        (row(r#"<table:table-cell/><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"/><table:covered-table-cell/>"#), "B1:C3"),
        (row(&number("5", "<office:annotation><dc:creator>Ann</dc:creator><dc:date>2023</dc:date><text:p>one-</text:p><text:p>off</text:p></office:annotation><text:p>5</text:p>")), "A1 by Some(\"Ann\"): one-\noff"),
        (format!("<table:shapes><draw:frame><draw:text-box><text:p>All in £m</text:p></draw:text-box></draw:frame></table:shapes>{}<calcext:conditional-formats><calcext:conditional-format/></calcext:conditional-formats>", row(&number("5", "<draw:custom-shape><text:p>DRAFT</text:p></draw:custom-shape><text:p>5</text:p>"))), "box None: All in £m; box Some(Address { row: 0, column: 0 }): DRAFT; rules"),
    ];
    for (table, expected) in cases {
        let workbook = read(&table);
        assert_eq!(told(&workbook.sheets[0].look), expected, "{table}");
        assert_eq!((workbook.sight, workbook.rounds_as_shown), (Sight::Part, true));
    }
}

#[test]
fn a_row_that_is_repeated_is_told_each_time_within_bounds() {
    let table = r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:style-name="struck" table:formula="x" office:value-type="float" office:value="1"/></table:table-row><table:table-row table:number-rows-repeated="1048573"><table:table-cell table:style-name="bad" table:number-columns-repeated="16384"/></table:table-row>"#;
    let look = &read(table).sheets[0].look;
    assert_eq!((look.formulas.len(), look.styles.len()), (3, 3 + crate::returns::grid::MOST_CELLS));
}
