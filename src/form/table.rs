//! The tables of the appendix.

use crate::formula::Expr;
use crate::source::Place;

/// `[[table]]`
#[derive(Debug, Clone)]
pub struct TableForm {
    /// Its id.
    pub id: String,
    /// Its title, with placeholders; with `one_per`, `{{number}}` and `{{name}}` too.
    pub title: String,
    /// The list it draws on; for a bridge, the list whose columns it joins.
    pub from: String,
    /// The bridge it prints, instead of rows of a list.
    pub bridge: Option<String>,
    /// One table for each area.
    pub one_per_area: bool,
    /// Which columns, in order.
    pub columns: Vec<String>,
    /// How wide each column is beside the others; 1 for a figure and 3 for text unless said else.
    pub widths: Vec<u32>,
    /// What the total row is called; no total row without it.
    pub total_label: Option<String>,
    /// The order of rows by area or key, where it is not that of the returns.
    pub order: Vec<String>,
    /// The levels whose groups print, outermost first.
    pub groups: Vec<String>,
    /// Whether a heading row stands above each such group.
    pub group_heading: bool,
    /// Whether a subtotal stands below each such group; otherwise its heading stands alone.
    pub subtotals: bool,
    /// What a subtotal is called, with `{{group}}`; else the return's own label, else 'Total' and the group's name.
    pub subtotal_label: Option<String>,
    /// The order of groups by name, where it is not that of the returns.
    pub group_order: Vec<String>,
    /// Only the items for which this holds; totals are then of those.
    pub filter: Option<Expr>,
    /// Whether columns in which a table has nothing are left out of what prints.
    pub leaves_out_blank: bool,
    /// Notes printed under it.
    pub notes: Vec<String>,
    /// It stands in the workbook alone; the appendix says so in its place.
    pub workbook_alone: bool,
    /// Line of the form.
    pub at: Place,
}
