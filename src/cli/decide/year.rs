//! `piperoll decide --new-year`: that a new financial year has begun, with what became of each saving of the last one. Its figures are those
//! of the last paper of that year; a person says no more than which of them was brought forward, written off or once only.

use std::collections::BTreeSet;

use clap::Args;
use rust_decimal::Decimal;

use super::super::ask::Ask;
use super::given::Given;
use super::session::{Plan, Session};
use crate::check::offers::Way;
use crate::check::period::year_ended::{Became, Ending, entry};
use crate::check::show;
use crate::collection::{CannotRun, because};
use crate::decision::{entry as text, number};
use crate::finding::{Finding, Status};
use crate::names::first_of;
use crate::pipeline::Examined;

/// What goes with the new year alone.
#[derive(Debug, Args)]
pub(super) struct Turning {
    /// Say that a new financial year has begun, and what became of each saving of the last one; on a terminal each is asked for.
    #[arg(long, conflicts_with_all = ["finding", "way", "stands", "until", "up_to", "due", "reference", "replace", "clear", "undo"])]
    pub(super) new_year: bool,
    /// A scheme whose undelivered saving is brought forward into the new year, as AREA:REFERENCE or AREA:TITLE; =AMOUNT behind it for
    /// a part.
    #[arg(long, requires = "new_year", value_name = "SCHEME")]
    brought_forward: Vec<String>,
    /// A scheme whose undelivered saving is written off.
    #[arg(long, requires = "new_year", value_name = "SCHEME")]
    written_off: Vec<String>,
    /// A scheme that was delivered once only, so that its saving is missing in the new year.
    #[arg(long, requires = "new_year", value_name = "SCHEME")]
    one_off: Vec<String>,
}

/// The code of the finding that it settles.
const CODE: &str = "year-turned";

/// The entry that is to be written, or `None` where the person gives up.
pub(super) fn planned(
    turning: &Turning,
    given: &Given,
    session: &Session,
    mut ask: Option<&mut Ask<'_>>,
) -> Result<Option<Plan>, CannotRun> {
    let (inputs, progress) = session.read()?;
    let examined = inputs.examine()?;
    progress.end();
    let period = inputs.setting.period;
    let is_asked = |finding: &&Finding| finding.code == CODE && finding.status == Status::Open;
    if let Some(entry) = inputs.setting.decisions.new_year_in(period) {
        return Err(because(format!(
            "{period} has a [[new_year]] already, in line {} of decisions.toml: change it there, or take it out and decide again",
            entry.at.line.unwrap_or_default()
        )));
    }
    let Some(finding) = examined.findings.iter().find(is_asked) else {
        return Err(because(none_asked(&examined)));
    };
    if let Some(ask) = ask.as_deref_mut() {
        ask.say_in(0, &finding.message);
    }
    let endings = examined.endings();
    let mut answers = said(turning, &endings)?;
    let both = endings.iter().zip(&mut answers);
    let missing = both.filter(|(ending, answer)| answer.is_none() && ending.is_wanting());
    match ask.as_deref_mut() {
        Some(ask) => {
            for (ending, answer) in missing {
                let Some(became) = asked(ask, ending) else { return Ok(None) };
                *answer = Some(became);
            }
        }
        None => {
            let missing: Vec<&Ending> = missing.map(|(ending, _)| ending).collect();
            if !missing.is_empty() {
                return Err(because(all_missing(&missing)));
            }
        }
    }
    let both = endings.iter().zip(&answers);
    let lines = both.filter_map(|(ending, answer)| match answer {
        Some(became) => Some(ending.line(became)),
        // It was all delivered, and is gone, or was once only.
        None => ending.is_open.then(|| ending.line(&ending.likely())),
    });
    let blank = entry(period, &lines.collect::<Vec<_>>());
    let by_others = inputs.setting.form.clearance.by_others;
    let decided = given.complete((Way::NewYear, &blank), finding, by_others, ask)?;
    let plan = decided.map(|decided| session.added(&text::filled(&blank, &decided), (finding, Way::NewYear)));
    Ok(plan.map(|plan| plan.beside(&examined.findings)))
}

/// Why there is nothing to decide.
fn none_asked(examined: &Examined<'_>) -> String {
    let period = examined.inputs.setting.period;
    let is_other = |finding: &&Finding| finding.code == CODE;
    match (examined.findings.iter().find(is_other), examined.inputs.compared_with()) {
        (Some(finding), _) => format!("`{}` is answered already: `piperoll check` says how", finding.id),
        (None, Some(compared)) => format!(
            "{period} does not ask whether a new year has begun: it is no other financial year than what it is compared with, something \
             else is asked first, or the form has no figure that counts from the start of the year. {compared}"
        ),
        (None, None) => format!("{period} is compared with nothing, so that no year has ended before it"),
    }
}

