//! What the council approved ([`Control`]) against what the returns state, scheme by scheme or in all, with what was approved since.
//!
//! A scheme is found as change requests find theirs, under each name that it had since the approval: so a rename raises nothing, and of a
//! split or a merger the sums are compared. What was approved since are the change requests of the column that are dated later and hold by
//! now; each counts with what it changes, whatever figure it starts from, because a return may have drifted before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Reconciliation;
use super::matching::{Index, has_references};
use super::position::{Position, Scheme};
use crate::decision::{Approval, ChangeKind, ChangeRequest, Decisions, NewYear};
use crate::form::{Column, Control, Form, List};
use crate::names::{Reference, Title};
use crate::period::{self, FinancialYear, Period};

/// An approved list, or total, against the returns of a period.
#[derive(Debug, Clone)]
pub struct Controlled {
    /// Its place among the form's.
    pub index: usize,
    /// The schemes of the list and those of the returns, each once; none where a total alone was approved.
    pub parts: Vec<Part>,
    /// Everything together.
    pub whole: Whole,
}

/// Approved schemes and the schemes of the returns that they are: one of each, as a rule. Either side may have none, and several where a
/// scheme was split or merged.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// The approved ones, by their places in [`Control::items`].
    pub items: Vec<usize>,
    /// Those of the returns, by their places in the position.
    pub schemes: Vec<usize>,
    /// Those of the prior period that are gone.
    pub gone: Vec<usize>,
    /// The change requests that count, by their places in the decisions.
    pub requests: Vec<usize>,
    /// Those of them that start from another figure than the one that was approved by then.
    pub apart: Vec<usize>,
    /// The entries that say why one side has it alone, by their places in the decisions.
    pub outside: Vec<usize>,
    /// What was approved, and what since.
    pub approved: Sums,
    /// What the returns state; `None` where they state nothing.
    pub stated: Option<Decimal>,
}

/// The whole of what was approved.
#[derive(Debug, Clone, Default)]
pub struct Whole {
    /// The change requests that count, by their places in the decisions.
    pub requests: Vec<usize>,
    /// What was approved, and what since: the total where the form gives one, else the sum of the list.
    pub approved: Sums,
    /// The sum of the list itself and of what no scheme had then; `None` where a total alone was approved.
    pub listed: Option<Decimal>,
    /// The sum of what the returns state, and of what no scheme had then.
    pub stated: Decimal,
    /// How many schemes state it.
    pub schemes: usize,
}

/// What was approved, in pounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// By the list, or in all.
    pub at_first: Decimal,
    /// Brought forward from an earlier year, as the returns state it; nil where the form has no such column.
    pub brought: Decimal,
    /// What of that decisions alone say, so that the approved amount may have it or not.
    pub by_decision: Decimal,
    /// Since, by the day of publication.
    pub since: Decimal,
    /// What is to be approved after it.
    pub awaited: Decimal,
}

impl Sums {
    /// What must be stated.
    pub fn now(self) -> Decimal {
        self.at_first.saturating_add(self.brought).saturating_add(self.since)
    }

    /// Whether it is this that is stated, to the rounding of so many figures. What is to be approved later may show already.
    pub fn is(self, stated: Decimal, column: &Column, figures: usize) -> bool {
        let half = column.factor().checked_div(Decimal::TWO).filter(|_| column.is_rounded()).unwrap_or_default();
        let reach = half.saturating_mul(Decimal::from(figures.max(1)));
        let is = |expected: Decimal| stated.saturating_sub(expected).abs() <= reach;
        let without = self.now().saturating_sub(self.by_decision);
        [self.now(), without].into_iter().any(|now| is(now) || is(now.saturating_add(self.awaited)))
    }

    /// What is to be approved later and shows already.
    fn shown(self, stated: Decimal) -> Decimal {
        let shows = stated != self.now() && stated == self.now().saturating_add(self.awaited);
        if shows { self.awaited } else { Decimal::ZERO }
    }

    fn count(&mut self, by: Decimal, approval: Approval) {
        let sum = match approval {
            Approval::Given | Approval::Since => &mut self.since,
            Approval::Awaited => &mut self.awaited,
        };
        *sum = sum.saturating_add(by);
    }
}

