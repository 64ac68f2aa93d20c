//! Files are read within limits, and only regular ones: a pipe or a device may never end, and a file of some gigabytes would fill the
//! memory before anybody saw that it is the wrong one. Both are looked at before a byte is read.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::money::print_whole;

/// How much of a kind of file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The most bytes that such a file may have.
    pub bytes: u64,
    /// What to do about one that is larger.
    pub mend: &'static str,
}

/// Why a file was not read: a clause behind its name and a colon.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// It is something else than a file.
    #[error("it is {0}, and only a regular file is read: put the file itself in its place")]
    NoFile(&'static str),
    /// It is over the limit; nothing of it was kept.
    #[error("it has {}, and {} is the most that is read: {}", size(*found), size(limit.bytes), limit.mend)]
    TooLarge {
        /// Its size in bytes; where it grew while it was read, more than the limit.
        found: u64,
        /// The limit.
        limit: Limit,
    },
    /// Another program holds it, so that nobody else can read it meanwhile.
    #[error(
        "somebody has it open, in a program that lets nobody else read it meanwhile (Excel does so, and sync clients): have it saved and \
         closed there, then run this again"
    )]
    Held,
    /// It is not there, or may not be read.
    #[error("it cannot be read: {0}")]
    Cannot(io::Error),
    /// It is no UTF-8.
    #[error("it is not UTF-8 text: save it again as UTF-8 (in Notepad: Save as, Encoding)")]
    NoText,
}

impl NotRead {
    /// The same behind 'cannot be read:'.
    pub(crate) fn why(&self) -> String {
        match self {
            NotRead::Cannot(error) => error.to_string(),
            other => other.to_string(),
        }
    }
}

impl From<io::Error> for NotRead {
    fn from(error: io::Error) -> Self {
        if is_held(&error) { NotRead::Held } else { NotRead::Cannot(error) }
    }
}

/// Whether another program has the file open in a way that keeps us out.
pub(crate) fn is_held(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ResourceBusy || (cfg!(windows) && is_held_by(error.raw_os_error()))
}

/// Windows' `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`.
fn is_held_by(code: Option<i32>) -> bool {
    matches!(code, Some(32 | 33))
}

/// A number of bytes for a sentence: '25 MiB', '1.1 MiB', '64 KiB', '5 bytes'. Rounded up to a tenth, so that what is over a limit never
/// reads as the limit.
pub(crate) fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    let (unit, name) = match bytes {
        0..KIB => return format!("{bytes} bytes"),
        KIB..0x10_0000 => (KIB, "KiB"),
        _ => (KIB * KIB, "MiB"),
    };
    // In a unit first, for ten times the largest number of bytes is beyond any.
    let tenths = (bytes % unit * 10).div_ceil(unit);
    let (whole, tenths) = (bytes / unit + tenths / 10, tenths % 10);
    let whole = print_whole(usize::try_from(whole).unwrap_or(usize::MAX));
    if tenths == 0 { format!("{whole} {name}") } else { format!("{whole}.{tenths} {name}") }
}

/// Whether anything stands under this name, be it a link that leads nowhere: what is there and cannot be read must be told, and not be
/// passed over as if it were not there.
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether a path with '/' stays in the folder that it starts in, on every system: '\\' and ':' are parts of a name on some alone.
pub fn is_within(path: &str) -> bool {
    path.split('/').all(|part| !part.is_empty() && part != ".." && part != "." && !part.contains(['\\', ':']))
}

