//! Labels of the form that stand in no return.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{GroupFrom, List, ReturnForm};
use crate::names::{Label, capital};
use crate::returns::ReturnTable;

pub(super) static RULE: Rule = Rule {
    code: "label-not-met",
    family: Family::Form,
    severity: Severity::Note,
    title: "A label of the form is met in no return",
    what: "The form names a row that is treated otherwise than it looks (`items`, `headings` of a [[return]], `balancing` of a [[list]]), or \
           says what total or subtotal rows are called (`totals`, `subtotals`), and no cell of the sheets that were read says so. Of \
           `totals` and `subtotals` one label is enough. One note a list names the labels. Other names that the form gives so that \
           several spellings are known (`also`, `codes`, `notes`) are not told: most of them are not met in any one period.",
    why: "What the form says of such a row has no effect. If the row is there and is called something else, it counts as what it looks like.",
    mend: "Write the label as it stands in the return. Take it out of the form if the row is gone for good.",
    run,
};

/// So many labels are named; the others by their number.
const NAMED: usize = 6;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.form.lists.iter().filter_map(|list| of_list(rule, view, list)).collect()
}

fn of_list(rule: &Rule, view: &View<'_>, list: &List) -> Option<Finding> {
    let mut never: Vec<String> = Vec::new();
    let mut places = Vec::new();
    let all: Vec<&ReturnTable> = view.returns.tables.iter().filter(|table| table.list == list.id).collect();
    let balancing = labels("balancing", &list.balancing, false);
    if !all.is_empty() {
        never.extend(not_met(view, &all, [balancing]));
    }
    for (index, form) in view.form.returns.iter().enumerate().filter(|(_, form)| form.list == list.id) {
        let tables: Vec<&ReturnTable> = all.iter().copied().filter(|table| table.form == index).collect();
        let before = never.len();
        if !tables.is_empty() {
            never.extend(not_met(view, &tables, of_return(form)));
        }
        places.extend((never.len() > before).then(|| form.at.clone()));
    }
    if never.is_empty() {
        return None;
    }
    let (stand, help) = match never.len() {
        1 => ("stands", "write it as it stands in the return, or take it out of the form"),
        _ => ("stand", "write each as it stands in the return, or take it out of the form"),
    };
    let message = format!("of the list `{}`, {} {stand} in no return", list.id, wording::first_of(&never, NAMED));
    let at = places.first().unwrap_or(&list.at).clone();
    let draft = rule.at(&at).about_list(view, &list.id, None, "").related(places);
    Some(draft.says(capital(&message), help))
}

/// Labels of one key; of some, one that is met is enough.
struct Labels<'a> {
    key: &'static str,
    labels: &'a [String],
    one_is_enough: bool,
}

fn labels<'a>(key: &'static str, labels: &'a [String], one_is_enough: bool) -> Labels<'a> {
    Labels { key, labels, one_is_enough }
}

/// The labels of a return that say what a row is. Those that it has without being told are none of the form's.
fn of_return(form: &ReturnForm) -> Vec<Labels<'_>> {
    let told = |labels: &[String], usual: &[&str]| {
        labels.iter().any(|label| !usual.iter().any(|known| Label::same(known, label)))
    };
    let mut all = vec![labels("items", &form.items, false), labels("headings", &form.headings, false)];
    if told(&form.totals, &["Total"]) {
        all.push(labels("totals", &form.totals, true));
    }
    if told(&form.subtotals, &["Subtotal", "Sub-total"]) && form.groups.contains(&GroupFrom::Subtotal) {
        all.push(labels("subtotals", &form.subtotals, true));
    }
    all
}

/// The labels that no cell of the tables' sheets says, each with its key.
fn not_met<'a>(view: &View<'_>, tables: &[&ReturnTable], all: impl IntoIterator<Item = Labels<'a>>) -> Vec<String> {
    let mut never = Vec::new();
    for Labels { key, labels, one_is_enough } in all {
        let missing: Vec<&String> = labels.iter().filter(|label| !is_met(view, tables, label)).collect();
        if one_is_enough && missing.len() < labels.len() {
            continue;
        }
        never.extend(missing.into_iter().map(|label| format!("'{}' (`{key}`)", wording::quoted(label))));
    }
    never
}

/// Whether a cell is called so, or its text opens with that. The rows of the tables are looked at first: as a rule it stands there.
fn is_met(view: &View<'_>, tables: &[&ReturnTable], label: &str) -> bool {
    let says = |text: &str| Label::same(text, label) || Label::opens(text, label);
    let in_rows =
        tables.iter().flat_map(|table| &table.rows).flat_map(|row| row.cells.values()).any(|cell| says(&cell.text));
    in_rows || {
        let sheets = tables.iter().filter_map(|table| view.returns.sheet(&table.at));
        sheets.flat_map(|sheet| sheet.cells.values()).any(|cell| says(&cell.text()))
    }
}
