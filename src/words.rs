//! The words of the appendix: headlines and section texts composed from the figures by handlebars templates that a clerk can
//! edit (a collection's own `templates/words/` in place of the built-in ones). No figure is ever retyped in them.
//!
//! handlebars' strict mode still takes `{{#if typo}}` as false and compares numbers as text; so `if`, `unless` and the
//! comparisons here are our own: an unknown name is an error that names file and line, and numbers compare as decimals.

use std::cmp::Ordering;
use std::path::Path;
use std::str::FromStr;

use handlebars::{
    BlockContext, Context, Handlebars, Helper, HelperDef, HelperResult, Output, PathAndJson, RenderContext,
    RenderError, RenderErrorReason, Renderable, ScopedJson,
};
use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::money::{self, MoneyStyle, Unit};
use crate::source::Fault;
use crate::source::Place;

/// The templates that are built in: name and text.
const BUILT_IN: [(&str, &str); 3] = [
    ("changes", include_str!("../templates/words/changes.hbs")),
    ("area", include_str!("../templates/words/area.hbs")),
    ("overall", include_str!("../templates/words/overall.hbs")),
];

/// The most decimal places that a figure is said with.
const MOST_DECIMALS: u32 = 6;

/// The words of one collection.
#[derive(Debug)]
pub struct Words {
    engine: Handlebars<'static>,
    /// Where each template stands, for messages.
    files: Vec<(&'static str, String)>,
    /// The collection's own files of them: their names for messages, and their texts.
    pub own: Vec<(String, String)>,
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
    /// The built-in words, with those of `folder` in their place where it has files of the same name (`changes.hbs`,
    /// `area.hbs`, `overall.hbs`). `shown` is the folder's path for messages. A file there that is none of these, or that
    /// is no template, is a fault.
    pub fn load(folder: &Path, shown: &str, money: MoneyStyle) -> Result<Words, Vec<Fault>> {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.set_prevent_indent(true);
        engine.register_escape_fn(handlebars::no_escape);
        register(&mut engine, money);
        let mut faults = Vec::new();
        let mut others = own_files(folder, shown, &mut faults);
        let own = others.iter().map(|(_, file, text)| (file.clone(), text.clone())).collect();
        let mut files = Vec::new();
        for (name, text) in BUILT_IN {
            let (file, text) = match others.iter().position(|(stem, _, _)| stem == name) {
                Some(index) => {
                    let (_, file, text) = others.swap_remove(index);
                    (file, text)
                }
                None => (format!("the built-in words '{name}'"), text.to_string()),
            };
            if let Err(error) = engine.register_template_string(name, text) {
                let line = error.pos().map_or(1, |(line, _)| line);
                faults.push(fault(&file, line, &format!("this is not a template: {}", error.reason())));
            }
            files.push((name, file));
        }
        for (stem, file, _) in others {
            let names: Vec<_> = BUILT_IN.iter().map(|(name, _)| format!("{name}.hbs")).collect();
            faults.push(fault(
                &file,
                1,
                &format!("there are no words called '{stem}'; there are {}", names.join(", ")),
            ));
        }
        if faults.is_empty() { Ok(Words { engine, files, own }) } else { Err(faults) }
    }

    /// Composes the text called `name` from `data`. An unknown name in the template is a fault with its line.
    pub fn compose(&self, name: &str, data: &Json) -> Result<Vec<Piece>, Fault> {
        self.engine.render(name, data).map(|text| pieces(&text)).map_err(|error| {
            let file = self.files.iter().find(|(known, _)| *known == name).map_or(name, |(_, file)| file);
            fault(file, error.line_no.unwrap_or(1), &explain(&error))
        })
    }
}

fn fault(file: &str, line: usize, message: &str) -> Fault {
    Fault { at: Place::line(file, u32::try_from(line).unwrap_or(1)), message: message.to_string() }
}

/// What went wrong, as a person would say it.
fn explain(error: &RenderError) -> String {
    match error.reason() {
        RenderErrorReason::MissingVariable(Some(name)) => unknown(name),
        RenderErrorReason::HelperNotFound(name) => {
            format!(
                "there is no helper called '{name}'; there are money, percent, count, signed, moved, plus, minus, share, if, unless, \
                 each, more, less, same"
            )
        }
        RenderErrorReason::Other(message) => message.clone(),
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
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "hbs")) {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let file = format!("{shown}/{stem}.hbs");
        match std::fs::read_to_string(path) {
            Ok(text) => files.push((stem, file, text)),
            Err(error) => faults.push(fault(&file, 1, &format!("it cannot be read: {error}"))),
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

fn register(engine: &mut Handlebars<'static>, style: MoneyStyle) {
    engine.register_helper("money", Box::new(Say { name: "money", say: Saying::Money(style) }));
    engine.register_helper("signed", Box::new(Say { name: "signed", say: Saying::Signed(style) }));
    engine.register_helper("moved", Box::new(Say { name: "moved", say: Saying::Moved(style) }));
    engine.register_helper("percent", Box::new(Say { name: "percent", say: Saying::Percent }));
    engine.register_helper("count", Box::new(Say { name: "count", say: Saying::Count }));
    engine.register_helper("if", Box::new(Choose { name: "if", positive: true }));
    engine.register_helper("unless", Box::new(Choose { name: "unless", positive: false }));
    engine.register_helper("more", Box::new(Compare { name: "more", holds: |left, right| left > right }));
    engine.register_helper("less", Box::new(Compare { name: "less", holds: |left, right| left < right }));
    engine.register_helper("plus", Box::new(Reckon { name: "plus", reckon: Decimal::checked_add }));
    engine.register_helper("minus", Box::new(Reckon { name: "minus", reckon: Decimal::checked_sub }));
    engine.register_helper("share", Box::new(Reckon { name: "share", reckon: Decimal::checked_div }));
    engine.register_helper("same", Box::new(Compare { name: "same", holds: |left, right| left == right }));
}

/// The parameter of a helper, which must be there and must be a name that exists.
fn parameter<'rc>(helper: &Helper<'rc>, index: usize, name: &str) -> Result<PathAndJson<'rc>, RenderError> {
    let parameter = helper.param(index).ok_or_else(|| {
        RenderErrorReason::Other(format!(
            "'{name}' wants {} behind it",
            if index == 0 { "a figure" } else { "two figures" }
        ))
    })?;
    if parameter.is_value_missing() {
        let path = parameter.relative_path().map_or("?", String::as_str);
        return Err(RenderErrorReason::Other(unknown(path)).into());
    }
    Ok(parameter.clone())
}

/// Figures come into the templates as decimal text, so that they stay exact.
fn number(value: &Json, name: &str) -> Result<Decimal, RenderError> {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    };
    Decimal::from_str(&text)
        .map_err(|_| RenderErrorReason::Other(format!("'{name}' wants a figure, and this is none: {value}")).into())
}

