//! The headings of a list as they stand in the returns of a period, and what a text of a sheet is among them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::under::{Names, Under};
use crate::form::heading::fill;
use crate::form::{Column, Form, Kind, List, ReturnForm};
use crate::money::Unit;
use crate::names::Heading;
use crate::period::{Expected, FinancialYear, Period, short_month};

/// Words beside a date that stands over several columns: 'as at 31/03/23', 'Year to 31 March 2023'.
pub(super) const BESIDE_A_DATE: [&str; 15] =
    ["as", "at", "to", "by", "on", "of", "the", "year", "ended", "ending", "end", "for", "y", "e", "ye"];

/// No heading is longer, in bytes; a narrative cell is not worth comparing.
pub(super) const LONGEST_HEADING: usize = 300;

/// The headings of a list as they stand in the returns of a period.
#[derive(Debug, Clone)]
pub(in crate::returns) struct Known<'a> {
    /// The list.
    pub(in crate::returns) list: &'a List,
    /// Each column's own heading, filled in.
    pub(in crate::returns) headings: Vec<(&'a str, String)>,
    /// The column of each heading, as the form has it.
    exact: BTreeMap<Heading, &'a str>,
    /// The column of each heading without its unit; none where that could mean two.
    without_unit: BTreeMap<Heading, Option<&'a str>>,
    /// The columns whose headings have the same words, whatever they name as day, month or year.
    undated: BTreeMap<Heading, BTreeSet<&'a str>>,
    /// The columns whose headings have the same words apart from what they name as day, month or year, and from 'as at' and the
    /// like beside it.
    cores: BTreeMap<Heading, BTreeSet<&'a str>>,
    /// What the columns' own headings name as day, month or year.
    moments: BTreeMap<&'a str, Vec<String>>,
    /// The words of each heading.
    pub(super) words: BTreeSet<Vec<String>>,
    /// Whether a heading names a day, a month or a year.
    pub(super) dated: bool,
    /// The period's own year, as-at date and last day, as headings name them.
    pub(super) current: Vec<String>,
    /// The period, as titles are judged.
    pub(super) expected: Expected,
    pub(super) year: FinancialYear,
    pub(super) first_month: i8,
    /// Where its columns stand on a sheet without headings, and the first row, if the form says it.
    pub(super) positions: Option<(&'a BTreeMap<String, u32>, Option<u32>)>,
    /// What titles are compared with.
    pub(in crate::returns) names: Names,
    /// The title under which it stands, if the form says one.
    pub(super) under: Option<Under>,
}

/// In what a heading of a return differs from one of the form that has the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingDiffers {
    /// It names another day, month or year.
    Moment,
    /// It names none, and the form's does.
    NoMoment,
    /// It names another unit of money.
    Unit,
}

/// What a text is among the headings of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning<'a> {
    /// The column it is the heading of.
    pub(super) column: Option<&'a str>,
    /// Whether the form has it, and not only without its unit.
    pub(super) exact: bool,
    /// Whether it names a day, a month or a year.
    pub(super) dated: bool,
    /// Whether it says it otherwise than the form does.
    pub(super) loose: bool,
    /// The columns that it would be the heading of, did it not differ from theirs.
    pub(super) near: Vec<(&'a str, HeadingDiffers)>,
}

/// A heading without its days, months and years, and without the words that stand beside them.
fn core(bare: &Heading) -> Heading {
    if bare.moments().is_empty() { bare.clone() } else { bare.without_moments().without(&BESIDE_A_DATE) }
}

fn month_token(day: Date) -> String {
    format!("{}-{}", short_month(day.month()).to_lowercase(), day.year())
}

fn is_last_of_month(day: Date) -> bool {
    day.last_of_month() == day
}

impl<'a> Known<'a> {
    pub(in crate::returns) fn new(form: &Form, list: &'a List, return_form: &'a ReturnForm, period: Period) -> Self {
        let first_month = form.report.year_starts;
        let positions = Some(&return_form.positions).filter(|positions| !positions.is_empty());
        let current = ["{{year}}", "{{as_at}}"].map(|name| Heading::of(&fill(form, name, period, &[]), first_month));
        let last_day = Heading::of(&period.last_day(first_month).to_string(), first_month);
        let names = Names::of(form);
        let under = return_form.under.as_deref().map(|under| names.under(fill(form, under, period, &[])));
        let mut known = Known {
            list,
            headings: Vec::new(),
            exact: BTreeMap::new(),
            without_unit: BTreeMap::new(),
            undated: BTreeMap::new(),
            cores: BTreeMap::new(),
            moments: BTreeMap::new(),
            words: BTreeSet::new(),
            dated: false,
            current: current.iter().chain([&last_day]).map(ToString::to_string).collect(),
            expected: Expected {
                period,
                first_month,
                as_at: form.period(period).and_then(|known| known.as_at),
                meeting: form.period(period).and_then(|known| known.meeting),
            },
            year: period.year,
            first_month,
            positions: positions.map(|positions| (positions, return_form.from_row)),
            names,
            under,
        };
        let own = || list.columns.iter().filter(|column| column.within.is_none());
        for column in own() {
            let heading = fill(form, &column.heading, period, &[]);
            let moments = Heading::of(&heading, first_month).moments().into_iter().map(str::to_string).collect();
            known.moments.insert(&column.id, moments);
            known.add(column, &heading);
            known.headings.push((column.id.as_str(), heading));
        }
        // A column's own heading weighs more than another column's other name.
        for column in own() {
            for also in &column.also {
                let also = fill(form, also, period, &[]);
                if !known.is_of_another_year(column, &also) {
                    known.add(column, &also);
                }
            }
        }
        known
    }

