//! What the renderers say on each page and each sheet, in the language of the appendix.

use serde::{Deserialize, Serialize};

use super::Stage;
use crate::words::fixed::Fixed;

/// The words. Names stand between `{{` and `}}`, without blanks, where a renderer fills something in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageWords {
    /// `Page {{number}}`
    pub page: String,
    /// Over the contents list.
    pub contents: String,
    /// `figures as at {{date}}`
    pub figures_as_at: String,
    /// `meeting of {{date}}`
    pub meeting_of: String,
    /// `Cleared by {{role}} ({{initials}}), {{date}}.`
    pub cleared_by: String,
    /// `Fingerprint {{fingerprint}}`
    pub fingerprint: String,
    /// What the first page says of that.
    pub mark_about: String,
    /// `{{number}} points`
    pub points: String,
    /// `{{sheet}}, page {{number}} of {{all}}`
    pub sheet_page: String,
    /// `Nothing is entered in any row under {{columns}}.`
    pub sheet_none_under: String,
    /// In the first cell of a row without any content.
    pub sheet_nothing: String,
    /// In the first cell of a table without rows.
    pub sheet_no_entries: String,
}

impl PageWords {
    /// The words for an appendix that has come so far.
    pub(crate) fn of(fixed: &Fixed, stage: Stage) -> PageWords {
        let about = match stage {
            Stage::Draft => Some(fixed.draft_about()),
            Stage::ForClearance => Some(fixed.for_clearance_about()),
            Stage::Cleared => None,
        };
        PageWords {
            page: fixed.page().fill(&[("number", "{{number}}")]),
            contents: fixed.contents().said(),
            figures_as_at: fixed.figures_as_at().fill(&[("date", "{{date}}")]),
            meeting_of: fixed.meeting_of().fill(&[("date", "{{date}}")]),
            cleared_by: fixed.cleared_by().fill(&[
                ("role", "{{role}}"),
                ("initials", "{{initials}}"),
                ("date", "{{date}}"),
            ]),
            fingerprint: fixed.fingerprint().fill(&[("fingerprint", "{{fingerprint}}")]),
            mark_about: about.map(|about| about.fill(&[("mark", &stage.mark(fixed))])).unwrap_or_default(),
            points: fixed.points().fill(&[("number", "{{number}}")]),
            sheet_page: fixed.sheet_page().fill(&[
                ("sheet", "{{sheet}}"),
                ("number", "{{number}}"),
                ("all", "{{all}}"),
            ]),
            sheet_none_under: fixed.sheet_none_under().fill(&[("columns", "{{columns}}")]),
            sheet_nothing: fixed.sheet_nothing().said(),
            sheet_no_entries: fixed.sheet_no_entries().said(),
        }
    }

    /// Those that stand on every page whatever has become of the appendix, if they are another's than the program's own in English.
    pub(super) fn replaced(fixed: &Fixed) -> Option<PageWords> {
        let own = PageWords::of(fixed, Stage::Cleared);
        (own != PageWords::of(Fixed::built_in(), Stage::Cleared)).then_some(own)
    }
}
