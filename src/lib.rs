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

pub mod check;
pub mod cli;
pub mod collection;
pub mod decision;
pub mod figures;
pub mod finding;
pub mod fonts;
pub mod form;
pub mod formula;
pub mod money;
pub mod names;
pub mod output;
mod pattern;
pub mod period;
pub mod phrases;
pub mod pipeline;
pub mod reconcile;
pub mod render;
pub mod report;
pub mod returns;
pub mod source;
pub mod toml_reader;
pub mod words;
