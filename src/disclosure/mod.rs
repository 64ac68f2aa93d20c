//! Whether what is published gives a figure away that is not. Knows nothing of forms, reports or councils: there are figures, of which some
//! are published (exactly, or rounded), equations between them, and some to be protected.
//!
//! What is asked of each protected figure is what somebody could work out who has all that is published and a great deal of time: whether
//! the equations determine it (`eliminate`, over rationals, so that nothing is lost to rounding), and else between which bounds it must lie
//! (`bounds`, an exact simplex). Both come with the equations that say so (`proof`), as few as could be found.
//!
//! What is held to be known beside the equations is on the careful side:
//!
//! - A rounded figure lies within half a unit of what prints, ends included, and is one figure wherever it stands: two equations that have it
//!   speak of the same one.
//! - A figure whose sign can be guessed (its column never shows a negative) may be said to be none below nil. It only makes what can be worked
//!   out more.
//!
//! What is not held to be known: that figures are whole numbers of something (whoever protects a figure makes the width at least two of its
//! units), and what one reader knows of figures of his own.

mod bounds;
mod eliminate;
mod limits;
mod proof;
mod rational;
mod system;
#[cfg(test)]
mod tests;

pub use proof::Because;
pub use rational::{Rational, decimal, exactly};
pub use system::{Answer, Figure, Known, Relation, System};