/// The bytes of a file. A link is followed; who must not follow one looks before.
///
/// # Errors
///
/// If it is no regular file, over the limit, or cannot be read.
pub fn read(path: &Path, limit: Limit) -> Result<Vec<u8>, NotRead> {
    let about = fs::metadata(path)?;
    // Before it is opened: to open a pipe waits until somebody writes.
    if let Some(other) = other_than_file(&about) {
        return Err(NotRead::NoFile(other));
    }
    if about.len() > limit.bytes {
        return Err(NotRead::TooLarge { found: about.len(), limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    // What is said of its size may have changed since, and of some files is never true.
    File::open(path)?.take(limit.bytes + 1).read_to_end(&mut bytes)?;
    let found = bytes.len() as u64;
    if found > limit.bytes { Err(NotRead::TooLarge { found, limit }) } else { Ok(bytes) }
}

/// The text of a file, without the mark that Windows editors put in front of UTF-8.
///
/// # Errors
///
/// As [`read`], and if it is no UTF-8.
pub fn read_text(path: &Path, limit: Limit) -> Result<String, NotRead> {
    let mut bytes = read(path, limit)?;
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|_| NotRead::NoText)
}

/// The SHA-256 of bytes, in hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hex, as a SHA-256 is written.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn other_than_file(about: &Metadata) -> Option<&'static str> {
    let kind = about.file_type();
    if kind.is_file() {
        None
    } else if kind.is_dir() {
        Some("a folder")
    } else {
        Some("a pipe, socket or device")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit { bytes: 5, mend: "leave it out" };

    #[test]
    fn a_file_is_read_up_to_its_limit_and_not_beyond() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, "\u{feff}ab").unwrap();
        assert_eq!(read_text(&path, LIMIT).unwrap(), "ab");
        fs::write(&path, "123456").unwrap();
        let why = read(&path, LIMIT).unwrap_err().to_string();
        assert_eq!(why, "it has 6 bytes, and 5 bytes is the most that is read: leave it out");
        fs::write(&path, [0xff]).unwrap();
        assert!(matches!(read_text(&path, LIMIT), Err(NotRead::NoText)));
        // 8 TB that take no room: nothing of it is read.
        File::create(&path).unwrap().set_len(8 << 40).unwrap();
        assert!(matches!(read(&path, LIMIT), Err(NotRead::TooLarge { found, .. }) if found == 8 << 40));
        assert!(matches!(read(folder.path(), LIMIT), Err(NotRead::NoFile("a folder"))));
        assert!(matches!(read(&folder.path().join("none"), LIMIT), Err(NotRead::Cannot(_))));
    }

    #[test]
    fn sizes_are_said_in_the_unit_that_people_know() {
        for (bytes, said) in [
            (5, "5 bytes"),
            (64 << 10, "64 KiB"),
            ((64 << 10) + 1, "64.1 KiB"),
            (25 << 20, "25 MiB"),
            ((25 << 20) + 1, "25.1 MiB"),
            ((26 << 20) - 1, "26 MiB"),
            (5 << 30, "5,120 MiB"),
            (u64::MAX, "17,592,186,044,416 MiB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }

    #[test]
    fn a_file_that_another_program_holds_is_said_to_be_open() {
        assert!(is_held_by(Some(32)) && is_held_by(Some(33)) && !is_held_by(Some(5)) && !is_held_by(None));
        let held = NotRead::from(io::Error::from(io::ErrorKind::ResourceBusy));
        assert!(
            held.why().starts_with("somebody has it open") && held.why().ends_with("then run this again"),
            "{held}"
        );
        let missing = NotRead::from(io::Error::from(io::ErrorKind::NotFound));
        assert_eq!(missing.to_string(), format!("it cannot be read: {}", missing.why()));
    }

    #[cfg(windows)]
    #[test]
    fn a_workbook_that_excel_holds_is_said_to_be_open() {
        use std::os::windows::fs::OpenOptionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, "ab").unwrap();
        let _open = fs::OpenOptions::new().read(true).share_mode(0).open(&path).unwrap();
        assert!(matches!(read(&path, LIMIT), Err(NotRead::Held)));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_opened_and_a_link_to_nothing_is_there() {
        assert!(matches!(read(Path::new("/dev/zero"), LIMIT), Err(NotRead::NoFile("a pipe, socket or device"))));
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        assert!(is_there(&link) && !is_there(&folder.path().join("nowhere")));
        assert!(matches!(read(&link, LIMIT), Err(NotRead::Cannot(_))));
        // To open a pipe would wait for somebody who writes into it.
        let pipe = folder.path().join("pipe");
        if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
            assert!(matches!(read(&pipe, LIMIT), Err(NotRead::NoFile("a pipe, socket or device"))));
        }
    }
}
