//! `piperoll decide`: an answer to a finding, or a clearance, put into decisions.toml. The figures it stands on are taken from the finding; it is
//! tried before it is written, so that what stands in the file settles what it was meant to.

mod clear;
mod given;
mod missing;
mod session;
mod year;

use std::io::{self, IsTerminal as _};

use clap::{Args, ValueEnum};

use super::{Outcome, Which, terminal};
use crate::check::offers::{Offer, Way};
use crate::check::show;
use crate::collection::{CannotRun, because};
use crate::decision::entry;
use crate::finding::{ExplainedBy, FOLLOWS, Finding, Severity};
use crate::names::{nearest, one_line};
use crate::output;
use crate::period::Period;
use crate::pipeline::Examined;

use super::ask::Ask;
use clear::Clearing;
use given::{Given, name};
use session::{Plan, Session};
use year::Turning;

/// Answer a finding, or record a clearance.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Decide {
    #[command(flatten)]
    which: Which,
    /// The finding's id, as `piperoll check` shows it; on a terminal, asked for if left out.
    finding: Option<String>,
    /// Why, in the words that the appendix prints.
    #[arg(long, value_name = "TEXT")]
    words: Option<String>,
    /// Who decides, by role and never by name; of a change request, who approved it.
    #[arg(long)]
    role: Option<String>,
    /// The initials of who it was; who clears must be another one where the form says so.
    #[arg(long, value_name = "AB")]
    initials: Option<String>,
    /// When: 2023-01-18, 18/01/2023 or 18 January 2023.
    #[arg(long)]
    date: Option<String>,
    /// What the entry is, where the finding may be answered in several ways.
    #[arg(long = "as", value_enum, value_name = "KIND")]
    way: Option<Kind>,
    /// What stands in place of what is set aside: a figure in the finding's unit, or a text.
    #[arg(long, value_name = "FIGURE", allow_hyphen_values = true)]
    stands: Option<String>,
    /// The last period for which an explanation holds, or the financial year to whose end it does.
    #[arg(long, value_name = "PERIOD or YEAR")]
    until: Option<String>,
    /// The largest amount that an explanation answers in later periods.
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    up_to: Option<String>,
    /// By when a query is answered that stays open in what is published.
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// The reference of a change request, such as CR-07.
    #[arg(long)]
    reference: Option<String>,
    /// Change the entry that answers the finding already: what is given with it, and nothing else.
    #[arg(long)]
    replace: bool,
    /// Take the last entry of decisions.toml back, with all entries of the same change request.
    #[arg(long, conflicts_with_all = ["finding", "words", "role", "initials", "date", "way", "stands", "until", "up_to", "due",
        "reference", "replace", "clear", "new_year"])]
    undo: bool,
    #[command(flatten)]
    clearing: Clearing,
    #[command(flatten)]
    turning: Turning,
    /// Write without asking.
    #[arg(long)]
    yes: bool,
}

const EXAMPLES: &str = "\
Examples:
  piperoll decide my-collection
  piperoll decide my-collection target-changed:adults:repairs:target --as explain \\
      --words \"It takes in the voids budget.\" --role \"Head of Finance\" --date 18/01/2023
  piperoll decide my-collection unreadable-value:adults:repairs:forecast --stands 1190 \\
      --words \"As the ledger has it.\" --role \"Section 151 officer\" --date 18/01/2023
  piperoll decide my-collection target-changed:adults:repairs:target --as open-at-publication \\
      --due 01/03/2023 --words \"The service asks its board.\" \\
      --role \"Section 151 officer\" --date 26/01/2023
  piperoll decide my-collection missing-return:adults --as not-updated \\
      --words \"Its accountant is away.\" --role \"Section 151 officer\" --date 26/01/2023
  piperoll decide my-collection --clear --fingerprint \"af32 91bc 0d4e 77a1\" \\
      --role \"Section 151 officer\" --initials AB --date 27/01/2023 \\
      --evidence my-collection/clearances/q3.eml
  piperoll decide my-collection --new-year --brought-forward adults:voids \\
      --written-off \"housing:Empty homes\" --words \"As reported at outturn.\" \\
      --role \"Head of Finance\" --date 20/04/2023
  piperoll decide my-collection --undo

