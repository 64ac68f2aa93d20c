//! A workbook from text, in the language of tests/support/workbook.rs, and taken as it comes: what is not understood is a cell's text or
//! is passed over. No library reads it: it is what one might have given.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;
use piperoll::returns::grid::{Raw, Sheet, Workbook};
use piperoll::returns::look::{Colour, Comment, Formula, Hidden, HiddenBy, Look, Run, Sight, Style};
use piperoll::source::{Address, column_letters, column_number};
use rust_decimal::Decimal;

/// The most rows that one line of text makes ('!times').
const MOST_TIMES: usize = 60;

/// The most cells whose look one line changes.
const MOST_CELLS: u32 = 200;

/// The workbook that a text describes.
pub fn workbook(text: &str) -> Workbook {
    let mut workbook = Workbook {
        sheets: Vec::new(),
        marker: None,
        manual_calculation: false,
        rounds_as_shown: false,
        sight: Sight::Whole,
        stray_quotes: Vec::new(),
    };
    let mut row = 0;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("== ") {
            let (name, visible) = match name.trim().strip_suffix("!hidden") {
                Some(name) => (name.trim(), false),
                None => (name.trim(), true),
            };
            let sheet = Sheet { name: name.into(), cells: BTreeMap::new(), visible, look: Look::default() };
            workbook.sheets.push(sheet);
            row = 0;
        } else if let Some(marker) = line.strip_prefix("!name piperoll_area ") {
            workbook.marker = Some(marker.trim().to_string());
        } else if line.starts_with("!manual") {
            workbook.manual_calculation = true;
        } else if line.starts_with("!as-shown") {
            workbook.rounds_as_shown = true;
        } else if line.starts_with("!values") {
            workbook.sight = Sight::Values;
        } else if let Some(sheet) = workbook.sheets.last_mut() {
            if line.starts_with('#') {
                continue;
            }
            if let Some((times, cells)) = line.strip_prefix("!times ").and_then(|rest| rest.split_once(' ')) {
                for number in 1..=times.parse::<usize>().unwrap_or_default().min(MOST_TIMES) {
                    add_row(sheet, row, &cells.replace('#', &number.to_string()));
                    row += 1;
                }
            } else if let Some(look) = line.strip_prefix('!') {
                add_look(sheet, look);
            } else {
                add_row(sheet, row, line);
                row += 1;
            }
        }
    }
    for sheet in &mut workbook.sheets {
        sheet.look.hidden_rows = in_order(std::mem::take(&mut sheet.look.hidden_rows));
        sheet.look.hidden_columns = in_order(std::mem::take(&mut sheet.look.hidden_columns));
    }
    workbook
}

/// What nobody sees is given in order, and never twice.
fn in_order(mut hidden: Vec<Hidden>) -> Vec<Hidden> {
    hidden.sort_by_key(|hidden| (hidden.first, hidden.last));
    let mut kept: Vec<Hidden> = Vec::new();
    for next in hidden {
        if kept.last().is_none_or(|last| last.last + 1 < next.first) {
            kept.push(next);
        }
    }
    kept
}

fn add_row(sheet: &mut Sheet, row: u32, line: &str) {
    let mut from = 0;
    for (cell, column) in line.split('|').map(str::trim).zip(0..) {
        let at = Address::new(row, column);
        if cell == "<" {
            sheet.look.merges.retain(|(first, _)| *first != Address::new(row, from));
            sheet.look.merges.push((Address::new(row, from), at));
            continue;
        }
        from = column;
        let (formula, stored) = match cell.strip_prefix('=').and_then(|formula| formula.rsplit_once(":=")) {
            Some((formula, stored)) => (Some(formula.trim()), stored.trim()),
            None => (None, cell),
        };
        if let Some(text) = formula {
            let formula = Formula { text: text.into(), from: at, has_result: !stored.is_empty() };
            sheet.look.formulas.insert(at, formula);
        }
        if let Some(raw) = raw(sheet, at, stored) {
            sheet.cells.insert(at, raw);
        }
    }
}

fn raw(sheet: &mut Sheet, at: Address, cell: &str) -> Option<Raw> {
    let text = |text: &str| {
        let text = text.replace("\\n", "\n");
        (!text.trim().is_empty()).then_some(Raw::Text(text))
    };
    if let Some(quoted) = cell.strip_prefix('\'') {
        return text(quoted);
    }
    if let Some(date) = cell.strip_prefix('@').and_then(|date| date.parse::<Date>().ok()) {
        return Some(Raw::Date(date));
    }
    match cell {
        "TRUE" | "FALSE" => return Some(Raw::Truth(cell == "TRUE")),
        _ if cell.starts_with('#') && cell.len() > 1 => return Some(Raw::Error(cell.to_string())),
        _ => {}
    }
    let (digits, percent) = cell.strip_suffix('%').map_or((cell, false), |digits| (digits, true));
    let plain = digits.replace(',', "");
    let number = Decimal::from_str_exact(&plain).or_else(|_| Decimal::from_scientific(&plain)).ok();
    let Some(number) = number else { return text(cell) };
    let hundredth = Decimal::new(1, 2);
    let (number, format) = match (percent, digits.contains(',')) {
        (true, _) => (number.checked_mul(hundredth).unwrap_or(number), Some("0%")),
        (false, true) => (number, Some("#,##0")),
        (false, false) => (number, None),
    };
    if let Some(format) = format {
        let style = Style { format: Some(format.into()), ..Style::default() };
        sheet.look.styles.insert(at, Arc::new(style));
    }
    Some(Raw::Number(number))
}

