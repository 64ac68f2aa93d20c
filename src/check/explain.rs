//! What each finding means, why it matters and how to mend it: `piperoll explain` and docs/findings.md, from the text that
//! stands beside each rule.

use super::{Rule, rules};
use crate::file::sha256;
use crate::finding::{Family, Severity};
use crate::names::capital;

/// What a family of findings is about, in a few words.
pub fn family_title(family: Family) -> &'static str {
    match family {
        Family::Return => "Files and their structure",
        Family::Cell => "Single cells",
        Family::Row => "A row against itself",
        Family::Total => "Totals against their parts",
        Family::Summary => "The summary against the sections",
        Family::Reference => "References and titles",
        Family::Status => "Status words against figures",
        Family::Narrative => "Amounts in running text",
        Family::Period => "This period against the prior one",
        Family::Control => "This period against what was approved",
        Family::Privacy => "Personal data",
        Family::Custom => "Rules of the form",
        Family::Form => "The form itself",
        Family::Appendix => "The appendix as a whole",
        Family::Decision => "Decisions",
    }
}

/// The family's name as findings.json has it.
pub fn family_name(family: Family) -> &'static str {
    match family {
        Family::Return => "return",
        Family::Cell => "cell",
        Family::Row => "row",
        Family::Total => "total",
        Family::Summary => "summary",
        Family::Reference => "reference",
        Family::Status => "status",
        Family::Narrative => "narrative",
        Family::Period => "period",
        Family::Control => "control",
        Family::Privacy => "privacy",
        Family::Custom => "custom",
        Family::Form => "form",
        Family::Appendix => "appendix",
        Family::Decision => "decision",
    }
}

/// `error`, `query` or `note`.
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Query => "query",
        Severity::Note => "note",
    }
}

/// What `piperoll explain CODE` prints; `None` if no finding has the code.
pub fn code(code: &str) -> Option<String> {
    let rule = super::rule(code.trim())?;
    Some(format!(
        "{} ({}; {})\n{}\n\n{}\n\nWhy it matters\n{}\n\nHow to mend it\n{}\n",
        rule.code,
        severity_name(rule.severity),
        family_title(rule.family).to_lowercase(),
        rule.title,
        wrapped(rule.what, TEXT_WIDTH),
        wrapped(rule.why, TEXT_WIDTH),
        wrapped(rule.mend, TEXT_WIDTH),
    ))
}

/// Characters in a line of explanations.
const TEXT_WIDTH: usize = 90;

/// Characters in a line of docs/findings.md.
const MARKDOWN_WIDTH: usize = 118;

/// What `piperoll explain` prints without a code: every code with its title, by family.
pub fn index() -> String {
    let width = rules().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut text = String::new();
    let mut family = None;
    for rule in rules() {
        if family != Some(rule.family) {
            if family.is_some() {
                text.push('\n');
            }
            text.push_str(family_title(rule.family));
            text.push('\n');
            family = Some(rule.family);
        }
        text.push_str(&format!("  {:width$}  {:5}  {}\n", rule.code, severity_name(rule.severity), rule.title));
    }
    text
}

/// docs/findings.md.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Findings\n\nWritten from the text beside each rule in `src/check`; `piperoll explain CODE` prints the same. A test \
         compares,\nand writes this file anew when it runs with `UPDATE_DOCS=1`.\n\n\
         An **error** is something missing or unreadable, or arithmetic that contradicts itself: mend the cell, or the section\n\
         151 officer (in Scotland 95) or a delegate sets the stated figure aside. A **query** is something a person may justify:\n\
         mend or explain it. A **note** is worth knowing and keeps nothing from being final.\n\n\
         They are listed errors first, then queries, then notes; among these, what explains most others first (those are not told\n\
         beside it), then in the order of files and cells.\n\n",
    );
    text.push_str("| Code | Weight | Says |\n|---|---|---|\n");
    for rule in rules() {
        text.push_str(&format!("| [`{0}`](#{0}) | {1} | {2} |\n", rule.code, severity_name(rule.severity), rule.title));
    }
    let mut family = None;
    for rule in rules() {
        if family != Some(rule.family) {
            text.push_str(&format!("\n## {} (`{}`)\n", family_title(rule.family), family_name(rule.family)));
            family = Some(rule.family);
        }
        text.push_str(&section(rule));
    }
    text
}

/// The version of the rules: the first eight hex digits of the SHA-256 of docs/findings.md. It is another one as soon as a finding is added
/// or taken away, weighs otherwise, or is explained otherwise. Two programs may have the same and still differ in how they find what they
/// tell: that is what the version of the program says.
pub fn version() -> String {
    let mut digits = sha256(markdown().as_bytes());
    digits.truncate(VERSION_DIGITS);
    digits
}

/// Enough that no two versions of the rules share them.
const VERSION_DIGITS: usize = 8;

/// How many findings there are: that many things are checked.
pub fn count() -> usize {
    rules().count()
}

fn section(rule: &Rule) -> String {
    format!(
        "\n### {}\n\n{}\n\n{}\n\n{}\n\n{}\n",
        rule.code,
        wrapped(&format!("*{}.* {}.", capital(severity_name(rule.severity)), rule.title), MARKDOWN_WIDTH),
        wrapped(rule.what, MARKDOWN_WIDTH),
        wrapped(&format!("**Why it matters.** {}", rule.why), MARKDOWN_WIDTH),
        wrapped(&format!("**How to mend it.** {}", rule.mend), MARKDOWN_WIDTH),
    )
}

/// Text in lines of at most `width` characters, broken at blanks.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_explained_in_whole_sentences() {
        for rule in rules() {
            assert!(rule.title.len() >= 12 && !rule.title.ends_with('.'), "{}: title", rule.code);
            for (name, prose) in [("what", rule.what), ("why", rule.why), ("mend", rule.mend)] {
                let words = prose.split_whitespace().count();
                assert!(words >= 4, "{}: {name} says too little", rule.code);
                assert!(prose.ends_with('.'), "{}: {name} is no sentence", rule.code);
                assert!(!prose.contains("  "), "{}: {name} has two blanks together", rule.code);
            }
            assert!(rule.what.split_whitespace().count() >= 12, "{}: what", rule.code);
            let is_code = |code: &str| code.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !code.is_empty();
            assert!(is_code(rule.code), "{}: a code is written in small letters and hyphens", rule.code);
        }
    }

    #[test]
    fn the_page_of_findings_is_up_to_date() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, markdown()).unwrap();
        }
        let page = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(page == markdown(), "docs/findings.md is out of date: run this test with UPDATE_DOCS=1");
    }

    #[test]
    fn a_code_is_explained_and_all_are_listed() {
        assert!(code("column-total").unwrap().contains("Why it matters"));
        assert_eq!(code("colum-total"), None);
        assert!(rules().all(|rule| index().contains(rule.code)));
    }

    #[test]
    fn lines_are_broken_at_blanks() {
        assert_eq!(wrapped("aa bb cc", 5), "aa bb\ncc");
        assert_eq!(wrapped("aaaaaaa b", 3), "aaaaaaa\nb");
    }
}