/// What the options say of each.
fn said(turning: &Turning, endings: &[Ending]) -> Result<Vec<Option<Became>>, CannotRun> {
    let mut answers: Vec<Option<Became>> = vec![None; endings.len()];
    let mut named_once = BTreeSet::new();
    let options = [
        ("brought-forward", &turning.brought_forward),
        ("written-off", &turning.written_off),
        ("one-off", &turning.one_off),
    ];
    // What has no amount is all that is left when those with one are known.
    for with_amount in [true, false] {
        for (option, named) in options {
            for typed in named {
                let (index, amount) = named_in(endings, option, typed)?;
                if amount.is_some() != with_amount {
                    continue;
                }
                let (Some(ending), Some(answer)) = (endings.get(index), answers.get_mut(index)) else { continue };
                if !named_once.insert((option, index)) {
                    return Err(because(format!("--{option} names '{}' twice", ending.typed())));
                }
                let became = answer.get_or_insert_with(|| ending.became(Decimal::ZERO, Decimal::ZERO));
                let left = || {
                    let left = ending.undelivered?.checked_sub(became.brought_forward)?;
                    left.checked_sub(became.written_off)
                };
                let all = if option == "one-off" { ending.delivered } else { left() };
                let Some(amount) = amount.or(all) else {
                    return Err(because(format!(
                        "--{option} '{typed}': how much that is cannot be said by the figures; write it behind, as in '{typed}=120'"
                    )));
                };
                if amount.is_zero() {
                    return Err(because(format!(
                        "--{option} '{typed}': nothing is left of it that could be; take it out, or write an amount behind the other option"
                    )));
                }
                match option {
                    "brought-forward" => became.brought_forward = amount,
                    "written-off" => became.written_off = amount,
                    _ => became.one_off = amount,
                }
            }
        }
    }
    // That something was once only says nothing of what was not delivered.
    for (ending, answer) in endings.iter().zip(&answers) {
        let is_open = ending.undelivered.is_none_or(|amount| !amount.is_zero());
        let is_settled = |became: &Became| !(became.brought_forward.is_zero() && became.written_off.is_zero());
        if is_open && answer.as_ref().is_some_and(|became| !is_settled(became)) {
            return Err(because(format!(
                "'{}' was not all delivered: say with --brought-forward or --written-off what became of the rest",
                ending.typed()
            )));
        }
    }
    Ok(answers)
}

/// Which scheme is named, and the amount behind it.
fn named_in(endings: &[Ending], option: &str, typed: &str) -> Result<(usize, Option<Decimal>), CannotRun> {
    let find = |name: &str| -> Vec<usize> {
        let all = endings.iter().enumerate();
        all.filter(|(_, ending)| ending.is_called(name)).map(|(index, _)| index).collect()
    };
    // A title may have the sign in it.
    let whole = find(typed);
    let (found, amount) = match (whole.as_slice(), typed.rsplit_once('=')) {
        ([], Some((name, amount))) => (find(name), number(amount)),
        _ => (whole.clone(), None),
    };
    match found.as_slice() {
        [_] if amount.is_none() && found != whole => Err(because(format!(
            "--{option} '{typed}': what stands behind '=' is no amount; write it as the return has it, such as 120"
        ))),
        [one] => Ok((*one, amount)),
        [] => {
            let known = endings.iter().filter(|ending| ending.is_open);
            let known: Vec<String> = known.map(|ending| format!("'{}'", show::plain(&ending.typed()))).collect();
            let known = if known.is_empty() { "there is none".to_string() } else { first_of(&known, ", ", NAMED) };
            Err(because(format!(
                "--{option} '{typed}' names no scheme of the year that ended; those that were not all delivered, or are gone: {known}"
            )))
        }
        _ => Err(because(format!(
            "--{option} '{typed}' names several schemes: write the reference, or say it in decisions.toml"
        ))),
    }
}

/// So many schemes are named in a line.
const NAMED: usize = 12;

/// What is missing, each on a line.
fn all_missing(missing: &[&Ending]) -> String {
    let named = missing.iter().map(|ending| (show::plain(&ending.typed()), ending.said.as_str()));
    let named: Vec<(String, &str)> = named.collect();
    let width = named.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let lines = named.iter().map(|(name, said)| format!("  {name:width$}  {}", show::plain(said)));
    let first = "say of each whether what was not delivered is brought forward or written off, with --brought-forward or --written-off and \
                 its name:";
    std::iter::once(first.to_string()).chain(lines).collect::<Vec<_>>().join("\n")
}

