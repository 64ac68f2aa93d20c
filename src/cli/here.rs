//! `piperoll` without a command: checks the collection that somebody stands in, or says which are at hand.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::terminal;
use crate::collection::{CannotRun, at_hand, because};

/// The collection whose folder this is or lies in, as the way to it.
pub(super) fn collection() -> Option<PathBuf> {
    at_hand::around(&std::env::current_dir().ok()?)
}

/// The arguments of the command that is meant, having said which.
///
/// # Errors
///
/// If this folder lies in no collection: which are at hand, or how to begin.
pub(super) fn arguments(quiet: bool) -> Result<Vec<OsString>, CannotRun> {
    let Some(collection) = collection() else { return Err(because(none(&at_hand::below(Path::new("."))))) };
    if !quiet {
        let name =
            collection.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        let name = name.unwrap_or_else(|| "the collection".to_string());
        terminal::say(&format!(
            "Checking {name}, as 'piperoll check {}' does; 'piperoll --help' says what else there is.",
            at_hand::typed(&collection)
        ));
    }
    Ok(["piperoll".into(), "check".into(), collection.into_os_string()].to_vec())
}

/// What is said where nothing is here to be checked.
fn none(below: &[PathBuf]) -> String {
    let here = "this folder is no collection, nor in one: there is no piperoll.toml";
    if below.is_empty() {
        return format!(
            "{here}, and none in the folders below.\n\
             Go to the folder that holds piperoll.toml, or name it: piperoll check FOLDER.\n\
             To begin one: piperoll new FOLDER --from WORKBOOKS, which proposes its form from the workbooks of last period \
             (docs/new-form.md).\n\
             'piperoll --help' says what else there is."
        );
    }
    let at_hand = if below.len() == 1 { "One is at hand" } else { "At hand are" };
    format!("{here}. {at_hand}:\n{}\n'piperoll --help' says what else there is.", at_hand::commands(below))
}
