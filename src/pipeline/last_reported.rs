//! Areas of which there is no return, and whose last published figures stand by decision ([`NotUpdated`]): their tables are read once more
//! from the copies in the set that published them, by the form and the decisions of then, and what comes of it must be what was published,
//! figure by figure.

use std::collections::BTreeMap;

use super::{Inputs, PriorInputs, hashes, read_base};
use crate::collection::manifest::{INPUTS, LAST_RETURN, Manifest};
use crate::collection::{Before, CannotRun, Collection, Prior, Setting, because};
use crate::decision::{NotUpdated, SetAside};
use crate::figures::Figures;
use crate::file::sha256;
use crate::finding::Finding;
use crate::form::{Column, ColumnOrigin, Form, List, ReturnFile, heading};
use crate::money::Absent;
use crate::names::one_line;
use crate::period::Period;
use crate::progress::Observer;
use crate::reconcile::position::Position;
use crate::reconcile::restated::{self, Restated};
use crate::report::SourceFile;
use crate::returns::standing::Standings;
use crate::returns::{Given, LastReported, Returns, Row, Trouble, Value};

/// What comes of the figures that stand, beside the returns that hold them.
#[derive(Default)]
pub(super) struct Stood {
    /// Findings about their cells that were answered then by what stands in a cell's place.
    pub answered: Vec<Finding>,
    /// The forms and decisions by which they were read, as they lie in the sets.
    pub files: Vec<SourceFile>,
}

/// Why what an area last published cannot stand: a clause, and what to do.
struct Refused {
    why: String,
    mend: String,
}

/// What is to be done where only the return itself helps.
const ASK: &str = "Ask the area for its return: without one, the paper stays a draft.";

fn refused(why: String, mend: &str) -> Refused {
    Refused { why, mend: mend.to_string() }
}

/// Lets the last published figures stand of each area of which there is no return and the decisions say so. Where they cannot, the returns
/// hold a trouble that says why, and the return is missing still.
pub(super) fn stand(
    collection: &Collection,
    setting: &Setting,
    returns: &mut Returns,
    observer: &Observer,
) -> Result<Stood, CannotRun> {
    let mut stood = Stood::default();
    let is_missing = |entry: &&NotUpdated| {
        returns
            .troubles
            .iter()
            .any(|trouble| matches!(trouble, Trouble::MissingReturn { area: Some(area), .. } if *area == entry.area))
    };
    let entries: Vec<&NotUpdated> = setting.decisions.not_updated_in(setting.period).filter(is_missing).collect();
    if entries.is_empty() {
        return Ok(stood);
    }
    let sets = collection.sets_before(setting.period)?;
    let own = collection.sets_of(setting.period)?.into_iter().map(|(_, folder)| folder).collect();
    let mut library = Library { collection, observer, sets, own, read: BTreeMap::new() };
    for entry in entries {
        let found = library.last_of(entry, setting).and_then(|last| last.made_ready(collection, setting, entry));
        match found {
            Ok(own) => {
                stood.answered.extend(own.answered);
                for file in own.files {
                    if stood.files.iter().all(|known| known.path != file.path) {
                        stood.files.push(file);
                    }
                }
                returns.take_in(own.about, own.returns);
            }
            Err(Refused { why, mend }) => {
                let (at, area) = (entry.at.clone(), entry.area.clone());
                returns.troubles.push(Trouble::CannotStand { at, area, why, mend });
            }
        }
    }
    Ok(stood)
}

/// The sets that were published before a period, each read once.
struct Library<'c> {
    collection: &'c Collection,
    observer: &'c Observer,
    /// The newest first, each with its folder.
    sets: Vec<(Period, String)>,
    /// Those of the period itself.
    own: Vec<String>,
    read: BTreeMap<String, Result<Kept, String>>,
}

/// What a set was made from, as it stood then.
struct Kept {
    inputs: Inputs,
    manifest: Manifest,
}

