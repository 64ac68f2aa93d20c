//! Telephone numbers in text.

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::privacy::Kind;

pub(super) static RULE: Rule = Rule {
    code: "personal-telephone",
    family: Family::Privacy,
    severity: Severity::Query,
    title: "A telephone number in a text",
    what: "A text of a return, or a note beside its table, holds what reads as a British telephone number and is not among the \
           contacts that may be published.",
    why: "The appendix is published, and a number leads to a person. It is withheld from all that is written until \
          the form lists it or somebody lets it stand.",
    mend: "Take it out. An officer's number that may be published goes into `contacts` of `[privacy]` in piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    super::personal(rule, view, Kind::Telephone)
}
