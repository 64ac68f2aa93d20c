//! `piperoll decide --clear`: a record that somebody has cleared the appendix as it stands.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::ask::Ask;
use super::Decide;
use super::given::Given;
use super::missing::{About, Missing};
use super::session::{Plan, Session, nothing_written};
use crate::check::show;
use crate::collection::{CannotRun, because};
use crate::decision::{Clearance, clearance};
use crate::file;
use crate::finding::Counts;
use crate::form::{Form, May};
use crate::source::Place;

/// What goes with clearing alone.
#[derive(Debug, Args)]
pub(super) struct Clearing {
    /// Record that the appendix has been cleared as it stands; with --role, --initials and --date.
    #[arg(long, conflicts_with_all = ["finding", "words", "way", "stands", "until", "up_to", "due", "reference", "replace"])]
    pub(super) clear: bool,
    /// The fingerprint at the end of the page that was cleared: nothing is recorded if the appendix is another one by now. Only on a
    /// terminal may it be left out, where it is shown and confirmed.
    #[arg(long, requires = "clear", value_name = "DIGITS")]
    pub(super) fingerprint: Option<String>,
    /// What was said with it.
    #[arg(long, requires = "clear", value_name = "TEXT")]
    comment: Option<String>,
    /// The e-mail or signed page that shows it: a file in the collection.
    #[arg(long, requires = "clear", value_name = "PATH")]
    evidence: Option<PathBuf>,
}

/// The clearance that is to be written, or `None` where it is nothing, which has been said.
pub(super) fn planned(
    decide: &Decide,
    given: &Given,
    session: &Session,
    ask: Option<&mut Ask<'_>>,
) -> Result<Option<Plan>, CannotRun> {
    let Clearing { comment, evidence, .. } = &decide.clearing;
    let comment = comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty()).map(str::to_string);
    let (inputs, progress) = session.read()?;
    let examined = inputs.examine()?;
    progress.end();
    let (period, form) = (inputs.setting.period, &inputs.setting.form);
    let counts = Counts::of(&examined.findings);
    if counts.error + counts.query > 0 {
        nothing_written(&format!(
            "the appendix of {period} can be cleared when nothing is open in it. {}\n\
             `piperoll check` shows what is open; a query may stay open in what is published with --as open-at-publication.",
            show::counts(&counts)
        ));
        return Ok(None);
    }
    let present = examined.report()?.meta.fingerprint;
    if is_changed_since(given.fingerprint.as_deref(), &present) {
        return Ok(None);
    }
    let evidence = match evidence.as_deref().map(|path| within(&session.collection.root, path)).transpose()? {
        Some(Evidence::There(path)) => Some(path),
        Some(Evidence::Missing) => {
            nothing_written(&format!(
                "there is no file {}. Put what shows the clearance into the collection, {}, and give its path there.",
                evidence.as_deref().unwrap_or(Path::new("")).display(),
                session.collection.root.display()
            ));
            return Ok(None);
        }
        None => None,
    };
    let mut given = given.clone();
    // Who is not asked cannot say that the page they saw is this one.
    let is_not_asked = ask.is_none() || decide.yes;
    let missing = [
        (is_not_asked && given.fingerprint.is_none(), Missing::Fingerprint),
        (given.role.is_none(), Missing::Role),
        (given.initials.is_none(), Missing::Initials),
        (given.date.is_none(), Missing::Date),
    ];
    let who = form.who_may(May::Clear).join(" or ");
    let about = About::Appendix(period, &who);
    if !given.filled(missing.into_iter().filter_map(|(is, what)| is.then_some(what)).collect(), about, ask)? {
        return Ok(None);
    }
    if is_changed_since(given.fingerprint.as_deref(), &present) {
        return Ok(None);
    }
    let (Some(role), Some(initials), Some(date)) = (given.role, given.initials, given.date) else { return Ok(None) };
    let same = |known: &&Clearance| form.same_role(&known.role, &role);
    let last = inputs.setting.decisions.clearances_of(period).filter(same).last();
    let known = last.filter(|known| known.clears(&present));
    if let Some(known) = known.filter(|known| known.initials.trim() == initials && form.lets(&known.role, May::Clear)) {
        return Err(because(format!(
            "the appendix of {period} has been cleared as it stands by the {role} ({initials}), in line {} of decisions.toml: there is \
             nothing to record",
            known.at.line.unwrap_or_default()
        )));
    }
    let is_named = given.fingerprint.is_some();
    // As it was named, all of it or what prints.
    let fingerprint = given.fingerprint.unwrap_or_else(|| present.chars().take(clearance::PRINTED_DIGITS).collect());
    let at = Place::file("decisions.toml");
    let entry = Clearance { period, role, initials, date, fingerprint, comment, evidence, at }.written();
    Ok(Some(session.cleared(&entry, is_named, publishing(decide, form))))
}

