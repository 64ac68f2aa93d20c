//! A period's schemes and figures, flat: what reconciling needs, whether they come from returns or from a consolidated
//! workbook.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use crate::figures::{FigureOrigin, Figures, Item};
use crate::form::{FigureForm, Form, Kind, List, heading};
use crate::money::{Absent, Quantity};
use crate::period::Period;
use crate::source::Place;

/// A period's schemes.
#[derive(Debug, Clone)]
pub struct Position {
    /// The period.
    pub period: Period,
    /// Its schemes, in the order of the returns.
    pub schemes: Vec<Scheme>,
    /// The figures of the appendix as a whole, by id: those that have a value. `None` where the form had none, or a workbook does not
    /// keep them.
    pub whole: Option<BTreeMap<String, WholeFigure>>,
    /// Those of which nobody can say what they were: see [`Position::known_then`].
    pub not_known: BTreeSet<String>,
    /// SHA-256 of each file read, by path: the same file sent again is noticed.
    pub files: BTreeMap<String, String>,
}

/// A figure of the appendix as a whole in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeFigure {
    /// Pounds, a ratio or a count.
    pub value: Decimal,
    /// Its heading, without the unit.
    pub name: String,
    /// What it holds, as the form says it: 'money', 'percent', 'count'.
    pub kind: String,
    /// The cells that it stands in, or is worked out from.
    pub cells: Vec<Place>,
    /// Whether it is worked out from them.
    pub computed: bool,
}

/// One scheme of a list in one period.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// The list's id.
    pub list: String,
    /// The area's id.
    pub area: Option<String>,
    /// Its key (a reference or title), as typed.
    pub key: String,
    /// Its label (the title), as typed.
    pub label: String,
    /// Whether it is a balancing line.
    pub balancing: bool,
    /// Where it stands.
    pub at: Place,
    /// Known figures by column id: pounds, ratios, counts.
    pub figures: BTreeMap<String, Decimal>,
    /// The cell of each figure.
    pub cells: BTreeMap<String, Place>,
    /// The groups inside the area that it stands in, outermost first; empty where they are not known.
    pub groups: Vec<String>,
    /// Text by column id.
    pub texts: BTreeMap<String, String>,
    /// What stands in place of a figure, by column id: a placeholder as typed, or nothing where a blank is taken as nil. One that
    /// the form takes as nil is among the figures too.
    pub placeholders: BTreeMap<String, String>,
}

/// Decimal places of a pound that are kept. No given figure has more (six places in thousands are thousandths of a
/// pound); computed ones are cut here, so that every sum is exact and a movement closes to the last digit.
const DECIMALS: u32 = 6;

impl Position {
    /// The position that a period's returns give. Rows of summaries, and details of schemes, are not in it. A figure is what totals count: a
    /// placeholder that the form takes as nil is nil here too; one that it does not is no figure.
    pub fn of(form: &Form, period: Period, figures: &Figures<'_>, files: BTreeMap<String, String>) -> Position {
        let mut schemes = Vec::new();
        for list in form.lists.iter().filter(|list| list.has_schemes()) {
            let Some(group) = figures.list(&list.id) else { continue };
            schemes.extend(group.all.counting_items().into_iter().filter_map(|item| scheme(list, item)));
        }
        let whole = (!form.figures.is_empty()).then(|| whole(form, period, figures));
        Position { period, schemes, whole, not_known: BTreeSet::new(), files }
    }

    /// Some of its schemes, by their indices.
    pub fn at(&self, indices: &[usize]) -> Vec<&Scheme> {
        indices.iter().filter_map(|index| self.schemes.get(*index)).collect()
    }

    /// The position of an earlier period, as far as it was known then. A figure that the form states as at a later day, or one worked
    /// out from such a one, is this period's: the form has one value for both, and what it was before nobody can say.
    pub fn known_then(mut self, form: &Form) -> Position {
        let meeting = form.period(self.period).and_then(|period| period.meeting);
        let last = meeting.unwrap_or_else(|| form.as_at(self.period));
        loop {
            let is_later = |figure: &&FigureForm| match figure.column.origin().formula() {
                Some(formula) => formula.columns().iter().any(|id| self.not_known.contains(*id)),
                None => figure.stated.is_some() && figure.as_at.is_some_and(|day| day > last),
            };
            let later = form.figures.iter().filter(is_later).map(|figure| figure.column.id.clone());
            let later: BTreeSet<String> = later.filter(|id| !self.not_known.contains(id)).collect();
            if later.is_empty() {
                return self;
            }
            self.whole.iter_mut().for_each(|whole| whole.retain(|id, _| !later.contains(id)));
            self.not_known.extend(later);
        }
    }
}

