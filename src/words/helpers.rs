//! The helpers of the words: they say a figure, reckon with two, compare them, and choose.

use std::cmp::Ordering;
use std::str::FromStr;
use std::sync::Arc;

use handlebars::{
    BlockContext, BlockParams, Context, Handlebars, Helper, HelperDef, HelperResult, Output, PathAndJson,
    RenderContext, RenderError, RenderErrorReason, ScopedJson,
};
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::bounded::pass;
use super::fixed::Fixed;
use super::handle::{self, Handle, Kind};
use super::unknown;
use crate::money::{self, MoneyStyle, Unit};

/// The most decimal places that a figure is said with.
const MOST_DECIMALS: u32 = 6;

pub(super) fn register(engine: &mut Handlebars<'static>, style: MoneyStyle, fixed: &Fixed) {
    // Those that come with the engine know nothing of figures: they would compare or print what a figure is carried in.
    for name in ["eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len", "lookup", "log", "with"] {
        engine.unregister_helper(name);
    }
    let words = Arc::new(fixed.clone());
    let say = |name, say| Box::new(Say { name, say, words: Arc::clone(&words) });
    engine.register_helper("money", say("money", Saying::Money(style)));
    engine.register_helper("signed", say("signed", Saying::Signed(style)));
    engine.register_helper("size", say("size", Saying::Size(style)));
    engine.register_helper("moved", say("moved", Saying::Moved(style)));
    engine.register_helper("percent", say("percent", Saying::Percent));
    engine.register_helper("count", say("count", Saying::Count));
    engine.register_helper("if", Box::new(Choose { name: "if", positive: true }));
    engine.register_helper("unless", Box::new(Choose { name: "unless", positive: false }));
    engine.register_helper("each", Box::new(Each));
    engine.register_helper("more", Box::new(Compare { name: "more", holds: |left, right| left > right }));
    engine.register_helper("less", Box::new(Compare { name: "less", holds: |left, right| left < right }));
    engine.register_helper(
        "plus",
        Box::new(Reckon { name: "plus", sign: '+', gives: None, reckon: Decimal::checked_add }),
    );
    engine.register_helper(
        "minus",
        Box::new(Reckon { name: "minus", sign: '-', gives: None, reckon: Decimal::checked_sub }),
    );
    engine.register_helper(
        "share",
        Box::new(Reckon { name: "share", sign: '/', gives: Some(Kind::Percentage), reckon: Decimal::checked_div }),
    );
    engine.register_helper("known", Box::new(Known));
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

/// A figure that a helper is given: a handle, or a number as a template writes it, which is called and comes from what it says.
fn number(parameter: &PathAndJson<'_>, name: &str) -> Result<Handle, RenderError> {
    let text = match parameter.value() {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    };
    if let Some(handle) = Handle::read(&text) {
        // As the template writes it: inside `each` it knows a figure by the end of its name.
        let written = parameter.relative_path().filter(|path| !path.is_empty()).cloned();
        return Ok(Handle { name: written.unwrap_or_else(|| bracketed(&handle.name)), ..handle });
    }
    let figure = Decimal::from_str(&text).map_err(|_| {
        let shown = handle::take_out(&text).0;
        RenderErrorReason::Other(format!("'{name}' wants a figure, and this is none: '{shown}'"))
    })?;
    Ok(Handle { figure, kind: None, name: text.clone(), trace: text })
}

/// What a template gives to a helper: what is reckoned stands in brackets.
pub(super) fn bracketed(name: &str) -> String {
    if name.contains(' ') { format!("({name})") } else { name.to_string() }
}

/// The two figures of a helper, and what they are; nothing where one is not known. They are of one kind: an amount less a number of
/// things, or as a share of one, is nothing that can be said.
fn two_numbers(helper: &Helper<'_>, name: &str) -> Result<Option<(Handle, Handle, Option<Kind>)>, RenderError> {
    let (left, right) = (parameter(helper, 0, name)?, parameter(helper, 1, name)?);
    if left.value().is_null() || right.value().is_null() {
        return Ok(None);
    }
    let (left, right) = (number(&left, name)?, number(&right, name)?);
    if let (Some(one), Some(other)) = (left.kind, right.kind)
        && one != other
    {
        let (one, other) = (one.name(), other.name());
        let message =
            format!("'{name}' takes two figures of one kind: {} is {one}, and {} is {other}", left.name, right.name);
        return Err(RenderErrorReason::Other(message).into());
    }
    let kind = left.kind.or(right.kind);
    Ok(Some((left, right, kind)))
}

#[derive(Clone, Copy)]
enum Saying {
    Money(MoneyStyle),
    Signed(MoneyStyle),
    /// Without its sign.
    Size(MoneyStyle),
    Moved(MoneyStyle),
    Percent,
    Count,
}

impl Saying {
    /// What it says.
    fn kind(self) -> Kind {
        match self {
            Saying::Money(_) | Saying::Signed(_) | Saying::Size(_) | Saying::Moved(_) => Kind::Amount,
            Saying::Percent => Kind::Percentage,
            Saying::Count => Kind::Number,
        }
    }
}

/// `{{money x}}`, `{{signed x}}`, `{{size x}}`, `{{moved x}}`, `{{percent x}}` and `{{count x "project" "projects"}}`.
struct Say {
    name: &'static str,
    say: Saying,
    words: Arc<Fixed>,
}

impl HelperDef for Say {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let figure = parameter(helper, 0, self.name)?;
        if figure.value().is_null() {
            let unknown = match self.say {
                Saying::Moved(_) => self.words.moved_not_known(),
                _ => self.words.not_known(),
            };
            return Ok(out.write(&unknown.said())?);
        }
        let Handle { figure, kind, name, trace } = number(&figure, self.name)?;
        if let Some(kind) = kind.filter(|kind| *kind != self.say.kind()) {
            let (is, right, wanted) = (kind.name(), kind.helper(), self.say.kind().name());
            let message = format!("{name} is {is}, and '{}' says {wanted}: write {{{{{right} {name}}}}}", self.name);
            return Err(RenderErrorReason::Other(message).into());
        }
        let said = |text: String| handle::spoken(&text, &trace);
        // What is said without its sign is another figure where that is a minus.
        let of_size = if figure.is_sign_negative() { format!("(-{trace})") } else { trace.clone() };
        let sized = |text: String| handle::spoken(&text, &of_size);
        let text = match self.say {
            Saying::Money(style) => {
                let style = restyled(helper, style, self.name)?;
                // Nil in words is a figure still, and is traced as one.
                let nil = helper.hash_get("nil").filter(|_| figure.is_zero());
                said(nil.map_or_else(|| spoken(figure, style), PathAndJson::render))
            }
            Saying::Signed(style) => said(signed(figure, restyled(helper, style, self.name)?)),
            Saying::Size(style) => sized(spoken(figure.abs(), restyled(helper, style, self.name)?)),
            Saying::Moved(style) => self.moved(figure, restyled(helper, style, self.name)?, &sized),
            Saying::Percent => said(money::print_percent(figure, decimals(helper, self.name)?.unwrap_or(0))),
            Saying::Count => {
                let number = said(figure.normalize().to_string());
                match helper.param(1) {
                    None => number,
                    Some(_) => {
                        let one = parameter(helper, 1, self.name)?;
                        let many = parameter(helper, 2, self.name)?;
                        let noun = if figure == Decimal::ONE { one } else { many };
                        format!("{number} {}", noun.render())
                    }
                }
            }
        };
        Ok(out.write(&text)?)
    }
}

