//! One build at a time in a folder. The lock is the operating system's, on a file that is there only while it is held, so a
//! killed program holds nobody up.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::disk::{self, Kind, cannot};
use super::interrupt;
use super::journal::is_plain_name;
use crate::collection::{CannotRun, because};

/// The lock file's name.
pub(super) const LOCK: &str = ".piperoll.lock";

/// By this a lock file is known for one of ours; it is what a person reads who finds it.
const MARK: &str = "Piperoll is writing in this folder. This file goes when that is done.";

/// How long a second build waits for the first. What is locked is moving files, not building them.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// The folder is ours until this is released.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    folder: PathBuf,
    /// The staging folder that the file names: the one of the build that holds or last held it.
    claimed: Option<String>,
    /// What the files are called for which that was made.
    names: Vec<String>,
}

/// What a try came to.
enum Try {
    Held(Lock),
    Busy,
    /// The file went while it was being locked: its holder was done.
    Again,
}

impl Lock {
    /// Locks the folder, waiting for another build if need be, and saying so.
    pub(super) fn take(folder: &Path, patience: Duration, say: &dyn Fn(&str)) -> Result<Lock, CannotRun> {
        Lock::take_by(&|| attempt(folder), folder, patience, say)
    }

    fn take_by(
        attempt: &dyn Fn() -> Result<Try, CannotRun>,
        folder: &Path,
        patience: Duration,
        say: &dyn Fn(&str),
    ) -> Result<Lock, CannotRun> {
        let tries = patience.as_millis().div_ceil(PAUSE.as_millis());
        let mut said = false;
        for _ in 0..=tries {
            interrupt::stop_if_asked()?;
            match attempt()? {
                Try::Held(lock) => return Ok(lock),
                Try::Busy if !said => {
                    said = true;
                    say(&format!("Another build is writing in {}: waiting for it.", folder.display()));
                }
                Try::Busy | Try::Again => {}
            }
            thread::sleep(PAUSE);
        }
        Err(because(format!(
            "another build is writing in {} and was not done after {} seconds (it holds {}). Nothing was changed. Build again when it \
             is done, or write to another place with --output",
            folder.display(),
            patience.as_secs(),
            folder.join(LOCK).display()
        )))
    }

    /// The staging folder of an earlier build that the lock file names.
    pub(super) fn claimed(&self) -> Option<&str> {
        self.claimed.as_deref()
    }

    /// What the files are called for which the claimed folder was made.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Writes down that a staging folder is ours, and for files of which names, before it is made.
    pub(super) fn claim(&mut self, name: &str, names: &[String]) -> io::Result<()> {
        self.claimed = Some(name.to_string());
        self.names = names.to_vec();
        self.file.set_len(0)?;
        self.file.rewind()?;
        let names: String = names.iter().map(|name| format!("{name}\n")).collect();
        self.file.write_all(format!("{MARK}\n{name}\n{names}").as_bytes())?;
        self.file.sync_all()
    }

    /// Lets the next one in. The file stays only if the staging folder that it names could not be taken away.
    pub(super) fn release(self) {
        let path = self.folder.join(LOCK);
        let is_done = self.claimed.as_ref().is_none_or(|name| disk::is_free(&self.folder.join(name)));
        if cfg!(windows) {
            // Nobody can remove it while it is open. Whoever opens it between these two lines keeps it from being removed.
            drop(self.file);
            let _ = is_done && fs::remove_file(&path).is_ok();
        } else if is_done {
            // Whoever waits for this file sees that it is no longer at its place.
            let _ = fs::remove_file(&path);
        }
    }
}

fn attempt(folder: &Path) -> Result<Try, CannotRun> {
    let path = folder.join(LOCK);
    match disk::kind(&path) {
        Ok(Kind::Link) => return Err(not_ours(&path, "is a link")),
        Ok(Kind::Folder | Kind::Other) => return Err(not_ours(&path, "is no file")),
        Ok(Kind::File | Kind::Nothing) | Err(_) => {}
    }
    let (mut file, is_new) = match open(&path) {
        Ok(Some(opened)) => opened,
        Ok(None) => return Ok(Try::Again),
        Err(error) if disk::is_held(&error) => return Ok(Try::Busy),
        // Under Windows also of a file that is just being removed.
        Err(error) if cfg!(windows) && error.kind() == ErrorKind::PermissionDenied => return Ok(Try::Busy),
        // The folder itself went: it was empty, and of another build that could not write there.
        Err(error) if error.kind() == ErrorKind::NotFound && !folder.exists() => {
            fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
            return Ok(Try::Again);
        }
        // A person knows the folder; of the lock file only what stands in the way is worth a word.
        Err(error) => return Err(cannot(if disk::is_free(&path) { folder } else { &path }, &error)),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Try::Busy),
        Err(TryLockError::Error(error)) => {
            if is_new {
                drop(file);
                let _ = fs::remove_file(&path);
            }
            return Err(because(format!(
                "{} cannot be locked: {error}. Nothing was changed. Two builds could write there at once: write to a folder on this \
                 computer with --output, and copy the files from there",
                path.display()
            )));
        }
    }
    if !is_at(&file, &path) {
        return Ok(Try::Again);
    }
    let mut text = String::new();
    let read = (&file).take(1024).read_to_string(&mut text);
    // It is empty if its builder was killed before a word was written.
    if read.is_err() || !(text.is_empty() || text.starts_with(MARK)) {
        return Err(not_ours(&path, "is not a file of this program"));
    }
    file.rewind().map_err(|error| cannot(&path, &error))?;
    let claimed = text.lines().nth(1).map(str::to_string);
    // Names and no ways to other folders, whoever wrote them.
    let names = text.lines().skip(2).filter(|name| is_plain_name(name)).map(str::to_string).collect();
    Ok(Try::Held(Lock { file, folder: folder.to_path_buf(), claimed, names }))
}

