//! The equations between the figures of a report, drawn from the origins of its own cells: what the workbook's formulas reckon, anybody can
//! reckon. What everybody may have is known, exactly, for the public workbook holds it unrounded; all else is a figure of the system.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use num_traits::{One, Signed, Zero};
use rust_decimal::Decimal;

use super::linear::{self, Linear};
use super::taken::Taken;
use super::{Cells, Exemptions, NotPublic, Part, told};
use crate::disclosure::{Answer, Figure, Known, Rational, Relation, System, exactly};
use crate::report::{At, CellValue, Expression, Holds, How, Origin, Report, ids};
use crate::source::Place;

/// What a figure of the system is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// What stands in a cell of the report.
    Cell(At),
    /// What a cell of a return gives.
    Place(Place),
}

/// Where an equation stands.
#[derive(Debug, Clone)]
pub(super) struct Says {
    /// The cell that it is the equation of.
    pub(super) of: At,
    /// What it is worked out from.
    pub(super) from: Vec<Key>,
}

/// The system of a report, and what each of its figures and equations is.
pub(super) struct Equations<'r> {
    report: &'r Report,
    exempt: &'r Exemptions,
    taken: &'r Taken,
    pub(super) cells: &'r Cells<'r>,
    system: RefCell<System>,
    figures: RefCell<BTreeMap<Key, Figure>>,
    keys: RefCell<BTreeMap<Figure, Key>>,
    says: RefCell<BTreeMap<Relation, Says>>,
    /// What the cells of returns give that are published as they are.
    open: BTreeMap<Place, Rational>,
    /// How many times what a cell of a return gives prints in a column: most often a thousandth.
    times: BTreeMap<(String, usize), Rational>,
    /// Cells whose arithmetic is not understood, though an unpublished figure is in it.
    unclear: RefCell<Vec<At>>,
    /// Columns of tables that everybody may have, in which no figure is below nil.
    not_negative: BTreeSet<(String, usize)>,
}

/// What is given away.
pub(super) struct Leak {
    pub(super) figure: Figure,
    pub(super) answer: Answer,
}

/// How far two results of the same arithmetic may be apart, where one of them was rounded to its last digit.
const LAST_DIGITS: i64 = 1_000_000_000;

/// The most other rows of which each is tried whether it helps to leave it out too.
const TRIED: usize = 12;

/// Refuses where what everybody may have gives an exempt figure away, or it cannot be said that it does not.
pub(super) fn refuse(report: &Report, cells: &Cells<'_>, taken: &Taken) -> Result<(), NotPublic> {
    let equations = Equations::of(report, cells, &report.exempt, taken);
    if let Some(at) = equations.unclear.borrow().first() {
        return Err(told::unclear(&equations, at));
    }
    if let Some(at) = equations.elsewhere() {
        return Err(told::elsewhere(&equations, &at));
    }
    let leaks = equations.leaks();
    if leaks.is_empty() {
        return Ok(());
    }
    let helps = helps(report, &equations, &leaks);
    Err(told::leaks(&equations, &leaks, helps.as_deref()))
}

/// The first other row of the tables that an equation of a leak stands in, without which nothing is given away; as it is called.
fn helps(report: &Report, equations: &Equations<'_>, leaks: &[Leak]) -> Option<String> {
    let mut tables: Vec<String> = Vec::new();
    for leak in leaks {
        for relation in told::relations(&leak.answer) {
            if let Some(says) = equations.says.borrow().get(&relation) {
                for key in says.from.iter().chain([&Key::Cell(says.of.clone())]) {
                    if let Key::Cell(at) = key
                        && !tables.contains(&at.table)
                    {
                        tables.push(at.table.clone());
                    }
                }
            }
        }
    }
    let mut tried = 0;
    for id in tables {
        let Some(table) = equations.cells.table(&id).filter(|table| !table.is_of_the_program() && !table.is_data())
        else {
            continue;
        };
        for (row_index, row) in table.rows.iter().enumerate() {
            if row.kind != crate::report::RowKind::Item || equations.taken.rows.contains_key(&(id.clone(), row_index)) {
                continue;
            }
            let places: BTreeSet<Place> = row.cells.iter().flat_map(|cell| cell.origin.places()).cloned().collect();
            if places.is_empty() {
                continue;
            }
            tried += 1;
            if tried > TRIED {
                return None;
            }
            let mut more = equations.exempt.clone();
            more.parts.push(Part { whole: true, places: places.clone(), rows: places, ..Part::default() });
            let taken = Taken::of(report, equations.cells, &more);
            let without = Equations::of(report, equations.cells, &more, &taken);
            if without.unclear.borrow().is_empty() && without.system.borrow().is_safe() {
                let label = row.cells.iter().map(crate::report::Cell::text).find(|text| !text.trim().is_empty());
                return Some(label.unwrap_or_default().to_string());
            }
        }
    }
    None
}

