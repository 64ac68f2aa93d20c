//! The real program under strace, which kills it, interrupts it or lets a system call fail at any point.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::binary;

/// The system calls that change something on a disk, open something there, or lock it.
const CALLS: &str = "openat,write,fsync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,ftruncate,flock";

/// A system call of the program's main thread, which is the one that writes files.
#[derive(Debug, Clone)]
pub struct Call {
    pub name: String,
    /// The how-manieth of its name, from 1.
    number: usize,
    /// What strace shows of it, its files with their paths.
    pub shown: String,
}

impl Call {
    /// Whether a file that is to be written is opened, or something is written, made, moved or removed.
    pub fn changes(&self) -> bool {
        self.name != "openat" || self.shown.contains("O_CREAT")
    }
}

/// Whether strace is there and may trace. Where CI is set it must be; else the test that asks says that it did nothing.
#[expect(clippy::print_stderr, reason = "whoever runs it is to know that nothing was tried")]
pub fn is_there() -> bool {
    let there = Command::new("strace").args(["-qq", "true"]).output().is_ok_and(|run| run.status.success());
    assert!(there || std::env::var_os("CI").is_none(), "strace is not there, or may not trace: .ci/run installs it");
    if !there {
        eprintln!("strace is not there, or may not trace: nothing was tried");
    }
    there
}

fn strace(log: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("strace");
    command.args(["-qq", "-y", "-s", "0", "-o"]).arg(log).args(["-e", &format!("trace={CALLS}")]).args(arguments);
    command.arg(binary()).env("NO_COLOR", "1");
    command
}

/// The calls of a run with these arguments.
pub fn calls(arguments: &[&str]) -> Vec<Call> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    let run = strace(&log, &[]).args(arguments).output().expect("strace runs");
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&run.stderr));
    let mut calls: Vec<Call> = Vec::new();
    for line in std::fs::read_to_string(&log).expect("what strace saw").lines() {
        let Some((name, _)) = line.split_once('(') else { continue };
        let number = calls.iter().filter(|call| call.name == name).count() + 1;
        calls.push(Call { name: name.to_string(), number, shown: line.to_string() });
    }
    calls
}

/// Runs the program, and `what` happens as it makes this call: `signal=KILL`, `error=EIO`.
pub fn inject(call: &Call, what: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inject = format!("inject={}:{what}:when={}", call.name, call.number);
    strace(&folder.path().join("log"), &["-e", &inject]).args(arguments).output().expect("strace runs")
}
