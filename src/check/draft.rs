//! A finding while it is built: first where it stands and what it is about, then its cell and figures, and its sentence last.
//! So none can be made that does not say its area, its scheme and its list; they are parts of its id.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use super::cause::row_of;
use super::look::Line;
use super::wording::{measure, one_line};
use super::{Rule, View, stated};
use crate::figures::{Group, Item};
use crate::finding::{Finding, Severity};
use crate::form::{Column, Kind, List};
use crate::money::{Measure, Told};
use crate::reconcile::position::Scheme;
use crate::returns::Cell;
use crate::source::Place;

/// Where a finding of a rule stands; what it is about is still to be said.
pub(super) struct At<'r> {
    rule: &'r Rule,
    place: Place,
}

/// A finding that lacks no more than its sentence.
pub(super) struct Draft(Finding);

impl Rule {
    /// A finding that stands here.
    pub(super) fn at(&self, place: &Place) -> At<'_> {
        At { rule: self, place: place.clone() }
    }
}

impl At<'_> {
    fn draft(self, area: Option<&str>, scheme: &str, topic: String) -> Draft {
        let rule = self.rule;
        Draft(Finding {
            area: area.map(str::to_string),
            scheme: (!scheme.is_empty()).then(|| scheme.to_string()),
            topic,
            ..Finding::new(rule.code, rule.family, rule.severity, self.place)
        })
    }

    /// An item of a list.
    pub(super) fn about_item(self, view: &View<'_>, list: &List, item: &Item<'_>) -> Draft {
        self.draft(item.area.as_deref(), &item.label, view.topic(&list.id))
    }

    /// A row of a return: an item, or a group's total.
    pub(super) fn about_line(self, view: &View<'_>, line: &Line<'_>) -> Draft {
        let topic = line.group.map_or_else(|| view.topic(&line.list.id), |group| view.topic_of_group(line.list, group));
        self.draft(line.area, line.label, topic)
    }

    /// A group's total.
    pub(super) fn about_group(self, view: &View<'_>, list: &List, group: &Group<'_>) -> Draft {
        self.draft(group.area.as_deref(), "", view.topic_of_group(list, group))
    }

    /// A row of a summary: the area is what it is called by, where it is an area's.
    pub(super) fn about_section(self, view: &View<'_>, list: &List, item: &Item<'_>) -> Draft {
        let label = if item.area.is_none() { item.label.as_str() } else { "" };
        self.draft(item.area.as_deref(), label, view.topic(&list.id))
    }

    /// A scheme of either period.
    pub(super) fn about_scheme(self, view: &View<'_>, list: &List, scheme: &Scheme) -> Draft {
        let draft = self.draft(scheme.area.as_deref(), &one_line(&scheme.label), view.topic(&list.id));
        draft.demanded_by(&list.at)
    }

    /// What an area, or everybody, states in a list, named by the list's id; a scheme where there is one.
    pub(super) fn about_list(self, view: &View<'_>, list: &str, area: Option<&str>, scheme: &str) -> Draft {
        self.draft(area, scheme, view.topic(list))
    }

    /// An area's file, or what stands in it beside the lists.
    pub(super) fn about_area(self, area: Option<&str>) -> Draft {
        self.draft(area, "", String::new())
    }
}

impl Draft {
    /// The column, and the line of the form that demands it.
    pub(super) fn column(mut self, column: &Column) -> Self {
        self.0.column = Some(column.id.clone());
        self.demanded_by(&column.at)
    }

    /// A cell of a column: what stands in it as typed.
    pub(super) fn cell(self, column: &Column, cell: &Cell) -> Self {
        let draft = self.column(column);
        Draft(Finding { stated_text: Some(cell.text.trim().to_string()), ..draft.0 })
    }

    /// Both figures of a column, in the cell's own unit.
    ///
    /// An expected percentage is the one that would be published: rounded as the column prints, or as finely as the stated one
    /// was typed where only that tells the two apart. So the difference is the one a reader sees.
    pub(super) fn figures(self, column: &Column, stated: Told, expected: Told) -> Self {
        let own = |figure: Told| measure(column).in_own_unit(figure.value());
        let is = own(stated);
        let published = |figure: Decimal| {
            if column.kind != Kind::Percent {
                return figure;
            }
            let decimals = column.decimals().max(is.map_or(0, |is| is.scale()));
            let coarse = figure.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
            if Some(coarse) == is { figure } else { coarse }
        };
        self.measured(measure(column), is, own(expected).map(published))
    }

