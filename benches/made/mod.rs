//! Collections of any size, made for measuring. Whoever takes this in has `tests/support/workbook.rs` as its `workbook`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::workbook;

/// The schemes of a service area, which has a workbook of its own in each of two periods.
pub const OF_AN_AREA: usize = 40;

/// A collection of two periods in the form of the recovery plan, with narrative of the length that such returns have.
pub fn collection(folder: &Path, schemes: usize) -> Result<(), Box<dyn std::error::Error>> {
    written(folder, schemes, false)
}

/// The same with two faults in each area: the last period's total forecast is 10 too high, and its first scheme had another
/// title in the prior period.
#[allow(dead_code, reason = "each benchmark takes what it needs")]
pub fn spoilt(folder: &Path, schemes: usize) -> Result<(), Box<dyn std::error::Error>> {
    written(folder, schemes, true)
}

fn written(folder: &Path, schemes: usize, spoilt: bool) -> Result<(), Box<dyn std::error::Error>> {
    let mut form = String::from(FORM);
    let areas = schemes.div_ceil(OF_AN_AREA);
    for area in 0..areas {
        writeln!(form, "[[area]]\nid = \"area-{area}\"\nname = \"Service Area {area}\"\n")?;
    }
    fs::write(folder.join("piperoll.toml"), form)?;
    for (period, share) in [("2022-23-q2", 50), ("2022-23-q3", 75)] {
        let returns = folder.join("returns").join(period);
        fs::create_dir_all(&returns)?;
        for area in 0..areas {
            let count = OF_AN_AREA.min(schemes - area * OF_AN_AREA);
            let mut grid = String::from(
                "== Return\nReturn of savings\n\nProject | Target | Forecast | % | Achieved | Timeline | Risks\n",
            );
            let (mut target_sum, mut forecast_sum, mut achieved_sum) = (0, 0, 0);
            for number in 0..count {
                let target = 100 + (number * 37 + area * 11) % 900;
                let forecast = target * (70 + number % 30) / 100;
                let achieved = forecast * share / 100;
                target_sum += target;
                forecast_sum += forecast;
                achieved_sum += achieved;
                let percent = (forecast * 1000 / target + 5) / 10;
                let work = if spoilt && share == 50 && number == 0 { "renegotiation" } else { "review" };
                writeln!(
                    grid,
                    "Scheme {area}.{number}: {work} of contracts and staffing | {target} | {forecast} | {percent}% | {achieved} | {} | {}",
                    timeline(number * areas + area),
                    risks(number * areas + area),
                )?;
            }
            if spoilt && share == 75 {
                forecast_sum += 10;
            }
            let percent = (forecast_sum * 1000).checked_div(target_sum).map_or(0, |share| (share + 5) / 10);
            writeln!(grid, "Total | {target_sum} | {forecast_sum} | {percent}% | {achieved_sum} | |")?;
            fs::write(returns.join(format!("area-{area}.xlsx")), workbook::workbook(&grid))?;
        }
    }
    Ok(())
}

/// Words of which each scheme has its own choice, so that no two narratives are the same.
const WORDS: [[&str; 7]; 4] = [
    ["spring", "summer", "autumn", "winter", "first half", "second half", "last months"],
    ["contracts", "staffing", "placements", "transport", "premises", "licences", "fees"],
    ["recruitment", "procurement", "consultation", "mobilisation", "negotiation", "migration", "refurbishment"],
    ["leads", "managers", "finance partners", "heads of service", "commissioners", "team leaders", "programme board"],
];

/// When a scheme is delivered, in its own words.
fn timeline(number: usize) -> String {
    let [season, matter, ..] = words(number);
    format!(
        "Notice was given in the {season} and the new arrangements for {matter} start in stages after that; the last stage is \
         planned for the end of the financial year, after which the full effect is expected in each later year."
    )
}

/// What may come in its way, in its own words.
fn risks(number: usize) -> String {
    let [_, matter, step, people] = words(number);
    format!(
        "Risk: {step} takes longer than planned and agency cover goes on for some weeks; the market for {matter} remains tight. \
         Risk Mitigation: a weekly meeting of the {people} looks at vacancies and at each package, and the review of {matter} is \
         brought forward where providers agree."
    )
}

fn words(number: usize) -> [&'static str; 4] {
    let mut rest = number;
    WORDS.map(|words| {
        let word = words[rest % words.len()];
        rest /= words.len();
        word
    })
}

const FORM: &str = r#"
version = 1

[report]
title = "Savings"
council = "A council"
committee = "A committee"
money = { unit = "thousands", negative = "minus" }
main_list = "projects"
roles = { target = "target", forecast = "forecast", achieved = "achieved" }

[[list]]
id = "projects"
item = "project"
items = "projects"
key = "title"

[[list.column]]
id = "title"
heading = "Project"
kind = "text"
required = true

[[list.column]]
id = "target"
heading = "Target"
kind = "money"
unit = "thousands"
required = true

[[list.column]]
id = "forecast"
heading = "Forecast"
kind = "money"
unit = "thousands"
required = true

[[list.column]]
id = "percent"
heading = "%"
kind = "percent"
formula = "forecast / target"
total = "forecast / target"

[[list.column]]
id = "achieved"
heading = "Achieved"
kind = "money"
unit = "thousands"
cumulative = true

[[list.column]]
id = "timeline"
heading = "Timeline"
kind = "text"

[[list.column]]
id = "risks"
heading = "Risks"
kind = "text"

[[return]]
list = "projects"
file = "{area}"
area = "file"
totals = ["Total"]

[[table]]
id = "area"
from = "projects"
one_per = "area"
title = "{{name}}"
columns = ["title", "target", "forecast", "percent", "achieved", "timeline", "risks"]
widths = [14, 8, 8, 7, 8, 20, 27]
total_label = "Total"
"#;
