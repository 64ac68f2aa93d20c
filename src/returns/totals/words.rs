//! What the words of a row's label say of it.

mod no_item;

pub(in crate::returns) use no_item::{
    NoItem, says_apart, says_check, says_difference, says_example, says_from_elsewhere, says_memorandum, says_part,
};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::names::{Label, is_dash};
use crate::period::month_word;

/// Words that say 'total', also in Welsh, and where they are changed behind another word.
const TOTAL: [&str; 9] =
    ["total", "totals", "cyfanswm", "gyfanswm", "nghyfanswm", "chyfanswm", "cyfansymiau", "gyfansymiau", "grandtotal"];

/// Words that say 'subtotal' by themselves.
const SUBTOTAL: [&str; 4] = ["subtotal", "subtotals", "isgyfanswm", "isgyfansymiau"];

/// Words that make a subtotal of a total directly behind them: 'Sub total', 'Is-gyfanswm'.
const SUB: [&str; 2] = ["sub", "is"];

/// A sum is a total where only words that may stand beside one do, or 'of' follows: 'Sum insured review' is none.
const SUM: [&str; 2] = ["sum", "sums"];

/// Words that close a list without saying 'total', and a total that is mistyped.
const WHOLE: [&str; 32] = [
    "overall",
    "net",
    "gross",
    "all",
    "combined",
    "aggregate",
    "altogether",
    "forward",
    "cf",
    "cfwd",
    "tot",
    "tots",
    "ttl",
    "gt",
    "st",
    "σ",
    "swm",
    "crynswth",
    "gros",
    "popeth",
    "totla",
    "toatl",
    "totel",
    "totle",
    "tota",
    "totl",
    "toal",
    "otal",
    "toatal",
    "tottal",
    "totall",
    "totaal",
];

/// Words of one letter that stand for one of those together: 'c/f', 'S/T'.
const WHOLE_LETTERS: [&str; 4] = ["c f", "s t", "g t", "c fwd"];

/// Words that may stand beside a total and change nothing: how far it reaches, when, in which unit, and small words.
const BESIDE: [&str; 87] = [
    "grand",
    "overall",
    "net",
    "gross",
    "combined",
    "whole",
    "final",
    "all",
    "new",
    "revised",
    "corrected",
    "correct",
    "amended",
    "updated",
    "adjusted",
    "running",
    "cumulative",
    "current",
    "year",
    "years",
    "annual",
    "month",
    "months",
    "monthly",
    "quarter",
    "quarterly",
    "period",
    "full",
    "date",
    "ytd",
    "fy",
    "fye",
    "savings",
    "saving",
    "savings",
    "schemes",
    "scheme",
    "projects",
    "proposals",
    "measures",
    "items",
    "lines",
    "rows",
    "list",
    "table",
    "page",
    "sheet",
    "section",
    "group",
    "block",
    "area",
    "areas",
    "service",
    "services",
    "directorate",
    "department",
    "division",
    "portfolio",
    "council",
    "k",
    "m",
    "bn",
    "million",
    "millions",
    "thousand",
    "thousands",
    "pounds",
    "gbp",
    "s",
    "for",
    "of",
    "the",
    "and",
    "in",
    "at",
    "as",
    "to",
    "by",
    "per",
    "a",
    "above",
    "below",
    "y",
    "yr",
    "i",
    "cyfan",
    "mawr",
];

/// What the label of a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::returns) enum Says {
    /// Nothing of the kind.
    Nothing,
    /// It is a total: no word stands there that is not a total's.
    Total,
    /// It is a total of a part.
    Subtotal,
    /// It closes a list, though it says no 'total': 'Overall', 'Net savings', 'Carried forward', the area's own name.
    Whole,
    /// A total word stands there among others: 'Total Place programme' may be anything.
    Perhaps,
}

/// The words that a table itself knows: those of its areas, its groups, its headings and what its items are called.
#[derive(Debug, Clone, Default)]
pub(in crate::returns) struct Known {
    /// Those of all areas, which all tables share.
    areas: Arc<BTreeSet<String>>,
    words: BTreeSet<String>,
    /// Those of the groups alone.
    groups: BTreeSet<String>,
    /// The names of the area whose return it is.
    own: Vec<Label>,
}

/// The words of names.
pub(in crate::returns) fn words_of<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<String> {
    names.flat_map(|name| words(&Label::of(name)).map(str::to_string).collect::<Vec<_>>()).collect()
}

impl Known {
    /// Knows the words of the areas alone.
    pub(in crate::returns) fn of_areas(areas: Arc<BTreeSet<String>>) -> Known {
        Known { areas, ..Known::default() }
    }

    /// Learns the words of a name.
    pub(in crate::returns) fn learn(&mut self, name: &str) {
        self.words.extend(words(&Label::of(name)).map(str::to_string));
    }

