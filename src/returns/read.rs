//! The way through one period's files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::areas::{Areas, behind_label, is_label};
use super::folder::{self, Folder};
use super::grid::{Raw, Sheet, Workbook};
use super::headings::{self, Found, Known};
use super::look::Sight;
use super::others::{OtherFile, OtherKind};
use super::rows::{self, Reading};
use super::sheets::{self, SheetRead};
use super::standing::Standings;
use super::titles::{self, NamedArea, TITLE_ROWS};
use super::{File, ReturnTable, Returns, TitledTable, Trouble, files, held, nil, others, spoilt};
use crate::form::{FileName, Form, GroupFrom, ReturnFile, ReturnForm};
use crate::names::{Label, one_line};
use crate::period::{Expected, Period};
use crate::progress::Observer;
use crate::source::{Address, Place};

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
pub(super) struct Opened {
    stem: String,
    pub(super) file: File,
    marker: Option<String>,
    stray_quotes: Vec<Address>,
    fault: Option<String>,
}

pub(super) fn read(
    form: &Form,
    root: &Path,
    folder: &str,
    period: Period,
    observer: &Observer,
) -> Result<Returns, std::io::Error> {
    let is_no_return = |sent: &files::Sent| form.report.not_returns.iter().any(|name| name.fits(&sent.stem));
    let (left, sent): (Vec<_>, Vec<_>) = files::list(root, folder)?.into_iter().partition(is_no_return);
    let mut returns = read_sent(form, folder, &sent, period, observer);
    let mut others = others::list(root, folder)?;
    others.extend(left.into_iter().map(|left| OtherFile {
        name: left.relative.rsplit('/').next().unwrap_or_default().to_string(),
        path: left.relative,
        kind: OtherKind::NoReturn,
        may_be_missed: false,
    }));
    let areas = Areas::new(form);
    let is_missing = returns.troubles.iter().any(|trouble| matches!(trouble, Trouble::MissingReturn { .. }));
    for other in &mut others {
        let stem = other.name.rsplit_once('.').map_or(other.name.as_str(), |(stem, _)| stem);
        let stem = Label::of(stem);
        let named = form.returns.iter().filter_map(named_file).map(|name| &*name.written).chain(areas.every_name());
        let is_called = named.map(Label::of).any(|name| !name.as_str().is_empty() && stem.holds(&name));
        other.may_be_missed = other.kind.may_hold_a_return() && (is_missing || is_called);
    }
    if !others.is_empty() {
        let folder = folder.trim_end_matches('/');
        returns.troubles.push(Trouble::OtherFiles { at: Place::file(folder), others });
    }
    Ok(returns)
}

/// The same for files that are known already; `folder` is where an area's file is missed.
pub(super) fn read_sent(
    form: &Form,
    folder: &str,
    sent: &[files::Sent],
    period: Period,
    observer: &Observer,
) -> Returns {
    let reading = observer.reading(folder, sent.len());
    read_opened(form, folder, folder::open(sent, folder::MOST, || reading.one_more()), period)
}

/// The same for workbooks that are open.
#[cfg(feature = "internals")]
pub(super) fn read_workbooks(
    form: &Form,
    folder: &str,
    workbooks: Vec<(files::Sent, Workbook)>,
    period: Period,
) -> Returns {
    let open = |(sent, workbook): (files::Sent, Workbook)| Opened::new(&sent, String::new(), workbook, None);
    let opened = workbooks.into_iter().map(open).collect();
    read_opened(form, folder, Folder { opened, left: None }, period)
}

