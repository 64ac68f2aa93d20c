//! What stands below the total of a table, and rows without a label.

use rust_decimal::Decimal;

use super::OpenTable;
use super::understood::Cells;
use crate::form::{Column, GroupFrom, List, TotalOrigin};
use crate::money::Absent;
use crate::names::Label;
use crate::period::read_date;
use crate::returns::grid::Raw;
use crate::returns::totals::words::{self, Known, NoItem};
use crate::returns::value;
use crate::returns::{Below, Likeness, RowKind, Trouble, Value};
use crate::source::Address;

/// Words of a block in which somebody signs: nothing in it is an amount of the table.
const SIGNED: [&str; 19] = [
    "prepared",
    "completed",
    "signed",
    "approved",
    "reviewed",
    "authorised",
    "authorized",
    "checked",
    "agreed",
    "submitted",
    "date",
    "dated",
    "contact",
    "name",
    "version",
    "telephone",
    "extension",
    "signature",
    "page",
];

impl OpenTable<'_> {
    /// A line below the last figures of a table that needs no total row, past a blank row: what would be below the total elsewhere. What
    /// stands where items have their names may be one without its figures, and is asked about.
    pub(super) fn is_line_below(&self, row: u32, cells: &Cells<'_>) -> bool {
        let named = |id: &String| self.columns.iter().any(|(at, own)| own == id && cells.contains_key(at));
        let must = self.list.columns.iter().any(|column| column.required && column.kind.is_figure());
        if must
            && (named(&self.list.label) || named(&self.list.key))
            && !cells.values().any(|raw| is_sentence(&raw.text()))
        {
            return false;
        }
        let last = self.rows.iter().rev().filter_map(|above| above.at.cell).map(|at| at.row).next();
        self.form.totals.is_empty()
            && self.plan.last_amount.is_some_and(|amount| row > amount)
            && last.is_some_and(|last| row > last.saturating_add(1))
    }

    /// Below the total stand notes, or the next section where sections begin with a heading row.
    pub(super) fn below_the_total(
        &mut self,
        row: u32,
        cells: &Cells<'_>,
        names: &[String],
        figures: &[u32],
        bare: bool,
    ) {
        if self.form.area_from == GroupFrom::Heading && bare && self.names_area(names) {
            self.ended = false;
            self.heading(row, cells, names, false);
            return;
        }
        let amounts = self.amounts(cells);
        let unread = match (amounts.is_empty(), self.unread(cells, figures)) {
            (false, _) => Vec::new(),
            (true, unread) if unread.is_empty() => self.placeholders(cells, names),
            (true, unread) => unread,
        };
        let is_note =
            amounts.is_empty() && unread.is_empty() || names.iter().any(|name| self.is_note(name) || is_signed(name));
        let label = [&self.list.label, &self.list.key].into_iter().map(|id| self.text_of(cells, id));
        let label = label.into_iter().find(|label| !label.is_empty());
        let label = label.or_else(|| names.first().cloned().filter(|_| is_note));
        let places = |table: &Self, columns: &[u32]| {
            columns.iter().map(|column| table.at.at(Address::new(row, *column))).collect::<Vec<_>>()
        };
        let Some(label) = label else {
            if is_note {
                self.note(row, cells)
            } else {
                self.stray(row, cells, figures, None)
            }
            return;
        };
        let figures = amounts.iter().filter_map(|at| {
            let column = self.list.column(self.columns.get(at)?)?;
            match value::read(column, cells.get(at).copied()).value {
                Value::Figure(figure) => Some((column.id.clone(), figure.quantity.value())),
                _ => None,
            }
        });
        let figures = figures.collect();
        let stated = if amounts.is_empty() { &unread } else { &amounts };
        let likeness = Likeness { cells: places(self, stated), figures, ..self.row_like(row, cells, &label) };
        if is_note {
            self.note(row, cells);
            if names.iter().any(|name| holds_amount(name)) && !names.iter().any(|name| is_signed(name)) {
                self.below(likeness, Below::Notes);
            }
        } else if words::says_check(&label) && self.checks(cells, &amounts) {
            self.note(row, cells);
            self.below(likeness, Below::Notes);
        } else {
            let is_memorandum = words::says_memorandum(&label) || self.plan.words.says_no_item(&label).is_some();
            self.below(likeness, if is_memorandum { Below::Memorandum } else { Below::Rows });
            self.leave_out(row, cells);
        }
    }

    /// Where a row without a figure that can be read has something in place of one: a placeholder, or digits among words.
    fn unread(&self, cells: &Cells<'_>, figures: &[u32]) -> Vec<u32> {
        let stands_for_one = |at: &u32| {
            let Some(column) = self.columns.get(at).and_then(|id| self.list.column(id)) else { return false };
            let Some(Raw::Text(text)) = cells.get(at).copied() else { return false };
            let is_code = matches!(value::read(column, cells.get(at).copied()).value, Value::Absent(_));
            let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
            column.kind.is_figure() && !text.trim().is_empty() && (is_code || has_digit && read_date(text).is_none())
        };
        figures.iter().copied().filter(stands_for_one).collect()
    }

    /// Where a row without any digit has placeholders in place of figures: codes of the form, or, with a reference beside its name, any
    /// word or two. Below a total it may be a scheme all the same.
    fn placeholders(&self, cells: &Cells<'_>, names: &[String]) -> Vec<u32> {
        /// 'to be confirmed'
        const LONGEST: usize = 16;
        let stands_for_one = |at: &u32| {
            let Some(column) = self.columns.get(at).and_then(|id| self.list.column(id)) else { return false };
            let Some(Raw::Text(text)) = cells.get(at).copied() else { return false };
            let is_short = names.len() > 1 && (1..=LONGEST).contains(&text.trim().chars().count());
            let read = || value::read(column, cells.get(at).copied()).value;
            column.kind.is_figure()
                && (is_short || !names.is_empty() && matches!(read(), Value::Absent(Absent::Code(_))))
        };
        self.columns.keys().copied().filter(stands_for_one).collect()
    }

    /// Whether a row below the last amount of the table only signs it, or is a note: nothing in it is an item's.
    pub(super) fn closes(&self, row: u32, cells: &Cells<'_>, names: &[String], figures: &[u32]) -> bool {
        self.plan.last_amount.is_some_and(|last| row > last)
            && self.amounts(cells).is_empty()
            && self.unread(cells, figures).is_empty()
            && names.first().is_some_and(|name| is_signed(name) || is_remark(name))
    }

    /// Tells a row below the total together with those of its kind directly above it.
    fn below(&mut self, row: Likeness, what: Below) {
        match self.troubles.last_mut() {
            Some(Trouble::BelowTotal { rows, what: same }) if *same == what => rows.push(row),
            _ => self.troubles.push(Trouble::BelowTotal { rows: vec![row], what }),
        }
    }

    /// What rows below the total are by their figures, when all of them are read: made from the total where together they come
    /// to it, or where one says that it is it, a difference of its columns, or a figure about the items.
    pub(super) fn settle_below(&mut self) {
        let Some(total) = self.rows.iter().rfind(|row| row.kind == RowKind::Total) else { return };
        let stated: Vec<(&str, Decimal)> = total
            .cells
            .iter()
            .filter_map(|(id, cell)| match &cell.value {
                Value::Figure(figure) => Some((id.as_str(), figure.quantity.value())),
                _ => None,
            })
            .collect();
        let (words, list) = (&self.plan.words, self.list);
        for trouble in &mut self.troubles {
            let Trouble::BelowTotal { rows, what } = trouble else { continue };
            let is_made = |row: &Likeness| is_made_from(words, &stated, row);
            if *what != Below::Notes && (come_to(list, &stated, rows) || rows.iter().all(is_made)) {
                *what = Below::Notes;
            }
        }
    }

    /// The columns of figures in which a row states one that can be read. A date is none.
    pub(super) fn amounts(&self, cells: &Cells<'_>) -> Vec<u32> {
        let states = |column: &Column, raw: &Raw| matches!(value::read(column, Some(raw)).value, Value::Figure(_));
        let stated = self.figures(cells).into_iter().filter(|at| {
            let column = self.columns.get(at).and_then(|id| self.list.column(id));
            let here = |column: &Column| {
                let totals = self.list.columns.iter().filter(|of| of.totals_in() == Some(column.id.as_str()));
                let raw = cells.get(at);
                raw.is_some_and(|raw| {
                    matches!(raw, Raw::Error(_))
                        || column.kind.is_figure() && states(column, raw)
                        || totals.into_iter().any(|of| states(of, raw))
                })
            };
            column.is_some_and(here)
        });
        stated.collect()
    }

    /// Whether a line that checks the table finds nothing: every amount is nil, or within a unit where the form says that the
    /// column is rounded, or the total's own.
    fn checks(&self, cells: &Cells<'_>, amounts: &[u32]) -> bool {
        let total = self.rows.iter().rfind(|row| row.kind == RowKind::Total);
        amounts.iter().all(|at| {
            let Some(column) = self.columns.get(at).and_then(|id| self.list.column(id)) else { return false };
            let Value::Figure(figure) = value::read(column, cells.get(at).copied()).value else { return false };
            let unit = if column.is_rounded() { column.factor() } else { Decimal::ZERO };
            let stated = total.and_then(|total| total.cells.get(&column.id)).map(|cell| &cell.value);
            figure.quantity.value().abs() <= unit || stated == Some(&Value::Figure(figure))
        })
    }

    /// A row without a name.
    pub(super) fn nameless(&mut self, row: u32, cells: &Cells<'_>, filled: &[u32], figures: &[u32]) {
        if !figures.is_empty() {
            if self.form.unlabelled_subtotals {
                self.subtotal(row, cells, Some(&[]), None);
            } else {
                self.stray(row, cells, figures, None);
            }
            return;
        }
        let is_text = |column: &&u32| cells.get(column).is_some_and(|raw| raw.text().contains(char::is_alphanumeric));
        match filled.iter().find(is_text) {
            Some(_) if self.goes_on_a_note(row) => self.note(row, cells),
            Some(&column) => {
                let text = cells.get(&column).map(|raw| raw.text().trim().to_string()).unwrap_or_default();
                self.troubles.push(Trouble::StrayText {
                    at: self.at.at(Address::new(row, column)),
                    area: self.area(),
                    text,
                });
            }
            None => self.note(row, cells),
        }
    }

    /// Whether the rows right above are a note that the form names, and what goes on from it: the colours of a legend, one a row.
    fn goes_on_a_note(&self, row: u32) -> bool {
        let texts = |row: u32| self.notes.iter().filter(move |(at, _)| at.row == row).map(|(_, text)| text);
        let above = (0..row).rev().take_while(|above| texts(*above).next().is_some());
        above.into_iter().any(|above| texts(above).any(|text| self.is_note(text)))
    }

    /// Figures that count nowhere: those of a row without a label, or some of a row that has one.
    pub(super) fn stray(&mut self, row: u32, cells: &Cells<'_>, figures: &[u32], label: Option<&str>) {
        let places: Vec<_> = figures.iter().map(|column| self.at.at(Address::new(row, *column))).collect();
        let Some(at) = places.first().cloned() else { return };
        let label = label.map(str::to_string);
        self.troubles.push(Trouble::StrayFigures { at, area: self.area(), label: label.clone(), cells: places });
        if label.is_none() {
            self.leave_out(row, cells);
        }
    }
}