impl Controlled {
    /// Whether all that is stated is what was approved.
    pub fn agrees(&self, control: &Control, column: &Column) -> bool {
        match self.whole.listed {
            Some(listed) => {
                control.total.is_none_or(|total| total == listed) && self.parts.iter().all(|part| part.agrees(column))
            }
            None => self.whole.approved.is(self.whole.stated, column, self.whole.schemes),
        }
    }

    /// What is to be approved after the paper is published, and is stated already.
    pub fn shown_awaited(&self) -> Decimal {
        match self.whole.listed {
            Some(_) => {
                let shown = self.parts.iter().map(|part| part.approved.shown(part.stated.unwrap_or_default()));
                shown.fold(Decimal::ZERO, Decimal::saturating_add)
            }
            None => self.whole.approved.shown(self.whole.stated),
        }
    }
}

impl Part {
    /// Whether the returns state what was approved.
    pub fn agrees(&self, column: &Column) -> bool {
        self.approved.is(self.stated.unwrap_or_default(), column, self.schemes.len())
    }
}

/// Whether it is the main list's target that was approved.
pub fn is_target(form: &Form, control: &Control) -> bool {
    let report = &form.report;
    control.list == report.main_list && Some(&control.column) == report.roles.target.as_ref()
}

/// The column that amounts were approved for.
pub fn column<'f>(form: &'f Form, control: &Control) -> Option<(&'f List, &'f Column)> {
    let list = form.list(&control.list)?;
    Some((list, list.column(&control.column)?))
}

/// Each approved list and total of the form against the schemes of a period.
pub fn controlled(
    form: &Form,
    decisions: &Decisions,
    reconciliation: Option<&Reconciliation>,
    after: &Position,
) -> Vec<Controlled> {
    let all = form.controls.iter().enumerate();
    all.filter_map(|(index, control)| {
        let (list, _) = column(form, control)?;
        let names = Names::of(form, decisions, control, list, reconciliation, after);
        let requests = in_force(form, decisions, control, reconciliation, after.period);
        let parts = if control.is_list() { parts(&names, decisions, &requests) } else { Vec::new() };
        let whole = whole(&names, decisions, &parts, &requests);
        Some(Controlled { index, parts, whole })
    })
    .collect()
}

/// A change request that counts.
struct InForce<'d> {
    /// Its place in the decisions.
    index: usize,
    request: &'d ChangeRequest,
    /// How it stands.
    approval: Approval,
    /// Whether it is to be approved later, and the return is known not to show it yet.
    is_unshown: bool,
}

/// The change requests of a column that are dated later than what was approved and hold by now, in the order of time.
fn in_force<'d>(
    form: &Form,
    decisions: &'d Decisions,
    control: &Control,
    reconciliation: Option<&Reconciliation>,
    period: Period,
) -> Vec<InForce<'d>> {
    let main = form.main().into_iter().chain(&form.lists);
    // A request names a column of the main list, if that has it.
    let is_its = main.into_iter().find(|list| list.column(&control.column).is_some());
    let is_its = is_its.is_some_and(|list| list.id == control.list);
    // What was still changed of that year's own figures is no change of the next year's.
    let ended = year_ending(form, control.date).filter(|ended| *ended < period.year);
    let all = decisions.change_requests.iter().enumerate().filter(|(_, request)| {
        is_its
            && request.column == control.column
            && request.date > control.date
            && request.period <= period
            && ended.is_none_or(|ended| request.period.year > ended)
    });
    let in_force = all.map(|(index, request)| {
        let approval = Approval::of(form, period, request.date);
        let is_unshown = approval == Approval::Awaited && is_unshown(reconciliation, index);
        InForce { index, request, approval, is_unshown }
    });
    let mut all: Vec<InForce<'d>> = in_force.collect();
    all.sort_by_key(|own| (own.request.period, own.request.date, own.index));
    all
}

/// The financial year in whose last three months a day lies: what is approved then is the budget of the next one.
fn year_ending(form: &Form, day: Date) -> Option<FinancialYear> {
    let first = form.report.year_starts;
    let years = [day.year().saturating_sub(1), day.year()].map(|start| FinancialYear { start });
    years.into_iter().find(|year| {
        let nine_months = Period { year: *year, part: period::Part::Quarter(3) };
        nine_months.last_day(first) < day && day <= year.last_day(first)
    })
}

