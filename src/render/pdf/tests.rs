use std::collections::BTreeMap;

use page_validation::ValidationProfile;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};

use super::*;
use crate::fonts::Fonts;
use crate::render::fixture::{self, column, labels, section, table};
use crate::render::limits::{MAX_CHARACTERS, MAX_ROWS};
use crate::render::pages;
use crate::render::printed_words::{differences, expected, found};
use crate::report::{Appears, Block, Holds, RowKind, Stage, Table};

mod layout;

#[path = "../../../tests/support/conforms.rs"]
mod conforms;
use conforms::conforms;

/// A run of text: page from 0, left and right edge and baseline in points.
#[derive(Debug)]
struct Run {
    page: usize,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
}

fn runs(document: &PagedDocument) -> Vec<Run> {
    fn walk(frame: &Frame, transform: Transform, page: usize, found: &mut Vec<Run>) {
        for (position, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => walk(&group.frame, here.pre_concat(group.transform), page, found),
                FrameItem::Text(text) => {
                    let ascent = text.size * 0.7;
                    let corners = [
                        Point::new(Abs::zero(), -ascent),
                        Point::new(text.width(), -ascent),
                        Point::new(Abs::zero(), Abs::zero()),
                        Point::new(text.width(), Abs::zero()),
                    ]
                    .map(|corner| corner.transform(here));
                    let least = |part: fn(&Point) -> Abs| corners.iter().map(part).min().unwrap().to_pt();
                    let most = |part: fn(&Point) -> Abs| corners.iter().map(part).max().unwrap().to_pt();
                    found.push(Run {
                        page,
                        left: least(|corner| corner.x),
                        right: most(|corner| corner.x),
                        top: least(|corner| corner.y),
                        bottom: most(|corner| corner.y),
                        text: text.text.to_string(),
                    });
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for (index, page) in document.pages().iter().enumerate() {
        walk(&page.frame, Transform::identity(), index, &mut found);
    }
    found
}

/// The text of each page without its blanks, which depend on where lines break.
fn pages(document: &PagedDocument) -> Vec<String> {
    let mut pages: BTreeMap<usize, String> = BTreeMap::new();
    for run in runs(document) {
        pages.entry(run.page).or_default().push_str(&solid(&run.text));
    }
    pages.into_values().collect()
}

fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn laid_out(report: &Report) -> PagedDocument {
    typeset(report, None, &Fonts::default()).unwrap().1
}

/// The pages and the file, typeset once.
fn both(report: &Report) -> (PagedDocument, Vec<u8>) {
    let (world, document) = typeset(report, None, &Fonts::default()).unwrap();
    let bytes = export(report, None, &world, &document).unwrap();
    (document, bytes)
}

fn assert_nothing_off_the_page(document: &PagedDocument) {
    for run in runs(document) {
        let size = document.pages()[run.page].frame.size();
        let inside = run.left >= 0.0 && run.right <= size.x.to_pt() && run.top >= 0.0 && run.bottom <= size.y.to_pt();
        assert!(inside, "off the page: {run:?}");
        let in_footer = run.bottom > 545.0;
        assert!(!in_footer || run.top > 545.0, "runs into the foot of the page: {run:?}");
    }
}

/// A report of tables alone, each in a section of its own on a page of its own.
fn of_tables(tables: Vec<Table>) -> Report {
    let mut report = fixture::report();
    report.sections = tables
        .into_iter()
        .map(|table| section(&table.id.clone(), &format!("About {}", table.title), true, vec![Block::Table(table)]))
        .collect();
    report
}

/// How often a piece of PDF syntax occurs. Typst leaves structure elements and the catalogue unpacked.
fn count(bytes: &[u8], piece: &str) -> usize {
    bytes.windows(piece.len()).filter(|part| *part == piece.as_bytes()).count()
}

#[test]
fn the_appendix_is_tagged_titled_and_conforms() {
    let report = fixture::report();
    let bytes = pdf(&report, None, &Fonts::default()).unwrap();
    conforms(&bytes, ValidationProfile::PdfUa1);
    conforms(&bytes, ValidationProfile::PdfA2a);

    let tables: Vec<&Table> = report.tables().collect();
    let rows: Vec<RowKind> = tables.iter().flat_map(|table| &table.rows).map(|row| row.kind).collect();
    let groups = rows.iter().filter(|kind| **kind == RowKind::Head).count();
    let columns: usize = tables.iter().map(|table| table.columns.len()).sum();
    assert_eq!(count(&bytes, "/S/Table/"), tables.len());
    assert_eq!(
        count(&bytes, "/S/TR/"),
        tables.len() + rows.len(),
        "the heading row is tagged once, however often it prints"
    );
    assert_eq!(count(&bytes, "/Scope/Column"), columns + groups);
    let heads_a_row = count(&bytes, "/Scope/Row") + count(&bytes, "/Scope/Both");
    assert_eq!(heads_a_row, rows.len() - groups, "the first column heads the rows");
    assert_eq!(count(&bytes, "/S/TH/"), columns + rows.len());
    assert_eq!(count(&bytes, "/Summary"), tables.len());
    assert_eq!(count(&bytes, "/S/H1/"), 1);
    assert_eq!(count(&bytes, "/S/H2/"), report.sections.len());
    assert!(count(&bytes, "/S/H3/") >= 3);
    assert_eq!(count(&bytes, "/S/Figure/"), 1);
    assert_eq!(count(&bytes, "/Alt"), 1);
    assert_eq!(count(&bytes, "/Lang(en-GB)"), 1);
    assert_eq!(count(&bytes, "/DisplayDocTitle true"), 1);
    assert_eq!(count(&bytes, "<dc:title>"), 1);
    assert_eq!(count(&bytes, "/Creator(Piperoll)"), 1);
    assert_eq!(count(&bytes, "/Author(Northmere City Council)"), 1);
    assert_eq!(count(&bytes, "/CreationDate(D:20230208000000"), 1);
    for heading in ["What changed since last time", "2. Living at Home", "7. Overall total"] {
        // Once as a bookmark, once as the title of its structure element.
        assert_eq!(count(&bytes, &format!("/Title({heading})/Dest")), 1, "bookmark {heading}");
    }
    assert_eq!(count(&bytes, "/PageLabels"), 1);
    assert_eq!(count(&bytes, "/St 263"), 1, "viewers count the pages as the agenda pack does");
}

#[test]
fn pages_are_numbered_from_the_agenda_pack_and_say_what_they_belong_to() {
    let document = laid_out(&fixture::report());
    assert_nothing_off_the_page(&document);
    let pages = pages(&document);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Page{}", 263 + index)), "{page}");
        assert!(page.contains("NorthmereCityCouncil·AdultCarePolicyCommittee"));
        assert!(page.contains("figuresasat31December2022"));
        assert!(!page.contains("DRAFT"));
    }
    assert!(pages[1].contains("Appendix1:RecoveryPlanPerformancebyServiceArea"), "the title heads the later pages");
}

#[test]
fn a_draft_says_so_on_every_page_in_its_text_and_in_its_properties() {
    let report = fixture::staged(Stage::Draft, fixture::report());
    let (document, bytes) = both(&report);
    for page in pages(&document) {
        assert_eq!(page.matches("DRAFT").count(), if page.contains("Page263") { 3 } else { 2 }, "{page}");
    }
    conforms(&bytes, ValidationProfile::PdfUa1);
    assert!(count(&bytes, "DRAFT – Appendix 1") >= 1, "the title in the properties");
}

#[test]
fn what_is_not_cleared_says_so_on_every_page_and_what_is_says_by_whom() {
    let (document, bytes) = both(&fixture::staged(Stage::ForClearance, fixture::report()));
    for page in pages(&document) {
        assert!(page.contains("FORCLEARANCE"), "{page}");
    }
    conforms(&bytes, ValidationProfile::PdfUa1);
    let (document, bytes) = both(&fixture::report());
    let pages = pages(&document);
    let last = pages.last().unwrap();
    assert!(last.contains("ClearedbySection151officer(AB),27January2023."), "{last}");
    assert!(last.contains("Fingerprintaf3291bc0d4e77a1"), "{last}");
    assert!(!pages.concat().contains("FORCLEARANCE"));
    assert!(count(&bytes, &"af3291bc0d4e77a1".repeat(4)) >= 1, "the whole fingerprint in the properties");
}

#[test]
fn every_row_of_narrative_is_whole_on_one_page() {
    let report = fixture::report();
    let pages = pages(&laid_out(&report));
    for block in report.sections.iter().flat_map(|section| &section.blocks) {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            assert!(pages.iter().any(|page| page.contains(&solid(cell.text()))), "{}", cell.text());
        }
    }
}

#[test]
fn hostile_text_prints_as_typed_and_stays_on_the_page() {
    let report = fixture::hostile_report();
    let (document, bytes) = both(&report);
    conforms(&bytes, ValidationProfile::PdfUa1);
    assert_nothing_off_the_page(&document);
    let all = pages(&document).concat();
    for text in [
        "#import \"@preview/x:1.0.0\": * #read(\"/etc/passwd\") $x^2$ <label> @ref",
        "*bold* _slant_ `code` = heading \\ // comment /* */ ~ -- ---",
        "{{title}} {{#if x}} {{{raw}}}",
        "=HYPERLINK(\"https://example.org\",\"x\")",
        "• Word's bullet, then a tab",
        "ticks ✓ ✔, arrows → ⇒, ½ ≤ ≥, ‑ and … and “quotes”",
        "control [U+0000][U+0007][U+001B][31mred",
        "private [U+E000] none [U+FFFE][U+10FFFF]",
        "#panic(\"head\")",
        "Council of #set & <b>[U+0000]",
    ] {
        assert!(all.contains(&solid(text)), "{text}");
    }
}

#[test]
fn a_word_wider_than_its_column_breaks_within_it() {
    let mut narrow = table(
        "narrow",
        "Narrow",
        vec![column("One", Holds::Label, 1), column("Two", Holds::Text, 1), column("Three", Holds::Text, 8)],
    );
    let token = "WXWXWXWXWX".repeat(12);
    let shorter = "RESPONSIBILITIESNOT";
    narrow.rows =
        vec![labels(RowKind::Item, &[&token, "second", shorter]), labels(RowKind::Item, &[shorter, "2nd", ""])];
    let document = laid_out(&of_tables(vec![narrow]));
    let runs = runs(&document);
    let second = runs.iter().find(|run| run.text == "second").unwrap().left;
    // What stands below the table says who cleared it.
    let below = |run: &Run| ["Cleared by", "Fingerprint"].iter().any(|start| run.text.starts_with(start));
    let in_table = |run: &&Run| run.left < second && run.top > 180.0 && run.bottom < 540.0 && !below(run);
    let parts: Vec<&Run> = runs.iter().filter(in_table).collect();
    assert!(parts.iter().all(|run| run.right <= second), "{parts:#?}");
    assert!(pages(&document).concat().contains(&token), "no character lost or added");
}

#[test]
fn a_row_taller_than_a_page_goes_on_over_the_next() {
    let mut tall = table("tall", "Tall", vec![column("One", Holds::Label, 1), column("Two", Holds::Text, 2)]);
    let text: Vec<String> = (0..1_500).map(|number| format!("word{number}")).collect();
    tall.rows = vec![labels(RowKind::Item, &["Tall", &text.join(" ")]), labels(RowKind::Total, &["Total", ""])];
    let document = laid_out(&of_tables(vec![tall]));
    assert_nothing_off_the_page(&document);
    assert!(document.pages().len() >= 2);
    let all = pages(&document).concat();
    assert!(text.iter().all(|word| all.contains(word.as_str())), "all of it prints");
}

#[test]
fn a_chart_longer_than_a_page_goes_on_over_the_next() {
    let mut report = fixture::report();
    report.sections.truncate(1);
    report.sections[0].blocks.retain(|block| matches!(block, Block::Chart(_)));
    for block in &mut report.sections[0].blocks {
        if let Block::Chart(chart) = block {
            let groups = chart.groups.clone();
            chart.groups = groups.into_iter().cycle().take(25).collect();
        }
    }
    let (document, bytes) = both(&report);
    assert_nothing_off_the_page(&document);
    assert!(document.pages().len() >= 2);
    conforms(&bytes, ValidationProfile::PdfUa1);
}

#[test]
fn a_line_feed_breaks_the_line_and_a_tab_is_a_blank() {
    let mut lines = table("lines", "Lines", vec![column("One", Holds::Label, 1)]);
    lines.rows = vec![labels(RowKind::Item, &["first\tand\nsecond"])];
    let document = laid_out(&of_tables(vec![lines]));
    let runs = runs(&document);
    let first = runs.iter().find(|run| run.text == "first and").unwrap();
    let second = runs.iter().find(|run| run.text == "second").unwrap();
    assert!(second.top > first.bottom);
}

#[test]
fn no_amount_is_torn_from_its_sign() {
    let mut report = fixture::report();
    let text = |length: usize| format!("{}{} moved by -£60k since", "word ".repeat(28), "w".repeat(length));
    let blocks = (1..40).map(|length| Block::Paragraph { text: text(length) }).collect();
    report.sections = vec![section("signs", "Signs", false, blocks)];
    let runs = runs(&laid_out(&report));
    assert!(runs.windows(2).any(|pair| pair[1].text.starts_with("-£60k")), "some line ends there");
    for pair in runs.windows(2) {
        assert!(!(pair[0].text.ends_with('-') && pair[1].text.starts_with('£')), "{pair:?}");
    }
}

/// A table of rows of these kinds, some of several lines, a few of half a page.
fn of_kinds(id: &str, kinds: &[RowKind]) -> Table {
    let mut table = table(id, id, vec![column("Name", Holds::Label, 2), column("Text", Holds::Text, 3)]);
    for (index, kind) in kinds.iter().enumerate() {
        let long = "long ".repeat([1, 1, 60, 1, 1, 1, 350][index % 7]);
        let (name, text) = match kind {
            RowKind::Head => ("HEAD", ""),
            RowKind::Item => ("ITEM", long.as_str()),
            RowKind::Subtotal => ("PART", ""),
            RowKind::Total => ("WHOLE", ""),
        };
        table.rows.push(labels(*kind, &[name, text]));
    }
    table
}

#[test]
fn no_total_and_no_heading_of_a_group_stands_alone() {
    // Whatever fills the page, the rows at its end meet it differently.
    let tables = (3..13).map(|items| {
        let mut kinds = vec![RowKind::Head];
        kinds.extend(vec![RowKind::Item; items]);
        kinds.extend([RowKind::Subtotal, RowKind::Head, RowKind::Item, RowKind::Subtotal, RowKind::Total]);
        of_kinds(&format!("t{items}"), &kinds)
    });
    let document = laid_out(&of_tables(tables.collect()));
    assert_nothing_off_the_page(&document);
    let pages = pages(&document);
    assert!(pages.len() > 11, "some tables go over the page's end");
    for page in pages.iter().filter(|page| page.contains("NameText")) {
        let rows = page.split("NameText").nth(1).and_then(|rest| rest.split("NorthmereCityCouncil").next()).unwrap();
        assert!(!rows.starts_with("WHOLE") && !rows.starts_with("PART"), "a total stands alone: {page}");
        assert!(!rows.ends_with("HEAD"), "a heading stands alone: {page}");
    }
}

#[test]
fn rows_in_any_order_can_be_typeset() {
    let all = [RowKind::Head, RowKind::Item, RowKind::Subtotal, RowKind::Total];
    let mut state: u32 = 7;
    let mut tables = vec![of_kinds("heads", &[RowKind::Head; 60])];
    for index in 0..8 {
        let mut kind = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            all[(state >> 30) as usize]
        };
        let kinds: Vec<RowKind> = (0..=index * 4).map(|_| kind()).collect();
        tables.push(of_kinds(&format!("x{index}"), &kinds));
    }
    // All on one another's heels: tables begin anywhere on a page.
    let mut report = of_tables(tables);
    report.sections.iter_mut().for_each(|section| section.new_page = false);
    assert_nothing_off_the_page(&laid_out(&report));
}

