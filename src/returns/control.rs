//! The list that a council approved, read from a workbook of the collection.
//!
//! It is read more strictly than a return: it is the council's own, its headings are named in the form, and each of its rows is a scheme
//! with its amount, a total of those above it, or nothing. Whatever else stands there is a fault with its cell, because what was
//! misunderstood here would be held against every return.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Value;
use super::grid::{self, Raw, Sheet};
use super::totals::words::{Known, Says, words_of};
use super::value;
use crate::form::{Column, Control, ControlBook, ControlItem, Form};
use crate::money::Told;
use crate::names::{Heading, Label, did_you_mean, one_line};
use crate::source::{Address, Fault, Place};

/// Reads the approved schemes out of a workbook's bytes. All faults at once, in the order of the rows.
///
/// # Errors
///
/// If it is no workbook, has no such sheet or headings, or a row that is not understood.
pub fn read(form: &Form, control: &Control, book: &ControlBook, bytes: &[u8]) -> Result<Vec<ControlItem>, Vec<Fault>> {
    let one = |message: String| vec![Fault::new(book.at.clone(), message)];
    let Some(column) = form.list(&control.list).and_then(|list| list.column(&control.column)) else {
        return Ok(Vec::new());
    };
    let file = &book.file;
    let workbook = grid::read_workbook(Path::new(file), bytes)
        .map_err(|why| one(format!("{file} cannot be read: {}", why.trim_end_matches('.'))))?;
    let sheet = sheet(&workbook.sheets, book).map_err(one)?;
    let shown: Arc<str> = file.as_str().into();
    let mut rows: BTreeMap<u32, BTreeMap<u32, &Raw>> = BTreeMap::new();
    for (at, raw) in &sheet.cells {
        rows.entry(at.row).or_default().insert(at.column, raw);
    }
    let at = |address| Place::cell(shown.clone(), sheet.name.clone(), address);
    let (heading_row, columns) = headings(form, book, &rows, &sheet.name).map_err(one)?;
    let areas = form.areas.iter().flat_map(|area| std::iter::once(&area.name).chain(&area.also));
    let known = Known::of_areas(Arc::new(words_of(areas.map(String::as_str))));
    let mut reader = Reader {
        form,
        column,
        known,
        area: None,
        items: Vec::new(),
        heading: Heads::default(),
        total: 0,
        faults: Vec::new(),
    };
    for (row, cells) in rows.range(heading_row + 1..) {
        let cell = |column: Option<u32>| column.and_then(|column| cells.get(&column).copied());
        let amount = (at(Address::new(*row, columns.amount)), cell(Some(columns.amount)));
        reader.row(text(cell(columns.area)), text(cell(Some(columns.scheme))), amount);
    }
    if reader.items.is_empty() && reader.faults.is_empty() {
        return Err(one(format!("no scheme stands under the headings in sheet '{}' of {file}", sheet.name)));
    }
    if reader.faults.is_empty() { Ok(reader.items) } else { Err(reader.faults) }
}

fn text(raw: Option<&Raw>) -> String {
    raw.map(|raw| one_line(&raw.text())).unwrap_or_default()
}

/// The sheet that is meant.
fn sheet<'s>(sheets: &'s [Sheet], book: &ControlBook) -> Result<&'s Sheet, String> {
    let file = &book.file;
    let names = || sheets.iter().map(|sheet| &*sheet.name);
    match (&book.sheet, sheets) {
        (Some(name), _) => sheets
            .iter()
            .find(|sheet| Label::same(&sheet.name, name))
            .ok_or_else(|| format!("{file} has no sheet '{name}'{}", did_you_mean(name, names()))),
        (None, [only]) => Ok(only),
        (None, _) => Err(format!(
            "{file} has {} sheets; say with `sheet` which of them holds the approved list: {}",
            sheets.len(),
            names().collect::<Vec<_>>().join(", ")
        )),
    }
}

/// The columns of the sheet that are read.
struct Columns {
    area: Option<u32>,
    scheme: u32,
    amount: u32,
}

