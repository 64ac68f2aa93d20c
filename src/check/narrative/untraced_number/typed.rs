//! The amounts and shares that are typed in a template, or in a text of the form.

use std::cmp::Reverse;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::check::wording;
use crate::form::heading;
use crate::money::amounts_in;
use crate::pattern;

/// What is an amount, a share or a unit wherever it is typed, beside what [`amounts_in`] knows. '…' stands for a figure that is said by
/// its name.
static TYPED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::fixed(
        r"(?ix)
        [0-9][0-9.,]* \s* (?: % | (?: pct | pc | per\s*cent | percentage\s+points? | pounds? | million | billion | thousand | k | bn ) \b )
        | (?: [£€$] | \b (?: gbp | eur | usd ) ) \s* [0-9][0-9.,]* (?: \s* (?: k | m | bn ) \b )?
        | \b [0-9]{1,3} (?: , [0-9]{3} )+ (?: \.[0-9]+ )?
        | \b (?: (?: one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve | thirteen | fourteen | fifteen
            | sixteen | seventeen | eighteen | nineteen | twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety | hundred
            | thousand | half | a | and ) [\s-]+ )+ (?: million | billion | thousand | pounds? | per\s*cent ) \b
        | \b (?: (?: one | a ) [\s-]+ (?: half | third | quarter | (?: fif | six | seven | eigh | nin | ten ) th ) \s+ of | half \s+ of
            | (?: two | three | four | five | six | seven | eight | nine ) [\s-]+ (?: thirds | (?: fif | six | seven | eigh | nin | ten ) ths )
            | three [\s-]+ quarters
            | (?: one | two | three | four | five | six | seven | eight | nine ) \s+ (?: in | out \s+ of ) \s+ (?: every \s+ )?
                (?: two | three | four | five | six | seven | eight | nine | ten | twelve | twenty | fifty | a \s+ hundred ) ) \b
        | [0-9]* [½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]
        | [£€$] \s* …
        | … \s* (?: % | (?: k | m | bn | million | billion | thousand | per\s*cent | pct ) \b )",
    )
});

/// Helpers that say a figure, or reckon with it: a number given to one of them is typed.
const OF_FIGURES: [&str; 9] = ["money", "signed", "size", "moved", "percent", "count", "plus", "minus", "share"];

/// What stands for something that is said by its name.
const NAMED: char = '\u{2026}';

/// What stands for a year, a day or a name.
const OTHER: char = '_';

/// A template, or a text of the form, as it prints.
#[derive(Default)]
pub(super) struct Read {
    /// What is typed, with [`NAMED`] for what is said by its name; line breaks are blanks, as in the paper.
    text: String,
    /// Where each line begins in it, in bytes.
    lines: Vec<(usize, u32)>,
    /// Numbers and texts that are given to helpers, with their lines.
    given: Vec<(u32, String)>,
}

impl Read {
    pub(super) fn of(template: &str) -> Read {
        let mut read = Read { lines: vec![(0, 1)], ..Read::default() };
        let mut rest = template;
        let mut line = 1;
        while let Some((before, behind)) = rest.split_once("{{") {
            read.push(before, &mut line);
            let (inner, after) = match behind.strip_prefix("!--") {
                Some(comment) => comment.split_once("--}}").unwrap_or((comment, "")),
                None => behind.split_once("}}").unwrap_or((behind, "")),
            };
            let own = inner.trim_start_matches(['{', '~']).trim();
            let is_block = own.starts_with(['#', '/', '^', '!', '>']) || own == "else" || own.starts_with("else ");
            if !behind.starts_with('!') && !is_block {
                read.given.extend(given(own).into_iter().map(|typed| (line, typed)));
                // '{{column_year}} %' is a heading of percentages: a year, a day or a name is no figure.
                let is_figure = ![heading::NAMES, heading::AREA_NAMES, heading::GROUP_NAMES].concat().contains(&own);
                read.text.push(if is_figure { NAMED } else { OTHER });
            }
            line += u32::try_from(inner.matches('\n').count()).unwrap_or_default();
            read.lines.push((read.text.len(), line));
            rest = after.strip_prefix('}').filter(|_| inner.starts_with('{')).unwrap_or(after);
        }
        read.push(rest, &mut line);
        read
    }

