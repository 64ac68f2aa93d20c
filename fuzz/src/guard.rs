//! Panics of our own code end the fuzzer wherever they happen. A library's panic is caught where a workbook is read, and told as a
//! damaged file; one of ours there would be hidden by the same catch.

use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;
use std::path::Path;

use piperoll::returns::grid::read_workbook;

/// To be called once, before anything is read.
pub fn start() {
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    // The catch sets its own hook when it is first used; ours stands before it.
    let _ = read_workbook(Path::new("first.csv"), b"a,b\n");
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if is_ours(info) {
            eprintln!("{info}\n{}", Backtrace::force_capture());
            std::process::abort();
        }
        before(info);
    }));
}

/// Whether a panic was raised by our own code: by the place that it names, and where that is the standard library's, by who called it.
fn is_ours(info: &PanicHookInfo<'_>) -> bool {
    let Some(place) = info.location() else { return true };
    let file = place.file();
    if file.contains("/registry/") {
        return false;
    }
    if !file.starts_with("/rustc/") && !file.contains("/rustlib/") {
        return true;
    }
    let trace = Backtrace::force_capture().to_string();
    let functions =
        trace.lines().filter_map(|line| line.trim().split_once(": ")).map(|(_, name)| name.trim_start_matches('<'));
    let standard = ["std::", "core::", "alloc::", "rust_", "__rust", "piperoll_fuzz::guard", "_"];
    let first = functions.into_iter().find(|name| !standard.iter().any(|start| name.starts_with(start)));
    first.is_none_or(|name| name.starts_with("piperoll"))
}
