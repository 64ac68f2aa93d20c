//! Which findings the decisions answer, and which decisions answer nothing. It is the last thing a check does: what it raises
//! are findings of the rules of the family `decision`.

mod carried;
mod entitled;
mod lasting;
mod upstream;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::appendix;
use super::decision::{NOT_ALLOWED, UNMATCHED};
use super::standing::{given_cell, instead};
use super::stated::{are_named, covers, is_rest, same_name};
use super::{Context, Rule, follow, wording};
use crate::decision::{Explain, LeftOpen, OutsideControl, SetAside, is_stated, number};
use crate::finding::{ExplainedBy, Family, Finding, Severity, Status};
use crate::names::{nearest, one_line};
use crate::period::{Period, long_date};
use crate::source::Place;
use upstream::Wanted;

/// Marks the findings that an [`Explain`] or a [`SetAside`] answers, and adds a finding for each of them that matches nothing,
/// or cannot be decided that way. Where one was made on figures that have changed since, the finding is open and says so. Of
/// decisions for other periods only the answers that still stand count (see [`lasting`]). The findings must have their ids; those
/// that are added have none yet.
///
/// `outside` are the entries about what was approved, each with the id of the finding that it speaks of.
pub(super) fn settle(context: &Context<'_>, outside: &[(&OutsideControl, String)], findings: &mut Vec<Finding>) {
    let (decisions, period) = (context.decisions, context.returns.period);
    let explanations = decisions.explanations.iter().map(Entry::Explain);
    let entries: Vec<_> = explanations
        .chain(decisions.set_asides.iter().map(Entry::SetAside))
        .chain(decisions.left_open.iter().map(Entry::LeaveOpen))
        .filter(|entry| entry.period().is_none_or(|for_period| for_period == period))
        .chain(outside.iter().map(|(entry, finding)| Entry::Outside(entry, finding)))
        .collect();
    let answered_by: BTreeSet<u32> =
        context.answered.iter().filter_map(|answer| Some(answer.explained_by.as_ref()?.line)).collect();
    let stands = |entry: &Entry<'_>| matches!(entry, Entry::SetAside(_)) && answered_by.contains(&entry.line());
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    if !entries.is_empty() {
        for (index, finding) in findings.iter().enumerate() {
            by_id.entry(finding.id.clone()).or_default().push(index);
        }
    }
    let mut refused = Vec::new();
    let mut lapsed = Vec::new();
    let mut unmatched = Vec::new();
    let mut told = Vec::new();
    for entry in entries.iter().filter(|entry| !stands(entry)) {
        let own = by_id.get(entry.finding()).map_or(&[][..], Vec::as_slice);
        let matched = !own.is_empty();
        for index in own {
            let Some(finding) = findings.get_mut(*index) else { continue };
            match entry.judge(finding, context) {
                Verdict::Stands(by) if finding.status == Status::Open => {
                    finding.status = entry.status();
                    finding.explained_by = Some(by);
                }
                Verdict::Stands(_) => {}
                Verdict::Lapsed(why) => lapsed.push((entry, why)),
                Verdict::Refused(refusal) => refused.push((entry, refusal, finding.at.clone())),
            }
        }
        if !matched && let Some(answer) = context.answered.iter().find(|answer| answer.id == entry.finding()) {
            // A newer entry answers it; the older one is the record of what was said, if it said so of another figure.
            told.extend(entry.contradicts(answer));
        } else if !matched && let Some((code, why)) = appendix::never_answered(entry.finding()) {
            // It is told when all else is settled, and says itself what to do: here it is not known whether there is one.
            let message = format!("`{code}` cannot be answered: {why}");
            let help = format!("Remove the entry in line {}.", entry.line());
            told.push(raised(&NOT_ALLOWED, entry, message, help));
        } else if !matched {
            unmatched.push(entry);
        }
    }
    carried::answer(context, findings);
    follow::settle(decisions, findings);
    for (entry, refusal, place) in refused {
        // A newer entry answers it: the older one stays as the record of what was said then.
        let mut own = by_id.get(entry.finding()).into_iter().flatten().filter_map(|index| findings.get(*index));
        if own.any(|finding| finding.status == Status::Open) {
            let mut finding = raised(&NOT_ALLOWED, entry, refusal.message, refusal.help);
            finding.related = vec![place];
            told.push(finding);
        }
    }
    // Of several that lapsed the last one is told.
    let last: BTreeMap<&str, &(&Entry<'_>, String)> = lapsed.iter().map(|known| (known.0.finding(), known)).collect();
    for finding in findings.iter_mut().filter(|finding| finding.status == Status::Open) {
        if let Some((entry, why)) = last.get(&*finding.id) {
            let said = format!("The {} by {} {why}.", entry.what(), entry.given_by());
            say_first(finding, &said, &Some(entry.at().clone()));
        }
    }
    told.extend(answered(context, findings, &entries));
    told.extend(entitled::not_entitled(context, &entries, findings));
    let asked_again: BTreeSet<&str> = last.keys().copied().collect();
    told.extend(lasting::answer(context, findings, &asked_again));
    // What answers nothing is told where nothing else may be the reason.
    let is_match = |finding: &Finding| finding.code == UNMATCHED.code;
    let (matches, others): (Vec<Finding>, Vec<Finding>) = std::mem::take(findings).into_iter().partition(is_match);
    *findings = others;
    let rows = upstream::rows(context.form, context.returns);
    let of_match = |finding: &Finding| Wanted::scheme(finding.area.as_deref(), finding.scheme.as_deref(), &rows);
    let waits = |finding: &Finding| of_match(finding).is_some_and(|wanted| wanted.waits(findings));
    told.extend(matches.into_iter().filter(|finding| !waits(finding)));
    let waits = |entry: &&&Entry<'_>| {
        let wanted = Wanted::finding(entry.finding(), context.form, &rows);
        wanted.waits(findings) || entry.changes_no_figure() && wanted.is_answered_in_parts(findings)
    };
    let unmatched: Vec<Finding> =
        unmatched.iter().filter(|entry| !waits(entry)).map(|entry| answers_nothing(entry, findings)).collect();
    findings.extend(told.into_iter().chain(unmatched));
}

