//! Positions of earlier periods, as they were published last: the workbook of the newest set of each, read back as the prior period's is.
//! What cannot be read back is told, and never passed over.

use rust_decimal::Decimal;

use super::{Inputs, PriorInputs, hashes, out_of_bounds, own_files};
use crate::collection::manifest::{LAST_RETURN, MANIFEST, Manifest, RESTRICTED_APPENDIX, WORKBOOK};
use crate::collection::{CannotRun, Collection};
use crate::figures::Figures;
use crate::file::{self, sha256};
use crate::form::{Form, Prints};
use crate::money;
use crate::period::{Part, Period};
use crate::progress::Observer;
use crate::reconcile::movement::LARGEST_SUM;
use crate::reconcile::position::Position;
use crate::reconcile::published;
use crate::report::{self, SourceFile};
use crate::returns::files::LIMIT as LARGEST_WORKBOOK;

/// How many closings a trend has, this period's among them.
const CLOSINGS: usize = 4;

/// What was published of an earlier period and cannot be read back.
#[derive(Debug)]
pub(crate) struct NotRead {
    /// The period.
    pub(crate) period: Period,
    /// What was looked at, relative to the collection.
    pub(crate) shown: String,
    /// Why, a clause.
    pub(crate) why: String,
}

/// What is known of periods before the one that is compared with: for a trend, and for how the year before ended.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// The workbooks that were read.
    pub(crate) files: Vec<SourceFile>,
    /// Those that could not be.
    pub(crate) not_read: Vec<NotRead>,
    /// What the report is made of.
    pub(crate) closings: report::Earlier,
    /// How the year before ended, where the period is compared with the budget of its own year.
    pub(crate) last_year: Option<Position>,
}

impl Inputs {
    /// The last periods before this one of which something was published, or that it is compared with: what was published of each but that
    /// one, where the form has a trend; and how the year before ended, behind a budget.
    pub(super) fn earlier(
        collection: &Collection,
        form: &Form,
        period: Period,
        prior: Option<&PriorInputs>,
        observer: &Observer,
    ) -> Result<Earlier, CannotRun> {
        let mut earlier = Earlier::default();
        let compared = prior.map(PriorInputs::period);
        if compared.is_some_and(|budget| budget.part == Part::Budget && budget.year == period.year) {
            earlier.read_last_year(collection, form, period, observer)?;
        }
        if form.pages.trend == Prints::No || form.report.trend.is_empty() {
            return Ok(earlier);
        }
        let mut periods: Vec<Period> =
            collection.published_periods()?.into_iter().chain(compared).filter(|known| *known < period).collect();
        periods.sort();
        periods.dedup();
        for known in periods.into_iter().rev().take(CLOSINGS - 1) {
            let set = collection.sets_of(known)?.into_iter().next().map(|(_, folder)| folder);
            // What the period is compared with is at hand.
            if Some(known) != compared {
                match published_of(collection, form, known, set.as_deref()) {
                    Ok((position, file)) => {
                        earlier.closings.read.push(position);
                        earlier.files.push(file);
                    }
                    Err(not_read) => {
                        earlier.closings.not_read.insert(known);
                        earlier.not_read.push(not_read);
                    }
                }
            }
            let manifest = set.and_then(|folder| Manifest::of(&collection.root.join(folder)).ok().flatten());
            if manifest.as_ref().is_some_and(|manifest| manifest.listed(RESTRICTED_APPENDIX).is_some()) {
                earlier.closings.partly_exempt.insert(known);
            }
            let stood = |manifest: &Manifest| manifest.inputs.iter().any(|input| input.role == LAST_RETURN);
            let stands = match prior {
                Some(PriorInputs::Returns(own)) if own.setting.period == known => !own.returns.last_reported.is_empty(),
                _ => manifest.as_ref().is_some_and(stood),
            };
            if stands {
                earlier.closings.not_updated.insert(known);
            }
            earlier.closings.periods.insert(known);
        }
        Ok(earlier)
    }
}

