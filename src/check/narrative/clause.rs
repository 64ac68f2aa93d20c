//! Running text in clauses, so that a phrase is held against the amounts it speaks of and no others.

use std::ops::Range;

/// The clauses of a text as byte ranges: they end at full stops, semicolons, colons, line breaks and brackets, but not at the
/// decimal point of '£1.3m' nor at the full stop of 'approx.' inside a number.
pub(super) fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let followed_by_blank =
            characters.peek().is_none_or(|(_, next)| next.is_whitespace() || matches!(next, ')' | '"'));
        let ends = match character {
            ';' | '\n' | '\r' | '(' | ')' | '[' | ']' | '•' => true,
            '.' | '?' | '!' | ':' => followed_by_blank,
            _ => false,
        };
        if ends {
            found.push(start..at);
            start = at + character.len_utf8();
        }
    }
    found.push(start..text.len());
    found.retain(|range| text.get(range.clone()).is_some_and(|clause| !clause.trim().is_empty()));
    found
}

/// Whether a phrase may stand in a text, both in small letters: its first word does.
pub(super) fn may_hold(text: &str, phrase: &str) -> bool {
    phrase.split([' ', '-']).next().is_some_and(|first| text.contains(first))
}

/// Where a phrase stands in a clause, as whole words, without regard to case: byte offsets in the clause.
pub(in crate::check) fn occurrences(clause: &str, phrase: &str) -> Vec<Range<usize>> {
    let phrase: Vec<char> = phrase.trim().chars().flat_map(char::to_lowercase).collect();
    let characters: Vec<(usize, char)> = clause.char_indices().collect();
    let mut found = Vec::new();
    if phrase.is_empty() {
        return found;
    }
    for (index, (start, _)) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| characters.get(before));
        if before.is_some_and(|(_, character)| character.is_alphanumeric()) {
            continue;
        }
        if let Some(end) = matches_at(&characters, index, &phrase)
            && characters.get(end).is_none_or(|(_, character)| !character.is_alphanumeric())
        {
            let end = characters.get(end).map_or(clause.len(), |(offset, _)| *offset);
            found.push(*start..end);
        }
    }
    found
}

/// Where the match ends (an index of `characters`); a blank or hyphen of the phrase matches any run of either.
fn matches_at(characters: &[(usize, char)], mut at: usize, phrase: &[char]) -> Option<usize> {
    let gap = |character: char| character.is_whitespace() || character == '-';
    let mut wanted = phrase.iter().peekable();
    while let Some(character) = wanted.next() {
        if gap(*character) {
            let start = at;
            while characters.get(at).is_some_and(|(_, here)| gap(*here)) {
                at += 1;
            }
            if at == start {
                return None;
            }
            while wanted.peek().is_some_and(|next| gap(**next)) {
                wanted.next();
            }
        } else {
            let (_, here) = characters.get(at)?;
            if !here.to_lowercase().eq([*character]) {
                return None;
            }
            at += 1;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        clauses(text).into_iter().map(|range| text[range].trim()).collect()
    }

    #[test]
    fn clauses_end_at_full_stops_but_not_at_decimal_points() {
        assert_eq!(
            texts("Full value £1.46m (£1.3m short of target). £3m more."),
            ["Full value £1.46m", "£1.3m short of target", "£3m more"]
        );
        assert_eq!(texts("a; b\nc: d"), ["a", "b", "c", "d"]);
        assert_eq!(texts("from 10:30 and 1.5"), ["from 10:30 and 1.5"]);
    }

    #[test]
    fn a_phrase_is_found_as_whole_words_whatever_parts_them() {
        let found = |clause: &str, phrase: &str| occurrences(clause, phrase).first().cloned();
        assert_eq!(found("Short of Target", "short of target"), Some(0..15));
        assert_eq!(found("529k over-delivery forecast", "over delivery"), Some(5..18));
        assert!(occurrences("over deliverymen", "over delivery").is_empty());
        assert!(occurrences("moreover delivery", "over delivery").is_empty());
    }

    proptest! {
        #[test]
        fn clauses_follow_each_other_and_lose_no_word(text in "[a-z0-9 .;:()\n£é中]{0,60}") {
            let found = clauses(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let ends = |c: char| matches!(c, '.' | ';' | ':' | '(' | ')' | '\n') || c.is_whitespace();
            let letters = |text: &str| text.chars().filter(|c| !ends(*c)).count();
            prop_assert_eq!(found.iter().map(|range| letters(&text[range.clone()])).sum::<usize>(), letters(&text));
            for range in found {
                for at in occurrences(&text[range.clone()], "a b") {
                    prop_assert!(text[range.clone()].is_char_boundary(at.start) && text[range.clone()].is_char_boundary(at.end));
                }
            }
        }
    }
}
