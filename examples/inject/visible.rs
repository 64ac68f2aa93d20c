//! What can be seen: whether a person who has the cells, the form and the returns of the period before could tell that a figure
//! or an amount in a text is wrong. Never whether Piperoll tells it.

use std::collections::BTreeMap;

use piperoll::form::{Column, Kind, List, TotalOrigin};
use piperoll::formula::Expr;
use piperoll::returns::RowKind;
use rust_decimal::Decimal;

use crate::sheet;
use crate::subject::{Line, Subject, Table};

/// How many other figures of a column show which sign, or which size, is usual in it.
const FEWEST: usize = 2;

/// Whether a changed figure of an item, from `old` to `new` in the column's unit, can be seen from the cells and the form.
///
/// Where the totals were left as they were (`carried` is false) it can if
/// - a stated total or subtotal of the column stands in the table, or
/// - a stated figure of the same row is computed from it and the change is more than a hundredth of the figure.
///
/// Else, unless it differs by no more than the column's rounding, it can if
/// - its row contradicts it and did not before: more is achieved than is forecast (where nothing is forecast: more than twice
///   the target), or more is profiled than the target of the year; or
/// - since the prior period it moved by more than the amount and the percentage that the column's `movement` states; or, where
///   none is stated, it is cumulative and fell within the year, has turned its sign, or is at least ten times, or at most a tenth, of
///   what it was. The growth of a cumulative figure up to the forecast, the target or the profile of its row is none of these; or
/// - there is no prior figure, and it is beyond ten times the largest other of its column (for columns that do not accumulate),
///   or has the other sign than all others.
///
/// Its limits: it knows nothing of the form's own checks, of ratings, ties, bridges and narrative, so some changes that these
/// could show are not counted; and it takes a prior figure for right.
pub fn figure_is_visible(
    subject: &Subject,
    table: &Table,
    line: &Line,
    column: &Column,
    (old, new): (Decimal, Decimal),
    carried: bool,
) -> bool {
    let factor = column.unit().factor();
    let (from, to) = (old * factor, new * factor);
    let change = Change { subject, table, line, column, from, to };
    if !carried && change.contradicts_what_is_stated() {
        return true;
    }
    if column.is_rounded() && (to - from).abs() <= factor {
        return false;
    }
    change.breaks_its_row()
        || match subject.prior_figure(table, line, &column.id) {
            Some(prior) => change.jumps(prior),
            None => change.stands_out(),
        }
}

/// Whether a figure that the row states is computed from the changed one and does not follow any more, by more than a hundredth.
pub fn row_contradicts(
    subject: &Subject,
    table: &Table,
    line: &Line,
    column: &Column,
    (old, new): (Decimal, Decimal),
) -> bool {
    let factor = column.factor();
    Change { subject, table, line, column, from: old * factor, to: new * factor }.contradicts_its_row()
}

/// Whether the form itself asks why an amount moved since the prior period, if it were this one: by more than the `movement` that
/// its column states. Amounts in pounds.
pub fn wants_a_reason(subject: &Subject, table: &Table, line: &Line, column: &Column, to: Decimal) -> bool {
    let Some(prior) = subject.prior_figure(table, line, &column.id) else { return false };
    column.movement().is_some() && Change { subject, table, line, column, from: prior, to }.jumps(prior)
}

/// The column of what is to be achieved by now: cumulative money of the main list that no role names.
pub fn profile<'a>(subject: &'a Subject, list: &str) -> Option<&'a Column> {
    let list = subject.form.list(list).filter(|list| list.id == subject.form.report.main_list)?;
    let achieved = subject.form.report.roles.achieved.as_deref();
    list.columns.iter().find(|column| {
        column.is_cumulative()
            && column.kind == Kind::Money
            && column.is_given()
            && Some(column.id.as_str()) != achieved
    })
}

/// Every amount of money that a row states, in pounds, by its column; with those that stand beside a percentage.
pub fn amounts_of(subject: &Subject, table: &Table, row: u32) -> BTreeMap<String, Decimal> {
    let mut amounts = BTreeMap::new();
    for column in subject.list(table).map(|list| list.columns.as_slice()).unwrap_or_default() {
        let cell = subject.cell(table, row, &column.id);
        match (column.beside(), sheet::number(&cell)) {
            (_, Some(number)) if column.kind == Kind::Money => {
                amounts.insert(column.id.clone(), number * column.unit().factor());
            }
            (Some(beside), _) => {
                let typed = sheet::words(&cell);
                // '92% (10m)'
                let inner = typed.split_once('(').map(|(_, inner)| format!("£{inner}"));
                let amount = inner.and_then(|inner| said(&inner).into_iter().next());
                amounts.extend(amount.map(|amount| (beside.id.clone(), amount.pounds)));
            }
            _ => {}
        }
    }
    amounts
}

