//! How much is worked out before it is refused. To refuse is the safe side: what cannot be examined is not published.

/// The most figures that hang together by equations, those that are published left out.
pub(super) const FIGURES: usize = 600;

/// The most equations between them.
pub(super) const RELATIONS: usize = 1_200;

/// The most digits, in bits, that a numerator or a denominator may have.
pub(super) const BITS: u64 = 4_096;

/// The most steps of one search for a bound.
pub(super) const STEPS: usize = 4_000;

/// The most equations of a proof of which each is tried whether it can be spared.
pub(super) const TRIED: usize = 48;