    /// The one figure of a column that the finding is about.
    pub(super) fn figure(self, column: &Column, stated: Told) -> Self {
        let measure = measure(column);
        self.measured(measure, measure.in_own_unit(stated.value()), None)
    }

    /// What a figure is and what it was, or was approved to be: exactly, whichever of the two there is.
    pub(super) fn exactly(self, column: &Column, stated: Option<Decimal>, expected: Option<Decimal>) -> Self {
        let own = |figure: Option<Decimal>| measure(column).exactly_in_own_unit(figure?);
        self.measured(measure(column), own(stated), own(expected))
    }

    /// Figures in their own unit.
    pub(super) fn measured(self, measure: Measure, stated: Option<Decimal>, expected: Option<Decimal>) -> Self {
        Draft(self.0.figures(measure.name(), stated, expected))
    }

    /// What the finding quotes, where that is not the whole cell; nothing if it is blank.
    pub(super) fn stated_text(mut self, text: &str) -> Self {
        self.0.stated_text = Some(text.trim().to_string()).filter(|text| !text.is_empty());
        self
    }

    /// The line that demands it, where that is not the column's.
    pub(super) fn demanded_by(mut self, at: &Place) -> Self {
        self.0.demanded_by = Some(at.clone());
        self
    }

    /// The rows that it speaks of, by name, where it is about several that its id does not name.
    pub(super) fn rows(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.0.rows = stated::names(names);
        self
    }

    /// The same where it matters which of them comes first.
    pub(super) fn rows_in_order(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.0.rows = stated::names_in_order(names);
        self
    }

    /// Further cells that it touches; its own and those named already are left out.
    pub(super) fn related(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        let known = self.0.related.iter().chain([&self.0.at]).cloned();
        let mut known: BTreeSet<Place> = known.collect();
        self.0.related.extend(places.into_iter().filter(|place| known.insert(place.clone())));
        self
    }

    /// What tells it from other findings of the same code about the same things, where the list alone does not.
    pub(super) fn topic(mut self, topic: &str) -> Self {
        self.0.topic = topic.trim().to_string();
        self
    }

    /// The same, behind what tells the list.
    pub(super) fn topic_and(self, more: &str) -> Self {
        let topic = format!("{} {more}", self.0.topic);
        self.topic(&topic)
    }

    /// All of them together: told apart from a finding about one.
    pub(super) fn all(self) -> Self {
        let topic = format!("all {}", self.0.topic);
        self.topic(&topic)
    }

    /// One cause for several rows or columns: only what all of them share is named.
    pub(super) fn shared(mut self, area: Option<&str>, scheme: Option<&str>, column: Option<&str>) -> Self {
        self.0.area = area.map(str::to_string);
        self.0.scheme = scheme.map(str::to_string);
        self.0.column = column.map(str::to_string);
        self
    }

    /// Another weight than the rule's own.
    pub(super) fn weighing(mut self, severity: Severity) -> Self {
        self.0.severity = severity;
        self
    }

    /// The lines of decisions.toml from which it follows: they settle it.
    pub(super) fn follows(mut self, lines: &[u32]) -> Self {
        self.0.follows = lines.to_vec();
        self
    }

    /// It is not told while something is asked about its row as it stands in the return.
    pub(super) fn after_its_row(mut self) -> Self {
        if self.0.at.cell.is_some() {
            self.0.waits_for.push(row_of(&self.0.at));
        }
        self
    }

    /// The sentence, and what to do.
    pub(super) fn says(self, message: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding { message: message.into(), help: help.into(), ..self.0 }
    }
}

impl View<'_> {
    /// Tells findings of one list from those of another: empty for the main one.
    fn topic(&self, list: &str) -> String {
        if list == self.form.report.main_list { String::new() } else { list.to_string() }
    }

    /// The same for a group: its path tells its findings from those of other groups.
    fn topic_of_group(&self, list: &List, group: &Group<'_>) -> String {
        let topic = self.topic(&list.id);
        let parts = std::iter::once(topic.as_str()).filter(|topic| !topic.is_empty());
        parts.chain(group.path.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
    }
}
