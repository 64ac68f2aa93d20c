//! `texts-of-other-rows`

use std::collections::BTreeMap;

use super::{ThenAndNow, by_area};
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, ColumnKind, List};
use crate::names::{Phrase, one_line};
use crate::reconcile::position::Scheme;

pub(super) static RULE: Rule = Rule {
    code: "texts-of-other-rows",
    family: Family::Period,
    severity: Severity::Query,
    title: "Texts that belong to other rows",
    what: "Three texts of a column or more are word for word what the row above each, or below, said in the prior period, or two rows \
           say what the other said, and no third one says it; or three or more name the scheme of the row above, or below, and none names its own; or the choices of a \
           column (ratings, statuses) are all those that the row above, or below, had in the prior period, and three changed by it.",
    why: "A column that slipped by a row, or was sorted by itself, still reads well, and gives every scheme another one's reasons.",
    mend: "Put the texts back beside their schemes; or explain that they are right.",
    run,
};

/// Shorter texts are status words, which several rows may well share.
const SHORTEST: usize = 20;

/// So many texts of a neighbour, or that name it, or choices that changed by it, are no chance.
const FEWEST: usize = 3;

/// A title of so few letters may stand in any text.
const SHORTEST_TITLE: usize = 8;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let Some(reconciliation) = view.reconciliation else { return Vec::new() };
    if reconciliation.before.period == reconciliation.after.period {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for ((list, area), mut pairs) in by_area(reconciliation) {
        let Some(list) = view.form.list(list) else { continue };
        pairs.sort_by(|(_, one), (_, other)| one.at.cmp(&other.at));
        let titles: Vec<Option<Phrase>> = pairs.iter().map(|(_, now)| title(now)).collect();
        for column in list.columns.iter().filter(|column| column.id != list.key && column.id != list.label) {
            let text = |scheme: &Scheme| {
                scheme.texts.get(&column.id).map(|text| one_line(text)).filter(|text| !text.is_empty())
            };
            let (then, now) = pairs.iter().map(|(then, now)| (text(then), text(now))).unzip();
            let of = Texts { list, column, pairs: &pairs, then, now };
            let found = match &column.kind {
                ColumnKind::Text(_) => of.of_others().or_else(|| of.naming_neighbours(&titles)),
                ColumnKind::Choice(_) => of.slipped_choices(),
                ColumnKind::Money(_)
                | ColumnKind::Percent(_)
                | ColumnKind::Count(_)
                | ColumnKind::Code(_)
                | ColumnKind::Date
                | ColumnKind::Year => None,
            };
            findings.extend(found.and_then(|found| of.finding(rule, view, area, &found)));
        }
    }
    findings
}

/// The title of a scheme, if no text holds it by chance.
fn title(scheme: &Scheme) -> Option<Phrase> {
    let title = scheme.label.trim();
    (title.chars().count() >= SHORTEST_TITLE).then(|| Phrase::of(title))
}

/// A column of texts of an area, its schemes in the order of their rows.
struct Texts<'c> {
    list: &'c List,
    column: &'c Column,
    pairs: &'c [ThenAndNow<'c>],
    /// Their texts in the prior period, each on one line.
    then: Vec<Option<String>>,
    /// The same in this one.
    now: Vec<Option<String>>,
}

/// Rows whose texts are other rows', and how that shows.
struct Strays {
    rows: Vec<usize>,
    what: String,
}

/// One row too low, or too high.
#[derive(Clone, Copy)]
enum By {
    Low,
    High,
}

impl By {
    /// The row that a text or choice in this one belongs to.
    fn of(self, index: usize) -> Option<usize> {
        match self {
            By::Low => index.checked_sub(1),
            By::High => index.checked_add(1),
        }
    }

    /// 'above', where it stands too low.
    fn side(self) -> &'static str {
        match self {
            By::Low => "above",
            By::High => "below",
        }
    }
}

/// The texts that one row alone has in a period, with its index. Short ones are left out.
fn alone(texts: &[Option<String>]) -> BTreeMap<&str, usize> {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        if let Some(text) = text.as_deref().filter(|text| text.chars().count() >= SHORTEST) {
            rows.entry(text).or_default().push(index);
        }
    }
    rows.into_iter().filter_map(|(text, rows)| Some((text, *rows.first().filter(|_| rows.len() == 1)?))).collect()
}