#[test]
fn the_same_bytes_every_time_on_any_number_of_threads() {
    let mut report = fixture::report();
    report.sections.truncate(1);
    let with = |threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| pdf(&report, None, &Fonts::default()).unwrap())
    };
    let one = with(1);
    assert!(one == with(4));
    assert!(one == with(4));
}

#[test]
fn more_rows_or_more_text_than_can_be_held_is_refused_with_advice() {
    let mut long = table("long", "Long", vec![column("One", Holds::Label, 1)]);
    long.rows = vec![labels(RowKind::Item, &["x"]); MAX_ROWS + 1];
    let mut report = of_tables(vec![long]);
    let error = pdf(&report, None, &Fonts::default()).unwrap_err().to_string();
    assert!(error.contains("5001 table rows") && error.contains("5000 is the most"), "{error}");
    assert!(error.contains("split the collection"), "{error}");

    let Block::Table(table) = &mut report.sections[0].blocks[0] else { panic!("a table") };
    table.appears = Appears::Workbook;
    assert_eq!(within_limits(&report), Ok(()), "rows of the workbook alone do not count");

    let mut wide = fixture::table("wide", "Wide", vec![column("One", Holds::Label, 1)]);
    wide.rows = vec![labels(RowKind::Item, &[&"x".repeat(MAX_CHARACTERS + 1)])];
    let error = pdf(&of_tables(vec![wide]), None, &Fonts::default()).unwrap_err().to_string();
    assert!(error.contains("5000001 characters"), "{error}");
}