/// What a person says became of a scheme.
fn asked(ask: &mut Ask<'_>, ending: &Ending) -> Option<Became> {
    let likely = if ending.is_gone { "it is gone" } else { "it is in this year's returns" };
    let question = format!(
        "{}; {likely}. Is that [b]rought forward or [w]ritten off? Or type how much is brought forward; the rest is written off.",
        ending.said
    );
    let undelivered = ending.undelivered;
    ask.until(&question, |typed| {
        let all = || undelivered.ok_or_else(|| "type how much: the figures do not say it".to_string());
        match typed.to_lowercase().as_str() {
            "b" | "brought forward" => all().map(|amount| ending.became(amount, Decimal::ZERO)),
            "w" | "written off" => all().map(|amount| ending.became(Decimal::ZERO, amount)),
            other => {
                let amount = number(other).ok_or_else(|| format!("'{typed}' is no answer: type b, w or an amount"))?;
                let rest = undelivered.map_or(Some(Decimal::ZERO), |all| all.checked_sub(amount));
                let rest = rest.ok_or_else(|| format!("'{typed}' is no amount that can be"))?;
                Ok(ending.became(amount, rest))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ask::tests::asked as typed;

    fn ending(name: &str, undelivered: Option<i64>) -> Ending {
        let amount = Decimal::from;
        Ending {
            area: "adults".into(),
            name: name.into(),
            label: format!("The {name}"),
            said: format!("'The {name}' (Adults)"),
            target: Some(amount(120)),
            delivered: undelivered.map(|missing| amount(120 - missing)),
            undelivered: undelivered.map(amount),
            is_once: false,
            is_gone: false,
            is_open: undelivered != Some(0),
        }
    }

    fn of(brought_forward: i64, written_off: i64, one_off: i64) -> Became {
        let [brought_forward, written_off, one_off] = [brought_forward, written_off, one_off].map(Decimal::from);
        Became { brought_forward, written_off, one_off }
    }

    #[test]
    fn on_a_terminal_each_is_asked_for() {
        for (answer, became) in [
            ("b\n", Some(of(40, 0, 0))),
            ("Written off\n", Some(of(0, 40, 0))),
            ("all\n15\n", Some(of(15, 25, 0))),
            ("\n", None),
        ] {
            let (said, text) = typed(answer, |ask| asked(ask, &ending("H8", Some(40))));
            assert_eq!(said, became, "{text}");
            assert!(text.starts_with("'The H8' (Adults); it is in this year's returns."), "{text}");
        }
        let (said, text) = typed("b\n15\n", |ask| asked(ask, &ending("H8", None)));
        assert_eq!(said, Some(of(15, 0, 0)));
        assert!(text.contains("type how much: the figures do not say it"), "{text}");
    }

    fn options(brought: &[&str], written: &[&str], once: &[&str]) -> Result<Vec<Option<Became>>, String> {
        let texts = |given: &[&str]| given.iter().map(|text| (*text).to_string()).collect();
        let turning = Turning {
            new_year: true,
            brought_forward: texts(brought),
            written_off: texts(written),
            one_off: texts(once),
        };
        said(&turning, &[ending("H8", Some(40)), ending("H9", Some(0)), ending("a=1", None)])
            .map_err(|why| why.to_string())
    }

    #[test]
    fn options_name_schemes_by_area_and_reference_or_title_with_an_amount_or_without() {
        let first = |given: Result<Vec<Option<Became>>, String>| given.unwrap().swap_remove(0);
        assert_eq!(first(options(&["adults:h8"], &[], &[])), Some(of(40, 0, 0)));
        assert_eq!(first(options(&["adults:The H8"], &[], &[])), Some(of(40, 0, 0)));
        assert_eq!(first(options(&["adults:H8"], &["adults:H8=10"], &[])), Some(of(30, 10, 0)), "the rest");
        assert_eq!(first(options(&[], &["adults:H8"], &["adults:H8"])), Some(of(0, 40, 80)));
        let once = options(&[], &[], &["adults:H9=25"]).unwrap();
        assert_eq!(once, [None, Some(of(0, 0, 25)), None]);
        let with_sign = options(&["adults:a=1=5"], &[], &[]).unwrap();
        assert_eq!(with_sign[2], Some(of(5, 0, 0)));
        for (given, says) in [
            (options(&["H8"], &[], &[]), "--brought-forward 'H8' names no scheme of the year that ended"),
            (options(&["adults:H8=5k"], &[], &[]), "what stands behind '=' is no amount"),
            (options(&["adults:H8"], &["adults:H8"], &[]), "nothing is left of it"),
            (options(&["adults:H8", "adults:h8=3"], &[], &[]), "--brought-forward names 'adults:H8' twice"),
            (options(&[], &["adults:H9"], &[]), "nothing is left of it"),
            (options(&[], &["adults:a=1"], &[]), "write it behind, as in 'adults:a=1=120'"),
            (
                options(&[], &[], &["adults:H8"]),
                "'adults:H8' was not all delivered: say with --brought-forward or --written-off",
            ),
        ] {
            assert!(given.clone().unwrap_err().contains(says), "{given:?}");
        }
    }
}
