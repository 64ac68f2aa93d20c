//! Collections made in code: other layouts and words than the samples'. Final as they are, without decisions.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::random::Random;
use crate::subject::{Result, Source};
use crate::workbook;
use crate::years::{self, Quarter, Size, register, thousands};

/// The collections. Where the first period has no name, there is none before.
pub fn collections() -> Result<Vec<Source>> {
    Ok(vec![
        source("made-in-groups", include_str!("forms/groups.toml"), ["2024-25-q1", "2024-25-q2"], groups)?,
        source("made-by-year", include_str!("forms/years.toml"), ["2024-25-p05", "2024-25-p06"], years)?,
        source("made-register", include_str!("forms/register.toml"), ["2023-24-q3", "2023-24-q4"], register)?,
        source("made-lean", include_str!("forms/lean.toml"), ["", "2024-25-q1"], lean)?,
    ])
}

/// How many of the [honest years](years) are looked at for a quarter about which nothing is asked.
const SEEDS: u64 = 40;

/// Quarters out of the honest years in their two forms, each with the one before: for each form several, of which the first
/// about which nothing is asked is taken. A year's first quarter is left out.
pub fn honest_quarters() -> Result<Vec<Vec<Source>>> {
    let all = |name: &str, form: &str, size: &Size, grids: fn(&Quarter) -> Vec<(String, String)>| {
        let quarters = (1..=SEEDS).flat_map(|seed| {
            let quarters = years::quarters(seed, size, 1);
            let pairs: Vec<[BTreeMap<String, String>; 2]> =
                quarters.windows(2).map(|pair| [0, 1].map(|at| grids(&pair[at]).into_iter().collect())).collect();
            let ids: Vec<[String; 2]> = quarters.windows(2).map(|pair| [pair[0].id(), pair[1].id()]).collect();
            ids.into_iter().zip(pairs)
        });
        let sources = quarters.map(|(ids, grids)| {
            let [first, second] = &ids;
            source(name, form, [first, second], |second| grids[usize::from(second)].clone())
        });
        sources.collect::<Result<Vec<Source>>>()
    };
    Ok(vec![
        all("years-in-thousands", thousands::FORM, &thousands::SIZE, thousands::grids)?,
        all("years-in-a-register", register::FORM, &register::SIZE, register::grids)?,
    ])
}

/// The grids of a period by their file's stem: the first period's, or the second's.
type Grids = BTreeMap<String, String>;

fn source(name: &str, form: &str, periods: [&str; 2], make: impl Fn(bool) -> Grids) -> Result<Source> {
    let [first, second] = periods;
    let parsed = |second: bool| -> Result<BTreeMap<String, workbook::WorkbookText>> {
        let texts = make(second).into_iter();
        texts.map(|(stem, text)| Ok((format!("{stem}.xlsx"), workbook::parse_grid(&text)?))).collect()
    };
    let before = if first.is_empty() { BTreeMap::new() } else { parsed(false)? };
    let mut others = vec![(PathBuf::from("piperoll.toml"), form.as_bytes().to_vec())];
    for (name, grid) in &before {
        let bytes = workbook::write(grid).map_err(|error| error.to_string())?;
        others.push((Path::new("returns").join(first).join(name), bytes));
    }
    Ok(Source { name: name.to_string(), period: second.to_string(), others, now: parsed(true)?, before })
}

const VERBS: [&str; 8] = [
    "Review of",
    "Fewer voids in",
    "Shared contract for",
    "Better use of",
    "New charges for",
    "Energy saving in",
    "Digital",
    "Insourcing of",
];
const THINGS: [&str; 9] = [
    "street lighting",
    "leisure centres",
    "school transport",
    "parks maintenance",
    "home adaptations",
    "library opening hours",
    "fleet and fuel",
    "planning enquiries",
    "waste transfer",
];

/// A title that no other number has.
fn title(number: usize) -> String {
    let (verb, thing) = (VERBS[number % VERBS.len()], THINGS[number % THINGS.len()]);
    format!("{verb} {thing}")
}

/// A percentage in whole points, rounded half up.
fn points(part: usize, whole: usize) -> usize {
    (part * 200 + whole) / (whole * 2)
}