/// A figure of an item that is changed; amounts in pounds.
struct Change<'a> {
    subject: &'a Subject,
    table: &'a Table,
    line: &'a Line,
    column: &'a Column,
    from: Decimal,
    to: Decimal,
}

impl Change<'_> {
    fn contradicts_what_is_stated(&self) -> bool {
        let stated = |line: &Line, id: &str| sheet::number(&self.subject.cell(self.table, line.row, id)).is_some();
        let is_total = |line: &Line| matches!(line.kind, RowKind::Total | RowKind::Subtotal);
        let difference = (self.to - self.from).abs();
        // Sums of rounded figures may be off by half a unit for each of them.
        let items = Decimal::from(self.table.items().len());
        let rounding = self.column.is_rounded() && difference <= self.column.unit().factor() * items / Decimal::TWO;
        let sums = self.column.total == TotalOrigin::Sum
            && !rounding
            && self.table.lines.iter().any(|line| is_total(line) && stated(line, self.column.totals_column()));
        sums || self.contradicts_its_row()
    }

    /// Whether a figure that its row states is computed from it, and does not follow any more.
    fn contradicts_its_row(&self) -> bool {
        let columns = self.subject.list(self.table).map(|list| list.columns.as_slice()).unwrap_or_default();
        let small = (self.to - self.from).abs() * Decimal::ONE_HUNDRED <= self.from.abs();
        let stated = |id: &str| sheet::number(&self.subject.cell(self.table, self.line.row, id)).is_some();
        let computed = columns.iter().any(|other| {
            let named = other.origin().formula().is_some_and(|formula| names(formula, &self.column.id));
            named && stated(&other.id)
        });
        computed && !small
    }

    fn breaks_its_row(&self) -> bool {
        let Some(list) = self.subject.list(self.table).filter(|list| self.is_main(list)) else { return false };
        let before = amounts_of(self.subject, self.table, self.line.row);
        let mut after = before.clone();
        after.insert(self.column.id.clone(), self.to);
        !self.is_broken(list, &before) && self.is_broken(list, &after)
    }

    fn is_main(&self, list: &List) -> bool {
        list.id == self.subject.form.report.main_list
    }

    fn is_broken(&self, list: &List, amounts: &BTreeMap<String, Decimal>) -> bool {
        let report = &self.subject.form.report;
        let sign = if report.negative_savings { -Decimal::ONE } else { Decimal::ONE };
        let of = |id: Option<&str>| amounts.get(id?).map(|amount| amount * sign);
        let roles = &report.roles;
        let target = of(roles.target.as_deref());
        let beyond = |one: Option<Decimal>, other: Option<Decimal>| matches!((one, other), (Some(one), Some(other)) if one > other);
        let achieved = of(roles.achieved.as_deref());
        let achieved_beyond = match of(roles.forecast.as_deref()) {
            Some(forecast) => beyond(achieved, Some(forecast)),
            None => beyond(achieved, target.map(|target| target * Decimal::TWO)),
        };
        achieved_beyond || beyond(of(profile(self.subject, &list.id).map(|column| column.id.as_str())), target)
    }

    /// Judged by what it was.
    fn jumps(&self, prior: Decimal) -> bool {
        let within_year = self.subject.is_within_a_year();
        if self.column.is_cumulative() && (!within_year || self.grows_as_expected(prior)) {
            return false;
        }
        let moved = (self.to - prior).abs();
        if let Some(tolerance) = &self.column.movement() {
            return moved > tolerance.amount && moved > tolerance.percent * prior.abs();
        }
        let fell = if self.subject.form.report.negative_savings { self.to > prior } else { self.to < prior };
        (self.column.is_cumulative() && fell)
            // The sign says nothing where the right figure turned it too.
            || turned(prior, self.to) && !turned(prior, self.from)
            || (!prior.is_zero()
                && (self.to.abs() >= prior.abs() * Decimal::TEN || self.to.abs() * Decimal::TEN <= prior.abs()))
    }

    /// Up to what the row forecasts, is to come to, or has profiled.
    fn grows_as_expected(&self, prior: Decimal) -> bool {
        let roles = &self.subject.form.report.roles;
        let profile = profile(self.subject, &self.table.list).map(|column| column.id.as_str());
        let amounts = amounts_of(self.subject, self.table, self.line.row);
        let bounds = [roles.forecast.as_deref(), roles.target.as_deref(), profile].into_iter().flatten();
        let bound = bounds.filter(|id| *id != self.column.id).filter_map(|id| amounts.get(id)).map(Decimal::abs).max();
        let grew = self.to.abs() >= prior.abs() && !turned(prior, self.to);
        grew && bound.is_some_and(|bound| self.to.abs() <= bound)
    }

    /// Judged by the others of its column.
    fn stands_out(&self) -> bool {
        // Of all areas: a large scheme may be the only one of a small area.
        let tables = self.subject.tables.iter().filter(|table| table.list == self.table.list);
        let items = tables.flat_map(|table| table.items().into_iter().map(move |line| (table, line)));
        let own = |table: &Table, line: &Line| {
            (&table.file, &table.sheet, line.row) == (&self.table.file, &self.table.sheet, self.line.row)
        };
        let others: Vec<Decimal> = items
            .filter(|(table, line)| !own(table, line))
            .filter_map(|(table, line)| sheet::number(&self.subject.cell(table, line.row, &self.column.id)))
            .filter(|figure| !figure.is_zero())
            .map(|figure| figure * self.column.unit().factor())
            .collect();
        if others.len() < FEWEST {
            return false;
        }
        let largest = others.iter().map(Decimal::abs).max().unwrap_or_default();
        let outlier = !self.column.is_cumulative() && self.to.abs() > largest * Decimal::TEN;
        outlier || others.iter().all(|other| turned(*other, self.to)) && turned(self.from, self.to)
    }
}