impl Texts<'_> {
    /// Texts that other rows had last time: of the row above or below each, or each other's.
    fn of_others(&self) -> Option<Strays> {
        let (then, now) = (alone(&self.then), alone(&self.now));
        let from: BTreeMap<usize, usize> = now
            .iter()
            .filter_map(|(text, index)| Some((*index, *then.get(text)?)))
            .filter(|(index, of)| index != of)
            .collect();
        let slipped = |by: By| -> Vec<usize> {
            from.iter().filter(|(index, of)| by.of(**index) == Some(**of)).map(|(index, _)| *index).collect()
        };
        let exchanged =
            from.iter().filter(|(index, of)| from.get(of) == Some(index)).map(|(index, _)| *index).collect();
        let long = [slipped(By::Low), slipped(By::High)].into_iter().find(|rows| rows.len() >= FEWEST);
        let rows: Vec<usize> = long.unwrap_or(exchanged);
        (!rows.is_empty()).then(|| Strays { rows, what: "what another said then".to_string() })
    }

    /// Texts that name the scheme of a neighbouring row; `titles` are those of all rows.
    fn naming_neighbours(&self, titles: &[Option<Phrase>]) -> Option<Strays> {
        let texts: Vec<Option<Phrase>> = self.now.iter().map(|text| text.as_deref().map(Phrase::of)).collect();
        let named = |index: usize, of: usize| {
            let (Some(Some(text)), Some(Some(title))) = (texts.get(index), titles.get(of)) else { return false };
            title.stands_in(text)
        };
        let all = || 0..self.pairs.len();
        if all().any(|index| named(index, index)) {
            return None;
        }
        [By::Low, By::High].into_iter().find_map(|by| {
            let rows: Vec<usize> = all().filter(|index| by.of(*index).is_some_and(|of| named(*index, of))).collect();
            let what = format!("about the {} of the row {}", self.list.item, by.side());
            (rows.len() >= FEWEST).then_some(Strays { rows, what })
        })
    }

    /// Choices that are all those of a neighbouring row last time.
    fn slipped_choices(&self) -> Option<Strays> {
        let then = |index: usize| self.then.get(index).and_then(Option::as_deref);
        let now = |index: usize| self.now.get(index).and_then(Option::as_deref);
        [By::Low, By::High].into_iter().find_map(|by| {
            // The one at the end has none to have it from.
            let known = || (0..self.pairs.len()).filter_map(|index| Some((index, by.of(index)?)));
            let known = || known().filter(|(_, of)| *of < self.pairs.len());
            let all = known().all(|(index, of)| now(index).is_some() && now(index) == then(of));
            let rows: Vec<usize> =
                known().map(|(index, _)| index).filter(|index| now(*index) != then(*index)).collect();
            let what = format!("what the row {} had then, in every row", by.side());
            (all && rows.len() >= FEWEST).then_some(Strays { rows, what })
        })
    }

    fn finding(&self, rule: &Rule, view: &View<'_>, area: Option<&str>, strays: &Strays) -> Option<Finding> {
        let (list, column) = (self.list, self.column);
        let rows: Vec<&Scheme> =
            strays.rows.iter().filter_map(|index| self.pairs.get(*index)).map(|(_, now)| *now).collect();
        let first = rows.first()?;
        let names: Vec<String> = rows.iter().map(|now| format!("'{}'", now.label.trim())).collect();
        let message = format!(
            "{}{} of {} ({}) seems to stand in the wrong rows since {}: it is {}",
            wording::opening(&view.area_name(area)),
            view.name(column),
            wording::count(rows.len(), &list.item, &list.items),
            wording::list_of(&names),
            view.prior(),
            strays.what,
        );
        let draft = rule.at(first.place(&column.id)).about_scheme(view, list, first).column(column);
        let stands = rows.iter().map(|now| {
            format!("{}: {}", now.label.trim(), wording::quoted(now.texts.get(&column.id).map_or("", String::as_str)))
        });
        let draft = draft.shared(area, None, Some(&column.id)).all().rows(stands);
        let draft = draft.related(rows.iter().map(|now| now.place(&column.id).clone()));
        Some(draft.says(message, wording::mend_or_explain("put the texts back beside their rows")))
    }
}
