//! What reading says of the returns for the rules to tell: what stood in the way, and how rows were understood.

use super::headings::NearestHeadings;
use super::likeness::{Below, Likeness, MayBe, NoPart, SumOf, Titled, TitledTable};
use super::look::Sight;
use super::others::OtherFile;
use super::spoilt::Spoilt;
use super::{HeadingDiffers, LeftAlone, Otherwise, SaidUnit, ShownCell};
use crate::form::GroupFrom;
use crate::source::{Address, Place};

/// What stood in the way of reading, for the rules to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The file could not be opened as a workbook, or is over a limit: why.
    UnreadableFile {
        /// The file.
        at: Place,
        /// One sentence.
        why: String,
    },
    /// Files of the folder were left alone, because so much had been read of it.
    NotRead {
        /// The folder.
        at: Place,
        /// Which files, and why.
        left: LeftAlone,
    },
    /// The folder holds what is no workbook, or further folders.
    OtherFiles {
        /// The folder.
        at: Place,
        /// What they are.
        others: Vec<OtherFile>,
    },
    /// It cannot be told whose return it is.
    UnknownArea {
        /// The file.
        at: Place,
        /// The name inside the file or its stem.
        named: String,
        /// The nearest names of the form.
        near: Vec<String>,
        /// The file whose whole name stands in this one's: 'housing.xlsx' beside 'Housing old.xlsx'.
        copy_of: Option<Place>,
    },
    /// Two files are the same area's.
    TwoReturns {
        /// The second file.
        at: Place,
        /// The first.
        first: Place,
        /// The area's id.
        area: String,
    },
    /// An area's last published figures were to stand for its return, and cannot.
    CannotStand {
        /// The line of decisions.toml that says so.
        at: Place,
        /// The area.
        area: String,
        /// Why not: a clause.
        why: String,
        /// What to do: a sentence.
        mend: String,
    },
    /// An area, or a named file, sent nothing.
    MissingReturn {
        /// The folder.
        at: Place,
        /// The area's id, if it is an area's own.
        area: Option<String>,
        /// What was looked for.
        file: String,
        /// The line of the form.
        demanded_by: Place,
    },
    /// The sheet named by the form is not there, or no sheet has the table.
    MissingSheet {
        /// The file.
        at: Place,
        /// The area, if it is an area's own.
        area: Option<String>,
        /// The sheet's name, or the headings looked for.
        looked_for: String,
        /// The sheets that are there.
        there: Vec<String>,
        /// A hidden sheet that has the table's headings; it is not read.
        hidden: Option<String>,
        /// The rows that come nearest to the table's headings, if some come near at all.
        nearest: Option<NearestHeadings>,
        /// The title under which the form says that it stands, and those that stand over its headings instead.
        under: Option<(String, Vec<TitledTable>)>,
        /// Whether the form says that it may be absent.
        optional: bool,
        /// The list.
        list: String,
        /// The line of the form.
        demanded_by: Place,
    },
    /// The rows of a list stand in tables of different titles.
    SeveralTitles {
        /// The first other title.
        at: Place,
        /// The area, if it is an area's own file.
        area: Option<String>,
        /// The list.
        list: String,
        /// The tables, from the top.
        tables: Vec<TitledTable>,
        /// The line of the form.
        demanded_by: Place,
    },
    /// The table stands on several sheets, and the form does not say that all of them count.
    SeveralSheets {
        /// The first sheet that was left out.
        at: Place,
        /// The area, if it is an area's own file.
        area: Option<String>,
        /// The list.
        list: String,
        /// The sheets that count.
        counted: Vec<Place>,
        /// The sheets that were left out.
        left: Vec<Place>,
        /// Those left out that are another area's by their titles or names, each with that area's id.
        of_others: Vec<(Place, String)>,
        /// Whether the one that counts is called after the period, and each of the others after another period.
        certain: bool,
        /// The line of the form.
        demanded_by: Place,
    },
    /// A title, or a sheet's name, names another period or day than the period's.
    OtherPeriod {
        /// The first such cell.
        at: Place,
        /// The area, if it is an area's own file.
        area: Option<String>,
        /// Each that names another one.
        said: Vec<Titled>,
        /// Where the right one stands, if it does.
        right: Vec<Place>,
        /// Whether no more is said than that it comes from another period.
        refers: bool,
        /// Whether it stands over some figures of the sheet, for which a title of the whole sheet says nothing.
        over_figures: bool,
    },
    /// A title names another area than the one whose return it is taken for.
    OtherArea {
        /// The title; the file where it is its name alone.
        at: Place,
        /// The area whose return it is taken for (its id).
        area: String,
        /// As typed.
        text: String,
        /// The area that the title names (its id).
        named: String,
        /// The area that the file is called after (its id), where that is another one than it is taken for.
        called: Option<String>,
        /// Whether the area's own name stands in the titles as well.
        both: bool,
        /// Whether it stands over some figures of the sheet, for which a title of the whole sheet says nothing.
        over_figures: bool,
    },
    /// The table's headings are there and not one row below them, or nothing but a text.
    NoRow {
        /// The text, or the first heading.
        at: Place,
        /// The area, if it is an area's own file.
        area: Option<String>,
        /// The list.
        list: String,
        /// The text that stands there alone: 'To follow'.
        words: Option<String>,
    },
    /// The return says that there is nothing to report, or the form does.
    NilReturn {
        /// The cell that says it; the first heading, or the folder, where the form does.
        at: Place,
        /// The area, if it is an area's own file.
        area: Option<String>,
        /// The return's words.
        words: Option<String>,
        /// The line of the form that says it.
        demanded_by: Option<Place>,
    },
    /// A column that the form requires has no heading.
    MissingColumn {
        /// The heading row.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// The list.
        list: String,
        /// The column's id.
        column: String,
        /// The heading of the return that is nearest to it, if one is.
        near: Option<(Address, String)>,
        /// The cells that heading is made of, where a date that it says stands in a cell of its own.
        parts: Vec<Place>,
        /// In what that heading differs, where its words are the same.
        differs: Option<HeadingDiffers>,
        /// The line of the form.
        demanded_by: Place,
    },
    /// A heading that the form does not know, with something under it.
    UnknownColumn {
        /// The heading.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// As typed.
        heading: String,
        /// The nearest heading of the form.
        near: Option<String>,
        /// In what the heading differs from that one, where its words are the same.
        differs: Option<HeadingDiffers>,
    },
    /// The sheet states another unit than the form has for columns of a table.
    UnitContradicts {
        /// The cell that states it.
        at: Place,
        /// Further cells that do.
        more: Vec<Place>,
        /// The area, if told.
        area: Option<String>,
        /// The list.
        list: String,
        /// The columns' ids.
        columns: Vec<String>,
        /// As typed.
        text: String,
        /// The unit that is stated.
        unit: SaidUnit,
    },
    /// Rows of the table are headings of groups for which the form has no level.
    HeadingsBeyondLevels {
        /// The heading rows, each with its text.
        headings: Vec<(Place, String)>,
        /// The first of them.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// The list.
        list: String,
        /// The line of the form.
        demanded_by: Place,
    },
    /// A column's heading stands twice.
    TwoColumns {
        /// The second heading.
        at: Place,
        /// The first heading.
        first: Place,
        /// The area, if told.
        area: Option<String>,
        /// The column's id.
        column: String,
    },
    /// Columns of another period stand beside those that are read.
    ColumnsAside {
        /// The first of their headings.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// Each heading with what stands over or under it.
        headings: Vec<(Place, String)>,
        /// The columns, headings and all.
        columns: Vec<Place>,
    },
    /// Words over columns of figures may say that they are something else than this period's.
    WordsOver {
        /// The words.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// As typed.
        text: String,
        /// The list.
        list: String,
        /// The columns' ids.
        columns: Vec<String>,
    },
    /// The heading of the names stands over references, and the names have none.
    NamesUnheaded {
        /// The first of the names.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// The heading.
        heading: String,
        /// The first of the references.
        reference: String,
        /// All of the names.
        names: Place,
    },
    /// A row says that it belongs to an area the form does not know.
    UnknownRowArea {
        /// The cell.
        at: Place,
        /// Where the row's area is told.
        told_by: GroupFrom,
        /// As typed.
        named: String,
        /// The nearest names.
        near: Vec<String>,
    },
    /// A file that the form says is the return of several areas holds rows of another one.
    RowsOfOtherArea {
        /// The first of them.
        at: Place,
        /// Whose they are.
        area: String,
        /// How many.
        rows: usize,
        /// The list.
        list: String,
        /// The line of the form.
        demanded_by: Place,
    },
    /// A file that the form says is the return of several areas holds no row of one of them.
    NoRowOfArea {
        /// The first heading.
        at: Place,
        /// The area.
        area: String,
        /// The list.
        list: String,
        /// The line of the form.
        demanded_by: Place,
    },
    /// Text stands in a row that has no label: a cell that somebody carried on in the row below, perhaps. It was left out.
    StrayText {
        /// The cell.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// As typed.
        text: String,
    },
    /// Figures stand in a row that has no label and is no total, or beside the column in which its total stands: they were left
    /// out.
    StrayFigures {
        /// The first such cell.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// What the row is called, if it has a label.
        label: Option<String>,
        /// The cells.
        cells: Vec<Place>,
    },
    /// Rows at the end of a table that nobody filled in: without a title, and with no figure but nil. They are no items.
    SpareRows {
        /// The first cell of the first of them.
        at: Place,
        /// The area, if told.
        area: Option<String>,
        /// The list.
        list: String,
        /// The rows: each stretch of them, from its first column in which something stands to its last.
        rows: Vec<Place>,
        /// Every cell of theirs in which something stands.
        cells: Vec<Place>,
    },
    /// A row was read as a total by what it is, not by a label of the form.
    TotalRead(Likeness),
    /// A row may be a total, and it cannot be told.
    PossibleTotal {
        /// The row.
        row: Likeness,
        /// Why.
        why: MayBe,
    },
    /// Rows at the end of a list may analyse those above them: they come to the same, or a line above them says so. They count
    /// nowhere.
    SecondBlock {
        /// The rows, their total among them.
        rows: Vec<Likeness>,
        /// The rows above, where both come to the same.
        same: Option<SumOf>,
        /// The line above that says so, with its cell.
        title: Option<(Place, String)>,
    },
    /// A total row is followed by another one, which stands.
    SecondTotal {
        /// The one that does not stand.
        row: Likeness,
        /// The one that does.
        stands: Box<Likeness>,
    },
    /// Rows are parts of the item above them, and count there alone.
    PartsRead {
        /// The parts.
        rows: Vec<Likeness>,
        /// The item.
        whole: Box<Likeness>,
    },
    /// A row says that it is a part of the one above, and cannot be, or is counted beside it.
    PossiblePart {
        /// The row.
        row: Likeness,
        /// Why it may be none.
        why: NoPart,
    },
    /// The template's example states figures.
    ExampleRow {
        /// The row.
        row: Likeness,
        /// Whether the table's own total leaves it out.
        certain: bool,
        /// The sheet on which the table's rows stand, where nothing but the example stands on this one.
        beside: Option<Place>,
    },
    /// A label goes on in the row below.
    LabelGoesOn {
        /// The second row, with the rest of the label.
        row: Likeness,
        /// The first.
        above: Box<Likeness>,
    },
    /// A return says that it has nothing to report, and has items all the same.
    NilBesideItems {
        /// The row that says it.
        row: Likeness,
        /// How many items stand in the table.
        items: usize,
        /// The line of the form, where that says it and not the row.
        demanded_by: Option<Place>,
    },
    /// What stands below the total: rows with amounts, or notes and checks that hold one.
    BelowTotal {
        /// The rows.
        rows: Vec<Likeness>,
        /// What they are.
        what: Below,
    },
    /// Texts of a file that were spoilt when it was saved.
    SpoiltText {
        /// The area.
        area: Option<String>,
        /// The first of them, with its text and how it was spoilt.
        at: Place,
        /// See `at`.
        text: String,
        /// See `at`.
        spoilt: Spoilt,
        /// The others, each with its text.
        others: Vec<(Place, String)>,
    },
    /// Cells of a column show another thing than they hold.
    ShownOtherwise {
        /// The cells, top to bottom.
        cells: Vec<ShownCell>,
        /// In which way.
        how: Otherwise,
        /// The area, if it is an area's own file.
        area: Option<String>,
        /// The list.
        list: String,
        /// The column.
        column: String,
    },
    /// The kind of a file tells not all that its sheets show.
    CannotBeSeen {
        /// The file.
        at: Place,
        /// What can be seen.
        sight: Sight,
    },
    /// A cell that is not what its column holds.
    UnreadableValue {
        /// The cell.
        at: Place,
        /// The area.
        area: Option<String>,
        /// The row's label.
        scheme: Option<String>,
        /// The list.
        list: String,
        /// The column's id.
        column: String,
        /// As typed.
        text: String,
        /// One sentence.
        why: String,
        /// The line of the form.
        demanded_by: Place,
    },
}

