//! The appendix as a PDF beside what Typst takes for a plain one of the same report, with the same tables, headings and tags:
//! `cargo bench --bench typeset`. Prints the table that docs/performance.md holds.

#![allow(clippy::print_stdout, reason = "its output is the table")]
#![allow(clippy::float_arithmetic, reason = "times are no money")]

#[path = "../clock/mod.rs"]
mod clock;
#[path = "../made/mod.rs"]
mod made;
mod reference;
#[path = "../../tests/support/workbook.rs"]
mod workbook;

use std::time::Duration;

use clock::timed;
use piperoll::collection::Collection;
use piperoll::fonts::Fonts;
use piperoll::pipeline::{Inputs, Options};
use piperoll::render::pdf::pdf;

/// Schemes in all; they are spread over the areas.
const SIZES: [usize; 3] = [40, 400, 2_000];

/// The best of so many runs counts: what else the machine does only ever adds.
const RUNS: usize = 3;

/// What a reader who listens goes by: both files must have as many of each. Typst leaves structure elements unpacked.
const TAGS: [&str; 10] = [
    "/S/Table/",
    "/S/TR/",
    "/S/TH/",
    "/S/TD/",
    "/Scope/Row",
    "/Scope/Column",
    "/Summary",
    "/S/H1/",
    "/S/H2/",
    "/S/H3/",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("| schemes | rows | cells | plain Typst table | ours | times the plain table |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for size in SIZES {
        let folder = tempfile::tempdir()?;
        made::collection(folder.path(), size)?;
        let report = Inputs::read(&Collection::open(folder.path())?, &Options::default())?.examine()?.report()?;
        let fonts = Fonts::default();
        let layout = reference::layout(&report, &fonts);
        let plain = || pdf(&report, Some(("reference.typ", &layout)), &fonts);
        let ours = || pdf(&report, None, &fonts);
        let (mut plain_time, mut our_time) = (Duration::MAX, Duration::MAX);
        let (mut plain_file, mut our_file) = (Vec::new(), Vec::new());
        // In turns, so that what else the machine does meets both alike.
        for _ in 0..RUNS {
            plain_file = timed(&mut plain_time, plain)?;
            our_file = timed(&mut our_time, ours)?;
        }
        for tag in TAGS {
            assert_eq!(count(&our_file, tag), count(&plain_file, tag), "{tag}, ours and the plain one's");
        }
        println!(
            "| {size} | {} | {} | {:.2} s | {:.2} s | {:.2} |",
            count(&our_file, "/S/TR/"),
            count(&our_file, "/S/TH/") + count(&our_file, "/S/TD/"),
            plain_time.as_secs_f64(),
            our_time.as_secs_f64(),
            our_time.as_secs_f64() / plain_time.as_secs_f64(),
        );
    }
    Ok(())
}

fn count(file: &[u8], piece: &str) -> usize {
    file.windows(piece.len()).filter(|part| *part == piece.as_bytes()).count()
}
