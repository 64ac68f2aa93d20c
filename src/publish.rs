//! A cleared appendix as a published set: what everybody may have, what the council keeps, and copies of all that it was made from. A set is
//! never written to again; a correction is another one.

use std::path::{Path, PathBuf};

use crate::collection::manifest::{
    APPENDIX, Cleared, FINDINGS, INPUTS, Input, Listed, MANIFEST, Manifest, PUBLIC_WORKBOOK, RESTRICTED_APPENDIX,
    SCHEMA, Superseded, WORKBOOK,
};
use crate::collection::{CannotRun, Collection, because};
use crate::file::{self, Limit, sha256};
use crate::finding::Counts;
use crate::form::{Form, May};
use crate::output;
use crate::pipeline::{Built, Inputs, PriorInputs};
use crate::render::{Audience, xlsx};
use crate::report::{ClearedBy, SourceFile, Stage};
use crate::returns::files::LIMIT as LARGEST_WORKBOOK;

/// Where the copy of a workbook goes that lies outside the collection.
const PRIOR: &str = "prior";

/// The last number but one that a set can have.
const MOST_SETS: u32 = 10_000;

/// Why what was built cannot be published, as a sentence with what to do; none if it can.
pub fn refusal(
    collection: &Collection,
    inputs: &Inputs,
    built: &Built,
    by: Option<&str>,
) -> Result<Option<String>, CannotRun> {
    let period = inputs.setting.period;
    let form = &inputs.setting.form;
    let sets = collection.sets_of(period)?;
    let counts = Counts::of(&built.report.findings);
    if let Some(why) = wrong_base(collection, inputs)? {
        return Ok(Some(why));
    }
    if let (Stage::Cleared, Err(why)) = (built.report.meta.stage, &built.public) {
        return Ok(Some(format!("Not published. {why}")));
    }
    Ok(match (built.report.meta.stage, sets.first(), inputs.revision.as_ref(), by) {
        (Stage::Draft, ..) => {
            let open = match (counts.error, counts.query) {
                (0, _) => "queries are open",
                (_, 0) => "errors are open",
                _ => "errors and queries are open",
            };
            Some(format!(
                "Not published: {open}. Mend or answer them; a query may stay open if who clears the appendix says so \
                 ([[open_at_publication]])."
            ))
        }
        (Stage::ForClearance, ..) => Some(format!(
            "Not published: it has not been cleared as it stands ({}). Show it to {}, and record the clearance with its fingerprint, {}: \
             `piperoll decide {} --clear`.",
            said_wanting(inputs, built),
            who_clears(inputs),
            built.report.meta.fingerprint_printed,
            collection.root.display()
        )),
        (Stage::Cleared, Some((number, folder)), None, _) => Some(format!(
            "Not published: {folder} was published for {period} already, and is never overwritten. If this is a correction of it, add \
             --supersedes {number} --reason \"why\"."
        )),
        (Stage::Cleared, _, _, None) if !form.deciders.is_empty() => Some(format!(
            "Not published: the form says which roles may publish ({}); say which one does by --by.",
            who_publishes(form)
        )),
        (Stage::Cleared, _, _, Some(by)) if !form.lets(by, May::Publish) => {
            Some(format!("Not published: '{by}' may not publish the appendix; {} may.", who_publishes(form)))
        }
        (Stage::Cleared, ..) => None,
    })
}

fn who_publishes(form: &Form) -> String {
    let who = form.who_may(May::Publish);
    if who.is_empty() { "no [[role]] has \"publish\"".to_string() } else { who.join(" or ") }
}

/// Why a period that is compared with something else than its own prior period is not published, as a sentence; none if it is not so.
fn wrong_base(collection: &Collection, inputs: &Inputs) -> Result<Option<String>, CannotRun> {
    let period = inputs.setting.period;
    let (prior, is_returns) = match &inputs.prior {
        Some(PriorInputs::Returns(prior)) => (prior.setting.period, true),
        Some(PriorInputs::Workbook { position, .. }) => (position.period, false),
        None => return Ok(None),
    };
    if prior >= period {
        return Ok(Some(format!(
            "Not published: it is compared with {prior}, which is no earlier period than {period}. Leave --prior out, or name an earlier one."
        )));
    }
    Ok(match collection.sets_of(prior)?.first() {
        Some((_, set)) if is_returns => Some(format!(
            "Not published: it is compared with the returns of {prior}, and {set} was published of that period. Leave --prior out."
        )),
        _ => None,
    })
}

/// The roles that must clear an appendix, and have not.
pub(crate) fn wanting<'f>(form: &'f Form, cleared_by: &[ClearedBy]) -> Vec<&'f str> {
    let is_wanting = |role: &&String| !cleared_by.iter().any(|by| form.same_role(&by.role, role));
    form.clearance.by.iter().filter(is_wanting).map(String::as_str).collect()
}

fn said_wanting(inputs: &Inputs, built: &Built) -> String {
    match wanting(&inputs.setting.form, &built.report.meta.cleared_by).as_slice() {
        [] => "nobody who may has cleared it".to_string(),
        missing => format!("the clearance by {} is wanting", missing.join(" and by ")),
    }
}

