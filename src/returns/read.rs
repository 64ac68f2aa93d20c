//! The way through one period's files.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::areas::{Areas, behind_label, is_label};
use super::grid::{self, Raw, Sheet, Workbook};
use super::headings::{self, Found, Known};
use super::rows::{self, Reading};
use super::standing::Standings;
use super::{File, ReturnTable, Returns, Trouble, files};
use crate::form::{Form, ReturnFile, ReturnForm};
use crate::names::Label;
use crate::period::Period;
use crate::source::Place;

/// How far down a sheet its title may name the area.
const TITLE_ROWS: u32 = 15;

/// Whose a file is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    /// An area's own, by id.
    Area(String),
    /// The one that a `[[return]]` names, by its stem.
    Named(String),
    /// It cannot be told; the name in it, or its stem.
    Unknown(String),
}

/// A file as read, before its tables are.
struct Opened {
    stem: String,
    file: File,
    marker: Option<String>,
    fault: Option<String>,
}

pub(super) fn read(form: &Form, root: &Path, folder: &str, period: Period) -> Result<Returns, std::io::Error> {
    let sent = files::list(root, folder)?;
    // Results come in the order of the files, whichever thread is first.
    let mut opened: Vec<Opened> = sent.par_iter().map(open).collect();

    let areas = Areas::new(form);
    let mut troubles = Vec::new();
    let mut firsts: BTreeMap<Whose, Arc<str>> = BTreeMap::new();
    let mut kept: Vec<(usize, Whose)> = Vec::new();
    for (index, opened) in opened.iter_mut().enumerate() {
        let at = Place::file(opened.file.path.clone());
        if let Some(why) = &opened.fault {
            troubles.push(Trouble::UnreadableFile { at: at.clone(), why: why.clone() });
        }
        let whose = whose(form, &areas, opened, period);
        if let Whose::Area(area) = &whose {
            opened.file.area = Some(area.clone());
        }
        let name = match &whose {
            Whose::Unknown(named) => {
                if opened.fault.is_none() {
                    let near = areas.near(named);
                    troubles.push(Trouble::UnknownArea { at, named: named.clone(), near });
                }
                continue;
            }
            Whose::Area(name) | Whose::Named(name) => name.clone(),
        };
        match firsts.get(&whose) {
            Some(first) => {
                let first = Place::file(first.clone());
                troubles.push(Trouble::TwoReturns { at, first, area: name });
            }
            None => {
                firsts.insert(whose.clone(), opened.file.path.clone());
                if opened.fault.is_none() {
                    kept.push((index, whose));
                }
            }
        }
    }
    missing(form, folder, &firsts, &mut troubles);

    let by_file: Vec<(Vec<ReturnTable>, Vec<Trouble>)> =
        kept.par_iter().map(|(index, whose)| tables_of(form, &areas, &opened[*index].file, whose, period)).collect();
    let mut tables = Vec::new();
    for (mut found, mut faults) in by_file {
        tables.append(&mut found);
        troubles.append(&mut faults);
    }
    // Each file's are in the order of its sheets already, and the sort keeps what is equal in order.
    tables.sort_by_key(|table: &ReturnTable| table.form);
    let files = opened.into_iter().map(|opened| opened.file).collect();
    Ok(Returns { period, files, tables, troubles, standings: Standings::default() })
}

fn open(sent: &files::Sent) -> Opened {
    let unreadable = |error: String| Opened {
        stem: sent.stem.clone(),
        file: File { path: sent.relative.clone(), sha256: String::new(), area: None, sheets: Vec::new() },
        marker: None,
        fault: Some(error),
    };
    let (sha256, bytes) = match files::read(&sent.path) {
        Ok(read) => read,
        Err(error) => return unreadable(format!("the file cannot be read: {error}")),
    };
    let (workbook, fault) = match grid::read_workbook(&sent.path, &bytes) {
        Ok(workbook) => (workbook, None),
        Err(why) => (Workbook { sheets: Vec::new(), marker: None }, Some(why)),
    };
    let file = File { path: sent.relative.clone(), sha256, area: None, sheets: workbook.sheets };
    Opened { stem: sent.stem.clone(), file, marker: workbook.marker, fault }
}

/// The hidden marker says whose it is; else the area named above its table; else the file's name.
fn whose(form: &Form, areas: &Areas<'_>, opened: &Opened, period: Period) -> Whose {
    let stem = Label::of(&opened.stem);
    for named in form.returns.iter().filter_map(|form| named_file(form)) {
        if Label::of(named) == stem {
            return Whose::Named(named.to_string());
        }
    }
    if let Some(marker) = &opened.marker {
        return match form.area(marker) {
            Some(area) => Whose::Area(area.id.clone()),
            None => Whose::Unknown(marker.clone()),
        };
    }
    let inside = inside(form, areas, &opened.file.sheets, period);
    if let Inside::Area(area) = inside {
        return Whose::Area(area);
    }
    if let Some(area) = areas.named(&opened.stem) {
        return Whose::Area(area.to_string());
    }
    match inside {
        Inside::Said(name) => Whose::Unknown(name),
        _ => Whose::Unknown(opened.stem.clone()),
    }
}

fn named_file(form: &ReturnForm) -> Option<&str> {
    match &form.file {
        ReturnFile::Named(stem) => Some(stem),
        ReturnFile::EachArea => None,
    }
}

/// What the titles of a workbook say of its area.
enum Inside {
    /// It is this one's (its id).
    Area(String),
    /// A label names one that the form does not know.
    Said(String),
    /// Nothing, or more than one.
    Nothing,
}

