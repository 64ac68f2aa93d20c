//! Many findings about one column, or one row.

use crate::check::culprit::{Culprit, Of, What};
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::source::Address;

pub(in crate::check) static RULE: Rule = Rule {
    code: "many-in-one",
    family: Family::Return,
    severity: Severity::Query,
    title: "Many findings about one column, or one row",
    what: "Six findings or more are about the figures of one column, in a fifth of its rows at least, or four about those of one row. They \
           are not told beside it. Nothing is said of why: the column may be another one's, another period's or in another unit, the \
           row may be another one's or have slipped.",
    why: "Twenty slips in one column are seldom twenty. Told one by one they hide that it is the column.",
    mend: "Compare the column, or the row, as a whole with where it comes from. If it stands as it should, say so in decisions.toml: then \
           each of them is asked about by itself. The answer holds for what stands in these cells now.",
    run,
};

/// So many findings are told in full.
const SAID: usize = 8;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.culprits.iter().filter_map(|culprit| finding(rule, view, culprit)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, culprit: &Culprit<'_>) -> Option<Finding> {
    let What::Many(many) = &culprit.what else { return None };
    let (first, last) = (many.asked.first()?, many.asked.last()?);
    let list = many.table.list;
    let codes: Vec<String> = many.codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
    let findings = wording::count(culprit.explains.len(), "finding", "findings");
    let label = match many.of {
        Of::Column(_) => "",
        Of::Row(row) => many.table.name_of(row),
    };
    let (place, name, mend) = match many.of {
        Of::Column(column) => {
            let (first, last) = (first.at.cell?, last.at.cell?);
            let range = many.table.table.at.range(first, Address::new(last.row, first.column));
            let name = view.name(column);
            let rows = format!("in {} of its {} rows", many.rows.0, many.rows.1);
            let mend = format!(
                "compare {name} as a whole with where it comes from: it may stand a row too low or too high, or be another column's, \
                 another period's or in another unit"
            );
            (format!("{}, {rows}", wording::cell(&range)), name, mend)
        }
        Of::Row(_) => {
            let name = format!("the row of '{}'", wording::quoted(label));
            let mend = format!(
                "compare {name} as a whole with where it comes from: it may hold another row's figures, or those of two"
            );
            (wording::cell(&many.table.table.at.range(first.at.cell?, last.at.cell?)), name, mend)
        }
    };
    let said = format!("They say: {}", wording::clauses_of(&many.said, SAID, "; ", String::clone));
    let message = format!(
        "{}{findings} are about {name} ({place}): {}. {said}",
        wording::opening(&view.area_name(many.area)),
        wording::list_of(&codes),
    );
    let draft = rule.at(&first.at).about_list(view, &list.id, many.area, &wording::one_line(label));
    let draft = match many.of {
        Of::Column(column) => draft.column(column),
        Of::Row(_) => draft.demanded_by(&list.at),
    };
    let texts = stated::texts(many.cells.iter().map(|cell| cell.text.as_str()));
    let draft = draft.stated_text(&texts).related(many.asked.iter().map(|cell| cell.at.clone()));
    let finding = draft.says(
        message,
        wording::mend_or(&mend, "if it stands as it should, say so, and each finding is told by itself,"),
    );
    Some(Finding { explains: culprit.explains.clone(), ..finding })
}
