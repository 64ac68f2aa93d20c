//! What the sheets of an .xlsx workbook show beside their values, by a pass of our own over the parts of the package: the
//! library that reads the values tells some of it, in several readings, and the rest not at all.
//!
//! A part that the library takes and this pass does not makes no workbook unreadable: what was seen of it is kept, and
//! [`Sight`] says that it is not all.

mod beside;
mod colours;
mod hidden;
mod parts;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;
mod texts;
mod walk;

use std::collections::BTreeMap;

use self::colours::Palette;
pub(super) use self::colours::hex;
pub(super) use self::hidden::Ranges;
pub(super) use self::parts::Parts;
use self::parts::Relation;
use self::styles::Styles;
pub(super) use self::styles::is_symbol_font;
use self::texts::Texts;
pub(super) use self::texts::says_more;
use self::walk::{Step, attribute, prefixed, says_no, walk};
use super::{MOST_CELLS, MOST_TEXT, Sheet};
use crate::returns::look::{Run, Sight};
use crate::source::{Address, column_number};

/// The last row that a sheet can have, from 0.
pub(super) const LAST_ROW: u32 = 1_048_575;

/// The last column, from 0.
pub(super) const LAST_COLUMN: u32 = 16_383;

/// Why a part was not read to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not what we can read.
    Unreadable,
    /// It holds more than a return may: one sentence.
    TooMuch(String),
}

/// How much more is taken of a workbook. Each formula, merge, comment and hidden range counts for one, as a cell does.
#[derive(Debug)]
pub(super) struct Room {
    things: usize,
    text: usize,
    blanks: usize,
}

impl Default for Room {
    fn default() -> Self {
        Room { things: 2 * MOST_CELLS, text: MOST_TEXT, blanks: MOST_CELLS }
    }
}

impl Room {
    pub(super) fn take(&mut self) -> Result<(), Fault> {
        let too_many = || {
            Fault::TooMuch(format!(
                "the workbook has more than {} formulas, merges, comments and hidden rows; take out what is not the return",
                2 * MOST_CELLS
            ))
        };
        self.things = self.things.checked_sub(1).ok_or_else(too_many)?;
        Ok(())
    }

    pub(super) fn take_text(&mut self, length: usize) -> Result<(), Fault> {
        let too_much = || {
            Fault::TooMuch(format!(
                "the workbook has more than {MOST_TEXT} bytes of formulas and comments; take out what is not the return"
            ))
        };
        self.text = self.text.checked_sub(length).ok_or_else(too_much)?;
        Ok(())
    }

    pub(super) fn take_runs(&mut self, runs: &[Run]) -> Result<(), Fault> {
        runs.iter().try_for_each(|run| {
            self.take()?;
            self.take_text(run.text.len())
        })
    }

    /// Whether there is room for one more blank cell with a colour. When there is none, no more are noted, and nothing is said:
    /// somebody coloured a whole sheet.
    pub(super) fn take_blank(&mut self) -> bool {
        self.blanks.checked_sub(1).map(|blanks| self.blanks = blanks).is_some()
    }
}

/// Row and column of a reference ('B7', '$B$7'), whether or not a sheet can have them.
fn place(reference: &str) -> Option<Address> {
    let reference = reference.trim().trim_start_matches('$');
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = reference.split_at(letters);
    let row = digits.trim_start_matches('$').parse::<u32>().ok()?.checked_sub(1)?;
    Some(Address::new(row, column_number(letters)?))
}

/// The cell that a reference names, if a sheet can have it.
fn address(reference: &str) -> Option<Address> {
    place(reference).filter(|at| at.row <= LAST_ROW && at.column <= LAST_COLUMN)
}

/// The first and the last cell of a range ('B2:C7'), as far as a sheet reaches; a single cell is both.
fn range(reference: &str) -> Option<(Address, Address)> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let (first, last) = (place(first)?, place(last)?);
    let corner = |pick: fn(u32, u32) -> u32| {
        Address::new(pick(first.row, last.row).min(LAST_ROW), pick(first.column, last.column).min(LAST_COLUMN))
    };
    Some((corner(u32::min), corner(u32::max)))
}

/// What is said of a workbook as a whole.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) manual_calculation: bool,
    pub(super) rounds_as_shown: bool,
    pub(super) sight: Sight,
}

/// A workbook while its parts are read.
struct Book<'p> {
    parts: &'p Parts,
    said: Said,
    /// The sheets by name, each with its part.
    sheets: BTreeMap<String, String>,
    room: Room,
}

