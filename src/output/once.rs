//! A folder of files that appears once and is never written to again: a published set.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::disk::{self, MadeFolders, cannot};
use super::interrupt::{self, Writing};
use super::lock::{self, Lock};
use crate::collection::{CannotRun, because};

/// How the name of a folder begins in which a set is being written; random letters follow. Whoever reads sets passes over it.
const PREFIX: &str = ".publishing-";

/// How many random letters follow.
const LETTERS: usize = 8;

/// Writes the files into the new folder `name` in `folder`, making that if need be. Their names are paths with '/'. The folder appears whole
/// or not at all, and what stands in `folder` stays; a folder of that name that is there already is left alone, and is an error. `say` gets
/// what a person at the terminal must know meanwhile.
pub fn write_once(
    folder: &Path,
    name: &str,
    files: &[(String, Vec<u8>)],
    say: &dyn Fn(&str),
) -> Result<PathBuf, CannotRun> {
    let writing = Writing::begin();
    let made = MadeFolders::make(folder)?;
    let outcome = Lock::take(folder, lock::PATIENCE, say).and_then(|lock| {
        let outcome = put(folder, name, files);
        lock.release();
        outcome
    });
    if outcome.is_err() {
        made.undo();
    }
    if writing.is_interrupted() {
        say(&match &outcome {
            Ok(set) => format!("Interrupted. {} is whole.", set.display()),
            Err(error) => format!("Interrupted. {error}"),
        });
    }
    outcome
}

fn put(folder: &Path, name: &str, files: &[(String, Vec<u8>)]) -> Result<PathBuf, CannotRun> {
    clear(folder);
    let target = folder.join(name);
    if !disk::is_free(&target) {
        return Err(because(format!(
            "{} is there already, and what was published is never overwritten",
            target.display()
        )));
    }
    let letters: String = (0..LETTERS).map(|_| fastrand::lowercase()).collect();
    let stage = folder.join(format!("{PREFIX}{letters}"));
    let outcome = fill(&stage, files).and_then(|()| {
        interrupt::stop_if_asked()?;
        disk::move_to(&stage, &target).map_err(|error| cannot(&target, &error))
    });
    if let Err(error) = outcome {
        // What cannot be taken away is taken away by the next one.
        let _ = fs::remove_dir_all(&stage);
        return Err(error);
    }
    // It stands: that its name might not outlast a power cut is no reason to say that it does not.
    let _ = disk::sync_folder(folder);
    Ok(target)
}

/// Takes away what a killed program left of a set that never appeared. Nobody else is at it: the folder is locked.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours = name.strip_prefix(PREFIX).is_some_and(|letters| {
            letters.len() == LETTERS && letters.chars().all(|letter| letter.is_ascii_lowercase())
        });
        if is_ours && matches!(disk::kind(&entry.path()), Ok(disk::Kind::Folder)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Writes the files so that they would outlast a power cut.
fn fill(stage: &Path, files: &[(String, Vec<u8>)]) -> Result<(), CannotRun> {
    fs::create_dir(stage).map_err(|error| cannot(stage, &error))?;
    let mut folders = vec![stage.to_path_buf()];
    for (name, bytes) in files {
        interrupt::stop_if_asked()?;
        let path = name.split('/').fold(stage.to_path_buf(), |path, part| path.join(part));
        let write = || {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            let mut file = File::create_new(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|error| cannot(&path, &error))?;
        let own = path.ancestors().skip(1).take_while(|folder| folder.starts_with(stage));
        folders.extend(own.map(Path::to_path_buf));
    }
    folders.sort();
    folders.dedup();
    folders.iter().rev().try_for_each(|folder| disk::sync_folder(folder).map_err(|error| cannot(folder, &error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        texts.iter().map(|(name, text)| ((*name).to_string(), text.as_bytes().to_vec())).collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_set_appears_once_and_is_never_written_to_again() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("published/2022-23-q2");
        let set = write_once(&folder, "1", &files(&[("public/a.txt", "A"), ("b/c/d.txt", "D")]), &|_| ()).unwrap();
        assert_eq!(fs::read_to_string(set.join("b/c/d.txt")).unwrap(), "D");
        let refused = write_once(&folder, "1", &files(&[("public/a.txt", "B")]), &|_| ()).unwrap_err().to_string();
        assert!(refused.contains("never overwritten"), "{refused}");
        assert_eq!(fs::read_to_string(set.join("public/a.txt")).unwrap(), "A");
        assert_eq!(names(&folder), ["1"]);
    }

    #[test]
    fn what_was_left_half_done_goes_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".publishing-abcdefgh", ".publishing-mine", "1", "notes"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("x"), "x").unwrap();
        }
        write_once(folder.path(), "2", &files(&[("a", "A")]), &|_| ()).unwrap();
        assert_eq!(names(folder.path()), [".publishing-mine", "1", "2", "notes"]);
    }

    #[test]
    fn where_one_file_cannot_be_written_no_folder_appears() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("new");
        // A file cannot be a folder too.
        let refused = write_once(&folder, "1", &files(&[("a", "A"), ("a/b", "B")]), &|_| ()).unwrap_err();
        assert!(refused.to_string().contains("cannot be written"), "{refused}");
        assert!(names(place.path()).is_empty());
    }
}
