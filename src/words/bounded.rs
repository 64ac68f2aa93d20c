//! How much a template may compose. `{{#each}}` in `{{#each}}` multiplies, so that a few lines could write for ever, or go round for ever
//! without writing; and so do templates that include others. So each pass of a block and each inclusion is counted as if it had printed
//! something, and what is printed has an end.

use std::io::{self, Write};

use handlebars::{
    Context, Handlebars, Output, RenderContext, RenderError, Renderable, Template, template::TemplateElement,
};

use super::handle::PASS;

/// The most bytes that one text may have, with the marks of its figures, of passes through blocks and of inclusions: some three hundred
/// pages.
pub(super) const MOST_COMPOSED: usize = 1024 * 1024;

/// An inclusion counts as so many passes: the engine copies for it all that the template is given, of a large council some hundreds of
/// kilobytes. Two thousand inclusions fill a text; honest words have one or two for each area.
const INCLUSION: usize = 170;

/// Takes what is composed, up to the limit.
#[derive(Default)]
pub(super) struct Composed(Vec<u8>);

impl Composed {
    /// The text, without the marks of passes.
    pub(super) fn text(self) -> String {
        let text =
            String::from_utf8(self.0).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        if text.contains(PASS) { text.replace(PASS, "") } else { text }
    }
}

impl Write for &mut Composed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_COMPOSED {
            return Err(io::Error::other(TooLong));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is said where a template goes on too long.
#[derive(Debug, thiserror::Error)]
#[error(
    "this text would come to more than {MOST_COMPOSED} characters, or goes through more than can be said: has an `each` come to stand in \
     another one over the same things, or is a template included again and again?"
)]
pub(super) struct TooLong;

/// The template as it was, with its count in front. It stands there as an element of its own, for in its text it would be what stands
/// before the first tag of a line.
pub(super) fn counted(template: &Template) -> Template {
    let mut counted = template.clone();
    let marks = PASS.repeat(INCLUSION + template.elements.len());
    counted.elements.insert(0, TemplateElement::RawString(marks));
    if let Some(first) = template.mapping.first() {
        counted.mapping.insert(0, first.clone());
    }
    counted
}

/// Composes a block once.
pub(super) fn pass<'reg: 'rc, 'rc>(
    block: &'rc Template,
    engine: &'reg Handlebars<'reg>,
    context: &'rc Context,
    render: &mut RenderContext<'reg, 'rc>,
    out: &mut dyn Output,
) -> Result<(), RenderError> {
    for _ in 0..block.elements.len().max(1) {
        out.write(PASS)?;
    }
    block.render(engine, context, render, out)
}
