//! What phrases in running text speak of: lists of words that are data (templates/words/phrases.toml), to which a collection adds
//! its own. They speak of the parts that columns play in the report (`roles` of the form), so that no form need say them.

use std::path::Path;

use crate::file::{self, Limit, NotRead};
use crate::source::{Fault, Place};
use crate::toml_reader::Shape::{Tables, Truth};
use crate::toml_reader::{Key, Keys, TEXTS, Table, read};

/// The lists that are built in.
const BUILT_IN: &str = include_str!("../templates/words/phrases.toml");

/// The file with a collection's own, in its folder of words.
pub const FILE: &str = "phrases.toml";

/// The largest such file; that of the built-in lists has 6 KB.
const LARGEST: Limit = Limit { bytes: 256 * 1024, mend: "see that these are phrases, and take out what is not" };

/// The page of the docs that says what may stand there.
const PAGE: &str = "docs/words.md";

/// phrases.toml
pub(crate) static PHRASES: Keys = Keys {
    table: "",
    keys: &[
        Key::may("something_else", TEXTS),
        Key::may("parts", TEXTS),
        Key::may("narrows", TEXTS),
        Key::may("whole", TEXTS),
        Key::may("savings", TEXTS),
        Key::may("went_to", TEXTS),
        Key::may("came_from", TEXTS),
        Key::may("phrase", Tables(&PHRASE)),
    ],
};

static PHRASE: Keys = Keys {
    table: "[[phrase]]",
    keys: &[Key::must("words", TEXTS), Key::must("means", TEXTS), Key::may("sure", Truth)],
};

/// The lists of one collection: the built-in ones and its own.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    /// Words beside which an amount is no figure of the row.
    pub something_else: Vec<String>,
    /// Words directly before an amount that make it a part of something, or an addition.
    pub parts: Vec<String>,
    /// Words directly behind an amount, before what it is on: a part of its row.
    pub narrows: Vec<String>,
    /// Words behind those that narrow nothing.
    pub whole: Vec<String>,
    /// Words of a clause that speaks of the saving.
    pub savings: Vec<String>,
    /// Phrases behind which stand the schemes that a target went to.
    pub went_to: Vec<String>,
    /// Phrases behind which stand the schemes that a target came from.
    pub came_from: Vec<String>,
    /// Phrases, and what they speak of.
    pub phrases: Vec<PhraseForm>,
    /// The collection's own file of them, if it has one: its name for messages, and its text.
    pub own: Option<(String, String)>,
}

/// `[[phrase]]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseForm {
    /// One must stand in the same clause as the amount.
    pub words: Vec<String>,
    /// What the amount may be.
    pub means: Vec<Meaning>,
    /// Whether nothing else can be meant: any other amount is asked about, and not only one that is nearly right.
    pub sure: bool,
}

/// What an amount may be: a figure of the row, or one less another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The figure.
    pub of: Part,
    /// What is taken away from it.
    pub less: Option<Part>,
}

/// The part that a figure plays in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The target.
    Target,
    /// The forecast outturn.
    Forecast,
    /// Achieved to date.
    Achieved,
    /// A later forecast: the amount beside a percentage of the target.
    Later,
}

impl Phrases {
    /// The built-in lists.
    pub fn built_in() -> Phrases {
        let mut phrases = Phrases::default();
        // A test holds that nothing is wrong with them.
        phrases.add("the built-in phrases", BUILT_IN, &mut Vec::new());
        phrases
    }

    /// The built-in lists with those of `folder`, if it has a file of them. `shown` is the folder's path for messages.
    pub fn load(folder: &Path, shown: &str) -> Result<Phrases, Vec<Fault>> {
        let mut phrases = Phrases::built_in();
        let path = folder.join(FILE);
        if !file::is_there(&path) {
            return Ok(phrases);
        }
        let shown = format!("{shown}/{FILE}");
        let cannot = |why: NotRead| vec![Fault::new(Place::line(shown.as_str(), 1), why.to_string())];
        let text = file::read_text(&path, LARGEST).map_err(cannot)?;
        let mut faults = Vec::new();
        phrases.add(&shown, &text, &mut faults);
        phrases.own = Some((shown, text));
        if faults.is_empty() { Ok(phrases) } else { Err(faults) }
    }

