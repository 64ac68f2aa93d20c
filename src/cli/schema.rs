//! `piperoll schema`: JSON Schema of the files that people write, for editors.

use clap::{Args, ValueEnum};

use super::{Outcome, terminal};
use crate::collection::CannotRun;
use crate::{decision, form};

/// Of which file.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// piperoll.toml
    Form,
    /// decisions.toml
    Decisions,
}

/// Print the JSON Schema of a file, for editors.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of which file.
    #[arg(value_enum, default_value = "form")]
    of: Of,
}

pub(super) fn run(schema: &Schema) -> Result<Outcome, CannotRun> {
    let text = match schema.of {
        Of::Form => form::schema::schema(),
        Of::Decisions => decision::schema::schema(),
    };
    terminal::print(&text)?;
    Ok(Outcome::Final)
}
