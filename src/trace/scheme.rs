//! A scheme through the periods: each figure with its cells, what was decided on it, the sets in which it stands, and how it moved.

use rust_decimal::Decimal;

use super::findings::About;
use super::history::{Seen, SetRead};
use super::told::{self, Figure, InPeriod, Line, Matched, Movement, Published, Source, Step, Way};
use crate::decision::ChangeRequest;
use crate::figures::{self, FigureOrigin, Item};
use crate::form::{Column, List, heading};
use crate::money::{Measure, Told};
use crate::names::one_line;
use crate::reconcile::position::Scheme;
use crate::reconcile::published::SourceOf;
use crate::reconcile::restated::as_kept;
use crate::reconcile::{Change, MovementLine, Pair, Reconciliation};
use crate::source::{Address, Place};

/// A figure of a list: a column, or the amount beside a percentage.
#[derive(Clone, Copy)]
pub(super) struct Of<'f> {
    pub(super) list: &'f List,
    pub(super) id: &'f str,
    /// Its column, or the one that it stands beside.
    pub(super) column: &'f Column,
}

impl<'f> Of<'f> {
    /// Every figure of a list, in the order of the form.
    pub(super) fn all(list: &'f List) -> Vec<Of<'f>> {
        let mut all = Vec::new();
        for column in list.columns.iter().filter(|column| column.kind.is_figure()) {
            all.push(Of { list, id: &column.id, column });
            all.extend(column.beside().map(|beside| Of { list, id: &beside.id, column }));
        }
        all
    }

    /// The figure with this id.
    pub(super) fn named(list: &'f List, id: &str) -> Option<Of<'f>> {
        Of::all(list).into_iter().find(|of| of.id == id)
    }

    fn is_beside(self) -> bool {
        self.id != self.column.id
    }

    pub(super) fn measure(self) -> Measure {
        if self.is_beside() { Measure::Money(self.column.unit()) } else { self.column.measure() }
    }

    pub(super) fn kind(self) -> &'static str {
        if self.is_beside() { "money" } else { self.column.kind.plain().name() }
    }

    pub(super) fn name(self, seen: &Seen<'_>) -> String {
        let name = heading::name(seen.form, &self.column.heading, seen.period);
        if self.is_beside() { format!("{name}: the amount beside it") } else { name }
    }
}

/// What a figure is in words, and as a number.
pub(super) fn said(of: Of<'_>, figure: &figures::Figure, typed: &str) -> String {
    match figure.amount() {
        Some(value) if figure.origin.cell().is_some() => of.measure().say(Told::Stated(value)),
        Some(value) => of.measure().say(Told::Computed(value)),
        None if typed.trim().is_empty() => "none".to_string(),
        None => format!("'{}'", one_line(typed)),
    }
}

/// A number as JSON has it.
pub(super) fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// The period, with each of these schemes; all figures of them, or one.
pub(super) fn in_period(seen: &Seen<'_>, schemes: &[usize], only: Option<&str>) -> InPeriod {
    let found: Vec<(usize, &Scheme)> =
        schemes.iter().filter_map(|index| Some((*index, seen.position.schemes.get(*index)?))).collect();
    let mut period = super::period_of(seen, |set| {
        found
            .iter()
            .any(|(index, _)| seen.in_sets(*index).any(|(own, there)| own.number == set.number && there.is_some()))
    });
    for (index, scheme) in found {
        let Some(list) = seen.form.list(&scheme.list) else { continue };
        let item = seen.item(scheme);
        let about = About::scheme(seen, list, scheme);
        let figures = Of::all(list).into_iter().filter(|of| only.is_none_or(|only| of.id == only));
        let figures = figures.filter_map(|of| figure(seen, (index, scheme), item, of, &about)).collect();
        period.lines.push(Line {
            area: scheme.area.as_deref().map(|area| seen.form.area_name(area).to_string()),
            key: one_line(&scheme.key),
            title: one_line(&scheme.label),
            at: seen.examined.is_some().then(|| scheme.at.clone()),
            matched: matched(seen, index),
            figures,
            open: about.open_besides(seen),
        });
    }
    period
}

/// The decision by which a scheme is one of the period before.
fn matched(seen: &Seen<'_>, index: usize) -> Option<Matched> {
    let reconciliation = seen.examined.as_ref()?.reconciliation.as_ref()?;
    let pair = reconciliation.pairs.iter().find(|pair| pair.after.contains(&index))?;
    let at = pair.decided.clone()?;
    let decided = seen.decisions.matches.iter().find(|decided| decided.at == at);
    let was = reconciliation.before.at(&pair.before).into_iter();
    Some(Matched {
        was: was.map(|scheme| one_line(&scheme.label)).collect(),
        role: decided.map(|decided| decided.role.clone()),
        date: decided.map(|decided| decided.date.to_string()),
        words: decided.map(|decided| one_line(&decided.words)),
        at,
    })
}

/// What is said where a scheme that was there before is gone.
pub(super) fn gone(seen: &Seen<'_>, before: &Seen<'_>, schemes: &[usize], period: &mut InPeriod) {
    for scheme in before.position.at(schemes) {
        let Some(list) = seen.form.list(&scheme.list) else { continue };
        let (answered, open) = About::gone(list, scheme).all(seen);
        period.answered.extend(answered);
        period.open.extend(open);
    }
}

/// One figure of a scheme; none of a column that this period has not.
fn figure(
    seen: &Seen<'_>,
    (index, scheme): (usize, &Scheme),
    item: Option<&Item<'_>>,
    of: Of<'_>,
    about: &About<'_>,
) -> Option<Figure> {
    let mut told = match item {
        Some(item) => {
            let own = item.figures.get(of.id)?;
            stated(seen, item, of, own)
        }
        None => from_set(seen, scheme, of)?,
    };
    told.published = seen.in_sets(index).filter_map(|(set, there)| Some(published(set, there?, scheme, of))).collect();
    told.movement = moved(seen, index, of);
    let cells: Vec<&Place> = told.cells.iter().chain(&told.also_stated).map(|cell| &cell.at).collect();
    let (answered, open) = about.figure(seen, of.id, &cells);
    (told.answered, told.open) = (answered, open);
    Some(told)
}

fn empty(seen: &Seen<'_>, of: Of<'_>) -> Figure {
    blank(of.id, of.name(seen), of.kind())
}

/// A figure of which nothing is known yet.
pub(super) fn blank(id: &str, name: String, kind: &'static str) -> Figure {
    Figure {
        column: id.to_string(),
        name,
        kind,
        value: None,
        said: "none".to_string(),
        way: Way::None,
        formula: None,
        cells: Vec::new(),
        also_stated: None,
        set_aside: None,
        parts: Vec::new(),
        published: Vec::new(),
        movement: None,
        answered: Vec::new(),
        open: Vec::new(),
    }
}

fn from_set(seen: &Seen<'_>, scheme: &Scheme, of: Of<'_>) -> Option<Figure> {
    let value = scheme.figures.get(of.id).copied();
    let placeholder = scheme.placeholders.get(of.id);
    if value.is_none() && placeholder.is_none() {
        return None;
    }
    let said = in_set(of, scheme);
    Some(Figure { value: value.map(number), said, way: Way::Published, ..empty(seen, of) })
}

/// Says of a figure the cell that states it, and what was set aside there.
pub(super) fn told_by_cell(told: &mut Figure, seen: &Seen<'_>, own: &figures::Figure, place: &Place) {
    told.way = if own.value.is_ok() { Way::Stated } else { Way::None };
    told.cells.push(as_sent(seen, place));
    told.set_aside = set_aside(seen, place);
    if told.set_aside.is_some() {
        told.way = Way::SetAside;
    }
}

/// A figure as the returns have it.
fn stated(seen: &Seen<'_>, item: &Item<'_>, of: Of<'_>, own: &figures::Figure) -> Figure {
    let mut told = empty(seen, of);
    told.value = own.amount().map(number);
    let typed = item.cell(of.id).map(|cell| cell.text.as_str()).unwrap_or_default();
    told.said = said(of, own, typed);
    let cell_of = |column: &str| item.cell(column).map(|cell| as_sent(seen, &cell.at));
    match &own.origin {
        FigureOrigin::Given(place) | FigureOrigin::SetAside(place, _) => told_by_cell(&mut told, seen, own, place),
        FigureOrigin::Formula(formula) => {
            told.way = Way::WorkedOut;
            told.formula = Some(formula.said(&|id| name_of(seen, of.list, id)));
            told.cells = behind(seen, item, of);
            told.also_stated = cell_of(of.id).filter(|cell| !cell.text.trim().is_empty());
        }
        origin => {
            told.cells = behind(seen, item, of);
            told.way = if told.cells.is_empty() { Way::None } else { Way::WorkedOut };
            told.formula = match origin {
                FigureOrigin::ShareOf(part) => {
                    let name = name_of(seen, of.list, part);
                    Some(format!("{name} as a share of the total of {name}"))
                }
                FigureOrigin::Nothing if of.is_beside() => {
                    let base = of.column.beside().map_or("", |beside| beside.of.as_str());
                    let (percent, base) = (name_of(seen, of.list, &of.column.id), name_of(seen, of.list, base));
                    Some(format!("{percent} of {base}"))
                }
                _ => None,
            };
        }
    }
    if own.value.is_err() && told.way == Way::WorkedOut {
        told.said = "none: something it is worked out from is no figure".to_string();
    }
    told
}

/// The name of a figure of the list.
pub(super) fn name_of(seen: &Seen<'_>, list: &List, id: &str) -> String {
    let of = Of::named(list, id).map(|of| of.name(seen));
    of.or_else(|| Some(heading::name(seen.form, &list.column(id)?.heading, seen.period)))
        .unwrap_or_else(|| id.to_string())
}

/// The cells behind a figure that is worked out, each with the name of its column.
fn behind(seen: &Seen<'_>, item: &Item<'_>, of: Of<'_>) -> Vec<told::Cell> {
    let Some(examined) = &seen.examined else { return Vec::new() };
    let places = examined.figures.behind_list(seen.form, of.list).item(item, of.id);
    let named = places.iter().map(|place| {
        let column = of.list.columns.iter().find(|column| item.cell(&column.id).is_some_and(|cell| cell.at == *place));
        let name = column.map(|column| heading::name(seen.form, &column.heading, seen.period));
        told::Cell { name, ..as_sent(seen, place) }
    });
    named.collect()
}

/// A cell of a return as it was sent, or a line of the form.
pub(super) fn as_sent(seen: &Seen<'_>, place: &Place) -> told::Cell {
    let sheet = seen.examined.as_ref().and_then(|examined| examined.inputs.as_sent().sheet(place));
    let raw = sheet.zip(place.cell).and_then(|(sheet, cell)| sheet.cells.get(&cell));
    told::Cell { at: place.clone(), text: raw.map(|raw| one_line(&raw.text())).unwrap_or_default(), name: None }
}

/// What was set aside in a cell.
pub(super) fn set_aside(seen: &Seen<'_>, place: &Place) -> Option<told::SetAside> {
    let returns = &seen.examined.as_ref()?.inputs.returns;
    let standing = returns.standings.iter().find(|standing| standing.cell.at == *place)?;
    let entry = seen.decisions.set_asides.iter().find(|entry| entry.at.line == Some(standing.line))?;
    Some(told::SetAside {
        stated: standing.stated.clone(),
        stands: one_line(&standing.cell.text),
        role: standing.role.clone(),
        date: standing.date.to_string(),
        words: one_line(&entry.words),
        at: entry.at.clone(),
    })
}

/// What a set says of a figure, in words.
fn in_set(of: Of<'_>, there: &Scheme) -> String {
    match (there.placeholders.get(of.id), there.figures.get(of.id)) {
        (Some(typed), _) if !typed.is_empty() => format!("'{}'", one_line(typed)),
        (_, Some(value)) => of.measure().say(Told::Computed(*value)),
        _ => "none".to_string(),
    }
}

/// A scheme's figure in a set.
fn published(set: &SetRead, there: &Scheme, now: &Scheme, of: Of<'_>) -> Published {
    let (was, is) = (there.figures.get(of.id), now.figures.get(of.id));
    let workbook = there.cells.get(of.id).cloned();
    Published {
        set: set.number,
        folder: set.folder.clone(),
        fingerprint: set.fingerprint.clone(),
        value: was.copied().map(number),
        said: in_set(of, there),
        same: was.copied().map(as_kept) == is.copied().map(as_kept)
            && there.placeholders.get(of.id) == now.placeholders.get(of.id),
        cells: workbook.as_ref().map(|place| sources(set, place)).unwrap_or_default(),
        workbook,
    }
}

/// The cells of returns that a set says one of its cells comes from.
pub(super) fn sources(set: &SetRead, place: &Place) -> Vec<Source> {
    let key: Option<(String, Address)> = place.sheet.as_deref().map(str::to_string).zip(place.cell);
    let found: &[SourceOf] = key.and_then(|key| set.said.sources.get(&key)).map(Vec::as_slice).unwrap_or_default();
    let copy = |at: &Place| {
        let input = set.manifest.as_ref()?.inputs.iter().find(|input| input.path == *at.file)?;
        Some(format!("{}/{}", set.folder, input.copy))
    };
    let with_cell = found.iter().filter_map(|source| Some((source.at.as_ref()?, &source.how)));
    with_cell.map(|(at, how)| Source { at: at.clone(), how: how.clone(), copy: copy(at) }).collect()
}

/// How a scheme's figure moved.
fn moved(seen: &Seen<'_>, index: usize, of: Of<'_>) -> Option<Movement> {
    let reconciliation = seen.examined.as_ref()?.reconciliation.as_ref()?;
    let pair = reconciliation.pairs.iter().find(|pair| pair.after.contains(&index))?;
    let then = reconciliation.before.at(&pair.before).into_iter();
    let stated: Vec<Decimal> = then.filter_map(|scheme| scheme.figures.get(of.id).copied()).collect();
    let opening =
        (!stated.is_empty()).then(|| stated.iter().fold(Decimal::ZERO, |sum, figure| sum.saturating_add(*figure)));
    let own = pair.changes.iter().filter(|change| change.column == of.id);
    Some(Movement {
        since: reconciliation.prior.label(),
        from: reconciliation.prior_from.words(reconciliation.prior),
        opening: opening.map(number),
        opening_said: opening.map_or("none".to_string(), |opening| of.measure().say(Told::Computed(opening))),
        steps: own.map(|change| step(seen, pair, change, of, None)).collect(),
    })
}

/// One change, with the reason that a decision gives for it.
pub(super) fn step(seen: &Seen<'_>, pair: &Pair, change: &Change, of: Of<'_>, scheme: Option<String>) -> Step {
    let request: Option<&ChangeRequest> =
        change.change_request.and_then(|index| seen.decisions.change_requests.get(index));
    let decided = pair.decided.as_ref().and_then(|at| seen.decisions.matches.iter().find(|decided| decided.at == *at));
    let amount = change.amount();
    let apart = of.measure().side_by_side(Told::Computed(change.to), Told::Computed(change.from)).difference;
    let mut step = Step {
        line: line_words(change.line),
        scheme,
        amount: number(amount),
        said: apart,
        reference: None,
        by: None,
        date: None,
        words: None,
        at: None,
    };
    if let Some(request) = request {
        step.reference = Some(request.reference.clone());
        step.by = Some(request.approved_by.clone());
        step.date = Some(request.date.to_string());
        step.words = Some(one_line(&request.words));
        step.at = Some(request.at.clone());
    } else if let Some(decided) = decided.filter(|_| change.line != MovementLine::Other) {
        step.by = Some(decided.role.clone());
        step.date = Some(decided.date.to_string());
        step.words = Some(one_line(&decided.words));
        step.at = Some(decided.at.clone());
    }
    step
}

fn line_words(line: MovementLine) -> &'static str {
    match line {
        MovementLine::New => "new",
        MovementLine::Closed => "closed",
        MovementLine::Transfers => "moved between areas",
        MovementLine::Split => "split",
        MovementLine::Merged => "merged",
        MovementLine::Rebased => "re-based",
        MovementLine::Reprofiled => "re-profiled",
        MovementLine::Virements => "virement",
        MovementLine::Corrections => "prior figure put right",
        MovementLine::Awaited => "subject to approval",
        MovementLine::Other => "other change",
    }
}

/// The movements that make up that of a total, the largest first.
pub(super) fn steps_of_total(
    seen: &Seen<'_>,
    reconciliation: &Reconciliation,
    of: Of<'_>,
    area: Option<&str>,
) -> Vec<Step> {
    let mut steps: Vec<(Decimal, Step)> = Vec::new();
    for pair in &reconciliation.pairs {
        let Some(scheme) = reconciliation.scheme(pair).filter(|scheme| scheme.list == of.list.id) else { continue };
        let counts = |change: &&Change| {
            change.column == of.id && change.from != change.to && (area.is_none() || change.area.as_deref() == area)
        };
        for change in pair.changes.iter().filter(counts) {
            let name = one_line(&scheme.label);
            steps.push((change.amount().abs(), step(seen, pair, change, of, Some(name))));
        }
    }
    steps.sort_by_key(|(amount, _)| std::cmp::Reverse(*amount));
    steps.into_iter().map(|(_, step)| step).collect()
}
