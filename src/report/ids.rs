//! The ids of the report's tables. Formulas name cells by them, so each is the id of one table, whatever ids a form gives. A form's own
//! ids have no full stop; the table of one area has one between the form's id and the area's; and every table of the program's own
//! begins with one.

/// The largest movements.
pub(super) const LARGEST: &str = ".largest";
/// Figures of the appendix as a whole, then and now.
pub(super) const THEN_AND_NOW: &str = ".figures-then-and-now";
/// Figures of the appendix as a whole, with their sources.
pub(super) const FORM_LEVEL: &str = ".form-level-figures";
/// The items furthest from their target.
pub(super) const FURTHEST: &str = ".furthest";
/// The reasons given for differences from the prior period.
pub(super) const REASONS: &str = ".reasons";
/// What else the returns raised and people settled.
pub(super) const EXPLAINED: &str = ".explained";
/// Questions that stay open in what is published.
pub(super) const LEFT_OPEN: &str = ".left-open";
/// What is left out as exempt of what everybody may have.
pub(super) const EXEMPT: &str = ".exempt";
/// What a correction changes of what was published.
pub(super) const REVISED: &str = ".revised";
/// Every figure that a composed text says.
pub(super) const TEXT: &str = ".composed-text";
/// What those are worked out from.
pub(super) const FACTS: &str = ".facts";
/// How each scheme of the year that ended did.
pub(super) const NEW_YEAR_BY_SCHEME: &str = ".new-year-by-scheme";
/// What became of the savings of that year, by area.
pub(super) const NEW_YEAR: &str = ".new-year";
/// A row for each scheme and column that is compared.
pub(super) const EACH_CHANGE: &str = ".changes-by-scheme";
/// The figures of the appendix as a whole, for a later period.
pub(super) const DATA_OF_THE_WHOLE: &str = ".data-of-the-whole";

/// The kind of the tables of movements by level. They are the council's own: their lines come from many cells at once, of which nobody could
/// say whether they give something exempt away.
pub(super) const LEVELS: &str = "levels";

/// The kind of the tables of the last closings.
pub(super) const TREND: &str = "trend";

/// Whether a table is of the last closings.
pub(super) fn is_trend(id: &str) -> bool {
    id.strip_prefix('.').and_then(|id| id.strip_prefix(TREND)).is_some_and(|id| id.starts_with('.'))
}

/// Whether a table has figures that come from what was published before, under titles that may be no more.
pub(super) fn is_of_before(id: &str) -> bool {
    [REVISED, NEW_YEAR, NEW_YEAR_BY_SCHEME].contains(&id) || is_trend(id)
}

/// What is recorded of a kind.
pub(super) fn record(kind: &str) -> String {
    format!(".record.{kind}")
}

/// Whether a table may stand in a workbook for the public.
pub(super) fn is_for_all(id: &str) -> bool {
    ![TEXT, FACTS].contains(&id) && !is_data(id) && !id.starts_with(&format!(".{LEVELS}."))
}

/// Whether a table holds data for a later period, which looks for its sheet by name.
pub(super) fn is_data(id: &str) -> bool {
    id == DATA_OF_THE_WHOLE || id.starts_with(DATA)
}

/// Whether a table is one of the program's own, and holds no data for a later period.
pub(super) fn is_of_the_program(id: &str) -> bool {
    id.starts_with('.') && !is_data(id)
}

/// How the ids of the tables of items for a later period begin.
const DATA: &str = ".data.";

/// A form's table, as it stands for one area; `None` for rows of no area.
pub(super) fn of_area(table: &str, area: Option<&str>) -> String {
    // No area's id begins with a full stop.
    format!("{table}.{}", area.unwrap_or(".other"))
}

/// The id of the form's table, where this is one of it for one area; else the id itself.
pub(super) fn of_form(id: &str) -> &str {
    // Those of the program's own begin with the full stop.
    id.split_once('.').map_or(id, |(form, _)| if form.is_empty() { id } else { form })
}

/// The items of a list, for a later period.
pub(super) fn data(list: &str) -> String {
    format!("{DATA}{list}")
}

/// A table of this kind (`movement`, `years`, `trend`) about a column; `list` is its list, where that is not the main one.
pub(super) fn of_column(kind: &str, list: Option<&str>, column: &str) -> String {
    let list = list.map(|list| format!("{list}.")).unwrap_or_default();
    format!(".{kind}.{list}{column}")
}
