//! A value that stands inside another column's cell: the reference in 'Saving 06 Review of contracts'. That cell stays whole.

use super::grid::Raw;
use super::value::{Read, read as read_cell};
use crate::form::Column;
use crate::names::{Code, Label, behind, in_front_of};

/// Reads a column's value out of the text of the cell it stands in. Where nothing of the kind stands there, the value is a
/// blank.
pub(super) fn read(column: &Column, text: &str) -> Read {
    let pattern = column.within.as_ref().and_then(|within| within.pattern.as_deref());
    let value = match pattern {
        Some(pattern) => matched(pattern, text),
        None => {
            let mut named = column.choices().iter().filter(|choice| holds(text, choice));
            match (named.next(), named.next()) {
                (Some(one), Some(other)) => {
                    let why = format!("both '{one}' and '{other}' stand in it");
                    return Read { why: Some(why), ..unreadable(column, text) };
                }
                (one, _) => one.cloned(),
            }
        }
    };
    read_cell(column, value.map(Raw::Text).as_ref())
}

fn unreadable(column: &Column, text: &str) -> Read {
    let value = super::Value::Absent(crate::money::Absent::Unreadable);
    Read { text: text.trim().to_string(), value, ..read_cell(column, None) }
}

/// The word that stands for `{}` where the pattern first stands in the text. Case and the number of blanks do not count.
fn matched(pattern: &str, text: &str) -> Option<String> {
    let pattern: Vec<&str> = pattern.split_whitespace().collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(pattern.len().max(1)).find_map(|window| {
        let mut value = None;
        for (wanted, word) in pattern.iter().zip(window) {
            match wanted.split_once("{}") {
                Some(around) => value = Some(inside(around, word)?),
                None if Code::same(wanted, word) => {}
                None => return None,
            }
        }
        value
    })
}

/// What a word holds between a beginning and an end; a comma or a colon behind it is no part of it.
fn inside((before, after): (&str, &str), word: &str) -> Option<String> {
    let rest = behind(word, before)?;
    let rest = if after.is_empty() { rest.trim_end_matches([',', ':', ';', '.']) } else { rest };
    in_front_of(rest, after).filter(|value| value.contains(char::is_alphanumeric)).map(str::to_string)
}

/// Whether a text holds these words, as words of their own.
fn holds(text: &str, words: &str) -> bool {
    Label::of(text).holds(&Label::of(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_gives_the_word_that_stands_in_it() {
        let cases = [
            ("HWA Sav {}", "HWA Sav 06 Baseline Savings", Some("06")),
            ("HWA Sav {}", "hwa  sav\n06: Baseline", Some("06")),
            ("HWA Sav {}", "Review (HWA Sav 7b)", None),
            ("(HWA Sav {})", "Review (HWA Sav 7b)", Some("7b")),
            ("HWA Sav {}", "Baseline Savings, HWA Sav", None),
            ("{} -", "12a - Review", Some("12a")),
            ("{} -", "Review of contracts", None),
            ("Ref:{}", "Ref:A1, Homecare", Some("A1")),
            ("Ref:{}", "Ref:-", None),
            ("Sav {}", "éé Sav é1", Some("é1")),
            ("é{}", "a1 é2", Some("2")),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(matched(pattern, text).as_deref(), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn a_choice_is_found_as_words_of_their_own() {
        assert!(holds("06 Baseline Savings - Disabilities", "baseline"));
        assert!(holds("06 (Full-year) effect", "full year"));
        assert!(!holds("Baselines reviewed", "Baseline"));
        assert!(!holds("Baseline", "-"));
    }
}
