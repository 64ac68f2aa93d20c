//! Asking a person at a terminal, a line at a time. An empty line, or the end of what is typed (Ctrl-D), gives up.

use std::io::{BufRead, Write};

use crate::check::show::{plain, wrapped};

/// Who is asked: what is typed, and where questions go.
pub(super) struct Ask<'a> {
    pub(super) typed: &'a mut dyn BufRead,
    pub(super) said: &'a mut dyn Write,
    /// How many characters stand in a line.
    pub(super) width: usize,
}

impl Ask<'_> {
    /// A line for a person. That it cannot be said changes nothing: what is asked next finds out.
    pub(super) fn say(&mut self, text: &str) {
        let _ = writeln!(self.said, "{text}");
    }

    /// Words for a person, in lines below each other that are this far in.
    pub(super) fn say_in(&mut self, indent: usize, text: &str) {
        let lines = wrapped(&plain(text), self.width.saturating_sub(indent).max(1));
        let between = format!("\n{}", " ".repeat(indent));
        self.say(&format!("{}{}", &between[1..], lines.replace('\n', &between)));
    }

    /// What is typed behind a prompt; `None` where nothing is.
    fn line(&mut self, prompt: &str) -> Option<String> {
        let _ = write!(self.said, "{prompt}").and_then(|()| self.said.flush());
        let mut line = Vec::new();
        let end = self.typed.read_until(b'\n', &mut line).is_err() || !line.ends_with(b"\n");
        if end {
            // Ctrl-D leaves the cursor behind the prompt.
            self.say("");
        }
        Some(String::from_utf8_lossy(&line).trim().to_string()).filter(|line| !line.is_empty())
    }

    /// Asks until the answer is understood; `None` where the person gives up. `read` says what is wrong with an answer.
    pub(super) fn until<T>(&mut self, question: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        self.say_in(0, question);
        loop {
            let Some(line) = self.line("> ") else {
                self.say("Nothing was written.");
                return None;
            };
            match read(&line) {
                Ok(answer) => return Some(answer),
                Err(why) => self.say(&why),
            }
        }
    }

    /// One of several things: by its number, or by its name. They are listed before this is asked.
    pub(super) fn one_of(&mut self, question: &str, names: &[String]) -> Option<usize> {
        self.until(question, |answer| {
            let by_number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let by_name = || names.iter().position(|name| name == answer);
            by_number.filter(|index| *index < names.len()).or_else(by_name).ok_or_else(|| {
                format!("'{answer}' is none of them: type a number from 1 to {}, or nothing to give up", names.len())
            })
        })
    }

    /// Whether the person says yes; anything else is no.
    pub(super) fn yes(&mut self, question: &str) -> bool {
        let answer = self.line(&format!("{question} [y/N] ")).unwrap_or_default().to_lowercase();
        answer == "y" || answer == "yes"
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// What comes of asking somebody who types this, and what they saw.
    pub(in super::super) fn asked<T>(typed: &str, asks: impl FnOnce(&mut Ask<'_>) -> T) -> (T, String) {
        let mut said = Vec::new();
        let outcome = asks(&mut Ask { typed: &mut typed.as_bytes(), said: &mut said, width: 80 });
        (outcome, String::from_utf8(said).unwrap())
    }

    #[test]
    fn it_asks_again_until_it_understands_and_gives_up_at_an_empty_line() {
        let number = |answer: &str| answer.parse::<u8>().map_err(|_| format!("'{answer}' is no number"));
        let (answer, said) = asked("soon\n 12 \n", |ask| ask.until("How many?", number));
        assert_eq!((answer, said.as_str()), (Some(12), "How many?\n> 'soon' is no number\n> "));
        for given_up in ["\n12\n", "soon\n\n", "", "soon\n"] {
            let (answer, said) = asked(given_up, |ask| ask.until("How many?", number));
            assert!(answer.is_none() && said.ends_with("Nothing was written.\n"), "{given_up:?}: {said}");
        }
        assert_eq!(asked("7", |ask| ask.until("How many?", number)).0, Some(7), "no line end at the end");
    }

    #[test]
    fn one_of_several_is_named_by_its_number_or_its_name() {
        let names = ["a:x".to_string(), "b:y".to_string()];
        for (typed, chosen) in [("2\n", Some(1)), ("a:x\n", Some(0)), ("0\n3\nc\n1\n", Some(0)), ("3\n\n", None)] {
            assert_eq!(asked(typed, |ask| ask.one_of("Which?", &names)).0, chosen, "{typed:?}");
        }
        let (_, said) = asked("3\n", |ask| ask.one_of("Which?", &names));
        assert!(said.contains("'3' is none of them: type a number from 1 to 2, or nothing to give up"), "{said}");
    }

    #[test]
    fn only_yes_is_yes() {
        for (typed, yes) in
            [("y\n", true), ("YES\n", true), ("n\n", false), ("\n", false), ("", false), ("yep\n", false)]
        {
            assert_eq!(asked(typed, |ask| ask.yes("Write?")).0, yes, "{typed:?}");
        }
    }
}
