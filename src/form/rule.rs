//! Rules of the council's own: checks, ties, phrases, bridges, and what must come back.

use crate::finding::Severity;
use crate::formula::Expr;
use crate::period::FinancialYear;
use crate::source::Place;

/// `[[check]]`: a rule of the council's own, over the columns of a list.
#[derive(Debug, Clone)]
pub struct CheckForm {
    /// Its id; part of the finding's id.
    pub id: String,
    /// The list.
    pub list: String,
    /// When it applies; always if absent.
    pub when: Option<Expr>,
    /// What must hold.
    pub require: Expr,
    /// Whether the rule is broken where something that `require` needs is missing; otherwise nothing is said then.
    pub missing_breaks: bool,
    /// How much a breach weighs.
    pub severity: Severity,
    /// What the finding says, after the item's name.
    pub message: String,
    /// Line of the form.
    pub at: Place,
}

/// `[[tie]]`: two totals that must agree once the items between them are taken into account: left and items make right.
#[derive(Debug, Clone)]
pub struct TieForm {
    /// Its id; part of the finding's id.
    pub id: String,
    /// The one total.
    pub left: TieSum,
    /// The other.
    pub right: TieSum,
    /// What lies between them: added to the left.
    pub items: Vec<TieSum>,
    /// Line of the form.
    pub at: Place,
}

/// The id of the tie that `net` of `roles` makes.
pub(crate) const NET: &str = "net-of-pressures";

/// A total of a `[[tie]]`: a column of a list, over all its items or only some.
#[derive(Debug, Clone)]
pub struct TieSum {
    /// What a reader knows it as; its column's heading where it is empty.
    pub name: String,
    /// The list.
    pub list: String,
    /// The column.
    pub column: String,
    /// Only this area's items.
    pub area: Option<String>,
    /// Only the items for which this holds.
    pub filter: Option<Expr>,
    /// Whether it counts with the other sign.
    pub negate: bool,
}

/// `[[narrative]]`: what phrases near an amount in running text speak of.
#[derive(Debug, Clone)]
pub struct NarrativeForm {
    /// The list.
    pub list: String,
    /// The text columns read.
    pub columns: Vec<String>,
    /// Phrases; one must stand in the same clause as the amount.
    pub words: Vec<String>,
    /// What the amount may be: it must agree with one of them, in reach of its rounding.
    pub means: Vec<Expr>,
    /// Line of the form.
    pub at: Place,
}

/// `[[bridge]]`: from one column of a list to another by amounts of signed kinds that stand in a second list, item by item
/// and year by year.
#[derive(Debug, Clone)]
pub struct BridgeForm {
    /// Its id.
    pub id: String,
    /// The list whose columns it joins.
    pub of: String,
    /// What it starts from is called: 'Target'.
    pub from_label: String,
    /// What it leads to is called: 'Projection'.
    pub to_label: String,
    /// Its steps: one for each year of the programme, or a single one.
    pub steps: Vec<BridgeStep>,
    /// The list that holds the amounts.
    pub list: String,
    /// Its column that names the item.
    pub item: String,
    /// Its column that says what kind of amount it is.
    pub kind: String,
    /// Its column of amounts.
    pub amount: String,
    /// Its column of the year, where there are years.
    pub year: Option<String>,
    /// How an amount of each kind counts, in the order in which the kinds print.
    pub signs: Vec<(String, Sign)>,
    /// Line of the form.
    pub at: Place,
}

/// One step of a bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeStep {
    /// Which year; `None` where the bridge has no years.
    pub year: Option<FinancialYear>,
    /// The column it starts from.
    pub from: String,
    /// The column it leads to.
    pub to: String,
}

/// How an amount counts in a bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It adds to what the bridge leads to.
    Plus,
    /// It takes away from it.
    Minus,
    /// It is part of both ends; said beside the bridge.
    Within,
}

/// `[[pairing]]`: what leaves a year comes back in the year it names, item by item.
#[derive(Debug, Clone)]
pub struct PairingForm {
    /// Its id; part of the finding's id.
    pub id: String,
    /// The list of the amounts.
    pub list: String,
    /// Its column that names the item.
    pub item: String,
    /// Its column of amounts.
    pub amount: String,
    /// Its column of the year in which an amount stands.
    pub year: String,
    /// Its column of the other year: where what leaves comes back, and where what comes back came from.
    pub other_year: String,
    /// Which rows say that something leaves.
    pub out: Expr,
    /// Which rows say that it comes back.
    pub back: Expr,
    /// Line of the form.
    pub at: Place,
}
