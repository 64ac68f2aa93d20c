//! What is recorded beside the figures and printed with them.

use crate::source::Place;

/// `[[record]]`: a kind of record, such as the boards that a report has passed. decisions.toml holds what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordForm {
    /// Its id: letters, digits, hyphens and underscores.
    pub id: String,
    /// The title of its table.
    pub title: String,
    /// Line of the form.
    pub at: Place,
}
