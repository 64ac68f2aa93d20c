//! A decision that nobody can make.

use super::raised_when_applied;
use crate::check::Rule;
use crate::finding::{Family, Severity};

/// A decision that nobody can make.
pub static NOT_ALLOWED: Rule = Rule {
    code: "decision-not-allowed",
    family: Family::Decision,
    severity: Severity::Error,
    title: "A decision that cannot be made",
    what: "An entry of decisions.toml explains an error, sets aside a figure that nobody stated or that nothing contradicts, or is to stand in later periods though nothing could tell whether it still holds.",
    why: "Errors contradict themselves: words cannot put them right. And a total that its own rows do not give would be a figure in the appendix that nobody can trace.",
    mend: "Mend the cell. If a stated figure does not stand, the section 151 officer (Scotland: 95) or a delegate sets it aside with [[set_aside]]; for a computed figure, stands must be the figure that the rows give.",
    run: raised_when_applied,
};
