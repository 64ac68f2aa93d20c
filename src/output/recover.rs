//! What a build that was killed left in a folder is brought to an end by whoever opens the folder next.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{self, Kind};
use super::interrupt::Writing;
use super::journal::{DONE, Found, JOURNAL, Journal};
use super::lock::{LOCK, Lock, PATIENCE};
use super::stage::{is_name, take_away};
use super::swap::Swap;
use crate::collection::{CannotRun, because};

/// Brings to an end what a killed build left in a folder, if there is anything: afterwards the earlier set or the new one stands
/// there whole. A folder in which nothing was left is only looked at. `say` as for [`super::write_set`].
pub fn recover(folder: &Path, say: &dyn Fn(&str)) -> Result<(), CannotRun> {
    let Ok(names) = names_in(folder) else { return Ok(()) };
    if !names.iter().any(|name| name == LOCK || is_name(name)) {
        return Ok(());
    }
    let _writing = Writing::begin();
    let lock = Lock::take(folder, PATIENCE, say)?;
    let outcome = under(folder, &lock, say);
    lock.release();
    outcome
}

/// The same for whoever holds the lock.
pub(super) fn under(folder: &Path, lock: &Lock, say: &dyn Fn(&str)) -> Result<(), CannotRun> {
    let names = names_in(folder).map_err(|error| disk::cannot(folder, &error))?;
    for name in names.iter().filter(|name| is_name(name)) {
        let stage = folder.join(name);
        // A link of that name is nobody's staging folder.
        if disk::kind(&stage).is_ok_and(|kind| kind == Kind::Folder) {
            let is_claimed = lock.claimed() == Some(name.as_str());
            let kept = end(folder, &stage, lock, is_claimed).map_err(|error| match error {
                Left::Unreadable(error) => because(format!(
                    "{} cannot be read: {error}. A build was interrupted there; that must be brought to an end first",
                    stage.display()
                )),
                Left::Cannot(error) => error,
            })?;
            if let Some(kept) = kept {
                // Whoever began it was not told.
                say(&format!(
                    "A build that was interrupted here had put other files in the place of a set that was final or may have been. The \
                     files of that set are kept in {}.",
                    kept.display()
                ));
            }
        }
    }
    Ok(())
}

enum Left {
    Unreadable(io::Error),
    Cannot(CannotRun),
}

impl From<io::Error> for Left {
    fn from(error: io::Error) -> Left {
        Left::Unreadable(error)
    }
}

/// Brings one staging folder to its end. Where a final set was kept by that, its folder.
fn end(folder: &Path, stage: &Path, lock: &Lock, is_claimed: bool) -> Result<Option<PathBuf>, Left> {
    match Journal::read(&stage.join(JOURNAL))? {
        Found::Ours(journal) => {
            return Swap::new(folder.to_path_buf(), stage.to_path_buf(), journal).recover().map_err(Left::Cannot);
        }
        Found::Other if is_claimed => {
            return Err(Left::Cannot(because(format!(
                "{} cannot be read. A build was interrupted while it replaced the files in {}: look whether the files there belong \
                 together (earlier ones are in the same folder as this one), take that folder away, and build again",
                stage.join(JOURNAL).display(),
                folder.display()
            ))));
        }
        // Somebody else's.
        Found::Other => return Ok(None),
        Found::Nothing => {}
    }
    // Nothing was moved yet, or everything was: what is in it is not needed. That it may not go away hurts nobody.
    if let Found::Ours(journal) = Journal::read(&stage.join(DONE))? {
        let _ = take_away(stage, journal.names());
    } else if is_claimed {
        let _ = take_away(stage, lock.names());
    }
    Ok(None)
}

/// The names in a folder, in order.
fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}
