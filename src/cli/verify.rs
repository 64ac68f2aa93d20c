//! `piperoll verify`: whether a published set is still what was published.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, terminal};
use crate::collection::CannotRun;
use crate::decision::clearance;
use crate::verify;

/// Say whether a published set is still what was published.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The folder of the set, such as published/2022-23-q3/1.
    #[arg(value_name = "DIR")]
    set: PathBuf,
}

pub(super) fn run(verify: &Verify, quiet: bool) -> Result<Outcome, CannotRun> {
    let verified = verify::verify(&verify.set)?;
    for sentence in &verified.differs {
        terminal::say(&format!("differs: {sentence}"));
    }
    if !quiet {
        for sentence in &verified.told {
            terminal::say(&format!("note: {sentence}"));
        }
        let fingerprint = clearance::printed(&verified.fingerprint);
        let files = match verified.same {
            1 => "1 file is as it was published".to_string(),
            number => format!("{number} files are as they were published"),
        };
        let last = match verified.differs.len() {
            0 => "nothing differs".to_string(),
            1 => "1 difference".to_string(),
            number => format!("{number} differences"),
        };
        terminal::say(&format!("{} (fingerprint {fingerprint}): {files}; {last}.", verified.what));
    }
    Ok(if verified.differs.is_empty() { Outcome::Final } else { Outcome::Draft })
}
