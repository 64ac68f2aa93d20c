//! `piperoll schema`: JSON Schema of piperoll.toml, for editors.

use super::{Standing, terminal};
use crate::collection::CannotRun;
use crate::form::schema;

pub(super) fn run() -> Result<Standing, CannotRun> {
    terminal::print(&schema::schema());
    Ok(Standing::Final)
}
