//! The first page, read as a member reads it: what it says of each sample and of three unlike forms stands in tests/page-one. To write it
//! anew after a change, run this test with `PIPEROLL_UPDATE=1`, and read each page aloud before you keep it.

use std::fmt::Write as _;
use std::fs;

use piperoll::report::{Block, Report};

use crate::support::{made, report, repository, sample};

/// The first page as text.
fn page(report: &Report) -> String {
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
