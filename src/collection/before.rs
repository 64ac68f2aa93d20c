//! What a period is compared with. What was published last is the base; if it cannot be read, the run stops. An older base would
//! show movements that nobody has seen, and nothing on the paper would tell.

use std::path::{Path, PathBuf};

use super::manifest::{MANIFEST, Manifest, WORKBOOK};
use super::{CannotRun, Collection, because, period_folders, subfolders};
use crate::file::sha256;
use crate::period::Period;

/// The folder that holds one folder a period with the locked sets of what was published: 1, 2 for a correction, …
pub(crate) const PUBLISHED: &str = "published";

/// The workbook of a locked set, or of a build, that a later period is compared with.
const CONSOLIDATED: &str = "consolidated.xlsx";

/// What a person names to be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prior {
    /// A period, by its returns.
    Period(Period),
    /// A consolidated workbook, or the folder of a locked set that holds one.
    File(PathBuf),
}

/// What a period is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// The returns of a period.
    Returns {
        /// The period.
        period: Period,
        /// What would be compared with if these were not there; see [`BaseWorkbook::instead`].
        instead: Option<String>,
    },
    /// A consolidated workbook.
    Workbook(BaseWorkbook),
}

/// A consolidated workbook to be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseWorkbook {
    /// Where it is.
    pub path: PathBuf,
    /// Its name for messages.
    pub shown: String,
    /// The period after which the folder is called that it lies in, if it is called after one: no other may stand in it.
    pub of: Option<Period>,
    /// What the period would be compared with if this one were not there, in words. `None` where a person named it.
    pub instead: Option<String>,
    /// What the set says of itself that it lies in, if it says anything: one kept by hand does not.
    pub manifest: Option<Box<Manifest>>,
}

/// Why a base cannot be compared with: what was found, what would be compared with otherwise, what to do.
fn no_base(found: &str, instead: Option<&str>, mend: &str) -> CannotRun {
    because(match instead {
        Some(instead) => format!(
            "{found}. If it were passed over, the period would be compared with {instead}. {mend}, or name by --prior what to \
             compare with"
        ),
        None => format!("{found}. {mend}, or name something else by --prior"),
    })
}

impl BaseWorkbook {
    /// The run stops because of `why`, a clause.
    pub(crate) fn cannot_be_read(&self, why: &str) -> CannotRun {
        let found = format!("{} cannot be the prior period: {}", self.shown, why.trim_end_matches('.'));
        no_base(&found, self.instead.as_deref(), "Put the consolidated workbook of the earlier period in its place")
    }

    /// The list of the set in whose restricted/ the workbook lies; none if it lies in no such folder. `Err` if the list is gone: without it
    /// nobody can tell whether the workbook is the one that was published.
    fn manifest_beside(&self) -> Result<Option<Box<Manifest>>, CannotRun> {
        let whole = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        if !whole.ends_with(WORKBOOK) {
            return Ok(None);
        }
        let Some(set) = whole.parent().and_then(Path::parent) else { return Ok(None) };
        match Manifest::of(set).map_err(|why| self.cannot_be_read(&why))? {
            Some(manifest) => Ok(Some(Box::new(manifest))),
            None => {
                Err(self
                    .cannot_be_read(&format!("its set has no {MANIFEST} by which it could be told from another one")))
            }
        }
    }

    /// `Err` if these bytes of the workbook are not those that were published with its set.
    pub(crate) fn is_as_published(&self, bytes: &[u8]) -> Result<(), CannotRun> {
        let Some(listed) = self.manifest.as_ref().and_then(|manifest| manifest.listed(WORKBOOK)) else { return Ok(()) };
        if listed.sha256 == sha256(bytes) {
            return Ok(());
        }
        let found = format!(
            "{} is not the file that was published: its SHA-256 is not the one in {MANIFEST} of its set",
            self.shown
        );
        Err(no_base(
            &found,
            self.instead.as_deref(),
            "Put back the one that was published; `piperoll verify` says what else differs",
        ))
    }

    /// `Err` if the workbook is of another period than its folder says.
    pub(crate) fn is_of(&self, period: Period) -> Result<(), CannotRun> {
        match self.of {
            Some(of) if of != period => Err(self.cannot_be_read(&format!(
                "it lies in a folder of {of} ({}), and holds the figures of {period} ({})",
                of.label(),
                period.label()
            ))),
            _ => Ok(()),
        }
    }
}

