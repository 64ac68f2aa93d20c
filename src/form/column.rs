//! Columns: what every one of them has, and what is asked of them whatever they hold.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::kind::{
    AmountSettings, Beside, Blank, Choice, ColumnKind, ColumnOrigin, FigureSettings, Money, PartOf, Percent, Reference,
    SameAs, Side, Text, Tolerance,
};
use crate::formula::Expr;
use crate::money::{Absent, Measure, Unit};
use crate::names::{self, Phrase};
use crate::source::Place;

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

impl TotalOrigin {
    /// The formula that it is computed by, over the totals of the other columns.
    pub fn formula(&self) -> Option<&Expr> {
        match self {
            TotalOrigin::Formula(formula) => Some(formula),
            TotalOrigin::Sum | TotalOrigin::Given | TotalOrigin::None | TotalOrigin::Share => None,
        }
    }

    /// Whether it stands for what its rows come to: their sum, or what the return states for it.
    pub fn is_whole(&self) -> bool {
        match self {
            TotalOrigin::Sum | TotalOrigin::Given => true,
            TotalOrigin::None | TotalOrigin::Formula(_) | TotalOrigin::Share => false,
        }
    }
}

/// What a placeholder or code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What the council means by it; printed as a key where the form asks for it.
    pub means: String,
    /// Whether formulas may take it as nil. Never so unless the form says it.
    pub nil: bool,
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
    /// What it holds, with what the form says of that kind alone.
    pub kind: ColumnKind,
    /// Whether an item must state it.
    pub required: bool,
    /// Whether the column may be absent altogether. A computed column may, a given one may not, unless the form says else.
    pub optional: bool,
    /// Placeholders and codes.
    pub codes: BTreeMap<String, Code>,
    /// How its total arises.
    pub total: TotalOrigin,
    /// Whether a blank means what stands above it.
    pub as_above: bool,
    /// Where its value stands, if not in a column of its own.
    pub within: Option<Within>,
    /// Line of the form.
    pub at: Place,
}

/// The settings of its kind. What a kind does not have is as a form that does not say it.
impl Column {
    /// What the form says of its figures; `None` for words and dates.
    pub fn figure(&self) -> Option<&FigureSettings> {
        match &self.kind {
            ColumnKind::Money(money) => Some(&money.figure),
            ColumnKind::Percent(percent) => Some(&percent.figure),
            ColumnKind::Count(count) => Some(&count.figure),
            ColumnKind::Text(_) | ColumnKind::Choice(_) | ColumnKind::Code(_) | ColumnKind::Date | ColumnKind::Year => {
                None
            }
        }
    }

    /// What the form says of figures that add up; `None` for all but money and counts.
    pub fn amount(&self) -> Option<&AmountSettings> {
        match &self.kind {
            ColumnKind::Money(money) => Some(&money.amount),
            ColumnKind::Count(count) => Some(&count.amount),
            ColumnKind::Percent(_)
            | ColumnKind::Text(_)
            | ColumnKind::Choice(_)
            | ColumnKind::Code(_)
            | ColumnKind::Date
            | ColumnKind::Year => None,
        }
    }

    /// What the form says of money.
    pub fn money(&self) -> Option<&Money> {
        if let ColumnKind::Money(money) = &self.kind { Some(money) } else { None }
    }

    /// What the form says of percentages.
    pub fn percent(&self) -> Option<&Percent> {
        if let ColumnKind::Percent(percent) = &self.kind { Some(percent) } else { None }
    }

    /// What the form says of texts.
    pub fn text(&self) -> Option<&Text> {
        if let ColumnKind::Text(text) = &self.kind { Some(text) } else { None }
    }

    /// What the form says of choices.
    pub fn choice(&self) -> Option<&Choice> {
        if let ColumnKind::Choice(choice) = &self.kind { Some(choice) } else { None }
    }

    /// What the form says of references.
    pub fn reference(&self) -> Option<&Reference> {
        if let ColumnKind::Code(reference) = &self.kind { Some(reference) } else { None }
    }

    /// How its cells arise: what is no figure is given.
    pub fn origin(&self) -> &ColumnOrigin {
        self.figure().map_or(&ColumnOrigin::Given, |figure| &figure.origin)
    }

    /// Whether it is published as the return states it.
    pub fn is_given(&self) -> bool {
        *self.origin() == ColumnOrigin::Given
    }

    /// Whether its figures are computed rather than given.
    pub fn is_computed(&self) -> bool {
        !self.is_given()
    }