/// What an area last published.
struct Last<'l> {
    kept: &'l Kept,
    /// The set that its figures were first published in.
    set: (Period, String),
    /// The set that was published last; its workbook has the figures too.
    newest: String,
    /// The later periods that printed them again.
    again: Vec<Period>,
    /// What had been answered when the last set was published.
    given: Vec<Given>,
}

/// What an area last published, ready to stand for its return.
struct Ready {
    about: LastReported,
    returns: Returns,
    answered: Vec<Finding>,
    files: Vec<SourceFile>,
}

impl Library<'_> {
    /// The set that holds the return of an area whose figures were published last: the last one, or where that printed an earlier one's
    /// already, that.
    fn last_of(&mut self, entry: &NotUpdated, setting: &Setting) -> Result<Last<'_>, Refused> {
        let name = setting.form.area_name(&entry.area);
        let Some(newest) = self.sets.first().cloned() else {
            return Err(refused(format!("nothing was published before {}", setting.period.label()), ASK));
        };
        // A correction does not go back behind what it corrects.
        for folder in self.own.clone() {
            if self.kept(setting.period, &folder).is_ok_and(|kept| kept.has_return_of(&entry.area)) {
                return Err(refused(
                    format!("{folder} was published with a return of {name}: that is what it reported last"),
                    "Put that return back into the folder of the period: its copy is in restricted/inputs of that set.",
                ));
            }
        }
        let mut set = newest.clone();
        loop {
            let (period, folder) = &set;
            let kept = self.kept(*period, folder)?;
            if kept.has_return_of(&entry.area) {
                break;
            }
            if !kept.is_without(*period, &entry.area) {
                let why =
                    format!("{folder} was made without a return of {name}, so that no figures of it were published");
                return Err(refused(why, ASK));
            }
            let from: Vec<String> = kept.inputs_of(LAST_RETURN);
            let is_its = |(earlier, folder): &&(Period, String)| {
                *earlier < *period && from.iter().any(|path| path.starts_with(&format!("{folder}/{INPUTS}/")))
            };
            let Some(earlier) = self.sets.iter().find(is_its).cloned() else {
                let why = format!("the set is gone from which {folder} took the figures of {name}");
                return Err(refused(why, "Put it back into published/, or ask the area for its return."));
            };
            set = earlier;
        }
        // Those between took them from the first one too.
        let mut again: Vec<Period> = Vec::new();
        for (period, folder) in self.sets.clone().iter().take_while(|(period, _)| *period > set.0) {
            if !again.contains(period) && self.kept(*period, folder)?.is_without(*period, &entry.area) {
                again.push(*period);
            }
        }
        let given = self.kept(newest.0, &newest.1)?.given();
        let kept = match self.read.get(&set.1) {
            Some(Ok(kept)) => kept,
            _ => return Err(refused(format!("{} cannot be read", set.1), ASK)),
        };
        Ok(Last { kept, set, newest: newest.1, again, given })
    }

    fn kept(&mut self, period: Period, folder: &str) -> Result<&Kept, Refused> {
        let (collection, observer) = (self.collection, self.observer);
        let read =
            self.read.entry(folder.to_string()).or_insert_with(|| Kept::read(collection, period, folder, observer));
        read.as_ref().map_err(|why| {
            refused(
                why.clone(),
                "Put back the set as it was published (`piperoll verify` says what differs), or ask for the return.",
            )
        })
    }
}

impl Kept {
    /// Reads what a set was made from. `Err` says, in a clause, why it cannot be; so it does where a copy is not what was published.
    fn read(collection: &Collection, period: Period, folder: &str, observer: &Observer) -> Result<Kept, String> {
        let Some(manifest) = Manifest::of(&collection.root.join(folder)).map_err(|why| format!("{folder}: {why}"))?
        else {
            return Err(format!(
                "{folder} was put there by hand: it has no copies of the returns that it was made from"
            ));
        };
        let said = |error: CannotRun| format!("what {folder} was made from cannot be read: {error}");
        let inputs = Inputs::kept(collection, &manifest, (period, folder), observer).map_err(said)?;
        let kept = Kept { inputs, manifest };
        kept.is_as_published(folder)?;
        Ok(kept)
    }

