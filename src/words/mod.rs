//! The words of the appendix: headlines and section texts composed from the figures by handlebars templates that a clerk can
//! edit (a collection's own `templates/words/` in place of the built-in ones). No figure is ever retyped in them.
//!
//! handlebars' strict mode still takes `{{#if typo}}` as false and compares numbers as text; so `if`, `unless` and the
//! comparisons here are our own: an unknown name is an error that names file and line, and numbers compare as decimals.

mod bounded;
mod compile;
pub mod fixed;
pub mod handle;
mod helpers;
mod language;
mod said;

use std::collections::BTreeMap;
use std::path::Path;

use handlebars::{Handlebars, RenderError, RenderErrorReason};
use serde_json::Value as Json;

use crate::file::{self, Limit};
use crate::money::MoneyStyle;
use crate::names::did_you_mean;
use crate::source::Fault;
use crate::source::Place;
use bounded::Composed;
use compile::Included;
use fixed::Fixed;
use handle::Handle;
use language::TEMPLATES;

/// Those of its files that are no templates; phrases.toml is read elsewhere.
const OTHER_FILES: [&str; 2] = [fixed::FILE, "phrases.toml"];

/// The page of the docs that says what may stand in a template.
const PAGE: &str = "docs/words.md";

/// The largest template; the longest that is built in has 2 KB. See [`compile`] for what hangs on it.
const LARGEST_TEMPLATE: Limit = Limit { bytes: 64 * 1024, mend: "see that these are words, and take out what is not" };

/// The words of one collection.
#[derive(Debug)]
pub struct Words {
    engine: Handlebars<'static>,
    /// Each template, and behind them the collection's own fixed words: their names, where they stand, and their texts.
    templates: Vec<Template>,
    /// The fixed words.
    pub fixed: Fixed,
    /// The collection's own files of them: their names for messages, and their texts.
    pub own: Vec<(String, String)>,
}

/// A template, or a fixed text of the collection's own.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its name: 'changes', 'opening'.
    pub name: &'static str,
    /// Its file, for messages.
    pub file: String,
    /// The line of the file in which its text begins.
    pub line: u32,
    /// Its text.
    pub text: String,
    /// Whether it is a fixed text, in which no figure can stand but those that are filled in.
    pub is_fixed: bool,
}

/// A piece of composed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph.
    Paragraph(String),
    /// Bullet points: lines that begin with '- '.
    Bullets(Vec<String>),
}

