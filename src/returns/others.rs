//! What stands in the folder of returns beside the workbooks. Nothing in it is read, and a return may be inside.

use std::fs::DirEntry;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::files::is_return;

/// A file or folder that is no return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFile {
    /// Its name.
    pub name: String,
    /// Its path, relative to the collection.
    pub path: Arc<str>,
    /// What it is.
    pub kind: OtherKind,
    /// Whether a return may be in it that nothing else stands for: one is missing, or it is called after an area.
    pub may_be_missed: bool,
}

/// What such a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherKind {
    /// The mark of a spreadsheet program that somebody has the file open: '~$housing.xlsx', '.~lock.housing.xlsx#'.
    Owner,
    /// A link to something elsewhere.
    Link,
    /// A device, pipe or socket.
    Special,
    /// A folder with workbooks in it.
    FolderOfWorkbooks,
    /// Another folder.
    Folder,
    /// A text document or presentation.
    Document,
    /// A PDF.
    Pdf,
    /// A packed folder.
    Packed,
    /// An email.
    Message,
    /// A sheet of Numbers.
    Numbers,
    /// A shortcut to a file or to a sheet on the web.
    Shortcut,
    /// A download that was not finished.
    Partial,
    /// A workbook's template, or a sheet in a form that is not read.
    Sheet,
    /// Plain text.
    Text,
    /// A picture.
    Picture,
    /// Anything else.
    Unknown,
}

/// The kinds by their endings.
const KINDS: [(OtherKind, &[&str]); 10] = [
    (OtherKind::Document, &["docx", "doc", "docm", "odt", "rtf", "pages", "pptx", "ppt", "odp"]),
    (OtherKind::Pdf, &["pdf", "xps"]),
    (OtherKind::Packed, &["zip", "7z", "rar", "gz", "tar", "cab"]),
    (OtherKind::Message, &["msg", "eml", "mbox", "oft"]),
    (OtherKind::Numbers, &["numbers"]),
    (OtherKind::Shortcut, &["gsheet", "gdoc", "url", "lnk", "webloc", "website"]),
    (OtherKind::Partial, &["part", "crdownload", "download", "partial"]),
    (
        OtherKind::Sheet,
        &["xltx", "xltm", "xlt", "xlw", "tsv", "tab", "fods", "ots", "wk1", "wks", "xml", "htm", "html", "mht"],
    ),
    (OtherKind::Text, &["txt", "md"]),
    (OtherKind::Picture, &["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "heic", "webp", "svg", "emf", "wmf"]),
];

impl OtherKind {
    /// Whether a return may be in it.
    pub fn may_hold_a_return(self) -> bool {
        !matches!(self, OtherKind::Owner | OtherKind::Folder | OtherKind::Picture)
    }

    fn of_name(name: &str) -> OtherKind {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let found = KINDS.iter().find(|(_, endings)| endings.contains(&ending.as_str()));
        found.map_or(OtherKind::Unknown, |(kind, _)| *kind)
    }
}

/// Files that systems and this program leave in folders, and the folder of the questions that were put to the areas.
const QUIET: [&str; 5] = ["thumbs.db", "desktop.ini", "piperoll.toml", "queries", "__macosx"];

/// So many entries of a folder inside are looked at, and so deep, before it counts as one with workbooks.
const MOST_LOOKED_AT: usize = 1_000;
const DEEPEST: usize = 3;

/// What else stands in `folder` (relative to `root`), by name. Links are not followed, and nothing is opened. Hidden files, and what
/// systems leave behind, are of no interest.
pub(super) fn list(root: &Path, folder: &str) -> io::Result<Vec<OtherFile>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let lower = name.to_lowercase();
        let Some(kind) = kind(&entry, &name)? else { continue };
        let hidden = name.starts_with('.') && kind != OtherKind::Owner;
        if !hidden && !lower.ends_with(".tmp") && !QUIET.contains(&lower.as_str()) {
            let path = format!("{}/{name}", folder.trim_end_matches('/')).into();
            found.push(OtherFile { name, path, kind, may_be_missed: false });
        }
    }
    found.sort_by_key(|other| (other.name.to_lowercase(), other.name.clone()));
    Ok(found)
}