#[derive(Clone, Copy)]
enum Saying {
    Money(MoneyStyle),
    Signed(MoneyStyle),
    Moved(MoneyStyle),
    Percent,
    Count,
}

/// The fact that says whether the form writes savings as negative amounts.
const NEGATIVE_SAVINGS: &str = "negative_savings";

/// `{{money x}}`, `{{signed x}}`, `{{moved x}}`, `{{percent x}}` and `{{count x "project" "projects"}}`.
struct Say {
    name: &'static str,
    say: Saying,
}

impl HelperDef for Say {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let figure = parameter(helper, 0, self.name)?;
        if figure.value().is_null() {
            return Ok(out.write(match self.say {
                Saying::Moved(_) => "moved by an amount that is not known",
                _ => "not known",
            })?);
        }
        let figure = number(figure.value(), self.name)?;
        let text = match self.say {
            Saying::Money(style) => spoken(figure, restyled(helper, style, self.name)?),
            Saying::Signed(style) => signed(figure, restyled(helper, style, self.name)?),
            Saying::Moved(style) => {
                let style = restyled(helper, style, self.name)?;
                let negative_savings = context.data().get(NEGATIVE_SAVINGS).and_then(Json::as_bool).unwrap_or(false);
                moved(figure, style, negative_savings)
            }
            Saying::Percent => money::print_percent(figure, decimals(helper, self.name)?.unwrap_or(0)),
            Saying::Count => {
                let one = parameter(helper, 1, self.name)?;
                let many = parameter(helper, 2, self.name)?;
                let noun = if figure == Decimal::ONE { one } else { many };
                format!("{} {}", figure.normalize(), noun.render())
            }
        };
        Ok(out.write(&text)?)
    }
}

/// A change behind 'has' or 'have': 'moved by +£120k'. Where the form writes savings as negative amounts, the tables show the
/// other sign, so that the direction is said in words: 'grown by £304,000'.
fn moved(change: Decimal, style: MoneyStyle, negative_savings: bool) -> String {
    match (change.cmp(&Decimal::ZERO), negative_savings) {
        (Ordering::Equal, _) => "not moved".to_string(),
        (Ordering::Greater, true) => format!("grown by {}", spoken(change, style)),
        (Ordering::Less, true) => format!("shrunk by {}", spoken(change.abs(), style)),
        (_, false) => format!("moved by {}", signed(change, style)),
    }
}