fn add_look(sheet: &mut Sheet, look: &str) {
    let mut words = look.trim().splitn(3, ' ');
    let (what, at) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let with = words.next().unwrap_or_default().trim();
    let by = match what {
        "filter" => HiddenBy::Filter,
        "fold" => HiddenBy::Outline,
        _ => HiddenBy::Hand,
    };
    match what {
        "hide" | "filter" | "fold" => {
            let (first, last) = at.split_once(':').unwrap_or((at, at));
            let row = |text: &str| text.parse::<u32>().ok()?.checked_sub(1);
            if let (Some(first), Some(last)) = (row(first), row(last)) {
                let hidden = Hidden { first, last: last.clamp(first, first.saturating_add(MOST_CELLS)), by };
                sheet.look.hidden_rows.push(hidden);
            } else if let (Some(first), Some(last)) = (column_number(first), column_number(last)) {
                let hidden = Hidden { first, last: last.clamp(first, first.saturating_add(MOST_CELLS)), by };
                sheet.look.hidden_columns.push(hidden);
            }
            return;
        }
        "nils" => sheet.look.hides_zeros = true,
        "rule" => sheet.look.has_colour_rules = true,
        _ => {}
    }
    let (first, last) = at.split_once(':').unwrap_or((at, at));
    let (Some(first), Some(last)) = (Address::parse(first), Address::parse(last)) else { return };
    match what {
        "merge" if first != last => sheet.look.merges.push((first, last)),
        "comment" => sheet.look.comments.push(Comment { at: first, author: None, text: with.to_string() }),
        "box" => sheet.look.text_boxes.push((Some(first), with.to_string())),
        "shown" => drop(sheet.look.shown.insert(first, with.into())),
        "raise" | "strike" if !with.is_empty() => {
            let Some(Raw::Text(text)) = sheet.cells.get(&first) else { return };
            let Some(start) = text.rfind(with) else { return };
            let run = |text: &str, on: bool| Run {
                text: text.to_string(),
                struck: on && what == "strike",
                raised: on && what == "raise",
                lowered: false,
                symbols: None,
                ink: None,
            };
            let runs = [run(&text[..start], false), run(with, true), run(&text[start + with.len()..], false)];
            let runs: Vec<Run> = runs.into_iter().filter(|run| !run.text.is_empty()).collect();
            sheet.look.runs.insert(first, runs.into());
        }
        _ => {
            let rows = first.row..=last.row.min(first.row.saturating_add(MOST_CELLS));
            for row in rows {
                for column in first.column..=last.column.min(first.column.saturating_add(MOST_CELLS)) {
                    let at = Address::new(row, column);
                    let mut style = sheet.look.styles.get(&at).map(|style| (**style).clone()).unwrap_or_default();
                    change(&mut style, what, with);
                    sheet.look.styles.insert(at, Arc::new(style));
                }
            }
        }
    }
}

fn change(style: &mut Style, what: &str, with: &str) {
    let colour = || {
        let number = u32::from_str_radix(with, 16).unwrap_or_default();
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Colour(red, green, blue))
    };
    match what {
        "format" => style.format = Some(with.into()),
        "fill" => style.fill = colour(),
        "ink" => style.ink = colour(),
        "strike" => style.struck = true,
        "raise" => style.raised = true,
        "font" => style.symbols = Some(with.into()),
        "indent" => style.indent = with.parse().unwrap_or(1),
        "bold" => style.bold = true,
        _ => {}
    }
}

/// Such a text of a workbook, as far as the language goes: for seeds.
pub fn text(workbook: &Workbook) -> String {
    let mut text = String::new();
    if let Some(marker) = &workbook.marker {
        let _ = writeln!(text, "!name piperoll_area {marker}");
    }
    for sheet in &workbook.sheets {
        let hidden = if sheet.visible { "" } else { " !hidden" };
        let _ = writeln!(text, "== {}{hidden}", one_line(&sheet.name));
        let rows = sheet.cells.keys().map(|at| at.row + 1).max().unwrap_or_default();
        for row in 0..rows.min(400) {
            let columns = Address::new(row, 0)..Address::new(row + 1, 0);
            let mut line = String::new();
            let mut next = 0;
            for (at, raw) in sheet.cells.range(columns) {
                while next < at.column.min(100) {
                    line.push_str(" | ");
                    next += 1;
                }
                if let Some(formula) = sheet.look.formulas.get(at) {
                    let _ = write!(line, "={} := ", one_line(&formula.text));
                }
                let _ = match raw {
                    Raw::Date(date) => write!(line, "@{date}"),
                    Raw::Text(text) if text.parse::<f64>().is_ok() => write!(line, "'{text}"),
                    other => write!(line, "{}", one_line(&other.text())),
                };
            }
            let _ = writeln!(text, "{line}");
        }
        for (at, style) in sheet.look.styles.iter().take(40) {
            let place = format!("{}{}", column_letters(at.column), at.row + 1);
            if let Some(format) = &style.format {
                let _ = writeln!(text, "!format {place} {format}");
            }
            if let Some(Colour(red, green, blue)) = style.fill {
                let _ = writeln!(text, "!fill {place} {red:02X}{green:02X}{blue:02X}");
            }
            if style.bold {
                let _ = writeln!(text, "!bold {place}");
            }
        }
        for (first, last) in sheet.look.merges.iter().take(20) {
            let place = |at: &Address| format!("{}{}", column_letters(at.column), at.row + 1);
            let _ = writeln!(text, "!merge {}:{}", place(first), place(last));
        }
    }
    text
}

fn one_line(text: &str) -> String {
    text.replace('\n', "\\n").replace(['\r', '|'], " ")
}
