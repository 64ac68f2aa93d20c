//! What the returns raised and people settled: it stays visible. The reasons for what differs from the prior period print; the answers to
//! all else stand in the workbook, unless the form has them print too.

use super::annex::in_workbook;
use super::build::{column, row, table};
use super::material::Material;
use super::{Block, Cell, Holds, How, Origin, RowKind, Section, Table, cells, ids};
use crate::decision::Until;
use crate::finding::{ExplainedBy, Family, Finding, Status};
use crate::form::{Prints, heading};
use crate::privacy;
use crate::source::Place;

/// One of the two tables: the reasons given for differences from the prior period, or the answers to all else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Differences,
    Else,
}

/// The sections that print in this place; none of a table without a row.
pub(super) fn sections(material: &Material<'_>, place: Prints) -> Vec<Section> {
    let pages = material.form.pages;
    let there = [(Of::Differences, pages.reasons), (Of::Else, pages.answers)].into_iter();
    let tables = there.filter(|(_, prints)| *prints == place).filter_map(|(of, _)| table_of(material, of));
    tables
        .map(|table| Section {
            id: table.id.trim_start_matches('.').to_string(),
            heading: table.title.clone(),
            new_page: false,
            blocks: vec![Block::Table(table)],
        })
        .collect()
}

/// The tables that stand in the workbook alone.
pub(super) fn not_printed(material: &Material<'_>) -> Vec<Block> {
    sections(material, Prints::No).into_iter().flat_map(|section| section.blocks).map(in_workbook).collect()
}

fn table_of(material: &Material<'_>, of: Of) -> Option<Table> {
    let is_one = |finding: &&Finding| is_answered(finding) && is_difference(finding) == (of == Of::Differences);
    let settled: Vec<&Finding> = material.findings.iter().filter(is_one).collect();
    if settled.is_empty() {
        return None;
    }
    let fixed = &material.words.fixed;
    let number = [("number", &*settled.len().to_string())];
    let (id, title, about, asked_about) = match of {
        Of::Differences => {
            (ids::REASONS, fixed.reasons_title(), fixed.reasons_about().fill(&number), fixed.reasons_asked())
        }
        Of::Else => (ids::EXPLAINED, fixed.settled_title(), fixed.settled_about().fill(&number), fixed.settled_asked()),
    };
    let mut settled_table = table(
        id,
        &title.said(),
        about,
        vec![
            column(fixed.settled_where().said(), Holds::Label, 15),
            column(asked_about.said(), Holds::Text, 30),
            column(fixed.settled_answer().said(), Holds::Text, 30),
            column(fixed.settled_by().said(), Holds::Label, 12),
            column(fixed.settled_date().said(), Holds::Label, 8),
        ],
    );
    for finding in settled {
        let Some(answer) = &finding.explained_by else { continue };
        let area = finding.area.as_deref().and_then(|id| material.form.area(id)).map(|area| area.name.as_str());
        // The scheme is named beside it, in what the checks asked; file and cell stand in the workbook's 'Findings'.
        let place = area.map_or_else(|| fixed.settled_whole().said(), str::to_string);
        let mut words = answer.words.trim().to_string();
        if let Some(stands) = &answer.stands {
            words = fixed.settled_stands().fill(&[("answer", &words), ("figure", stands)]);
        }
        if let Some(until) = answer.until.as_deref().map(|written| until(material, written)) {
            words = fixed.settled_until().fill(&[("answer", &words), ("until", &until)]);
        }
        let date = material.form.calendar.read_again(&answer.date);
        settled_table.rows.push(row(
            RowKind::Item,
            vec![
                cells::label(place),
                Cell {
                    origin: Origin::drawn(How::Worked, places(finding)),
                    ..cells::label(shortened(&asked(material, finding)))
                },
                Cell { origin: answered(material, answer), ..cells::label(words) },
                cells::label(answer.role.clone()),
                cells::label(date),
            ],
        ));
    }
    Some(settled_table)
}

/// Whether somebody answered a finding itself. What follows from another answer stands under the tables that print it.
pub(super) fn is_answered(finding: &Finding) -> bool {
    finding.status == Status::Explained && finding.follows.is_empty()
}

/// Whether a finding is about what differs from the prior period, or from what was approved.
pub(super) fn is_difference(finding: &Finding) -> bool {
    matches!(finding.family, Family::Period | Family::Control)
}

/// The cells that a finding is about.
pub(super) fn places(finding: &Finding) -> Vec<Place> {
    std::iter::once(&finding.at).chain(&finding.related).cloned().collect()
}

