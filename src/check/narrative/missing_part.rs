//! A labelled part that a narrative cell should have and has not.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::names::Phrase;
use crate::returns::Value;

pub(super) static RULE: Rule = Rule {
    code: "missing-part",
    family: Family::Narrative,
    severity: Severity::Query,
    title: "A part of the text is not there",
    what: "The form says that a text has labelled parts ('Risk:', 'Risk Mitigation:'), and one of them is not in the cell, or has \
           nothing behind it.",
    why: "A risk without its mitigation tells members that something may go wrong and not what is being done about it.",
    mend: "Write the part with its label. If there is nothing to say, use the placeholder that the form has for it, such as \
           'n/a'.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (list, item, row) in view.items() {
        for column in list.columns.iter().filter(|column| !column.parts().is_empty()) {
            let Some(cell) = row.cells.get(&column.id) else { continue };
            let Value::Text(text) = &cell.value else { continue };
            let missing: Vec<String> = column
                .parts()
                .iter()
                .filter(|spellings| !has_part(text, spellings, column.parts()))
                .filter_map(|spellings| spellings.first().map(|label| format!("'{label}'")))
                .collect();
            if missing.is_empty() {
                continue;
            }
            let (missing, place) = (wording::list_of(&missing), wording::cell(&cell.at));
            let who = view.who(item.area.as_deref(), &item.label);
            let message = format!("{who}: {} ({place}) has no part {missing}", view.name(column));
            let draft = rule.at(&cell.at).about_item(view, list, item).cell(column, cell);
            findings.push(draft.says(message, wording::mend_or_explain(&format!("add {missing} to {place}"))));
        }
    }
    findings
}

/// Whether one of the spellings stands in the text as a label with words behind it, up to the next label.
fn has_part(text: &str, spellings: &[String], all: &[Vec<String>]) -> bool {
    let folded = Phrase::of(text);
    spellings.iter().any(|label| {
        behind_label(folded.as_str(), Phrase::of(label).as_str()).is_some_and(|rest| {
            let end = all
                .iter()
                .flatten()
                .filter_map(|next| label_at(rest, Phrase::of(next).as_str()).map(|(start, _)| start))
                .min()
                .unwrap_or(rest.len());
            rest.get(..end).is_some_and(|words| words.chars().any(char::is_alphanumeric))
        })
    })
}

/// What stands behind the first use of a label.
fn behind_label<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    label_at(text, label).and_then(|(_, end)| text.get(end..))
}

/// Where a label stands in a folded text: as a whole word, with a colon or a dash behind it.
fn label_at(text: &str, label: &str) -> Option<(usize, usize)> {
    if label.is_empty() {
        return None;
    }
    text.match_indices(label).find_map(|(start, _)| {
        let end = start + label.len();
        let opens = !text.get(..start)?.ends_with(char::is_alphanumeric);
        let rest = text.get(end..)?.trim_start();
        let marked = rest.starts_with([':', '-']);
        (opens && marked).then_some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Vec<Vec<String>> {
        let spellings = |all: &[&str]| all.iter().map(ToString::to_string).collect();
        vec![spellings(&["Risk", "Risks"]), spellings(&["Risk Mitigation", "Risks Mitigations"])]
    }

    fn has(text: &str) -> Vec<bool> {
        let parts = parts();
        parts.iter().map(|spellings| has_part(text, spellings, &parts)).collect()
    }

    #[test]
    fn labels_count_in_every_spelling_that_the_form_knows() {
        for text in [
            "Risk: - Staff leave. Risk Mitigation: - Posts are filled.",
            "Risks: staff leave\nRisk Mitigation – posts are filled",
            "RISKS: a RISKS MITIGATIONS: - b",
        ] {
            assert_eq!(has(text), [true, true], "{text}");
        }
    }

    #[test]
    fn a_word_in_a_sentence_is_no_label_and_a_label_wants_words() {
        assert_eq!(has("Risk: there is a risk mitigation plan"), [true, false]);
        assert_eq!(has("Risk Mitigation: posts are filled"), [false, true]);
        assert_eq!(has("Risk: - Risk Mitigation: -"), [false, false]);
        assert_eq!(has(""), [false, false]);
    }
}