    /// `Err` where what was read is not what the list of the set names, or not all of it.
    fn is_as_published(&self, folder: &str) -> Result<(), String> {
        let setting = self.inputs.setting.files.iter().map(|(path, bytes)| (format!("{INPUTS}/{path}"), sha256(bytes)));
        let within = format!("{folder}/");
        let returns = hashes(&self.inputs.returns);
        let returns =
            returns.into_iter().map(|(path, hash)| (path.strip_prefix(&within).unwrap_or(&path).to_string(), hash));
        let read: BTreeMap<String, String> = setting.chain(returns).collect();
        let other =
            read.iter().find(|(path, hash)| self.manifest.listed(path).is_none_or(|known| known.sha256 != **hash));
        if let Some((path, _)) = other {
            return Err(format!("{folder}/{path} is not the file that was published"));
        }
        let is_gone = |copy: &&String| !read.contains_key(*copy);
        let of = |role: &str| matches!(role, "return" | "form" | "decisions" | "words");
        let own = self.manifest.inputs.iter().filter(|input| of(&input.role)).map(|input| &input.copy);
        match own.into_iter().find(is_gone) {
            Some(path) => Err(format!("{folder}/{path} is missing")),
            None => Ok(()),
        }
    }

    /// What had been answered.
    fn given(&self) -> Vec<Given> {
        let decisions = &self.inputs.setting.decisions;
        let explained =
            decisions.explanations.iter().map(|entry| (&entry.finding, &entry.words, &entry.role, entry.date));
        let set_aside =
            decisions.set_asides.iter().map(|entry| (&entry.finding, &entry.words, &entry.role, entry.date));
        let all = explained.chain(set_aside).map(|(finding, words, role, date)| Given {
            finding: finding.clone(),
            words: words.clone(),
            role: role.clone(),
            date,
        });
        all.collect()
    }

    /// Whether a return of this area is among what it was made from.
    fn has_return_of(&self, area: &str) -> bool {
        self.inputs.returns.files.iter().any(|file| file.area.as_deref() == Some(area))
    }

    /// Whether it printed what was published of this area before.
    fn is_without(&self, period: Period, area: &str) -> bool {
        let mut entries = self.inputs.setting.decisions.not_updated_in(period);
        !self.has_return_of(area) && entries.any(|then| then.area == area)
    }

    /// The paths of what it was made from that plays this part.
    fn inputs_of(&self, role: &str) -> Vec<String> {
        self.manifest.inputs.iter().filter(|input| input.role == role).map(|input| input.path.clone()).collect()
    }
}

impl Inputs {
    /// What a set was made from, read from its copies.
    fn kept(
        collection: &Collection,
        manifest: &Manifest,
        (period, folder): (Period, &str),
        observer: &Observer,
    ) -> Result<Inputs, CannotRun> {
        let own = manifest.inputs.iter().filter(|input| input.role == "return");
        let of_returns = own.filter_map(|input| input.path.rsplit_once('/')).map(|(returns, _)| returns).next();
        let Some(of_returns) = of_returns else { return Err(because("it names no return".to_string())) };
        let copies = collection.copies(&format!("{folder}/{INPUTS}"), period, of_returns);
        let setting = copies.setting(period)?;
        let prior = if Inputs::sets_aside_by_movement(&setting) {
            match collection.prior(period, None)? {
                Some(Before::Workbook(book)) => {
                    let (position, bytes) = read_base(&setting.form, &book)?;
                    let file = SourceFile { path: book.shown, sha256: sha256(&bytes), role: "prior workbook" };
                    Some(PriorInputs::Workbook { position, file, path: book.path, live: None })
                }
                Some(Before::Returns { period, .. }) => {
                    Some(PriorInputs::Returns(Box::new(Inputs::as_prior(collection, period, observer)?)))
                }
                None => None,
            }
        } else {
            None
        };
        Inputs::in_folder(collection, &format!("{folder}/{INPUTS}/{of_returns}"), setting, prior, observer, false)
    }
}

