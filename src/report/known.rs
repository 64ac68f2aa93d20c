//! What the words know: each figure that a template may say, with what it is called and where it comes from. Those that are said
//! stand in the workbook ([`text`](super::text)).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::each_change::{self, Amount};
use super::material::Material;
use super::{At, Expression, How, Origin, data, facts, form_level};
use crate::figures::{FigureOrigin, Group, Item};
use crate::form::{Column, Kind, List};
use crate::formula::{Expr, Operand, is_criterion};
use crate::money::{self, Absent, Quantity};
use crate::reconcile::Movement;
use crate::reconcile::position::{Position, Scheme};
use crate::reconcile::published::{BALANCING, ITEM};
use crate::source::Place;
use crate::words::handle::{self, Handle};

/// The id of the table of those that are said.
pub(super) const TABLE: &str = super::ids::FACTS;

/// Its column of values.
pub(super) const VALUE: usize = 2;

/// Figures that the words may say, each told by its name.
pub(super) struct Known<'m> {
    material: &'m Material<'m>,
    /// The schemes of the period, as the data sheets have them.
    pub(super) position: Position,
    facts: RefCell<Vec<Fact>>,
    sentences: RefCell<Vec<Vec<Place>>>,
    by_name: RefCell<BTreeMap<(String, Option<String>), usize>>,
}

/// A figure that the words may say.
#[derive(Clone)]
pub(super) struct Fact {
    /// What templates call it.
    pub(super) name: String,
    /// The area's id, where it is an area's.
    pub(super) area: Option<String>,
    /// Pounds, a ratio, a number.
    pub(super) value: Decimal,
    from: From,
}

/// Where a fact comes from.
#[derive(Clone)]
pub(super) enum From {
    /// The total of a column of a list, or of the area's part of it, which arises like this.
    Total { list: String, column: String, origin: FigureOrigin },
    /// The sum of a column over some schemes.
    Sum { list: String, column: String, of: Chosen },
    /// How many schemes there are.
    Count { list: String, of: Chosen },
    /// An amount of the movement of a column, in the unit of the appendix.
    Movement { amount: Amount, list: String, column: String },
    /// A figure of the appendix as a whole, by its place among them.
    OfForm(usize),
    /// From these cells.
    Cells(How, Vec<Place>),
}

/// Some schemes of a list, in the area of their fact.
#[derive(Clone, Default)]
pub(super) struct Chosen {
    /// Those of this outermost group, by its name and its place among the groups.
    pub(super) group: Option<(String, usize)>,
    /// Balancing lines alone, or all others; both where it is not said.
    pub(super) balancing: Option<bool>,
}