    /// In a summary: only the items for which this holds are summed or counted.
    pub fn only(&self) -> Option<&Expr> {
        self.figure()?.only.as_ref()
    }

    /// Whether it only grows within a year.
    pub fn is_cumulative(&self) -> bool {
        self.figure().is_some_and(|figure| figure.cumulative)
    }

    /// The side of nil on which its figures stand, where the form says one.
    pub fn sign(&self) -> Option<Side> {
        self.figure()?.sign
    }

    /// The figure that it repeats.
    pub fn same_as(&self) -> Option<&SameAs> {
        self.figure()?.same_as.as_ref()
    }

    /// What a blank means.
    pub fn blank(&self) -> Blank {
        self.figure().map_or(Blank::Missing, |figure| figure.blank)
    }

    /// Whether what is stated was rounded to the digits shown.
    pub fn is_rounded(&self) -> bool {
        self.amount().is_some_and(|amount| amount.rounded)
    }

    /// Movement since the prior period beyond which an explanation is asked for.
    pub fn movement(&self) -> Option<Tolerance> {
        match &self.kind {
            ColumnKind::Percent(percent) => percent.movement,
            ColumnKind::Money(_)
            | ColumnKind::Count(_)
            | ColumnKind::Text(_)
            | ColumnKind::Choice(_)
            | ColumnKind::Code(_)
            | ColumnKind::Date
            | ColumnKind::Year => self.amount()?.movement,
        }
    }

    /// The column in which its subtotals and totals stand, if not its own.
    pub fn totals_in(&self) -> Option<&str> {
        self.amount()?.totals_in.as_deref()
    }

    /// The column of this year's whose next year it is.
    pub fn next_year_of(&self) -> Option<&str> {
        self.figure()?.next_year_of.as_deref()
    }

    /// The column of its row that it is a part of.
    pub fn part_of(&self) -> Option<&PartOf> {
        self.amount()?.part_of.as_ref()
    }

    /// The column of this year's amount of which it is the full-year effect.
    pub fn full_year_of(&self) -> Option<&str> {
        self.money()?.full_year_of.as_deref()
    }

    /// The column in which its subtotals and totals stand.
    pub fn totals_column(&self) -> &str {
        self.totals_in().unwrap_or(&self.id)
    }

    /// The unit in which the return states its money, or the amount beside its percentage; pounds (a factor of 1) for all else.
    pub fn unit(&self) -> Unit {
        match &self.kind {
            ColumnKind::Money(money) => money.unit,
            ColumnKind::Percent(percent) => percent.beside.as_ref().map_or(Unit::Pounds, |beside| beside.unit),
            ColumnKind::Count(_)
            | ColumnKind::Text(_)
            | ColumnKind::Choice(_)
            | ColumnKind::Code(_)
            | ColumnKind::Date
            | ColumnKind::Year => Unit::Pounds,
        }
    }

    /// What a figure of 1 in a return stands for: 1,000 where money is stated in thousands; 1 of all that is no money.
    pub fn factor(&self) -> Decimal {
        self.money().map_or(Decimal::ONE, |money| money.unit.factor())
    }