    /// Whether another name of a column is its own heading with a year that is over: 'Target 2021/22' for 'Target'. It stood in
    /// last year's returns, and what stands under it is last year's.
    fn is_of_another_year(&self, column: &Column, also: &str) -> bool {
        let also = Heading::of(also, self.first_month);
        let own = self.headings.iter().find(|(id, _)| *id == column.id);
        let own = own.map(|(_, heading)| Heading::of(heading, self.first_month));
        let is_its = |moment: &&str| self.current.iter().chain(self.moments_of(&column.id)).any(|own| own == moment);
        let moments = also.moments();
        !moments.is_empty()
            && !moments.iter().any(is_its)
            && own.is_some_and(|own| own.without_unit().without_moments() == also.without_unit().without_moments())
    }

    fn add(&mut self, column: &'a Column, text: &str) {
        self.words.insert(Heading::words(text));
        let (id, heading) = (column.id.as_str(), Heading::of(text, self.first_month));
        if heading.is_empty() {
            return;
        }
        self.dated |= !heading.moments().is_empty();
        let bare = heading.without_unit();
        if !bare.is_empty() {
            let same = self.without_unit.entry(bare.clone()).or_insert(Some(id));
            *same = same.filter(|known| *known == id);
            self.undated.entry(bare.undated()).or_default().insert(id);
            self.cores.entry(core(&bare)).or_default().insert(id);
        }
        // A heading in the unit that the paper prints is none of the returns'.
        if column.kind != Kind::Money || heading.stated_unit().is_none_or(|unit| unit == column.unit()) {
            self.exact.entry(heading).or_insert(id);
        }
    }