/// 'Head of Finance, 20 January 2023 (decisions.toml, line 12)'.
fn given_by(role: &str, date: Date, at: &Place) -> String {
    format!("{}, {} ({at})", role.trim(), long_date(date))
}

/// Puts a sentence before what a finding says is to be done, and names the place it speaks of.
fn say_first(finding: &mut Finding, said: &str, at: &Option<Place>) {
    finding.help = format!("{said} {}", finding.help);
    finding.related.extend(at.clone());
}

/// An entry that answers a finding.
enum Entry<'a> {
    Explain(&'a Explain),
    SetAside(&'a SetAside),
    LeaveOpen(&'a LeftOpen),
    /// With the id of the finding that it speaks of.
    Outside(&'a OutsideControl, &'a str),
}

enum Verdict {
    Stands(ExplainedBy),
    /// It was given on other figures or rows, or does not say on which, or its rows give another figure: what is said of it.
    Lapsed(String),
    Refused(Refusal),
}

struct Refusal {
    message: String,
    help: String,
}

impl Entry<'_> {
    fn finding(&self) -> &str {
        match self {
            Entry::Explain(entry) => &entry.finding,
            Entry::SetAside(entry) => &entry.finding,
            Entry::LeaveOpen(entry) => &entry.finding,
            Entry::Outside(_, finding) => finding,
        }
    }

    fn period(&self) -> Option<Period> {
        match self {
            Entry::Explain(entry) => entry.period,
            Entry::SetAside(entry) => entry.period,
            Entry::LeaveOpen(entry) => Some(entry.period),
            Entry::Outside(entry, _) => Some(entry.period),
        }
    }

    fn at(&self) -> &Place {
        match self {
            Entry::Explain(entry) => &entry.at,
            Entry::SetAside(entry) => &entry.at,
            Entry::LeaveOpen(entry) => &entry.at,
            Entry::Outside(entry, _) => &entry.at,
        }
    }

    fn line(&self) -> u32 {
        self.at().line.unwrap_or_default()
    }

    fn kind(&self) -> &'static str {
        match self {
            Entry::Explain(_) => "explain",
            Entry::SetAside(_) => "set-aside",
            Entry::LeaveOpen(_) => "open-at-publication",
            Entry::Outside(..) => "outside-control",
        }
    }

    /// For a sentence.
    fn what(&self) -> &'static str {
        match self {
            Entry::Explain(_) => "explanation",
            Entry::SetAside(_) => "setting aside",
            Entry::LeaveOpen(_) => "leaving open",
            Entry::Outside(..) => "reason",
        }
    }

    fn by(&self) -> ExplainedBy {
        match self {
            Entry::Explain(entry) => entry.answer(),
            Entry::SetAside(entry) => entry.answer(),
            Entry::LeaveOpen(entry) => entry.answer(),
            Entry::Outside(entry, _) => entry.answer(),
        }
    }

    /// What a finding is when it stands.
    fn status(&self) -> Status {
        match self {
            Entry::Explain(_) | Entry::SetAside(_) | Entry::Outside(..) => Status::Explained,
            Entry::LeaveOpen(_) => Status::OpenAtPublication,
        }
    }

    /// An entry that lets something else stand than a later one does, in place of the same figure: one of them is a slip.
    fn contradicts(&self, answer: &Finding) -> Option<Finding> {
        let Entry::SetAside(entry) = self else { return None };
        let by = answer.explained_by.as_ref()?;
        let same = by.stands.as_deref() == Some(entry.stands.as_str());
        if same || !is_stated(&entry.stated, answer.stated, answer.stated_text.as_deref()) {
            return None;
        }
        let message = format!(
            "two entries set aside what `{}` is about: '{}' stands by this one, and '{}' by the one in line {}, which holds",
            answer.id,
            entry.stands,
            by.stands.as_deref().unwrap_or_default(),
            by.line
        );
        Some(raised(&NOT_ALLOWED, self, message, "Remove the one that does not hold.".to_string()))
    }

    /// Whether all figures stay as stated by it: where it has no effect, nothing prints otherwise than somebody decided.
    fn changes_no_figure(&self) -> bool {
        match self {
            Entry::Explain(_) | Entry::LeaveOpen(_) | Entry::Outside(..) => true,
            Entry::SetAside(entry) => is_stated(&entry.stated, number(&entry.stands), Some(&entry.stands)),
        }
    }

    /// The role, and the initials of who it was.
    fn by_whom(&self) -> (&str, Option<&str>) {
        match self {
            Entry::Explain(entry) => (&entry.role, entry.initials.as_deref()),
            Entry::SetAside(entry) => (&entry.role, entry.initials.as_deref()),
            Entry::LeaveOpen(entry) => (&entry.role, entry.initials.as_deref()),
            Entry::Outside(entry, _) => (&entry.role, entry.initials.as_deref()),
        }
    }

    fn given_by(&self) -> String {
        match self {
            Entry::Explain(entry) => given_by(&entry.role, entry.date, &entry.at),
            Entry::SetAside(entry) => given_by(&entry.role, entry.date, &entry.at),
            Entry::LeaveOpen(entry) => given_by(&entry.role, entry.date, &entry.at),
            Entry::Outside(entry, _) => given_by(&entry.role, entry.date, &entry.at),
        }
    }

    fn judge(&self, finding: &Finding, context: &Context<'_>) -> Verdict {
        let against = match self {
            Entry::Explain(entry) => explains(entry, finding),
            Entry::SetAside(entry) => sets_aside(entry, finding, context),
            Entry::LeaveOpen(entry) => leaves_open(entry, finding),
            Entry::Outside(entry, _) => is_outside(entry, finding),
        };
        against.unwrap_or_else(|| Verdict::Stands(self.by()))
    }
}