impl<'r> Equations<'r> {
    fn of(report: &'r Report, cells: &'r Cells<'r>, exempt: &'r Exemptions, taken: &'r Taken) -> Equations<'r> {
        let mut equations = Equations {
            report,
            exempt,
            taken,
            cells,
            system: RefCell::new(System::new()),
            figures: RefCell::default(),
            keys: RefCell::default(),
            says: RefCell::default(),
            open: BTreeMap::new(),
            times: BTreeMap::new(),
            unclear: RefCell::default(),
            not_negative: BTreeSet::new(),
        };
        equations.what_is_open();
        for table in report.tables() {
            for (row, cells) in table.rows.iter().enumerate() {
                for (column, cell) in cells.cells.iter().enumerate() {
                    if let Some(number) = cell.number() {
                        equations.cell(&At { table: table.id.clone(), row, column }, number, &cell.origin);
                    }
                }
            }
        }
        equations.protect();
        equations
    }

    /// Whether everybody may have a cell. What a text says is on the sheet of texts, which they have not, and in the text, which they have.
    fn is_public(&self, at: &At) -> bool {
        if self.taken.has(at) {
            return false;
        }
        if at.table == ids::TEXT {
            let text = self.cells.cell(&At { column: 1, ..at.clone() });
            return text.is_some_and(|text| !self.taken.texts.contains(text.text()));
        }
        ids::is_for_all(&at.table)
    }

    /// What cells of returns give that are published, and in which columns nothing is below nil.
    fn what_is_open(&mut self) {
        for place in &self.exempt.known_before {
            if let Some(amount) = self.exempt.given.get(place) {
                self.open.insert(place.clone(), exactly(*amount));
            }
        }
        // A nil says nothing of its unit, so that is taken from the rest of its column.
        for table in self.report.tables() {
            for row in &table.rows {
                for (column, cell) in row.cells.iter().enumerate() {
                    if let (Origin::Given(place), Some(number)) = (&cell.origin, cell.number())
                        && let Some(given) = self.exempt.given.get(place).filter(|given| !given.is_zero())
                        && !number.is_zero()
                    {
                        let times = exactly(number) / exactly(*given);
                        self.times.entry((table.id.clone(), column)).or_insert(times);
                    }
                }
            }
        }
        let mut signs: BTreeMap<(String, usize), bool> = BTreeMap::new();
        for table in self.report.tables() {
            for (row, cells) in table.rows.iter().enumerate() {
                for (column, cell) in cells.cells.iter().enumerate() {
                    let at = At { table: table.id.clone(), row, column };
                    if !self.is_public(&at) || cell.value == CellValue::Blank {
                        continue;
                    }
                    if let Origin::Given(place) = &cell.origin
                        && let Some(amount) = self.exempt.given.get(place)
                    {
                        self.open.insert(place.clone(), exactly(*amount));
                    }
                    if let Some(number) = cell.number() {
                        let sign = signs.entry((at.table, column)).or_insert(true);
                        *sign &= number >= Decimal::ZERO;
                    }
                }
            }
        }
        self.not_negative = signs.into_iter().filter(|(_, sign)| *sign).map(|(column, _)| column).collect();
    }

    fn figure(&self, key: Key, is: Rational, known: Known) -> Linear {
        let mut figures = self.figures.borrow_mut();
        let figure = *figures.entry(key.clone()).or_insert_with(|| {
            let figure = self.system.borrow_mut().figure(is.clone(), known);
            self.keys.borrow_mut().insert(figure, key);
            figure
        });
        Linear::figure(figure, is)
    }

    /// What a cell of the report is: a number that everybody has, or a figure. Nil where none stands in it.
    fn of_cell(&self, at: &At) -> Linear {
        let number = self.cells.cell(at).and_then(crate::report::Cell::number).unwrap_or_default();
        let is = exactly(number);
        if self.is_public(at) {
            return Linear::known(is);
        }
        if let Some(cell) = self.cells.cell(at) {
            if cell.number().is_none() {
                return Linear::known(is);
            }
            if let Origin::Given(place) = &cell.origin
                && self.open.contains_key(place)
            {
                return Linear::known(is);
            }
        }
        let is_sure = self.not_negative.contains(&(at.table.clone(), at.column)) && !is.is_negative();
        let known = if is_sure { Known::not_negative() } else { Known::Nothing };
        self.figure(Key::Cell(at.clone()), is, known)
    }

    /// What a cell of a return gives. `None` where that is not known to be one figure.
    fn of_place(&self, place: &Place) -> Option<Linear> {
        if let Some(known) = self.open.get(place) {
            return Some(Linear::known(known.clone()));
        }
        let is = exactly(*self.exempt.given.get(place)?);
        Some(self.figure(Key::Place(place.clone()), is, Known::Nothing))
    }

    /// The equation of a cell.
    fn cell(&self, at: &At, number: Decimal, origin: &Origin) {
        let is = exactly(number);
        match origin {
            Origin::Label | Origin::Drawn(How::Count | How::Nil(_), _) | Origin::Computed(Expression::Count(_)) => {}
            Origin::Computed(Expression::Matching { sum: None, .. }) => {}
            Origin::Given(place) => {
                if self.open.contains_key(place) {
                    return;
                }
                let from = vec![Key::Place(place.clone())];
                let Some(given) = self.of_place(place) else { return self.not_clear(at, std::slice::from_ref(place)) };
                // In whatever unit the cell prints it.
                let times = match (is.is_zero(), given.is.is_zero()) {
                    (true, true) => self.times_in(at),
                    (false, false) => &is / &given.is,
                    _ => return self.not_clear(at, std::slice::from_ref(place)),
                };
                self.state(at, given.times(&times), from);
            }
            Origin::Drawn(How::Sum | How::Worked | How::Step, places) => self.drawn(at, &is, places),
            Origin::Computed(Expression::Formula(formula, names, _)) => self.formula(at, formula, names),
            Origin::Computed(expression) => {
                let behind = self.cells.behind(expression);
                let sum = behind.iter().fold(Linear::known(Rational::zero()), |sum, other| {
                    sum.plus(&self.of_cell(other), &Rational::one())
                });
                self.state(at, sum, behind.into_iter().map(Key::Cell).collect());
            }
        }
    }

    /// How many times what cells of returns give prints in the column of a cell.
    fn times_in(&self, at: &At) -> Rational {
        if let Some(times) = self.times.get(&(at.table.clone(), at.column)) {
            return times.clone();
        }
        let is_money = self.cells.cell(at).is_some_and(|cell| {
            matches!(cell.value, CellValue::Number { format: crate::report::NumberFormat::Money { .. }, .. })
        });
        if is_money { exactly(self.exempt.unit).recip() } else { Rational::one() }
    }

    /// A figure that comes from cells of returns, none of which states it: their sum, in a unit, or their quotient.
    fn drawn(&self, at: &At, is: &Rational, places: &[Place]) {
        if places.iter().all(|place| self.open.contains_key(place)) {
            return;
        }
        let given: Option<Vec<Linear>> = places.iter().map(|place| self.of_place(place)).collect();
        let Some(given) = given else { return self.not_clear(at, places) };
        let sum = given.iter().fold(Linear::known(Rational::zero()), |sum, next| sum.plus(next, &Rational::one()));
        let unit = exactly(self.exempt.unit).recip();
        for times in [self.times_in(at), Rational::one(), unit.clone(), -Rational::one(), -unit] {
            if is_near(&(&sum.is * &times), is) && !(sum.is.is_zero() && sum.terms.len() > 1 && !is.is_zero()) {
                return self.state(at, sum.times(&times), places.iter().cloned().map(Key::Place).collect());
            }
        }
        if let [first, second] = given.as_slice() {
            for (part, whole) in [(first, second), (second, first)] {
                if !whole.is.is_zero() && is_near(&(&part.is / &whole.is), is) {
                    return self.ratio(at, part, whole, places.iter().cloned().map(Key::Place).collect());
                }
            }
            let difference = first.clone().plus(second, &-Rational::one());
            for times in [Rational::one(), -Rational::one()] {
                for unit in [self.times_in(at), Rational::one(), exactly(self.exempt.unit).recip()] {
                    let times = &times * &unit;
                    if is_near(&(&difference.is * &times), is) {
                        let from = places.iter().cloned().map(Key::Place).collect();
                        return self.state(at, difference.times(&times), from);
                    }
                }
            }
        }
        self.not_clear(at, places);
    }

    fn formula(&self, at: &At, formula: &crate::formula::Expr, names: &[(String, At)]) {
        let from: Vec<Key> = names.iter().map(|(_, at)| Key::Cell(at.clone())).collect();
        let name = |id: &str| names.iter().find(|(name, _)| name == id).map(|(_, at)| self.of_cell(at));
        if let Some((part, whole)) = linear::sides(formula)
            && let (Some(part), Some(whole)) = (linear::of(part, &name), linear::of(whole, &name))
            && !whole.is_known()
        {
            return self.ratio(at, &part, &whole, from);
        }
        match linear::of(formula, &name) {
            Some(comes_to) => self.state(at, comes_to, from),
            None if names.iter().any(|(_, at)| !self.of_cell(at).is_known()) && !self.taken.has(at) => {
                self.unclear.borrow_mut().push(at.clone());
            }
            None => {}
        }
    }

    /// A cell is a part divided by a whole that is not published.
    fn ratio(&self, at: &At, part: &Linear, whole: &Linear, from: Vec<Key>) {
        let of = self.of_cell(at);
        if !of.is_known() {
            // Of a percentage that is exempt itself nothing is known. Any other one may be said by a text.
            if self.taken.has(at) {
                return;
            }
            if let Some(times) = Some(&whole.is).filter(|is| !is.is_zero()) {
                self.state(at, part.clone().times(&times.recip()), from.clone());
            }
        }
        // part = ratio * whole, as far as the ratio's digits go.
        let comes_to = part.clone().plus(whole, &-of.is.clone());
        let reach = (rational_size(&whole.is) + Rational::one()) / Rational::from_integer(LAST_DIGITS.into());
        if rational_size(&comes_to.is) > reach {
            self.unclear.borrow_mut().push(at.clone());
            return;
        }
        self.within(at, &comes_to, &reach, from);
    }

    /// A cell comes to this.
    fn state(&self, at: &At, comes_to: Linear, from: Vec<Key>) {
        let of = self.of_cell(at);
        let rest = comes_to.plus(&of, &-Rational::one());
        if rest.terms.is_empty() {
            return;
        }
        if rest.is.is_zero() {
            let relation = self.system.borrow_mut().equal(rest.terms.clone(), rest.constant.clone());
            self.says.borrow_mut().insert(relation, Says { of: at.clone(), from });
            return;
        }
        let reach = (rational_size(&of.is) + Rational::one()) / Rational::from_integer(LAST_DIGITS.into());
        if rational_size(&rest.is) <= reach {
            self.within(at, &rest, &reach, from);
        } else if !self.taken.has(at) || of.is_known() {
            self.unclear.borrow_mut().push(at.clone());
        }
    }

    /// A sum that is nil but for this much.
    fn within(&self, at: &At, sum: &Linear, reach: &Rational, from: Vec<Key>) {
        for times in [Rational::one(), -Rational::one()] {
            let sum = sum.clone().times(&times);
            let relation = self.system.borrow_mut().at_most(sum.terms, sum.constant - reach);
            self.says.borrow_mut().insert(relation, Says { of: at.clone(), from: from.clone() });
        }
    }

    /// The arithmetic of a cell is not understood. It matters where everybody may have it and something in it is exempt.
    fn not_clear(&self, at: &At, places: &[Place]) {
        let is_exempt = |place: &Place| {
            self.exempt.parts.iter().any(|part| part.places.contains(place) || part.rows.contains(place))
        };
        if self.is_public(at) && places.iter().any(is_exempt) {
            self.unclear.borrow_mut().push(at.clone());
        }
    }

    /// Every figure of an entry is to be protected: what its cells give, and what is worked out from them in its own rows.
    fn protect(&self) {
        let figures = self.figures.borrow().clone();
        for (key, figure) in figures {
            let is_own = match &key {
                Key::Place(place) => {
                    self.exempt.parts.iter().any(|part| part.places.contains(place))
                        // What was revised and what closed before is left out, and is no more exempt than it was.
                        || self.taken.tables.iter().any(|table| !ids::is_of_before(table) && self.is_in(table, place))
                }
                Key::Cell(at) => {
                    let table = self.cells.table(&at.table);
                    let is_of_form = table.is_some_and(|table| !table.is_of_the_program() && !table.is_data());
                    let is_figure = table
                        .and_then(|table| table.columns.get(at.column))
                        .is_some_and(|column| column.holds == Holds::Figure);
                    is_of_form && is_figure && self.taken.has(at)
                }
            };
            if is_own {
                let is = self.system.borrow().is(figure).cloned().unwrap_or_default();
                let in_pounds = matches!(key, Key::Place(_));
                self.system.borrow_mut().protect(figure, self.width(&is, in_pounds));
            }
        }
    }

    /// Whether a table that is left out has an item from this cell.
    fn is_in(&self, table: &str, place: &Place) -> bool {
        let rows = self.cells.table(table).into_iter().flat_map(|table| &table.rows);
        rows.flat_map(|row| &row.cells).any(|cell| cell.origin.places().contains(place))
    }

    /// How far apart bounds of a figure must be: so many per cent of it, and room for two figures in the unit that it is a whole number of.
    fn width(&self, is: &Rational, in_pounds: bool) -> Rational {
        let share = rational_size(is) * exactly(self.exempt.width) / Rational::from_integer(100.into());
        let two = Rational::from_integer(2.into());
        let unit = exactly(self.exempt.unit);
        let grain = if in_pounds && (is / &unit).is_integer() {
            unit * two
        } else if is.is_integer() {
            two
        } else {
            Rational::zero()
        };
        share.max(grain)
    }

    /// A figure of a table that is exempt as a whole which is printed elsewhere as it is.
    fn elsewhere(&self) -> Option<At> {
        let own = self.exempt.parts.iter().filter_map(|part| part.table.as_deref());
        let own: BTreeSet<&str> = own.collect();
        let tables = self.report.tables().filter(|table| own.contains(ids::of_form(&table.id)));
        for table in tables {
            for (row, cells) in table.rows.iter().enumerate() {
                for (column, cell) in cells.cells.iter().enumerate() {
                    if let Origin::Given(place) = &cell.origin
                        && cell.number().is_some()
                        && self.open.contains_key(place)
                    {
                        return Some(At { table: table.id.clone(), row, column });
                    }
                }
            }
        }
        None
    }

    /// What is given away, or may be: each figure once, by the cell that prints it where there is one.
    fn leaks(&self) -> Vec<Leak> {
        let answers = self.system.borrow().examine();
        let open = answers.into_iter().filter(|(_, answer)| !answer.is_safe());
        let mut leaks: Vec<Leak> = open.map(|(figure, answer)| Leak { figure, answer }).collect();
        let keys = self.keys.borrow();
        leaks.sort_by_key(|leak| matches!(keys.get(&leak.figure), Some(Key::Place(_))));
        let mut named = BTreeSet::new();
        leaks.retain(|leak| named.insert(self.name(leak.figure)));
        leaks
    }

    /// What a figure is called.
    pub(super) fn name(&self, figure: Figure) -> String {
        self.keys.borrow().get(&figure).map_or_else(String::new, |key| self.name_of(key))
    }

    /// What a cell, or what a cell of a return gives, is called: by a cell of the report that prints it, where there is one.
    pub(super) fn name_of(&self, key: &Key) -> String {
        match key {
            Key::Cell(at) => self.cells.name(at),
            Key::Place(place) => self.printed(place).map_or_else(|| place.to_string(), |at| self.cells.name(&at)),
        }
    }

    fn printed(&self, place: &Place) -> Option<At> {
        let tables = self.report.tables().filter(|table| !table.is_of_the_program() && !table.is_data());
        for table in tables {
            for (row, cells) in table.rows.iter().enumerate() {
                for (column, cell) in cells.cells.iter().enumerate() {
                    if cell.origin == Origin::Given(place.clone()) {
                        return Some(At { table: table.id.clone(), row, column });
                    }
                }
            }
        }
        None
    }

    /// What a figure is.
    pub(super) fn is(&self, figure: Figure) -> Rational {
        self.system.borrow().is(figure).cloned().unwrap_or_default()
    }

    /// Where an equation stands.
    pub(super) fn says(&self, relation: Relation) -> Option<Says> {
        self.says.borrow().get(&relation).cloned()
    }

    /// Of what a cell is worked out from: what is published of it comes to, and what is not.
    pub(super) fn parts(&self, says: &Says) -> (Option<Decimal>, Vec<String>) {
        let mut known = Decimal::ZERO;
        let mut names = Vec::new();
        for key in &says.from {
            match key {
                Key::Cell(at) if self.of_cell(at).is_known() => {
                    known = known
                        .checked_add(self.cells.cell(at).and_then(crate::report::Cell::number).unwrap_or_default())
                        .unwrap_or_default();
                }
                Key::Place(place) if self.open.contains_key(place) => {}
                key => names.push(self.name_of(key)),
            }
        }
        let is_sum = says.from.iter().all(|key| matches!(key, Key::Cell(_)));
        (Some(known).filter(|_| is_sum), names)
    }
}

fn rational_size(number: &Rational) -> Rational {
    number.abs()
}

/// Whether two results are the same but for their last digits.
fn is_near(one: &Rational, other: &Rational) -> bool {
    let reach = (rational_size(other) + Rational::one()) / Rational::from_integer(LAST_DIGITS.into());
    rational_size(&(one - other)) <= reach
}