#[test]
fn an_appendix_without_a_title_is_refused() {
    let mut report = fixture::report();
    report.meta.title = " ".into();
    assert!(pdf(&report, None, &Fonts::default()).unwrap_err().to_string().contains("has no title"));
}

#[test]
fn a_fault_of_a_councils_own_layout_is_told_with_its_line_and_what_to_do() {
    let mut report = fixture::report();
    report.sections.clear();
    for (text, expected) in [
        ("= Title\n#report.title", "templates/own.typ, line 2: unknown variable: report"),
        (
            "= Title",
            "own.typ: PDF/UA-1 error: missing document title; an accessible PDF must have a title: put `#set document(",
        ),
        (
            "#set document(title: \"x\")\n= One\n=== Three",
            "own.typ, line 3: PDF/UA-1 error: skipped from heading level 1 to 3; people who listen",
        ),
        (
            "#set document(title: \"x\")\n== Two",
            "line 2: PDF/UA-1 error: the first heading must be of level 1; people who listen",
        ),
        ("#set document(title: \"x\")\n#read(\"/etc/passwd\")", "line 2: "),
        ("#read(\"/etc/passwd\")", "a layout can read no file but /report.json ('/etc/passwd' was asked for)"),
        ("#import \"@preview/cetz:0.3.0\": *", "a layout can load no package (@preview/cetz:0.3.0)"),
        (
            "#set document(title: \"x\")\n#set text(font: \"Liberation Sans\", fallback: false)\n= 中",
            "could not be displayed",
        ),
        ("#let x = (\n", "line 1: "),
        ("#let f() = nothing\n\n#f()", "line 1: unknown variable"),
    ] {
        let error = pdf(&report, Some(("templates/own.typ", text)), &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}\n-> {error}");
        assert!(error.contains("the layout templates/own.typ"), "{error}");
    }
    let own = "#let report = json(\"/report.json\")\n#set document(title: report.meta.title)\n= #report.meta.title\n#report.meta.as_at";
    assert!(pdf(&report, Some(("own.typ", own)), &Fonts::default()).is_ok());
}