    /// The unit of its figures, for a sentence: 'thousands of pounds'.
    pub fn unit_name(&self) -> &'static str {
        self.money().map_or("its own unit", |money| money.unit.name())
    }

    /// Decimal places of a percentage, stated and printed; 0 for all else.
    pub fn decimals(&self) -> u32 {
        self.percent().map_or(0, |percent| percent.decimals)
    }

    /// What its figures count, in the unit in which returns state them, and how finely they print.
    pub fn measure(&self) -> Measure {
        match &self.kind {
            ColumnKind::Percent(percent) => Measure::Percent(percent.decimals),
            ColumnKind::Money(money) => Measure::Money(money.unit),
            // No figures stand in the others but counts.
            ColumnKind::Count(_)
            | ColumnKind::Text(_)
            | ColumnKind::Choice(_)
            | ColumnKind::Code(_)
            | ColumnKind::Date
            | ColumnKind::Year => Measure::Count,
        }
    }

    /// The amount beside its percentage.
    pub fn beside(&self) -> Option<&Beside> {
        self.percent()?.beside.as_ref()
    }

    /// What may stand in a choice; nothing for all else.
    pub fn choices(&self) -> &[String] {
        self.choice().map_or(&[], |choice| &choice.choices)
    }

    /// Whether items that say this in a choice stand out of the list's totals.
    pub fn is_outside_totals(&self, choice: &str) -> bool {
        let outside = self.choice().map_or(&[][..], |choice| &choice.outside_totals);
        outside.iter().any(|known| names::Code::same(known, choice))
    }

    /// Whether it is a choice of which some words keep their items out of the list's totals.
    pub fn keeps_outside(&self) -> bool {
        self.choice().is_some_and(|choice| !choice.outside_totals.is_empty())
    }

    /// Whether it is a choice that tells what is there once only from what recurs.
    pub fn tells_one_off(&self) -> bool {
        self.choice().is_some_and(|choice| !choice.one_off.is_empty())
    }

    /// Whether items that say this in a choice are there once only, or recur; `None` where it says neither.
    pub fn is_one_off(&self, said: &str) -> Option<bool> {
        let one_off = self.choice().map(|choice| &choice.one_off).filter(|one_off| !one_off.is_empty())?;
        self.rank(said)?;
        Some(one_off.iter().any(|known| names::Code::same(known, said)))
    }

    /// The place of a choice among the choices; `None` if it is none of them.
    pub fn rank(&self, choice: &str) -> Option<usize> {
        self.choices().iter().position(|known| names::Code::same(known, choice))
    }

    /// Words that say an item is finished ('Delivered', 'Complete').
    pub fn done_words(&self) -> &[String] {
        match &self.kind {
            ColumnKind::Text(text) => &text.done_words,
            ColumnKind::Choice(choice) => &choice.done_words,
            ColumnKind::Code(reference) => &reference.done_words,
            ColumnKind::Money(_)
            | ColumnKind::Percent(_)
            | ColumnKind::Count(_)
            | ColumnKind::Date
            | ColumnKind::Year => &[],
        }
    }

    /// Phrases that make what stands in the row conditional ('subject to approval').
    pub fn conditions(&self) -> &[String] {
        self.text().map_or(&[], |text| &text.conditions)
    }

    /// Labels of the parts of a narrative cell, each in all its spellings.
    pub fn parts(&self) -> &[Vec<String>] {
        self.text().map_or(&[], |text| &text.parts)
    }
}

impl Column {
    /// Whether a placeholder, or a blank, of this column is taken as nil.
    pub fn takes_as_nil(&self, why: &Absent) -> bool {
        match why {
            Absent::Blank => self.blank() == Blank::Nil,
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
        if self.conditions().is_empty() {
            return None;
        }
        let text = Phrase::of(text);
        self.conditions().iter().find(|phrase| Phrase::of(phrase).stands_in(&text)).map(String::as_str)
    }
}

/// Settings put in by hand, for tests.
#[cfg(test)]
impl Column {
    /// What the form says of its figures.
    pub fn figure_mut(&mut self) -> &mut FigureSettings {
        match &mut self.kind {
            ColumnKind::Money(money) => &mut money.figure,
            ColumnKind::Percent(percent) => &mut percent.figure,
            ColumnKind::Count(count) => &mut count.figure,
            other @ (ColumnKind::Text(_)
            | ColumnKind::Choice(_)
            | ColumnKind::Code(_)
            | ColumnKind::Date
            | ColumnKind::Year) => panic!("{other:?} holds no figures"),
        }
    }

    /// What the form says of figures that add up.
    pub fn amount_mut(&mut self) -> &mut AmountSettings {
        match &mut self.kind {
            ColumnKind::Money(money) => &mut money.amount,
            ColumnKind::Count(count) => &mut count.amount,
            other @ (ColumnKind::Percent(_)
            | ColumnKind::Text(_)
            | ColumnKind::Choice(_)
            | ColumnKind::Code(_)
            | ColumnKind::Date
            | ColumnKind::Year) => panic!("{other:?} does not add up"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;
    use crate::reconcile::testing::column;

    #[test]
    fn a_choice_or_code_is_found_however_its_dashes_and_quotes_are_typed() {
        let choices = vec!["On track".into(), "Off-track – members’ decision".into()];
        let mut column = column("stage", Kind::Choice);
        column.kind = ColumnKind::Choice(Choice { choices, ..Choice::default() });
        column.codes.insert("–".into(), Code { means: "nothing yet".into(), nil: true });
        assert_eq!(column.rank("OFF\u{2011}TRACK - Members' decision"), Some(1));
        assert_eq!(column.rank("Off track - members' decision"), None);
        assert_eq!(column.code(" - ").map(|(code, _)| code), Some("–"));
        column.kind = ColumnKind::Text(Text { conditions: vec!["members' decision".into()], ..Text::default() });
        assert_eq!(column.condition("Subject to Members’\ndecision."), Some("members' decision"));
    }
}