impl Earlier {
    /// Reads how the year before a period ended: what was published of its last period, else its returns. A year of which there is nothing
    /// at its end is none that anybody can look back at.
    fn read_last_year(
        &mut self,
        collection: &Collection,
        form: &Form,
        period: Period,
        observer: &Observer,
    ) -> Result<(), CannotRun> {
        let is_end = |of: &Period| of.year.next() == period.year && of.months() == 12;
        let published = collection.published_periods()?.into_iter().filter(is_end).max();
        let returned = collection.periods.iter().copied().filter(is_end).max();
        let last = published.max(returned);
        match last {
            Some(last) if Some(last) == published => {
                let set = collection.sets_of(last)?.into_iter().next().map(|(_, folder)| folder);
                match published_of(collection, form, last, set.as_deref()) {
                    Ok((position, file)) => {
                        self.last_year = Some(position);
                        self.files.push(file);
                    }
                    Err(not_read) => self.not_read.push(not_read),
                }
            }
            Some(last) => {
                let inputs = Inputs::as_prior(collection, last, observer)?;
                let own = &inputs.setting.form;
                let figures = Figures::of(own, &inputs.returns).map_err(out_of_bounds)?;
                self.last_year = Some(Position::of(own, last, &figures, hashes(&inputs.returns)));
                let files = own_files(&inputs.setting, &inputs.returns, ["form", "decisions", "earlier return"]);
                self.files.extend(files.into_iter().chain(inputs.as_last_published.iter().cloned()));
            }
            None => {}
        }
        Ok(())
    }
}

/// What stands in the workbook of a period's newest set, and the workbook. `Err` where it cannot be read, or is not what was published.
fn published_of(
    collection: &Collection,
    form: &Form,
    period: Period,
    set: Option<&str>,
) -> Result<(Position, SourceFile), NotRead> {
    let Some(folder) = set else {
        let shown = collection.published(period).unwrap_or_else(|_| period.to_string());
        return Err(NotRead { period, shown, why: "it holds no published set".to_string() });
    };
    let shown = collection.workbook_of(folder);
    read(collection, form, period, folder, &shown).map_err(|why| NotRead { period, shown, why })
}

fn read(
    collection: &Collection,
    form: &Form,
    period: Period,
    folder: &str,
    shown: &str,
) -> Result<(Position, SourceFile), String> {
    let path = collection.root.join(shown);
    if !file::is_there(&path) {
        return Err("it is not there".to_string());
    }
    let bytes = file::read(&path, LARGEST_WORKBOOK).map_err(|why| format!("it cannot be read: {why}"))?;
    let hash = sha256(&bytes);
    // A set that is kept by hand has no list.
    if shown.ends_with(WORKBOOK) {
        let Some(manifest) = Manifest::of(&collection.root.join(folder))? else {
            return Err(format!("its set has no {MANIFEST} by which it could be told from another one"));
        };
        if manifest.listed(WORKBOOK).is_none_or(|listed| listed.sha256 != hash) {
            return Err(format!(
                "it is not the file that was published: its SHA-256 is not the one in {MANIFEST} of its set"
            ));
        }
    }
    let position = published::position(form, shown, &bytes)?;
    if position.period != period {
        return Err(format!(
            "it lies in a folder of {period} ({}), and holds the figures of {} ({})",
            period.label(),
            position.period,
            position.period.label()
        ));
    }
    let adds_up = |(list, column): &(String, String)| {
        let own = position.schemes.iter().filter(|scheme| scheme.list == *list);
        let sum = money::checked_sum(own.map(|scheme| scheme.amount(column).abs()));
        sum.is_some_and(|sum| sum <= Decimal::from(LARGEST_SUM))
    };
    if !form.report.trend.iter().all(adds_up) {
        return Err("its figures are too large to be added up".to_string());
    }
    Ok((position, SourceFile { path: shown.to_string(), sha256: hash, role: "earlier workbook" }))
}
