//! A second block of rows that may analyse the first.

use super::like;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::{Likeness, SumOf, Trouble};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "second-block",
    family: Family::Return,
    severity: Severity::Query,
    title: "Rows may analyse the rows above them",
    what: "Rows at the end of a list come to the same as the rows above them in every column, or the line above them says that they \
           are a summary, an analysis, for information, withdrawn, not included or not yet approved. They count nowhere until \
           somebody says what they are. Where a total below counts both, nothing is asked.",
    why: "Items that are shown again by type or by status, and are counted again, double the paper.",
    mend: "If they are further items, move them above the total of the first block, or add their labels to `items` of the return in \
           piperoll.toml: then they count. If not, take them out. An explanation leaves them out.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::SecondBlock { rows, same, title } = trouble else { continue };
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
        findings.push(finding(rule, view, (first, last), rows, same.as_ref(), title.as_ref()));
    }
    findings
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    (first, last): (&Likeness, &Likeness),
    rows: &[Likeness],
    same: Option<&SumOf>,
    title: Option<&(Place, String)>,
) -> Finding {
    let mut totals: Vec<Place> = Vec::new();
    for total in rows.iter().flat_map(|row| view.causes.followers_of_row(&row.at)) {
        if !totals.contains(&total) {
            totals.push(total);
        }
    }
    let from_to = |first: &Place, last: &Place| format!("from {} to {}", wording::cell(first), wording::cell(last));
    let which = if rows.len() == 1 { like::name(first) } else { format!("the rows {}", from_to(&first.at, &last.at)) };
    let (stands, are) = if rows.len() == 1 { ("comes", "is") } else { ("come", "are") };
    let same = same.map(|sum| {
        let figures = like::figures(view, &first.list, sum);
        format!("{which} {stands} to the same as {} ({figures}), and may analyse them", like::rows(sum))
    });
    let titled = title.map(|(at, text)| {
        format!(
            "{which} {} below '{}' ({})",
            if rows.len() == 1 { "stands" } else { "stand" },
            wording::quoted(text),
            wording::cell(at)
        )
    });
    let it = if rows.len() == 1 { "it" } else { "they" };
    let why = same.or(titled).unwrap_or_default();
    let message = format!(
        "{}{why}; {it} {are} not counted until somebody says what {it} {are}{}",
        like::opening(view, first),
        wording::unchecked(&totals, &first.at, "answered"),
    );
    let items = like::items(view, first);
    let mend = format!(
        "take them out; if they are further {items}, move them above the first total, or add their labels to `items` of the return in \
         piperoll.toml"
    );
    let help = wording::mend_or(&mend, "if they are to be left out, say so");
    let others = rows.iter().flat_map(|row| std::iter::once(&row.at).chain(&row.cells)).cloned();
    let draft = like::draft(rule, view, first).related(others).related(title.map(|(at, _)| at.clone()));
    draft.related(totals).says(message, help)
}
