//! `figure-thousandfold`

use std::collections::BTreeMap;

use super::about_moved;
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "figure-thousandfold",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure about 1,000 times its predecessor",
    what: "A figure is about a thousand times, or a thousandth of, what it was in the prior period. Where several figures of \
           an area are, they are one finding.",
    why: "Nothing moves like that: the figure was typed in pounds where thousands are asked for, or the other way round.",
    mend: "Enter the figure in the unit of its column.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, Option<&str>, bool), Vec<&Moved<'_>>> = BTreeMap::new();
    for moved in view.causes.moved.iter().filter(|moved| moved.because == MovedBecause::Thousandfold) {
        let larger = moved.to.unwrap_or_default().abs() > moved.expected().unwrap_or_default().abs();
        let area = moved.scheme().and_then(|scheme| scheme.area.as_deref());
        groups.entry((&moved.list.id, area, larger)).or_default().push(moved);
    }
    groups.into_iter().filter_map(|((_, area, larger), group)| finding(rule, view, area, larger, &group)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, area: Option<&str>, larger: bool, group: &[&Moved<'_>]) -> Option<Finding> {
    let (first, others) = group.split_first()?;
    let slip = if larger { "about 1,000 times" } else { "about a thousandth of" };
    let more = match others.len() {
        0 => String::new(),
        1 => "; one more figure of this return is too".to_string(),
        many => format!("; {many} more figures of this return are too"),
    };
    let message = format!("{}, {slip} the prior figure{more}", wording::both_figures(view, first));
    let mut draft = about_moved(rule, view, first)?;
    if !others.is_empty() {
        // One slip of a whole return: named by the area, whichever of its figures comes first.
        let same_column = others.iter().all(|other| other.column.id == first.column.id);
        draft = draft.shared(area, None, same_column.then_some(&first.column.id));
    }
    let related = others.iter().flat_map(|other| other.at().into_iter().chain(other.related()));
    let mend = format!("enter the figure in {}, the unit of its column", wording::measure(first.column).name());
    Some(draft.related(related).says(message, wording::mend_or_explain(&mend)))
}
