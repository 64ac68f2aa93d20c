//! The whole job (read, check, reconcile, report, render) at growing sizes: `cargo bench`. Prints the table that
//! docs/performance.md holds.

#![allow(clippy::print_stdout, reason = "its output is the table")]

mod made;
#[path = "../tests/support/workbook.rs"]
mod workbook;

use std::time::{Duration, Instant};

use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};

/// Schemes in all; they are spread over the areas.
const SIZES: [usize; 3] = [40, 400, 4_000];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("| schemes | workbooks | read | check and reconcile | report and render | whole job | PDF | XLSX |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for size in SIZES {
        let folder = tempfile::tempdir()?;
        made::collection(folder.path(), size)?;
        let start = Instant::now();
        let collection = Collection::open(folder.path())?;
        let inputs = Inputs::read(&collection, &Options::default())?;
        let read = start.elapsed();
        let examined = inputs.examine()?;
        let checked = start.elapsed();
        let built = examined.render(true)?;
        let whole = start.elapsed();
        println!(
            "| {size} | {} | {} | {} | {} | {} | {} KiB | {} KiB |",
            2 * size.div_ceil(made::OF_AN_AREA),
            seconds(read),
            seconds(checked - read),
            seconds(whole - checked),
            seconds(whole),
            built.pdf.as_ref().map_or(0, Vec::len) / 1024,
            built.xlsx.len() / 1024,
        );
    }
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{}.{:02} s", time.as_secs(), time.subsec_millis() / 10)
}
