//! The report as it prints, as data whose texts can all be printed: what a page layout receives, and what the proof is made of.

mod labels;
pub(super) mod pieces;

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::fonts::width;
use crate::report::{Appears, Block, Report, Table};
use labels::Labels;
use pieces::{DAY, is_date, pieces};

/// Longer words break wherever their column ends; shorter ones ask the column to be wide enough.
const LONGEST_WORD: usize = 22;

/// The report as JSON: its own fields; tables of the workbook alone, and columns that are left out, are not there; each labelled part of narrative on a line of its own;
/// each column with `longest`, the longest word that it should have room for, and `needs`, a width that neither that nor a word
/// of its heading exceeds; each cell with `plain` and `widest`, so that a layout need look into few texts itself: `plain` where its
/// text is of one line and has neither an amount that could be torn from its sign nor a day that could be torn from its month;
/// `widest` is a width that no word of it exceeds. Both widths are in thousandths of the size of the letters. `patterns.day` is a
/// regular expression for a day with its month. `printable` gives a text as the fonts can print it.
pub(super) fn as_it_prints(
    report: &Report,
    printable: impl Fn(&str) -> Cow<'_, str>,
) -> Result<Value, serde_json::Error> {
    let labels = Labels::learn(report);
    let mut sections = Vec::new();
    for section in &report.sections {
        let mut blocks = Vec::new();
        for block in &section.blocks {
            let mut value = serde_json::to_value(block)?;
            if let Block::Table(table) = block {
                if table.appears == Appears::Workbook {
                    continue;
                }
                if let Some(columns) = value.get_mut("columns").and_then(Value::as_array_mut) {
                    for (index, column) in columns.iter_mut().filter_map(Value::as_object_mut).enumerate() {
                        column.insert("longest".into(), longest(table, index).into());
                    }
                }
                for row in value.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
                    let cells = row.get_mut("cells").and_then(Value::as_array_mut).into_iter().flatten();
                    for (column, cell) in table.columns.iter().zip(cells) {
                        if let Some(Value::String(text)) = cell.get_mut("text")
                            && let Some(broken) = labels.on_lines_of_their_own(column, text)
                        {
                            *text = broken;
                        }
                    }
                }
                leave_out(table, &mut value);
            }
            blocks.push(value);
        }
        if blocks.is_empty() && !section.blocks.is_empty() {
            continue;
        }
        let mut object = Map::new();
        object.insert("id".into(), section.id.clone().into());
        object.insert("heading".into(), section.heading.clone().into());
        object.insert("new_page".into(), section.new_page.into());
        object.insert("blocks".into(), blocks.into());
        sections.push(Value::Object(object));
    }
    let mut value = serde_json::json!({
        "meta": serde_json::to_value(&report.meta)?,
        "sections": sections,
        "patterns": { "day": DAY },
    });
    make_printable(&mut value, &printable);
    describe(&mut value);
    Ok(value)
}

/// Takes the columns that are left out of what prints out of a table's JSON, with their cells.
fn leave_out(table: &Table, value: &mut Value) {
    let drop = |list: Option<&mut Vec<Value>>| {
        let mut stays = table.columns.iter().map(|column| !column.left_out);
        list.into_iter().for_each(|list| list.retain(|_| stays.next().unwrap_or(true)));
    };
    drop(value.get_mut("columns").and_then(Value::as_array_mut));
    for row in value.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
        drop(row.get_mut("cells").and_then(Value::as_array_mut));
    }
}

/// The longest word of a column's cells, among those short enough to be kept whole. A date is one word in a column of dates; else
/// its day and its month are.
fn longest(table: &Table, column: usize) -> String {
    let texts = table.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.text().trim());
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    let of_dates = texts.iter().all(|text| is_date(text));
    let words = texts.into_iter().flat_map(|text| if of_dates { vec![text] } else { pieces(text) });
    let lengths = words.map(|word| (word.chars().count(), word)).filter(|(length, _)| *length <= LONGEST_WORD);
    // The first of equals, so that the answer does not hang on the order of ties.
    let longest = lengths.fold((0, ""), |best, next| if next.0 > best.0 { next } else { best });
    longest.1.to_owned()
}

/// Adds to each column and cell what a layout wants to know of its text as it prints.
fn describe(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(describe),
        Value::Object(map) => match (map.get("text"), map.get("longest"), map.get("heading")) {
            // Only columns have a longest word.
            (_, Some(Value::String(longest)), Some(Value::String(heading))) => {
                let heading = heading.split_whitespace().filter(|word| word.chars().count() <= LONGEST_WORD);
                let needs = heading.chain([longest.as_str()]).map(width).max().unwrap_or(0);
                map.insert("needs".into(), needs.into());
            }
            // Only cells have a tone.
            (Some(Value::String(text)), ..) if map.contains_key("tone") => {
                let pieces = pieces(text);
                let has_day = pieces.iter().any(|piece| piece.contains(char::is_whitespace));
                let plain = !text.contains('\n') && !has_signed_amount(text) && !has_day;
                let widest = pieces.into_iter().map(width).max().unwrap_or(0);
                map.insert("plain".into(), plain.into());
                map.insert("widest".into(), widest.into());
            }
            _ => map.values_mut().for_each(describe),
        },
        _ => {}
    }
}

