//! Who may approve changes, and up to what.

use rust_decimal::Decimal;

use crate::names::Label;
use crate::source::Place;

/// `[[approver]]`: a board, a committee or a role that approves changes of figures, as the council's scheme of delegation or its financial
/// regulations have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Its name, as it is printed.
    pub name: String,
    /// Other names of the same.
    pub also: Vec<String>,
    /// The largest change that it may approve, in pounds; any, if the form does not say.
    pub up_to: Option<Decimal>,
    /// Line of the form.
    pub at: Place,
}

impl Approver {
    /// Whether it goes by this name.
    pub fn is_called(&self, name: &str) -> bool {
        std::iter::once(&self.name).chain(&self.also).any(|own| Label::same(own, name))
    }
}
