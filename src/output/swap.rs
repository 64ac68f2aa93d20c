//! The earlier files out, the new ones in: from any point at which it was broken off, forward or back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{self, Kind};
use super::fingerprint::Fingerprint;
use super::journal::{DONE, Entry, JOURNAL, Journal};
use super::stage::{new_file, old_file, take_away};
use crate::collection::{CannotRun, because};

/// Files that are being moved as a journal says.
#[derive(Debug)]
pub(super) struct Swap {
    folder: PathBuf,
    stage: PathBuf,
    journal: Journal,
}

/// Why a file could not be moved.
struct InTheWay {
    /// The file in the folder, under the name that people know.
    file: PathBuf,
    error: io::Error,
}

/// How far a file got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct At {
    /// It can go on to its end.
    forward: bool,
    /// It can go back to where it was.
    back: bool,
}

impl At {
    const BOTH: At = At { forward: true, back: true };
    const NEITHER: At = At { forward: false, back: false };
}

impl Swap {
    /// A journal that stands in `stage`, a folder in `folder`.
    pub(super) fn new(folder: PathBuf, stage: PathBuf, journal: Journal) -> Swap {
        Swap { folder, stage, journal }
    }

    /// Puts the new set in place. If a file cannot be moved, the earlier set stands again and the message names that file.
    pub(super) fn complete(self) -> Result<(), CannotRun> {
        let Err(first) = self.forward() else {
            // All is in place. A journal that stands on says the same to the next build.
            let _ = self.done();
            return Ok(());
        };
        match self.back() {
            Ok(()) => match self.done() {
                Ok(()) => Err(disk::cannot(&first.file, &first.error)),
                Err(error) => Err(self.stuck(&self.stage, &error)),
            },
            Err(second) => Err(because(format!(
                "{} cannot be written: {}. The files that stood here before cannot all be put back either ({}: {}). All of them are \
                 in {}: close whatever has files of this folder open, and build again",
                first.file.display(),
                first.error,
                second.file.display(),
                second.error,
                self.stage.display()
            ))),
        }
    }

    /// Brings to an end what a killed program began: the new set if that can be, else the earlier one. `Err` where a file would be
    /// lost by either. Where the new set is a draft that took the place of a final one, the folder in which that is kept.
    pub(super) fn recover(self) -> Result<Option<PathBuf>, CannotRun> {
        let mut ends = At::BOTH;
        for entry in &self.journal.files {
            let target = self.folder.join(&entry.name);
            match self.at(entry) {
                Ok(at) if at == At::NEITHER => return Err(self.changed_since(&target)),
                Ok(at) => ends = At { forward: ends.forward && at.forward, back: ends.back && at.back },
                Err(error) => {
                    return Err(because(format!(
                        "{} cannot be read: {error}. A build was interrupted while it replaced the files here; that must be brought to \
                         an end first",
                        target.display()
                    )));
                }
            }
        }
        let done = || self.done().map_err(|error| self.stuck(&self.stage, &error));
        if ends.forward && self.forward().is_ok() {
            done()?;
            return Ok(self.journal.keep.as_ref().map(|keep| self.folder.join(keep)));
        }
        if !ends.back {
            return Err(because(format!(
                "a build was interrupted while it replaced the files in {}, and some of its files are gone or damaged. What is left of \
                 the two sets is in {}: put together from there the set that you need, take that folder away, and build again",
                self.folder.display(),
                self.stage.display()
            )));
        }
        self.back().map_err(|InTheWay { file, error }| self.stuck(&file, &error))?;
        done()?;
        Ok(None)
    }

    fn stuck(&self, file: &Path, error: &io::Error) -> CannotRun {
        because(format!(
            "{} cannot be moved: {error}. A build was interrupted while it replaced the files in {}; that must be brought to an end \
             first. Close whatever has files of this folder open, and build again",
            file.display(),
            self.folder.display()
        ))
    }

    fn changed_since(&self, target: &Path) -> CannotRun {
        because(format!(
            "{} was changed after a build was interrupted here, so it is neither of the earlier set nor of the new one. Nothing was \
             changed. Move that file to another place, and build again; the earlier files are in {}",
            target.display(),
            self.stage.display()
        ))
    }

    /// Where an earlier file waits, or is kept.
    fn aside(&self, entry: &Entry) -> PathBuf {
        match &self.journal.keep {
            Some(keep) => self.folder.join(keep).join(&entry.name),
            None => old_file(&self.stage, &entry.name),
        }
    }

