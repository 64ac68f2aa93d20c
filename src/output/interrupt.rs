//! Ctrl-C: the program ends at once where nothing is half-done, and else as soon as the old or the new set stands whole.

use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::collection::{CannotRun, because};

/// What a shell expects of a program that was interrupted.
pub const INTERRUPTED: u8 = 130;

/// What is said to whoever presses it again.
const WAIT: &str =
    "Files are being replaced: please wait. If it hangs, press Ctrl-C once more; the next build finishes what is left.";

struct State {
    /// How many sets are being written or recovered.
    writing: usize,
    /// How often Ctrl-C was pressed.
    asked: u32,
}

/// What Ctrl-C brings about.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    End,
    Say,
    Nothing,
}

impl State {
    fn press(&mut self) -> Answer {
        self.asked = self.asked.saturating_add(1);
        match (self.writing, self.asked) {
            (0, _) | (_, 3..) => Answer::End,
            (_, 2) => Answer::Say,
            _ => Answer::Nothing,
        }
    }
}

static STATE: Mutex<State> = Mutex::new(State { writing: 0, asked: 0 });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on Ctrl-C ends the program with exit code 130, and not while a set is being written: whoever interrupts finds the old
/// or the new one, whole, and nothing else. Where a disk hangs, that would be never: `say` tells whoever presses it again, and at
/// the third time the program ends as if it were killed.
pub fn leave_it_whole(say: fn(&str)) {
    // Where no handler can be set, Ctrl-C kills as it always did, and the next build brings to an end what was left.
    let _ = ctrlc::set_handler(move || {
        // No writing begins while the state is held, and the process ends with it.
        let mut state = state();
        match state.press() {
            Answer::End => process::exit(i32::from(INTERRUPTED)),
            Answer::Say => say(WAIT),
            Answer::Nothing => {}
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
        state().asked > 0
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let mut state = state();
        state.writing -= 1;
        if state.asked > 0 && state.writing == 0 {
            process::exit(i32::from(INTERRUPTED));
        }
    }
}

/// `Err` if Ctrl-C was pressed. It is asked only where everything can still be as it was.
pub(super) fn stop_if_asked() -> Result<(), CannotRun> {
    if state().asked > 0 { Err(because("Nothing was changed.".to_string())) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_files_are_replaced_the_first_waits_the_second_is_answered_and_the_third_ends_it() {
        for (writing, answers) in
            [(0, [Answer::End, Answer::End, Answer::End]), (1, [Answer::Nothing, Answer::Say, Answer::End])]
        {
            let mut state = State { writing, asked: 0 };
            assert_eq!([(); 3].map(|()| state.press()), answers, "{writing}");
        }
    }
}
