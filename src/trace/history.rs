//! What there is of each period: its returns, worked out and reconciled, and the sets that were published of it.

use crate::collection::manifest::{Manifest, WORKBOOK};
use crate::collection::{CannotRun, Collection};
use crate::decision::{Decisions, clearance};
use crate::figures::Item;
use crate::file::{self, sha256};
use crate::form::Form;
use crate::period::Period;
use crate::pipeline::{Examined, Inputs, Options};
use crate::reconcile::position::{Position, Scheme};
use crate::reconcile::published::{self, Published};
use crate::reconcile::{Pair, matching};
use crate::returns::files::LIMIT as LARGEST_WORKBOOK;

/// Everything that was read of a collection, period by period, the oldest first.
#[derive(Debug)]
pub struct History {
    /// The collection's name.
    pub(super) collection: String,
    periods: Vec<Read>,
}

/// What was read of a period.
#[derive(Debug)]
struct Read {
    period: Period,
    inputs: Option<Inputs>,
    /// The form, for a period of which there are sets alone.
    form: Form,
    decisions: Decisions,
    sets: Vec<SetRead>,
    not_read: Vec<String>,
}

/// A published set, as read.
#[derive(Debug)]
pub(super) struct SetRead {
    pub(super) number: u32,
    /// Relative to the collection.
    pub(super) folder: String,
    pub(super) fingerprint: Option<String>,
    pub(super) manifest: Option<Manifest>,
    pub(super) said: Published,
}

/// A period, worked out.
#[derive(Debug)]
pub(super) struct Seen<'h> {
    pub(super) period: Period,
    pub(super) form: &'h Form,
    pub(super) decisions: &'h Decisions,
    /// None where its returns are not there, or cannot be read.
    pub(super) examined: Option<Examined<'h>>,
    pub(super) position: Position,
    pub(super) sets: &'h [SetRead],
    /// Which schemes of each set are which of the position.
    of_sets: Vec<Vec<Pair>>,
    /// Which of its schemes are which of the period before it.
    back: Vec<Pair>,
    pub(super) not_read: Vec<String>,
}

impl History {
    /// Reads every period of a collection up to the one asked about. What is wrong with an earlier one is told with it.
    ///
    /// # Errors
    ///
    /// If the period asked about cannot be read.
    pub fn read(collection: &Collection, options: &Options) -> Result<History, CannotRun> {
        let last = collection.period(options.period)?;
        let mut all = collection.periods.clone();
        all.extend(collection.published_periods()?);
        all.retain(|period| *period <= last);
        all.sort();
        all.dedup();
        let mut periods = Vec::new();
        for period in all {
            let setting = collection.setting(period)?;
            let mut not_read = Vec::new();
            let own = Options {
                period: Some(period),
                prior: options.prior.clone().filter(|_| period == last),
                observer: options.observer.clone(),
                no_pdf: true,
                ..Options::default()
            };
            let inputs = match collection.periods.contains(&period).then(|| Inputs::read(collection, &own)) {
                Some(Err(error)) if period != last => {
                    not_read.push(format!("Its returns could not be followed: {error}."));
                    None
                }
                read => read.transpose()?,
            };
            let (mut sets, mut unread) = (Vec::new(), Vec::new());
            for (number, folder) in collection.sets_of(period)?.into_iter().rev() {
                match set(collection, &setting.form, period, number, &folder) {
                    Ok(set) => sets.push(set),
                    Err(why) => unread.push(format!("The set {folder} cannot be looked into: {why}.")),
                }
            }
            not_read.extend(unread);
            periods.push(Read { period, inputs, form: setting.form, decisions: setting.decisions, sets, not_read });
        }
        Ok(History { collection: collection.name.clone(), periods })
    }

    /// Works out what was read.
    pub(super) fn seen(&self) -> Result<Vec<Seen<'_>>, CannotRun> {
        let mut all: Vec<Seen<'_>> = Vec::new();
        for (number, read) in self.periods.iter().enumerate() {
            let mut not_read = read.not_read.clone();
            let examined = match read.inputs.as_ref().map(Inputs::examine) {
                Some(Err(error)) if number.saturating_add(1) < self.periods.len() => {
                    not_read.push(format!("Its returns could not be followed: {error}."));
                    None
                }
                examined => examined.transpose()?,
            };
            let form = read.inputs.as_ref().map_or(&read.form, |inputs| &inputs.setting.form);
            let position = match (&examined, read.sets.last()) {
                (Some(examined), _) => {
                    Position::of(form, read.period, &examined.figures, std::collections::BTreeMap::new())
                }
                (None, Some(set)) => set.said.position.clone(),
                (None, None) => Position {
                    period: read.period,
                    schemes: Vec::new(),
                    whole: None,
                    not_known: std::collections::BTreeSet::new(),
                    files: std::collections::BTreeMap::new(),
                },
            };
            let same =
                |set: &SetRead| matching::matched(form, &Decisions::default(), &set.said.position, &position).pairs;
            let of_sets = read.sets.iter().map(same).collect();
            let back = all.last().map_or_else(Vec::new, |before: &Seen<'_>| {
                matching::matched(form, &read.decisions, &before.position, &position).pairs
            });
            all.push(Seen {
                period: read.period,
                form,
                decisions: &read.decisions,
                examined,
                position,
                sets: &read.sets,
                of_sets,
                back,
                not_read,
            });
        }
        Ok(all)
    }
}

