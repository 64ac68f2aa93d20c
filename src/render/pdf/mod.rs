//! The appendix as a tagged PDF (PDF/UA-1 and PDF/A-2a), typeset with Typst.
//!
//! A layout is a Typst file. It receives the report as data, by `json("/report.json")`, with the fields of
//! [`Report`]; every value is a string, a number or a truth value, so text from a return is never markup. It can read
//! nothing else: no file, no package, no clock. All texts have gone through [`printable`](crate::fonts::Fonts::printable).

mod world;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::ThreadPoolBuilder;
use typst::WorldExt as _;
use typst::comemo;
use typst::diag::{Severity, SourceDiagnostic};
use typst::foundations::{Datetime, Smart};
use typst::syntax::DiagSpan;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fonts::Fonts;
use crate::render::data;
use crate::render::limits::too_much;
use crate::report::Report;
use world::AppendixWorld;

/// Why the appendix could not be made: one clear message for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PdfError(pub String);

/// The layout that is built in (templates/layout/appendix.typ).
pub const LAYOUT: &str = include_str!("../../../templates/layout/appendix.typ");

/// The stack of each thread in which a layout runs, in bytes. Typst stops at some 80 calls and 256 brackets in each other, and the frames
/// of what is not optimised are large. No more of it is used than is needed.
const STACK: usize = 256 * 1024 * 1024;

/// So many faults of a layout are told at once.
const TOLD: usize = 5;

/// Renders the appendix. `layout` is a council's own Typst layout (a file's name for messages, and its text) in place of
/// the built-in one; `fonts` are what it may print with.
///
/// The same report and layout give the same bytes, on any machine and any number of threads.
///
/// # Errors
///
/// If the report has no title, or more rows or characters in its tables than the [`limits`](super::limits); or if the
/// layout has a fault: then the message names the file and the line.
pub fn pdf(report: &Report, layout: Option<(&str, &str)>, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    within_limits(report)?;
    let run = || {
        let result =
            typeset(report, layout, fonts).and_then(|(world, document)| export(report, layout, &world, &document));
        // Typst remembers what it typeset in case it is wanted again; here it never is.
        comemo::evict(0);
        result
    };
    // No text from a return may end the program, even where a library has a fault that nobody knows of.
    let safely = || catch_unwind(AssertUnwindSafe(run));
    // As many threads as there would be without them, for these have room.
    let threads = ThreadPoolBuilder::new().num_threads(rayon::current_num_threads()).stack_size(STACK).build();
    let threads = threads.map_err(|error| PdfError(format!("the appendix could not be typeset: {error}")))?;
    threads.install(safely).unwrap_or_else(|_| {
        Err(PdfError(format!(
            "the appendix could not be typeset with {}: the typesetter stopped on something it did not expect; please \
             report it with the returns, or a made-up copy of them",
            name_of(layout)
        )))
    })
}

fn name_of(layout: Option<(&str, &str)>) -> String {
    layout.map_or("the built-in layout".into(), |(name, _)| format!("the layout {name}"))
}

fn within_limits(report: &Report) -> Result<(), PdfError> {
    if report.meta.title.trim().is_empty() {
        return Err(PdfError(
            "the appendix has no title, which an accessible PDF must have: give one in the form".into(),
        ));
    }
    match too_much(report) {
        Some(why) => Err(PdfError(why)),
        None => Ok(()),
    }
}

/// The report as a layout receives it.
fn json(report: &Report, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let value = data::as_it_prints(report, |text| fonts.printable(text));
    let bytes = value.and_then(|value| serde_json::to_vec(&value));
    bytes.map_err(|error| PdfError(format!("the report could not be handed to the layout: {error}")))
}

/// Lays the report out on pages.
fn typeset(
    report: &Report,
    layout: Option<(&str, &str)>,
    fonts: &Fonts,
) -> Result<(AppendixWorld, PagedDocument), PdfError> {
    let text = layout.map_or(LAYOUT, |(_, text)| text);
    let world = AppendixWorld::new(text, json(report, fonts)?, fonts)
        .ok_or_else(|| PdfError("the layout could not be given a place to stand".into()))?;
    match typst::compile::<PagedDocument>(&world).output {
        Ok(document) => Ok((world, document)),
        Err(errors) => Err(explain(&errors, &world, layout)),
    }
}

/// Writes the pages as a PDF.
fn export(
    report: &Report,
    layout: Option<(&str, &str)>,
    world: &AppendixWorld,
    document: &PagedDocument,
) -> Result<Vec<u8>, PdfError> {
    let meta = &report.meta;
    let date = meta.dated;
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let timestamp = Datetime::from_ymd_hms(date.year().into(), part(date.month()), part(date.day()), 0, 0, 0);
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| PdfError(format!("the PDF standards do not go together: {}", error.message())))?;
    let options = PdfOptions {
        ident: Smart::Custom(
            [&meta.council, &meta.committee, &meta.title, &meta.period].map(String::as_str).join("\n"),
        ),
        creator: Smart::Custom(Some("Piperoll".into())),
        timestamp: timestamp.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|errors| explain(&errors, world, layout))
}

/// Says what is wrong with a layout: file, line, Typst's message, and what it means where that is not plain.
fn explain(errors: &[SourceDiagnostic], world: &AppendixWorld, layout: Option<(&str, &str)>) -> PdfError {
    let name = name_of(layout);
    let line = |span: DiagSpan| {
        let source = world.layout();
        let start = world.range(span).filter(|_| span.id() == Some(source.id()))?.start;
        source.lines().byte_to_line(start).map(|line| line + 1)
    };
    let mut told = Vec::new();
    for error in errors.iter().filter(|error| error.severity == Severity::Error).take(TOLD) {
        // Inside a call the place that the layout's author wrote is in the trace.
        let place = std::iter::once(error.span)
            .chain(error.trace.iter().map(|point| point.span.into()))
            .find_map(line)
            .map_or(String::new(), |line| format!(", line {line}"));
        let mut message = format!("{name}{place}: {}", error.message);
        if let Some(meaning) = meaning(&error.message) {
            message.push_str("; ");
            message.push_str(meaning);
        }
        for hint in &error.hints {
            message.push_str(&format!(" ({})", hint.v));
        }
        told.push(message);
    }
    let rest = errors.len().saturating_sub(TOLD);
    if rest > 0 {
        told.push(format!("and {rest} more"));
    }
    PdfError(format!("the appendix could not be typeset:\n{}", told.join("\n")))
}

/// What Typst's message asks of the author of a layout.
fn meaning(message: &str) -> Option<&'static str> {
    let known = [
        (
            "missing document title",
            "an accessible PDF must have a title: put `#set document(title: report.meta.title)` near the top",
        ),
        (
            "first heading must be of level 1",
            "people who listen find their way by headings: begin with one of level 1 (`= …`)",
        ),
        (
            "skipped from heading level",
            "people who listen find their way by headings: go down one level at a time (`=`, `==`, `===`)",
        ),
        ("missing alt text", "give the picture or figure a text alternative: `alt: \"…\"`"),
        (
            "could not be displayed",
            "use the fonts \"Liberation Sans\" and \"DejaVu Sans\", or put one that has it in templates/fonts; only texts of the report are made printable, so replace \
             the character where the layout itself writes it",
        ),
        (
            "unknown font family",
            "the fonts are \"Liberation Sans\", \"DejaVu Sans\" and those in templates/fonts of the collection",
        ),
    ];
    known.iter().find(|(part, _)| message.contains(part)).map(|(_, meaning)| *meaning)
}
