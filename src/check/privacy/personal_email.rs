//! E-mail addresses in text.

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::privacy::Kind;

pub(super) static RULE: Rule = Rule {
    code: "personal-email",
    family: Family::Privacy,
    severity: Severity::Query,
    title: "An e-mail address in a text",
    what: "A text of a return, or a note beside its table, holds an e-mail address that the form does not list among the \
           contacts that may be published.",
    why: "The appendix is published. An address names a person, or leads to one. It is withheld from all \
          that is written until the form lists it or somebody lets it stand.",
    mend: "Take it out. An officer's address, or a council's whole domain ('@example.gov.uk'), that may be published goes into \
           `contacts` of `[privacy]` in piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    super::personal(rule, view, Kind::Email)
}