/// What an entry is; `None` if it is a return.
fn kind(entry: &DirEntry, name: &str) -> io::Result<Option<OtherKind>> {
    let of = entry.file_type()?;
    Ok(Some(if of.is_symlink() {
        OtherKind::Link
    } else if of.is_dir() {
        let mut looked_at = 0;
        if holds_workbooks(&entry.path(), 1, &mut looked_at) { OtherKind::FolderOfWorkbooks } else { OtherKind::Folder }
    } else if !of.is_file() {
        OtherKind::Special
    } else if name.starts_with("~$") || name.starts_with(".~lock.") {
        OtherKind::Owner
    } else if is_return(name) {
        return Ok(None);
    } else {
        OtherKind::of_name(name)
    }))
}

fn holds_workbooks(folder: &Path, depth: usize, looked_at: &mut usize) -> bool {
    // A folder that cannot be looked into may hold anything.
    let Ok(entries) = std::fs::read_dir(folder) else { return true };
    for entry in entries.flatten() {
        *looked_at += 1;
        if *looked_at > MOST_LOOKED_AT {
            return true;
        }
        let is_folder = entry.file_type().is_ok_and(|of| of.is_dir());
        let holds = match is_folder {
            true => depth >= DEEPEST || holds_workbooks(&entry.path(), depth + 1, looked_at),
            false => is_return(&entry.file_name().to_string_lossy()),
        };
        if holds {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_beside_the_returns_is_called_by_its_kind() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("returns/2022-23-q3");
        for inside in ["old/2021", "empty", "queries"] {
            std::fs::create_dir_all(folder.join(inside)).unwrap();
        }
        for name in [
            "a.xlsx",
            "b.CSV",
            "~$a.xlsx",
            ".~lock.b.csv#",
            ".hidden.docx",
            "Thumbs.db",
            "x.tmp",
            "piperoll.toml",
            "c.DOCX",
            "d.pdf",
            "e.zip",
            "f.msg",
            "g.numbers",
            "h.gsheet",
            "i.xlsx.crdownload",
            "j.xltx",
            "k.txt",
            "l.JPG",
            "no ending",
            "old/2021/m.xls",
            "queries/north.xlsx",
        ] {
            std::fs::write(folder.join(name), name).unwrap();
        }
        let found = list(root.path(), "returns/2022-23-q3/").unwrap();
        let told: Vec<(&str, OtherKind)> = found.iter().map(|other| (other.name.as_str(), other.kind)).collect();
        use OtherKind::{
            Document, Folder, FolderOfWorkbooks, Message, Numbers, Owner, Packed, Partial, Pdf, Picture, Sheet,
            Shortcut, Text, Unknown,
        };
        assert_eq!(
            told,
            [
                (".~lock.b.csv#", Owner),
                ("c.DOCX", Document),
                ("d.pdf", Pdf),
                ("e.zip", Packed),
                ("empty", Folder),
                ("f.msg", Message),
                ("g.numbers", Numbers),
                ("h.gsheet", Shortcut),
                ("i.xlsx.crdownload", Partial),
                ("j.xltx", Sheet),
                ("k.txt", Text),
                ("l.JPG", Picture),
                ("no ending", Unknown),
                ("old", FolderOfWorkbooks),
                ("~$a.xlsx", Owner),
            ]
        );
        assert_eq!(&*found[1].path, "returns/2022-23-q3/c.DOCX");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_sockets_are_no_files() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("real.xlsx"), "x").unwrap();
        std::os::unix::fs::symlink("real.xlsx", root.path().join("link.xlsx")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.path().join("broken.xlsx")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket.xlsx")).unwrap();
        let told: Vec<(String, OtherKind)> =
            list(root.path(), ".").unwrap().into_iter().map(|other| (other.name, other.kind)).collect();
        let kinds =
            [("broken.xlsx", OtherKind::Link), ("link.xlsx", OtherKind::Link), ("socket.xlsx", OtherKind::Special)];
        assert_eq!(told, kinds.map(|(name, kind)| (name.to_string(), kind)));
        let sent = super::super::files::list(root.path(), ".").unwrap();
        assert_eq!(sent.iter().map(|sent| sent.stem.as_str()).collect::<Vec<_>>(), ["real"]);
    }
}
