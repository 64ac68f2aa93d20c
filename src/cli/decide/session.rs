//! decisions.toml as it was found, and what another text of it would come to: tried in memory, shown, and written.

use std::path::PathBuf;

use super::ask::Ask;
use crate::check::offers::Way;
use crate::check::show;
use crate::cli::progress::Progress;
use crate::cli::{Outcome, Which, terminal};
use crate::collection::{CannotRun, Collection, because};
use crate::decision::edit::{self, CannotEdit};
use crate::finding::{Counts, Finding, Severity, Status};
use crate::names::capital;
use crate::output;
use crate::pipeline::{Inputs, Options};

/// The mark that Windows editors put in front of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The file's name for messages.
const FILE: &str = "decisions.toml";

/// A collection, and its decisions.toml as it was read once.
pub(super) struct Session {
    collection: Collection,
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
}

enum What {
    /// An entry that is to settle this finding.
    Settles(String, Way),
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
        Ok(Plan { text, shown, line, what: What::Settles(finding.id.clone(), way) })
    }

    /// The file without its last entry.
    pub(super) fn without_last(&self) -> Result<Plan, CannotRun> {
        let taken = edit::without_last(&self.text).map_err(|why| match why {
            CannotEdit::NoEntry => because(format!("{why}, so there is nothing to take back")),
            // Reading it says in which line, and why.
            CannotEdit::NoToml => self.read().err().unwrap_or_else(|| because(why.to_string())),
            CannotEdit::InList(_) => because(why.to_string()),
        })?;
        Ok(Plan { text: taken.text, shown: taken.entry, line: taken.line, what: What::TakesOut })
    }

    /// Shows what is to be written, tries it, asks whether it shall be, and writes it.
    pub(super) fn carry_out(&self, plan: &Plan, ask: Option<&mut Ask<'_>>) -> Result<Outcome, CannotRun> {
        if !self.quiet || ask.is_some() {
            let shown: String = plan.shown.lines().map(|line| format!("{}\n", show::plain(line))).collect();
            let what = match plan.what {
                What::Settles(..) => "To be written to",
                What::TakesOut => "To be taken out of",
            };
            terminal::say(&format!("{what} {FILE}, from line {}:\n\n{shown}", plan.line));
            terminal::say("");
        }
        let counts = match self.tried(plan)? {
            Tried::Settles(counts) => counts,
            Tried::DoesNot(why) => {
                let why: Vec<String> = why.lines().map(|line| show::wrapped(line, show::WIDTH)).collect();
                terminal::say(&format!("Nothing was written: this would not settle it.\n{}", why.join("\n")));
                return Ok(Outcome::NotDone);
            }
        };
        let question = match plan.what {
            What::Settles(..) => format!("Write this to {FILE}?"),
            What::TakesOut => format!("Take this out of {FILE}?"),
        };
        if ask.is_some_and(|ask| !ask.yes(&question)) {
            terminal::say("Nothing was written.");
            return Ok(Outcome::NotDone);
        }
        let marked = self.bytes.as_deref().is_some_and(|bytes| bytes.starts_with(MARK));
        let mark = if marked { MARK } else { &[] };
        output::replace_file(&self.path, self.bytes.as_deref(), &[mark, plan.text.as_bytes()].concat())?;
        if !self.quiet {
            let done = match plan.what {
                What::Settles(..) => "Written to",
                What::TakesOut => "Taken out of",
            };
            terminal::say(&format!("{done} {}. {}", self.path.display(), show::counts(&counts)));
        }
        Ok(Outcome::Final)
    }

    /// What would come of it.
    fn tried(&self, plan: &Plan) -> Result<Tried, CannotRun> {
        let collection = self.collection.with_decisions(&plan.text)?;
        let (inputs, progress) = match (read(&collection, &self.options, self.quiet), &plan.what) {
            (Ok(read), _) => read,
            // The lines are those of a text that nobody has seen.
            (Err(CannotRun::Faults(faults)), What::Settles(..)) => {
                let why: Vec<String> = faults.into_iter().map(|fault| sentence(&fault.message)).collect();
                return Ok(Tried::DoesNot(why.join("\n")));
            }
            (Err(error), _) => return Err(error),
        };
        let findings = inputs.examine()?.findings;
        progress.end();
        Ok(match &plan.what {
            What::Settles(id, way) => match unsettled(&findings, id, *way, plan) {
                Some(why) => Tried::DoesNot(why),
                None => Tried::Settles(Counts::of(&findings)),
            },
            What::TakesOut => Tried::Settles(Counts::of(&findings)),
        })
    }
}

enum Tried {
    Settles(Counts),
    /// Why not.
    DoesNot(String),
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
        Way::Explain | Way::SetAside => {
            let by = |finding: &Finding| finding.explained_by.as_ref().is_some_and(|by| lines.contains(&by.line));
            findings.iter().filter(is_it).any(by)
        }
        Way::Match | Way::ChangeRequest => {
            open().is_none() && refused().all(|finding| finding.severity == Severity::Note)
        }
    };
    if is_settled {
        return None;
    }
    let told: Vec<&Finding> = refused().collect();
    let told = if told.is_empty() { open().into_iter().collect() } else { told };
    let say = |finding: &&Finding| {
        let words = finding.help.lines().next().unwrap_or_default();
        format!("{} {}", sentence(&show::plain(&finding.message)), show::plain(words))
    };
    match told.iter().map(say).collect::<Vec<_>>() {
        told if told.is_empty() => Some(format!("With it there is no finding `{id}` that it could answer.")),
        told => Some(told.join("\n")),
    }
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
