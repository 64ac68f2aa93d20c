//! Directorates in £000s: a workbook each, projects in programmes under headings with subtotals, references, RAG, narrative
//! with amounts, totals as formulas; and finance's summary.

use std::fmt::Write as _;

use super::{Quarter, Row, Size, State};

/// The form.
pub const FORM: &str = include_str!("thousands.toml");

/// How large it is.
pub const SIZE: Size = Size { areas: 3, schemes: 14, programmes: 3 };

/// Its areas: the file's stem, the name, what references start with, and how many decimals its officers type.
const AREAS: [(&str, &str, &str, u32); 3] = [
    ("streets", "Streets and Environment", "SE", 0),
    ("learning", "Children and Learning", "CL-", 0),
    ("corporate", "Corporate Services", "C", 1),
];
const PROGRAMMES: [&str; 3] = ["Contracts and assets", "Workforce", "Income and grants"];

/// An amount in £000s, in tenths.
#[derive(Clone, Copy)]
struct Tenths(i64);

impl Tenths {
    /// Rounded half up to so many decimals, 0 or 1.
    fn of(pounds: i64, decimals: u32) -> Tenths {
        let step = if decimals == 0 { 1_000 } else { 100 };
        let rounded = (pounds + step / 2).div_euclid(step) * step;
        Tenths(rounded / 100)
    }
}

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        match self.0.abs() % 10 {
            0 => write!(f, "{sign}{}", self.0.abs() / 10),
            tenth => write!(f, "{sign}{}.{tenth}", self.0.abs() / 10),
        }
    }
}

/// The grids of a quarter by their file's stem.
pub fn grids(quarter: &Quarter) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let year = format!("{}/{:02}", quarter.year, (quarter.year + 1) % 100);
    let mut summary = format!(
        "== Summary\nSavings programme, quarter {} of {year}\n\n\
         Directorate | Target £000 | Forecast £000 | Achieved £000 | Forecast %\n",
        quarter.quarter
    );
    let mut sums = [0; 3];
    for ((stem, name, prefix, decimals), rows) in AREAS.iter().zip(&quarter.areas) {
        let title = format!("{name}: savings, quarter {} of {year}", quarter.quarter);
        let (grid, totals) = area(&title, &year, quarter.quarter, prefix, *decimals, rows);
        files.push(((*stem).to_string(), grid));
        sums.iter_mut().zip(totals).for_each(|(sum, part)| *sum += part);
        let row = 3 + files.len();
        let [target, forecast, achieved] = totals.map(Tenths);
        let _ = writeln!(
            summary,
            "{name} | {target} | {forecast} | {achieved} | =ROUND(C{row}/B{row},2) := {}%",
            percent(totals[1], totals[0])
        );
    }
    let [target, forecast, achieved] = sums.map(Tenths);
    let _ = writeln!(
        summary,
        "Total | =SUM(B4:B6) := {target} | =SUM(C4:C6) := {forecast} | =SUM(D4:D6) := {achieved} | =ROUND(C7/B7,2) := {}%",
        percent(sums[1], sums[0])
    );
    files.push(("summary".to_string(), summary));
    files
}

/// A percentage in whole points, rounded half up.
fn percent(part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { (part * 200 + whole).div_euclid(whole * 2) }
}