    /// Adds the lists of a text.
    fn add(&mut self, file: &str, text: &str, faults: &mut Vec<Fault>) {
        let document = read(file, text, &PHRASES);
        let mut wrong = document.faults;
        let texts = |key: &str| words(&document.table, key);
        self.something_else.extend(texts("something_else"));
        self.parts.extend(texts("parts"));
        self.narrows.extend(texts("narrows"));
        self.whole.extend(texts("whole"));
        self.savings.extend(texts("savings"));
        self.went_to.extend(texts("went_to"));
        self.came_from.extend(texts("came_from"));
        self.phrases.extend(document.table.tables("phrase").filter_map(|table| phrase(table, &mut wrong)));
        faults.extend(document.outline.shown(wrong, text, PAGE));
    }
}

fn phrase(table: &Table, faults: &mut Vec<Fault>) -> Option<PhraseForm> {
    let mut means = Vec::new();
    for value in table.list("means") {
        let Some(text) = value.text() else { continue };
        match Meaning::read(text) {
            Some(meaning) => means.push(meaning),
            None => faults.push(Fault::new(
                value.at.clone(),
                format!(
                    "'{text}' in `means` is neither target, forecast, achieved or later, nor one of them less another: \"target - \
                     forecast\""
                ),
            )),
        }
    }
    for key in ["words", "means"] {
        if table.texts(key).is_some_and(|texts| texts.is_empty()) {
            faults.push(Fault::new(table.at(key), format!("`{key}` is empty, so that this [[phrase]] says nothing")));
        }
    }
    table.has("words").then(|| PhraseForm {
        words: words(table, "words"),
        means,
        sure: table.truth("sure").unwrap_or(false),
    })
}

/// A list of words in small letters, as they are looked for.
fn words(table: &Table, key: &str) -> Vec<String> {
    table.texts(key).unwrap_or_default().iter().map(|text| text.trim().to_lowercase()).collect()
}

impl Meaning {
    /// Reads 'target' or 'target - forecast'.
    fn read(text: &str) -> Option<Meaning> {
        match text.split_once('-') {
            None => Some(Meaning { of: Part::read(text)?, less: None }),
            Some((of, less)) => Some(Meaning { of: Part::read(of)?, less: Some(Part::read(less)?) }),
        }
    }
}

impl Part {
    fn read(text: &str) -> Option<Part> {
        match text.trim() {
            "target" => Some(Part::Target),
            "forecast" => Some(Part::Forecast),
            "achieved" => Some(Part::Achieved),
            "later" => Some(Part::Later),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lists_are_right_and_a_collection_adds_to_them() {
        let mut faults = Vec::new();
        Phrases::default().add("built in", BUILT_IN, &mut faults);
        assert_eq!(faults, []);
        let folder = tempfile::tempdir().unwrap();
        let built_in = Phrases::load(folder.path(), "words").unwrap();
        let own = "something_else = [\"levy\"]\n[[phrase]]\nwords = [\"banked\"]\nmeans = [\"achieved\", \"target - later\"]\n";
        std::fs::write(folder.path().join(FILE), own).unwrap();
        let phrases = Phrases::load(folder.path(), "words").unwrap();
        assert_eq!(phrases.own, Some(("words/phrases.toml".to_string(), own.to_string())));
        assert_eq!(phrases.phrases.len(), built_in.phrases.len() + 1);
        assert_eq!(phrases.something_else.last().map(String::as_str), Some("levy"));
        let means = |of, less| Meaning { of, less };
        let expected = [means(Part::Achieved, None), means(Part::Target, Some(Part::Later))];
        assert_eq!(phrases.phrases.last().map(|phrase| phrase.means.as_slice()), Some(expected.as_slice()));
        std::fs::write(folder.path().join(FILE), "part = []\n[[phrase]]\nwords = []\nmeans = [\"budget\"]\n").unwrap();
        let faults = Phrases::load(folder.path(), "words").unwrap_err();
        let said: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.at, fault.message)).collect();
        assert_eq!(said.len(), 3, "{said:#?}");
        assert!(said[1].contains("phrases.toml, line 4: 'budget' in `means` is neither target"), "{said:#?}");
    }
}
