//! What the returns raised and people settled: it stays visible.

use super::build::{column, row, table};
use super::material::Material;
use super::{Block, Cell, Holds, How, Origin, RowKind, Section, cells, ids};
use crate::decision::Until;
use crate::finding::{ExplainedBy, Finding, Status};
use crate::period;
use crate::source::Place;

/// The section that lists every finding that was explained or set aside, by whom; none if there is nothing.
pub(super) fn section(material: &Material<'_>) -> Option<Section> {
    let settled: Vec<&Finding> =
        material.findings.iter().filter(|finding| finding.status == Status::Explained).collect();
    if settled.is_empty() {
        return None;
    }
    let fixed = &material.words.fixed;
    let mut settled_table = table(
        ids::EXPLAINED,
        &fixed.settled_title().said(),
        fixed.settled_about().fill(&[("number", &settled.len().to_string())]),
        vec![
            column(fixed.settled_where().said(), Holds::Label, 15),
            column(fixed.settled_asked().said(), Holds::Text, 30),
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
        if let Some(until) = answer.until.as_deref().map(until) {
            words = fixed.settled_until().fill(&[("answer", &words), ("until", &until)]);
        }
        let date = period::read_date(&answer.date).map_or_else(|| answer.date.clone(), period::long_date);
        settled_table.rows.push(row(
            RowKind::Item,
            vec![
                cells::label(place),
                Cell { origin: Origin::drawn(How::Worked, places(finding)), ..cells::label(asked(material, finding)) },
                Cell { origin: answered(material, answer), ..cells::label(words) },
                cells::label(answer.role.clone()),
                cells::label(date),
            ],
        ));
    }
    Some(Section {
        id: "explained".to_string(),
        heading: fixed.settled_title().said(),
        new_page: true,
        blocks: vec![Block::Table(settled_table)],
    })
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
fn until(written: &str) -> String {
    Until::parse(written).map_or_else(|_| written.to_string(), Until::label)
}

/// What the checks asked, without the names of files: what is printed names none.
pub(super) fn asked(material: &Material<'_>, finding: &Finding) -> String {
    let a_return = material.words.fixed.settled_return().said();
    let mut message = finding.message.clone();
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
