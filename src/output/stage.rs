//! The staging folder: new files wait in it until all are written, earlier ones until all new ones are in place.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::disk::{self, Kind, cannot};
use super::journal::{DONE, JOURNAL, Journal, UNWRITTEN};
use super::lock::Lock;
use super::swap::Swap;
use crate::collection::CannotRun;

/// How its name begins.
const PREFIX: &str = ".piperoll-";

/// How many random letters follow.
const LETTERS: usize = 8;

/// Whether a folder's name is like ours. That does not make it ours: the lock file names it, or it holds a journal.
pub(super) fn is_name(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .is_some_and(|rest| rest.len() == LETTERS && rest.chars().all(|letter| letter.is_ascii_lowercase()))
}

/// Where a file of the set waits to be put in place.
pub(super) fn new_file(stage: &Path, name: &str) -> PathBuf {
    stage.join(format!("{name}.new"))
}

/// Where an earlier file waits until all new ones are in place.
pub(super) fn old_file(stage: &Path, name: &str) -> PathBuf {
    stage.join(format!("{name}.old"))
}

/// A folder in which a set is being written. Unless it is committed, it goes with all that is in it.
#[derive(Debug)]
pub(super) struct Stage {
    folder: PathBuf,
    path: PathBuf,
    /// What the set's files are called.
    names: Vec<String>,
    committed: bool,
}

impl Stage {
    /// Makes it for files of these names, in the folder that is locked.
    pub(super) fn new(folder: &Path, names: Vec<String>, lock: &mut Lock) -> Result<Stage, CannotRun> {
        loop {
            let letters: String = (0..LETTERS).map(|_| fastrand::lowercase()).collect();
            let name = format!("{PREFIX}{letters}");
            let path = folder.join(&name);
            if !disk::is_free(&path) {
                continue;
            }
            lock.claim(&name, &names).map_err(|error| cannot(folder, &error))?;
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Stage { folder: folder.to_path_buf(), path, names, committed: false }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(cannot(folder, &error)),
            }
        }
    }

    /// Writes a file of the set, so that it would outlast a power cut.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), CannotRun> {
        let write = || {
            let mut file = File::create_new(new_file(&self.path, name))?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|error| cannot(&self.folder.join(name), &error))
    }

    /// Writes the journal: from here the new set counts.
    pub(super) fn commit(mut self, journal: Journal) -> Result<Swap, CannotRun> {
        // All that the journal speaks of is on the disk before the journal is.
        let commit = || {
            disk::sync_folder(&self.path)?;
            disk::sync_folder(&self.folder)?;
            journal.write(&self.path)
        };
        commit().map_err(|error| cannot(&self.folder, &error))?;
        self.committed = true;
        Ok(Swap::new(self.folder.clone(), self.path.clone(), journal))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.committed {
            // What cannot be taken away now, the next build takes away: the lock file names the folder.
            let _ = take_away(&self.path, self.names.iter().map(String::as_str));
        }
    }
}

/// Takes a staging folder away with what we put there for files of these names. Whatever else is in it stays, and the folder with it.
pub(super) fn take_away<'a>(stage: &Path, names: impl Iterator<Item = &'a str>) -> io::Result<()> {
    // As long as a journal is there, files are missed where it says they are.
    for first in [JOURNAL, UNWRITTEN] {
        remove_file(&stage.join(first))?;
    }
    for name in names {
        remove_file(&new_file(stage, name))?;
        remove_file(&old_file(stage, name))?;
    }
    remove_file(&stage.join(DONE))?;
    fs::remove_dir(stage)
}

fn remove_file(path: &Path) -> io::Result<()> {
    match disk::kind(path)? {
        Kind::File => disk::remove(path),
        _ => Ok(()),
    }
}
