//! A build with a council's own layout is done by a process of its own. What a layout can bring about and no watch inside the process
//! sees in time, such as a text longer than any memory, ends that one; this one says so, and which layout it was.

use std::process::{Command, ExitStatus};

use super::CANNOT_RUN;
use crate::collection::{CannotRun, LAYOUT, because};
use crate::output::INTERRUPTED;

/// Is set for the process that does the work.
const APART: &str = "PIPEROLL_APART";

/// Whether this process is to do the work itself: it was begun for that.
pub(super) fn is_begun() -> bool {
    std::env::var_os(APART).is_some()
}

/// Has the same command done by another process, which says all that is to be said, and gives its exit code. `None` where none can
/// be begun: then it is done here.
///
/// # Errors
///
/// If the other process breaks down.
pub(super) fn done() -> Option<Result<u8, CannotRun>> {
    let program = std::env::current_exe().ok()?;
    let mut other = Command::new(program).args(std::env::args_os().skip(1)).env(APART, "1").spawn().ok()?;
    // Ctrl-C goes to both: the other one leaves a whole set behind, and this one waits for it.
    let _ = ctrlc::set_handler(|| {});
    Some(other.wait().map_err(|error| because(format!("the build cannot be waited for: {error}"))).and_then(outcome))
}

/// What came of it: one of the program's own exit codes, or what is to be said.
fn outcome(ended: ExitStatus) -> Result<u8, CannotRun> {
    let own = [0, 1, CANNOT_RUN, INTERRUPTED];
    match own.into_iter().find(|code| ended.code() == Some(i32::from(*code))) {
        Some(code) => Ok(code),
        None => Err(because(format!(
            "the build broke down ({ended}), most likely because the layout {LAYOUT} asked for more memory at once than there is; \
             what stood before is as it was. Look in the layout for text or a list that is made very long. The other files are \
             made without it by --no-pdf"
        ))),
    }
}