    /// What a text means. A unit may be left out, or said where the form's heading says none, as long as it is the column's.
    pub(super) fn meaning(&self, text: &str) -> Meaning<'a> {
        if text.len() > LONGEST_HEADING {
            return Meaning::default();
        }
        self.meaning_of(&Heading::of(text, self.first_month))
    }

    fn meaning_of(&self, heading: &Heading) -> Meaning<'a> {
        let dated = !heading.moments().is_empty();
        if let Some(id) = self.exact.get(heading) {
            return Meaning { column: Some(id), exact: true, dated, ..Meaning::default() };
        }
        let (unit, bare) = (heading.unit(), heading.without_unit());
        if bare.is_empty() {
            return Meaning::default();
        }
        if let Some(same) = self.without_unit.get(&bare) {
            let Some(id) = *same else { return Meaning::default() };
            let column = self.list.column(id);
            let is_its = |column: &Column| column.kind == Kind::Money && unit == Some(column.unit());
            if unit.is_none() || column.is_some_and(is_its) {
                return Meaning { column: Some(id), dated, ..Meaning::default() };
            }
            return Meaning { near: vec![(id, HeadingDiffers::Unit)], ..Meaning::default() };
        }
        self.by_moment(&bare, unit)
    }

    /// What a heading means that has the words of the form's, and another day, month or year, or one of the two has none: the
    /// same moment may be said in several ways, and the period's own may be added.
    fn by_moment(&self, bare: &Heading, unit: Option<Unit>) -> Meaning<'a> {
        let moments = bare.moments();
        let dated = !moments.is_empty();
        let ids = self.cores.get(&core(bare));
        let is_it = |id: &&&'a str| {
            let own = self.moments_of(id);
            let same = |moment: &&str| own.iter().any(|own| self.is_same(own, moment));
            match (own.is_empty(), dated) {
                (true, true) => moments.iter().all(|moment| self.is_current(moment)),
                (false, true) => moments.iter().all(same) && own.len() == moments.len(),
                _ => false,
            }
        };
        let found: Vec<&'a str> = ids.into_iter().flatten().filter(is_it).copied().collect();
        if let [id] = found.as_slice() {
            let column = self.list.column(id);
            if unit.is_none() || column.is_some_and(|column| column.kind == Kind::Money && unit == Some(column.unit()))
            {
                return Meaning { column: Some(id), dated, loose: true, ..Meaning::default() };
            }
            return Meaning { near: vec![(id, HeadingDiffers::Unit)], ..Meaning::default() };
        }
        let undated = if dated { self.undated.get(&bare.undated()) } else { None };
        let differs = if dated { HeadingDiffers::Moment } else { HeadingDiffers::NoMoment };
        let of = undated.or(ids).into_iter().flatten();
        Meaning { near: of.map(|id| (*id, differs)).collect(), ..Meaning::default() }
    }

    /// Whether two moments of headings are the same one: the year's end is also said as its month and as the year that ends, a
    /// month as its last day.
    fn is_same(&self, own: &str, other: &str) -> bool {
        let year_end = self.year.last_day(self.first_month);
        let ends = [year_end.to_string(), month_token(year_end)];
        let year = self.year.label();
        let month_of = |day: &str| day.parse::<Date>().ok().filter(|day| is_last_of_month(*day)).map(month_token);
        own == other
            || own == ends[0] && (other == ends[1] || other == year)
            || own == year && other == ends[0]
            || month_of(own).as_deref() == Some(other)
            || month_of(other).as_deref() == Some(own)
    }

    /// Whether a moment is the period's own: its year, the year's end, its last day or month, the day its figures stand at.
    pub(super) fn is_current(&self, moment: &str) -> bool {
        let year_end = self.year.last_day(self.first_month).to_string();
        self.current.iter().chain([&year_end]).any(|own| self.is_same(own, moment))
    }

    /// Whether a text is the heading of a column of one of several lists of a form, or would be: what it says is read once for all.
    pub(super) fn any_knows(knowns: &[Known<'_>], text: &str) -> bool {
        let Some(first) = knowns.first().filter(|_| text.len() <= LONGEST_HEADING) else { return false };
        let heading = Heading::of(text, first.first_month);
        knowns.iter().any(|known| {
            let meaning = known.meaning_of(&heading);
            meaning.column.is_some() || !meaning.near.is_empty()
        })
    }

    /// Whether a text has the words of a heading of one of several lists of a form, without its day, month or year.
    pub(super) fn is_core_of_any(knowns: &[Known<'_>], text: &str) -> bool {
        let Some(first) = knowns.first() else { return false };
        let core = core(&Heading::of(text, first.first_month).without_unit());
        knowns.iter().any(|known| known.cores.contains_key(&core))
    }

    /// The year before the period's, as headings name it.
    pub(super) fn year_before(&self) -> String {
        FinancialYear { start: self.year.start.saturating_sub(1) }.label()
    }

    /// A month of the calendar in the year of the period, as headings name it.
    pub(super) fn month_in_year(&self, month: i8) -> Option<String> {
        let year = if month >= self.first_month { self.year.start } else { self.year.next().start };
        Date::new(year, month, 1).ok().map(month_token)
    }

    /// What the column's own heading names as day, month or year, as it is compared.
    pub(super) fn moments_of(&self, id: &str) -> &[String] {
        self.moments.get(id).map_or(&[], Vec::as_slice)
    }

    /// The same table under any title.
    pub(in crate::returns) fn under_any(mut self) -> Self {
        self.under = None;
        self
    }

    /// Whether a title is the one under which the form says that it stands.
    pub(in crate::returns) fn is_titled(&self, title: &str) -> bool {
        self.under.as_ref().is_some_and(|under| self.names.is_under(under, title))
    }

    /// The title under which the form says that it stands.
    pub(in crate::returns) fn under(&self) -> Option<&str> {
        self.under.as_ref().map(|under| under.text.as_str())
    }

    /// The headings that a return must have.
    pub(in crate::returns) fn must(&self) -> impl Iterator<Item = (&'a str, &str)> {
        let must = |(id, _): &&(&str, String)| self.list.column(id).is_some_and(must_be_there);
        self.headings.iter().filter(must).map(|(id, heading)| (*id, heading.as_str()))
    }

    /// How many columns a row must name to be the heading row: half of those that must be there, and two at least.
    pub(super) fn enough(&self) -> usize {
        let must = self.list.columns.iter().filter(|column| must_be_there(column)).count();
        must.div_ceil(2).max(2).min(self.list.columns.len()).max(1)
    }

    /// Whether the column names items or tells them apart.
    pub(super) fn names_items(&self, id: &str) -> bool {
        id == self.list.key || id == self.list.label
    }
}

/// Must the column stand in a return? (Computed ones need not.)
pub(in crate::returns) fn must_be_there(column: &Column) -> bool {
    column.within.is_none() && (column.required || (column.is_given() && !column.optional))
}
