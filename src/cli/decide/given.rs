//! What the options of `decide` say, and what is missing: asked for on a terminal, else named.

use jiff::civil::Date;

use super::Decide;
use super::ask::Ask;
use crate::check::offers::Way;
use crate::collection::{CannotRun, because};
use crate::decision::entry::{self, Decided};
use crate::decision::{Until, number};
use crate::finding::Finding;
use crate::names::{capital, one_line};
use crate::period::read_date;

/// What was given with options; what is not, may be asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    pub(super) words: Option<String>,
    pub(super) role: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) reference: Option<String>,
    pub(super) stands: Option<String>,
    pub(super) until: Option<String>,
    pub(super) up_to: Option<String>,
}

impl Given {
    pub(super) fn of(decide: &Decide) -> Result<Given, CannotRun> {
        let text = |option: &str, text: &Option<String>| match text.as_deref().map(str::trim) {
            Some("") => Err(because(format!("--{option} is blank"))),
            text => Ok(text.map(str::to_string)),
        };
        let date =
            text("date", &decide.date)?.map(|date| date_of(&date).map_err(|why| because(format!("--date: {why}"))));
        let until = text("until", &decide.until)?;
        if let Some(until) = &until {
            Until::parse(until).map_err(|why| because(format!("--until: {why}")))?;
        }
        let up_to = text("up-to", &decide.up_to)?.map(|up_to| match number(&up_to) {
            Some(number) => Ok(number.to_string()),
            None => Err(because(format!("--up-to: '{up_to}' is no amount; write the largest one, such as 60"))),
        });
        Ok(Given {
            words: text("words", &decide.words)?,
            role: text("role", &decide.role)?,
            date: date.transpose()?,
            reference: text("reference", &decide.reference)?,
            stands: text("stands", &decide.stands)?,
            until,
            up_to: up_to.transpose()?,
        })
    }

    /// What an entry is to be where the options say so by what they are.
    pub(super) fn way(&self) -> Option<Way> {
        let says = |said: bool, way: Way| said.then_some(way);
        says(self.stands.is_some(), Way::SetAside)
            .or(says(self.until.is_some() || self.up_to.is_some(), Way::Explain))
            .or(says(self.reference.is_some(), Way::ChangeRequest))
    }

    /// `Err` where an option goes with another kind of entry.
    pub(super) fn fits(&self, way: Way) -> Result<(), CannotRun> {
        for (given, option, goes_with, what) in [
            (self.stands.is_some(), "stands", Way::SetAside, "what is set aside"),
            (self.until.is_some(), "until", Way::Explain, "an explanation"),
            (self.up_to.is_some(), "up-to", Way::Explain, "an explanation"),
            (self.reference.is_some(), "reference", Way::ChangeRequest, "a change request"),
        ] {
            if given && way != goes_with {
                return Err(because(format!("--{option} goes with {what}, and this entry is {}", name(way))));
            }
        }
        Ok(())
    }

    /// All that an entry needs: what is missing is asked for, one line each. `Ok(None)` where the person gives up; `Err` where nobody
    /// is there to be asked.
    pub(super) fn complete(
        &self,
        (way, blank): (Way, &str),
        finding: &Finding,
        ask: Option<&mut Ask<'_>>,
    ) -> Result<Option<Decided>, CannotRun> {
        let mut given = self.clone();
        let missing: Vec<Missing> = [
            (entry::has(blank, entry::STANDS) && given.stands.is_none(), Missing::Stands),
            (entry::has(blank, entry::REFERENCE) && given.reference.is_none(), Missing::Reference),
            (given.words.is_none(), Missing::Words),
            (given.role.is_none(), Missing::Role),
            (given.date.is_none(), Missing::Date),
        ]
        .into_iter()
        .filter_map(|(is_missing, what)| is_missing.then_some(what))
        .collect();
        match ask {
            _ if missing.is_empty() => {}
            None => return Err(because(all_missing(&missing, way, finding))),
            Some(ask) => {
                for what in missing {
                    let question = format!("{}:", capital(&what.meaning(way, finding)));
                    let read = |answer: &str| match what {
                        Missing::Date => date_of(answer).map(|date| date.to_string()),
                        _ => Ok(answer.to_string()),
                    };
                    let Some(answer) = ask.until(&question, read) else { return Ok(None) };
                    match what {
                        Missing::Stands => given.stands = Some(answer),
                        Missing::Reference => given.reference = Some(answer),
                        Missing::Words => given.words = Some(answer),
                        Missing::Role => given.role = Some(answer),
                        Missing::Date => given.date = read_date(&answer),
                    }
                }
            }
        }
        let (Some(words), Some(role), Some(date)) = (given.words, given.role, given.date) else { return Ok(None) };
        let Given { reference, stands, until, up_to, .. } = given;
        Ok(Some(Decided { words, role, date, reference, stands, until, up_to }))
    }
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
    }
}

