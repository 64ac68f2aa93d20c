//! A decision on figures that have changed since.

use super::raised_when_applied;
use crate::check::Rule;
use crate::finding::{Family, Severity};

/// A decision on figures that have changed since.
pub static OUTDATED: Rule = Rule {
    code: "decision-outdated",
    family: Family::Decision,
    severity: Severity::Query,
    title: "A decision was made on other figures",
    what: "An entry of decisions.toml was given on figures that are not the figures of the finding any more. The finding it answered is open again.",
    why: "An explanation holds for the figures it was given on. Where they change, somebody has to say again whether it still holds.",
    mend: "Look at the finding. If the words still hold, add an entry with the figures of now; the older entry then stays as the record of what was said. If they do not, mend the cell.",
    run: raised_when_applied,
};