/// Why an explanation does not answer the finding, if it does not.
fn explains(entry: &Explain, finding: &Finding) -> Option<Verdict> {
    if finding.severity == Severity::Error {
        return Some(Verdict::Refused(Refusal {
            message: format!("`{}` is an error, and an error cannot be explained", finding.id),
            help: format!(
                "Mend {}. Where a stated figure does not stand, the section 151 officer (Scotland: 95) or a delegate sets it \
                 aside with [[set_aside]], which says which figure stands.",
                finding.at
            ),
        }));
    }
    let stated = Given::judge(entry.stated.as_deref(), finding.stated, finding.stated_text.as_deref());
    let expected = Given::judge(entry.expected.as_deref(), finding.expected, None);
    let cannot_stand = || {
        let (message, help) = lasting::cannot_stand(entry, finding)?;
        Some(Verdict::Refused(Refusal { message, help }))
    };
    let rows = (entry.rows.as_slice(), covers(&entry.rows, &finding.rows));
    lapsed(finding, &[("stated", stated), ("expected", expected)], rows).or_else(cannot_stand)
}

/// Why an entry about what was approved does not answer the finding, if it does not: its amount is another one now.
fn is_outside(entry: &OutsideControl, finding: &Finding) -> Option<Verdict> {
    let amount = entry.amount.to_string();
    let given = Given::judge(Some(&amount), finding.stated.or(finding.expected), None);
    lapsed(finding, &[("amount", given)], (&[], true))
}

