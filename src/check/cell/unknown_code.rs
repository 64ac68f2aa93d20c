//! A placeholder that the form does not explain.

use std::collections::BTreeMap;

use crate::check::look::Line;
use crate::check::{Context, Rule, say};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, TotalOrigin};
use crate::money::Absent;
use crate::names::Code;
use crate::returns::{Cell, Value};

pub(super) static RULE: Rule = Rule {
    code: "unknown-code",
    family: Family::Cell,
    severity: Severity::Query,
    title: "A placeholder that the form does not explain",
    what: "A placeholder ('TBC', '-', 'n/a') stands where a figure is expected, and the column's `codes` in piperoll.toml do \
           not say what it means.",
    why: "It may be nil, not known yet, or not applicable. Totals leave it out; a reader of the appendix cannot tell which it is.",
    mend: "Write the figure. If the placeholder stands, add it to the column's `codes` with its meaning (`nil = true` only where \
           it means nil), or explain the finding.",
    run,
};

/// One area's use of one placeholder in one column.
type Key<'a> = (Option<&'a str>, &'a str, &'a str, Code);

fn run(rule: &Rule, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut uses: BTreeMap<Key<'_>, Vec<(Line<'_>, &Column, &Cell, &str)>> = BTreeMap::new();
    let lines = context.lines();
    for line in &lines {
        for column in line.list.columns.iter().filter(|column| column.kind.is_figure() && !column.is_computed()) {
            let Some(cell) = line.row.cells.get(&column.id) else { continue };
            let Value::Absent(Absent::Code(code)) = &cell.value else { continue };
            if column.code(code).is_none() {
                let key = (line.area, line.list.id.as_str(), column.id.as_str(), Code::of(code));
                uses.entry(key).or_default().push((*line, column, cell, code));
            }
        }
    }
    for cells in uses.into_values() {
        let Some((line, column, cell, code)) = cells.first().copied() else { continue };
        let several = cells.len() > 1;
        let who = if several { context.whose_total(line.list, line.area) } else { context.whose(&line) };
        let heading = context.short_heading(column);
        let total = match column.total {
            TotalOrigin::Sum if several => "; the total leaves them out",
            TotalOrigin::Sum if !line.is_total() => "; the total leaves it out",
            _ => "",
        };
        let mut finding = say::about(rule.finding(cell.at.clone()), column, cell);
        finding.message = if several {
            format!(
                "{who}: '{code}' stands {} in {heading}, and the form does not say what it means there{total}",
                say::times(cells.len())
            )
        } else {
            format!(
                "{who}: '{code}' in {heading} ({}) is a placeholder whose meaning the form does not say{total}",
                say::cell(&cell.at)
            )
        };
        finding.help = say::mend_or_explain(&format!(
            "write the figure, or add '{code}' to `codes` of the column '{}' in piperoll.toml with what it means",
            column.id
        ));
        finding.area = line.area.map(str::to_string);
        finding.scheme = if several { None } else { line.scheme() };
        finding.related = cells.iter().skip(1).map(|(_, _, cell, _)| cell.at.clone()).collect();
        finding.topic =
            format!("{} {code}", if several { context.topic(line.list) } else { context.topic_of_line(&line) })
                .trim()
                .to_string();
        findings.push(finding);
    }
}