/// The figures of the appendix as a whole that are known.
fn whole(form: &Form, period: Period, figures: &Figures<'_>) -> BTreeMap<String, WholeFigure> {
    let both = form.figures.iter().zip(&figures.form_level);
    let known = both.filter_map(|(of, found)| {
        let amount = found.figure.amount()?;
        let figure = WholeFigure {
            value: if of.column.kind == Kind::Money { to_places(amount) } else { amount },
            name: heading::name(form, &of.column.heading, period),
            kind: of.column.kind.plain().name().to_string(),
            cells: figures.cells_of_form(found),
            computed: matches!(found.figure.origin, FigureOrigin::Formula(_)),
        };
        Some((found.id.clone(), figure))
    });
    known.collect()
}

impl Scheme {
    /// The figure of a column; nil where none is stated.
    pub fn amount(&self, column: &str) -> Decimal {
        self.figures.get(column).copied().unwrap_or(Decimal::ZERO)
    }

    /// Whether it is there once only, or recurs, as the column of its list says that tells them apart (`one_off`); `None` where nothing is said.
    pub fn is_one_off(&self, list: &List) -> Option<bool> {
        let column = list.one_off_column()?;
        column.is_one_off(self.texts.get(&column.id)?)
    }

    /// The cell of a column, else the row.
    pub fn place(&self, column: &str) -> &Place {
        self.cells.get(column).unwrap_or(&self.at)
    }
}

/// One item of a list. An item that stands in no row of a return is none of a prior period either.
fn scheme(list: &List, item: &Item<'_>) -> Option<Scheme> {
    let row = item.row?;
    let mut figures = BTreeMap::new();
    let mut placeholders = BTreeMap::new();
    for (id, figure) in &item.figures {
        // Amounts beside percentages are no columns of the list; they are money.
        let is_money = list.column(id).is_none_or(|column| column.kind == Kind::Money);
        let value = |quantity: Quantity| if is_money { to_places(quantity.value()) } else { quantity.value() };
        if let Some(counted) = figure.counted {
            figures.insert(id.clone(), value(counted));
        }
        // One that is worked out from a placeholder is none itself.
        match figure.origin.cell().and(figure.value.as_ref().err()) {
            Some(Absent::Code(typed)) => drop(placeholders.insert(id.clone(), typed.trim().to_string())),
            Some(Absent::Blank) if figure.counted.is_some() => drop(placeholders.insert(id.clone(), String::new())),
            _ => {}
        }
    }
    let mut texts = BTreeMap::new();
    let mut cells = BTreeMap::new();
    for cell_of in row.cells.keys() {
        let (id, Some(cell)) = (cell_of, item.cell(cell_of)) else { continue };
        cells.insert(id.clone(), cell.at.clone());
        let is_text = list.column(id).is_some_and(|column| !column.kind.is_figure());
        if is_text && !cell.text.trim().is_empty() {
            texts.insert(id.clone(), cell.text.trim().to_string());
        }
    }
    Some(Scheme {
        list: list.id.clone(),
        area: item.area.clone(),
        key: item.key.clone(),
        label: item.label.clone(),
        balancing: item.balancing,
        groups: item.groups.clone(),
        at: row.at.clone(),
        figures,
        cells,
        texts,
        placeholders,
    })
}

