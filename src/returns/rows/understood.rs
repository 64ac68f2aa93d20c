//! What rows are by what they look like: the plan of a table, made before its rows are read, and what follows from it.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::{OpenTable, Rows, of_all, same_label};
use crate::form::{Column, GroupFrom, TotalOrigin};
use crate::names::Label;
use crate::returns::grid::Raw;
use crate::returns::nil;
use crate::returns::totals::plan::{Claim, Line, Verdict, plan, total_where_nothing_is_grouped};
use crate::returns::totals::sums::Run;
use crate::returns::totals::words::{self, Known, NoItem, Says};
use crate::returns::value;
use crate::returns::{Likeness, MayBe, RowKind, SumOf, Trouble, Value};
use crate::source::Address;

/// A row with its cells by the sheet's columns.
pub(super) type Cells<'c> = BTreeMap<u32, &'c Raw>;

/// What the rows of a table are.
#[derive(Default)]
pub(super) struct Plan {
    /// The section of each row, and its line in it.
    by_row: BTreeMap<u32, (usize, usize)>,
    sections: Vec<Section>,
    /// The columns of amounts, in the order of the amounts of a line.
    columns: Vec<String>,
    /// The words that the table knows.
    pub(super) words: Known,
    /// The last row in which an amount stands.
    pub(super) last_amount: Option<u32>,
    /// The row of the total of all areas.
    pub(super) of_all: Option<u32>,
}

/// The rows from one heading of an area to the next.
struct Section {
    lines: Vec<Line>,
    labels: Vec<String>,
    verdicts: Vec<Verdict>,
}

/// The item read last.
pub(super) struct ItemAbove {
    /// Its row.
    pub(super) row: u32,
    /// The last row of its label.
    pub(super) last: u32,
    /// Its label, as far as it goes.
    pub(super) label: String,
}

/// A column of amounts: where it stands, and where its totals do, if elsewhere.
struct AmountColumn<'f> {
    form: &'f Column,
    at: u32,
    totals_at: Option<u32>,
}

