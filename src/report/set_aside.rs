//! What stands in place of what a return states: the note under a table, and the words of 'Sources'.

use std::collections::{BTreeMap, BTreeSet};

use super::material::Material;
use super::{Origin, cells};
use crate::figures::{Figure, FigureOrigin, Group, Item};
use crate::finding::{FOLLOWS_FROM_DECISION, Finding, Status};
use crate::form::{Column, Kind, List, heading};
use crate::names::{Label, one_line};
use crate::period;
use crate::returns;
use crate::returns::standing::Standing;
use crate::source::Place;

/// A note for each printed figure or text of which another one is stated that was set aside, with its cell. `totals` are the totals of
/// the table, as they are called there.
pub(super) fn notes(
    material: &Material<'_>,
    list: &List,
    columns: &[String],
    items: &[&Item<'_>],
    totals: &[(String, &Group<'_>)],
) -> Vec<(String, Vec<Place>)> {
    let confirmed = material.findings.iter().filter(|finding| is_set_aside(finding));
    let confirmed: BTreeMap<&Place, &Finding> = confirmed.map(|finding| (&finding.at, finding)).collect();
    let followed = followed(material);
    if material.standings.is_empty() && confirmed.is_empty() && followed.is_empty() {
        return Vec::new();
    }
    let items = items.iter().map(|item| (item.label.as_str(), item.row, &item.figures));
    let names: Vec<String> = totals.iter().map(|(label, group)| total_name(material, label, group)).collect();
    let totals = names.iter().zip(totals).map(|(name, (_, group))| (name.as_str(), group.stated, &group.totals));
    // What lets an item count touches its figures, whether the word prints or not.
    let decides = |column: &&Column| column.choice().is_some_and(|choice| !choice.outside_totals.is_empty());
    let decides = list.columns.iter().filter(decides).map(|column| &column.id).filter(|id| !columns.contains(id));
    let columns: Vec<&String> = columns.iter().chain(decides).collect();
    let mut notes = Vec::new();
    let mut following: BTreeMap<&BTreeSet<u32>, (Vec<String>, Vec<Place>)> = BTreeMap::new();
    for (label, row, figures) in items.chain(totals) {
        let Some(row) = row else { continue };
        for id in columns.iter().copied() {
            let (Some(column), Some(cell)) = (list.column(id), row.cells.get(id)) else { continue };
            let of = Printed { material, column, label, figure: figures.get(id), is_name: *id == list.label };
            let note = match (standing(material, cell, id), confirmed.get(&cell.at)) {
                (Some(standing), _) => Some(of.in_place(standing)),
                (None, Some(finding)) => of.confirmed(cell, finding),
                (None, None) => None,
            };
            notes.extend(note.map(|note| (note, vec![cell.at.clone()])));
            if let Some(lines) = followed.get(&cell.at)
                && let Some(said) = of.followed(cell)
            {
                let (figures, cells) = following.entry(lines).or_default();
                figures.push(said);
                cells.push(cell.at.clone());
            }
        }
    }
    let following = following.into_iter().filter_map(|(lines, (figures, cells))| {
        let by: Vec<String> = lines.iter().filter_map(|line| decision(material, *line)).collect();
        let fixed = &material.words.fixed;
        let (by, figures) = (by.join("; "), figures.join("; "));
        let note = fixed.set_aside_follows().fill(&[("decisions", &by), ("figures", &figures)]);
        (!by.is_empty()).then_some((note, cells))
    });
    notes.extend(following);
    notes
}

/// For each cell of which another figure prints because of what was decided elsewhere, the lines of those decisions.
fn followed<'m>(material: &Material<'m>) -> BTreeMap<&'m Place, BTreeSet<u32>> {
    let mut followed: BTreeMap<&Place, BTreeSet<u32>> = BTreeMap::new();
    for note in material.findings.iter().filter(|finding| finding.code == FOLLOWS_FROM_DECISION) {
        for cell in &note.related {
            followed.entry(cell).or_default().extend(note.at.line);
        }
    }
    followed
}

/// What a decision is about, and whose it is: 'Roofs, Target: Section 151 officer, 20 January 2023'.
fn decision(material: &Material<'_>, line: u32) -> Option<String> {
    let by_line = |finding: &&Finding| {
        let by = finding.explained_by.as_ref();
        finding.follows.is_empty() && by.is_some_and(|by| by.line == line)
    };
    let finding = material.findings.iter().find(by_line)?;
    let answer = finding.explained_by.as_ref()?;
    let area = || finding.area.as_deref().and_then(|id| material.form.area(id)).map(|area| area.name.as_str());
    let id = finding.column.as_deref();
    let column = id.and_then(|id| material.form.lists.iter().find_map(|list| list.column(id)));
    let heading = column.map(|column| heading_of(material, column));
    let about = finding.scheme.as_deref().or_else(area).map(one_line).into_iter().chain(heading);
    let about = about.collect::<Vec<_>>().join(", ");
    let date = material.form.calendar.read_again(&answer.date);
    let fixed = &material.words.fixed;
    let about = if about.is_empty() { fixed.settled_whole().said() } else { about };
    Some(fixed.set_aside_about().fill(&[("about", &*about), ("role", answer.role.trim()), ("date", &*date)]))
}

fn heading_of(material: &Material<'_>, column: &Column) -> String {
    one_line(&heading::fill(material.form, &column.heading, material.period, &[]))
}

/// What a total is called away from its row: as there, and what of, where its name does not say so.
fn total_name(material: &Material<'_>, label: &str, group: &Group<'_>) -> String {
    let (label, of) = (one_line(label), one_line(&group.label));
    if of.is_empty() || Label::of(&label).holds(&Label::of(&of)) {
        return label;
    }
    material.words.fixed.total_of().fill(&[("total", &label), ("group", &of)])
}

/// Whether a stated figure was set aside for what its own figures come to.
fn is_set_aside(finding: &Finding) -> bool {
    finding.status == Status::Explained && finding.explained_by.as_ref().is_some_and(|by| by.kind == "set-aside")
}

/// What stands in place of a column's cell.
fn standing<'a>(material: &Material<'a>, cell: &returns::Cell, column: &str) -> Option<&'a Standing> {
    let is_it = |standing: &&&Standing| standing.cell.at == cell.at && standing.column == column;
    material.standings.iter().filter(|_| cell.decided.is_some()).find(is_it).copied()
}

