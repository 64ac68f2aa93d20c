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

use crate::form::Fault;
use crate::money::{self, MoneyStyle, Unit};
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
        let mut own = own_files(folder, shown, &mut faults);
        let mut files = Vec::new();
        for (name, text) in BUILT_IN {
            let (file, text) = match own.iter().position(|(stem, _, _)| stem == name) {
                Some(index) => {
                    let (_, file, text) = own.swap_remove(index);
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
        for (stem, file, _) in own {
            let names: Vec<_> = BUILT_IN.iter().map(|(name, _)| format!("{name}.hbs")).collect();
            faults.push(fault(
                &file,
                1,
                &format!("there are no words called '{stem}'; there are {}", names.join(", ")),
            ));
        }
        if faults.is_empty() { Ok(Words { engine, files }) } else { Err(faults) }
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
mod tests {
    use super::*;
    use crate::money::NegativeStyle;
    use serde_json::json;

    const STYLE: MoneyStyle = MoneyStyle { unit: Unit::Thousands, decimals: 0, negative: NegativeStyle::Minus };

    fn words(template: &str) -> Result<Words, Vec<Fault>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("area.hbs"), template).unwrap();
        Words::load(folder.path(), "templates/words", STYLE)
    }

    fn say(template: &str, data: Json) -> Result<Vec<Piece>, Fault> {
        words(template).unwrap().compose("area", &data)
    }

    #[test]
    fn figures_are_said_in_the_forms_unit() {
        let text = say(
            "{{money a}}, {{money b}}, {{signed a}}, {{signed b}}, {{percent c}}, {{percent c decimals=1}}, {{count d \"project\" \"projects\"}}, {{money e}}",
            json!({"a": "1240000", "b": "-529000", "c": "0.8333", "d": 1, "e": null}),
        );
        assert_eq!(
            text,
            Ok(vec![Piece::Paragraph(
                "£1,240k, -£529k, +£1,240k, -£529k, 83%, 83.3%, 1 project, not known".to_string()
            )])
        );
    }

    #[test]
    fn a_change_is_said_with_its_sign_or_in_words_where_savings_are_negative_amounts() {
        let template = "{{moved a}}, {{moved b}}, {{moved nil}}, {{moved unknown}}, {{moved a unit=\"pounds\"}}";
        let said = |negative: bool| {
            say(
                template,
                json!({"a": "304000", "b": "-50000", "nil": "0", "unknown": null, "negative_savings": negative}),
            )
        };
        let expected = |text: &str| Ok(vec![Piece::Paragraph(text.to_string())]);
        let rest = "not moved, moved by an amount that is not known";
        assert_eq!(said(false), expected(&format!("moved by +£304k, moved by -£50k, {rest}, moved by +£304,000")));
        assert_eq!(said(true), expected(&format!("grown by £304k, shrunk by £50k, {rest}, grown by £304,000")));
        // Within `each` too: it is a fact of the whole.
        let each = say(
            "{{#each groups}}{{moved change}}{{/each}}",
            json!({"groups": [{"change": "1000"}], "negative_savings": true}),
        );
        assert_eq!(each, expected("grown by £1k"));
    }

    #[test]
    fn a_figure_is_said_in_the_unit_and_with_the_decimals_asked_for() {
        let data = json!({"a": "2518338", "b": "0.29746", "c": "-158110"});
        let said = |template: &str| say(template, data.clone());
        assert_eq!(
            said(
                "{{money a unit=\"millions\"}}, {{money a unit=\"millions\" decimals=1}}, {{money a unit=\"pounds\"}}, {{money a decimals=1}}, {{signed a unit=\"millions\"}}, {{money c unit=\"pounds\"}}, {{percent b decimals=2}}"
            ),
            Ok(vec![Piece::Paragraph("£2.518m, £2.5m, £2,518,338, £2,518.3k, +£2.518m, -£158,110, 29.75%".into())])
        );
        let fault = |template: &str| said(template).unwrap_err().message;
        assert!(fault("{{money a unit=\"m\"}}").contains("`unit` of 'money' is \"pounds\""));
        assert!(fault("{{percent b decimals=\"2\"}}").contains("`decimals` of 'percent' is a whole number"));
    }

    #[test]
    fn figures_can_be_added_subtracted_and_taken_as_a_share() {
        let data = json!({"a": "1849232", "b": "1691122", "t": "7956000", "nil": "0", "unknown": null});
        assert_eq!(
            say(
                "{{money (minus a b)}} {{money (plus a b)}} {{percent (share b t) decimals=1}} {{percent (share a nil)}} {{money (minus a unknown)}}",
                data.clone()
            ),
            Ok(vec![Piece::Paragraph("£158k £3,540k 21.3% not known not known".into())])
        );
        assert!(say("{{money (minus a tpyo)}}", data).unwrap_err().message.contains("tpyo"));
    }

    #[test]
    fn names_of_lists_may_have_hyphens_and_lists_can_be_gone_through() {
        let data = json!({"groups": {"my-list": [{"name": "RED", "n": 5}, {"name": "AMBER", "n": 16}]}});
        assert_eq!(
            say("{{#each groups.my-list}}\n- {{name}}: {{count n \"one\" \"many\"}}\n{{/each}}", data.clone()),
            Ok(vec![Piece::Bullets(vec!["RED: 5 many".into(), "AMBER: 16 many".into()])])
        );
        assert_eq!(
            say("{{#each groups.my-list}}{{#if (more n 10)}}{{name}}{{/if}}{{/each}}", data.clone()),
            Ok(vec![Piece::Paragraph("AMBER".into())])
        );
        assert!(say("{{#each groups.mylist}}x{{/each}}", data).unwrap_err().message.contains("mylist"));
    }

    #[test]
    fn an_unknown_name_is_an_error_that_names_the_line() {
        for template in [
            "a\n{{tpyo}}",
            "a\n{{money tpyo}}",
            "a\n{{#if tpyo}}x{{/if}}",
            "a\n{{#unless tpyo}}x{{/unless}}",
            "a\n{{#if (more tpyo 1)}}x{{/if}}",
        ] {
            let fault = say(template, json!({"a": 1})).unwrap_err();
            assert!(fault.message.contains("tpyo"), "{template}: {}", fault.message);
            assert_eq!(fault.at, Place::line("templates/words/area.hbs", 2), "{template}");
        }
    }

    #[test]
    fn numbers_compare_as_numbers_and_nil_is_false() {
        let data = json!({"nine": "9", "ten": "10.00", "nil": "0.00"});
        assert_eq!(
            say("{{#if (more ten nine)}}more{{else}}less{{/if}}", data.clone()),
            Ok(vec![Piece::Paragraph("more".into())])
        );
        assert_eq!(say("{{#if nil}}some{{else}}none{{/if}}", data), Ok(vec![Piece::Paragraph("none".into())]));
    }

    #[test]
    fn blank_lines_part_paragraphs_and_dashes_make_bullets() {
        assert_eq!(
            pieces("one\nstill one\n\n- a\n- b\ntwo"),
            vec![
                Piece::Paragraph("one still one".into()),
                Piece::Bullets(vec!["a".into(), "b".into()]),
                Piece::Paragraph("two".into())
            ]
        );
    }

    #[test]
    fn a_file_that_is_none_of_the_words_or_no_template_is_a_fault() {
        assert!(words("{{#if a}}").unwrap_err()[0].message.contains("not a template"));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("areas.hbs"), "x").unwrap();
        let faults = Words::load(folder.path(), "templates/words", STYLE).unwrap_err();
        assert!(faults[0].message.contains("no words called 'areas'"));
    }

    #[test]
    fn text_from_a_return_is_data_and_not_a_template() {
        assert_eq!(say("{{a}}", json!({"a": "{{b}} <i>"})), Ok(vec![Piece::Paragraph("{{b}} <i>".into())]));
    }
}
