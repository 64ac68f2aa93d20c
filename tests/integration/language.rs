//! An appendix in another language: the program's own words, days and periods are in it, and each word that is missing is named.

use std::fs;
use std::path::Path;

use piperoll::report::{Appears, Block, Origin, Report, Section};

use crate::page_one::page;
#[cfg(feature = "typst")]
use crate::support::solid;
use crate::support::{build, copy, made, piperoll, report, repository, sample, stderr};

/// Says the language of a collection's form.
fn speaks(collection: &Path, language: &str) {
    let path = collection.join("piperoll.toml");
    let form = fs::read_to_string(&path).unwrap();
    fs::write(&path, form.replacen("[report]\n", &format!("[report]\nlanguage = \"{language}\"\n"), 1)).unwrap();
}

fn in_welsh(name: &str) -> Report {
    let (_folder, collection) = copy(&sample(name));
    speaks(&collection, "cy");
    report(&collection)
}

/// Every text that the appendix prints and that may be the program's own: no cell of a return, which is another's.
fn printed(report: &Report) -> Vec<String> {
    let mut texts = Vec::new();
    for Section { heading, blocks, .. } in &report.sections {
        texts.push(heading.clone());
        for block in blocks {
            match block {
                Block::Paragraph { text } => texts.push(text.clone()),
                Block::Bullets { items } => texts.extend(items.iter().cloned()),
                Block::Table(table) if table.appears == Appears::Workbook => {}
                Block::Table(table) => {
                    texts.extend([table.title.clone(), table.description.clone()]);
                    texts.extend(table.columns.iter().map(|column| column.heading.clone()));
                    texts.extend(table.notes.iter().cloned());
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    let own = cells.filter(|cell| !matches!(cell.origin, Origin::Given(_)));
                    texts.extend(own.map(|cell| cell.text().to_string()));
                }
                Block::Chart(chart) => texts.extend([chart.title.clone(), chart.alternative.clone()]),
                Block::Trend(trend) => {
                    texts.extend([trend.title.clone(), trend.alternative.clone()]);
                    texts.extend(trend.notes.iter().cloned());
                }
            }
        }
    }
    texts.extend([report.meta.title.clone(), report.meta.as_at.clone(), report.meta.period.clone()]);
    texts.extend([report.meta.mark.clone(), format!("{:?}", report.meta.words)]);
    texts
}

/// What the English words say between the names that are filled in, where it is more than a word that a form may have too.
fn english() -> Vec<String> {
    let text = fs::read_to_string(repository().join("templates/words/fixed.toml")).unwrap();
    let entries = text.lines().filter_map(|line| line.strip_suffix('"')?.split_once(" = \"")).map(|(_, text)| text);
    let parts = entries.flat_map(|text| text.split("{{").flat_map(|part| part.split("}}")));
    let long = parts.filter(|part| part.trim().split(' ').count() >= 3).map(|part| part.trim().to_string());
    long.filter(|part| !part.starts_with("as at by for")).collect()
}

#[test]
fn the_programs_own_words_are_in_the_language_of_the_form() {
    for name in ["recovery-plan", "rag-schemes", "multi-year-programme", "budget-recovery", "savings-list"] {
        let report = in_welsh(name);
        assert_eq!(report.meta.language, "cy");
        for text in printed(&report) {
            for english in english() {
                assert!(!text.contains(&english), "{name}: '{english}' stands in '{text}'");
            }
        }
    }
}

/// A council that sends and prints in Welsh: two areas, of which one says nothing, over two quarters.
fn welsh_council() -> Report {
    let mut form = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    for (english, welsh) in [
        ("title = \"Savings\"", "title = \"Atodiad 1: Arbedion\"\nlanguage = \"cy\""),
        ("council = \"A council\"", "council = \"Cyngor Sir\""),
        ("committee = \"A committee\"", "committee = \"Y Cabinet\""),
        ("name = \"North\"\n", "name = \"Y Gogledd\"\n\n[[area]]\nid = \"south\"\nname = \"Y De\"\n"),
        ("item = \"scheme\"\nitems = \"schemes\"", "item = \"cynllun\"\nitems = \"cynlluniau\""),
        ("heading = \"Scheme\"", "heading = \"Cynllun\""),
        ("heading = \"Target\"", "heading = \"Targed\""),
        ("heading = \"Forecast\"", "heading = \"Rhagolwg ar {{year_end}}\""),
        ("heading = \"Share\"", "heading = \"Canran\""),
        ("heading = \"Achieved\"", "heading = \"Cyflawnwyd\""),
        ("heading = \"Progress\"", "heading = \"Cynnydd\""),
        ("totals = [\"Total\"]", "totals = [\"Cyfanswm\"]"),
        ("total_label = \"Total\"", "total_label = \"Cyfanswm\""),
    ] {
        assert!(form.contains(english), "{english}");
        form = form.replace(english, welsh);
    }
    let heading = "Cynllun | Targed | Rhagolwg ar 31 Mawrth 2023 | Canran | Cyflawnwyd";
    let then = format!(
        "== Ffurflen\n{heading}\nTai gwag | 100 | 100 | 100% | 10\nRhenti | 50 | 40 | 80% | 0\nCyfanswm | 150 | 140 | 93% | 10\n"
    );
    let now = format!(
        "== Ffurflen\n{heading}\nTai gwag | 100 | 80 | 80% | 60\nRhenti | 50 | 50 | 100% | 30\nPrydau | 20 | 10 | 50% | 0\n\
         Cyfanswm | 170 | 140 | 82% | 90\n"
    );
    let none = format!("== Ffurflen\n{heading}\nNIL RETURN\n");
    let files = [
        ("piperoll.toml", &*form),
        ("returns/2022-23-q2/north.txt", &*then),
        ("returns/2022-23-q2/south.txt", &*none),
        ("returns/2022-23-q3/north.txt", &*now),
        ("returns/2022-23-q3/south.txt", &*none),
    ];
    let (_folder, collection) = made("", &files);
    report(&collection)
}

