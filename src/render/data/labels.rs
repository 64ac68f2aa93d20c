//! Labelled parts of narrative: 'Risk: …', 'Risk Mitigation – …'. Each prints on a line of its own, whatever the return did: a line
//! break stands in the place of a blank, and no word changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern;
use crate::report::{Column, Holds, Report};

/// One to three words at the beginning of a text, a line or a sentence, with what follows a label.
static AT_A_BEGINNING: LazyLock<Regex> =
    LazyLock::new(|| pattern::fixed(r"(?:^|[\n.!?] *)([^\W\d_][\w’'/&]*(?: [\w’'/&]+){0,2})(:| [-–—])(?:\s|$)"));

/// A dash is more often no sign of a label than one: so many texts of a column must begin a part with it.
const DASHED: usize = 2;

/// The labels of parts that the returns use, by the heading of their column.
pub(super) struct Labels<'r>(BTreeMap<&'r str, BTreeSet<&'r str>>);

impl<'r> Labels<'r> {
    /// Learns which words label parts: those with a colon at the beginning of a sentence, and those that begin one again and
    /// again with a dash.
    pub(super) fn learn(report: &'r Report) -> Self {
        let mut labels: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut dashed: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for table in report.tables() {
            for (index, column) in table.columns.iter().enumerate().filter(|(_, column)| column.holds == Holds::Text) {
                for text in table.rows.iter().filter_map(|row| Some(row.cells.get(index)?.text())) {
                    // The search is not for the thousands of texts that cannot have one.
                    if !text.contains([':', '-', '–', '—']) {
                        continue;
                    }
                    for found in AT_A_BEGINNING.captures_iter(text) {
                        let (Some(label), Some(sign)) = (found.get(1), found.get(2)) else { continue };
                        if !label.as_str().starts_with(char::is_uppercase) {
                            continue;
                        }
                        let count = dashed.entry((column.heading.as_str(), label.as_str())).or_default();
                        *count += 1;
                        if sign.as_str() == ":" || *count >= DASHED {
                            labels.entry(column.heading.as_str()).or_default().insert(label.as_str());
                        }
                    }
                }
            }
        }
        Labels(labels)
    }

    /// The text with each labelled part on a line of its own; `None` if it is so already.
    pub(super) fn on_lines_of_their_own(&self, column: &Column, text: &str) -> Option<String> {
        let known = self.0.get(column.heading.as_str()).filter(|_| column.holds == Holds::Text)?;
        let mut broken = String::new();
        let mut done = 0;
        for (place, _) in text.match_indices(' ') {
            let (before, after) = (text.get(done..place)?, text.get(place + 1..)?);
            if begins_a_part(known, after) && can_end(before) {
                broken.push_str(before.trim_end_matches(' '));
                broken.push('\n');
                done = place + 1;
            }
        }
        (done > 0).then(|| broken + text.get(done..).unwrap_or_default())
    }
}

/// The most words of a label, as [`AT_A_BEGINNING`] has it.
const MOST_WORDS: usize = 3;

/// Whether a text begins with a label and what follows one. It looks at the first words of the text, not at every label that is known:
/// where each row has a label of its own there are as many as rows.
fn begins_a_part(known: &BTreeSet<&str>, text: &str) -> bool {
    if !text.starts_with(char::is_uppercase) {
        return false;
    }
    for (end, sign) in text.match_indices([':', ' ']).take(MOST_WORDS) {
        let (before, rest) = text.split_at(end);
        let follows = sign == ":" || [" -", " –", " —"].iter().any(|dash| rest.starts_with(dash));
        if follows && known.contains(before) {
            return true;
        }
        if sign == ":" {
            return false;
        }
    }
    false
}

