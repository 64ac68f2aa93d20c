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
    /// What it is: 'return', 'form', 'decisions', 'words', 'layout', 'font', 'control', 'prior return', 'prior workbook', 'earlier workbook'; of what stands as
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
    /// Lines of the last closings with their text alternative.
    Trend(Trend),
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

/// The last closings of a figure: a line for each of some groups, each in a panel of its own, so that none is told from another by colour.
#[derive(Debug, Clone, Serialize)]
pub struct Trend {
    /// Its title.
    pub title: String,
    /// The unit: '£000s'.
    pub unit: String,
    /// The periods, the oldest first: a point of each line each.
    pub periods: Vec<String>,
    /// The lines.
    pub lines: Vec<TrendLine>,
    /// What stands under them.
    pub notes: Vec<String>,
    /// The same in words.
    pub alternative: String,
}

/// A line of closings, on a scale of its own that has nil in it.
#[derive(Debug, Clone, Serialize)]
pub struct TrendLine {
    /// Whose closings they are.
    pub name: String,
    /// How high nil stands, in thousandths of its scale.
    pub nil: u32,
    /// As many as there are periods.
    pub points: Vec<TrendPoint>,
}

/// A closing.
#[derive(Debug, Clone, Serialize)]
pub struct TrendPoint {
    /// As printed at the point.
    pub label: String,
    /// How high it stands, in thousandths of the scale; `None` where there is no figure.
    pub height: Option<u32>,
    /// Whether the line leads to it from the point before: not over a gap, and not over the end of a financial year.
    pub joined: bool,
}
