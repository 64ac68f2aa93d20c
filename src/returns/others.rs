//! What stands in the folder of returns beside the workbooks. Nothing in it is read, and a return may be inside.

use std::fs::DirEntry;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::files::{ENDINGS, is_return};

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
    /// A workbook that the form says is nobody's return.
    NoReturn,
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
        !matches!(self, OtherKind::Owner | OtherKind::Folder | OtherKind::Picture | OtherKind::NoReturn)
    }

    /// What such a thing is.
    pub fn said(self) -> &'static str {
        match self {
            OtherKind::Owner => "the mark that somebody has a workbook open",
            OtherKind::Link => "a link to something elsewhere",
            OtherKind::Special => "a pipe, socket or device",
            OtherKind::FolderOfWorkbooks => "a folder with workbooks in it",
            OtherKind::Folder => "a folder",
            OtherKind::Document => "a text document",
            OtherKind::Pdf => "a print (PDF)",
            OtherKind::Packed => "a packed folder",
            OtherKind::Message => "an email",
            OtherKind::Numbers => "a Numbers document",
            OtherKind::Shortcut => "a shortcut and not the file itself",
            OtherKind::Partial => "a download that was not finished",
            OtherKind::Sheet => "a sheet in a form that is not read",
            OtherKind::Text => "plain text",
            OtherKind::Picture => "a picture",
            OtherKind::NoReturn => "a workbook that is no return by the form (`not_returns`)",
            OtherKind::Unknown => "of no kind that is known",
        }
    }

    /// What to do where a return may be in it; empty where none is.
    pub fn mend(self) -> &'static str {
        match self {
            OtherKind::Owner | OtherKind::Folder | OtherKind::Picture | OtherKind::NoReturn => "",
            OtherKind::Link | OtherKind::Special => "put the workbook itself in its place",
            OtherKind::FolderOfWorkbooks => "move the returns in it into the period's own folder",
            OtherKind::Document => "ask for the workbook itself",
            OtherKind::Pdf => "ask for the workbook that it was printed from",
            OtherKind::Packed => "unpack it and put the workbooks in it into the period's folder",
            OtherKind::Message => "save the workbook that is attached to it in the period's folder",
            OtherKind::Numbers => "have it exported as .xlsx",
            OtherKind::Shortcut => "open what it leads to, save it as .xlsx in the period's folder",
            OtherKind::Partial => "download it again",
            OtherKind::Sheet => "open it and save it as .xlsx",
            OtherKind::Text => "ask for the workbook itself, or call it .csv if it is one",
            OtherKind::Unknown => "ask for the workbook itself, as .xlsx",
        }
    }

    fn of_name(name: &str) -> OtherKind {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let found = KINDS.iter().find(|(_, endings)| endings.contains(&ending.as_str()));
        found.map_or(OtherKind::Unknown, |(kind, _)| *kind)
    }
}

/// The workbook that somebody has open, by the mark that a spreadsheet program puts beside it.
pub fn marked(mark: &str) -> Option<&str> {
    mark.strip_prefix("~$").or_else(|| mark.strip_prefix(".~lock.")?.strip_suffix('#')).filter(|name| !name.is_empty())
}

/// Why a file that somebody named is no workbook, and what to do: a clause behind its name. `None` where it may be one.
pub fn no_workbook(path: &Path) -> Option<String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(open) = marked(&name) {
        return Some(format!("is the mark that somebody has {open} open, and no workbook: name {open} itself"));
    }
    if is_return(&name) {
        return None;
    }
    let kind = OtherKind::of_name(&name);
    let endings = ENDINGS.map(|ending| format!(".{ending}")).join(" ");
    let mend = if kind.mend().is_empty() { "ask for the workbook itself" } else { kind.mend() };
    let what = if kind == OtherKind::Unknown { "no workbook" } else { kind.said() };
    Some(format!("is {what}, and only workbooks are read ({endings}): {mend}"))
}

/// What stands in a folder that holds no workbook at all, each with what to do: a sentence, or nothing.
pub fn in_place_of_returns(others: &[OtherFile]) -> String {
    let holds = |other: &&OtherFile| other.kind.may_hold_a_return() || other.kind == OtherKind::Owner;
    let said = |other: &OtherFile| match marked(&other.name) {
        Some(open) => {
            format!("'{}' is only the mark that somebody has {open} open: put {open} itself there", other.name)
        }
        None => format!("'{}' is {}: {}", other.name, other.kind.said(), other.kind.mend()),
    };
    let said: Vec<String> = others.iter().filter(holds).map(said).collect();
    let named: Vec<&str> = said.iter().take(MOST_SAID).map(String::as_str).collect();
    match said.len().saturating_sub(named.len()) {
        0 if said.is_empty() => String::new(),
        0 => format!(". What is there is no workbook: {}", named.join("; ")),
        more => format!(". What is there is no workbook: {}; and {more} more", named.join("; ")),
    }
}

/// So many files are said where there is no workbook.
const MOST_SAID: usize = 6;

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

    #[test]
    fn a_file_that_is_named_as_a_workbook_and_is_none_is_called_by_its_kind() {
        for (name, said) in [
            ("~$north.xlsx", "is the mark that somebody has north.xlsx open, and no workbook: name north.xlsx itself"),
            (
                ".~lock.north.ods#",
                "is the mark that somebody has north.ods open, and no workbook: name north.ods itself",
            ),
            (
                "north.docx",
                "is a text document, and only workbooks are read (.xlsx .xlsm .xlsb .xls .ods .csv): ask for the workbook itself",
            ),
            (
                "north.jpg",
                "is a picture, and only workbooks are read (.xlsx .xlsm .xlsb .xls .ods .csv): ask for the workbook itself",
            ),
        ] {
            assert_eq!(no_workbook(Path::new(name)).as_deref(), Some(said));
        }
        assert_eq!(no_workbook(Path::new("north.XLSX")), None);
        assert_eq!((marked("~$"), marked("north.xlsx"), marked(".~lock.x")), (None, None, None));
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