impl Words {
    /// The built-in words of a language (a tag of BCP 47), with those of `folder` in their place where it has files of the same name
    /// (`changes.hbs`, `area.hbs`, `overall.hbs`), and its own fixed words (`fixed.toml`). `shown` is the folder's path for messages. A file
    /// there that is none of these, a template that is none, whatever is wrong with fixed words, and each word that is missing of a
    /// language in which the program has none is a fault.
    pub fn load(folder: &Path, shown: &str, language: &str, money: MoneyStyle) -> Result<Words, Vec<Fault>> {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.set_prevent_indent(true);
        engine.register_escape_fn(handlebars::no_escape);
        let mut faults = Vec::new();
        let known = language::of(language);
        let mut others = own_files(folder, shown, &mut faults);
        if known.is_none() {
            let is_missing = |name: &&&str| others.iter().all(|(stem, _, _)| stem != **name);
            for name in TEMPLATES.iter().filter(is_missing) {
                faults.push(fault(&format!("{shown}/{name}.hbs"), 1, "this template is missing"));
            }
        }
        let (fixed, own_fixed) = Fixed::load(folder, shown, language, &mut faults);
        if known.is_none() && !faults.is_empty() {
            faults.insert(0, unknown_language(shown, language));
        }
        helpers::register(&mut engine, money, &fixed);
        let mut own: Vec<_> = others.iter().map(|(_, file, text)| (file.clone(), text.clone())).collect();
        let mut templates = Vec::new();
        let mut included: BTreeMap<String, Included> = BTreeMap::new();
        for (index, name) in TEMPLATES.into_iter().enumerate() {
            let built_in = known.and_then(|language| language.templates.get(index)).map(|(_, text)| *text);
            let before = faults.len();
            let (file, text, looked_at) = match others.iter().position(|(stem, _, _)| stem == name) {
                Some(index) => {
                    let (_, file, text) = others.swap_remove(index);
                    let looked_at = compile::included(&text);
                    (file, text, looked_at)
                }
                None => {
                    let Some(text) = built_in else { continue };
                    (format!("the built-in words '{name}'"), text.to_string(), compile::included(text))
                }
            };
            match looked_at {
                Ok(names) => {
                    // It was read before, and is read anew with the settings of the engine.
                    if let Err(error) = engine.register_template_string(name, &text) {
                        faults.push(fault(&file, 1, &error.reason().to_string()));
                    }
                    if let Some(counted) = engine.get_template(name).map(bounded::counted) {
                        engine.register_template(name, counted);
                    }
                    included.insert(name.to_string(), names);
                }
                Err((line, message)) => faults.push(fault(&file, line, &message)),
            }
            let wrong = faults.split_off(before);
            faults.extend(wrong.into_iter().map(|fault| fault.shown_in(&text, PAGE)));
            templates.push(Template { name, file, line: 1, text, is_fixed: false });
        }
        if let Some((name, line, way)) = compile::circle(&included) {
            let template = templates.iter().find(|template| template.name == name);
            let file = template.map_or(name, |template| &template.file);
            let way: Vec<String> = way.iter().map(|name| format!("{name}.hbs")).collect();
            let message =
                format!("this template leads back to itself ({}), so that its text would never end", way.join(", "));
            let text = template.map_or("", |template| &template.text);
            faults.push(fault(file, line, &message).shown_in(text, PAGE));
        }
        for (stem, file, _) in others {
            let names: Vec<_> = TEMPLATES.iter().map(|name| format!("{name}.hbs")).collect();
            faults.push(fault(
                &file,
                1,
                &format!("there are no words called '{stem}'; there are {}", names.join(", ")),
            ));
        }
        if let Some(file) = own_fixed {
            own.push((file.file, file.text));
            templates.extend(file.texts);
        }
        if faults.is_empty() { Ok(Words { engine, templates, fixed, own }) } else { Err(faults) }
    }

    /// The templates, in the order in which their texts print, and the collection's own fixed words.
    pub fn templates(&self) -> &[Template] {
        &self.templates
    }

    /// Composes the text called `name` from `data`, in which figures are [handles](Handle); each that is said stands between marks
    /// (see [`handle::take_out`]). An unknown name in the template is a fault with its line, and so is a figure that no helper says.
    pub fn compose(&self, name: &str, data: &Json) -> Result<Vec<Piece>, Fault> {
        let template = self.templates.iter().find(|template| template.name == name);
        let file = template.map_or(name, |template| &template.file);
        let shown = |fault: Fault| fault.shown_in(template.map_or("", |template| &template.text), PAGE);
        let mut composed = Composed::default();
        self.engine
            .render_to_write(name, data, &mut composed)
            .map_err(|error| shown(fault(file, error.line_no.unwrap_or(1), &explain(&error))))?;
        let text = composed.text();
        if text.contains("[object]") {
            return Err(fault(
                file,
                1,
                "a name stands alone that is several figures: say which of them, and by a helper",
            ));
        }
        match Handle::bare(&text) {
            None => Ok(pieces(&text)),
            Some(handle) => {
                let (line, written) =
                    template.map_or((1, handle.name.as_str()), |template| written(template, &handle.name));
                let given = helpers::bracketed(written);
                let message = match handle.kind {
                    Some(kind) => {
                        let (is, helper) = (kind.name(), kind.helper());
                        format!("{{{{{written}}}}} is {is}, and no helper says it: write {{{{{helper} {given}}}}}")
                    }
                    None => format!(
                        "{{{{{written}}}}} is a figure, and does not say as what: write {{{{money {given}}}}}, {{{{percent {given}}}}} or \
                         {{{{count {given}}}}}"
                    ),
                };
                Err(shown(fault(file, line, &message)))
            }
        }
    }
}