fn who_clears(inputs: &Inputs) -> String {
    let form = &inputs.setting.form;
    match form.clearance.by.as_slice() {
        [] => form.who_may(May::Clear).join(" or "),
        by => by.join(" and "),
    }
}

/// The workbook for everybody. `Err` too where there is none.
pub fn public_workbook(built: &Built) -> Result<Vec<u8>, CannotRun> {
    let public = built.public.as_ref().map_err(|why| because(why.to_string()))?;
    xlsx::xlsx(public, Audience::Public).map_err(|error| because(error.to_string()))
}

/// appendix.pdf for everybody, where one was made: without what is exempt.
pub fn public_pdf(built: &Built) -> Option<&[u8]> {
    if built.report.exempt.is_empty() { built.pdf.as_deref() } else { built.public_pdf.as_deref() }
}

/// Publishes what was built. Gives the folder of the set.
///
/// # Errors
///
/// If a file that it was made from is another one by now, or the set cannot be written. Nothing has changed then.
pub fn publish(
    collection: &Collection,
    inputs: &Inputs,
    built: &Built,
    by: Option<&str>,
    say: &dyn Fn(&str),
) -> Result<PathBuf, CannotRun> {
    let Some(pdf) = public_pdf(built) else {
        return Err(because("what is published holds appendix.pdf, which was not made".to_string()));
    };
    let period = inputs.setting.period;
    let sets = collection.sets_of(period)?;
    let number = sets.first().map_or(1, |(number, _)| number.saturating_add(1).min(MOST_SETS));
    let public = public_workbook(built)?;
    let mut files: Vec<(String, Vec<u8>)> = vec![
        (APPENDIX.to_string(), pdf.to_vec()),
        (PUBLIC_WORKBOOK.to_string(), public),
        (WORKBOOK.to_string(), built.xlsx.clone()),
        (FINDINGS.to_string(), built.json.clone().into_bytes()),
    ];
    // What is exempt stands in the council's own appendix alone.
    if let Some(whole) = built.pdf.as_ref().filter(|_| !built.report.exempt.is_empty()) {
        files.push((RESTRICTED_APPENDIX.to_string(), whole.clone()));
    }
    let mut made_from = Vec::new();
    for file in inputs.files() {
        let (copy, bytes) = copy_of(collection, inputs, &file)?;
        made_from.push(Input { path: file.path, role: file.role.to_string(), sha256: file.sha256, copy: copy.clone() });
        files.push((copy, bytes));
    }
    let meta = &built.report.meta;
    let listed = files.iter().map(|(path, bytes)| Listed {
        path: path.clone(),
        bytes: bytes.len() as u64,
        sha256: sha256(bytes),
    });
    let cleared = meta.cleared_by.iter().map(|by| Cleared {
        role: by.role.clone(),
        initials: by.initials.clone(),
        date: by.date.clone(),
    });
    let manifest = Manifest {
        schema: SCHEMA,
        collection: inputs.collection.clone(),
        period: period.to_string(),
        number,
        fingerprint: meta.fingerprint.clone(),
        program: env!("CARGO_PKG_VERSION").to_string(),
        compared_with: inputs.compared_with().unwrap_or_default(),
        supersedes: inputs
            .revision
            .as_ref()
            .map(|revision| Superseded { number: revision.number, reason: revision.reason.clone() }),
        published_by: by.map(str::to_string),
        cleared_by: cleared.collect(),
        files: listed.collect(),
        inputs: made_from,
    };
    files.push((MANIFEST.to_string(), manifest.json().into_bytes()));
    let folder = collection.root.join(collection.published(period)?);
    output::write_once(&folder, &number.to_string(), &files, say)
}

/// The bytes of a file that was read, and where their copy goes. What was read and what lies there must be the same.
fn copy_of(collection: &Collection, inputs: &Inputs, file: &SourceFile) -> Result<(String, Vec<u8>), CannotRun> {
    let prior = match &inputs.prior {
        Some(PriorInputs::Returns(prior)) => prior.setting.files.as_slice(),
        _ => &[],
    };
    let known = inputs.setting.files.iter().chain(prior).find(|(path, _)| *path == file.path);
    if let Some((path, bytes)) = known {
        return Ok((format!("{INPUTS}/{path}"), bytes.clone()));
    }
    let (path, place) = match &inputs.prior {
        Some(PriorInputs::Workbook { file: own, path, .. }) if own.path == file.path => {
            (path.clone(), place_of(&own.path))
        }
        _ => (collection.root.join(&file.path), file.path.clone()),
    };
    let bytes = read(&path, LARGEST_WORKBOOK, &file.path)?;
    if sha256(&bytes) != file.sha256 {
        return Err(because(format!(
            "{} has changed since it was read, so that it is not what was cleared: build again",
            file.path
        )));
    }
    Ok((format!("{INPUTS}/{place}"), bytes))
}

/// Where the copy of a prior workbook goes: where it lies in the collection, else to a folder of its own.
fn place_of(path: &str) -> String {
    if path.contains('/') { path.to_string() } else { format!("{PRIOR}/{path}") }
}

fn read(path: &Path, limit: Limit, shown: &str) -> Result<Vec<u8>, CannotRun> {
    file::read(path, limit).map_err(|why| because(format!("{shown} cannot be copied into the set: {why}")))
}
