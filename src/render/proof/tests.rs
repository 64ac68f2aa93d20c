use lopdf::{Document as File, Object};

use super::*;
use crate::render::fixture::{self, column, label, labels, section, table};
use crate::report::{Block, Holds, Row, RowKind, Stage};
use lines::Look;
use sheets::Mark;

use crate::render::pages;
use crate::render::printed_words::{differences, expected, found};

fn made(report: &Report) -> Vec<u8> {
    proof(report, &Fonts::default()).unwrap()
}

fn of_blocks(blocks: Vec<Block>) -> Report {
    let mut report = fixture::report();
    report.sections = vec![section("x", "About it", true, blocks)];
    report
}

/// Which words a report lacks, or has beside, in its proof.
fn wrong_words(report: &Report) -> Vec<String> {
    let fonts = Fonts::default();
    let faces = Faces::new(&fonts).unwrap();
    let expected = expected(report, |text| faces.printable(fonts.printable(text)).into_owned());
    differences(&expected, &found(&pages::pages(&pages::open(&made(report)))))
}

fn text_of(report: &Report) -> String {
    found(&pages::pages(&pages::open(&made(report)))).join(" ")
}

#[test]
fn every_word_is_there_in_an_honest_report_and_in_a_hostile_one() {
    for report in [fixture::report(), fixture::every_block(), fixture::hostile_report()] {
        assert_eq!(wrong_words(&report), [""; 0], "{}", report.meta.title);
    }
}

#[test]
fn a_word_that_is_not_there_would_be_missed() {
    let report = fixture::report();
    let expected = expected(&report, str::to_owned);
    let mut words = found(&pages::pages(&pages::open(&made(&report))));
    words.retain(|word| word != "£313k");
    words.push("invented".into());
    assert_eq!(differences(&expected, &words), ["lacks '£313k'", "has 'invented' beside"]);
}

#[test]
fn long_words_pounds_dashes_and_addresses_are_broken_and_never_dropped() {
    let columns = vec![column("A", Holds::Label, 1), column("B", Holds::Text, 200)];
    let mut narrow = table("narrow", "Narrow", columns);
    let address =
        "https://example.org/a/very/long/address/that/does/not/end/for/a/good/while?query=one&other=two#fragment";
    for text in ["£1,204,000 – £5m", address, &"W".repeat(300), "SubCommitteeForHighCostPlacements"] {
        narrow.rows.push(labels(RowKind::Item, &[text, "x"]));
    }
    let report = of_blocks(vec![Block::Paragraph { text: "long".repeat(200) }, Block::Table(narrow)]);
    assert_eq!(wrong_words(&report), [""; 0]);
    let text = text_of(&report);
    assert!(text.contains("£1,204,000 – £5m"), "{text}");
}

#[test]
fn a_line_for_which_there_is_no_room_is_an_error_and_not_left_out() {
    let fonts = Fonts::default();
    let faces = Faces::new(&fonts).unwrap();
    let look = Look { size: 10, bold: false, colour: (0, 0, 0) };
    let below = Mark::Text { left: 50.0, base: sheets::HEIGHT + 5.0, text: "below the page".into(), look };
    let error = draw::draw(&[vec![below]], &faces).unwrap_err().to_string();
    assert!(error.contains("no room on its page for 'below the page'"), "{error}");
}

#[test]
fn nothing_stands_off_the_page_or_in_its_head_and_foot() {
    for report in [fixture::every_block(), fixture::hostile_report()] {
        let pages = pages::pages(&pages::open(&made(&report)));
        for piece in pages.iter().flat_map(|page| &page.pieces) {
            assert!(piece.left >= 45.0 && piece.right <= 797.5, "{piece:?}");
            assert!(piece.baseline > 25.0 && piece.baseline < 570.0, "{piece:?}");
            let down = 595.28 - piece.baseline;
            assert!(!(51.0..62.0).contains(&down) && !(546.0..560.0).contains(&down), "{piece:?}");
        }
    }
}

#[test]
fn the_headings_of_a_table_stand_on_each_of_its_pages() {
    let columns = vec![column("Scheme of the table", Holds::Label, 8), column("Figure", Holds::Figure, 4)];
    let mut long = table("long", "Long", columns);
    for index in 0..90 {
        long.rows.push(labels(RowKind::Item, &[&format!("Row{index}."), "1,204"]));
    }
    // Higher than a page: it goes on below the headings.
    long.rows.push(labels(RowKind::Item, &[&"Tall and taller. ".repeat(300), "1"]));
    let texts = pages::texts(&made(&of_blocks(vec![Block::Table(long)])));
    assert!(texts.len() > 5, "{}", texts.len());
    for text in &texts {
        let of_table = text.contains("Row") || text.contains("taller");
        assert!(!of_table || text.matches("SchemeofthetableFigure").count() == 1, "{text}");
    }
}

