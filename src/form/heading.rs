//! Headings and titles with the period's dates filled in.

use jiff::civil::Date;

use crate::filled::substitute;
use crate::form::Form;
use crate::period::{Calendar, Period, short_date};

/// The names that may stand between `{{` and `}}` in headings, titles and notes.
pub const NAMES: &[&str] = &[
    "year",
    "next_year",
    "year_end",
    "next_year_end",
    "year_after_next",
    "year_end_day",
    "next_year_end_day",
    "new_year",
    "next_new_year",
    "new_year_th",
    "next_new_year_th",
    "as_at",
    "period",
];

/// Those that may stand in the title of a table printed once for each area, besides.
pub const AREA_NAMES: &[&str] = &["number", "name"];

/// What may stand behind `figure.ID` in notes: nothing for the figure itself, the day it stands at, its source.
pub const FIGURE_PARTS: [&str; 3] = ["", ".as_at", ".source"];

/// Those that may stand in the label of a subtotal, besides.
pub const GROUP_NAMES: &[&str] = &["group"];

/// A heading or title of the form for a period: `{{year}}` 2022/23, `{{next_year}}`, `{{year_end}}` 31/03/23,
/// `{{next_year_end}}`, `{{year_after_next}}` 2024/25, `{{year_end_day}}` 31 March 2023, `{{next_year_end_day}}`, `{{new_year}}` 1 April 2023, `{{next_new_year}}`, `{{new_year_th}}` 1st April 2023,
/// `{{next_new_year_th}}`, `{{as_at}}` 31 December 2022, `{{period}}` Quarter 3, 2022/23, and what `more` names besides. Validation has made sure that no other name is used; an unknown
/// one would stay as it is. Where a name stands for nothing (an area without a number), outer blanks go.
pub fn fill(form: &Form, template: &str, period: Period, more: &[(&str, &str)]) -> String {
    let as_at = form.period(period).and_then(|form| form.as_at);
    fill_for(&form.calendar, template, period, (form.report.year_starts, as_at), more)
}

/// The same, before there is a form.
pub(super) fn fill_for(
    calendar: &Calendar,
    template: &str,
    period: Period,
    (first_month, as_at): (i8, Option<Date>),
    more: &[(&str, &str)],
) -> String {
    let year = period.year;
    let long_date = |date| calendar.long_date(date);
    let ordinal_date = |date| calendar.ordinal_date(date);
    let filled = substitute(template, |name| {
        if let Some((_, value)) = more.iter().find(|(known, _)| *known == name) {
            return Some((*value).to_string());
        }
        Some(match name {
            "year" => year.label(),
            "next_year" => year.next().label(),
            "year_end" => short_date(year.last_day(first_month)),
            "next_year_end" => short_date(year.next().last_day(first_month)),
            "year_after_next" => year.next().next().label(),
            "year_end_day" => long_date(year.last_day(first_month)),
            "next_year_end_day" => long_date(year.next().last_day(first_month)),
            "new_year" => long_date(year.next().first_day(first_month)),
            "next_new_year" => long_date(year.next().next().first_day(first_month)),
            "new_year_th" => ordinal_date(year.next().first_day(first_month)),
            "next_new_year_th" => ordinal_date(year.next().next().first_day(first_month)),
            "as_at" => long_date(as_at.unwrap_or_else(|| period.last_day(first_month))),
            "period" => calendar.period(period),
            _ => return None,
        })
    });
    if more.iter().any(|(_, value)| value.is_empty()) { filled.trim().to_string() } else { filled }
}

/// A heading without its unit, for a sentence that gives the unit with the figures: 'Target (£000s)', 'Target £000' and
/// 'Target (£m) to date' are 'Target' and 'Target to date'. A heading that is nothing but a unit stays.
pub fn without_unit(heading: &str) -> String {
    let opens_with_pound = |text: &str| text.trim_start_matches("in ").starts_with('£');
    let mut name = String::new();
    let mut rest = heading;
    while let Some((before, bracketed)) = rest.split_once('(') {
        let (inside, after) = bracketed.split_once(')').unwrap_or((bracketed, ""));
        if opens_with_pound(inside.trim()) {
            name.push_str(before);
            rest = after;
        } else {
            let taken = rest.len() - bracketed.len();
            name.push_str(&rest[..taken]);
            rest = bracketed;
        }
    }
    name.push_str(rest);
    let mut words: Vec<&str> = name.split_whitespace().collect();
    if words.len() > 1 && words.last().is_some_and(|last| last.starts_with('£')) {
        words.pop();
    }
    if words.is_empty() { heading.trim().to_string() } else { words.join(" ") }
}

/// What a heading calls its column, for titles and sentences: without its unit, and without the date or year that it ends in
/// where the name is whole without it. 'Target {{year_end}} (£000s)' is 'Target', 'The {{year}} target' 'The 2022/23 target',
/// '{{year}} Savings Proposed' '2022/23 Savings Proposed', and 'Forecast at {{year_end}}' 'Forecast at 31/03/23'.
pub fn name(form: &Form, template: &str, period: Period) -> String {
    fill(form, whole_without_dates(&form.calendar, &without_unit(template)), period, &[])
}

