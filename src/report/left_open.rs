//! Questions that stay open in what is published, because who clears it says so: what was asked, why it stays open, and by when it is
//! answered. They stand on the first page.

use super::build::{column, row, table};
use super::material::Material;
use super::settled::{answered, asked, places};
use super::{Cell, Holds, How, Origin, RowKind, Table, cells, ids};
use crate::finding::{Finding, Status};

/// The table; none if no question stays open.
pub(super) fn table_of(material: &Material<'_>) -> Option<Table> {
    let left: Vec<&Finding> =
        material.findings.iter().filter(|finding| finding.status == Status::OpenAtPublication).collect();
    if left.is_empty() {
        return None;
    }
    let fixed = &material.words.fixed;
    let mut open = table(
        ids::LEFT_OPEN,
        &fixed.left_open_title().said(),
        fixed.left_open_about().fill(&[("number", &left.len().to_string())]),
        vec![
            column(fixed.service_area().said(), Holds::Label, 12),
            column(fixed.settled_asked().said(), Holds::Text, 32),
            column(fixed.left_open_why().said(), Holds::Text, 30),
            column(fixed.left_open_by().said(), Holds::Label, 12),
            column(fixed.left_open_due().said(), Holds::Label, 10),
        ],
    );
    for finding in left {
        let Some(answer) = &finding.explained_by else { continue };
        let area = finding
            .area
            .as_deref()
            .and_then(|id| material.form.area(id))
            .map_or_else(|| fixed.settled_whole().said(), |area| area.name.clone());
        let due = answer.due.as_deref().unwrap_or_default();
        let due = material.form.calendar.read_again(due);
        open.rows.push(row(
            RowKind::Item,
            vec![
                cells::label(area),
                Cell { origin: Origin::drawn(How::Worked, places(finding)), ..cells::label(asked(material, finding)) },
                Cell { origin: answered(material, answer), ..cells::label(answer.words.trim()) },
                cells::label(answer.role.clone()),
                cells::label(due),
            ],
        ));
    }
    Some(open)
}
