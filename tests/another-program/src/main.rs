//! Lists what is open in a collection, what each of it means, and the figures that would print, and writes the files of the period.

use std::error::Error;
use std::path::Path;

use piperoll::collection::Collection;
use piperoll::explain;
use piperoll::finding::Counts;
use piperoll::pipeline::{Inputs, Options};
use piperoll::progress::Observer;
use piperoll::report::Block;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which collection?")?;
    let collection = Collection::open(Path::new(&folder))?;
    // What is being done, while it lasts.
    let observer = Observer::new(|step| eprintln!("{step}"));
    let inputs = Inputs::read(&collection, &Options { observer, ..Options::default() })?;
    let examined = inputs.examine()?;
    for finding in examined.findings.iter().filter(|finding| finding.blocks()) {
        println!("{}: {}", finding.at, finding.message);
        println!("{}", explain::code(finding.code).unwrap_or_default());
    }
    let report = examined.report()?;
    println!("{}, {} (figures as at {})", report.meta.title, report.meta.period, report.meta.as_at);
    for block in report.sections.iter().flat_map(|section| &section.blocks) {
        let Block::Table(table) = block else { continue };
        for row in &table.rows {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text()).collect();
            println!("{}: {}", table.title, cells.join(" | "));
        }
    }
    let built = examined.render(false)?;
    assert_eq!(built.counts, Counts::of(&examined.findings));
    std::fs::write("consolidated.xlsx", built.xlsx)?;
    Ok(())
}