impl Say {
    /// A change behind 'has' or 'have': 'grown by £120k', 'fallen by £120k'.
    fn moved(&self, change: Decimal, style: MoneyStyle, sized: &dyn Fn(String) -> String) -> String {
        let by = sized(spoken(change.abs(), style));
        match change.cmp(&Decimal::ZERO) {
            Ordering::Equal => self.words.moved_not().said(),
            Ordering::Greater => self.words.moved_up().fill(&[("amount", &by)]),
            Ordering::Less => self.words.moved_down().fill(&[("amount", &by)]),
        }
    }
}

/// `(known x)`, for use in `if`: whether a figure is known, be it nil.
struct Known;

impl HelperDef for Known {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let is_known = !parameter(helper, 0, "known")?.value().is_null();
        Ok(ScopedJson::Derived(Json::from(is_known)))
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
        let unit = match value.value().as_str() {
            Some("pounds") => Unit::Pounds,
            Some("thousands") => Unit::Thousands,
            Some("millions") => Unit::Millions,
            _ => {
                let message = format!("`unit` of '{name}' is \"pounds\", \"thousands\" or \"millions\"");
                return Err(RenderErrorReason::Other(message).into());
            }
        };
        style = MoneyStyle { unit, decimals: unit.usual_decimals(), ..style };
    }
    if let Some(decimals) = decimals(helper, name)? {
        style.decimals = decimals;
    }
    Ok(style)
}