Exit code: 0 it is written; 1 it would not do what it is for, or you declined; 2 it could not run.
With 1 and 2 nothing is written.";

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// In words: what was found stands.
    Explain,
    /// Something else stands in place of what is stated.
    SetAside,
    /// Schemes of the period before are schemes of this one, as the finding proposes.
    Match,
    /// A change was approved, as the finding proposes.
    ChangeRequest,
    /// A scheme stands on the approved list alone, or in a return alone, and why.
    OutsideControl,
    /// What was last published of an area stands for the return that has not come.
    NotUpdated,
    /// A new year has begun, and what became of the savings of the one before is as the finding proposes.
    NewYear,
    /// A query stays open in what is published, and is answered by --due.
    #[value(name = "open-at-publication")]
    LeaveOpen,
}

impl Kind {
    fn way(self) -> Way {
        match self {
            Kind::Explain => Way::Explain,
            Kind::SetAside => Way::SetAside,
            Kind::Match => Way::Match,
            Kind::ChangeRequest => Way::ChangeRequest,
            Kind::OutsideControl => Way::OutsideControl,
            Kind::NotUpdated => Way::NotUpdated,
            Kind::NewYear => Way::NewYear,
            Kind::LeaveOpen => Way::LeaveOpen,
        }
    }

    /// As it is typed.
    fn option(way: Way) -> &'static str {
        match way {
            Way::Explain => "explain",
            Way::SetAside => "set-aside",
            Way::Match => "match",
            Way::ChangeRequest => "change-request",
            Way::OutsideControl => "outside-control",
            Way::NotUpdated => "not-updated",
            Way::NewYear => "new-year",
            Way::LeaveOpen => "open-at-publication",
        }
    }
}

pub(super) fn run(decide: &Decide, quiet: bool) -> Result<Outcome, CannotRun> {
    output::leave_it_whole(terminal::say);
    let given = Given::of(decide)?;
    let session = Session::open(&decide.which, quiet)?;
    // Who cannot see the question, or cannot answer it, is not asked.
    let at_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    let width = terminal::width().unwrap_or(show::WIDTH).min(show::WIDTH);
    let (mut typed, mut said) = (io::stdin().lock(), io::stderr());
    let mut ask = at_terminal.then_some(Ask { typed: &mut typed, said: &mut said, width });
    let plan = match (decide.undo, decide.clearing.clear, decide.turning.new_year) {
        (true, ..) => Some(session.without_last()?),
        (false, true, _) => clear::planned(decide, &given, &session, ask.as_mut())?,
        (false, false, true) => year::planned(&decide.turning, &given, &session, ask.as_mut())?,
        (false, false, false) => planned(decide, &given, &session, ask.as_mut())?,
    };
    let Some(plan) = plan else { return Ok(Outcome::NotDone) };
    session.carry_out(&plan, ask.as_mut().filter(|_| !decide.yes))
}

/// What is to be written, or `None` where it is nothing, which has been said.
fn planned(
    decide: &Decide,
    given: &Given,
    session: &Session,
    mut ask: Option<&mut Ask<'_>>,
) -> Result<Option<Plan>, CannotRun> {
    let (inputs, progress) = session.read()?;
    let examined = inputs.examine()?;
    progress.end();
    let period = inputs.setting.period;
    let finding = match (&decide.finding, ask.as_deref_mut()) {
        (Some(id), ask) => {
            let finding = named(&examined.findings, id, period)?;
            // Who chooses from the list has just read it.
            if let Some(ask) = ask {
                ask.say_in(0, &finding.message);
            }
            finding
        }
        (None, Some(ask)) => match chosen(&examined.findings, period, ask) {
            Some(finding) => finding,
            None => return Ok(None),
        },
        (None, None) => {
            return Err(because(
                "no finding is named: give the id of one, as `piperoll check` shows it; on a terminal you are asked"
                    .into(),
            ));
        }
    };
    // What was left open may be answered after all: the answer counts, and the leaving open stays as the record.
    let wanted = decide.way.map(Kind::way).or_else(|| given.way());
    let answers_open = |by: &ExplainedBy| by.kind == LEFT_OPEN && wanted.is_some_and(|way| way != Way::LeaveOpen);
    if let Some(by) = finding.explained_by.as_ref().filter(|by| by.kind == FOLLOWS) {
        return Err(because(follows(finding, by)));
    }
    if let Some(by) = finding.explained_by.as_ref().filter(|by| !answers_open(by)) {
        let given_for = given_for(&examined, by.line);
        if !decide.replace {
            return Err(because(answered(finding, by, given_for.filter(|other| *other != period))));
        }
        // The record of another period is not to say what was decided in this one.
        if given_for.is_none_or(|other| other == period) {
            return changed(decide, given, session, finding, by).map(|plan| Some(plan.beside(&examined.findings)));
        }
    }
    let plan = added(decide, given, session, (&examined, finding), ask)?;
    Ok(plan.map(|plan| plan.beside(&examined.findings)))
}