/// Why a finding cannot stay open in what is published, if it cannot.
fn leaves_open(entry: &LeftOpen, finding: &Finding) -> Option<Verdict> {
    match finding.severity {
        Severity::Query => {}
        Severity::Error => {
            return Some(Verdict::Refused(Refusal {
                message: format!("`{}` is an error, and an error cannot stay open in what is published", finding.id),
                help: format!("Mend {}, or set the figure aside with [[set_aside]].", finding.at),
            }));
        }
        Severity::Note => {
            return Some(Verdict::Refused(Refusal {
                message: format!("`{}` is a note, and holds nothing up", finding.id),
                help: format!("Remove the entry in line {}, or explain the note.", entry.at.line.unwrap_or_default()),
            }));
        }
    }
    let stated = Given::judge(entry.stated.as_deref(), finding.stated, finding.stated_text.as_deref());
    let expected = Given::judge(entry.expected.as_deref(), finding.expected, None);
    let rows = (entry.rows.as_slice(), covers(&entry.rows, &finding.rows));
    lapsed(finding, &[("stated", stated), ("expected", expected)], rows)
}

/// Why a figure cannot be set aside this way, if it cannot. What can stand does already (see [`standing`](super::standing)).
fn sets_aside(entry: &SetAside, finding: &Finding, context: &Context<'_>) -> Option<Verdict> {
    if finding.stated.is_none() && finding.stated_text.is_none() {
        return Some(Verdict::Refused(Refusal {
            message: format!("`{}` is about no stated figure, so that there is none to set aside", finding.id),
            help: format!("Mend {}, or explain the finding if it is a query.", finding.at),
        }));
    }
    let stated = Given::judge(Some(&entry.stated), finding.stated, finding.stated_text.as_deref());
    let rows = (entry.rows.as_slice(), are_named(&entry.rows, &finding.rows));
    let against = lapsed(finding, &[("stated", stated)], rows);
    if against.is_some() {
        return against;
    }
    match given_cell(context, finding) {
        Some(given) => {
            let why = match instead(context, &given, finding, entry) {
                Err(why) => why,
                Ok(_) => "another entry sets it aside already".to_string(),
            };
            Some(Verdict::Refused(Refusal {
                message: format!("`{}` cannot be set aside so that '{}' stands: {why}", finding.id, entry.stands),
                help: format!("Mend {}, or explain the finding if it is a query.", finding.at),
            }))
        }
        None => is_replaced(entry, finding),
    }
}

/// Whether a finding is about a stated figure that contradicts what its rows give.
fn contradicts_its_rows(finding: &Finding) -> bool {
    matches!(finding.family, Family::Row | Family::Total | Family::Summary)
}

/// The figure that alone can stand where the return does not give the finding's own.
pub(super) fn confirmable(finding: &Finding) -> Option<Decimal> {
    finding.expected.filter(|_| contradicts_its_rows(finding))
}

