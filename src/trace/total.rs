//! A total, and a figure of the appendix as a whole, through the periods: its parts and their sum, or the cells that give it.

use rust_decimal::Decimal;

use super::findings::About;
use super::history::{Seen, SetRead};
use super::scheme::{Of, as_sent, blank, name_of, number, said, set_aside, sources, steps_of_total, told_by_cell};
use super::told::{Figure, InPeriod, Line, Movement, Part, Published, Step, Way};
use crate::figures::{FigureOrigin, Group, ListFigures};
use crate::form::{FigureForm, heading};
use crate::money::{Measure, Told, checked_sum};
use crate::names::one_line;
use crate::reconcile::movement::has_movement;
use crate::reconcile::position::{Scheme, WholeFigure};
use crate::reconcile::published::title;
use crate::reconcile::restated::as_kept;
use crate::source::Place;

/// A total: of a figure of a list, in an area or overall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Total {
    /// The list's id.
    pub(super) list: String,
    /// The area's id; none overall.
    pub(super) area: Option<String>,
    /// The column's id.
    pub(super) column: String,
}

impl Total {
    /// The group whose total it is.
    pub(super) fn group<'s, 'h>(&self, figures: &'s ListFigures<'h>) -> Option<&'s Group<'h>> {
        match &self.area {
            Some(area) => figures.all.of_area(area),
            None => Some(&figures.all),
        }
    }

    /// The period, with the total; without it where the form of that period has none.
    pub(super) fn in_period(&self, seen: &Seen<'_>) -> InPeriod {
        let figure = self.figure(seen);
        let holds = |set: &SetRead| {
            figure.as_ref().is_some_and(|figure| figure.published.iter().any(|there| there.set == set.number))
        };
        let mut period = super::period_of(seen, holds);
        period.lines.extend(figure.map(|figure| Line {
            area: self.area.as_deref().map(|area| seen.form.area_name(area).to_string()),
            key: String::new(),
            title: "Total".to_string(),
            at: None,
            matched: None,
            figures: vec![figure],
            open: Vec::new(),
        }));
        period
    }

    fn figure(&self, seen: &Seen<'_>) -> Option<Figure> {
        let list = seen.form.list(&self.list)?;
        let of = Of::named(list, &self.column)?;
        let mut told = blank(of.id, of.name(seen), of.kind());
        let now;
        match &seen.examined {
            Some(examined) => {
                let group = self.group(examined.figures.list(&self.list)?)?;
                let own = group.totals.get(of.id)?;
                now = own.amount();
                let behind = examined.figures.behind_list(seen.form, list);
                let cell = group.stated_cell(of.column.totals_column());
                told.value = own.amount().map(number);
                told.said = said(of, own, cell.map(|cell| cell.text.as_str()).unwrap_or_default());
                let states = cell.map(|cell| as_sent(seen, &cell.at)).filter(|cell| !cell.text.trim().is_empty());
                match &own.origin {
                    FigureOrigin::Given(place) | FigureOrigin::SetAside(place, _) => {
                        told_by_cell(&mut told, seen, own, place);
                    }
                    FigureOrigin::Formula(formula) => {
                        told.way = Way::WorkedOut;
                        told.formula = Some(formula.said(&|id| format!("total of {}", name_of(seen, list, id))));
                        told.cells = behind.total(group, of.id).iter().map(|place| as_sent(seen, place)).collect();
                        told.also_stated = states;
                    }
                    FigureOrigin::Sum => {
                        told.way = Way::Sum;
                        told.also_stated = states;
                        let items = group.counting_items();
                        if own.value.is_err() && !own.unknown.is_empty() {
                            told.said = "not known, as something that counts in it is no figure".to_string();
                        }
                        told.parts.extend(items.into_iter().filter_map(|item| {
                            let figure = item.figures.get(of.id)?;
                            Some(Part {
                                area: item.area.as_deref().map(|area| seen.form.area_name(area).to_string()),
                                title: one_line(&item.label),
                                value: figure.amount().map(number),
                                said: said(of, figure, item.text(of.id)),
                                cells: behind.item(item, of.id),
                            })
                        }));
                    }
                    _ => {
                        told.cells = behind.total(group, of.id).iter().map(|place| as_sent(seen, place)).collect();
                        told.way = if told.cells.is_empty() { Way::None } else { Way::WorkedOut };
                        told.also_stated = states;
                    }
                }
                told.movement = self.moved(seen, of);
            }
            None if has_movement(of.column) && of.id == of.column.id => {
                now = checked_sum(self.schemes(&seen.position.schemes).map(|scheme| scheme.amount(of.id)));
                told.way = Way::Published;
                told.value = now.map(number);
                told.said = now.map_or("none".to_string(), |now| of.measure().say(Told::Computed(now)));
            }
            None => return None,
        }
        if has_movement(of.column) && of.id == of.column.id && list.has_schemes() {
            told.published = seen.sets.iter().filter_map(|set| self.published(set, of, now)).collect();
        }
        let cells: Vec<&Place> = told.cells.iter().chain(&told.also_stated).map(|cell| &cell.at).collect();
        let (answered, open) = About::total(self.area.as_deref()).figure(seen, of.id, &cells);
        (told.answered, told.open) = (answered, open);
        Some(told)
    }