    /// Learns the words of a group.
    pub(in crate::returns) fn learn_group(&mut self, name: &str) {
        let new = words(&Label::of(name)).filter(|word| !self.beside(word)).map(str::to_string).collect::<Vec<_>>();
        self.groups.extend(new.iter().cloned());
        self.words.extend(new);
    }

    /// Learns a name of the area whose return it is.
    pub(in crate::returns) fn learn_own(&mut self, name: &str) {
        self.own.push(Label::of(name));
    }

    /// Whether a label names a group: its total is that group's alone.
    pub(in crate::returns) fn names_group(&self, label: &str) -> bool {
        !self.groups.is_empty() && words(&Label::of(label)).any(|word| self.groups.contains(word))
    }

    /// What a label says.
    pub(in crate::returns) fn says(&self, label: &str) -> Says {
        let label = Label::of(label);
        let label = spelled_out(&label).map_or(label, |word| Label::of(&word));
        let all: Vec<&str> = words(&label).collect();
        let is_total = |word: &&str| TOTAL.contains(word) || SUBTOTAL.contains(word);
        let is_sum = |(at, word): (usize, &&str)| {
            SUM.contains(word) && at == 0 && all.get(1).is_none_or(|next| *next == "of" || self.beside(next))
        };
        let total = all.iter().any(is_total);
        if !total && !all.iter().enumerate().any(is_sum) {
            return if self.is_whole(&label) { Says::Whole } else { Says::Nothing };
        }
        let may_stand = |(at, word): (usize, &&str)| {
            is_total(word) || SUM.contains(word) || SUB.contains(word) && self.is_sub(&all, at) || self.beside(word)
        };
        let others = all.iter().enumerate().any(|word| !may_stand(word));
        match (others, total) {
            (true, false) if all.get(1).is_none_or(|next| *next != "of") => Says::Nothing,
            (true, _) => Says::Perhaps,
            (false, _) => {
                let sub = |(at, word): (usize, &&str)| SUBTOTAL.contains(word) || self.is_sub(&all, at);
                if all.iter().enumerate().any(sub) { Says::Subtotal } else { Says::Total }
            }
        }
    }

    /// Whether a label closes a list without a total word.
    fn is_whole(&self, label: &Label) -> bool {
        let text = label.as_str();
        if !text.contains(char::is_alphanumeric) {
            return !text.trim().is_empty();
        }
        let letters = WHOLE_LETTERS.iter().find(|letters| label.holds_words(letters));
        let own = self.own.iter().find(|own| label.holds(own));
        let named = |word: &str| {
            WHOLE.contains(&word)
                || letters.is_some_and(|letters| letters.split(' ').any(|letter| letter == word))
                || own.is_some_and(|own| words(own).any(|own| own == word))
        };
        let carries = |word: &str| ["carried", "carry"].contains(&word) && text.contains("forward");
        let may_stand = |word: &str| named(word) || carries(word) || self.beside(word);
        words(label).any(named) && words(label).all(may_stand) && (text != "forward")
    }

    /// Whether a word that closes a list stands among others: 'Care overall', 'Sum Care'. An item may well be called so.
    pub(in crate::returns) fn speaks_of_whole(&self, label: &str) -> bool {
        let label = Label::of(label);
        words(&label).any(|word| WHOLE.contains(&word) || SUM.contains(&word))
    }

    /// Whether the word here makes a subtotal of the total behind it.
    fn is_sub(&self, all: &[&str], at: usize) -> bool {
        let behind = all.get(at + 1).is_some_and(|next| TOTAL.contains(next));
        behind && all.get(at).is_some_and(|word| SUB.contains(word))
    }

    fn beside(&self, word: &str) -> bool {
        BESIDE.contains(&word)
            || month_word(word).is_some()
            || is_numbered(word)
            || self.areas.contains(word)
            || self.words.contains(word)
    }
}

/// A word whose letters stand apart: 'T O T A L'.
fn spelled_out(label: &Label) -> Option<String> {
    const FEWEST: usize = 4;
    let is_letter = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let apart = words(label).all(is_letter) && words(label).count() >= FEWEST;
    apart.then(|| words(label).collect())
}

fn words(label: &Label) -> impl Iterator<Item = &str> {
    label.as_str().split(' ').filter(|word| !word.is_empty())
}

/// A year, a period, a unit or a number: '2022', '22', 'fy23', 'q3', 'p09', '000s', '31st'.
fn is_numbered(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    word.contains(|letter: char| letter.is_ascii_digit()) && letters <= 2
}

/// Whether the label breaks off where another row must go on: behind 'and', a comma, an open bracket.
pub(in crate::returns) fn breaks_off(label: &str) -> bool {
    let text = label.trim_end();
    let open = text.matches('(').count() > text.matches(')').count();
    let last = Label::of(text);
    let last = last.as_str().rsplit(' ').next().unwrap_or_default();
    let small =
        ["and", "or", "of", "the", "for", "in", "to", "with", "at", "by", "from", "on", "a", "an", "its", "their"];
    let several = text.split_whitespace().nth(1).is_some();
    let small = several && small.contains(&last) || text.ends_with('&');
    open || small || text.ends_with([',', '/', '+']) || text.chars().next_back().is_some_and(is_dash)
}

