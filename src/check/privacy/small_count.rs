//! Counts of so few people who receive a service that somebody may know who is meant.

use std::sync::LazyLock;

use regex::Regex;

use super::services::{CARE, KIND_OF_CARE, has_any, may_follow, words_before};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::pattern;

pub(super) static RULE: Rule = Rule {
    code: "small-count",
    family: Family::Privacy,
    severity: Severity::Query,
    title: "So few people that they may be known",
    what: "A text of a return, or a note beside its table, counts from one to four people who receive a service, or their placements: \
           '1 placement', 'two children', 'a single client'. Figures in columns are not meant, nor are posts, members of staff, \
           homes and contracts.",
    why: "With a service, an amount and a quarter beside it, a reader may know who it is, and what their care costs. Statistics \
          withhold counts under five for that reason. The text prints as it stands.",
    mend: "Say it without the count ('a few placements', 'fewer than five children'), or let it stand with a reason: 'a plan for \
           the whole county, in which nobody can be told'.",
    run,
};

const COUNT: &str = r"(?i:\b(?P<count>1|one|single|2|two|3|three|4|four)\s+(?P<kind>";

const PEOPLE: &str = r"))(?P<people>placements?|clients?|child|children|adults?|residents?|service\s+users?|pupils?|tenants?|patients?|family|families|young\s+(?:person|people)|care\s+leavers?|care\s+packages?|packages?\s+of\s+(?:care|support)|packages?|cases?)\b";

/// Words for people count in small letters alone: '3 Adults with a Disability' is a heading.
static FEW: LazyLock<Regex> = LazyLock::new(|| pattern::built(&[COUNT, KIND_OF_CARE, PEOPLE]));

/// Pieces of all of them.
const WORDS: [&str; 14] = [
    "placement",
    "client",
    "child",
    "adult",
    "resident",
    "user",
    "pupil",
    "tenant",
    "patient",
    "famil",
    "young",
    "leaver",
    "package",
    "case",
];

/// Behind which a number is a name ('phase 2 clients'), a limit ('more than one child') or a rate ('one in four families').
const NO_COUNT: [&str; 64] = [
    "phase",
    "stage",
    "tier",
    "level",
    "year",
    "years",
    "type",
    "band",
    "category",
    "lot",
    "group",
    "section",
    "key",
    "grade",
    "quarter",
    "part",
    "wave",
    "option",
    "cohort",
    "step",
    "class",
    "ward",
    "zone",
    "priority",
    "no",
    "number",
    "scheme",
    "project",
    "ref",
    "unit",
    "block",
    "round",
    "week",
    "month",
    "day",
    "point",
    "schedule",
    "annex",
    "appendix",
    "table",
    "figure",
    "page",
    "item",
    "line",
    "note",
    "paragraph",
    "than",
    "least",
    "most",
    "under",
    "below",
    "above",
    "over",
    "every",
    "per",
    "budget",
    "route",
    "set",
    "area",
    "floor",
    "up",
    "stages",
    "phases",
    "tiers",
];

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let what = ("a count of fewer than five people", "counts of fewer than five people");
    super::leading(rule, view, what, "say it without the count ('a few', 'fewer than five') in", found)
}

/// The counts.
pub(super) fn found(text: &str) -> Vec<String> {
    if !has_any(text, &WORDS) {
        return Vec::new();
    }
    let counts = FEW.captures_iter(text).filter_map(|found| {
        let (whole, people) = (found.get(0)?, found.name("people")?);
        let (before, behind) = (text.get(..whole.start())?, text.get(whole.end()..)?);
        (is_count(before, &found["count"])
            && is_people(before, &found["kind"], people.as_str(), &found["count"], behind))
        .then(|| whole.as_str().to_lowercase())
    });
    counts.collect()
}

/// Whether the number counts, by what stands before it.
fn is_count(before: &str, count: &str) -> bool {
    let stands_alone = before.chars().next_back().is_none_or(|letter| {
        letter.is_whitespace() || matches!(letter, '(' | '"' | '\u{201c}' | '\u{2018}' | ';' | ':')
    });
    let mut words = words_before(before);
    let (last, earlier) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_number = |word: &str| word.chars().next().is_some_and(|first| first.is_ascii_digit()) || word == "one";
    let is_rate = matches!(last.as_str(), "in" | "of") && (is_number(&earlier) || earlier == "out");
    let is_limit = last == "to" && earlier == "up";
    let single = count.eq_ignore_ascii_case("single") && !matches!(last.as_str(), "a" | "the" | "this" | "one" | "1");
    stands_alone && !is_rate && !is_limit && !single && !NO_COUNT.contains(&last.as_str())
}

/// Whether people are counted, or what one of them receives.
fn is_people(before: &str, kind: &str, people: &str, count: &str, behind: &str) -> bool {
    let kinds: Vec<String> = kind.split_whitespace().map(str::to_lowercase).collect();
    let is_one = matches!(count.to_lowercase().as_str(), "1" | "one" | "single");
    let of_care = kinds.iter().any(|word| CARE.contains(&word.as_str()));
    let first = people.split_whitespace().next().unwrap_or_default();
    // Of several a plan may speak ('4 external residential placements'), of one with all these words somebody in particular.
    let of_package = first.starts_with("package") && kinds.last().is_some_and(|word| word == "care");
    let in_particular = is_one || kinds.is_empty() || of_package;
    let in_question = match first {
        // 'In one case', 'a package of measures', 'two work packages'.
        "case" | "cases" => of_care && words_before(before).next().as_deref() != Some("in"),
        "package" | "packages" => of_care || people.contains(' '),
        _ => true,
    };
    in_question && in_particular && (may_follow(behind) || is_one && is_owned(behind))
}

/// "one child's placement"
fn is_owned(behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix("'s ").or_else(|| behind.strip_prefix("\u{2019}s ")) else { return false };
    let owned = rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    matches!(owned, "placement" | "package" | "care" | "needs" | "support")
}
