//! The collection's folder: its form, its decisions, its periods and their files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::decision::Decisions;
use crate::form::Form;
use crate::period::{Part, Period};
use crate::source::Fault;
use crate::words::Words;

/// The folder that holds one folder of returns a period.
const RETURNS: &str = "returns";

/// Folders that computers put beside those of people; so is every one whose name starts with a dot.
const NOT_OURS: [&str; 5] = ["__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found"];

/// The form's file, in the collection and, where it stood differently, in a period's folder.
const FORM: &str = "piperoll.toml";

/// The folder that holds one folder a period with the locked sets of what was published: 1, 2 for a correction, …
const PUBLISHED: &str = "published";

/// The workbook of a locked set, or of a build, that a later period is compared with.
const CONSOLIDATED: &str = "consolidated.xlsx";

/// What people decided.
const DECISIONS: &str = "decisions.toml";

/// Why the program could not run at all; nothing was written or changed.
#[derive(Debug, thiserror::Error)]
pub enum CannotRun {
    /// piperoll.toml, decisions.toml or the words have faults.
    #[error("{}", list(.0))]
    Faults(Vec<Fault>),
    /// Anything else, in one clear sentence.
    #[error("{0}")]
    Because(String),
}

fn list(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{}: {}", fault.at, fault.message)).collect::<Vec<_>>().join("\n")
}

impl From<Vec<Fault>> for CannotRun {
    fn from(faults: Vec<Fault>) -> Self {
        CannotRun::Faults(faults)
    }
}

impl From<Fault> for CannotRun {
    fn from(fault: Fault) -> Self {
        CannotRun::Faults(vec![fault])
    }
}

/// An opened collection.
#[derive(Debug)]
pub struct Collection {
    /// Where it is.
    pub root: PathBuf,
    /// Its folder's name.
    pub name: String,
    /// The periods that have a folder of returns, oldest first.
    pub periods: Vec<Period>,
    /// What each period's folder is called.
    folders: BTreeMap<Period, String>,
}

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
    Returns(Period),
    /// A consolidated workbook: where it is, and its name for messages.
    Workbook {
        /// Where it is.
        path: PathBuf,
        /// Its name for messages.
        shown: String,
    },
}

/// What stands in a collection for one period.
#[derive(Debug)]
pub struct Setting {
    /// The period.
    pub period: Period,
    /// Its form.
    pub form: Form,
    /// What people decided.
    pub decisions: Decisions,
    /// The text files it was read from, relative to the collection, with their bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Collection {
    /// Opens the folder at `root`.
    pub fn open(root: &Path) -> Result<Collection, CannotRun> {
        if !root.is_dir() {
            return Err(because(format!("there is no folder {}", root.display())));
        }
        if !root.join(FORM).is_file() {
            return Err(because(format!(
                "{} is no collection: there is no {FORM} in it. A collection holds {FORM} and a folder {RETURNS}/ with one folder a period",
                root.display()
            )));
        }
        let name = root
            .canonicalize()
            .ok()
            .and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
            .unwrap_or_else(|| "collection".to_string());
        let folders = period_folders(root)?;
        let periods = folders.keys().copied().collect();
        Ok(Collection { root: root.to_path_buf(), name, periods, folders })
    }

    /// The period to work on: the one named, else the newest with a folder of returns.
    pub fn period(&self, named: Option<Period>) -> Result<Period, CannotRun> {
        match named {
            Some(period) if self.periods.contains(&period) => Ok(period),
            Some(period) => {
                let there = self.periods.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let there = if there.is_empty() { "there are none".to_string() } else { format!("there are {there}") };
                Err(because(format!("there are no returns for {period} in {}: {there}", self.shown(RETURNS))))
            }
            None => self.periods.last().copied().ok_or_else(|| {
                because(format!(
                    "there are no returns in {}: put each period's workbooks in a folder of its own, such as {RETURNS}/2022-23-q3",
                    self.root.display()
                ))
            }),
        }
    }

    /// What a period is compared with: what is named, else the last published locked set before it, else the newest folder
    /// of returns before it.
    pub fn prior(&self, period: Period, named: Option<&Prior>) -> Result<Option<Before>, CannotRun> {
        match named {
            Some(Prior::Period(prior)) => self.period(Some(*prior)).map(|prior| Some(Before::Returns(prior))),
            Some(Prior::File(path)) => {
                let workbook = if path.is_dir() { path.join(CONSOLIDATED) } else { path.clone() };
                if !workbook.is_file() {
                    return Err(because(format!(
                        "there is no consolidated workbook {}: name a period, a locked set's folder, or a consolidated workbook",
                        workbook.display()
                    )));
                }
                let shown = workbook.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                Ok(Some(Before::Workbook { path: workbook, shown }))
            }
            None => Ok(self.last_published(period).or_else(|| {
                self.periods.iter().rev().find(|earlier| **earlier < period).copied().map(Before::Returns)
            })),
        }
    }

    /// The newest locked set of the newest period before this one.
    fn last_published(&self, period: Period) -> Option<Before> {
        let folders = |path: &Path| -> Vec<String> {
            let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        };
        let published = self.root.join(PUBLISHED);
        let earlier = folders(&published).into_iter().filter_map(|name| Period::parse(&name).ok());
        let mut earlier: Vec<Period> = earlier.filter(|earlier| *earlier < period).collect();
        earlier.sort();
        earlier.into_iter().rev().find_map(|earlier| {
            let sets = folders(&published.join(earlier.to_string()));
            let newest = sets.iter().filter_map(|name| name.parse::<u32>().ok()).max()?;
            let shown = format!("{PUBLISHED}/{earlier}/{newest}/{CONSOLIDATED}");
            let path = self.root.join(&shown);
            path.is_file().then_some(Before::Workbook { path, shown })
        })
    }

