//! `piperoll schema`: JSON Schema of piperoll.toml, for editors.

use super::{Outcome, terminal};
use crate::collection::CannotRun;
use crate::form::schema;

pub(super) fn run() -> Result<Outcome, CannotRun> {
    terminal::print(&schema::schema())?;
    Ok(Outcome::Final)
}
