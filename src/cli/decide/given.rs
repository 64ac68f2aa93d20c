//! What the options of `decide` say, and what is missing: asked for on a terminal, else named.

use jiff::civil::Date;

use super::super::ask::Ask;
use super::Decide;
use super::missing::{About, Missing, all_missing};
use crate::check::offers::Way;
use crate::collection::{CannotRun, because};
use crate::decision::entry::{self, Decided};
use crate::decision::{Until, clearance, number};
use crate::finding::Finding;
use crate::names::capital;
use crate::period::read_date;

/// What was given with options; what is not, may be asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    pub(super) words: Option<String>,
    pub(super) role: Option<String>,
    pub(super) initials: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) due: Option<Date>,
    pub(super) reference: Option<String>,
    pub(super) stands: Option<String>,
    pub(super) until: Option<String>,
    pub(super) up_to: Option<String>,
    /// Of the appendix that was cleared: its digits alone.
    pub(super) fingerprint: Option<String>,
}

impl Given {
    pub(super) fn of(decide: &Decide) -> Result<Given, CannotRun> {
        let text = |option: &str, text: &Option<String>| match text.as_deref().map(str::trim) {
            Some("") => Err(because(format!("--{option} is blank"))),
            text => Ok(text.map(str::to_string)),
        };
        let date = |option: &str, given: &Option<String>| {
            let given = text(option, given)?;
            let read = given.map(|date| date_of(&date).map_err(|why| because(format!("--{option}: {why}"))));
            read.transpose()
        };
        let until = text("until", &decide.until)?;
        if let Some(until) = &until {
            Until::parse(until).map_err(|why| because(format!("--until: {why}")))?;
        }
        let up_to = text("up-to", &decide.up_to)?.map(|up_to| match number(&up_to) {
            Some(number) => Ok(number.to_string()),
            None => Err(because(format!("--up-to: '{up_to}' is no amount; write the largest one, such as 60"))),
        });
        let fingerprint = text("fingerprint", &decide.clearing.fingerprint)?
            .map(|digits| fingerprint_of(&digits).map_err(|why| because(format!("--fingerprint: {why}"))));
        Ok(Given {
            words: text("words", &decide.words)?,
            role: text("role", &decide.role)?,
            initials: text("initials", &decide.initials)?,
            date: date("date", &decide.date)?,
            due: date("due", &decide.due)?,
            reference: text("reference", &decide.reference)?,
            stands: text("stands", &decide.stands)?,
            until,
            up_to: up_to.transpose()?,
            fingerprint: fingerprint.transpose()?,
        })
    }

    /// What an entry is to be where the options say so by what they are.
    pub(super) fn way(&self) -> Option<Way> {
        let says = |said: bool, way: Way| said.then_some(way);
        says(self.stands.is_some(), Way::SetAside)
            .or(says(self.until.is_some() || self.up_to.is_some(), Way::Explain))
            .or(says(self.reference.is_some(), Way::ChangeRequest))
            .or(says(self.due.is_some(), Way::LeaveOpen))
    }

    /// `Err` where an option goes with another kind of entry.
    pub(super) fn fits(&self, way: Way) -> Result<(), CannotRun> {
        for (given, option, goes_with, what) in [
            (self.stands.is_some(), "stands", Way::SetAside, "what is set aside"),
            (self.until.is_some(), "until", Way::Explain, "an explanation"),
            (self.up_to.is_some(), "up-to", Way::Explain, "an explanation"),
            (self.reference.is_some(), "reference", Way::ChangeRequest, "a change request"),
            (self.due.is_some(), "due", Way::LeaveOpen, "what stays open in what is published"),
        ] {
            if given && way != goes_with {
                return Err(because(format!("--{option} goes with {what}, and this entry is {}", name(way))));
            }
        }
        if self.initials.is_some() && !says_initials(way) {
            return Err(because(format!("--initials goes with an answer in words, and this entry is {}", name(way))));
        }
        Ok(())
    }