fn turned(one: Decimal, other: Decimal) -> bool {
    !one.is_zero() && !other.is_zero() && one.is_sign_negative() != other.is_sign_negative()
}

/// Whether a formula names a column.
fn names(formula: &Expr, id: &str) -> bool {
    match formula {
        Expr::Column(named) => named == id,
        Expr::Number(_) | Expr::Text(_) => false,
        Expr::Negate(inner) | Expr::Not(inner) | Expr::Abs(inner) => names(inner, id),
        Expr::Binary(_, left, right) => names(left, id) || names(right, id),
    }
}

/// An amount in a text.
pub struct Said {
    /// Where its digits stand, in bytes.
    pub digits: std::ops::Range<usize>,
    /// What it comes to, in pounds.
    pub pounds: Decimal,
    /// How far it reaches up and down: half a unit of its last digit.
    reach: Decimal,
}

/// The amounts of a text that start with '£': '£888k', '£1.5m', '£1,204'.
pub fn said(text: &str) -> Vec<Said> {
    let starts = text.match_indices('£').map(|(at, sign)| at + sign.len());
    let amounts = starts.filter_map(|start| {
        let rest = &text[start..];
        let length =
            rest.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',')).unwrap_or(rest.len());
        let digits = rest[..length].trim_end_matches(['.', ',']);
        let number: Decimal = digits.replace(',', "").parse().ok()?;
        let unit = match rest[digits.len()..].chars().next() {
            Some('k') => Decimal::ONE_THOUSAND,
            Some('m') => Decimal::ONE_THOUSAND * Decimal::ONE_THOUSAND,
            _ => Decimal::ONE,
        };
        let reach = Decimal::new(5, number.scale() + 1) * unit;
        Some(Said { digits: start..start + digits.len(), pounds: number * unit, reach })
    });
    amounts.collect()
}

