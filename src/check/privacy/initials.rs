//! Initials beside a package or a placement.

use std::sync::LazyLock;

use regex::Regex;

use super::services::{KIND_OF_CARE, RECEIVED, has_any, may_follow};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::pattern;

pub(super) static RULE: Rule = Rule {
    code: "initials",
    family: Family::Privacy,
    severity: Severity::Query,
    title: "Initials beside a package or a placement",
    what: "A text of a return, or a note beside its table, has two letters that may be somebody's initials beside a package or a \
           placement: 'package for AB', 'J.S. placement'. Abbreviations that councils use for services ('LD placement') are none.",
    why: "Colleagues, relatives and neighbours may know who is meant, and what their care costs. The text prints as it stands.",
    mend: "Leave the initials out, or let them stand with a reason: 'an abbreviation of the service'.",
    run,
};

/// Two letters beside a placement that are no person's. Longer abbreviations are nobody's initials here.
const SERVICES: [&str; 95] = [
    "AD", "AN", "AS", "AT", "AW", "BB", "BC", "BD", "BY", "CB", "CC", "CE", "CF", "CH", "CI", "CM", "CN", "CP", "CQ",
    "CS", "CT", "DP", "DV", "EC", "ED", "EH", "ER", "EU", "FC", "FF", "FH", "FN", "FP", "GP", "HB", "HC", "HE", "HN",
    "HR", "HV", "IB", "IF", "II", "IN", "IP", "IS", "IT", "IV", "LA", "LD", "LL", "LT", "MH", "ND", "NH", "NI", "NO",
    "OA", "OC", "OF", "ON", "OP", "OR", "OT", "PA", "PB", "PD", "PH", "PI", "PS", "QA", "QC", "RC", "RH", "SC", "SG",
    "SI", "SL", "SN", "SO", "ST", "SU", "SW", "TA", "TB", "TO", "UK", "UP", "VI", "WA", "WP", "YA", "YJ", "YO", "YP",
];

/// 'package for AB', 'placement of J.S.'
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"\b[Pp](?:ackage|lacement)s?(?:\s+of\s+(?:care|support))?\s+(?:for|of)\s+(?P<who>[A-Z]{2}|[A-Z]\.\s?[A-Z])(?P<dot>\.?)",
    )
});

const WHO: &str = r"(?:^|[\s(,;:])(?P<who>[A-Z]{2}|[A-Z]\.\s?[A-Z])\.?(?P<own>['\u{2019}]s)?\s+(?i:";

/// "JS placement", "AB's package"
static BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern::built(&[WHO, KIND_OF_CARE, r")[Pp](?:ackage|lacement)\b"]));

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let what = ("what may be somebody's initials", "pairs of letters that may be initials");
    super::leading(rule, view, what, "leave the initials out of", found)
}

/// The initials.
pub(super) fn found(text: &str) -> Vec<String> {
    let is_service = |who: &str| SERVICES.contains(&who);
    // In a text of capitals every word of two letters looks like initials.
    if !has_any(text, &RECEIVED) || !text.contains(|letter: char| letter.is_lowercase()) {
        return Vec::new();
    }
    let behind = BEHIND.captures_iter(text).filter_map(|found| {
        let who = found.name("who")?;
        let rest = text.get(who.end()..)?;
        let goes_on = rest.starts_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '&' | '/' | '-'));
        (!goes_on && !is_service(who.as_str())).then(|| who.as_str().to_string())
    });
    let before = BEFORE.captures_iter(text).filter_map(|found| {
        let (whole, who) = (found.get(0)?, found.name("who")?);
        let is_person = found.name("own").is_some() || may_follow(text.get(whole.end()..)?);
        (is_person && !is_service(who.as_str())).then(|| who.as_str().to_string())
    });
    behind.chain(before).collect()
}
