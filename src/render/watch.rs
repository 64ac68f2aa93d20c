//! Ends the program where a layout goes on too long or takes too much memory. Typst cannot be told to stop: a loop in a layout of the
//! council's own goes on until somebody pulls the plug, or until the computer has no memory left for anybody.

#[cfg(feature = "typst")]
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;
#[cfg(feature = "typst")]
use std::time::Instant;

/// How long a layout may run. The largest appendix takes half a minute.
pub const USUAL_TIME: Duration = Duration::from_secs(300);

/// How much memory a layout may take, in bytes. The largest appendix takes less than 2 GiB.
pub const MOST_MEMORY: usize = 4 * 1024 * 1024 * 1024;

/// So often it is looked at. A layout takes some gigabytes a second at most.
#[cfg(feature = "typst")]
const INTERVAL: Duration = Duration::from_millis(50);

/// Watches over a layout while it runs. In a build without the typesetter there is none to watch over.
#[cfg_attr(not(feature = "typst"), allow(dead_code, reason = "a build without the typesetter watches nothing"))]
#[derive(Clone, Copy)]
pub struct Watch<'w> {
    /// How long it may run.
    pub time: Duration,
    /// How much memory it may take beyond what the program holds already, in bytes.
    pub memory: usize,
    /// Is given the sentence to be said, and ends the program. Where it comes back, the layout goes on unwatched.
    pub give_up: &'w (dyn Fn(&str) + Sync),
}

#[cfg(feature = "typst")]
impl Watch<'_> {
    /// Does the work, and watches until it is done. `own` is the file of the council's own layout, if it is not the built-in one.
    pub fn over<T>(&self, own: Option<&str>, work: impl FnOnce() -> T) -> T {
        // The sender goes with the work, whatever becomes of it, and with that the watching ends.
        let (working, done) = mpsc::channel::<()>();
        std::thread::scope(|scope| {
            // Without a thread for it the work is done all the same: it is watched for what hardly ever is.
            let _ = std::thread::Builder::new().spawn_scoped(scope, move || self.watch(own, &done));
            let outcome = work();
            drop(working);
            outcome
        })
    }

    fn watch(&self, own: Option<&str>, done: &Receiver<()>) {
        let begun = Instant::now();
        let memory = || memory_stats::memory_stats().map_or(0, |now| now.physical_mem);
        let before = memory();
        while done.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
            let (what, more) = if begun.elapsed() > self.time {
                (
                    format!("ran for more than {} seconds", self.time.as_secs()),
                    "give it more time by --layout-seconds, or ",
                )
            } else if memory().saturating_sub(before) > self.memory {
                (format!("took more than {} MiB of memory", self.memory / (1024 * 1024)), "")
            } else {
                continue;
            };
            let layout = own.map_or("the built-in layout".to_string(), |file| format!("the layout {file}"));
            let mend = if own.is_some() {
                "look in it for a loop that goes round too often, or for text that calls itself"
            } else {
                "leave the longest tables to the workbook (`appears = \"workbook\"`); if there are none, please report it with the \
                 returns, or a made-up copy of them"
            };
            (self.give_up)(&format!(
                "{layout} {what} and was stopped; nothing was written. To have the appendix, {more}{mend}. The other files are made \
                 without it by --no-pdf"
            ));
            return;
        }
    }
}

#[cfg(all(test, feature = "typst"))]
mod tests {
    use std::sync::Mutex;

    use super::*;

    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

    fn say(why: &str) {
        SAID.lock().expect("no test panics with it").push(why.to_string());
    }

    #[test]
    fn a_layout_that_takes_too_long_or_too_much_is_given_up_and_no_other() {
        let watch = |seconds, memory| Watch { time: Duration::from_secs(seconds), memory, give_up: &say };
        let slow = || std::thread::sleep(INTERVAL * 8);
        assert_eq!(watch(60, usize::MAX).over(Some("quick.typ"), || 5), 5);
        watch(60, usize::MAX).over(Some("slow.typ"), slow);
        assert!(SAID.lock().unwrap().is_empty());
        watch(0, usize::MAX).over(Some("time.typ"), slow);
        let large = || {
            let filled = std::hint::black_box(vec![1_u8; 64 * 1024 * 1024]);
            slow();
            filled.len()
        };
        watch(60, 1024 * 1024).over(None, large);
        let said = SAID.lock().unwrap();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(
            said[0].starts_with("the layout time.typ ran for more than 0 seconds and was stopped; nothing was written")
        );
        assert!(said[0].contains("--layout-seconds, or look in it for a loop"), "{}", said[0]);
        assert!(said[1].starts_with("the built-in layout took more than 1 MiB of memory"), "{}", said[1]);
        assert!(said[1].contains("please report it"), "{}", said[1]);
    }
}