/// What publishes a cleared appendix.
fn publishing(decide: &Decide, form: &Form) -> String {
    let which = &decide.which;
    let mut command = format!("piperoll build {}", which.collection.display());
    for (option, value) in [("period", &which.periods.period), ("prior", &which.periods.prior)] {
        command.extend(value.iter().map(|value| format!(" --{option} {value}")));
    }
    let by = match form.deciders.is_empty() {
        true => String::new(),
        false => format!(" --by \"{}\"", form.who_may(May::Publish).first().unwrap_or(&"who publishes")),
    };
    format!("`{command} --final{by}`")
}

/// Whether the appendix that somebody saw is not the one that stands, which is said.
fn is_changed_since(seen: Option<&str>, present: &str) -> bool {
    let seen = seen.filter(|seen| !present.starts_with(*seen));
    seen.inspect(|seen| nothing_written(&changed_since(seen, present))).is_some()
}

fn changed_since(seen: &str, present: &str) -> String {
    format!(
        "the page that was cleared has the fingerprint {}, and the appendix has {} now: it has changed since that \
         page. Show it as it stands to who clears it, and give the fingerprint at its end.",
        clearance::printed(seen),
        clearance::printed(present)
    )
}

/// What shows a clearance.
#[derive(Debug, PartialEq, Eq)]
enum Evidence {
    /// Its path relative to the collection, with '/'.
    There(String),
    Missing,
}

/// A file by its path from the current directory or, if there is none, from the collection; as an entry names it.
fn within(root: &Path, path: &Path) -> Result<Evidence, CannotRun> {
    let in_collection = root.join(path);
    let Some(found) = [path, &in_collection].into_iter().find(|path| file::is_there(path)) else {
        return Ok(Evidence::Missing);
    };
    let whole = |path: &Path| {
        path.canonicalize().map_err(|why| because(format!("--evidence: {} cannot be read: {why}", path.display())))
    };
    let (whole_root, whole_path) = (whole(root)?, whole(found)?);
    let Ok(inner) = whole_path.strip_prefix(&whole_root) else {
        return Err(because(format!(
            "--evidence: {} does not lie in the collection: copy it into {}, such as into a folder clearances/, and give its path there",
            path.display(),
            root.display()
        )));
    };
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    let parts = parts.ok_or_else(|| because(format!("--evidence: the name of {} is not UTF-8", path.display())))?;
    Ok(Evidence::There(parts.join("/")))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_shows_it_is_named_from_the_collection_and_lies_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("c");
        fs::create_dir_all(root.join("clearances")).unwrap();
        fs::write(root.join("clearances/a b.eml"), "x").unwrap();
        fs::write(folder.path().join("outside.eml"), "x").unwrap();
        let there = Evidence::There("clearances/a b.eml".into());
        let around = root.join("clearances/../clearances/./a b.eml");
        for path in [Path::new("clearances/a b.eml"), &root.join("clearances/a b.eml"), &around] {
            assert_eq!(within(&root, path).unwrap(), there, "{}", path.display());
        }
        assert_eq!(within(&root, Path::new("clearances/b.eml")).unwrap(), Evidence::Missing);
        let why = within(&root, &root.join("../outside.eml")).unwrap_err().to_string();
        assert!(why.contains("outside.eml does not lie in the collection: copy it into "), "{why}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_somewhere_else_lies_there() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("c");
        fs::create_dir_all(&root).unwrap();
        fs::write(folder.path().join("outside.eml"), "x").unwrap();
        std::os::unix::fs::symlink("../outside.eml", root.join("link.eml")).unwrap();
        assert!(
            within(&root, &root.join("link.eml")).unwrap_err().to_string().contains("does not lie in the collection")
        );
        std::os::unix::fs::symlink("nowhere", root.join("dead.eml")).unwrap();
        assert!(within(&root, &root.join("dead.eml")).unwrap_err().to_string().contains("cannot be read"));
    }

    #[test]
    fn both_fingerprints_are_said_as_they_print() {
        let said = changed_since("af3291bc0d4e77a1", &"12".repeat(32));
        assert!(
            said.contains("fingerprint af32 91bc 0d4e 77a1, and the appendix has 1212 1212 1212 1212 now"),
            "{said}"
        );
    }
}