impl<'a> OpenTable<'a> {
    /// Looks through the rows of the table before they are read; `headings` are the rows in which its headings stand again.
    pub(super) fn look_ahead(&mut self, rows: &Rows<'_>, range: Range<u32>, headings: &[Range<u32>]) {
        if self.list.text_only {
            return;
        }
        let columns = self.amount_columns();
        let units: Vec<Decimal> = columns.iter().map(|column| column.form.factor()).collect();
        let known = self.known_words(rows, range.clone());
        let mut sections: Vec<(Vec<Line>, Vec<String>)> = vec![Default::default()];
        let mut last_amount = None;
        for (&row, cells) in rows.rows.range(range) {
            let below = headings.partition_point(|again| again.end <= row);
            if let Some(again) = headings.get(below).filter(|again| again.contains(&row)) {
                // Behind its total a table is at its end; headings that stand again open another one.
                let last = sections.last().and_then(|(lines, _)| lines.last());
                let is_closed = last.is_some_and(|line| matches!(line.claim, Claim::Total | Claim::LooseTotal { .. }));
                if row == again.start && is_closed && sections.last().is_some_and(|(lines, _)| lines.len() > 1) {
                    break;
                }
                continue;
            }
            let (label, key) = (self.text_of(cells, &self.list.label), self.text_of(cells, &self.list.key));
            let names = self.names(cells, &label, &key);
            let is_bare = cells.len() <= 1 || self.is_heading_with_reference(row, cells, &names);
            if is_bare && self.form.area_from == GroupFrom::Heading && self.names_area(&names) {
                sections.push(Default::default());
                continue;
            }
            if self.group_totals.contains_key(&row) {
                last_amount = Some(row);
                continue;
            }
            let is_of_area = self.area_totals.holds(row);
            let claim = match is_of_area {
                true => Claim::Total,
                false => self.claim(&known, cells, &names, (&label, &key), &columns),
            };
            let amounts: Vec<_> = columns.iter().map(|column| amount(column, cells, claim)).collect();
            let is_note = self.figures(cells).is_empty() && names.iter().any(|name| self.is_note(name));
            // Without a name it is a subtotal by its figures alone.
            let is_unlabelled = label.is_empty() && key.is_empty() && !self.is_subtotal(&names);
            let by_form = claim == Claim::Total || matches!(claim, Claim::Subtotal { .. }) && !is_unlabelled;
            if is_note || !by_form && amounts.iter().all(Option::is_none) {
                continue;
            }
            last_amount = Some(row).filter(|_| amounts.iter().any(Option::is_some)).or(last_amount);
            let reference = label != key && !key.is_empty() && !label.is_empty();
            let words = self.columns.iter().any(|(at, id)| {
                let is_words = self.list.column(id).is_some_and(|column| !column.kind.is_figure());
                is_words && *id != self.list.label && *id != self.list.key && cells.contains_key(at)
            });
            let raw = |id: &str| self.found.columns.get(id).and_then(|(at, _)| cells.get(&at.column));
            let indent = raw(&self.list.label).map_or(0, |raw| words::indent(&raw.text()));
            let speaks_of_whole = names.iter().any(|name| known.speaks_of_whole(name));
            let label = names.first().cloned().unwrap_or_default();
            if let Some((lines, labels)) = sections.last_mut() {
                lines.push(Line { row, claim, amounts, indent, reference, words, speaks_of_whole });
                labels.push(label);
            }
            if is_of_area {
                sections.push(Default::default());
            }
        }
        let mut plan_of_table =
            Plan { columns: columns.iter().map(|column| column.form.id.clone()).collect(), ..Plan::default() };
        if self.form.area_from == GroupFrom::Heading {
            plan_of_table.of_all = of_all::find(sections.iter().map(|(lines, _)| lines.as_slice()));
        }
        plan_of_table.of_all = plan_of_table.of_all.or(self.area_totals.of_all());
        for (mut lines, labels) in sections {
            lines.retain(|line| Some(line.row) != plan_of_table.of_all);
            if self.list.levels.is_empty() {
                total_where_nothing_is_grouped(&mut lines);
            }
            let section = plan_of_table.sections.len();
            let numbered = lines.iter().enumerate();
            plan_of_table.by_row.extend(numbered.map(|(line, own)| (own.row, (section, line))));
            let verdicts = plan(&lines, &units);
            plan_of_table.sections.push(Section { lines, labels, verdicts });
        }
        plan_of_table.words = known;
        plan_of_table.last_amount = last_amount;
        self.plan = plan_of_table;
    }

