//! One figure that the totals and its own row contradict.

use crate::check::culprit::{Candidate, Culprit, What};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Told;
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "figure-contradicts",
    family: Family::Total,
    severity: Severity::Error,
    title: "One figure with which nothing else agrees",
    what: "A total, or several, and what its row works out from it contradict one figure, and all of them hold with another one: ten \
           times as much was typed, two digits are exchanged, or it is what was stated last time. It is told once, at that figure, \
           and what follows from it is not told beside it. Where two figures could be the one, none is named: the totals are told.",
    why: "Whoever gets five questions about one slip has to find out first that they are one. The appendix would print the figure and \
          the total computed with it.",
    mend: "Correct the figure; or, if it is right, the totals and the figures of its row. If the return cannot be mended, the figure \
           that stands is set in decisions.toml: the other one, or the stated one, after which each contradiction is told by itself.",
    run,
};

/// So many cells are named that hold with the other figure.
const NAMED: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.culprits.iter().filter_map(|culprit| finding(rule, view, culprit)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, culprit: &Culprit<'_>) -> Option<Finding> {
    let What::Figure(figure, other) = &culprit.what else { return None };
    let (column, at) = (figure.column, &figure.cell.at);
    let (is, meant) = (Told::Stated(figure.is), Told::Stated(figure.meant));
    let said = wording::side_by_side(column, is, meant);
    let how = figure.typing.map(|typing| format!(": {}", typing.how)).unwrap_or_default();
    let before = match figure.as_before {
        true => format!("; {} was stated in {}", said.other, view.prior()),
        false => String::new(),
    };
    let cells = cells(&culprit.holds, at);
    let who = |figure: &Candidate<'_>| view.who(figure.item.area.as_deref(), &figure.item.label);
    let second =
        other.as_ref().map(|other| wording::side_by_side(column, Told::Stated(other.is), Told::Stated(other.meant)));
    let message = match (other, &second) {
        (Some(other), Some(second)) => {
            let how = match figure.is == other.meant {
                true => "each holds the other's",
                false => "they are off by as much",
            };
            format!(
                "{}: {} is stated as {}, and that of {} as {}, but {} with {} and {} (difference {}): {how}",
                who(figure),
                view.name(column),
                said.one,
                who(other),
                second.one,
                cells.hold,
                said.other,
                second.other,
                said.difference,
            )
        }
        _ => format!(
            "{}: {} is stated as {}, but {} with {} (difference {}){how}{before}",
            who(figure),
            view.name(column),
            said.one,
            cells.hold,
            said.other,
            said.difference,
        ),
    };
    let both =
        other.as_ref().map(|other| format!(" and {}", wording::cell_from(&other.cell.at, at))).unwrap_or_default();
    let help = format!(
        "correct {}{both}, or {} if {} is right; {}; with stands = \"{{stated}}\" it stands, and what contradicts it is told",
        wording::cell(at),
        cells.named,
        said.one,
        wording::set_aside("neither can be mended")
    );
    let draft = rule.at(at).about_item(view, figure.list, figure.item).cell(column, figure.cell);
    // What contradicts it is what an answer is given on: with another total it is another question.
    let stated =
        |place: &Place| Some(format!("{} {}", place.cell?, view.returns.sheet(place)?.cells.get(&place.cell?)?.text()));
    let finding = draft
        .figures(column, is, meant)
        .rows(culprit.holds.iter().filter_map(stated))
        .related(other.iter().map(|other| other.cell.at.clone()))
        .related(culprit.holds.iter().cloned())
        .says(message, help);
    Some(Finding { explains: culprit.explains.clone(), ..finding })
}

/// The cells that hold with the other figure, for a sentence.
struct Cells {
    named: String,
    hold: String,
}

fn cells(holds: &[Place], from: &Place) -> Cells {
    let mut names: Vec<String> = holds.iter().map(|place| wording::cell_from(place, from)).collect();
    names.dedup();
    match names.as_slice() {
        [one] => Cells { named: one.clone(), hold: format!("{one} holds") },
        names if names.len() <= NAMED => {
            let named = wording::list_of(names);
            Cells { hold: format!("{named} hold"), named }
        }
        names => {
            let first = names.first().map(String::as_str).unwrap_or_default();
            let more = names.len().saturating_sub(1);
            let named = format!("{first} and {more} more stated figures");
            Cells { hold: format!("{named} hold"), named }
        }
    }
}