fn whole_without_dates<'t>(calendar: &Calendar, template: &'t str) -> &'t str {
    let shorter = template.strip_suffix("}}").and_then(|open| Some(open.rsplit_once("{{")?.0.trim_end()));
    shorter.filter(|name| is_whole(calendar, name)).unwrap_or(template)
}

/// Whether words name something as they stand: they end in a word or a number that leads on to nothing.
fn is_whole(calendar: &Calendar, name: &str) -> bool {
    let last = name.split_whitespace().last().unwrap_or_default();
    last.ends_with(|last: char| last.is_alphanumeric() || last == ')')
        && !calendar.leads_on.iter().any(|word| last.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn filled(template: &str, period: &str, more: &[(&str, &str)]) -> String {
        fill_for(&Calendar::english(), template, Period::parse(period).unwrap(), (4, None), more)
    }

    #[test]
    fn a_heading_names_its_column_wherever_a_date_stands_in_it() {
        let cases = [
            ("Target {{year_end}} (£000s)", "Target"),
            ("{{year}} Savings Proposed", "{{year}} Savings Proposed"),
            ("The {{year}} target £m", "The {{year}} target"),
            ("Forecast at {{ year_end }}", "Forecast at {{ year_end }}"),
            ("Savings {{year}} to {{year_end}}", "Savings {{year}} to {{year_end}}"),
            ("{{year}}", "{{year}}"),
            ("Target: {{year}}", "Target: {{year}}"),
            ("Target (all years) (£m)", "Target (all years)"),
            ("% By {{year_end}}", "% By {{year_end}}"),
        ];
        for (heading, name) in cases {
            assert_eq!(whole_without_dates(&Calendar::english(), &without_unit(heading)), name, "{heading}");
        }
    }

    #[test]
    fn the_dates_of_the_period_are_filled_in() {
        let cases = [
            ("{{year}}", "2022/23"),
            ("{{next_year}}", "2023/24"),
            ("{{year_after_next}}", "2024/25"),
            ("Projected by {{year_end_day}}", "Projected by 31 March 2023"),
            ("By {{next_year_end_day}}", "By 31 March 2024"),
            ("Target {{year_end}} (£000s)", "Target 31/03/23 (£000s)"),
            ("% By {{ next_year_end }}", "% By 31/03/24"),
            ("{{new_year}}", "1 April 2023"),
            ("{{next_new_year}}", "1 April 2024"),
            ("{{new_year_th}}", "1st April 2023"),
            ("{{next_new_year_th}}", "1st April 2024"),
            ("{{as_at}}", "31 December 2022"),
            ("{{period}}", "Quarter 3, 2022/23"),
            ("{{unknown}} {{year}} {{ {", "{{unknown}} 2022/23 {{ {"),
        ];
        for (template, expected) in cases {
            assert_eq!(filled(template, "2022-23-q3", &[]), expected);
        }
        for name in NAMES {
            let template = format!("{{{{{name}}}}}");
            assert_ne!(filled(&template, "2022-23-q3", &[]), template, "every name of the list is known");
        }
    }

    #[test]
    fn the_form_may_name_the_day_and_the_month() {
        let period = Period::parse("2022-23-q3").unwrap();
        let filled =
            |template, first_month, as_at| fill_for(&Calendar::english(), template, period, (first_month, as_at), &[]);
        assert_eq!(filled("{{as_at}}", 4, Some(date(2023, 1, 6))), "6 January 2023");
        assert_eq!(filled("{{year_end}}", 1, None), "31/12/22");
    }

    #[test]
    fn a_heading_is_said_without_its_unit() {
        for heading in
            ["Target (£000s)", "Target £000", "Target £000s", "Target (£k)", "Target £m", "Target", "Target\n£"]
        {
            assert_eq!(without_unit(heading), "Target");
        }
        for heading in ["Target (£'000)", "Target (in £000)", "Target £’000", " Target  ( £m )"] {
            assert_eq!(without_unit(heading), "Target");
        }
        assert_eq!(without_unit("Target (£m) to date"), "Target to date");
        assert_eq!(without_unit("Target (net) (£m)"), "Target (net)");
        assert_eq!(without_unit("More (less) in a full year £000"), "More (less) in a full year");
        assert_eq!(without_unit("£000"), "£000");
        assert_eq!(without_unit("(£000)"), "(£000)");
    }

    #[test]
    fn what_stands_for_nothing_leaves_no_blank() {
        let more = [("number", ""), ("name", "North")];
        assert_eq!(filled("{{number}} {{name}}", "2022-23-q3", &more), "North");
        assert_eq!(filled("{{number}} {{name}}", "2022-23-q3", &[("number", "1."), ("name", "North")]), "1. North");
    }
}
