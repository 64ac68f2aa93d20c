//! From the raw form to the real one: names that must exist, formulas that must not turn in a circle, ids used once.
//!
//! Every part is read even where an earlier one is faulty, so that all faults are told at once. Where something faulty
//! would lead to follow-up faults (an unknown column, because the line that names it is wrong) those are not told.

mod areas;
mod bridges;
mod choices;
mod columns;
mod control;
mod figures;
mod formulas;
mod groups;
mod lists;
mod next_year;
mod only_in;
mod ratings;
mod report;
mod rewrite;
mod roles;
mod rules;
mod tables;
mod ties;
mod years;

pub(super) use columns::USES;

use super::heading;
use super::raw::VERSION;
use super::{ByPeriod, Form};
use crate::filled;
use crate::names::did_you_mean;
use crate::period::{Calendar, Period};
use crate::source::{Fault, Place};
use crate::toml_reader::{Document, Table, Value};

/// Validates the form as it is in a period; without one as it is in each of those that it tells apart (see [`only_in`]), of which the last
/// one is given. All faults at once, in the order of lines.
pub(super) fn validate(document: Document, period: Option<Period>) -> Result<Form, Vec<Fault>> {
    let mut faults = Faults { all: document.faults };
    // What could not be read as TOML may be what everything else needs.
    if document.broken {
        return Err(faults.sorted());
    }
    let raw = &document.table;
    let periods = period.map_or_else(|| only_in::specimens(raw), |period| vec![period]);
    let Some((last, others)) = periods.split_last() else { return as_it_stands(raw, faults) };
    let told = faults.all.clone();
    for other in others {
        let mut own = Faults { all: told.clone() };
        let (raw, _) = only_in::in_period(raw, *other, &mut own);
        faults.all.extend(as_it_stands(&raw, own).err().unwrap_or_default());
    }
    let (raw, by_period) = only_in::in_period(raw, *last, &mut faults);
    as_it_stands(&raw, faults).map(|form| Form { by_period, read_for: period, ..form })
}

/// Validates what is left to be one form.
fn as_it_stands(raw: &Table, mut faults: Faults) -> Result<Form, Vec<Fault>> {
    match raw.whole("version") {
        Some(VERSION) | None => {}
        Some(other) => faults.add(
            raw.at("version"),
            format!("version {other} is not known; this program reads version {VERSION}: write `version = {VERSION}`"),
        ),
    }
    let years = years::years(raw, &mut faults);
    let expanded = years::expand(raw, &years, &mut faults);
    let raw = &expanded;
    let areas = areas::areas(raw, &mut faults);
    let area_groups = areas::groups(raw, &areas, &mut faults);
    let periods = report::periods(raw, &areas, &mut faults);
    let scopes = formulas::scopes(raw);
    let lists = lists::lists(raw, &scopes, report::year_starts(raw), &mut faults);
    areas::summed_up(&lists, &areas, &area_groups, &mut faults);
    let returns = tables::returns(raw, &areas, &lists, &scopes, &mut faults);
    let ratings = ratings::ratings(raw, &scopes, &lists, &mut faults);
    let checks = rules::checks(raw, &scopes, &mut faults);
    let narratives = rules::narratives(raw, &scopes, &mut faults);
    let mut ties = ties::ties(raw, &areas, &scopes, &mut faults);
    let bridges = bridges::bridges(raw, &scopes, &years, &mut faults);
    let pairings = bridges::pairings(raw, &scopes, &mut faults);
    let tables = tables::tables(raw, &areas, &area_groups, &lists, &scopes, &mut faults);
    let figures = figures::figures(raw, &areas, &returns, &scopes, &mut faults);
    let contacts = report::contacts(raw, &mut faults);
    let deciders = roles::roles(raw, &mut faults);
    let approvers = roles::approvers(raw, &mut faults);
    let clearance = roles::clearance(raw, &deciders, &mut faults);
    let exempt = roles::exempt(raw, &mut faults);
    let records = roles::records(raw, &mut faults);
    let pages = report::pages(raw);
    let not_returns = report::not_returns(raw, &areas, &returns, &mut faults);
    let report = report::report(raw, &lists, &scopes, years, &mut faults);
    let report = report.map(|report| crate::form::ReportForm { not_returns, ..report });
    let controls = control::controls(raw, &areas, &lists, &scopes, report.as_ref(), &mut faults);
    ties.extend(report.as_ref().and_then(|report| ties::net(raw, report)));
    match report {
        Some(report) if faults.all.is_empty() => Ok(Form {
            report,
            periods,
            areas,
            area_groups,
            lists,
            returns,
            ratings,
            checks,
            narratives,
            ties,
            bridges,
            pairings,
            tables,
            figures,
            contacts,
            deciders,
            approvers,
            controls,
            clearance,
            exempt,
            records,
            pages,
            calendar: Calendar::english(),
            by_period: ByPeriod::default(),
            read_for: None,
        }),
        _ => Err(faults.sorted()),
    }
}

/// What is wrong with the form so far.
struct Faults {
    all: Vec<Fault>,
}

impl Faults {
    fn add(&mut self, at: Place, message: impl Into<String>) {
        self.all.push(Fault::new(at, message));
    }

    fn sorted(mut self) -> Vec<Fault> {
        self.all.sort();
        self.all.dedup();
        self.all
    }

    /// The id of a table, if it is written in letters, digits, hyphens and underscores and is not taken; `seen` gathers
    /// the ids with their places.
    fn id(&mut self, table: &Table, what: &str, seen: &mut Vec<(String, Place)>) -> String {
        let Some(id) = table.string("id") else { return String::new() };
        let at = table.at("id");
        if !id.chars().all(|character| character.is_ascii_alphanumeric() || "-_".contains(character)) {
            self.add(at.clone(), format!("`{id}` cannot be the id of {what}: use letters, digits and hyphens"));
        }
        self.taken(&id, what, at, seen);
        id
    }

    /// Says so if an id is taken already, and takes it.
    fn taken(&mut self, id: &str, what: &str, at: Place, seen: &mut Vec<(String, Place)>) {
        match seen.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)) {
            Some((_, first)) => {
                self.add(at, format!("`{id}` is the id of {what} in line {} already; ids are used once", line(first)));
            }
            None => seen.push((id.to_string(), at)),
        }
    }

    /// The placeholders of a text must be known ones.
    fn placeholders(&mut self, value: Option<&Value>, more: &[&str]) {
        let Some(value) = value else { return };
        let texts = value.text().into_iter().map(|text| (text, &value.at));
        let texts = texts.chain(value.items().iter().filter_map(|item| Some((item.text()?, &item.at))));
        for (text, at) in texts {
            for name in filled::names(text) {
                let known = || heading::NAMES.iter().chain(more).copied();
                if !known().any(|known| known == name) {
                    let hint = did_you_mean(name, known());
                    let all: Vec<_> = known().collect();
                    self.add(
                        at.clone(),
                        format!("unknown placeholder `{{{{{name}}}}}`{hint} (there are {})", all.join(", ")),
                    );
                }
            }
        }
    }
}

/// The line of a place in the form.
fn line(place: &Place) -> u32 {
    place.line.unwrap_or_default()
}