/// Whether a line could end between the sign of an amount and the amount: '-£60k'.
fn has_signed_amount(text: &str) -> bool {
    text.match_indices('£').any(|(place, _)| text[..place].ends_with(['-', '+', '\u{2212}']))
}

fn make_printable(value: &mut Value, printable: &impl Fn(&str) -> Cow<'_, str>) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(other) = printable(text) {
                *text = other;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| make_printable(value, printable)),
        Value::Object(map) => map.values_mut().for_each(|value| make_printable(value, printable)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;
    use crate::render::fixture;
    use crate::report::Section;

    fn prints(report: &Report) -> Value {
        as_it_prints(report, |text| Fonts::default().printable(text)).unwrap()
    }

    #[test]
    fn the_layout_receives_every_text_in_a_form_that_prints() {
        let text = prints(&fixture::hostile_report()).to_string();
        assert!(!text.contains('\u{f0b7}') && !text.contains("\\u0000") && !text.contains("\\t"));
        assert!(text.contains("• Word's bullet, then a tab"), "{text}");
    }

    #[test]
    fn tables_of_the_workbook_alone_and_sections_of_nothing_else_are_left_out() {
        let mut report = fixture::report();
        let mut table = fixture::table("movements-in-full", "Movements", vec![]);
        table.appears = Appears::Workbook;
        report.sections.push(Section {
            id: "workbook".into(),
            heading: "Workbook".into(),
            new_page: false,
            blocks: vec![Block::Table(table)],
        });
        let value = prints(&report);
        assert_eq!(value["sections"].as_array().unwrap().len(), report.sections.len() - 1);
    }

    #[test]
    fn a_column_that_is_left_out_is_not_there_and_neither_are_its_cells() {
        let mut report = fixture::report();
        let columns = ["A", "B", "C"].map(|heading| fixture::column(heading, crate::report::Holds::Text, 1));
        let mut table = fixture::table("x", "X", columns.to_vec());
        table.columns[1].left_out = true;
        table.rows = vec![fixture::labels(crate::report::RowKind::Item, &["a", "", "c"])];
        report.sections = vec![fixture::section("x", "X", false, vec![Block::Table(table)])];
        let value = prints(&report);
        let table = &value["sections"][0]["blocks"][0];
        let of = |list: &Value, key: &str| -> Vec<String> {
            list.as_array().unwrap().iter().map(|part| part[key].as_str().unwrap().to_string()).collect()
        };
        assert_eq!(of(&table["columns"], "heading"), ["A", "C"]);
        assert_eq!(of(&table["rows"][0]["cells"], "text"), ["a", "c"]);
    }

    #[test]
    fn a_column_says_the_longest_word_it_should_have_room_for() {
        let mut table = fixture::table("x", "X", vec![fixture::column("A", crate::report::Holds::Text, 1)]);
        table.rows = [&"x".repeat(LONGEST_WORD + 1), "one three five\nseven", "fifty"]
            .into_iter()
            .map(|text| fixture::labels(crate::report::RowKind::Item, &[text]))
            .collect();
        assert_eq!(longest(&table, 0), "three");
        assert_eq!(longest(&table, 1), "");
    }

    #[test]
    fn a_column_says_how_wide_its_longest_words_are() {
        let mut report = fixture::report();
        let long = "x".repeat(LONGEST_WORD + 1);
        let headings = ["Forecast outturn", "A", &long];
        let columns = headings.map(|heading| fixture::column(heading, crate::report::Holds::Text, 1));
        let mut table = fixture::table("x", "X", columns.to_vec());
        table.rows = vec![fixture::labels(crate::report::RowKind::Item, &["a", "seven words or so", &long])];
        report.sections = vec![fixture::section("x", "X", false, vec![Block::Table(table)])];
        let value = prints(&report);
        for (index, widest) in ["Forecast", "seven", ""].into_iter().enumerate() {
            let column = &value["sections"][0]["blocks"][0]["columns"][index];
            assert_eq!(column["needs"], Value::from(width(widest)), "{column}");
        }
    }

    #[test]
    fn a_cell_says_what_a_layout_need_not_look_for() {
        let mut report = fixture::report();
        let mut table = fixture::table("x", "X", vec![fixture::column("A", crate::report::Holds::Text, 1)]);
        let cases = [
            ("one line, -60 and £60k", true, "£60k"),
            ("two\nlines", false, "lines"),
            ("moved by -£60k", false, "moved"),
            ("moved by \u{2212}£60k", false, "moved"),
            // As it prints: the mark that shows nothing is left out, and a blank stands for the tab.
            ("soft\u{ad}ly\tso", true, "softly"),
            ("", true, ""),
        ];
        table.rows = cases.iter().map(|(text, ..)| fixture::labels(crate::report::RowKind::Item, &[text])).collect();
        report.sections = vec![fixture::section("x", "X", false, vec![Block::Table(table)])];
        let value = prints(&report);
        for (index, (text, plain, longest)) in cases.into_iter().enumerate() {
            let cell = &value["sections"][0]["blocks"][0]["rows"][index]["cells"][0];
            assert_eq!((&cell["plain"], &cell["widest"]), (&plain.into(), &width(longest).into()), "{text}");
        }
    }
}
