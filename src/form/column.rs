//! Columns: what stands in a cell, how it is read, and how its figures and totals arise.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Hue;
use crate::formula::Expr;
use crate::money::{Absent, Unit};
use crate::names::{self, Phrase};
use crate::source::Place;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An amount of money, held in pounds.
    Money,
    /// A percentage, held as a ratio.
    Percent,
    /// A number of things.
    Count,
    /// Text, whole.
    Text,
    /// One of the form's choices.
    Choice,
    /// A reference.
    Code,
    /// A date.
    Date,
    /// A financial year, held as text: '2018/19'.
    Year,
}

impl Kind {
    /// Money, percentages and counts can be computed with.
    pub fn is_figure(self) -> bool {
        matches!(self, Kind::Money | Kind::Percent | Kind::Count)
    }

    /// As the form says it: 'money', 'percent'.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Money => "money",
            Kind::Percent => "percent",
            Kind::Count => "count",
            Kind::Text => "text",
            Kind::Choice => "choice",
            Kind::Code => "code",
            Kind::Date => "date",
            Kind::Year => "year",
        }
    }
}

/// How the cells of a column arise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnOrigin {
    /// Published as the return states it.
    Given,
    /// Computed from the row; what the return states for it is only checked.
    Formula(Expr),
    /// In a summary: the total of a column of the list summed up.
    Sum(String),
    /// In a summary: how many items.
    Count,
    /// A column of the same row, as a share of that column's total.
    Share(String),
}

/// How the total of a column arises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalOrigin {
    /// The sum of what is known.
    Sum,
    /// As the return's own total row states it.
    Given,
    /// No total.
    None,
    /// A formula over the totals of the other columns.
    Formula(Expr),
    /// Of a column that shows shares: the share of the group's total in the whole list's.
    Share,
}

/// What a placeholder or code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What the council means by it; printed as a key where the form asks for it.
    pub means: String,
    /// Whether formulas may take it as nil. Never so unless the form says it.
    pub nil: bool,
}

/// What a blank cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// Nothing was said.
    Missing,
    /// Nil, because the form says so.
    Nil,
}

/// On which side of nil figures stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Above.
    Positive,
    /// Below.
    Negative,
}

impl Side {
    /// The side of a figure; none of nil.
    pub fn of(figure: Decimal) -> Option<Side> {
        match figure {
            _ if figure.is_zero() => None,
            _ if figure.is_sign_negative() => Some(Side::Negative),
            _ => Some(Side::Positive),
        }
    }

    /// 'positive', 'negative'
    pub fn name(self) -> &'static str {
        match self {
            Side::Positive => "positive",
            Side::Negative => "negative",
        }
    }
}

/// How much a figure may move, or differ, before it wants an explanation: beyond the amount and beyond the percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// In pounds.
    pub amount: Decimal,
    /// As a ratio of the earlier figure.
    pub percent: Decimal,
}

/// The amount that may stand beside a percentage: '92% (8.78m)'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The id by which formulas name the amount (stated, or else percentage times base).
    pub id: String,
    /// The column the percentage is of.
    pub of: String,
}

/// A value that stands inside another column's cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// The column whose cell it stands in. That cell stays whole.
    pub column: String,
    /// What stands around it: `Saving {}`, with `{}` for one word. Without it, a choice is the one whose words stand there.
    pub pattern: Option<String>,
}

