//! Dates of birth in text.

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::privacy::Kind;

pub(super) static RULE: Rule = Rule {
    code: "date-of-birth",
    family: Family::Privacy,
    severity: Severity::Query,
    title: "A date of birth in a text",
    what: "A text of a return, or a note beside its table, holds a date that it says is one of birth: 'DOB 12/03/1961', 'born 12 March \
           1961'. A date alone is none, nor is a day after or before which people were born.",
    why: "With little else it names one person. Nothing of the kind need stand in a savings return, or be published. The \
          date is withheld from all that is written until somebody lets it stand.",
    mend: "Take it out of the return. Where it is nobody's, such as a rule about who is eligible, say that in an answer, and it \
           prints.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    super::personal(rule, view, Kind::DateOfBirth)
}
