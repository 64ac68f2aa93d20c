//! Reading and checking at growing sizes beside what bare calamine takes to read the same files:
//! `cargo bench --no-default-features --bench reading`. Prints the table that docs/performance.md holds. Each size runs in a
//! process of its own, so that its peak of memory is its own. With `-- --make FOLDER SCHEMES` it makes one such collection in a new
//! folder and measures nothing.

#![allow(clippy::print_stdout, reason = "its output is the table")]
#![allow(clippy::float_arithmetic, reason = "times are no money")]

mod clock;
mod made;
#[path = "../tests/support/workbook.rs"]
mod workbook;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use calamine::{Reader, Xlsx, open_workbook};
use clock::timed;
use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::returns::grid::read_workbook;

/// Schemes in all; they are spread over the areas.
const SIZES: [usize; 4] = [400, 4_000, 16_000, 40_000];

/// Marks the process that measures one size, so that an argument of `cargo bench` is not taken for one.
const ONE: &str = "--one-size";

/// Makes a collection and measures nothing: what `benches/office.py` reads.
const MAKE: &str = "--make";

/// The best of so many runs counts: what else the machine does only ever adds.
const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, mark, size, ..] = arguments.as_slice()
        && mark == ONE
    {
        return one(size.parse()?);
    }
    if let [_, mark, folder, size, ..] = arguments.as_slice()
        && mark == MAKE
    {
        std::fs::create_dir(folder)?;
        return made::collection(Path::new(folder), size.parse()?);
    }
    println!(
        "| schemes | calamine | values and looks | times calamine | read | times calamine | check and reconcile | all, times calamine | most memory |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for size in SIZES {
        let status = Command::new(std::env::current_exe()?).arg(ONE).arg(size.to_string()).status()?;
        if !status.success() {
            return Err(format!("{size} schemes could not be measured").into());
        }
    }
    Ok(())
}

fn one(size: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    made::collection(folder.path(), size)?;
    let read_all = || -> Result<Inputs, Box<dyn std::error::Error>> {
        Ok(Inputs::read(&Collection::open(folder.path())?, &Options::default())?)
    };
    // In turns, so that what else the machine does meets all of them alike.
    let [mut bare_time, mut looks_time, mut read_time, mut all_time] = [Duration::MAX; 4];
    for _ in 0..RUNS {
        timed(&mut bare_time, || bare(folder.path()))?;
        timed(&mut looks_time, || looks(folder.path()))?;
        timed(&mut read_time, || read_all().map(black_box).map(drop))?;
        timed(&mut all_time, || -> Result<(), Box<dyn std::error::Error>> {
            black_box(read_all()?.examine()?);
            Ok(())
        })?;
    }
    let times = |time: Duration| time.as_secs_f64() / bare_time.as_secs_f64();
    println!(
        "| {size} | {:.2} s | {:.2} s | {:.1} | {:.2} s | {:.1} | {:.2} s | {:.1} | {} |",
        bare_time.as_secs_f64(),
        looks_time.as_secs_f64(),
        times(looks_time),
        read_time.as_secs_f64(),
        times(read_time),
        all_time.saturating_sub(read_time).as_secs_f64(),
        times(all_time),
        peak().unwrap_or_else(|| "not known".to_string()),
    );
    Ok(())
}

/// Every file of both periods, one after the other, cell for cell, and nothing made of it.
fn bare(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for period in std::fs::read_dir(folder.join("returns"))? {
        for file in std::fs::read_dir(period?.path())? {
            let mut workbook: Xlsx<_> = open_workbook(file?.path())?;
            for (_, range) in workbook.worksheets() {
                black_box(range);
            }
        }
    }
    Ok(())
}

/// The same files with all that their sheets show beside the values, and nothing made of it.
fn looks(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for period in std::fs::read_dir(folder.join("returns"))? {
        for file in std::fs::read_dir(period?.path())? {
            let path = file?.path();
            black_box(read_workbook(&path, &std::fs::read(&path)?)?);
        }
    }
    Ok(())
}

/// The most memory that this process has held, where the system says it.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(format!("{} MiB", kib / 1024))
}
