//! Numbers that are missing in a run of references.

use std::collections::BTreeMap;

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::names::Reference;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "reference-gap",
    family: Family::Reference,
    severity: Severity::Note,
    title: "Numbers are missing in a run of references",
    what: "The references of a list are numbered, and between the lowest and the highest some numbers stand for nothing. They \
           are listed where the form asks for it (`gaps`).",
    why: "A missing number may be a saving that was withdrawn, moved to another paper, or left out of a return. A reader who \
          sees 10 and then 19 will ask.",
    mend: "See what became of the missing numbers. If they were never used, or stand elsewhere, nothing is to be done.",
    run,
};

/// A longer gap parts two runs: references of two kinds, or of two years.
const LONGEST_GAP: u64 = 50;

/// A numbered reference: as typed, its number, and its cell.
struct Numbered<'a> {
    typed: &'a str,
    digits: usize,
    number: u64,
    at: &'a Place,
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for list in &view.form.lists {
        for column in list.columns.iter().filter(|column| column.reference().is_some_and(|reference| reference.gaps)) {
            let mut runs: BTreeMap<Reference, Vec<Numbered<'_>>> = BTreeMap::new();
            for (_, _, row) in view.items().into_iter().filter(|(of, ..)| of.id == list.id) {
                let Some(cell) = row.cells.get(&column.id) else { continue };
                if let Some((before, digits)) = last_number(cell.text.trim())
                    && let Ok(number) = digits.parse()
                {
                    let numbered = Numbered { typed: cell.text.trim(), digits: digits.len(), number, at: &cell.at };
                    runs.entry(Reference::of(before).closed_up()).or_default().push(numbered);
                }
            }
            for (before, mut run) in runs {
                run.sort_by_key(|reference| reference.number);
                let Some(gaps) = gaps(&run) else { continue };
                let message = format!(
                    "{} from {} to {} leave out {}: {}",
                    plural(&view.name(column)),
                    gaps.first,
                    gaps.last,
                    wording::count(gaps.count, "number", "numbers"),
                    wording::list_of(&gaps.ranges)
                );
                let help =
                    format!("see what became of them; nothing to do if they were never {} of this list", list.items);
                let draft =
                    rule.at(gaps.at).about_list(view, &list.id, None, "").column(column).topic_and(before.as_str());
                findings.push(draft.related(gaps.related).says(message, help));
            }
        }
    }
    findings
}

struct Gaps<'a> {
    first: &'a str,
    last: &'a str,
    count: usize,
    ranges: Vec<String>,
    /// The cell behind the first gap, and those behind the others.
    at: &'a Place,
    related: Vec<Place>,
}

/// What is missing in a run, sorted by number.
fn gaps<'a>(run: &[Numbered<'a>]) -> Option<Gaps<'a>> {
    let mut ranges = Vec::new();
    let mut count: u64 = 0;
    let mut behind = Vec::new();
    for pair in run.windows(2) {
        let [one, next] = pair else { continue };
        let missing = next.number.saturating_sub(one.number).saturating_sub(1);
        if missing == 0 || missing > LONGEST_GAP {
            continue;
        }
        let (first, last) = (one.number.saturating_add(1), next.number.saturating_sub(1));
        let width = one.digits;
        ranges.push(if first == last {
            format!("{first:0width$}")
        } else {
            format!("{first:0width$} to {last:0width$}")
        });
        count = count.saturating_add(missing);
        behind.push(next.at);
    }
    let (at, related) = behind.split_first()?;
    Some(Gaps {
        first: run.first()?.typed,
        last: run.last()?.typed,
        count: usize::try_from(count).unwrap_or(usize::MAX),
        ranges,
        at,
        related: related.iter().map(|at| (*at).clone()).collect(),
    })
}

/// The last number in a reference and what stands before it: '07' of 'C/07b'.
fn last_number(reference: &str) -> Option<(&str, &str)> {
    let end = reference.rfind(|letter: char| letter.is_ascii_digit())? + 1;
    let upto = reference.get(..end)?;
    let start = upto
        .rfind(|letter: char| !letter.is_ascii_digit())
        .map_or(0, |at| at + upto.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    Some((upto.get(..start)?, upto.get(start..)?))
}

fn plural(heading: &str) -> String {
    if heading.ends_with('s') { heading.to_string() } else { format!("{heading}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_of_a_reference_counts() {
        let cases = [("06", ("", "06")), ("C/07b", ("C/", "07")), ("2021/22-3", ("2021/22-", "3")), ("é9", ("é", "9"))];
        for (reference, expected) in cases {
            assert_eq!(last_number(reference), Some(expected));
        }
        assert_eq!(last_number("none"), None);
    }

    fn told(references: &[&str]) -> Option<(usize, Vec<String>)> {
        let at = Place::file("x");
        let mut run: Vec<Numbered<'_>> = references
            .iter()
            .filter_map(|typed| {
                let (_, digits) = last_number(typed)?;
                Some(Numbered { typed, digits: digits.len(), number: digits.parse().ok()?, at: &at })
            })
            .collect();
        run.sort_by_key(|reference| reference.number);
        gaps(&run).map(|gaps| (gaps.count, gaps.ranges))
    }

    #[test]
    fn gaps_are_told_as_ranges_with_the_digits_of_the_references() {
        let expected = (9, vec!["11 to 18".to_string(), "21".to_string()]);
        assert_eq!(told(&["06", "07", "08", "09", "10", "19", "20", "22", "23"]), Some(expected));
        assert_eq!(told(&["03", "01"]), Some((1, vec!["02".to_string()])));
        assert_eq!(told(&["1", "2", "3", "3"]), None);
        assert_eq!(told(&["1", "1001"]), None, "two runs");
        assert_eq!(told(&["7"]), None);
    }
}
