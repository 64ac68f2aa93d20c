//! What an entry needs and no option gives: asked for on a terminal, one line each, else named, all of it at once.

use crate::check::offers::Way;
use crate::finding::Finding;
use crate::names::one_line;
use crate::period::Period;

/// What an entry is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum About<'a> {
    /// It answers a finding so.
    Finding(Way, &'a Finding),
    /// It clears the appendix of a period; who may, for a sentence.
    Appendix(Period, &'a str),
}

/// What is missing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Missing {
    Stands,
    Reference,
    Words,
    Due,
    Fingerprint,
    Role,
    Initials,
    Date,
}

impl Missing {
    fn option(self) -> &'static str {
        match self {
            Missing::Stands => "--stands",
            Missing::Reference => "--reference",
            Missing::Words => "--words",
            Missing::Due => "--due",
            Missing::Fingerprint => "--fingerprint",
            Missing::Role => "--role",
            Missing::Initials => "--initials",
            Missing::Date => "--date",
        }
    }

    /// What is meant by it.
    pub(super) fn meaning(self, about: About<'_>) -> String {
        match (self, about) {
            (Missing::Stands, About::Finding(_, finding)) => stands_meaning(finding),
            (Missing::Stands, About::Appendix(..)) => "what stands in its place".into(),
            (Missing::Reference, _) => "the reference of the change request, such as CR-07".into(),
            (Missing::Words, About::Finding(Way::LeaveOpen, _)) => {
                "why it stays open, in the words that the appendix prints".into()
            }
            (Missing::Words, About::Finding(Way::NotUpdated, _)) => {
                "why there is no return, in the words that the appendix prints".into()
            }
            (Missing::Words, _) => "why, in the words that the appendix prints".into(),
            (Missing::Due, _) => "by when it is answered, such as 01/03/2023".into(),
            (Missing::Fingerprint, _) => "the fingerprint at the end of the page that was cleared, 16 digits".into(),
            (Missing::Role, About::Appendix(_, who)) => format!("who cleared it, by role and never by name: {who}"),
            (Missing::Role, About::Finding(Way::ChangeRequest, _)) => {
                "who approved it: a board or a role, never a name".into()
            }
            (Missing::Role, About::Finding(Way::SetAside | Way::NotUpdated, _)) => {
                "who decides, by role and never by name: the section 151 officer (Scotland: 95) or a delegate".into()
            }
            (Missing::Role, About::Finding(Way::LeaveOpen, _)) => {
                "who leaves it open, by role and never by name: one that may clear the appendix".into()
            }
            (Missing::Role, _) => "who decides, by role and never by name, such as Head of Finance".into(),
            (Missing::Initials, About::Appendix(..)) => "the initials of who cleared it, such as AB".into(),
            (Missing::Initials, About::Finding(..)) => {
                "the initials of who decides, such as AB: another person is to clear the appendix".into()
            }
            (Missing::Date, About::Appendix(..)) => "when it was cleared, such as 27/01/2023".into(),
            (Missing::Date, About::Finding(..)) => "when it was decided, such as 18/01/2023".into(),
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
pub(super) fn all_missing(missing: &[Missing], about: About<'_>) -> String {
    let options: Vec<&str> = missing.iter().map(|what| what.option()).collect();
    let are = match options.as_slice() {
        [one] => format!("{one} is missing"),
        [most @ .., last] => format!("{} and {last} are missing", most.join(", ")),
        [] => String::new(),
    };
    let to = match about {
        About::Finding(_, finding) => format!("to answer `{}`", finding.id),
        About::Appendix(period, _) => format!("to record that the appendix of {period} was cleared"),
    };
    let width = options.iter().map(|option| option.len()).max().unwrap_or_default();
    let each = missing.iter().map(|what| format!("{:width$}  {}", what.option(), what.meaning(about)));
    std::iter::once(format!("{are} {to}")).chain(each).collect::<Vec<_>>().join("\n")
}
