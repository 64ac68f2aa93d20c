//! Personal data in text: what is withheld from everything that is written until somebody lets it stand, and what only a person can
//! judge. No finding quotes either.

mod date_of_birth;
mod initials;
mod named_person;
mod national_insurance;
mod nhs_number;
mod personal_email;
mod personal_telephone;
mod services;
mod small_count;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, View, stated, wording};
use crate::finding::{Finding, Severity, Status};
use crate::form::{Form, May};
use crate::privacy::{Kind, MayPrint};
use crate::returns::{ReturnTable, Returns, Row, Trouble, Value};
use crate::source::{Address, Place};

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &personal_email::RULE,
    &personal_telephone::RULE,
    &date_of_birth::RULE,
    &nhs_number::RULE,
    &national_insurance::RULE,
    &small_count::RULE,
    &initials::RULE,
    &named_person::RULE,
];

/// The code of the rule that speaks of a kind.
fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::NationalInsurance => national_insurance::RULE.code,
        Kind::NhsNumber => nhs_number::RULE.code,
        Kind::Email => personal_email::RULE.code,
        Kind::Telephone => personal_telephone::RULE.code,
        Kind::DateOfBirth => date_of_birth::RULE.code,
    }
}

/// Whether somebody who may has let stand what a finding of this family is about: then it prints.
fn stands(form: &Form, finding: &Finding) -> bool {
    let by = finding.explained_by.as_ref().filter(|by| by.kind == "explain");
    finding.status == Status::Explained && by.is_some_and(|by| form.lets(&by.role, May::LetPersonalDataStand))
}

/// What may print of what the returns say: the form's contacts, and what somebody let stand wherever it was found.
pub fn may_print(form: &Form, returns: &Returns, findings: &[Finding]) -> MayPrint {
    let mut may = MayPrint::contacts(&form.contacts);
    let (answered, open): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|finding| stands(form, finding));
    if answered.is_empty() {
        return may;
    }
    let cells = |findings: Vec<&Finding>| -> BTreeSet<(&'static str, Place)> {
        findings.into_iter().map(|finding| (finding.code, finding.at.clone())).collect()
    };
    let (answered, open) = (cells(answered), cells(open));
    // What stands here by an answer and is asked about there is withheld in both places.
    let (mut asked, mut stands) = (BTreeSet::new(), BTreeSet::new());
    for written in texts(form, returns) {
        for kind in Kind::ALL {
            for found in may.found_of(kind, written.text) {
                let cell = (code(kind), written.at.as_ref().clone());
                let is_answered = answered.contains(&cell) && !open.contains(&cell);
                if is_answered { &mut stands } else { &mut asked }.insert((kind, found.value));
            }
        }
    }
    for (kind, value) in stands.difference(&asked) {
        may.let_stand(*kind, value.clone());
    }
    may
}

/// The cells whose text holds what may not print, each with its texts.
pub(super) fn cells<'a>(view: &View<'a>, may: &MayPrint) -> BTreeMap<Place, Vec<&'a str>> {
    let mut cells: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
    for written in texts(view.form, view.returns).filter(|written| !may.found(written.text).is_empty()) {
        cells.entry(written.at.into_owned()).or_default().push(written.text);
    }
    cells
}

/// A text of a return, and what may be said of where it stands.
struct Written<'a> {
    text: &'a str,
    at: Cow<'a, Place>,
    area: Option<&'a str>,
    /// The row's label, unless the text is the label itself.
    label: &'a str,
    column: Option<&'a crate::form::Column>,
}

/// Every text of the tables, and the titles and notes around them.
fn texts<'a>(form: &'a Form, returns: &'a Returns) -> impl Iterator<Item = Written<'a>> {
    let tables = returns.tables.iter().filter_map(|table| Some((table, form.list(&table.list)?)));
    let in_tables = tables.flat_map(|(table, list)| {
        let area = table.rows.first().and_then(|row| row.area.as_deref());
        let notes = table.notes.iter().map(move |(cell, text)| Written {
            text,
            at: Cow::Owned(table.at.at(*cell)),
            area,
            label: "",
            column: None,
        });
        let cells = table.rows.iter().flat_map(move |row| {
            row.cells.iter().filter_map(move |(id, cell)| {
                let Value::Text(text) = &cell.value else { return None };
                let label = if *id == list.label || *id == list.key { "" } else { row.text(&list.label) };
                let (at, area) = (Cow::Borrowed(&cell.at), row.area.as_deref());
                Some(Written { text, at, area, label, column: list.column(id) })
            })
        });
        notes.chain(cells).chain(headings_of_groups(returns, table))
    });
    // Not in the tables, but their findings would quote them.
    let beside = returns.troubles.iter().filter_map(|trouble| match trouble {
        Trouble::StrayText { at, area, text } => {
            Some(Written { text, at: Cow::Borrowed(at), area: area.as_deref(), label: "", column: None })
        }
        Trouble::UnreadableValue { at, area, scheme, list, column, text, .. } => {
            let column = form.list(list).and_then(|list| list.column(column));
            let label = scheme.as_deref().unwrap_or_default();
            Some(Written { text, at: Cow::Borrowed(at), area: area.as_deref(), label, column })
        }
        _ => None,
    });
    in_tables.chain(beside)
}