#[derive(Debug, Clone, Copy)]
enum Missing {
    Stands,
    Reference,
    Words,
    Role,
    Date,
}

impl Missing {
    fn option(self) -> &'static str {
        match self {
            Missing::Stands => "--stands",
            Missing::Reference => "--reference",
            Missing::Words => "--words",
            Missing::Role => "--role",
            Missing::Date => "--date",
        }
    }

    /// What is meant by it.
    fn meaning(self, way: Way, finding: &Finding) -> String {
        match self {
            Missing::Stands => stands_meaning(finding),
            Missing::Reference => "the reference of the change request, such as CR-07".into(),
            Missing::Words => "why, in the words that the appendix prints".into(),
            Missing::Role if way == Way::ChangeRequest => "who approved it: a board or a role, never a name".into(),
            Missing::Role if way == Way::SetAside => {
                "who decides, by role and never by name: the section 151 officer (Scotland: 95) or a delegate".into()
            }
            Missing::Role => "who decides, by role and never by name, such as Head of Finance".into(),
            Missing::Date => "when it was decided, such as 18/01/2023".into(),
        }
    }
}

fn stands_meaning(finding: &Finding) -> String {
    let stated = finding.stated.map(|figure| figure.to_string()).or_else(|| finding.stated_text.clone());
    let unit = finding.unit.filter(|unit| *unit != "count").map(|unit| format!(", in {unit}")).unwrap_or_default();
    let expected = finding.expected.map(|figure| format!("; {figure} is expected")).unwrap_or_default();
    let stated = one_line(&stated.unwrap_or_default());
    format!("what stands in place of '{stated}'{unit}{expected}")
}

/// '--words, --role and --date are missing', and what each of them means.
fn all_missing(missing: &[Missing], way: Way, finding: &Finding) -> String {
    let options: Vec<&str> = missing.iter().map(|what| what.option()).collect();
    let are = match options.as_slice() {
        [one] => format!("{one} is missing"),
        [most @ .., last] => format!("{} and {last} are missing", most.join(", ")),
        [] => String::new(),
    };
    let width = options.iter().map(|option| option.len()).max().unwrap_or_default();
    let each = missing.iter().map(|what| format!("{:width$}  {}", what.option(), what.meaning(way, finding)));
    std::iter::once(format!("{are} to answer `{}`", finding.id)).chain(each).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::ask::tests::asked;
    use super::*;
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
        let (decided, said) = asked(typed, |ask| given.complete((Way::SetAside, &blank), &finding(), Some(ask)));
        let decided = decided.unwrap().unwrap();
        assert_eq!((decided.stands.as_deref(), decided.words.as_str()), (Some("11"), "A slip."));
        assert_eq!((decided.role.as_str(), decided.date.to_string().as_str()), ("Head of Finance", "2023-01-18"));
        let expected = "What stands in place of '12', in thousands; 10 is expected:\n> \
                        Why, in the words that the appendix prints:\n> \
                        When it was decided, such as 18/01/2023:\n> \
                        'soon' is no date; write it like 2023-01-18, 18/01/2023 or 18 January 2023\n> ";
        assert_eq!(said, expected);
        let given_up = asked("11\n\n", |ask| given.complete((Way::SetAside, &blank), &finding(), Some(ask))).0;
        assert!(given_up.unwrap().is_none());
    }

    #[test]
    fn where_nobody_can_be_asked_all_that_is_missing_is_named() {
        let why = Given::default().complete((Way::Explain, entry::WORDS), &finding(), None).unwrap_err().to_string();
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
}
