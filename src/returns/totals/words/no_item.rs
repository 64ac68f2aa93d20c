//! Words of rows that are no items: parts of the item above, the template's example, a nil return, checks, and what stands in a
//! list for information.

use super::{Known, is_numbered, words};
use crate::names::{Label, Phrase, is_dash};

/// Beginnings of a row that is a part of the row above it.
const PARTS: [&str; 14] = [
    "of which",
    "of that",
    "of this",
    "o which",
    "o hynny",
    "o r hyn",
    "o r hwn",
    "o r rhain",
    "ohono",
    "thereof",
    "made up of",
    "comprising",
    "comprised of",
    "consisting of",
];

/// Ends of one.
const PART_ENDS: [&str; 2] = [" of which", " thereof"];

/// Beginnings that may be one, or the title of an item.
const INCLUDING: [&str; 5] = ["incl", "including", "includes", "which includes", "gan gynnwys"];

/// Whether a label says that its row is a part of the one above ('of which materials'), and whether that is certain.
pub(in crate::returns) fn says_part(label: &str) -> Option<bool> {
    part(&Label::of(label))
}

fn part(label: &Label) -> Option<bool> {
    let begins = |beginnings: &[&str]| beginnings.iter().any(|start| label.begins_with_words(start));
    if begins(&PARTS) || PART_ENDS.iter().any(|end| label.as_str().ends_with(end)) {
        return Some(true);
    }
    begins(&INCLUDING).then_some(false)
}

/// Whether a label says that its row is the template's example: 'Example: closing a depot', 'e.g. closing a depot'.
pub(in crate::returns) fn says_example(label: &str) -> bool {
    example(&Phrase::of(label))
}

fn example(text: &Phrase) -> bool {
    let text = text.as_str().trim_start_matches(|letter: char| !letter.is_alphanumeric());
    for word in ["example", "worked example", "for example", "e.g", "eg", "enghraifft"] {
        let Some(rest) = text.strip_prefix(word) else { continue };
        // 'EG01' is a reference.
        if word == "eg" && rest.starts_with(|letter: char| letter.is_ascii_digit()) {
            continue;
        }
        let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
        let parted = |letter: char| matches!(letter, ':' | '.' | ',' | ')' | ']' | '>' | '=') || is_dash(letter);
        if rest.is_empty() || rest.starts_with(parted) || word == "e.g" || word == "for example" {
            return true;
        }
    }
    text.ends_with("(example)") || text.ends_with("[example]")
}

/// Labels of a line that checks the table.
const CHECK: [&str; 9] =
    ["check", "checks", "difference", "differences", "diff", "control", "rounding", "reconciliation", "gwiriad"];

/// Words that may stand beside one of them: 'Check to ledger'. With others it is a scheme: 'Control room review'.
const CHECK_BESIDE: [&str; 30] = [
    "total", "totals", "sum", "sums", "line", "row", "cell", "figure", "to", "with", "against", "per", "vs", "v",
    "ledger", "gl", "budget", "book", "finance", "system", "should", "be", "must", "nil", "zero", "error", "errors",
    "and", "the", "ok",
];

/// Whether a label says that its row checks the table: 'Check', 'Control total', 'Difference to ledger'.
pub(in crate::returns) fn says_check(label: &str) -> bool {
    check(&Label::of(label))
}

fn check(label: &Label) -> bool {
    let may_stand = |word: &str| CHECK.contains(&word) || CHECK_BESIDE.contains(&word) || is_numbered(word);
    words(label).any(|word| CHECK.contains(&word)) && words(label).all(may_stand)
}

/// Labels that begin what stands in a list for information alone, with what must follow: a colon, a dash, or nothing.
const INFORMATION: [&str; 9] = [
    "memo",
    "memorandum",
    "memorandum item",
    "memorandum items",
    "memo item",
    "memo items",
    "memo line",
    "for information",
    "for info",
];

