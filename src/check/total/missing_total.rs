//! A table without its total row.

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::TotalOrigin;
use crate::returns::{ReturnTable, Row, RowKind};

pub(super) static RULE: Rule = Rule {
    code: "missing-total",
    family: Family::Total,
    severity: Severity::Note,
    title: "A table has no total row",
    what: "The form expects a total row at the end of the table, and the return has none that is known by its label or its figures; \
           or all groups of a table but this one have a subtotal row. Where most other returns of the same kind have a total row, \
           this is a query.",
    why: "The computed totals are printed all the same, but nothing the area stated stands beside them, and a row lost at the \
          end of the table would not be noticed.",
    mend: "Add the total row, or, if it is called something else, add its label to `totals` of the return in piperoll.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let tables = view.returns.tables.iter().filter_map(|table| table_without(rule, view, table));
    tables.chain(groups_without(rule, view)).collect()
}

fn table_without(rule: &Rule, view: &View<'_>, table: &ReturnTable) -> Option<Finding> {
    let (form, list) = (view.form.returns.get(table.form)?, view.form.list(&table.list)?);
    let totalled = list.columns.iter().any(|column| column.kind.is_figure() && column.total != TotalOrigin::None);
    let last = table.rows.iter().rfind(|row| row.kind == RowKind::Item)?;
    // A row that may be the total is asked about already.
    let asked = table.rows.iter().any(|row| row.kind == RowKind::LeftOut);
    if form.totals.is_empty() || !totalled || asked || has_total(table) {
        return None;
    }
    let others = view.returns.tables.iter().filter(|other| other.form == table.form && other.at != table.at);
    let others: Vec<bool> = others.filter(|other| holds_items(other)).map(has_total).collect();
    let with = others.iter().filter(|with| **with).count();
    let is_usual = with > 0 && with.saturating_mul(2) >= others.len();
    let labels: Vec<String> = form.totals.iter().map(|label| format!("'{label}'")).collect();
    let area = last.area.as_deref().filter(|_| table.rows.iter().all(|row| row.area == last.area));
    let message = format!(
        "{}: the table has no total row ({}) after its last row, {}",
        view.whose_total(list, area),
        wording::clauses(&labels, " or "),
        wording::cell(&last.at),
    );
    let draft = rule.at(&last.at).about_list(view, &list.id, area, "").demanded_by(&form.at);
    let help = "add the total row, or add its label to `totals` of the return in piperoll.toml";
    if is_usual {
        let others = match (others.len(), with) {
            (1, _) => "as the other return has".to_string(),
            (all, with) if all == with => format!("as the {all} other returns have"),
            (all, with) => format!("as {with} of the {all} other returns have"),
        };
        let message = format!("{message}, {others}");
        return Some(draft.weighing(Severity::Query).says(message, wording::mend_or_explain(help)));
    }
    Some(draft.says(message, help))
}

fn holds_items(table: &ReturnTable) -> bool {
    table.rows.iter().any(|row| row.kind == RowKind::Item)
}

/// Whether a total row stands in the table, or a subtotal of all its rows.
fn has_total(table: &ReturnTable) -> bool {
    let at = |row: &Row| row.at.cell.map_or(0, |cell| cell.row);
    let counts = |row: &&Row| matches!(row.kind, RowKind::Item | RowKind::Balancing);
    let (first, last) = (table.rows.iter().find(counts).map(at), table.rows.iter().rfind(counts).map(at));
    table.rows.iter().any(|row| {
        let of_all = || row.covers.is_some_and(|(from, to)| Some(from) <= first && Some(to) >= last);
        row.kind == RowKind::Total || row.kind == RowKind::Subtotal && of_all()
    })
}

/// Where a return gives the groups of a level their subtotals, one without looks forgotten.
fn groups_without(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (list, group) in view.groups() {
        if !group.groups.iter().any(|inner| inner.is_inner() && inner.stated.is_some()) {
            continue;
        }
        for inner in group.groups.iter().filter(|inner| inner.is_inner() && inner.stated.is_none()) {
            let Some(row) = inner.every_item().last().and_then(|item| item.row) else { continue };
            let message = format!(
                "{}: '{}' has no subtotal row after its last row, {}, as the other groups have",
                view.whose_total(list, inner.area.as_deref()),
                wording::quoted(&inner.path.join(" > ")),
                wording::cell(&row.at),
            );
            let help = "add the subtotal row, or add its label to `subtotals` of the return in piperoll.toml";
            let draft = rule.at(&row.at).about_group(view, list, inner).demanded_by(&list.at);
            findings.push(draft.says(message, help));
        }
    }
    findings
}
