//! The collection's folder: its form, its decisions, its periods and their files.

mod alone;
pub(crate) mod at_hand;
mod before;
pub mod manifest;
pub(crate) mod samples;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::decision::Decisions;
use crate::file::{self, Limit};
use crate::fonts::Fonts;
use crate::form::{self, Form};
use crate::period::{Part, Period};
use crate::phrases::Phrases;
use crate::returns;
use crate::source::{Fault, MOST_FAULTS};
use crate::words::Words;

pub use alone::Alone;
pub(crate) use before::PUBLISHED;
pub use before::{BaseWorkbook, Before, Prior};

/// The folder that holds one folder of returns a period.
const RETURNS: &str = "returns";

/// Folders that computers put beside those of people; so is every one whose name starts with a dot.
const NOT_OURS: [&str; 5] = ["__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found"];

/// The form's file, in the collection and, where it stood differently, in a period's folder.
const FORM: &str = "piperoll.toml";

/// The folder of the council's own fonts.
pub(crate) const FONTS: &str = "templates/fonts";

/// The most that all of them may hold together: a font with every Chinese letter has 20 MiB.
const MOST_FONTS: Limit = Limit {
    bytes: 100 * 1024 * 1024,
    mend: "leave those in templates/fonts that are needed, which together have less",
};

/// The largest form: those of the samples have 9 KB, and one with a hundred areas and a table for each some 100 KB.
const LARGEST_FORM: Limit = Limit { bytes: 1024 * 1024, mend: "see that it is the form, and take out what is not" };

/// The largest decisions.toml: a hundred long answers a quarter for more than thirty years.
const LARGEST_DECISIONS: Limit =
    Limit { bytes: 8 * 1024 * 1024, mend: "move the entries of periods that are long past into another file" };

/// The largest layout; the built-in one has 16 KB.
const LARGEST_LAYOUT: Limit = Limit { bytes: 1024 * 1024, mend: "see that it is the layout, and take out what is not" };

/// Its own words.
pub(crate) const WORDS: &str = "templates/words";

/// The largest file that shows a clearance: an e-mail, a signed page.
const LARGEST_EVIDENCE: Limit = Limit { bytes: 32 * 1024 * 1024, mend: "keep the e-mail or the signed page alone" };

/// Its own page layout.
pub(crate) const LAYOUT: &str = "templates/layout/appendix.typ";

/// The largest workbook with an approved list.
const LARGEST_CONTROL: Limit = returns::files::LIMIT;

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
    let told = faults.iter().take(MOST_FAULTS).map(ToString::to_string);
    let more = faults.len().saturating_sub(MOST_FAULTS);
    told.chain((more > 0).then(|| format!("and {more} more"))).collect::<Vec<_>>().join("\n")
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
#[derive(Debug, Clone)]
pub struct Collection {
    /// Where it is.
    pub root: PathBuf,
    /// Its folder's name.
    pub name: String,
    /// The periods that have a folder of returns, oldest first.
    pub periods: Vec<Period>,
    /// What each period's folder is called.
    folders: BTreeMap<Period, String>,
    /// What is read in place of decisions.toml, where it is tried what another text would come to.
    decisions: Option<String>,
}

/// What stands in a collection for one period.
#[derive(Debug)]
pub struct Setting {
    /// The period.
    pub period: Period,
    /// Its form.
    pub form: Form,
    /// What people decided.
    #[doc(hidden)]
    pub decisions: Decisions,
    /// What its appendix is printed with.
    #[doc(hidden)]
    pub fonts: Fonts,
    /// What phrases in running text speak of.
    #[doc(hidden)]
    pub phrases: Phrases,
    /// The words of its appendix: the collection's own in place of the built-in ones.
    #[doc(hidden)]
    pub words: Words,
    /// The collection's own page layout, if it has one: the file's name for messages, and its text.
    pub layout: Option<(String, String)>,
    /// The files it was read from, relative to the collection, with their bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is to show clearances and cannot be read: each path with the reason, a clause.
    #[doc(hidden)]
    pub no_evidence: Vec<(String, String)>,
}