fn read_opened(form: &Form, folder: &str, Folder { mut opened, left }: Folder, period: Period) -> Returns {
    let areas = Areas::new(form);
    let mut troubles = Vec::new();
    troubles.extend(left.map(|left| Trouble::NotRead { at: Place::file(folder.trim_end_matches('/')), left }));
    let mut firsts: BTreeMap<Whose, Arc<str>> = BTreeMap::new();
    let mut kept: Vec<(usize, Whose, Looked)> = Vec::new();
    let claims = claims(form, &areas, &opened, period);
    let is_placed = |claim: &Claim| !matches!(claim.whose, Whose::Unknown(_));
    let placed: Vec<(Label, Arc<str>)> = opened
        .iter()
        .zip(&claims)
        .filter(|(_, claim)| is_placed(claim))
        .map(|(opened, _)| (Label::of(&opened.stem), opened.file.path.clone()))
        .collect();
    let named: BTreeMap<String, Arc<str>> = opened
        .iter()
        .zip(&claims)
        .filter_map(|(opened, claim)| match &claim.whose {
            Whose::Named(name) => Some((name.clone(), opened.file.path.clone())),
            _ => None,
        })
        .collect();
    let held = held::held(form, |form| named.get(&named_file(form)?.written).cloned());
    for (index, (opened, claim)) in opened.iter_mut().zip(claims).enumerate() {
        let at = Place::file(opened.file.path.clone());
        if let Some(why) = &opened.fault {
            troubles.push(Trouble::UnreadableFile { at: at.clone(), why: why.clone() });
        }
        let whose = claim.whose;
        if let Whose::Area(area) = &whose {
            opened.file.area = Some(area.clone());
            if is_by_file(form) && !firsts.contains_key(&whose) {
                troubles.extend(titles::other_area(area, claim.called.as_deref(), &claim.named, &at));
            }
        }
        if let Whose::Named(name) = &whose {
            opened.file.called = Some(name.clone());
        }
        let name = match &whose {
            Whose::Unknown(named) => {
                if opened.fault.is_none() {
                    let near = areas.near(named);
                    let stem = Label::of(&opened.stem);
                    let of_same = placed.iter().find(|(other, _)| stem.holds(other));
                    let copy_of = of_same.map(|(_, path)| Place::file(path.clone()));
                    troubles.push(Trouble::UnknownArea { at, named: named.clone(), near, copy_of });
                }
                continue;
            }
            Whose::Area(name) | Whose::Named(name) => name.clone(),
        };
        if let (Whose::Area(area), Some(first)) = (&whose, held.get(name.as_str())) {
            let first = Place::file(first.clone());
            troubles.push(Trouble::TwoReturns { at, first, area: area.clone() });
            continue;
        }
        match firsts.get(&whose) {
            Some(first) => {
                let first = Place::file(first.clone());
                troubles.push(Trouble::TwoReturns { at, first, area: name });
            }
            None => {
                firsts.insert(whose.clone(), opened.file.path.clone());
                if opened.fault.is_none() {
                    kept.push((index, whose, claim.looked));
                }
            }
        }
    }
    missing(form, folder, period, &firsts, &mut troubles);

    let (kept, wanted): (Vec<usize>, Vec<(usize, Whose, Looked)>) = kept.into_iter().map(|kept| (kept.0, kept)).unzip();
    let tables = |(index, whose, mut looked): (usize, Whose, Looked)| {
        tables_of(form, &areas, &opened[index].file, &whose, period, &mut looked)
    };
    let by_file: Vec<(Vec<ReturnTable>, Vec<Trouble>)> = wanted.into_par_iter().map(tables).collect();
    let mut tables = Vec::new();
    for (mut found, mut faults) in by_file {
        tables.append(&mut found);
        troubles.append(&mut faults);
    }
    for opened in kept.iter().map(|index| &opened[*index]) {
        let spoilt = spoilt::texts(&opened.file, &opened.stray_quotes, &troubles);
        troubles.extend(spoilt);
        if opened.file.sight != Sight::Whole {
            let (at, sight) = (Place::file(opened.file.path.clone()), opened.file.sight);
            troubles.push(Trouble::CannotBeSeen { at, sight });
        }
    }
    one_of_each_area(&mut troubles);
    // Each file's are in the order of its sheets already, and the sort keeps what is equal in order.
    tables.sort_by_key(|table: &ReturnTable| table.form);
    let files = opened.into_iter().map(|opened| opened.file).collect();
    Returns { period, files, tables, troubles, standings: Standings::default(), last_reported: Vec::new() }
}

