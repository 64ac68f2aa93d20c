//! Which scheme of this period is which of the prior one: by decision, else by reference, else by title within the area, each
//! compared as `names` says. What is only likely is proposed and never assumed.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::decision::{Decisions, Match, SchemeIdentity, SchemeName, Side};
use crate::form::{Form, Kind, List};
use crate::money::{Measure, Told, checked_sum};
use crate::names::{Reference, Title, may_be_meant};
use crate::period::Period;
use crate::privacy;
use crate::source::Place;

use super::movement::adds_up;
use super::position::{Position, Scheme};
use super::{How, Pair, Unmet};

/// The pairs, and what decisions.toml names that is not there.
#[derive(Debug)]
pub struct Matched {
    /// Every scheme of either period, once. `changes` are still empty.
    pub pairs: Vec<Pair>,
    /// Decisions that could not be followed.
    pub unmet: Vec<Unmet>,
}

/// Whether the list's schemes have references: its key is a column of codes.
pub fn has_references(list: &List) -> bool {
    list.column(&list.key).is_some_and(|column| column.kind == Kind::Code)
}

/// Matches the schemes of two periods, each list by itself.
pub fn matched(form: &Form, decisions: &Decisions, before: &Position, after: &Position) -> Matched {
    let mut matching = Matching {
        before: Index::new(form, before),
        after: Index::new(form, after),
        used_before: vec![false; before.schemes.len()],
        used_after: vec![false; after.schemes.len()],
        pairs: Vec::new(),
        unmet: Vec::new(),
    };
    for identity in &decisions.schemes {
        matching.by_identity(form, identity);
    }
    // A match says what became of schemes between the two periods; at the period itself nothing has.
    for decided in decisions.matches.iter().filter(|decided| decided.period == after.period) {
        if before.period < after.period {
            matching.by_decision(form, decided);
        }
    }
    for list in form.lists.iter().filter(|list| list.has_schemes()) {
        if has_references(list) {
            matching.by_key(list, How::Reference, |scheme| {
                let reference = Reference::of(&scheme.key);
                (!reference.is_empty()).then(|| (scheme.area.clone(), reference))
            });
            if references_are_unique(list, before) && references_are_unique(list, after) {
                matching.by_key(list, How::Reference, |scheme| {
                    let reference = Reference::of(&scheme.key);
                    (!reference.is_empty()).then_some(reference)
                });
            }
            matching.by_withheld(list, How::Reference, |scheme| &scheme.key);
        } else {
            matching.by_key(list, How::Title, |scheme| Some((scheme.area.clone(), Title::of(&scheme.key))));
        }
        matching.by_key(list, How::Title, |scheme| Some((scheme.area.clone(), Title::of(&scheme.label))));
        matching.by_withheld(list, How::Title, |scheme| &scheme.label);
    }
    matching.finish()
}

/// Whether a reference names one scheme council-wide, and not one in each area ('1', '2' …): only then does it follow a
/// scheme from area to area.
fn references_are_unique(list: &List, position: &Position) -> bool {
    let mut areas: BTreeMap<Reference, &Option<String>> = BTreeMap::new();
    position.schemes.iter().filter(|scheme| scheme.list == list.id).all(|scheme| {
        let reference = Reference::of(&scheme.key);
        reference.is_empty() || **areas.entry(reference).or_insert(&scheme.area) == scheme.area
    })
}

/// A name that finds a scheme.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Reference(Reference),
    Title(Title),
}

/// The schemes of a position by list, area and name, for what decisions say of them.
pub(super) struct Index<'a> {
    form: &'a Form,
    position: &'a Position,
    /// Drawn up when it is first asked for: most periods have no such decision.
    by_name: OnceCell<ByName>,
}

/// The places of schemes by list, area and name.
type ByName = BTreeMap<(String, Option<String>, Name), BTreeSet<usize>>;

impl<'a> Index<'a> {
    pub(super) fn new(form: &'a Form, position: &'a Position) -> Self {
        Index { form, position, by_name: OnceCell::new() }
    }

    fn draw_up(&self) -> ByName {
        let mut by_name: ByName = BTreeMap::new();
        for (index, scheme) in self.position.schemes.iter().enumerate() {
            let references = self.form.list(&scheme.list).is_some_and(has_references);
            let key = if references {
                Name::Reference(Reference::of(&scheme.key))
            } else {
                Name::Title(Title::of(&scheme.key))
            };
            let withheld = privacy::compared_if_personal(&scheme.label).map(|label| Name::Title(Title::of(&label)));
            for name in [key, Name::Title(Title::of(&scheme.label))].into_iter().chain(withheld) {
                by_name.entry((scheme.list.clone(), scheme.area.clone(), name)).or_default().insert(index);
            }
        }
        by_name
    }