    fn push(&mut self, typed: &str, line: &mut u32) {
        for character in typed.chars() {
            match character {
                '\n' => {
                    self.text.push(' ');
                    *line += 1;
                    self.lines.push((self.text.len(), *line));
                }
                // The wide forms of digits and signs.
                '\u{FF01}'..='\u{FF5E}' => {
                    let narrow = u32::from(character).checked_sub(0xFEE0).and_then(char::from_u32);
                    self.text.push(narrow.unwrap_or(character));
                }
                '\u{FFE1}' => self.text.push('£'),
                _ => self.text.push(character),
            }
        }
    }

    /// The amounts and shares that are typed, with their lines, in their order.
    pub(super) fn typed(&self) -> Vec<(u32, String)> {
        let line = |start: usize| {
            let before = self.lines.iter().take_while(|(begins, _)| *begins <= start);
            before.last().map_or(1, |(_, line)| *line)
        };
        let mut typed: Vec<(u32, String)> =
            typed(&self.text).into_iter().map(|(start, text)| (line(start), text)).collect();
        typed.extend(self.given.iter().cloned());
        typed.sort_by_key(|(line, _)| *line);
        typed
    }
}

/// The amounts and shares of a text, as typed, with where they begin.
fn typed(text: &str) -> Vec<(usize, String)> {
    let amounts = amounts_in(text).into_iter().map(|amount| (amount.start, amount.text));
    let others =
        TYPED.find_iter(text).map(|found| (found.start(), found.as_str().trim_end_matches([',', '.']).to_string()));
    let is_one = |(start, typed): &(usize, String)| {
        let before = text.get(..*start).unwrap_or_default();
        let after = text.get(start.saturating_add(typed.len())..).unwrap_or_default();
        !is_unit(typed, after) && !is_of_time(before, typed, after)
    };
    let mut all: Vec<(usize, String)> = amounts.chain(others).filter(is_one).collect();
    all.sort_by_key(|(start, text)| (*start, Reverse(text.len())));
    let mut end = 0;
    all.retain(|(start, text)| {
        let is_new = *start >= end;
        if is_new {
            end = start.saturating_add(text.len());
        }
        is_new
    });
    all.into_iter().map(|(start, text)| (start, wording::one_line(&text))).collect()
}

/// Whether it says in which unit figures stand: '£000', '£000s', '£1,000s'.
fn is_unit(typed: &str, after: &str) -> bool {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let is_bare = typed.chars().all(|character| "£€$ \u{a0},".contains(character) || character.is_ascii_digit());
    let is_several = after.trim_start_matches(['\'', '\u{2019}']).starts_with('s');
    is_bare && (digits.len() >= 3 && digits.bytes().all(|digit| digit == b'0') || digits == "1000" && is_several)
}

/// Whether it is a part of a year: 'the first half of 2022/23', 'three quarters to December'.
fn is_of_time(before: &str, typed: &str, after: &str) -> bool {
    let typed = typed.to_lowercase();
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_counted = ["first", "1st", "second", "2nd", "last", "other", "next", "past"].contains(&last.as_str());
    let next = after.trim_start().split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    let is_span = ["to", "ended", "ending"].contains(&next.to_lowercase().as_str());
    typed.starts_with("half") && is_counted || typed.ends_with("quarters") && (is_counted || is_span)
}

/// The numbers that an expression gives to helpers, and the amounts in its texts.
fn given(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut heads: Vec<Option<String>> = vec![None];
    for token in tokens(expression) {
        match token.as_str() {
            "(" => heads.push(None),
            ")" => drop(heads.pop()),
            _ => {
                let Some(head) = heads.last_mut() else { continue };
                let own = token.trim_matches(['"', '\'']);
                let is_text = own.len() < token.len();
                let is_number = own.replace('_', "").parse::<Decimal>().is_ok();
                match head {
                    // A name alone, or a helper.
                    None if is_number || token.starts_with('@') => found.push(token),
                    None => *head = Some(token),
                    Some(helper) if OF_FIGURES.contains(&helper.as_str()) && !token.contains('=') => {
                        if is_number {
                            found.push(own.to_string());
                        } else if is_text {
                            found.extend(typed(own).into_iter().map(|(_, typed)| typed));
                        }
                    }
                    Some(_) => {}
                }
            }
        }
    }
    found
}