/// Whether a part may end with what stands before a label: 'Mitigation' is no label in 'Risk Mitigation'.
fn can_end(text: &str) -> bool {
    let last = text.split_whitespace().next_back();
    last.is_some_and(|word| {
        // A bullet or a dash alone belongs to what follows.
        word.chars().any(char::is_alphanumeric)
            && (word.ends_with(['.', '!', '?', ';', ')', ',']) || !word.starts_with(char::is_uppercase))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{self, column, labels, section, table};
    use crate::report::Block;
    use crate::report::RowKind;

    /// The texts of a column as they are handed to a layout.
    fn broken(holds: Holds, texts: &[&str]) -> Vec<String> {
        let column = column("Risks", holds, 1);
        let mut table = table("t", "T", vec![column.clone()]);
        table.rows = texts.iter().map(|text| labels(RowKind::Item, &[text])).collect();
        let mut report = fixture::report();
        report.sections = vec![section("s", "S", false, vec![Block::Table(table)])];
        let labels = Labels::learn(&report);
        let line = |text: &&str| labels.on_lines_of_their_own(&column, text).unwrap_or_else(|| (*text).to_string());
        texts.iter().map(line).collect()
    }

    #[test]
    fn each_labelled_part_is_on_a_line_of_its_own_and_no_word_changes() {
        let texts = [
            "Risk: - Agency staff had to be brought in.  Risk Mitigation: - Options are appraised; a plan follows.",
            "Risk: Invoices take 20% off the forecast Risk Mitigation: From January a manager.",
            "Risk: Posts are hard to fill.\nRisk Mitigation – Specialist recruitment.",
            "No staff. Risk Mitigation – None.",
            "The NHS Risk Mitigation: a plan of theirs. It says the risk: money.",
            "Delivered – No Mitigations Required",
        ];
        let broken = broken(Holds::Text, &texts);
        assert_eq!(
            broken,
            [
                "Risk: - Agency staff had to be brought in.\nRisk Mitigation: - Options are appraised; a plan follows.",
                "Risk: Invoices take 20% off the forecast\nRisk Mitigation: From January a manager.",
                texts[2],
                "No staff.\nRisk Mitigation – None.",
                texts[4],
                texts[5],
            ]
        );
        let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        for (before, after) in texts.iter().zip(&broken) {
            assert_eq!(words(before), words(after));
        }
    }

    #[test]
    fn a_dash_is_the_sign_of_a_label_where_the_returns_use_it_so_again_and_again() {
        let once = ["Care Trust – notice was given. Next Steps – a review."];
        assert_eq!(broken(Holds::Text, &once), once);
        let twice = ["Risk – no staff. Mitigation – training.", "Risk – no money. Mitigation – a bid."];
        assert_eq!(
            broken(Holds::Text, &twice),
            ["Risk – no staff.\nMitigation – training.", "Risk – no money.\nMitigation – a bid."]
        );
    }

    #[test]
    fn a_label_of_three_words_is_found_and_one_that_only_begins_like_a_label_is_none() {
        let texts = [
            "Key Risk Now: staff. Key: none. Key Risk Then came a bid.",
            "It was done. Key Risk Now - again. Key Risk Now: more. Key Risk Now Too: less.",
        ];
        assert_eq!(
            broken(Holds::Text, &texts),
            [
                "Key Risk Now: staff.\nKey: none. Key Risk Then came a bid.",
                "It was done.\nKey Risk Now - again.\nKey Risk Now: more. Key Risk Now Too: less.",
            ]
        );
    }

    #[test]
    fn where_each_row_has_a_label_of_its_own_the_time_grows_with_the_rows_alone() {
        let text = |row: usize| format!("Scheme{row}: goes on as planned. Next{row}: {}", "A Word ".repeat(40));
        let texts: Vec<String> = (0..3_000).map(text).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let before = std::time::Instant::now();
        let broken = broken(Holds::Text, &texts);
        assert!(broken.iter().all(|text| text.matches('\n').count() == 1), "{}", broken[0]);
        // Looking for each label at each word would be a thousand million looks.
        assert!(before.elapsed() < std::time::Duration::from_secs(20), "{:?}", before.elapsed());
    }

    #[test]
    fn names_and_other_texts_than_narrative_stay_on_their_line() {
        let texts = ["Programme: homes. Phase: two"];
        assert_eq!(broken(Holds::Label, &texts), texts);
    }
}
