//! Time by the clock, for measuring in turns.

use std::time::{Duration, Instant};

/// Runs something, and keeps the shorter time.
pub fn timed<T, E>(best: &mut Duration, run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let start = Instant::now();
    let made = run()?;
    *best = start.elapsed().min(*best);
    Ok(made)
}