/// Reads a set; `Err` says why it cannot be, in a clause.
fn set(collection: &Collection, form: &Form, period: Period, number: u32, folder: &str) -> Result<SetRead, String> {
    let root = collection.root.join(folder);
    let manifest = Manifest::of(&root)?;
    let shown = collection.workbook_of(folder);
    let bytes = file::read(&collection.root.join(&shown), LARGEST_WORKBOOK)
        .map_err(|why| format!("{shown} cannot be read: {why}"))?;
    let listed = manifest.as_ref().and_then(|manifest| manifest.listed(WORKBOOK));
    if listed.is_some_and(|listed| listed.sha256 != sha256(&bytes)) {
        return Err(format!("{shown} is not the file that was published (`piperoll verify` says what else differs)"));
    }
    // The form may have other columns by now; the set has a copy of the one that it was made by.
    let then = manifest.as_ref().and_then(|manifest| form_then(&root, manifest, period));
    let said = published::published(then.as_ref().unwrap_or(form), &shown, &bytes)?;
    if said.position.period != period {
        return Err(format!("{shown} holds the figures of {}", said.position.period));
    }
    let fingerprint = manifest.as_ref().map(|manifest| clearance::printed(&manifest.fingerprint));
    Ok(SetRead {
        number,
        folder: folder.to_string(),
        fingerprint: fingerprint.or_else(|| said.fingerprint.clone()),
        manifest,
        said,
    })
}

/// The form that a set was made by, from its copy.
fn form_then(set: &std::path::Path, manifest: &Manifest, period: Period) -> Option<Form> {
    let input = manifest.inputs.iter().find(|input| input.role == "form")?;
    // A list that was tampered with leads nowhere else.
    if manifest.listed(&input.copy).is_none() || input.copy.split('/').any(|part| part == "..") {
        return None;
    }
    let limit = file::Limit { bytes: 1024 * 1024, mend: "put back the one that was published" };
    let text = file::read_text(&set.join(&input.copy), limit).ok()?;
    Form::parse_in(&input.path, &text, period).ok()
}

impl<'h> Seen<'h> {
    /// The schemes of the period before that became these, by their places in its position.
    pub(super) fn before(&self, schemes: &[usize]) -> Vec<usize> {
        let pairs = self.back.iter().filter(|pair| pair.after.iter().any(|scheme| schemes.contains(scheme)));
        sorted(pairs.flat_map(|pair| pair.before.iter().copied()))
    }

    /// The schemes that those of the period before became.
    pub(super) fn after(&self, schemes: &[usize]) -> Vec<usize> {
        let pairs = self.back.iter().filter(|pair| pair.before.iter().any(|scheme| schemes.contains(scheme)));
        sorted(pairs.flat_map(|pair| pair.after.iter().copied()))
    }

    /// Each set with the scheme in it that is this one, if it has it.
    pub(super) fn in_sets(&self, scheme: usize) -> impl Iterator<Item = (&'h SetRead, Option<&'h Scheme>)> {
        self.sets.iter().zip(&self.of_sets).map(move |(set, pairs)| {
            let own = pairs.iter().find(|pair| pair.after.contains(&scheme));
            let there =
                own.and_then(|pair| pair.before.first()).and_then(|index| set.said.position.schemes.get(*index));
            (set, there)
        })
    }

    /// The item of a scheme.
    pub(super) fn item(&self, scheme: &Scheme) -> Option<&Item<'h>> {
        let list = self.examined.as_ref()?.figures.list(&scheme.list)?;
        let is_it = |item: &&Item<'_>| item.row.is_some_and(|row| row.at == scheme.at) && item.key == scheme.key;
        list.all.every_item().into_iter().find(is_it)
    }
}

fn sorted(schemes: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut schemes: Vec<usize> = schemes.collect();
    schemes.sort_unstable();
    schemes.dedup();
    schemes
}