/// An area's workbook, and its totals.
fn area(title: &str, year: &str, quarter: usize, prefix: &str, decimals: u32, rows: &[Row]) -> (String, [i64; 3]) {
    let mut grid = format!(
        "== Return\n{title}\nAll figures in £000s\n\nRef. | Project | RAG | Target {year} £000 | Forecast {year} £000 | \
         Forecast as % of target | Achieved to date £000 | Progress\n"
    );
    let (mut line, mut totals, mut subtotals) = (5, [0; 3], Vec::new());
    for (programme, name) in PROGRAMMES.iter().enumerate() {
        let own: Vec<&Row> = rows.iter().filter(|row| row.programme == programme).collect();
        if own.is_empty() {
            continue;
        }
        let _ = writeln!(grid, " | {name}");
        let (first, mut sums) = (line + 1, [0; 3]);
        line += 1;
        for row in own {
            let figures = [row.target, row.forecast, row.achieved].map(|pounds| Tenths::of(pounds, decimals));
            sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure.0);
            let [target, forecast, achieved] = figures;
            // Some type a dash for nothing.
            let achieved =
                if achieved.0 == 0 && row.voice.is_multiple_of(3) { "-".to_string() } else { achieved.to_string() };
            let _ = writeln!(
                grid,
                "{prefix}{:02} | {} | {} | {target} | {forecast} | =ROUND(E{line}/D{line},2) := {}% | {achieved} | {}",
                row.number,
                row.title,
                rag(row, figures),
                percent(forecast.0, target.0),
                progress(row, figures, quarter),
            );
            line += 1;
        }
        subtotals.push(line);
        let last = line - 1;
        let [target, forecast, achieved] = sums.map(Tenths);
        let _ = writeln!(
            grid,
            " | Sub-total {name} | | =SUM(D{first}:D{last}) := {target} | =SUM(E{first}:E{last}) := {forecast} | \
             =ROUND(E{line}/D{line},2) := {}% | =SUM(G{first}:G{last}) := {achieved}",
            percent(sums[1], sums[0])
        );
        line += 1;
        totals.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
    }
    let of = |column: &str| {
        let parts: Vec<String> = subtotals.iter().map(|row| format!("{column}{row}")).collect();
        format!("={}", parts.join("+"))
    };
    let [target, forecast, achieved] = totals.map(Tenths);
    let _ = writeln!(
        grid,
        " | Total | | {} := {target} | {} := {forecast} | =ROUND(E{line}/D{line},2) := {}% | {} := {achieved}\n\n\
         Note: figures are rounded by the services.",
        of("D"),
        of("E"),
        percent(totals[1], totals[0]),
        of("G"),
    );
    (grid, totals)
}

/// By what is short; some are careful and say Amber of what is only late.
fn rag(row: &Row, [target, forecast, _]: [Tenths; 3]) -> &'static str {
    let short = target.0 - forecast.0;
    match short * 100 {
        ..=0 if row.state == State::NotStarted && row.voice.is_multiple_of(4) => "Amber",
        ..=0 => "Green",
        part if part <= target.0 * 35 => "Amber",
        _ => "Red",
    }
}

fn progress(row: &Row, [target, forecast, achieved]: [Tenths; 3], quarter: usize) -> String {
    let month = ["June", "September", "December", "March"][(row.due.min(4)) - 1];
    let short = Tenths(target.0 - forecast.0);
    match (row.state, row.voice % 3) {
        (State::NotStarted, 0) => "Not due to start yet; staff are being consulted.".to_string(),
        (State::NotStarted, _) => format!("Procurement is under way, with savings of £{target}k expected by {month}."),
        (State::OnTrack, 0) => format!("£{achieved}k achieved to date against a target of £{target}k."),
        (State::OnTrack, 1) => format!("On track at the end of quarter {quarter}; the new contract is in place."),
        (State::OnTrack, _) => "Progressing as planned, with the effect growing month by month.".to_string(),
        (State::Short, 0) => format!("The supplier withdrew, which leaves £{short}k short of target this year."),
        (State::Short, 1) => {
            format!("Started later than planned: £{short}k is still to be found and slips into next year.")
        }
        (State::Short, _) => {
            "The saving is smaller than planned, as fewer posts fell vacant than expected.".to_string()
        }
        (State::Over, 0) => format!("Demand was higher than planned, so £{}k more than the target.", Tenths(-short.0)),
        (State::Over, _) => "Take-up is better than expected and the forecast was raised.".to_string(),
        (State::Delivered, 0) => format!("Delivered in full in {month}."),
        (State::Delivered, _) => "Delivered in full; nothing more is expected this year.".to_string(),
    }
}
