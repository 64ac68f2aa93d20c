//! A bridge that does not arrive where the return says it does.

use std::collections::BTreeSet;

use crate::check::{Rule, View, wording};
use crate::figures::bridge::{Part, Step, Stray, WhyStray};
use crate::figures::{Figure, Item};
use crate::finding::{Family, Finding, Severity};
use crate::form::{BridgeForm, BridgeStep, Column, List};
use crate::money::Told;
use crate::names::nearest;
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "bridge-open",
    family: Family::Total,
    severity: Severity::Error,
    title: "What lies between two figures does not explain their difference",
    what: "A `[[bridge]]` of the form leads from one column to another by amounts of signed kinds, item by item and year by \
           year: from a target by over-achievement, slippage and the like to a projection. Here the amounts do not add up \
           to the difference, or there is a difference and no amount, or an amount that belongs to no item or no year.",
    why: "The exceptions are published as the reason why the projection is not the target. A rest that nobody explains is a \
          change without a reason, or a saving that is counted twice.",
    mend: "Correct the figure or the exception that is wrong, or add the exception that is missing. A figure that cannot be \
           mended is set aside in decisions.toml.",
    run,
};

/// So few open bridges may be so for reasons of their own.
const FEWEST: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for form in &view.form.bridges {
        let (Some(bridge), Some(list), Some(amounts)) = (
            view.figures.bridge(form),
            view.form.list(&form.of),
            view.form.list(&form.list).and_then(|list| list.column(&form.amount)),
        ) else {
            continue;
        };
        let bridging = Bridging { rule, view, form, list, amounts };
        let mut open: Vec<Finding> = Vec::new();
        for item in &bridge.items {
            let steps = form.steps.iter().zip(&item.steps);
            open.extend(steps.filter_map(|(of, step)| bridging.open_step(item.item, of, step)));
        }
        findings.extend(bridging.unstated(&mut open));
        findings.extend(open);
        for stray in &bridge.strays {
            let names = bridge.items.iter().map(|item| item.item.label.as_str());
            findings.push(bridging.leads_nowhere(stray, names));
        }
    }
    findings
}

/// A bridge of the form, with the list it is built over and the column of the amounts that lead on.
struct Bridging<'b> {
    rule: &'b Rule,
    view: &'b View<'b>,
    form: &'b BridgeForm,
    list: &'b List,
    amounts: &'b Column,
}

