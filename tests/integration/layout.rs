//! How the pages of the samples look, as far as a program can tell, and how their tables are heard.
//!
//! What is heard of a table of each sample stands in tests/heard/. After a change that is meant, run with `PIPEROLL_UPDATE=1`, and read
//! what changed before you keep it.

#![allow(clippy::float_arithmetic, reason = "points on a page, no money")]

use lopdf::{Dictionary, Document, Object};

use crate::listened;
use crate::pages::{Element, open, pages, structure};
use crate::support::{built, repository};

const SAMPLES: [&str; 5] = ["budget-recovery", "multi-year-programme", "rag-schemes", "recovery-plan", "savings-list"];

/// The points between the margins of a page, from its foot.
const FOOT: f32 = 53.8;
const HEAD: f32 = 535.7;

#[test]
fn no_letter_is_smaller_than_nine_points() {
    for name in SAMPLES {
        for (number, page) in (1..).zip(pages(&open(built(name).pdf()))) {
            for piece in page.pieces {
                assert!(piece.size >= 8.99, "{name}, page {number}: {piece:?}");
            }
        }
    }
}

#[test]
fn no_page_but_the_first_and_the_last_is_under_a_third_full() {
    for name in SAMPLES {
        let pages = pages(&open(built(name).pdf()));
        let last = pages.len();
        for (number, page) in (1..).zip(&pages).skip(1).filter(|(number, _)| *number < last) {
            let lowest = page.pieces.iter().filter(|piece| piece.marked.is_some()).map(|piece| piece.baseline);
            let full = (HEAD - lowest.fold(HEAD, f32::min)) / (HEAD - FOOT);
            assert!(full > 1.0 / 3.0, "{name}, page {number}: {full}");
        }
    }
}

/// The pages on which the rows of a table begin, without that of its headings.
fn rows_on(table: &Element) -> Vec<usize> {
    table.all("TR").into_iter().skip(1).filter_map(Element::page).collect()
}

#[test]
fn a_table_begins_with_two_rows_below_its_headings_and_ends_with_three() {
    for name in SAMPLES {
        for table in structure(&open(built(name).pdf())).all("Table") {
            let (on, about) = (rows_on(table), table.summary.as_deref().unwrap_or_default());
            let heading = table.all("TR")[0].page();
            let (Some(first), Some(last)) = (on.first(), on.last()) else { continue };
            let count = |page: &usize| on.iter().filter(|on| *on == page).count();
            assert_eq!(heading, Some(*first), "{name}: {about}");
            assert!(count(first) >= on.len().min(2), "{name}: {about} {on:?}");
            assert!(count(last) >= on.len().min(3), "{name}: {about} {on:?}");
        }
    }
}

/// What can be read in order, without what encloses it.
fn in_order<'e>(element: &'e Element, found: &mut Vec<&'e Element>) {
    if matches!(element.role.as_str(), "H1" | "H2" | "H3" | "P" | "TR" | "Figure" | "LI") {
        found.push(element);
    } else {
        element.children.iter().for_each(|child| in_order(child, found));
    }
}

#[test]
fn no_heading_stands_alone_at_the_end_of_a_page() {
    for name in SAMPLES {
        let structure = structure(&open(built(name).pdf()));
        let mut found = Vec::new();
        in_order(&structure, &mut found);
        for pair in found.windows(2).filter(|pair| pair[0].role.starts_with('H')) {
            assert_eq!(pair[0].page(), pair[1].page(), "{name}: {}", pair[0].text());
        }
    }
}