    /// All that an entry needs, and the initials too where `by_others` clear the appendix. `Ok(None)` where the person gives up; `Err`
    /// where nobody is there to be asked.
    pub(super) fn complete(
        &self,
        (way, blank): (Way, &str),
        finding: &Finding,
        by_others: bool,
        ask: Option<&mut Ask<'_>>,
    ) -> Result<Option<Decided>, CannotRun> {
        let mut given = self.clone();
        // Who leaves a query open may clear: that is no answer of theirs.
        let is_answer = says_initials(way) && way != Way::LeaveOpen;
        let missing = [
            (entry::has(blank, entry::STANDS) && given.stands.is_none(), Missing::Stands),
            (entry::has(blank, entry::REFERENCE) && given.reference.is_none(), Missing::Reference),
            (given.words.is_none(), Missing::Words),
            (entry::has(blank, entry::DUE) && given.due.is_none(), Missing::Due),
            (given.role.is_none(), Missing::Role),
            (by_others && is_answer && given.initials.is_none(), Missing::Initials),
            (given.date.is_none(), Missing::Date),
        ];
        let missing = missing.into_iter().filter_map(|(is_missing, what)| is_missing.then_some(what)).collect();
        if !given.filled(missing, About::Finding(way, finding), ask)? {
            return Ok(None);
        }
        let (Some(words), Some(role), Some(date)) = (given.words, given.role, given.date) else { return Ok(None) };
        let Given { initials, due, reference, stands, until, up_to, .. } = given;
        Ok(Some(Decided { words, role, initials, date, due, reference, stands, until, up_to }))
    }

    /// Asks for what is missing, one line each: whether all of it was said. `Err` where nobody is there to be asked.
    pub(super) fn filled(
        &mut self,
        missing: Vec<Missing>,
        about: About<'_>,
        ask: Option<&mut Ask<'_>>,
    ) -> Result<bool, CannotRun> {
        if missing.is_empty() {
            return Ok(true);
        }
        let Some(ask) = ask else { return Err(because(all_missing(&missing, about))) };
        for what in missing {
            let question = format!("{}:", capital(&what.meaning(about)));
            let read = |answer: &str| match what {
                Missing::Date | Missing::Due => date_of(answer).map(|date| date.to_string()),
                Missing::Fingerprint => fingerprint_of(answer),
                _ => Ok(answer.to_string()),
            };
            let Some(answer) = ask.until(&question, read) else { return Ok(false) };
            match what {
                Missing::Stands => self.stands = Some(answer),
                Missing::Reference => self.reference = Some(answer),
                Missing::Words => self.words = Some(answer),
                Missing::Due => self.due = read_date(&answer),
                Missing::Fingerprint => self.fingerprint = Some(answer),
                Missing::Role => self.role = Some(answer),
                Missing::Initials => self.initials = Some(answer),
                Missing::Date => self.date = read_date(&answer),
            }
        }
        Ok(true)
    }
}

/// Whether an entry of this kind says whose it is.
fn says_initials(way: Way) -> bool {
    !matches!(way, Way::Match | Way::ChangeRequest)
}

/// What was given as a fingerprint, its digits alone.
fn fingerprint_of(text: &str) -> Result<String, String> {
    clearance::fingerprint(text).ok_or_else(|| {
        format!(
            "'{text}' is none; write the {} digits that stand at the end of the appendix, such as \"af32 91bc 0d4e 77a1\"",
            clearance::PRINTED_DIGITS
        )
    })
}

fn date_of(text: &str) -> Result<Date, String> {
    read_date(text)
        .ok_or_else(|| format!("'{text}' is no date; write it like 2023-01-18, 18/01/2023 or 18 January 2023"))
}

