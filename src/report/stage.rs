//! How far an appendix has come: a draft, for clearance, or cleared.

use serde::Serialize;

use super::Material;
use crate::finding::Counts;
use crate::form::May;
use crate::words::fixed::Fixed;

/// How far an appendix has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// An error or a query is open.
    Draft,
    /// Nothing is open; who is to clear it has not, or cleared something else.
    ForClearance,
    /// It has been cleared as it stands.
    Cleared,
}

impl Stage {
    /// As findings.json has it.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::ForClearance => "for-clearance",
            Stage::Cleared => "cleared",
        }
    }

    /// What stands on every page and sheet; nothing where it has been cleared.
    pub(crate) fn mark(self, fixed: &Fixed) -> String {
        match self {
            Stage::Draft => fixed.draft().said(),
            Stage::ForClearance => fixed.for_clearance().said(),
            Stage::Cleared => String::new(),
        }
    }
}

/// A clearance as it prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClearedBy {
    /// The role.
    pub role: String,
    /// The initials of who it was.
    pub initials: String,
    /// '20 January 2023'
    pub date: String,
    /// What was said with it, where the form has it printed; else nothing.
    pub comment: String,
}

/// How far what has this fingerprint has come, and the clearances that hold for it: of each role the last one.
pub(super) fn of(material: &Material<'_>, fingerprint: &str) -> (Stage, Vec<ClearedBy>) {
    let form = material.form;
    let counts = Counts::of(material.findings);
    let mut holding = material.decisions.last_clearances(material.period, form);
    holding.retain(|clearance| clearance.clears(fingerprint) && form.lets(&clearance.role, May::Clear));
    let has = |role: &String| holding.iter().any(|clearance| form.same_role(&clearance.role, role));
    let all = !holding.is_empty() && form.clearance.by.iter().all(has);
    let stage = match (counts.error + counts.query, all) {
        (0, true) => Stage::Cleared,
        (0, false) => Stage::ForClearance,
        _ => Stage::Draft,
    };
    // Of a draft nothing was cleared.
    holding.retain(|_| stage != Stage::Draft);
    let printed = holding.into_iter().map(|clearance| ClearedBy {
        role: clearance.role.trim().to_string(),
        initials: clearance.initials.trim().to_string(),
        date: form.calendar.long_date(clearance.date),
        comment: clearance.comment.clone().filter(|_| form.clearance.comments).unwrap_or_default(),
    });
    (stage, printed.collect())
}
