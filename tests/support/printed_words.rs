//! The words of a report as it prints, and whether a PDF has them all: for the tests of the proof, beside the appendix and beside the
//! report itself.

#![allow(clippy::float_arithmetic, reason = "points on a page, no money")]

use std::collections::{BTreeMap, BTreeSet};

use super::pages::Page;
use super::report::{Appears, Block, Chart, Report, Section, Table, Trend};

/// What the words of a PDF are held against.
pub struct Expected {
    /// Each word as often as the report has it.
    words: Vec<String>,
    /// Words that a PDF may print more often: headings of tables on each page, and the contents list.
    again: BTreeSet<String>,
}

/// Where the head of a page ends and its foot begins, in points from the upper edge.
pub const BODY: std::ops::Range<f32> = 56.0..548.0;

/// The words of a report. `printable` gives a text as it prints.
pub fn expected(report: &Report, printable: impl Fn(&str) -> String) -> Expected {
    let (mut words, mut again) = (Vec::new(), BTreeSet::new());
    let split =
        |text: &str| -> Vec<String> { normal(&printable(text)).split_whitespace().map(str::to_owned).collect() };
    let mut say = |text: &str| words.extend(split(text));
    let mut once_more = |text: &str| again.extend(split(text));
    let meta = &report.meta;
    let fill = |words: &str, name: &str, value: &str| words.replace(&format!("{{{{{name}}}}}"), value);
    let about: Vec<&str> =
        [meta.council.as_str(), &meta.committee].into_iter().filter(|part| !part.is_empty()).collect();
    say(&about.join(" · "));
    say(&meta.title);
    let as_at = fill(&meta.words.figures_as_at, "date", &meta.as_at);
    let mut facts = vec![meta.period.clone()];
    facts.extend(Some(as_at).filter(|_| !meta.as_at.is_empty()));
    facts.retain(|fact| !meta.title.contains(fact.as_str()));
    facts.extend(Some(fill(&meta.words.meeting_of, "date", &meta.meeting)).filter(|_| !meta.meeting.is_empty()));
    say(&facts.join(" · "));
    say(&meta.words.mark_about);
    once_more(&meta.words.contents);
    for section in report.sections.iter().filter(|section| prints(section)) {
        say(&section.heading);
        once_more(&section.heading);
        for block in &section.blocks {
            match block {
                Block::Paragraph { text } => say(text),
                Block::Bullets { items } => {
                    for item in items.iter().filter(|item| !item.trim().is_empty()) {
                        say("•");
                        say(item);
                    }
                }
                Block::Table(table) if table.appears != Appears::Workbook => {
                    if unnumbered(&table.title) != unnumbered(&section.heading) {
                        say(&table.title);
                        once_more(&table.title);
                    }
                    of_table(table, &mut say, &mut once_more);
                }
                Block::Table(_) => {}
                Block::Chart(chart) => of_chart(chart, &mut say),
                Block::Trend(trend) => of_trend(trend, &mut say),
            }
        }
    }
    for by in &meta.cleared_by {
        let said = fill(&fill(&meta.words.cleared_by, "role", &by.role), "initials", &by.initials);
        say(&fill(&said, "date", &by.date));
        say(&by.comment);
    }
    say(&fill(&meta.words.fingerprint, "fingerprint", &meta.fingerprint_printed));
    Expected { words, again }
}

/// A section that only the workbook has is not there.
fn prints(section: &Section) -> bool {
    let in_workbook = |block: &Block| matches!(block, Block::Table(table) if table.appears == Appears::Workbook);
    section.blocks.is_empty() || !section.blocks.iter().all(in_workbook)
}

fn unnumbered(title: &str) -> &str {
    title.trim_start_matches(|character: char| character.is_ascii_digit() || ". \t".contains(character)).trim()
}

fn of_table(table: &Table, say: &mut impl FnMut(&str), once_more: &mut impl FnMut(&str)) {
    for column in table.columns.iter().filter(|column| !column.left_out) {
        say(&column.heading);
        once_more(&column.heading);
    }
    for row in &table.rows {
        for (cell, _) in row.cells.iter().zip(&table.columns).filter(|(_, column)| !column.left_out) {
            say(cell.text());
        }
    }
    let mut said: Vec<&String> = Vec::new();
    for note in &table.notes {
        if !said.contains(&note) {
            say(note);
            said.push(note);
        }
    }
}

