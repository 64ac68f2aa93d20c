//! Figures of the appendix as a whole that are struck through, hidden or not to be seen.

use crate::check::table::{Struck, is_invisible, struck};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::grid::Sheet;
use crate::returns::look::hidden;
use crate::source::Address;

pub(super) static RULE: Rule = Rule {
    code: "figure-looks",
    family: Family::Return,
    severity: Severity::Query,
    title: "A figure of the appendix as a whole is struck through or hidden",
    what: "The cell from which a `[[figure]]` is taken is struck through, stands in a hidden row or column, or is written in the colour of \
           its background or in a font of symbols.",
    why: "Whoever did so may mean that the figure no longer holds, and the paper would print it in a sentence.",
    mend: "See whether it still holds: correct it, or show it as it is; or explain the finding: the answer holds for this figure alone.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let figures = view.form.figures.iter().zip(&view.figures.form_level);
    let told = figures.filter_map(|(form, found)| {
        let at = found.at.as_ref()?;
        let how = how(view.returns.sheet(at)?, at.cell?)?;
        let message = format!("{} ({}) {how}, and is read as it stands", view.name(&form.column), wording::cell(at));
        let draft = rule.at(at).about_area(None).topic(&found.id).demanded_by(&form.column.at).stated_text(&found.text);
        Some(draft.says(message, wording::mend_or_explain("see whether it still holds, and show it as it is")))
    });
    told.collect()
}

fn how(sheet: &Sheet, at: Address) -> Option<&'static str> {
    let look = &sheet.look;
    let has_symbols = || look.styles.get(&at).is_some_and(|style| style.symbols.is_some());
    match () {
        () if struck(sheet, at) != Struck::No => Some("is struck through"),
        () if hidden(&look.hidden_rows, at.row).is_some() => Some("stands in a hidden row"),
        () if hidden(&look.hidden_columns, at.column).is_some() => Some("stands in a hidden column"),
        () if is_invisible(sheet, at) => Some("has the colour of its background"),
        () if has_symbols() => Some("is written in a font of symbols"),
        () => None,
    }
}