/// That a file names another area is asked once for each area.
fn one_of_each_area(troubles: &mut Vec<Trouble>) {
    let mut asked: BTreeSet<(Arc<str>, String)> = BTreeSet::new();
    troubles.retain(|trouble| match trouble {
        Trouble::OtherArea { at, named, both: false, .. } => asked.insert((at.file.clone(), named.clone())),
        _ => true,
    });
}

impl Opened {
    /// A file of a workbook that was opened, or could not be: then `fault` says why.
    pub(super) fn new(sent: &files::Sent, sha256: String, mut workbook: Workbook, fault: Option<String>) -> Opened {
        let file = file_of(sent, sha256, &mut workbook);
        Opened { stem: sent.stem.clone(), file, marker: workbook.marker, stray_quotes: workbook.stray_quotes, fault }
    }
}

/// The file of a workbook, of which it takes the sheets.
fn file_of(sent: &files::Sent, sha256: String, workbook: &mut Workbook) -> File {
    File {
        path: sent.relative.clone(),
        sha256,
        area: None,
        called: None,
        sheets: std::mem::take(&mut workbook.sheets),
        sight: workbook.sight,
        manual_calculation: workbook.manual_calculation,
        rounds_as_shown: workbook.rounds_as_shown,
    }
}

/// The headings found on the sheets of a file, by the sheet and the `[[return]]`s that were looked for, each by its place: to tell
/// whose a file is takes the same look as to read it.
type Looked = BTreeMap<(usize, Vec<usize>), Vec<Found>>;

/// The headings on a sheet, each time they are asked for with the same forms the same.
fn look(
    looked: &mut Looked,
    (place, sheet): (usize, &Sheet),
    forms: &[(usize, &ReturnForm)],
    knowns: &[Known<'_>],
) -> Vec<Found> {
    let key = (place, forms.iter().map(|(index, _)| *index).collect());
    looked.entry(key).or_insert_with(|| headings::find(sheet, knowns)).clone()
}

/// Whose a file says it is, and by what.
struct Claim {
    whose: Whose,
    /// The area that the file's own name names, where it is one's.
    called: Option<String>,
    /// The areas that its titles name.
    named: Vec<NamedArea>,
    /// Whether the titles alone decide.
    by_title: bool,
    /// What was found on the way.
    looked: Looked,
}

/// Whose each file is. One that is called after an area and names another in its titles is that other one's, unless that one
/// has sent a file of its own: then the titles were left over.
fn claims(form: &Form, areas: &Areas<'_>, opened: &[Opened], period: Period) -> Vec<Claim> {
    let mut claims: Vec<Claim> = opened.par_iter().map(|opened| claim(form, areas, opened, period)).collect();
    let firm: Vec<Whose> = claims
        .iter()
        .filter(|claim| !(claim.by_title && claim.called.is_some()))
        .map(|claim| claim.whose.clone())
        .collect();
    for claim in &mut claims {
        let Some(called) = claim.called.clone().filter(|_| claim.by_title) else { continue };
        let own = Whose::Area(called);
        if own != claim.whose && firm.contains(&claim.whose) && !firm.contains(&own) {
            claim.whose = own;
        }
    }
    claims
}

/// The hidden marker says whose it is; else the area named above its table; else the file's name.
fn claim(form: &Form, areas: &Areas<'_>, opened: &Opened, period: Period) -> Claim {
    let called = areas.named(&opened.stem).or_else(|| areas.in_name(&opened.stem)).map(str::to_string);
    let mut looked = Looked::new();
    let plain = |whose, named, looked| Claim { whose, called: None, named, by_title: false, looked };
    // A name of which a part changes may fit an area's own file: one that is called after the area, or was issued to it, is that.
    let marked = opened.marker.as_deref().and_then(|marker| form.area(marker)).is_some();
    let is_own = |name: &FileName| name.is_pattern() && (marked || areas.named(&opened.stem).is_some());
    if let Some(named) = so_called(form, &opened.stem).filter(|name| !is_own(name)) {
        return plain(Whose::Named(named.written.clone()), Vec::new(), looked);
    }
    let (inside, named) = inside(form, areas, &opened.file, period, &mut looked);
    if let Some(marker) = opened.marker.as_deref().filter(|marker| !marker.trim().is_empty()) {
        return match form.area(marker) {
            Some(area) => plain(Whose::Area(area.id.clone()), named, looked),
            None => plain(Whose::Unknown(marker.to_string()), Vec::new(), looked),
        };
    }
    // A title in ordinary words is asked about, but does not outweigh the file's name.
    if let (Inside::Area(area), true) = (&inside, called.is_none() || named.iter().any(|title| title.outright)) {
        let area = area.clone();
        let by_title = called.as_deref() != Some(area.as_str());
        return Claim { whose: Whose::Area(area), called, named, by_title, looked };
    }
    if let Some(area) = called {
        return plain(Whose::Area(area), named, looked);
    }
    match inside {
        Inside::Said(name) => plain(Whose::Unknown(name), Vec::new(), looked),
        _ => plain(Whose::Unknown(opened.stem.clone()), Vec::new(), looked),
    }
}

/// What the form calls a file by this name: of several the one that says most of it.
pub(super) fn so_called<'f>(form: &'f Form, stem: &str) -> Option<&'f FileName> {
    let names = form.returns.iter().filter_map(|form| named_file(form));
    // The first of several that say as much.
    names.filter(|name| name.fits(stem)).rev().max_by_key(|name| name.letters())
}

