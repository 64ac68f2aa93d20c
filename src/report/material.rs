//! What a report is made from, and what follows from that alone.

use jiff::civil::Date;

use super::{Earlier, Meta, PageWords, Revision, SourceFile, Stage};
use crate::decision::Decisions;
use crate::figures::Figures;
use crate::finding::Finding;
use crate::form::{Form, heading};
use crate::period::Period;
use crate::privacy::MayPrint;
use crate::reconcile::Reconciliation;
use crate::returns::LastReported;
use crate::returns::standing::Standing;
use crate::words::Words;

/// Everything a report is made from.
#[derive(Clone)]
pub struct Material<'a> {
    /// The form.
    pub form: &'a Form,
    /// The period reported on.
    pub period: Period,
    /// Its figures.
    pub figures: &'a Figures<'a>,
    /// What stands in place of cells of returns, of this period and of the prior one.
    pub standings: Vec<&'a Standing>,
    /// The areas that sent no return and whose last published figures stand.
    pub last_reported: &'a [LastReported],
    /// What moved since the prior period, if there is one.
    pub reconciliation: Option<&'a Reconciliation>,
    /// What people decided.
    pub decisions: &'a Decisions,
    /// The findings, with the decisions applied.
    pub findings: &'a [Finding],
    /// Every file that was read.
    pub files: &'a [SourceFile],
    /// What the period was compared with; see [`Report::compared_with`](super::Report::compared_with).
    pub compared_with: Option<String>,
    /// The words.
    pub words: &'a Words,
    /// What was published of the period and is revised by this, if it is a correction.
    pub revision: Option<&'a Revision>,
    /// What was published of earlier periods, for the last closings.
    pub earlier: &'a Earlier,
    /// What of the personal data in texts may print.
    pub may_print: MayPrint,
    /// The text of the council's own page layout, if it has one.
    pub layout: Option<&'a str>,
    /// The agenda pack's number of the first page, where it is not the form's.
    pub first_page: Option<u32>,
}

impl Material<'_> {
    /// The date the figures stand at: the form's, else the period's last day.
    pub(super) fn as_at(&self) -> Date {
        self.form.as_at(self.period)
    }

    /// What the document is, but for what depends on all that it says.
    pub(super) fn meta(&self) -> Meta {
        let form = self.form;
        let known = form.period(self.period);
        let as_at = self.as_at();
        let meeting = known.and_then(|period| period.meeting);
        Meta {
            title: heading::fill(form, &form.report.title, self.period, &[]),
            council: form.report.council.clone(),
            committee: form.report.committee.clone(),
            period: form.calendar.period(self.period),
            as_at: form.calendar.long_date(as_at),
            meeting: meeting.map(|date| form.calendar.long_date(date)).unwrap_or_default(),
            dated: meeting.unwrap_or(as_at),
            language: form.report.language.clone(),
            stage: Stage::Draft,
            mark: String::new(),
            restricted: String::new(),
            words: PageWords::of(&self.words.fixed, Stage::Draft),
            fingerprint: String::new(),
            fingerprint_printed: String::new(),
            cleared_by: Vec::new(),
            first_page: self.first_page.or(known.and_then(|period| period.first_page)).unwrap_or(1),
        }
    }
}