    /// The schemes of a list and area with this reference or title.
    pub(super) fn named(&self, list: &List, area: Option<&str>, name: &str) -> BTreeSet<usize> {
        let look = |name: Name| {
            let key = (list.id.clone(), area.map(str::to_string), name);
            self.by_name.get_or_init(|| self.draw_up()).get(&key).cloned().unwrap_or_default()
        };
        let reference = has_references(list).then(|| Name::Reference(Reference::of(name)));
        let by_reference = reference.map(look).unwrap_or_default();
        if !by_reference.is_empty() {
            return by_reference;
        }
        let by_title = look(Name::Title(Title::of(name)));
        // The program says no title with what is personal in it, so neither does an entry that it proposed.
        match privacy::compared_if_personal(name).filter(|_| by_title.is_empty()) {
            Some(withheld) => look(Name::Title(Title::of(&withheld))),
            None => by_title,
        }
    }

    /// The schemes that a name of decisions.toml speaks of: by reference if it gives one, else by title.
    fn identified(&self, list: &List, name: &SchemeName) -> BTreeSet<usize> {
        let by_reference = match &name.reference {
            Some(reference) if has_references(list) => self.named(list, Some(&name.area), reference),
            _ => BTreeSet::new(),
        };
        if by_reference.is_empty() { self.named(list, Some(&name.area), &name.title) } else { by_reference }
    }
}

/// "; did you mean '16a'?", or nothing: the references of an area that may be meant by one that finds no scheme there.
pub fn near(form: &Form, position: &Position, area: &str, reference: &str) -> String {
    let wanted = Reference::of(reference);
    let of_area = position.schemes.iter().filter(|scheme| scheme.area.as_deref() == Some(area));
    let near = of_area.filter(|scheme| {
        form.list(&scheme.list).is_some_and(has_references) && Reference::of(&scheme.key).is_near(&wanted)
    });
    may_be_meant(&near.map(|scheme| scheme.key.trim().to_string()).collect::<Vec<_>>())
}

/// Where a scheme named in decisions.toml stands in a position, if exactly one does: by area and reference or title.
pub fn find(form: &Form, position: &Position, column: &str, area: &str, name: &str) -> Option<usize> {
    let (reference, title) = (Reference::of(name), Title::of(name));
    let has_column = |scheme: &Scheme| form.list(&scheme.list).filter(|list| list.column(column).is_some());
    let by_name = |scheme: &Scheme| {
        has_column(scheme).is_some_and(|list| {
            let by_key = if has_references(list) {
                Reference::of(&scheme.key) == reference
            } else {
                Title::of(&scheme.key) == title
            };
            by_key || Title::of(&scheme.label) == title
        })
    };
    let withheld = privacy::compared_if_personal(name).map(|name| Title::of(&name));
    let as_withheld = |scheme: &Scheme| {
        let label = privacy::compared_if_personal(&scheme.label).map(|label| Title::of(&label));
        has_column(scheme).is_some() && label == withheld
    };
    let found = |is_it: &dyn Fn(&Scheme) -> bool| -> Vec<usize> {
        let of_area = position.schemes.iter().enumerate().filter(|(_, scheme)| scheme.area.as_deref() == Some(area));
        of_area.filter(|(_, scheme)| is_it(scheme)).map(|(index, _)| index).take(2).collect()
    };
    let named = found(&by_name);
    let named = if named.is_empty() && withheld.is_some() { found(&as_withheld) } else { named };
    if let [one] = named.as_slice() { Some(*one) } else { None }
}

/// A name of a `[[scheme]]` that no scheme of the period has, for a message.
fn unknown(form: &Form, index: &Index<'_>, when: &str, name: &SchemeName) -> String {
    let near =
        name.reference.as_ref().map(|reference| near(form, index.position, &name.area, reference)).unwrap_or_default();
    format!("no scheme of {when} in area '{}' is called '{}'{near}", name.area, name.title)
}

struct Matching<'a> {
    before: Index<'a>,
    after: Index<'a>,
    used_before: Vec<bool>,
    used_after: Vec<bool>,
    pairs: Vec<Pair>,
    unmet: Vec<Unmet>,
}

