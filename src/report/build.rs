//! Puts the report together: what changed, the form's own tables, what was explained.

use super::extent::{self, Extent};
use super::known::Known;
use super::material::Material;
use super::{Appears, Block, Cell, Column, Holds, Meta, PageWords, Report, Row, RowKind, Section, Table};
use super::{
    annex, as_last_reported, changes, data, each_change, exempt, facts, fingerprint, form_level, furthest, new_year,
    records, revised, set_aside, settled, sheets, stage, tables, text, withheld,
};
use crate::decision::clearance;
use crate::form::Prints;
use crate::source::Fault;
use crate::words::Piece;

/// Composes every text of the report, makes what prints of it, and keeps none: how much its tables print. `Err` as [`build`] has it,
/// at a fraction of the cost.
pub fn compose(material: &Material<'_>) -> Result<Vec<Extent>, Fault> {
    Ok(extent::printed(&printed(material, &Known::of(material))?))
}

/// The text over a table: of its area, or of them all where it sums them up.
fn over_table(
    material: &Material<'_>,
    known: &Known<'_>,
    area: Option<&str>,
    is_summary: bool,
) -> Result<Vec<Piece>, Fault> {
    match area {
        Some(area) => material.words.compose("area", &facts::area(material, known, area)),
        None if is_summary => material.words.compose("overall", &facts::all(material, known)),
        None => Ok(Vec::new()),
    }
}

/// The sections of the appendix, whose texts have their marks still: what changed and the form's own tables, and behind them how the
/// figures moved and the reasons given, unless the form has it otherwise.
fn printed(material: &Material<'_>, known: &Known<'_>) -> Result<Vec<Section>, Fault> {
    let furthest = furthest::table_of(material);
    let annex = annex::Annex::of(material, known, furthest.is_some());
    let mut changes = changes::section(material, known, furthest)?;
    let mut own = own_tables(material, known)?;
    if let (Some(figures), Some(section)) = (form_level::table(material), own.last_mut()) {
        section.blocks.push(Block::Table(figures));
    }
    own.extend(records::sections(material));
    let (mut before, mut after) = (Vec::new(), Vec::new());
    match material.form.pages.changes {
        Prints::Before => {
            changes.blocks.extend(annex.blocks(Prints::Before));
            before.push(changes);
        }
        Prints::After | Prints::No => {
            before.extend(annex.section(Prints::Before));
            after.push(changes);
        }
    }
    before.extend(settled::sections(material, Prints::Before));
    after.extend(annex.section(Prints::After));
    after.extend(settled::sections(material, Prints::After));
    // What is the form's own begins on a page of its own, and so does what follows it.
    for section in own.first_mut().into_iter().filter(|_| !before.is_empty()).chain(after.first_mut()) {
        section.new_page = true;
    }
    let mut all: Vec<Section> = before.into_iter().chain(own).chain(after).collect();
    as_last_reported::say(material, known, &mut all);
    Ok(all)
}

/// The form's own tables, a section each.
fn own_tables(material: &Material<'_>, known: &Known<'_>) -> Result<Vec<Section>, Fault> {
    let mut sections = Vec::new();
    for table in tables::tables(material, known)? {
        let mut blocks = Vec::new();
        let text = over_table(material, known, table.area.as_deref(), table.is_summary)?;
        blocks.extend(text.into_iter().map(block));
        if table.table.appears == Appears::Workbook {
            blocks.push(Block::Paragraph { text: material.words.fixed.table_elsewhere().said() });
        }
        let heading = table.table.title.clone();
        let id = table.table.id.clone();
        blocks.push(Block::Table(table.table));
        sections.push(Section { id, heading, new_page: table.new_page, blocks });
    }
    Ok(sections)
}

/// The report. `Err` where a template of the words is wrong.
pub fn build(material: &Material<'_>) -> Result<Report, Fault> {
    let known = Known::of(material);
    let mut sections = printed(material, &known)?;
    let mut alone = workbook_alone(material, &known);
    let texts = text::tables(material, &known, sections.iter_mut().chain([&mut alone]));
    alone.blocks.splice(0..0, texts.into_iter().map(Block::Table));
    sections.extend(Some(alone).filter(|alone| !alone.blocks.is_empty()));
    withheld::from_sections(&material.may_print, &mut sections);
    sheets::name(&mut sections);
    let exempt = exempt::of(material);
    let restricted = exempt.by_virtue().join(" ");
    let mut report = Report {
        meta: material.meta(),
        sections,
        set_aside: set_aside::sources(material),
        as_last_reported: as_last_reported::all(material),
        findings: material.findings.to_vec(),
        files: material.files.to_vec(),
        compared_with: material.compared_with.clone(),
        exempt,
    };
    // Of what is withheld already: what was cleared is what prints.
    let own = fingerprint::of(&report, PageWords::replaced(&material.words.fixed).as_ref(), material.layout);
    let (stage, cleared_by) = stage::of(material, &own);
    let fingerprint_printed = clearance::printed(&own);
    let mark = stage.mark(&material.words.fixed);
    let words = PageWords::of(&material.words.fixed, stage);
    if let Some(section) = revised::section(material, &known.position) {
        report.meta.title = material.words.fixed.revised_of().fill(&[("title", &report.meta.title)]);
        report.sections.insert(0, section);
        withheld::from_sections(&material.may_print, &mut report.sections);
        sheets::name(&mut report.sections);
    }
    report.meta =
        Meta { stage, mark, restricted, words, fingerprint: own, fingerprint_printed, cleared_by, ..report.meta };
    withheld::from_rest(&material.may_print, &mut report);
    Ok(report)
}

/// What stands in the workbook alone: the movements that the appendix does not print, each change by scheme, and the data for a
/// later period.
fn workbook_alone(material: &Material<'_>, known: &Known<'_>) -> Section {
    let mut blocks = settled::not_printed(material);
    blocks.extend(annex::not_printed(material, known));
    blocks.extend(annex::further_movements(material, known));
    blocks.extend(each_change::table_of(material).map(Block::Table));
    blocks.extend(new_year::by_scheme(material).map(Block::Table));
    blocks.extend(data::tables(material, &known.position).into_iter().map(Block::Table));
    Section { id: "data".to_string(), heading: String::new(), new_page: false, blocks }
}

/// A piece of composed text as a block.
pub(super) fn block(piece: Piece) -> Block {
    match piece {
        Piece::Paragraph(text) => Block::Paragraph { text },
        Piece::Bullets(items) => Block::Bullets { items },
    }
}

/// A column of a table of ours.
pub(super) fn column(heading: impl Into<String>, holds: Holds, width: u32) -> Column {
    Column { heading: heading.into(), holds, width, left_out: false }
}

/// A row of a table of ours.
pub(super) fn row(kind: RowKind, cells: Vec<Cell>) -> Row {
    Row { kind, level: 0, cells }
}

/// A table of ours, in both documents.
pub(super) fn table(id: &str, title: &str, description: String, columns: Vec<Column>) -> Table {
    Table {
        id: id.to_string(),
        title: title.to_string(),
        sheet: String::new(),
        description,
        appears: Appears::Both,
        columns,
        rows: Vec::new(),
        notes: Vec::new(),
    }
}
