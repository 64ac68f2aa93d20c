//! A given figure that was set aside: the one that stands is printed and counted, and the finding stays visible.

use std::fs;
use std::path::Path;

use piperoll::collection::Collection;
use piperoll::finding::{Counts, Status};
use piperoll::pipeline::{Inputs, Options};
use piperoll::report::Block;

use crate::support::repository;
use crate::workbook;

const GRID: &str = "== Return
Scheme | Target | Forecast | Share
One | 100 | fifty or so | 50%
Two | 200 | 200 | 100%
Total | 300 | 250 | 83%
";

fn collection(folder: &Path, decisions: &str) {
    let returns = folder.join("returns/2022-23-q3");
    fs::create_dir_all(&returns).unwrap();
    fs::copy(repository().join("tests/gallery/base.toml"), folder.join("piperoll.toml")).unwrap();
    fs::write(returns.join("north.xlsx"), workbook::workbook(GRID)).unwrap();
    fs::write(folder.join("decisions.toml"), decisions).unwrap();
}

#[test]
fn the_figure_that_stands_is_printed_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    collection(folder.path(), "");
    let opened = Collection::open(folder.path()).unwrap();
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let open = inputs.examine().unwrap().findings;
    let unreadable = open.iter().find(|finding| finding.code == "unreadable-value").expect("it cannot be read");

    collection(
        folder.path(),
        &format!(
            "[[set_aside]]\nfinding = \"{}\"\nstated = \"fifty or so\"\nstands = \"50\"\nwords = \"As the ledger has it.\"\n\
             role = \"Section 151 officer\"\ndate = 2023-01-20\n",
            unreadable.id
        ),
    );
    let inputs = Inputs::read(&opened, &Options::default()).unwrap();
    let examined = inputs.examine().unwrap();
    let counts = Counts::of(&examined.findings);
    assert_eq!((counts.error, counts.query), (0, 0), "{:#?}", examined.findings);
    assert!(examined.findings.iter().any(|finding| finding.id == unreadable.id && finding.status == Status::Explained));

    let report = examined.report(&opened).unwrap();
    let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table = tables.into_iter().find(|table| table.id == "schemes-north").expect("the area's table");
    let printed: Vec<&str> = table.rows.iter().map(|row| row.cells[2].text.as_str()).collect();
    assert_eq!(printed, ["50", "200", "250"]);
    assert_eq!(table.rows[0].cells[3].text, "50%");
}