    /// The folder of a period's returns, relative to the collection.
    pub fn folder(&self, period: Period) -> String {
        match self.folders.get(&period) {
            Some(folder) => format!("{RETURNS}/{folder}"),
            None => format!("{RETURNS}/{period}"),
        }
    }

    /// The form (the period's own, if it has one) and the decisions.
    pub fn setting(&self, period: Period) -> Result<Setting, CannotRun> {
        let own = format!("{}/{FORM}", self.folder(period));
        let form_file = if self.root.join(&own).is_file() { own } else { FORM.to_string() };
        let form_text = self.text(&form_file)?;
        let form = Form::parse(&form_file, &form_text)?;
        let mut files = vec![(form_file, form_text.into_bytes())];
        let decisions = if self.root.join(DECISIONS).is_file() {
            let text = self.text(DECISIONS)?;
            let decisions = Decisions::parse(DECISIONS, &text, &form)?;
            files.push((DECISIONS.to_string(), text.into_bytes()));
            decisions
        } else {
            Decisions::default()
        };
        Ok(Setting { period, form, decisions, files })
    }

    /// The words: the collection's own in place of the built-in ones.
    pub fn words(&self, form: &Form) -> Result<Words, CannotRun> {
        Ok(Words::load(&self.root.join("templates/words"), "templates/words", form.report.money)?)
    }

    /// The collection's own page layout, if it has one: the file's name for messages, and its text.
    pub fn layout(&self) -> Result<Option<(String, String)>, CannotRun> {
        let file = "templates/layout/appendix.typ";
        if !self.root.join(file).is_file() {
            return Ok(None);
        }
        Ok(Some((file.to_string(), self.text(file)?)))
    }

    /// The collection in whose returns a workbook lies, with its period and its path relative to the collection.
    pub fn of_workbook(workbook: &Path) -> Option<(Collection, Period, String)> {
        let workbook = workbook.canonicalize().ok()?;
        let folder = workbook.parent()?;
        let returns = folder.parent().filter(|returns| returns.ends_with(RETURNS))?;
        let collection = Collection::open(returns.parent()?).ok()?;
        let period = collection.period_of(&folder.file_name()?.to_string_lossy())?;
        let path = format!("{}/{}", collection.folder(period), workbook.file_name()?.to_string_lossy());
        Some((collection, period, path))
    }

    /// The period whose folder is called so.
    fn period_of(&self, folder: &str) -> Option<Period> {
        self.folders.iter().find(|(_, name)| *name == folder).map(|(period, _)| *period)
    }

    fn text(&self, file: &str) -> Result<String, CannotRun> {
        text_of(&self.root.join(file))
    }

    fn shown(&self, file: &str) -> String {
        self.root.join(file).display().to_string()
    }
}

/// The folders of the periods. One whose name is not understood stops the run: passed over, an older period would be built in
/// its place without a word. So do two folders that are the same period's.
fn period_folders(root: &Path) -> Result<BTreeMap<Period, String>, CannotRun> {
    let mut names: Vec<String> = std::fs::read_dir(root.join(RETURNS))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()))
        .collect();
    names.sort();
    let months = months_of(root, &names);
    let mut folders: BTreeMap<Period, String> = BTreeMap::new();
    for name in names {
        let of_month = || Period::of_month_folder(&name, months?);
        let Some(period) = Period::of_folder(&name).or_else(of_month) else {
            let meant: Vec<String> = Period::may_be_meant(&name).iter().map(Period::to_string).collect();
            let how = match meant.as_slice() {
                [] => "call it by its period, like 2022-23-q3, 2018-19-p05 or 2018-19-outturn, or move it out of there"
                    .to_string(),
                meant => format!("call it {}", meant.join(" or ")),
            };
            return Err(because(format!("{RETURNS}/{name} is no period that is understood: {how}")));
        };
        if let Some(other) = folders.insert(period, name.clone()) {
            return Err(because(format!(
                "{RETURNS}/{other} and {RETURNS}/{name} are both the period {period}: keep one of them, called {period}"
            )));
        }
    }
    Ok(folders)
}

/// The month in which the year starts, where the periods of a collection are months: the form or another folder has one, and
/// neither has a quarter. Only there a folder may be called after a month, for 'December 2022' may be its quarter as well.
fn months_of(root: &Path, names: &[String]) -> Option<i8> {
    let form = Form::parse(FORM, &text_of(&root.join(FORM)).ok()?).ok()?;
    let folders = names.iter().filter_map(|name| Period::of_folder(name));
    let parts: Vec<Part> =
        form.periods.iter().map(|period| period.id).chain(folders).map(|period| period.part).collect();
    let are_months = parts.iter().any(|part| matches!(part, Part::Month(_)));
    let are_quarters = parts.iter().any(|part| matches!(part, Part::Quarter(_)));
    (are_months && !are_quarters).then_some(form.report.year_starts)
}

/// The form that stands in a file of its own, by itself.
pub fn form_of(file: &Path) -> Result<Form, CannotRun> {
    Ok(Form::parse(&file.display().to_string(), &text_of(file)?)?)
}

fn text_of(file: &Path) -> Result<String, CannotRun> {
    let shown = file.display();
    let bytes = std::fs::read(file).map_err(|error| because(format!("{shown} cannot be read: {error}")))?;
    // Windows editors put a byte order mark in front of UTF-8.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).map_err(|_| {
        because(format!("{shown} is not UTF-8 text: save it again as UTF-8 (in Notepad: Save as, Encoding)"))
    })
}

pub(crate) fn because(sentence: String) -> CannotRun {
    CannotRun::Because(sentence)
}