/// Three areas, a workbook each, in £000s: programmes under headings of their own with a subtotal each, references, RAG,
/// percentages, narrative with amounts; and finance's summary by area.
fn groups(second: bool) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut random = Random::of(1, "made-in-groups");
    let quarter = if second { "Quarter 2" } else { "Quarter 1" };
    let mut overall = format!(
        "== Summary\nSavings by directorate, {quarter} 2024/25\n\nDirectorate | Target £000 | Forecast £000 | % of target\n"
    );
    let (mut all_target, mut all_forecast) = (0, 0);
    for (area, name, letter, from) in
        [("place", "Place", "P", 0), ("people", "People and Families", "F", 15), ("resources", "Resources", "R", 30)]
    {
        let mut grid = format!(
            "== Savings\n{name} directorate – savings return, {quarter} 2024/25\nAll amounts in £000s\n\n\
             Ref | Saving | RAG | Target £000 | Forecast £000 | % of target | Achieved to date £000 | Progress\n"
        );
        let (mut number, mut totals) = (0, [0; 3]);
        for (programme, count) in [("Contracts", 5), ("Workforce", 4), ("Income", 3)] {
            let _ = writeln!(grid, " | {programme}");
            let mut sums = [0; 3];
            for _ in 0..count {
                let target = 120 + random.below(80) * 10;
                // What is short grows a little from quarter to quarter.
                let short = [0, 0, 20, 50][random.below(4)];
                let short = if second && short > 0 { short + 4 } else { short };
                let forecast = target - short;
                let share = 20 + random.below(15);
                let achieved = forecast * (if second { share * 2 } else { share }) / 100;
                let rag = if short == 0 { "Green" } else { "Amber" };
                let progress = if short > 0 {
                    format!(
                        "Notice was given later than planned, and £{short}k is still to be found before the year ends."
                    )
                } else if second {
                    "The new arrangements started in July and the effect grows month by month.".to_string()
                } else {
                    "The new arrangements start in July, after staff were consulted in May.".to_string()
                };
                let line = [target, forecast, achieved];
                sums.iter_mut().zip(line).for_each(|(sum, part)| *sum += part);
                let _ = writeln!(
                    grid,
                    "{letter}{:02} | {} | {rag} | {target} | {forecast} | {}% | {achieved} | {progress}",
                    number + 1,
                    title(from + number),
                    points(forecast, target)
                );
                number += 1;
            }
            let [target, forecast, achieved] = sums;
            let percent = points(forecast, target);
            let _ = writeln!(grid, " | Subtotal {programme} | | {target} | {forecast} | {percent}% | {achieved}");
            totals.iter_mut().zip(sums).for_each(|(sum, part)| *sum += part);
        }
        let [target, forecast, achieved] = totals;
        let percent = points(forecast, target);
        let _ = writeln!(grid, " | Total | | {target} | {forecast} | {percent}% | {achieved}");
        let _ = writeln!(overall, "{name} | {target} | {forecast} | {percent}%");
        all_target += target;
        all_forecast += forecast;
        files.insert(area.to_string(), grid);
    }
    let _ = writeln!(overall, "Total | {all_target} | {all_forecast} | {}%", points(all_forecast, all_target));
    files.insert("overall".to_string(), overall);
    files
}

