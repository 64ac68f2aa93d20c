//! Words of services that people receive, and what stands around them: shared by the rules that look for a person in a text.

/// What may stand between a count or a name and the word for a person or a placement: 'one high-cost residential placement'.
pub(super) const KIND_OF_CARE: &str = r"(?:(?:new|existing|current|former|further|additional|individual|single|very|high|low|cost|complex|external|internal|in-house|residential|nursing|fostering|foster|adoption|supported|sheltered|living|accommodation|out|of|county|borough|area|city|agency|independent|specialist|secure|remand|care|home|homecare|domiciliary|day|respite|learning|disability|disabled|mental|health|older|younger|elderly|looked|after|joint|jointly|funded|school|education|therapeutic|emergency|crisis|bespoke|solo|short|long|term|complex-needs|needs|high-cost|high-needs|long-term|short-term|out-of-county|out-of-area|ld|mh|pd|chc|s117|sen|send)\s+){0,4}";

/// Words that make a case or a package one of care.
pub(super) const CARE: [&str; 22] = [
    "care",
    "homecare",
    "domiciliary",
    "residential",
    "nursing",
    "fostering",
    "foster",
    "supported",
    "complex",
    "respite",
    "support",
    "placement",
    "living",
    "ld",
    "mh",
    "chc",
    "s117",
    "high-cost",
    "complex-needs",
    "looked",
    "disability",
    "disabled",
];

/// Words that may follow a word for people where they are meant: behind any other, it is part of a name ('one client database').
const FOLLOWS: [&str; 98] = [
    "in",
    "at",
    "to",
    "from",
    "with",
    "without",
    "has",
    "have",
    "had",
    "was",
    "were",
    "is",
    "are",
    "who",
    "whose",
    "that",
    "which",
    "and",
    "or",
    "for",
    "of",
    "on",
    "by",
    "into",
    "moved",
    "moving",
    "moves",
    "left",
    "leaves",
    "leaving",
    "ended",
    "ends",
    "ending",
    "ceased",
    "stepped",
    "stepping",
    "transferred",
    "transferring",
    "transitioned",
    "transitioning",
    "returned",
    "returning",
    "costing",
    "costs",
    "cost",
    "remains",
    "remaining",
    "remained",
    "requires",
    "requiring",
    "required",
    "receives",
    "receiving",
    "awaiting",
    "now",
    "not",
    "still",
    "currently",
    "since",
    "due",
    "before",
    "after",
    "during",
    "over",
    "under",
    "aged",
    "turning",
    "turned",
    "placed",
    "living",
    "died",
    "passed",
    "supported",
    "funded",
    "identified",
    "reviewed",
    "reduced",
    "brought",
    "expected",
    "likely",
    "being",
    "been",
    "will",
    "would",
    "could",
    "needs",
    "needing",
    "whilst",
    "while",
    "but",
    "where",
    "when",
    "less",
    "fewer",
    "more",
    "started",
    "starting",
    "agreed",
];

/// Whether what stands behind a word lets it mean people: nothing, a mark, or a word that may follow.
pub(super) fn may_follow(behind: &str) -> bool {
    let mut letters = behind.chars();
    match letters.next() {
        None => true,
        Some('-' | '\'' | '\u{2019}' | '&') => false,
        Some(blank) if blank.is_whitespace() => {
            let rest = behind.trim_start();
            let word: String = rest.chars().take_while(|letter| letter.is_alphanumeric()).collect();
            let lower = word.to_lowercase();
            // 'two children and families teams': the name of a service goes on.
            let goes_on = || {
                let next = rest.get(word.len()..).unwrap_or_default().trim_start();
                let next: String = next.chars().take_while(|letter| letter.is_alphanumeric()).collect();
                matches!(
                    next.to_lowercase().as_str(),
                    "families" | "family" | "young" | "community" | "adult" | "adults" | "learning"
                )
            };
            match word.is_empty() {
                true => !rest.starts_with('&'),
                false => FOLLOWS.contains(&lower.as_str()) && !(lower == "and" && goes_on()),
            }
        }
        Some(letter) => !letter.is_alphanumeric(),
    }
}

/// Whether a text has any of these pieces of words. Most have none, and need not be searched.
pub(super) fn has_any(text: &str, pieces: &[&str]) -> bool {
    pieces.iter().any(|piece| text.contains(piece))
}

/// What 'package' and 'placement' are known by, however they are written.
pub(super) const RECEIVED: [&str; 2] = ["ackage", "lacement"];

/// The last words of what stands before something, the nearest first, in small letters and without marks around them.
pub(super) fn words_before(before: &str) -> impl Iterator<Item = String> {
    let words = before.split_whitespace().rev().take(2);
    words.map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '%').to_lowercase())
}
