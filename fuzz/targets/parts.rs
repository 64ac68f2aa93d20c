//! The parts of a packed workbook: what a library and our own code read from it, behind the archive.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use piperoll::returns::grid::read_workbook;
use piperoll_fuzz::{guard, parts};

fuzz_target!(init: guard::start(), |data: &[u8]| {
    let (ending, bytes) = parts::pack(data);
    let _ = read_workbook(Path::new(&format!("return.{ending}")), &bytes);
});