/// Why a figure that the return does not give cannot stand as the decision says: a computed figure can only be confirmed, where
/// what is stated for it contradicts what its rows give.
fn is_replaced(entry: &SetAside, finding: &Finding) -> Option<Verdict> {
    match confirmable(finding) {
        Some(expected) if number(&entry.stands) == Some(expected) => None,
        // Its rows are others now, or were never what it says: the finding offers what can be confirmed.
        Some(expected) => Some(Verdict::Lapsed(format!(
            "does not hold: {} was to stand, and the rows give {}, which can be confirmed, never replaced",
            entry.stands,
            say(expected)
        ))),
        None => {
            let gives = match contradicts_its_rows(finding) {
                true => "its rows do not give a figure",
                false => "nothing that it is worked out from contradicts it",
            };
            Some(Verdict::Refused(Refusal {
                message: format!(
                    "`{}` is about a computed figure: {gives}, and the decision says {}",
                    finding.id, entry.stands
                ),
                help: "Mend the rows it is computed from, or explain the finding if it is a query.".into(),
            }))
        }
    }
}

/// What came of the findings that were answered by something that stands in a cell's place: each stays visible as settled,
/// unless what stands raises it again.
fn answered<'f>(context: &Context<'f>, findings: &'f [Finding], entries: &[Entry<'_>]) -> Vec<Finding> {
    let mut told = Vec::new();
    if context.answered.is_empty() {
        return told;
    }
    let about = |finding: &'f Finding| (finding.code, &finding.at, finding.column.as_deref());
    // Of several the first one counts.
    let known: BTreeMap<_, &Finding> = findings.iter().rev().map(|finding| (about(finding), finding)).collect();
    let lines: BTreeMap<u32, &Entry<'_>> = entries.iter().rev().map(|entry| (entry.line(), entry)).collect();
    for answer in context.answered {
        let again = known.get(&about(answer)).copied();
        let entry = answer.explained_by.as_ref().and_then(|by| lines.get(&by.line));
        match (again, entry) {
            (Some(again), Some(entry)) if again.status == Status::Open => {
                let message = format!(
                    "the setting aside of `{}` does not settle it: what the decision says stands raises it again ({})",
                    answer.id, again.message
                );
                let help = format!(
                    "Let a figure stand that settles it, in line {}, or answer what is open with an entry of its own.",
                    entry.line()
                );
                let mut finding = raised(&NOT_ALLOWED, entry, message, help);
                finding.related = vec![answer.at.clone()];
                told.push(finding);
            }
            (again, _) => {
                let mut answer = answer.clone();
                if again.is_some() {
                    answer.id.push_str(":set-aside");
                }
                told.push(answer);
            }
        }
    }
    told
}

/// A figure of an entry beside the finding's.
enum Given {
    /// The same, as the entry quotes it, or neither has one.
    Same(Option<String>),
    /// The entry has none; the finding's.
    NotSaid(String),
    /// The entry's and the finding's, if it has one now.
    Changed(String, Option<String>),
}

impl Given {
    fn judge(given: Option<&str>, figure: Option<Decimal>, text: Option<&str>) -> Given {
        // What an entry quotes best: the figure, else the cell as typed.
        let now = figure.map(|figure| figure.to_string()).or_else(|| text.map(str::to_string));
        match (given, now) {
            (None, None) => Given::Same(None),
            (None, Some(now)) => Given::NotSaid(now),
            (Some(given), now) => {
                if is_stated(given, figure, text) {
                    Given::Same(Some(given.to_string()))
                } else {
                    Given::Changed(given.to_string(), now)
                }
            }
        }
    }
}

/// What is to be said against an entry whose figures or rows are not the finding's, or that leaves some of them out. `rows` are
/// those it names, and whether it holds for the finding's.
fn lapsed(finding: &Finding, figures: &[(&str, Given)], (rows, covered): (&[String], bool)) -> Option<Verdict> {
    let mut changes = figure_changes(figures);
    if !covered && !rows.is_empty() {
        let and = if changes.is_empty() { "" } else { "; " };
        changes = format!("{changes}{and}{}", new_rows(rows, &finding.rows));
    }
    if !changes.is_empty() {
        return Some(Verdict::Lapsed(format!("has lapsed: {changes}")));
    }
    let mut said: Vec<String> = Vec::new();
    let mut add: Vec<String> = Vec::new();
    for (key, figure) in figures {
        match figure {
            Given::NotSaid(now) => add.push(format!("`{key} = {now:?}`")),
            Given::Same(Some(given)) => said.push(format!("{key} = {}", say_text(given))),
            Given::Same(None) | Given::Changed(..) => {}
        }
    }
    if !covered {
        add.extend(wording::rows_key(finding).map(|key| format!("`{key}`")));
    }
    if add.is_empty() {
        return None;
    }
    let given = match said.is_empty() {
        true => "it does not say on what it was given".to_string(),
        false => format!("it was given for {} alone", wording::list_of(&said)),
    };
    Some(Verdict::Lapsed(format!(
        "does not count: {given}; if it holds, add {} to it, so that it lapses when they change",
        wording::list_of(&add)
    )))
}

