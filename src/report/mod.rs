//! The document as data: sections, tables with Head, Item, Subtotal and Total rows, headlines, notes, a chart. It says what
//! is printed and where it comes from, and nothing of how it looks. One report gives the PDF and the workbook.

mod annex;
mod as_last_reported;
mod build;
mod cells;
mod certainty;
mod changes;
mod chart;
mod control;
mod data;
mod document;
mod each_change;
mod exempt;
mod extent;
mod facts;
mod fingerprint;
mod form_level;
mod furthest;
#[cfg(test)]
mod group_tests;
mod ids;
mod known;
mod largest;
mod left_open;
mod list_facts;
mod material;
mod movement;
mod movement_levels;
mod new_year;
mod origin;
mod outside;
mod page_words;
mod public;
mod reason;
mod records;
mod recurrence;
mod revised;
mod set_aside;
mod settled;
pub(crate) mod sheets;
mod since;
mod stage;
mod summed;
mod table;
mod tables;
mod text;
mod trend;
mod value;
mod whole;
mod withheld;
mod worked_out;

pub use as_last_reported::AsLastReported;
pub(crate) use build::{build, compose};
pub use document::{Block, Chart, ChartGroup, Meta, Report, Section, SourceFile, Trend, TrendLine, TrendPoint};
pub use exempt::{Exemptions, NotPublic};
pub(crate) use extent::Extent;
#[cfg(any(feature = "typst", feature = "genpdf"))]
pub(crate) use extent::printed;
pub(crate) use material::Material;
pub use origin::{At, Expression, How, Origin};
pub use page_words::PageWords;
pub(crate) use revised::Revision;
pub use stage::{ClearedBy, Stage};
pub use table::{Appears, Cell, Column, Holds, Row, RowKind, Table, Tone};
pub(crate) use trend::Earlier;
pub use value::{CellValue, NumberFormat};
