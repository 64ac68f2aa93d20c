//! What was published of an earlier period and cannot be read back, where the form has its closing print.

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::names::one_line;
use crate::period::Period;
use crate::source::Place;

/// What was published of an earlier period and cannot be read back.
pub static CLOSING_NOT_READ: Rule = Rule {
    code: "closing-not-read",
    family: Family::Appendix,
    severity: Severity::Error,
    title: "A closing that is to print cannot be read",
    what: "The form has the last closings of each service area print (`trend` under [pages]), or the period is compared with a budget that was \
           published before the year before had ended. Both read workbooks of what was published, and one of these is not there, cannot be read, is not the file that was published, or is of another period than its \
           folder. The table has no figures for that period, and a note says so.",
    why: "Members would see a line of figures with one missing, or with figures that were never published. Nobody would tell from the paper \
          what is wrong.",
    mend: "Put back the workbook that was published; `piperoll verify` says of a set what differs in it. If nothing was published for that \
           period, take its folder out of published/. Or take `trend` out of [pages] for now.",
    run: read_last,
};

/// Looks at nothing: what was published is read with the returns.
fn read_last(_rule: &Rule, _view: &View<'_>) -> Vec<Finding> {
    Vec::new()
}

/// The finding about a period. `shown` is what was looked at, and `why` a clause.
pub(crate) fn closing_not_read(period: Period, shown: &str, why: &str) -> Finding {
    let message = format!(
        "the closing of {}, which this paper needs (`trend`, or the end of the year before), cannot be read from {shown}: {}",
        period.label(),
        one_line(why.trim_end_matches('.'))
    );
    let help = "put back the workbook that was published (`piperoll verify` says what differs in a set); if nothing was published for that period, take its \
                folder away; or, if it is only to print, take `trend` out of [pages]";
    CLOSING_NOT_READ.at(&Place::file(shown)).about_area(None).topic(&period.to_string()).says(message, help.to_string())
}