/// Words by which a row says that it is counted elsewhere, or not at all.
const ELSEWHERE: [&str; 14] = [
    "included above",
    "included below",
    "included in total",
    "included in the total",
    "included elsewhere",
    "already included",
    "counted above",
    "counted elsewhere",
    "already counted",
    "not counted",
    "not included",
    "not in total",
    "incl above",
    "for information only",
];

/// The words of which one stands in each of them.
const ELSEWHERE_WORDS: [&str; 5] = ["included", "counted", "incl", "information", "total"];

/// Words for how many there are, and for a middle.
const MEASURES: [&str; 16] = [
    "average",
    "averages",
    "avg",
    "ave",
    "mean",
    "median",
    "maximum",
    "minimum",
    "max",
    "min",
    "count",
    "number",
    "no",
    "nos",
    "nifer",
    "cyfartaledd",
];

/// Words that may stand beside a percentage or a measure.
const MEASURE_BESIDE: [&str; 12] = [
    "delivered",
    "achieved",
    "achievement",
    "delivery",
    "complete",
    "completed",
    "secured",
    "forecast",
    "target",
    "variance",
    "rate",
    "progress",
];

/// Words of a difference.
const DIFFERENCE: [&str; 14] = [
    "variance",
    "variances",
    "shortfall",
    "gap",
    "movement",
    "difference",
    "differences",
    "diff",
    "under",
    "over",
    "short",
    "change",
    "slippage",
    "surplus",
];

/// Words of a figure that comes from elsewhere.
const FROM_ELSEWHERE: [&str; 12] =
    ["per", "ledger", "gl", "agresso", "book", "mtfs", "finance", "system", "last", "prior", "previous", "agrees"];

/// Whether a label speaks of a difference: 'Variance', 'Shortfall against target'.
pub(in crate::returns) fn says_difference(label: &str) -> bool {
    words(&Label::of(label)).any(|word| DIFFERENCE.contains(&word))
}

/// Whether a label says that its figures come from elsewhere: 'Per ledger', 'As per budget book'.
pub(in crate::returns) fn says_from_elsewhere(label: &str) -> bool {
    words(&Label::of(label)).any(|word| FROM_ELSEWHERE.contains(&word))
}

/// Whether a label below a total is that of a line for information rather than of an item.
pub(in crate::returns) fn says_memorandum(label: &str) -> bool {
    says_part(label).is_some() || says_difference(label) || says_from_elsewhere(label)
}

/// What a row says that is in a list and counts nothing there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::returns) enum NoItem {
    /// A figure about the items: an average, a number of them, a percentage.
    Measure,
    /// For information, or counted elsewhere.
    Information,
    /// A check of the table.
    Check,
    /// What is taken off again: 'Less: double count'. An item where its amounts are below nil.
    Less,
}

impl Known {
    /// Whether a label says that its row is no item, and why.
    pub(in crate::returns) fn says_no_item(&self, label: &str) -> Option<NoItem> {
        let (text, label) = (Phrase::of(label), Label::of(label));
        let text = text.as_str();
        let follows = |start: &str| {
            let rest = label.begins_with_words(start).then(|| text.trim_start_matches(|c: char| !c.is_alphanumeric()));
            rest.and_then(|rest| rest.strip_prefix(start)).is_some_and(|rest| {
                let rest = rest.trim_start();
                rest.is_empty() || rest.starts_with([':', ')', ']']) || rest.starts_with(is_dash)
            })
        };
        if INFORMATION.iter().any(|start| follows(start))
            || words(&label).any(|word| ELSEWHERE_WORDS.contains(&word))
                && ELSEWHERE.iter().any(|words| label.holds_words(words))
        {
            return Some(NoItem::Information);
        }
        if check(&label) {
            return Some(NoItem::Check);
        }
        let counts_double = ["double count", "double counting", "double counted", "counted twice"];
        let is_less = ["less", "llai", "deduct"].iter().any(|less| follows(less));
        let less = label.begins_with_words("less") || label.begins_with_words("llai");
        if is_less || less && counts_double.iter().any(|words| label.holds_words(words)) {
            return Some(NoItem::Less);
        }
        let may_stand = |word: &str| {
            MEASURES.contains(&word)
                || MEASURE_BESIDE.contains(&word)
                || word == "percent"
                || word == "percentage"
                || self.beside(word)
        };
        let opens = words(&label).next().unwrap_or_default();
        let closes_percent =
            text.strip_suffix('%').is_some_and(|rest| !rest.trim_end().ends_with(|c: char| c.is_ascii_digit()));
        let is_percent = text.starts_with('%') || closes_percent || opens == "percent" || opens == "percentage";
        let several = words(&label).nth(1).is_some();
        let is_measure = MEASURES.contains(&opens) && (several || !["no", "nos"].contains(&opens));
        ((is_percent || is_measure) && words(&label).all(may_stand)).then_some(NoItem::Measure)
    }