/// `[[list.column]]`
#[derive(Debug, Clone)]
pub struct Column {
    /// Its id: letters, digits and underscores.
    pub id: String,
    /// Its heading, with placeholders: 'Target {{year_end}} (£000s)'.
    pub heading: String,
    /// Other headings of the same column in returns.
    pub also: Vec<String>,
    /// What it holds.
    pub kind: Kind,
    /// The unit in which the return states money. The form must say it; an amount beside a percentage is in the unit of the
    /// column that the percentage is of, unless the form says else.
    pub unit: Unit,
    /// Decimal places of a percentage, stated and printed; 0 unless said else.
    pub decimals: u32,
    /// Whether an item must state it.
    pub required: bool,
    /// Whether the column may be absent altogether. A computed column may, a given one may not, unless the form says else.
    pub optional: bool,
    /// Whether it only grows within a year.
    pub cumulative: bool,
    /// The side of nil on which its figures stand, where the form says one.
    pub sign: Option<Side>,
    /// Whether what is stated was rounded to the digits shown.
    pub rounded: bool,
    /// What a blank means.
    pub blank: Blank,
    /// Placeholders and codes.
    pub codes: BTreeMap<String, Code>,
    /// For a choice: what may stand there.
    pub choices: Vec<String>,
    /// For a choice: the choice that the colour of a cell without a word stands for.
    pub colours: Vec<(Hue, String)>,
    /// How its cells arise.
    pub origin: ColumnOrigin,
    /// In a summary: only the items for which this holds are summed or counted.
    pub only: Option<Expr>,
    /// How its total arises.
    pub total: TotalOrigin,
    /// For a percentage: the amount beside it.
    pub beside: Option<Beside>,
    /// In a summary: the column of the list summed up with whose stated total it must agree.
    pub agrees_with: Option<String>,
    /// In a summary: whether over-delivery must be shown gross beside a net total (the column is negative where an item
    /// is over-delivered).
    pub net: bool,
    /// Movement since the prior period beyond which an explanation is asked for.
    pub movement: Option<Tolerance>,
    /// Words that say an item is finished ('Delivered', 'Complete'); checked against the figures.
    pub done_words: Vec<String>,
    /// The unit in which its money prints, if not the appendix's.
    pub prints: Option<Unit>,
    /// For a choice: whether its choices are stages, in this order.
    pub ordered: bool,
    /// For a reference: whether numbers that are missing in a run are listed.
    pub gaps: bool,
    /// The column in which this one's subtotals and totals stand, in returns and in the appendix; its own unless said else.
    pub totals_in: Option<String>,
    /// Where its value stands, if not in a column of its own.
    pub within: Option<Within>,
    /// Phrases that make what stands in the row conditional ('subject to approval').
    pub conditions: Vec<String>,
    /// Labels of the parts of a narrative cell, each in all its spellings: `[["Risk", "Risks"], ["Risk Mitigation"]]`.
    pub parts: Vec<Vec<String>>,
    /// Line of the form.
    pub at: Place,
}

impl Column {
    /// Whether a placeholder, or a blank, of this column is taken as nil.
    pub fn takes_as_nil(&self, why: &Absent) -> bool {
        match why {
            Absent::Blank => self.blank == Blank::Nil,
            Absent::Code(code) => self.code(code).is_some_and(|(_, meaning)| meaning.nil),
            _ => false,
        }
    }

    /// The code that a typed placeholder is, if the form knows it: compared as [codes](names::Code) are.
    pub fn code(&self, typed: &str) -> Option<(&str, &Code)> {
        self.codes.iter().find(|(code, _)| names::Code::same(code, typed)).map(|(code, means)| (code.as_str(), means))
    }

    /// The phrase of its `conditions` that a text holds, as the form writes it.
    pub fn condition(&self, text: &str) -> Option<&str> {
        let text = Phrase::of(text);
        self.conditions.iter().find(|phrase| Phrase::of(phrase).stands_in(&text)).map(String::as_str)
    }

    /// The unit of its figures, for a sentence: 'thousands of pounds'.
    pub fn unit_name(&self) -> &'static str {
        if self.kind == Kind::Money { self.unit.name() } else { "its own unit" }
    }

    /// The column in which its subtotals and totals stand.
    pub fn totals_column(&self) -> &str {
        self.totals_in.as_deref().unwrap_or(&self.id)
    }

    /// The place of a choice among the choices; `None` if it is none of them.
    pub fn rank(&self, choice: &str) -> Option<usize> {
        self.choices.iter().position(|known| names::Code::same(known, choice))
    }

    /// Whether its figures are computed rather than given.
    pub fn is_computed(&self) -> bool {
        self.kind.is_figure() && self.origin != ColumnOrigin::Given
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_or_code_is_found_however_its_dashes_and_quotes_are_typed() {
        let mut column = crate::reconcile::testing::column("stage", Kind::Choice);
        column.choices = vec!["On track".into(), "Off-track – members’ decision".into()];
        column.codes.insert("–".into(), Code { means: "nothing yet".into(), nil: true });
        column.conditions = vec!["members' decision".into()];
        assert_eq!(column.rank("OFF\u{2011}TRACK - Members' decision"), Some(1));
        assert_eq!(column.rank("Off track - members' decision"), None);
        assert_eq!(column.code(" - ").map(|(code, _)| code), Some("–"));
        assert_eq!(column.condition("Subject to Members’\ndecision."), Some("members' decision"));
    }
}
