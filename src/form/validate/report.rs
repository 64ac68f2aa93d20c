//! `[report]`, `[[period]]` and `[privacy]`.

use super::formulas::Scopes;
use super::{Faults, line};
use crate::form::pages::{Pages, Prints};
use crate::form::{Area, FileName, List, PeriodForm, ReportForm, ReturnFile, ReturnForm, Roles, Terms, known_area};
use crate::money::{MoneyStyle, NegativeStyle, Unit};
use crate::period::{FinancialYear, Period};
use crate::toml_reader::Table;

/// April.
const FIRST_MONTH: i8 = 4;

/// More would print nothing but zeros.
const MOST_PRINTED_DECIMALS: u32 = 6;

/// `[report]`; `None` if something it needs is not there (a fault has said so).
/// The workbooks in the folder of returns that are nobody's return.
pub(super) fn not_returns(raw: &Table, areas: &[Area], returns: &[ReturnForm], faults: &mut Faults) -> Vec<FileName> {
    let mut names = Vec::new();
    for value in raw.table("report").into_iter().flat_map(|report| report.list("not_returns")) {
        let Some(text) = value.text() else { continue };
        let name = match FileName::read(text.trim()) {
            Ok(name) => name,
            Err(message) => {
                faults.add(value.at.clone(), message);
                continue;
            }
        };
        let of_areas = areas.iter().flat_map(|area| [&area.id, &area.name].into_iter().chain(&area.also));
        let of_returns = returns.iter().filter_map(|form| match &form.file {
            ReturnFile::Named(name) => Some(&name.written),
            ReturnFile::EachArea => None,
        });
        if let Some(taken) = of_areas.chain(of_returns).find(|taken| name.fits(taken)) {
            let message =
                format!("\"{text}\" would leave out '{taken}', which is a return: name the other file more closely");
            faults.add(value.at.clone(), message);
        }
        names.push(name);
    }
    names
}

pub(super) fn report(
    raw: &Table,
    lists: &[List],
    scopes: &Scopes,
    years: Vec<FinancialYear>,
    faults: &mut Faults,
) -> Option<ReportForm> {
    let first = scopes.first();
    if first.is_none() {
        faults.add(raw.at.clone(), "the form has no [[list]]; a list says what the returns hold");
    }
    let report = raw.table("report")?;
    faults.placeholders(report.value("title"), &[]);
    let main_list = match report.text("main_list") {
        Some(name) => scopes.find(name, "main_list", report.at("main_list"), faults).then(|| name.to_string()),
        None => first.map(str::to_string),
    };
    if let Some(month) = report.whole("year_starts")
        && !(1..=12).contains(&month)
    {
        faults.add(report.at("year_starts"), format!("`year_starts` is a month from 1 to 12, and {month} is none"));
    }
    let mut roles = Roles::default();
    if let (Some(raw), Some(list)) = (report.table("roles"), &main_list) {
        let mut role = |key: &str| {
            let id = raw.text(key)?;
            let scope = scopes.get(list)?;
            scope.money_column(id, &format!("`{key}` of `roles`"), raw.at(key), faults).then(|| id.to_string())
        };
        roles = Roles {
            target: role("target"),
            forecast: role("forecast"),
            achieved: role("achieved"),
            profile: role("profile"),
            original: role("original"),
            approved_changes: role("approved_changes"),
            brought_forward: role("brought_forward"),
            later: None,
            shortfall: None,
            pressures: None,
            net: None,
        };
        // They may be of another list, such as finance's own summary.
        let mut of_any = |key: &str| {
            let (list, id) = raw.text(key).map(|name| name.split_once('.').unwrap_or((list, name)))?;
            let is_there = scopes.find(list, key, raw.at(key), faults);
            let is_money = scopes
                .get(list)
                .is_some_and(|scope| scope.money_column(id, &format!("`{key}` of `roles`"), raw.at(key), faults));
            (is_there && is_money).then(|| (list.to_string(), id.to_string()))
        };
        (roles.later, roles.shortfall) = (of_any("later"), of_any("shortfall"));
        (roles.pressures, roles.net) = (of_any("pressures"), of_any("net"));
        if raw.has("net") && !raw.has("pressures") {
            let message = "`net` of `roles` is the target less the pressures: name their column in `pressures`";
            faults.add(raw.at("net"), message);
        }
        if roles.shortfall.is_some() && report.text("savings") == Some("negative") {
            let message = "`shortfall` of `roles` does not go with savings = \"negative\": nobody could tell on which side of nil something is missing";
            faults.add(raw.at("shortfall"), message);
        }
    }
    let term = |key: &str| report.table("words").and_then(|words| words.string(key));
    let words = Terms { target: term("target"), forecast: term("forecast"), achieved: term("achieved") };
    let main_list = main_list?;
    let movements = movements(report, (&main_list, &roles), lists, scopes, faults);
    let trend = trend(raw, report, (&main_list, &roles), lists, scopes, faults);
    Some(ReportForm {
        title: report.string("title")?,
        council: report.string("council")?,
        committee: report.string("committee")?,
        money: money(report.table("money")?, faults)?,
        year_starts: year_starts(raw),
        not_applicable: report.string("not_applicable").unwrap_or_else(|| "-".into()),
        language: language(report, faults),
        negative_savings: report.text("savings") == Some("negative"),
        main_list,
        roles,
        words,
        movements,
        trend,
        years,
        not_returns: Vec::new(),
    })
}

