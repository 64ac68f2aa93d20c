//! The document: its sections, the blocks in them, the chart.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::as_last_reported::AsLastReported;
use super::exempt::Exemptions;
use super::page_words::PageWords;
use super::stage::{ClearedBy, Stage};
use super::table::Table;
use crate::finding::Finding;
use crate::source::Place;

/// A whole document.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// What the document is.
    pub meta: Meta,
    /// Its sections, in the order in which they print.
    pub sections: Vec<Section>,
    /// Cells of returns that were set aside, of both periods, and by whom and when: 'set aside by the Section 151 officer on
    /// 20 January 2023'. What a cell of the report shows for one is what stands in its place.
    #[serde(skip)]
    pub set_aside: BTreeMap<Place, String>,
    /// The areas that sent no return and whose figures are as last reported.
    #[serde(skip)]
    pub as_last_reported: Vec<AsLastReported>,
    /// What the checks found, with the decisions applied, in order. The workbook lists them all.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Every file that was read.
    #[serde(skip)]
    pub files: Vec<SourceFile>,
    /// What the period was compared with, and where that lies: one sentence. `None` where there was nothing to compare with.
    #[serde(skip)]
    pub compared_with: Option<String>,
    /// What of it is exempt from publication.
    #[serde(skip)]
    pub exempt: Exemptions,
}

impl Report {
    /// Its tables, in its order, wherever they appear.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path in the collection, with '/'.
    pub path: String,
    /// SHA-256 of its bytes, in hex; of a file that was not read what stands in its place: '[not read: 5368709120 bytes]'.
    pub sha256: String,
    /// What it is: 'return', 'form', 'decisions', 'words', 'layout', 'font', 'control', 'prior return', 'prior workbook'; of what stands as
    /// it was published last 'return as last published' and the like.
    pub role: &'static str,
}

/// What the document is.
#[derive(Debug, Clone, Serialize)]
pub struct Meta {
    /// Title of the appendix.
    pub title: String,
    /// The council.
    pub council: String,
    /// The committee.
    pub committee: String,
    /// 'Quarter 3, 2022/23'
    pub period: String,
    /// '31 December 2022'; empty if the form does not say.
    pub as_at: String,
    /// '8 February 2023'; empty if the form does not say.
    pub meeting: String,
    /// The date that the files carry: the meeting's, else the as-at date, else the period's last day.
    #[serde(skip)]
    pub dated: Date,
    /// 'en-GB'
    pub language: String,
    /// How far it has come. DRAFT or FOR CLEARANCE stands on every page and sheet until it has been cleared.
    pub stage: Stage,
    /// What stands on every page and sheet; empty where it has been cleared.
    pub mark: String,
    /// 'Not for publication by virtue of …': what stands on every page and sheet where anything in it is exempt; else empty.
    pub restricted: String,
    /// What the renderers say on each page and each sheet.
    pub words: PageWords,
    /// SHA-256, in hex, of the figures and words alone: what a clearance is bound to.
    pub fingerprint: String,
    /// Its first digits, as they print: 'af32 91bc 0d4e 77a1'.
    pub fingerprint_printed: String,
    /// The clearances that hold for it as it stands.
    pub cleared_by: Vec<ClearedBy>,
    /// The agenda pack's number of the first page.
    pub first_page: u32,
}

/// A section with a heading.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its heading (level 1 under the document's title).
    pub heading: String,
    /// Whether it starts a page.
    pub new_page: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "block", rename_all = "lowercase")]
pub enum Block {
    /// A paragraph of running text.
    Paragraph {
        /// The text.
        text: String,
    },
    /// Bullet points.
    Bullets {
        /// One text each.
        items: Vec<String>,
    },
    /// A table.
    Table(Table),
    /// A chart with its text alternative.
    Chart(Chart),
}

/// Bars for a few figures of each of some groups.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// The unit, for the axis: '£000s'.
    pub unit: String,
    /// Names of the bars: 'Target', 'Forecast', 'Achieved to date'.
    pub series: Vec<String>,
    /// One group of bars each.
    pub groups: Vec<ChartGroup>,
    /// The same in words.
    pub alternative: String,
}

/// A group of bars.
#[derive(Debug, Clone, Serialize)]
pub struct ChartGroup {
    /// Its name.
    pub name: String,
    /// As printed beside the bar, one for each series.
    pub labels: Vec<String>,
    /// Length of each bar in thousandths of the longest of the whole chart; never negative.
    pub lengths: Vec<u32>,
}