/// Leaves the fixtures' PDFs in the folder that PIPEROLL_LOOK names, to be looked at.
#[test]
#[ignore = "writes files for people to look at"]
fn look() {
    let folder = std::env::var("PIPEROLL_LOOK").unwrap();
    let draft = fixture::staged(Stage::Draft, fixture::report());
    for (name, report) in [("report", fixture::report()), ("draft", draft), ("hostile", fixture::hostile_report())] {
        std::fs::write(format!("{folder}/{name}.pdf"), pdf(&report, None, &Fonts::default()).unwrap()).unwrap();
    }
}

/// Takes half a minute; to be run after any change of the fonts or of Typst.
#[test]
#[ignore = "slow: every character that the fonts have"]
fn every_printable_character_can_be_exported_upright_bold_and_with_a_mark() {
    let prints = |character: &char| {
        let text = character.to_string();
        !character.is_whitespace() && Fonts::default().printable(&text) == text
    };
    let printable: Vec<char> = ('\u{1}'..='\u{2ffff}').filter(prints).collect();
    assert!(printable.len() > 5_000);
    for chunk in printable.chunks(500) {
        let marked = chunk.iter().map(|c| format!("{c} a{c} {c}\u{301} {c}\u{5b0}"));
        let words = chunk.chunks(20).map(|word| word.iter().collect());
        let text = marked.chain(words).collect::<Vec<String>>().join(" ");
        let mut all = table("all", "All", vec![column("One", Holds::Label, 1)]);
        all.rows = vec![labels(RowKind::Item, &[&text]), labels(RowKind::Total, &[&text])];
        if let Err(error) = pdf(&of_tables(vec![all]), None, &Fonts::default()) {
            panic!("from {:?}: {error}", chunk[0]);
        }
    }
}