/// Whether a text is more than a name: it ends as a sentence does, or says by its beginning that it is a note.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(['.', ':']) || text.contains(": ") || is_remark(text) || is_signed(text)
}

/// Whether rows, two at least or parts by their words, come to what a total states in every column of theirs that adds up.
fn come_to(list: &List, stated: &[(&str, Decimal)], rows: &[Likeness]) -> bool {
    let is_part = |row: &Likeness| words::says_part(&row.label).is_some();
    if rows.len() < 2 && !rows.iter().all(is_part) {
        return false;
    }
    let mut columns: Vec<&str> = rows.iter().flat_map(|row| &row.figures).map(|(id, _)| id.as_str()).collect();
    columns.retain(|id| list.column(id).is_some_and(|column| column.total == TotalOrigin::Sum));
    let comes_to = |id: &&str| {
        let amounts = rows.iter().flat_map(|row| &row.figures).filter(|(column, _)| column == id);
        let sum = amounts.map(|(_, amount)| *amount).try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount));
        stated.iter().any(|(column, total)| column == id && Some(*total) == sum && !total.is_zero())
    };
    let nil =
        |id: &&str| rows.iter().flat_map(|row| &row.figures).all(|(column, amount)| column != id || amount.is_zero());
    columns.iter().any(comes_to) && columns.iter().all(|id| comes_to(id) || nil(id))
}

