//! What was read, before anything is made of it.

use std::path::Path;

use super::read_returns;
use crate::collection::{self, CannotRun, Collection, Setting, because};
use crate::form::Form;
use crate::period::Period;
use crate::progress::Observer;
use crate::returns::{self, Returns, others};

/// What was read of a period, or of one workbook, with the form it was read by: for looking at, not for figures.
#[derive(Debug)]
pub(crate) struct AsRead {
    /// The form.
    pub form: Form,
    /// The returns.
    pub returns: Returns,
    /// The path of the one file that is meant, if one is.
    pub only: Option<String>,
}

impl AsRead {
    /// Reads a collection's period, or the workbook at `path`: by `form`, if one is named, else by that of the collection in
    /// whose returns it lies.
    pub(crate) fn of(
        path: &Path,
        period: Option<Period>,
        form: Option<&Path>,
        observer: &Observer,
    ) -> Result<AsRead, CannotRun> {
        let form = form.map(collection::form_of).transpose()?;
        if path.is_dir() {
            let collection = Collection::open(path)?;
            let period = collection.period(period)?;
            return AsRead::in_collection(&collection, period, (form, None), observer);
        }
        if !path.is_file() {
            return Err(because(format!("there is no folder and no workbook {}", path.display())));
        }
        if let Some(why) = others::no_workbook(path) {
            return Err(because(format!("{} {why}", path.display())));
        }
        let place = Collection::of_workbook(path);
        match (form, place) {
            (None, Some((collection, own, file))) => {
                if let Some(other) = period.filter(|period| *period != own) {
                    return Err(because(format!("{} lies among the returns of {own}, not of {other}", path.display())));
                }
                AsRead::in_collection(&collection, own, (None, Some(file)), observer)
            }
            (None, None) => Err(because(format!(
                "{} lies in no folder returns/PERIOD of a collection: name the form to read it by with --form FILE",
                path.display()
            ))),
            (Some(form), place) => {
                let Some(period) = period.or(place.map(|(_, period, _)| period)) else {
                    return Err(because(format!(
                        "for which period {} is cannot be told from where it lies: add --period, such as --period 2022-23-q3",
                        path.display()
                    )));
                };
                let returns = returns::read_file(&form, path, period)
                    .map_err(|why| because(format!("{} {why}", path.display())))?;
                Ok(AsRead { form, returns, only: None })
            }
        }
    }

    fn in_collection(
        collection: &Collection,
        period: Period,
        (form, only): (Option<Form>, Option<String>),
        observer: &Observer,
    ) -> Result<AsRead, CannotRun> {
        let setting = collection.setting(period)?;
        let setting = match form {
            Some(form) => Setting { form, ..setting },
            None => setting,
        };
        let returns = read_returns(collection, &collection.folder(period), &setting, observer)?;
        if let Some(only) = only.as_ref().filter(|only| returns.files.iter().all(|file| *file.path != ***only)) {
            return Err(because(format!("{only} is no workbook")));
        }
        Ok(AsRead { form: setting.form, returns, only })
    }
}
