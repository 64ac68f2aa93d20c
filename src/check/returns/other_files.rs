//! What stands in the folder of returns and is no workbook.

use std::collections::BTreeMap;

use super::file_name;
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::returns::others::{self, OtherFile, OtherKind};
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "other-files",
    family: Family::Return,
    severity: Severity::Query,
    title: "The folder holds what is no workbook",
    what: "Files of other kinds (.docx, .pdf, .msg, .zip, .numbers), links, or further folders stand in the folder of the period's \
           returns. Nothing in them is read. It is a query where a return may be inside that nothing else stands for: an area's \
           return is missing, or the name of the file is an area's. Else, and of pictures and of the marks that somebody has a \
           workbook open, it is a note. The folder `queries` is left alone.",
    why: "One of them may be an area's return, or a correction of one.",
    mend: "Save a return that was sent in another form as .xlsx in the folder itself, and take the other out. All else may stay where it \
           is, or go into another folder.",
    run,
};

/// So many names are said; the others by their number.
const NAMED: usize = 6;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let read = &view.returns.files;
    let is_read = |name: &str| read.iter().any(|file| file_name(&file.path).eq_ignore_ascii_case(name));
    // What is asked about comes first; of marks, those whose workbook is there.
    let mut by_kind: BTreeMap<(bool, OtherKind, bool), Vec<&OtherFile>> = BTreeMap::new();
    for trouble in &view.returns.troubles {
        let Trouble::OtherFiles { others, .. } = trouble else { continue };
        for other in others {
            let alone =
                others::marked(&other.name).is_some_and(|name| other.kind == OtherKind::Owner && !is_read(name));
            by_kind.entry((!other.may_be_missed, other.kind, alone)).or_default().push(other);
        }
    }
    by_kind.iter().filter_map(|((_, kind, alone), others)| finding(rule, (*kind, *alone), others)).collect()
}

/// What such a thing is called in an id.
fn topic(kind: OtherKind) -> &'static str {
    match kind {
        OtherKind::Owner => "open",
        OtherKind::Link => "link",
        OtherKind::Special => "special",
        OtherKind::FolderOfWorkbooks => "folder of workbooks",
        OtherKind::Folder => "folder",
        OtherKind::Document => "document",
        OtherKind::Pdf => "pdf",
        OtherKind::Packed => "packed",
        OtherKind::Message => "email",
        OtherKind::Numbers => "numbers",
        OtherKind::Shortcut => "shortcut",
        OtherKind::Partial => "partial",
        OtherKind::Sheet => "sheet",
        OtherKind::Text => "text",
        OtherKind::Picture => "picture",
        OtherKind::NoReturn => "no return",
        OtherKind::Unknown => "unknown",
    }
}

/// What is said of the marks that workbooks are open, and what to do. A mark alone, without its workbook, is one that was copied, or left
/// behind when a program broke down.
fn open(names: &str, workbooks: &[String], are_there: bool) -> (String, String) {
    let one = workbooks.len() == 1;
    let which = wording::first_of(workbooks, NAMED);
    if are_there {
        let are = if one { "is the mark" } else { "are marks" };
        return (
            format!("{names} {are} that somebody has {which} open: what was saved last is read"),
            "have it saved and closed, and check again if it was changed since".to_string(),
        );
    }
    let (are, missing, them, marks) = match one {
        true => ("is only the mark", "which is not", "that workbook itself", "the mark"),
        false => ("are only marks", "which are not", "those workbooks themselves", "the marks"),
    };
    (
        format!("{names} {are} that somebody had {which} open, {missing} in this folder: nothing of it is read"),
        format!("put {them} here, saved and closed, if a return is meant; else delete {marks}"),
    )
}

fn finding(rule: &Rule, (kind, alone): (OtherKind, bool), others: &[&OtherFile]) -> Option<Finding> {
    let (first, rest) = others.split_first()?;
    let named: Vec<String> = others.iter().map(|other| format!("'{}'", wording::quoted(&other.name))).collect();
    let (what, topic, mend) = (kind.said(), if alone { "open without it" } else { topic(kind) }, kind.mend());
    let asks = first.may_be_missed;
    let each = if others.len() == 1 { "" } else { "each " };
    let names = wording::first_of(&named, NAMED);
    let (is, are) = if others.len() == 1 { ("is", "it is") } else { ("are", "they are") };
    let (message, help) = match kind {
        OtherKind::Owner => {
            let workbook = |other: &&OtherFile| others::marked(&other.name).unwrap_or(&other.name).to_string();
            let workbooks: Vec<String> = others.iter().map(workbook).map(|name| wording::quoted(&name)).collect();
            open(&names, &workbooks, !alone)
        }
        _ if asks => (
            format!("{names} {is} {each}{what}, and not read, though a return may be in it"),
            wording::mend_or_explain(&format!("if a return is in it, {mend}; else take it out of there")),
        ),
        _ => {
            let help = if mend.is_empty() { String::new() } else { format!(" unless a return is in it: then {mend}") };
            (format!("{names} {is} {each}{what}, so {are} not read"), format!("nothing to do{help}"))
        }
    };
    let at = Place::file(first.path.clone());
    let draft = rule.at(&at).about_area(None);
    let draft = if asks { draft.topic(topic) } else { draft.topic(&format!("{topic} aside")).weighing(Severity::Note) };
    let draft = draft.related(rest.iter().map(|other| Place::file(other.path.clone())));
    Some(draft.stated_text(&stated::texts(others.iter().map(|other| other.name.as_str()))).says(message, help))
}
