//! `untraced-number`

use std::sync::LazyLock;

use regex::Regex;

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::amounts_in;
use crate::pattern;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "untraced-number",
    family: Family::Narrative,
    severity: Severity::Query,
    title: "An amount or a percentage that is typed where words are composed",
    what: "A template of the words, or a note of a table in piperoll.toml, says an amount or a percentage in figures of its own, and not \
           by a name. No check sees it, the workbook does not hold it, and it stays as it is when the figures change.",
    why: "Every figure that is published must be followed to a cell, or to the minute, report or control that gives it.",
    mend: "Say it by its name: {{money target}} in a template, {{figure.ID}} in a note. What stands in no return is a [[figure]] of the \
           form with `stated`, `source` and `as_at`. What is no figure of the report (a limit, a threshold) can be explained.",
    run,
};

/// A percentage, in figures.
static PERCENTAGE: LazyLock<Regex> =
    LazyLock::new(|| pattern::fixed(r"(?i)[0-9][0-9.,]*[\s\u{a0}]?(?:%|per\s?cent\b|percent\b|percentage\spoints?\b)"));

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for template in view.templates {
        let own = without_names(&template.text);
        for (line, text) in (1..).zip(own.lines()) {
            let at = Place::line(template.file.as_str(), line);
            findings.extend(finding(rule, &at, &format!("the words '{}'", template.name), template.name, text));
        }
    }
    for table in &view.form.tables {
        for note in &table.notes {
            let whose = format!("a note of the table '{}'", table.id);
            findings.extend(finding(rule, &table.at, &whose, &table.id, &without_names(note)));
        }
    }
    findings
}

fn finding(rule: &Rule, at: &Place, whose: &str, topic: &str, text: &str) -> Option<Finding> {
    let typed = typed(text);
    if typed.is_empty() {
        return None;
    }
    let quoted: Vec<String> = typed.iter().map(|amount| format!("'{amount}'")).collect();
    let verb = if typed.len() == 1 { "comes" } else { "come" };
    let message = format!("{whose}: {} {verb} from no figure: nobody can follow it", wording::list_of(&quoted));
    let help = wording::mend_or_explain(
        "say it by its name ({{money …}} in words, {{figure.…}} in a note), as a [[figure]] with `stated`, `source` and `as_at` where it stands \
         in no return",
    );
    let draft = rule.at(at).about_area(None).topic(&format!("{topic} {}", typed.join(" ")));
    Some(draft.stated_text(&typed.join("; ")).says(message, help))
}

/// The amounts and percentages of a text, as typed, in their order.
fn typed(text: &str) -> Vec<String> {
    let amounts = amounts_in(text).into_iter().map(|amount| (amount.start, amount.text));
    let percentages = PERCENTAGE.find_iter(text).map(|found| (found.start(), found.as_str().to_string()));
    let mut typed: Vec<(usize, String)> = amounts.chain(percentages).collect();
    typed.sort();
    typed.into_iter().map(|(_, text)| wording::one_line(&text)).collect()
}

/// A text without what stands for something else, lines as they were.
fn without_names(text: &str) -> String {
    let mut own = String::new();
    let mut rest = text;
    while let Some((before, name)) = rest.split_once("{{") {
        own.push_str(before);
        let (inner, after) = name.split_once("}}").unwrap_or((name, ""));
        // A figure may touch what is typed: '£{{x}}m'.
        own.push('\u{2026}');
        own.extend(inner.chars().filter(|character| *character == '\n'));
        rest = after;
    }
    own.push_str(rest);
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_found_and_what_is_named_is_not() {
        for (text, found) in [
            ("The Council has saved £99.999m since 2010.", vec!["£99.999m"]),
            ("{{money target}} in all, 65% of it, and 12 per cent more", vec!["65%", "12 per cent"]),
            ("{{money totals.a.b unit=\"millions\" decimals=3}} by 31 March 2023, of 26 schemes", vec![]),
            ("NB: this excludes {{figure.early}} of 2018/19", vec![]),
            ("£1m to £2m", vec!["£1m", "£2m"]),
        ] {
            assert_eq!(typed(&without_names(text)), found, "{text}");
        }
        assert_eq!(without_names("a\n{{!-- £5m\n--}}\nb").lines().count(), 4, "lines stay where they are");
    }
}
