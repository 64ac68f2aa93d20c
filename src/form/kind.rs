//! What a column holds: the kinds of column, each with the settings that only it has.

use rust_decimal::Decimal;

use super::Hue;
use crate::formula::Expr;
use crate::money::Unit;
use crate::source::Place;

/// The kinds of column, as the form names them.
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
    /// Every kind, in the order in which messages name them.
    pub const ALL: [Kind; 8] =
        [Kind::Money, Kind::Percent, Kind::Count, Kind::Text, Kind::Choice, Kind::Code, Kind::Date, Kind::Year];

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name in a form: 'money'.
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

    /// Money, percentages and counts can be computed with.
    pub fn is_figure(self) -> bool {
        match self {
            Kind::Money | Kind::Percent | Kind::Count => true,
            Kind::Text | Kind::Choice | Kind::Code | Kind::Date | Kind::Year => false,
        }
    }

    /// Money and counts add up.
    pub fn is_amount(self) -> bool {
        match self {
            Kind::Money | Kind::Count => true,
            Kind::Percent | Kind::Text | Kind::Choice | Kind::Code | Kind::Date | Kind::Year => false,
        }
    }

    /// Texts, choices and references group rows; figures and dates do not, and a year is a group as it is typed.
    pub fn groups_rows(self) -> bool {
        match self {
            Kind::Text | Kind::Choice | Kind::Code | Kind::Year => true,
            Kind::Money | Kind::Percent | Kind::Count | Kind::Date => false,
        }
    }

    /// Texts, choices and references are words, which may say what a row is.
    pub fn is_words(self) -> bool {
        match self {
            Kind::Text | Kind::Choice | Kind::Code => true,
            Kind::Money | Kind::Percent | Kind::Count | Kind::Date | Kind::Year => false,
        }
    }
}

/// What a column holds, with what the form says of that kind alone.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnKind {
    /// An amount of money, held in pounds.
    Money(Money),
    /// A percentage, held as a ratio.
    Percent(Percent),
    /// A number of things.
    Count(Count),
    /// Text, whole.
    Text(Text),
    /// One of the form's choices.
    Choice(Choice),
    /// A reference.
    Code(Reference),
    /// A date.
    Date,
    /// A financial year, held as text: '2018/19'.
    Year,
}

impl ColumnKind {
    /// The kind by itself, without its settings.
    pub fn plain(&self) -> Kind {
        match self {
            ColumnKind::Money(_) => Kind::Money,
            ColumnKind::Percent(_) => Kind::Percent,
            ColumnKind::Count(_) => Kind::Count,
            ColumnKind::Text(_) => Kind::Text,
            ColumnKind::Choice(_) => Kind::Choice,
            ColumnKind::Code(_) => Kind::Code,
            ColumnKind::Date => Kind::Date,
            ColumnKind::Year => Kind::Year,
        }
    }

    /// Money, percentages and counts can be computed with.
    pub fn is_figure(&self) -> bool {
        self.plain().is_figure()
    }

    /// Money and counts add up.
    pub fn is_amount(&self) -> bool {
        self.plain().is_amount()
    }
}

impl PartialEq<Kind> for ColumnKind {
    fn eq(&self, kind: &Kind) -> bool {
        self.plain() == *kind
    }
}

/// What the form says of a column of money.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// What it says of any figures.
    pub figure: FigureSettings,
    /// What it says of figures that add up.
    pub amount: AmountSettings,
    /// The unit in which the return states it. The form must say it.
    pub unit: Unit,
    /// The unit in which it prints, if not the appendix's.
    pub prints: Option<Unit>,
    /// The column of this year's amount of which it is the full-year effect.
    pub full_year_of: Option<String>,
    /// In a summary: whether over-delivery must be shown gross beside a net total (the column is negative where an item
    /// is over-delivered).
    pub net: bool,
}

/// What the form says of a column of percentages.
#[derive(Debug, Clone, PartialEq)]
pub struct Percent {
    /// What it says of any figures.
    pub figure: FigureSettings,
    /// Decimal places, stated and printed; 0 unless said else.
    pub decimals: u32,
    /// Movement since the prior period beyond which an explanation is asked for: its amount is a ratio (0.05 is 5 points), its share nil.
    pub movement: Option<Tolerance>,
    /// The amount beside it.
    pub beside: Option<Beside>,
}

/// What the form says of a column of numbers of things.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// What it says of any figures.
    pub figure: FigureSettings,
    /// What it says of figures that add up.
    pub amount: AmountSettings,
}

/// What the form says of a column of text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    /// Words that say an item is finished ('Delivered', 'Complete'); checked against the figures.
    pub done_words: Vec<String>,
    /// Phrases that make what stands in the row conditional ('subject to approval').
    pub conditions: Vec<String>,
    /// Labels of the parts of a narrative cell, each in all its spellings: `[["Risk", "Risks"], ["Risk Mitigation"]]`.
    pub parts: Vec<Vec<String>>,
}

