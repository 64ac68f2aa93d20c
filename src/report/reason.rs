//! The reason given for the movement of a figure.

use jiff::civil::Date;

use super::material::Material;
use super::{Cell, Origin, cells};
use crate::decision::Approval;
use crate::finding::{Family, Finding, Status};
use crate::form::{Column, Form, List};
use crate::names::one_line;
use crate::reconcile::largest::Reason;
use crate::reconcile::{Pair, Reconciliation};
use crate::source::Place;

/// The reason given for a movement: by the change request or the match, else by the answer to a finding about it. Where a
/// question about it is open, that is said; only where nothing was asked, that nothing was. The cell names the entry that says so.
pub(super) fn given(
    material: &Material<'_>,
    reconciliation: &Reconciliation,
    pair: &Pair,
    (list, of): (&List, &Column),
    reason: Option<&Reason>,
) -> Cell {
    let Some(about) = About::new(material, reconciliation, pair, list, of) else { return cells::label("") };
    let findings = || material.findings.iter().filter(|finding| about.is_spoken_of_by(finding));
    let explained = findings().filter(|finding| finding.status == Status::Explained);
    let answer = explained.filter_map(|finding| finding.explained_by.as_ref()).next();
    let decided = reason.map(|reason| {
        let stands = |(reference, approval, date): &(String, Approval, Date)| match said(material, *approval, *date) {
            Some(said) => format!("{reference}, {said}"),
            None => reference.clone(),
        };
        let by: Vec<String> = reason.requests.iter().map(stands).collect();
        // What is said beside a reference is told from the next one.
        let all_given = reason.requests.iter().all(|(_, approval, _)| *approval == Approval::Given);
        let between = if all_given { ", " } else { "; " };
        let words = reason.words.trim();
        if by.is_empty() { words.to_string() } else { format!("{words} ({})", by.join(between)) }
    });
    // One that stays open at publication is no less open.
    let is_open = findings().any(|finding| finding.blocks() || finding.status == Status::OpenAtPublication);
    let fixed = &material.words.fixed;
    let kind = if pair.is_new() {
        fixed.reason_new().said()
    } else if pair.is_closed() {
        fixed.reason_closed().said()
    } else {
        String::new()
    };
    let by = match (reason, answer) {
        (Some(reason), _) => Some(&reason.at),
        (None, answer) => answer.and_then(|answer| material.decisions.entry(answer.line)),
    };
    let words = decided.or_else(|| answer.map(|answer| answer.words.trim().to_string()));
    let rest = match (&words, is_open) {
        (None, true) => fixed.reason_awaited().said(),
        (Some(_), true) => fixed.reason_more_asked().said(),
        (None, false) if kind.is_empty() => fixed.reason_not_asked().said(),
        (_, false) => String::new(),
    };
    let is_said = words.as_ref().is_some_and(|words| words.starts_with(kind.trim_end_matches('.')));
    let parts = [if is_said { "" } else { &*kind }, words.as_deref().unwrap_or_default(), &*rest];
    let said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Cell { origin: by.map_or(Origin::Label, |at| Origin::Given(at.clone())), ..cells::label(said) }
}

/// How a change stands that was not approved by the day of the figures: 'approved since, on 12 March 2018'.
pub(super) fn said(material: &Material<'_>, approval: Approval, date: Date) -> Option<String> {
    let (fixed, date) = (&material.words.fixed, material.form.calendar.long_date(date));
    match approval {
        Approval::Given => None,
        Approval::Since => Some(fixed.approved_since().fill(&[("date", &date)])),
        Approval::Awaited => Some(fixed.approval_awaited().fill(&[("date", &date)])),
    }
}

/// The scheme and the column that a movement is one of, as findings speak of them.
struct About<'m> {
    form: &'m Form,
    list: &'m List,
    area: Option<&'m str>,
    /// The scheme's title on one line.
    name: String,
    column: &'m str,
    /// The cells of the figure and of the title, then and now.
    places: Vec<&'m Place>,
}

impl<'m> About<'m> {
    fn new(
        material: &Material<'m>,
        reconciliation: &'m Reconciliation,
        pair: &Pair,
        list: &'m List,
        of: &'m Column,
    ) -> Option<About<'m>> {
        let scheme = reconciliation.scheme(pair)?;
        let then = reconciliation.before.at(&pair.before).into_iter();
        let now = reconciliation.after.at(&pair.after).into_iter();
        let places = then.chain(now).flat_map(|scheme| [scheme.place(&of.id), scheme.place(&list.label)]);
        Some(About {
            form: material.form,
            list,
            area: scheme.area.as_deref(),
            name: one_line(&scheme.label),
            column: &of.id,
            places: places.filter(|place| place.cell.is_some()).collect(),
        })
    }

    /// Whether a finding about the prior period speaks of it: by area and name, or, where one finding speaks of several
    /// schemes and so names none, by a cell.
    fn is_spoken_of_by(&self, finding: &Finding) -> bool {
        if finding.family != Family::Period || finding.column.as_deref().is_some_and(|column| column != self.column) {
            return false;
        }
        names(self.form, finding, self.list, (self.area, &self.name))
            || std::iter::once(&finding.at).chain(&finding.related).any(|place| self.places.contains(&place))
    }
}

/// Whether a finding names an item of a list: by its area, and its title on one line.
pub(super) fn names(form: &Form, finding: &Finding, list: &List, (area, name): (Option<&str>, &str)) -> bool {
    // Where a finding is about another list, its id says so.
    let other_list = form.list(&finding.topic).is_some_and(|other| other.id != list.id);
    !other_list
        && finding.area.as_deref() == area
        && finding.scheme.as_deref().is_some_and(|known| one_line(known) == name)
}
