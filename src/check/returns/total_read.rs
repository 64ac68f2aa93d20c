//! A row that was read as a total by what it is.

use super::like;
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::returns::{Likeness, Trouble};

pub(super) static RULE: Rule = Rule {
    code: "total-read",
    family: Family::Return,
    severity: Severity::Note,
    title: "A row is read as a total by what it is",
    what: "The form does not know the row's label, or the row does not stand where a total is looked for; but its words say that it \
           is a total ('Totals', 'Housing total', 'Cyfanswm'), or it is the sum of its rows and the table's own total leaves it out. \
           It is no item: it is held against the rows it is the total of, as every stated total is.",
    why: "Counted as an item it would double what it adds up. The note says of which rows it was taken for the total, so that \
          anybody can see that it was understood.",
    mend: "Nothing need be done. To be rid of the note, add the label to `totals` of the return in piperoll.toml. If it is an \
           item after all, add its label to `items` there, and it counts.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let read = view.returns.troubles.iter().filter_map(|trouble| match trouble {
        Trouble::TotalRead(row) => Some(row),
        _ => None,
    });
    read.map(|row| finding(rule, view, row)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, row: &Likeness) -> Finding {
    let of = match &row.sum {
        Some(sum) if sum.figures.is_empty() => format!(" is read as the total of {}", like::rows(sum)),
        Some(sum) => {
            format!(" is read as the total of {}: {}", like::rows(sum), like::figures(view, &row.list, sum))
        }
        None => " is read as a total by its place and its words".to_string(),
    };
    let message = format!("{}{}{of}", like::opening(view, row), like::name(row));
    let items = like::items(view, row);
    let help = if like::is_known_total(view, row) {
        "nothing need be done".to_string()
    } else if row.label.is_empty() {
        format!("nothing need be done; if it is one of the {items}, write its label in the row")
    } else {
        format!(
            "nothing need be done; if it is one of the {items}, add its label to `items` of the return in piperoll.toml"
        )
    };
    like::draft(rule, view, row).related(like::ends(row.sum.as_ref())).says(message, help)
}