impl Last<'_> {
    /// What the area published, as tables of this period's form. `Err` where they cannot be that.
    fn made_ready(&self, collection: &Collection, setting: &Setting, entry: &NotUpdated) -> Result<Ready, Refused> {
        let (then, now) = (&self.kept.inputs, &setting.form);
        let is_its = |file: &str| {
            let mut files = then.returns.files.iter();
            files.any(|known| *known.path == *file && known.area.as_deref() == Some(&entry.area))
        };
        let mut returns = Returns {
            period: setting.period,
            files: then.returns.files.iter().filter(|file| is_its(&file.path)).cloned().collect(),
            tables: then.returns.tables.iter().filter(|table| is_its(&table.at.file)).cloned().collect(),
            troubles: Vec::new(),
            standings: Standings::default(),
            last_reported: Vec::new(),
        };
        let troubles = then.returns.troubles.iter();
        returns.troubles =
            troubles.filter(|trouble| trouble.at().is_some_and(|at| is_its(&at.file))).cloned().collect();
        self.fit(&mut returns, setting, entry)?;
        let (lines, answered) = self.lines_now(setting, &is_its)?;
        for standing in then.returns.standings.iter().filter(|standing| is_its(&standing.cell.at.file)) {
            let line = lines.get(&standing.line).copied().unwrap_or(standing.line);
            let cell = crate::returns::Cell { decided: Some(line), ..standing.cell.clone() };
            returns.stand(now, crate::returns::standing::Standing { line, cell, ..standing.clone() });
        }
        self.is_what_was_published(collection, setting, entry, &returns)?;
        let about = LastReported {
            area: entry.area.clone(),
            period: self.set.0,
            as_at: then.setting.form.as_at(self.set.0),
            again: self.again.clone(),
            files: returns.files.iter().map(|file| file.path.to_string()).collect(),
            decided: entry.at.clone(),
            given: self.given.clone(),
        };
        let texts = then.setting.files.iter().filter_map(|(path, bytes)| {
            let role = match path.as_str() {
                "decisions.toml" => "decisions as last published",
                path if path.ends_with("piperoll.toml") => "form as last published",
                _ => return None,
            };
            Some(SourceFile { path: format!("{}/{INPUTS}/{path}", self.set.1), sha256: sha256(bytes), role })
        });
        Ok(Ready { about, returns, answered, files: texts.collect() })
    }

    /// Puts the tables under the `[[return]]`s of this period's form. `Err` where the form of then had another shape.
    fn fit(&self, returns: &mut Returns, setting: &Setting, entry: &NotUpdated) -> Result<(), Refused> {
        let (then, now) = (&self.kept.inputs.setting.form, &setting.form);
        let (was, is) = (self.set.0, setting.period);
        let mend = "Put the form back as it was, or ask the area for its return.";
        for table in &mut returns.tables {
            let (Some(list), Some(list_then)) = (now.list(&table.list), then.list(&table.list)) else {
                let why = format!(
                    "the form has no list `{}` any more, which the figures of {} stand in",
                    table.list,
                    was.label()
                );
                return Err(refused(why, mend));
            };
            if list.levels != list_then.levels || list.key != list_then.key || list.label != list_then.label {
                let why = format!("the list `{}` has other groups, or another key, than in {}", list.id, was.label());
                return Err(refused(why, mend));
            }
            for column in list.columns.iter().filter(|column| column.is_given()) {
                fits(list_then, column, (now, is), was).map_err(|why| refused(why, mend))?;
                if was.year != is.year {
                    is_of_any_year(now, list, column, (was, is)).map_err(|why| refused(why, ASK))?;
                }
            }
            let sheet_then = then.returns.get(table.form).and_then(|form| form.sheet.as_deref());
            let own = now.returns.iter().enumerate();
            let own = own.filter(|(_, form)| form.list == list.id && form.file == ReturnFile::EachArea);
            let fitting: Vec<(usize, Option<&str>)> = own.map(|(index, form)| (index, form.sheet.as_deref())).collect();
            let same = fitting.iter().find(|(_, sheet)| *sheet == sheet_then).or(fitting.first());
            let Some((index, _)) = same else {
                let why = format!("the form has no table of the list `{}` in a return of each area any more", list.id);
                return Err(refused(why, mend));
            };
            table.form = *index;
            for row in &table.rows {
                if row.area.as_ref().is_some_and(|area| *area != entry.area) {
                    let why = format!("its return of {} holds rows of other areas ({})", was.label(), row.at);
                    return Err(refused(why, ASK));
                }
                known(list, list_then, row).map_err(|why| refused(format!("{why} in {}", was.label()), mend))?;
            }
        }
        Ok(())
    }

    /// The lines in which this period's decisions.toml has what was set aside then of the area's cells, by their lines of then, and the
    /// findings that it answered. `Err` where an entry is not there any more.
    fn lines_now(
        &self,
        setting: &Setting,
        is_its: &dyn Fn(&str) -> bool,
    ) -> Result<(BTreeMap<u32, u32>, Vec<Finding>), Refused> {
        let then = &self.kept.inputs;
        let mut lines = BTreeMap::new();
        let mut answered: Vec<Finding> =
            then.answered.iter().filter(|answer| is_its(&answer.at.file)).cloned().collect();
        for by in answered.iter_mut().filter_map(|answer| answer.explained_by.as_mut()) {
            let entry = then.setting.decisions.set_asides.iter().find(|entry| entry.at.line == Some(by.line));
            let is_same = |own: &&SetAside| {
                entry.is_some_and(|entry| {
                    let SetAside { finding, stated, stands, role, date, .. } = entry;
                    own.finding == *finding
                        && own.stated == *stated
                        && own.stands == *stands
                        && own.role == *role
                        && own.date == *date
                })
            };
            let Some(line) = setting.decisions.set_asides.iter().find(is_same).and_then(|own| own.at.line) else {
                let id = entry.map(|entry| entry.finding.clone()).unwrap_or_default();
                return Err(refused(
                    format!("the setting aside of `{id}` by which they stand is not in decisions.toml any more"),
                    "Put the entry back as it was, with its period.",
                ));
            };
            lines.insert(by.line, line);
            by.line = line;
        }
        Ok((lines, answered))
    }

    /// `Err` where the figures and texts are not those that the set published last has of the area.
    fn is_what_was_published(
        &self,
        collection: &Collection,
        setting: &Setting,
        entry: &NotUpdated,
        returns: &Returns,
    ) -> Result<(), Refused> {
        let form = &setting.form;
        let cannot = |error: CannotRun| refused(error.to_string(), ASK);
        let named = Prior::File(collection.root.join(&self.newest));
        let Some(Before::Workbook(book)) = collection.prior(setting.period, Some(&named)).map_err(cannot)? else {
            return Err(refused(format!("{} holds no workbook", self.newest), ASK));
        };
        let (mut published, _) = read_base(form, &book).map_err(cannot)?;
        published.schemes.retain(|scheme| scheme.area.as_deref() == Some(&entry.area));
        let figures = Figures::of(form, returns).map_err(|error| refused(error.to_string(), ASK))?;
        let now = Position::of(form, published.period, &figures, BTreeMap::new());
        let differs = restated::differences(form, &published, &now);
        let Some(other) = differs.iter().find(|differs| !is_of_the_whole(differs.list, differs.column)) else {
            return Ok(());
        };
        Err(refused(
            format!("they would not be what was published: {}", said(other)),
            "See what of the form is another one since, and put it back; or ask the area for its return.",
        ))
    }
}