/// Whether the figure of the one scheme that a request changes is known not to show it. Of a split or a merger no figure says so.
fn is_unshown(reconciliation: Option<&Reconciliation>, request: usize) -> bool {
    let outcome = |known: &&Reconciliation| {
        let outcome = known.change_requests.iter().find(|outcome| outcome.index == request)?;
        let pair = known.pairs.get(outcome.pair?)?;
        Some(!outcome.reflected && pair.before.len() <= 1 && pair.after.len() <= 1)
    };
    reconciliation.as_ref().and_then(outcome).unwrap_or_default()
}

fn parts(names: &Names<'_>, decisions: &Decisions, requests: &[InForce<'_>]) -> Vec<Part> {
    let control = names.control;
    let items: Vec<BTreeSet<Key>> = control
        .items
        .iter()
        .map(|item| names.keys(item.area.as_deref(), &item.scheme, Since::Day(control.date)))
        .collect();
    let schemes = names.schemes();
    let own: Vec<BTreeSet<Key>> = schemes.iter().map(|index| BTreeSet::from([Key::Now(*index)])).collect();
    let mut joined = Joined::default();
    let of_items: Vec<usize> = items.iter().map(|keys| joined.join(keys)).collect();
    let of_schemes: Vec<usize> = own.iter().map(|keys| joined.join(keys)).collect();
    let of_request =
        |own: &InForce<'_>| names.keys(Some(&own.request.area), &own.request.scheme, Since::Period(own.request.period));
    let of_requests: Vec<BTreeSet<Key>> = requests.iter().map(of_request).collect();
    // What was approved of one scheme that became several was approved of all of them.
    for keys in &of_requests {
        joined.join(&keys.iter().filter(|key| matches!(key, Key::Now(_))).cloned().collect());
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for (index, (part, item)) in of_items.iter().zip(&control.items).enumerate() {
        let part = parts.entry(joined.root(*part)).or_default();
        part.items.push(index);
        part.gone.extend(items.get(index).into_iter().flatten().filter_map(Key::gone));
        part.approved.at_first = part.approved.at_first.saturating_add(item.amount);
    }
    for (part, index) in of_schemes.iter().zip(schemes) {
        let part = parts.entry(joined.root(*part)).or_default();
        part.schemes.push(index);
        let scheme = names.after.schemes.get(index);
        let figure = scheme.and_then(|scheme| scheme.figures.get(&control.column));
        part.approved.brought = part.approved.brought.saturating_add(names.brought(scheme));
        part.stated = match (part.stated, figure) {
            (stated, None) => stated,
            (stated, Some(figure)) => Some(stated.unwrap_or_default().saturating_add(*figure)),
        };
    }
    // A request, or an entry, that names nothing of either side belongs to none of them.
    for (own, keys) in requests.iter().zip(&of_requests) {
        if let Some(part) = joined.find(keys).and_then(|root| parts.get_mut(&root)) {
            part.take(own);
        }
    }
    // Where the form has no column for it, decisions say what was brought forward.
    for (brought, amount) in names.brought_by_decision(decisions) {
        if let Some(part) = joined.find(&brought).and_then(|root| parts.get_mut(&root)) {
            part.approved.brought = part.approved.brought.saturating_add(amount);
            part.approved.by_decision = part.approved.by_decision.saturating_add(amount);
        }
    }
    let entries = decisions.outside_controls.iter().enumerate();
    for (index, entry) in entries.filter(|(_, entry)| entry.column == control.column) {
        // It may name the scheme as the list has it, or as the return does.
        for since in [Since::Day(control.date), Since::Period(entry.period)] {
            let keys = names.keys(entry.area.as_deref(), &entry.scheme, since);
            if let Some(part) = joined.find(&keys).and_then(|root| parts.get_mut(&root))
                && !part.outside.contains(&index)
            {
                part.outside.push(index);
            }
        }
    }
    let mut parts: Vec<Part> = parts.into_values().collect();
    let first = |part: &Part| (part.schemes.first().copied().unwrap_or(usize::MAX), part.items.first().copied());
    parts.sort_by_key(first);
    parts
}

impl Part {
    /// Counts a change that was approved since. A correction says that a return was wrong: it changes what was approved only where it
    /// starts from that.
    fn take(&mut self, own: &InForce<'_>) {
        let request = own.request;
        let starts = request.from == self.approved.now().saturating_add(self.approved.awaited);
        if request.kind == ChangeKind::Correction && !starts {
            return;
        }
        self.requests.push(own.index);
        if own.is_unshown {
            return;
        }
        self.approved.count(request.to.saturating_sub(request.from), own.approval);
        if !starts && self.items.len() <= 1 && self.schemes.len() <= 1 {
            self.apart.push(own.index);
        }
    }
}

fn whole(names: &Names<'_>, decisions: &Decisions, parts: &[Part], requests: &[InForce<'_>]) -> Whole {
    let control = names.control;
    let mut whole = Whole::default();
    if control.is_list() {
        let sums = parts.iter().map(|part| part.approved);
        whole.requests = parts.iter().flat_map(|part| part.requests.iter().copied()).collect();
        whole.requests.sort_unstable();
        whole.approved = sums.fold(Sums::default(), |all, part| Sums {
            at_first: all.at_first.saturating_add(part.at_first),
            brought: all.brought.saturating_add(part.brought),
            by_decision: all.by_decision.saturating_add(part.by_decision),
            since: all.since.saturating_add(part.since),
            awaited: all.awaited.saturating_add(part.awaited),
        });
        whole.approved.at_first = whole.approved.at_first.saturating_add(control.unallocated);
        whole.listed = Some(whole.approved.at_first);
    } else {
        whole.approved.at_first = control.total.unwrap_or_default();
        // Of a total nobody can say whether it has the figure that was put right.
        for own in requests.iter().filter(|own| own.request.kind != ChangeKind::Correction) {
            if !own.is_unshown {
                whole.approved.count(own.request.to.saturating_sub(own.request.from), own.approval);
            }
            whole.requests.push(own.index);
        }
    }
    let schemes = || names.schemes().into_iter().filter_map(|index| names.after.schemes.get(index));
    if !control.is_list() {
        let decided: Vec<Decimal> =
            names.brought_by_decision(decisions).into_iter().map(|(_, amount)| amount).collect();
        whole.approved.by_decision = decided.iter().copied().fold(Decimal::ZERO, Decimal::saturating_add);
        let brought = schemes().map(|scheme| names.brought(Some(scheme))).chain(decided);
        whole.approved.brought = brought.fold(Decimal::ZERO, Decimal::saturating_add);
    }
    let figures: Vec<Decimal> = schemes().filter_map(|scheme| scheme.figures.get(&control.column).copied()).collect();
    whole.schemes = figures.len();
    whole.stated = figures.into_iter().fold(control.unallocated, Decimal::saturating_add);
    whole
}

