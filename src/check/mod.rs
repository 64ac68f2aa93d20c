//! The rules: one file each, one registry. A rule has a code, a severity and prose; `piperoll explain` and
//! docs/findings.md come from the same text.

pub mod appendix;
pub mod cell;
pub mod control;
pub mod custom;
pub mod decision;
pub mod explain;
pub mod form;
pub mod json;
pub mod narrative;
pub mod offers;
pub mod period;
pub mod privacy;
pub mod reference;
pub mod returns;
pub mod row;
pub mod show;
pub mod shown;
pub mod status;
pub mod summary;
pub mod total;

mod cause;
mod coverage;
mod culprit;
mod draft;
mod follow;
mod look;
#[cfg(test)]
mod published_tests;
mod settle;
pub mod standing;
mod stated;
mod table;
#[cfg(test)]
pub(crate) mod testing;
mod waits;
mod wording;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use cause::Causes;

use crate::decision::Decisions;
use crate::figures::Figures;
use crate::finding::{Family, Finding, Severity};
use crate::fonts::Fonts;
use crate::form::Form;
use crate::period::Period;
use crate::phrases::Phrases;
use crate::privacy::MayPrint;
use crate::reconcile::Reconciliation;
use crate::returns::Returns;
use crate::words::Template;

/// What is given to check.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The form.
    pub form: &'a Form,
    /// The returns.
    pub returns: &'a Returns,
    /// The figures they give.
    pub figures: &'a Figures<'a>,
    /// What people decided.
    pub decisions: &'a Decisions,
    /// This period against the prior one, if there is one.
    pub reconciliation: Option<&'a Reconciliation>,
    /// Findings about cells in whose place something else stands by decision: settled, unless it raises them again.
    pub answered: &'a [Finding],
    /// What the appendix is printed with.
    pub fonts: &'a Fonts,
    /// What phrases in running text speak of.
    pub phrases: &'a Phrases,
    /// The words of the appendix.
    pub templates: &'a [Template],
}

/// What a rule may look at: what was given, and what is the matter with it. The findings of other rules are not among it.
pub struct View<'a> {
    given: Context<'a>,
    /// What is the matter with cells and figures, decided before any rule speaks.
    pub(in crate::check) causes: Causes<'a>,
}

/// A rule reads what was given as if it were its own.
impl<'a> Deref for View<'a> {
    type Target = Context<'a>;

    fn deref(&self) -> &Context<'a> {
        &self.given
    }
}

/// A rule.
pub struct Rule {
    /// Its code: `column-total`.
    pub code: &'static str,
    /// What it is about.
    pub family: Family,
    /// How much a finding of it weighs (a `[[check]]` of the form says its own).
    pub severity: Severity,
    /// A few words.
    pub title: &'static str,
    /// What it means.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// Looks, and says what it finds.
    pub run: fn(&Rule, &View<'_>) -> Vec<Finding>,
}

/// Every rule, a slice a family (that of the return has two), in the order of [`Family`]. None knows what another one says.
pub static FAMILIES: &[&[&Rule]] = &[
    returns::RULES,
    shown::RULES,
    cell::RULES,
    row::RULES,
    total::RULES,
    summary::RULES,
    reference::RULES,
    status::RULES,
    narrative::RULES,
    period::RULES,
    control::RULES,
    privacy::RULES,
    custom::RULES,
    form::RULES,
    appendix::RULES,
    decision::RULES,
];

/// Every rule.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

/// Runs every rule, tells what none of them was about and nothing was made of, and gives every finding its id; no decision
/// is applied.
pub fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut view = View::of(context);
    let mut findings = told(&view);
    if culprit::is_decided(&view) {
        let base = settled_of(&view, findings.clone());
        view.causes.culprits = culprit::culprits(&view, &base);
        add(&view, culprit::findings(&view), &mut findings);
    }
    findings
}

/// Runs every rule, applies the decisions, gives every finding its id, takes out what another one explains, and puts them in order.
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut view = View::of(context);
    let mut told = told(&view);
    let mut findings = settled_of(&view, told.clone());
    view.causes.culprits = culprit::culprits(&view, &findings);
    if !view.causes.culprits.is_empty() {
        add(&view, culprit::findings(&view), &mut told);
        findings = settled_of(&view, told);
        culprit::take_back(&mut findings);
    }
    findings.sort_by(Finding::order);
    findings
}

