//! The stated total of a column against the sum of its rows.

use std::collections::BTreeSet;

use crate::check::cause::{Slip, SlipOf, Waiting};
use crate::check::culprit::Search;
use crate::check::draft::Draft;
use crate::check::{Rule, View, wording};
use crate::figures::{Figure, Group, Item};
use crate::finding::{Family, Finding, Severity};
use crate::money::{SideBySide, Told};
use crate::names::Label;
use crate::returns::Trouble;
use crate::source::Place;

pub(crate) static RULE: Rule = Rule {
    code: "column-total",
    family: Family::Total,
    severity: Severity::Error,
    title: "A stated total is not the sum of its rows",
    what: "The total row of a table states a figure that its rows do not add up to. Stated amounts are exact, so the sum must \
           agree to the unit, unless the form says that the column is rounded. A total that counts a cell which cannot be read, \
           or is empty and must not be, is not checked: that cell is the finding.",
    why: "Anyone can add up the column. The appendix prints the computed total; the difference means that the total was typed \
          by hand and not brought up to date, or that a row is missing or wrong.",
    mend: "Correct the total, or the row that is wrong. If the stated total cannot be mended, it is set aside in \
           decisions.toml, and the computed one stands.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    if view.causes.told().next().is_none() && view.causes.waiting.is_empty() {
        return Vec::new();
    }
    let totals = view.causes.told().filter_map(Total::of);
    let search = Search::of(view, &[], &BTreeSet::new());
    let told = totals.map(|total| finding(rule, view, &search, &total, None));
    let waiting = view.causes.waiting.iter().filter_map(|waiting| Some((Total::of(&waiting.slip)?, waiting)));
    let waiting = waiting.map(|(total, waiting)| finding(rule, view, &search, &total, Some(waiting)));
    told.chain(waiting).collect()
}

/// Whoever says what the rows are for which it waits must look at the total too.
fn finding<'a>(
    rule: &Rule,
    view: &View<'a>,
    search: &Search<'_, 'a>,
    total: &Total<'_, 'a>,
    waiting: Option<&Waiting<'_>>,
) -> Finding {
    let at = &total.slip.cell.at;
    let repeats: String = view
        .causes
        .repeated(at)
        .iter()
        .map(|cell| format!("; the summary repeats it in {}", wording::cell_from(cell, at)))
        .collect();
    let said = total.slip.said();
    let message = format!(
        "{}, but {} (difference {}){repeats}{}",
        total.subject(view, &said),
        total.parts(&said),
        said.difference,
        total.slip.as_decided()
    );
    let help = wording::mend_or_set_aside(at);
    let (culprit, help) = match (waiting, total.culprit()) {
        (Some(waiting), _) => {
            let rows: Vec<String> =
                waiting.rows.iter().filter_map(|row| Some((row.cell?.row + 1).to_string())).collect();
            let rows = format!("{} {}", if rows.len() == 1 { "row" } else { "rows" }, wording::list_of(&rows));
            let how = match waiting.unseen {
                Some(how) => format!("it leaves out the {how} {rows}"),
                None => format!("it counts {rows}, left out of the list"),
            };
            (None, format!("{how}: {help}"))
        }
        _ if total.slip.follows() => (None, help),
        (_, Some((label, place, how))) => {
            let cell = wording::cell_from(&place, at);
            let help = match may_be_no_item(view, &label, &place) {
                true => format!("'{label}' ({cell}) may be no {}: take it out, or {help}", total.slip.list.item),
                false => format!("'{label}' ({cell}) may have been {how}: {help}"),
            };
            (Some(place), help)
        }
        (None, None) => match search.possible(total.slip) {
            Some(possible) => {
                let meant = wording::figure(possible.column, Told::Stated(possible.meant));
                let how = possible.typing.map(|typing| typing.how).unwrap_or_default();
                let (label, cell) = (&possible.item.label, wording::cell_from(&possible.cell.at, at));
                (Some(possible.cell.at.clone()), format!("'{label}' ({cell}) may be meant as {meant} ({how}): {help}"))
            }
            None => (None, help),
        },
    };
    let draft = total.draft(rule, view);
    let draft = draft.related(culprit.into_iter().chain(view.causes.followers(at)));
    Finding { waits_for: waiting.map(|waiting| waiting.rows.clone()).unwrap_or_default(), ..draft.says(message, help) }
}

