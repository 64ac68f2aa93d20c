//! Whether a published set is still what was published: its own files by the list it carries, and the returns of the collection that it
//! lies in beside the copies that it was made from.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::collection::manifest::{APPENDIX, FINDINGS, Input, Listed, MANIFEST, Manifest, PUBLIC_WORKBOOK, WORKBOOK};
use crate::collection::{CannotRun, because};
use crate::file::{self, Limit, sha256};
use crate::names::one_line;
use crate::period::Period;
use crate::privacy::MayPrint;
use crate::returns::files::{self, LIMIT as LARGEST_WORKBOOK};
use crate::returns::grid::{Raw, Workbook, read_workbook};
use crate::source::Address;

/// So many cells of one workbook are said one by one.
const MOST_CELLS: usize = 20;

/// The largest file of a set that is read: as large as any that is written there.
const LARGEST: Limit = Limit { bytes: 2 * 1024 * 1024 * 1024, mend: "put back the file that was published" };

/// What every set has.
const ALWAYS: [&str; 4] = [APPENDIX, PUBLIC_WORKBOOK, WORKBOOK, FINDINGS];

/// Files that computers put into folders by themselves.
const OF_COMPUTERS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// How a set compares with what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What the set is: 'recovery-plan, 2022-23-q3, set 1'.
    pub what: String,
    /// The fingerprint of what was cleared.
    pub fingerprint: String,
    /// How many files are as they were.
    pub same: usize,
    /// What differs, a sentence each.
    pub differs: Vec<String>,
    /// What is worth knowing and is no difference, a sentence each.
    pub told: Vec<String>,
}

/// Compares the set in this folder (published/2022-23-q3/1) with its list.
///
/// # Errors
///
/// If it is no set, or its list cannot be read.
pub fn verify(set: &Path) -> Result<Verified, CannotRun> {
    if !set.is_dir() {
        return Err(because(format!("there is no folder {}", set.display())));
    }
    let manifest = match Manifest::of(set) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => {
            return Err(because(format!(
                "{} is no published set: it has no {MANIFEST}. Name the folder of one, such as published/2022-23-q3/1",
                set.display()
            )));
        }
        Err(why) => return Err(because(format!("{}: {why}", set.display()))),
    };
    let mut verified = Verified {
        what: format!("{}, {}, set {}", manifest.collection, manifest.period, manifest.number),
        fingerprint: manifest.fingerprint.clone(),
        same: 0,
        differs: Vec::new(),
        told: Vec::new(),
    };
    let copies = manifest.inputs.iter().map(|input| input.copy.as_str());
    for path in ALWAYS.into_iter().chain(copies).filter(|path| manifest.listed(path).is_none()) {
        verified.differs.push(format!("{path} is not in the list of {MANIFEST}, and every set has it."));
    }
    if let Some(folder) = in_folder_of(set).filter(|folder| *folder != manifest.period) {
        let own = &manifest.period;
        verified.differs.push(format!("The set lies among those of {folder}, and was published for {own}."));
    }
    for listed in &manifest.files {
        match differs(set, listed) {
            Some(how) => verified.differs.push(how),
            None => verified.same += 1,
        }
    }
    added(set, &manifest, &mut verified)?;
    if manifest.program != env!("CARGO_PKG_VERSION") {
        let (then, now) = (&manifest.program, env!("CARGO_PKG_VERSION"));
        verified.told.push(format!("It was made by version {then} of Piperoll; this is {now}."));
    }
    if let Some(root) = collection_of(set, &manifest) {
        let returns: Vec<&Input> = manifest.inputs.iter().filter(|input| input.role == "return").collect();
        returns.iter().for_each(|input| live(&root, set, input, &mut verified));
        sent_since(&root, &returns, &mut verified);
    }
    Ok(verified)
}

/// How a file of the set differs from what the list says of it, if it does.
fn differs(set: &Path, listed: &Listed) -> Option<String> {
    let path = &listed.path;
    // A list that was tampered with leads nowhere else.
    if !file::is_within(path) {
        return Some(format!("{MANIFEST} names {path:?}, which is no file of a set."));
    }
    let place = path.split('/').fold(set.to_path_buf(), |place, part| place.join(part));
    match fs::symlink_metadata(&place) {
        Err(_) => return Some(format!("{path} is missing.")),
        Ok(it) if !it.is_file() => return Some(format!("{path} is no file any more.")),
        Ok(it) if it.len() != listed.bytes => {
            return Some(format!("{path} has {} bytes; what was published has {}.", it.len(), listed.bytes));
        }
        Ok(_) => {}
    }
    match file::read(&place, LARGEST) {
        Err(why) => Some(format!("{path} cannot be read: {why}.")),
        Ok(bytes) if sha256(&bytes) != listed.sha256 => {
            Some(format!("{path} has the size that it had, and other bytes than what was published."))
        }
        Ok(_) => None,
    }
}

