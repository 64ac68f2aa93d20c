//! What stands in the folder of returns and is no workbook.

use std::collections::BTreeMap;

use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::returns::others::{OtherFile, OtherKind};
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
    let mut by_kind: BTreeMap<(bool, OtherKind), Vec<&OtherFile>> = BTreeMap::new();
    for trouble in &view.returns.troubles {
        let Trouble::OtherFiles { others, .. } = trouble else { continue };
        for other in others {
            by_kind.entry((!other.may_be_missed, other.kind)).or_default().push(other);
        }
    }
    by_kind.iter().filter_map(|((_, kind), others)| finding(rule, *kind, others)).collect()
}

/// What such a thing is, what it is called in an id, and what to do where a return may be in it.
fn words(kind: OtherKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        OtherKind::Owner => ("the mark that somebody has a workbook open", "open", ""),
        OtherKind::Link => ("a link to something elsewhere", "link", "put the workbook itself in its place"),
        OtherKind::Special => ("a pipe, socket or device", "special", "put the workbook itself in its place"),
        OtherKind::FolderOfWorkbooks => (
            "a folder with workbooks in it",
            "folder of workbooks",
            "move the returns in it into the period's own folder",
        ),
        OtherKind::Folder => ("a folder", "folder", ""),
        OtherKind::Document => ("a text document", "document", "ask for the workbook itself"),
        OtherKind::Pdf => ("a print (PDF)", "pdf", "ask for the workbook that it was printed from"),
        OtherKind::Packed => {
            ("a packed folder", "packed", "unpack it and put the workbooks in it into the period's folder")
        }
        OtherKind::Message => ("an email", "email", "save the workbook that is attached to it in the period's folder"),
        OtherKind::Numbers => ("a Numbers document", "numbers", "have it exported as .xlsx"),
        OtherKind::Shortcut => (
            "a shortcut and not the file itself",
            "shortcut",
            "open what it leads to, save it as .xlsx in the period's folder",
        ),
        OtherKind::Partial => ("a download that was not finished", "partial", "download it again"),
        OtherKind::Sheet => ("a sheet in a form that is not read", "sheet", "open it and save it as .xlsx"),
        OtherKind::Text => ("plain text", "text", "ask for the workbook itself, or call it .csv if it is one"),
        OtherKind::Picture => ("a picture", "picture", ""),
        OtherKind::Unknown => ("of no kind that is known", "unknown", "ask for the workbook itself, as .xlsx"),
    }
}

fn finding(rule: &Rule, kind: OtherKind, others: &[&OtherFile]) -> Option<Finding> {
    let (first, rest) = others.split_first()?;
    let named: Vec<String> = others.iter().map(|other| format!("'{}'", wording::quoted(&other.name))).collect();
    let (what, topic, mend) = words(kind);
    let asks = first.may_be_missed;
    let each = if others.len() == 1 { "" } else { "each " };
    let names = wording::first_of(&named, NAMED);
    let (is, are) = if others.len() == 1 { ("is", "it is") } else { ("are", "they are") };
    let (message, help) = match kind {
        OtherKind::Owner => (
            format!("{names} {is} {each}{what}: what was saved last is read"),
            "have it saved and closed, and check again if it was changed since".to_string(),
        ),
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
