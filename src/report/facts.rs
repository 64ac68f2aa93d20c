//! The facts that the words are composed from. docs/words.md lists them.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::known::{self, Chosen, From, Known};
use super::material::Material;
use super::recurrence::Totalled;
use super::{How, certainty, form_level, list_facts, outside, reason, recurrence, settled, since, tables};
use crate::decision::Approval;
use crate::figures::{FormFigure, Group, Item};
use crate::finding::{CONDITIONAL, Counts, Finding, NIL_RETURN, Status};
use crate::form::{Column, Form, List, Prints, Roles};
use crate::money;
use crate::period::{self, Part};
use crate::reconcile::held;
use crate::source::Place;
use crate::words::fixed::Text;
use crate::words::handle::{self, Handle, Kind};

/// So many of a kind are named on the first page.
pub(super) const MOST_NAMED: usize = 3;

/// The facts of the whole appendix.
pub(super) fn all(material: &Material<'_>, known: &Known<'_>) -> Json {
    let group = material.figures.list(&material.form.report.main_list).map(|list| &list.all);
    Facts { material, known, area: None }.of(group)
}

/// The facts of one area.
pub(super) fn area(material: &Material<'_>, known: &Known<'_>, area: &str) -> Json {
    let list = material.figures.list(&material.form.report.main_list);
    Facts { material, known, area: Some(area) }.of(list.and_then(|list| list.all.of_area(area)))
}

/// The facts of the whole, or of an area.
pub(super) struct Facts<'f> {
    pub(super) material: &'f Material<'f>,
    pub(super) known: &'f Known<'f>,
    pub(super) area: Option<&'f str>,
}

/// A figure with the formula that it comes from.
pub(super) type Traced = (Decimal, String);

