//! `group-renamed`

use std::collections::{BTreeMap, BTreeSet};

use super::{ThenAndNow, by_area};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Kind, List};
use crate::names::Label;
use crate::reconcile::position::Scheme;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "group-renamed",
    family: Family::Period,
    severity: Severity::Query,
    title: "A group goes under another name than last time",
    what: "The words of a heading or a subtotal name a group of schemes. This name is new, and schemes that stand under it stood \
           under another one in the prior period, which is gone. Groups by a column of choices, such as a status, are left out.",
    why: "The appendix prints the group under the words that stand there. A subtotal that was typed anew ('Sum Care') would \
          rename it in public.",
    mend: "Put the group's name back; or explain that it was renamed.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    let mut findings = Vec::new();
    for ((list, area), mut pairs) in by_area(reconciliation) {
        pairs.retain(|(then, now)| then.area == now.area);
        let Some(list) = view.form.list(list) else { continue };
        let by_words = list
            .levels
            .iter()
            .enumerate()
            .filter(|(_, id)| list.column(id).is_none_or(|column| column.kind != Kind::Choice));
        for (level, _) in by_words {
            findings.extend(at_level(rule, view, list, area, level, &pairs));
        }
    }
    findings
}

fn at_level(
    rule: &Rule,
    view: &View<'_>,
    list: &List,
    area: Option<&str>,
    level: usize,
    pairs: &[ThenAndNow<'_>],
) -> Vec<Finding> {
    let name = |scheme: &Scheme| scheme.groups.get(level).map(|name| name.trim().to_string());
    let names = |now: bool| -> BTreeSet<Label> {
        let names = pairs.iter().filter_map(|(before, after)| name(if now { after } else { before }));
        names.map(|name| Label::of(&name)).collect()
    };
    let (were, are) = (names(false), names(true));
    // By the name that is new: under which ones that are gone its schemes stood.
    let mut renamed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (then, now) in pairs {
        if let (Some(was), Some(is)) = (name(then), name(now))
            && !were.contains(&Label::of(&is))
            && !are.contains(&Label::of(&was))
        {
            renamed.entry(is).or_default().insert(was);
        }
    }
    let mut findings = Vec::new();
    for (is, was) in renamed {
        let first = pairs.iter().map(|(_, now)| *now).find(|now| name(now).as_deref() == Some(is.as_str()));
        let Some(first) = first else { continue };
        let at = row_of_group(view, list, area, &first.groups, level).unwrap_or_else(|| first.at.clone());
        let was: Vec<String> = was.iter().map(|was| format!("'{was}'")).collect();
        let message = format!(
            "{}'{is}' is no group of {}; its {} stood under {}",
            wording::opening(&view.area_name(area)),
            view.prior(),
            list.items,
            wording::list_of(&was)
        );
        let draft = rule.at(&at).about_scheme(view, list, first).shared(area, None, None).topic_and(&is);
        let draft = draft.stated_text(&is).related([first.at.clone()].into_iter().filter(|place| *place != at));
        findings.push(draft.says(message, wording::mend_or_explain("put the group's name back")));
    }
    findings
}

/// The row that states the group's total, where it has one.
fn row_of_group(view: &View<'_>, list: &List, area: Option<&str>, path: &[String], level: usize) -> Option<Place> {
    let path = path.get(..=level)?;
    let groups = view.groups();
    let group =
        groups.iter().find(|(of, group)| of.id == list.id && group.area.as_deref() == area && group.path == path)?;
    group.1.stated.map(|row| row.at.clone())
}
