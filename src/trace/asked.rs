//! What is meant by what a person typed: a scheme by its reference or title, a total, a figure of the appendix as a whole.

use std::collections::BTreeMap;

use super::history::Seen;
use super::scheme::Of;
use super::total::Total;
use crate::finding::slug;
use crate::form::{Form, heading};
use crate::names::{Label, Reference, Title, nearest_name, one_line};
use crate::privacy;
use crate::reconcile::matching::has_references;
use crate::reconcile::position::Scheme;

/// What was found.
#[derive(Debug)]
pub(super) enum Meant {
    /// The rows of one scheme, in the period of this index.
    Scheme(usize, Vec<usize>),
    /// A total.
    Total(Total),
    /// A figure of the appendix as a whole, by id.
    Figure(String),
    /// Several things: what to ask for.
    Several(Vec<String>),
}

/// What is meant; none where nothing is called so.
pub(super) fn meant(all: &[Seen<'_>], asked: &str) -> Option<Meant> {
    let last = all.last()?;
    let figure = |of: &&crate::form::FigureForm| {
        of.column.id == asked.trim() || Label::same(&heading::name(last.form, &of.column.heading, last.period), asked)
    };
    if let Some(figure) = last.form.figures.iter().find(figure) {
        return Some(Meant::Figure(figure.column.id.clone()));
    }
    by_identity(all, asked).or_else(|| by_name(all, asked)).or_else(|| total(last, asked))
}

/// A scheme by the id that decisions.toml gives it.
fn by_identity(all: &[Seen<'_>], asked: &str) -> Option<Meant> {
    let identity = all.last()?.decisions.schemes.iter().find(|identity| identity.id == asked.trim())?;
    all.iter().enumerate().rev().find_map(|(number, seen)| {
        let name = identity.was.iter().filter(|name| name.period <= seen.period).max_by_key(|name| name.period)?;
        let is_it = |scheme: &Scheme| {
            scheme.area.as_deref() == Some(&*name.area)
                && (name.reference.as_deref().is_some_and(|own| is_called(seen.form, scheme, own))
                    || is_called(seen.form, scheme, &name.title))
        };
        let found = places(seen, is_it);
        (!found.is_empty()).then_some(Meant::Scheme(number, found))
    })
}

fn places(seen: &Seen<'_>, is_it: impl Fn(&Scheme) -> bool) -> Vec<usize> {
    let schemes = seen.position.schemes.iter().enumerate();
    schemes.filter(|(_, scheme)| is_it(scheme)).map(|(index, _)| index).collect()
}

/// Whether a scheme is called so: by its reference, or its title.
fn is_called(form: &Form, scheme: &Scheme, name: &str) -> bool {
    let by_key = match form.list(&scheme.list).is_some_and(has_references) {
        true => Reference::of(&scheme.key) == Reference::of(name),
        false => Title::same(&scheme.key, name),
    };
    // The program says no title with what is personal in it, so neither does who asks.
    let withheld = || privacy::compared_if_personal(&scheme.label).is_some_and(|label| Title::same(&label, name));
    by_key || Title::same(&scheme.label, name) || withheld()
}

/// A scheme by its reference or title, in the newest period that has it; behind its area, its list, or both, with '/' between.
fn by_name(all: &[Seen<'_>], asked: &str) -> Option<Meant> {
    type Called = fn(&Form, &Scheme, &str) -> bool;
    // As it stands in the id of a finding.
    let by_slug: Called = |_, scheme, name| {
        let name = slug(name);
        !name.is_empty() && (slug(&scheme.label) == name || slug(&scheme.key) == name)
    };
    let ways: [Called; 2] = [is_called, by_slug];
    for called in ways {
        for (number, seen) in all.iter().enumerate().rev() {
            for Within { area, list, name } in within(seen.form, asked) {
                let is_in = |own: Option<&str>, wanted: &Option<String>| wanted.is_none() || own == wanted.as_deref();
                let found = places(seen, |scheme| {
                    is_in(scheme.area.as_deref(), &area)
                        && is_in(Some(&scheme.list), &list)
                        && called(seen.form, scheme, &name)
                });
                if !found.is_empty() {
                    return Some(one_of(seen, number, found));
                }
            }
        }
    }
    None
}

/// One scheme, or what to ask for where there are several of one name.
fn one_of(seen: &Seen<'_>, number: usize, found: Vec<usize>) -> Meant {
    let mut groups: BTreeMap<(&str, Option<&str>, Title), &Scheme> = BTreeMap::new();
    for scheme in found.iter().filter_map(|index| seen.position.schemes.get(*index)) {
        groups.entry((&scheme.list, scheme.area.as_deref(), Title::of(&scheme.key))).or_insert(scheme);
    }
    if groups.len() < 2 {
        return Meant::Scheme(number, found);
    }
    let ask = |scheme: &Scheme, with_list: bool| ask_for(scheme, with_list);
    let short: Vec<String> = groups.values().map(|scheme| ask(scheme, false)).collect();
    let is_one = |ask: &String| short.iter().filter(|other| *other == ask).count() == 1;
    let with_lists = !short.iter().all(is_one);
    Meant::Several(groups.values().map(|scheme| ask(scheme, with_lists)).collect())
}

/// What to type to be told of this scheme.
pub(super) fn ask_for(scheme: &Scheme, with_list: bool) -> String {
    let list = with_list.then_some(scheme.list.as_str());
    let parts = list.into_iter().chain(scheme.area.as_deref()).map(str::to_string);
    parts.chain([one_line(&scheme.key)]).collect::<Vec<_>>().join("/")
}

/// A name, and the area and list that stand before it.
struct Within {
    area: Option<String>,
    list: Option<String>,
    name: String,
}

/// Each way in which a text may name something in an area or a list: a title may have a '/' too.
fn within(form: &Form, asked: &str) -> Vec<Within> {
    let mut ways = vec![Within { area: None, list: None, name: asked.trim().to_string() }];
    let (mut area, mut list) = (None, None);
    let mut rest = asked;
    while let Some((first, behind)) = rest.split_once('/') {
        match (area_called(form, first), form.list(first.trim())) {
            (Some(found), _) if area.is_none() => area = Some(found),
            (_, Some(found)) if list.is_none() => list = Some(found.id.clone()),
            _ => break,
        }
        rest = behind;
        ways.push(Within { area: area.clone(), list: list.clone(), name: rest.trim().to_string() });
    }
    ways
}

/// The area of this id or name.
fn area_called(form: &Form, name: &str) -> Option<String> {
    let name = name.trim();
    let called = |area: &&crate::form::Area| {
        area.id == name || std::iter::once(&area.name).chain(&area.also).any(|own| Label::same(own, name))
    };
    form.areas.iter().find(called).map(|area| area.id.clone())
}

/// A total: AREA:COLUMN, LIST:COLUMN, LIST:AREA:COLUMN, or a column alone for that of all areas.
fn total(seen: &Seen<'_>, asked: &str) -> Option<Meant> {
    let form = seen.form;
    let (mut area, mut list) = (None, None);
    let mut rest = asked;
    let column = loop {
        // A heading may have a ':' too.
        let found = column_called(seen, list.as_deref(), rest);
        if !found.is_empty() {
            break found;
        }
        let (first, behind) = rest.split_once(':')?;
        match (area_called(form, first), form.list(first.trim())) {
            (Some(found), _) if area.is_none() => area = Some(found),
            (_, Some(found)) if list.is_none() => list = Some(found.id.clone()),
            _ => return None,
        }
        rest = behind;
    };
    let totals: Vec<Total> = column
        .into_iter()
        .map(|(list, column)| Total { list, area: area.clone(), column })
        .filter(|total| {
            let examined = seen.examined.as_ref();
            let figures = examined.and_then(|examined| examined.figures.list(&total.list));
            figures
                .and_then(|figures| total.group(figures))
                .is_some_and(|group| group.totals.contains_key(&total.column))
        })
        .collect();
    let main = totals.iter().find(|total| total.list == form.report.main_list);
    match (main, totals.as_slice()) {
        (Some(one), _) | (None, [one]) => Some(Meant::Total(one.clone())),
        (None, []) => None,
        (None, several) => Some(Meant::Several(several.iter().map(Total::ask).collect())),
    }
}

impl Total {
    /// What to type to be told of it.
    pub(super) fn ask(&self) -> String {
        let area = self.area.as_deref();
        std::iter::once(self.list.as_str()).chain(area).chain([self.column.as_str()]).collect::<Vec<_>>().join(":")
    }
}

/// The figures of this id or heading, each with its list: by id, where there is one.
fn column_called(seen: &Seen<'_>, list: Option<&str>, name: &str) -> Vec<(String, String)> {
    let lists = seen.form.lists.iter().filter(|own| list.is_none_or(|list| own.id == list));
    let all: Vec<Of<'_>> = lists.flat_map(Of::all).collect();
    let by_id = all.iter().filter(|of| of.id == name.trim());
    let by_heading = all.iter().filter(|of| {
        let filled = heading::fill(seen.form, &of.column.heading, seen.period, &[]);
        of.id == of.column.id && (Label::same(&filled, name) || Label::same(&of.name(seen), name))
    });
    let pair = |of: &Of<'_>| (of.list.id.clone(), of.id.to_string());
    let by_id: Vec<_> = by_id.map(pair).collect();
    if by_id.is_empty() { by_heading.map(pair).collect() } else { by_id }
}

/// What may have been meant: a scheme, a figure, a column.
pub(super) fn near(all: &[Seen<'_>], asked: &str) -> Vec<String> {
    let Some(last) = all.last() else { return Vec::new() };
    let name = within(last.form, asked).pop().map_or_else(|| asked.to_string(), |within| within.name);
    let schemes = || all.iter().rev().flat_map(|seen| &seen.position.schemes);
    let reference = Reference::of(&name);
    let mut found: Vec<String> = schemes()
        .filter(|scheme| Reference::of(&scheme.key).is_near(&reference))
        .map(|scheme| one_line(&scheme.key))
        .collect();
    let names = schemes().flat_map(|scheme| [&scheme.key, &scheme.label]).map(|name| one_line(name));
    found.extend(nearest_name(&name, names.map(|name| (name.clone(), name))));
    let column = asked.rsplit(':').next().unwrap_or(asked);
    let figures = last.form.figures.iter().map(|figure| figure.column.id.clone());
    let columns = last.form.lists.iter().flat_map(Of::all).map(|of| of.id.to_string());
    let ids = figures.chain(columns).map(|id| (id.clone(), id));
    found.extend(nearest_name(column, ids));
    let mut once: Vec<String> = Vec::new();
    found.into_iter().for_each(|name| {
        if !once.contains(&name) {
            once.push(name)
        }
    });
    once.truncate(3);
    once
}
