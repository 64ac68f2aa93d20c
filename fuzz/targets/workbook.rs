//! A workbook's bytes as they are sent: above the catch. The first byte says by which ending.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use piperoll::returns::files::ENDINGS;
use piperoll::returns::grid::read_workbook;
use piperoll_fuzz::guard;

fuzz_target!(init: guard::start(), |data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    let _ = read_workbook(Path::new(&format!("return.{ending}")), bytes);
});