/// The words, texts in quotes and brackets of an expression.
fn tokens(expression: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    let mut quote = None;
    for character in expression.chars() {
        match (quote, character) {
            (Some(open), _) => {
                token.push(character);
                if character == open {
                    quote = None;
                }
            }
            (None, '"' | '\'') => {
                token.push(character);
                quote = Some(character);
            }
            (None, '(' | ')') => {
                tokens.push(std::mem::take(&mut token));
                tokens.push(character.to_string());
            }
            (None, _) if character.is_whitespace() => tokens.push(std::mem::take(&mut token)),
            (None, _) => token.push(character),
        }
    }
    tokens.push(token);
    tokens.retain(|token| !token.is_empty());
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, String)> {
        Read::of(text).typed()
    }

    #[test]
    fn what_is_typed_is_found_and_what_is_named_is_not() {
        for (text, expected) in [
            ("The Council has saved £99.999m since 2010.", vec!["£99.999m"]),
            ("{{money target}} in all, 65% of it, and 12 per cent more", vec!["65%", "12 per cent"]),
            ("{{money totals.a.b unit=\"millions\" decimals=3}} by 31 March 2023, of 26 schemes in ward 12", vec![]),
            ("NB: this excludes {{figure.early}} of 2018/19; 3 of them in Quarter 3", vec![]),
            ("£1m to £2m", vec!["£1m", "£2m"]),
            // In other spellings, across lines, in words.
            (
                "five million pounds, GBP 5000000, €5m, 5,000,000 and ６５％",
                vec!["five million", "GBP 5000000", "€5m", "5,000,000", "65%"],
            ),
            (
                "65\nper cent; sixty-five per cent; two-thirds; 2½",
                vec!["65 per cent", "sixty-five per cent", "two-thirds", "2½"],
            ),
            ("£{{!x}}5.5{{!x}}m {{!-- {{money a}} of £5m --}}{{! £6m }}", vec!["£5.5m"]),
            // Units, and parts of a year.
            ("In year £000; (£000s), £'000, £1,000s and £m; Target {{year}} % by {{ as_at }}; $000 {{name}} k", vec![]),
            ("The first half of 2022/23, the first three quarters, three quarters to December", vec![]),
            (
                "half of the target, three quarters of it, £1,000 and £0.000m",
                vec!["half of", "three quarters", "£1,000", "£0.000m"],
            ),
            (
                "Four fifths of the target, a fifth of it, nine-tenths, one-tenth of these, one in four and two out of every five; 3⅘",
                vec![
                    "Four fifths",
                    "a fifth of",
                    "nine-tenths",
                    "one-tenth of",
                    "one in four",
                    "two out of every five",
                    "3⅘",
                ],
            ),
            ("A fifth scheme, on the tenth of May, phase one in 2022/23, five in all", vec![]),
            // Beside what a helper says.
            ("{{money a}}k of £{{count b}} and {{count c}}% {{name}}.", vec!["…k", "£…", "…%"]),
            // Given to a helper.
            (
                "{{money 99000}} {{percent \"0.65\"}} {{money (plus a 5_000)}} {{count b \"of £5m\" \"x\"}} {{@index}}",
                vec!["99000", "0.65", "5_000", "£5m", "@index"],
            ),
            ("{{#if (more a 5000)}}{{money a decimals=1}}{{else}}{{count items \"1 x\" y}}{{/if}}", vec![]),
        ] {
            let texts: Vec<String> = found(text).into_iter().map(|(_, text)| text).collect();
            assert_eq!(texts, expected, "{text}");
        }
        let lines: Vec<u32> =
            found("a\n{{!-- £5m\n--}}\n£1m {{#if x}}\n\n- £2m{{/if}} 3%").iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 6, 6]);
    }
}