/// The decimal places that a helper is asked for: `decimals=3`.
fn decimals(helper: &Helper<'_>, name: &str) -> Result<Option<u32>, RenderError> {
    let Some(value) = helper.hash_get("decimals") else { return Ok(None) };
    let decimals = value.value().as_u64().and_then(|decimals| u32::try_from(decimals).ok());
    match decimals.filter(|decimals| *decimals <= MOST_DECIMALS) {
        Some(decimals) => Ok(Some(decimals)),
        None => Err(RenderErrorReason::Other(format!(
            "`decimals` of '{name}' is a whole number from 0 to {MOST_DECIMALS}, without quotes"
        ))
        .into()),
    }
}

/// The style with the unit and the decimal places that a helper is asked for: `unit="millions" decimals=3`. A unit asked for
/// has the decimals that are usual with it, unless they are asked for too.
fn restyled(helper: &Helper<'_>, style: MoneyStyle, name: &str) -> Result<MoneyStyle, RenderError> {
    let mut style = style;
    if let Some(value) = helper.hash_get("unit") {
        let (unit, usual) = match value.value().as_str() {
            Some("pounds") => (Unit::Pounds, 0),
            Some("thousands") => (Unit::Thousands, 0),
            Some("millions") => (Unit::Millions, 3),
            _ => {
                let message = format!("`unit` of '{name}' is \"pounds\", \"thousands\" or \"millions\"");
                return Err(RenderErrorReason::Other(message).into());
            }
        };
        style = MoneyStyle { unit, decimals: usual, ..style };
    }
    if let Some(decimals) = decimals(helper, name)? {
        style.decimals = decimals;
    }
    Ok(style)
}

/// Money in a sentence, rounded as it prints: '£1,240k', '-£529k', '£8.780m'.
fn spoken(pounds: Decimal, style: MoneyStyle) -> String {
    let plain = MoneyStyle { negative: money::NegativeStyle::Minus, ..style };
    let text = money::print_money(pounds, plain);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    let unit = match style.unit {
        Unit::Pounds => "",
        Unit::Thousands => "k",
        Unit::Millions => "m",
    };
    format!("{sign}£{digits}{unit}")
}

/// The same with a plus before what is more than nil.
fn signed(pounds: Decimal, style: MoneyStyle) -> String {
    let plus = if pounds > Decimal::ZERO { "+" } else { "" };
    format!("{plus}{}", spoken(pounds, style))
}

/// `{{#if x}}` and `{{#unless x}}`: nil, empty, false and null are false; an unknown name is an error.
struct Choose {
    name: &'static str,
    positive: bool,
}

impl HelperDef for Choose {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        engine: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let value = parameter(helper, 0, self.name)?;
        let truth = match value.value() {
            Json::Null => false,
            Json::Bool(truth) => *truth,
            Json::Array(values) => !values.is_empty(),
            Json::Object(values) => !values.is_empty(),
            Json::String(text) => Decimal::from_str(text).map_or(!text.is_empty(), |figure| !figure.is_zero()),
            Json::Number(number) => Decimal::from_str(&number.to_string()).is_ok_and(|figure| !figure.is_zero()),
        };
        let template = if truth == self.positive { helper.template() } else { helper.inverse() };
        match template {
            Some(template) => {
                // Names inside mean what they mean outside: within `each`, those of the one gone through.
                let mut block = BlockContext::new();
                if let Some(outer) = render.block() {
                    block.base_path_mut().clone_from(outer.base_path());
                    if let Some(value) = outer.base_value() {
                        block.set_base_value(value.clone());
                    }
                }
                render.push_block(block);
                let outcome = template.render(engine, context, render, out);
                render.pop_block();
                outcome
            }
            None => Ok(()),
        }
    }
}

/// `(plus a b)`, `(minus a b)`, `(share a b)`: as decimals. Of what is not known nothing is known; a share of nil neither.
struct Reckon {
    name: &'static str,
    reckon: fn(Decimal, Decimal) -> Option<Decimal>,
}

impl HelperDef for Reckon {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let left = parameter(helper, 0, self.name)?;
        let right = parameter(helper, 1, self.name)?;
        if left.value().is_null() || right.value().is_null() {
            return Ok(ScopedJson::Derived(Json::Null));
        }
        let outcome = (self.reckon)(number(left.value(), self.name)?, number(right.value(), self.name)?);
        Ok(ScopedJson::Derived(outcome.map_or(Json::Null, |figure| Json::String(figure.normalize().to_string()))))
    }
}

/// `(more a b)`, `(less a b)`, `(same a b)`: as decimals.
struct Compare {
    name: &'static str,
    holds: fn(Decimal, Decimal) -> bool,
}

impl HelperDef for Compare {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let left = parameter(helper, 0, self.name)?;
        let right = parameter(helper, 1, self.name)?;
        if left.value().is_null() || right.value().is_null() {
            return Ok(ScopedJson::Derived(Json::Bool(false)));
        }
        let holds = (self.holds)(number(left.value(), self.name)?, number(right.value(), self.name)?);
        Ok(ScopedJson::Derived(Json::Bool(holds)))
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
