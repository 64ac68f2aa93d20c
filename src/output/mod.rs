//! The one place that writes files: a set of outputs appears whole or not at all, and what was there before stays until the
//! new set is complete.
//!
//! In the folder, a `lock` lets one build at a time in. The new files are written in a `stage`, a folder of a random name
//! beside them, and so is a `journal` of what is to be moved: from then on the new set is the one that counts. The `swap`
//! moves the earlier files out and the new ones in, or all back if one of them cannot be moved. If the program is killed,
//! `recover` brings what it left to the one end or the other. `earlier` looks at what is there before anything is
//! touched, and `interrupt` sees to it that Ctrl-C waits for one of the two ends.
//!
//! `single` replaces one file that a person keeps: decisions.toml.

mod disk;
mod earlier;
mod fingerprint;
mod interrupt;
mod journal;
mod lock;
mod once;
mod recover;
mod single;
mod stage;
mod swap;

use std::path::{Path, PathBuf};

use crate::collection::CannotRun;

pub use interrupt::{INTERRUPTED, leave_it_whole};
pub use once::write_once;
pub use recover::recover;
pub use single::{may_be_written, replace_file};

use disk::MadeFolders;
use fingerprint::Fingerprint;
use interrupt::Writing;
use journal::{Entry, Journal};
use lock::Lock;
use stage::Stage;

/// Files that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Set<'a> {
    /// Name and bytes. A file without bytes is not in this set: what an earlier set left under its name goes, so that the folder
    /// never holds parts of two sets.
    pub files: &'a [(&'a str, Option<&'a [u8]>)],
    /// Whether something is open. A draft does not take the place of a final set in silence; see [`Earlier`].
    pub draft: bool,
}

/// What became of the files that stood in the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The names of earlier files that are not in this set and are gone, and kept nowhere.
    pub taken_away: Vec<String>,
    /// The set of other files that stood here, if it was final or may have been.
    pub earlier: Option<Earlier>,
}

/// A set that was final, or of which that is not known, and in whose place another one stands now.
#[derive(Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Whether it is known that it was final: its findings.json says so.
    pub is_known_final: bool,
    /// Whether it is a draft that took its place.
    pub by_draft: bool,
    /// The folder in which its files are kept; none where a final set with all the same names took the place of a final one.
    pub kept: Option<PathBuf>,
}

impl Earlier {
    /// Whether it must be said even where little is: a paper that was final, or may have been, is not one any more.
    pub fn must_be_said(&self) -> bool {
        self.by_draft
    }

    /// What stood there, what took its place, and where its files are.
    pub fn sentence(&self) -> String {
        let by = if self.by_draft { "this draft" } else { "another final set" };
        let stood = if self.is_known_final {
            format!("A final set stood here, and {by} has taken its place.")
        } else {
            format!(
                "A set stood here of which it is not known whether it was final, as its findings.json is gone or damaged, and {by} has \
                 taken its place."
            )
        };
        let which = if self.is_known_final { "final" } else { "earlier" };
        match &self.kept {
            Some(kept) if self.by_draft || !self.is_known_final => {
                format!("{stood} The files of the {which} set are kept in {}.", kept.display())
            }
            Some(kept) => format!("{stood} It lacks files of the earlier one, which is kept in {}.", kept.display()),
            None => format!("{stood} The earlier one is not kept."),
        }
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
                if let Some(earlier) = &written.earlier {
                    say(&earlier.sentence());
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
        let old = earlier::may_be_replaced(&folder.join(name))?;
        files.push(Entry { name: (*name).to_string(), old, new: bytes.map(Fingerprint::of_bytes) });
    }
    let mut earlier = earlier::of(folder, &files, set.draft)?;
    let mut keep = None;
    if let Some(earlier) = &mut earlier
        && earlier::is_to_be_kept(earlier, &files)
    {
        let kept = earlier::where_kept(folder, &files)?;
        earlier.kept = Some(folder.join(&kept.name));
        keep = (!kept.already).then_some(kept.name);
    }
    let is_kept = earlier.as_ref().is_some_and(|earlier| earlier.kept.is_some());
    let names = files.iter().map(|entry| entry.name.clone()).collect();
    let stage = Stage::new(folder, names, lock)?;
    for (name, bytes) in set.files {
        if let Some(bytes) = bytes {
            interrupt::stop_if_asked()?;
            stage.write(name, bytes)?;
        }
    }
    let gone = files.iter().filter(|entry| entry.old.is_some() && entry.new.is_none() && !is_kept);
    let taken_away = gone.map(|entry| entry.name.clone()).collect();
    let journal = Journal::new(keep, files);
    interrupt::stop_if_asked()?;
    let committed = stage.commit(journal)?;
    committed.complete()?;
    Ok(Written { taken_away, earlier })
}

#[cfg(test)]
mod tests;
