//! What to do about a finding, with the entries of decisions.toml to paste. The finding's id and figures are filled in when all
//! rules have run and every finding has its id. The same keys make the entries of `piperoll decide` (see
//! [`offers`](crate::check::offers)).

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::check::View;
use crate::check::cause::Moved;
use crate::check::wording::{cell, measure, one_line};
use crate::decision::entry::{self, quoted};
use crate::finding::Finding;
use crate::form::Column;
use crate::period::Period;
use crate::reconcile::position::Scheme;
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
    let figures = [moved.expected().unwrap_or_default(), moved.to.unwrap_or_default()];
    moved.scheme().map_or_else(String::new, |scheme| change_request(view, scheme, moved.column, figures, kind))
}

/// The change request of a kind by which a scheme's figure becomes, of what it was, what it is.
pub(in crate::check) fn change_request(
    view: &View<'_>,
    scheme: &Scheme,
    column: &Column,
    [from, to]: [Decimal; 2],
    kind: &str,
) -> String {
    let mut entry = format!("[[change_request]]\n{}\n", entry::REFERENCE);
    let own = |figure: Decimal| measure(column).exactly_in_own_unit(figure).unwrap_or_default();
    let area = scheme.area.as_deref().unwrap_or_default();
    let label = one_line(&scheme.label);
    // Writing to a string cannot fail.
    let _ = write!(
        entry,
        "period = \"{}\"\nkind = \"{kind}\"\narea = {}\nscheme = {}\ncolumn = {}\nfrom = {}\nto = {}\n\
         {}\n{}\n{}",
        view.returns.period,
        quoted(area),
        quoted(&label),
        quoted(&column.id),
        own(from),
        own(to),
        entry::APPROVED_BY,
        entry::DATE,
        entry::WORDS,
    );
    entry
}

/// The entry by which an area's last published figures stand for a period of which it has sent no return.
pub(in crate::check) fn not_updated_entry(area: &str, period: Period) -> String {
    let keys = ["[[not_updated]]".to_string(), format!("area = {}", quoted(area)), format!("period = \"{period}\"")];
    let blanks = [entry::WORDS, entry::ROLE, entry::DATE].map(str::to_string);
    keys.into_iter().chain(blanks).collect::<Vec<_>>().join("\n")
}

/// The key of the rows on which an answer to the finding is given: `rows = ["Rents", "Voids"]`; none where it names no rows.
pub(in crate::check) fn rows_key(finding: &Finding) -> Option<String> {
    let rows: Vec<String> = finding.rows.iter().map(|row| quoted(row)).collect();
    (!rows.is_empty()).then(|| format!("rows = [{}]", rows.join(", ")))
}

/// What the return states, as an entry quotes it: the figure, or else the cell as typed.
pub(in crate::check) fn stated(finding: &Finding) -> Option<String> {
    let text = || finding.stated_text.clone();
    finding.stated.map(|figure| figure.to_string()).or_else(text).filter(|stated| !stated.is_empty())
}

/// The keys of what an explanation must be given on, so that it lapses when it changes.
fn given_on(finding: &Finding) -> Vec<String> {
    let key = |name: &str, value: Option<String>| value.map(|value| format!("{name} = {}", quoted(&value)));
    let expected = finding.expected.map(|figure| figure.to_string());
    let keys = [key("stated", stated(finding)), key("expected", expected), rows_key(finding)];
    keys.into_iter().flatten().collect()
}

/// The entry that explains a finding, in lines of its own, with its blanks.
pub(in crate::check) fn explanation(finding: &Finding, period: Period) -> String {
    whole("explain", finding, period, given_on(finding), &[entry::WORDS])
}

/// The entry that leaves a query open in what is published, in lines of its own, with its blanks.
pub(in crate::check) fn leaving_open(finding: &Finding, period: Period) -> String {
    whole("open_at_publication", finding, period, given_on(finding), &[entry::WORDS, entry::DUE])
}

/// The entry that sets aside what a finding states, in lines of its own, with its blanks. None where it states nothing. `stands` is
/// what stands, where no other than that can.
pub(in crate::check) fn setting_aside(finding: &Finding, period: Period, stands: Option<&str>) -> Option<String> {
    let stands = stands.map_or(entry::STANDS.to_string(), |stands| format!("stands = {}", quoted(stands)));
    let keys = [format!("stated = {}", quoted(&stated(finding)?)), stands].into_iter().chain(rows_key(finding));
    Some(whole("set_aside", finding, period, keys.collect(), &[entry::WORDS]))
}

/// An entry: which finding, on what, why, and by whom.
fn whole(table: &str, finding: &Finding, period: Period, keys: Vec<String>, why: &[&str]) -> String {
    let mut lines = vec![format!("[[{table}]]"), format!("finding = {}", quoted(&finding.id))];
    lines.push(format!("period = \"{period}\""));
    lines.extend(keys);
    lines.extend(why.iter().chain(&[entry::ROLE, entry::DATE]).map(|blank| (*blank).to_string()));
    lines.join("\n")
}

/// The entry that a finding itself offers, beside an explanation: a change request, or schemes that are the same. It stands below
/// the words of its help, in lines of its own.
pub(in crate::check) fn offered(finding: &Finding) -> Option<&str> {
    let (_, entry) = finding.help.split_once('\n')?;
    entry.starts_with("[[").then_some(entry)
}

/// The help of a finding that has its id, with id, period and figures filled in; no period, where none is checked.
pub(in crate::check) fn filled_in(finding: &Finding, period: Option<Period>) -> String {
    let joined = |keys: Vec<String>| keys.into_iter().map(|key| format!(", {key}")).collect::<String>();
    let figure = |figure: Option<Decimal>| figure.map(|figure| figure.to_string()).unwrap_or_default();
    finding
        .help
        .replace(ID, &finding.id)
        .replace(PERIOD, &period.map_or_else(String::new, |period| period.to_string()))
        .replace(FIGURES, &joined(given_on(finding)))
        .replace(ROWS, &joined(rows_key(finding).into_iter().collect()))
        .replace(STATED, &figure(finding.stated))
        .replace(STANDS, &figure(finding.expected))
}