/// Why words are missing at all.
fn unknown_language(shown: &str, language: &str) -> Fault {
    let has = language::tags().join("\" and \"");
    let message = format!(
        "the appendix is to be in the language \"{language}\", and the program has words of its own in \"{has}\" alone: templates and fixed \
         words in it come from this folder, and these are missing"
    );
    Fault::new(Place::file(shown), message)
}

/// Where a template names a figure alone, and how: inside `each` a name is that of one of the things gone through.
fn written<'t>(template: &'t Template, name: &'t str) -> (usize, &'t str) {
    let is_it = |written: &str| name == written || name.ends_with(&format!(".{written}"));
    let named = template.text.lines().enumerate().find_map(|(index, line)| {
        let expressions = line.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
        let mut names =
            expressions.map(|inner| inner.trim_matches(|letter: char| letter == '{' || letter.is_whitespace()));
        Some((index + 1, names.find(|written| !written.is_empty() && is_it(written))?))
    });
    named.unwrap_or((1, name))
}

fn fault(file: &str, line: usize, message: &str) -> Fault {
    Fault::new(Place::line(file, u32::try_from(line).unwrap_or(1)), message)
}

/// What went wrong, as a person would say it.
fn explain(error: &RenderError) -> String {
    match error.reason() {
        RenderErrorReason::MissingVariable(Some(name)) => unknown(name),
        RenderErrorReason::HelperNotFound(name) => {
            format!(
                "there is no helper called '{name}'; there are money, percent, count, signed, size, moved, plus, minus, share, if, unless, \
                 each, more, less, same, known"
            )
        }
        RenderErrorReason::Other(message) => message.clone(),
        RenderErrorReason::IOError(error) => error.to_string(),
        other => other.to_string(),
    }
}

fn unknown(name: &str) -> String {
    format!("there is no figure or name called '{name}' here; docs/words.md lists what there is")
}

fn own_files(folder: &Path, shown: &str, faults: &mut Vec<Fault>) -> Vec<(String, String, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    let mut files = Vec::new();
    let ends_in = |path: &Path, wanted: &str| path.extension().is_some_and(|ending| ending == wanted);
    for path in paths.iter().filter(|path| ends_in(path, "toml")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !OTHER_FILES.contains(&&*name) {
            let hint = did_you_mean(&name, OTHER_FILES);
            let message = format!("nothing reads this file; there are {}{hint}", OTHER_FILES.join(" and "));
            faults.push(fault(&format!("{shown}/{name}"), 1, &message));
        }
    }
    for path in paths.iter().filter(|path| ends_in(path, "hbs")) {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let file = format!("{shown}/{stem}.hbs");
        match file::read_text(path, LARGEST_TEMPLATE) {
            Ok(text) => files.push((stem, file, text)),
            Err(why) => faults.push(fault(&file, 1, &why.to_string())),
        }
    }
    files
}

/// Paragraphs stand between blank lines; lines that begin with '- ' are bullet points.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut bullets: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.starts_with("- ") && !bullets.is_empty() {
            pieces.push(Piece::Bullets(std::mem::take(&mut bullets)));
        }
        if (line.is_empty() || line.starts_with("- ")) && !paragraph.is_empty() {
            pieces.push(Piece::Paragraph(std::mem::take(&mut paragraph).join(" ")));
        }
        match line.strip_prefix("- ") {
            Some(bullet) => bullets.push(bullet.trim().to_string()),
            None if line.is_empty() => {}
            None => paragraph.push(line),
        }
    }
    if !bullets.is_empty() {
        pieces.push(Piece::Bullets(bullets));
    }
    pieces
}

#[cfg(test)]
mod tests;