/// Says what lies in the set and is not on its list.
fn added(set: &Path, manifest: &Manifest, verified: &mut Verified) -> Result<(), CannotRun> {
    let known: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).chain([MANIFEST]).collect();
    let mut waiting = vec![(set.to_path_buf(), String::new())];
    let mut found = Vec::new();
    while let Some((folder, prefix)) = waiting.pop() {
        let cannot = |error| because(format!("{} cannot be looked into: {error}", folder.display()));
        for entry in fs::read_dir(&folder).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.file_type() {
                Ok(it) if it.is_dir() => waiting.push((entry.path(), format!("{path}/"))),
                _ if known.contains(path.as_str()) => {}
                _ => found.push(path),
            }
        }
    }
    found.sort();
    for path in found {
        let name = path.rsplit('/').next().unwrap_or(&path);
        match OF_COMPUTERS.contains(&name) {
            true => verified.told.push(format!("{path} was put there by a computer.")),
            false => verified.differs.push(format!("{path} is not among what was published.")),
        }
    }
    Ok(())
}

/// The period after which the folder is called in which the set lies, if it is called after one.
fn in_folder_of(set: &Path) -> Option<String> {
    let set = set.canonicalize().ok()?;
    let folder = set.parent()?.file_name()?.to_string_lossy().into_owned();
    Period::parse(&folder).ok().map(|period| period.to_string())
}

/// The collection in whose published/ the set lies, if it lies in one.
fn collection_of(set: &Path, manifest: &Manifest) -> Option<PathBuf> {
    let set = set.canonicalize().ok()?;
    let published = set.parent()?.parent()?;
    let root = published.parent()?;
    let is_ours = published.file_name()? == "published" && set.file_name()?.to_str()? == manifest.number.to_string();
    (is_ours && root.join("piperoll.toml").is_file()).then(|| root.to_path_buf())
}

/// Compares a return of the collection with what the set was made from.
fn live(root: &Path, set: &Path, input: &Input, verified: &mut Verified) {
    let path = &input.path;
    if !file::is_within(path) || !file::is_within(&input.copy) {
        verified.differs.push(format!("{MANIFEST} names {path:?}, which is no file of a collection."));
        return;
    }
    let place = root.join(path);
    if !file::is_there(&place) {
        verified.told.push(format!("{path} is no longer in the collection; its copy is {}.", input.copy));
        return;
    }
    let now = match file::read(&place, LARGEST_WORKBOOK) {
        Ok(bytes) => bytes,
        Err(why) => {
            verified.differs.push(format!("{path} cannot be read any more: {why}."));
            return;
        }
    };
    if sha256(&now) == input.sha256 {
        return;
    }
    let copy = input.copy.split('/').fold(set.to_path_buf(), |place, part| place.join(part));
    let then = file::read(&copy, LARGEST_WORKBOOK).map_err(|why| why.to_string());
    let both = then.and_then(|then| Ok((read_workbook(&copy, &then)?, read_workbook(&place, &now)?)));
    match both {
        Err(why) => {
            verified
                .differs
                .push(format!("{path} is another file than was read, and cannot be compared with it: {why}."));
        }
        Ok((then, now)) => {
            let changed = changed(&then, &now);
            if changed.is_empty() {
                verified.told.push(format!(
                    "{path} has other bytes than the file that was read; all its cells hold the same values."
                ));
                return;
            }
            let more = changed.len().saturating_sub(MOST_CELLS);
            for change in changed.into_iter().take(MOST_CELLS) {
                verified.differs.push(format!("{path} has changed since: {change}."));
            }
            if more > 0 {
                verified.differs.push(format!("{path} has changed since in {more} more cells."));
            }
        }
    }
}

/// Says which returns lie beside those that the set was made from and are none of them.
fn sent_since(root: &Path, returns: &[&Input], verified: &mut Verified) {
    let known: BTreeSet<&str> = returns.iter().map(|input| input.path.as_str()).collect();
    let within = known.iter().filter(|path| file::is_within(path));
    let folders: BTreeSet<&str> = within.filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
    // A folder that is not there any more holds nothing that is new.
    let sent = folders.into_iter().flat_map(|folder| files::list(root, folder).unwrap_or_default());
    for new in sent.filter(|sent| !known.contains(&*sent.relative)) {
        verified.differs.push(format!("{} is none of the returns that it was made from: it came later.", new.relative));
    }
}

/// What stands otherwise in a workbook, a clause each.
fn changed(then: &Workbook, now: &Workbook) -> Vec<String> {
    let mut changed = Vec::new();
    for sheet in &then.sheets {
        let Some(other) = now.sheets.iter().find(|other| other.name == sheet.name) else {
            changed.push(format!("the sheet {} is gone", sheet.name));
            continue;
        };
        let addresses: BTreeSet<&Address> = sheet.cells.keys().chain(other.cells.keys()).collect();
        for address in addresses {
            let (was, is) = (sheet.cells.get(address), other.cells.get(address));
            if was != is {
                changed.push(format!("{}, cell {address} was {} and is {}", sheet.name, said(was), said(is)));
            }
        }
    }
    let new = now.sheets.iter().filter(|sheet| then.sheets.iter().all(|other| other.name != sheet.name));
    changed.extend(new.map(|sheet| format!("the sheet {} is new", sheet.name)));
    changed
}

/// So many characters of a cell are said.
const QUOTED: usize = 60;

fn said(cell: Option<&Raw>) -> String {
    let Some(cell) = cell else { return "blank".to_string() };
    // What is personal is not said, here as anywhere.
    let text = one_line(&MayPrint::default().withheld(&cell.text()));
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("'{}…'", &text[..end]),
        None => format!("'{text}'"),
    }
}
