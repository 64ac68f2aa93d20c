//! A nil return.

use super::{file_name, like};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "nil-return",
    family: Family::Return,
    severity: Severity::Note,
    title: "A return says that there is nothing to report",
    what: "The return holds no row and says so in words ('NIL RETURN', 'No savings this quarter'), or the form's `nil` says that \
           the area has nothing to report in this period. Where items stand in the table all the same, or such a row states amounts, \
           this is a query, wherever on the sheet or on a sheet without a table it is said.",
    why: "The area counts nothing in this period's totals. A reader of the paper may ask why.",
    mend: "Nothing is to be done if it is right.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let troubles = view.returns.troubles.iter();
    troubles.filter_map(|trouble| nil(rule, view, trouble).or_else(|| beside_items(rule, view, trouble))).collect()
}

fn nil(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::NilReturn { at, area, words, demanded_by } = trouble else { return None };
    let name = file_name(&at.file);
    let area_name = view.area_name(area.as_deref());
    let who = if area_name.is_empty() { name.to_string() } else { area_name };
    let message = match words {
        Some(words) => format!("{who} has nothing to report: {} says '{}'", wording::cell(at), wording::quoted(words)),
        None => format!("{who} has nothing to report, as the form says"),
    };
    let topic = if area.is_none() { name } else { "" };
    let draft = rule.at(at).about_area(area.as_deref()).topic(topic).stated_text(words.as_deref().unwrap_or_default());
    let draft = match demanded_by {
        Some(at) => draft.demanded_by(at),
        None => draft,
    };
    Some(draft.says(message, "see whether the area had schemes before that are now missing"))
}

fn beside_items(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::NilBesideItems { row, items, demanded_by } = trouble else { return None };
    let list = view.form.list(&row.list)?;
    let states = if row.figures.is_empty() {
        format!("the table has {}", wording::count(*items, &list.item, &list.items))
    } else {
        format!("states {}; it is not counted", like::own_figures(view, row))
    };
    let who = if demanded_by.is_some() {
        "the form says that the area has nothing to report in this period".to_string()
    } else {
        format!("{} says that there is nothing to report", like::name(row))
    };
    let message = format!("{}{who}, but {states}", like::opening(view, row));
    let mend = match (demanded_by, row.figures.is_empty()) {
        (Some(_), _) => "take the area out of `nil` of the [[period]] in piperoll.toml, or the rows out of the return",
        (None, true) => "take out the words, or the rows if they are not meant",
        (None, false) => "take out the words, or the amounts if they are not meant",
    };
    let draft = like::draft(rule, view, row).weighing(Severity::Query);
    let draft = demanded_by.iter().fold(draft, |draft, at| draft.demanded_by(at));
    Some(draft.says(message, wording::mend_or_explain(mend)))
}
