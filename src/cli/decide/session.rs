//! decisions.toml as it was found, and what another text of it would come to: tried in memory, shown, and written.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::super::ask::Ask;
use crate::check::offers::Way;
use crate::check::show;
use crate::cli::progress::Progress;
use crate::cli::{Outcome, Which, terminal};
use crate::collection::{CannotRun, Collection, because};
use crate::decision::edit::{self, CannotEdit};
use crate::decision::{Clearance, clearance};
use crate::finding::{Counts, Finding, Severity, Status};
use crate::names::{capital, first_of};
use crate::output;
use crate::period::{long_date, read_date};
use crate::pipeline::{Examined, Inputs, Options};
use crate::publish;

/// The mark that Windows editors put in front of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The file's name for messages.
const FILE: &str = "decisions.toml";

/// A collection, and its decisions.toml as it was read once.
pub(super) struct Session {
    pub(super) collection: Collection,
    path: PathBuf,
    /// What was read; `None` where there is no such file.
    bytes: Option<Vec<u8>>,
    /// The same as text, without the mark in front.
    text: String,
    options: Options,
    quiet: bool,
}

/// Another text of decisions.toml.
pub(super) struct Plan {
    text: String,
    /// What of it is new, or was taken out, for a person to see.
    shown: String,
    /// The line where that begins.
    line: u32,
    what: What,
    /// The ids of what was open before; `None` where nobody looked.
    open: Option<BTreeSet<String>>,
}

impl Plan {
    /// The same, knowing what was open before: what is open beside that then was raised by it.
    pub(super) fn beside(self, findings: &[Finding]) -> Plan {
        let open = findings.iter().filter(|finding| finding.blocks()).map(|finding| finding.id.clone());
        Plan { open: Some(open.collect()), ..self }
    }
}

enum What {
    /// An entry that is to settle this finding.
    Settles(String, Way),
    /// A clearance that is to hold; whether somebody named the fingerprint, and what publishes a cleared appendix.
    Clears(bool, String),
    /// Nothing but that an entry is gone.
    TakesOut,
}

impl Session {
    /// Reads decisions.toml, if it can be replaced.
    pub(super) fn open(which: &Which, quiet: bool) -> Result<Session, CannotRun> {
        let collection = Collection::open(&which.collection)?;
        let path = collection.decisions_file();
        output::may_be_written(&path)?;
        let bytes = collection.decisions_bytes()?;
        let text = bytes.as_deref().unwrap_or_default();
        let text = String::from_utf8(text.strip_prefix(MARK).unwrap_or(text).to_vec())
            .map_err(|_| because(format!("{}: it is not UTF-8 text: save it again as UTF-8", path.display())))?;
        // What is examined and what is changed are the same text, whoever writes meanwhile.
        let collection = if bytes.is_some() { collection.with_decisions(&text)? } else { collection };
        Ok(Session { collection, path, bytes, text, options: which.options()?, quiet })
    }

    /// The period and the one before, as decisions.toml stands.
    pub(super) fn read(&self) -> Result<(Inputs, Progress), CannotRun> {
        read(&self.collection, &self.options, self.quiet)
    }

    /// An entry behind all others, which is to settle a finding.
    pub(super) fn added(&self, entry: &str, (finding, way): (&Finding, Way)) -> Plan {
        let added = edit::appended(&self.text, entry);
        Plan {
            text: added.text,
            shown: entry.to_string(),
            line: added.line,
            what: What::Settles(finding.id.clone(), way),
            open: None,
        }
    }

    /// The entry in this line with other values.
    pub(super) fn changed(
        &self,
        line: u32,
        changes: &[(&str, String)],
        (finding, way): (&Finding, Way),
    ) -> Result<Plan, CannotRun> {
        let text = edit::replaced(&self.text, line, changes).map_err(|why| because(why.to_string()))?;
        let shown = edit::entry_at(&text, line).unwrap_or_default().to_string();
        Ok(Plan { text, shown, line, what: What::Settles(finding.id.clone(), way), open: None })
    }

