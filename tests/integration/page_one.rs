//! The first page, read as a member reads it: what it says of each sample and of three unlike forms stands in tests/page-one. To write it
//! anew after a change, run this test with `PIPEROLL_UPDATE=1`, and read each page aloud before you keep it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use piperoll::report::{Appears, Block, Origin, Report};

use crate::support::{copy, made, report, repository, sample};

/// The first page as text.
pub fn page(report: &Report) -> String {
    let section = report.sections.iter().find(|section| section.id == "changes").unwrap();
    let mut page = format!("# {}\n## {}\n", report.meta.title, section.heading);
    for block in &section.blocks {
        page.push('\n');
        match block {
            Block::Paragraph { text } => writeln!(page, "{text}").unwrap(),
            Block::Bullets { items } => items.iter().for_each(|item| writeln!(page, "- {item}").unwrap()),
            Block::Table(table) => {
                writeln!(page, "{}", table.title).unwrap();
                let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
                let rows = table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text()).collect::<Vec<_>>());
                for row in std::iter::once(headings).chain(rows) {
                    writeln!(page, "{}", row.join(" | ")).unwrap();
                }
                table.notes.iter().for_each(|note| writeln!(page, "({note})").unwrap());
            }
            Block::Chart(chart) => writeln!(page, "[{}]", chart.alternative).unwrap(),
            Block::Trend(trend) => writeln!(page, "[{}]", trend.alternative).unwrap(),
        }
    }
    page
}

fn base() -> String {
    fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap()
}

/// A year's outturn against the third quarter, with a scheme that delivered more and one that was closed.
fn outturn() -> Report {
    let then = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 80 | 80% | 60\nRents | 50 | 50 | 100% | 30\n\
                Meals | 40 | 40 | 100% | 10\nTotal | 190 | 170 | 89% | 100\n";
    let now = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 100 | 70 | 70% | 70\nRents | 50 | 65 | 130% | 65\n\
               Total | 150 | 135 | 90% | 135\n";
    let (_folder, collection) =
        made("", &[("returns/2022-23-q3/north.txt", then), ("returns/2022-23-outturn/north.txt", now)]);
    report(&collection)
}

/// A first report, of two areas of which one has nothing to report, in words of the form's own.
fn first_report() -> Report {
    let form = base()
        .replace("achieved = \"achieved\" }", "achieved = \"achieved\" }\nwords = { target = \"savings proposed\", forecast = \"projected\", achieved = \"banked\" }")
        .replace("name = \"North\"\n", "name = \"North\"\n\n[[area]]\nid = \"south\"\nname = \"South\"\n");
    let north = "== Return\nScheme | Target | Forecast | Share | Achieved | Progress\nVoids | 100 | 80 | 80% | 60 |\nRents | 50 | 50 | 100% | 30 |\n\
                 Total | 150 | 130 | 87% | 90 |\n";
    let files = [
        ("piperoll.toml", &*form),
        ("returns/2022-23-q1/north.txt", north),
        ("returns/2022-23-q1/south.txt", "== Return\nScheme | Target | Forecast | Share\nNIL RETURN\n"),
    ];
    let (_folder, collection) = made("", &files);
    report(&collection)
}

/// A new year: a forecast that is not known and one of nil, with nothing achieved yet, against an outturn of the year before.
fn unknown() -> Report {
    let form = base().replace(
        "movement = { amount = 50_000, percent = 10 }\n",
        "movement = { amount = 50_000, percent = 10 }\ncodes = { TBC = { means = \"not known yet\" } }\n",
    );
    let then = "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 500 | 450 | 90% | 450\nKids | 200 | 150 | 75% | 150\n\
                Total | 700 | 600 | 86% | 600\n";
    let now =
        "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | 500 | TBC | | 0\nKids | 200 | 0 | 0% | 0\n";
    let files =
        [("piperoll.toml", &*form), ("returns/2022-23-outturn/north.txt", then), ("returns/2023-24-q1/north.txt", now)];
    let (_folder, collection) = made("", &files);
    report(&collection)
}

/// Savings as negative amounts, without a forecast, with a target that fell and a share that is better for it.
fn negative() -> Report {
    let form =
        base().replace("main_list", "savings = \"negative\"\nmain_list").replace("forecast = \"forecast\", ", "");
    let grid = |target: i32| {
        format!(
            "== Return\nScheme | Target | Forecast | Share | Achieved\nVoids | {target} | -80 | | -60\nRents | -50 | -50 | | -30\n"
        )
    };
    let files = [
        ("piperoll.toml", &*form),
        ("returns/2022-23-q1/north.txt", &*grid(-100)),
        ("returns/2022-23-q2/north.txt", &*grid(-85).replace("-60", "-62")),
    ];
    let (_folder, collection) = made("", &files);
    report(&collection)
}

