//! A table under one area's name that is another one's.

use crate::check::culprit::{Culprit, What};
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "other-areas-table",
    family: Family::Return,
    severity: Severity::Query,
    title: "A table that is another area's",
    what: "Nearly all rows of an area's table are called as another area's are and state the same figures; or they are called as \
           another area's were last time, and hardly one as its own were. What follows from that (schemes that vanished and \
           appeared, totals that a summary contradicts) is not told beside it.",
    why: "The area's own savings are missing, and another area's are counted twice, in an appendix that adds up.",
    mend: "Put the area's own table in its place. If it is right, say so in decisions.toml: then everything about it is asked by \
           itself.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.culprits.iter().filter_map(|culprit| finding(rule, view, culprit)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, culprit: &Culprit<'_>) -> Option<Finding> {
    let What::Borrowed(borrowed) = &culprit.what else { return None };
    let list = borrowed.table.list;
    let (own, other) = (view.area_name(Some(borrowed.area)), view.area_name(Some(borrowed.other)));
    let how = match borrowed.same_figures {
        true => format!("are {other}'s by name and figures"),
        false => format!("are called as {other}'s were in {}", view.prior()),
    };
    let rows = wording::count(borrowed.rows, &list.item, &list.items);
    let (back, mend) = match borrowed.exchanged {
        Some(_) => (
            format!(", and {other}'s as {own}'s were: the two seem to be exchanged"),
            format!("put each table under its own area: {own}'s and {other}'s"),
        ),
        None => (String::new(), format!("put {own}'s own table in its place")),
    };
    let message = format!("{own}: {} of its {rows} {how}{back}", borrowed.alike);
    let help = wording::mend_or(&mend, "if it is right, say so");
    let rows = borrowed.table.items();
    let second = borrowed.exchanged.map(|table| table.items()).unwrap_or_default();
    let cells = rows.iter().chain(&second).flat_map(|row| row.cells.values()).map(|cell| cell.text.as_str());
    let at = rows.first().map_or(&borrowed.table.table.at, |row| &row.at);
    let draft = rule.at(at).about_list(view, &list.id, Some(borrowed.area), "").topic_and(borrowed.other);
    let others = view.items().into_iter().filter(|(of, item, _)| {
        of.id == list.id && item.area.as_deref() == Some(borrowed.other) && borrowed.same_figures
    });
    let related = rows.iter().chain(&second).map(|row| row.at.clone()).chain(others.map(|(_, _, row)| row.at.clone()));
    let draft = draft.stated_text(&stated::texts(cells)).demanded_by(&list.at).related(related);
    Some(Finding { explains: culprit.explains.clone(), ..draft.says(message, help) })
}
