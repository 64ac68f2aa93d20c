//! The files of a folder of returns, opened within limits that hold for all of them together. Each workbook has limits of its own
//! ([`grid`]); a thousand of them within these would fill any memory.

use std::path::Path;

use rayon::prelude::*;

use super::files::{self, Sent};
use super::grid::{self, Raw, Sheet, Workbook};
use super::read::Opened;
use crate::file::size;
use crate::money::print_whole;

/// The most files that are read of one folder. The largest council has a hundred areas; a folder with more than a thousand is
/// another one.
const MOST_FILES: usize = 1_000;

/// The most cells in them together, of all sheets: those of a hundred and fifty thousand schemes with seven columns each.
const MOST_CELLS: usize = 1_000_000;

/// The most bytes of text in them together.
const MOST_TEXT: usize = 256 * 1024 * 1024;

/// What was opened, and what was not for want of room.
pub(super) struct Folder {
    /// The files, in their order.
    pub(super) opened: Vec<Opened>,
    /// How many files behind them were left alone, their names, and how much had been read.
    pub(super) left: Option<LeftAlone>,
}

/// Files that were not read because of what had been read before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAlone {
    /// Their paths, in order.
    pub paths: Vec<std::sync::Arc<str>>,
    /// How much was read of the folder, and that it is the most.
    pub because: String,
    /// The files that hold the most of it, the fullest first; none where there were too many files, however little is in them.
    pub fullest: Vec<Full>,
}

/// A file that holds much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Full {
    /// Its path.
    pub path: std::sync::Arc<str>,
    /// How much: '30,120 cells'.
    pub holds: String,
}

/// How a number is printed, and of what it is one: '1,000' and 'cells'.
type Say = (fn(usize) -> String, &'static str);

/// Opens files in their order, until it is too much. Which are opened hangs on nothing but what stands in them. `one_more` is told of
/// each.
pub(super) fn open(sent: &[Sent], most: Most, one_more: impl Fn() + Sync) -> Folder {
    let mut opened: Vec<Opened> = Vec::new();
    let (mut cells, mut text): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    // Results come in the order of the files, whichever thread is first. So many at a time are opened that no thread waits, and no more,
    // for what is over the limit is opened for nothing.
    let at_a_time = rayon::current_num_threads().saturating_mul(2).max(1);
    let too_much = |cells: &[usize], text: &[usize]| {
        let counts: [(&[usize], usize, usize, Say); 3] = [
            (&[], cells.len(), most.files, (print_whole, "files")),
            (cells, cells.iter().sum(), most.cells, (print_whole, "cells")),
            (text, text.iter().sum(), most.text, (|bytes| size(bytes as u64), "of text")),
        ];
        let (each, found, most, say) = counts.into_iter().find(|(_, found, most, _)| found >= most)?;
        let (number, what) = say;
        let because =
            format!("{} {what} were read before, and {} is the most of one folder", number(found), number(most));
        Some((because, fullest(sent, each, say)))
    };
    for some in sent.chunks(at_a_time) {
        let open = |sent| {
            let opened = open_one(sent);
            one_more();
            opened
        };
        for file in some.par_iter().map(open).collect::<Vec<_>>() {
            if let Some((because, fullest)) = too_much(&cells, &text) {
                let paths = sent[opened.len()..].iter().map(|sent| sent.relative.clone()).collect();
                return Folder { opened, left: Some(LeftAlone { paths, because, fullest }) };
            }
            cells.push(file.file.sheets.iter().map(|sheet| sheet.cells.len()).sum());
            text.push(file.file.sheets.iter().map(text_of).sum());
            opened.push(file);
        }
    }
    Folder { opened, left: None }
}

/// The most that is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    pub(super) files: usize,
    pub(super) cells: usize,
    pub(super) text: usize,
}

/// The most that is read of one folder.
pub(super) const MOST: Most = Most { files: MOST_FILES, cells: MOST_CELLS, text: MOST_TEXT };

/// So many files are named as the fullest.
const FULLEST: usize = 3;

/// The files that hold the most, `each` as much as is said at its place.
fn fullest(sent: &[Sent], each: &[usize], (number, what): Say) -> Vec<Full> {
    let mut files: Vec<(&Sent, usize)> = sent.iter().zip(each.iter().copied()).collect();
    files.sort_by_key(|(_, holds)| std::cmp::Reverse(*holds));
    let full = |(sent, holds): (&Sent, usize)| Full {
        path: sent.relative.clone(),
        holds: format!("{} {what}", number(holds)),
    };
    files.into_iter().take(FULLEST).map(full).collect()
}

fn text_of(sheet: &Sheet) -> usize {
    let text = |raw: &Raw| match raw {
        Raw::Text(text) | Raw::Error(text) => text.len(),
        Raw::Number(_) | Raw::Date(_) | Raw::Truth(_) => 0,
    };
    sheet.cells.values().map(text).sum()
}

fn open_one(sent: &Sent) -> Opened {
    let (sha256, bytes) = match files::read(&sent.path) {
        Ok(read) => read,
        Err((instead, why)) => return Opened::new(sent, instead, Workbook::unread(), Some(why.why())),
    };
    match grid::read_workbook(Path::new(&sent.path), &bytes) {
        Ok(workbook) => Opened::new(sent, sha256, workbook, None),
        Err(why) => Opened::new(sent, sha256, Workbook::unread(), Some(why)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_the_limits_of_a_folder_is_left_alone_and_named() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.csv", "b.csv", "c.csv", "d.csv"] {
            std::fs::write(folder.path().join(name), "Scheme,Target\nVoids,100\n").unwrap();
        }
        std::fs::write(folder.path().join("b.csv"), "Scheme,Target\nVoids,100\nRents,50\n").unwrap();
        let sent = files::list(folder.path(), ".").unwrap();
        let opened = |most: Most, threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let folder = pool.install(|| open(&sent, most, || ()));
            (folder.opened.len(), folder.left)
        };
        let most = Most { files: 4, cells: 100, text: 100 };
        for threads in [1, 3] {
            assert_eq!(opened(most, threads), (4, None));
            let (count, left) = opened(Most { files: 3, ..most }, threads);
            assert_eq!((count, left.as_ref().map(|left| (left.paths.len(), left.fullest.len()))), (3, Some((1, 0))));
            let left = opened(Most { cells: 8, ..most }, threads);
            let because = "10 cells were read before, and 8 is the most of one folder".to_string();
            let full = |path: &str, holds: &str| Full { path: path.into(), holds: holds.into() };
            let fullest = vec![full("./b.csv", "6 cells"), full("./a.csv", "4 cells")];
            let paths = vec!["./c.csv".into(), "./d.csv".into()];
            assert_eq!(left, (2, Some(LeftAlone { paths, because, fullest })));
            // The one that goes over a limit is read still.
            let (count, left) = opened(Most { text: 25, ..most }, threads);
            assert_eq!((count, left.map(|left| left.paths.len())), (2, Some(2)));
        }
    }
}
