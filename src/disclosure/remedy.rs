//! What else could be left out, so that what is left out is not given away.

use super::system::{Figure, Known, System};

impl System {
    /// The first of these, each a few published figures that go together, without which every protected figure is safe. What is left out so
    /// needs no protection of its own.
    pub fn remedy<'c>(&self, candidates: impl IntoIterator<Item = &'c [Figure]>) -> Option<&'c [Figure]> {
        candidates.into_iter().find(|candidate| {
            let mut without = self.clone();
            candidate.iter().for_each(|figure| without.know(*figure, Known::Nothing));
            without.is_safe()
        })
    }
}
