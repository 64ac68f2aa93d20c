//! A declared rating against the one that the figures give.

use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::figures::rating;
use crate::finding::{Family, Finding, Severity};
use crate::form::rating::{RatedRows, RatingForm};
use crate::form::{Column, List};
use crate::money::{Measure, Told};
use crate::returns::{RowKind, Value};

pub(super) static RULE: Rule = Rule {
    code: "rating-differs",
    family: Family::Status,
    severity: Severity::Query,
    title: "A declared rating is not the one that the figures give",
    what: "A `[[rating]]` of piperoll.toml says which rating follows from the figures, and this row declares another. Where the \
           declared one is better than the figures give it weighs as the form's `severity` says, where it is worse as `cautious` \
           says. Total rows too, where no limit is an amount but nil, or where the form says so (`rows`). A row whose measure is not known, or is a code, is not rated.",
    why: "Members read the colours before the figures. A rating that is better than its figures hides a risk; one that is worse \
          may rest on something that the return should say.",
    mend: "Correct the rating or the figures. If officers know more than the figures show, explain it.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rating in &view.form.ratings {
        let lines = view.lines().into_iter().filter(|line| line.list.id == rating.list);
        findings.extend(lines.filter_map(|line| finding(rule, view, rating, &line)));
    }
    findings
}

fn finding(rule: &Rule, view: &View<'_>, rating: &RatingForm, line: &Line<'_>) -> Option<Finding> {
    let (list, row) = (line.list, line.row);
    // The total of a block has the block's own word, and limits that are amounts are those of single items.
    let rows = rows_of(line);
    if rows == RatedRows::Groups && list.levels.contains(&rating.column) || !rating.rates(rows) {
        return None;
    }
    let (column, cell) = (list.column(&rating.column)?, row.cells.get(&rating.column)?);
    let Value::Text(declared) = &cell.value else { return None };
    let by_figures = rating::of_figures(rating, line.figures, Some(row)).filter(|_| row.kind != RowKind::Balancing)?;
    let place = rating.place(declared)?;
    if place == by_figures.rated.place {
        return None;
    }
    let better = place < by_figures.rated.place;
    let severity = if better { rating.severity } else { rating.cautious };
    let (declared, given) = (declared.trim(), by_figures.rated.choice);
    let measured = measured(rating, list);
    let is = Told::Computed(by_figures.measure.value());
    let limit = rating.reach(if better { place } else { by_figures.rated.place }, by_figures.of).map(Told::Computed);
    let (figure, reaches) = match limit {
        Some(limit) => {
            let said = measured.map_or(Measure::Count, wording::measure).side_by_side(is, limit);
            (said.one, format!(", and {} reaches to {}", if better { declared } else { given }, said.other))
        }
        None => (measured.map_or(Measure::Count, wording::measure).say(is), String::new()),
    };
    let message = format!(
        "{} is declared {declared}, but its figures give {given}: {} is {figure}{reaches}",
        view.whose(line),
        rating.measure.words(&|id| view.name_of(list, id)),
    );
    let mend = format!("correct {} or the figures it is measured by", wording::cell(&cell.at));
    let help = match severity {
        Severity::Error => mend,
        Severity::Note => format!("{mend}, or say in the row what else it rests on"),
        _ => wording::mend_or_explain(&mend),
    };
    let draft = rule.at(&cell.at).about_line(view, line).cell(column, cell).weighing(severity);
    let draft = match measured.map(wording::measure) {
        Some(measure) => {
            let own = |figure: Told| measure.in_own_unit(figure.value());
            draft.measured(measure, own(is), limit.and_then(own))
        }
        None => draft,
    };
    Some(draft.demanded_by(&rating.at).related(by_figures.places).says(message, help))
}

/// What a row is to a rating.
pub(super) fn rows_of(line: &Line<'_>) -> RatedRows {
    match line.group.filter(|_| line.is_total()) {
        None => RatedRows::Items,
        Some(group) if group.is_inner() => RatedRows::Groups,
        Some(group) if group.area.is_some() => RatedRows::Areas,
        Some(_) => RatedRows::Whole,
    }
}

/// The column whose unit the measure is said in: the first that it names.
fn measured<'l>(rating: &RatingForm, list: &'l List) -> Option<&'l Column> {
    rating.measure.columns().into_iter().find_map(|id| list.column(id))
}
