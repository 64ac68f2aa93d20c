//! The whole program, run as people run it.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[path = "../../samples/grids.rs"]
mod grids;
mod support;
#[path = "../support/workbook.rs"]
mod workbook;

mod cannot_run;
mod same_bytes;
mod samples;
