//! The samples, read once, to be checked again with one thing changed.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use piperoll::collection::{Collection, Setting};
use piperoll::decision::Decisions;
use piperoll::form::Form;
use piperoll::period::Period;
use piperoll::pipeline::{Inputs, Options};
use piperoll::returns::files::{self, Sent};
use piperoll::returns::grid::{Workbook, read_workbook};
use piperoll::returns::{Returns, of_workbooks};

/// A sample as it stands.
pub struct Sample {
    /// Its newest period, and the one before it.
    pub inputs: Inputs,
    /// What the areas sent, open.
    pub workbooks: Vec<(Sent, Workbook)>,
    /// The text of its form.
    pub form: String,
    folder: String,
}

/// Where the samples stand.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples")
}

/// The files that a collection may have of its own words, in the order in which the target of templates counts them.
pub const WORDS: [&str; 9] = [
    "changes.hbs",
    "area.hbs",
    "overall.hbs",
    "against_target.hbs",
    "as_at.hbs",
    "since_then.hbs",
    "stands_open.hbs",
    "fixed.toml",
    "phrases.toml",
];

thread_local! {
    static SAMPLES: RefCell<Vec<Sample>> = RefCell::new(all());
}

/// Does something with a sample and what stands behind the first byte of an input, which says with which sample.
pub fn with<'d>(data: &'d [u8], act: impl FnOnce(&mut Sample, &'d [u8])) {
    let Some((which, rest)) = data.split_first() else { return };
    SAMPLES.with_borrow_mut(|samples| {
        let which = usize::from(*which) % samples.len();
        act(&mut samples[which], rest);
    });
}

/// Every sample, by name.
pub fn all() -> Vec<Sample> {
    let entries = std::fs::read_dir(folder()).expect("the samples stand beside this package");
    let mut roots: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    roots.retain(|root| root.join("piperoll.toml").is_file());
    roots.sort();
    roots.iter().map(|root| Sample::open(root)).collect()
}

impl Sample {
    fn open(root: &Path) -> Sample {
        let collection = Collection::open(root).expect("a sample opens");
        let inputs = Inputs::read(&collection, &Options::default()).expect("a sample is read");
        let folder = collection.folder(inputs.setting.period);
        let sent = files::list(root, &folder).expect("its returns are there");
        let open = |sent: Sent| {
            let bytes = std::fs::read(&sent.path).expect("a return can be read");
            let workbook = read_workbook(&sent.path, &bytes).expect("a return is a workbook");
            (sent, workbook)
        };
        let form = std::fs::read_to_string(root.join("piperoll.toml")).expect("it has a form");
        Sample { inputs, workbooks: sent.into_iter().map(open).collect(), form, folder }
    }

    /// Its period.
    pub fn period(&self) -> Period {
        self.inputs.setting.period
    }

    /// The returns as a form reads them.
    pub fn returns(&self, form: &Form) -> Returns {
        of_workbooks(form, &self.folder, self.workbooks.clone(), self.period())
    }

    /// The way to the report: figures, rules, words. What stands in the way is told, and no fault.
    pub fn check(&self) {
        if let Ok(examined) = self.inputs.examine() {
            let _ = examined.report();
        }
    }

    /// The same, and the files but the PDF.
    pub fn build(&self) {
        if let Ok(examined) = self.inputs.examine() {
            let _ = (examined.json(), examined.render(false));
        }
    }

    /// The same by other decisions.
    pub fn with_decisions(&mut self, decisions: Decisions) {
        let before = std::mem::replace(&mut self.inputs.setting.decisions, decisions);
        self.check();
        self.inputs.setting.decisions = before;
    }

    /// The same by another form, compared with nothing.
    pub fn with_form(&mut self, mut form: Form) {
        let Setting { words, .. } = &self.inputs.setting;
        form.calendar = words.fixed.calendar();
        form.by_period.at_hand = vec![self.period()];
        let returns = self.returns(&form);
        let before = (
            std::mem::replace(&mut self.inputs.setting.form, form),
            std::mem::replace(&mut self.inputs.returns, returns),
            std::mem::take(&mut self.inputs.setting.decisions),
            self.inputs.prior.take(),
            self.inputs.sent.take(),
            std::mem::take(&mut self.inputs.answered),
        );
        self.build();
        let Inputs { setting, returns, prior, sent, answered, .. } = &mut self.inputs;
        (setting.form, *returns, setting.decisions, *prior, *sent, *answered) = before;
    }

    /// The same with one workbook in place of all: others would only take their time.
    pub fn with_workbook(&mut self, index: usize, workbook: Workbook) {
        let (sent, _) = &self.workbooks[index % self.workbooks.len()];
        let alone = vec![(sent.clone(), workbook)];
        let returns = of_workbooks(&self.inputs.setting.form, &self.folder, alone, self.period());
        let before = std::mem::replace(&mut self.inputs.returns, returns);
        let (sent, answered) = (self.inputs.sent.take(), std::mem::take(&mut self.inputs.answered));
        self.build();
        (self.inputs.returns, self.inputs.sent, self.inputs.answered) = (before, sent, answered);
    }
}