/// 'Target of 'Voids' would be 90, and was published as 100'.
fn said(differs: &Restated<'_>) -> String {
    let Restated { column, then, now, .. } = differs;
    let stands = |scheme: &Option<&crate::reconcile::position::Scheme>| {
        let scheme = (*scheme)?;
        let figure = scheme.figures.get(&column.id).map(|figure| restated::as_kept(*figure).to_string());
        figure.or_else(|| restated::text(scheme, column).map(|text| format!("'{}'", one_line(text))))
    };
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| "not stated".to_string());
    let label = differs.scheme().map(|scheme| one_line(&scheme.label)).unwrap_or_default();
    format!(
        "`{}` of '{label}' would be {}, and was published as {}",
        column.id,
        or_nothing(stands(now)),
        or_nothing(stands(then))
    )
}

/// Whether a column is a share of what all areas come to, or worked out from one: it may be another one when the others move.
fn is_of_the_whole(list: &List, column: &Column) -> bool {
    match column.origin() {
        ColumnOrigin::Share(_) => true,
        ColumnOrigin::Formula(formula) => {
            let mut named = formula.columns().into_iter().filter_map(|id| list.column(id));
            named.any(|named| matches!(named.origin(), ColumnOrigin::Share(_)))
        }
        ColumnOrigin::Given | ColumnOrigin::Sum(_) | ColumnOrigin::Count => false,
    }
}

