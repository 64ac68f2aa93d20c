//! An entry of decisions.toml as text: how its values are written, and what of it a person fills in. Whatever offers an entry makes
//! it with the blanks that stand here, so that it can be pasted and filled in by hand, or by `piperoll decide`.

use std::borrow::Cow;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::names::one_line;
use crate::period::long_date;
use crate::privacy::{Found, MayPrint, compared};

/// Where a person says why.
pub const WORDS: &str = "words = \"why\"";

/// Where a person says who decided.
pub const ROLE: &str = "role = \"who decided\"";

/// Where a person says who approved a change request.
pub const APPROVED_BY: &str = "approved_by = \"who approved it\"";

/// Where a person gives a change request's reference.
pub const REFERENCE: &str = "reference = \"its reference\"";

/// Where a person says which figure stands.
pub const STANDS: &str = "stands = \"what stands\"";

/// Where a person says when.
pub const DATE: &str = "date = YYYY-MM-DD";

/// Where a person says by when a query that stays open is answered.
pub const DUE: &str = "due = YYYY-MM-DD";

/// How the comment opens that stands above an entry which has no words of its own.
pub const MARK: &str = "# piperoll decide: ";

/// What a person decided, for the blanks of an entry.
#[derive(Debug, Clone)]
pub struct Decided {
    /// Why.
    pub words: String,
    /// Who, by role; for a change request who approved it.
    pub role: String,
    /// The initials of who it was, for an entry that says its role.
    pub initials: Option<String>,
    /// When.
    pub date: Date,
    /// By when what stays open is answered.
    pub due: Option<Date>,
    /// A change request's reference.
    pub reference: Option<String>,
    /// The figure or text that stands in place of what is set aside.
    pub stands: Option<String>,
    /// Until when an explanation stands.
    pub until: Option<String>,
    /// In later periods: the largest amount that it answers.
    pub up_to: Option<String>,
}

/// The entry with its blanks filled in. One that has no place for words (an identity through a rename) says why, by whom and when
/// in a comment above it.
pub fn filled(entry: &str, decided: &Decided) -> String {
    let mut filled = String::new();
    if !has(entry, WORDS) {
        let (role, words) = (in_comment(&decided.role), in_comment(&decided.words));
        // Writing to a string cannot fail.
        let _ = writeln!(filled, "{MARK}{role}, {}: {words}", long_date(decided.date));
    }
    for line in entry.trim_end().lines() {
        if line == WORDS {
            for (key, value) in [("until", decided.until.as_deref().map(quoted)), ("up_to", decided.up_to.clone())] {
                filled.extend(value.map(|value| format!("{key} = {value}\n")));
            }
        }
        let text = |key: &str, text: &str| format!("{key} = {}", quoted(text));
        let or_blank =
            |key: &str, given: &Option<String>| given.as_deref().map_or(line.to_string(), |it| text(key, it));
        filled.push_str(&match line {
            WORDS => text("words", &decided.words),
            ROLE => text("role", &decided.role),
            APPROVED_BY => text("approved_by", &decided.role),
            REFERENCE => or_blank("reference", &decided.reference),
            // What a finding offers may be given otherwise.
            _ if line.starts_with("stands = ") => or_blank("stands", &decided.stands),
            DUE => decided.due.map_or(line.to_string(), |due| format!("due = {due}")),
            DATE => format!("date = {}", decided.date),
            other => other.to_string(),
        });
        filled.push('\n');
        if line == ROLE {
            filled.extend(decided.initials.iter().map(|initials| format!("{}\n", text("initials", initials))));
        }
    }
    filled
}

/// Whether an entry has this blank.
pub fn has(entry: &str, blank: &str) -> bool {
    entry.lines().any(|line| line == blank)
}

/// Text as a TOML string on one line.
pub fn quoted(text: &str) -> String {
    // A number that goes over a line would not be known behind the escape.
    let goes_over = |found: &Found| text.get(found.range.clone()).is_some_and(|found| found.contains('\n'));
    let is_parted = text.contains('\n') && MayPrint::default().found(text).iter().any(goes_over);
    let text = if is_parted { compared(text) } else { Cow::Borrowed(text) };
    let mut quoted = String::from("\"");
    for letter in text.trim().chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Text for a comment: on one line, and without what TOML allows in none.
fn in_comment(text: &str) -> String {
    one_line(text).chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;

    pub(crate) fn decided() -> Decided {
        Decided {
            words: "Agreed \"as is\".\nSee C:\\minutes.".into(),
            role: "Head of Finance".into(),
            initials: None,
            date: date(2023, 1, 18),
            due: None,
            reference: None,
            stands: None,
            until: None,
            up_to: None,
        }
    }

    #[test]
    fn blanks_are_filled_in_and_titles_that_look_like_them_are_not() {
        let entry = format!("[[explain]]\nfinding = \"words = why\"\n{WORDS}\n{ROLE}\n{DATE}\n");
        let lasting = Decided { until: Some("2022-23".into()), up_to: Some("60".into()), ..decided() };
        let expected = "[[explain]]\nfinding = \"words = why\"\nuntil = \"2022-23\"\nup_to = 60\n\
                        words = \"Agreed \\\"as is\\\".\\nSee C:\\\\minutes.\"\nrole = \"Head of Finance\"\ndate = 2023-01-18\n";
        assert_eq!(filled(&entry, &lasting), expected);
        let entry = format!("[[change_request]]\n{REFERENCE}\n{APPROVED_BY}\n{DATE}\n{WORDS}");
        let request = Decided { reference: Some("CR-7".into()), words: "More.".into(), ..decided() };
        let expected = "[[change_request]]\nreference = \"CR-7\"\napproved_by = \"Head of Finance\"\ndate = 2023-01-18\n\
                        words = \"More.\"\n";
        assert_eq!(filled(&entry, &request), expected);
    }

    #[test]
    fn initials_stand_behind_the_role_and_nowhere_without_one() {
        let own =
            Decided { initials: Some("AB".into()), words: "Why.".into(), due: Some(date(2023, 3, 1)), ..decided() };
        let entry = format!("[[open_at_publication]]\n{WORDS}\n{DUE}\n{ROLE}\n{DATE}\n");
        let expected = "[[open_at_publication]]\nwords = \"Why.\"\ndue = 2023-03-01\nrole = \"Head of Finance\"\ninitials = \"AB\"\n\
                        date = 2023-01-18\n";
        assert_eq!(filled(&entry, &own), expected);
        let request = format!("[[change_request]]\n{APPROVED_BY}\n{WORDS}\n");
        assert_eq!(filled(&request, &own), "[[change_request]]\napproved_by = \"Head of Finance\"\nwords = \"Why.\"\n");
        assert_eq!(
            filled(DUE, &Decided { due: None, ..own }),
            format!("{MARK}Head of Finance, 18 January 2023: Why.\n{DUE}\n")
        );
    }

    #[test]
    fn an_entry_without_words_of_its_own_has_them_above_it() {
        let filled = filled("[[scheme]]\nid = \"x\"\n", &decided());
        let comment = "# piperoll decide: Head of Finance, 18 January 2023: Agreed \"as is\". See C:\\minutes.\n";
        assert_eq!(filled, format!("{comment}[[scheme]]\nid = \"x\"\n"));
    }
}
