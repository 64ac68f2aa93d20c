//! One file that a person keeps, replaced whole or not at all: the new one is written beside it and takes its name. If somebody
//! changed the file since it was read, it stays as it is.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::disk::{self, Kind};
use super::interrupt::{self, Writing};
use crate::collection::{CannotRun, because};
use crate::file::{self, Limit};

/// How many random letters the name of the new file has until it takes the other's.
const LETTERS: usize = 8;

/// Whether what stands there may be replaced: a file, or nothing. Links and files that are marked read-only are somebody's choice.
///
/// # Errors
///
/// If it is neither, or cannot be looked at.
pub fn may_be_written(path: &Path) -> Result<(), CannotRun> {
    let refused = |what: &str| Err(because(format!("{} {what}", path.display())));
    match disk::kind(path).map_err(|error| cannot(path, &error))? {
        Kind::Nothing => Ok(()),
        Kind::Link => {
            refused("is a link, and what a link points to is never written: put the file itself in its place")
        }
        Kind::Folder | Kind::Other => refused("is no file, and a file is to stand there: move it away"),
        Kind::File => match fs::symlink_metadata(path) {
            Ok(it) if it.permissions().readonly() => {
                refused("is marked read-only, so it is kept: take the mark off if it may be changed")
            }
            Ok(_) => Ok(()),
            Err(error) => Err(cannot(path, &error)),
        },
    }
}

/// Puts `new` in place of what was read of the file: its bytes, or `None` where there was none. It keeps its permissions.
///
/// # Errors
///
/// If the file is another one by now, or cannot be written; it is as it was then.
pub fn replace_file(path: &Path, read: Option<&[u8]>, new: &[u8]) -> Result<(), CannotRun> {
    let _writing = Writing::begin();
    may_be_written(path)?;
    let beside = beside(path);
    let outcome = write(&beside, path, new)
        .map_err(|error| cannot(path, &error))
        .and_then(|()| interrupt::stop_if_asked())
        .and_then(|()| is_unchanged(path, read))
        .and_then(|()| disk::put_over(&beside, path).map_err(|error| cannot(path, &error)));
    if outcome.is_err() {
        // What cannot be taken away says by its name what it is.
        let _ = disk::remove(&beside);
        return outcome;
    }
    // It stands; that a folder cannot be synchronised changes nothing that a person could mend.
    let _ = disk::sync_folder(folder(path));
    Ok(())
}

/// The new file until it takes the other's name: '.decisions.toml.kqzhbvwa'.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let letters: String = (0..LETTERS).map(|_| fastrand::lowercase()).collect();
    folder(path).join(format!(".{name}.{letters}"))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn write(beside: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(beside)?;
    if let Ok(old) = fs::symlink_metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

fn is_unchanged(path: &Path, read: Option<&[u8]>) -> Result<(), CannotRun> {
    let same = match read {
        None => disk::is_free(path),
        // One byte more is another file, however much there is of it.
        Some(bytes) => file::read(path, Limit { bytes: bytes.len() as u64, mend: "" }).is_ok_and(|now| now == bytes),
    };
    if same {
        return Ok(());
    }
    Err(because(format!(
        "{} was changed by somebody else meanwhile. Nothing was written: look at it, and run this again",
        path.display()
    )))
}

fn cannot(path: &Path, error: &io::Error) -> CannotRun {
    let mend = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "Make room there",
        ErrorKind::PermissionDenied if !cfg!(windows) => "You may not write there: ask whoever keeps the folder",
        ErrorKind::ReadOnlyFilesystem => "Nothing can be written there: ask whoever keeps the folder",
        _ => "If it is open in another program, close it there and run this again",
    };
    because(format!("{} cannot be written: {error}. Nothing was changed. {mend}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into()).collect();
        names.sort();
        names
    }

    #[test]
    fn it_is_replaced_whole_or_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("decisions.toml");
        replace_file(&path, None, b"one").unwrap();
        replace_file(&path, Some(b"one"), b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        for read in [None, Some(&b"one"[..]), Some(b"tw"), Some(b"two!")] {
            let why = replace_file(&path, read, b"three").unwrap_err().to_string();
            assert!(why.contains("was changed by somebody else meanwhile"), "{why}");
        }
        assert_eq!(
            (fs::read(&path).unwrap(), names(folder.path())),
            (b"two".to_vec(), vec!["decisions.toml".to_string()])
        );
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_and_what_a_person_protected_is_not_replaced() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("decisions.toml");
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace_file(&path, Some(b"one"), b"two").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        let why = replace_file(&path, Some(b"two"), b"three").unwrap_err().to_string();
        assert!(why.contains("is marked read-only"), "{why}");
        let link = folder.path().join("link.toml");
        symlink("decisions.toml", &link).unwrap();
        let why = replace_file(&link, Some(b"two"), b"three").unwrap_err().to_string();
        assert!(why.contains("is a link"), "{why}");
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }
}