/// The dictionaries of the links on all pages.
fn links(document: &Document) -> Vec<&Dictionary> {
    let mut links = Vec::new();
    for page in document.page_iter() {
        links.extend(document.get_page_annotations(page).expect("annotations"));
    }
    links.retain(|link| link.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Link"));
    links
}

#[test]
fn an_appendix_of_more_than_eight_pages_has_a_contents_list_with_links_and_the_pack_s_numbers() {
    let mut with = 0;
    for name in SAMPLES {
        let document = open(built(name).pdf());
        let pages = pages(&document);
        let structure = structure(&document);
        let headings: Vec<&Element> = structure.all("H2");
        let Some(contents) = headings.iter().position(|heading| heading.text() == "Contents") else {
            assert!(pages.len() <= 8, "{name}");
            assert_eq!(links(&document).len(), 0, "{name}");
            continue;
        };
        with += 1;
        assert!(pages.len() > 8, "{name}");
        assert!(contents <= 1, "{name}: it stands below the first section at the latest");
        let first = pages[0].pieces.iter().find_map(|piece| piece.text.strip_prefix("Page ")).unwrap();
        let first: usize = first.parse().unwrap();
        let expected: Vec<String> = headings
            .iter()
            .filter(|heading| heading.text() != "Contents")
            .map(|heading| format!("{} {}", heading.text(), first + heading.page().unwrap()))
            .collect();
        let listed: Vec<String> = structure.all("Link").into_iter().map(Element::text).collect();
        assert_eq!(listed, expected, "{name}");
        assert_eq!(links(&document).len(), expected.len(), "{name}");
    }
    assert!(with >= 3, "the test is of something");
}

/// Whether a cell names the heading of its column, and each cell that has anything a cell that heads its row.
#[test]
fn every_cell_names_its_headings() {
    for name in SAMPLES {
        for table in structure(&open(built(name).pdf())).all("Table") {
            let rows = table.all("TR");
            for row in rows.iter().skip(1) {
                assert_eq!(row.children.len(), rows[0].children.len(), "{name}");
                let is_head = row.children.iter().any(|cell| cell.scope.as_deref() == Some("Column"));
                let heads = |cell: &&Element| matches!(cell.scope.as_deref(), Some("Row" | "Both"));
                let heading: Vec<&Element> = row.children.iter().filter(heads).collect();
                assert!(is_head == heading.is_empty(), "{name}: {}", row.text());
                for (column, cell) in rows[0].children.iter().zip(&row.children).filter(|(_, cell)| cell.role == "TD") {
                    let about = format!("{name}: {} of {}", cell.text(), row.text());
                    assert!(cell.headers.contains(column.id.as_ref().unwrap()), "{about}");
                    let by_its_row = |heading: &&Element| cell.headers.contains(heading.id.as_ref().unwrap());
                    assert!(is_head || heading.iter().any(by_its_row), "{about}");
                }
            }
        }
    }
}

/// What is heard of the table of a sample whose description begins so.
fn is_heard(name: &'static str, table: &str) {
    let structure = structure(&open(built(name).pdf()));
    let tables = structure.all("Table");
    let wanted = |about: &&&Element| about.summary.as_deref().is_some_and(|summary| summary.starts_with(table));
    let found = tables
        .iter()
        .find(wanted)
        .unwrap_or_else(|| panic!("{:#?}", tables.iter().map(|table| table.summary.as_deref()).collect::<Vec<_>>()));
    let heard = format!("{}\n{}\n", found.summary.as_deref().unwrap(), listened::heard(found).join("\n"));
    let path = repository().join(format!("tests/heard/{name}.txt"));
    if std::env::var_os("PIPEROLL_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &heard).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(heard, known, "{name}: PIPEROLL_UPDATE=1 writes it anew");
}

#[test]
fn a_table_of_groups_within_groups_is_heard_with_their_names() {
    is_heard("budget-recovery", "3.4 Adult Social Care");
}

#[test]
fn a_table_of_many_years_is_heard_with_its_groups() {
    is_heard("multi-year-programme", "Appendix 1");
}

#[test]
fn a_table_of_codes_and_names_is_heard_with_both() {
    is_heard("rag-schemes", "Current status by scheme");
}

#[test]
fn a_table_of_narrative_is_heard_with_the_name_of_the_project() {
    is_heard("recovery-plan", "2. Living and Ageing Well");
}

#[test]
fn a_plain_list_is_heard_with_its_subtotals() {
    is_heard("savings-list", "21/22 Adult social care savings");
}