    /// How far a file got, and whether what is there is what was left: nothing that somebody has changed is touched.
    fn at(&self, entry: &Entry) -> io::Result<At> {
        let print = |path: &Path| match disk::kind(path)? {
            Kind::Nothing => Ok(Print::None),
            Kind::File => Fingerprint::of_file(path).map(|print| print.map_or(Print::None, Print::Of)),
            _ => Ok(Print::NoFile),
        };
        let target = print(&self.folder.join(&entry.name))?;
        let aside = print(&self.aside(entry))?;
        let staged = print(&new_file(&self.stage, &entry.name))?;
        let is = |found: &Print, known: &Option<Fingerprint>| match (found, known) {
            (Print::Of(found), Some(known)) => found == known,
            (Print::None, None) => true,
            _ => false,
        };
        if [&target, &aside, &staged].contains(&&Print::NoFile) {
            return Ok(At::NEITHER);
        }
        let gone = target == Print::None;
        let kept = aside != Print::None;
        let whole_new = is(&staged, &entry.new);
        // Going forward, the earlier file is removed in the end: not if somebody has changed it. Going back, it is put back as it is.
        let expendable = !kept || is(&aside, &entry.old);
        Ok(if staged != Print::None {
            match (kept, gone) {
                // Moved aside, or taken away by somebody before that.
                (_, true) => At { forward: whole_new && expendable, back: true },
                (false, false) if is(&target, &entry.old) => At { forward: whole_new, back: true },
                (_, false) => At::NEITHER,
            }
        } else if gone || is(&target, &entry.new) {
            // In place, or taken away by somebody since. What is not in the new set is at its end when it is gone.
            // Where the new file is the earlier one byte for byte, that stands there however far it got.
            At { forward: expendable, back: kept || is(&target, &entry.old) || entry.old.is_none() }
        } else if !kept && is(&target, &entry.old) {
            // It has not begun; of a file that is in the new set, the new one is gone.
            At { forward: entry.new.is_none(), back: true }
        } else {
            At::NEITHER
        })
    }

    /// Moves what is not there yet. Done again, it does nothing.
    fn forward(&self) -> Result<(), InTheWay> {
        if let Some(keep) = &self.journal.keep {
            let keep = self.folder.join(keep);
            let made = match disk::kind(&keep) {
                Ok(Kind::Folder) => Ok(()),
                Ok(_) => fs::create_dir(&keep),
                Err(error) => Err(error),
            };
            made.map_err(|error| InTheWay { file: keep, error })?;
        }
        for entry in &self.journal.files {
            let target = self.folder.join(&entry.name);
            self.entry_forward(entry, &target).map_err(|error| InTheWay { file: target, error })?;
        }
        self.sync()
    }

    fn entry_forward(&self, entry: &Entry, target: &Path) -> io::Result<()> {
        let staged = new_file(&self.stage, &entry.name);
        if entry.new.is_some() && disk::is_free(&staged) {
            return Ok(());
        }
        if entry.old.is_some() && !disk::is_free(target) {
            let aside = self.aside(entry);
            disk::move_to(target, &aside)?;
            if Fingerprint::of_file(&aside)? != entry.old {
                return Err(io::Error::other("it was changed while the new set was being written"));
            }
        }
        if entry.new.is_some() { disk::move_to(&staged, target) } else { Ok(()) }
    }

    /// Moves everything back to where it was. Done again, it does nothing.
    fn back(&self) -> Result<(), InTheWay> {
        for entry in self.journal.files.iter().rev() {
            let target = self.folder.join(&entry.name);
            self.entry_back(entry, &target).map_err(|error| InTheWay { file: target, error })?;
        }
        if let Some(keep) = &self.journal.keep {
            // It is empty, or somebody else has put something into it.
            let _ = fs::remove_dir(self.folder.join(keep));
        }
        self.sync()
    }

    fn entry_back(&self, entry: &Entry, target: &Path) -> io::Result<()> {
        let staged = new_file(&self.stage, &entry.name);
        let aside = self.aside(entry);
        let is_placed = entry.new.is_some() && disk::is_free(&staged) && !disk::is_free(target);
        // Where the new file was lost before it was placed, the earlier one stands.
        let never_left = entry.old.is_some() && disk::is_free(&aside);
        if is_placed && !never_left {
            if Fingerprint::of_file(target)? != entry.new {
                return Err(io::Error::other("it was changed while it was being put in place"));
            }
            disk::move_to(target, &staged)?;
        }
        if entry.old.is_some() && !disk::is_free(&aside) { disk::move_to(&aside, target) } else { Ok(()) }
    }

    fn sync(&self) -> Result<(), InTheWay> {
        let keep = self.journal.keep.as_ref().map(|keep| self.folder.join(keep)).filter(|keep| !disk::is_free(keep));
        for folder in [Some(self.stage.clone()), keep, Some(self.folder.clone())].into_iter().flatten() {
            disk::sync_folder(&folder).map_err(|error| InTheWay { file: folder, error })?;
        }
        Ok(())
    }

    /// One of the two sets is whole: the journal no longer counts, and the staging folder goes; what of it cannot be taken away
    /// now goes with the next build. `Err` if the journal stands as it was.
    fn done(&self) -> io::Result<()> {
        let journal = self.stage.join(JOURNAL);
        disk::move_to(&journal, &self.stage.join(DONE)).or_else(|_| disk::remove(&journal))?;
        let _ = disk::sync_folder(&self.stage).and_then(|()| take_away(&self.stage, self.journal.names()));
        Ok(())
    }
}

/// What is at a path.
#[derive(Debug, PartialEq, Eq)]
enum Print {
    None,
    Of(Fingerprint),
    /// A link, a folder, a device.
    NoFile,
}

#[cfg(test)]
mod tests;