impl Setting {
    /// A fault with its line, where it is told of a file of these as it stands.
    pub(crate) fn shown(&self, fault: Fault) -> Fault {
        let of = self.files.iter().find(|(path, _)| **path == *fault.at.file);
        match of.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok()) {
            Some(text) if fault.line.is_none() => {
                let page = fault.page.clone().unwrap_or_else(|| form::PAGE.into());
                fault.shown_in(text, &page)
            }
            _ => fault,
        }
    }
}

impl Collection {
    /// Opens the folder at `root`.
    pub fn open(root: &Path) -> Result<Collection, CannotRun> {
        let collection = Collection::at(root)?;
        let folders = period_folders(root, RETURNS)?;
        let periods = folders.keys().copied().collect();
        Ok(Collection { periods, folders, ..collection })
    }

    /// The copies of what a set was made from, as a collection of one period: of its forms, the one that the set was made by is among them.
    /// `within` is their folder, and `returns` that of the returns in it.
    pub(crate) fn copies(&self, within: &str, period: Period, returns: &str) -> Collection {
        let folder = returns.rsplit('/').next().unwrap_or(returns).to_string();
        Collection {
            root: self.root.join(within),
            name: self.name.clone(),
            periods: vec![period],
            folders: BTreeMap::from([(period, folder)]),
            decisions: None,
        }
    }

    /// The folder at `root`, before its periods are looked for.
    fn at(root: &Path) -> Result<Collection, CannotRun> {
        if !root.is_dir() {
            return Err(because(no_folder(root)));
        }
        if !file::is_there(&root.join(FORM)) {
            let below: Vec<PathBuf> = at_hand::below(root).iter().map(|found| root.join(found)).collect();
            let below = match below.as_slice() {
                [] => String::new(),
                below => format!(". Below it, these can be checked:\n{}", at_hand::commands(below)),
            };
            return Err(because(format!(
                "{} is no collection: there is no {FORM} in it. A collection holds {FORM} and a folder {RETURNS}/ with one folder a \
                 period{below}",
                root.display()
            )));
        }
        let name = root
            .canonicalize()
            .ok()
            .and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
            .unwrap_or_else(|| "collection".to_string());
        let (periods, folders) = (Vec::new(), BTreeMap::new());
        Ok(Collection { root: root.to_path_buf(), name, periods, folders, decisions: None })
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
        let form_file = if file::is_there(&self.root.join(&own)) { own } else { FORM.to_string() };
        let form_text = self.text(&form_file, LARGEST_FORM)?;
        let mut form = Form::parse_in(&form_file, &form_text, period)?;
        let mut files = vec![(form_file, form_text.clone().into_bytes())];
        self.approved(&mut form, &form_text, &mut files)?;
        let decisions = match self.decisions()? {
            Some(text) => {
                let decisions = Decisions::parse(DECISIONS, &text, &form)?;
                files.push((DECISIONS.to_string(), text.into_bytes()));
                decisions
            }
            None => Decisions::default(),
        };
        let fonts = self.fonts(&mut files)?;
        let phrases = Phrases::load(&self.root.join(WORDS), WORDS)?;
        let words = Words::load(&self.root.join(WORDS), WORDS, &form.report.language, form.report.money)?;
        form.calendar = words.fixed.calendar();
        form.by_period.at_hand = self.folders.keys().copied().collect();
        let layout = match file::is_there(&self.root.join(LAYOUT)) {
            true => Some((LAYOUT.to_string(), self.text(LAYOUT, LARGEST_LAYOUT)?)),
            false => None,
        };
        let texts = words.own.iter().chain(&phrases.own).chain(&layout);
        files.extend(texts.map(|(file, text)| (file.clone(), text.clone().into_bytes())));
        let no_evidence = self.evidence(&decisions, period, &mut files);
        Ok(Setting { period, form, decisions, fonts, phrases, words, layout, files, no_evidence })
    }