#[test]
fn the_first_page_says_what_it_is_known_to_say() {
    let samples = ["recovery-plan", "rag-schemes", "savings-list", "budget-recovery", "multi-year-programme"];
    let mut pages: Vec<(String, Report)> =
        samples.into_iter().map(|name| (name.to_string(), report(&sample(name)))).collect();
    pages.push(("outturn".into(), outturn()));
    pages.push(("first-report".into(), first_report()));
    pages.push(("unknown-forecast".into(), unknown()));
    pages.push(("negative-savings".into(), negative()));
    let mut wrong = Vec::new();
    for (name, report) in pages {
        let path = repository().join(format!("tests/page-one/{name}.txt"));
        let says = page(&report);
        if std::env::var_os("PIPEROLL_UPDATE").is_some() {
            fs::write(&path, &says).unwrap();
        }
        if fs::read_to_string(&path).unwrap_or_default() != says {
            wrong.push(format!("== {name}\n{says}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "not as in tests/page-one; run with PIPEROLL_UPDATE=1 and read what changed:\n{}",
        wrong.join("\n")
    );
}

/// The ids of the tables and the chart of each section that prints, in their order.
fn printed(report: &Report) -> Vec<(String, Vec<String>)> {
    let ids = |block: &Block| match block {
        Block::Table(table) if table.appears == Appears::Both => Some(table.id.clone()),
        Block::Chart(_) => Some("chart".to_string()),
        _ => None,
    };
    let sections = report.sections.iter().map(|section| {
        let ids: Vec<String> = section.blocks.iter().filter_map(ids).collect();
        (section.id.clone(), ids)
    });
    sections.filter(|(_, ids)| !ids.is_empty()).collect()
}

#[test]
fn the_form_says_what_prints_and_where() {
    let of = |pages: &str| {
        let (_folder, collection) = copy(&sample("recovery-plan"));
        let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
        fs::write(collection.join("piperoll.toml"), format!("{form}\n{pages}")).unwrap();
        report(&collection)
    };
    let sections = |report: &Report| printed(report).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    let usual = report(&sample("recovery-plan"));
    let (first, rest) = (sections(&usual)[0].clone(), sections(&usual)[1..].to_vec());
    assert_eq!(
        (first.as_str(), &rest[rest.len() - 2..]),
        ("changes", &["annex".to_string(), "reasons".to_string()][..])
    );
    let own = &usual.sections[1];
    assert!(own.new_page && own.id.starts_with("area."), "{}: the form's own tables begin on page two", own.id);
    // Everything elsewhere.
    let turned = of(
        "[pages]\nchanges = \"after\"\nmovements = \"before\"\nchart = \"before\"\nreasons = \"before\"\nanswers = \"after\"\n",
    );
    let names = sections(&turned);
    assert_eq!(
        (&names[..2], &names[names.len() - 2..]),
        (&["annex".into(), "reasons".into()][..], &["changes".into(), "explained".into()][..])
    );
    let annex = printed(&turned).into_iter().find(|(id, _)| id == "annex").unwrap().1;
    assert!(annex[0] == ".largest" && annex.last().unwrap() == "chart", "{annex:?}");
    // Nowhere: what is a table stands in the workbook, and that something moved is said.
    let without = of("[pages]\nmovements = \"no\"\nchart = \"no\"\nreasons = \"no\"\n");
    assert!(printed(&without).iter().flat_map(|(_, ids)| ids).all(|id| !id.starts_with(".movement") && id != "chart"));
    let annex = without.sections.iter().find(|section| section.id == "annex").unwrap();
    assert!(matches!(annex.blocks.as_slice(), [Block::Paragraph { .. }, Block::Bullets { .. }]), "{:?}", annex.blocks);
    let blocks = without.sections.iter().flat_map(|section| &section.blocks);
    let in_workbook: Vec<&str> = blocks
        .filter_map(|block| match block {
            Block::Table(table) if table.appears == Appears::Workbook => Some(table.id.as_str()),
            _ => None,
        })
        .collect();
    for id in [".movement.target", ".largest", ".reasons", ".explained"] {
        assert!(in_workbook.contains(&id), "{id}: {in_workbook:?}");
    }
}

#[test]
fn one_area_alone_has_a_chart_only_where_the_form_asks_for_it() {
    let charts =
        |report: &Report| printed(report).into_iter().flat_map(|(_, ids)| ids).filter(|id| id == "chart").count();
    assert_eq!(charts(&report(&sample("rag-schemes"))), 0);
    let (_folder, collection) = copy(&sample("rag-schemes"));
    let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
    fs::write(collection.join("piperoll.toml"), format!("{form}\n[pages]\nchart = \"after\"\n")).unwrap();
    assert_eq!(charts(&report(&collection)), 1);
}

/// Nothing that prints names a file or a cell of a return, whatever was asked and left open.
#[test]
fn nothing_that_prints_names_a_file_or_a_cell() {
    for name in ["recovery-plan", "rag-schemes", "savings-list", "budget-recovery", "multi-year-programme"] {
        let (_folder, collection) = copy(&sample(name));
        let form = fs::read_to_string(collection.join("piperoll.toml")).unwrap();
        fs::write(collection.join("piperoll.toml"), format!("{form}\n[pages]\nanswers = \"after\"\n")).unwrap();
        let report = report(&collection);
        let mut cells: BTreeSet<String> = BTreeSet::new();
        for finding in &report.findings {
            let places = std::iter::once(&finding.at).chain(&finding.related);
            cells.extend(places.filter_map(|place| place.cell.map(|cell| cell.to_string())));
        }
        let files: Vec<&str> = report.files.iter().map(|file| file.path.rsplit('/').next().unwrap()).collect();
        let mut texts = Vec::new();
        for block in report.sections.iter().flat_map(|section| &section.blocks) {
            match block {
                Block::Paragraph { text } => texts.push(text.clone()),
                Block::Bullets { items } => texts.extend(items.clone()),
                Block::Table(table) if table.appears == Appears::Both => {
                    texts.extend(table.notes.iter().cloned());
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    // What a return itself states is its own.
                    texts.extend(
                        cells
                            .filter(|cell| !matches!(cell.origin, Origin::Given(_)))
                            .map(|cell| cell.text().to_string()),
                    );
                }
                _ => {}
            }
        }
        for text in texts {
            let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
            assert!(!words.iter().any(|word| cells.contains(*word)), "{name}: {text}");
            assert!(!files.iter().any(|file| text.contains(file)), "{name}: {text}");
        }
    }
}