/// Whether a row by its words and figures is made from a total: the same again from elsewhere, a difference of its columns, or a
/// figure about the items.
fn is_made_from(words: &Known, stated: &[(&str, Decimal)], row: &Likeness) -> bool {
    if words.says_no_item(&row.label) == Some(NoItem::Measure) {
        return true;
    }
    let is_difference = |amount: &Decimal| {
        let all = stated.iter().flat_map(|(_, one)| stated.iter().map(move |(_, other)| one.checked_sub(*other)));
        amount.is_zero() || all.flatten().any(|difference| difference.abs() == amount.abs())
    };
    let is_same =
        |(id, amount): &(String, Decimal)| stated.iter().any(|(column, total)| column == id && total == amount);
    !row.figures.is_empty()
        && (words::says_from_elsewhere(&row.label) && row.figures.iter().all(is_same)
            || words::says_difference(&row.label) && row.figures.iter().all(|(_, amount)| is_difference(amount)))
}

/// Whether the number beside a text in a block in which somebody signs is none of the table: 'Version | 2.1'.
pub(in crate::returns) fn is_numbered(text: &str) -> bool {
    const NUMBERED: [&str; 8] = ["version", "telephone", "tel", "extension", "ext", "page", "number", "no"];
    Label::of(text).as_str().split(' ').all(|word| NUMBERED.contains(&word))
}