/// A set that was published, or the place where one should be.
struct Set {
    period: Period,
    /// Its folder, relative to the collection: 'published/2022-23-q2/1'.
    folder: String,
    is_set: bool,
}

impl Set {
    /// Its workbook, relative to the collection: of a set of ours that in restricted/, else that of a set kept by hand.
    fn workbook(&self, root: &Path) -> String {
        workbook_in(root, &self.folder)
    }
}

fn workbook_in(root: &Path, set: &str) -> String {
    let own = format!("{set}/{WORKBOOK}");
    if root.join(&own).is_file() { own } else { format!("{set}/{CONSOLIDATED}") }
}

impl Collection {
    /// What a period is compared with: what is named, else the last published locked set before it, else the newest folder
    /// of returns before it. `Err` where the last published one has no workbook.
    pub fn prior(&self, period: Period, named: Option<&Prior>) -> Result<Option<Before>, CannotRun> {
        match named {
            Some(Prior::Period(prior)) => {
                self.period(Some(*prior)).map(|period| Some(Before::Returns { period, instead: None }))
            }
            Some(Prior::File(path)) => self.named_workbook(path).map(|book| Some(Before::Workbook(book))),
            None => self.last_published(period).map(|book| {
                book.map(Before::Workbook).or_else(|| {
                    let mut earlier = self.periods.iter().rev().filter(|earlier| **earlier < period);
                    let last = earlier.next().copied()?;
                    Some(Before::Returns { period: last, instead: Some(self.in_words(&[], earlier.next().copied())) })
                })
            }),
        }
    }

    /// The run stops because a period's folder of returns has no return in it.
    pub(crate) fn cannot_compare_with_returns(&self, period: Period, instead: Option<&str>) -> CannotRun {
        let found = format!("{} holds no return, so there is nothing there to compare with", self.folder(period));
        no_base(&found, instead, "Put the returns of that period there, or take the empty folder away")
    }

    /// The run stops because a period's folder holds more than is read of one: what was left alone would be missing from all that is
    /// compared.
    pub(crate) fn cannot_compare_with_a_part(&self, period: Period, because: &str) -> CannotRun {
        let found = format!("{} holds more than is read of one folder ({because})", self.folder(period));
        let mend = "Take out of it what is no return of that period, and sheets that are no part of a return";
        no_base(&found, None, mend)
    }

    fn named_workbook(&self, path: &Path) -> Result<BaseWorkbook, CannotRun> {
        let own = path.join(WORKBOOK);
        let workbook = match path.is_dir() {
            true if own.is_file() => own,
            true => path.join(CONSOLIDATED),
            false => path.to_path_buf(),
        };
        if !workbook.is_file() {
            return Err(because(format!(
                "there is no consolidated workbook {}: name a period, a locked set's folder, or a consolidated workbook",
                workbook.display()
            )));
        }
        let shown = workbook.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let whole = workbook.canonicalize().unwrap_or_else(|_| workbook.clone());
        let names = whole.ancestors().skip(1).take(3).filter_map(|folder| folder.file_name());
        let of = names.filter_map(|name| Period::parse(&name.to_string_lossy()).ok()).next();
        let mut book = BaseWorkbook { path: workbook, shown, of, instead: None, manifest: None };
        book.manifest = book.manifest_beside()?;
        Ok(book)
    }

    /// The newest locked set of the newest period before this one that has a folder among what was published.
    fn last_published(&self, period: Period) -> Result<Option<BaseWorkbook>, CannotRun> {
        let sets = self.published_before(period)?;
        let Some((last, earlier)) = sets.split_first() else { return Ok(None) };
        let returns = self.periods.iter().rev().find(|earlier| **earlier < period).copied();
        let instead = self.in_words(earlier, returns);
        let shown = last.workbook(&self.root);
        let path = self.root.join(&shown);
        if path.is_file() {
            let of = Some(last.period);
            let mut book = BaseWorkbook { path, shown, of, instead: Some(instead), manifest: None };
            book.manifest = book.manifest_beside()?;
            return Ok(Some(book));
        }
        let (folder, label) = (&last.folder, last.period.label());
        let (found, mend) = if last.is_set {
            (
                format!("{folder} holds no {CONSOLIDATED}, so what was published for {label} cannot be compared with"),
                format!(
                    "Put the {CONSOLIDATED} that was published there, or take the folder away if nothing was published"
                ),
            )
        } else {
            (
                format!("{folder} holds no published set, so what was published for {label} cannot be compared with"),
                format!(
                    "Put the files that were published in {folder}/1 (a correction in {folder}/2), or take the folder away if \
                     nothing was published"
                ),
            )
        };
        Err(no_base(&found, Some(&instead), &mend))
    }

