//! The core of every comparison.

/// What one character of a text is for a comparison.
enum Folded {
    /// Nothing: it is not to be seen.
    Dropped,
    Blank,
    One(char),
    /// Several letters: 'ß' is 'ss'.
    Letters(&'static str),
}

/// Any dash, however long: they are typed for one another.
pub fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// What a character is for a comparison, apart from its case.
fn folded(letter: char) -> Folded {
    match letter {
        // Soft hyphens, joiners, marks of direction and the byte order mark are not seen; accents stand behind their letter.
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Folded::Dropped,
        // Raised digits are marks of notes, which come and go; lowered ones belong to the word: 'CO₂'.
        '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' => Folded::Dropped,
        '₀'..='₉' => Folded::One(lowered_digit(letter)),
        letter if letter.is_whitespace() => Folded::Blank,
        letter if is_dash(letter) => Folded::One('-'),
        '\'' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '′' | '‵' | 'ʹ' | 'ʼ' => Folded::One('\''),
        '“' | '”' | '„' | '‟' | '″' | '‶' | '«' | '»' => Folded::One('"'),
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(u32::from(letter) - 0xfee0) {
            Some(letter) => folded(letter),
            None => Folded::One(letter),
        },
        letter => without_accent(letter),
    }
}

fn lowered_digit(letter: char) -> char {
    let digit = u32::from(letter).checked_sub(u32::from('₀'));
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(letter)
}

/// A small letter of a Latin alphabet without its accent.
fn without_accent(letter: char) -> Folded {
    Folded::One(match letter {
        letter if letter.is_ascii() => letter,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ß' => return Folded::Letters("ss"),
        'æ' => return Folded::Letters("ae"),
        'œ' => return Folded::Letters("oe"),
        letter => letter,
    })
}

/// The folded letters of a text, each with the byte behind the character it comes from. One blank stands for each run of
/// white space, none at either end.
pub(super) fn letters(text: &str) -> Letters<'_> {
    Letters { text, small: None, more: "".chars(), end: 0, blank: false, begun: false, held: None }
}

/// See [`letters`].
pub(super) struct Letters<'t> {
    text: &'t str,
    /// What is left of the small letters of the character read last: 'İ' has two.
    small: Option<std::char::ToLowercase>,
    /// What is left of the letters that one small letter is.
    more: std::str::Chars<'static>,
    /// The byte behind the character read last.
    end: usize,
    /// Whether white space was passed since the letter before.
    blank: bool,
    /// Whether a letter has been given.
    begun: bool,
    /// The letter behind a blank that was given in its place.
    held: Option<char>,
}

impl Letters<'_> {
    /// The next folded letter, blanks noted and left out.
    fn letter(&mut self) -> Option<char> {
        loop {
            if let Some(small) = &mut self.small {
                if let Some(letter) = self.more.next() {
                    return Some(letter);
                }
                match small.next().map(folded) {
                    None => self.small = None,
                    Some(Folded::Dropped) => {}
                    Some(Folded::Blank) => self.blank = true,
                    Some(Folded::One(letter)) => return Some(letter),
                    Some(Folded::Letters(letters)) => self.more = letters.chars(),
                }
                continue;
            }
            // Nearly all letters are of the shortest kind, and the shortest way is theirs.
            let byte = *self.text.as_bytes().get(self.end)?;
            if byte.is_ascii() {
                self.end += 1;
                match byte {
                    b' ' | b'\t'..=b'\r' => self.blank = true,
                    b'`' => return Some('\''),
                    byte => return Some(char::from(byte.to_ascii_lowercase())),
                }
            } else {
                let letter = self.text.get(self.end..)?.chars().next()?;
                self.end += letter.len_utf8();
                self.small = Some(letter.to_lowercase());
            }
        }
    }
}

impl Iterator for Letters<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        if let Some(letter) = self.held.take() {
            return Some((self.end, letter));
        }
        let letter = self.letter()?;
        if std::mem::take(&mut self.blank) && std::mem::replace(&mut self.begun, true) {
            self.held = Some(letter);
            // The blank ends where the letter behind it begins, at the latest.
            return Some((self.end, ' '));
        }
        self.begun = true;
        Some((self.end, letter))
    }
}

/// The letters of a text's words: letters and digits, one blank between two words, and 'and' for '&'.
pub(super) fn words(text: &str) -> Words<'_> {
    Words { letters: letters(text), parted: false, begun: false, held: None, more: "".chars() }
}

/// See [`words`].
pub(super) struct Words<'t> {
    letters: Letters<'t>,
    /// Whether something that is no letter was passed since the letter before.
    parted: bool,
    /// Whether a letter has been given.
    begun: bool,
    /// The letter behind a blank that was given in its place.
    held: Option<char>,
    /// What is left of 'and'.
    more: std::str::Chars<'static>,
}

