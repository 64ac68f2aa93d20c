//! Why the finding that an entry of decisions.toml names may not be there: something is wrong upstream of it. A cell of its row
//! cannot be read, a row or a column is gone, a file is the wrong one. Then that is told, and not that the entry answers nothing.

use std::collections::BTreeSet;

use crate::finding::{Family, Finding, Status, slug};
use crate::form::Form;
use crate::names::nearest;
use crate::returns::Returns;

/// The rules whose findings explain several others, and are looked for where something is open that they would explain.
pub(super) const CULPRITS: [&str; 4] = ["figure-contradicts", "figures-aside", "other-areas-table", "many-in-one"];

/// What an entry speaks of, by the parts of an id.
pub(super) struct Wanted {
    area: Option<String>,
    parts: Vec<String>,
    /// Whether it is about no row that there is: about a total, a summary, or a row that is gone.
    of_no_row: bool,
    /// Whether it says which schemes are the same: what is found of how they moved follows from it.
    is_match: bool,
}

impl Wanted {
    /// The finding that an entry names.
    pub(super) fn finding(id: &str, form: &Form, rows: &BTreeSet<String>) -> Wanted {
        let parts: Vec<String> = id.split(':').map(str::to_string).collect();
        let area = parts.get(1).filter(|part| form.areas.iter().any(|area| slug(&area.id) == **part)).cloned();
        // A summary has rows that are called as the areas are.
        let of_no_row = !parts.iter().skip(1).any(|part| Some(part) != area.as_ref() && rows.contains(part));
        Wanted { area, parts, of_no_row, is_match: false }
    }

    /// The scheme of an area that a match names; none where it is a row's name misspelt.
    pub(super) fn scheme(area: Option<&str>, scheme: Option<&str>, rows: &BTreeSet<String>) -> Option<Wanted> {
        let scheme = slug(scheme?);
        if nearest(&scheme, rows.iter().map(String::as_str)).is_some() {
            return None;
        }
        Some(Wanted { area: area.map(slug), parts: vec![scheme], of_no_row: true, is_match: true })
    }

    /// Whether something that is open may be why it is not there. What is open under nearly the same id is not: the entry is
    /// misspelt, and was meant for that.
    pub(super) fn waits(&self, findings: &[Finding]) -> bool {
        let mut open = findings.iter().filter(|finding| finding.blocks() && finding.family != Family::Decision);
        !open.clone().any(|finding| self.is_misspelt(&finding.id)) && open.any(|finding| self.may_follow(finding))
    }

    /// Whether it is about what would explain several findings (see `check/culprit`), and is gone because some of those that it
    /// would explain are answered: its answer is the reason why they were told at all.
    pub(super) fn is_answered_in_parts(&self, findings: &[Finding]) -> bool {
        let [code, ..] = self.parts.as_slice() else { return false };
        let whole = |words: &str| format!("-{words}-");
        let names = |column: &str| self.parts.iter().skip(1).any(|part| whole(part).contains(&whole(&slug(column))));
        // A table of another area is about all its columns.
        let is_part = |finding: &Finding| {
            finding.status == Status::Explained
                && !CULPRITS.contains(&finding.code)
                && finding.area.as_deref().map(slug) == self.area
                && (*code == CULPRITS[2]
                    || finding.column.as_deref().is_some_and(names)
                    || *code == CULPRITS[3] && finding.scheme.as_deref().is_some_and(names))
        };
        CULPRITS.contains(&code.as_str()) && findings.iter().any(is_part)
    }

    fn may_follow(&self, cause: &Finding) -> bool {
        let area = cause.area.as_deref().map(slug);
        if self.area.is_some() && area.is_some() && self.area != area {
            return false;
        }
        let names = |part: &Option<String>| part.as_deref().map(slug).is_some_and(|part| self.parts.contains(&part));
        if cause.family == Family::Return || names(&cause.scheme) {
            return true;
        }
        let is_whole = cause.scheme.is_none();
        match cause.family {
            Family::Period if self.is_match => false,
            Family::Cell | Family::Period => self.of_no_row || is_whole,
            Family::Row | Family::Total | Family::Summary | Family::Reference => {
                self.of_no_row || is_whole && names(&cause.column)
            }
            _ => false,
        }
    }

