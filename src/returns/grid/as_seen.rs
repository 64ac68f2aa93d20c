//! Texts as a person sees them: without what is struck out and without characters that nobody sees, and with raised digits as
//! the marks of notes that they are.

use super::{Raw, Sheet, Workbook};
use crate::returns::look::Run;

/// Characters that take no room and show nothing, marks of direction among them.
const UNSEEN: [char; 15] = [
    '\u{200b}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2060}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{feff}', '\u{ad}',
];

/// Joiners between letters. Scripts that join their letters need them, and so do pictures made of several; beside plain letters
/// and figures they show nothing.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// From here on there are scripts whose letters join.
const FIRST_OF_JOINING: char = '\u{590}';

/// Makes the texts of a workbook what a person sees of them. The runs of a text stay as they were read.
pub(super) fn texts(workbook: &mut Workbook) {
    for sheet in &mut workbook.sheets {
        for (at, runs) in &sheet.look.runs {
            if let Some(Raw::Text(text)) = sheet.cells.get_mut(at)
                && let Some(seen) = of_runs(runs)
            {
                *text = seen;
            }
        }
        without_unseen(sheet);
    }
}

/// A text of several runs. `None` where nothing of it is seen otherwise than it stands: one that is struck as a whole is whole.
fn of_runs(runs: &[Run]) -> Option<String> {
    let is_left = |run: &&Run| !run.struck;
    let all_struck = runs.iter().filter(is_left).all(|run| run.text.trim().is_empty());
    if !runs.iter().any(|run| run.struck && !all_struck || run.raised || run.lowered) {
        return None;
    }
    let seen = runs.iter().filter(|run| all_struck || !run.struck).map(|run| match (run.raised, run.lowered) {
        (true, _) => changed(&run.text, RAISED),
        (_, true) => changed(&run.text, LOWERED),
        _ => run.text.clone(),
    });
    Some(seen.collect())
}

/// The digits that are raised by themselves, whatever the font of the cell.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// And those that are lowered.
const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

fn changed(text: &str, digits: [char; 10]) -> String {
    let change = |letter: char| {
        let digit = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        digit.and_then(|digit| digits.get(digit).copied()).unwrap_or(letter)
    };
    text.chars().map(change).collect()
}

/// Takes out the characters that nobody sees. A cell that holds nothing else is blank, as a person sees it.
fn without_unseen(sheet: &mut Sheet) {
    let look = &mut sheet.look;
    sheet.cells.retain(|at, raw| {
        let Raw::Text(text) = raw else { return true };
        // Plain text, which nearly all is, has none.
        if text.is_ascii() {
            return true;
        }
        let joins =
            text.chars().any(|letter| letter >= FIRST_OF_JOINING && !is_unseen(letter) && letter.is_alphabetic())
                || text.chars().any(|letter| letter > '\u{ffff}');
        let is_out = |letter: char| UNSEEN.contains(&letter) || !joins && JOINERS.contains(&letter);
        if !text.contains(is_out) {
            return true;
        }
        look.unseen.push(*at);
        text.retain(|letter| !is_out(letter));
        !text.trim().is_empty()
    });
}

fn is_unseen(letter: char) -> bool {
    UNSEEN.contains(&letter) || JOINERS.contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::grid::read_workbook;
    use crate::returns::workbook;
    use crate::source::Address;

    fn book(grid: &str) -> Workbook {
        read_workbook(std::path::Path::new("x.xlsx"), &workbook::workbook(grid)).unwrap()
    }

    fn seen(grid: &str) -> Vec<String> {
        let sheet = book(grid).sheets.remove(0);
        sheet.cells.values().map(|raw| raw.text().trim().to_string()).collect()
    }

    #[test]
    fn raised_digits_are_marks_and_struck_parts_are_gone() {
        for (text, look, expected) in [
            ("'1501", "!raise A1 1", "150¹"),
            ("Hostel lease2", "!raise A1 2", "Hostel lease²"),
            ("1st floor", "!raise A1 st", "1st floor"),
            ("12 m2", "!raise A1 2", "12 m²"),
            ("Old name New name", "!strike A1 Old name ", "New name"),
            ("Old name", "!strike A1 Old name", "Old name"),
            ("Old name", "!strike A1", "Old name"),
        ] {
            assert_eq!(seen(&format!("== S\n{text}\n{look}\n")), [expected], "{text}");
        }
    }

    #[test]
    fn characters_that_nobody_sees_are_left_out_and_noted() {
        let sheet =
            book("== S\n1\u{200b}50 | \u{200b} | Void\u{ad}s | plain | \u{1f469}\u{200d}\u{1f680} | a\u{200d}b\n")
                .sheets
                .remove(0);
        let texts: Vec<String> = sheet.cells.values().map(Raw::text).collect();
        assert_eq!(texts, ["150", "Voids", "plain", "\u{1f469}\u{200d}\u{1f680}", "ab"]);
        let at = |column| Address::new(0, column);
        assert_eq!(sheet.look.unseen, [at(0), at(1), at(2), at(5)]);
    }
}