    /// Whether a label is the template's own: 'Example scheme', '<scheme name>', '[Insert scheme name]', 'Sample line - please
    /// delete'. 'Sample Street car park' is none.
    pub(in crate::returns) fn says_template(&self, label: &str) -> bool {
        let text = label.trim();
        let phrase = Phrase::of(text);
        if example(&phrase) {
            return true;
        }
        let in_brackets = |open: char, close: char| text.len() > 2 && text.starts_with(open) && text.ends_with(close);
        let label = Label::of(text);
        let opens = words(&label).next().unwrap_or_default();
        let parted =
            ["illustration", "illustrative", "sample", "dummy", "specimen", "template", "test"].iter().any(|word| {
                let rest = phrase.as_str().trim_start_matches(|c: char| !c.is_alphanumeric()).strip_prefix(word);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ')', ']']))
            });
        let beside = |word: &str| TEMPLATE_BESIDE.contains(&word) || self.beside(word);
        let plain = TEMPLATE.contains(&opens) && words(&label).skip(1).all(beside) && words(&label).nth(1).is_some();
        let held = in_brackets('<', '>') || in_brackets('[', ']');
        parted || plain || held && words(&label).all(|word| beside(word) || TEMPLATE.contains(&word))
    }
}

/// Words that open the template's own labels.
const TEMPLATE: [&str; 13] = [
    "example",
    "examples",
    "sample",
    "dummy",
    "specimen",
    "illustrative",
    "illustration",
    "template",
    "insert",
    "enter",
    "type",
    "enghraifft",
    "sampl",
];

/// Words that stand behind them.
const TEMPLATE_BESIDE: [&str; 33] = [
    "name",
    "names",
    "title",
    "titles",
    "description",
    "text",
    "entry",
    "line",
    "row",
    "item",
    "scheme",
    "project",
    "proposal",
    "saving",
    "reference",
    "ref",
    "here",
    "only",
    "please",
    "delete",
    "remove",
    "overwrite",
    "replace",
    "this",
    "do",
    "not",
    "use",
    "your",
    "an",
    "one",
    "two",
    "b",
    "data",
];

/// Lines above a block that say that what it holds is counted above, or is not to be counted.
const APART: [&str; 40] = [
    "summary",
    "analysis",
    "analysed",
    "breakdown",
    "broken down",
    "of which",
    "by type",
    "by category",
    "by status",
    "by rag",
    "by source",
    "by theme",
    "split by",
    "split of",
    "for information",
    "for info",
    "for note",
    "memorandum",
    "memo",
    "not included",
    "not counted",
    "excluded",
    "outside the total",
    "withdrawn",
    "rejected",
    "deleted",
    "removed",
    "not yet approved",
    "not yet agreed",
    "not approved",
    "not agreed",
    "proposals",
    "previous year",
    "previous years",
    "prior year",
    "prior years",
    "last year",
    "earlier years",
    "crynodeb",
    "dadansoddiad",
];

/// The longest line above a block that is a title.
const LONGEST_TITLE: usize = 90;