/// Whether an amount of a row's text is one of the row's amounts, or the sum or the difference of two of them.
pub fn is_of_row(said: &Said, amounts: &BTreeMap<String, Decimal>) -> bool {
    let all: Vec<Decimal> = amounts.values().copied().collect();
    let near = |amount: Decimal| (amount.abs() - said.pounds).abs() <= said.reach;
    all.iter().any(|one| near(*one) || all.iter().any(|other| near(one - other) || near(one + other)))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::subject::Source;
    use crate::workbook;

    const FORM: &str = r#"
version = 1
[report]
title = "T"
council = "C"
committee = "D"
money = { unit = "pounds" }
main_list = "schemes"
roles = { target = "target", achieved = "achieved" }
[[area]]
id = "north"
name = "North"
[[list]]
id = "schemes"
key = "title"
[[list.column]]
id = "title"
heading = "Scheme"
kind = "text"
[[list.column]]
id = "target"
heading = "Target"
kind = "money"
unit = "pounds"
movement = { amount = 0, percent = 0 }
[[list.column]]
id = "profile"
heading = "Profile"
kind = "money"
unit = "pounds"
cumulative = true
[[list.column]]
id = "achieved"
heading = "Achieved"
kind = "money"
unit = "pounds"
cumulative = true
[[list.column]]
id = "cost"
heading = "Cost"
kind = "money"
unit = "pounds"
rounded = true
[[return]]
list = "schemes"
file = "{area}"
[[table]]
id = "schemes"
from = "schemes"
title = "Schemes"
"#;
    const HEADINGS: &str = "== S\nScheme | Target | Profile | Achieved | Cost\n";
    const BEFORE: &str = "Voids | 500 | 100 | 10 | 20\nRents | 400 | 50 | 40 | 30\nFleet | 300 | 30 | 20 | 10\n";
    const NOW: &str = "Voids | 500 | 200 | 60 | 20\nRents | 400 | 90 | 80 | 30\nFleet | 300 | 60 | 50 | 10\nParks | 200 | 20 | 15 | 5\n";

    /// A figure of the collection above: whether it is seen where `new` stands in its place, every total updated.
    fn is_seen(before: &str, row: usize, column: &str, new: i64) -> bool {
        let grid = |rows: &str| workbook::parse_grid(&format!("{HEADINGS}{rows}")).unwrap();
        let bytes = workbook::write(&grid(BEFORE)).unwrap();
        let others = vec![
            (PathBuf::from("piperoll.toml"), FORM.as_bytes().to_vec()),
            (PathBuf::from(format!("returns/{before}/north.xlsx")), bytes),
        ];
        let of = |rows: &str| BTreeMap::from([("north.xlsx".to_string(), grid(rows))]);
        let source = Source { name: "n".into(), period: "2024-25-q2".into(), others, now: of(NOW), before: of(BEFORE) };
        let subject = Subject::new(source).unwrap();
        let table = &subject.tables[0];
        let (line, form) = (table.items()[row], subject.column(table, column).unwrap());
        let old = sheet::number(&subject.cell(table, line.row, column)).unwrap();
        figure_is_visible(&subject, table, line, form, (old, Decimal::from(new)), true)
    }

    #[test]
    fn a_figure_is_seen_by_its_row_its_past_or_its_column() {
        let cases = [
            // Ten times what it was, and no more than the target; more than twice the target.
            (0, "achieved", 400, false),
            (0, "achieved", 1_001, true),
            (0, "achieved", 9, true),
            (0, "profile", 500, false),
            (0, "profile", 501, true),
            (0, "target", 501, true),
            // Rounded, and ten times.
            (0, "cost", 21, false),
            (0, "cost", 199, false),
            (0, "cost", 200, true),
            (0, "cost", -20, true),
            // Of a new scheme: a column that accumulates says nothing of its size, but its row does.
            (3, "cost", 300, false),
            (3, "cost", 301, true),
            (3, "cost", -5, true),
            (3, "target", 5_001, true),
            (3, "target", 4_999, false),
            (3, "achieved", 399, false),
        ];
        for (row, column, new, seen) in cases {
            assert_eq!(is_seen("2024-25-q1", row, column, new), seen, "{column} of row {row} is {new}");
        }
        // Last year's figure is none to fall from.
        assert!(!is_seen("2023-24-q4", 0, "achieved", 9));
    }

    #[test]
    fn amounts_are_read_from_texts_and_compared_with_the_row() {
        let text = "£888k remains of £1.5m, £1,204 was spent; £ unknown.";
        let amounts: Vec<Decimal> = said(text).iter().map(|said| said.pounds).collect();
        assert_eq!(amounts, [888_000, 1_500_000, 1_204].map(Decimal::from));
        let row = [("target", 10_888_000), ("forecast", 10_000_000)];
        let row = row.map(|(id, amount)| (id.to_string(), Decimal::from(amount))).into();
        let of_row: Vec<bool> = said(text).iter().map(|said| is_of_row(said, &row)).collect();
        assert_eq!(of_row, [true, false, false]);
    }
}
