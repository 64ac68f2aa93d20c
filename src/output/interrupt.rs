//! Ctrl-C: the program ends at once where nothing is half-done, and else as soon as the old or the new set stands whole.

use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::collection::{CannotRun, because};

/// What a shell expects of a program that was interrupted.
const INTERRUPTED: i32 = 130;

struct State {
    /// How many sets are being written or recovered.
    writing: usize,
    asked: bool,
}

static STATE: Mutex<State> = Mutex::new(State { writing: 0, asked: false });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on Ctrl-C ends the program with exit code 130, and not while a set is being written: whoever interrupts finds the old
/// or the new one, whole, and nothing else.
pub fn leave_it_whole() {
    // Where no handler can be set, Ctrl-C kills as it always did, and the next build brings to an end what was left.
    let _ = ctrlc::set_handler(|| {
        // No writing begins while the state is held, and the process ends with it.
        let mut state = state();
        state.asked = true;
        if state.writing == 0 {
            process::exit(INTERRUPTED);
        }
    });
}

/// While it lives, Ctrl-C waits. When it goes and Ctrl-C was pressed, the program ends.
#[derive(Debug)]
pub(super) struct Writing(());

impl Writing {
    pub(super) fn begin() -> Writing {
        state().writing += 1;
        Writing(())
    }

    pub(super) fn is_interrupted(&self) -> bool {
        state().asked
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let mut state = state();
        state.writing -= 1;
        if state.asked && state.writing == 0 {
            process::exit(INTERRUPTED);
        }
    }
}

/// `Err` if Ctrl-C was pressed. It is asked only where everything can still be as it was.
pub(super) fn stop_if_asked() -> Result<(), CannotRun> {
    if state().asked { Err(because("Nothing was changed.".to_string())) } else { Ok(()) }
}
