//! Cells of which nothing was made.

use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};

/// Cells of which nothing was made. Its findings are raised when all other rules have spoken: see check/coverage.rs.
pub(in crate::check) static RULE: Rule = Rule {
    code: "not-used",
    family: Family::Return,
    severity: Severity::Query,
    title: "Cells that are not used",
    what: "Something stands in these cells that was read as no heading, item, total, title or note, and that no other finding is \
           about. Figures in the rows and columns of a table, and figures on a sheet that is not read but has headings which the \
           form knows, are a query. All else, such as guidance, working papers and notes with an amount in them, is one note a \
           sheet.",
    why: "Whoever filled in the return may believe that these figures count. They do not, and nothing of them is printed.",
    mend: "If they belong to a scheme, move them to its row under a heading that the form knows, or add that heading to the \
           column's `also` in piperoll.toml; for a sheet, add a [[return]] that reads it. If they are working figures, say so \
           with [[explain]], or clear them. `piperoll read` shows what every cell was taken for.",
    run: raised_at_the_end,
};

/// Looks at nothing: only when every rule has spoken is it known what is left.
fn raised_at_the_end(_rule: &Rule, _view: &View<'_>) -> Vec<Finding> {
    Vec::new()
}
