//! Piperoll reads a council's savings returns, checks them, reconciles them with the period before, and writes the committee
//! appendix (PDF) and the consolidated workbook (XLSX).
//!
//! The program is a thin binary over this library. The whole way, in the order in which data flows:
//!
//! ```
//! use std::path::Path;
//!
//! use piperoll::collection::Collection;
//! use piperoll::finding::Counts;
//! use piperoll::pipeline::{Inputs, Options};
//!
//! # fn main() -> Result<(), piperoll::collection::CannotRun> {
//! // A folder with piperoll.toml, decisions.toml and returns/.
//! let collection = Collection::open(Path::new("samples/recovery-plan"))?;
//!
//! // The newest period and the one before it: forms, decisions, workbooks.
//! let inputs = Inputs::read(&collection, &Options::default())?;
//!
//! // Figures worked out, schemes matched, every rule run, decisions applied.
//! let examined = inputs.examine()?;
//! for finding in examined.findings.iter().filter(|finding| finding.blocks()) {
//!     println!("{}: {}", finding.at, finding.message);
//! }
//! assert_eq!(Counts::of(&examined.findings).error, 0);
//!
//! // The document as data; `examined.render(true)` gives the PDF, the workbook and findings.json as bytes.
//! let report = examined.report()?;
//! assert_eq!(report.meta.period, "Quarter 3, 2022/23");
//! # Ok(())
//! # }
//! ```
//!
//! What is public is what another program needs: open a [`collection`], read and examine a period and make its files
//! ([`pipeline`]) and be told what is being done meanwhile ([`progress`]), the [`report`] as data, the [`finding`]s and what
//! they mean ([`explain`]), the [`form`]; and what these speak of: [`period`]s, [`money`], [`formula`]s, places ([`source`]).

/// The modules that are the program's own: to be named from outside only by its benchmarks, examples and tests, which have the
/// feature `internals`. Nothing is promised of them.
macro_rules! internals {
    ($($name:ident)*) => {
        $(
            #[cfg(feature = "internals")]
            #[doc(hidden)]
            pub mod $name;
            // Without the feature the compiler finds what nothing uses: `.ci/run` builds tests/another-program so.
            #[cfg(not(feature = "internals"))]
            mod $name;
        )*
    };
}

pub mod collection;
pub mod finding;
pub mod form;
pub mod formula;
pub mod money;
pub mod period;
pub mod pipeline;
pub mod progress;
pub mod report;
pub mod source;

pub use check::explain;

/// What the program does with its arguments; see `piperoll --help`.
#[doc(hidden)]
pub mod cli;

mod filled;
mod pattern;

internals! {
    check decision disclosure figures file fonts names output phrases privacy propose publish reconcile render returns toml_reader trace verify words
}
