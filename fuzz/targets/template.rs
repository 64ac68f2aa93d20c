//! Words of a collection's own: a template, the fixed words, or the phrases; they are read, and compose the texts of a sample. The first
//! byte says which file, the second which sample.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piperoll::phrases::Phrases;
use piperoll::words::Words;
use piperoll_fuzz::{guard, sample};
use tempfile::TempDir;

thread_local! {
    static FOLDER: TempDir = tempfile::tempdir().expect("there is a folder for what passes by");
}

fuzz_target!(init: guard::start(), |data: &[u8]| {
    let Some((file, data)) = data.split_first() else { return };
    // One more than there are: a file that is none of them.
    let name = sample::WORDS.get(usize::from(*file) % (sample::WORDS.len() + 1)).unwrap_or(&"other.toml");
    sample::with(data, |sample, text| {
        let setting = &sample.inputs.setting;
        let report = &setting.form.report;
        let (words, phrases) = FOLDER.with(|folder| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("the file can be written");
            let words = Words::load(folder.path(), "templates/words", &report.language, report.money);
            let phrases = Phrases::load(folder.path(), "templates/words");
            std::fs::remove_file(&path).expect("the file can be removed");
            (words, phrases)
        });
        if let (Ok(words), Ok(phrases)) = (words, phrases) {
            let setting = &mut sample.inputs.setting;
            let before = (std::mem::replace(&mut setting.words, words), std::mem::replace(&mut setting.phrases, phrases));
            sample.check();
            let setting = &mut sample.inputs.setting;
            (setting.words, setting.phrases) = before;
        }
    });
});
