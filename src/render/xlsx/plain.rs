//! Text as a cell of a spreadsheet can hold it.

/// The most characters a cell can hold, as spreadsheets count them.
const LONGEST_TEXT: usize = 32_767;

/// Text that a spreadsheet can hold: line feeds for every kind of line break, blanks for other control characters.
pub(super) fn clean(content: &str) -> String {
    // Most texts are clean as they are.
    let is_special = |character: char| character.is_control() || ('\u{2028}'..='\u{2029}').contains(&character);
    if !content.contains(|character| is_special(character) || character >= '\u{fffe}') {
        return content.to_owned();
    }
    let mut clean = String::with_capacity(content.len());
    let mut characters = content.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\u{fffe}' | '\u{ffff}' => clean.push('\u{fffd}'),
            character if character.is_control() => clean.push(' '),
            character => clean.push(character),
        }
    }
    clean
}

/// Text no longer than a cell can hold. What is cut off is said.
pub(super) fn fit(content: String) -> String {
    const CUT: &str = " … (cut here: a cell holds no more)";
    // In bytes no text is shorter.
    if content.len() <= LONGEST_TEXT || utf16(&content) <= LONGEST_TEXT {
        return content;
    }
    let room = LONGEST_TEXT - utf16(CUT);
    let mut cut = String::new();
    let mut length = 0;
    for character in content.chars() {
        length += character.len_utf16();
        if length > room {
            break;
        }
        cut.push(character);
    }
    cut + CUT
}

/// Length as spreadsheets count it.
pub(super) fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_made_fit_for_a_cell() {
        assert_eq!(clean("one\r\ntwo\rthree\u{2028}four\u{0}\tfive"), "one\ntwo\nthree\nfour  five");
        let long = fit("é".repeat(40_000));
        assert_eq!(utf16(&long), LONGEST_TEXT);
        assert!(long.ends_with("a cell holds no more)"));
    }
}
