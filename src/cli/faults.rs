//! Faults of the files that people write, for people: each with its line, the place marked in it, and the page that says what may stand
//! there.

use std::ops::Range;

use annotate_snippets::renderer::{AnsiColor, Renderer, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Snippet};

use crate::check::show;
use crate::source::{Fault, Line, MOST_FAULTS};

/// No terminal is taken for narrower.
const NARROWEST: usize = 40;

/// How the faults are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// Whether in colours.
    pub(super) colour: bool,
    /// How many characters wide the terminal is, if there is one.
    pub(super) width: Option<usize>,
}

/// The faults below each other; the first says that the program cannot run. What is wrong with one place stands above its line.
pub(super) fn text(faults: &[Fault], manner: Manner) -> String {
    let mut text = String::new();
    for (index, fault) in faults.iter().take(MOST_FAULTS).enumerate() {
        text.push_str(&message(if index == 0 { "cannot run" } else { "also" }, fault, manner));
        text.push('\n');
        let next = faults.get(index + 1).filter(|_| index + 1 < MOST_FAULTS);
        if !next.is_some_and(|next| is_one_place(fault, next)) {
            text.push_str(&below(fault, manner));
            text.push('\n');
        }
    }
    if faults.len() > MOST_FAULTS {
        text.push_str(&format!("and {} more", faults.len() - MOST_FAULTS));
    }
    text.trim_end().to_string()
}

fn is_one_place(one: &Fault, other: &Fault) -> bool {
    (&one.at, &one.line, &one.page) == (&other.at, &other.line, &other.page)
}

fn message(word: &str, fault: &Fault, manner: Manner) -> String {
    let said = show::plain(&format!("{word}: {fault}"));
    let said = match manner.width {
        // The word stands first, and in the first line.
        Some(width) => show::wrapped(&said, width.max(NARROWEST) - 2).replace('\n', "\n  "),
        None => said,
    };
    let rest = said.strip_prefix(word).unwrap_or_default();
    if manner.colour { format!("\u{1b}[1;31m{word}\u{1b}[0m{rest}") } else { said }
}

/// The line of a fault, and the page that speaks of it, each line ending in a line feed.
fn below(fault: &Fault, manner: Manner) -> String {
    let see = fault.page.as_ref().map(|page| format!("see {page}"));
    match (&fault.line, see) {
        (Some(line), see) => format!("{}\n", excerpt(line, fault.at.line.unwrap_or(1), see.as_deref(), manner)),
        (None, Some(see)) => format!("  = {see}\n"),
        (None, None) => String::new(),
    }
}

/// The line with the place marked, and what to see below it.
fn excerpt(line: &Line, number: u32, see: Option<&str>, manner: Manner) -> String {
    let width = manner.width.unwrap_or(show::WIDTH).clamp(NARROWEST, show::WIDTH);
    // Behind the number stands ' | ', and a mark may stand behind the text.
    let (text, marked) = on_one_line(line, width.saturating_sub(number.to_string().len() + " | ".len() + 1));
    let snippet = Snippet::source(text)
        .line_start(usize::try_from(number).unwrap_or(1))
        .fold(false)
        .annotation(AnnotationKind::Primary.span(marked));
    let note = see.map(|see| Level::NOTE.no_name().message(see.to_string()));
    let group = Group::with_level(Level::ERROR).element(snippet).elements(note);
    let dim = Style::new().dimmed();
    let renderer = match manner.colour {
        true => Renderer::styled().line_num(dim).error(AnsiColor::Red.on_default().bold()),
        false => Renderer::plain(),
    };
    renderer.term_width(width).render(&[group])
}

/// The text of a line without what a terminal would act upon, and what is marked of it. Of one that is longer than `room`, what is around
/// the mark: a third of that before it at most.
fn on_one_line(line: &Line, room: usize) -> (String, Range<usize>) {
    let parts = [line.text.get(..line.from), line.text.get(line.from..line.to), line.text.get(line.to..)];
    let [before, marked, behind] = parts.map(|part| part.unwrap_or_default());
    // No line is looked at as a whole: it may be without end.
    let before = last_of(before, if line.text.chars().nth(room).is_some() { room / 3 } else { room });
    let marked = first_of(marked, room.saturating_sub(before.chars().count()));
    let behind = first_of(behind, room.saturating_sub(before.chars().count() + marked.chars().count()));
    let span = before.len()..before.len() + marked.len();
    (format!("{before}{marked}{behind}"), span)
}

/// So many characters of the start of a text at most, the last one a sign that there are more.
fn first_of(text: &str, most: usize) -> String {
    let said: Vec<char> = show::plain(&text.chars().take(most + 1).collect::<String>()).chars().collect();
    match said.get(..most.saturating_sub(1)) {
        _ if said.len() <= most => said.iter().collect(),
        Some(start) if most > 0 => start.iter().chain(&['…']).collect(),
        _ => String::new(),
    }
}

