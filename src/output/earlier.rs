//! What stands in the folder already: what may be replaced, and what is kept.

use std::fs::{self, File};
use std::io::{BufReader, ErrorKind};
use std::path::Path;

use serde::Deserialize;

use super::Earlier;
use super::disk::{self, Kind, cannot};
use super::fingerprint::Fingerprint;
use super::journal::Entry;
use crate::collection::{CannotRun, because};

/// The fingerprint of the file that will be replaced, none if there is none. `Err` if what stands there is not ours to replace.
pub(super) fn may_be_replaced(path: &Path) -> Result<Option<Fingerprint>, CannotRun> {
    let refused = |what: &str, mend: &str| {
        Err(because(format!("{} {what}. Nothing was changed. {mend}, and build again", path.display())))
    };
    let elsewhere = "or write to another place with --output";
    match disk::kind(path).map_err(|error| cannot(path, &error))? {
        Kind::Nothing => return Ok(None),
        Kind::File => {}
        Kind::Link => {
            return refused(
                "is a link, and what a link points to is never written",
                &format!("Take the link away, {elsewhere}"),
            );
        }
        Kind::Folder => {
            return refused(
                "is a folder, and a file is to stand there",
                &format!("Move the folder or give it another name, {elsewhere}"),
            );
        }
        Kind::Other => {
            return refused("is no file, and a file is to stand there", &format!("Take it away, {elsewhere}"));
        }
    }
    let it = fs::symlink_metadata(path).map_err(|error| cannot(path, &error))?;
    if it.permissions().readonly() {
        return refused(
            "is marked read-only, so it is kept",
            &format!("Take the mark off if it may be replaced, {elsewhere}"),
        );
    }
    Fingerprint::of_file(path).map_err(|error| cannot(path, &error))
}

/// What a set says of itself: whether it is final.
pub(super) const FINDINGS: &str = "findings.json";

/// The files of a set that people read. They may be final even where nothing says so.
const PAPERS: [&str; 2] = ["appendix.pdf", "consolidated.xlsx"];

/// A proof belongs to a set and is none of its papers: it is never final, and nobody loses anything with it.
const PROOF: &str = "proof.pdf";

/// The set that stands there, if it was final or may have been, and if any file of it is to be replaced by another one or to go.
/// Whether it is kept, [`is_to_be_kept`] says.
pub(super) fn of(folder: &Path, files: &[Entry], by_draft: bool) -> Result<Option<Earlier>, CannotRun> {
    if files.iter().all(|entry| entry.old.is_none() || entry.old == entry.new) {
        return Ok(None);
    }
    let is_known_final = match says_final(&folder.join(FINDINGS))? {
        Some(false) => return Ok(None),
        Some(true) => true,
        None if files.iter().any(|entry| entry.old.is_some() && PAPERS.contains(&entry.name.as_str())) => false,
        None => return Ok(None),
    };
    Ok(Some(Earlier { is_known_final, by_draft, kept: None }))
}

/// Whether the files of a set are kept when another one takes its place. Whoever builds a final set again means to replace it, and
/// a folder for each time would bury the one that is wanted; but nobody means to lose a file for which the new set has none.
pub(super) fn is_to_be_kept(earlier: &Earlier, files: &[Entry]) -> bool {
    let goes = |entry: &Entry| entry.name != PROOF && entry.old.is_some() && entry.new.is_none();
    earlier.by_draft || !earlier.is_known_final || files.iter().any(goes)
}

/// Whether findings.json of the set that stands there says that nothing was open. None if it is gone, or not written as we write
/// it; `Err` if the system cannot read it, because a final set is not to go unseen.
fn says_final(findings: &Path) -> Result<Option<bool>, CannotRun> {
    #[derive(Deserialize)]
    struct Said {
        counts: Counts,
    }
    #[derive(Deserialize)]
    struct Counts {
        error: u64,
        query: u64,
    }
    let file = match File::open(findings) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot(findings, &error)),
    };
    // The findings themselves are passed over as they are read, however many there are.
    match serde_json::from_reader::<_, Said>(BufReader::new(file)) {
        Ok(said) => Ok(Some(said.counts.error == 0 && said.counts.query == 0)),
        Err(error) if error.is_io() => Err(cannot(findings, &error.into())),
        Err(_) => Ok(None),
    }
}

/// Where the files of an earlier set are kept.
#[derive(Debug)]
pub(super) struct Kept {
    /// The folder's name.
    pub name: String,
    /// Whether the very same files are there already.
    pub already: bool,
}

/// The folder for the files of the set that stands there. It is never one that holds something else: what is kept once is
/// never replaced or removed by the program.
pub(super) fn where_kept(folder: &Path, files: &[Entry]) -> Result<Kept, CannotRun> {
    for number in 1_u32.. {
        let name = format!("earlier-final-{number}");
        let kept = folder.join(&name);
        match disk::kind(&kept).map_err(|error| cannot(&kept, &error))? {
            Kind::Nothing => return Ok(Kept { name, already: false }),
            Kind::Folder if holds(&kept, files) => return Ok(Kept { name, already: true }),
            _ => {}
        }
    }
    Err(because(format!("{} holds more earlier sets than can be numbered", folder.display())))
}

fn holds(kept: &Path, files: &[Entry]) -> bool {
    files.iter().all(|entry| Fingerprint::of_file(&kept.join(&entry.name)).is_ok_and(|there| there == entry.old))
}
