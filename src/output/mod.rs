//! The one place that writes files: a set of outputs appears whole or not at all, and what was there before stays until the
//! new set is complete.
//!
//! In the folder, a `lock` lets one build at a time in. The new files are written in a `stage`, a folder of a random name
//! beside them, and so is a `journal` of what is to be moved: from then on the new set is the one that counts. The `swap`
//! moves the earlier files out and the new ones in, or all back if one of them cannot be moved. If the program is killed,
//! `recover` brings what it left to the one end or the other. `standing` looks at what is there before anything is
//! touched, and `interrupt` sees to it that Ctrl-C waits for one of the two ends.

mod disk;
mod fingerprint;
mod interrupt;
mod journal;
mod lock;
mod recover;
mod stage;
mod standing;
mod swap;

use std::path::{Path, PathBuf};

use crate::collection::CannotRun;

pub use interrupt::leave_it_whole;
pub use recover::recover;

use disk::MadeFolders;
use fingerprint::Fingerprint;
use interrupt::Writing;
use journal::{Entry, Journal};
use lock::Lock;
use stage::Stage;

/// What a set says of itself: whether it is final.
const FINDINGS: &str = "findings.json";

/// Files that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Set<'a> {
    /// Name and bytes. A file without bytes is not in this set: what an earlier set left under its name goes, so that the folder
    /// never holds parts of two sets.
    pub files: &'a [(&'a str, Option<&'a [u8]>)],
    /// Whether something is open. A draft does not take the place of a final set in silence; see [`Written::instead_of_final`].
    pub draft: bool,
}

/// What became of the files that stood in the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The names of earlier files that are not in this set and are gone, and kept nowhere.
    pub taken_away: Vec<String>,
    /// Where the draft took the place of a final set: the folder in which the files of that one are kept.
    pub kept_final: Option<PathBuf>,
}

impl Written {
    /// What must be said even where little is: that a draft stands where a final set stood, and where that one is.
    pub fn instead_of_final(&self) -> Option<String> {
        self.kept_final.as_ref().map(|kept| {
            format!(
                "A final set stood here, and this draft has taken its place. The files of the final set are kept in {}.",
                kept.display()
            )
        })
    }
}

/// Writes a set into `folder`, making it if need be. If anything goes wrong, everything is as it was and the message says which
/// file was in the way. What an earlier build left half-done there is brought to an end first. `say` gets what a person at the
/// terminal must know meanwhile, a sentence at a time.
pub fn write_set(folder: &Path, set: Set<'_>, say: &dyn Fn(&str)) -> Result<Written, CannotRun> {
    let writing = Writing::begin();
    let made = MadeFolders::make(folder)?;
    let outcome = locked(folder, set, say);
    if outcome.is_err() {
        made.undo();
    }
    if writing.is_interrupted() {
        match &outcome {
            Ok(written) => {
                say(&format!("Interrupted. The new set in {} is whole.", folder.display()));
                if let Some(sentence) = written.instead_of_final() {
                    say(&sentence);
                }
            }
            Err(error) => say(&format!("Interrupted. {error}")),
        }
    }
    outcome
}

fn locked(folder: &Path, set: Set<'_>, say: &dyn Fn(&str)) -> Result<Written, CannotRun> {
    let mut lock = Lock::take(folder, lock::PATIENCE, say)?;
    let outcome = recover::under(folder, &lock, say).and_then(|()| replace(folder, set, &mut lock));
    lock.release();
    outcome
}

fn replace(folder: &Path, set: Set<'_>, lock: &mut Lock) -> Result<Written, CannotRun> {
    let mut files = Vec::new();
    for (name, bytes) in set.files {
        let old = standing::may_be_replaced(&folder.join(name))?;
        files.push(Entry { name: (*name).to_string(), old, new: bytes.map(Fingerprint::of_bytes) });
    }
    let mut kept_final = None;
    let mut keep = None;
    if set.draft && standing::is_final(&folder.join(FINDINGS))? {
        let kept = standing::where_kept(folder, &files)?;
        kept_final = Some(folder.join(&kept.name));
        keep = (!kept.already).then_some(kept.name);
    }
    let stage = Stage::new(folder, lock)?;
    for (name, bytes) in set.files {
        if let Some(bytes) = bytes {
            interrupt::stop_if_asked()?;
            stage.write(name, bytes)?;
        }
    }
    let gone = files.iter().filter(|entry| entry.old.is_some() && entry.new.is_none() && kept_final.is_none());
    let taken_away = gone.map(|entry| entry.name.clone()).collect();
    let journal = Journal::new(keep, files);
    interrupt::stop_if_asked()?;
    let committed = stage.commit(journal)?;
    committed.complete()?;
    Ok(Written { taken_away, kept_final })
}

#[cfg(test)]
mod tests;