impl Bridging<'_> {
    fn open_step(&self, item: &Item<'_>, of: &BridgeStep, step: &Step<'_, '_>) -> Option<Finding> {
        let (view, form) = (self.view, self.form);
        if step.closes()? {
            return None;
        }
        let reached = step.reached?;
        let figure = |id: &str| item.figures.get(id);
        let (start, end) = (self.list.column(&of.from)?, self.list.column(&of.to)?);
        let at = place(figure(&of.to)).or_else(|| item.row.map(|row| row.at.clone()))?;
        let (is, should_be) = (wording::told(figure(&of.to)?)?, Told::Computed(reached.value()));
        let said = wording::side_by_side(end, is, should_be);
        let starts = format!("{} {}", view.name(start), wording::figure(start, wording::told(figure(&of.from)?)?));
        let but = match step.parts.as_slice() {
            [] => format!("and {starts}, and no {} says why they differ", self.singular()),
            parts => format!(
                "but {starts} with {} comes to {}",
                wording::list_of(&parts.iter().map(|part| self.said(part)).collect::<Vec<_>>()),
                said.other
            ),
        };
        let message = format!(
            "{}: {} is {}, {but} (difference {})",
            view.who(item.area.as_deref(), &item.label),
            view.name(end),
            said.one,
            said.difference,
        );
        let start = place(figure(&of.from));
        let amounts = step.parts.iter().filter_map(|part| place(part.row.figures.get(&form.amount)));
        let draft = self.rule.at(&at).about_item(view, self.list, item).column(end).demanded_by(&form.at);
        let draft = draft.topic(&form.id).stated_text(item.row.map_or("", |row| row.text(&of.to)));
        let draft = draft.figures(end, is, should_be).related(start.into_iter().chain(amounts));
        Some(draft.says(message, wording::mend_or_set_aside(&at)))
    }

    /// One question for each area that states no amount at all: what is open waits for its answer.
    fn unstated(&self, open: &mut [Finding]) -> Vec<Finding> {
        let (view, form) = (self.view, self.form);
        let stated = view.figures.list(&form.list).map(|list| list.all.every_item()).unwrap_or_default();
        let areas: BTreeSet<Option<String>> = open.iter().map(|finding| finding.area.clone()).collect();
        let mut asked = Vec::new();
        for area in areas.into_iter().filter(|area| !stated.iter().any(|item| item.area == *area)) {
            let own = || open.iter().filter(|finding| finding.area == area);
            let (Some(first), number) = (own().next(), own().count()) else { continue };
            if number < FEWEST {
                continue;
            }
            let table =
                view.returns.tables.iter().find(|table| table.list == form.list && table.at.file == first.at.file);
            let items = view.form.list(&form.list).map_or("amounts", |list| list.items.as_str());
            let message = format!(
                "{}none of the {items} is stated, and {number} figures are not what those before them come to: that of '{}' ({}) is \
                 the first",
                wording::opening(&view.area_name(area.as_deref())),
                first.scheme.as_deref().unwrap_or_default(),
                wording::cell(&first.at),
            );
            let draft = self.rule.at(table.map_or(&form.at, |table| &table.at));
            let draft = draft.about_list(view, &form.of, area.as_deref(), "").topic_and(&form.id).all();
            let draft = draft.weighing(Severity::Query).demanded_by(&form.at).stated_text(&number.to_string());
            let places = own().map(|finding| finding.at.clone());
            let mend = format!("see whether the {items} were left out");
            asked.push(draft.related(places).says(message, wording::mend_or(&mend, "if there are none, say so")));
        }
        for finding in open.iter_mut() {
            let own = asked.iter().filter(|asked| asked.area == finding.area);
            finding.waits_for.extend(own.map(|asked| asked.at.clone()));
        }
        asked
    }

    /// An amount with its sign and kind: '-£150,000 Slippage'.
    fn said(&self, part: &Part<'_, '_>) -> String {
        let kind = self.form.signs.get(part.kind).map_or("", |(kind, _)| kind.as_str());
        let value = part.counts().map(|quantity| quantity.value()).unwrap_or_default();
        let sign = if value.is_zero() { "+" } else { "" };
        format!("{sign}{} ('{kind}')", wording::measure(self.amounts).say_signed(Told::Stated(value)))
    }

    fn singular(&self) -> &str {
        self.view.form.list(&self.form.list).map_or("amount", |list| list.item.as_str())
    }

    fn leads_nowhere<'n>(&self, stray: &Stray<'_, '_>, names: impl Iterator<Item = &'n str>) -> Finding {
        let (view, form, row) = (self.view, self.form, stray.row);
        let (column, what) = match (stray.why, &form.year) {
            (WhyStray::NoYear, Some(year)) => (year.as_str(), "is no year of the programme".to_string()),
            _ => (form.item.as_str(), format!("is none of the {}", self.list.items)),
        };
        let cell = row.row.and_then(|row| row.cells.get(column));
        let at = cell.map(|cell| &cell.at).or_else(|| row.row.map(|row| &row.at)).unwrap_or(&form.at);
        let typed = cell.map_or("", |cell| cell.text.trim());
        let amount = row.figures.get(&form.amount).and_then(wording::told);
        let amount = amount.map_or_else(|| "its amount".to_string(), |amount| wording::figure(self.amounts, amount));
        let message = format!(
            "{}: '{typed}' ({}) {what}, so that {amount} leads from no {} to no {}",
            view.who(row.area.as_deref(), &row.label),
            wording::cell(at),
            form.from_label.to_lowercase(),
            form.to_label.to_lowercase(),
        );
        let near = if stray.why == WhyStray::NoItem { nearest(typed, names) } else { None };
        let help = match near {
            Some(near) => format!("write it as it stands there: '{near}' may be meant"),
            None => "write it as it stands there".to_string(),
        };
        let draft = self.rule.at(at).about_item(view, self.list, row).topic(&form.id).stated_text(typed);
        let draft = draft.shared(row.area.as_deref(), Some(&row.label), Some(column)).demanded_by(&form.at);
        draft.related(place(row.figures.get(&form.amount))).says(message, help)
    }
}

/// The cell in which a figure stands, or in whose place it stands.
fn place(figure: Option<&Figure>) -> Option<Place> {
    figure?.origin.cell().cloned()
}