    /// The schemes of a position that count in it.
    fn schemes<'s>(&self, schemes: &'s [Scheme]) -> impl Iterator<Item = &'s Scheme> {
        let own = |scheme: &&Scheme| scheme.list == self.list && (self.area.is_none() || scheme.area == self.area);
        schemes.iter().filter(own)
    }

    /// What its parts come to in a set, which keeps no totals that can be read back.
    fn published(&self, set: &SetRead, of: Of<'_>, now: Option<Decimal>) -> Option<Published> {
        let parts: Vec<&Scheme> = self.schemes(&set.said.position.schemes).collect();
        let first = parts.first()?;
        let sum = checked_sum(parts.iter().map(|scheme| scheme.amount(of.id)))?;
        let cells = parts.iter().filter_map(|scheme| scheme.cells.get(of.id));
        Some(Published {
            set: set.number,
            folder: set.folder.clone(),
            fingerprint: set.fingerprint.clone(),
            value: Some(number(sum)),
            said: of.measure().say(Told::Computed(sum)),
            same: now.is_some_and(|now| now == sum),
            workbook: Some(Place::sheet(first.at.file.clone(), title(&self.list))),
            cells: cells.flat_map(|place| sources(set, place)).collect(),
        })
    }

    fn moved(&self, seen: &Seen<'_>, of: Of<'_>) -> Option<Movement> {
        let reconciliation = seen.examined.as_ref()?.reconciliation.as_ref()?;
        let own = reconciliation
            .movements
            .iter()
            .find(|movement| movement.list == self.list && movement.column == of.id && movement.area == self.area)?;
        Some(Movement {
            since: reconciliation.prior.label(),
            from: reconciliation.prior_from.words(reconciliation.prior),
            opening: Some(number(own.opening)),
            opening_said: of.measure().say(Told::Computed(own.opening)),
            steps: steps_of_total(seen, reconciliation, of, self.area.as_deref()),
        })
    }
}

/// The period, with a figure of the appendix as a whole.
pub(super) fn whole_in_period(seen: &Seen<'_>, id: &str) -> InPeriod {
    let of = seen.form.figures.iter().find(|figure| figure.column.id == id);
    let figure = of.map(|of| whole(seen, of));
    let holds = |set: &SetRead| {
        figure.as_ref().is_some_and(|figure| figure.published.iter().any(|there| there.set == set.number))
    };
    let mut period = super::period_of(seen, holds);
    period.lines.extend(figure.map(|figure| Line {
        area: None,
        key: String::new(),
        title: figure.name.clone(),
        at: None,
        matched: None,
        figures: vec![figure],
        open: Vec::new(),
    }));
    period
}