    /// A clearance behind all other entries.
    pub(super) fn cleared(&self, entry: &str, is_named: bool, publishing: String) -> Plan {
        let added = edit::appended(&self.text, entry);
        Plan {
            text: added.text,
            shown: entry.to_string(),
            line: added.line,
            what: What::Clears(is_named, publishing),
            open: None,
        }
    }

    /// The file without its last entry.
    pub(super) fn without_last(&self) -> Result<Plan, CannotRun> {
        let taken = edit::without_last(&self.text).map_err(|why| match why {
            CannotEdit::NoEntry => because(format!("{why}, so there is nothing to take back")),
            // Reading it says in which line, and why.
            CannotEdit::NoToml => self.read().err().unwrap_or_else(|| because(why.to_string())),
            CannotEdit::InList(_) => because(why.to_string()),
        })?;
        Ok(Plan { text: taken.text, shown: taken.entry, line: taken.line, what: What::TakesOut, open: None })
    }

    /// Shows what is to be written, tries it, asks whether it shall be, and writes it.
    pub(super) fn carry_out(&self, plan: &Plan, ask: Option<&mut Ask<'_>>) -> Result<Outcome, CannotRun> {
        if !self.quiet || ask.is_some() {
            let shown: String = plan.shown.lines().map(|line| format!("{}\n", show::plain(line))).collect();
            let what = match plan.what {
                What::Settles(..) | What::Clears(..) => "To be written to",
                What::TakesOut => "To be taken out of",
            };
            terminal::say(&format!("{what} {FILE}, from line {}:\n\n{shown}", plan.line));
            terminal::say("");
        }
        let (counts, comes_to, raised) = match self.tried(plan)? {
            Tried::Does { counts, comes_to, raised } => (counts, comes_to, raised),
            Tried::DoesNot(why) => {
                let would_not = match plan.what {
                    What::Clears(..) => "clear the appendix",
                    What::Settles(..) | What::TakesOut => "settle it",
                };
                nothing_written(&format!("this would not {would_not}.\n{why}"));
                return Ok(Outcome::NotDone);
            }
        };
        let mut after = None;
        let question = match plan.what {
            What::Clears(false, _) => {
                format!("Does the page that was cleared end with this fingerprint, and is it to be written to {FILE}?")
            }
            What::Settles(..) | What::Clears(true, _) => format!("Write this to {FILE}?"),
            What::TakesOut => format!("Take this out of {FILE}?"),
        };
        if let Some(ask) = ask {
            if let Some(raised) = &raised {
                ask.say(&format!("With it, {raised}"));
            }
            if !ask.yes(&question) {
                terminal::say("Nothing was written.");
                return Ok(Outcome::NotDone);
            }
        } else if let Some(raised) = &raised {
            after = Some(format!("With it, {raised}"));
        }
        let marked = self.bytes.as_deref().is_some_and(|bytes| bytes.starts_with(MARK));
        let mark = if marked { MARK } else { &[] };
        output::replace_file(&self.path, self.bytes.as_deref(), &[mark, plan.text.as_bytes()].concat())?;
        if !self.quiet {
            let done = match plan.what {
                What::Settles(..) | What::Clears(..) => "Written to",
                What::TakesOut => "Taken out of",
            };
            terminal::say(&format!("{done} {}. {}", self.path.display(), show::counts(&counts)));
            if let Some(comes_to) = comes_to {
                terminal::say(&show::wrapped(&comes_to, show::WIDTH));
            }
        }
        // Whoever wants to hear nothing must hear what is still to be done for it.
        if let Some(after) = after {
            terminal::say(&show::wrapped(&after, show::WIDTH));
        }
        Ok(Outcome::Final)
    }