/// The language as a tag is usually written: 'cy', 'en-GB'.
fn language(report: &Table, faults: &mut Faults) -> String {
    let Some(said) = report.text("language") else { return "en-GB".to_string() };
    let is_part = |(index, part): (usize, &str)| match index {
        0 => (2..=3).contains(&part.len()) && part.chars().all(|letter| letter.is_ascii_alphabetic()),
        _ => (2..=8).contains(&part.len()) && part.chars().all(|letter| letter.is_ascii_alphanumeric()),
    };
    if !said.trim().split('-').enumerate().all(is_part) {
        let message =
            format!("`language` is a tag such as \"cy\" (Welsh) or \"en-GB\" (English), and '{said}' is none");
        faults.add(report.at("language"), message);
    }
    let usual = |(index, part): (usize, &str)| match (index, part.len()) {
        (0, _) => part.to_ascii_lowercase(),
        (_, 2) => part.to_ascii_uppercase(),
        _ => part.to_string(),
    };
    said.trim().split('-').enumerate().map(usual).collect::<Vec<_>>().join("-")
}

/// `[pages]`
pub(super) fn pages(raw: &Table) -> Pages {
    let usual = Pages::default();
    let said = |key: &str, otherwise: Prints| {
        raw.table("pages").and_then(|pages| pages.text(key)).map_or(otherwise, Prints::parse)
    };
    Pages {
        changes: said("changes", usual.changes),
        movements: said("movements", usual.movements),
        chart: said("chart", usual.chart),
        chart_is_asked_for: raw.table("pages").is_some_and(|pages| pages.has("chart")),
        trend: said("trend", usual.trend),
        reasons: said("reasons", usual.reasons),
        answers: said("answers", usual.answers),
    }
}

/// The columns whose movements print: those that `movements` names, else those of the roles.
fn movements(
    report: &Table,
    (main, roles): (&str, &Roles),
    lists: &[List],
    scopes: &Scopes,
    faults: &mut Faults,
) -> Vec<(String, String)> {
    let Some(named) = report.texts("movements") else {
        let ids = [&roles.target, &roles.forecast, &roles.achieved].into_iter().flatten();
        return ids.map(|id| (main.to_string(), id.clone())).collect();
    };
    summed(report, ("movements", "does not move"), named, main, (lists, scopes), faults)
}

/// The columns whose last closings print: those that `trend` names, else what is achieved, else forecast, else the target. None unless
/// `[pages]` has them print.
fn trend(
    raw: &Table,
    report: &Table,
    (main, roles): (&str, &Roles),
    lists: &[List],
    scopes: &Scopes,
    faults: &mut Faults,
) -> Vec<(String, String)> {
    let prints = raw.table("pages").filter(|pages| pages.has("trend"));
    if let Some(named) = report.texts("trend") {
        if prints.is_none() {
            let message = "`trend` names the columns whose last closings print, and nothing says where: write trend = \"after\" in [pages], or take \
                           it out";
            faults.add(report.at("trend"), message);
        }
        return summed(report, ("trend", "has no closing that is a sum"), named, main, (lists, scopes), faults);
    }
    let Some(pages) = prints.filter(|pages| pages.text("trend").map(Prints::parse) != Some(Prints::No)) else {
        return Vec::new();
    };
    let own = lists.iter().find(|list| list.id == main);
    let is_sum = |id: &&String| own.is_some_and(|list| is_sum(list, id));
    match [&roles.achieved, &roles.forecast, &roles.target].into_iter().flatten().find(is_sum) {
        Some(id) => vec![(main.to_string(), id.clone())],
        None => {
            // What is the matter with a list is told already.
            if own.is_some() {
                let message = "`trend` has no column to show: `roles` names none whose total is the sum of its items. Name columns in [report], as \
                               trend = [\"list.column\"], or take it out";
                faults.add(pages.at("trend"), message);
            }
            Vec::new()
        }
    }
}

/// Whether the total of a column is the sum of the list's items.
fn is_sum(list: &List, id: &str) -> bool {
    let column = list.columns.iter().find(|known| known.id == id);
    list.has_schemes() && column.is_some_and(|column| column.total.is_whole())
}