/// A figure or a text of a table, as a note speaks of it.
struct Printed<'p> {
    material: &'p Material<'p>,
    column: &'p Column,
    label: &'p str,
    figure: Option<&'p Figure>,
    /// Whether it is the row's own name.
    is_name: bool,
}

impl Printed<'_> {
    /// Something else stands in place of what is stated.
    fn in_place(&self, standing: &Standing) -> String {
        let (material, column) = (self.material, self.column);
        let stands = match self.figure {
            Some(figure) => cells::figure(material, column, figure, Some(&standing.cell), Origin::Label),
            None => cells::text(&self.material.form.calendar, column, Some(&standing.cell)),
        };
        let stands = stands.text();
        let stands = if column.kind == Kind::Text { format!("'{stands}'") } else { stands.to_string() };
        let entry = material.decisions.set_asides.iter().find(|entry| entry.at.line == Some(standing.line));
        let words = entry.map(|entry| one_line(&entry.words)).unwrap_or_default();
        let date = self.material.form.calendar.long_date(standing.date);
        let by = [
            ("stands", &*stands),
            ("stated", &*standing.stated),
            ("words", &*words),
            ("role", standing.role.trim()),
            ("date", &*date),
        ];
        let fixed = &material.words.fixed;
        match self.is_name {
            true => fixed.set_aside_name().fill(&by),
            false => fixed.set_aside().fill(&[&by[..], &[("row", self.label), ("figure", &*self.heading())]].concat()),
        }
    }

    /// What the return states is not what its own figures come to, and these stand.
    fn confirmed(&self, cell: &returns::Cell, finding: &Finding) -> Option<String> {
        let answer = finding.explained_by.as_ref()?;
        let stands = cells::figure(self.material, self.column, self.figure?, None, Origin::Label);
        let date = self.material.form.calendar.read_again(&answer.date);
        let stated = self.stated(cell);
        Some(self.material.words.fixed.set_aside_computed().fill(&[
            ("row", self.label),
            ("figure", &*self.heading()),
            ("stated", &*stated),
            ("stands", stands.text()),
            ("words", &*one_line(&answer.words)),
            ("role", answer.role.trim()),
            ("date", &*date),
        ]))
    }

    /// What is stated is not what prints, for what was decided of another figure; none where both print alike.
    fn followed(&self, cell: &returns::Cell) -> Option<String> {
        let stands = cells::figure(self.material, self.column, self.figure?, None, Origin::Label);
        let stated = self.stated(cell);
        let heading = self.heading();
        let by = [("row", self.label), ("figure", &heading), ("stands", stands.text()), ("stated", &stated)];
        (stands.text() != stated).then(|| self.material.words.fixed.set_aside_followed().fill(&by))
    }

    /// A stated figure as the appendix prints it, whichever way it was typed.
    fn stated(&self, cell: &returns::Cell) -> String {
        match &cell.value {
            returns::Value::Figure(given) => {
                let given = Figure::known(given.quantity, FigureOrigin::Nothing);
                cells::figure(self.material, self.column, &given, None, Origin::Label).text().to_string()
            }
            _ => one_line(&cell.text),
        }
    }

    fn heading(&self) -> String {
        heading_of(self.material, self.column)
    }
}

/// What 'Sources' says of each cell that was set aside, in this period and the prior one.
pub(super) fn sources(material: &Material<'_>) -> BTreeMap<Place, String> {
    let said = |standing: &&Standing| {
        let by = format!("set aside by the {} on {}", standing.role.trim(), period::long_date(standing.date));
        (standing.cell.at.clone(), by)
    };
    material.standings.iter().map(said).collect()
}