/// What two things share that are one scheme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A scheme of this period.
    Now(usize),
    /// One of the prior period that is gone.
    Gone(usize),
    /// A name that no scheme has, and its area.
    Name(Title, Option<String>),
}

impl Key {
    fn gone(&self) -> Option<usize> {
        if let Key::Gone(scheme) = self { Some(*scheme) } else { None }
    }
}

/// From when on a name holds: what became of it later is followed.
#[derive(Clone, Copy)]
enum Since {
    Day(Date),
    Period(Period),
}

/// The names of schemes, and what became of them.
struct Names<'a> {
    form: &'a Form,
    control: &'a Control,
    list: &'a List,
    after: &'a Position,
    now: Index<'a>,
    then: Option<(&'a Reconciliation, Index<'a>, BTreeMap<usize, usize>)>,
    steps: Vec<Step>,
    /// For each `[[scheme]]` the names that it had, and those that it has.
    identities: Vec<(Vec<Name>, Vec<Name>)>,
}

/// A `[[match]]`: what schemes were called, and are from a period on.
struct Step {
    period: Period,
    from: Vec<Name>,
    to: Vec<Name>,
}

/// A name in an area, as it is compared and as it stands.
#[derive(Clone)]
struct Name {
    area: Option<String>,
    title: Title,
    reference: Option<Reference>,
    typed: String,
}