/// So many rows above the first one of a group its heading is looked for.
const HEADING_WITHIN: u32 = 40;

/// The headings of groups, which stand in rows of their own.
fn headings_of_groups<'a>(returns: &'a Returns, table: &'a ReturnTable) -> Vec<Written<'a>> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut headings = Vec::new();
    for row in &table.rows {
        for group in &row.groups {
            let is_cell = || row.cells.values().any(|cell| cell.text.trim() == group);
            if known.insert(group) && !is_cell() {
                let at = heading_cell(returns, row, group).map_or_else(|| row.at.clone(), |cell| row.at.at(cell));
                let area = row.area.as_deref();
                headings.push(Written { text: group, at: Cow::Owned(at), area, label: "", column: None });
            }
        }
    }
    headings
}

/// The last cell above a row that says its group.
fn heading_cell(returns: &Returns, row: &Row, group: &str) -> Option<Address> {
    let end = row.at.cell?.row;
    let rows = Address::new(end.saturating_sub(HEADING_WITHIN), 0)..Address::new(end, 0);
    let above = returns.sheet(&row.at)?.cells.range(rows);
    above.rev().find(|(_, raw)| wording::one_line(&raw.text()).contains(group)).map(|(at, _)| *at)
}

/// A finding for each text that holds something of a kind which is no contact.
fn personal(rule: &Rule, view: &View<'_>, kind: Kind) -> Vec<Finding> {
    let may = MayPrint::contacts(&view.form.contacts);
    let can_be_contact = matches!(kind, Kind::Email | Kind::Telephone);
    let findings = texts(view.form, view.returns).filter_map(|written| {
        let found: Vec<String> = may.found_of(kind, written.text).into_iter().map(|found| found.value).collect();
        let place = wording::cell(&written.at);
        // A query may be answered, and then it prints: only what to do says that it is withheld.
        let (ending, mend) = match (rule.severity, can_be_contact) {
            (Severity::Error, _) => (
                if found.len() == 1 { ", and is withheld" } else { ", and are withheld" },
                format!("take it out of {place}, and tell whoever keeps the council's data protection log"),
            ),
            (_, true) => {
                let contact = "or add it to `contacts` of `[privacy]` in piperoll.toml if it is an officer's and may be published";
                ("", wording::mend_or_explain(&format!("it is withheld until this is settled: take it out of {place}, {contact}")))
            }
            (_, false) => {
                ("", wording::mend_or_explain(&format!("it is withheld until this is settled: take it out of {place}")))
            }
        };
        told(rule, view, &written, (kind.one(), kind.several()), &found, ending, mend)
    });
    findings.collect()
}

/// A finding for each text in which `find` finds something that may lead to a person; `what` names one and several of it, and
/// `instead` what might stand there.
fn leading(
    rule: &Rule,
    view: &View<'_>,
    what: (&str, &str),
    instead: &str,
    find: impl Fn(&str) -> Vec<String>,
) -> Vec<Finding> {
    let findings = texts(view.form, view.returns).filter_map(|written| {
        let mend = wording::mend_or_explain(&format!("{instead} {}", wording::cell(&written.at)));
        told(rule, view, &written, what, &find(written.text), "", mend)
    });
    findings.collect()
}

/// 'Voids (Adults): an e-mail address stands in Progress (E2)', where anything was found; the message ends with `ending`.
fn told(
    rule: &Rule,
    view: &View<'_>,
    written: &Written<'_>,
    (one, several): (&str, &str),
    found: &[String],
    ending: &str,
    help: String,
) -> Option<Finding> {
    let (what, verb) = match found.len() {
        0 => return None,
        1 => (one.to_string(), "stands"),
        number => (format!("{number} {several}"), "stand"),
    };
    let place = wording::cell(&written.at);
    let stands_in = match written.column {
        Some(column) => format!("in {} ({place})", view.name(column)),
        None => format!("beside the rows of the table ({place})"),
    };
    let who = wording::opening(&view.who(written.area, written.label));
    // The column's own line demands nothing of the kind, and the text is not quoted.
    let scheme = Some(written.label).filter(|label| !label.is_empty());
    let column = written.column.map(|column| column.id.as_str());
    let draft = rule.at(&written.at).about_area(written.area).shared(written.area, scheme, column);
    let draft = draft.topic(if column.is_none() { "notes" } else { "" });
    let draft = match rule.severity {
        // No answer lets it stand.
        Severity::Error => draft,
        // An answer lapses when something else is found there.
        _ => draft.stated_text(&stated::not_quoted(&what, found)),
    };
    Some(draft.says(format!("{who}{what} {verb} {stands_in}{ending}"), help))
}

#[cfg(test)]
mod tests;