/// How figures changed since an entry quoted them: 'stated was 1230, and is 1240 now'. Empty where none did.
fn figure_changes(figures: &[(&str, Given)]) -> String {
    let mut changes = Vec::new();
    for (key, figure) in figures {
        let (then, now) = match figure {
            Given::Same(_) | Given::NotSaid(_) => continue,
            Given::Changed(then, now) => (then, now.as_deref().unwrap_or("no figure")),
        };
        changes.push(format!("{key} was {}, and is {} now", say_text(then), say_text(now)));
    }
    changes.join("; ")
}

/// So many rows are said by name.
const ROWS_SAID: usize = 3;

/// What an entry was given for, and which rows are not among that.
fn new_rows(named: &[String], rows: &[String]) -> String {
    let is_known = |row: &&String| named.iter().any(|other| same_name(other, row));
    let new: Vec<&String> = rows.iter().filter(|row| !is_known(row) && !is_rest(row)).collect();
    match new.len() {
        0 if rows.iter().chain(named).any(|row| is_rest(row)) => {
            "the rows are others than those that it names".to_string()
        }
        0 if named.len() == rows.len() => "the rows that it names stand in another order".to_string(),
        // One name stands more often than it did, or fewer rows are left.
        0 => format!("it names {}, and there are {} now", wording::count(named.len(), "row", "rows"), rows.len()),
        number => {
            let is = if number == 1 { "is" } else { "are" };
            let named: Vec<&String> = named.iter().filter(|row| !is_rest(row)).collect();
            format!("it was given for {}, and {} {is} not among them", some_of(&named), some_of(&new))
        }
    }
}

/// "'Roofs', 'Voids' and 2 more"
fn some_of(rows: &[&String]) -> String {
    let said: Vec<String> = rows.iter().map(|row| format!("'{}'", one_line(row))).collect();
    wording::first_of(&said, ROWS_SAID)
}

/// A figure for a sentence.
fn say(figure: Decimal) -> String {
    figure.normalize().to_string()
}

fn say_text(text: &str) -> String {
    if number(text).is_some() || text == "no figure" { text.to_string() } else { format!("'{}'", one_line(text)) }
}

fn answers_nothing(entry: &Entry<'_>, findings: &[Finding]) -> Finding {
    if let Entry::Outside(of, _) = entry {
        let message = format!(
            "the reason why one side has '{}' alone answers nothing: both the approved list and a return have it, or neither",
            one_line(&of.scheme)
        );
        let help =
            format!("See whether area, scheme and period are right, or remove the entry in line {}.", entry.line());
        return raised(&UNMATCHED, entry, message, help);
    }
    let hint = match nearest(entry.finding(), findings.iter().map(|finding| finding.id.as_str())) {
        Some(id) => format!(" Did you mean `{id}`?"),
        None => String::new(),
    };
    raised(
        &UNMATCHED,
        entry,
        format!("the {} of `{}` answers nothing: there is no such finding", entry.what(), entry.finding()),
        format!(
            "Perhaps the cell was mended: then remove the entry in line {}, or give it the `period` it belongs to.{hint}",
            entry.line()
        ),
    )
}

fn raised(rule: &'static Rule, entry: &Entry<'_>, message: String, help: String) -> Finding {
    let topic = format!("{} {}", entry.kind(), entry.finding());
    let at = entry.at().clone();
    Finding { message, help, topic, ..Finding::new(rule.code, rule.family, rule.severity, at) }
}

#[cfg(test)]
mod tests;
