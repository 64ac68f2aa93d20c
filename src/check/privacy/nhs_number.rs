//! NHS numbers in text.

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::privacy::Kind;

pub(super) static RULE: Rule = Rule {
    code: "nhs-number",
    family: Family::Privacy,
    severity: Severity::Error,
    title: "An NHS number in a text",
    what: "A text of a return, or a note beside its table, holds ten digits that pass the check of an NHS number.",
    why: "It names one person who receives care. Nothing of the kind may be published, nor stand in a savings return at \
          all. It is withheld from all that is written.",
    mend: "Take it out of the return, and tell whoever keeps the council's data protection log.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    super::personal(rule, view, Kind::NhsNumber)
}
