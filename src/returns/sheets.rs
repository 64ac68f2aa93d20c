//! Which sheets of a workbook count, where several carry the same table.
//!
//! One table is sent for one list and area. Sheets of earlier months, an example in the guidance and a left-over 'Sheet2' have
//! the same headings; added up they would double what is saved. So one of them counts, and somebody is asked which one is meant.

use std::collections::BTreeSet;
use std::ops::Range;

use super::areas::Areas;
use super::grid::Sheet;
use super::headings::Found;
use super::{ReturnTable, RowKind, Trouble, Value, titles};
use crate::form::{Form, GroupFrom, ReturnForm};
use crate::names::Label;
use crate::period::{Expected, Manner, Part, Said, Verdict, is_title_of_period};
use crate::source::Place;

/// Words in the name of a sheet that is not the return itself.
const GUIDANCE: [&str; 17] = [
    "guidance",
    "guide",
    "example",
    "examples",
    "instructions",
    "notes",
    "how to",
    "help",
    "template",
    "sample",
    "specimen",
    "readme",
    "read me",
    "archive",
    "old",
    "previous",
    "prior",
];

/// Whether a sheet is called after what is not the return itself.
pub(super) fn guides(sheet: &Sheet) -> bool {
    let label = Label::of(&sheet.name);
    GUIDANCE.iter().any(|word| label.holds_words(word))
}

/// What was read of one sheet.
pub(super) struct SheetRead<'a> {
    /// The sheet.
    pub(super) sheet: &'a Sheet,
    /// File and sheet.
    pub(super) at: Place,
    /// Its tables: of which `[[return]]` (its index), and over which rows, headings included.
    pub(super) stands: Vec<(usize, Range<u32>)>,
    /// The tables as read.
    pub(super) tables: Vec<ReturnTable>,
    /// What stood in the way.
    pub(super) troubles: Vec<Trouble>,
}

impl<'a> SheetRead<'a> {
    /// `found` are its heading rows in their order; `forms` the returns that they may belong to.
    pub(super) fn new(
        sheet: &'a Sheet,
        at: Place,
        found: &[Found],
        forms: &[(usize, &ReturnForm)],
        (tables, troubles): (Vec<ReturnTable>, Vec<Trouble>),
    ) -> Self {
        let ends = found.iter().skip(1).map(|next| next.row).chain([u32::MAX]);
        let stands = found
            .iter()
            .zip(ends)
            .filter_map(|(found, end)| Some((forms.get(found.known)?.0, found.row..end)))
            .collect();
        SheetRead { sheet, at, stands, tables, troubles }
    }

    /// The row of its first headings.
    pub(super) fn first_row(&self) -> Option<u32> {
        self.stands.iter().map(|(_, rows)| rows.start).min()
    }

    fn tables_of(&self, form: usize) -> impl Iterator<Item = &ReturnTable> {
        self.tables.iter().filter(move |table| table.form == form)
    }

    fn holds_rows(&self, form: usize) -> bool {
        let is_line = |kind| matches!(kind, RowKind::Item | RowKind::Balancing);
        self.tables_of(form).any(|table| table.rows.iter().any(|row| is_line(row.kind)))
    }

    /// Nothing but headings, and perhaps totals of nothing: a template that nobody filled in.
    fn is_blank(&self, form: usize) -> bool {
        let is_amount = |value: &Value| matches!(value, Value::Figure(figure) if !figure.quantity.value().is_zero());
        let states =
            |table: &ReturnTable| table.rows.iter().any(|row| row.cells.values().any(|cell| is_amount(&cell.value)));
        let stray = |trouble: &Trouble| matches!(trouble, Trouble::StrayFigures { .. });
        !self.holds_rows(form) && !self.tables_of(form).any(states) && !self.troubles.iter().any(stray)
    }

    /// The areas whose rows it holds.
    fn areas(&self, form: usize) -> BTreeSet<&str> {
        self.tables_of(form).flat_map(|table| &table.rows).filter_map(|row| row.area.as_deref()).collect()
    }

    /// Whether its name is a period of the kind that the return is of, and which: 'Q3' and 'Q2' in a quarter. A month in a quarter
    /// is none, for its sheet may hold that month alone.
    fn called_after(&self, expected: &Expected) -> Option<Verdict> {
        let name = self.sheet.name.replace('_', " ");
        let said = titles::of_name(&name);
        let [only] = said.as_slice() else { return None };
        let of_kind = match expected.period.part {
            Part::Quarter(_) => matches!(only.said, Said::Quarter(..)),
            Part::Budget => matches!(only.said, Said::Year(_)),
            Part::Month(_) | Part::Closing => matches!(only.said, Said::Month(..) | Said::Named(..)),
            Part::Outturn => matches!(only.said, Said::Quarter(..) | Said::Outturn(_) | Said::ToDate(_)),
        };
        let is_name = of_kind && only.manner == Manner::Names && is_title_of_period(&name);
        is_name.then(|| expected.judge(only))
    }

    /// How likely it is the one that is meant: the larger, the likelier.
    fn likelihood(&self, form: &Form, index: usize, expected: &Expected) -> u8 {
        let name = titles::judged(&titles::of_name(&self.sheet.name), expected);
        let key = form.returns.get(index).and_then(|form_of| form.list(&form_of.list)).map(|list| list.key.as_str());
        let is_example =
            |text: &str| text.is_empty() || ["example", "eg", "e g"].iter().any(|start| Label::opens(text, start));
        let mut lines = self.tables_of(index).flat_map(|table| &table.rows).filter(|row| row.kind == RowKind::Item);
        let titles = || {
            let texts = titles::above(self.sheet, self.first_row().unwrap_or_default());
            texts.iter().flat_map(|title| titles::judged(&title.mentions, expected)).collect::<Vec<_>>()
        };
        if guides(self.sheet) || key.is_some_and(|key| lines.all(|row| is_example(row.text(key)))) {
            0
        } else if name.contains(&Verdict::Right) {
            4
        } else if name.contains(&Verdict::Other) {
            1
        } else {
            let titles = titles();
            match (titles.contains(&Verdict::Right), titles.contains(&Verdict::Other)) {
                (true, _) => 3,
                (false, true) => 1,
                (false, false) => 2,
            }
        }
    }

