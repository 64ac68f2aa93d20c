//! How much of the report's tables an appendix prints: counted before anything is rendered.

use super::{Appears, Block, Section, Table, ids};

/// What the tables of one id print; those of the areas of one `[[table]]` together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// The id of the form's table, or of one of the program's own.
    pub id: String,
    /// The title of the first of them.
    pub title: String,
    /// Rows, without those of headings.
    pub rows: usize,
    /// Characters in their cells.
    pub characters: usize,
}

/// Of each table that the appendix prints, in its order.
pub fn printed(sections: &[Section]) -> Vec<Extent> {
    let mut extents: Vec<Extent> = Vec::new();
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) if table.appears != Appears::Workbook => Some(table),
        _ => None,
    });
    for table in tables {
        let id = ids::of_form(&table.id);
        // The tables of the areas of one follow each other.
        match extents.last_mut().filter(|last| last.id == id) {
            Some(last) => {
                last.rows += table.rows.len();
                last.characters += characters(table);
            }
            None => extents.push(Extent {
                id: id.to_string(),
                title: table.title.clone(),
                rows: table.rows.len(),
                characters: characters(table),
            }),
        }
    }
    extents
}

fn characters(table: &Table) -> usize {
    table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text().chars().count()).sum()
}
