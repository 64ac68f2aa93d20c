//! The appendix as a file for people who read it with the help of a machine: of every sample as far as a program can check,
//! of the recovery plan in detail.

#![allow(clippy::float_arithmetic, reason = "points on a page, no money")]

use lopdf::{Dictionary, Document, Object};
use page_validation::ValidationProfile;
use piperoll::fonts::Fonts;
use piperoll::report::{Appears, Block, Table};

use crate::conforms::conforms;
use crate::pages::{self, Element, Page, open, structure, text};
use crate::printed_words::{differences, expected, found};
use crate::support::{SAMPLES, build, built, recovery_plan, report, sample, solid};

/// The tables of the appendix.
fn tables() -> Vec<Table> {
    let blocks = crate::recovery_plan::report().sections.into_iter().flat_map(|section| section.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Table(table) if table.appears != Appears::Workbook => Some(table),
            _ => None,
        })
        .collect()
}

fn all_pages() -> Vec<Page> {
    pages::pages(&open(recovery_plan().pdf()))
}

fn dictionary<'d>(document: &'d Document, from: &'d Dictionary, key: &[u8]) -> &'d Dictionary {
    from.get_deref(key, document).and_then(Object::as_dict).expect("a dictionary")
}

/// The appendix of each sample has the words of its report, each as often. So has its proof, by tests/integration/proof.rs: what of the
/// two is built, the words are the same.
#[test]
fn every_word_of_the_report_is_there_and_no_other() {
    for name in SAMPLES {
        let expected = expected(&report(&sample(name)), |text| Fonts::default().printable(text).into_owned());
        let appendix = pages::pages(&open(built(name).pdf()));
        assert_eq!(differences(&expected, &found(&appendix)), [""; 0], "{name}");
    }
}

/// The appendix of a sample, by an independent check of the whole file.
fn conforms_to_pdf_ua_1_and_pdf_a_2a(name: &'static str) {
    let built = built(name);
    assert_eq!(built.code, 0, "{}", built.stderr);
    conforms(built.pdf(), ValidationProfile::PdfUa1);
    conforms(built.pdf(), ValidationProfile::PdfA2a);
}

#[test]
fn the_recovery_plan_conforms_to_pdf_ua_1_and_pdf_a_2a() {
    conforms_to_pdf_ua_1_and_pdf_a_2a("recovery-plan");
}

#[test]
fn the_rag_schemes_conforms_to_pdf_ua_1_and_pdf_a_2a() {
    conforms_to_pdf_ua_1_and_pdf_a_2a("rag-schemes");
}

#[test]
fn the_savings_list_conforms_to_pdf_ua_1_and_pdf_a_2a() {
    conforms_to_pdf_ua_1_and_pdf_a_2a("savings-list");
}

#[test]
fn the_budget_recovery_conforms_to_pdf_ua_1_and_pdf_a_2a() {
    conforms_to_pdf_ua_1_and_pdf_a_2a("budget-recovery");
}

#[test]
fn the_multi_year_programme_conforms_to_pdf_ua_1_and_pdf_a_2a() {
    conforms_to_pdf_ua_1_and_pdf_a_2a("multi-year-programme");
}

#[test]
fn it_is_tagged_in_english_with_its_title_shown() {
    let document = open(recovery_plan().pdf());
    let catalogue = document.catalog().unwrap();
    assert_eq!(catalogue.get_deref(b"Lang", &document).map(text).unwrap(), "en-GB");
    let marked = dictionary(&document, catalogue, b"MarkInfo");
    assert_eq!(marked.get(b"Marked").and_then(Object::as_bool).ok(), Some(true));
    let viewer = dictionary(&document, catalogue, b"ViewerPreferences");
    assert_eq!(viewer.get(b"DisplayDocTitle").and_then(Object::as_bool).ok(), Some(true));
    let about = document.trailer.get_deref(b"Info", &document).and_then(Object::as_dict).unwrap();
    let title = about.get_deref(b"Title", &document).map(text).unwrap();
    assert!(title.starts_with("FOR CLEARANCE – Appendix 1: Recovery Plan Performance by Service Area"), "{title}");
    let date = about.get_deref(b"CreationDate", &document).map(text).unwrap();
    assert!(date.starts_with("D:20230208"), "the date is the meeting's, not today's: {date}");
}

#[test]
fn every_table_has_heading_cells_that_say_what_they_head() {
    let document = open(recovery_plan().pdf());
    let structure = structure(&document);
    let tagged = structure.all("Table");
    let tables = tables();
    assert_eq!(tagged.len(), tables.len());
    for (tagged, table) in tagged.iter().zip(&tables) {
        let rows = tagged.all("TR");
        assert_eq!(rows.len(), table.rows.len() + 1, "{}: the heading row is tagged once", table.title);
        for cell in &rows[0].children {
            assert_eq!((cell.role.as_str(), cell.scope.as_deref()), ("TH", Some("Column")), "{}", table.title);
        }
        for row in &rows {
            assert_eq!(row.children.len(), table.columns.len(), "{}", table.title);
        }
        for row in &rows[1..] {
            let cell = &row.children[0];
            assert_eq!((cell.role.as_str(), cell.scope.as_deref()), ("TH", Some("Row")), "{}", table.title);
            assert!(row.children[1..].iter().all(|cell| cell.role == "TD"), "{}", table.title);
        }
    }
}

