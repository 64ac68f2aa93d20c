//! What the other files here need of the file system, and how they say that it refused.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::collection::{CannotRun, because};
pub(super) use crate::file::is_held;

/// How often a file is moved or removed before that counts as refused. Under Windows scanners and sync clients hold a file for
/// moments after it was written; elsewhere nothing of the kind is in the way.
const TRIES: usize = if cfg!(windows) { 10 } else { 1 };

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(100);

/// What stands at a path, no link followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Nothing,
    File,
    Folder,
    Link,
    /// A device, a pipe, a socket.
    Other,
}

/// What stands at a path.
pub(super) fn kind(path: &Path) -> io::Result<Kind> {
    match fs::symlink_metadata(path) {
        Ok(it) if it.is_symlink() => Ok(Kind::Link),
        Ok(it) if it.is_file() => Ok(Kind::File),
        Ok(it) if it.is_dir() => Ok(Kind::Folder),
        Ok(_) => Ok(Kind::Other),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Kind::Nothing),
        Err(error) => Err(error),
    }
}

/// Whether there is nothing at a path, as far as can be told.
pub(super) fn is_free(path: &Path) -> bool {
    matches!(kind(path), Ok(Kind::Nothing))
}

/// Moves a file to where nothing is.
pub(super) fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    if !is_free(to) {
        // Renaming would replace it without a word.
        return Err(io::Error::new(ErrorKind::AlreadyExists, "something stands there"));
    }
    patiently(|| fs::rename(from, to))
}

/// Moves a file to where another one stands, which goes with that.
pub(super) fn put_over(from: &Path, to: &Path) -> io::Result<()> {
    patiently(|| fs::rename(from, to))
}

/// Removes a file of our own.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    patiently(|| fs::remove_file(path))
}

fn patiently(act: impl Fn() -> io::Result<()>) -> io::Result<()> {
    let mut tries = 1;
    loop {
        match act() {
            Err(error) if tries < TRIES && (error.kind() == ErrorKind::PermissionDenied || is_held(&error)) => {
                tries += 1;
                thread::sleep(PAUSE);
            }
            outcome => return outcome,
        }
    }
}

/// Makes the names in a folder last through a power cut. Only where the system can: Windows does it by itself, and some network
/// drives have no such thing.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    match fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        outcome => outcome,
    }
}

/// A file cannot be written or replaced, and nothing was changed.
pub(super) fn cannot(path: &Path, error: &io::Error) -> CannotRun {
    let mend = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "Make room there, or write to another place with --output"
        }
        ErrorKind::ReadOnlyFilesystem => "Write to another place with --output",
        ErrorKind::PermissionDenied if !cfg!(windows) => {
            "You may not write there: ask whoever keeps the folder, or write to another place with --output"
        }
        _ => "If it is open in another program (Excel, a PDF viewer, a sync client), close it there and build again",
    };
    because(format!("{} cannot be written: {error}. Nothing was changed. {mend}", path.display()))
}

/// Folders that were made on the way to the one that is written to.
#[derive(Debug)]
pub(super) struct MadeFolders {
    folder: PathBuf,
    /// The outermost that was not there; none if all were.
    outermost: Option<PathBuf>,
}

impl MadeFolders {
    /// Makes the folder, and those on the way to it.
    pub(super) fn make(folder: &Path) -> Result<MadeFolders, CannotRun> {
        let missing = folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists());
        let made = MadeFolders { folder: folder.to_path_buf(), outermost: missing.last().map(Path::to_path_buf) };
        match fs::create_dir_all(folder) {
            Ok(()) => Ok(made),
            Err(error) => {
                made.undo();
                Err(cannot(folder, &error))
            }
        }
    }

    /// Takes the folders away again, as far as they are empty; that this may fail changes nothing for anyone.
    pub(super) fn undo(self) {
        let Some(outermost) = self.outermost else { return };
        for path in self.folder.ancestors() {
            let gone = fs::remove_dir(path).is_ok() || is_free(path);
            if !gone || path == outermost {
                break;
            }
        }
    }
}
