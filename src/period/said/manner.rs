//! How a mention of a period stands in its part of a text.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Manner, Said};

/// A part of a text with more words than this is running text, and no title.
const MOST_WORDS: usize = 14;

/// A line that says no more than its year has no more words than this.
const MOST_WORDS_OF_YEAR: usize = 9;

static WORD: LazyLock<Regex> = compiled!(r"[\p{L}\p{N}'’]+");
/// Words in front of a period that is another one than the sheet's own.
static BACK: LazyLock<Regex> = compiled!(
    r"(?i)\b(?:from|since|than|after|previous|prior|last|compared?|against|following|was|were|superseded|versus|vs|includ\w*|incl)\b",
);
/// Words in front of a period that is still to come, or of a day on which something is to happen.
static AHEAD: LazyLock<Regex> = compiled!(
    r"(?i)\b(?:next|until|due|before|deadline|starts?|starting|will|planned)\b|\bby(?:\s+(?:the|end|of))*\s*$"
);
/// A part that sets one period beside another.
static COMPARES: LazyLock<Regex> =
    compiled!(r"(?i)\b(?:comparisons?|comparatives?|compared|brackets|movement|restated)\b");
/// Words that end in front of the day that figures stand at.
static LEADS: LazyLock<Regex> =
    compiled!(r"(?i)(?:^|[^\p{L}])(?:as at|as of|as on|at|as|to|of|ended|ending|end|up to)\s*[:\-–—]?\s*(?:the\s*)?$",);
/// A part about a day on which something else happens than that figures stand.
static OTHER_DAY: LazyLock<Regex> = compiled!(
    r"(?i)\b(?:by|complet\w*|submi\w*|sign\w*|meeting|committee|cabinet|full council|budget council|scrutiny|board|executive|deadline|due|print\w*",
    r"|prepared|issued|created|received|approved|agreed|published|start\w*|until|before|after|since|saved)\b",
);
/// Words in front of a month that is not the one of the figures.
static OTHER_MONTH: LazyLock<Regex> = compiled!(
    r"(?i)\b(?:in|by|since|from|approved|agreed|set|updated|revised|amended|reviewed|meeting|issued|published|printed",
    r"|prepared|created|version|dated|signed|start\w*|launched|before|after|until|next|due|submitted|received|completed",
    r"|budget|on|cabinet|committee|council|scrutiny|board|executive)[\s,:(\-]*$",
);
/// Words of the form itself in front of the day on which it was issued: 'Template version 2 – April 2022', 'rev. June 2021'.
static OF_FORM: LazyLock<Regex> =
    compiled!(r"(?i)\b(?:templates?|form|versions?|vers?|v[0-9.]*|rev|revision|issue|issued|edition)\b");
/// A part about what figures are based on: 'Prices at November 2021', 'Based on the MTFS of February 2022'.
static BASIS: LazyLock<Regex> =
    compiled!(r"(?i)\b(?:based|basis|base|baseline|prices?|mtfs|mtfp|assum\w*|inflation|rates)\b");
/// A part that speaks of a year which is not the one the figures are of.
static OTHER_YEAR: LazyLock<Regex> = compiled!(
    r"(?i)\b(?:agreed|approved|set|carried|brought|[bc]/?f|forward|undelivered|slipp\w*|effects?|onwards?|proposals?|proposed",
    r"|strategy|budget book|council tax|business rates|act|regulations|pay award|in brackets|starting|final accounts)\b",
);
/// What may stand beside a bare 'P5', and beside a month without its year.
static BESIDE: LazyLock<Regex> = compiled!(
    r"(?i)^\s*(?:returns?|reports?|monitoring|position|savings|forecast|update|draft|final|version|v|for|the|months?|of|to|end|ended|ending|at|as|data|figures|six|nine|quarter|period|year)\b",
);
/// Words of a title beside 'Half year' and 'Prior year'; with others it speaks of something else.
static OF_TITLE: LazyLock<Regex> = compiled!(
    r"(?i)^(?:returns?|reports?|reviews?|monitoring|position|savings?|update|draft|final|interim|provisional|results?|figures|actuals?",
    r"|comparators?|version|v[0-9]*|delivery|programme|plan|tracker|schedule|for|the|of|at|as|year|financial|monitor)$",
);
/// A part about what is still to come.
static EXPECTED: LazyLock<Regex> =
    compiled!(r"(?i)\b(?:forecasts?|project\w*|estimat\w*|expect\w*|targets?|extend\w*|slip\w*|delay\w*)\b");
/// Words that end in front of a month that the figures go up to, year or not.
static UP_TO: LazyLock<Regex> = compiled!(
    r"(?i)\b(?:(?:as|position|figures|savings|actuals?|spend) (?:at|of|on|to)|months? to|year to|ended|ending|to)\s*(?:the\s+)?(?:end\s+(?:of\s+)?)?$",
);
/// Words of a title whose month stands at its end: 'Housing savings return – September'.
static TITLED: LazyLock<Regex> = compiled!(r"(?i)\b(?:savings|returns?|monitoring|reports?|position|figures|update)\b");

