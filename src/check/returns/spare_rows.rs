//! Spare rows at the end of a table.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "spare-rows",
    family: Family::Return,
    severity: Severity::Note,
    title: "Spare rows at the end of a table",
    what: "Rows below the last item of a table have no title, and nothing stands in them but nils, errors of formulas, references or \
           choices: the spare rows of a template. They are no items.",
    why: "Nothing of them counts or is printed. The note names them, so that nothing of the return is left out unseen.",
    mend: "Nothing need be done. If one of them is an item, write its title and its figures.",
    run,
};

/// So many stretches of rows are named in the message; all are in `related`.
const NAMED: usize = 4;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::SpareRows { at, area, list, rows, .. } = trouble else { return None };
    let known = view.form.list(list)?;
    let ends = |rows: &Place| {
        let first = rows.cell.map_or(0, |cell| cell.row).saturating_add(1);
        (first, rows.to.map_or(first, |last| last.row.saturating_add(1)))
    };
    let stretch = |rows: &Place| match ends(rows) {
        (first, last) if first == last => format!("{first}"),
        (first, last) => format!("{first} to {last}"),
    };
    let mut named: Vec<String> = rows.iter().take(NAMED).map(stretch).collect();
    if rows.len() > NAMED {
        named.push("others below".to_string());
    }
    let is_one = matches!(rows.as_slice(), [row] if ends(row).0 == ends(row).1);
    let message = format!(
        "{}{} {} {}: no title and no figure but nil stands there",
        wording::opening(&view.area_name(area.as_deref())),
        if is_one { "row" } else { "rows" },
        wording::list_of(&named),
        if is_one { "is read as a spare row" } else { "are read as spare rows" },
    );
    let help = format!("nothing need be done; if one of the {} stands there, write its title", known.items);
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "").related(rows.iter().cloned());
    Some(draft.says(message, help))
}