impl Trouble {
    /// Where it is.
    pub fn at(&self) -> Option<&Place> {
        match self {
            Trouble::UnreadableFile { at, .. }
            | Trouble::NotRead { at, .. }
            | Trouble::OtherFiles { at, .. }
            | Trouble::UnknownArea { at, .. }
            | Trouble::TwoReturns { at, .. }
            | Trouble::MissingReturn { at, .. }
            | Trouble::CannotStand { at, .. }
            | Trouble::MissingSheet { at, .. }
            | Trouble::SeveralSheets { at, .. }
            | Trouble::SeveralTitles { at, .. }
            | Trouble::OtherPeriod { at, .. }
            | Trouble::OtherArea { at, .. }
            | Trouble::NoRow { at, .. }
            | Trouble::NilReturn { at, .. }
            | Trouble::MissingColumn { at, .. }
            | Trouble::UnknownColumn { at, .. }
            | Trouble::UnitContradicts { at, .. }
            | Trouble::HeadingsBeyondLevels { at, .. }
            | Trouble::TwoColumns { at, .. }
            | Trouble::ColumnsAside { at, .. }
            | Trouble::WordsOver { at, .. }
            | Trouble::NamesUnheaded { at, .. }
            | Trouble::UnknownRowArea { at, .. }
            | Trouble::RowsOfOtherArea { at, .. }
            | Trouble::NoRowOfArea { at, .. }
            | Trouble::StrayText { at, .. }
            | Trouble::StrayFigures { at, .. }
            | Trouble::SpareRows { at, .. }
            | Trouble::SpoiltText { at, .. }
            | Trouble::CannotBeSeen { at, .. }
            | Trouble::UnreadableValue { at, .. } => Some(at),
            Trouble::TotalRead(row)
            | Trouble::PossibleTotal { row, .. }
            | Trouble::SecondTotal { row, .. }
            | Trouble::PossiblePart { row, .. }
            | Trouble::NilBesideItems { row, .. }
            | Trouble::ExampleRow { row, .. }
            | Trouble::LabelGoesOn { row, .. } => Some(&row.at),
            Trouble::ShownOtherwise { cells, .. } => cells.first().map(|cell| &cell.at),
            Trouble::PartsRead { rows, .. } | Trouble::BelowTotal { rows, .. } | Trouble::SecondBlock { rows, .. } => {
                rows.first().map(|row| &row.at)
            }
        }
    }
}
