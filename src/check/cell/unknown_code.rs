//! A placeholder that the form does not explain.

use std::collections::BTreeMap;

use crate::check::cause::CellCause;
use crate::check::look::Line;
use crate::check::{Rule, View, wording};
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

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut uses: BTreeMap<Key<'_>, Vec<Use<'_>>> = BTreeMap::new();
    for line in view.lines() {
        for column in line.list.columns.iter().filter(|column| column.kind.is_figure() && !column.is_computed()) {
            let Some(cell) = line.row.cells.get(&column.id) else { continue };
            let Value::Absent(Absent::Code(code)) = &cell.value else { continue };
            if view.causes.cells.cause(&cell.at, &column.id) == Some(CellCause::UnknownCode) {
                let key = (line.area, line.list.id.as_str(), column.id.as_str(), Code::of(code));
                uses.entry(key).or_default().push(Use { line, column, cell, code });
            }
        }
    }
    uses.values().filter_map(|uses| finding(rule, view, uses)).collect()
}

/// A cell with such a placeholder.
struct Use<'a> {
    line: Line<'a>,
    column: &'a Column,
    cell: &'a Cell,
    code: &'a str,
}

fn finding(rule: &Rule, view: &View<'_>, uses: &[Use<'_>]) -> Option<Finding> {
    let Use { line, column, cell, code } = uses.first()?;
    let several = uses.len() > 1;
    let adds_up = column.total == TotalOrigin::Sum;
    let total = if adds_up && several {
        "; the total leaves them out"
    } else if adds_up && !line.is_total() {
        "; the total leaves it out"
    } else {
        ""
    };
    let (at, name) = (rule.at(&cell.at), view.name(column));
    let (message, draft) = if several {
        let who = view.whose_total(line.list, line.area);
        let times = wording::times(uses.len());
        (
            format!("{who}: '{code}' stands {times} in {name}, and the form does not say what it means there{total}"),
            at.about_list(view, &line.list.id, line.area, ""),
        )
    } else {
        let (who, place) = (view.whose(line), wording::cell(&cell.at));
        (
            format!("{who}: '{code}' in {name} ({place}) is a placeholder whose meaning the form does not say{total}"),
            at.about_line(view, line),
        )
    };
    let mend = format!(
        "write the figure, or add '{code}' to `codes` of the column '{}' in piperoll.toml with what it means",
        column.id
    );
    let others = uses.iter().skip(1).map(|other| other.cell.at.clone());
    let draft = draft.cell(column, cell).topic_and(code).related(others);
    let names = uses.iter().filter(|_| several).map(|one| one.line.name());
    let draft = draft.rows(names);
    Some(draft.says(message, wording::mend_or_explain(&mend)))
}
