//! Which table of its page of the docs each part of a file belongs to.

use std::ops::Range;

use super::Keys;
use crate::source::{Fault, MOST_FAULTS, Place};

/// The parts of a file, each with the table that it stands in.
#[derive(Debug, Default)]
pub struct Outline(Vec<(Range<usize>, &'static Keys)>);

impl Outline {
    /// These bytes are of this table.
    pub(super) fn add(&mut self, bytes: Range<usize>, keys: &'static Keys) {
        self.0.push((bytes, keys));
    }

    /// The innermost table that a place stands in, as its section of the docs is called; none outside all of them.
    fn section(&self, at: &Place) -> Option<&'static str> {
        let start = at.span.bytes()?.start;
        let holds = self.0.iter().filter(|(bytes, _)| bytes.contains(&start));
        holds.min_by_key(|(bytes, _)| bytes.len()).map(|(_, keys)| keys.table).filter(|table| !table.is_empty())
    }

    /// The faults of the text that was read, in the order in which they are told: each with its line and the section of `page` that
    /// speaks of it, as many of them as are told at once.
    pub fn shown(&self, faults: Vec<Fault>, text: &str, page: &str) -> Vec<Fault> {
        let shown = |(place, fault): (usize, Fault)| {
            if place >= MOST_FAULTS {
                return fault;
            }
            let page = self.section(&fault.at).map_or(page.to_string(), |section| format!("{page}, {section}"));
            // What the file as a whole lacks is no fault of a line.
            if fault.at.span.bytes().is_none() {
                return Fault { page: Some(page.into()), ..fault };
            }
            fault.shown_in(text, &page)
        };
        faults.into_iter().enumerate().map(shown).collect()
    }
}