fn whole(seen: &Seen<'_>, of: &FigureForm) -> Figure {
    let id = &of.column.id;
    let measure = of.column.measure();
    let name_of = |id: &str| {
        let figure = seen.form.figures.iter().find(|figure| figure.column.id == id);
        figure.map_or_else(|| id.to_string(), |of| heading::name(seen.form, &of.column.heading, seen.period))
    };
    let mut told = blank(id, name_of(id), of.column.kind.plain().name());
    let now = seen.position.whole.as_ref().and_then(|whole| whole.get(id));
    if let Some((examined, found)) = seen.examined.as_ref().and_then(|seen| Some((seen, seen.figures.of_form(id)?))) {
        told.value = found.figure.amount().map(number);
        let cells = examined.figures.cells_of_form(found);
        told.cells = cells.iter().map(|place| as_sent(seen, place)).collect();
        let is_stated = found.figure.origin.cell().is_some();
        told.said = match found.figure.amount() {
            Some(value) => measure.say(if is_stated { Told::Stated(value) } else { Told::Computed(value) }),
            None if found.text.trim().is_empty() => "none".to_string(),
            None => format!("'{}'", one_line(&found.text)),
        };
        told.way = match &found.figure.origin {
            FigureOrigin::Formula(_) => Way::WorkedOut,
            FigureOrigin::SetAside(..) => Way::SetAside,
            FigureOrigin::Given(_) if found.figure.value.is_ok() => Way::Stated,
            _ => Way::None,
        };
        if let FigureOrigin::Formula(formula) = &found.figure.origin {
            told.formula = Some(formula.said(&name_of));
            told.also_stated =
                found.at.as_ref().map(|at| as_sent(seen, at)).filter(|cell| !cell.text.trim().is_empty());
        }
        // What the form states stands in no cell.
        if let (Some((text, at)), Some(cell)) = (&of.stated, told.cells.first_mut())
            && cell.at == *at
        {
            cell.text = one_line(text);
            cell.name.clone_from(&of.source);
        }
        told.set_aside = found.figure.origin.cell().and_then(|place| set_aside(seen, place));
        told.movement = whole_moved(seen, id, measure, found.figure.amount());
    } else if let Some(now) = now {
        told.way = Way::Published;
        told.value = Some(number(now.value));
        told.said = measure.say(Told::Computed(now.value));
    }
    told.published = seen.sets.iter().filter_map(|set| whole_published(set, id, measure, now)).collect();
    let cells: Vec<&Place> = told.cells.iter().chain(&told.also_stated).map(|cell| &cell.at).collect();
    let (answered, open) = About::total(None).figure(seen, id, &cells);
    (told.answered, told.open) = (answered, open);
    told
}

fn whole_published(set: &SetRead, id: &str, measure: Measure, now: Option<&WholeFigure>) -> Option<Published> {
    let there = set.said.position.whole.as_ref()?.get(id)?;
    let workbook = there.cells.first().cloned();
    Some(Published {
        set: set.number,
        folder: set.folder.clone(),
        fingerprint: set.fingerprint.clone(),
        value: Some(number(there.value)),
        said: measure.say(Told::Computed(there.value)),
        same: now.is_some_and(|now| as_kept(now.value) == as_kept(there.value)),
        cells: workbook.as_ref().map(|place| sources(set, place)).unwrap_or_default(),
        workbook,
    })
}

fn whole_moved(seen: &Seen<'_>, id: &str, measure: Measure, now: Option<Decimal>) -> Option<Movement> {
    let reconciliation = seen.examined.as_ref()?.reconciliation.as_ref()?;
    let then = reconciliation.before.whole.as_ref()?.get(id)?.value;
    let step = |now: Decimal| Step {
        line: "other change",
        scheme: None,
        amount: number(now.saturating_sub(then)),
        said: measure.side_by_side(Told::Computed(now), Told::Computed(then)).difference,
        reference: None,
        by: None,
        date: None,
        words: None,
        at: None,
    };
    Some(Movement {
        since: reconciliation.prior.label(),
        from: reconciliation.prior_from.words(reconciliation.prior),
        opening: Some(number(then)),
        opening_said: measure.say(Told::Computed(then)),
        steps: now.filter(|now| *now != then).map(step).into_iter().collect(),
    })
}
