//! What is made of a report to be read as pages: the appendix or a proof of it, as far as this build can.

use crate::collection::{CannotRun, Setting, because};
use crate::render::watch::Watch;
use crate::report::Report;

/// What is made of the report to be read as pages.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// Nothing.
    None,
    /// appendix.pdf
    Appendix,
    /// proof.pdf
    Proof,
}

/// Whether this build can write appendix.pdf.
pub const TYPESETS: bool = cfg!(feature = "typst");

/// Whether this build can write proof.pdf.
pub const PROOFS: bool = cfg!(feature = "genpdf");

/// Why it cannot write appendix.pdf, where it cannot.
pub const NO_TYPESETTER: &str = if PROOFS {
    "this piperoll was built without its typesetter, so it cannot write appendix.pdf: add --no-pdf to write the other files, \
     --engine genpdf to write a proof (proof.pdf) with them, for reading in the office, or use one that was built with it"
} else {
    "this piperoll was built without its typesetter, so it cannot write appendix.pdf: add --no-pdf to write the other files, or use \
     one that was built with it"
};

/// Why it cannot write proof.pdf, where it cannot.
pub const NO_PROOFS: &str = "this piperoll was built without genpdf, so it cannot write proof.pdf: in the folder of its source, `cargo \
     install --path . --locked --features genpdf` gives one that writes both, and `cargo install --path . --locked \
     --no-default-features --features genpdf` one that writes proofs alone and is built much sooner. Without --engine genpdf this one \
     writes everything else that it can";

#[cfg(feature = "typst")]
pub(super) fn pdf_of(report: &Report, setting: &Setting, watch: Option<&Watch<'_>>) -> Result<Vec<u8>, CannotRun> {
    let layout = setting.layout.as_ref().map(|(file, text)| (file.as_str(), text.as_str()));
    let make = || crate::render::pdf::pdf(report, layout, &setting.fonts).map_err(|error| because(error.to_string()));
    match watch {
        Some(watch) => watch.over(layout.map(|(file, _)| file), make),
        None => make(),
    }
}

#[cfg(not(feature = "typst"))]
pub(super) fn pdf_of(_: &Report, _: &Setting, _: Option<&Watch>) -> Result<Vec<u8>, CannotRun> {
    Err(because(NO_TYPESETTER.to_string()))
}

#[cfg(feature = "genpdf")]
pub(super) fn proof_of(report: &Report, setting: &Setting) -> Result<Vec<u8>, CannotRun> {
    if let Some((file, _)) = &setting.layout {
        return Err(because(own_layout(file)));
    }
    crate::render::proof::proof(report, &setting.fonts).map_err(|error| because(error.to_string()))
}

#[cfg(not(feature = "genpdf"))]
pub(super) fn proof_of(_: &Report, _: &Setting) -> Result<Vec<u8>, CannotRun> {
    Err(because(NO_PROOFS.to_string()))
}

/// Why there is no proof of a collection with a layout of its own: it would look as nobody means it to.
#[cfg(feature = "genpdf")]
fn own_layout(file: &str) -> String {
    format!(
        "the collection has a page layout of its own, {file}, which is Typst, and genpdf can lay out no page by it: a proof would not \
         show what the appendix will look like. Leave --engine genpdf out to have the appendix in that layout, or add --no-pdf in its \
         place to have the other files alone"
    )
}
