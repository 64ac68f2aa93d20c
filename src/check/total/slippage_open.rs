//! What leaves a year and does not come back in the one it names.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::check::draft::Draft;
use crate::check::look::Line;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, PairingForm};
use crate::formula::{Expr, Operand};
use crate::money::{Absent, Quantity, Told};
use crate::names::Label;
use crate::period::FinancialYear;
use crate::returns::{RowKind, Value};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "slippage-open",
    family: Family::Total,
    severity: Severity::Error,
    title: "What leaves a year does not come back in the year it names",
    what: "A `[[pairing]]` of the form says that what slips out of a year comes back in a later one, item by item (or what \
           is delivered early is taken out of a later one). Here another amount comes back than left, or it comes back in \
           no year, or something comes back that never left. Where a row names no year at all, that is a query.",
    why: "Slippage is not a loss only because it comes back. What comes back in no year has been lost, and what comes back \
          without having left is counted twice.",
    mend: "Correct the amount or the year, add the row that is missing, or give it a kind or a code that says it is lost.",
    run,
};

/// A row that says something leaves or comes back.
struct Side<'a> {
    line: Line<'a>,
    amount: Quantity,
    comes_back: bool,
}

/// An item of an area, as names are compared.
type Who = (Option<String>, Label);

/// What is expected to meet: an item of an area, the year left, and the year of return.
type Way = (Who, FinancialYear, FinancialYear);

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for form in &view.form.pairings {
        let list = view.form.list(&form.list);
        let Some(amounts) = list.and_then(|list| list.column(&form.amount)) else { continue };
        let pairing = Pairing { rule, view, form, amounts };
        let mut ways: BTreeMap<Way, Vec<Side<'_>>> = BTreeMap::new();
        let mut in_doubt: BTreeSet<Who> = BTreeSet::new();
        for line in view.lines() {
            if line.list.id != form.list || line.row.kind != RowKind::Item {
                continue;
            }
            let who = (line.area.map(str::to_string), Label::of(line.row.text(&form.item)));
            // What a lost cell would have said cannot be known: nothing of this item can be held against it.
            if pairing.is_lost(&line) {
                in_doubt.insert(who);
                continue;
            }
            let holds = |formula: &Expr| formula.evaluate(&|id| line.operand(id)) == Operand::Truth(true);
            let comes_back = holds(&form.back);
            if !comes_back && !holds(&form.out) {
                continue;
            }
            let (Some(year), Operand::Number(amount)) = (year_in(&line, &form.year), line.operand(&form.amount)) else {
                continue;
            };
            let side = Side { line, amount, comes_back };
            let Some(other) = year_in(&line, &form.other_year) else {
                findings.extend(pairing.names_no_year(&side, year));
                continue;
            };
            let (left, back) = if comes_back { (other, year) } else { (year, other) };
            ways.entry((who, left, back)).or_default().push(side);
        }
        let sure = ways.iter().filter(|((who, ..), _)| !in_doubt.contains(who));
        findings.extend(sure.filter_map(|((_, left, back), sides)| pairing.open(*left, *back, sides)));
    }
    findings
}

/// The year that a row states in a column, if it states one.
fn year_in(line: &Line<'_>, column: &str) -> Option<FinancialYear> {
    match &line.row.cells.get(column)?.value {
        Value::Text(text) => FinancialYear::read(text),
        _ => None,
    }
}

/// A pairing of the form, with the column of its amounts.
struct Pairing<'p, 'a> {
    rule: &'p Rule,
    view: &'p View<'a>,
    form: &'p PairingForm,
    amounts: &'p Column,
}

impl Pairing<'_, '_> {
    /// Whether a cell of the row is lost that the pairing needs.
    fn is_lost(&self, line: &Line<'_>) -> bool {
        let form = self.form;
        let named = [form.amount.as_str(), &form.year, &form.other_year];
        let mut used = named.into_iter().chain(form.back.columns()).chain(form.out.columns());
        used.any(|id| !self.view.causes.cells.behind(line.list, line.row, id).is_empty())
    }

    fn draft(&self, at: &Place, line: &Line<'_>, column: &Column) -> Draft {
        let draft = self.rule.at(at).about_line(self.view, line).topic(&self.form.id);
        draft.column(column).demanded_by(&self.form.at)
    }

    /// A row that says neither where it comes back nor, by a code of the form, that it does not.
    fn names_no_year(&self, side: &Side<'_>, year: FinancialYear) -> Option<Finding> {
        let (form, line) = (self.form, &side.line);
        let column = line.list.column(&form.other_year)?;
        let cell = line.row.cells.get(&form.other_year);
        match cell.map(|cell| &cell.value) {
            None | Some(Value::Absent(Absent::Blank)) => {}
            Some(Value::Absent(Absent::Code(code))) if column.code(code).is_none() => {}
            // A code that the form knows says why there is none; what cannot be read is another finding.
            _ => return None,
        }
        let at = cell.map_or(&line.row.at, |cell| &cell.at);
        let (happens, misses) = if side.comes_back {
            ("comes back", "the year it left")
        } else {
            ("leaves", "a year in which it comes back, nor that it is lost")
        };
        let message = format!(
            "{}: {} {happens} in {}, and {} ({}) does not name {misses}",
            self.view.who(line.area, line.row.text(&form.item)),
            wording::figure(self.amounts, line.told(&form.amount)?),
            year.label(),
            self.view.name(column),
            wording::cell(at),
        );
        // The answer is given on the amount that leaves.
        let measure = wording::measure(self.amounts);
        let amount = measure.in_own_unit(line.told(&form.amount)?.value());
        let draft = self.draft(at, line, column).measured(measure, amount, None).weighing(Severity::Query);
        Some(draft.says(message, wording::mend_or_explain("name the year")))
    }

    /// Where other amounts come back than left.
    fn open(&self, left: FinancialYear, back: FinancialYear, sides: &[Side<'_>]) -> Option<Finding> {
        // What lies outside the programme stands in no row.
        let years = &self.view.form.report.years;
        let known = |year: FinancialYear| years.is_empty() || years.contains(&year);
        let of = |comes_back: bool| {
            let sides = sides.iter().filter(move |side| side.comes_back == comes_back);
            Quantity::sum(sides.map(|side| side.amount))
        };
        let (gone, returned) = (of(false)?, of(true)?);
        if gone.agrees_with(returned) || !known(left) || !known(back) {
            return None;
        }
        let first = sides.iter().find(|side| !side.comes_back).or(sides.first())?;
        let cell = first.line.row.cells.get(&self.form.amount)?;
        let (gone, returned) = (Told::Stated(gone.value()), Told::Stated(returned.value()));
        let said = wording::side_by_side(self.amounts, gone, returned);
        let or_nothing =
            |figure: Told, said: String| if figure.value() == Decimal::ZERO { "nothing".to_string() } else { said };
        let message = format!(
            "{}: {} leaves {} for {}, but {} comes back there (difference {})",
            self.view.who(first.line.area, first.line.row.text(&self.form.item)),
            or_nothing(gone, said.one),
            left.label(),
            back.label(),
            or_nothing(returned, said.other),
            said.difference,
        );
        let help = format!(
            "mend the amount or the year in {}, or add the row in which it comes back",
            wording::cell(&cell.at)
        );
        let draft = self.draft(&cell.at, &first.line, self.amounts).stated_text(&cell.text);
        let amounts = sides.iter().filter_map(|side| side.line.row.cells.get(&self.form.amount));
        let draft = draft.figures(self.amounts, gone, returned).related(amounts.map(|cell| cell.at.clone()));
        Some(draft.says(message, help))
    }
}
