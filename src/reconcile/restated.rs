//! What two accounts of one period say differently: what was published of it, and its returns as they are now.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::matching;
use super::movement::lists;
use super::position::{Position, Scheme};
use crate::decision::Decisions;
use crate::form::{Column, Form, List};
use crate::names::one_line;
use crate::privacy::compared;

/// A figure or a text that is another one, or of a scheme that is new or gone.
#[derive(Debug, Clone, Copy)]
pub struct Restated<'a> {
    /// The scheme's list.
    pub list: &'a List,
    /// The column.
    pub column: &'a Column,
    /// The scheme as it was.
    pub then: Option<&'a Scheme>,
    /// The scheme as it is.
    pub now: Option<&'a Scheme>,
}

impl<'a> Restated<'a> {
    /// The scheme, as it is if it is there.
    pub fn scheme(&self) -> Option<&'a Scheme> {
        self.now.or(self.then)
    }
}

/// Each figure and text of which the two do not say the same, list by list. No decision says which schemes are which: of one period
/// they have one name.
pub fn differences<'a>(form: &'a Form, then: &'a Position, now: &'a Position) -> Vec<Restated<'a>> {
    let matched = matching::matched(form, &Decisions::default(), then, now);
    let mut restated = Vec::new();
    for list in lists(form) {
        let stated: BTreeSet<&str> = list.every_id().into_iter().collect();
        for pair in &matched.pairs {
            let was = pair.before.first().and_then(|index| then.schemes.get(*index));
            let is = pair.after.first().and_then(|index| now.schemes.get(*index));
            if is.or(was).is_none_or(|scheme| scheme.list != list.id) {
                continue;
            }
            let columns = list.columns.iter().filter(|column| stated.contains(&*column.id));
            let differs = columns.filter(|column| stands(was, column) != stands(is, column));
            restated.extend(differs.map(|column| Restated { list, column, then: was, now: is }));
        }
    }
    restated
}

/// What stands in a column of a scheme, to be compared: the figure, else what stands in its place, else the text.
fn stands(scheme: Option<&Scheme>, column: &Column) -> Option<String> {
    let scheme = scheme?;
    let figure = scheme.figures.get(&column.id).map(|figure| as_kept(*figure).to_string());
    // Of what is personal one side may have been withheld; how lines end is no difference.
    let text = text(scheme, column).map(|text| one_line(&compared(text)));
    figure.or(text).filter(|text| !text.is_empty())
}

/// A figure as a workbook keeps it: to 12 decimal places and 15 significant digits, so that 6 of 35 is the same there and here.
pub fn as_kept(figure: Decimal) -> Decimal {
    let kept = figure.round_dp(12);
    kept.round_sf(15).unwrap_or(kept).normalize()
}

/// What stands in place of a figure, or the text.
pub fn text<'s>(scheme: &'s Scheme, column: &Column) -> Option<&'s str> {
    scheme.placeholders.get(&column.id).or_else(|| scheme.texts.get(&column.id)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::testing::{form, position, quarter, scheme};

    #[test]
    fn each_figure_that_is_another_one_is_told_and_no_other() {
        let form = form();
        let then = position(
            quarter(2),
            vec![
                scheme("north", "Voids", &[("target", 100), ("forecast", 50)]),
                scheme("north", "Rents", &[("target", 70)]),
                scheme("south", "Meals", &[("target", 30)]),
            ],
        );
        let mut now = then.clone();
        assert!(differences(&form, &then, &now).is_empty());
        now.schemes[0] = scheme("north", "Voids", &[("target", 100), ("forecast", 45)]);
        now.schemes[2] = scheme("south", "Libraries", &[("target", 31)]);
        let told = differences(&form, &then, &now);
        let mut names: Vec<(&str, &str, bool, bool)> = told
            .iter()
            .map(|differs| {
                let scheme = differs.scheme().unwrap();
                (&*scheme.label, &*differs.column.id, differs.then.is_some(), differs.now.is_some())
            })
            .filter(|(_, column, ..)| ["target", "forecast"].contains(column))
            .collect();
        names.sort_unstable();
        let expected =
            [("Libraries", "target", false, true), ("Meals", "target", true, false), ("Voids", "forecast", true, true)];
        assert_eq!(names, expected);
    }
    #[test]
    fn a_ratio_without_end_is_the_same_read_back_from_a_workbook() {
        let form = form();
        let of = |share: Decimal| {
            let mut position = position(quarter(2), vec![scheme("north", "Voids", &[("target", 100)])]);
            position.schemes[0].figures.insert("forecast".to_string(), share);
            position
        };
        let exact = Decimal::from(6) / Decimal::from(35);
        let kept = crate::money::from_spreadsheet(6.0 / 35.0).unwrap();
        assert_ne!(exact, kept);
        assert!(differences(&form, &of(kept), &of(exact)).is_empty());
        assert_eq!(differences(&form, &of(kept), &of(exact + Decimal::new(1, 9))).len(), 1);
    }
}