#[test]
fn a_group_s_heading_stands_with_its_first_row_and_a_total_with_its_last() {
    for before in 10..30 {
        let mut groups = table("groups", "Groups", vec![column("A", Holds::Label, 8), column("B", Holds::Figure, 4)]);
        groups.rows = (0..before).map(|_| labels(RowKind::Item, &["before", "1"])).collect();
        for (kind, text) in [(RowKind::Head, "Group"), (RowKind::Item, "within"), (RowKind::Total, "All")] {
            groups.rows.push(labels(kind, &[text, ""]));
        }
        let texts = pages::texts(&made(&of_blocks(vec![Block::Table(groups)])));
        let together = texts.iter().any(|text| text.contains("GroupwithinAll"));
        assert!(together, "{before}: {texts:?}");
    }
}

#[test]
fn headings_too_high_for_a_page_are_printed_once_and_whole() {
    let columns = vec![column(&"heading ".repeat(400), Holds::Label, 1), column("B", Holds::Text, 9)];
    let mut high = table("high", "High", columns);
    high.rows = (0..60).map(|_| labels(RowKind::Item, &["x", "y"])).collect();
    let text = text_of(&of_blocks(vec![Block::Table(high)]));
    assert_eq!(text.matches("heading").count(), 400);
}

#[test]
fn a_table_without_columns_or_with_hundreds_of_them_is_no_fault() {
    let none = table("none", "None", Vec::new());
    let mut many = table("many", "Many", (0..200).map(|n| column(&format!("C{n}"), Holds::Figure, 1)).collect());
    many.rows = vec![Row { kind: RowKind::Item, level: 200, cells: (0..200).map(|_| label("12")).collect() }];
    assert_eq!(wrong_words(&of_blocks(vec![Block::Table(many)])), [""; 0]);
    made(&of_blocks(vec![Block::Table(none)]));
}

fn file(report: &Report) -> File {
    File::load_mem(&made(report)).unwrap()
}

#[test]
fn it_claims_no_standard_and_has_a_title_a_language_and_no_clock() {
    let mut report = fixture::staged(Stage::Draft, fixture::report());
    report.meta.title = "Cynilion – ŵyl £".into();
    report.meta.language = "cy".into();
    let bytes = made(&report);
    assert!(made(&report) == bytes, "two runs give the same bytes");
    let file = File::load_mem(&bytes).unwrap();
    assert!(file.trailer.get(b"ID").is_err());
    let catalogue = file.catalog().unwrap();
    for key in ["OutputIntents", "Metadata", "OCProperties", "StructTreeRoot", "MarkInfo"] {
        assert!(catalogue.get(key.as_bytes()).is_err(), "{key}");
    }
    assert_eq!(catalogue.get(b"Lang").and_then(Object::as_str).unwrap(), b"cy");
    let about = file.trailer.get_deref(b"Info", &file).and_then(Object::as_dict).unwrap();
    let keys: Vec<String> = about.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()).collect();
    assert!(keys.iter().all(|key| !key.starts_with("GTS_") && key != "Trapped"), "{keys:?}");
    let text = |key: &[u8]| {
        let bytes = about.get(key).and_then(Object::as_str).unwrap();
        let units: Vec<u16> = bytes.chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
        String::from_utf16(&units).unwrap()
    };
    assert_eq!(text(b"Title"), "\u{feff}PROOF – DRAFT – Cynilion – ŵyl £");
    assert_eq!(text(b"Subject"), format!("\u{feff}{PROOF}"));
    for key in [&b"CreationDate"[..], b"ModDate"] {
        assert_eq!(about.get(key).and_then(Object::as_str).unwrap(), b"D:20230208000000Z");
    }
    let says = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    assert!(!says(b"PDF/X") && !says(b"PDFX") && !says(b"Illustrator") && !says(b"/OCG"));
}

#[test]
fn each_page_says_that_it_is_a_proof_and_what_has_come_of_the_paper() {
    let cleared = fixture::report();
    for (report, mark) in [(fixture::staged(Stage::Draft, fixture::every_block()), "DRAFT"), (cleared, "")] {
        let texts = pages::texts(&made(&report));
        for (index, text) in texts.iter().enumerate() {
            assert!(text.contains("PROOF,notaccessible,notforpublication"), "{text}");
            assert!(text.contains(mark), "{text}");
            assert!(text.contains(&format!("Page{}", 263 + index)), "{text}");
        }
    }
}

/// The names of the fonts in it, and how large their files are.
fn embedded(file: &File) -> Vec<(String, usize)> {
    let mut fonts = Vec::new();
    for object in file.objects.values() {
        let Ok(entries) = object.as_dict() else { continue };
        let Ok(stream) = entries.get_deref(b"FontFile2", file).and_then(Object::as_stream) else { continue };
        assert!(stream.dict.get(b"Filter").is_ok(), "it is compressed");
        let name = entries.get(b"FontName").and_then(Object::as_name).unwrap();
        fonts.push((String::from_utf8_lossy(name).into_owned(), stream.content.len()));
    }
    fonts.sort();
    fonts
}