    /// All parts but one are the same, and that one nearly.
    fn is_misspelt(&self, id: &str) -> bool {
        let other: Vec<&str> = id.split(':').collect();
        let mut unlike = self.parts.iter().zip(&other).filter(|(one, other)| one != *other);
        let (Some((one, other_part)), None) = (unlike.next(), unlike.next()) else { return false };
        self.parts.len() == other.len() && nearest(one, [*other_part]).is_some()
    }
}

/// What the rows of the returns are called, by their keys and their labels, as parts of an id.
pub(super) fn rows(form: &Form, returns: &Returns) -> BTreeSet<String> {
    let tables = returns.tables.iter().filter_map(|table| Some((form.list(&table.list)?, &table.rows)));
    let named =
        tables.flat_map(|(list, rows)| rows.iter().flat_map(|row| [row.text(&list.key), row.text(&list.label)]));
    named.map(slug).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::tests::FORM;
    use crate::finding::Severity;
    use crate::source::Place;

    #[test]
    fn an_entry_waits_for_what_may_hide_its_finding() {
        let form = Form::parse("piperoll.toml", FORM).unwrap();
        let open = |family, area: &str, scheme: &str, column: &str| {
            let named = |name: &str| (!name.is_empty()).then(|| name.to_string());
            let mut finding = Finding {
                area: named(area),
                scheme: named(scheme),
                column: named(column),
                ..Finding::new("unreadable-value", family, Severity::Error, Place::file("north.xlsx"))
            };
            finding.identify();
            finding
        };
        let rows = BTreeSet::from(["north", "roofs", "walls"].map(str::to_string));
        let (row, total) = ("form-check:north:roofs:target:own-rule", "column-total:north:target");
        for (entry, cause, waits) in [
            (row, open(Family::Return, "north", "", ""), true),
            (row, open(Family::Return, "", "", ""), true),
            (row, open(Family::Return, "south", "", ""), false),
            (row, open(Family::Cell, "north", "Roofs", "later"), true),
            (row, open(Family::Cell, "north", "Walls", "target"), false),
            (row, open(Family::Period, "north", "", "target"), true),
            (row, open(Family::Narrative, "north", "Walls", "notes"), false),
            (row, open(Family::Decision, "north", "Roofs", "target"), false),
            (total, open(Family::Cell, "north", "Walls", "target"), true),
            (total, open(Family::Cell, "south", "Walls", "later"), false),
            ("tie-open:both", open(Family::Cell, "north", "Walls", "later"), true),
            ("scheme-appeared:north:doors", open(Family::Total, "north", "", "target"), true),
            (row, open(Family::Total, "north", "", "later"), false),
            ("unreadable-value:north:roof:target", open(Family::Cell, "north", "roofs", "target"), false),
        ] {
            assert_eq!(
                Wanted::finding(entry, &form, &rows).waits(std::slice::from_ref(&cause)),
                waits,
                "{entry} and {}",
                cause.id
            );
        }
        let wanted = Wanted::finding(row, &form, &rows);
        let note = Finding { severity: Severity::Note, ..open(Family::Return, "north", "", "") };
        assert!(!wanted.waits(&[note]), "what is only worth knowing hides nothing");
    }

    #[test]
    fn an_entry_about_many_is_answered_by_any_part_of_its_row_or_column_and_another_by_its_own_column() {
        let form = Form::parse("piperoll.toml", FORM).unwrap();
        let rows = BTreeSet::from(["north", "roofs", "walls"].map(str::to_string));
        let answered = |scheme: &str, column: &str| Finding {
            area: Some("north".to_string()),
            scheme: Some(scheme.to_string()),
            column: Some(column.to_string()),
            status: Status::Explained,
            ..Finding::new("movement-unexplained", Family::Period, Severity::Query, Place::file("north.xlsx"))
        };
        for (entry, part, expected) in [
            ("many-in-one:north:roofs", answered("Roofs", "later"), true),
            ("many-in-one:north:roofs", answered("Walls", "later"), false),
            ("many-in-one:north:later", answered("Walls", "later"), true),
            ("figure-contradicts:north:roofs:target", answered("Roofs", "target"), true),
            ("figure-contradicts:north:roofs:target", answered("Roofs", "later"), false),
        ] {
            let wanted = Wanted::finding(entry, &form, &rows);
            assert_eq!(wanted.is_answered_in_parts(std::slice::from_ref(&part)), expected, "{entry}");
        }
    }
}
