//! Words over columns of figures.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;

pub(super) static RULE: Rule = Rule {
    code: "words-over-columns",
    family: Family::Return,
    severity: Severity::Query,
    title: "Words over columns may make something else of their figures",
    what: "A text stands over columns of figures, as in merged cells, and belongs to none of their headings: 'Original', 'Draft', \
           'Full year effect', or the name of another area.",
    why: "The figures are read as this period's of this area. If they are a draft's or another area's, they must not be published.",
    mend: "See whether the right columns are headed as the form has it. Where they are, take the words out, or explain the finding.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::WordsOver { at, area, text, list, columns } = trouble else { return None };
    let known = view.form.list(list)?;
    let names: Vec<String> = columns.iter().filter_map(|id| known.column(id)).map(|column| view.name(column)).collect();
    let message = format!(
        "{}'{}' ({}) stands over {}, whose figures are read as this period's",
        wording::opening(&view.area_name(area.as_deref())),
        wording::quoted(text),
        wording::cell(at),
        wording::list_of(&names),
    );
    let mend = "see whether these are the figures to report, and correct the headings, or take the words out";
    let stated = format!("{}; {}", wording::one_line(text), view.returns.period.label());
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "").stated_text(&stated);
    Some(draft.says(message, wording::mend_or_explain(mend)))
}
