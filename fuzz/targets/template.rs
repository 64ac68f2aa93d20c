//! Words of a collection's own: a template, the fixed words, or the phrases; they are read, and compose the texts of a sample. The first
//! byte says which file, the second which sample.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use piperoll::phrases::Phrases;
use piperoll::words::Words;
use piperoll_fuzz::sample::Sample;
use piperoll_fuzz::{guard, sample};
use tempfile::TempDir;

/// The files that a collection may have of its own.
const FILES: [&str; 10] = [
    "changes.hbs",
    "area.hbs",
    "overall.hbs",
    "against_target.hbs",
    "as_at.hbs",
    "since_then.hbs",
    "stands_open.hbs",
    "fixed.toml",
    "phrases.toml",
    "other.toml",
];

struct State {
    samples: Vec<Sample>,
    folder: TempDir,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State {
        samples: sample::all(),
        folder: tempfile::tempdir().expect("there is a folder for what passes by"),
    });
}

fuzz_target!(init: guard::start(), |data: &[u8]| {
    let [file, which, text @ ..] = data else { return };
    STATE.with_borrow_mut(|State { samples, folder }| {
        let path = folder.path().join(FILES[usize::from(*file) % FILES.len()]);
        std::fs::write(&path, text).expect("the file can be written");
        let which = usize::from(*which) % samples.len();
        let setting = &samples[which].inputs.setting;
        let report = &setting.form.report;
        let words = Words::load(folder.path(), "templates/words", &report.language, report.money);
        let phrases = Phrases::load(folder.path(), "templates/words");
        std::fs::remove_file(&path).expect("the file can be removed");
        let sample = &mut samples[which];
        if let (Ok(words), Ok(phrases)) = (words, phrases) {
            let setting = &mut sample.inputs.setting;
            let before = (std::mem::replace(&mut setting.words, words), std::mem::replace(&mut setting.phrases, phrases));
            sample.check();
            let setting = &mut sample.inputs.setting;
            (setting.words, setting.phrases) = before;
        }
    });
});