impl Matching<'_> {
    /// The name that holds in a period: the latest one given for it or before it.
    fn name_in(identity: &SchemeIdentity, period: Period) -> Option<&SchemeName> {
        identity.was.iter().filter(|name| name.period <= period).max_by_key(|name| name.period)
    }

    fn by_identity(&mut self, form: &Form, identity: &SchemeIdentity) {
        let then = Self::name_in(identity, self.before.position.period);
        let now = Self::name_in(identity, self.after.position.period);
        let (Some(then), Some(now)) = (then, now) else { return };
        for list in form.lists.iter().filter(|list| list.has_schemes()) {
            let before = self.unused_before(self.before.identified(list, then));
            let after = self.unused_after(self.after.identified(list, now));
            if let ([before], [after]) = (before.as_slice(), after.as_slice()) {
                self.pair(vec![*before], vec![*after], How::Decision, Some(identity.at.clone()), None);
                return;
            }
        }
        // A scheme that is new, or gone, or simply not there to be matched is nobody's mistake; a name given for this
        // very period that no scheme has is.
        let known = |index: &Index<'_>, name: &SchemeName| {
            form.lists.iter().filter(|list| list.has_schemes()).any(|list| !index.identified(list, name).is_empty())
        };
        if now.period == self.after.position.period && !known(&self.after, now) {
            self.unmet.push(Unmet {
                at: identity.at.clone(),
                area: now.area.clone(),
                scheme: now.title.clone(),
                message: unknown(form, &self.after, "this period", now),
                followed: false,
            });
        } else if now != then && !known(&self.before, then) {
            self.unmet.push(Unmet {
                at: identity.at.clone(),
                area: then.area.clone(),
                scheme: then.title.clone(),
                message: unknown(form, &self.before, "the prior period", then),
                followed: false,
            });
        }
    }

    fn by_decision(&mut self, form: &Form, decided: &Match) {
        let mut problem = None;
        for list in form.lists.iter().filter(|list| list.has_schemes()) {
            let mut before = Vec::new();
            let mut after = Vec::new();
            problem = None;
            let then = (&decided.from, &mut before, &self.before, &self.used_before, "the prior period");
            let now = (&decided.to, &mut after, &self.after, &self.used_after, "this period");
            for (sides, found, index, used, when) in [then, now] {
                for side in sides {
                    let named = index.named(list, Some(&side.area), &side.scheme);
                    let free: Vec<usize> = named.iter().copied().filter(|index| !used[*index]).collect();
                    match free.as_slice() {
                        [one] if !found.contains(one) => found.push(*one),
                        _ => {
                            let what = match named.len() {
                                0 => "no scheme",
                                1 => "a scheme that another decision has already matched",
                                _ => "more than one scheme",
                            };
                            let (area, name) = (&side.area, &side.scheme);
                            let near =
                                if named.is_empty() { near(form, index.position, area, name) } else { String::new() };
                            problem = Some(Unmet {
                                at: decided.at.clone(),
                                area: area.clone(),
                                scheme: name.clone(),
                                message: format!("'{name}' in area '{area}' is {what} of {when}{near}"),
                                followed: false,
                            });
                        }
                    }
                }
            }
            if problem.is_none() && !before.is_empty() && !after.is_empty() {
                self.hold_amounts(list, decided, &before);
                let (at, words) = (Some(decided.at.clone()), Some(decided.words.clone()));
                self.pair(before, after, How::Decision, at, words);
                return;
            }
        }
        self.unmet.extend(problem);
    }

    /// What a match says went out of each scheme of the prior period is what stood there, and what it says came of them is as
    /// much in all.
    fn hold_amounts(&mut self, list: &List, decided: &Match, before: &[usize]) {
        let Some(column) = decided.column.as_deref().and_then(|id| list.column(id)) else { return };
        let measure = if column.kind == Kind::Money { Measure::Money(column.unit()) } else { Measure::Count };
        let say = |figure: Decimal| measure.say(Told::Stated(figure));
        let schemes = self.before.position.at(before).into_iter();
        let stood: Vec<Decimal> = schemes.map(|scheme| scheme.amount(&column.id)).collect();
        let others: Vec<_> = decided
            .from
            .iter()
            .zip(&stood)
            .filter(|(side, was)| side.amount.is_some_and(|said| said != **was))
            .collect();
        let mut amiss: Vec<String> = others
            .iter()
            .filter_map(|(side, was)| {
                Some(format!("it says {} of '{}', which was {}", say(side.amount?), side.scheme, say(**was)))
            })
            .collect();
        if let Some(last) = amiss.last_mut() {
            last.push_str(" in the prior period");
        }
        let sum = |sides: &[Side]| {
            let amounts: Option<Vec<Decimal>> = sides.iter().map(|side| side.amount).collect();
            amounts.and_then(checked_sum)
        };
        let whole = match sum(&decided.from) {
            Some(from) => Some((from, "those of `from` to")),
            None => checked_sum(stood.iter().copied()).map(|was| (was, "in the prior period it was")),
        };
        if let (true, Some(to), Some((whole, said))) = (adds_up(column), sum(&decided.to), whole)
            && to != whole
        {
            amiss.push(format!("those of `to` come to {}, {said} {}", say(to), say(whole)));
        }
        let Some(side) = others.first().map(|(side, _)| *side).or(decided.from.first()).filter(|_| !amiss.is_empty())
        else {
            return;
        };
        self.unmet.push(Unmet {
            at: decided.at.clone(),
            area: side.area.clone(),
            scheme: side.scheme.clone(),
            message: amiss.join("; "),
            followed: true,
        });
    }

    /// Matches what has the same name in an area but for something personal, which may have been withheld: one with one. Of several that
    /// differ in nothing else, which is which cannot be told.
    fn by_withheld(&mut self, list: &List, how: How, name: impl Fn(&Scheme) -> &str) {
        let once = |position: &Position, used: &[bool]| {
            let mut names: BTreeMap<(Option<String>, Title), Vec<usize>> = BTreeMap::new();
            let free =
                position.schemes.iter().enumerate().filter(|(index, scheme)| scheme.list == list.id && !used[*index]);
            for (index, scheme) in free {
                if let Some(name) = privacy::compared_if_personal(name(scheme)) {
                    names.entry((scheme.area.clone(), Title::of(&name))).or_default().push(index);
                }
            }
            names
        };
        let before = once(self.before.position, &self.used_before);
        if before.is_empty() {
            return;
        }
        let after = once(self.after.position, &self.used_after);
        for (name, then) in before {
            if let ([then], Some([now])) = (then.as_slice(), after.get(&name).map(Vec::as_slice)) {
                self.pair(vec![*then], vec![*now], how, None, None);
            }
        }
    }

    /// Matches what has the same key on both sides: one with one, or, where it stands as often on each side, in order.
    /// Where it stands more often on one side than on the other, which is which cannot be told.
    fn by_key<K: Ord>(&mut self, list: &List, how: How, key: impl Fn(&Scheme) -> Option<K>) {
        let group = |position: &Position, used: &[bool]| {
            let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
            for (index, scheme) in position.schemes.iter().enumerate() {
                let free = scheme.list == list.id && !used[index];
                if let Some(key) = free.then(|| key(scheme)).flatten() {
                    groups.entry(key).or_default().push(index);
                }
            }
            groups
        };
        let before = group(self.before.position, &self.used_before);
        let after = group(self.after.position, &self.used_after);
        for (key, then) in before {
            let Some(now) = after.get(&key).filter(|now| now.len() == then.len()) else { continue };
            for (before, after) in then.into_iter().zip(now) {
                self.pair(vec![before], vec![*after], how, None, None);
            }
        }
    }

    fn unused_before(&self, found: BTreeSet<usize>) -> Vec<usize> {
        found.into_iter().filter(|index| !self.used_before[*index]).collect()
    }

    fn unused_after(&self, found: BTreeSet<usize>) -> Vec<usize> {
        found.into_iter().filter(|index| !self.used_after[*index]).collect()
    }

    fn pair(&mut self, before: Vec<usize>, after: Vec<usize>, how: How, decided: Option<Place>, words: Option<String>) {
        before.iter().for_each(|index| self.used_before[*index] = true);
        after.iter().for_each(|index| self.used_after[*index] = true);
        self.pairs.push(Pair { before, after, how, decided, words, changes: Vec::new() });
    }

    /// What is left is new, or gone. Pairs stand in the order of this period's schemes, those gone last.
    fn finish(mut self) -> Matched {
        let unmatched = |before, after| Pair {
            before,
            after,
            how: How::Unmatched,
            decided: None,
            words: None,
            changes: Vec::new(),
        };
        let gone = self.used_before.iter().enumerate().filter(|(_, used)| !**used);
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.extend(gone.map(|(index, _)| unmatched(vec![index], Vec::new())));
        let new = self.used_after.iter().enumerate().filter(|(_, used)| !**used);
        pairs.extend(new.map(|(index, _)| unmatched(Vec::new(), vec![index])));
        pairs.sort_by_key(|pair| {
            (pair.after.first().copied().unwrap_or(usize::MAX), pair.before.first().copied().unwrap_or(usize::MAX))
        });
        Matched { pairs, unmet: self.unmet }
    }
}