/// For a sentence.
pub(super) fn name(way: Way) -> &'static str {
    match way {
        Way::Explain => "an explanation",
        Way::SetAside => "a setting aside",
        Way::Match => "a match",
        Way::ChangeRequest => "a change request",
        Way::OutsideControl => "a reason why one side has it alone",
        Way::NotUpdated => "what lets last published figures stand",
        Way::NewYear => "what says that a new year has begun",
        Way::LeaveOpen => "a leaving open",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ask::tests::asked;
    use crate::finding::{Family, Severity};
    use crate::source::Place;
    use rust_decimal::Decimal;

    fn finding() -> Finding {
        let new = Finding::new("x", Family::Cell, Severity::Error, Place::file("x.xlsx"));
        Finding { id: "x".into(), ..new.figures("thousands", Some(Decimal::from(12)), Some(Decimal::from(10))) }
    }

    #[test]
    fn what_is_missing_is_asked_for_on_a_line_each() {
        let blank = format!("[[set_aside]]\n{}\n{}", entry::STANDS, entry::WORDS);
        let given = Given { role: Some("Head of Finance".into()), ..Given::default() };
        let typed = "11\nA slip.\nsoon\n18.1.23\n";
        let (decided, said) = asked(typed, |ask| given.complete((Way::SetAside, &blank), &finding(), false, Some(ask)));
        let decided = decided.unwrap().unwrap();
        assert_eq!((decided.stands.as_deref(), decided.words.as_str()), (Some("11"), "A slip."));
        assert_eq!((decided.role.as_str(), decided.date.to_string().as_str()), ("Head of Finance", "2023-01-18"));
        let expected = "What stands in place of '12', in thousands; 10 is expected:\n> \
                        Why, in the words that the appendix prints:\n> \
                        When it was decided, such as 18/01/2023:\n> \
                        'soon' is no date; write it like 2023-01-18, 18/01/2023 or 18 January 2023\n> ";
        assert_eq!(said, expected);
        let given_up = asked("11\n\n", |ask| given.complete((Way::SetAside, &blank), &finding(), false, Some(ask))).0;
        assert!(given_up.unwrap().is_none());
    }

    #[test]
    fn where_nobody_can_be_asked_all_that_is_missing_is_named() {
        let why =
            Given::default().complete((Way::Explain, entry::WORDS), &finding(), false, None).unwrap_err().to_string();
        let expected = "--words, --role and --date are missing to answer `x`\n\
                        --words  why, in the words that the appendix prints\n\
                        --role   who decides, by role and never by name, such as Head of Finance\n\
                        --date   when it was decided, such as 18/01/2023";
        assert_eq!(why, expected);
    }

    #[test]
    fn an_option_says_what_the_entry_is_and_goes_with_no_other() {
        let given = Given { stands: Some("11".into()), ..Given::default() };
        assert_eq!(given.way(), Some(Way::SetAside));
        assert!(given.fits(Way::SetAside).is_ok());
        let why = given.fits(Way::Explain).unwrap_err().to_string();
        assert_eq!(why, "--stands goes with what is set aside, and this entry is an explanation");
    }

    #[test]
    fn initials_are_asked_for_where_another_person_is_to_clear() {
        let given = Given {
            words: Some("x".into()),
            role: Some("x".into()),
            date: read_date("2023-01-18"),
            ..Given::default()
        };
        let (decided, said) =
            asked("AB\n", |ask| given.complete((Way::Explain, entry::WORDS), &finding(), true, Some(ask)));
        assert_eq!(decided.unwrap().unwrap().initials.as_deref(), Some("AB"));
        assert_eq!(said, "The initials of who decides, such as AB: another person is to clear the\nappendix:\n> ");
        for (way, by_others) in [(Way::Explain, false), (Way::LeaveOpen, true), (Way::ChangeRequest, true)] {
            let (decided, said) =
                asked("", |ask| given.complete((way, entry::WORDS), &finding(), by_others, Some(ask)));
            assert!(decided.unwrap().unwrap().initials.is_none() && said.is_empty(), "{way:?}: {said}");
        }
        let initials = Given { initials: Some("AB".into()), ..given };
        assert!(initials.fits(Way::LeaveOpen).is_ok());
        let why = initials.fits(Way::ChangeRequest).unwrap_err().to_string();
        assert_eq!(why, "--initials goes with an answer in words, and this entry is a change request");
    }

    #[test]
    fn what_stays_open_needs_a_day() {
        let given = Given { words: Some("x".into()), role: Some("x".into()), ..Given::default() };
        let blank = format!("[[open_at_publication]]\n{}", entry::DUE);
        let (decided, said) = asked("1 March 2023\n26/1/2023\n", |ask| {
            given.complete((Way::LeaveOpen, &blank), &finding(), false, Some(ask))
        });
        let decided = decided.unwrap().unwrap();
        assert_eq!((decided.due, decided.date), (read_date("2023-03-01"), read_date("2023-01-26").unwrap()));
        assert!(said.starts_with("By when it is answered, such as 01/03/2023:\n> "), "{said}");
        let due = Given { due: read_date("2023-03-01"), ..Given::default() };
        assert_eq!(due.way(), Some(Way::LeaveOpen));
        let why = due.fits(Way::Explain).unwrap_err().to_string();
        assert_eq!(why, "--due goes with what stays open in what is published, and this entry is an explanation");
    }
}
