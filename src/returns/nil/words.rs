//! What a text says of a return that has nothing to report.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::names::{Label, one_line};
use crate::pattern;
use crate::period::month_word;
use crate::returns::grid::Raw;

/// How outright it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nil {
    /// 'None', 'Nil', 'n/a': where the name of a scheme would stand, and nowhere else.
    Short,
    /// 'Nothing to report', 'No savings this quarter'
    Phrase,
    /// 'NIL RETURN'
    Return,
}

/// What is answered to 'Nil return?'.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// 'Yes', 'X'
    Yes,
    /// 'No'
    No,
    /// Nothing, or nothing that could be told.
    Open,
}

/// A longer text, in bytes on one line, is an explanation.
const LONGEST: usize = 120;

/// A text on one line, if it is short enough to say so.
fn short(text: &str) -> Option<String> {
    // A narrative is too long whatever its blanks: a quick look.
    if text.is_ascii() && text.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'..=b'\r')).count() > LONGEST {
        return None;
    }
    let mut words = text.split_whitespace();
    let length = words.try_fold(0_usize, |length, word| Some(length + word.len() + 1).filter(|it| *it <= LONGEST + 1));
    length.map(|_| one_line(text))
}

/// 'NIL RETURN', in front of what may follow.
static RETURN: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        r"(?ix) ^ ",
        OPENING,
        r" (?: (?:nil|zero) [\s\-]+ (?:return|report|submission|response) | datganiad \s+ dim )",
        END,
    ])
});

/// 'Nothing to report', 'There are no savings to report for Housing'
static PHRASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        r"(?ix) ^ ",
        OPENING,
        r"(?: (?:nothing|none|nil) \s+ to \s+ (?:report|return|declare|submit) | dim \s+ (?:byd \s+)? i.?w \s+ adrodd
            | (?:nil|none) \s+ (?:this|for \s+ (?:this|the)) \s+ (?:quarter|period|month|year) | ",
        NO_SAVINGS,
        r" (?: \s+ (?:to \s+ (?:report|return|declare|submit)
                     | (?: (?:have|has|were|was|are) \s+ (?:been \s+)? )? (?:identified|planned|reported|proposed|due))
             | \s+ (?:this|in|for|at|from) \b ) )",
        END,
    ])
});

/// 'None', 'n/a', 'No savings'
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        r"(?ix) ^ ",
        OPENING,
        r"(?: nil | none | nothing | n \s* [/.] \s* a \.? | n/?a | not \s+ applicable | dim | ",
        NO_SAVINGS,
        r")",
        END,
    ])
});

const OPENING: &str =
    r"(?: this \s+ is \s+ | there \s+ (?:are|is|were) \s+ (?:currently \s+)? | we \s+ have \s+ )? (?:an? \s+)?";

const NO_SAVINGS: &str = r"no \s+ (?: (?:new|further|additional) \s+ )? (?:savings?|schemes?|projects?|measures?|items?|proposals?|efficiencies)";

/// What may follow: for whom or when, and behind a mark whatever else is said.
const END: &str = r"(?: \s* \b (?:this|in|for|at|from|quarter|period|q[1-4]) \b [^.,;:(!/\-\x{2010}-\x{2015}]* | (?:\s+ (?:quarter|period|month) )?) \s*
    (?: $ | [.,;:(!/\-\x{2010}-\x{2015}] \s* (?P<rest>.*) $ )";

/// The words of which one stands in every such text: a quick look that spares the others of it.
static HINT: LazyLock<Regex> = LazyLock::new(|| pattern::fixed(r"(?i)nil|zero|no|dim|datganiad|n\s*[/.]?\s*a"));

/// The same of what asks.
static HINT_OF_QUESTION: LazyLock<Regex> = LazyLock::new(|| pattern::fixed(r"(?i)nil|nothing"));

/// Words of somebody who says what to do where there is nothing, or who takes back what he says.
static OTHERWISE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?ix) \b(?:if|please|must|should|write|enter|type|mark|required|needed|where|when|who|whose|returns|below|under|unless
            |last|previous|prior|earlier|see|attached|attachment|follow|follows|tbc|tba|pending|await\w*|yet|but|however|except
            |apart|other \s+ than|besides|only)\b",
    )
});

