//! What was asked about a scheme, a total or a figure, and what was answered.

use super::history::Seen;
use super::told::{Answer, Question};
use crate::check::explain::severity_name;
use crate::finding::{Finding, Status};
use crate::form::List;
use crate::names::one_line;
use crate::reconcile::position::Scheme;
use crate::source::Place;

/// What findings may be about.
pub(super) struct About<'s> {
    area: Option<&'s str>,
    /// A scheme by its names; of a total none.
    names: Vec<String>,
    /// Where its row stands.
    at: Option<&'s Place>,
    /// The columns of figures, which have their own.
    figures: Vec<&'s str>,
}

impl<'s> About<'s> {
    pub(super) fn scheme(seen: &'s Seen<'_>, list: &'s List, scheme: &'s Scheme) -> About<'s> {
        About { at: seen.examined.is_some().then_some(&scheme.at), ..About::gone(list, scheme) }
    }

    /// A scheme of the period before.
    pub(super) fn gone(list: &'s List, scheme: &'s Scheme) -> About<'s> {
        About {
            area: scheme.area.as_deref(),
            names: [&scheme.label, &scheme.key].map(|name| one_line(name)).to_vec(),
            at: None,
            figures: super::scheme::Of::all(list).into_iter().map(|of| of.id).collect(),
        }
    }

    /// All that was answered of it, and that is open.
    pub(super) fn all(&self, seen: &Seen<'_>) -> (Vec<Answer>, Vec<Question>) {
        let own: Vec<&Finding> = findings(seen).filter(|finding| self.is_named(finding)).collect();
        let answered = own.iter().filter_map(|finding| answer(finding)).collect();
        (answered, own.iter().filter_map(|finding| question(finding)).collect())
    }

    pub(super) fn total(area: Option<&'s str>) -> About<'s> {
        About { area, names: Vec::new(), at: None, figures: Vec::new() }
    }

    /// Whether a finding names the scheme, or its row; of a total, no scheme.
    fn is_named(&self, finding: &Finding) -> bool {
        match (&finding.scheme, self.names.as_slice()) {
            (None, []) => finding.area.as_deref() == self.area,
            (Some(name), names) => {
                finding.area.as_deref() == self.area && names.iter().any(|known| *known == one_line(name))
            }
            (None, _) => self.at.is_some_and(|at| same_row(at, &finding.at)),
        }
    }

    /// What was answered of a figure, and what is open.
    pub(super) fn figure(&self, seen: &Seen<'_>, column: &str, cells: &[&Place]) -> (Vec<Answer>, Vec<Question>) {
        let is_its = |finding: &&Finding| {
            let touches = cells.contains(&&finding.at)
                || finding.blocks() && finding.related.iter().any(|at| cells.contains(&at));
            match finding.column.as_deref() {
                Some(own) => own == column && (self.is_named(finding) || touches),
                None => touches,
            }
        };
        let own: Vec<&Finding> = findings(seen).filter(is_its).collect();
        (
            own.iter().filter_map(|finding| answer(finding)).collect(),
            own.iter().filter_map(|finding| question(finding)).collect(),
        )
    }

    /// What is open of the scheme and is about none of its figures.
    pub(super) fn open_besides(&self, seen: &Seen<'_>) -> Vec<Question> {
        let besides = |finding: &&Finding| {
            let is_figure = finding.column.as_deref().is_some_and(|column| self.figures.contains(&column));
            !is_figure && self.is_named(finding)
        };
        findings(seen).filter(besides).filter_map(question).collect()
    }
}

fn same_row(one: &Place, other: &Place) -> bool {
    let row = |place: &Place| place.cell.map(|cell| cell.row);
    one.file == other.file
        && one.sheet == other.sheet
        && row(one).is_some()
        && row(one) == row(other)
        && other.to.is_none()
}

fn findings<'s>(seen: &'s Seen<'_>) -> impl Iterator<Item = &'s Finding> {
    seen.examined.iter().flat_map(|examined| &examined.findings)
}

fn answer(finding: &Finding) -> Option<Answer> {
    let by = finding.explained_by.as_ref().filter(|_| finding.status == Status::Explained)?;
    Some(Answer {
        finding: finding.id.clone(),
        message: one_line(&finding.message),
        kind: by.kind,
        role: by.role.clone(),
        date: by.date.clone(),
        words: one_line(&by.words),
        line: by.line,
    })
}

fn question(finding: &Finding) -> Option<Question> {
    let is_open = finding.blocks() || finding.status == Status::OpenAtPublication;
    is_open.then(|| Question {
        finding: finding.id.clone(),
        severity: severity_name(finding.severity),
        message: one_line(&finding.message),
        at: finding.at.clone(),
        due: finding.explained_by.as_ref().and_then(|by| by.due.clone()),
    })
}