fn named_file(form: &ReturnForm) -> Option<&FileName> {
    match &form.file {
        ReturnFile::Named(name) => Some(name),
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

fn inside(
    form: &Form,
    areas: &Areas<'_>,
    file: &File,
    period: Period,
    looked: &mut Looked,
) -> (Inside, Vec<NamedArea>) {
    let forms = each_area(form);
    let mut named: Vec<NamedArea> = Vec::new();
    let mut said = None;
    let left_out = |sheet: &Sheet| forms.iter().any(|(_, form)| form.leaves_out(&sheet.name));
    let sheets = file.sheets.iter().enumerate();
    for (index, sheet) in sheets.filter(|(_, sheet)| sheet.visible && !left_out(sheet)) {
        // A table without headings stands on the sheet that the form names, and on no other.
        let here = |(_, form): &&(usize, &ReturnForm)| form.positions.is_empty() || stands_on(form, file, sheet);
        let forms: Vec<(usize, &ReturnForm)> = forms.iter().filter(here).copied().collect();
        let knowns = knowns(form, &forms, period);
        let table = look(looked, (index, sheet), &forms, &knowns).first().map_or(u32::MAX, |found| found.row);
        let place = Place::sheet(file.path.clone(), sheet.name.clone());
        if table == u32::MAX && titles::lists_areas(areas, sheet) {
            continue;
        }
        named.extend(titles::areas_above(areas, &place, sheet, table));
        if table != u32::MAX
            && !forms.iter().any(|(_, form)| form.every_sheet || form.groups.contains(&GroupFrom::Sheet))
        {
            named.extend(titles::areas_of_name(areas, &place, sheet));
        }
        let titles: Vec<_> = sheet.cells.iter().take_while(|(at, _)| at.row < table.min(TITLE_ROWS)).collect();
        for (index, (at, raw)) in titles.iter().enumerate() {
            let Raw::Text(text) = raw else { continue };
            let says = |name: String| Some(name).filter(|name| !name.is_empty());
            if is_label(text) {
                let next = titles.get(index + 1).filter(|(next, _)| next.row == at.row);
                said = said.or(next.and_then(|(_, raw)| says(one_line(&raw.text()))));
            } else if let Some(name) = behind_label(text) {
                said = said.or(says(one_line(name)));
            }
        }
    }
    let ids = |outright: bool| -> BTreeSet<&str> {
        named.iter().filter(|title| title.outright || !outright).map(|title| title.area.as_str()).collect()
    };
    let (outright, all) = (ids(true), ids(false));
    let found: Vec<&str> = if outright.is_empty() { all } else { outright }.into_iter().collect();
    let inside = match (found.as_slice(), said) {
        ([area], _) => Inside::Area((*area).to_string()),
        ([], Some(name)) => Inside::Said(name),
        _ => Inside::Nothing,
    };
    (inside, named)
}

/// Whether all that an area sends is its own.
fn is_by_file(form: &Form) -> bool {
    each_area(form).iter().all(|(_, form)| form.area_from == GroupFrom::File)
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
fn missing(form: &Form, folder: &str, period: Period, sent: &BTreeMap<Whose, Arc<str>>, troubles: &mut Vec<Trouble>) {
    let at = Place::file(folder.trim_end_matches('/'));
    if each_area(form).iter().any(|(_, form)| !form.optional) {
        let sent_as = |form: &ReturnForm| {
            named_file(form).is_some_and(|name| sent.contains_key(&Whose::Named(name.written.clone())))
        };
        let own = form.areas.iter().filter(|area| !held::is_held(form, &area.id, sent_as));
        for area in own.filter(|area| area.returns && !sent.contains_key(&Whose::Area(area.id.clone()))) {
            let nil = nil::said_by_the_form(form, period, Some(&area.id));
            if nil.is_some() {
                let (at, area) = (at.clone(), Some(area.id.clone()));
                troubles.push(Trouble::NilReturn { at, area, words: None, demanded_by: nil });
                continue;
            }
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
        let Some(stem) = named_file(form).map(|name| &*name.written) else { continue };
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
    looked: &mut Looked,
) -> (Vec<ReturnTable>, Vec<Trouble>) {
    let is_its = |form: &ReturnForm| match (&form.file, whose) {
        (ReturnFile::EachArea, Whose::Area(_)) => true,
        (ReturnFile::Named(name), Whose::Named(named)) => name.written == *named,
        _ => false,
    };
    let known = |return_form: &ReturnForm| is_its(return_form) && form.list(&return_form.list).is_some();
    let forms: Vec<(usize, &ReturnForm)> = form.returns.iter().enumerate().filter(|(_, form)| known(form)).collect();
    let left_out = |sheet: &Sheet| forms.iter().any(|(_, form)| form.leaves_out(&sheet.name));
    let (mut reads, mut others) = (Vec::new(), Vec::new());
    for (index, sheet) in file.sheets.iter().enumerate() {
        let at = Place::sheet(file.path.clone(), sheet.name.clone());
        // A hidden sheet is somebody's scratch paper, or last quarter's; only one that the form names is read.
        let forms: Vec<(usize, &ReturnForm)> =
            forms.iter().copied().filter(|(_, form)| stands_on(form, file, sheet)).collect();
        let knowns = knowns(form, &forms, period);
        let found = if forms.is_empty() { Vec::new() } else { look(looked, (index, sheet), &forms, &knowns) };
        if found.is_empty() {
            if sheet.visible && !left_out(sheet) {
                others.push((at, sheet));
            }
            continue;
        }
        let area = file.area.as_deref();
        let reading =
            Reading { knowns: &knowns, forms: &forms, areas, area, file: file.path.clone(), sheet, sight: file.sight };
        let read = rows::read(&reading, &found);
        reads.push(SheetRead::new(sheet, at, &found, &forms, read));
    }
    let expected = expected(form, period);
    let mut troubles = sheets::choose(form, areas, file.area.as_deref(), &mut reads, &expected);
    let own = (&Place::file(file.path.clone()), file.area.as_deref());
    let periods = titles::periods(form, own, &troubles, &reads, &others, &expected);
    troubles.extend(periods);
    if let Some(area) = file.area.as_deref().filter(|_| is_by_file(form)) {
        troubles.extend(titles::other_area_over_figures(form, areas, area, &reads));
    }
    troubles.extend(titles::other_sheet_areas(form, areas, &reads));
    let kept: Vec<(Place, &Sheet)> = reads.iter().map(|read| (read.at.clone(), read.sheet)).collect();
    let mut tables = Vec::new();
    for mut read in reads {
        tables.append(&mut read.tables);
        troubles.append(&mut read.troubles);
    }
    let sheets = nil::Sheets { own: &kept, others: &others };
    nil::without_a_row(form, period, file.area.as_deref(), &mut tables, &mut troubles, sheets);
    held::tell(form, period, &forms, &tables, &mut troubles);
    troubles.extend(rows::units_of_covers(form, file, &tables, &troubles));
    for (index, return_form) in forms {
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
            hidden: hidden(form, file, (index, return_form), period),
            nearest: nearest(form, file, (index, return_form), period),
            under: under(form, file, (index, return_form), period),
            optional: return_form.optional,
            list: return_form.list.clone(),
            demanded_by: return_form.at.clone(),
        });
    }
    (tables, troubles)
}

/// What the titles of a return may say of its period.
fn expected(form: &Form, period: Period) -> Expected {
    let known = form.period(period);
    Expected {
        period,
        first_month: form.report.year_starts,
        as_at: known.and_then(|known| known.as_at),
        meeting: known.and_then(|known| known.meeting),
    }
}

/// The rows of the sheets on which the table may stand that come nearest to its headings.
fn nearest(
    form: &Form,
    file: &File,
    (index, return_form): (usize, &ReturnForm),
    period: Period,
) -> Option<headings::NearestHeadings> {
    let knowns = knowns(form, &[(index, return_form)], period);
    let known = knowns.first().filter(|_| return_form.positions.is_empty())?;
    let sheets = file.sheets.iter().filter(|sheet| stands_on(return_form, file, sheet));
    sheets.filter_map(|sheet| headings::nearest(sheet, known)).min_by_key(|nearest| nearest.lacked.len())
}

/// The title under which the form says that a table stands, and the titles that stand over such headings.
fn under(
    form: &Form,
    file: &File,
    (index, return_form): (usize, &ReturnForm),
    period: Period,
) -> Option<(String, Vec<TitledTable>)> {
    let known = knowns(form, &[(index, return_form)], period).into_iter().next()?;
    let under = known.under()?.to_string();
    let known = [known.under_any()];
    let mut titles = Vec::new();
    for sheet in file.sheets.iter().filter(|sheet| stands_on(return_form, file, sheet)) {
        let at = Place::sheet(file.path.clone(), sheet.name.clone());
        let found = headings::find(sheet, &known).into_iter().filter_map(|found| found.titles.into_iter().next());
        titles.extend(found.map(|(cell, title)| TitledTable { at: at.at(cell), title, rows: 0 }));
    }
    Some((under, titles))
}

/// The first hidden sheet with the headings of the table, where the form names no sheet.
fn hidden(form: &Form, file: &File, (index, return_form): (usize, &ReturnForm), period: Period) -> Option<String> {
    let knowns = knowns(form, &[(index, return_form)], period);
    let is_unread = |sheet: &&Sheet| !sheet.visible && !return_form.leaves_out(&sheet.name);
    let mut sheets = file.sheets.iter().filter(is_unread).filter(|_| return_form.sheet.is_none());
    let found = sheets.find(|sheet| !headings::find(sheet, &knowns).is_empty())?;
    Some(found.name.to_string())
}

fn stands_on(form: &ReturnForm, file: &File, sheet: &Sheet) -> bool {
    match &form.sheet {
        Some(name) => files::is_csv(&file.path) || Label::same(name, &sheet.name),
        None => sheet.visible && !form.leaves_out(&sheet.name),
    }
}