/// What the form says of a column of choices.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// What may stand there.
    pub choices: Vec<String>,
    /// The choice that the colour of a cell without a word stands for.
    pub colours: Vec<(Hue, String)>,
    /// Whether the choices are stages, in this order.
    pub ordered: bool,
    /// Those of the choices whose items stand out of the list's totals until somebody decides that they count.
    pub outside_totals: Vec<String>,
    /// Those of the choices whose items are there once only, so that their amounts do not recur; the others recur.
    pub one_off: Vec<String>,
    /// Words that say an item is finished.
    pub done_words: Vec<String>,
}

/// What the form says of a column of references.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reference {
    /// Whether numbers that are missing in a run are listed.
    pub gaps: bool,
    /// Words that say an item is finished.
    pub done_words: Vec<String>,
}

/// What the form says of a column of figures, of whatever kind.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureSettings {
    /// How its cells arise.
    pub origin: ColumnOrigin,
    /// In a summary: only the items for which this holds are summed or counted.
    pub only: Option<Expr>,
    /// Whether it only grows within a year.
    pub cumulative: bool,
    /// The side of nil on which its figures stand, where the form says one.
    pub sign: Option<Side>,
    /// What a blank means.
    pub blank: Blank,
    /// In a summary: the column of the list summed up with whose stated total it must agree.
    pub agrees_with: Option<String>,
    /// The figure that it repeats, so that it must be the same.
    pub same_as: Option<SameAs>,
    /// The column of this year's whose next year it is: that is what its figures become when the year has turned.
    pub next_year_of: Option<String>,
}

/// A figure of another list, or of the prior period, that a column repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameAs {
    /// The list, if it is another one.
    pub list: Option<String>,
    /// The column there.
    pub column: String,
    /// The column that names the item of the other list; else it has the same key or label.
    pub item: Option<String>,
    /// Whether it is what that column was in the prior period.
    pub prior: bool,
    /// Line of the form.
    pub at: Place,
}

/// What the form says of a column of figures that add up: money and counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AmountSettings {
    /// Whether what is stated was rounded to the digits shown.
    pub rounded: bool,
    /// Movement since the prior period beyond which an explanation is asked for.
    pub movement: Option<Tolerance>,
    /// The column in which this one's subtotals and totals stand, in returns and in the appendix; its own unless said else.
    pub totals_in: Option<String>,
    /// The column of the same row that it is a part of.
    pub part_of: Option<PartOf>,
}

/// That a column is a part of another one of its row: all parts of one add up to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// The column that it is a part of.
    pub whole: String,
    /// How certain the part is, where the form says it.
    pub certainty: Option<Certainty>,
}

/// How certain a part of a forecast is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Certain.
    Certain,
    /// Planned.
    Planned,
    /// To be approved yet.
    SubjectToApproval,
    /// Nothing is planned for it yet.
    Unmitigated,
}

impl Certainty {
    /// All of them, the most certain first.
    pub const ALL: [Certainty; 4] =
        [Certainty::Certain, Certainty::Planned, Certainty::SubjectToApproval, Certainty::Unmitigated];

    /// Its name in a form: 'subject-to-approval'.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Planned => "planned",
            Certainty::SubjectToApproval => "subject-to-approval",
            Certainty::Unmitigated => "unmitigated",
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

impl ColumnOrigin {
    /// The formula that it is computed by, over the row.
    pub fn formula(&self) -> Option<&Expr> {
        match self {
            ColumnOrigin::Formula(formula) => Some(formula),
            ColumnOrigin::Given | ColumnOrigin::Sum(_) | ColumnOrigin::Count | ColumnOrigin::Share(_) => None,
        }
    }

    /// The column that it is a share of.
    pub fn share(&self) -> Option<&str> {
        match self {
            ColumnOrigin::Share(of) => Some(of),
            ColumnOrigin::Given | ColumnOrigin::Formula(_) | ColumnOrigin::Sum(_) | ColumnOrigin::Count => None,
        }
    }

    /// Whether it is worked out from other figures of its own list, and not what the list is about.
    pub fn is_of_others(&self) -> bool {
        match self {
            ColumnOrigin::Formula(_) | ColumnOrigin::Share(_) => true,
            ColumnOrigin::Given | ColumnOrigin::Sum(_) | ColumnOrigin::Count => false,
        }
    }

    /// Whether it is drawn from the list that is summed up: a sum of its items, or their number.
    pub fn is_drawn(&self) -> bool {
        match self {
            ColumnOrigin::Sum(_) | ColumnOrigin::Count => true,
            ColumnOrigin::Given | ColumnOrigin::Formula(_) | ColumnOrigin::Share(_) => false,
        }
    }
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
    /// The unit in which the return states the amount: that of the column the percentage is of, unless the form says else.
    pub unit: Unit,
}
