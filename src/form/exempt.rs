//! By which law parts of an appendix are exempt, and how much must stay unknown of a figure that is.

use rust_decimal::Decimal;

/// `[exempt]`: how what is exempt is left out of what everybody may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExemptForm {
    /// The law.
    pub law: Law,
    /// How far apart the bounds of an exempt figure must be that can be worked out of what is published: per cent of it.
    pub width: Decimal,
}

/// The law by whose paragraphs something is exempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Law {
    /// Part 1 of Schedule 12A of the Local Government Act 1972: England.
    Schedule12A,
    /// Part 4 of it: Wales.
    Wales,
    /// Schedule 7A of the Local Government (Scotland) Act 1973.
    Schedule7A,
    /// SI 2012/2089, for the papers of an executive.
    Executive,
}

/// Per cent, where the form does not say.
const WIDTH: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

impl Default for ExemptForm {
    fn default() -> Self {
        ExemptForm { law: Law::Schedule12A, width: WIDTH }
    }
}

impl Law {
    /// As the form writes them.
    pub(super) const NAMES: &'static [&'static str] =
        &["schedule-12a", "schedule-12a-wales", "schedule-7a", "executive"];

    /// As the form writes it.
    pub(super) fn parse(text: &str) -> Option<Law> {
        Some(match text {
            "schedule-12a" => Law::Schedule12A,
            "schedule-12a-wales" => Law::Wales,
            "schedule-7a" => Law::Schedule7A,
            "executive" => Law::Executive,
            _ => return None,
        })
    }
}
