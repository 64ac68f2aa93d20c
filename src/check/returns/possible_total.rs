//! A row that may be a total.

use super::like;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::{Likeness, MayBe, Trouble};

pub(super) static RULE: Rule = Rule {
    code: "possible-total",
    family: Family::Return,
    severity: Severity::Query,
    title: "A row may be a total",
    what: "The row is the sum of the rows directly above or below it and has a label of its own; or it stands at the end or the \
           beginning of a table without a total and comes near the sum of all others; or its words are a total's ('Total Place', \
           'Overall') and it is not the sum of its rows; or it is an average, a number of items or a memorandum by its words. It \
           counts nowhere until somebody says what it is. A row that is such a sum in one column alone and has a reference of its \
           own, or that the table's own total counts, is an item, and a note says so.",
    why: "A total that is counted as an item doubles what it adds up, and nothing in the paper would show it. Left out, the worst is \
          that an item is missing, and that is asked.",
    mend: "If it is the total of the table, add its label to `totals` of the return in piperoll.toml, if it is that of some of its \
           rows, to `subtotals`, and mend its figures if they are wrong. If it is an item, add its label to `items` there: then it counts. An explanation leaves it out.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let rows = view.returns.troubles.iter().filter_map(|trouble| match trouble {
        Trouble::PossibleTotal { row, why } => Some((row, *why)),
        _ => None,
    });
    let say = |(row, why): (&Likeness, MayBe)| match why {
        MayBe::Chance => coincidence(rule, view, row),
        MayBe::NoItem { left_out: true } => no_item(rule, view, row),
        why => finding(rule, view, row, why),
    };
    rows.map(say).collect()
}

fn finding(rule: &Rule, view: &View<'_>, row: &Likeness, why: MayBe) -> Finding {
    let sum = row.sum.as_ref();
    let of = sum.map(like::rows).unwrap_or_default();
    let figures = sum.map(|sum| like::figures(view, &row.list, sum)).unwrap_or_default();
    let own = like::own_figures(view, row);
    let items = like::items(view, row);
    let because = match why {
        MayBe::Sum => format!("is the sum of {of} ({figures}) and may be a total"),
        MayBe::NearSum => format!("states {own}, near the sum of {of} ({figures}), and may be their total"),
        MayBe::Closing => format!("is called as a total is and states {own}, but {of} come to {figures}"),
        MayBe::Beginning => "is called as a subtotal of the form is, and is not the sum of rows beside it".to_string(),
        MayBe::NoItem { .. } => format!("is none of the {items} by its words"),
        MayBe::Words if row.cells.is_empty() => {
            "speaks of a total, and states no figure in a column of its own".to_string()
        }
        MayBe::Words | MayBe::Chance => "speaks of a total, and is not the sum of rows beside it".to_string(),
    };
    let totals = view.causes.followers_of_row(&row.at);
    let message = format!(
        "{}{} {because}; it is not counted until somebody says what it is{}",
        like::opening(view, row),
        like::name(row),
        wording::unchecked(&totals, &row.at, "answered"),
    );
    // The total of a part is a subtotal: as a total it would close the table.
    let is_part = why == MayBe::Beginning || sum.is_some_and(|sum| !sum.whole);
    let key = if is_part { "subtotals" } else { "totals" };
    let mend = match why {
        MayBe::NoItem { .. } => {
            format!(
                "take it out, or add its label to `items` of the return in piperoll.toml if it is one of the {items}"
            )
        }
        _ => format!(
            "add its label to `{key}` of the return in piperoll.toml if it is a {}, or to `items` if it is one of the {items}",
            key.trim_end_matches('s'),
        ),
    };
    let leave = match why {
        MayBe::NoItem { .. } => "if it is to be left out, say so",
        _ => "if it is neither and is to be left out, say so",
    };
    let help = wording::mend_or(&mend, leave);
    like::draft(rule, view, row).related(like::ends(sum)).related(totals).says(message, help)
}

/// A row that is no item by its words, and that the table's total leaves out too.
fn no_item(rule: &Rule, view: &View<'_>, row: &Likeness) -> Finding {
    let items = like::items(view, row);
    let message = format!(
        "{}{} is none of the {items} by its words, and is not counted",
        like::opening(view, row),
        like::name(row)
    );
    let help = format!(
        "nothing need be done; if it is one of the {items}, add its label to `items` of the return in piperoll.toml"
    );
    like::draft(rule, view, row).weighing(Severity::Note).says(message, help)
}

/// An item that happens to be the sum of others.
fn coincidence(rule: &Rule, view: &View<'_>, row: &Likeness) -> Finding {
    let items = like::items(view, row);
    let of = row.sum.as_ref().map(|sum| format!("{} ({})", like::rows(sum), like::figures(view, &row.list, sum)));
    let message = format!(
        "{}{} is the sum of {}, and is counted as one of the {items}",
        like::opening(view, row),
        like::name(row),
        of.unwrap_or_default(),
    );
    let key = if row.sum.as_ref().is_some_and(|sum| !sum.whole) { "subtotals" } else { "totals" };
    let help = format!(
        "nothing to do if that is so; if it is a total, add its label to `{key}` of the return in piperoll.toml"
    );
    let draft = like::draft(rule, view, row).weighing(Severity::Note);
    draft.related(like::ends(row.sum.as_ref())).says(message, help)
}
