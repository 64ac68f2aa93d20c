//! What the program says of days, of formulas and of several things, in the words of the language.

use super::Words;
use super::fixed::Fixed;
use crate::formula::{Operator, Speech};
use crate::names::listed;
use crate::period::Calendar;

impl Words {
    /// Whether they are English, as the sentences of the checks are.
    pub fn is_english(&self) -> bool {
        self.fixed.is_english
    }
}

impl Fixed {
    /// How days and periods are said.
    pub fn calendar(&self) -> Calendar {
        let months = [
            self.january(),
            self.february(),
            self.march(),
            self.april(),
            self.may(),
            self.june(),
            self.july(),
            self.august(),
            self.september(),
            self.october(),
            self.november(),
            self.december(),
        ];
        Calendar {
            months: months.map(|month| month.said()),
            day: self.long_date().written().to_string(),
            quarter: self.period_quarter().written().to_string(),
            month: self.period_month().written().to_string(),
            budget: self.period_budget().written().to_string(),
            outturn: self.period_outturn().written().to_string(),
            end_of: self.end_of_year().written().to_string(),
            leads_on: self.leads_on().written().split_whitespace().map(str::to_string).collect(),
            ordinals: self.is_english,
        }
    }

    /// Several things as a sentence lists them, where no more than so many are said: 'Voids; Rents and 3 more'. `between` stands between
    /// them.
    pub fn list(&self, names: &[String], between: &str, most: usize) -> String {
        let more = |number: &str| self.list_more().fill(&[("number", number)]);
        let end = |list: &str, last: &str| self.list_end().fill(&[("list", list), ("last", last)]);
        listed(names, between, most, &more, &end)
    }
}

impl Speech for Fixed {
    fn between(&self, operator: Operator) -> String {
        let text = match operator {
            Operator::Add => self.formula_plus(),
            Operator::Subtract => self.formula_less(),
            Operator::Multiply => self.formula_times(),
            Operator::Divide => self.formula_divided_by(),
            Operator::Equal => self.formula_is(),
            Operator::NotEqual => self.formula_is_not(),
            Operator::Less => self.formula_is_less(),
            Operator::LessOrEqual => self.formula_at_most(),
            Operator::Greater => self.formula_is_more(),
            Operator::GreaterOrEqual => self.formula_at_least(),
            Operator::And => self.formula_and(),
            Operator::Or => self.formula_or(),
        };
        text.said()
    }

    fn minus(&self) -> String {
        self.formula_minus().said()
    }

    fn size(&self, of: &str) -> String {
        self.formula_size().fill(&[("figure", of)])
    }

    fn not(&self) -> String {
        self.formula_not().said()
    }

    fn sum(&self, terms: &str, last: &str) -> String {
        self.formula_sum().fill(&[("terms", terms), ("last", last)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Expr;

    #[test]
    fn in_english_it_is_what_messages_say() {
        let fixed = Fixed::built_in();
        assert_eq!(fixed.calendar(), Calendar::english());
        for formula in
            ["-a + b * c / d - e", "not (a = b) and c != d or e < f", "a <= b and c > d and e >= f", "a + b + c"]
        {
            let read = Expr::parse(formula).unwrap();
            let name = |id: &str| id.to_uppercase();
            assert_eq!(read.words_in(&name, fixed), read.words(&name), "{formula}");
        }
        let names = ["Voids", "Rents", "Fees"].map(String::from);
        for most in 0..5 {
            assert_eq!(fixed.list(&names, "; ", most), crate::names::first_of(&names, "; ", most));
        }
    }
}