/// How a mention stands in its part of the text; `all` are the mentions of the part.
pub(super) fn manner(part: &str, found: &Found, all: &[Found]) -> Manner {
    let before = part.get(..found.at.start).unwrap_or_default();
    let after = part.get(found.at.end..).unwrap_or_default();
    let near = last_words(before, 4);
    let at_edge = |text: &str| !text.contains(|letter: char| letter.is_alphanumeric());
    let opens =
        before.trim_end().is_empty() || before.trim_end().ends_with(|letter: char| ",:;()/_-.".contains(letter));
    let closes =
        after.trim_start().is_empty() || after.trim_start().starts_with(|letter: char| ",:;()/_-.".contains(letter));
    let words = WORD.find_iter(before).chain(WORD.find_iter(after)).count();
    let refers = COMPARES.is_match(part) || !found.run && BACK.is_match(near);
    let is_led = LEADS.is_match(before);
    let is_apart = || BASIS.is_match(before) || OF_FORM.is_match(near) && !is_led;
    match found.said {
        _ if words > MOST_WORDS || found.all_year => Manner::Passing,
        Said::Day(_) | Said::DayOfMonth(..) if is_led || found.run => {
            let nearest = last_words(before, 2);
            if AHEAD.is_match(nearest) || OTHER_DAY.is_match(nearest) || is_apart() {
                Manner::Apart
            } else {
                Manner::Names
            }
        }
        Said::Day(_) | Said::DayOfMonth(..) if OTHER_DAY.is_match(part) || AHEAD.is_match(near) || is_apart() => {
            Manner::Apart
        }
        Said::Day(_) | Said::DayOfMonth(..) if refers => Manner::Refers,
        Said::Day(_) if closes || BESIDE.is_match(after) => Manner::Stands,
        Said::DayOfMonth(..) if !found.bare && closes && words_all_beside(before) => Manner::Stands,
        Said::Day(_) | Said::DayOfMonth(..) => Manner::Passing,
        Said::Earlier | Said::ToDate(_) => {
            let others = all.iter().filter(|other| other.at != found.at);
            let is_year = |other: &Found| matches!(other.said, Said::Year(_));
            let alone = others.clone().all(is_year);
            // 'Housing savings return – Half year'
            let ends = matches!(found.said, Said::ToDate(_)) && opens && at_edge(after) && TITLED.is_match(before);
            if ends && !EXPECTED.is_match(part) {
                Manner::Names
            } else if !is_nothing_else(part, all) {
                Manner::Passing
            } else if alone {
                Manner::Names
            } else if found.said == Said::Earlier {
                Manner::Refers
            } else {
                Manner::Passing
            }
        }
        Said::Year(_) => {
            let at_an_edge = is_nothing_else(part, all) || opens && closes || at_edge(before) || at_edge(after);
            let other = OTHER_YEAR.is_match(part) || BASIS.is_match(part) || words > MOST_WORDS_OF_YEAR;
            if refers || found.run || other || !at_an_edge { Manner::Passing } else { Manner::Names }
        }
        Said::Outturn(_) if BASIS.is_match(before) => Manner::Passing,
        _ if refers => Manner::Refers,
        _ if AHEAD.is_match(near) => Manner::Apart,
        Said::Named(..) if !found.run && (OTHER_MONTH.is_match(near) && !is_led || is_apart()) => Manner::Apart,
        Said::Named(..) if found.bare && closes && UP_TO.is_match(before) => {
            if OTHER_DAY.is_match(near) {
                Manner::Apart
            } else {
                Manner::Names
            }
        }
        Said::Named(..) if found.bare && closes && opens && TITLED.is_match(before) => Manner::Names,
        Said::Named(..) | Said::Month(..) if found.bare => {
            // 'Housing P5', but not 'works on the M4'.
            let ends = closes && part.get(found.at.clone()).is_some_and(|text| text.starts_with(['p', 'P']));
            let led = opens || ends || words_all_beside(before);
            let followed = closes || BESIDE.is_match(after);
            // A month without its year is a title only where hardly anything else is.
            let alone = !matches!(found.said, Said::Named(..)) || words_all_beside(before) && words_all_beside(after);
            if led && followed && alone { Manner::Names } else { Manner::Passing }
        }
        Said::Named(..) if !(closes || BESIDE.is_match(after)) => Manner::Passing,
        _ => Manner::Names,
    }
}

/// Whether a part is nothing but the title of what is mentioned in it: 'Mid-year review 2022/23'.
pub(super) fn is_nothing_else(part: &str, all: &[Found]) -> bool {
    let mentioned = |at: usize| all.iter().any(|found| found.at.contains(&at));
    WORD.find_iter(part).all(|word| mentioned(word.start()) || OF_TITLE.is_match(word.as_str()))
}

/// The last words of a text.
fn last_words(text: &str, count: usize) -> &str {
    let words: Vec<_> = WORD.find_iter(text).collect();
    let first = words.len().checked_sub(count).and_then(|skip| words.get(skip)).map_or(0, |word| word.start());
    text.get(first..).unwrap_or_default()
}

/// Is every word one that may stand beside a month without its year?
fn words_all_beside(text: &str) -> bool {
    WORD.find_iter(text).all(|word| BESIDE.is_match(word.as_str()))
}