/// How long many rows take, and how large they are: in one table, and in a table for each of fifty areas. The layout that
/// `PIPEROLL_LAYOUT` names is measured in the place of ours.
#[test]
#[ignore = "a measurement"]
#[expect(clippy::print_stderr, reason = "it is there to tell")]
fn measure() {
    let other = std::env::var("PIPEROLL_LAYOUT").ok().map(|path| (std::fs::read_to_string(&path).unwrap(), path));
    let layout = other.as_ref().map(|(text, path)| (path.as_str(), text.as_str()));
    for (areas, rows) in [(1, 40), (1, 400), (50, 40)] {
        let mut report = fixture::report();
        let of_area = report.sections.swap_remove(1);
        let numbered = |area: usize| {
            let mut section = of_area.clone();
            section.id = format!("area-{area}");
            for block in &mut section.blocks {
                let Block::Table(table) = block else { continue };
                let items = table.rows[..5].to_vec();
                table.rows = items.into_iter().cycle().take(rows).collect();
                for (index, row) in table.rows.iter_mut().enumerate() {
                    // No two rows are alike in a council's own table either.
                    for cell in [0, 7, 8] {
                        row.cells[cell] = fixture::label(&format!("{} {area}.{index}", row.cells[cell].text()));
                    }
                }
            }
            section
        };
        report.sections = (0..areas).map(numbered).collect();
        let begin = std::time::Instant::now();
        let bytes = pdf(&report, layout, &Fonts::default()).unwrap();
        eprintln!("{areas} tables of {rows} rows: {:?}, {} bytes", begin.elapsed(), bytes.len());
    }
}

