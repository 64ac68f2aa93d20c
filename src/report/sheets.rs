//! What the sheets of tables are called in the workbook: whole words of the title, at most 31 characters, each name once.

use std::collections::BTreeSet;

use super::{Block, Section, ids};
use crate::names::{capital, one_line};

/// The most characters a sheet's name may have, as spreadsheets count them.
const LONGEST: usize = 31;

/// Words of more than three letters that no name ends with, where it is cut. Of the shorter ones none does, if it is in small letters.
const JOINING: [&str; 13] =
    ["with", "from", "their", "that", "which", "into", "over", "under", "than", "been", "still", "between", "against"];

/// Gives each table's sheet a name of its own: the one wished for, else from its title. A later period reads the sheets of data by
/// their names, so those come first.
pub(super) fn name(sections: &mut [Section]) {
    let blocks = sections.iter_mut().flat_map(|section| &mut section.blocks);
    let mut tables: Vec<_> =
        blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect();
    let wished = tables.iter().map(|table| legal(if table.sheet.is_empty() { &table.title } else { &table.sheet }));
    let wished = without_numbers(wished.collect());
    let mut taken = BTreeSet::new();
    for data in [true, false] {
        for (table, wished) in tables.iter_mut().zip(&wished).filter(|(table, _)| ids::is_data(&table.id) == data) {
            table.sheet = unique(&mut taken, wished);
        }
    }
}

/// A name that no other has yet, case aside: `wished` as far as there is room, with a number behind it where it is taken.
pub(crate) fn unique(taken: &mut BTreeSet<String>, wished: &str) -> String {
    let mut candidate = cut(wished, LONGEST);
    let mut number = 2_u64;
    while !taken.insert(candidate.to_lowercase()) {
        let ending = format!(" {number}");
        candidate = cut(wished, LONGEST.saturating_sub(ending.len())) + &ending;
        number += 1;
    }
    candidate
}

/// A name on one line, without what a spreadsheet does not take in one: none of `[]:*?/\`, no apostrophe at either end.
pub(crate) fn legal(wished: &str) -> String {
    let mut name = String::new();
    let mut characters = wished.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        match character {
            '/' | '\\' if before.is_alphanumeric() && next.is_alphanumeric() => name.push('-'),
            ':' if next.is_whitespace() && !before.is_whitespace() => name.push_str(" -"),
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => name.push(' '),
            // A blank before a bracket, so that no name can look like the call of a function in a formula.
            '(' if !before.is_whitespace() => name.push_str(" ("),
            character if character.is_control() || !is_usual(character) => name.push(' '),
            character => name.push(character),
        }
        before = character;
    }
    let name = one_line(&name);
    let name = name.trim_start_matches([' ', '\'']).trim_end_matches([' ', '\'', '-']);
    if name.is_empty() { "Table".to_string() } else { name.to_string() }
}

/// As many whole words of a name as there is room for, and none at the end that joins it to what is left out.
fn cut(name: &str, room: usize) -> String {
    if utf16(name) <= room {
        return name.to_string();
    }
    let mut length = 0;
    let mut words: Vec<&str> = Vec::new();
    for word in name.split(' ') {
        length += utf16(word) + usize::from(!words.is_empty());
        if length > room {
            break;
        }
        words.push(word);
    }
    // A bracket that is not closed any more.
    if let Some(open) = words.iter().rposition(|word| word.contains('('))
        && open > 0
        && !words.get(open..).unwrap_or_default().iter().any(|word| word.contains(')'))
    {
        words.truncate(open);
    }
    while words.len() > 1 && words.last().is_some_and(|word| joins(word)) {
        words.pop();
    }
    let kept = words.join(" ");
    let kept = kept.trim_end_matches(|end: char| !end.is_alphanumeric() && !matches!(end, ')' | '%'));
    if !kept.is_empty() {
        return kept.to_string();
    }
    // One word, too long for any sheet.
    let mut kept = String::new();
    for character in name.chars() {
        if utf16(&kept) + character.len_utf16() > room {
            break;
        }
        kept.push(character);
    }
    kept.trim_end_matches([' ', '\'']).to_string()
}

/// Whether a word joins what stands before it to what follows.
fn joins(word: &str) -> bool {
    let letters = word.trim_end_matches(|end: char| !end.is_alphanumeric());
    let small = letters.chars().all(char::is_lowercase);
    // An end of punctuation alone, such as '&', is one as well.
    small && (letters.chars().count() <= 3 || JOINING.contains(&letters))
}

/// The names without the numbers in front ('Appendix 1 - ', '4. '), if one of them that has a number is too long for a sheet: without it
/// there is room for more of its words. All stay as they are where two would be the same then.
fn without_numbers(names: Vec<String>) -> Vec<String> {
    let first = |name: &String| name.split(' ').next().is_some_and(|word| is_number(word) && word.contains(['.', ')']));
    let written = names.iter().any(first);
    let bare: Vec<Option<String>> = names.iter().map(|name| without_number(name, written)).collect();
    if !names.iter().zip(&bare).any(|(name, bare)| utf16(name) > LONGEST && bare.is_some()) {
        return names;
    }
    let shorter: Vec<String> =
        names.iter().zip(bare).map(|(name, bare)| bare.unwrap_or_else(|| name.clone())).collect();
    let distinct =
        |names: &[String]| names.iter().map(|name| cut(name, LONGEST).to_lowercase()).collect::<BTreeSet<_>>().len();
    if distinct(&shorter) < distinct(&names) { names } else { shorter }
}