/// How each scheme ended with the year before of which nobody has said what became of it: none where no new year has begun.
pub fn endings(context: &Context<'_>) -> Vec<period::year_ended::Ending> {
    period::undecided(&View::of(context))
}

/// What can be said of forms without a return: notes.
pub fn of_forms<'f>(forms: impl IntoIterator<Item = &'f Form>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for form in forms {
        let mut own = form::alone(form);
        withhold(&MayPrint::contacts(&form.contacts), &mut own);
        findings.extend(own);
    }
    identify(&mut findings, None);
    findings.sort_by(Finding::order);
    findings
}

/// Adds what is known only when everything else has been found, and no decision answers.
pub(crate) fn add_last(findings: &mut Vec<Finding>, last: Vec<Finding>, period: Period) {
    if last.is_empty() {
        return;
    }
    findings.extend(last);
    identify(findings, Some(period));
    findings.sort_by(Finding::order);
}

/// What every rule says, with the decisions applied, in no order: no culprit is looked for.
fn settled(context: &Context<'_>) -> Vec<Finding> {
    let view = View::of(context);
    settled_of(&view, told(&view))
}

/// What every rule says of causes, with ids.
fn told(view: &View<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = rules().flat_map(|rule| (rule.run)(rule, view)).collect();
    coverage::tell(view, &mut findings);
    waits::wait(view, &mut findings);
    quote_no_personal_data(view, &mut findings);
    identify(&mut findings, Some(view.returns.period));
    findings
}

/// Adds what is found later.
fn add(view: &View<'_>, later: Vec<Finding>, findings: &mut Vec<Finding>) {
    findings.extend(later);
    quote_no_personal_data(view, findings);
    identify(findings, Some(view.returns.period));
}

/// The same with the decisions applied.
fn settled_of(view: &View<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    let outside = control::outside(view, &findings);
    settle::settle(view, &outside, &mut findings);
    waits::leave_out(&mut findings);
    follow::tell(view, &mut findings);
    withhold(&MayPrint::contacts(&view.form.contacts), &mut findings);
    identify(&mut findings, Some(view.returns.period));
    findings
}