    /// Reads the approved lists that stand in workbooks; the workbooks go into `files`.
    fn approved(&self, form: &mut Form, text: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), CannotRun> {
        let shown = |fault: Fault| if fault.at.line.is_some() { fault.shown_in(text, form::PAGE) } else { fault };
        let mut controls = std::mem::take(&mut form.controls);
        for control in &mut controls {
            let Some(book) = &control.book else { continue };
            let told =
                |why: String| CannotRun::from(shown(Fault::new(book.at.clone(), format!("{} {why}", book.file))));
            let path = self.root.join(&book.file);
            if !file::is_there(&path) {
                return Err(told(
                    "is not there: put the workbook with the approved list into the collection".to_string(),
                ));
            }
            let bytes = file::read(&path, LARGEST_CONTROL).map_err(|why| told(format!("cannot be read: {why}")))?;
            let items = returns::control::read(form, control, book, &bytes);
            control.items = items.map_err(|faults| faults.into_iter().map(shown).collect::<Vec<_>>())?;
            if files.iter().all(|(known, _)| *known != book.file) {
                files.push((book.file.clone(), bytes));
            }
        }
        form.controls = controls;
        Ok(())
    }

    /// What shows the clearances of a period goes into `files`; what cannot be read is given back, each with the reason, a clause.
    fn evidence(
        &self,
        decisions: &Decisions,
        period: Period,
        files: &mut Vec<(String, Vec<u8>)>,
    ) -> Vec<(String, String)> {
        let mut missing = Vec::new();
        for path in decisions.clearances_of(period).filter_map(|clearance| clearance.evidence.as_ref()) {
            if files.iter().any(|(known, _)| known == path) {
                continue;
            }
            let file = self.root.join(path);
            match file::is_there(&file).then(|| file::read(&file, LARGEST_EVIDENCE)) {
                Some(Ok(bytes)) => files.push((path.clone(), bytes)),
                Some(Err(why)) => missing.push((path.clone(), format!("cannot be read: {why}"))),
                None => missing.push((path.clone(), "is not there".to_string())),
            }
        }
        missing
    }

    /// The text of decisions.toml, if there is one.
    fn decisions(&self) -> Result<Option<String>, CannotRun> {
        match &self.decisions {
            Some(text) => Ok(Some(text.clone())),
            None if file::is_there(&self.decisions_file()) => self.text(DECISIONS, LARGEST_DECISIONS).map(Some),
            None => Ok(None),
        }
    }

    /// Where decisions.toml stands, or would.
    pub(crate) fn decisions_file(&self) -> PathBuf {
        self.root.join(DECISIONS)
    }

    /// The bytes of decisions.toml, if there is one.
    pub(crate) fn decisions_bytes(&self) -> Result<Option<Vec<u8>>, CannotRun> {
        let path = self.decisions_file();
        if !file::is_there(&path) {
            return Ok(None);
        }
        file::read(&path, LARGEST_DECISIONS).map(Some).map_err(|why| because(format!("{}: {why}", path.display())))
    }

    /// The same collection, as it would be if this text stood in decisions.toml.
    #[doc(hidden)]
    pub fn with_decisions(&self, text: &str) -> Result<Collection, CannotRun> {
        let (bytes, most) = (text.len() as u64, LARGEST_DECISIONS);
        if bytes > most.bytes {
            let why = file::NotRead::TooLarge { found: bytes, limit: most };
            return Err(because(format!("{} would be too long: {why}", self.decisions_file().display())));
        }
        Ok(Collection { decisions: Some(text.to_string()), ..self.clone() })
    }

    /// The embedded fonts and the collection's own, by their names; its files go into `files`.
    fn fonts(&self, files: &mut Vec<(String, Vec<u8>)>) -> Result<Fonts, CannotRun> {
        let mut fonts = Fonts::default();
        let entries = std::fs::read_dir(self.root.join(FONTS)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| {
                let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
                !name.starts_with('.') && ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str())
            })
            .collect();
        names.sort();
        let mut room = MOST_FONTS;
        for name in names {
            let file = format!("{FONTS}/{name}");
            let bytes = file::read(&self.root.join(&file), room).map_err(|why| because(format!("{file}: {why}")))?;
            room.bytes = room.bytes.saturating_sub(bytes.len() as u64);
            fonts
                .add(bytes.clone())
                .map_err(|why| because(format!("{file} cannot be used: {why}; take it out of there")))?;
            files.push((file, bytes));
        }
        Ok(fonts)
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