/// Whether a text looks like the rest of another one: it opens with a small letter.
pub(in crate::returns) fn goes_on(text: &str) -> bool {
    let first = text
        .trim_start_matches(|letter: char| matches!(letter, '(' | '&' | '+') || letter.is_whitespace())
        .chars()
        .next();
    first.is_some_and(char::is_lowercase)
}

/// How far a label is indented: its blanks and its bullet.
pub(in crate::returns) fn indent(text: &str) -> usize {
    let bullet =
        |letter: char| letter.is_whitespace() || is_dash(letter) || matches!(letter, '•' | '·' | '*' | '>' | '»');
    text.chars().take_while(|letter| bullet(*letter)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let mut known = Known::default();
        for name in ["Housing", "Adults and Health", "Homecare", "Target (£000s)", "scheme", "schemes"] {
            known.learn(name);
        }
        known
    }

    #[test]
    fn a_total_is_a_total_word_and_words_that_may_stand_beside_one() {
        for label in [
            "Total",
            "TOTALS",
            "Total:",
            "Grand total",
            "Grand  Totals",
            "Overall total",
            "Total 2022/23",
            "Total 2022-2023",
            "Total FY23",
            "Total £000s",
            "Total (£000's)",
            "Total £k",
            "Total Housing savings",
            "Housing total",
            "Total – Adults",
            "Total, Adults & Health",
            "Net total",
            "Total (net)",
            "Sum",
            "Sum of all schemes",
            "Cyfanswm",
            "Y cyfanswm",
            "Total for the year",
            "Total at 31 March 2023",
            "Total target",
            "Total savings Q3",
            "Total to date",
            "Total all schemes",
            "Revised total",
            "Total (corrected)",
            "Total December 2022",
            "Total Homecare",
        ] {
            assert_eq!(known().says(label), Says::Total, "{label}");
        }
        for label in [
            "Sub total",
            "Subtotal",
            "Sub-totals",
            "Sub-total Homecare",
            "Is-gyfanswm",
            "Isgyfanswm",
            "Homecare sub total",
        ] {
            assert_eq!(known().says(label), Says::Subtotal, "{label}");
        }
    }

    #[test]
    fn other_words_beside_it_leave_it_open_and_no_part_of_a_word_is_one() {
        for label in
            ["Total Place programme", "Total Meals", "Sub-total Reablement", "Sum of meals contracts", "Total market"]
        {
            assert_eq!(known().says(label), Says::Perhaps, "{label}");
        }
        for label in [
            "Totally managed service",
            "Summer play schemes",
            "Sum insured review",
            "Subway",
            "Homecare",
            "",
            "Lump sum",
        ] {
            assert_eq!(known().says(label), Says::Nothing, "{label}");
        }
    }

    #[test]
    fn a_label_may_close_a_list_without_a_total_word() {
        let mut known = known();
        known.learn_own("Housing");
        for label in [
            "Overall",
            "Net savings",
            "All savings",
            "All",
            "Gross (£000s)",
            "Carried forward",
            "C/f",
            "Tot",
            "Tot.",
            "TTL",
            "S/T",
            "-",
            "=",
            "Σ",
            "Swm",
            "Crynswth",
            "Totla",
            "Housing",
            "Housing savings 2022/23",
        ] {
            assert_eq!(known.says(label), Says::Whole, "{label}");
        }
        assert_eq!(known.says("T O T A L"), Says::Total);
        for label in ["Care overall", "Sum Care", "All of Care", "Overall"] {
            assert!(known.speaks_of_whole(label), "{label}");
        }
        assert!(!known.speaks_of_whole("Summer play") && !known.speaks_of_whole("Allotments"));
        for label in [
            "Net zero programme",
            "All-age disability service",
            "Overall staffing review",
            "Combined heat and power",
            "Homecare",
            "Savings",
            "Adults and Health",
            "Forward plan",
            "",
        ] {
            assert_eq!(known.says(label), Says::Nothing, "{label}");
        }
    }

    #[test]
    fn a_label_that_breaks_off_is_told_from_one_that_ends() {
        assert!(breaks_off("Voids repairs and") && breaks_off("Review (phase") && breaks_off("Voids,"));
        assert!(!breaks_off("Voids repairs") && !breaks_off("Review (phase 1)"));
        assert!(
            goes_on("boiler contract") && goes_on("(and boilers)") && !goes_on("Boilers") && !goes_on("12 boilers")
        );
        assert_eq!((indent("  of which"), indent("- labour"), indent("Voids")), (2, 2, 0));
    }
}