    /// The sets of a period that were published, by number, the newest first, each with its folder relative to the collection.
    pub(crate) fn sets_of(&self, period: Period) -> Result<Vec<(u32, String)>, CannotRun> {
        let folders = period_folders(&self.root, PUBLISHED)?;
        let Some(folder) = folders.get(&period) else { return Ok(Vec::new()) };
        self.numbered(&format!("{PUBLISHED}/{folder}"))
    }

    /// The sets that were published for periods before this one, the newest first, each with its period.
    pub(crate) fn sets_before(&self, period: Period) -> Result<Vec<(Period, String)>, CannotRun> {
        let sets = self.published_before(period)?.into_iter().filter(|set| set.is_set);
        Ok(sets.map(|set| (set.period, set.folder)).collect())
    }

    /// The periods of which something was published, the oldest first.
    pub(crate) fn published_periods(&self) -> Result<Vec<Period>, CannotRun> {
        Ok(period_folders(&self.root, PUBLISHED)?.into_keys().collect())
    }

    /// The workbook of a set, relative to the collection; the set's folder is.
    pub(crate) fn workbook_of(&self, set: &str) -> String {
        workbook_in(&self.root, set)
    }

    /// The folder in which a period's sets stand, relative to the collection.
    pub(crate) fn published(&self, period: Period) -> Result<String, CannotRun> {
        let folders = period_folders(&self.root, PUBLISHED)?;
        Ok(format!("{PUBLISHED}/{}", folders.get(&period).cloned().unwrap_or_else(|| period.to_string())))
    }

    /// What was published for periods before this one, the newest first. A name that is not understood stops the run: the set
    /// might be the newest.
    fn published_before(&self, period: Period) -> Result<Vec<Set>, CannotRun> {
        let mut sets = Vec::new();
        for (of, folder) in period_folders(&self.root, PUBLISHED)?.range(..period).rev() {
            let folder = format!("{PUBLISHED}/{folder}");
            if self.root.join(&folder).join(CONSOLIDATED).exists() {
                return Err(because(format!(
                    "{folder}/{CONSOLIDATED} lies in no set, so it cannot be told whether it is what was published last: move the files \
                     that were published into {folder}/1, those of a correction into {folder}/2"
                )));
            }
            let numbered = self.numbered(&folder)?;
            if numbered.is_empty() {
                sets.push(Set { period: *of, folder, is_set: false });
                continue;
            }
            sets.extend(numbered.into_iter().map(|(_, folder)| Set { period: *of, folder, is_set: true }));
        }
        Ok(sets)
    }

    /// The numbered folders in a folder, the highest number first, each with its path relative to the collection.
    fn numbered(&self, folder: &str) -> Result<Vec<(u32, String)>, CannotRun> {
        let mut numbered: Vec<(u32, String)> = Vec::new();
        for name in subfolders(&self.root.join(folder)) {
            let Ok(number) = name.parse() else {
                return Err(because(format!(
                    "{folder}/{name} is no set that is understood: the sets of a period are called 1, 2 for a correction, and so \
                     on. Give it its number, or move it out of there"
                )));
            };
            if let Some((_, other)) = numbered.iter().find(|(known, _)| *known == number) {
                return Err(because(format!(
                    "{other} and {folder}/{name} are both set {number}: keep one of them, called {number}"
                )));
            }
            numbered.push((number, format!("{folder}/{name}")));
        }
        numbered.sort();
        numbered.reverse();
        Ok(numbered)
    }

    /// The first of these sets that has a workbook, else the returns, in words.
    fn in_words(&self, sets: &[Set], returns: Option<Period>) -> String {
        match sets.iter().find(|set| self.root.join(set.workbook(&self.root)).is_file()) {
            Some(set) => format!("{} ({})", set.workbook(&self.root), set.period.label()),
            None => match returns {
                Some(period) => format!("the returns in {}", self.folder(period)),
                None => "nothing at all".to_string(),
            },
        }
    }
}