/// One workbook with a sheet an area, in pounds: targets and forecasts over three years, with a total across them, a status and
/// the day it starts.
fn years(second: bool) -> BTreeMap<String, String> {
    let mut random = Random::of(2, "made-by-year");
    let mut grid = String::new();
    let month = if second { "September" } else { "August" };
    for (name, from, count) in [("Highways", 3, 8), ("Housing", 21, 7), ("Culture", 40, 6)] {
        let _ =
            writeln!(grid, "== {name}\n{name}: savings programme 2024/25 to 2026/27, as at the end of {month} 2024\n");
        let _ = writeln!(
            grid,
            "Scheme no. | Scheme | Status | Starts | Target 2024/25 (£) | Target 2025/26 (£) | Target 2026/27 (£) | Target, all years (£) \
             | Forecast 2024/25 (£) | Forecast 2025/26 (£) | Forecast 2026/27 (£) | Forecast, all years (£) | Comment"
        );
        let mut totals = [0; 8];
        for number in 0..count {
            let target = [0, 0, 0].map(|_: usize| 5_000 + random.below(400) * 250);
            let slips = random.below(4) == 0;
            let moved = if slips { target[0] / 5 } else { 0 };
            // A month later a little more of each area's first scheme follows in the second year.
            let moved = if second && number == 0 { moved + target[0] / 20 } else { moved };
            let slips = slips || moved > 0;
            let forecast = [target[0] - moved, target[1] + moved, target[2]];
            let status = if slips { "Behind" } else { "On track" };
            let day = 1 + random.below(27);
            let comment = if slips { "Part of the first year's saving follows in the second." } else { "As planned." };
            let cells = [
                target[0],
                target[1],
                target[2],
                target.iter().sum(),
                forecast[0],
                forecast[1],
                forecast[2],
                forecast.iter().sum::<usize>(),
            ];
            totals.iter_mut().zip(cells).for_each(|(sum, part)| *sum += part);
            let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
            let _ = writeln!(
                grid,
                "{}{} | {} | {status} | @2024-10-{day:02} | {} | {comment}",
                &name[..2].to_uppercase(),
                101 + number,
                title(from + number),
                cells.join(" | ")
            );
        }
        let cells: Vec<String> = totals.iter().map(ToString::to_string).collect();
        let _ = writeln!(grid, " | Total | | | {}", cells.join(" | "));
    }
    BTreeMap::from([("programme".to_string(), grid)])
}

/// One register of all services, in pounds, the service in a column; a percentage and what is left in every row; finance's
/// summary by service beside it.
fn register(second: bool) -> BTreeMap<String, String> {
    let mut random = Random::of(3, "made-register");
    let mut grid = format!(
        "== Register\nRegister of savings\nThe position at the end of quarter {} of 2023/24\n\n\
         Ref | Service | Saving | R or NR | Budget for the year | Delivered to date | Left to deliver | Share delivered | Note\n",
        if second { 4 } else { 3 }
    );
    let mut summary =
        String::from("== By service\nService | Budget for the year | Delivered to date | Left to deliver\n");
    let (mut all_budget, mut all_done) = (0, 0);
    for (service, from, count) in [("Revenues", 5, 6), ("Legal", 24, 5), ("Customer Services", 50, 7)] {
        let (mut budget_sum, mut done_sum) = (0, 0);
        for number in 0..count {
            let budget = 8_000 + random.below(300) * 120;
            let share = 45 + random.below(20);
            let done = budget * (if second { share + 30 } else { share }) / 100;
            let kind = if random.below(3) == 0 { "NR" } else { "R" };
            budget_sum += budget;
            done_sum += done;
            let _ = writeln!(
                grid,
                "{:03} | {service} | {} | {kind} | {budget} | {done} | {} | {}% | {}",
                from * 4 + number + 101,
                title(from + number),
                budget - done,
                points(done, budget),
                if second { "Invoices to the end of March are in." } else { "Invoices to the end of December are in." }
            );
        }
        let _ = writeln!(summary, "{service} | {budget_sum} | {done_sum} | {}", budget_sum - done_sum);
        all_budget += budget_sum;
        all_done += done_sum;
    }
    let _ = writeln!(
        grid,
        " | | Total | | {all_budget} | {all_done} | {} | {}%",
        all_budget - all_done,
        points(all_done, all_budget)
    );
    let _ = writeln!(summary, "Total | {all_budget} | {all_done} | {}", all_budget - all_done);
    BTreeMap::from([("register".to_string(), grid), ("by-service".to_string(), summary)])
}

/// Two areas, a workbook each, in £000s, with as little as a form can ask for: a title, two amounts, a comment.
fn lean(_: bool) -> BTreeMap<String, String> {
    let mut random = Random::of(4, "made-lean");
    let mut files = BTreeMap::new();
    for (area, name, from) in [("north", "North Area", 8), ("south", "South Area", 33)] {
        let mut grid =
            format!("== Sheet1\n{name}: savings in 2024/25\n\nSaving | Target (£000s) | Achieved (£000s) | Comment\n");
        let (mut targets, mut achieved) = (0, 0);
        for number in 0..6 {
            let target = 150 + random.below(900);
            let done = target * (10 + random.below(30)) / 100;
            targets += target;
            achieved += done;
            let _ = writeln!(grid, "{} | {target} | {done} | Started in April.", title(from + number));
        }
        let _ = writeln!(grid, "Total | {targets} | {achieved}");
        files.insert(area.to_string(), grid);
    }
    files
}
