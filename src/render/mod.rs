//! From the report to files: each renderer takes a [`Report`](crate::report::Report) and returns bytes.

#[cfg(any(feature = "typst", feature = "genpdf"))]
mod data;
#[cfg(test)]
#[allow(dead_code, reason = "each renderer's tests use a part of it")]
pub(crate) mod fixture;
pub mod limits;
#[cfg(test)]
#[cfg(any(feature = "typst", feature = "genpdf"))]
#[path = "../../tests/integration/pages.rs"]
#[allow(dead_code, reason = "of a page the words, and not its structure")]
mod pages;
#[cfg(feature = "typst")]
pub mod pdf;
#[cfg(test)]
#[cfg(any(feature = "typst", feature = "genpdf"))]
#[path = "../../tests/support/printed_words.rs"]
mod printed_words;
#[cfg(feature = "genpdf")]
pub mod proof;
pub mod watch;
pub mod xlsx;

#[cfg(test)]
#[cfg(any(feature = "typst", feature = "genpdf"))]
use crate::report;

/// For whom a workbook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The council's officers and auditors: with the findings, the cell of each figure, the files, and the data that a later period is
    /// compared with.
    Council,
    /// Everybody: tables, movements and answers, and neither a file nor a cell of a return.
    Public,
}
