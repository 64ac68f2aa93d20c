//! A form by itself: what stands in a collection before any return does.

use std::path::Path;

use super::{CannotRun, Collection, DECISIONS, FORM, LARGEST_FORM, RETURNS, WORDS, because, subfolders, text_of};
use crate::decision::Decisions;
use crate::file;
use crate::form::Form;
use crate::phrases::Phrases;
use crate::source::Fault;
use crate::words::Words;

/// The forms of a collection, or one, with whatever else was read: nothing is wrong with any of it.
#[derive(Debug)]
pub struct Alone {
    /// The name of the collection's folder; of the file, where one was named.
    pub name: String,
    /// Each form with its file: the collection's, and those of periods that have their own.
    pub forms: Vec<(String, Form)>,
    /// What else was read: decisions.toml, and the folder of words.
    beside: Vec<&'static str>,
}

impl Alone {
    /// Reads a form's file, or all of a collection that needs no return: its forms, its decisions, its words. All faults at once.
    pub fn open(path: &Path) -> Result<Alone, CannotRun> {
        if path.is_file() {
            let shown = path.display().to_string();
            let form = Form::parse(&shown, &text_of(path, LARGEST_FORM)?)?;
            return Ok(Alone { name: shown.clone(), forms: vec![(shown, form)], beside: Vec::new() });
        }
        if !path.exists() {
            return Err(because(format!("there is no folder and no file {}", path.display())));
        }
        let collection = Collection::at(path)?;
        let mut alone = Alone { name: collection.name.clone(), forms: Vec::new(), beside: Vec::new() };
        let mut faults = Vec::new();
        for file in files(&collection.root) {
            match Form::parse(&file, &collection.text(&file, LARGEST_FORM)?) {
                Ok(form) => alone.forms.push((file, form)),
                Err(wrong) => faults.extend(wrong),
            }
        }
        // Decisions speak of what the form has, and words of how it prints: where that is not known, they would be judged wrongly.
        let own = alone.forms.iter().find(|(file, _)| file == FORM).map(|(_, form)| form);
        if let Some(form) = own {
            let beside = beside(&collection, form, &mut faults)?;
            alone.beside = beside;
        }
        if faults.is_empty() { Ok(alone) } else { Err(faults.into()) }
    }

    /// What was read and has no fault, in a sentence.
    pub fn sentence(&self) -> String {
        let files = self.forms.iter().map(|(file, _)| file.as_str()).chain(self.beside.iter().copied());
        let files: Vec<&str> = files.collect();
        let files = match files.split_last() {
            Some((last, [])) => (*last).to_string(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => String::new(),
        };
        format!("Nothing is wrong with {files} by itself. No return was read.")
    }
}

/// The files of forms: the collection's, and those in the folders of periods, oldest name first.
fn files(root: &Path) -> Vec<String> {
    let own = subfolders(&root.join(RETURNS)).into_iter().map(|folder| format!("{RETURNS}/{folder}/{FORM}"));
    std::iter::once(FORM.to_string()).chain(own.filter(|file| file::is_there(&root.join(file)))).collect()
}

/// Reads what stands beside a form, and says what there was.
fn beside(collection: &Collection, form: &Form, faults: &mut Vec<Fault>) -> Result<Vec<&'static str>, CannotRun> {
    let mut read = Vec::new();
    if let Some(text) = collection.decisions()? {
        faults.extend(Decisions::parse(DECISIONS, &text, form).err().unwrap_or_default());
        read.push(DECISIONS);
    }
    let words = collection.root.join(WORDS);
    if words.is_dir() {
        faults.extend(Phrases::load(&words, WORDS).err().unwrap_or_default());
        faults.extend(Words::load(&words, WORDS, &form.report.language, form.report.money).err().unwrap_or_default());
        read.push(WORDS);
    }
    Ok(read)
}
