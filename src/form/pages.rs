//! `[pages]`: what prints beside the form's own tables, and where.

/// Where a part of the appendix prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prints {
    /// Before the form's own tables.
    Before,
    /// Behind them.
    After,
    /// Not at all: a table stands in the workbook alone.
    No,
}

/// Where each part of the program's own prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// What changed: the headlines, the items furthest from their target, what stays open. It always prints.
    pub changes: Prints,
    /// The tables of movements, and what moved without being asked about.
    pub movements: Prints,
    /// The chart of the main figures by area.
    pub chart: Prints,
    /// Whether the form says so itself: then there is one of a single area too.
    pub chart_is_asked_for: bool,
    /// The last closings of each area. None unless the form asks for them.
    pub trend: Prints,
    /// The reasons given for differences from the prior period.
    pub reasons: Prints,
    /// What else the checks asked and people answered.
    pub answers: Prints,
}

impl Prints {
    /// As the form writes it.
    pub(super) fn parse(text: &str) -> Prints {
        match text {
            "before" => Prints::Before,
            "after" => Prints::After,
            _ => Prints::No,
        }
    }
}

impl Default for Pages {
    fn default() -> Pages {
        Pages {
            changes: Prints::Before,
            movements: Prints::After,
            chart: Prints::After,
            chart_is_asked_for: false,
            trend: Prints::No,
            reasons: Prints::After,
            answers: Prints::No,
        }
    }
}