impl Words<'_> {
    fn give(&mut self, letter: char) -> char {
        if std::mem::take(&mut self.parted) && std::mem::replace(&mut self.begun, true) {
            self.held = Some(letter);
            return ' ';
        }
        self.begun = true;
        letter
    }
}

impl Iterator for Words<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(letter) = self.held.take().or_else(|| self.more.next()) {
            return Some(letter);
        }
        loop {
            let letter = self.letters.letter()?;
            self.parted |= std::mem::take(&mut self.letters.blank);
            if letter.is_alphanumeric() {
                return Some(self.give(letter));
            }
            self.parted = true;
            if letter == '&' {
                let first = self.give('a');
                self.more = "nd".chars();
                self.parted = true;
                return Some(first);
            }
        }
    }
}

/// A text by the core: small letters without accents, one blank for any white space, '-' for any dash, ' and " for any
/// quotes.
pub(super) fn core(text: &str) -> String {
    // It is hardly ever longer than what was typed.
    let mut core = String::with_capacity(text.len());
    core.extend(letters(text).map(|(_, letter)| letter));
    core
}

/// Whether two texts are the same by the core.
pub(super) fn same(one: &str, other: &str) -> bool {
    let letters = |text| letters(text).map(|(_, letter)| letter);
    one == other || letters(one).eq(letters(other))
}

/// What stands behind `start` where the text begins with it, by the core: ' – Homecare' behind 'subtotal' in
/// 'Subtotal – Homecare'. It may begin within a word.
pub fn behind<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let mut found = letters(text);
    let mut end = 0;
    for (_, wanted) in letters(start) {
        let (at, letter) = found.next()?;
        if letter != wanted {
            return None;
        }
        end = at;
    }
    // Not between the two letters of an 'ß'.
    if found.next().is_some_and(|(at, _)| at == end && end != 0) { None } else { text.get(end..) }
}

/// What stands in front of `end` where the text ends with it, by the core: the shortest such part.
pub fn in_front_of<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let wanted = letters(end).count();
    if wanted == 0 {
        return Some(text);
    }
    let starts = text.char_indices().rev().map(|(start, _)| start);
    // A character is dropped at times, so that more of them may stand there than are wanted.
    let found = starts.take_while(|start| text.get(*start..).is_some_and(|rest| letters(rest).count() <= wanted));
    found
        .filter(|start| text.get(*start..).is_some_and(|rest| same(rest, end)))
        .last()
        .and_then(|start| text.get(..start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_seen_does_not_count() {
        assert_eq!(core("\u{feff} Re\u{ad}able\u{200b}ment \u{200e}"), "reablement");
        assert_eq!(core("a\u{a0}\u{2003}\r\n b"), "a b");
        assert_eq!(core("‐‑‒–—―−﹘﹣－-"), "-----------");
        assert_eq!(core("‘’‚′`´“”„″"), "''''''\"\"\"\"");
        assert_eq!(core("ＡＢＣ（１）＇"), "abc(1)'");
        assert_eq!(core("ÀÉÎÕÜ Ŵŷ Łódź İ ß Æ œ Ø"), "aeiou wy lodz i ss ae oe o");
        assert_eq!(core("e\u{301}"), core("é"));
        assert_eq!(core(" \u{200b}\n"), "");
        assert_eq!((core("Hostel lease²"), core("CO₂ project")), ("hostel lease".into(), "co2 project".into()));
    }

    #[test]
    fn what_stands_around_is_as_it_was_typed() {
        assert_eq!(behind("SUB  TOTAL – Homecare", "Sub total"), Some(" – Homecare"));
        assert_eq!(behind("Ref–A1", "ref-"), Some("A1"));
        assert_eq!(
            (behind("Total", "total"), behind("Total", ""), behind("Tot", "total")),
            (Some(""), Some("Total"), None)
        );
        assert_eq!((behind("Maß", "mas"), behind("Maßwerk", "Mass")), (None, Some("werk")));
        assert_eq!(in_front_of("A1’s", "'S"), Some("A1"));
        assert_eq!(
            (in_front_of("A1", ""), in_front_of("A1", "B"), in_front_of("é1", "É1")),
            (Some("A1"), None, Some(""))
        );
    }

    proptest! {
        #[test]
        fn what_is_folded_stays_as_it_is(text in "[ -~À-ſ‐-‵！-～\n\u{a0}\u{ad}\u{300}]{0,30}|.{0,30}") {
            let once = core(&text);
            prop_assert_eq!(core(&once), once.clone());
            prop_assert!(same(&text, &once));
            prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
            prop_assert!(behind(&text, &once).is_some_and(|rest| core(rest).is_empty()));
            prop_assert!(in_front_of(&text, &once).is_some_and(|rest| core(rest).is_empty()));
        }
    }
}