/// The columns that a key names, each with its list: money whose totals are sums.
fn summed(
    report: &Table,
    (key, has_none): (&str, &str),
    named: Vec<String>,
    main: &str,
    (lists, scopes): (&[List], &Scopes),
    faults: &mut Faults,
) -> Vec<(String, String)> {
    let at = || report.at(key);
    let mut found = Vec::new();
    for name in named {
        let Some((list, column)) = name.split_once('.') else {
            faults.add(at(), format!("\"{name}\" in `{key}` names no list and column: write \"{main}.{name}\""));
            continue;
        };
        let is_there = scopes.find(list, key, at(), faults)
            && scopes.get(list).is_some_and(|scope| scope.money_column(column, &format!("`{key}`"), at(), faults));
        if !is_there {
            continue;
        }
        let of = lists.iter().find(|known| known.id == list);
        if of.is_some_and(|list| !is_sum(list, column)) {
            let message =
                format!("\"{name}\" in `{key}` {has_none}: it is of a summary or of details, or has no total");
            faults.add(at(), message);
        }
        let named = (list.to_string(), column.to_string());
        if found.contains(&named) {
            faults.add(at(), format!("\"{name}\" stands twice in `{key}`"));
            continue;
        }
        found.push(named);
    }
    found
}

/// The first month of the financial year; April unless said else.
pub(super) fn year_starts(raw: &Table) -> i8 {
    let month = raw.table("report").and_then(|report| report.whole("year_starts"));
    month.and_then(|month| i8::try_from(month).ok()).filter(|month| (1..=12).contains(month)).unwrap_or(FIRST_MONTH)
}

/// How money prints.
fn money(raw: &Table, faults: &mut Faults) -> Option<MoneyStyle> {
    let unit = unit(raw.text("unit")?)?;
    let decimals = raw.whole("decimals").unwrap_or(unit.usual_decimals());
    if decimals > MOST_PRINTED_DECIMALS {
        faults.add(raw.at("decimals"), format!("money prints with at most {MOST_PRINTED_DECIMALS} decimal places"));
    }
    let negative = match raw.text("negative") {
        Some("parentheses") => NegativeStyle::Parentheses,
        _ => NegativeStyle::Minus,
    };
    Some(MoneyStyle { unit, decimals, negative })
}

/// A unit of money by its name.
pub(super) fn unit(name: &str) -> Option<Unit> {
    match name {
        "pounds" => Some(Unit::Pounds),
        "thousands" => Some(Unit::Thousands),
        "millions" => Some(Unit::Millions),
        _ => None,
    }
}

/// `[[period]]`
pub(super) fn periods(raw: &Table, areas: &[Area], faults: &mut Faults) -> Vec<PeriodForm> {
    let mut periods: Vec<PeriodForm> = Vec::new();
    for table in raw.tables("period") {
        let as_at = table.date("as_at");
        let (publication, meeting) = (table.date("publication"), table.date("meeting"));
        let stand = "the date the figures stand at";
        let order = [
            ("meeting", meeting, "the meeting", as_at, stand),
            ("publication", publication, "the day of publication", as_at, stand),
            ("meeting", meeting, "the meeting", publication, "the day of publication"),
        ];
        for (key, later, what, earlier, than) in order {
            if let (Some(later), Some(earlier)) = (later, earlier)
                && later < earlier
            {
                faults
                    .add(table.at(key), format!("{what} ({later}) is before {than} ({earlier}); one of them is wrong"));
            }
        }
        if table.whole("first_page") == Some(0) {
            faults.add(table.at("first_page"), "`first_page` starts from 1");
        }
        let Some(id) = table.text("id") else { continue };
        let id = match Period::parse(id) {
            Ok(id) => id,
            Err(error) => {
                faults.add(table.at("id"), error.to_string());
                continue;
            }
        };
        if let Some(first) = periods.iter().find(|period| period.id == id) {
            faults.add(table.at("id"), format!("the period `{id}` stands in line {} already", line(&first.at)));
        }
        let first_page = table.whole("first_page");
        for value in table.list("nil") {
            let Some(Err(message)) = value.text().map(|id| known_area(areas, id)) else { continue };
            faults.add(value.at.clone(), format!("{message} in `nil`"));
        }
        let nil = table.texts("nil").unwrap_or_default();
        periods.push(PeriodForm { id, as_at, publication, meeting, first_page, nil, at: table.at.clone() });
    }
    periods
}

/// `[privacy]`
pub(super) fn contacts(raw: &Table, faults: &mut Faults) -> Vec<String> {
    let Some(privacy) = raw.table("privacy") else { return Vec::new() };
    for value in privacy.list("contacts") {
        let Some(text) = value.text() else { continue };
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let address = text.split_once('@').is_some_and(|(_, domain)| domain.contains('.'));
        if !address && digits < 6 {
            faults.add(
                value.at.clone(),
                format!("\"{text}\" is no contact: write an e-mail address, '@' and a domain, or a telephone number"),
            );
        }
    }
    privacy.texts("contacts").unwrap_or_default()
}