#[test]
fn a_font_of_the_councils_prints_what_the_embedded_ones_lack() {
    let mut report = fixture::report();
    report.meta.title = "Savings 成".into();
    let mut fonts = Fonts::default();
    let escaped = pdf(&report, None, &fonts).unwrap();
    fonts.add(crate::fonts::with_a_chinese_letter()).unwrap();
    // The standards allow no letter without a shape, so it has one.
    let printed = pdf(&report, None, &fonts).unwrap();
    assert_ne!(printed, escaped);
    assert_eq!(json(&report, &fonts).unwrap().windows(3).filter(|part| *part == "成".as_bytes()).count(), 1);
}

#[test]
fn a_layout_that_opens_and_never_closes_or_calls_itself_is_a_fault_and_no_end_of_the_program() {
    let report = fixture::report();
    let many = |open: &str| format!("#set document(title: \"x\")\n{}", open.repeat(10_000));
    let calls = "#let f(x) = f(x)\n#f(1)".to_string();
    let shows = "#show heading: it => [= a #it]\n= b".to_string();
    let texts = ["#(", "#[", "$(", "#{", "[", "- ", "#box[", "#if true {", "#not ", "#-", "*_"].map(many);
    for text in texts.into_iter().chain([calls, shows]) {
        let outcome = pdf(&report, Some(("own.typ", &text)), &Fonts::default());
        let told = outcome.as_ref().map_or_else(|error| error.to_string().contains("the layout own.typ"), |_| true);
        assert!(told, "{:.40}: {outcome:?}", text);
    }
}

/// A proof has the same words: the tests of the proof hold it to the report too.
#[test]
fn every_word_is_there_in_an_honest_report_and_in_a_hostile_one() {
    for report in [fixture::report(), fixture::every_block(), fixture::hostile_report()] {
        let fonts = Fonts::default();
        let expected = expected(&report, |text| fonts.printable(text).into_owned());
        let bytes = pdf(&report, None, &fonts).unwrap();
        let mut wrong = differences(&expected, &found(&pages::pages(&pages::open(&bytes))));
        // Read from where its glyphs stand, a word from right to left is turned round, and one of accents of their own runs on; a proof
        // has both as their numbers.
        wrong
            .retain(|word| !word.chars().any(|letter| matches!(letter, '\u{300}'..='\u{36f}' | '\u{590}'..='\u{8ff}')));
        assert_eq!(wrong, [""; 0], "{}", report.meta.title);
    }
}