/// A name without the number in front of it; `None` where there is none. `bare` is whether a whole number with nothing behind it is
/// one ('7 Overall total'), and no figure ('10 largest schemes').
fn without_number(name: &str, bare: bool) -> Option<String> {
    let (first, rest) = name.split_once(' ')?;
    let rest = if is_number(first) && (bare || first.contains(['.', ')'])) {
        rest
    } else {
        let (second, rest) = rest.split_once(' ')?;
        let letter = second.chars().count() == 1 && second.chars().all(char::is_uppercase);
        let parted = second.ends_with(['.', ')']) || rest.starts_with(['-', '–', '—']);
        (first.chars().all(char::is_alphabetic) && (letter || is_number(second)) && parted).then_some(rest)?
    };
    let rest = rest.trim_start_matches([' ', '-', '–', '—']);
    rest.starts_with(char::is_alphabetic).then(|| capital(rest))
}

/// '7', '1.', '3.4', '2)'; a year is none.
fn is_number(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ')']);
    word.split('.').all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Neither a private character nor one that is none.
fn is_usual(character: char) -> bool {
    !matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{fffe}' | '\u{ffff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Length as spreadsheets count it.
fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture;

    fn named(titles: &[&str]) -> Vec<String> {
        let table = |title: &&str| {
            let mut table = fixture::table(title, title, Vec::new());
            table.sheet.clear();
            Block::Table(table)
        };
        let mut sections = vec![fixture::section("all", "All", false, titles.iter().map(table).collect())];
        name(&mut sections);
        sheets(&sections)
    }

    fn sheets(sections: &[Section]) -> Vec<String> {
        let blocks = sections.iter().flat_map(|section| &section.blocks);
        blocks
            .filter_map(|block| if let Block::Table(table) = block { Some(table.sheet.clone()) } else { None })
            .collect()
    }

    #[test]
    fn a_title_that_fits_is_the_name() {
        assert_eq!(
            named(&["1. Adults", "7 Overall Total", "% by 31/03/23"]),
            ["1. Adults", "7 Overall Total", "% by 31-03-23"]
        );
        assert_eq!(
            named(&["Children's Services", "Change of a post: cost"]),
            ["Children's Services", "Change of a post - cost"]
        );
        assert_eq!(named(&["'a/b: [c]'", " ", "SORTBY(x)"]), ["a-b - c", "Table", "SORTBY (x)"]);
    }

    #[test]
    fn a_long_title_is_cut_behind_a_word_that_can_end_a_name() {
        for (title, name) in [
            ("ASC&H Department's Savings and Efficiency Programme", "ASC&H Department's Savings"),
            ("Demand management & transformation", "Demand management"),
            ("Committees that have decided on it", "Committees that have decided"),
            ("Movement of Projection, all years of it", "Movement of Projection"),
            ("Net budget variance (all directorates)", "Net budget variance"),
            ("Savings (all) and the pressures against them", "Savings (all) and the pressures"),
            ("Llanfairpwllgwyngyllgogerychwyrndrobwll", "Llanfairpwllgwyngyllgogerychwyr"),
        ] {
            assert_eq!(cut(&legal(title), LONGEST), name);
        }
    }

    #[test]
    fn numbers_in_front_give_way_to_words_on_all_sheets_or_on_none() {
        let long = "Appendix 1: projects and their status as at 28 February 2018";
        assert_eq!(
            named(&[long, "Appendix 2: projects reporting exceptions", "10 largest changes"]),
            ["Projects and their status", "Projects reporting exceptions", "10 largest changes"]
        );
        assert_eq!(
            named(&["1. Housing", "2. Mental Health and Safeguarding", "7 Overall total", "21/22 savings"]),
            ["Housing", "Mental Health and Safeguarding", "Overall total", "21-22 savings"]
        );
        // Told apart by their numbers alone.
        assert_eq!(
            named(&["Phase 1: savings of every service area", "Phase 2: savings of every service area"]),
            ["Phase 1 - savings of every", "Phase 2 - savings of every"]
        );
    }

    #[test]
    fn names_are_given_once_and_a_second_time_change_nothing() {
        let long = "A very long name of one service area indeed";
        let titles = ["Adults", "ADULTS", long, long];
        let names = named(&titles);
        assert_eq!(names, ["Adults", "ADULTS 2", "A very long name of one service", "A very long name 2"]);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(named(&names), names);
    }

    #[test]
    fn sheets_of_data_keep_the_names_that_a_later_period_looks_for() {
        let mut data = fixture::table(".data.projects-of-the-whole-council", "", Vec::new());
        data.sheet = crate::reconcile::published::title("projects-of-the-whole-council");
        let own = fixture::table("own", &data.sheet.clone(), Vec::new());
        let wished = data.sheet.clone();
        let blocks = vec![Block::Table(own), Block::Table(data)];
        let mut sections = vec![fixture::section("all", "All", false, blocks)];
        name(&mut sections);
        let [own, data] = sheets(&sections).try_into().unwrap_or_default();
        assert_eq!(data, wished);
        assert_ne!(own, wished);
    }
}
