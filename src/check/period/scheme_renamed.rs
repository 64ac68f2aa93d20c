//! `scheme-renamed`

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::in_pairs;
use crate::check::cause::list_of;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::names::{Reference, Title};
use crate::reconcile::position::Scheme;
use crate::reconcile::{How, Pair, Reconciliation};

pub(super) static RULE: Rule = Rule {
    code: "scheme-renamed",
    family: Family::Period,
    severity: Severity::Note,
    title: "A scheme goes under another name, or was split or merged",
    what: "A scheme was matched with the prior period by a decision or by its reference, and its title is another one; or by \
           its title, and its reference is another one; or decisions.toml says that it was split or merged. Where the title is \
           one that another scheme had in the prior period, it is a query: titles and references may have been sorted apart.",
    why: "A reader who looks for the old name must find where it went.",
    mend: "Nothing is to be done if it is the same scheme. If it is not, enter a [[match]] in decisions.toml, or give the new \
           scheme a reference of its own.",
    run,
};

/// So many titles are named.
const TITLES: usize = 5;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    // Only where a title changed is anybody asked for.
    let titles = LazyCell::new(|| prior_titles(view));
    let another = |then: &Scheme, now: &Scheme| {
        let called_so = titles.get(&(then.list.as_str(), Title::of(&now.label)));
        called_so.into_iter().flatten().copied().find(|other| other.at != then.at)
    };
    in_pairs(view, |reconciliation, pair| finding(rule, view, reconciliation, pair, &another).into_iter().collect())
}

/// The schemes of the prior period by list and title, in the order of the returns.
type Titles<'a> = BTreeMap<(&'a str, Title), Vec<&'a Scheme>>;

fn prior_titles<'a>(view: &View<'a>) -> Titles<'a> {
    let mut titles = Titles::new();
    for scheme in view.reconciliation.into_iter().flat_map(|both| &both.before.schemes) {
        titles.entry((&scheme.list, Title::of(&scheme.label))).or_default().push(scheme);
    }
    titles
}

/// `another` is the other scheme of the prior period that had the title which a scheme has now.
fn finding<'a>(
    rule: &Rule,
    view: &View<'_>,
    reconciliation: &Reconciliation,
    pair: &Pair,
    another: &dyn Fn(&Scheme, &Scheme) -> Option<&'a Scheme>,
) -> Option<Finding> {
    if pair.how == How::Unmatched {
        return None;
    }
    let then = reconciliation.before.at(&pair.before);
    let now = reconciliation.after.at(&pair.after);
    let list = list_of(view, reconciliation, pair)?;
    let first = now.first()?;
    let prior = reconciliation.prior.label();
    let title = |scheme: &&Scheme| format!("'{}'", wording::one_line(&scheme.label));
    let titles = |schemes: &[&Scheme]| wording::clauses_of(schemes, TITLES, ", ", title);
    // A title that another scheme had last time: titles and references were sorted, or pasted, apart from each other.
    let another = match (then.as_slice(), now.as_slice(), &pair.decided) {
        ([then], [now], None) if !Title::same(&then.label, &now.label) => another(then, now),
        _ => None,
    };
    if let (Some(other), Some(first_then)) = (another, then.first()) {
        let message = format!(
            "{} stands under the reference '{}', which was that of {} in {prior}; {} had '{}' then",
            view.scheme(first),
            wording::one_line(&first.key),
            title(first_then),
            title(first),
            wording::one_line(&other.key)
        );
        let cells = [first_then.place(&list.label), other.place(&list.label), first.place(&list.key)].map(Clone::clone);
        let draft = rule.at(first.place(&list.label)).about_scheme(view, list, first).weighing(Severity::Query);
        let draft = draft.stated_text(&format!("{}; {}", first.key.trim(), first.label.trim())).related(cells);
        let mend = "put each title beside its own reference and figures";
        return Some(draft.says(message, wording::mend_or_explain(mend)));
    }
    let message = match (then.as_slice(), now.as_slice()) {
        ([then], [now]) if !Title::same(&then.label, &now.label) => {
            format!("{} was called {} in {prior}", view.scheme(now), title(then))
        }
        ([then], [now]) if Reference::of(&then.key) != Reference::of(&now.key) => format!(
            "{} has the reference '{}'; in {prior} it was '{}'",
            view.scheme(now),
            wording::one_line(&now.key),
            wording::one_line(&then.key)
        ),
        ([_], [_]) => return None,
        ([then], now) => format!("{} of {prior} was split into {}", view.scheme(then), titles(now)),
        (then, [now]) => format!("{} brings together {} of {prior}", view.scheme(now), titles(then)),
        (then, now) => format!("{} of {prior} became {}", titles(then), titles(now)),
    };
    let cell = |scheme: &&Scheme| scheme.place(&list.label).clone();
    let draft = rule.at(&cell(first)).about_scheme(view, list, first).stated_text(&first.label);
    let draft = draft.related(now.iter().skip(1).chain(&then).map(cell));
    let draft = match &pair.decided {
        Some(decided) => draft.demanded_by(decided),
        None => draft,
    };
    Some(draft.says(
        message + &wording::in_words(pair.words.as_deref()),
        "nothing to do if it is the same scheme; if not, mend the reference in the return, or the decision",
    ))
}
