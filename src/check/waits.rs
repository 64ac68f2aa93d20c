//! What is not told before something else is answered: it only follows from that, or cannot be known until then.

mod unsure;

use std::collections::{BTreeMap, BTreeSet};

use super::View;
use super::cause::{FileFormulas, row_of};
use super::cell::MISSING_FIGURE;
use super::period::{LIKELY_RENAME, LIKELY_SPLIT, SCHEME_VANISHED, YEAR_TURNED};
use super::returns::{CANNOT_BE_SEEN, NO_RESULT, OTHER_FILES};
use super::total::BRIDGE_OPEN;
use crate::finding::{Family, Finding, Severity, Status};
use crate::source::Place;

/// What may follow from cells that were never calculated waits until their file is: for the file as a whole. A stated figure that
/// contradicts what is worked out waits where a stored result that is not up to date is all there is to it.
pub(super) fn wait(view: &View<'_>, findings: &mut [Finding]) {
    for (path, formulas) in view.causes.formulas.not_calculated() {
        let area = view.returns.files.iter().find(|file| *file.path == *path).and_then(|file| file.area.as_deref());
        let rows: BTreeSet<Place> = formulas.without_result.iter().map(|(at, _)| row_of(at)).collect();
        let blank = NotCalculated { view, path, area, formulas, rows };
        for finding in findings.iter_mut().filter(|finding| blank.is_behind(finding)) {
            finding.waits_for.push(Place::file(path));
        }
    }
    let mut behind: BTreeMap<(&Place, &str), Vec<Place>> = BTreeMap::new();
    for slip in &view.causes.slips {
        let rows = view.causes.formulas.behind(slip).iter().map(row_of).collect::<Vec<_>>();
        behind.entry((&slip.cell.at, &slip.column.id)).or_default().extend(rows);
    }
    for finding in findings.iter_mut() {
        let Some(column) = finding.column.as_deref() else { continue };
        if matches!(finding.family, Family::Row | Family::Total | Family::Summary)
            && let Some(rows) = behind.get(&(&finding.at, column))
        {
            finding.waits_for.extend(rows.iter().cloned());
        }
    }
    unsure::wait(view, findings);
}

/// A file in which formulas were never calculated.
struct NotCalculated<'v, 'a> {
    view: &'v View<'a>,
    path: &'v str,
    area: Option<&'a str>,
    formulas: &'v FileFormulas,
    /// The rows of its cells without a result.
    rows: BTreeSet<Place>,
}

impl NotCalculated<'_, '_> {
    /// Whether a finding may follow from what reads as blank.
    fn is_behind(&self, finding: &Finding) -> bool {
        if [NO_RESULT.code, OTHER_FILES.code, CANNOT_BE_SEEN.code].contains(&finding.code) {
            return false;
        }
        let formulas = &self.view.causes.formulas;
        let is_here = |place: &Place| *place.file == *self.path;
        if is_here(&finding.at) && formulas.is_not_calculated(&finding.at) {
            return true;
        }
        // Whatever its rows are taken for, and all that is not up to date, will be known when it is calculated.
        let mut places = std::iter::once(&finding.at).chain(&finding.related);
        if finding.family == Family::Return && places.any(|place| is_here(place) && self.touches(place)) {
            return true;
        }
        if !self.formulas.hides_rows {
            return false;
        }
        let is_its = is_here(&finding.at) || finding.area.is_none() || finding.area.as_deref() == self.area;
        match finding.family {
            Family::Return => is_here(&finding.at),
            Family::Cell => is_here(&finding.at) && finding.code == MISSING_FIGURE.code,
            Family::Total | Family::Summary | Family::Reference | Family::Period | Family::Custom => is_its,
            _ => false,
        }
    }

    /// Whether a place holds a cell of one of the rows.
    fn touches(&self, place: &Place) -> bool {
        match place.to {
            None => self.rows.contains(&row_of(place)),
            Some(_) => {
                let on_it = self.rows.iter().filter(|row| row.sheet == place.sheet);
                let (first, last) = (place.cell.map(|at| at.row), place.to.map(|at| at.row));
                on_it.map(|row| row.cell.map(|at| at.row)).any(|row| row >= first && row <= last)
            }
        }
    }
}

/// Takes out what waits for something that is still asked: of a row what it is, of a file that it be calculated, of a total
/// over blanks what is meant, of a scheme where it is. Once somebody has answered, what contradicts that is told.
pub(super) fn leave_out(findings: &mut Vec<Finding>) {
    // What waits for its file asks all the same: what waits for that must wait as well.
    let waits_for_a_row = |finding: &Finding| finding.waits_for.iter().any(|place| place.cell.is_some());
    let asks = |finding: &&Finding| {
        finding.family == Family::Return
            && finding.severity != Severity::Note
            && finding.status == Status::Open
            && !waits_for_a_row(finding)
    };
    let mut asked: BTreeSet<Place> = BTreeSet::new();
    for finding in findings.iter().filter(asks) {
        asked.extend(finding.related.iter().chain([&finding.at]).map(row_of));
        if finding.code == NO_RESULT.code {
            asked.insert(Place::file(finding.at.file.clone()));
        }
    }
    let of_figures = |finding: &&Finding| {
        let of_bridges = finding.code == BRIDGE_OPEN.code && finding.severity == Severity::Query;
        // Where a scheme is that an approved change names, or of which it is asked how it ended.
        let of_schemes =
            [SCHEME_VANISHED.code, LIKELY_RENAME.code, LIKELY_SPLIT.code, YEAR_TURNED.code].contains(&finding.code);
        finding.blocks() && (of_bridges || of_schemes || unsure::ASKED_OF_FIGURES.contains(&finding.code))
    };
    asked.extend(
        findings.iter().filter(of_figures).flat_map(|finding| finding.related.iter().chain([&finding.at])).cloned(),
    );
    // A figure that moved, or a scheme that came or went, is asked about as such first: an approval that is entered then answers both.
    let of_period = findings.iter().filter(|finding| finding.family == Family::Period && finding.blocks());
    let moved: BTreeSet<Place> =
        of_period.flat_map(|finding| finding.related.iter().chain([&finding.at])).cloned().collect();
    findings.retain(|finding| {
        let may_follow = finding.family == Family::Control;
        let is_asked = |place: &Place| asked.contains(place) || may_follow && moved.contains(place);
        finding.status != Status::Open || !finding.waits_for.iter().any(is_asked)
    });
}
