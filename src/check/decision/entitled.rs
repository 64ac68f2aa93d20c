//! Entries by roles and persons who may not make them.

use super::raised_when_applied;
use crate::check::Rule;
use crate::finding::{Family, Severity};

/// A decision by a role that may not make it.
pub static ROLE_MAY_NOT: Rule = Rule {
    code: "role-may-not",
    family: Family::Decision,
    severity: Severity::Error,
    title: "A decision by a role that may not make it",
    what: "An entry of decisions.toml explains, sets aside, lets personal data stand, leaves a query open or clears the appendix, and its role may not: the [[role]] of the form say which may. Where the form has none, only clearing is kept for the section 151 officer (Scotland: 95) or a delegate.",
    why: "Who reads the paper relies on the role that stands at a decision. The council has said who may say that a stated figure does not stand; the officer who answers for its finances clears the paper.",
    mend: "Have the decision made by a role that may, and enter that role and its date.",
    run: raised_when_applied,
};

/// A clearance by somebody who answered what is cleared.
pub static CLEARS_OWN_ANSWER: Rule = Rule {
    code: "clears-own-answer",
    family: Family::Decision,
    severity: Severity::Error,
    title: "Who clears the appendix has answered what it raised",
    what: "The form wants another person to clear the appendix than those who answered its findings ([clearance], by_others), and the initials are the same, or an answer does not say whose it is.",
    why: "A second pair of eyes is what clearing is for.",
    mend: "Have the appendix cleared by somebody who answered nothing in it; add `initials` to answers that do not say who gave them.",
    run: raised_when_applied,
};