/// Looks at every sheet; the values are there already. One sentence if there is more than a return may hold.
pub(super) fn read(parts: &Parts, sheets: &mut [Sheet]) -> Result<Said, String> {
    let mut book = Book { parts, said: Said::default(), sheets: BTreeMap::new(), room: Room::default() };
    match book.read(sheets) {
        Ok(()) => {}
        Err(Fault::Unreadable) => book.said.sight = Sight::Damaged,
        Err(Fault::TooMuch(why)) => return Err(why),
    }
    Ok(book.said)
}

impl Book<'_> {
    /// What was read, or nothing and less sight where a part cannot be.
    fn if_readable<T: Default>(&mut self, read: Result<T, Fault>) -> Result<T, Fault> {
        match read {
            Err(Fault::Unreadable) => {
                self.said.sight = Sight::Damaged;
                Ok(T::default())
            }
            read => read,
        }
    }

    fn read(&mut self, sheets: &mut [Sheet]) -> Result<(), Fault> {
        let parts = self.parts;
        let package = self.if_readable(parts.relations(""))?;
        let workbook = of_kind(&package, "officeDocument").next().unwrap_or("xl/workbook.xml").to_string();
        let relations = self.if_readable(parts.relations(&workbook))?;
        let part = |kind: &str| of_kind(&relations, kind).find_map(|part| parts.get(part));
        let listed = self.read_workbook(parts.get(&workbook).unwrap_or_default(), &relations);
        self.if_readable(listed)?;

        let mut palette = Palette::default();
        if let Some(theme) = part("theme") {
            let read = palette.read_theme(theme);
            self.if_readable(read)?;
        }
        let styles = match part("styles") {
            Some(part) => self.if_readable(styles::read(part, &mut palette))?,
            None => Styles::default(),
        };
        let mut texts = match part("sharedStrings") {
            Some(part) => self.if_readable(Texts::read(part))?,
            None => Texts::default(),
        };
        let persons = match part("person") {
            Some(part) => self.if_readable(beside::persons(part))?,
            None => beside::Persons::default(),
        };

        for sheet in sheets {
            let named = self.sheets.get(&*sheet.name).cloned();
            let Some((name, part)) = named.and_then(|name| parts.get(&name).map(|part| (name, part))) else {
                self.said.sight = Sight::Damaged;
                continue;
            };
            let relations = self.if_readable(parts.relations(&name))?;
            let tables: Vec<&str> = of_kind(&relations, "table").collect();
            let (filters, is_whole) = beside::filters(parts, &tables);
            if !is_whole {
                self.said.sight = Sight::Damaged;
            }
            let shared = sheet::Shared { styles: &styles, texts: &mut texts, palette: &palette, room: &mut self.room };
            let read = sheet::read(part, &sheet.cells, filters, shared);
            sheet.look = self.if_readable(read)?;
            // Conversations before notes, which repeat them for older programs.
            for kind in ["threadedComment", "comments", "drawing"] {
                for part in of_kind(&relations, kind).filter_map(|part| parts.get(part)) {
                    let (look, room) = (&mut sheet.look, &mut self.room);
                    let read = match kind {
                        "threadedComment" => beside::conversations(part, &persons, look, room),
                        "comments" => beside::notes(part, look, room),
                        _ => beside::text_boxes(part, look, room),
                    };
                    self.if_readable(read)?;
                }
            }
            sheet.look.comments.sort_by_key(|comment| comment.at);
        }
        Ok(())
    }

    fn read_workbook(&mut self, part: &[u8], relations: &[Relation]) -> Result<(), Fault> {
        walk(part, |step| {
            match step {
                Step::Open("calcPr", element) => {
                    let mode = attribute(element, "calcMode");
                    self.said.manual_calculation = mode.is_some_and(|mode| mode == "manual");
                    self.said.rounds_as_shown = says_no(element, "fullPrecision");
                }
                Step::Open("sheet", element) => {
                    let name = attribute(element, "name");
                    let id = prefixed(element, "id").or_else(|| attribute(element, "id"));
                    let part = relations.iter().find(|relation| Some(&*relation.id) == id.as_deref());
                    if let (Some(name), Some(part)) = (name, part) {
                        // Of two with one name the values are those of the first.
                        self.sheets.entry(name.into_owned()).or_insert_with(|| part.part.clone());
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }
}

fn of_kind<'r>(relations: &'r [Relation], kind: &str) -> impl Iterator<Item = &'r str> {
    relations.iter().filter(move |relation| relation.kind == kind).map(|relation| relation.part.as_str())
}