#[test]
fn fonts_are_compressed_and_those_that_print_nothing_are_not_there() {
    let mut report = of_blocks(vec![Block::Paragraph { text: "Plain words – £1m.".into() }]);
    let names = |report: &Report| embedded(&file(report)).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&report), ["LiberationSans", "LiberationSans-Bold"]);
    assert!(made(&report).len() < 600_000, "{}", made(&report).len());
    let file = file(&report);
    let other = file.objects.values().filter(|object| {
        object
            .as_dict()
            .and_then(|font| font.get(b"Subtype"))
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"Type1")
    });
    assert_eq!(other.count(), 0, "the ones that genpdf wants and nothing uses");
    report.sections.push(section("tick", "Ticks", false, vec![Block::Paragraph { text: "done ✓".into() }]));
    assert_eq!(names(&report), ["DejaVuSans", "LiberationSans", "LiberationSans-Bold"]);
    assert_eq!(wrong_words(&report), [""; 0]);
}

#[test]
fn what_is_copied_is_what_is_read() {
    // genpdf's own list says a soft hyphen for a hyphen, a hard blank for a blank, and half of the number of an emoji.
    let text = "well-known risks – £1m \u{1f600} · ½";
    let report = of_blocks(vec![Block::Paragraph { text: text.into() }]);
    let copied = text_of(&report);
    assert!(copied.contains(text), "{copied}");
}

#[test]
fn what_it_cannot_show_is_shown_as_its_number() {
    let text = "עברית العربية 中 हि \u{1f9ff} \u{202e}x";
    let report = of_blocks(vec![Block::Paragraph { text: text.into() }]);
    let shown = text_of(&report);
    for number in ["[U+05E2][U+05D1]", "[U+0627][U+0644]", "[U+4E2D]", "[U+0939]", "[U+1F9FF]", "[U+202E]x"] {
        assert!(shown.contains(number), "{number} in {shown}");
    }
}

#[test]
fn a_font_of_the_councils_prints_what_the_embedded_ones_lack() {
    let mut report = fixture::report();
    report.meta.title = "Savings 成".into();
    let mut fonts = Fonts::default();
    fonts.add(crate::fonts::with_a_chinese_letter()).unwrap();
    let texts = pages::texts(&proof(&report, &fonts).unwrap());
    assert!(texts[0].contains("Savings成"), "{}", texts[0]);
}

#[test]
fn figures_stand_below_each_other() {
    // With its kerning two ones would stand closer together than other figures.
    let fonts = Fonts::default();
    let faces = Faces::new(&fonts).unwrap();
    assert!((faces.width("1,111", 9, false) - faces.width("8,888", 9, false)).abs() < 0.001);
    let mut figures = table("figures", "Figures", vec![column("A", Holds::Label, 1), column("B", Holds::Figure, 1)]);
    figures.rows = vec![labels(RowKind::Item, &["a", "1,111"]), labels(RowKind::Item, &["b", "8,888"])];
    let pages = pages::pages(&pages::open(&made(&of_blocks(vec![Block::Table(figures)]))));
    let edges: Vec<f32> = pages[0]
        .pieces
        .iter()
        .filter(|piece| ["1,111", "8,888"].contains(&piece.text.as_str()))
        .map(|p| p.right)
        .collect();
    assert_eq!(edges.len(), 2);
    assert!((edges[0] - edges[1]).abs() < 0.1, "{edges:?}");
}

#[test]
fn the_contents_list_names_the_pages() {
    let report = fixture::every_block();
    let texts = pages::texts(&made(&report));
    assert!(texts.len() > contents::WITHOUT);
    let long = texts.iter().rposition(|text| text.contains("4.Alonglist")).unwrap();
    assert!(texts.iter().any(|text| text.contains(&format!("4.Alonglist{}{}", ".".repeat(3), ""))), "it is listed");
    let list = texts.iter().find(|text| text.contains("Contents")).unwrap();
    let after = list.split("4.Alonglist").nth(1).unwrap().trim_start_matches('.');
    assert!(after.starts_with(&(263 + long).to_string()), "{after:.20}");
}

#[test]
fn what_is_too_long_for_one_pdf_is_refused() {
    let mut long = table("long", "Long", vec![column("A", Holds::Text, 1)]);
    long.rows = vec![labels(RowKind::Item, &["x"]); crate::render::limits::MAX_ROWS + 1];
    let error = proof(&of_blocks(vec![Block::Table(long)]), &Fonts::default()).unwrap_err().to_string();
    assert!(error.contains("5001 table rows, and 5000 is the most"), "{error}");
}

/// Leaves the fixtures' proofs in the folder that PIPEROLL_LOOK names, to be looked at.
#[test]
#[ignore = "writes files for people to look at"]
fn look() {
    let folder = std::env::var("PIPEROLL_LOOK").unwrap();
    for (name, report) in
        [("report", fixture::report()), ("every", fixture::every_block()), ("hostile", fixture::hostile_report())]
    {
        std::fs::write(format!("{folder}/{name}.pdf"), made(&report)).unwrap();
    }
}