/// Opens the lock file, making it if need be, and says whether it was made. None if it went in between. A link is not followed.
fn open(path: &Path) -> io::Result<Option<(File, bool)>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(windows)]
    {
        // Shared with nobody: nobody else opens or removes it while it is held.
        use std::os::windows::fs::OpenOptionsExt as _;
        options.share_mode(0);
    }
    match options.clone().create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        outcome => return outcome.map(|file| Some((file, true))),
    }
    match disk::kind(path)? {
        Kind::File => {}
        _ => return Ok(None),
    }
    match options.open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        outcome => outcome.map(|file| Some((file, false))),
    }
}

/// Whether an open file is the one at a path, and not one that was there before or that a link points to.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => open.dev() == there.dev() && open.ino() == there.ino(),
        _ => false,
    }
}

/// As nobody else can remove the open file, it is.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

fn not_ours(path: &Path, what: &str) -> CannotRun {
    because(format!(
        "{} {what}, and it has the name of this program's lock. Nothing was changed. Move it to another place, and build again",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    fn take(folder: &Path, patience: u64) -> Result<Lock, CannotRun> {
        Lock::take(folder, Duration::from_millis(patience), &|_| {})
    }

    #[test]
    fn the_second_waits_says_so_and_gives_up() {
        let folder = tempfile::tempdir().unwrap();
        let first = take(folder.path(), 0).unwrap();
        let said = RefCell::new(Vec::new());
        let second =
            Lock::take(folder.path(), Duration::from_millis(200), &|text| said.borrow_mut().push(text.to_string()));
        let error = second.unwrap_err().to_string();
        assert!(error.contains("another build is writing in") && error.contains(LOCK), "{error}");
        assert_eq!(said.borrow().len(), 1, "{said:?}");
        first.release();
        take(folder.path(), 0).unwrap().release();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "the file goes with the lock");
    }

    #[test]
    fn waiting_is_said_once_also_where_the_file_went_at_the_first_try() {
        let folder = tempfile::tempdir().unwrap();
        let (number, said) = (Cell::new(0), Cell::new(0));
        let attempt = || {
            number.set(number.get() + 1);
            Ok(if number.get() == 1 { Try::Again } else { Try::Busy })
        };
        Lock::take_by(&attempt, folder.path(), PAUSE * 3, &|_| said.set(said.get() + 1)).unwrap_err();
        assert_eq!((number.get(), said.get()), (4, 1));
    }

    #[test]
    fn a_lock_that_was_left_holds_nobody_up_and_names_what_its_builder_made() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = take(folder.path(), 0).unwrap();
        first.claim(".piperoll-abcdefgh", &["x".into(), "../y".into()]).unwrap();
        // As when its process is killed: the file stays, the lock goes.
        drop(first);
        let second = take(folder.path(), 0).unwrap();
        assert_eq!(second.claimed(), Some(".piperoll-abcdefgh"));
        assert_eq!(second.names().collect::<Vec<_>>(), ["x"], "names alone");
    }

    #[test]
    fn many_at_once_are_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let count = folder.path().join("count");
        fs::write(&count, "0").unwrap();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        let lock = take(folder.path(), 20_000).unwrap();
                        let so_far: u32 = fs::read_to_string(&count).unwrap().parse().unwrap();
                        thread::sleep(Duration::from_millis(1));
                        fs::write(&count, (so_far + 1).to_string()).unwrap();
                        lock.release();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&count).unwrap(), "40");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_of_somebody_else_under_its_name_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(LOCK);
        fs::write(&path, "shopping").unwrap();
        let error = take(folder.path(), 0).unwrap_err().to_string();
        assert!(error.contains("is not a file of this program"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "shopping");
    }
}
