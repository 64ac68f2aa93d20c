//! `figure-of-another-size`

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::scheme_vanished::name;
use super::{about_moved, as_much};
use crate::check::cause::{Moved, MovedBecause};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::{self, Told};
use crate::reconcile::step::Times;

pub(super) static RULE: Rule = Rule {
    code: "figure-of-another-size",
    family: Family::Period,
    severity: Severity::Query,
    title: "A figure ten times its predecessor or more, or a tenth or less",
    what: "A figure is ten times, a hundred or a thousand times what it was in the prior period, or such a part of it. A figure \
           that counts from the start of the year may grow so far as its row's forecast or profile goes. Where several \
           figures of an area are about 1,000 times what they were, they are one finding. Against a prior year's figure, where \
           most of the list is set anew, only a hundred times is asked about; where most others of the area stay within three times \
           what they were, about ten times is, and where all do, seven times. Growth within the forecast is asked about too where \
           three others or more of the area did not double, a tenth of the figure would not have either, and no text of the row says \
           the amount.",
    why: "Few figures move like that. A nought too many, a point in the wrong place, or pounds where thousands are asked for \
          do it, and every total that counts the figure still adds up.",
    mend: "Correct the figure, in the unit of its column. If it is right, explain what moved it.",
    run,
};

/// A figure that moved, and how many times its predecessor it is.
type OfAnotherSize<'m, 'a> = (&'m Moved<'a>, Times);

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    // By list, area, and whether they are larger.
    let mut groups: BTreeMap<(&str, Option<&str>, bool), Vec<OfAnotherSize<'_, '_>>> = BTreeMap::new();
    for moved in &view.causes.moved {
        let MovedBecause::OtherSize(times) = moved.because else { continue };
        if times.is_power && times.number >= Decimal::ONE_THOUSAND {
            let area = moved.scheme().and_then(|scheme| scheme.area.as_deref());
            groups.entry((&moved.list.id, area, times.larger)).or_default().push((moved, times));
        } else {
            findings.extend(finding(rule, view, None, &[(moved, times)]));
        }
    }
    let groups = groups.into_iter().filter_map(|((_, area, _), group)| finding(rule, view, area, &group));
    findings.extend(groups);
    findings
}

fn finding(rule: &Rule, view: &View<'_>, area: Option<&str>, group: &[OfAnotherSize<'_, '_>]) -> Option<Finding> {
    let ((first, times), others) = group.split_first()?;
    let same_column = others.iter().all(|(other, _)| other.column.id == first.column.id);
    let measure = wording::measure(first.column);
    let sums = money::checked_sum(group.iter().filter_map(|(moved, _)| moved.to))
        .zip(money::checked_sum(group.iter().filter_map(|(moved, _)| moved.expected())))
        .filter(|_| same_column && !others.is_empty());
    let together = sums.map_or_else(String::new, |(is, was)| {
        format!(", together {} against {}", measure.say(Told::Stated(is)), measure.say(Told::Stated(was)))
    });
    // A row may have several, told with its first.
    let with_rows: usize = if others.is_empty() {
        0
    } else {
        others.iter().map(|(other, _)| 1 + other.as_much.len()).sum::<usize>() + first.as_much.len()
    };
    let more = match with_rows {
        0 => as_much(view, first),
        1 => format!("; one more figure of this return is too{together}"),
        many => format!("; {many} more figures of this return are too{together}"),
    };
    let message = format!("{}, {} the prior figure{more}", wording::both_figures(view, first), times.say());
    let mut draft = about_moved(rule, view, first)?;
    if !others.is_empty() {
        // One slip of a whole return: named by the area, whichever of its figures comes first.
        draft = draft.shared(area, None, same_column.then_some(&first.column.id));
        draft = draft.rows(group.iter().filter_map(|(moved, _)| named(view, moved)));
        if let Some((is, was)) = sums {
            draft = draft.exactly(first.column, Some(is), Some(was));
        }
    }
    let related = others.iter().flat_map(|(other, _)| other.at().into_iter().chain(other.related()));
    let mend = format!("correct the figure; it is read in {}, the unit of its column", first.column.unit_name());
    Some(draft.related(related).says(message, wording::mend_or_explain(&mend)))
}

/// A row of the group, with its figure.
fn named(view: &View<'_>, moved: &Moved<'_>) -> Option<String> {
    let figure = Told::Stated(moved.to.unwrap_or_default());
    let mut all = vec![format!("{} {}", view.name(moved.column), wording::figure(moved.column, figure))];
    for column in &moved.as_much {
        let figure = moved.figures_of(column)[1].map(|figure| wording::figure(column, Told::Stated(figure)));
        all.push(format!("{} {}", view.name(column), figure.as_deref().unwrap_or("not stated")));
    }
    Some(format!("{}: {}", name(moved.scheme()?), all.join("; ")))
}