    fn text(&self, file: &str, limit: Limit) -> Result<String, CannotRun> {
        text_of(&self.root.join(file), limit)
    }

    fn shown(&self, file: &str) -> String {
        self.root.join(file).display().to_string()
    }
}

/// The folders in a folder, by name, without those that computers put there.
fn subfolders(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

/// The folders of the periods in the folder `of`. One whose name is not understood stops the run: passed over, an older period
/// would be taken in its place without a word. So do two folders that are the same period's.
fn period_folders(root: &Path, of: &str) -> Result<BTreeMap<Period, String>, CannotRun> {
    let names = subfolders(&root.join(of));
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
            return Err(because(format!("{of}/{name} is no period that is understood: {how}")));
        };
        if let Some(other) = folders.insert(period, name.clone()) {
            return Err(because(format!(
                "{of}/{other} and {of}/{name} are both the period {period}: keep one of them, called {period}"
            )));
        }
    }
    Ok(folders)
}

/// The month in which the year starts, where the periods of a collection are months: the form or another folder has one, and
/// neither has a quarter. Only there a folder may be called after a month, for 'December 2022' may be its quarter as well.
fn months_of(root: &Path, names: &[String]) -> Option<i8> {
    let form = Form::parse(FORM, &text_of(&root.join(FORM), LARGEST_FORM).ok()?).ok()?;
    let folders = names.iter().filter_map(|name| Period::of_folder(name));
    let parts: Vec<Part> =
        form.periods.iter().map(|period| period.id).chain(folders).map(|period| period.part).collect();
    let are_months = parts.iter().any(|part| matches!(part, Part::Month(_) | Part::Closing));
    let are_quarters = parts.iter().any(|part| matches!(part, Part::Quarter(_)));
    (are_months && !are_quarters).then_some(form.report.year_starts)
}

/// That a collection's folder is not there, or is something else.
fn no_folder(root: &Path) -> String {
    let shown = root.display();
    if root.is_file() {
        return format!(
            "{shown} is a file, and a collection is a folder, the one that holds {FORM}: name that. How one workbook was understood is \
             said by: piperoll read {}",
            at_hand::typed(root)
        );
    }
    match at_hand::near(root) {
        Some(near) => format!("there is no folder {shown}; did you mean {}?", near.display()),
        None => format!("there is no folder {shown}"),
    }
}

/// The form that stands in a file of its own, by itself.
pub fn form_of(file: &Path) -> Result<Form, CannotRun> {
    Ok(Form::parse(&file.display().to_string(), &text_of(file, LARGEST_FORM)?)?)
}

fn text_of(file: &Path, limit: Limit) -> Result<String, CannotRun> {
    file::read_text(file, limit).map_err(|why| because(format!("{}: {why}", file.display())))
}

pub(crate) fn because(sentence: String) -> CannotRun {
    CannotRun::Because(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_the_collection_are_used_and_named_among_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(FONTS);
        std::fs::create_dir_all(&own).unwrap();
        std::fs::write(folder.path().join(FORM), include_str!("../tests/gallery/base.toml")).unwrap();
        std::fs::write(own.join("own.TTF"), crate::fonts::with_a_chinese_letter()).unwrap();
        std::fs::write(own.join("LICENCE.txt"), "free").unwrap();
        let collection = Collection::open(folder.path()).unwrap();
        let period = Period::parse("2022-23-q3").unwrap();
        let setting = collection.setting(period).unwrap();
        assert_eq!(setting.fonts.unprintable("成都"), ['都']);
        assert!(setting.files.iter().any(|(path, _)| path == "templates/fonts/own.TTF"));
        std::fs::write(own.join("wrong.otf"), "no font").unwrap();
        let why = collection.setting(period).unwrap_err().to_string();
        assert!(why.contains("templates/fonts/wrong.otf cannot be used: it is no font"), "{why}");
    }
}