    /// The area whose sheet it is by its titles or its name, where that is another one than the return's.
    fn of_another(&self, areas: &Areas<'_>, own: &str) -> Option<String> {
        let mut named = titles::areas_above(areas, &self.at, self.sheet, self.first_row().unwrap_or_default());
        named.extend(titles::areas_of_name(areas, &self.at, self.sheet));
        let other = named.iter().find(|title| title.area != own)?;
        named.iter().all(|title| title.area != own).then(|| other.area.clone())
    }

    /// Says of its examples that the table's rows stand on another sheet.
    fn only_shows(&mut self, filled: &Place) {
        for trouble in &mut self.troubles {
            if let Trouble::ExampleRow { beside, .. } = trouble {
                *beside = Some(filled.clone());
            }
        }
    }

    /// Takes the tables of a `[[return]]` out, with all that is to say of them.
    fn leave_out(&mut self, form: usize) {
        let rows: Vec<Range<u32>> =
            self.stands.iter().filter(|(index, _)| *index == form).map(|(_, rows)| rows.clone()).collect();
        let others = self.stands.iter().any(|(index, _)| *index != form);
        self.troubles.retain(|trouble| match trouble.at().and_then(|at| at.cell) {
            Some(cell) => !rows.iter().any(|rows| rows.contains(&cell.row)),
            None => others,
        });
        self.tables.retain(|table| table.form != form);
        self.stands.retain(|(index, _)| *index != form);
    }
}

/// Leaves one sheet for each list, unless the form says that all count or they carry different areas; the troubles ask which
/// one is meant. What is left out says nothing more.
pub(super) fn choose(
    form: &Form,
    areas: &Areas<'_>,
    area: Option<&str>,
    reads: &mut [SheetRead<'_>],
    expected: &Expected,
) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    for (index, form_of) in form.returns.iter().enumerate() {
        let places: Vec<usize> = (0..reads.len())
            .filter(|at| reads.get(*at).is_some_and(|read| read.tables_of(index).next().is_some()))
            .collect();
        if form_of.every_sheet || form_of.groups.contains(&GroupFrom::Sheet) || places.len() < 2 {
            continue;
        }
        let holding = || places.iter().filter_map(|at| reads.get(*at)).filter(|read| read.holds_rows(index));
        let filled = holding().find(|read| !guides(read.sheet)).or_else(|| holding().next());
        let filled = filled.map(|read| read.at.clone());
        let mut rivals = Vec::new();
        for (order, at) in places.into_iter().enumerate() {
            let Some(read) = reads.get_mut(at) else { continue };
            let names_none = form_of.area_from != GroupFrom::File && read.areas(index).is_empty();
            // What guidance shows under no area is no second return.
            let only_guides =
                names_none && guides(read.sheet) && filled.as_ref().is_some_and(|filled| *filled != read.at);
            if read.is_blank(index) && (filled.is_some() || order > 0) || only_guides {
                read.leave_out(index);
            } else if read.holds_rows(index) {
                let is_others = area.is_some_and(|own| read.of_another(areas, own).is_some());
                let likelihood = if is_others { 0 } else { read.likelihood(form, index, expected) };
                rivals.push((std::cmp::Reverse(likelihood), at));
            } else if let Some(filled) = &filled {
                read.only_shows(filled);
            }
        }
        rivals.sort_unstable();
        let (mut counted, mut left): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for (_, at) in rivals {
            let of = |at: &usize| reads.get(*at).map(|read| read.areas(index)).unwrap_or_default();
            let own = of(&at);
            let same = |other: &usize| {
                let other = of(other);
                let told = !own.is_empty() && !other.is_empty();
                form_of.area_from == GroupFrom::File || told && !own.is_disjoint(&other)
            };
            if counted.iter().any(same) { left.push(at) } else { counted.push(at) }
        }
        left.sort_unstable();
        counted.sort_unstable();
        let places = |of: &[usize], reads: &[SheetRead<'_>]| -> Vec<Place> {
            of.iter().filter_map(|at| reads.get(*at)).map(|read| read.at.clone()).collect()
        };
        let certain = {
            let called = |of: &[usize], wanted: Verdict| {
                of.iter().filter_map(|at| reads.get(*at)).all(|read| read.called_after(expected) == Some(wanted))
            };
            counted.len() == 1 && called(&counted, Verdict::Right) && called(&left, Verdict::Other)
        };
        let (counted, out) = (places(&counted, reads), places(&left, reads));
        let others = |at: &usize| {
            let read = reads.get(*at)?;
            Some((read.at.clone(), read.of_another(areas, area.filter(|_| form_of.area_from == GroupFrom::File)?)?))
        };
        let of_others: Vec<(Place, String)> = left.iter().filter_map(others).collect();
        for at in left {
            if let Some(read) = reads.get_mut(at) {
                read.leave_out(index);
            }
        }
        if let Some(at) = out.first().cloned() {
            let (list, demanded_by) = (form_of.list.clone(), form_of.at.clone());
            let area = area.map(str::to_string);
            troubles.push(Trouble::SeveralSheets {
                at,
                area,
                list,
                counted,
                left: out,
                of_others,
                certain,
                demanded_by,
            });
        }
    }
    troubles
}
