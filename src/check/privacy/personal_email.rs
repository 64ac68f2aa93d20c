//! E-mail addresses in text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::pattern;

pub(super) static RULE: Rule = Rule {
    code: "personal-email",
    family: Family::Privacy,
    severity: Severity::Query,
    title: "An e-mail address in a text",
    what: "A text of a return, or a note beside its table, holds an e-mail address that the form does not list among the \
           contacts that may be published.",
    why: "The appendix is published. An address names a person, or leads to one.",
    mend: "Take it out. An officer's address, or a council's whole domain ('@example.gov.uk'), that may be published goes into \
           `contacts` of `[privacy]` in piperoll.toml.",
    run,
};

static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern::fixed(r"[\p{L}0-9._%+'-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+"));

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let contacts = &view.form.contacts;
    super::run(rule, view, "an e-mail address", "e-mail addresses", |text| count(text, contacts))
}

/// How many addresses a text holds that are not among the contacts.
pub(super) fn count(text: &str, contacts: &[String]) -> usize {
    found(text, contacts).len()
}

/// Where they stand.
pub(super) fn found(text: &str, contacts: &[String]) -> Vec<Range<usize>> {
    if !text.contains('@') {
        return Vec::new();
    }
    let known = |address: &str| {
        contacts
            .iter()
            .map(|contact| contact.trim().to_lowercase())
            .any(|contact| contact == address || (contact.starts_with('@') && address.ends_with(&contact)))
    };
    EMAIL.find_iter(text).filter(|found| !known(&found.as_str().to_lowercase())).map(|found| found.range()).collect()
}
