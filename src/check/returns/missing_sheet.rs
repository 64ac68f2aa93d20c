//! A workbook without the table.

use super::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::names::Label;
use crate::returns::{MOST_HEADING_ROWS, NearestHeadings, TitledTable, Trouble};

/// So many rows below a title its headings begin.
const REACH: u32 = 4;

pub(super) static RULE: Rule = Rule {
    code: "missing-sheet",
    family: Family::Return,
    severity: Severity::Error,
    title: "A workbook has no sheet with the table",
    what: "The sheet that the form names is not in the workbook, or none of its sheets has the table's headings: half of those \
           that must be there, in one row or wrapped over up to six. With `under`, none of the tables with those headings stands under \
           that title.",
    why: "Nothing of the workbook counts, and the totals are short by all of it.",
    mend: "See whether the right file was sent. If the headings were reworded, put them back or add them to `also` of their \
           columns in piperoll.toml; if the sheet was renamed, correct its name.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::MissingSheet { at, area, looked_for, there, hidden, nearest, under, optional, demanded_by, .. } =
        trouble
    else {
        return None;
    };
    if *optional && !is_reworded(view, under.as_ref()) {
        return None;
    }
    let there: Vec<String> = there.iter().map(|sheet| format!("'{sheet}'")).collect();
    let there = match there.as_slice() {
        [] if hidden.is_some() => "all its sheets are hidden".to_string(),
        [] => "it has no sheets".to_string(),
        [one] if hidden.is_some() => format!("its only visible sheet is {one}"),
        [one] => format!("its only sheet is {one}"),
        several => format!("its sheets are {}", wording::list_of(several)),
    };
    // Either the sheet's own name, or the headings of the table.
    let named = view.form.returns.iter().any(|form| form.at == *demanded_by && form.sheet.is_some());
    let is_there = nearest.as_ref().is_some_and(|nearest| Label::same(&nearest.sheet, looked_for));
    let name = file_name(&at.file);
    let topic = if area.is_none() { name } else { "" };
    let titled = under.as_ref().map(|(title, _)| format!("{topic} {title}"));
    let topic = titled.as_deref().unwrap_or(topic);
    let nearest = match hidden {
        Some(hidden) => format!("; '{hidden}' has them, and is hidden"),
        None => nearest.as_ref().map(what_is_nearest).unwrap_or_default(),
    };
    let message = match (named, is_there) {
        _ if under.is_some() => format!("{name} has no table {}", under_title(under.as_ref(), looked_for)),
        (true, true) => format!("{name}: sheet '{looked_for}' does not have the table's headings{nearest}"),
        (true, false) => format!("{name} has no sheet called '{looked_for}': {there}{nearest}"),
        (false, _) => format!("{name} has no sheet with the headings {looked_for}: {there}{nearest}"),
    };
    let draft = rule.at(at).about_area(area.as_deref()).topic(topic).demanded_by(demanded_by);
    let help = match hidden {
        _ if under.is_some() => {
            "see whether the right file was sent; if the title was reworded, correct `under` of the [[return]] in \
                                 piperoll.toml; it is the line right above the headings"
                .to_string()
        }
        Some(hidden) => {
            format!("unhide '{hidden}', or name it by `sheet` of the return in piperoll.toml if it is the return")
        }
        None => format!(
            "see whether the right file was sent; if its headings were reworded, add them to `also` of their columns in \
             piperoll.toml; a heading may take up to {MOST_HEADING_ROWS} rows"
        ),
    };
    Some(draft.says(message, help))
}

/// Whether a table with these headings stands under another title and is read by no return: what may be absent is there, perhaps, under
/// other words.
pub(super) fn is_reworded(view: &View<'_>, under: Option<&(String, Vec<TitledTable>)>) -> bool {
    // What stands right below the title is read by some return, or by none.
    let is_read = |table: &TitledTable| {
        let Some(title) = table.at.cell else { return true };
        let below = title.row..=title.row.saturating_add(REACH);
        view.returns.tables.iter().any(|read| {
            let heads = read.headings.values().any(|(at, _)| below.contains(&at.row));
            read.at.file == table.at.file && read.at.sheet == table.at.sheet && heads
        })
    };
    under.is_some_and(|(_, there)| there.iter().any(|table| !is_read(table)))
}

/// The title that a table was looked for under, and what stands there.
pub(super) fn under_title(under: Option<&(String, Vec<TitledTable>)>, headings: &str) -> String {
    let Some((title, there)) = under else { return format!("with the headings {headings}") };
    let titles: Vec<String> = there
        .iter()
        .map(|table| format!("'{}' ({})", wording::quoted(&table.title), wording::cell(&table.at)))
        .collect();
    let stand = match titles.as_slice() {
        [] => format!("no title stands over the headings {headings}"),
        [one] => format!("the table with its headings stands under {one}"),
        several => format!("tables with its headings stand under {}", wording::list_of(several)),
    };
    format!("under '{title}': {stand}")
}

/// Which rows come nearest, and what they lack.
fn what_is_nearest(nearest: &NearestHeadings) -> String {
    let quoted = |headings: &[String]| {
        let headings: Vec<String> =
            headings.iter().map(|heading| format!("'{}'", wording::one_line(heading))).collect();
        wording::list_of(&headings)
    };
    let (found, lacked) = (nearest.found.len(), nearest.lacked.len());
    format!(
        "; row {} of '{}' comes nearest: it has {found} of {} ({}) and lacks {}",
        u64::from(nearest.row) + 1,
        nearest.sheet,
        found.saturating_add(lacked),
        quoted(&nearest.found),
        quoted(&nearest.lacked),
    )
}
