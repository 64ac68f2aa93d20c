//! The files that the areas sent for a period, and their fingerprints.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::grid::LARGEST_FILE;
use crate::file::{self, Limit, NotRead, sha256};

/// The endings of workbooks that are read.
pub const ENDINGS: [&str; 6] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv"];

/// Whether a file is a .csv: it has one sheet, which nobody could name.
pub(super) fn is_csv(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

/// A workbook in the folder of returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Where it is on this machine.
    pub path: PathBuf,
    /// Relative to the collection, with '/'.
    pub relative: Arc<str>,
    /// The file's name without its ending.
    pub stem: String,
}

/// Whether a file is a return by its name. Hidden files and the marks of spreadsheet programs ('~$…') are none.
pub(super) fn is_return(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let is_workbook = ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    is_workbook && !stem.is_empty() && !name.starts_with("~$") && !name.starts_with('.')
}

/// The workbooks of `folder` (relative to `root`), by name, upper and lower case alike. Only regular files are ever opened: a link may
/// lead anywhere, and a pipe never ends.
pub fn list(root: &Path, folder: &str) -> io::Result<Vec<Sent>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !is_return(&name) || !entry.file_type()?.is_file() {
            continue;
        }
        let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
        let relative = format!("{}/{name}", folder.trim_end_matches('/'));
        found.push((
            name.to_lowercase(),
            name.clone(),
            Sent { path: entry.path(), relative: relative.into(), stem: stem.to_string() },
        ));
    }
    found.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
    Ok(found.into_iter().map(|(_, _, sent)| sent).collect())
}

/// The largest return.
pub(crate) const LIMIT: Limit = Limit { bytes: LARGEST_FILE as u64, mend: "take out what is not the return" };

/// The SHA-256 of a file in hex, and its bytes. One that is over the limit is not read, for that could take any time: in place of the
/// SHA-256 stands its size, in brackets, which is no SHA-256 of anything.
pub(super) fn read(path: &Path) -> Result<(String, Vec<u8>), (String, NotRead)> {
    match file::read(path, LIMIT) {
        Ok(bytes) => Ok((sha256(&bytes), bytes)),
        Err(why) => {
            let instead = match &why {
                NotRead::TooLarge { found, .. } => format!("[not read: {found} bytes]"),
                _ => "[not read]".to_string(),
            };
            Err((instead, why))
        }
    }
}

/// Whether the workbooks of a folder are exactly these, by path and SHA-256. What cannot be read is no such file.
pub fn unchanged(root: &Path, folder: &str, known: &BTreeMap<String, String>) -> bool {
    let Ok(sent) = list(root, folder) else { return false };
    let is_known =
        |sent: &Sent| known.get(&*sent.relative).is_some_and(|own| read(&sent.path).is_ok_and(|(is, _)| is == *own));
    sent.len() == known.len() && sent.iter().all(is_known)
}

/// Whether it is the SHA-256 of a file that was read, and not what stands in its place.
pub fn is_fingerprint(sha256: &str) -> bool {
    !sha256.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_workbooks_are_listed_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let returns = folder.path().join("returns/2022-23-q3");
        std::fs::create_dir_all(returns.join("old.xlsx")).unwrap();
        for name in
            ["b.xlsx", "A.XLSM", "c.ods", "~$b.xlsx", ".hidden.xlsx", "notes.docx", "piperoll.toml", "xlsx", "a.xls"]
        {
            std::fs::write(returns.join(name), name).unwrap();
        }
        let sent = list(folder.path(), "returns/2022-23-q3/").unwrap();
        let names: Vec<&str> = sent.iter().map(|sent| &*sent.relative).collect();
        assert_eq!(names, ["a.xls", "A.XLSM", "b.xlsx", "c.ods"].map(|name| format!("returns/2022-23-q3/{name}")));
        assert_eq!(sent[1].stem, "A");
        assert!(list(folder.path(), "returns/2022-23-q4").is_err());
    }

    #[test]
    fn a_file_over_the_limit_is_not_read_and_its_size_stands_in_place_of_its_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.xlsx");
        std::fs::write(&path, "abc").unwrap();
        let (fingerprint, bytes) = read(&path).unwrap();
        assert_eq!(fingerprint, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(bytes, b"abc");
        assert!(is_fingerprint(&fingerprint));
        // It takes no room and no time: nothing of it is read.
        std::fs::File::create(&path).unwrap().set_len(5 << 30).unwrap();
        let (instead, why) = read(&path).unwrap_err();
        assert_eq!(instead, "[not read: 5368709120 bytes]");
        assert!(!is_fingerprint(&instead));
        assert_eq!(
            why.to_string(),
            "it has 5,120 MiB, and 25 MiB is the most that is read: take out what is not the return"
        );
    }
}