/// A question, or a box to tick, about a nil return; behind it what is answered to it.
static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?ix) ^ (?P<box> \[ \s* [x\s] \s* \] | [\u{2610}\u{25a1}\u{2611}\u{2612}] )? [^?:]{0,60}? \b
            (?: nil [\s\-]+ (?:return|report|submission|response) | nothing \s+ to \s+ (?:report|return) )
            (?P<asks> [^?:]{0,40} [?:] | \s* [(\[] [^)\]]* (?:y \s* / \s* n | yes \s* / \s* no | tick | delete) [^)\]]* [)\]] \s* [:?]? | \s* (?:y\s*/\s*n|yes\s*/\s*no) \s* [:?]? )?
            \s* (?P<answer> .{0,20}) $",
    )
});

/// Words beside which 'nothing to report' is said of the whole return.
const BEFORE: [&str; 19] = [
    "status",
    "return",
    "type",
    "of",
    "this",
    "savings",
    "saving",
    "schemes",
    "scheme",
    "quarter",
    "period",
    "for",
    "the",
    "and",
    "nil",
    "area",
    "service",
    "directorate",
    "report",
];

/// What is answered in a cell.
pub(super) fn answer(raw: &Raw) -> Answer {
    match raw {
        Raw::Truth(true) => Answer::Yes,
        Raw::Truth(false) => Answer::No,
        other => answered(&other.text()),
    }
}

fn answered(text: &str) -> Answer {
    let label = Label::of(text);
    match (label.as_str(), text.trim()) {
        ("yes" | "y" | "x" | "true" | "ydy" | "ie", _) | (_, "✓" | "✔" | "☑" | "☒") => Answer::Yes,
        ("no" | "n" | "false" | "nac ydy" | "na", _) | (_, "✗" | "✘" | "☐") => Answer::No,
        _ => Answer::Open,
    }
}

/// What is answered where a text asks whether the return is nil ('Nil return? (Y/N)', 'Nil return: Yes'); `None` where it asks
/// nothing of the kind.
pub(super) fn asks(text: &str) -> Option<Answer> {
    if !HINT_OF_QUESTION.is_match(text) {
        return None;
    }
    let text = short(text)?;
    let found = QUESTION.captures(&text)?;
    let behind = found.name("answer").map_or("", |answer| answer.as_str());
    if let Some(ticked) = found.name("box") {
        let is_ticked = ticked.as_str().contains(['x', 'X', '\u{2611}', '\u{2612}']);
        return Some(if is_ticked { Answer::Yes } else { Answer::Open });
    }
    let asks = found.name("asks")?.as_str();
    match answered(behind) {
        Answer::Open if !behind.is_empty() && asks.trim_end().ends_with(':') => None,
        answered => Some(answered),
    }
}

/// Whether a text may [say](says) so: most do not, by a quick look.
pub(super) fn may_say(text: &str) -> bool {
    HINT.is_match(text)
}

/// Whether a text says that there is nothing to report: 'NIL RETURN', 'Nil return – nothing to report', 'No savings this quarter'.
/// `known` are the words of the areas' names.
pub(super) fn says(text: &str, known: &BTreeSet<String>) -> Option<Nil> {
    let text = short(text).filter(|text| may_say(text))?;
    if text.contains('?') || OTHERWISE.is_match(&text) {
        return None;
    }
    let whole = |text: &str| {
        let kinds = [(&RETURN, Nil::Return), (&PHRASE, Nil::Phrase), (&SHORT, Nil::Short)];
        kinds.into_iter().find_map(|(pattern, nil)| {
            Some((nil, pattern.captures(text)?.name("rest").map_or(String::new(), |rest| rest.as_str().to_string())))
        })
    };
    if let Some((nil, rest)) = whole(&text) {
        let more = || whole(&rest).map(|(nil, _)| nil);
        return match nil {
            _ if !rest.contains(char::is_alphanumeric) => Some(nil),
            // 'Nil – see page 2' may be anything.
            Nil::Short => more(),
            _ if answered(&rest) == Answer::No => None,
            _ => more().map_or(Some(nil), |more| Some(nil.max(more))),
        };
    }
    let marks = text.match_indices([':', '-', '\u{2013}', '\u{2014}']);
    let mut parts = marks.filter_map(|(at, mark)| Some((text.get(..at)?.trim(), text.get(at + mark.len()..)?.trim())));
    parts.find_map(|(before, behind)| {
        let (nil, rest) = whole(behind)?;
        let is_known = may_stand_before(before, known);
        (nil == Nil::Return || nil == Nil::Phrase && is_known).then_some(nil).filter(|_| answered(&rest) != Answer::No)
    })
}

