//! What is recorded when an appendix is cleared: by whom, and what exactly. It is a record of what somebody said, and no signature.

use jiff::civil::Date;

use super::entry::quoted;
use crate::finding::ExplainedBy;
use crate::period::Period;
use crate::source::Place;

/// `[[clearance]]`: a role has cleared what has this fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clearance {
    /// The period whose appendix it clears.
    pub period: Period,
    /// The role, as it is printed.
    pub role: String,
    /// The initials of who it was.
    pub initials: String,
    /// When.
    pub date: Date,
    /// What was cleared: the fingerprint as it stands on the last page, or all of it; lower case, without blanks.
    pub fingerprint: String,
    /// What was said with it.
    pub comment: Option<String>,
    /// The e-mail or signed page that shows it: a file of the collection, its path relative to it, with '/'.
    pub evidence: Option<String>,
    /// Line of the file.
    pub at: Place,
}

/// `[[open_at_publication]]`: a query that stays open in what is published, because who clears it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOpen {
    /// The finding's id.
    pub finding: String,
    /// The period whose finding it is.
    pub period: Period,
    /// What was stated when it was left open.
    pub stated: Option<String>,
    /// What was expected then.
    pub expected: Option<String>,
    /// The rows it was about then.
    pub rows: Vec<String>,
    /// Why it stays open, as it is printed.
    pub words: String,
    /// By when it is to be answered.
    pub due: Date,
    /// The role that leaves it open.
    pub role: String,
    /// The initials of who it was.
    pub initials: Option<String>,
    /// When.
    pub date: Date,
    /// Line of the file.
    pub at: Place,
}

/// How many digits of a fingerprint print, and are enough to name it.
pub const PRINTED_DIGITS: usize = 16;

impl Clearance {
    /// Whether it clears what has this fingerprint.
    pub fn clears(&self, fingerprint: &str) -> bool {
        self.fingerprint.len() >= PRINTED_DIGITS && fingerprint.starts_with(&self.fingerprint)
    }

    /// The entry as decisions.toml has it. A fingerprint that is no longer than it prints stands as it prints.
    pub fn written(&self) -> String {
        let fingerprint = match self.fingerprint.len() > PRINTED_DIGITS {
            true => self.fingerprint.clone(),
            false => printed(&self.fingerprint),
        };
        let text = |key: &str, text: &str| format!("{key} = {}\n", quoted(text));
        let if_any = |key: &str, given: &Option<String>| given.as_deref().map(|it| text(key, it)).unwrap_or_default();
        [
            "[[clearance]]\n".to_string(),
            text("period", &self.period.to_string()),
            text("role", &self.role),
            text("initials", &self.initials),
            format!("date = {}\n", self.date),
            text("fingerprint", &fingerprint),
            if_any("comment", &self.comment),
            if_any("evidence", &self.evidence),
        ]
        .concat()
    }
}

/// A fingerprint as people write it: 'AF32 91bc …' is 'af3291bc…'. `None` if it is none, or too short to name one.
pub fn fingerprint(written: &str) -> Option<String> {
    let digits: String = written.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_one = (PRINTED_DIGITS..=64).contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_hexdigit());
    is_one.then(|| digits.to_ascii_lowercase())
}

/// A fingerprint as it prints: 'af32 91bc 0d4e 77a1'.
pub fn printed(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().take(PRINTED_DIGITS).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

impl LeftOpen {
    /// How the finding says so.
    pub fn answer(&self) -> ExplainedBy {
        ExplainedBy {
            kind: "open-at-publication",
            role: self.role.clone(),
            date: self.date.to_string(),
            words: self.words.clone(),
            stands: None,
            until: None,
            due: Some(self.due.to_string()),
            line: self.at.line.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_written_as_it_prints_or_whole() {
        let whole = "af3291bc0d4e77a1".repeat(4);
        assert_eq!(printed(&whole), "af32 91bc 0d4e 77a1");
        assert_eq!(fingerprint(" AF32 91bc 0d4e 77A1 "), Some("af3291bc0d4e77a1".into()));
        assert_eq!(fingerprint(&whole), Some(whole.clone()));
        for none in ["", "af32", "af32 91bc 0d4e 77a", "zz32 91bc 0d4e 77a1", &format!("{whole}0")] {
            assert_eq!(fingerprint(none), None, "{none}");
        }
    }
}