    /// The columns whose figures are stated and add up to their total.
    fn amount_columns(&self) -> Vec<AmountColumn<'a>> {
        let stands = |id: &str| self.found.columns.get(id).map(|(at, _)| at.column);
        let is_stated =
            |column: &&Column| !column.origin().is_of_others() && column.kind.is_amount() && column.within.is_none();
        let is_summed = |column: &&Column| column.total == TotalOrigin::Sum;
        // Where the form adds nothing up, its returns may all the same.
        let any_summed = self.list.columns.iter().filter(is_stated).any(|column| is_summed(&column));
        let columns = self.list.columns.iter().filter(is_stated).filter(|column| !any_summed || is_summed(column));
        columns
            .filter_map(|form| {
                Some(AmountColumn { form, at: stands(&form.id)?, totals_at: form.totals_in().and_then(stands) })
            })
            .collect()
    }

    /// The words that may stand beside a total in this table.
    fn known_words(&self, rows: &Rows<'_>, range: Range<u32>) -> Known {
        let mut known = Known::of_areas(self.reading.areas.words.clone());
        [&self.list.item, &self.list.items].into_iter().for_each(|name| known.learn(name));
        self.known.headings.iter().for_each(|(_, heading)| known.learn(heading));
        if self.form.area_from != GroupFrom::Heading
            && let Some(area) = self.area()
        {
            self.reading.areas.names_of(&area).for_each(|name| known.learn_own(name));
        }
        // A heading of a group stands alone in its row.
        for cells in rows.rows.range(range).map(|(_, cells)| cells).filter(|cells| cells.len() == 1) {
            if let Some(Raw::Text(text)) = cells.values().next()
                && known.says(text) == Says::Nothing
            {
                known.learn_group(text);
            }
        }
        known
    }

    /// What a row's label says of it, or the form does.
    fn claim(
        &self,
        known: &Known,
        cells: &Cells<'_>,
        names: &[String],
        (label, key): (&str, &str),
        columns: &[AmountColumn<'_>],
    ) -> Claim {
        let any = |of: &dyn Fn(&str) -> bool| names.iter().any(|name| of(name));
        if any(&|name| self.form.items.iter().any(|item| same_label(name, item))) {
            return Claim::Certain;
        }
        if self.is_total(names) {
            return Claim::Total;
        }
        if self.is_subtotal(names) {
            let is_exact = |name: &str| self.form.subtotals.iter().any(|subtotal| same_label(name, subtotal));
            let exact = any(&is_exact) || any(&|name| !matches!(known.says(name), Says::Nothing | Says::Whole));
            return Claim::Subtotal { exact };
        }
        let is_nameless = label.is_empty() && key.is_empty();
        let says: Vec<Says> = names.iter().map(|name| known.says(name)).collect();
        let grand = || {
            names.iter().any(|name| {
                let label = Label::of(name);
                ["grand", "overall"].iter().any(|word| label.holds_words(word))
            })
        };
        let loose_total = || Claim::LooseTotal { grand: grand(), group: any(&|name| known.names_group(name)) };
        if is_nameless {
            return match () {
                () if says.contains(&Says::Total) => loose_total(),
                () if says.contains(&Says::Subtotal) => Claim::LooseSubtotal,
                () if self.form.unlabelled_subtotals => Claim::Subtotal { exact: true },
                () => Claim::Nameless,
            };
        }
        if any(&|name| self.list.balancing.iter().any(|line| same_label(name, line))) {
            return Claim::Certain;
        }
        if self.list.parts.as_ref().is_some_and(|parts| !self.text_of(cells, &parts.column).is_empty()) {
            return Claim::KnownPart;
        }
        if let Some(certain) = words::says_part(label) {
            return Claim::Part { certain };
        }
        if any(&|name| known.says_template(name)) {
            return Claim::Example;
        }
        if let Some(why) = self.no_item(known, (label, key)) {
            let is_more = |amount: Option<Decimal>| amount.is_some_and(|amount| amount > Decimal::ZERO);
            let mut amounts = columns.iter().map(|column| amount(column, cells, Claim::Item));
            return match why {
                NoItem::Less if !amounts.any(is_more) => Claim::Item,
                why => Claim::NoItem { counts: why == NoItem::Check },
            };
        }
        // A row with a reference of its own is a scheme before it is a total.
        let others = says.contains(&Says::Nothing);
        let loose = says.iter().copied().find(|says| *says != Says::Nothing).unwrap_or(Says::Nothing);
        match loose {
            Says::Nothing => Claim::Item,
            Says::Whole if others => Claim::Item,
            Says::Whole => Claim::Whole,
            Says::Total if !others => loose_total(),
            Says::Subtotal if !others => Claim::LooseSubtotal,
            _ => Claim::Perhaps,
        }
    }

    /// Whether a row is no item by its words. One with a reference beside them is an item, unless it says that it is counted
    /// elsewhere.
    fn no_item(&self, known: &Known, (label, key): (&str, &str)) -> Option<NoItem> {
        let of_key = known.says_no_item(key);
        let of_label = if label == key { of_key } else { known.says_no_item(label) };
        let has_reference = !label.is_empty() && !key.is_empty() && label != key;
        of_key.or(of_label.filter(|why| !has_reference || *why == NoItem::Information))
    }

    /// Whether it is asked about a row.
    pub(super) fn is_asked(&self, row: u32) -> bool {
        matches!(self.verdict(row), Some(Verdict::Asked(_)))
    }

    fn verdict(&self, row: u32) -> Option<&Verdict> {
        let (section, line) = self.plan.by_row.get(&row)?;
        self.plan.sections.get(*section)?.verdicts.get(*line)
    }

    /// Whether a row is a total by what it looks like.
    pub(super) fn is_planned_total(&self, row: u32) -> bool {
        matches!(self.verdict(row), Some(Verdict::Total { .. }))
    }

    /// Whether a row is nothing else by what it looks like than an item, or a row without a name.
    pub(super) fn may_be_spare(&self, row: u32) -> bool {
        matches!(self.verdict(row), None | Some(Verdict::Item | Verdict::Nameless))
    }

    /// Whether a row is a subtotal by what it looks like.
    pub(super) fn is_planned_subtotal(&self, row: u32) -> bool {
        let Some((section, line)) = self.plan.by_row.get(&row) else { return false };
        let section = self.plan.sections.get(*section);
        let claim = section.and_then(|section| section.lines.get(*line)).map(|line| line.claim);
        let by_label =
            matches!(claim, Some(Claim::LooseTotal { .. } | Claim::LooseSubtotal | Claim::Perhaps | Claim::Total));
        let verdict = section.and_then(|section| section.verdicts.get(*line));
        let is_subtotal = match verdict {
            Some(Verdict::Subtotal { on_top, .. }) => !on_top,
            Some(Verdict::Total { ends, on_top, .. }) => !ends && !on_top && !self.list.levels.is_empty(),
            _ => false,
        };
        by_label && is_subtotal
    }

    pub(super) fn names_area(&self, names: &[String]) -> bool {
        names.first().is_some_and(|name| self.reading.areas.named(name).is_some())
    }

    /// Reads a row as the plan says. `false` where that is an item like any other, or the plan does not know the row.
    pub(super) fn planned(&mut self, row: u32, cells: &Cells<'_>, names: &[String], figures: &[u32]) -> bool {
        let Some(&(section, line)) = self.plan.by_row.get(&row) else { return false };
        let Some(found) = self.plan.sections.get(section) else { return false };
        let (Some(verdict), Some(claim)) =
            (found.verdicts.get(line).cloned(), found.lines.get(line).map(|line| line.claim))
        else {
            return false;
        };
        let read = |table: &Self, run: Option<&Run>| Likeness {
            at: table.row_like(row, cells, "").at,
            sum: run.map(|run| table.sum_of(section, line, run)),
            ..table.likeness(row, section, line)
        };
        match verdict {
            Verdict::Item => return claim == Claim::Certain && self.certain_item(row, cells, names),
            Verdict::Coincides(run) => {
                let row = read(self, Some(&run));
                self.troubles.push(Trouble::PossibleTotal { row, why: MayBe::Chance });
                return false;
            }
            // Where the list has groups, it closes the innermost one as a subtotal does.
            Verdict::Total { run, ends: false, on_top: false } if !self.list.levels.is_empty() => {
                let told = read(self, run.as_ref());
                let covers = run.and_then(|run| self.rows_between(section, run.first, run.last));
                self.subtotal(row, cells, Some(names), covers);
                self.troubles.push(Trouble::TotalRead(told));
            }
            Verdict::Total { run, ends, on_top } => {
                if claim != Claim::Total || on_top {
                    let likeness = read(self, run.as_ref());
                    self.troubles.push(Trouble::TotalRead(likeness));
                }
                self.groups.clear(&mut self.rows);
                self.push(RowKind::Total, row, cells, None, Vec::new());
                self.ended = ends;
            }
            // Neither groups nor figures say of which rows.
            Verdict::Subtotal { run: None, covers: None, .. }
                if matches!(claim, Claim::Subtotal { .. }) && self.form.groups.is_empty() && !names.is_empty() =>
            {
                let likeness = read(self, None);
                self.may_be(likeness, MayBe::Beginning, row, cells);
            }
            Verdict::Subtotal { run, covers, on_top } => {
                let told = read(self, run.as_ref());
                let covers = covers.and_then(|(first, last)| self.rows_between(section, first, last));
                let by_label = !matches!(claim, Claim::Item | Claim::Nameless) && !on_top;
                let is_of_group = self.subtotal(row, cells, if by_label { Some(names) } else { None }, covers);
                if !matches!(claim, Claim::Subtotal { .. }) || !is_of_group {
                    self.troubles.push(Trouble::TotalRead(told));
                }
            }
            Verdict::Asked(run) => {
                let why = match (&run, claim) {
                    (Some(_), _) => MayBe::Sum,
                    (None, Claim::Subtotal { .. }) => MayBe::Beginning,
                    (None, _) => MayBe::Words,
                };
                let likeness = read(self, run.as_ref());
                self.may_be(likeness, why, row, cells);
            }
            Verdict::Near { run, by_words } => {
                let sum = self.come_to(section, &run);
                let why = if by_words { MayBe::Closing } else { MayBe::NearSum };
                let likeness = Likeness { sum: Some(sum), ..read(self, None) };
                self.may_be(likeness, why, row, cells);
            }
            Verdict::Analysis { lines, run } => {
                let likeness = read(self, None);
                match self.troubles.last_mut() {
                    Some(Trouble::SecondBlock { rows, .. }) if line > lines.0 => rows.push(likeness),
                    _ => {
                        let same = Some(self.come_to(section, &run));
                        self.troubles.push(Trouble::SecondBlock { rows: vec![likeness], same, title: None });
                    }
                }
                self.leave_out(row, cells);
            }
            Verdict::NoItem(left_out) => {
                let likeness = read(self, None);
                self.may_be(likeness, MayBe::NoItem { left_out }, row, cells);
            }
            Verdict::Part(whole) => {
                let (part, whole) = (read(self, None), Box::new(self.likeness_of(section, whole)));
                match self.troubles.last_mut() {
                    Some(Trouble::PartsRead { rows, whole: same }) if same.at == whole.at => rows.push(part),
                    _ => self.troubles.push(Trouble::PartsRead { rows: vec![part], whole }),
                }
                self.push(RowKind::Part, row, cells, None, Vec::new());
            }
            Verdict::AskedPart(why) => {
                let likeness = read(self, None);
                self.troubles.push(Trouble::PossiblePart { row: likeness, why });
                self.leave_out(row, cells);
            }
            Verdict::Example(certain) => {
                let likeness = read(self, None);
                self.troubles.push(Trouble::ExampleRow { row: likeness, certain, beside: None });
                self.leave_out(row, cells);
            }
            Verdict::Nameless => self.stray(row, cells, figures, None),
        }
        true
    }

    /// An item by the form's own word, also where its label is one of a total.
    fn certain_item(&mut self, row: u32, cells: &Cells<'_>, names: &[String]) -> bool {
        let is_item = names.iter().any(|name| self.form.items.iter().any(|item| same_label(name, item)));
        if is_item {
            let label = self.text_of(cells, &self.list.label);
            self.push(RowKind::Item, row, cells, Some(&label), Vec::new());
        }
        is_item
    }

    /// Asks about a row, which counts nowhere until it is answered.
    fn may_be(&mut self, likeness: Likeness, why: MayBe, row: u32, cells: &Cells<'_>) {
        self.troubles.push(Trouble::PossibleTotal { row: likeness, why });
        self.leave_out(row, cells);
    }

    /// Keeps a row that counts nowhere: a total that is off by it is off because of it.
    pub(super) fn leave_out(&mut self, row: u32, cells: &Cells<'_>) {
        self.push(RowKind::LeftOut, row, cells, None, Vec::new());
    }

    /// A row with a label and nothing else that is no heading: the return says that it is nil, or a label goes on in a second
    /// row, or it says of which the rows below it are parts. `false` where it is none of these.
    pub(super) fn says_more(&mut self, row: u32, cells: &Cells<'_>, names: &[String], bare: bool) -> bool {
        let Some(label) = names.first() else { return false };
        if let Some(of_nil) = self.of_nil_return(label).filter(|_| self.figures(cells).is_empty()) {
            if of_nil == nil::OfNil::Says {
                let likeness = self.row_like(row, cells, label);
                // How many items there are is known when all rows are read.
                self.troubles.push(Trouble::NilBesideItems { row: likeness, items: 0, demanded_by: None });
            }
            self.note(row, cells);
            return true;
        }
        if !bare || !self.figures(cells).is_empty() {
            return false;
        }
        if words::says_part(label).is_some() || words::says_example(label) {
            self.note(row, cells);
            return true;
        }
        // A line between a total and the rows of the next block is the title of that block.
        if self.rows.last().is_some_and(|above| above.kind == RowKind::Total) {
            self.note(row, cells);
            return true;
        }
        // 'Total: £800k', or a total whose label goes on in the row below.
        if !matches!(self.plan.words.says(label), Says::Nothing | Says::Whole) {
            let likeness = self.row_like(row, cells, label);
            self.may_be(likeness, MayBe::Words, row, cells);
            return true;
        }
        // A small letter says nothing where labels open with one.
        let goes_on = |begun: &str| words::goes_on(label) && !words::goes_on(begun) || words::breaks_off(begun);
        let above = self.item_above.take().filter(|above| above.last.saturating_add(1) == row);
        let Some(above) = above.filter(|above| goes_on(&above.label)) else { return false };
        let rest = self.row_like(row, cells, label);
        let first = Address::new(above.row, rest.at.cell.map_or(0, |at| at.column));
        let begun = Likeness { at: self.at.at(first), label: above.label.clone(), ..rest.clone() };
        self.troubles.push(Trouble::LabelGoesOn { row: rest, above: Box::new(begun) });
        self.note(row, cells);
        // It may go on further.
        self.item_above = Some(ItemAbove { label: format!("{} {label}", above.label), last: row, ..above });
        true
    }

    /// A row that says by its label that there is nothing to report: no item. Where it states amounts, it is asked about.
    pub(super) fn nil_row(&mut self, row: u32, cells: &Cells<'_>, names: &[String]) {
        let label = names.first().cloned().unwrap_or_default();
        let columns = self.amount_columns();
        let stated = columns.iter().filter_map(|column| {
            let amount = amount(column, cells, Claim::Item).filter(|amount| !amount.is_zero())?;
            Some((column.form.id.clone(), amount))
        });
        let likeness = Likeness { figures: stated.collect(), ..self.row_like(row, cells, &label) };
        let states = !likeness.figures.is_empty();
        self.troubles.push(Trouble::NilBesideItems { row: likeness, items: 0, demanded_by: None });
        if states {
            self.leave_out(row, cells);
        } else {
            self.note(row, cells);
        }
    }

    /// A row that is told as what it is called.
    pub(super) fn row_like(&self, row: u32, cells: &Cells<'_>, label: &str) -> Likeness {
        let first = self.columns.keys().copied().find(|column| cells.contains_key(column));
        let first = first.or(cells.keys().next().copied()).unwrap_or_default();
        Likeness {
            at: self.at.at(Address::new(row, first)),
            area: self.area(),
            list: self.list.id.clone(),
            label: label.to_string(),
            cells: Vec::new(),
            figures: Vec::new(),
            sum: None,
        }
    }

    fn likeness_of(&self, section: usize, line: usize) -> Likeness {
        let row =
            self.plan.sections.get(section).and_then(|section| section.lines.get(line)).map_or(0, |line| line.row);
        self.likeness(row, section, line)
    }

    fn likeness(&self, row: u32, section: usize, line: usize) -> Likeness {
        let section = self.plan.sections.get(section);
        let label = section.and_then(|section| section.labels.get(line)).cloned().unwrap_or_default();
        let amounts = section.and_then(|section| section.lines.get(line)).map(|line| line.amounts.as_slice());
        let stated = self.plan.columns.iter().zip(amounts.unwrap_or_default()).filter(|(_, amount)| amount.is_some());
        let column = |id: &String| self.found.columns.get(id).map(|(at, _)| at.column);
        let cells: Vec<u32> = stated.clone().filter_map(|(id, _)| column(id)).collect();
        let figures = stated.filter_map(|(id, amount)| Some((id.clone(), (*amount)?))).collect();
        let named = [&self.list.label, &self.list.key].into_iter().filter_map(column).min();
        // Where the row has no label, its first amount stands for it.
        let first = if label.is_empty() { cells.first().copied() } else { named };
        Likeness {
            at: self.at.at(Address::new(row, first.or(named).unwrap_or_default())),
            area: self.area(),
            list: self.list.id.clone(),
            label,
            cells: cells.into_iter().map(|column| self.at.at(Address::new(row, column))).collect(),
            figures,
            sum: None,
        }
    }

    fn sum_of(&self, section: usize, line: usize, run: &Run) -> SumOf {
        let (first, last) = (run.first.min(run.last), run.first.max(run.last));
        let amounts = self.plan.sections.get(section).and_then(|section| section.lines.get(line));
        let stated = |column: &usize| {
            let amount = amounts.and_then(|line| line.amounts.get(*column).copied().flatten())?;
            Some((self.plan.columns.get(*column)?.clone(), amount))
        };
        let is_row = |line: &Line| matches!(line.claim, Claim::Item | Claim::Certain);
        let beyond = |lines: &[Line]| {
            let outside = lines.iter().enumerate().filter(|(at, _)| *at != line && !(first..=last).contains(at));
            outside.into_iter().any(|(_, line)| is_row(line))
        };
        SumOf {
            first: self.likeness_of(section, first).at,
            last: self.likeness_of(section, last).at,
            rows: run.rows,
            whole: self.plan.sections.get(section).is_some_and(|section| !beyond(&section.lines)),
            figures: run.columns.iter().filter_map(stated).collect(),
        }
    }

    /// What rows come to in the columns of a run: those that count between its ends.
    fn come_to(&self, section: usize, run: &Run) -> SumOf {
        let (first, last) = (run.first.min(run.last), run.first.max(run.last));
        let found = self.plan.sections.get(section);
        let counts = |line: &usize| {
            let verdict = found.and_then(|section| section.verdicts.get(*line));
            matches!(verdict, Some(Verdict::Item | Verdict::Coincides(_)))
        };
        let lines: Vec<&Line> = (first..=last)
            .filter(counts)
            .filter_map(|line| found.and_then(|section| section.lines.get(line)))
            .collect();
        let sum = |column: &usize| {
            let amounts = lines.iter().filter_map(|line| line.amounts.get(*column).copied().flatten());
            let sum = amounts.into_iter().fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum));
            Some((self.plan.columns.get(*column)?.clone(), sum))
        };
        SumOf {
            first: self.likeness_of(section, first).at,
            last: self.likeness_of(section, last).at,
            rows: run.rows,
            whole: true,
            figures: run.columns.iter().filter_map(sum).collect(),
        }
    }

    fn rows_between(&self, section: usize, first: usize, last: usize) -> Option<(u32, u32)> {
        let lines = &self.plan.sections.get(section)?.lines;
        let (one, other) = (lines.get(first)?.row, lines.get(last)?.row);
        Some((one.min(other), one.max(other)))
    }
}

/// What a row states in a column of amounts, in pounds; a total may state it in the column in which totals stand.
fn amount(column: &AmountColumn<'_>, cells: &Cells<'_>, claim: Claim) -> Option<Decimal> {
    let read = |at: u32| match value::read(column.form, cells.get(&at).copied()).value {
        Value::Figure(figure) => Some(figure.quantity.value()),
        _ => None,
    };
    let is_item = matches!(claim, Claim::Item | Claim::Certain);
    read(column.at).or_else(|| column.totals_at.filter(|_| !is_item).and_then(read))
}