impl Facts<'_> {
    fn of(&self, group: Option<&Group<'_>>) -> Json {
        let (material, form) = (self.material, self.material.form);
        let roles = &form.report.roles;
        let items: Vec<&Item<'_>> =
            group.map(Group::counting_items).unwrap_or_default().into_iter().filter(|item| !item.balancing).collect();
        let total = |role: &Option<String>| self.total(&form.report.main_list, group, role.as_deref());
        let (target, forecast, achieved) = (total(&roles.target), total(&roles.forecast), total(&roles.achieved));
        let against = delivered(material);
        let gaps: Vec<(&Item<'_>, Decimal)> =
            items.iter().filter_map(|item| Some((*item, as_saving(form, gap(item, roles, against)?)?))).collect();
        let is_without = |item: &&&Item<'_>| {
            let known = |id: Option<&str>| {
                id.and_then(|id| item.figures.get(id)).is_some_and(|figure| figure.counted.is_some())
            };
            against.is_some() && known(roles.target.as_deref()) && !known(against)
        };
        let without: Vec<&Item<'_>> = items.iter().filter(is_without).copied().collect();
        // What is missing in all, where the items' gaps come to it: not where a total counts what no item has.
        let missing =
            target.clone().zip(total(&against.map(str::to_string))).and_then(|((of, trace), (done, done_trace))| {
                let net = of.checked_sub(done)?;
                let sum = money::checked_sum(gaps.iter().map(|(_, gap)| *gap))?;
                (net == sum && without.is_empty()).then(|| (net, format!("({trace} - {done_trace})")))
            });
        let short: Vec<_> = gaps.iter().filter(|(_, gap)| *gap > Decimal::ZERO).copied().collect();
        let over: Vec<_> = gaps.iter().filter(|(_, gap)| *gap < Decimal::ZERO).copied().collect();
        let main = form.main();
        let year = material.period.year;
        let lists = list_facts::lists(material, self.known, self.area);
        let counts = Counts::of(material.findings);
        let main_list = form.report.main_list.clone();
        let schemes = Chosen { balancing: Some(false), ..Chosen::default() };
        let count =
            |name: &str, number: usize, from: From| self.handle(name, Kind::Number, Some(Decimal::from(number)), from);
        let facts = json!({
            "title": words(&form.report.title),
            "council": words(&form.report.council),
            "committee": words(&form.report.committee),
            "period": form.calendar.period(material.period),
            "year": year.label(),
            "next_year": year.next().label(),
            "as_at": form.calendar.long_date(material.as_at()),
            "year_end": form.calendar.long_date(year.last_day(form.report.year_starts)),
            "area": self.area.and_then(|id| form.area(id)).map(|area| words(&area.name)),
            "item": main.map_or("scheme".to_string(), |list| words(&list.item)),
            "item_plural": main.map_or("schemes".to_string(), |list| words(&list.items)),
            "items": count("items", items.len(), From::Count { list: main_list, of: schemes }),
            "target": traced("target", Kind::Amount, target.clone()),
            "forecast": traced("forecast", Kind::Amount, forecast.clone()),
            "achieved": traced("achieved", Kind::Amount, achieved.clone()),
            "negative_savings": form.report.negative_savings,
            "has_achieved": roles.achieved.is_some(),
            "percent": traced("percent", Kind::Percentage, share(forecast, target.clone())),
            "achieved_percent": traced("achieved_percent", Kind::Percentage, share(achieved, target)),
            "missing": traced("missing", Kind::Amount, missing),
            "without_forecast": count("without_forecast", without.len(), From::Cells(How::Count, without.iter().filter_map(|item| Some(item.row?.at.clone())).collect())),
            "without_forecast_target": self.target_of(&without),
            "short": count("short", short.len(), items_of(&short)),
            "shortfall": self.gaps("shortfall", &short),
            "over_items": count("over_items", over.len(), items_of(&over)),
            "over": self.gaps("over", &over),
            "open": count("open", counts.error + counts.query, self.findings(Finding::blocks)),
            "explained": count("explained", self.number(settled::is_answered), self.findings(settled::is_answered)),
            "totals": lists.totals,
            "balancing": lists.balancing,
            "groups": lists.groups,
            "figures": self.by_id(|index, figure, _| {
                let amount = figure.figure.amount()?;
                let kind = known::kind_of(&form.figures.get(index)?.column);
                Some(traced(&format!("figures.{}", figure.id), kind, Some((amount, self.known.of_form(index)?))))
            }),
            "figure_text": self.by_id(|index, _, _| Some(Json::String(form_level::spoken(material, self.known, index)))),
            "figure_as_at": self.by_id(|_, figure, _| figure.as_at.map(|date| Json::String(period::short_date(date)))),
            "before": material.reconciliation.map(|reconciliation| since::before(self, reconciliation)),
        });
        let (Json::Object(mut facts), Json::Object(more)) = (facts, self.beyond()) else { return Json::Null };
        facts.extend(more);
        Json::Object(facts)
    }

    /// What the form calls things, what comes later or is missing, and what stands open or was decided.
    fn beyond(&self) -> Json {
        let (material, form) = (self.material, self.material.form);
        let roles = &form.report.roles;
        let count =
            |name: &str, number: usize, from: From| self.handle(name, Kind::Number, Some(Decimal::from(number)), from);
        let fixed = &material.words.fixed;
        let of_any = |role: &Option<(String, String)>| {
            let (list, column) = role.as_ref()?;
            let all = material.figures.list(list).map(|figures| &figures.all)?;
            // An area's part of another list may be no group of it.
            let group = match self.area {
                Some(area) => all.of_area(area),
                None => Some(all),
            };
            self.total(list, group, Some(column))
        };
        // Of a list of other items it would count what the forecast does not.
        let is_of_main = |(list, _): &(String, String)| {
            let of = form.list(list).and_then(|list| list.summary_of.as_ref()).map(|summary| &summary.of);
            *list == form.report.main_list || of == Some(&form.report.main_list)
        };
        let later = of_any(&roles.later.clone().filter(is_of_main));
        let remaining = of_any(&roles.shortfall);
        // They stand against savings, and are no savings themselves.
        let pressures = of_any(&roles.pressures).and_then(|(amount, trace)| match form.report.negative_savings {
            true => Some((Decimal::ZERO.checked_sub(amount)?, format!("(-{trace})"))),
            false => Some((amount, trace)),
        });
        let net = of_any(&roles.net);
        let of_status = |status: Status| material.findings.iter().filter(move |finding| finding.status == status);
        let left_open: Vec<&Finding> = of_status(Status::OpenAtPublication).collect();
        let is_conditional = |finding: &&Finding| {
            finding.code == CONDITIONAL && finding.area.as_deref() == self.area.or(finding.area.as_deref())
        };
        let conditional: Vec<Place> =
            of_status(Status::Open).filter(is_conditional).map(|finding| finding.at.clone()).collect();
        json!({
            "word_target": term(form.report.words.target.as_deref(), fixed.term_target()),
            "word_forecast": term(form.report.words.forecast.as_deref(), fixed.term_forecast()),
            "word_achieved": term(form.report.words.achieved.as_deref(), fixed.term_achieved()),
            "outturn": material.period.part == Part::Outturn,
            "certainty": self.certainty(),
            "recurrence": self.recurrence(),
            "outside": self.outside(),
            "later": traced("later", Kind::Amount, later),
            "later_name": self.name_of(roles.later.as_ref()),
            "pressures": traced("pressures", Kind::Amount, pressures),
            "pressures_name": self.name_of(roles.pressures.as_ref()),
            "net": traced("net", Kind::Amount, net),
            "net_name": self.name_of(roles.net.as_ref()),
            "remaining": traced("remaining", Kind::Amount, remaining),
            "remaining_name": self.name_of(roles.shortfall.as_ref()),
            "remaining_gross": self.sum_of("remaining_gross", roles.shortfall.as_ref(), |amount| amount > Decimal::ZERO),
            "remaining_over": self.sum_of("remaining_over", roles.shortfall.as_ref(), |amount| amount < Decimal::ZERO),
            "left_open": count("left_open", left_open.len(), self.findings(|finding| finding.status == Status::OpenAtPublication)),
            "conditional": count("conditional", conditional.len(), From::Cells(How::Count, conditional)),
            "reasons_print": form.pages.reasons != Prints::No && of_status(Status::Explained).any(settled::is_difference),
            "answers_print": form.pages.answers != Prints::No,
            "nothing_to_report": nothing_to_report(material),
            "not_updated": not_updated(material, self.area),
            "approvals": approvals(material, false),
            "approvals_awaited": approvals(material, true),
        })
    }

    /// How certain the parts of the main list's figures are.
    fn certainty(&self) -> Option<String> {
        let (list, group) = self.main_group()?;
        let named = |column: &Column| self.is_named(column);
        self.sentences(certainty::sentences(self.material, list, &group.counting_items(), true, named))
    }

    /// How much of the main list's figures recurs, and what they come to in a full year.
    fn recurrence(&self) -> Option<String> {
        let (list, group) = self.main_group()?;
        let items = group.counting_items();
        let of = Totalled { material: self.material, list, items, group, as_savings: true };
        self.sentences(recurrence::sentence(&of, |column| self.is_named(column)).into_iter().collect())
    }

    /// What of the main list stands out of its totals.
    fn outside(&self) -> Option<String> {
        let (list, group) = self.main_group()?;
        let named = |column: &Column| self.is_named(column);
        self.sentences(outside::sentences(self.material, list, &group.items_outside(), true, named))
    }

    /// The main list, and what of it the facts are about.
    fn main_group(&self) -> Option<(&List, &Group<'_>)> {
        let list = self.material.form.main()?;
        let all = &self.material.figures.list(&list.id)?.all;
        let group = match self.area {
            Some(area) => all.of_area(area)?,
            None => all,
        };
        Some((list, group))
    }

    /// Whether a column of the main list is one of its roles.
    fn is_named(&self, column: &Column) -> bool {
        let roles = &self.material.form.report.roles;
        let named = [&roles.target, &roles.forecast, &roles.achieved, &roles.profile];
        named.iter().any(|role| role.as_ref() == Some(&column.id))
    }

    /// Several sentences, each with the cells behind it, as a template gets them.
    fn sentences(&self, sentences: Vec<(String, Vec<Place>)>) -> Option<String> {
        let spoken = sentences.into_iter().map(|(sentence, places)| self.known.sentence(&sentence, places));
        let said: Vec<String> = spoken.collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    pub(super) fn handle(&self, name: &str, kind: Kind, figure: Option<Decimal>, from: From) -> Json {
        self.known.handle((name, self.area), kind, figure, from)
    }

    /// The total of a column of a list, as a saving.
    fn total(&self, list: &str, group: Option<&Group<'_>>, column: Option<&str>) -> Option<Traced> {
        let column = column?;
        let figure = group?.totals.get(column)?;
        let from = From::Total { list: list.to_string(), column: column.to_string(), origin: figure.origin.clone() };
        let amount = figure.amount()?;
        let trace = self.known.add(&format!("totals.{list}.{column}"), self.area, amount, from);
        self.saved(amount, trace)
    }

    /// An amount as a saving.
    pub(super) fn saved(&self, amount: Decimal, trace: String) -> Option<Traced> {
        let negative = self.material.form.report.negative_savings;
        Some((as_saving(self.material.form, amount)?, if negative { format!("(-{trace})") } else { trace }))
    }

    /// The targets of some items, added up.
    fn target_of(&self, items: &[&Item<'_>]) -> Json {
        let form = self.material.form;
        let found = form.report.roles.target.as_ref().zip(form.main());
        let found = found.and_then(|(target, list)| self.added_up(list, items, target));
        self.sum("without_forecast_target", found.and_then(|(sum, places)| Some((as_saving(form, sum)?, places))))
    }

    /// What a column of some items comes to, with the cells behind it.
    fn added_up(&self, list: &List, items: &[&Item<'_>], column: &str) -> Option<(Decimal, Vec<Place>)> {
        let amounts = items.iter().filter_map(|item| Some(item.figures.get(column)?.counted?.value()));
        let behind = self.material.figures.behind_list(self.material.form, list);
        Some((money::checked_sum(amounts)?, behind.items(items.iter().copied(), column)))
    }

    /// A sum as a template gets it.
    fn sum(&self, name: &str, found: Option<(Decimal, Vec<Place>)>) -> Json {
        let (sum, places) = found.unzip();
        self.handle(name, Kind::Amount, sum, From::Cells(How::Worked, places.unwrap_or_default()))
    }

    /// What the target of some items is more, or less, than what is delivered of it: in all.
    fn gaps(&self, name: &str, items: &[(&Item<'_>, Decimal)]) -> Json {
        let roles = &self.material.form.report.roles;
        let columns = [roles.target.as_deref(), delivered(self.material)];
        let form = self.material.form;
        let behind = form.main().map(|list| self.material.figures.behind_list(form, list));
        let cells = items.iter().flat_map(|(item, _)| {
            let of = |id: &str| behind.map(|behind| behind.item(item, id)).unwrap_or_default();
            columns.into_iter().flatten().flat_map(of)
        });
        let sum = money::checked_sum(items.iter().map(|(_, gap)| gap.abs()));
        self.handle(name, Kind::Amount, sum, From::Cells(How::Worked, cells.collect()))
    }

    fn number(&self, is_one: impl Fn(&Finding) -> bool) -> usize {
        self.material.findings.iter().filter(|finding| is_one(finding)).count()
    }

    fn findings(&self, is_one: impl Fn(&Finding) -> bool) -> From {
        let found = self.material.findings.iter().filter(|finding| is_one(finding));
        // An answered one by its answer.
        let at = |finding: &Finding| {
            let answer = finding.explained_by.as_ref().and_then(|answer| self.material.decisions.entry(answer.line));
            answer.unwrap_or(&finding.at).clone()
        };
        From::Cells(How::Count, found.map(at).collect())
    }

    /// What a column is called in a sentence.
    fn name_of(&self, role: Option<&(String, String)>) -> Option<String> {
        let (list, column) = role?;
        let column = self.material.form.list(list)?.column(column)?;
        Some(words(&tables::column_name(self.material, column)))
    }

    /// The size of those of a column's figures that are chosen, added up.
    fn sum_of(&self, name: &str, role: Option<&(String, String)>, is_one: impl Fn(Decimal) -> bool) -> Json {
        let form = self.material.form;
        let found = role.and_then(|(list, column)| {
            let list = form.list(list)?;
            let all = &self.material.figures.list(&list.id)?.all;
            let group = match self.area {
                Some(area) => all.of_area(area)?,
                None => all,
            };
            let items = group.counting_items().into_iter().filter(|item| !item.balancing);
            let amount = |item: &Item<'_>| Some(item.figures.get(column)?.counted?.value());
            let chosen: Vec<&Item<'_>> = items.filter(|item| amount(item).is_some_and(&is_one)).collect();
            self.added_up(list, &chosen, column)
        });
        self.sum(name, found.map(|(sum, places)| (sum.abs(), places)))
    }

    /// Something of each form-level figure, by its id.
    fn by_id(&self, what: impl Fn(usize, &FormFigure, &str) -> Option<Json>) -> Json {
        let form = self.material.form;
        let figures = form.figures.iter().zip(&self.material.figures.form_level).enumerate();
        let fact = |(index, (of, figure))| {
            let said = form_level::say(form, of, figure);
            (figure.id.clone(), what(index, figure, &said).unwrap_or(Json::Null))
        };
        Json::Object(figures.map(fact).collect())
    }
}

/// A figure as a template gets it; nothing where it is not known.
pub(super) fn traced(name: &str, kind: Kind, figure: Option<Traced>) -> Json {
    let handle = |(figure, trace)| Handle { figure, kind: Some(kind), name: name.to_string(), trace }.json();
    figure.map_or(Json::Null, handle)
}

/// What a form calls something, else the program's own word for it.
fn term(own: Option<&str>, usual: &Text) -> String {
    own.map_or_else(|| usual.said(), words)
}

/// The areas that have nothing to report, by their names.
fn nothing_to_report(material: &Material<'_>) -> String {
    let areas = material.findings.iter().filter(|finding| finding.code == NIL_RETURN);
    let names = areas.filter_map(|finding| Some(words(&material.form.area(finding.area.as_deref()?)?.name)));
    material.words.fixed.list(&names.collect::<Vec<_>>(), ", ", usize::MAX)
}

/// The day at which an area's figures stand that are as last reported; of the whole, the names of such areas.
fn not_updated(material: &Material<'_>, area: Option<&str>) -> String {
    let own = material.last_reported.iter().filter(|own| area.is_none_or(|area| own.area == area));
    let said = own.filter_map(|own| match area {
        Some(_) => Some(material.form.calendar.long_date(own.as_at)),
        None => Some(words(&material.form.area(&own.area)?.name)),
    });
    material.words.fixed.list(&said.collect::<Vec<_>>(), ", ", usize::MAX)
}

/// The change requests that hold from the period and are approved, or (`awaited`) are to be after the paper is published: each with who
/// approves it and when. What is not approved yet, and does not show in the figures, is nobody's change.
fn approvals(material: &Material<'_>, awaited: bool) -> String {
    let mut said: Vec<String> = Vec::new();
    for (request, outcome) in held(material.decisions, material.reconciliation, material.period) {
        let approval = Approval::of(material.form, material.period, request.date);
        let shows = !awaited || outcome.is_some_and(|outcome| outcome.reflected);
        if !shows || (approval == Approval::Awaited) != awaited {
            continue;
        }
        let day = || material.form.calendar.long_date(request.date);
        let when = reason::said(material, approval, request.date).filter(|_| !awaited).unwrap_or_else(day);
        let approval = format!("{} ({}, {when})", words(&request.reference), words(&request.approved_by));
        if !said.contains(&approval) {
            said.push(approval);
        }
    }
    material.words.fixed.list(&said, "; ", MOST_NAMED)
}

/// What share one figure is of another.
pub(super) fn share(part: Option<Traced>, of: Option<Traced>) -> Option<Traced> {
    let ((part, trace), (of, of_trace)) = part.zip(of)?;
    Some((part.checked_div(of)?, format!("({trace} / {of_trace})")))
}

/// Where some items stand.
fn items_of(items: &[(&Item<'_>, Decimal)]) -> From {
    From::Cells(How::Count, items.iter().filter_map(|(item, _)| Some(item.row?.at.clone())).collect())
}

/// Words of a form or a return.
pub(super) fn words(text: &str) -> String {
    handle::without_marks(text)
}

/// A saving as sentences say it: a positive amount, however the form writes savings.
pub(super) fn as_saving(form: &Form, amount: Decimal) -> Option<Decimal> {
    if form.report.negative_savings { Decimal::ZERO.checked_sub(amount) } else { Some(amount) }
}

/// The column of what is delivered of the target: the forecast; at outturn what was achieved, where the form has that.
pub(super) fn delivered<'m>(material: &Material<'m>) -> Option<&'m str> {
    let roles = &material.form.report.roles;
    let achieved = roles.achieved.as_deref().filter(|_| material.period.part == Part::Outturn);
    achieved.or(roles.forecast.as_deref())
}

/// Target less what is delivered of it.
pub(super) fn gap(item: &Item<'_>, roles: &Roles, delivered: Option<&str>) -> Option<Decimal> {
    let amount = |id: Option<&str>| item.figures.get(id?)?.counted.map(|quantity| quantity.value());
    amount(roles.target.as_deref())?.checked_sub(amount(delivered)?)
}