/// Whether nothing but areas' names, periods and words of returns stand in front of it: 'Housing', 'Status:', 'Savings Q3'.
pub(super) fn may_stand_before(text: &str, known: &BTreeSet<String>) -> bool {
    let label = Label::of(text);
    let is_known = |word: &str| {
        BEFORE.contains(&word)
            || known.contains(word)
            || month_word(word).is_some()
            || word.contains(|letter: char| letter.is_ascii_digit())
    };
    label.as_str().split(' ').filter(|word| !word.is_empty()).all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> BTreeSet<String> {
        ["housing", "north"].map(String::from).into()
    }

    #[test]
    fn a_nil_return_is_said_in_many_words_and_never_by_an_instruction() {
        for (text, nil) in [
            ("NIL RETURN", Nil::Return),
            ("Nil return", Nil::Return),
            ("Zero return", Nil::Return),
            ("Datganiad dim", Nil::Return),
            ("Nil return – nothing to report", Nil::Return),
            ("Nil Return.", Nil::Return),
            ("This is a nil return", Nil::Return),
            ("Status: nil return", Nil::Return),
            ("Housing – NIL RETURN", Nil::Return),
            ("NIL RETURN for Quarter 3", Nil::Return),
            ("Nil return this quarter", Nil::Return),
            ("Nothing to report", Nil::Phrase),
            ("Nothing to report this quarter", Nil::Phrase),
            ("We have nothing to report", Nil::Phrase),
            ("Housing: nothing to report", Nil::Phrase),
            ("No savings this quarter", Nil::Phrase),
            ("No savings to report", Nil::Phrase),
            ("There are no savings to report for Housing", Nil::Phrase),
            ("NIL - no savings in this area", Nil::Phrase),
            ("No schemes have been identified", Nil::Phrase),
            ("No new schemes this period", Nil::Phrase),
            ("None this quarter", Nil::Phrase),
            ("Dim byd i'w adrodd", Nil::Phrase),
            ("nil", Nil::Short),
            ("None.", Nil::Short),
            ("N/A", Nil::Short),
            ("n/a", Nil::Short),
            ("Nothing", Nil::Short),
            ("No savings", Nil::Short),
        ] {
            assert_eq!(says(text, &known()), Some(nil), "{text}");
        }
        for text in [
            "",
            "If there is nothing to report, write NIL RETURN",
            "Nil returns are required",
            "Please send a nil return",
            "A nil return must be sent: nil return",
            "No savings below £10k need be listed",
            "No savings assumed from libraries",
            "Nil cost transfer of homes",
            "Nil-rate band review",
            "No Wrong Door programme",
            "Savings return",
            "No return",
            "No return received from Housing",
            "None of these figures is final",
            "None of the above savings",
            "None - see attached",
            "Nilsson House",
            "Nilgiri",
            "Nil return?",
            "Nil return: no",
            "Nil return last quarter",
            "Nothing to report except voids",
            "Risks: nothing to report",
            "Checked by: None",
            "Exceptions – none",
            "No figures yet",
            "Nothing Hill depot",
        ] {
            assert_eq!(says(text, &known()), None, "{text}");
        }
    }

    #[test]
    fn a_question_says_nothing_without_its_answer() {
        for (text, answer) in [
            ("Nil return?", Some(Answer::Open)),
            ("Nil return (Y/N)", Some(Answer::Open)),
            ("Is this a nil return? (yes/no)", Some(Answer::Open)),
            ("Nil return:", Some(Answer::Open)),
            ("Nil return? No", Some(Answer::No)),
            ("Nil return: no", Some(Answer::No)),
            ("Nil return? Yes", Some(Answer::Yes)),
            ("Nil return Y/N: Y", Some(Answer::Yes)),
            ("☐ Nil return", Some(Answer::Open)),
            ("[x] Nil return", Some(Answer::Yes)),
            ("Nil return", None),
            ("Nil return: nothing to report", None),
            ("Voids", None),
        ] {
            assert_eq!(asks(text), answer, "{text}");
        }
    }
}
