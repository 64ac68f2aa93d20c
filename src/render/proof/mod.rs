//! The proof: the same report as a plain PDF, for reading in the office, without a typesetter (feature `genpdf`).
//!
//! It has every word of the appendix, and is never one: it is not tagged, and each page says that it is not for publication. A council's
//! own layout, which is Typst, is not used for it. What is laid out is data of its own (`sheets`), so that nothing here but
//! `draw` and `mend` knows the library that writes the file.

#![allow(clippy::float_arithmetic, reason = "points on a page, no money")]

mod chart;
mod contents;
mod document;
mod draw;
mod faces;
mod lines;
mod mend;
mod pages;
mod sheets;
mod table;
mod trend;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::fonts::Fonts;
use crate::render::data;
use crate::render::limits::too_much;
use crate::report::Report;
use document::Document;
use faces::Faces;

/// What stands on every page of it, and nobody can take away. It is said to the office, like findings, and so in English.
pub const PROOF: &str = "PROOF, not accessible, not for publication";

/// Why the proof could not be made: one clear message for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ProofError(pub String);

/// Renders the proof. `fonts` are what it may print with; of a council's own those that are TrueType.
///
/// The same report gives the same bytes.
///
/// # Errors
///
/// If the report has more rows or characters in its tables than the [`limits`](super::limits), or if the library that writes the file
/// fails.
pub fn proof(report: &Report, fonts: &Fonts) -> Result<Vec<u8>, ProofError> {
    if let Some(why) = too_much(report) {
        return Err(ProofError(why));
    }
    // No text from a return, and no font, may end the program, even where a library has a fault that nobody knows of.
    catch_unwind(AssertUnwindSafe(|| write(report, fonts))).unwrap_or_else(|_| {
        Err(ProofError(
            "the proof could not be made: genpdf stopped on something it did not expect; please report it with the returns, or a \
             made-up copy of them"
                .into(),
        ))
    })
}

fn write(report: &Report, fonts: &Fonts) -> Result<Vec<u8>, ProofError> {
    let faces = Faces::new(fonts)?;
    let document = read(report, fonts, &faces)?;
    let sheets = pages::lay_out(&document, &faces);
    let (bytes, used) = draw::draw(&sheets, &faces)?;
    mend::mend(&bytes, report, &document, &faces, &used)
}

/// The report as it prints, with what these fonts cannot show as its number.
fn read(report: &Report, fonts: &Fonts, faces: &Faces<'_>) -> Result<Document, ProofError> {
    let value = data::as_it_prints(report, |text| faces.printable(fonts.printable(text)));
    let document = value.and_then(serde_json::from_value::<Document>);
    document.map_err(|error| ProofError(format!("the report could not be laid out as a proof: {error}")))
}
