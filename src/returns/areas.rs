//! Whose a return is: the form's areas by every name they go by.

use crate::form::Form;
use crate::names::{Label, nearest_name};

/// The areas by name.
pub(super) struct Areas<'a> {
    /// The name as it is compared, the name to say to people, and the area's id.
    names: Vec<(Label, &'a str, &'a str)>,
}

/// Labels behind which a return names its area.
const LABELS: [&str; 9] = [
    "service area",
    "area",
    "directorate",
    "service",
    "portfolio",
    "department",
    "division",
    "name of service",
    "name of directorate",
];

/// What parts a title from the area's name in it: 'Savings return – Adults'.
const PARTS: [&str; 7] = [": ", " - ", " – ", " — ", " | ", "\n", ":"];

impl<'a> Areas<'a> {
    pub(super) fn new(form: &'a Form) -> Self {
        let mut names = Vec::new();
        for area in &form.areas {
            names.push((Label::of(&area.id), area.name.as_str(), area.id.as_str()));
            for name in std::iter::once(&area.name).chain(&area.also) {
                names.push((Label::of(name), name.as_str(), area.id.as_str()));
            }
        }
        Areas { names }
    }

    /// The area with this name as its [`Label`], a number before it aside.
    pub(super) fn named(&self, text: &str) -> Option<&'a str> {
        if text.len() > 200 {
            return None;
        }
        let name = Label::of(text);
        let find = |name: &str| {
            self.names.iter().find(|(known, ..)| known.as_str() == name && !name.is_empty()).map(|found| found.2)
        };
        find(name.as_str()).or_else(|| {
            let (number, rest) = name.as_str().split_once(' ')?;
            if number.bytes().all(|byte| byte.is_ascii_digit()) { find(rest) } else { None }
        })
    }

    /// The area that a line of text names: the whole line, or a part of it ('Service area: Adults').
    pub(super) fn in_line(&self, text: &str) -> Option<&'a str> {
        if text.len() > 200 {
            return None;
        }
        let part = |parting: &&str| text.split(*parting).find_map(|part| self.named(part));
        self.named(text).or_else(|| PARTS.iter().find_map(part))
    }

    /// Names that may be meant by `text`, one an area, nearest first, three at most.
    pub(super) fn near(&self, text: &str) -> Vec<String> {
        let wanted = Label::of(text);
        let wanted = wanted.as_str();
        let contained =
            self.names.iter().filter(|(name, ..)| name.as_str().len() > 3 && wanted.contains(name.as_str()));
        let nearest = nearest_name(wanted, self.names.iter().map(|found| (found, found.0.as_str())));
        let mut near: Vec<(&str, &str)> = Vec::new();
        for (_, name, id) in contained.chain(nearest) {
            if near.iter().all(|(_, known)| known != id) {
                near.push((name, id));
            }
        }
        near.into_iter().take(3).map(|(name, _)| name.to_string()).collect()
    }
}

/// Is this a label behind which the area is named ('Service area:')?
pub(super) fn is_label(text: &str) -> bool {
    LABELS.contains(&Label::of(text).as_str())
}

/// What stands behind such a label in the same text.
pub(super) fn behind_label(text: &str) -> Option<&str> {
    let (label, name) = text.split_once(':')?;
    let name = name.trim();
    (is_label(label) && !name.is_empty()).then_some(name)
}