/// The kind of an answer that leaves a query open.
const LEFT_OPEN: &str = "open-at-publication";

/// The finding of this id.
fn named<'f>(findings: &'f [Finding], id: &str, period: Period) -> Result<&'f Finding, CannotRun> {
    let id = id.trim();
    findings.iter().find(|finding| finding.id == id).ok_or_else(|| {
        because(match nearest(id, findings.iter().map(|finding| finding.id.as_str())) {
            Some(near) => format!("there is no finding `{id}` in {period}; did you mean `{near}`?"),
            None => format!("there is no finding `{id}` in {period}; `piperoll check` shows those that there are"),
        })
    })
}

/// So many findings are listed to choose from.
const LISTED: usize = 50;

/// The open finding that a person chooses from a list.
fn chosen<'f>(findings: &'f [Finding], period: Period, ask: &mut Ask<'_>) -> Option<&'f Finding> {
    let open: Vec<&Finding> = findings.iter().filter(|finding| finding.blocks()).collect();
    if open.is_empty() {
        ask.say(&format!("Nothing is open in {period}: there is nothing to decide."));
        return None;
    }
    ask.say(&format!("Open in {period}:"));
    for (number, finding) in open.iter().take(LISTED).enumerate() {
        ask.say(&format!("{:4}  {}", number + 1, show::plain(&finding.id)));
        ask.say_in(6, &finding.message);
    }
    if open.len() > LISTED {
        ask.say(&format!("and {} more, by their id: `piperoll check --all` shows them.", open.len() - LISTED));
    }
    let ids: Vec<String> = open.iter().map(|finding| finding.id.clone()).collect();
    let index = ask.one_of("Which one? Type its number or its id, or nothing to give up.", &ids)?;
    open.get(index).copied()
}

/// The period for which the entry in this line was given, if it says one.
fn given_for(examined: &Examined<'_>, line: u32) -> Option<Period> {
    let decisions = &examined.inputs.setting.decisions;
    let explained = decisions.explanations.iter().map(|entry| (&entry.at, entry.period));
    let set_aside = decisions.set_asides.iter().map(|entry| (&entry.at, entry.period));
    let requests = decisions.change_requests.iter().map(|entry| (&entry.at, Some(entry.period)));
    let left_open = decisions.left_open.iter().map(|entry| (&entry.at, Some(entry.period)));
    let outside = decisions.outside_controls.iter().map(|entry| (&entry.at, Some(entry.period)));
    let mut all = explained.chain(set_aside).chain(requests).chain(left_open).chain(outside);
    all.find(|(at, _)| at.line == Some(line))?.1
}

/// Why a finding that follows from another one's answer needs none.
fn follows(finding: &Finding, by: &ExplainedBy) -> String {
    format!(
        "`{}` follows from what line {} of decisions.toml lets stand, by {} on {}: no entry of its own is needed. Where what the return \
         states is right, change that entry or take it out",
        finding.id, by.line, by.role, by.date
    )
}

/// Which entry answers a finding, and how it is changed.
fn answered(finding: &Finding, by: &ExplainedBy, given_for: Option<Period>) -> String {
    let is_left_open = by.kind == LEFT_OPEN;
    let answer = format!(
        "`{}` is {} already, in line {} of decisions.toml, by {} on {}: {}",
        finding.id,
        if is_left_open { "left open at publication" } else { "answered" },
        by.line,
        by.role,
        by.date,
        one_line(&by.words)
    );
    match given_for {
        None if is_left_open => format!(
            "{answer}\nAdd --as explain to answer it, or --replace to change that entry: what you give with it changes, and nothing else"
        ),
        None => {
            format!("{answer}\nAdd --replace to change that entry: what you give with it changes, and nothing else")
        }
        Some(period) => {
            format!("{answer}\nIt was given for {period}, and still stands. Add --replace to answer the finding anew")
        }
    }
}

