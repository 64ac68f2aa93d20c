//! The styles of an .ods workbook, as far as they are cheap to know: strikes, colours, percentages.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::attribute;
use crate::returns::grid::look::{hex, is_symbol_font, says_more};
use crate::returns::look::{Colour, Run, Style};

/// A style as it is written: what it leaves open, its parent says.
#[derive(Debug, Default, Clone)]
struct Written {
    parent: Option<String>,
    format: Option<String>,
    struck: Option<bool>,
    /// Raised or lowered, and which of the two.
    raised: Option<bool>,
    lowered: Option<bool>,
    symbols: Option<Option<Arc<str>>>,
    bold: Option<bool>,
    ink: Option<Colour>,
    /// The outer is whether it says anything, the inner whether that is a colour.
    fill: Option<Option<Colour>>,
}

/// The styles by name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    written: BTreeMap<String, Written>,
    /// The formats that show a percentage.
    percentages: BTreeMap<String, Arc<str>>,
    /// Put together already; `None` for a plain one.
    known: BTreeMap<String, Option<Arc<Style>>>,
    /// The name of the style or format that is open.
    open: Option<String>,
}

/// Before the name of a style that is for parts of texts.
const OF_TEXT: &str = "text/";

/// How far styles may be derived from each other; they may go round in a circle.
const MOST_PARENTS: usize = 32;

impl Styles {
    /// Takes an element that begins among the styles.
    pub(super) fn open(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "style:style" => {
                let key = match attribute(element, "style:family").as_deref() {
                    Some("table-cell") => Some(String::new()),
                    // Styles of parts of texts have names of their own.
                    Some("text") => Some(OF_TEXT.to_string()),
                    _ => None,
                };
                self.open = key.zip(attribute(element, "style:name")).map(|(key, name)| key + &name);
                if let Some(name) = &self.open {
                    let written = Written {
                        parent: attribute(element, "style:parent-style-name"),
                        format: attribute(element, "style:data-style-name"),
                        ..Written::default()
                    };
                    self.written.insert(name.clone(), written);
                }
            }
            "number:percentage-style" => {
                self.open = attribute(element, "style:name");
                if let Some(name) = &self.open {
                    self.percentages.insert(name.clone(), "0%".into());
                }
            }
            "number:number" => {
                let places =
                    attribute(element, "number:decimal-places").and_then(|places| places.parse::<usize>().ok());
                if let Some(places) = places.filter(|places| (1..20).contains(places))
                    && let Some(format) = self.open.as_ref().and_then(|name| self.percentages.get_mut(name))
                {
                    *format = format!("0.{}%", "0".repeat(places)).into();
                }
            }
            "style:text-properties" | "style:table-cell-properties" => {
                if let Some(written) = self.open.as_ref().and_then(|name| self.written.get_mut(name)) {
                    written.take(element);
                }
            }
            _ => {}
        }
    }

    /// Takes the end of an element.
    pub(super) fn close(&mut self, name: &str) {
        if matches!(name, "style:style" | "number:percentage-style") {
            self.open = None;
        }
    }

    /// The style with that name; `None` for a plain one.
    pub(super) fn get(&mut self, name: &str) -> Option<Arc<Style>> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let whole = self.whole(name);
        let style = Style {
            format: whole.format.and_then(|format| self.percentages.get(&format).cloned()),
            struck: whole.struck.unwrap_or(false),
            raised: whole.raised.unwrap_or(false) || whole.lowered.unwrap_or(false),
            symbols: whole.symbols.flatten(),
            bold: whole.bold.unwrap_or(false),
            ink: whole.ink.filter(|ink| *ink != Colour::BLACK),
            fill: whole.fill.flatten(),
            ..Style::default()
        };
        let style = (style != Style::default()).then(|| Arc::new(style));
        self.known.insert(name.to_string(), style.clone());
        style
    }

    /// A style with all that its parents say.
    fn whole(&self, name: &str) -> Written {
        let mut whole = Written::default();
        let mut next = Some(name);
        for _ in 0..MOST_PARENTS {
            let Some(written) = next.and_then(|name| self.written.get(name)) else { break };
            whole.format = whole.format.or_else(|| written.format.clone());
            whole.struck = whole.struck.or(written.struck);
            whole.raised = whole.raised.or(written.raised);
            whole.lowered = whole.lowered.or(written.lowered);
            whole.symbols = whole.symbols.or_else(|| written.symbols.clone());
            whole.bold = whole.bold.or(written.bold);
            whole.ink = whole.ink.or(written.ink);
            whole.fill = whole.fill.or(written.fill);
            next = written.parent.as_deref();
        }
        whole
    }

    /// The parts of a text in a cell of that style, each with the name of its own style; `None` if they say no more than the text.
    pub(super) fn runs(&self, parts: &[(String, Option<String>)], cell: Option<&Style>) -> Option<Arc<[Run]>> {
        let plain = Style::default();
        let cell = cell.unwrap_or(&plain);
        let run = |(text, style): &(String, Option<String>)| {
            let own = style.as_ref().map(|style| self.whole(&format!("{OF_TEXT}{style}"))).unwrap_or_default();
            Run {
                text: text.clone(),
                struck: own.struck.unwrap_or(cell.struck),
                raised: own.raised.unwrap_or(cell.raised),
                lowered: own.lowered.unwrap_or(false),
                symbols: own.symbols.unwrap_or_else(|| cell.symbols.clone()),
                ink: own.ink.map_or(cell.ink, |ink| Some(ink).filter(|ink| *ink != Colour::BLACK)),
            }
        };
        let runs: Vec<Run> = parts.iter().map(run).collect();
        runs.iter().any(|run| says_more(run, cell)).then(|| runs.into())
    }
}

impl Written {
    fn take(&mut self, element: &BytesStart<'_>) {
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = attribute.value.trim();
            match attribute.key.as_ref() {
                "style:text-line-through-style" | "style:text-line-through-type" => self.struck = Some(value != "none"),
                "style:text-position" => {
                    let place = value.split_whitespace().next().unwrap_or_default();
                    let is_lowered = place == "sub" || place.starts_with('-');
                    self.lowered = Some(is_lowered);
                    self.raised = Some(!is_lowered && !matches!(place, "0%" | "0"));
                }
                "style:font-name" => self.symbols = Some(Some(value.into()).filter(|_| is_symbol_font(value))),
                "fo:font-weight" => self.bold = Some(value == "bold" || ("600"..="900").contains(&value)),
                "fo:color" => self.ink = hex(value),
                "fo:background-color" => self.fill = Some(hex(value)),
                _ => {}
            }
        }
    }
}
