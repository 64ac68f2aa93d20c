//! A required cell with nothing in it.

use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Blank, Column, List};
use crate::money::Absent;
use crate::returns::{Cell, Row, RowKind, Value};

/// More blanks than these in one row have one cause: the row is not filled in, or is no item.
const BLANKS_NAMED_SINGLY: usize = 2;

pub(super) static RULE: Rule = Rule {
    code: "empty-required",
    family: Family::Cell,
    severity: Severity::Error,
    title: "A required cell is empty",
    what: "The form requires this column of every item, and nothing stands in the cell. A placeholder such as '-' or 'TBC' \
           is not empty: it says something.",
    why: "Blank may mean nil, not known, forgotten, or not applicable, and none of them can be read off an empty cell.",
    mend: "Fill it in, with 0 for nil or with a placeholder of the form. If a blank means nil in this column, say \
           `blank = \"nil\"`; if it need not be there, take `required` off the column.",
    run,
};

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, item, row) in context.items() {
        if row.kind != RowKind::Item {
            continue;
        }
        let mut blanks = blanks(list, row);
        if list.text_only {
            // A column of words ends where its last entry stands.
            blanks.retain(|(column, cell)| goes_on_below(context, list, column, cell));
        }
        let who = context.who(item.area.as_deref(), &item.label);
        let who = if who.is_empty() { format!("a {}", list.item) } else { who };
        let start = |column: &Column, cell: &Cell| {
            let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
            finding.area = item.area.clone();
            finding.scheme = (!item.label.is_empty()).then(|| item.label.clone());
            finding.topic = context.topic(list);
            finding
        };
        if let [(column, cell), _, rest @ ..] = blanks.as_slice()
            && rest.len() + 2 > BLANKS_NAMED_SINGLY
        {
            let headings: Vec<String> = blanks
                .iter()
                .map(|(column, cell)| format!("{} ({})", context.short_heading(column), say::cell(&cell.at)))
                .collect();
            let mut finding = start(column, cell);
            finding.message = format!(
                "{who} leaves {} cells empty that must be filled in: {}",
                blanks.len(),
                say::list_of(&headings)
            );
            finding.help = format!("fill the row in; if it is no {} at all, take it out", list.item);
            finding.related = blanks.iter().skip(1).map(|(_, cell)| cell.at.clone()).collect();
            findings.push(finding);
            continue;
        }
        for (column, cell) in blanks {
            let mut finding = start(column, cell);
            finding.message =
                format!("{who} says nothing in {} ({})", context.short_heading(column), say::cell(&cell.at));
            finding.help = format!("fill in {}: 0 for nil, or a placeholder that the form knows", say::cell(&cell.at));
            findings.push(finding);
        }
    }
}

/// Whether another entry of the column stands below a blank of the same sheet.
fn goes_on_below(context: &Context<'_>, list: &List, column: &Column, blank: &Cell) -> bool {
    let is_below = |cell: &Cell| {
        let same_sheet = (&cell.at.file, &cell.at.sheet) == (&blank.at.file, &blank.at.sheet);
        same_sheet && cell.at.cell > blank.at.cell && !cell.text.trim().is_empty()
    };
    let items = context.items().into_iter().filter(|(of, ..)| of.id == list.id);
    items.filter_map(|(_, _, row)| row.cells.get(&column.id)).any(is_below)
}

fn blanks<'a>(list: &'a List, row: &'a Row) -> Vec<(&'a Column, &'a Cell)> {
    let required = list.columns.iter().filter(|column| column.required && column.blank == Blank::Missing);
    required
        .filter_map(|column| Some((column, row.cells.get(&column.id)?)))
        .filter(|(_, cell)| match &cell.value {
            Value::Absent(why) => *why == Absent::Blank,
            Value::Text(text) => text.trim().is_empty(),
            Value::Figure(_) | Value::Date(_) => false,
        })
        .collect()
}