fn of_trend(trend: &Trend, say: &mut impl FnMut(&str)) {
    say(&if trend.unit.is_empty() { trend.title.clone() } else { format!("{} ({})", trend.title, trend.unit) });
    for line in &trend.lines {
        say(&line.name);
        line.points.iter().for_each(|point| say(&point.label));
        trend.periods.iter().for_each(|period| say(period));
    }
    trend.notes.iter().for_each(|note| say(note));
}

fn of_chart(chart: &Chart, say: &mut impl FnMut(&str)) {
    say(&chart.title);
    if !chart.unit.is_empty() {
        say(&format!("({})", chart.unit));
    }
    if chart.series.len() > 1 {
        chart.series.iter().for_each(|name| say(name));
    }
    for group in &chart.groups {
        say(&group.name);
        group.labels.iter().for_each(|label| say(label));
    }
}

/// Characters that look alike, as one.
fn normal(text: &str) -> String {
    text.chars().map(|character| if "\u{2010}\u{2011}".contains(character) { '-' } else { character }).collect()
}

/// The words of pages without their heads and feet. What stands beside each other on a line without a gap is one word.
pub fn found(pages: &[Page]) -> Vec<String> {
    let mut text = String::new();
    for page in pages {
        let mut last: Option<(f32, f32)> = None;
        for piece in &page.pieces {
            // The word that stands large across each page of a draft is none of the text.
            if piece.size > 60.0 || !BODY.contains(&(page.height - piece.baseline)) {
                continue;
            }
            let goes_on = last
                .is_some_and(|(right, base)| (piece.left - right).abs() < 1.0 && (piece.baseline - base).abs() < 0.5);
            if !goes_on {
                text.push(' ');
            }
            text.push_str(&piece.text);
            last = Some((piece.right, piece.baseline));
        }
        text.push(' ');
    }
    normal(&text).split_whitespace().map(str::to_owned).collect()
}

/// What a PDF lacks of the words, and what it has beside them: nothing, if all is well. A word may be broken over lines.
pub fn differences(expected: &Expected, found: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, isize> = BTreeMap::new();
    found.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    let mut lacking = Vec::new();
    for word in &expected.words {
        match counts.get_mut(word.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => lacking.push(word.as_str()),
        }
    }
    // What is left over, in order: the same word is taken from its end.
    let mut over = Vec::new();
    for word in found.iter().rev() {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            over.push(word.as_str());
        }
    }
    over.reverse();
    let mut wrong = Vec::new();
    // The longest first: their parts are the rarest.
    lacking.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in lacking {
        match put_together(word, &over) {
            Some(mut parts) => {
                parts.sort_unstable();
                for part in parts.into_iter().rev() {
                    over.remove(part);
                }
            }
            None => wrong.push(format!("lacks '{word}'")),
        }
    }
    let again = |word: &str| {
        word.chars().all(|character| character == '.' || character.is_ascii_digit())
            || expected.again.iter().any(|known| known.contains(word))
    };
    wrong.extend(over.into_iter().filter(|word| !again(word)).map(|word| format!("has '{word}' beside")));
    wrong
}

/// Which of the words are the parts of one that was broken.
fn put_together(word: &str, parts: &[&str]) -> Option<Vec<usize>> {
    fn from(rest: &str, parts: &[&str], taken: &mut Vec<usize>) -> bool {
        if rest.is_empty() {
            return true;
        }
        let mut tried = BTreeSet::new();
        for (place, part) in parts.iter().enumerate() {
            if let Some(after) = rest.strip_prefix(part).filter(|_| !taken.contains(&place) && tried.insert(*part)) {
                taken.push(place);
                if from(after, parts, taken) {
                    return true;
                }
                taken.pop();
            }
        }
        false
    }
    let mut taken = Vec::new();
    from(word, parts, &mut taken).then_some(taken)
}