/// Money in a sentence, rounded as it prints.
fn spoken(pounds: Decimal, style: MoneyStyle) -> String {
    money::say_rounded(pounds, style.unit, style.decimals)
}

/// The same with a plus before what is more than nil.
fn signed(pounds: Decimal, style: MoneyStyle) -> String {
    let plus = if pounds > Decimal::ZERO { "+" } else { "" };
    format!("{plus}{}", spoken(pounds, style))
}

/// `{{#each x}}`: the block for each of a list, or of things by their names; `@index`, `@key`, `@first`, `@last` and `as |thing|` as the
/// engine's own has them.
struct Each;

impl HelperDef for Each {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        engine: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let value = parameter(helper, 0, "each")?;
        let things: Vec<(Option<&String>, &Json)> = match value.value() {
            Json::Array(list) => list.iter().map(|thing| (None, thing)).collect(),
            Json::Object(named) => named.iter().map(|(name, thing)| (Some(name), thing)).collect(),
            _ => {
                let message = "'each' goes through several things, and this is one".to_string();
                return Err(RenderErrorReason::Other(message).into());
            }
        };
        if things.is_empty() {
            return helper.inverse().map_or(Ok(()), |block| pass(block, engine, context, render, out));
        }
        let Some(inside) = helper.template() else { return Ok(()) };
        for (index, (name, thing)) in things.iter().enumerate() {
            let mut block = BlockContext::new();
            let key = name.map_or_else(|| Json::from(index), |name| Json::from(name.as_str()));
            block.set_local_var("first", Json::from(index == 0));
            block.set_local_var("last", Json::from(index + 1 == things.len()));
            block.set_local_var("index", Json::from(index));
            block.set_local_var("key", key.clone());
            let mut path = value.context_path().cloned();
            match &mut path {
                Some(path) => {
                    path.push(name.map_or_else(|| index.to_string(), |name| (*name).clone()));
                    block.base_path_mut().clone_from(path);
                }
                None => block.set_base_value((*thing).clone()),
            }
            let mut named = BlockParams::new();
            let thing_named = helper.block_param().or_else(|| helper.block_param_pair().map(|(thing, _)| thing));
            if let Some(called) = thing_named {
                match path {
                    // The names inside are reached from where the block stands.
                    Some(_) => named.add_path(called, Vec::new())?,
                    None => named.add_value(called, (*thing).clone())?,
                }
            }
            if let Some((_, called)) = helper.block_param_pair() {
                named.add_value(called, key)?;
            }
            block.set_block_params(named);
            render.push_block(block);
            let outcome = pass(inside, engine, context, render, out);
            render.pop_block();
            outcome?;
        }
        Ok(())
    }
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
            Json::String(_) | Json::Number(_) => {
                let empty = value.value().as_str().is_some_and(str::is_empty);
                number(&value, self.name).map_or(!empty, |handle| !handle.figure.is_zero())
            }
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
                let outcome = pass(template, engine, context, render, out);
                render.pop_block();
                outcome
            }
            None => Ok(()),
        }
    }
}

/// `(plus a b)`, `(minus a b)`, `(share a b)`: as decimals, of two figures of one kind. Of what is not known nothing is known; a share of nil neither.
struct Reckon {
    name: &'static str,
    /// As a formula writes it.
    sign: char,
    /// What comes of it; what the two are where it is nothing.
    gives: Option<Kind>,
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
        let outcome = two_numbers(helper, self.name)?.and_then(|(left, right, kind)| {
            Some(Handle {
                figure: (self.reckon)(left.figure, right.figure)?,
                kind: self.gives.or(kind),
                name: format!("{} {} {}", self.name, left.name, right.name),
                trace: format!("({} {} {})", left.trace, self.sign, right.trace),
            })
        });
        Ok(ScopedJson::Derived(outcome.map_or(Json::Null, |handle| handle.json())))
    }
}

/// `(more a b)`, `(less a b)`, `(same a b)`: as decimals, of two figures of one kind.
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
        let holds =
            two_numbers(helper, self.name)?.is_some_and(|(left, right, _)| (self.holds)(left.figure, right.figure));
        Ok(ScopedJson::Derived(Json::Bool(holds)))
    }
}
