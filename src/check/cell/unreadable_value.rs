//! A cell that is not what its column holds.

use crate::check::cause::row_of;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(crate) static RULE: Rule = Rule {
    code: "unreadable-value",
    family: Family::Cell,
    severity: Severity::Error,
    title: "A cell cannot be read as what its column holds",
    what: "Something stands in the cell that is not a figure, date or choice of its column: words in a column of money, an \
           error value such as #REF!, two figures in one cell.",
    why: "No figure can be taken from it, so formulas and totals leave it out, and nobody can say whether the totals that are \
          stated are right. They are among the cells that the finding touches, and are not asked about by themselves.",
    mend: "Write the figure alone in the cell, and the words in the column for them. If it is a placeholder that the council \
           uses, add it to the column's `codes` in piperoll.toml with what it means.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::UnreadableValue { at, area, scheme, list, column, text, why, demanded_by } = trouble else {
        return None;
    };
    let scheme = scheme.as_deref().unwrap_or_default();
    let known = view.form.list(list).and_then(|list| list.column(column));
    let name = known.map_or_else(|| column.clone(), |column| view.name(column));
    let totals = view.causes.followers(at);
    let (quoted, cell) = (wording::quoted(text), wording::cell(at));
    let message = format!(
        "{}'{quoted}' in {name} ({cell}) cannot be read: {}{}",
        wording::opening(&view.who(area.as_deref(), scheme)),
        why.trim().trim_end_matches('.'),
        wording::unchecked(&totals, at, "mended"),
    );
    let help = format!(
        "write the value alone in {cell}; if '{quoted}' is a placeholder, add it to `codes` of the column in piperoll.toml with \
         what it means"
    );
    let draft = rule.at(at).about_list(view, list, area.as_deref(), scheme).shared(
        area.as_deref(),
        (!scheme.is_empty()).then_some(scheme),
        Some(column),
    );
    // Where it is asked what a symbol means, that is the cause.
    let waits_for = if view.causes.shown.asks(at) { vec![row_of(at)] } else { Vec::new() };
    let finding = draft.demanded_by(demanded_by).stated_text(text).related(totals).says(message, help);
    Some(Finding { waits_for, ..finding })
}