/// The same of its end.
fn last_of(text: &str, most: usize) -> String {
    let backwards = |text: &str| text.chars().rev().collect::<String>();
    let end: String = text.chars().rev().take(most + 1).collect();
    backwards(&first_of(&backwards(&show::plain(&backwards(&end))), most))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::Place;

    const PLAIN: Manner = Manner { colour: false, width: None };

    #[test]
    fn what_is_wrong_with_one_place_stands_above_its_line() {
        let faults = ["needs `id`", "needs `name`"].map(|message| fault("[[area]]", 3, message));
        let said = text(&faults, PLAIN);
        assert!(said.starts_with(
            "cannot run: piperoll.toml, line 3: needs `id`\nalso: piperoll.toml, line 3: needs `name`\n  |\n"
        ));
        assert_eq!(said.matches("[[area]]").count(), 1, "{said}");
    }

    proptest! {
        /// Whatever a file holds and wherever a fault stands in it, it is shown.
        #[test]
        fn no_damage_makes_showing_panic(
            cuts in prop::collection::vec((0..FORM.len(), 0..40_usize, "\\PC{0,3}[\n\r\"]?"), 1..6),
            width in prop::option::of(1..130_usize),
            colour: bool,
        ) {
            let mut text: Vec<char> = FORM.chars().collect();
            for (start, length, put) in cuts {
                let start = start.min(text.len());
                let end = (start + length).min(text.len());
                text.splice(start..end, put.chars());
            }
            let faults = crate::form::Form::parse("piperoll.toml", &text.iter().collect::<String>()).err();
            let said = super::text(&faults.unwrap_or_default(), Manner { colour, width });
            prop_assert!(said.is_empty() || said.contains("see docs/form.md"), "{said}");
        }
    }

    const FORM: &str = include_str!("../../tests/gallery/base.toml");

    fn fault(text: &str, number: u32, message: &str) -> Fault {
        let text = format!("{}{text}", "\n".repeat(number as usize - 1));
        Fault::new(Place::line("piperoll.toml", number), message).shown_in(&text, "docs/form.md, [report]")
    }

    #[test]
    fn a_fault_shows_its_line_the_place_and_the_page() {
        let said = text(&[fault("titel = \"x\"", 41, "unknown key `titel` in [report]; did you mean `title`?")], PLAIN);
        assert_eq!(
            said,
            "cannot run: piperoll.toml, line 41: unknown key `titel` in [report]; did you mean `title`?\n   |\n41 | titel = \"x\"\n   | ^^^^^\n   |\n   = see docs/form.md, [report]"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let words = "word ".repeat(80);
        for (line, message) in [
            (format!("title = \"{words}\" # {words}"), "a long one".to_string()),
            (format!("[list] {words} forcast {words}"), format!("unknown column `forcast` in {words}")),
        ] {
            for width in [40, 60, 113] {
                let said = text(&[fault(&line, 7, &message)], Manner { colour: false, width: Some(width) });
                let widest = said.lines().map(|line| line.chars().count()).max().unwrap();
                assert!(widest <= width, "{widest} of {width}:\n{said}");
            }
        }
    }

    #[test]
    fn of_a_long_line_what_is_around_the_mark_is_shown() {
        let line = format!("columns = [{}\"forcast\", {}]", "\"target\", ".repeat(20), "\"target\", ".repeat(20));
        let said = text(&[fault(&line, 7, "unknown column `forcast`")], Manner { colour: false, width: Some(60) });
        let shown =
            "7 | …get\", \"target\", \"forcast\", \"target\", \"target\", \"targe…\n  |                   ^^^^^^^\n";
        assert!(said.contains(shown), "{said}");
    }

    #[test]
    fn what_a_terminal_would_act_upon_is_shown() {
        let said = text(&[fault("title = \"\u{1b}[2J\u{202e}\ta\"", 1, "has `\u{1b}` in it")], PLAIN);
        assert!(said.contains("title = \"\\u{1b}[2J\\u{202e} a\""), "{said}");
        assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{said}");
        let coloured = text(&[fault("x = 1", 1, "wrong")], Manner { colour: true, width: None });
        assert!(coloured.contains("\u{1b}[1;31mcannot run\u{1b}[0m: "), "{coloured}");
    }

    #[test]
    fn many_are_counted() {
        let faults = vec![fault("x = 1", 1, "wrong"); 103];
        let said = text(&faults, PLAIN);
        assert_eq!(said.matches("\nalso: ").count(), 99);
        assert_eq!(said.matches("x = 1").count(), 1);
        assert!(said.ends_with("\n\nand 3 more"), "{said}");
    }
}