/// Whether a text says by its beginning that it is a remark: 'Notes: …', 'Source: …', '* Provisional', 'Page 1 of 1'.
pub(super) fn is_remark(text: &str) -> bool {
    let label = Label::of(text);
    let mut words = label.as_str().split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    let is_number = |word: &str| word.chars().all(|letter| letter.is_ascii_digit());
    text.trim_start().starts_with('*')
        || matches!(first, "note" | "notes" | "nb")
            && (second.is_none() || text.contains(':') || second.is_some_and(is_number))
        || matches!(first, "source" | "sources") && text.contains(':')
        || first == "page" && second.is_some_and(is_number)
        || label.as_str() == "end"
}

/// Whether a text is of a block in which somebody signs: 'Prepared by: Finance', 'Date:'.
pub(in crate::returns) fn is_signed(text: &str) -> bool {
    if !SIGNED.iter().any(|word| Label::opens(text, word)) {
        return false;
    }
    let label = Label::of(text);
    let is_by = label.as_str().split(' ').nth(1).is_some_and(|word| matches!(word, "by" | "off"));
    text.contains(':') || is_by || label.as_str().split(' ').count() <= 3
}

/// Whether a note holds an amount: a number that is no year, date or number of a period.
fn holds_amount(text: &str) -> bool {
    let mut before = String::new();
    text.split_whitespace().any(|word| {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '£');
        let digits = word
            .trim_start_matches(['£', '-'])
            .trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '%');
        let is_number = digits.contains(|letter: char| letter.is_ascii_digit())
            && digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.'));
        let is_year =
            digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) && !word.starts_with('£');
        let counts_periods = ["quarter", "period", "month", "note", "page", "section", "paragraph", "version"];
        let is_period = counts_periods.contains(&before.as_str());
        let is_day = ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end));
        before = Label::of(word).as_str().to_string();
        is_number && !is_year && !is_period && !is_day
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_holds_an_amount_where_a_number_is_no_date() {
        for text in ["* Includes 40 of one-off grant.", "£2,000 is one-off", "of which 1.5m"] {
            assert!(holds_amount(text), "{text}");
        }
        for text in ["As at 31/12/2022", "Quarter 3 2022/23", "From April 2023", "the 31st", "Net of grant", ""] {
            assert!(!holds_amount(text), "{text}");
        }
    }

    #[test]
    fn only_what_is_numbered_has_a_number_of_its_own() {
        assert!(is_numbered("Version") && is_numbered("Telephone no.") && is_numbered("Ext:"));
        assert!(!is_numbered("Version control project") && !is_numbered("Contact centre") && !is_numbered(""));
    }

    #[test]
    fn a_block_that_is_signed_is_no_row() {
        assert!(
            is_signed("Completed by J Smith of Finance")
                && is_signed("Prepared by: Finance")
                && is_signed("Date:")
                && is_signed("Approved by")
                && is_signed("Name")
        );
        assert!(!is_signed("Approved savings from last year") && !is_signed("Homecare: signed off"));
    }
}
