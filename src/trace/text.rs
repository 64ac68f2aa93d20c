//! The same in words, for whoever is asked at the meeting.

use std::collections::BTreeSet;

use super::told::{
    Answer, Cell, Figure, Found, InPeriod, Line, Matched, Movement, Print, Published, Question, Step, Trace, Way, What,
};
use crate::check::show::{plain, wrapped};
use crate::period;
use crate::source::Place;

/// Of the parts of a total, the movements in it, the cells of a figure and the places of an amount so many are said; JSON has all.
const MOST: usize = 40;

/// So many characters of a cell are quoted.
const QUOTED: usize = 80;

/// No line is broken to fewer characters.
const NARROWEST: usize = 40;

/// Lines of at most so many characters, those that go on further in than they begin.
struct Lines {
    text: String,
    width: usize,
}

impl Lines {
    fn add(&mut self, indent: usize, words: &str) {
        let words = plain(words);
        let room = self.width.saturating_sub(indent.saturating_add(2)).max(NARROWEST);
        for (number, line) in wrapped(&words, room).lines().enumerate() {
            let more = if number == 0 { 0 } else { 2 };
            self.text.push_str(&" ".repeat(indent.saturating_add(more)));
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }
}

/// What was found, in lines of at most `width` characters.
pub fn text(trace: &Trace, width: usize) -> String {
    let mut lines = Lines { text: String::new(), width };
    match trace.found {
        Found::Nothing => {
            let meant: Vec<String> = trace.candidates.iter().map(|name| format!("'{name}'")).collect();
            let meant =
                if meant.is_empty() { ".".to_string() } else { format!("; did you mean {}?", meant.join(" or ")) };
            lines.add(0, &format!("Nothing in {} is called or prints as '{}'{meant}", trace.collection, trace.asked));
            lines.add(
                0,
                "Name a scheme by its reference or title (AREA/SCHEME where several areas have it), a total as AREA:COLUMN, or COLUMN alone \
                 for that of all areas, a figure of the appendix as a whole by its id, or an amount as it prints.",
            );
        }
        Found::Several => {
            lines
                .add(0, &format!("Several in {} are called '{}'. Ask for one of them:", trace.collection, trace.asked));
            trace.candidates.iter().for_each(|name| lines.add(2, name));
        }
        Found::One => one(&mut lines, trace),
    }
    lines.text
}

fn one(lines: &mut Lines, trace: &Trace) {
    let of = match (trace.what, &trace.area, &trace.list) {
        (Some(What::Scheme), Some(area), Some(list)) => format!(" ({area}; list '{list}')"),
        (_, _, Some(list)) => format!(" (list '{list}')"),
        _ => String::new(),
    };
    lines.add(0, &format!("{}{of}", trace.name));
    names(lines, trace);
    if trace.what == Some(What::Printed) {
        lines.gap();
        prints(lines, trace);
    }
    for period in &trace.periods {
        lines.gap();
        in_period(lines, trace, period);
    }
}

/// By which decision it is the scheme of another name.
fn matched(matched: &Matched) -> String {
    let Matched { was, role, date: when, words, at } = matched;
    let was = was.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(" and ");
    let by = role.as_ref().zip(when.as_ref()).map(|(role, when)| format!(" by the {role} on {}", date(when)));
    let words = words.as_ref().map(|words| format!(": “{words}”")).unwrap_or_default();
    format!("was {was} in the period before, decided{}{words} ({at})", by.unwrap_or_default())
}

/// What a scheme was called, where it had more than one name.
fn names(lines: &mut Lines, trace: &Trace) {
    let mut names: Vec<(String, Vec<&str>)> = Vec::new();
    for period in &trace.periods {
        let called: Vec<String> =
            period.lines.iter().filter(|line| line.at.is_some() || !line.key.is_empty()).map(called).collect();
        if called.is_empty() {
            continue;
        }
        let called = called.join(" and ");
        match names.last_mut() {
            Some((known, periods)) if *known == called => periods.push(&period.label),
            _ => names.push((called, vec![&period.label])),
        }
    }
    if names.len() > 1 {
        for (called, periods) in names {
            lines.add(2, &format!("{}: {called}", periods.join("; ")));
        }
    }
}

/// 'A12 Voids' (Housing)
fn called(line: &Line) -> String {
    let key = if line.key == line.title || line.key.is_empty() { String::new() } else { format!("{} ", line.key) };
    let area = line.area.as_ref().map(|area| format!(" ({area})")).unwrap_or_default();
    format!("'{key}{}'{area}", line.title)
}

fn prints(lines: &mut Lines, trace: &Trace) {
    let times = match trace.prints.len() {
        1 => "once".to_string(),
        number => format!("{number} times"),
    };
    lines.add(0, &format!("'{}' prints {times} in the appendix:", trace.asked.trim()));
    for Print { table, row, column, text, how, cells, ask } in trace.prints.iter().take(MOST) {
        let row = quoted(row);
        lines.add(2, &format!("'{text}' in '{table}', {row}, {column}: {how}: {}", places(cells, None)));
        if let Some(ask) = ask.as_ref().filter(|_| trace.periods.is_empty()) {
            lines.add(4, &format!("through the periods: piperoll trace {} \"{ask}\"", trace.collection));
        }
    }
    more(lines, 2, trace.prints.len());
}

fn more(lines: &mut Lines, indent: usize, all: usize) {
    let rest = all.saturating_sub(MOST);
    if rest > 0 {
        lines.add(indent, &format!("and {rest} more (--format json has all)"));
    }
}

fn in_period(lines: &mut Lines, trace: &Trace, period: &InPeriod) {
    let from = match &period.returns {
        Some(folder) => format!("the returns in {folder}"),
        None if period.sets.is_empty() => "no returns that could be followed".to_string(),
        None => "no returns here; what was published of it".to_string(),
    };
    lines.add(0, &format!("{} ({}): {from}", period.label, period.period));
    period.not_read.iter().for_each(|why| lines.add(2, why));
    if period.lines.is_empty() {
        lines.add(2, "It is not there.");
    }
    period.answered.iter().for_each(|given| answered(lines, 4, given));
    open(lines, 4, &period.open);
    for line in &period.lines {
        if trace.what != Some(What::Total) && trace.what != Some(What::Figure) && !line.key.is_empty() {
            let at = line.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
            lines.add(2, &format!("{}{at}", called(line)));
        }
        if let Some(matched) = &line.matched {
            lines.add(4, &self::matched(matched));
        }
        let here = line.at.as_ref();
        line.figures.iter().for_each(|figure| self::figure(lines, figure, here));
        open(lines, 4, &line.open);
    }
    for set in &period.sets {
        let fingerprint = set.fingerprint.as_ref().map(|print| format!(", fingerprint {print}")).unwrap_or_default();
        let holds = if set.holds_it { "" } else { "; it is not in it" };
        lines.add(2, &format!("Published: set {} ({}{fingerprint}){holds}.", set.number, set.folder));
    }
}

/// A figure; cells of the sheet that was named for its row are named without it.
fn figure(lines: &mut Lines, figure: &Figure, here: Option<&Place>) {
    lines.add(4, &format!("{}: {}", figure.name, figure.said));
    if let Some(way) = came_about(figure, here) {
        lines.add(6, &way);
    }
    if let Some(entry) = &figure.set_aside {
        lines.add(
            6,
            &format!(
                "'{}' was set aside by the {} on {}, and {} stands: “{}” ({})",
                quoted(&entry.stated),
                entry.role,
                date(&entry.date),
                quoted(&entry.stands),
                entry.words,
                entry.at
            ),
        );
    }
    let mut sheet: Option<&Place> = None;
    for part in figure.parts.iter().take(MOST) {
        if let Some(first) = part.cells.first().filter(|first| !sheet.is_some_and(|sheet| on_one_sheet(sheet, first))) {
            lines.add(8, &format!("in {}:", sheet_of(first)));
            sheet = Some(first);
        }
        lines.add(10, &format!("{}: {}, {}", part.title, part.said, places(&part.cells, sheet)));
    }
    more(lines, 8, figure.parts.len());
    if let Some(cell) = &figure.also_stated {
        lines.add(6, &format!("the return states '{}' for it in {}", quoted(&cell.text), say(&cell.at, here)));
    }
    if let Some(movement) = &figure.movement {
        moved(lines, movement);
    }
    let steps = figure.movement.iter().flat_map(|movement| &movement.steps);
    let told: Vec<u32> = steps.filter_map(|step| step.at.as_ref()?.line).collect();
    for answer in figure.answered.iter().filter(|answer| !told.contains(&answer.line)) {
        answered(lines, 6, answer);
    }
    open(lines, 6, &figure.open);
    figure.published.iter().for_each(|there| published(lines, there, here));
}

/// How a figure came about, with its cells.
fn came_about(figure: &Figure, here: Option<&Place>) -> Option<String> {
    let cells = || {
        let said = figure.cells.iter().take(MOST).map(|cell| self::cell(cell, here)).collect::<Vec<_>>().join("; ");
        let rest = figure.cells.len().saturating_sub(MOST);
        if rest > 0 { format!("{said}; and {rest} more cells") } else { said }
    };
    match figure.way {
        Way::Stated | Way::SetAside => figure.cells.first().map(|cell| match &cell.name {
            Some(source) => format!("stated as '{}' in {} ({source})", quoted(&cell.text), say(&cell.at, here)),
            None => format!("stated as '{}' in {}", quoted(&cell.text), say(&cell.at, here)),
        }),
        Way::WorkedOut => {
            let formula = figure.formula.as_ref().map(|formula| format!(" as {formula}")).unwrap_or_default();
            Some(format!("worked out{formula}, from {}", cells()))
        }
        Way::Sum => Some(match figure.parts.len() {
            1 => "the sum of 1 row:".to_string(),
            number => format!("the sum of {number} rows:"),
        }),
        Way::None => figure.cells.first().map(|cell| match cell.text.is_empty() {
            true => format!("nothing stands in {}", say(&cell.at, here)),
            false => format!("no figure: '{}' stands in {}", quoted(&cell.text), say(&cell.at, here)),
        }),
        Way::Published => None,
    }
}

fn cell(cell: &Cell, here: Option<&Place>) -> String {
    let name = cell.name.as_ref().map(|name| format!("{name} ")).unwrap_or_default();
    format!("{name}'{}' in {}", quoted(&cell.text), say(&cell.at, here))
}

fn moved(lines: &mut Lines, movement: &Movement) {
    let (since, was) = (&movement.since, &movement.opening_said);
    if movement.steps.is_empty() {
        let same = if movement.opening.is_some() { "the same as in" } else { "not there, or not compared, in" };
        lines.add(6, &format!("{same} {since}"));
        return;
    }
    lines.add(6, &format!("moved since {}, when it was {was}:", movement.from));
    for step in movement.steps.iter().take(MOST) {
        lines.add(8, &self::step(step));
    }
    more(lines, 8, movement.steps.len());
}

fn step(step: &Step) -> String {
    let Step { line, scheme, said, reference, by, date: when, words, at, .. } = step;
    let scheme = scheme.as_ref().map(|scheme| format!("{scheme}: ")).unwrap_or_default();
    let mut text = format!("{scheme}{line} {said}");
    if let Some(reference) = reference {
        text.push_str(&format!(", {reference}"));
    }
    if let (Some(by), Some(when)) = (by, when) {
        let verb = if reference.is_some() { "approved by" } else { "by the" };
        text.push_str(&format!(", {verb} {by} on {}", date(when)));
    }
    if let (Some(words), Some(at)) = (words, at) {
        text.push_str(&format!(": “{words}” ({at})"));
    }
    text
}

fn answered(lines: &mut Lines, indent: usize, answer: &Answer) {
    let (message, role, words) = (answer.message.trim_end_matches('.'), &answer.role, &answer.words);
    let (date, line) = (date(&answer.date), answer.line);
    lines.add(
        indent,
        &format!("asked: {message}. Answered by the {role} on {date}: “{words}” (decisions.toml, line {line})"),
    );
}

fn open(lines: &mut Lines, indent: usize, questions: &[Question]) {
    for Question { finding, severity, message, due, .. } in questions {
        let message = message.trim_end_matches('.');
        let due = due.as_ref().map(|due| format!(" It stays open until {}.", date(due))).unwrap_or_default();
        lines.add(indent, &format!("Open {severity}: {message}.{due} ({finding})"));
    }
}

/// In which set it stands; where that lies is said with the period.
fn published(lines: &mut Lines, there: &Published, here: Option<&Place>) {
    let Published { set, said, same, workbook, cells, .. } = there;
    let place = workbook.as_ref().map(|place| format!(", {}", on_sheet(place))).unwrap_or_default();
    let otherwise = if *same { "" } else { "; the figure above is another one" };
    let places: Vec<Place> = cells.iter().map(|source| source.at.clone()).collect();
    let copies: BTreeSet<&str> = cells.iter().filter_map(|source| source.copy.as_deref()).collect();
    let copies = match copies.into_iter().take(MOST).collect::<Vec<_>>().join("; ") {
        none if none.is_empty() => none,
        some => format!(" (copied in {some})"),
    };
    let how = match cells.as_slice() {
        [one] => format!(", {}", one.how),
        _ => String::new(),
    };
    let from =
        if cells.is_empty() { String::new() } else { format!("; from {}{copies}{how}", self::places(&places, here)) };
    lines.add(6, &format!("published in set {set} as {said}{place}{from}{otherwise}"));
}

/// The sheet and cell of a workbook that was named already.
fn on_sheet(place: &Place) -> String {
    let sheet = place.sheet.as_deref().map(|sheet| format!("sheet '{sheet}'"));
    let cell = place.cells().map(|cell| format!("cell {cell}"));
    sheet.into_iter().chain(cell).collect::<Vec<_>>().join(", ")
}

fn on_one_sheet(one: &Place, other: &Place) -> bool {
    one.file == other.file && one.sheet == other.sheet
}

/// A place; on the sheet that was just named without it.
fn say(place: &Place, here: Option<&Place>) -> String {
    let cells = place.cells().filter(|_| here.is_some_and(|here| on_one_sheet(here, place)));
    match cells {
        Some(cells) if place.to.is_some() => format!("cells {cells}"),
        Some(cells) => format!("cell {cells}"),
        None => place.to_string(),
    }
}

/// Several places; each sheet is named once, in front of its cells.
fn places(places: &[Place], here: Option<&Place>) -> String {
    let shown = places.get(..MOST).unwrap_or(places);
    let groups = shown.chunk_by(|one, other| on_one_sheet(one, other) && one.cell.is_some() && other.cell.is_some());
    let said: Vec<String> = groups.map(|group| of_one_sheet(group, here)).collect();
    match (said.is_empty(), places.len().saturating_sub(MOST)) {
        (true, _) => "no cell of a return".to_string(),
        (_, 0) => said.join("; "),
        (_, rest) => format!("{}; and {rest} more cells", said.join("; ")),
    }
}

fn of_one_sheet(group: &[Place], here: Option<&Place>) -> String {
    let [first, _, ..] = group else { return group.first().map(|one| say(one, here)).unwrap_or_default() };
    let cells = group.iter().filter_map(Place::cells).collect::<Vec<_>>().join(", ");
    match here.is_some_and(|here| on_one_sheet(here, first)) {
        true => format!("cells {cells}"),
        false => format!("{}, cells {cells}", sheet_of(first)),
    }
}

fn sheet_of(place: &Place) -> Place {
    Place { cell: None, to: None, line: None, ..place.clone() }
}

/// '20 January 2023'
fn date(iso: &str) -> String {
    period::read_date(iso).map_or_else(|| iso.to_string(), period::long_date)
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Address;

    #[test]
    fn a_sheet_is_named_once_in_front_of_its_cells() {
        let cell = |file: &str, row| Place::cell(file, "Return", Address::new(row, 1));
        let all = [cell("a.xlsx", 4), cell("a.xlsx", 5), cell("b.xlsx", 6), Place::line("piperoll.toml", 3)];
        assert_eq!(
            places(&all, None),
            "a.xlsx, sheet Return, cells B5, B6; b.xlsx, sheet Return, cell B7; piperoll.toml, line 3"
        );
        assert_eq!(places(&all[..2], Some(&cell("a.xlsx", 0))), "cells B5, B6");
        assert_eq!(places(&all[2..3], Some(&cell("b.xlsx", 0))), "cell B7");
        assert_eq!(places(&[], None), "no cell of a return");
        let many: Vec<Place> = (0..50).map(|row| cell("a.xlsx", row)).collect();
        assert!(places(&many, None).ends_with("B40; and 10 more cells"), "{}", places(&many, None));
    }

    #[test]
    fn lines_go_on_further_in_and_hold_no_control_characters() {
        let mut lines = Lines { text: String::new(), width: 50 };
        lines.add(4, "Voids \u{1b}[31m and rents that go on for longer than one line has room");
        assert!(lines.text.starts_with("    Voids \\u{1b}[31m"), "{}", lines.text);
        assert!(lines.text.lines().skip(1).all(|line| line.starts_with("      ")), "{}", lines.text);
        assert!(lines.text.lines().all(|line| line.chars().count() <= 50), "{}", lines.text);
    }
}