impl Name {
    fn of(list: &List, area: Option<&str>, typed: &str) -> Name {
        let reference = has_references(list).then(|| Reference::of(typed)).filter(|own| !own.is_empty());
        Name { area: area.map(str::to_string), title: Title::of(typed), reference, typed: typed.to_string() }
    }

    fn is(&self, other: &Name) -> bool {
        let same_area = self.area.is_none() || other.area.is_none() || self.area == other.area;
        let same_reference = self.reference.is_some() && self.reference == other.reference;
        same_area && (self.title == other.title || same_reference)
    }
}

impl<'a> Names<'a> {
    fn of(
        form: &'a Form,
        decisions: &Decisions,
        control: &'a Control,
        list: &'a List,
        reconciliation: Option<&'a Reconciliation>,
        after: &'a Position,
    ) -> Names<'a> {
        let then = reconciliation.map(|reconciliation| {
            let pairs = reconciliation.pairs.iter().enumerate();
            let of = pairs.flat_map(|(pair, own)| own.before.iter().map(move |scheme| (*scheme, pair)));
            (reconciliation, Index::new(form, &reconciliation.before), of.collect())
        });
        let sides = |sides: &[crate::decision::Side]| -> Vec<Name> {
            sides.iter().map(|side| Name::of(list, Some(&side.area), &side.scheme)).collect()
        };
        let matches = decisions.matches.iter().filter(|decided| decided.period <= after.period);
        let mut steps: Vec<Step> = matches
            .map(|decided| Step { period: decided.period, from: sides(&decided.from), to: sides(&decided.to) })
            .collect();
        steps.sort_by_key(|step| step.period);
        let identities = decisions.schemes.iter().map(|identity| {
            let names = |name: &crate::decision::SchemeName| -> Vec<Name> {
                let typed = name.reference.iter().chain([&name.title]);
                typed.map(|typed| Name::of(list, Some(&name.area), typed)).collect()
            };
            let now = identity.was.iter().rfind(|name| name.period <= after.period);
            (identity.was.iter().flat_map(names).collect(), now.map(names).unwrap_or_default())
        });
        let identities = identities.collect();
        Names { form, control, list, after, now: Index::new(form, after), then, steps, identities }
    }

    /// What a scheme's amount takes in of an earlier year's.
    fn brought(&self, scheme: Option<&Scheme>) -> Decimal {
        let column = is_target(self.form, self.control).then_some(&self.form.report.roles.brought_forward);
        let amount = column.and_then(Option::as_deref).zip(scheme).map(|(column, scheme)| scheme.amount(column));
        amount.unwrap_or_default()
    }

    /// What decisions bring forward into the year of a period, each with what it speaks of; none where the form has a column for it.
    fn brought_by_decision(&self, decisions: &Decisions) -> Vec<(BTreeSet<Key>, Decimal)> {
        if !is_target(self.form, self.control) || self.form.report.roles.brought_forward.is_some() {
            return Vec::new();
        }
        let period = self.after.period;
        let of_year = |entry: &&NewYear| entry.period.year == period.year && entry.period <= period;
        // The last one of the year: behind a budget, that which knows how the year before ended.
        let entry = decisions.new_years.iter().filter(of_year).max_by_key(|entry| entry.period);
        let ended = entry.into_iter().flat_map(|entry| entry.schemes.iter().map(move |ended| (entry.period, ended)));
        let brought = ended.filter(|(_, ended)| !ended.brought_forward.is_zero());
        brought
            .map(|(since, ended)| {
                (self.keys(ended.area.as_deref(), &ended.scheme, Since::Period(since)), ended.brought_forward)
            })
            .collect()
    }

    /// The schemes of the list in this period.
    fn schemes(&self) -> Vec<usize> {
        let of_list = |(_, scheme): &(usize, &Scheme)| scheme.list == self.list.id;
        self.after.schemes.iter().enumerate().filter(of_list).map(|(index, _)| index).collect()
    }

    /// What a name has become by now: every name that follows from it.
    fn followed(&self, area: Option<&str>, typed: &str, since: Since) -> Vec<Name> {
        let first = self.form.report.year_starts;
        let is_later = |step: &&Step| match since {
            Since::Day(day) => step.period.last_day(first) >= day,
            Since::Period(period) => step.period >= period,
        };
        let mut names = vec![Name::of(self.list, area, typed)];
        for step in self.steps.iter().filter(is_later) {
            let (gone, mut stay): (Vec<Name>, Vec<Name>) =
                names.into_iter().partition(|name| step.from.iter().any(|from| from.is(name)));
            if !gone.is_empty() {
                stay.extend(step.to.iter().cloned());
            }
            names = stay;
        }
        for (was, now) in &self.identities {
            if was.iter().any(|known| names.iter().any(|name| known.is(name))) {
                names.extend(now.iter().cloned());
            }
        }
        names
    }

    /// What a name speaks of.
    fn keys(&self, area: Option<&str>, typed: &str, since: Since) -> BTreeSet<Key> {
        // Each name by itself: of a scheme that was split, one part may be gone.
        self.followed(area, typed, since).iter().flat_map(|name| self.keys_of(name)).collect()
    }

    fn keys_of(&self, name: &Name) -> BTreeSet<Key> {
        let in_areas = |index: &Index<'_>| -> BTreeSet<usize> {
            match &name.area {
                Some(area) => index.named(self.list, Some(area), &name.typed),
                None => {
                    let areas = self.form.areas.iter().map(|area| Some(area.id.as_str())).chain([None]);
                    areas.flat_map(|area| index.named(self.list, area, &name.typed)).collect()
                }
            }
        };
        let now: BTreeSet<Key> = in_areas(&self.now).into_iter().map(Key::Now).collect();
        if !now.is_empty() {
            return now;
        }
        // It may be the name that it had.
        let then = self.then.iter().flat_map(|(reconciliation, index, pairs)| {
            in_areas(index).into_iter().flat_map(move |scheme| {
                let pair = pairs.get(&scheme).and_then(|pair| reconciliation.pairs.get(*pair));
                let now = pair.map(|pair| pair.after.as_slice()).unwrap_or_default();
                if now.is_empty() { vec![Key::Gone(scheme)] } else { now.iter().copied().map(Key::Now).collect() }
            })
        });
        let mut keys: BTreeSet<Key> = then.collect();
        if !keys.iter().any(|key| matches!(key, Key::Now(_))) {
            keys.insert(Key::Name(name.title.clone(), name.area.clone()));
        }
        keys
    }
}