#[test]
fn the_first_page_in_welsh_reads_as_it_stands_in_the_repository() {
    let says = page(&welsh_council());
    let path = repository().join("tests/page-one/welsh.txt");
    if std::env::var_os("PIPEROLL_UPDATE").is_some() {
        fs::write(&path, &says).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), says);
}

#[test]
fn titles_and_headings_of_the_form_have_their_days_and_periods_in_the_language() {
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 |\nTotal | 100 | 80 |\n";
    let table = "[[table]]\nid = \"more\"\nfrom = \"schemes\"\ntitle = \"{{period}}: {{as_at}}, {{new_year_th}}\"\n";
    let (_folder, collection) = made(table, &[("returns/2022-23-q3/north.txt", grid)]);
    speaks(&collection, "cy");
    let report = report(&collection);
    let titles: Vec<&str> = report.tables().map(|table| table.title.as_str()).collect();
    assert!(titles.contains(&"Chwarter 3, 2022/23: 31 Rhagfyr 2022, 1 Ebrill 2023"), "{titles:?}");
}

/// Every word of a language, as a collection's own files.
fn bring(collection: &Path, without: &str) {
    let own = collection.join("templates/words");
    fs::create_dir_all(&own).unwrap();
    for entry in fs::read_dir(repository().join("templates/words/cy")).unwrap() {
        let entry = entry.unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        let kept = text.lines().filter(|line| !line.starts_with(&format!("{without} = ")));
        fs::write(own.join(entry.file_name()), kept.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    }
}

#[test]
fn a_language_that_the_program_does_not_know_is_brought_by_the_collection_and_what_is_missing_is_named() {
    let (_folder, collection) = copy(&sample("savings-list"));
    speaks(&collection, "gd");
    let check = || piperoll().arg("check").arg(&collection).output().unwrap();
    let none = check();
    assert_eq!(none.status.code(), Some(2));
    let told = stderr(&none);
    assert!(told.contains("the program has words of its own in \"en-GB\" and \"cy\" alone"), "{told}");
    assert!(told.contains("templates/words/area.hbs, line 1: this template is missing"), "{told}");
    assert!(told.contains("templates/words/fixed.toml") && told.contains("(in English: \"Opening\")"), "{told}");
    bring(&collection, "opening");
    let lacking = check();
    assert_eq!(lacking.status.code(), Some(2));
    let told = stderr(&lacking);
    assert!(told.contains("`opening` is missing (in English: \"Opening\")"), "{told}");
    assert!(!told.contains("`closing` is missing"), "{told}");
    bring(&collection, "nothing");
    let report = report(&collection);
    assert_eq!(report.meta.language, "gd");
    // What tells readers that it is not cleared is said in English too.
    assert_eq!(report.meta.mark, "I'W GLIRIO / FOR CLEARANCE");
    assert_eq!(report.meta.words.mark_about, "I'W GLIRIO / FOR CLEARANCE: heb ei glirio eto. Nid i'w gyhoeddi.");
}

#[test]
fn a_language_that_is_none_is_an_error_with_its_line() {
    let (_folder, collection) = copy(&sample("savings-list"));
    speaks(&collection, "Welsh, please");
    let output = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("`language` is a tag such as \"cy\" (Welsh) or \"en-GB\" (English)"), "{told}");
}

#[test]
fn the_workbook_is_in_the_language_too() {
    let (_folder, collection) = copy(&sample("rag-schemes"));
    speaks(&collection, "cy-GB");
    let built = build(&collection, &[]);
    let parts = crate::printed_workbook::parts(built.xlsx());
    let all: String = parts.values().cloned().collect();
    assert!(all.contains("I'W GLIRIO") || all.contains("I&apos;W GLIRIO"), "the mark on each sheet");
    assert!(all.contains("tudalen &amp;P o &amp;N"), "its foot");
    assert!(all.contains("Welsh (cy-GB)"), "the language on the cover");
}

#[cfg(feature = "typst")]
#[test]
fn the_pdf_says_its_language_and_speaks_it() {
    let (_folder, collection) = copy(&sample("rag-schemes"));
    speaks(&collection, "cy");
    let built = build(&collection, &[]);
    crate::conforms::conforms(built.pdf(), page_validation::ValidationProfile::PdfUa1);
    let document = crate::pages::open(built.pdf());
    let catalogue = document.catalog().unwrap();
    assert_eq!(catalogue.get_deref(b"Lang", &document).map(crate::pages::text).unwrap(), "cy");
    let words = solid(&built.pages().unwrap().concat()).replace('\u{2019}', "'");
    for said in ["Tudalen", "I'W GLIRIO", "ffigurau ar", "Olion bysedd"] {
        assert!(words.contains(&solid(said)), "{said}");
    }
    for english in ["Page 1", "FOR CLEARANCE", "figures as at", "Fingerprint"] {
        assert!(!words.contains(&solid(english)), "{english}");
    }
}
