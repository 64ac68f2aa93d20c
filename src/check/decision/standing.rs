//! Answers of earlier periods that stand.

use super::raised_when_applied;
use crate::check::Rule;
use crate::finding::{Family, Severity};

/// Answers of earlier periods that stand.
pub static ANSWERS_STANDING: Rule = Rule {
    code: "answers-standing",
    family: Family::Decision,
    severity: Severity::Note,
    title: "Answers of earlier periods still stand",
    what: "Explanations in decisions.toml that were given for an earlier period, and until a later one (`until`), answer findings of \
           this period: the rows are among those they name, and the amount is no larger than the one they were given on, or than \
           their `up_to`.",
    why: "Nobody looked at these findings again. Whoever signs the appendix should know what it rests on, and until when.",
    mend: "Read them. Nothing is to be done while they hold. To end one, set its `until` to the last period for which it held.",
    run: raised_when_applied,
};
