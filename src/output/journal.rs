//! What is to be moved where, written down before anything is moved. Whoever reads it knows which set was there, which one is to
//! be, and by what each file is known.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::disk::{self, Kind};
use super::fingerprint::Fingerprint;

/// By this a journal is known for one of ours.
const MARK: &str = "piperoll: a set of outputs";

/// The journal of a set whose files are being moved. From when it stands under this name, the new set counts.
pub(super) const JOURNAL: &str = "journal.json";

/// The journal while it is being written.
pub(super) const UNWRITTEN: &str = "journal.json.tmp";

/// The journal when all files have been moved, forward or back: only the folder is to be taken away.
pub(super) const DONE: &str = "done.json";

/// No journal is longer: it holds a few names.
const MOST_BYTES: u64 = 1024 * 1024;

/// A file of the set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Its name in the folder.
    pub name: String,
    /// The file that stood under this name.
    pub old: Option<Fingerprint>,
    /// The file that is to stand under this name.
    pub new: Option<Fingerprint>,
}

/// What is to be moved.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    mark: String,
    /// The folder, beside the files, in which the earlier ones are kept; none if they go when all are in place.
    pub keep: Option<String>,
    pub files: Vec<Entry>,
}

/// What stands where a journal would.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    Ours(Journal),
    /// There is something that cannot be read as a journal of ours.
    Other,
}

impl Journal {
    pub(super) fn new(keep: Option<String>, files: Vec<Entry>) -> Journal {
        Journal { mark: MARK.to_string(), keep, files }
    }

    /// The names of the set's files.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|entry| entry.name.as_str())
    }

    /// Writes it whole, so that it is there or not.
    pub(super) fn write(&self, stage: &Path) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        text.push('\n');
        let unwritten = stage.join(UNWRITTEN);
        let mut file = File::create_new(&unwritten)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        disk::move_to(&unwritten, &stage.join(JOURNAL))?;
        disk::sync_folder(stage)
    }

    /// Reads it. Its names are names and no ways to other folders, whoever wrote it.
    pub(super) fn read(path: &Path) -> io::Result<Found> {
        match disk::kind(path)? {
            Kind::Nothing => return Ok(Found::Nothing),
            Kind::File if fs::symlink_metadata(path)?.len() <= MOST_BYTES => {}
            _ => return Ok(Found::Other),
        }
        let Ok(journal) = serde_json::from_slice::<Journal>(&fs::read(path)?) else { return Ok(Found::Other) };
        let mut names = journal.files.iter().map(|entry| &entry.name).chain(&journal.keep);
        let is_ours = journal.mark == MARK && names.all(|name| is_plain_name(name));
        Ok(if is_ours { Found::Ours(journal) } else { Found::Other })
    }
}

/// Whether it is the name of something in the folder that people see, and no way to another place.
pub(super) fn is_plain_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let is_one = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    is_one && !name.starts_with('.') && !name.contains(['/', '\\', ':'])
}