/// An entry that stands, with other words, role or date.
fn changed(
    decide: &Decide,
    given: &Given,
    session: &Session,
    finding: &Finding,
    by: &ExplainedBy,
) -> Result<Plan, CannotRun> {
    let way = match by.kind {
        "set-aside" => Way::SetAside,
        "change-request" => Way::ChangeRequest,
        "outside-control" => Way::OutsideControl,
        LEFT_OPEN => Way::LeaveOpen,
        _ => Way::Explain,
    };
    if let Some(other) = decide.way.filter(|kind| kind.way() != way) {
        return Err(because(format!(
            "line {} of decisions.toml is {}, which cannot become {}: take it out by hand, and decide again",
            by.line,
            name(way),
            name(other.way())
        )));
    }
    given.fits(way)?;
    let text = |key: &'static str, text: &Option<String>| text.as_deref().map(|text| (key, entry::quoted(text)));
    let role = if way == Way::ChangeRequest { "approved_by" } else { "role" };
    let changes: Vec<(&str, String)> = [
        text("reference", &given.reference),
        text("stands", &given.stands),
        text("until", &given.until),
        given.up_to.clone().map(|amount| ("up_to", amount)),
        text("words", &given.words),
        given.due.map(|due| ("due", due.to_string())),
        text(role, &given.role),
        text("initials", &given.initials),
        given.date.map(|date| ("date", date.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect();
    if changes.is_empty() {
        return Err(because("nothing is to be changed: give --words, --role or --date with --replace".into()));
    }
    session.changed(by.line, &changes, (finding, way))
}

/// A new entry, behind the others.
fn added(
    decide: &Decide,
    given: &Given,
    session: &Session,
    (examined, finding): (&Examined<'_>, &Finding),
    mut ask: Option<&mut Ask<'_>>,
) -> Result<Option<Plan>, CannotRun> {
    let offers = examined.offers(finding);
    let wanted = decide.way.map(Kind::way).or_else(|| given.way());
    let offer = match (wanted, offers.as_slice()) {
        (_, []) => {
            terminal::say(&format!(
                "No entry of decisions.toml can answer `{}`, so nothing was written. {}",
                finding.id, finding.help
            ));
            return Ok(None);
        }
        (Some(way), offers) => match offers.iter().find(|offer| offer.way == way) {
            Some(offer) => offer,
            None => {
                terminal::say(&not_offered(finding, way, offers));
                return Ok(None);
            }
        },
        // What the finding proposes and what is said in words mean the opposite of each other: nobody guesses which is meant.
        (None, [first, _, ..]) if first.way != Way::Explain && first.way != Way::SetAside => match ask.as_deref_mut() {
            None => return Err(because(which_way(finding, offers.as_slice()))),
            Some(ask) => match asked_way(&offers, ask) {
                Some(offer) => offer,
                None => return Ok(None),
            },
        },
        (None, [first, ..]) => first,
    };
    given.fits(offer.way)?;
    let by_others = examined.inputs.setting.form.clearance.by_others;
    let decided = given.complete((offer.way, &offer.entry), finding, by_others, ask)?;
    Ok(decided.map(|decided| session.added(&entry::filled(&offer.entry, &decided), (finding, offer.way))))
}

/// Why a finding cannot be answered so, and how it can.
fn not_offered(finding: &Finding, way: Way, offers: &[Offer]) -> String {
    let why = match way {
        Way::Explain => "is an error, and an error cannot be explained",
        Way::SetAside => "is about no stated figure, so that there is none to set aside",
        Way::Match => "proposes no match",
        Way::ChangeRequest => "proposes no change request",
        Way::OutsideControl => "is about no scheme that the approved list, or a return, has alone",
        Way::NotUpdated => "is about no return that is missing and was published before",
        Way::NewYear => "does not ask whether a new year has begun",
        Way::LeaveOpen if finding.severity == Severity::Error => {
            "is an error, and an error cannot stay open in what is published"
        }
        Way::LeaveOpen => "is a note, and a note holds nothing up",
    };
    let ways: Vec<String> = offers.iter().map(|offer| format!("--as {}", Kind::option(offer.way))).collect();
    format!("`{}` {why}, so nothing was written. It may be answered with {}.", finding.id, ways.join(" or "))
}

/// What each way of answering means.
fn meaning(way: Way) -> &'static str {
    match way {
        Way::Explain => "it is otherwise, and you say in words why what was found is so",
        Way::SetAside => "what is stated does not stand, and you say what does",
        Way::Match => "it is as the finding says: they are the same",
        Way::ChangeRequest => "the change was approved, as a change request",
        Way::OutsideControl => "one side has it alone, and you say why: it holds to the end of the financial year",
        Way::NotUpdated => "its return has not come, and what was last published of it stands",
        Way::NewYear => "a new year has begun, and what became of each scheme is as the finding says",
        Way::LeaveOpen => "it stays open in what is published, and is answered by a day that you say",
    }
}

fn which_way(finding: &Finding, offers: &[Offer]) -> String {
    let width = offers.iter().map(|offer| Kind::option(offer.way).len()).max().unwrap_or_default();
    let each = offers.iter().map(|offer| format!("--as {:width$}  {}", Kind::option(offer.way), meaning(offer.way)));
    let first = format!("`{}` may be answered in several ways: add one of", finding.id);
    std::iter::once(first).chain(each).collect::<Vec<_>>().join("\n")
}

fn asked_way<'o>(offers: &'o [Offer], ask: &mut Ask<'_>) -> Option<&'o Offer> {
    for (number, offer) in offers.iter().enumerate() {
        ask.say(&format!("{:4}  {}: {}", number + 1, Kind::option(offer.way), meaning(offer.way)));
    }
    let names: Vec<String> = offers.iter().map(|offer| Kind::option(offer.way).to_string()).collect();
    offers.get(ask.one_of("Which of them is it? Type its number, or nothing to give up.", &names)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ask::tests::asked;
    use crate::finding::Family;
    use crate::source::Place;

    fn finding(id: &str, severity: Severity) -> Finding {
        let new = Finding::new("x", Family::Cell, severity, Place::file("x.xlsx"));
        Finding { id: id.into(), message: format!("{id} is wrong"), ..new }
    }

    #[test]
    fn the_open_findings_are_listed_and_one_is_chosen() {
        let all = [finding("a", Severity::Error), finding("n", Severity::Note), finding("b\u{1b}", Severity::Query)];
        let period = Period::parse("2022-23-q3").unwrap();
        let (chosen_one, said) = asked("2\n", |ask| chosen(&all, period, ask).map(|finding| finding.id.clone()));
        assert_eq!(chosen_one.as_deref(), Some("b\u{1b}"), "notes hold nothing up");
        let expected = "Open in 2022-23-q3:\n   1  a\n      a is wrong\n   2  b\\u{1b}\n      b\\u{1b} is wrong\n\
                        Which one? Type its number or its id, or nothing to give up.\n> ";
        assert_eq!(said, expected);
        let (none, said) = asked("", |ask| chosen(&all[1..2], period, ask).is_none());
        assert!(none && said == "Nothing is open in 2022-23-q3: there is nothing to decide.\n", "{said}");
    }

    #[test]
    fn what_a_finding_proposes_is_asked_about() {
        let offer = |way| Offer { way, entry: String::new() };
        let offers = [offer(Way::Match), offer(Way::Explain)];
        let ways = |typed: &str| {
            let (way, said) = asked(typed, |ask| asked_way(&offers, ask).map(|offer| offer.way));
            assert!(said.contains("   1  match: it is as the finding says: they are the same\n"), "{said}");
            way
        };
        assert_eq!([ways("1\n"), ways("explain\n"), ways("\n")], [Some(Way::Match), Some(Way::Explain), None]);
    }

    #[test]
    fn the_nearest_id_is_proposed() {
        let all = [finding("column-total:north:target", Severity::Error)];
        let period = Period::parse("2022-23-q3").unwrap();
        let why = named(&all, "column-totl:north:target", period).unwrap_err().to_string();
        let expected =
            "there is no finding `column-totl:north:target` in 2022-23-q3; did you mean `column-total:north:target`?";
        assert_eq!(why, expected);
        assert!(named(&all, " column-total:north:target ", period).is_ok());
    }
}
