//! What goes to the terminal, and how.

use std::io::{IsTerminal, Write};

use crate::pipeline::Inputs;

/// Whether stderr takes colour: a terminal, and `NO_COLOR` not set (no-color.org).
pub(super) fn colour() -> bool {
    std::io::stderr().is_terminal() && is_wanted()
}

/// The same of stdout, where data goes.
pub(super) fn data_in_colour() -> bool {
    std::io::stdout().is_terminal() && is_wanted()
}

fn is_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Text for people. A closed pipe is nobody's fault.
pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
}

/// What the period was compared with, where there is something.
pub(super) fn say_base(inputs: &Inputs) {
    if let Some(sentence) = inputs.compared_with() {
        say(&sentence);
    }
}

/// Data for programs.
pub(super) fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
}

/// Why the program could not run.
pub(super) fn error(text: &str) {
    let word = if colour() { "\u{1b}[1;31mcannot run\u{1b}[0m" } else { "cannot run" };
    let mut lines = text.lines();
    say(&format!("{word}: {}", lines.next().unwrap_or_default()));
    for line in lines {
        say(&format!("            {line}"));
    }
}
