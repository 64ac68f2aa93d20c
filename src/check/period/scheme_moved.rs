//! `scheme-moved`

use super::in_pairs;
use super::scheme_vanished::size;
use crate::check::cause::list_of;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::reconcile::{Pair, Reconciliation};

pub(super) static RULE: Rule = Rule {
    code: "scheme-moved",
    family: Family::Period,
    severity: Severity::Query,
    title: "A scheme stands in another area",
    what: "A scheme that was one area's in the prior period is another's now. Where decisions.toml says so, it is a note.",
    why: "The totals of both areas change without anything being delivered; the movement table shows it as a transfer.",
    mend: "If it moved, enter a [[match]] in decisions.toml from the one area to the other. If not, mend the area in the \
           return.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_pairs(view, |reconciliation, pair| finding(rule, view, reconciliation, pair).into_iter().collect())
}

fn finding(rule: &Rule, view: &View<'_>, reconciliation: &Reconciliation, pair: &Pair) -> Option<Finding> {
    let (then, now) = pair.one_to_one()?;
    let (then, now) = (reconciliation.before.schemes.get(then)?, reconciliation.after.schemes.get(now)?);
    let list = list_of(view, reconciliation, pair).filter(|_| then.area != now.area)?;
    let message = format!(
        "'{}' stands under {}; in {} it stood under {}",
        wording::one_line(&now.label),
        view.area_name(now.area.as_deref()),
        reconciliation.prior.label(),
        view.area_name(then.area.as_deref()),
    );
    let draft = rule.at(now.place(&list.label)).about_scheme(view, list, now);
    let draft = draft.related([then.place(&list.label).clone()]);
    // An answer is given on what moved with it.
    let draft = match size(view, list, now) {
        Some((column, figure)) => {
            let measure = wording::measure(column);
            draft.measured(measure, measure.exactly_in_own_unit(figure), None)
        }
        None => draft,
    };
    Some(match &pair.decided {
        Some(decided) => draft
            .weighing(Severity::Note)
            .demanded_by(decided)
            .says(message + &wording::in_words(pair.words.as_deref()), "nothing to do: decisions.toml says so"),
        None => draft.says(
            message,
            wording::mend_or_explain("enter a [[match]] in decisions.toml if it moved, or mend the area in the return"),
        ),
    })
}
