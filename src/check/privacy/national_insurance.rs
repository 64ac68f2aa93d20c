//! National Insurance numbers in text.

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::privacy::Kind;

pub(super) static RULE: Rule = Rule {
    code: "national-insurance",
    family: Family::Privacy,
    severity: Severity::Error,
    title: "A National Insurance number in a text",
    what: "A text of a return, or a note beside its table, holds what is built as a National Insurance number: two letters that \
           are in use, six digits, and a letter from A to D.",
    why: "It names one person. Nothing of the kind may be published, nor stand in a savings return at \
          all. It is withheld from all that is written.",
    mend: "Take it out of the return, and tell whoever keeps the council's data protection log.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    super::personal(rule, view, Kind::NationalInsurance)
}