    /// What would come of it.
    fn tried(&self, plan: &Plan) -> Result<Tried, CannotRun> {
        let collection = self.collection.with_decisions(&plan.text)?;
        let (inputs, progress) = match (read(&collection, &self.options, self.quiet), &plan.what) {
            (Ok(read), _) => read,
            // The lines are those of a text that nobody has seen.
            (Err(CannotRun::Faults(faults)), What::Settles(..) | What::Clears(..)) => {
                let why: Vec<String> = faults.into_iter().map(|fault| sentence(&fault.message)).collect();
                return Ok(Tried::DoesNot(why.join("\n")));
            }
            (Err(error), _) => return Err(error),
        };
        let examined = inputs.examine()?;
        progress.end();
        let findings = &examined.findings;
        let counts = Counts::of(findings);
        Ok(match &plan.what {
            What::Settles(id, way) => match unsettled(findings, id, *way, plan) {
                Some(why) => Tried::DoesNot(why),
                None => Tried::Does {
                    counts,
                    comes_to: left_open(findings, id),
                    raised: plan.open.as_ref().and_then(|open| raised(findings, open)),
                },
            },
            What::Clears(_, publishing) => match not_cleared(&examined, plan)? {
                Some(why) => Tried::DoesNot(why),
                None => Tried::Does { counts, comes_to: Some(now_cleared(&examined, publishing)?), raised: None },
            },
            What::TakesOut => Tried::Does { counts, comes_to: None, raised: None },
        })
    }
}

enum Tried {
    /// It does what it is for.
    Does {
        /// What is open then.
        counts: Counts,
        /// What else is to be said of it.
        comes_to: Option<String>,
        /// What is open that was not before: a clause.
        raised: Option<String>,
    },
    /// Why not.
    DoesNot(String),
}

/// Says why nothing was written, in lines.
pub(super) fn nothing_written(why: &str) {
    let lines: Vec<String> =
        format!("Nothing was written: {why}").lines().map(|line| show::wrapped(line, show::WIDTH)).collect();
    terminal::say(&lines.join("\n"));
}

/// What is open that was not before: 'an error is open that was not before: `column-total:adults:target`. `piperoll check` says more.'
fn raised(findings: &[Finding], before: &BTreeSet<String>) -> Option<String> {
    let new: Vec<&Finding> =
        findings.iter().filter(|finding| finding.blocks() && !before.contains(&finding.id)).collect();
    let ids: Vec<String> = new.iter().map(|finding| format!("`{}`", show::plain(&finding.id))).collect();
    let of = |severity: Severity| new.iter().filter(|finding| finding.severity == severity).count();
    let one_or_more = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {many}")),
    };
    let errors = one_or_more(of(Severity::Error), "error", "errors");
    let queries = one_or_more(of(Severity::Query), "query", "queries");
    let what = errors.into_iter().chain(queries).collect::<Vec<_>>().join(" and ");
    let are = if new.len() == 1 { "is open that was" } else { "are open that were" };
    let ids = first_of(&ids, ", ", IDS_SAID);
    (!new.is_empty()).then(|| format!("{what} {are} not before: {ids}. `piperoll check` says what to do."))
}

/// So many ids are said in a line.
const IDS_SAID: usize = 6;

/// What is said of a finding that stays open in what is published.
fn left_open(findings: &[Finding], id: &str) -> Option<String> {
    let left = findings.iter().find(|finding| finding.id == id && finding.status == Status::OpenAtPublication)?;
    let due = left.explained_by.as_ref()?.due.as_deref()?;
    let due = read_date(due).map_or(due.to_string(), long_date);
    Some(format!("`{id}` is left open at publication: the first page says so, and that it is answered by {due}."))
}