/// Whether a row that a total leaves out may be no item: it is the sum of others, or its label opens as that of a memorandum, an
/// average or an example does.
pub(super) fn may_be_no_item(view: &View<'_>, label: &str, place: &Place) -> bool {
    const OPENS: [&str; 9] =
        ["memo", "memorandum", "average", "sample", "example", "dummy", "illustration", "illustrative", "less"];
    let row = |at: &Place| at.cell.map(|cell| cell.row);
    let is_sum = view.returns.troubles.iter().any(|trouble| {
        matches!(trouble, Trouble::PossibleTotal { row: like, .. }
            if like.at.file == place.file && like.at.sheet == place.sheet && row(&like.at) == row(place))
    });
    is_sum || OPENS.iter().any(|word| Label::opens(label, word))
}

/// A stated total that is not the sum of its rows.
pub(super) struct Total<'s, 'a> {
    slip: &'s Slip<'a>,
    group: &'a Group<'a>,
    figure: &'a Figure,
}

impl<'s, 'a> Total<'s, 'a> {
    /// The total that a slip is one of, if it is.
    pub(super) fn of(slip: &'s Slip<'a>) -> Option<Total<'s, 'a>> {
        match slip.of {
            SlipOf::Total(group, figure) => Some(Total { slip, group, figure }),
            _ => None,
        }
    }

    /// Both figures.
    pub(super) fn said(&self) -> SideBySide {
        self.slip.said()
    }

    /// The finding, all but its sentence and what follows from it.
    pub(super) fn draft(&self, rule: &Rule, view: &View<'_>) -> Draft {
        self.slip.draft(rule.at(&self.slip.cell.at).about_group(view, self.slip.list, self.group))
    }

    /// Whose total a sentence speaks of, and which.
    pub(super) fn subject(&self, view: &View<'_>, said: &SideBySide) -> String {
        let whose = view.whose_total(self.slip.list, self.group.area.as_deref());
        format!("{whose}: {} is stated as {}", view.total_of(self.slip.list, self.group, self.slip.column), said.one)
    }

    /// 'its 12 projects add up to £3,292k'
    pub(super) fn parts(&self, said: &SideBySide) -> String {
        let list = self.slip.list;
        let all = self.group.counting_items();
        let known = all.len().saturating_sub(self.figure.unknown.len());
        let balancing = all.iter().filter(|item| item.balancing && self.knows(item)).count();
        let items = wording::items(list, known, balancing);
        let known_ones = if self.figure.unknown.is_empty() { "" } else { " whose figures are known" };
        if known == 0 {
            format!("none of its {} has a figure", list.items)
        } else {
            format!("its {items}{known_ones} {} to {}", wording::add_up(known), said.other)
        }
    }

    fn knows(&self, item: &Item<'_>) -> bool {
        item.figures.get(&self.slip.column.id).is_some_and(|figure| figure.counted.is_some())
    }

    /// An item, or a group with a subtotal, whose figure is the difference: left out of the stated total, or counted twice in it.
    fn culprit(&self) -> Option<(String, Place, &'static str)> {
        let (list, column) = (self.slip.list, &self.slip.column.id);
        let difference = self.slip.stated.value().checked_sub(self.slip.expected.value())?;
        let items = self.group.counting_items().into_iter().map(|item| (&item.figures, item.row, item.label.clone()));
        let groups = inner_groups(self.group).into_iter().map(|group| {
            let label = group.stated_label(list).unwrap_or(&group.label).to_string();
            (&group.totals, group.stated, label)
        });
        let mut likely = items.chain(groups).filter_map(|(figures, row, label)| {
            let value = figures.get(column)?.counted?.value();
            let how = if value == difference {
                "counted twice"
            } else if value.checked_add(difference)?.is_zero() {
                "left out"
            } else {
                return None;
            };
            let place = row?.cells.get(column)?.at.clone();
            Some((label, place, how))
        });
        let first = likely.next()?;
        likely.next().is_none().then_some(first)
    }
}

/// Every group inside a group, at any depth.
fn inner_groups<'g, 'a>(group: &'g Group<'a>) -> Vec<&'g Group<'a>> {
    let mut found = Vec::new();
    for inner in &group.groups {
        found.push(inner);
        found.extend(inner_groups(inner));
    }
    found
}
