//! Libraries that read what came from outside may panic on it; such a panic is caught, and nobody is to read about it.

use std::cell::Cell as Flag;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Whether a panic on this thread is expected and caught, so that nobody is to read about it.
    static QUIET: Flag<bool> = const { Flag::new(false) };
}

static HOOK: Once = Once::new();

/// Runs `work`; `None` if it panicked, without a word on stderr. Other threads' panics are reported as ever.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    let outer = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_library_is_a_sentence() {
        assert_eq!(quietly(|| 1), Some(1));
        assert_eq!(quietly(|| -> u8 { panic!("inside") }), None);
        assert!(!QUIET.get());
    }
}
