//! What hangs on a sheet in parts of its own: comments, conversations, text boxes, tables.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::Parts;
use super::sheet::FilterReader;
use super::texts::TextReader;
use super::walk::{Step, attribute, number, walk};
use super::{Fault, LAST_COLUMN, LAST_ROW, Room, address};
use crate::returns::look::{Comment, Look};
use crate::source::Address;

/// The names of those who hold conversations, by their ids.
pub(super) type Persons = BTreeMap<String, String>;

/// Reads the list of persons.
pub(super) fn persons(part: &[u8]) -> Result<Persons, Fault> {
    let mut persons = Persons::new();
    walk(part, |step| {
        if let Step::Open("person", element) = step
            && let (Some(id), Some(name)) = (attribute(element, "id"), attribute(element, "displayName"))
        {
            persons.insert(id.to_lowercase(), name.into_owned());
        }
        Ok(())
    })?;
    Ok(persons)
}

/// The rows of a sheet that its tables filter, and what of their parts cannot be read.
pub(super) fn filters(parts: &Parts, tables: &[&str]) -> (Vec<(u32, u32)>, bool) {
    let mut rows = Vec::new();
    let mut is_whole = true;
    for part in tables.iter().filter_map(|table| parts.get(table)) {
        let mut filter = FilterReader::default();
        let read = walk(part, |step| {
            rows.extend(filter.step(&step));
            Ok(())
        });
        is_whole &= read.is_ok();
    }
    (rows, is_whole)
}

/// Reads the conversations on a sheet's cells, one comment for each thing that is said.
pub(super) fn conversations(part: &[u8], persons: &Persons, look: &mut Look, room: &mut Room) -> Result<(), Fault> {
    let mut open: Option<Comment> = None;
    let mut in_text = false;
    walk(part, |step| {
        match step {
            Step::Open("threadedComment", element) => {
                let at = attribute(element, "ref").and_then(|cell| address(&cell));
                let author = attribute(element, "personId").and_then(|id| persons.get(&id.to_lowercase()).cloned());
                open = at.map(|at| Comment { at, author, text: String::new() });
            }
            Step::Open("text", _) => in_text = true,
            Step::Close("text") => in_text = false,
            Step::Text(text) if in_text => {
                if let Some(open) = &mut open {
                    open.text.push_str(text);
                }
            }
            Step::Close("threadedComment") => {
                if let Some(comment) = open.take() {
                    add_comment(look, comment, room)?;
                }
            }
            _ => {}
        }
        Ok(())
    })
}

/// Reads the notes on a sheet's cells. Beside a conversation stands a note for older programs, with advice to get a newer one.
pub(super) fn notes(part: &[u8], look: &mut Look, room: &mut Room) -> Result<(), Fault> {
    let in_conversations: BTreeSet<Address> = look.comments.iter().map(|comment| comment.at).collect();
    let mut authors: Vec<String> = Vec::new();
    let mut in_author = false;
    let mut open: Option<(Option<Address>, Option<usize>, TextReader)> = None;
    walk(part, |step| {
        match &step {
            Step::Open("author", _) => {
                in_author = true;
                authors.push(String::new());
            }
            Step::Close("author") => in_author = false,
            Step::Open("comment", element) => {
                let at = attribute(element, "ref").and_then(|cell| address(&cell));
                open = Some((at, number(element, "authorId"), TextReader::default()));
            }
            Step::Close("comment") => {
                if let Some((Some(at), author, text)) = open.take() {
                    let author = author.and_then(|author| authors.get(author)).map(|author| author.trim().to_string());
                    let is_stand_in = author.as_deref().is_some_and(|author| author.starts_with("tc="));
                    if !(is_stand_in && in_conversations.contains(&at)) {
                        let author = author.filter(|author| !author.is_empty() && !is_stand_in);
                        add_comment(look, Comment { at, author, text: text.text() }, room)?;
                    }
                }
            }
            Step::Text(text) if in_author => {
                if let Some(author) = authors.last_mut() {
                    author.push_str(text);
                }
            }
            step => {
                if let Some((_, _, text)) = &mut open {
                    text.step(step);
                }
            }
        }
        Ok(())
    })
}

fn add_comment(look: &mut Look, mut comment: Comment, room: &mut Room) -> Result<(), Fault> {
    // A program writes the author before what he says.
    let said = comment.author.as_deref().and_then(|author| comment.text.strip_prefix(author)?.strip_prefix(':'));
    comment.text = said.unwrap_or(&comment.text).trim().to_string();
    if !comment.text.is_empty() {
        room.take()?;
        room.take_text(comment.text.len())?;
        look.comments.push(comment);
    }
    Ok(())
}

/// Reads the texts that lie over a sheet.
pub(super) fn text_boxes(part: &[u8], look: &mut Look, room: &mut Room) -> Result<(), Fault> {
    let mut corner: (Option<u32>, Option<u32>) = (None, None);
    // The place that is being told: 'row' or 'col' of the corner, and which.
    let mut place: Option<(bool, String)> = None;
    let (mut in_corner, mut in_piece) = (false, false);
    let mut open: Option<String> = None;
    walk(part, |step| {
        match step {
            Step::Open("twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor", _) => corner = (None, None),
            Step::Open("from", _) => in_corner = true,
            Step::Close("from") => in_corner = false,
            Step::Open(name @ ("row" | "col"), _) if in_corner => place = Some((name == "row", String::new())),
            Step::Close("row" | "col") => {
                if let Some((is_row, text)) = place.take() {
                    let number = text.trim().parse().ok();
                    *(if is_row { &mut corner.0 } else { &mut corner.1 }) = number;
                }
            }
            Step::Open("txBody", _) => open = Some(String::new()),
            Step::Close("txBody") => {
                let text = open.take().unwrap_or_default();
                if !text.trim().is_empty() {
                    let at = match corner {
                        (Some(row), Some(column)) if row <= LAST_ROW && column <= LAST_COLUMN => {
                            Some(Address::new(row, column))
                        }
                        _ => None,
                    };
                    room.take()?;
                    room.take_text(text.len())?;
                    look.text_boxes.push((at, text.trim().to_string()));
                }
            }
            Step::Open("t", _) => in_piece = true,
            Step::Close("t") => in_piece = false,
            Step::Close("p") | Step::Open("br", _) => {
                if let Some(open) = &mut open {
                    open.push('\n');
                }
            }
            Step::Text(text) => {
                if let Some((_, place)) = &mut place {
                    place.push_str(text);
                } else if let Some(open) = open.as_mut().filter(|_| in_piece) {
                    open.push_str(text);
                }
            }
            _ => {}
        }
        Ok(())
    })
}