/// Sets of keys, of which those that share one are one.
#[derive(Default)]
struct Joined {
    parent: Vec<usize>,
    by_key: BTreeMap<Key, usize>,
}

impl Joined {
    fn root(&self, mut of: usize) -> usize {
        while let Some(parent) = self.parent.get(of).copied().filter(|parent| *parent != of) {
            of = parent;
        }
        of
    }

    /// Adds a set; gives its number.
    fn join(&mut self, keys: &BTreeSet<Key>) -> usize {
        let own = self.parent.len();
        self.parent.push(own);
        for key in keys {
            let known = *self.by_key.entry(key.clone()).or_insert(own);
            let (known, mine) = (self.root(known), self.root(own));
            let (first, last) = (known.min(mine), known.max(mine));
            if let Some(parent) = self.parent.get_mut(last) {
                *parent = first;
            }
        }
        own
    }

    /// The set that shares a key with these.
    fn find(&self, keys: &BTreeSet<Key>) -> Option<usize> {
        let shared = keys.iter().find_map(|key| self.by_key.get(key)).map(|found| self.root(*found));
        shared.or_else(|| keys.iter().find_map(|key| self.in_any_area(key)))
    }

    /// The only set that has the name, where one of the two says no area.
    fn in_any_area(&self, key: &Key) -> Option<usize> {
        let Key::Name(title, area) = key else { return None };
        let all = self.by_key.range(Key::Name(title.clone(), None)..);
        let named = all.map_while(|(key, set)| match key {
            Key::Name(own, area) if own == title => Some((area, self.root(*set))),
            _ => None,
        });
        let mut sets: BTreeSet<usize> =
            named.filter(|(own, _)| area.is_none() || own.is_none()).map(|(_, set)| set).collect();
        sets.pop_first().filter(|_| sets.is_empty())
    }
}