fn inside(form: &Form, areas: &Areas<'_>, sheets: &[Sheet], period: Period) -> Inside {
    let forms = each_area(form);
    let mut found: Vec<&str> = Vec::new();
    let mut said = None;
    for sheet in sheets.iter().filter(|sheet| sheet.visible) {
        // A table without headings stands on the sheet that the form names, and on no other.
        let here = |(_, form): &&(usize, &ReturnForm)| form.positions.is_empty() || stands_on(form, sheet);
        let forms: Vec<(usize, &ReturnForm)> = forms.iter().filter(here).copied().collect();
        let knowns = knowns(form, &forms, period);
        let table = headings::find(sheet, &knowns).first().map_or(u32::MAX, |found| found.row);
        let titles: Vec<_> = sheet.cells.iter().take_while(|(at, _)| at.row < table.min(TITLE_ROWS)).collect();
        for (index, (at, raw)) in titles.iter().enumerate() {
            let Raw::Text(text) = raw else { continue };
            found.extend(areas.in_line(text));
            if is_label(text) {
                let next = titles.get(index + 1).filter(|(next, _)| next.row == at.row);
                said = said.or(next.map(|(_, raw)| raw.text().trim().to_string()));
            } else if let Some(name) = behind_label(text) {
                said = said.or(Some(name.to_string()));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    match (found.as_slice(), said) {
        ([area], _) => Inside::Area((*area).to_string()),
        ([], Some(name)) => Inside::Said(name),
        _ => Inside::Nothing,
    }
}

fn each_area(form: &Form) -> Vec<(usize, &ReturnForm)> {
    form.returns.iter().enumerate().filter(|(_, form)| form.file == ReturnFile::EachArea).collect()
}

fn knowns<'a>(form: &'a Form, forms: &[(usize, &'a ReturnForm)], period: Period) -> Vec<Known<'a>> {
    forms
        .iter()
        .filter_map(|(_, return_form)| Some((form.list(&return_form.list)?, *return_form)))
        .map(|(list, return_form)| Known::new(form, list, return_form, period))
        .collect()
}

/// Areas and named files that sent nothing.
fn missing(form: &Form, folder: &str, sent: &BTreeMap<Whose, Arc<str>>, troubles: &mut Vec<Trouble>) {
    let at = Place::file(folder.trim_end_matches('/'));
    if each_area(form).iter().any(|(_, form)| !form.optional) {
        for area in form.areas.iter().filter(|area| area.returns && !sent.contains_key(&Whose::Area(area.id.clone()))) {
            troubles.push(Trouble::MissingReturn {
                at: at.clone(),
                area: Some(area.id.clone()),
                file: area.id.clone(),
                demanded_by: area.at.clone(),
            });
        }
    }
    let mut named: Vec<&str> = Vec::new();
    for form in form.returns.iter().filter(|form| !form.optional) {
        let Some(stem) = named_file(form) else { continue };
        if !named.contains(&stem) && !sent.contains_key(&Whose::Named(stem.to_string())) {
            named.push(stem);
            troubles.push(Trouble::MissingReturn {
                at: at.clone(),
                area: None,
                file: stem.to_string(),
                demanded_by: form.at.clone(),
            });
        }
    }
}

/// The tables of one file.
fn tables_of(
    form: &Form,
    areas: &Areas<'_>,
    file: &File,
    whose: &Whose,
    period: Period,
) -> (Vec<ReturnTable>, Vec<Trouble>) {
    let is_its = |form: &ReturnForm| match (&form.file, whose) {
        (ReturnFile::EachArea, Whose::Area(_)) => true,
        (ReturnFile::Named(stem), Whose::Named(named)) => stem == named,
        _ => false,
    };
    let known = |return_form: &ReturnForm| is_its(return_form) && form.list(&return_form.list).is_some();
    let forms: Vec<(usize, &ReturnForm)> = form.returns.iter().enumerate().filter(|(_, form)| known(form)).collect();
    let (mut tables, mut troubles) = (Vec::new(), Vec::new());
    for sheet in &file.sheets {
        // A hidden sheet is somebody's scratch paper, or last quarter's; only one that the form names is read.
        let forms: Vec<(usize, &ReturnForm)> =
            forms.iter().copied().filter(|(_, form)| stands_on(form, sheet)).collect();
        if forms.is_empty() {
            continue;
        }
        let knowns = knowns(form, &forms, period);
        let found: Vec<Found> = headings::find(sheet, &knowns);
        let reading = Reading {
            knowns: &knowns,
            forms: &forms,
            areas,
            area: file.area.as_deref(),
            file: file.path.clone(),
            sheet,
        };
        let (mut found, mut faults) = rows::read(&reading, &found);
        tables.append(&mut found);
        troubles.append(&mut faults);
    }
    for (index, return_form) in forms.into_iter().filter(|(_, form)| !form.optional) {
        if tables.iter().any(|table: &ReturnTable| table.form == index) {
            continue;
        }
        let headings =
            || knowns(form, &[(index, return_form)], period).first().map(Known::looked_for).unwrap_or_default();
        troubles.push(Trouble::MissingSheet {
            at: Place::file(file.path.clone()),
            area: file.area.clone(),
            looked_for: return_form.sheet.clone().unwrap_or_else(headings),
            there: file.sheets.iter().filter(|sheet| sheet.visible).map(|sheet| sheet.name.to_string()).collect(),
            demanded_by: return_form.at.clone(),
        });
    }
    (tables, troubles)
}

fn stands_on(form: &ReturnForm, sheet: &Sheet) -> bool {
    match &form.sheet {
        Some(name) => Label::of(name) == Label::of(&sheet.name),
        None => sheet.visible,
    }
}
