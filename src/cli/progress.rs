//! What is being done, on a terminal, where it takes long: a line that goes again before anything else is said.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::{Observer, Step};

/// Work that is done sooner needs no word.
const SOON: Duration = Duration::from_millis(500);

/// How often the sign moves that says that there is still something going on.
const TICK: Duration = Duration::from_millis(120);

/// The line; it is gone when this is, or when it is ended.
pub(super) struct Progress {
    observer: Observer,
    shown: Mutex<Option<Shown>>,
}

/// A bar, and the thread that brings it to light when the work was not done soon.
struct Shown {
    bar: ProgressBar,
    /// Closed when the work is done.
    working: Option<Sender<()>>,
    waits: Option<JoinHandle<()>>,
}

impl Progress {
    /// A line on stderr; none where that is no terminal, or one that cannot take a line back, or where quiet is wanted.
    pub(super) fn new(quiet: bool) -> Progress {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if quiet || dumb || !io::stderr().is_terminal() {
            return Progress { observer: Observer::default(), shown: Mutex::default() };
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let (working, done) = mpsc::channel();
        let brought = bar.clone();
        let waits = thread::spawn(move || {
            if done.recv_timeout(SOON) == Err(RecvTimeoutError::Timeout) {
                brought.set_draw_target(ProgressDrawTarget::stderr());
                brought.enable_steady_tick(TICK);
            }
        });
        let told = bar.clone();
        let observer = Observer::new(move |step| tell(&told, step));
        let shown = Shown { bar, working: Some(working), waits: Some(waits) };
        Progress { observer, shown: Mutex::new(Some(shown)) }
    }

    /// Takes the line away, if it is still there; so does whatever ends the work otherwise.
    pub(super) fn end(&self) {
        drop(self.shown.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// Who is told of each step.
    pub(super) fn observer(&self) -> Observer {
        self.observer.clone()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.working.take());
        // It ends at once; that it could not is no reason to end otherwise.
        let _ = self.waits.take().map(JoinHandle::join);
        self.bar.finish_and_clear();
    }
}

/// Without colours: there is nothing to tell apart by them.
fn tell(bar: &ProgressBar, step: Step<'_>) {
    let style = match step {
        Step::Reading { done, all, .. } => {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            "[{bar:20}] {wide_msg}"
        }
        _ => "{spinner} {wide_msg}",
    };
    // The templates are constants: one that is none would show as indicatif's own.
    let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_spinner());
    bar.set_style(style.progress_chars("=> ").tick_chars("-\\|/ "));
    bar.set_message(step.to_string());
}
