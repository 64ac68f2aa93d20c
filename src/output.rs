//! The one place that writes files: a set of outputs appears whole or not at all, and what was there before stays until the
//! new set is complete.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::collection::{CannotRun, because};

/// Writes a set of files (name and bytes) into `folder`, making it if need be. A file of the set without bytes is not in this
/// one: what an earlier set left under its name goes, so that the folder never holds parts of two sets. If anything goes
/// wrong, everything is as it was.
pub fn write_set(folder: &Path, files: &[(&str, Option<&[u8]>)]) -> Result<(), CannotRun> {
    let made = first_missing(folder);
    let undo_folder = || {
        if let Some(made) = &made {
            // Only empty folders of our own making go; that this may fail changes nothing for anyone.
            let _ = remove_empty(folder, made);
        }
    };
    fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
    let mut staged: Vec<Staged> = Vec::new();
    for (name, bytes) in files {
        let target = folder.join(name);
        let new = folder.join(format!(".{name}.new"));
        let Some(bytes) = bytes else {
            staged.push(Staged { new: None, target });
            continue;
        };
        if let Err(error) = fs::write(&new, bytes) {
            let _ = fs::remove_file(&new);
            discard(&staged);
            undo_folder();
            return Err(cannot(&target, &error));
        }
        staged.push(Staged { new: Some(new), target });
    }
    swap(&staged).inspect_err(|_| {
        discard(&staged);
        undo_folder();
    })
}

/// A file of the set.
struct Staged {
    /// Where its bytes wait; none if it is not in this set.
    new: Option<PathBuf>,
    /// Where it goes.
    target: PathBuf,
}

/// Puts the staged files in place, or puts back what stood there.
fn swap(staged: &[Staged]) -> Result<(), CannotRun> {
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut placed: Vec<&PathBuf> = Vec::new();
    let mut outcome = Ok(());
    for Staged { new, target } in staged {
        let old = target.with_file_name(format!(".{}.old", name_of(target)));
        if target.exists() {
            if let Err(error) = fs::rename(target, &old) {
                outcome = Err(cannot(target, &error));
                break;
            }
            moved.push((old, target.clone()));
        }
        let Some(new) = new else { continue };
        if let Err(error) = fs::rename(new, target) {
            outcome = Err(cannot(target, &error));
            break;
        }
        placed.push(target);
    }
    if outcome.is_err() {
        for target in placed {
            let _ = fs::remove_file(target);
        }
        for (old, target) in &moved {
            let _ = fs::rename(old, target);
        }
    } else {
        for (old, _) in &moved {
            let _ = fs::remove_file(old);
        }
    }
    outcome
}

fn discard(staged: &[Staged]) {
    for new in staged.iter().filter_map(|file| file.new.as_ref()) {
        let _ = fs::remove_file(new);
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The outermost folder on the way that does not exist yet.
fn first_missing(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).last().map(Path::to_path_buf)
}

fn remove_empty(folder: &Path, outermost: &Path) -> io::Result<()> {
    for path in folder.ancestors() {
        fs::remove_dir(path)?;
        if path == outermost {
            break;
        }
    }
    Ok(())
}

fn cannot(path: &Path, error: &io::Error) -> CannotRun {
    because(format!(
        "{} cannot be written: {error}. Nothing was changed; is it open in another program, or the folder read-only?",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_replaces_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a/b");
        write_set(&out, &[("x", Some(b"1")), ("y", Some(b"2"))]).unwrap();
        write_set(&out, &[("x", Some(b"3")), ("y", Some(b"4"))]).unwrap();
        assert_eq!(fs::read(out.join("x")).unwrap(), b"3");
        assert_eq!(fs::read_dir(&out).unwrap().count(), 2, "nothing else is left behind");
    }

    #[test]
    fn a_file_that_is_not_in_the_new_set_does_not_stay_from_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        write_set(out, &[("x", Some(b"1")), ("y", Some(b"2"))]).unwrap();
        write_set(out, &[("x", None), ("y", Some(b"3"))]).unwrap();
        let left: Vec<_> = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["y"]);
    }

    #[test]
    fn if_one_file_cannot_be_put_in_place_all_stay_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        fs::write(out.join("x"), b"old").unwrap();
        // A folder with something in it under the very name that 'y' needs for the old file: the swap fails half-way.
        fs::create_dir_all(out.join("y")).unwrap();
        fs::create_dir_all(out.join(".y.old/full")).unwrap();
        let error = write_set(out, &[("x", Some(b"new")), ("y", Some(b"new"))]).unwrap_err().to_string();
        assert!(error.contains("cannot be written"), "{error}");
        assert_eq!(fs::read(out.join("x")).unwrap(), b"old");
        assert!(!out.join(".x.new").exists() && !out.join(".y.new").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_one_clear_sentence() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), b"").unwrap();
        let error = write_set(&folder.path().join("file/out"), &[("x", Some(b"1"))]).unwrap_err().to_string();
        assert!(error.contains("cannot be written"), "{error}");
    }
}