/// Half up, away from nil, like printing.
pub(super) fn to_places(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Code;
    use crate::reconcile::testing::{form, pounds, quarter};
    use crate::returns::{Cell, ReturnTable, Returns, Row, RowKind, StatedFigure, Value};
    use crate::source::Address;

    fn row(number: u32, title: &str, cells: &[(&str, &str, Value)]) -> Row {
        let at = |column| Place::cell("north.xlsx", "Return", Address::new(number, column));
        let title = [("title", title, Value::Text(title.into()))];
        let cells = title.iter().chain(cells).zip(0..).map(|((id, text, value), column)| {
            ((*id).to_string(), Cell { at: at(column), text: (*text).into(), value: value.clone(), decided: None })
        });
        let cells = cells.collect();
        Row {
            kind: RowKind::Item,
            area: Some("north".into()),
            groups: Vec::new(),
            cells,
            at: at(0),
            covers: None,
            area_group: None,
        }
    }

    fn figure(value: Decimal) -> Value {
        let quantity = Quantity::exact(value);
        Value::Figure(StatedFigure { quantity, beside: None, pound_sign: false, bare_percent: false })
    }

    #[test]
    fn a_position_holds_what_totals_count_with_its_cells_and_texts() {
        let mut form = form();
        let third = crate::formula::Expr::parse("target / 3").unwrap();
        let mut column = crate::reconcile::testing::column("third", Kind::Money);
        column.figure_mut().origin = crate::form::ColumnOrigin::Formula(third);
        form.lists[0].columns.push(column);
        let mut nature = crate::reconcile::testing::column("nature", Kind::Choice);
        let choices = vec!["R".into(), "NR".into()];
        let choice = crate::form::kind::Choice { choices, one_off: vec!["NR".into()], ..Default::default() };
        nature.kind = crate::form::ColumnKind::Choice(choice);
        form.lists[0].columns.push(nature);
        let nil = Code { means: "nothing yet".into(), nil: true };
        form.lists[0].columns[4].codes.insert("-".into(), nil);
        let code = |text: &str| Value::Absent(Absent::Code(text.into()));
        let rows = vec![row(
            5,
            " Voids ",
            &[
                ("target", "100", figure(pounds(100_000))),
                ("forecast", "TBC", code("TBC")),
                ("achieved", "-", code("-")),
                ("risks", " Demand ", Value::Text("Demand".into())),
                ("nature", " nr ", Value::Text("nr".into())),
            ],
        )];
        let block = ReturnTable {
            list: "projects".into(),
            form: 0,
            at: Place::sheet("north.xlsx", "Return"),
            headings: BTreeMap::new(),
            heading_rows: Vec::new(),
            rows,
            notes: Vec::new(),
        };
        let returns = Returns {
            period: quarter(3),
            files: Vec::new(),
            tables: vec![block],
            troubles: Vec::new(),
            standings: Default::default(),
            last_reported: Vec::new(),
        };
        let figures = Figures::of(&form, &returns).unwrap();
        let position = Position::of(&form, quarter(3), &figures, BTreeMap::new());
        assert_eq!(position.schemes.len(), 1);
        let scheme = &position.schemes[0];
        assert_eq!((scheme.area.as_deref(), scheme.label.trim()), (Some("north"), "Voids"));
        let figures: Vec<_> = scheme.figures.iter().map(|(id, figure)| (id.as_str(), *figure)).collect();
        let third = Decimal::new(33_333_333_333, 6);
        assert_eq!(figures, [("achieved", Decimal::ZERO), ("target", pounds(100_000)), ("third", third)]);
        assert_eq!(scheme.place("target").to_string(), "north.xlsx, sheet Return, cell B6");
        assert_eq!(scheme.place("third").to_string(), "north.xlsx, sheet Return, cell A6", "computed: the row");
        assert_eq!(scheme.texts.get("risks").map(String::as_str), Some("Demand"));
        let list = &form.lists[0];
        let one_off = |said: Option<&str>| {
            let mut scheme = scheme.clone();
            scheme.texts.remove("nature");
            scheme.texts.extend(said.map(|said| ("nature".to_string(), said.to_string())));
            scheme.is_one_off(list)
        };
        assert_eq!((scheme.is_one_off(list), one_off(Some("R"))), (Some(true), Some(false)));
        assert_eq!((one_off(None), one_off(Some("TBC"))), (None, None));
        let placeholders: Vec<_> =
            scheme.placeholders.iter().map(|(id, typed)| (id.as_str(), typed.as_str())).collect();
        assert_eq!(placeholders, [("achieved", "-"), ("forecast", "TBC")]);
    }
}
