//! The one way through a part of a package: its elements by their local names, opened, closed, and the text between them.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion, escape};

use super::Fault;

/// What comes next in a part.
pub(super) enum Step<'s> {
    /// An element begins.
    Open(&'s str, &'s BytesStart<'s>),
    /// A piece of text; what stands between two tags may come in several.
    Text(&'s str),
    /// An element ends.
    Close(&'s str),
    /// An element inside an extension, of which nothing but the name is told: extensions use the names of other elements anew.
    Passed(&'s str),
}

/// Goes through a part once, without recursion. What stands in an extension is passed over, and so is the stand-in for programs
/// that do not know the element before it: it says the same again.
pub(super) fn walk(part: &[u8], mut each: impl FnMut(Step<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    let part = part.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(part);
    // The library finds no element at all in UTF-16, and no fault.
    if part.starts_with(&[0xFE, 0xFF]) || part.starts_with(&[0xFF, 0xFE]) || part.iter().take(4).any(|byte| *byte == 0)
    {
        return Err(Fault::Unreadable);
    }
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    // As the reader of the values has it.
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    let mut passed_from = None;
    loop {
        match reader.read_event().map_err(|_| Fault::Unreadable)? {
            Event::Start(element) => {
                depth += 1;
                let name = element.local_name().into_inner();
                if passed_from.is_some() {
                    each(Step::Passed(name))?;
                } else if matches!(name, "extLst" | "Fallback") {
                    passed_from = Some(depth);
                } else {
                    each(Step::Open(name, &element))?;
                }
            }
            Event::End(element) => {
                if passed_from.is_none() {
                    each(Step::Close(element.local_name().into_inner()))?;
                } else if passed_from == Some(depth) {
                    passed_from = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) if passed_from.is_none() => each(Step::Text(&text.xml10_content()))?,
            Event::CData(text) if passed_from.is_none() => each(Step::Text(&text.xml10_content()))?,
            Event::GeneralRef(entity) if passed_from.is_none() => {
                match entity.resolve_char_ref().map_err(|_| Fault::Unreadable)? {
                    Some(letter) => each(Step::Text(letter.encode_utf8(&mut [0; 4])))?,
                    None => {
                        let name = entity.xml10_content();
                        each(Step::Text(escape::resolve_predefined_entity(&name).ok_or(Fault::Unreadable)?))?;
                    }
                }
            }
            Event::Eof if depth > 0 => return Err(Fault::Unreadable),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of the attribute that is called `name`, without a prefix.
pub(super) fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok()
}

/// The value of the attribute that is called `name` behind a prefix, whichever that is.
pub(super) fn prefixed<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let found = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.prefix().is_some() && attribute.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok()
}

/// Whether an attribute says yes.
pub(super) fn is_yes(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

/// Whether the attribute is there and says yes.
pub(super) fn says_yes(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| is_yes(&value))
}

/// Whether the attribute is there and says no.
pub(super) fn says_no(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.trim(), "0" | "false" | "off"))
}

/// The number in an attribute.
pub(super) fn number<T: std::str::FromStr>(element: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(element, name)?.trim().parse().ok()
}