/// Whether a line above a block says that the block analyses the one above it, or is not to be counted.
pub(in crate::returns) fn says_apart(title: &str) -> bool {
    let label = Label::of(title);
    title.len() <= LONGEST_TITLE && APART.iter().any(|words| label.holds_words(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_examples_and_nil_returns_say_so() {
        assert_eq!(says_part("  of which materials"), Some(true));
        assert_eq!(says_part("Of which: labour"), Some(true));
        assert_eq!(says_part("incl. labour"), Some(false));
        assert_eq!(says_part("Including everybody"), Some(false));
        assert_eq!(says_part("Inclusion service"), None);
        for label in [
            "Example: closing a depot",
            "EXAMPLE - closing",
            "e.g. closing a depot",
            "Example",
            "Example 1: a depot",
            "Closing a depot (example)",
            "eg: depot",
        ] {
            assert!(says_example(label), "{label}");
        }
        for label in ["Example Street car park", "Exemplar schools", "Egerton House", "Egg supply"] {
            assert!(!says_example(label), "{label}");
        }
    }

    fn known() -> Known {
        let mut known = Known::default();
        ["scheme", "schemes", "Target (£000s)"].into_iter().for_each(|name| known.learn(name));
        known
    }

    #[test]
    fn a_row_may_say_that_it_is_no_item() {
        for (label, says) in [
            ("Average", NoItem::Measure),
            ("Average per scheme", NoItem::Measure),
            ("Number of schemes", NoItem::Measure),
            ("No. of schemes", NoItem::Measure),
            ("Count", NoItem::Measure),
            ("% delivered", NoItem::Measure),
            ("Delivered %", NoItem::Measure),
            ("Memo", NoItem::Information),
            ("Memorandum: grant", NoItem::Information),
            ("Memo: grant funded", NoItem::Information),
            ("For information: delivered in 2021/22", NoItem::Information),
            ("Voids (included above)", NoItem::Information),
            ("(Not included in total) Parking", NoItem::Information),
            ("Check", NoItem::Check),
            ("Less: double count", NoItem::Less),
            ("Less double counting with Place", NoItem::Less),
        ] {
            assert_eq!(known().says_no_item(label), Some(says), "{label}");
        }
        for label in [
            "Average speed cameras",
            "Memory clinic",
            "Memorandum of understanding with Health",
            "Number plate recognition",
            "Control room review",
            "Less waste to landfill",
            "Reduce agency by 5%",
            "100% business rates",
            "No",
            "Count on us",
            "",
        ] {
            assert_eq!(known().says_no_item(label), None, "{label}");
        }
    }

    #[test]
    fn the_templates_own_labels_are_no_schemes() {
        for label in [
            "Sample scheme",
            "Sample scheme - please delete",
            "Dummy line",
            "(Dummy line)",
            "<scheme name>",
            "[Insert scheme name]",
            "Illustration: close a depot",
            "Example scheme",
            "Example project title",
            "Enter scheme name here",
            "Sample line",
        ] {
            assert!(known().says_template(label), "{label}");
        }
        for label in [
            "Example Street car park",
            "Sample Street",
            "Sample testing service",
            "Type 2 diabetes",
            "[Phase 2]",
            "Scheme A",
            "",
        ] {
            assert!(!known().says_template(label), "{label}");
        }
    }

    #[test]
    fn a_check_has_no_other_words() {
        for label in ["Check", "Control total", "Difference to ledger", "Check (should be nil)", "Checks"] {
            assert!(says_check(label), "{label}");
        }
        for label in ["Control room review", "Total", "Rounding up of fees", ""] {
            assert!(!says_check(label), "{label}");
        }
    }

    #[test]
    fn a_title_says_that_a_block_is_counted_above() {
        for title in [
            "Summary by type",
            "Of which red",
            "Delivered in 2021/22 (for information)",
            "Not included above:",
            "Withdrawn schemes",
            "Proposals not yet approved",
            "Memorandum items",
        ] {
            assert!(says_apart(title), "{title}");
        }
        assert!(!says_apart("New savings this quarter") && !says_apart("Tenancy"));
    }
}
