//! What of a form holds in some periods alone (`only_in`), as it is told: nothing is worked out from it.

use std::collections::BTreeSet;

use crate::period::Period;
use crate::source::Place;

/// What the form has in other periods than the one that it was read for, and when.
#[derive(Debug, Clone, Default)]
pub struct ByPeriod {
    /// The ids of columns that are there in other periods alone: a decision of such a period may name them.
    pub columns: BTreeSet<String>,
    /// What names such a column and does without it.
    pub without: Vec<Without>,
    /// What each `only_in` names, in the form's order.
    pub only_in: Vec<OnlyIn>,
    /// The periods whose returns are at hand.
    pub at_hand: Vec<Period>,
}

/// A role or a movement of a column that is there in other periods alone.
#[derive(Debug, Clone)]
pub struct Without {
    /// The key: `forecast` of `roles`, `movements`, `trend`.
    pub key: String,
    /// The column.
    pub column: String,
    /// Where it is named.
    pub at: Place,
}

/// One period that an `only_in` names.
#[derive(Debug, Clone)]
pub struct OnlyIn {
    /// As the form writes it.
    pub written: String,
    /// A period in which it holds; `None` where it is a whole year.
    pub period: Option<Period>,
    /// Where it is named.
    pub at: Place,
}
