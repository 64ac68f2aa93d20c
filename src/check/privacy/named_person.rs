//! A person's name beside words of care.

use std::sync::LazyLock;

use regex::Regex;

use super::services::{KIND_OF_CARE, RECEIVED, has_any, may_follow, words_before};
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::pattern;

pub(super) static RULE: Rule = Rule {
    code: "named-person",
    family: Family::Privacy,
    severity: Severity::Query,
    title: "A person's name beside words of care",
    what: "A text of a return, or a note beside its table, names somebody beside a package or a placement: \"Mrs X's package\", 'placement \
           for John Smith', 'Sarah – residential placement'. A name is told by 'Mr', 'Mrs', 'Ms' or 'Miss', or by one of the usual given \
           names; other names are not.",
    why: "It says of a person that they receive care, and what it costs. The text prints as it stands.",
    mend: "Leave the name out, or let it stand with a reason: 'the name of the home'.",
    run,
};

/// Somebody called by a title, or by one of the usual given names that are nothing else besides.
const NAME: &str = r"(?P<name>\b(?:(?:Mr|Mrs|Ms|Miss|Master)\.?\s+(?:[A-Z]\b\.?|[A-Z][a-z\u{2019}'-]*[a-z])|(?:Aaron|Abdul|Adam|Adrian|Ahmed|Alan|Alastair|Alex|Alexander|Alfie|Alison|Amanda|Amelia|Andrea|Andrew|Angela|Anita|Anna|Anne|Annie|Anthony|Arthur|Barbara|Ben|Benjamin|Beth|Bethany|Brenda|Brian|Callum|Cameron|Caroline|Catherine|Charlie|Chloe|Chris|Christine|Christopher|Claire|Connor|Craig|Daniel|Danielle|Darren|David|Deborah|Denise|Derek|Diane|Donna|Doreen|Dorothy|Dylan|Edward|Eileen|Elaine|Eleanor|Elizabeth|Ellie|Emily|Emma|Eric|Ethan|Evelyn|Fatima|Fiona|Frances|Freya|Gareth|Gary|Geoffrey|George|Georgia|Gillian|Graham|Hannah|Harry|Helen|Henry|Ian|Isabella|Jacob|Jacqueline|Jake|James|Jamie|Jane|Janet|Jason|Jennifer|Jessica|Jim|Joan|Joanne|Joe|John|Jonathan|Jordan|Joseph|Josh|Joshua|Joyce|Judith|Julia|Julie|Karen|Kate|Katherine|Kathleen|Katie|Keith|Kelly|Kenneth|Kevin|Kieran|Kim|Kyle|Laura|Lauren|Leanne|Leo|Lewis|Liam|Linda|Lisa|Logan|Louise|Lucas|Lucy|Luke|Lynn|Malcolm|Margaret|Maria|Marie|Martin|Mary|Mason|Matthew|Maureen|Megan|Melissa|Michael|Michelle|Mohammed|Muhammad|Natalie|Nathan|Neil|Nicholas|Nicola|Nigel|Noah|Norman|Oliver|Olivia|Oscar|Patricia|Patrick|Paul|Pauline|Peter|Philip|Phoebe|Rachel|Raymond|Rebecca|Richard|Robert|Roger|Ronald|Rosemary|Ruth|Ryan|Sally|Samantha|Samuel|Sandra|Sara|Sarah|Scott|Sean|Sharon|Sheila|Shirley|Simon|Sophia|Sophie|Stephanie|Stephen|Steven|Stuart|Susan|Sylvia|Teresa|Thomas|Timothy|Tracey|Tyler|Valerie|Vera|William|Yvonne|Zoe)(?:\s+[A-Z](?:\b\.?|[a-z\u{2019}'-]*[a-z]))?))";

/// "Mrs X's package", 'John Smith – residential placement'
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        NAME,
        r"(?P<own>['\u{2019}]s?)?[\s\u{a0}]*[:\u{2013}\u{2014}-]?\s*(?i:",
        KIND_OF_CARE,
        r")[Pp](?:ackage|lacement)\b",
    ])
});

/// 'package for Mr Jones', 'Residential placement – John Smith'
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern::built(&[
        r"\b[Pp](?:ackage|lacement)s?(?:\s+of\s+(?:care|support))?(?:\s+(?:for|of)\s+|\s*[:\u{2013}\u{2014}-]\s*)",
        NAME,
    ])
});

/// Words behind a name that make it a place's or a house's.
const PLACES: [&str; 38] = [
    "house",
    "court",
    "road",
    "street",
    "lodge",
    "centre",
    "school",
    "home",
    "homes",
    "hospital",
    "avenue",
    "lane",
    "park",
    "trust",
    "hall",
    "close",
    "gardens",
    "garden",
    "place",
    "unit",
    "ward",
    "foundation",
    "academy",
    "college",
    "way",
    "manor",
    "grange",
    "villa",
    "cottage",
    "farm",
    "square",
    "terrace",
    "hospice",
    "lewis",
    "clinic",
    "fund",
    "day",
    "crescent",
];

/// Words before a name that do the same: "St John's".
const SAINTS: [&str; 9] = ["st", "saint", "king", "queen", "prince", "princess", "lord", "lady", "cllr"];

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let what = ("what may be a person's name beside words of care", "names of people beside words of care");
    super::leading(rule, view, what, "leave the name out of", found)
}

/// The names.
pub(super) fn found(text: &str) -> Vec<String> {
    if !has_any(text, &RECEIVED) {
        return Vec::new();
    }
    let is_person = |name: &regex::Match<'_>| {
        let before = text.get(..name.start()).unwrap_or_default();
        let behind = text.get(name.end()..).unwrap_or_default();
        let next = behind.trim_start_matches(['\'', '\u{2019}', 's']).split_whitespace().next().unwrap_or_default();
        let is_place = |word: &str| {
            PLACES.contains(&word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase().as_str())
        };
        let saint = words_before(before).next().unwrap_or_default();
        !name.as_str().split_whitespace().skip(1).any(is_place) && !is_place(next) && !SAINTS.contains(&saint.as_str())
    };
    let before = BEFORE.captures_iter(text).filter_map(|found| {
        let (whole, name) = (found.get(0)?, found.name("name")?);
        let behind = text.get(whole.end()..)?;
        (is_person(&name) && (found.name("own").is_some() || may_follow(behind))).then(|| name.as_str().to_string())
    });
    let behind = BEHIND.captures_iter(text).filter_map(|found| {
        let name = found.name("name")?;
        is_person(&name).then(|| name.as_str().to_string())
    });
    let mut names: Vec<String> = before.chain(behind).collect();
    names.dedup();
    names
}
