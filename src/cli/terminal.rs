//! What goes to the terminal, and how.

use std::io::{self, ErrorKind, IsTerminal, Write};

use super::{Told, faults};
use crate::check::show::{self, Manner};
use crate::collection::{CannotRun, because};
use crate::finding::Finding;
use crate::pipeline::Examined;

/// Whether stderr takes colour: a terminal, and `NO_COLOR` not set (no-color.org).
pub(super) fn colour() -> bool {
    io::stderr().is_terminal() && is_wanted()
}

/// The same of stdout, where data goes.
pub(super) fn data_in_colour() -> bool {
    io::stdout().is_terminal() && is_wanted()
}

fn is_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Text for people. That it cannot be said changes nothing: nobody is there to be told so.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{}", text.trim_end());
}

/// Findings for people, and what the period was compared with, where there is something.
pub(super) fn say_findings(examined: &Examined<'_>, shown: &[&Finding], told: &Told) {
    let manner = Manner { colour: colour(), all: told.all, width: width() };
    let inputs = examined.inputs;
    say(&show::text(&inputs.setting.form, inputs.as_sent(), (shown, &examined.findings), manner));
    if let Some(sentence) = inputs.compared_with() {
        say(&sentence);
    }
}

/// What is said of forms by themselves.
pub(super) fn say_of_forms(findings: &[Finding], told: &Told) {
    if !findings.is_empty() {
        say(&format!("{}\n", show::of_forms(findings, Manner { colour: colour(), all: told.all, width: width() })));
    }
}

/// How many characters wide stderr is, where it is a terminal.
pub(super) fn width() -> Option<usize> {
    let (terminal_size::Width(width), _) = terminal_size::terminal_size_of(io::stderr())?;
    Some(usize::from(width))
}

/// Data for programs.
pub(super) fn print(text: &str) -> Result<(), CannotRun> {
    let mut stdout = io::stdout().lock();
    printed(writeln!(stdout, "{}", text.trim_end()).and_then(|()| stdout.flush()))
}

/// What came of writing to stdout. Whoever closes a pipe has read enough; anything else, such as a full disk, leaves a part of what was
/// asked for.
pub(super) fn printed(outcome: io::Result<()>) -> Result<(), CannotRun> {
    match outcome {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(because(format!("what is to be printed cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Why the program could not run.
pub(super) fn cannot_run(error: &CannotRun) {
    match error {
        CannotRun::Faults(faults) => say(&faults::text(faults, faults::Manner { colour: colour(), width: width() })),
        CannotRun::Because(why) => self::error(why),
    }
}

/// Why the program could not run, in a sentence.
pub(super) fn error(text: &str) {
    let word = if colour() { "\u{1b}[1;31mcannot run\u{1b}[0m" } else { "cannot run" };
    let mut lines = text.lines();
    say(&format!("{word}: {}", lines.next().unwrap_or_default()));
    for line in lines {
        say(&format!("            {line}"));
    }
}
