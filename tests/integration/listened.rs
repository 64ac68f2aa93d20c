//! Tables of the appendix as somebody hears them who reads with the help of a machine: the headings that belong to each cell, by the
//! tags of the file alone.
//!
//! A cell names heading cells (`Headers`), and these name theirs, 'and so on recursively' (ISO 32000-1, table 349). Typst has a cell
//! name the nearest heading above it and the nearest in its row; the cell that heads a row names the heading of its group, and
//! that the group around it.

use std::collections::BTreeMap;

use crate::pages::Element;

/// A table as it is heard, a line a cell: 'heading of the column; group; name of the row: text'. Of a heading cell, of a group or of
/// a row, the line is '# group' or 'column; group: name'. Blank cells are not read.
pub fn heard(table: &Element) -> Vec<String> {
    let rows = table.all("TR");
    let cells: BTreeMap<&str, &Element> =
        rows.iter().flat_map(|row| &row.children).filter_map(|cell| Some((cell.id.as_deref()?, cell))).collect();
    let mut lines = Vec::new();
    for row in &rows {
        for cell in row.children.iter().filter(|cell| !cell.text().is_empty()) {
            let (own, text) = (headings(&cells, cell), cell.text());
            lines.push(match (cell.role.as_str(), cell.scope.as_deref()) {
                // The headings of columns, and of groups.
                ("TH", Some("Column")) if own.columns.is_empty() && own.rows.is_empty() => format!("| {text}"),
                ("TH", Some("Column")) => format!("# {}", said(&[&own.groups, &[text]])),
                _ => format!("{}: {text}", said(&[&own.columns, &own.groups, &own.rows])),
            });
        }
    }
    lines
}

fn said(parts: &[&[String]]) -> String {
    parts.concat().into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// What is said of a cell before its text.
#[derive(Default)]
struct Headings {
    columns: Vec<String>,
    groups: Vec<String>,
    rows: Vec<String>,
}

/// The headings of a cell, outer ones first. The heading of the column in which names or groups stand is said of these, and not once
/// more of each cell that they head.
fn headings(cells: &BTreeMap<&str, &Element>, cell: &Element) -> Headings {
    let mut headings = Headings::default();
    for id in &cell.headers {
        let above = cells.get(id.as_str()).unwrap_or_else(|| panic!("no cell has the id {id}"));
        if above.headers.is_empty() {
            headings.columns.push(above.text());
        } else {
            follow(cells, above, &mut headings);
        }
    }
    if cell.role == "TH" && headings.columns.is_empty() {
        // A heading cell below that of a group: the column is the group's.
        let top = top(cells, cell);
        headings.columns.extend((!top.is_empty()).then_some(top));
    }
    headings
}

/// Adds a heading that has headings itself: a row's or a group's.
fn follow(cells: &BTreeMap<&str, &Element>, heading: &Element, headings: &mut Headings) {
    for id in &heading.headers {
        let above = cells.get(id.as_str()).unwrap_or_else(|| panic!("no cell has the id {id}"));
        if !above.headers.is_empty() {
            follow(cells, above, headings);
        }
    }
    let (list, text) = match heading.scope.as_deref() {
        Some("Column") => (&mut headings.groups, heading.text()),
        _ => (&mut headings.rows, heading.text()),
    };
    if !list.contains(&text) {
        list.push(text);
    }
}

fn top(cells: &BTreeMap<&str, &Element>, cell: &Element) -> String {
    let above = cell.headers.iter().filter_map(|id| cells.get(id.as_str())).next();
    above.map_or_else(String::new, |above| if above.headers.is_empty() { above.text() } else { top(cells, above) })
}