/// The entry that gives an answer.
pub(super) fn answered(material: &Material<'_>, answer: &ExplainedBy) -> Origin {
    material.decisions.entry(answer.line).map_or(Origin::Label, |at| Origin::Given(at.clone()))
}

/// Until when an answer stands, for a reader.
fn until(material: &Material<'_>, written: &str) -> String {
    let calendar = &material.form.calendar;
    match Until::parse(written) {
        Ok(Until::Period(last)) => calendar.period(last),
        Ok(Until::Year(year)) => calendar.end_of(year),
        Err(_) => written.to_string(),
    }
}

/// What the checks asked, without the names of files and cells: what is printed names none. The checks speak English: in another language
/// only the row, the figure and what the return states are named, where there are such.
pub(super) fn asked(material: &Material<'_>, finding: &Finding) -> String {
    if let Some(named) = named(material, finding).filter(|_| !material.words.is_english()) {
        return named;
    }
    let a_return = material.words.fixed.settled_return().said();
    let mut message = without_cells(material, finding);
    // The longer ones first: one name may end another.
    let mut files: Vec<_> = material.files.iter().collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.path.len()));
    for file in files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        for written in [&*file.path, name] {
            for quoted in [format!("'{written}'"), written.to_string()] {
                message = message.replace(&quoted, &a_return);
            }
        }
    }
    message
}

/// The row and the figure that a finding is about, and what is stated there: 'Voids, Forecast: '12''.
fn named(material: &Material<'_>, finding: &Finding) -> Option<String> {
    let form = material.form;
    let heading = finding.column.as_deref().and_then(|id| {
        let column = form.lists.iter().find_map(|list| list.column(id))?;
        Some(heading::name(form, &column.heading, material.period))
    });
    let about: Vec<String> = finding.scheme.iter().cloned().chain(heading).collect();
    let stated = finding.stated_text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let stated = stated.map(|text| format!(": '{text}'")).unwrap_or_default();
    (!about.is_empty()).then(|| format!("{}{stated}", about.join(", ")))
}

/// What it says without its cells: those in brackets behind a name go, of others is said that they are cells.
fn without_cells(material: &Material<'_>, finding: &Finding) -> String {
    let a_cell = material.words.fixed.settled_cell().said();
    let mut cells: Vec<String> = places(finding).iter().filter_map(Place::cells).collect();
    // The longer ones first: 'G1' begins 'G17'.
    cells.sort_by_key(|cell| (std::cmp::Reverse(cell.len()), cell.clone()));
    cells.dedup();
    cells.iter().fold(finding.message.clone(), |message, cell| {
        replace_cell(&message.replace(&format!(" ({cell})"), ""), cell, &a_cell)
    })
}

/// So many characters of what was asked stand beside its answer; the workbook's 'Findings' has the rest.
const LONGEST: usize = 420;

/// A text as far as it goes, cut behind a word.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return text.to_string() };
    let start = text.get(..end).unwrap_or_default();
    let words = start.rsplit_once(' ').map_or(start, |(words, _)| words);
    let end = privacy::cut(text, words.len());
    format!("{} …", text.get(..end).unwrap_or_default().trim_end())
}

/// Says of a cell that it is one, wherever a sentence speaks of it and not of a name that is written like it.
fn replace_cell(text: &str, cell: &str, by: &str) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(cell) {
        replaced.push_str(before);
        let is_place = ["in ", "and ", "to ", "from ", ", ", "("].iter().any(|lead| replaced.ends_with(lead));
        let is_quoted = replaced.matches('\'').count() % 2 == 1;
        let is_cell = is_place && !is_quoted && !after.starts_with(char::is_alphanumeric);
        replaced.push_str(if is_cell { by } else { cell });
        rest = after;
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_cut_behind_a_word_and_a_cell_is_no_part_of_a_longer_one() {
        let long = "Voids and rents, ".repeat(40);
        let said = shortened(&long);
        assert!(said.chars().count() <= LONGEST + 2 && said.ends_with(" …"), "{said}");
        assert!(
            long.starts_with(said.trim_end_matches(" …")) && said.trim_end_matches(" …").ends_with(['s', ',', 'd'])
        );
        assert_eq!(shortened("Voids"), "Voids");
        assert_eq!(
            replace_cell("in G1, G17 and G1: G1 'in G1'", "G1", "a cell"),
            "in a cell, G17 and a cell: G1 'in G1'"
        );
    }
}