/// The first row that has all the headings, each once.
fn headings(
    form: &Form,
    book: &ControlBook,
    rows: &BTreeMap<u32, BTreeMap<u32, &Raw>>,
    sheet: &str,
) -> Result<(u32, Columns), String> {
    let of = |text: &str| Heading::of(text, form.report.year_starts);
    let wanted: Vec<(&str, Heading)> =
        book.area.iter().chain([&book.scheme, &book.amount]).map(|text| (text.as_str(), of(text))).collect();
    for (row, cells) in rows {
        let found = |wanted: &Heading| -> Vec<u32> {
            let is_it = |(_, raw): &(&u32, &&Raw)| matches!(raw, Raw::Text(text) if of(text) == *wanted);
            cells.iter().filter(is_it).map(|(column, _)| *column).collect()
        };
        let places: Vec<Vec<u32>> = wanted.iter().map(|(_, heading)| found(heading)).collect();
        if places.iter().any(Vec::is_empty) {
            continue;
        }
        if let Some(((name, _), _)) = wanted.iter().zip(&places).find(|(_, places)| places.len() > 1) {
            return Err(format!(
                "the heading '{name}' stands more than once in row {} of sheet '{sheet}': call one of them otherwise",
                row.saturating_add(1)
            ));
        }
        let mut places = places.into_iter().flatten();
        let area = if book.area.is_some() { places.next() } else { None };
        if let (Some(scheme), Some(amount)) = (places.next(), places.next()) {
            return Ok((*row, Columns { area, scheme, amount }));
        }
    }
    let names: Vec<String> = wanted.iter().map(|(name, _)| format!("'{name}'")).collect();
    Err(format!("no row of sheet '{sheet}' of {} has the headings {}", book.file, names.join(" and ")))
}

struct Reader<'f> {
    form: &'f Form,
    column: &'f Column,
    known: Known,
    /// The area that was named last.
    area: Option<String>,
    items: Vec<ControlItem>,
    /// Where the schemes of that area begin.
    heading: Heads,
    /// How many schemes stand above the last total.
    total: usize,
    faults: Vec<Fault>,
}

/// Where the schemes under an area's name begin, among all.
#[derive(Clone, Copy, Default)]
struct Heads {
    at: usize,
    /// Whether a total closed all that stands above.
    is_closed: bool,
}

impl Reader<'_> {
    fn row(&mut self, area: String, scheme: String, (at, amount): (Place, Option<&Raw>)) {
        if let Err(message) = self.item(area, scheme, &at, amount) {
            self.faults.push(Fault::new(at, message));
        }
    }

    /// Takes a row in; what is wrong with it.
    fn item(&mut self, area: String, scheme: String, at: &Place, amount: Option<&Raw>) -> Result<(), String> {
        let label = if scheme.is_empty() { &area } else { &scheme };
        let read = value::read(self.column, amount);
        let blank = read.text.trim().is_empty();
        let pounds = match &read.value {
            Value::Figure(figure) => Some(figure.quantity.value()),
            _ => None,
        };
        let says = self.known.says(label);
        let is_total = !label.is_empty() && matches!(says, Says::Total | Says::Subtotal | Says::Whole);
        if blank && (label.is_empty() || is_total) {
            return Ok(());
        }
        if let (true, Some(total)) = (is_total, pounds) {
            let beside = !scheme.is_empty() && is_area(self.form, &area);
            let is_part = says == Says::Subtotal || beside || self.names_area(label);
            if self.closes(total, is_part) {
                return Ok(());
            }
            // A scheme may be called as a whole is.
            if says != Says::Whole {
                let (from, above) = match is_part {
                    true => (self.heading.at.max(self.total), "above it, from the last heading or total on,"),
                    false => (0, "above it"),
                };
                let sum = self.sum_from(from).unwrap_or_default();
                let both = self.column.measure().side_by_side(Told::Stated(total), Told::Stated(sum));
                return Err(format!(
                    "'{label}' is {}, and the schemes {above} come to {}: {}; put the list right as it was approved",
                    both.one, both.other, both.difference
                ));
            }
        }
        // An area's name with an amount sums up what stands above it, or what stands below: no scheme is called so.
        if let (true, Some(amount)) = (area.is_empty(), pounds)
            && let Some(named) = self.form.areas.iter().find(|known| is_called(self.form, &known.id, &scheme))
        {
            if self.area.as_ref().is_none_or(|own| *own == named.id) && self.closes(amount, true) {
                return Ok(());
            }
            return Err(format!(
                "'{scheme}' is an area, and {} beside it is no total of schemes above: name an area's schemes under it and leave out \
                 its amount, or give the areas a column of their own (`area`)",
                self.column.measure().say(Told::Stated(amount))
            ));
        }
        // The area is named over its schemes, or beside the first of them.
        let named = if area.is_empty() && blank { &scheme } else { &area };
        if !named.is_empty() {
            match self.form.areas.iter().find(|known| is_called(self.form, &known.id, named)) {
                Some(known) => {
                    if blank || self.area.as_ref() != Some(&known.id) {
                        let at = self.items.len();
                        self.heading = Heads { at, is_closed: self.total == at };
                    }
                    self.area = Some(known.id.clone());
                }
                None if area.is_empty() => {}
                None => {
                    let names = self.form.areas.iter().map(|area| area.name.as_str());
                    return Err(format!("'{area}' is no area of the form{}", did_you_mean(&area, names)));
                }
            }
            if blank && (scheme.is_empty() || is_area(self.form, &scheme)) {
                return Ok(());
            }
        }
        match pounds {
            _ if scheme.is_empty() => {
                Err("an amount stands beside no scheme: name the scheme, or call it a total".to_string())
            }
            Some(amount) => {
                self.items.push(ControlItem { area: self.area.clone(), scheme, amount, at: at.clone() });
                Ok(())
            }
            None if blank => Err(format!("no amount stands beside '{scheme}'")),
            None => Err(format!(
                "'{}' beside '{scheme}' is no amount{}",
                one_line(&read.text),
                read.why.map(|why| format!(": {why}")).unwrap_or_default()
            )),
        }
    }

    /// Whether an amount is the total of the schemes above that it may close: all of them, or those behind the last total; or, if it is
    /// that of a part, those under the last area. Where each area has its total, that one may be called just 'Total'.
    fn closes(&mut self, total: Decimal, is_part: bool) -> bool {
        let of_area = Some(self.heading.at).filter(|_| is_part || self.heading.is_closed);
        let mut starts = [0, self.total].into_iter().chain(of_area).filter(|at| *at < self.items.len());
        let is_sum = starts.any(|at| self.sum_from(at) == Some(total));
        if is_sum {
            self.total = self.items.len();
        }
        is_sum
    }

    /// The sum of the schemes from one of them on.
    fn sum_from(&self, at: usize) -> Option<Decimal> {
        let all = self.items.get(at..).unwrap_or_default();
        all.iter().try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item.amount))
    }

    /// Whether all words of an area's name stand in a label.
    fn names_area(&self, label: &str) -> bool {
        let said = words_of([label].into_iter());
        let names = self.form.areas.iter().flat_map(|area| [&area.id, &area.name].into_iter().chain(&area.also));
        names.map(|name| words_of([name.as_str()].into_iter())).any(|name| !name.is_empty() && name.is_subset(&said))
    }
}