/// Why the clearance of a plan does not hold, if it does not.
fn not_cleared(examined: &Examined<'_>, plan: &Plan) -> Result<Option<String>, CannotRun> {
    let open: Vec<String> = examined.findings.iter().filter(|finding| finding.blocks()).map(told).collect();
    if !open.is_empty() {
        return Ok(Some(open.join("\n")));
    }
    let setting = &examined.inputs.setting;
    let meta = examined.report()?.meta;
    let is_own = |known: &&Clearance| known.at.line == Some(plan.line);
    let own = setting.decisions.clearances_of(setting.period).find(is_own);
    let stands = |own: &Clearance| {
        let mut by = meta.cleared_by.iter().filter(|by| setting.form.same_role(&by.role, &own.role));
        own.clears(&meta.fingerprint) && by.any(|by| by.initials == own.initials.trim())
    };
    let holds = own.is_some_and(stands);
    Ok((!holds).then(|| format!("The appendix has the fingerprint {} now.", clearance::printed(&meta.fingerprint))))
}

/// What is still wanting, or how what has been cleared is published.
fn now_cleared(examined: &Examined<'_>, publishing: &str) -> Result<String, CannotRun> {
    let Inputs { setting, .. } = examined.inputs;
    let meta = examined.report()?.meta;
    Ok(match publish::wanting(&setting.form, &meta.cleared_by).as_slice() {
        [] => format!(
            "The appendix of {} has been cleared as it stands ({}): {publishing} publishes it.",
            setting.period, meta.fingerprint_printed
        ),
        roles => format!("It is recorded; the clearance by {} is still wanting.", roles.join(" and by ")),
    })
}

/// Why the entry of a plan does not settle a finding, if it does not.
fn unsettled(findings: &[Finding], id: &str, way: Way, plan: &Plan) -> Option<String> {
    let lines = plan.line..plan.line.saturating_add(u32::try_from(plan.shown.lines().count()).unwrap_or(u32::MAX));
    let own =
        |finding: &&Finding| &*finding.at.file == FILE && finding.at.line.is_some_and(|line| lines.contains(&line));
    let refused = || findings.iter().filter(own).filter(|finding| finding.status == Status::Open);
    let is_it = |finding: &&Finding| finding.id == id || finding.id.strip_suffix(":set-aside") == Some(id);
    let open = || findings.iter().filter(is_it).find(|finding| finding.status == Status::Open);
    let is_settled = match way {
        Way::Explain | Way::SetAside | Way::OutsideControl | Way::LeaveOpen => {
            let by = |finding: &Finding| finding.explained_by.as_ref().is_some_and(|by| lines.contains(&by.line));
            // By a role that may not it settles nothing either.
            findings.iter().filter(is_it).any(by) && refused().all(|finding| finding.severity != Severity::Error)
        }
        Way::Match | Way::ChangeRequest => {
            open().is_none() && refused().all(|finding| finding.severity == Severity::Note)
        }
        // A second period running is asked about, and by itself.
        // So it is with what is brought forward and in no return.
        Way::NotUpdated | Way::NewYear => {
            open().is_none() && refused().all(|finding| finding.severity != Severity::Error)
        }
    };
    if is_settled {
        return None;
    }
    let own: Vec<&Finding> = refused().collect();
    let own = if own.is_empty() { open().into_iter().collect() } else { own };
    match own.into_iter().map(told).collect::<Vec<_>>() {
        own if own.is_empty() => Some(format!("With it there is no finding `{id}` that it could answer.")),
        own => Some(own.join("\n")),
    }
}

/// What a finding says, and what to do.
fn told(finding: &Finding) -> String {
    let words = finding.help.lines().next().unwrap_or_default();
    format!("{} {}", sentence(&show::plain(&finding.message)), show::plain(words))
}

/// A message as a sentence.
fn sentence(message: &str) -> String {
    let message = capital(message.trim());
    if message.ends_with(['.', '?', '!']) { message } else { message + "." }
}

/// What was read, and the line of progress, which ends when that is examined.
fn read(collection: &Collection, options: &Options, quiet: bool) -> Result<(Inputs, Progress), CannotRun> {
    let progress = Progress::new(quiet);
    let options = Options { observer: progress.observer(), ..options.clone() };
    Ok((Inputs::read(collection, &options)?, progress))
}
