//! One register in pounds: the service in a column, no references, blanks where nothing is profiled, shortfalls in brackets.

use std::fmt::Write as _;

use super::{Quarter, Row, Size, State};

/// The form.
pub const FORM: &str = include_str!("register.toml");

/// How large it is.
pub const SIZE: Size = Size { areas: 4, schemes: 9, programmes: 1 };

const SERVICES: [&str; 4] = ["Planning", "Housing and Homelessness", "Revenues and Benefits", "Leisure"];

/// The grids of a quarter by their file's stem.
pub fn grids(quarter: &Quarter) -> Vec<(String, String)> {
    let day = ["30 June", "30 September", "31 December", "31 March"][quarter.quarter - 1];
    let year = if quarter.quarter == 4 { quarter.year + 1 } else { quarter.year };
    let mut grid = format!(
        "== Register\nRegister of budget reductions as at {day} {year}\n\nService | Budget reduction | Full year budget | \
         Profile to date | Actual to date | Projected (shortfall) / surplus | Delivery date | Status\n"
    );
    let (mut sums, mut last) = ([0; 4], 3);
    for (service, rows) in SERVICES.iter().zip(&quarter.areas) {
        for row in rows {
            let variance = row.forecast - row.target;
            let figures = [row.target, row.profile.unwrap_or(0), row.achieved, variance];
            sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
            let _ = writeln!(
                grid,
                "{service} | {} | {} | {} | {} | {} | {} | {}",
                row.title,
                grouped(row.target),
                row.profile.map_or(String::new(), grouped),
                actual(row),
                if variance == 0 { String::new() } else { grouped(variance) },
                delivery(row, quarter.year),
                status(row),
            );
            last += 1;
        }
    }
    let total = |column: &str, sum: i64| format!("=SUM({column}4:{column}{last}) := {}", grouped(sum));
    let [budget, profile, actual, variance] = sums;
    let _ = writeln!(
        grid,
        " | Total | {} | {} | {} | {}",
        total("C", budget),
        total("D", profile),
        total("E", actual),
        total("F", variance)
    );
    vec![("register".to_string(), grid)]
}

/// With commas; the cells' format shows negative ones in brackets.
fn grouped(pounds: i64) -> String {
    let digits = pounds.abs().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{}{grouped}", if pounds < 0 { "-" } else { "" })
}

/// Nothing to date is a dash, a nought or a blank, as each officer has it.
fn actual(row: &Row) -> String {
    match (row.achieved, row.voice % 3) {
        (0, 0) => "-".to_string(),
        (0, 1) => "0".to_string(),
        (0, _) => String::new(),
        (pounds, _) => grouped(pounds),
    }
}

/// The last day of the quarter in which it is due.
fn delivery(row: &Row, year: u16) -> String {
    let after = u16::try_from(row.due.saturating_sub(1)).unwrap_or(0);
    let (years, quarter) = (year + after / 4, after % 4);
    match quarter {
        0 => format!("@{years}-06-30"),
        1 => format!("@{years}-09-30"),
        2 => format!("@{years}-12-31"),
        _ => format!("@{}-03-31", years + 1),
    }
}

fn status(row: &Row) -> &'static str {
    match (row.state, row.due, row.forecast * 2 < row.target) {
        (State::Delivered, ..) => "Complete",
        (State::NotStarted, ..) => "Not started",
        (State::Short, _, true) => "Delayed",
        (State::Short, ..) => "At risk",
        _ => "On track",
    }
}