fn is_area(form: &Form, name: &str) -> bool {
    form.areas.iter().any(|area| is_called(form, &area.id, name))
}

fn is_called(form: &Form, area: &str, name: &str) -> bool {
    let names = form.area(area).into_iter().flat_map(|area| [&area.id, &area.name].into_iter().chain(&area.also));
    names.into_iter().any(|own| Label::same(own, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::workbook;

    const FORM: &str = include_str!("../../tests/gallery/base.toml");

    /// Area, scheme and pounds.
    type Read = (Option<String>, String, Decimal);

    fn read_grid(control: &str, grid: &str) -> Result<Vec<Read>, Vec<String>> {
        let form = format!(
            "{FORM}\n[[area]]\nid = \"south\"\nname = \"The South\"\n[[control]]\nsource = \"Council\"\nminute = \"87\"\n\
             date = 2022-02-23\nworkbook = {{ file = \"control/list.xlsx\", scheme = \"Saving\", amount = \"£000\"{control} }}\n"
        );
        let form = Form::parse("piperoll.toml", &form).unwrap();
        let (control, bytes) = (&form.controls[0], workbook::workbook(grid));
        let items = read(&form, control, control.book.as_ref().unwrap(), &bytes);
        let items = items.map_err(|faults| faults.into_iter().map(|fault| fault.to_string()).collect::<Vec<_>>())?;
        Ok(items.into_iter().map(|item| (item.area, item.scheme, item.amount)).collect())
    }

    fn item(area: &str, scheme: &str, thousands: i64) -> Read {
        let area = Some(area).filter(|area| !area.is_empty()).map(str::to_string);
        (area, scheme.to_string(), Decimal::from(thousands * 1_000))
    }

    #[test]
    fn areas_stand_beside_their_schemes_or_over_them_and_totals_are_none() {
        let beside = "== List\nSavings approved\nArea | Saving | £000\nNorth | Voids | 100\n | Rents | 0\nThe south | Doors | 1,250\n\
                      | Total | 1350\nNot in the list\n";
        let all = vec![item("north", "Voids", 100), item("north", "Rents", 0), item("south", "Doors", 1_250)];
        let refused = read_grid(", area = \"Area\"", beside).unwrap_err();
        assert_eq!(refused, ["control/list.xlsx, sheet List, cell C7: 'Not in the list' is no area of the form"]);
        let beside = beside.replace("Not in the list\n", "");
        assert_eq!(read_grid(", area = \"Area\"", &beside), Ok(all.clone()));
        let over = "== List\nSaving | £000\nNorth\nVoids | 100\nRents | 0\nSub-total | 100\nSouth\nDoors | 1250\nGrand total | 1350\n";
        assert_eq!(read_grid("", over).unwrap(), all);
        // Each area may have its total, whatever it is called.
        let closed = "== List\nSaving | £000\nNorth\nVoids | 60\nRents | 40\nTotal | 100\nSouth\nDoors | 5\nSub-total | 5\nLocks | 7\n\
                      Sub-total | 7\nTotal | 12\nOverall | 112\n";
        assert_eq!(read_grid("", closed).unwrap().len(), 4);
        let named = "== List\nSaving | £000\nNorth\nVoids | 60\nRents | 40\nNorth | 100\nSouth\nDoors | 5\nTotal South | 5\nTotal | 105\n";
        assert_eq!(read_grid("", named).unwrap().len(), 3);
        assert_eq!(read_grid("", "== List\nSaving | £000\nVoids | 1\n"), Ok(vec![item("", "Voids", 1)]));
    }

    #[test]
    fn what_is_not_understood_is_told_with_its_cell() {
        for (grid, told) in [
            (
                "Saving | £000\nVoids | 100\nTotal | 120\n",
                "cell B3: 'Total' is £120k, and the schemes above it come to £100k: +£20k; put the list right as it was approved",
            ),
            (
                "Saving | £000\nVoids | 150\nRents | 100\nTotal | 100\n",
                "cell B4: 'Total' is £100k, and the schemes above it come to £250k: -£150k; put the list right as it was approved",
            ),
            (
                "Saving | £000\nNorth\nVoids | 150\nSouth\nDoors | 100\nTotal | 100\n",
                "cell B6: 'Total' is £100k, and the schemes above it come to £250k: -£150k",
            ),
            (
                "Saving | £000\nNorth\nVoids | 150\nRents | 100\nTotal North | 100\n",
                "cell B5: 'Total North' is £100k, and the schemes above it, from the last heading or total on, come to £250k: -£150k",
            ),
            (
                "Saving | £000\nNorth | 250\nVoids | 150\nRents | 100\n",
                "cell B2: 'North' is an area, and £250k beside it is no total of schemes above: name an area's schemes under it and leave \
                 out its amount, or give the areas a column of their own (`area`)",
            ),
            (
                "Saving | £000\nSouth\nDoors | 100\nNorth | 100\nVoids | 100\n",
                "cell B4: 'North' is an area, and £100k beside it is no total",
            ),
            ("Saving | £000\nVoids | TBC\n", "cell B2: 'TBC' beside 'Voids' is no amount"),
            ("Saving | £000\nVoids |\n", "cell B2: no amount stands beside 'Voids'"),
            (
                "Saving | £000\nVoids | 1\n | 100\n",
                "cell B3: an amount stands beside no scheme: name the scheme, or call it a total",
            ),
            ("Saving | £000\nVoids | a hundred\n", "cell B2: 'a hundred' beside 'Voids' is no amount"),
        ] {
            let faults = read_grid("", &format!("== List\n{grid}")).unwrap_err();
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].starts_with(&format!("control/list.xlsx, sheet List, {told}")), "{faults:?}");
        }
        for (control, grid, told) in [
            (
                "",
                "== A\nSaving | £000\nVoids | 1\n== B\nx\n",
                "has 2 sheets; say with `sheet` which of them holds the approved list: A, B",
            ),
            (", sheet = \"Lst\"", "== List\nSaving | £000\n", "has no sheet 'Lst'; did you mean `List`?"),
            (
                "",
                "== List\nScheme | £000\n",
                "no row of sheet 'List' of control/list.xlsx has the headings 'Saving' and '£000'",
            ),
            (
                "",
                "== List\nSaving | £000 | £000\n",
                "the heading '£000' stands more than once in row 1 of sheet 'List'",
            ),
            ("", "== List\nSaving | £000\n", "no scheme stands under the headings in sheet 'List'"),
        ] {
            let faults = read_grid(control, grid).unwrap_err();
            assert!(faults.len() == 1 && faults[0].contains(told), "{faults:?}");
        }
    }
}
