//! What to do about a finding, with the entries of decisions.toml to paste. The finding's id and figures are filled in when all
//! rules have run and every finding has its id.

use std::fmt::Write as _;

use crate::check::View;
use crate::check::cause::Moved;
use crate::check::wording::{cell, measure, one_line};
use crate::finding::Finding;
use crate::period::Period;
use crate::reconcile::proposal::quoted;
use crate::source::Place;

/// Stands for the finding's id.
const ID: &str = "{id}";

/// Stands for the period that is checked: an entry answers its finding and no later one, unless it says until when.
const PERIOD: &str = "{period}";

/// Stands for the keys of the figures that an explanation must be given on, so that it lapses when they change.
const FIGURES: &str = "{figures}";

/// Stands for the key of the rows that a set-aside must be decided on.
const ROWS: &str = "{rows}";

/// Stand for the figure that is set aside and for the one that stands in its place.
const STATED: &str = "{stated}";
const STANDS: &str = "{stands}";

/// What to do about a stated figure that contradicts a computed one.
pub(in crate::check) fn mend_or_set_aside(at: &Place) -> String {
    format!("mend {}, or the cells it is worked out from; {}", cell(at), set_aside("it cannot be mended"))
}

/// Who sets a stated figure aside, and how: 'if it cannot be mended, …'.
pub(in crate::check) fn set_aside(condition: &str) -> String {
    format!(
        "if {condition}, the section 151 officer or a delegate sets the stated figure aside in decisions.toml: [[set_aside]] \
         finding = \"{ID}\", period = \"{PERIOD}\", stated = \"{STATED}\", stands = \"{STANDS}\"{ROWS}, with words, role and date"
    )
}

/// What to do about something that a person may justify.
pub(in crate::check) fn mend_or_explain(mend: &str) -> String {
    mend_or(mend, "if it stands, explain it")
}

/// The same where an entry that explains says something else than that it stands: 'if it is to be left out, say so'.
pub(in crate::check) fn mend_or(mend: &str, say: &str) -> String {
    format!("{mend}; {say} in decisions.toml: {}", explain_entry())
}

/// The entry that explains a finding.
pub(in crate::check) fn explain_entry() -> String {
    format!("[[explain]] finding = \"{ID}\", period = \"{PERIOD}\"{FIGURES}, with words, role and date")
}

/// The change request of a kind that would approve what a figure became.
pub(in crate::check) fn change_request_entry(view: &View<'_>, moved: &Moved<'_>, kind: &str) -> String {
    let mut entry = String::from("[[change_request]]\nreference = \"its reference\"\n");
    let own =
        |figure: Option<_>| measure(moved.column).exactly_in_own_unit(figure.unwrap_or_default()).unwrap_or_default();
    let scheme = moved.scheme();
    let area = scheme.and_then(|scheme| scheme.area.as_deref()).unwrap_or_default();
    let label = scheme.map(|scheme| one_line(&scheme.label)).unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = write!(
        entry,
        "period = \"{}\"\nkind = \"{kind}\"\narea = {}\nscheme = {}\ncolumn = {}\nfrom = {}\nto = {}\n\
         approved_by = \"who approved it\"\ndate = YYYY-MM-DD\nwords = \"why\"",
        view.returns.period,
        quoted(area),
        quoted(&label),
        quoted(&moved.column.id),
        own(moved.expected()),
        own(moved.to),
    );
    entry
}

/// The key of the rows on which an answer to the finding is given: `rows = ["Rents", "Voids"]`; none where it names no rows.
pub(in crate::check) fn rows_key(finding: &Finding) -> Option<String> {
    let rows: Vec<String> = finding.rows.iter().map(|row| quoted(row)).collect();
    (!rows.is_empty()).then(|| format!("rows = [{}]", rows.join(", ")))
}

/// The help of a finding that has its id, with id, period and figures filled in.
pub(in crate::check) fn filled_in(finding: &Finding, period: Period) -> String {
    let stated = finding.stated.map(|figure| figure.to_string());
    let expected = finding.expected.map(|figure| figure.to_string());
    let key = |name: &str, value: Option<&String>| {
        value.filter(|value| !value.is_empty()).map(|value| format!(", {name} = {}", quoted(value))).unwrap_or_default()
    };
    let rows = rows_key(finding).map(|key| format!(", {key}")).unwrap_or_default();
    let figures =
        key("stated", stated.as_ref().or(finding.stated_text.as_ref())) + &key("expected", expected.as_ref()) + &rows;
    finding
        .help
        .replace(ID, &finding.id)
        .replace(PERIOD, &period.to_string())
        .replace(FIGURES, &figures)
        .replace(ROWS, &rows)
        .replace(STATED, stated.as_deref().unwrap_or_default())
        .replace(STANDS, expected.as_deref().unwrap_or_default())
}