#[test]
fn headings_bookmarks_and_the_chart_s_alternative_are_there() {
    let document = open(recovery_plan().pdf());
    let report = crate::recovery_plan::report();
    let structure = structure(&document);
    assert_eq!(structure.all("H1").len(), 1);
    // A section that only the workbook has is without a heading.
    let sections: Vec<_> = report.sections.iter().filter(|section| !section.heading.is_empty()).collect();
    let headings: Vec<String> = structure.all("H2").into_iter().map(Element::text).collect();
    let of_sections = headings.iter().filter(|heading| *heading != "Contents").count();
    assert_eq!(of_sections, sections.len(), "{headings:?}");

    let mut bookmarks = Vec::new();
    let outlines = dictionary(&document, document.catalog().unwrap(), b"Outlines");
    collect_bookmarks(&document, outlines, &mut bookmarks);
    for section in &sections {
        assert!(bookmarks.contains(&section.heading), "{} is not among {bookmarks:?}", section.heading);
    }

    let figures: Vec<&Element> = structure.all("Figure");
    assert_eq!(figures.len(), 1);
    let alternative = figures[0].alternative.as_deref().unwrap();
    for piece in ["Living and Ageing Well", "10,888", "7,154", "5,654", "3,292"] {
        assert!(alternative.contains(piece), "{piece} is not in: {alternative}");
    }
}

fn collect_bookmarks(document: &Document, above: &Dictionary, found: &mut Vec<String>) {
    let mut next = above.get_deref(b"First", document).and_then(Object::as_dict).ok();
    while let Some(bookmark) = next {
        found.push(bookmark.get_deref(b"Title", document).map(text).unwrap());
        collect_bookmarks(document, bookmark, found);
        next = bookmark.get_deref(b"Next", document).and_then(Object::as_dict).ok();
    }
}

#[test]
fn no_text_is_off_the_page_and_none_runs_into_the_foot() {
    for (number, page) in (1..).zip(all_pages()) {
        let foot = page.pieces.iter().find(|piece| piece.text.starts_with("Page ")).unwrap();
        assert!(page.width > page.height, "the tables are wide");
        for piece in &page.pieces {
            let inside = piece.left >= 20.0
                && piece.right <= page.width - 20.0
                && piece.baseline >= 15.0
                && piece.baseline + piece.size <= page.height - 15.0;
            assert!(inside, "page {number}: {piece:?}");
            let of_the_foot = (piece.baseline - foot.baseline).abs() < 1.0;
            assert!(of_the_foot || piece.baseline > foot.baseline + foot.size, "page {number}: {piece:?}");
        }
    }
}

#[test]
fn pages_count_from_the_agenda_pack() {
    let pages = all_pages();
    assert!(pages.len() > 5, "{}", pages.len());
    for (number, page) in (263..).zip(&pages) {
        let foot: Vec<&str> =
            page.pieces.iter().map(|piece| piece.text.trim()).filter(|text| text.starts_with("Page ")).collect();
        assert_eq!(foot, [format!("Page {number}")]);
        assert!(page.solid().contains("figuresasat31December2022"), "page {number}");
    }
    let document = open(recovery_plan().pdf());
    let labels = dictionary(&document, document.catalog().unwrap(), b"PageLabels");
    let first = labels.get_deref(b"Nums", &document).and_then(Object::as_array).unwrap();
    let first = document.dereference(&first[1]).unwrap().1.as_dict().unwrap();
    assert_eq!(first.get(b"St").and_then(Object::as_i64).ok(), Some(263));
}

#[test]
fn the_heading_row_is_repeated_where_a_table_goes_on() {
    let pages: Vec<String> = all_pages().iter().map(Page::solid).collect();
    let mut continued = 0;
    for table in tables() {
        let headings: String = table.columns.iter().map(|column| solid(&column.heading)).collect();
        let mut on = Vec::new();
        // Rows of one table may be those of another one.
        let begins = pages.iter().position(|page| page.contains(&solid(&table.title))).unwrap_or_default();
        for row in &table.rows {
            let row: String = row.cells.iter().map(|cell| solid(cell.text())).collect();
            let page = pages.iter().skip(begins).position(|page| {
                page.contains(&format!("{headings}{row}")) || {
                    // Rows below the first follow the heading row of the same table on their page.
                    let after = page.find(&headings).map(|at| &page[at + headings.len()..]);
                    after.is_some_and(|after| after.contains(&row))
                }
            });
            let page = page.unwrap_or_else(|| panic!("not whole on a page, under its headings: {row}"));
            on.push(page);
        }
        on.dedup();
        assert!(on.is_sorted(), "{}: {on:?}", table.title);
        continued += usize::from(on.len() > 1);
    }
    assert!(continued >= 2, "some table goes on over the page's end");
}

#[test]
fn another_first_page_changes_the_foot_and_no_figure() {
    let other = build(&sample("recovery-plan"), &["--first-page", "300"]);
    assert_eq!(other.code, 0, "{}", other.stderr);
    for file in ["findings.json", "consolidated.xlsx"] {
        assert!(other.files[file] == recovery_plan().files[file], "{file} does not know of pages");
    }
    let (here, there) = (all_pages(), pages::pages(&open(other.pdf())));
    assert_eq!(here.len(), there.len());
    let pages = here.len();
    for (index, (here, there)) in here.iter().zip(&there).enumerate() {
        let mut renumbered = here.solid().replace(&format!("Page{}", 263 + index), &format!("Page{}", 300 + index));
        for (before, after) in (263..).zip(300..).take(pages) {
            // In the contents list.
            renumbered = renumbered.replace(&format!("..{before}"), &format!("..{after}"));
        }
        assert_eq!(renumbered, there.solid());
    }
}