impl<'m> Known<'m> {
    pub(super) fn of(material: &'m Material<'m>) -> Known<'m> {
        let position = Position::of(material.form, material.period, material.figures, BTreeMap::new());
        let position = position.known_then(material.form);
        Known {
            material,
            position,
            facts: RefCell::default(),
            sentences: RefCell::default(),
            by_name: RefCell::default(),
        }
    }

    /// A figure as a template gets it: nothing where it is not known.
    pub(super) fn handle(
        &self,
        (name, area): (&str, Option<&str>),
        kind: handle::Kind,
        figure: Option<Decimal>,
        from: From,
    ) -> Json {
        let Some(figure) = figure else { return Json::Null };
        let trace = self.add(name, area, figure, from);
        Handle { figure, kind: Some(kind), name: name.to_string(), trace }.json()
    }

    /// Adds a fact and gives its name in formulas. One that is known already stays as it is.
    pub(super) fn add(&self, name: &str, area: Option<&str>, value: Decimal, from: From) -> String {
        let area = area.map(str::to_string);
        let mut facts = self.facts.borrow_mut();
        let mut by_name = self.by_name.borrow_mut();
        let known = by_name.get(&(name.to_string(), area.clone())).copied();
        // Two groups of one name are two facts.
        let index =
            known.filter(|index| facts.get(*index).is_some_and(|fact| fact.value == value)).unwrap_or(facts.len());
        if index == facts.len() {
            by_name.entry((name.to_string(), area.clone())).or_insert(index);
            facts.push(Fact { name: name.to_string(), area, value, from });
        }
        format!("f{index}")
    }

    /// A sentence whose figures come from these cells, between marks; as it is, where it says none.
    pub(super) fn sentence(&self, text: &str, places: Vec<Place>) -> String {
        if !text.contains(|character: char| character.is_ascii_digit()) {
            return facts::words(text);
        }
        let mut sentences = self.sentences.borrow_mut();
        sentences.push(places);
        handle::spoken(&facts::words(text), &format!("s{}", sentences.len() - 1))
    }

    /// The cells of such a sentence.
    pub(super) fn cells(&self, trace: &str) -> Option<Vec<Place>> {
        let index: usize = trace.strip_prefix('s')?.parse().ok()?;
        self.sentences.borrow().get(index).cloned()
    }

    /// The fact that a formula names.
    pub(super) fn fact(&self, name: &str) -> Option<(usize, Fact)> {
        let index: usize = name.strip_prefix('f')?.parse().ok()?;
        Some((index, self.fact_at(index)?))
    }

    /// The fact in this place among all that is known.
    pub(super) fn fact_at(&self, index: usize) -> Option<Fact> {
        self.facts.borrow().get(index).cloned()
    }

    /// Where a fact comes from. `at` gives the cell of another one that it is worked out from, by its index.
    pub(super) fn origin(&self, fact: &Fact, at: &mut dyn FnMut(usize) -> At) -> Origin {
        match &fact.from {
            From::Total { list, column, origin } => self.total(fact, list, column, origin, at),
            From::Sum { list, column, of } => self.sum(fact, list, column, of),
            From::Count { list, of } => self.count(fact, list, of),
            From::Movement { amount, list, column } => Origin::Computed(each_change::sum(
                &self.material.words.fixed,
                *amount,
                (list, column),
                fact.area.as_deref(),
            )),
            From::OfForm(index) => form_level::cell(*index),
            From::Cells(how, places) => drawn(fact, *how, places.clone()),
        }
    }

    fn total(
        &self,
        fact: &Fact,
        list: &str,
        column: &str,
        origin: &FigureOrigin,
        at: &mut dyn FnMut(usize) -> At,
    ) -> Origin {
        let other = |name: String| {
            let index = *self.by_name.borrow().get(&(name, fact.area.clone()))?;
            let value = self.facts.borrow().get(index)?.value;
            Some((index, value))
        };
        match origin {
            FigureOrigin::Given(place) | FigureOrigin::SetAside(place, _) => Origin::Given(place.clone()),
            FigureOrigin::Formula(formula) => {
                let ids = formula.columns();
                let names = ids.iter().map(|id| {
                    let (index, _) = other(format!("totals.{list}.{id}"))?;
                    Some(((*id).to_string(), at(index)))
                });
                match names.collect::<Option<Vec<_>>>() {
                    Some(names) => {
                        let otherwise = self.material.form.report.not_applicable.clone();
                        Origin::Computed(Expression::Formula(formula.clone(), names, otherwise))
                    }
                    None => self.sum(fact, list, column, &Chosen::default()),
                }
            }
            _ => match self.material.form.list(list).and_then(|list| list.summary_of.as_ref()) {
                Some(summary) => self.summed_up(fact, list, column, &summary.of),
                None => self.sum(fact, list, column, &Chosen::default()),
            },
        }
    }

    /// The total of a summary: what its rows draw from the list that it sums up.
    fn summed_up(&self, fact: &Fact, list: &str, column: &str, of: &str) -> Origin {
        let items = self.material.figures.list(list).map(|list| list.all.every_item()).unwrap_or_default();
        let drawn = items.iter().find_map(|item| Some(&item.figures.get(column)?.origin));
        let schemes = Chosen { balancing: Some(false), ..Chosen::default() };
        let live = match drawn {
            Some(FigureOrigin::SumOf(of_column)) => self.live(fact, of, Some(of_column), &Chosen::default()),
            Some(FigureOrigin::Count) => self.live(fact, of, None, &schemes),
            _ => None,
        };
        let how = if matches!(drawn, Some(FigureOrigin::Count)) { How::Count } else { How::Worked };
        live.unwrap_or_else(|| self.cells_of(fact, how, list, column, &Chosen::default()))
    }

    fn sum(&self, fact: &Fact, list: &str, column: &str, of: &Chosen) -> Origin {
        self.live(fact, list, Some(column), of).unwrap_or_else(|| self.cells_of(fact, How::Worked, list, column, of))
    }

    fn count(&self, fact: &Fact, list: &str, of: &Chosen) -> Origin {
        self.live(fact, list, None, of).unwrap_or_else(|| {
            let rows = |_: &Group<'_>, items: &[&Item<'_>]| {
                items.iter().filter_map(|item| Some(item.row?.at.clone())).collect()
            };
            drawn(fact, How::Count, self.of_chosen(fact, list, of, &rows))
        })
    }

    /// What the items that are chosen give, with the group that they are of; nothing where there is no such group.
    fn of_chosen(
        &self,
        fact: &Fact,
        list: &str,
        of: &Chosen,
        what: &dyn Fn(&Group<'_>, &[&Item<'_>]) -> Vec<Place>,
    ) -> Vec<Place> {
        let (Some(list), Some(figures)) = (self.material.form.list(list), self.material.figures.list(list)) else {
            return Vec::new();
        };
        // As the words have them: without an area, the groups of one name in all areas are one.
        let joined = if fact.area.is_none() && of.group.is_some() { figures.all.across_areas(list).ok() } else { None };
        let whole = match &fact.area {
            Some(area) => figures.all.of_area(area),
            None => Some(joined.as_ref().unwrap_or(&figures.all)),
        };
        let group = match &of.group {
            Some((_, place)) => whole.and_then(|whole| whole.of_level(0).get(*place).copied()),
            None => whole,
        };
        let Some(group) = group else { return Vec::new() };
        let mut items = group.counting_items();
        items.retain(|item| of.balancing.is_none_or(|balancing| item.balancing == balancing));
        what(group, &items)
    }

    /// As a live formula over the data sheet of the list; `None` where its rows do not come to the fact, or no column picks them out.
    fn live(&self, fact: &Fact, list: &str, column: Option<&str>, of: &Chosen) -> Option<Origin> {
        let rows =
            |_: &Group<'_>, items: &[&Item<'_>]| items.iter().filter_map(|item| Some(item.row?.at.clone())).collect();
        let own: BTreeSet<Place> = self.of_chosen(fact, list, of, &rows).into_iter().collect();
        let schemes = self.position.schemes.iter().filter(|scheme| scheme.list == list);
        let schemes: Vec<&Scheme> = schemes.filter(|scheme| own.contains(&scheme.at)).collect();
        let comes_to = match column {
            Some(column) => money::checked_sum(schemes.iter().map(|scheme| scheme.amount(column))),
            None => Some(Decimal::from(schemes.len())),
        };
        if schemes.is_empty() || comes_to != Some(fact.value) {
            return None;
        }
        let list = self.material.form.list(list)?;
        let sum = match column {
            Some(column) => Some(data::column_of(list, column)?),
            None => None,
        };
        let rows = self.rows(fact, list, of, &schemes)?;
        Some(Origin::Computed(Expression::Matching { table: data::table_id(list), sum, rows }))
    }

    /// What picks the chosen schemes out in the data sheet of their list; nothing where no column of it does.
    fn rows(&self, fact: &Fact, list: &List, of: &Chosen, schemes: &[&Scheme]) -> Option<Vec<(usize, String)>> {
        let mut rows: Vec<(usize, String)> = fact.area.iter().map(|area| (data::AREA, area.clone())).collect();
        let kind = |balancing: bool| if balancing { BALANCING } else { ITEM }.to_string();
        rows.extend(of.balancing.map(|balancing| (data::KIND, kind(balancing))));
        if let Some((group, _)) = &of.group {
            let level = list.levels.first()?;
            // A spreadsheet takes capitals for small letters.
            let folded = group.to_lowercase();
            let says = |scheme: &Scheme| scheme.texts.get(level).is_some_and(|text| text.to_lowercase() == folded);
            let own = schemes.iter().filter(|scheme| says(scheme)).count();
            let picked = self.position.schemes.iter().filter(|scheme| {
                scheme.list == list.id
                    && (fact.area.is_none() || scheme.area == fact.area)
                    && of.balancing.is_none_or(|balancing| scheme.balancing == balancing)
                    && says(scheme)
            });
            if own != schemes.len() || picked.count() != own {
                return None;
            }
            rows.push((data::column_of(list, level)?, group.clone()));
        }
        rows.iter().all(|(_, text)| is_criterion(text)).then_some(rows)
    }

    /// The cells behind a figure of a column: of the total of what is chosen, or of its items, where some of them are left out.
    fn cells_of(&self, fact: &Fact, how: How, list: &str, column: &str, of: &Chosen) -> Origin {
        let form = self.material.form;
        let places = |group: &Group<'_>, items: &[&Item<'_>]| {
            let behind = form.list(list).map(|list| self.material.figures.behind_list(form, list));
            let places = behind.map(|behind| match of.balancing {
                None => behind.total(group, column),
                Some(_) => behind.items(items.iter().copied(), column),
            });
            places.unwrap_or_default()
        };
        let mut places = self.of_chosen(fact, list, of, &places);
        if places.is_empty() && !fact.value.is_zero() {
            // No cell states any of it: it is worked out by this line of the form.
            let list = form.list(list);
            places.extend(list.map(|list| list.column(column).map_or(&list.at, |column| &column.at).clone()));
        }
        drawn(fact, how, places)
    }

    /// A trace as a formula over facts, with what it comes to.
    pub(super) fn formula(&self, trace: &str) -> Option<(Expr, Decimal)> {
        let formula = Expr::parse(trace).ok()?;
        let operand = |name: &str| match self.fact(name) {
            Some((_, fact)) => Operand::Number(Quantity::exact(fact.value)),
            None => Operand::Missing(Absent::Unknown),
        };
        match formula.evaluate(&operand) {
            Operand::Number(quantity) => Some((formula, quantity.value())),
            _ => None,
        }
    }

    /// A figure of the appendix as a whole, in pounds: a formula over its cell, which is in the unit of the appendix.
    pub(super) fn of_form(&self, index: usize) -> Option<String> {
        let (of, found) = (self.material.form.figures.get(index)?, self.material.figures.form_level.get(index)?);
        let amount = found.figure.amount()?;
        let trace = self.add(
            &format!("figures.{}", found.id),
            None,
            in_unit(self.material, of.column.kind.plain(), amount)?,
            From::OfForm(index),
        );
        let factor = self.material.form.report.money.unit.factor();
        let in_pounds = of.column.kind != Kind::Money || factor == Decimal::ONE;
        Some(if in_pounds { trace } else { format!("({trace} * {factor})") })
    }

    /// An amount of a movement, in pounds: a formula over the sums of 'Changes'.
    pub(super) fn moved(&self, amount: Amount, movement: &Movement, area: Option<&str>) -> Option<String> {
        Some(self.in_pounds(self.of_changes(amount, movement, area)?))
    }

    /// What a movement came to, in pounds: likewise.
    pub(super) fn change(&self, movement: &Movement, area: Option<&str>) -> Option<String> {
        let closing = self.of_changes(Amount::Closing, movement, area)?;
        let opening = self.of_changes(Amount::Opening, movement, area)?;
        Some(self.in_pounds(format!("({closing} - {opening})")))
    }

    /// A sum of 'Changes', which is in the unit of the appendix.
    fn of_changes(&self, amount: Amount, movement: &Movement, area: Option<&str>) -> Option<String> {
        let (list, column) = (movement.list.clone(), movement.column.clone());
        let name = match amount {
            Amount::Opening => format!("opening.{list}.{column}"),
            Amount::Closing => format!("closing.{list}.{column}"),
            Amount::Line(line) => format!("{line:?}.{list}.{column}").to_lowercase(),
        };
        let value = amount.of(movement).checked_div(self.material.form.report.money.unit.factor())?;
        Some(self.add(&name, area, value, From::Movement { amount, list, column }))
    }

    /// A formula over figures in the unit of the appendix, in pounds.
    fn in_pounds(&self, trace: String) -> String {
        let factor = self.material.form.report.money.unit.factor();
        if factor == Decimal::ONE { trace } else { format!("({trace} * {factor})") }
    }
}

/// What the figures of a column are for the words.
pub(super) fn kind_of(column: &Column) -> handle::Kind {
    match column.kind.plain() {
        Kind::Money => handle::Kind::Amount,
        Kind::Percent => handle::Kind::Percentage,
        Kind::Count | Kind::Text | Kind::Choice | Kind::Code | Kind::Date | Kind::Year => handle::Kind::Number,
    }
}

/// A figure of the form as its cell in the workbook has it: money in the unit of the appendix.
fn in_unit(material: &Material<'_>, kind: Kind, amount: Decimal) -> Option<Decimal> {
    match kind {
        Kind::Money => amount.checked_div(material.form.report.money.unit.factor()),
        Kind::Percent | Kind::Count | Kind::Text | Kind::Choice | Kind::Code | Kind::Date | Kind::Year => Some(amount),
    }
}

/// From these cells; nil comes from none.
fn drawn(fact: &Fact, how: How, places: Vec<Place>) -> Origin {
    match places.is_empty() && fact.value.is_zero() {
        true => Origin::Drawn(How::Nil("there is none"), Vec::new()),
        false => Origin::drawn(how, places),
    }
}