impl<'a> View<'a> {
    /// What rules may look at: the causes are decided here, once.
    pub fn of(context: &Context<'a>) -> View<'a> {
        let undecided = View { given: *context, causes: Causes::default() };
        View { causes: Causes::of(&undecided), ..undecided }
    }
}

/// Gives an id to every finding that has none yet. Where two would have the same, the later one in the order of places has
/// ':2' behind it, and so on.
fn identify(findings: &mut [Finding], period: Option<Period>) {
    findings.sort_by(|a, b| (&a.at, a.code, &a.topic).cmp(&(&b.at, b.code, &b.topic)));
    let mut taken: BTreeSet<String> = findings.iter().map(|finding| finding.id.clone()).collect();
    // How often each id was wanted already, so that many alike are not counted through from the start each time.
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings.iter_mut().filter(|finding| finding.id.is_empty()) {
        finding.identify();
        let wanted = finding.id.clone();
        let count = times.entry(wanted.clone()).or_insert(1);
        while !taken.insert(finding.id.clone()) {
            *count += 1;
            finding.id = format!("{wanted}:{count}");
        }
        finding.message = wording::bounded(&finding.message);
        finding.help = sentence(&wording::filled_in(finding, period));
    }
}

/// A help text as a sentence: it opens with a capital and ends with a full stop. An entry to paste stands in lines of its own
/// below it and stays as it is.
fn sentence(text: &str) -> String {
    if let Some((words, entry)) = text.trim().split_once('\n') {
        return format!("{}\n{entry}", sentence(words));
    }
    let text = text.trim();
    let mut characters = text.chars();
    let opened: String =
        characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default();
    if opened.is_empty() || opened.ends_with(['.', '?', '!']) { opened } else { opened + "." }
}

/// No finding quotes personal data that stands in the cell it is about. What it quotes may be half of an address, which only the whole
/// cell tells.
fn quote_no_personal_data(view: &View<'_>, findings: &mut [Finding]) {
    let may = MayPrint::contacts(&view.form.contacts);
    // Where no rule found any, no cell holds any.
    let is_any = findings.iter().any(|finding| finding.family == Family::Privacy);
    let cells = if is_any { privacy::cells(view, &may) } else { BTreeMap::new() };
    for finding in findings.iter_mut().filter(|_| !cells.is_empty()) {
        let (Some(texts), Some(text)) = (cells.get(&finding.at), &finding.stated_text) else { continue };
        let whole = texts.iter().find(|whole| whole.contains(text.as_str()));
        let said = whole.map_or_else(|| may.withheld(text).into_owned(), |whole| may.withheld_part(whole, text));
        if said != *text {
            for (quoted, said) in [(text.clone(), said.clone()), (wording::quoted(text), wording::quoted(&said))] {
                finding.message = finding.message.replace(&quoted, &said);
                finding.help = finding.help.replace(&quoted, &said);
            }
            finding.stated_text = Some(said);
        }
    }
    withhold(&may, findings);
}

/// Nor is any quoted that stands in the title or heading which a finding names, or in the words of a decision.
fn withhold(may: &MayPrint, findings: &mut [Finding]) {
    for finding in findings {
        let texts = [&mut finding.message, &mut finding.help, &mut finding.topic];
        let names =
            finding.area.iter_mut().chain(&mut finding.scheme).chain(&mut finding.stated_text).chain(&mut finding.rows);
        let answer = finding.explained_by.iter_mut();
        let answer = answer.flat_map(|by| [&mut by.role, &mut by.words].into_iter().chain(&mut by.stands));
        for text in texts.into_iter().chain(names).chain(answer) {
            if let Cow::Owned(said) = may.withheld(text) {
                *text = said;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reconcile::testing::quarter;
    use crate::source::Place;

    fn finding(code: &'static str, file: &str) -> Finding {
        Finding { help: "see {id}".to_string(), ..Finding::new(code, Family::Cell, Severity::Note, Place::file(file)) }
    }

    #[test]
    fn codes_are_unique_and_families_stand_in_order() {
        let mut codes: Vec<&str> = rules().map(|rule| rule.code).collect();
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
        let families: Vec<Family> = rules().map(|rule| rule.family).collect();
        assert!(families.is_sorted(), "{families:?}");
    }

    #[test]
    fn the_notes_that_are_printed_are_notes() {
        for code in crate::finding::PRINTED_NOTES {
            assert_eq!(rule(code).map(|rule| rule.severity), Some(Severity::Note), "{code}");
        }
    }

    #[test]
    fn findings_that_would_share_an_id_are_numbered_in_the_order_of_their_places() {
        let mut findings = vec![finding("b", "3"), finding("a", "2"), finding("a", "1"), finding("a", "4")];
        identify(&mut findings, Some(quarter(3)));
        let ids: Vec<(&str, &str)> = findings.iter().map(|finding| (&*finding.at.file, finding.id.as_str())).collect();
        assert_eq!(ids, [("1", "a"), ("2", "a:2"), ("3", "b"), ("4", "a:3")]);
        assert_eq!(findings[1].help, "See a:2.");
    }

    #[test]
    fn an_id_once_given_stays() {
        let mut findings = vec![finding("a", "2")];
        identify(&mut findings, Some(quarter(3)));
        findings.push(finding("a", "1"));
        identify(&mut findings, Some(quarter(3)));
        let ids: Vec<(&str, &str)> = findings.iter().map(|finding| (&*finding.at.file, finding.id.as_str())).collect();
        assert_eq!(ids, [("1", "a:2"), ("2", "a")]);
    }

    proptest! {
        #[test]
        fn ids_are_unique_whatever_is_found(topics in proptest::collection::vec("[ab]?(:2|:3)?", 0..12)) {
            let mut findings: Vec<Finding> =
                topics.into_iter().map(|topic| Finding { topic, ..finding("a", "1") }).collect();
            identify(&mut findings, Some(quarter(3)));
            let ids: BTreeSet<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
            prop_assert_eq!(ids.len(), findings.len());
        }
    }
}