/// `Err`, a clause, where a column was none of then, or held something else.
fn fits(then: &List, column: &Column, (form, now): (&Form, Period), was: Period) -> Result<(), String> {
    let name = heading::name(form, &column.heading, now);
    let Some(own) = then.column(&column.id) else {
        return Err(format!("the form of {} has no column `{}` ({name})", was.label(), column.id));
    };
    let (kind, kind_then) = (column.kind.plain(), own.kind.plain());
    if kind != kind_then {
        let (id, is, was_kind) = (&column.id, kind.name(), kind_then.name());
        return Err(format!("`{id}` ({name}) holds {is}, and in {} it held {was_kind}", was.label()));
    }
    if column.unit() != own.unit() {
        let (id, is, was_unit) = (&column.id, column.unit().name(), own.unit().name());
        return Err(format!("`{id}` ({name}) is in {is}, and in {} it was in {was_unit}", was.label()));
    }
    Ok(())
}

/// `Err`, a clause, where what a column says of one year cannot stand for the next one.
fn is_of_any_year(form: &Form, list: &List, column: &Column, (was, now): (Period, Period)) -> Result<(), String> {
    let roles = &form.report.roles;
    let of_year = [&roles.target, &roles.forecast, &roles.achieved, &roles.profile];
    let is_role = list.id == form.report.main_list && of_year.iter().any(|role| role.as_ref() == Some(&column.id));
    let is_headed_by_year =
        heading::fill(form, &column.heading, was, &[]) != heading::fill(form, &column.heading, now, &[]);
    if !(column.is_cumulative() || is_role || is_headed_by_year && column.kind.is_figure()) {
        return Ok(());
    }
    let name = heading::name(form, &column.heading, now);
    Err(format!(
        "{name} is a figure of its year: what it was in {} ({}) cannot stand for {}",
        was.year.label(),
        was.label(),
        now.year.label()
    ))
}

/// `Err`, a clause without its period, where a choice or a placeholder of a row is none any more, or another one.
fn known(list: &List, then: &List, row: &Row) -> Result<(), String> {
    for (id, cell) in &row.cells {
        let (Some(column), Some(own)) = (list.column(id), then.column(id)) else { continue };
        let text = one_line(&cell.text);
        let is_other = match &cell.value {
            Value::Absent(Absent::Code(code)) => {
                column.code(code).map(|(_, code)| code.nil) != own.code(code).map(|(_, code)| code.nil)
            }
            Value::Absent(Absent::Blank) => column.blank() != own.blank(),
            Value::Text(choice) => own.rank(choice).is_some() && column.rank(choice).is_none(),
            _ => false,
        };
        if is_other {
            return Err(format!("'{text}' in `{id}` ({}) means something else to the form than", cell.at));
        }
    }
    Ok(())
}
