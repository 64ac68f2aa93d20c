//! Columns of choices: the words that may stand there, and what some of them say of an item.

use super::Faults;
use super::columns::Around;
use crate::form::Hue;
use crate::names::{self, did_you_mean};
use crate::toml_reader::Table;

/// The words that may stand in a choice, each once.
pub(super) fn choices(raw: &Table, faults: &mut Faults) -> Vec<String> {
    let mut seen: Vec<names::Code> = Vec::new();
    for value in raw.list("choices") {
        let Some(text) = value.text() else { continue };
        let choice = names::Code::of(text);
        if seen.contains(&choice) {
            faults
                .add(value.at.clone(), format!("\"{text}\" stands twice in `choices` (case does not tell them apart)"));
        }
        seen.push(choice);
    }
    if raw.texts("choices").is_some_and(|choices| choices.is_empty()) {
        faults.add(raw.at("choices"), "`choices` is empty; say what may stand in the column");
    }
    raw.texts("choices").unwrap_or_default()
}

/// The choices whose items count in no total.
pub(super) fn outside_totals(raw: &Table, around: &Around<'_>, faults: &mut Faults) -> Vec<String> {
    some_of_them(raw, "outside_totals", around, faults)
}

/// The choices whose items are there once only.
pub(super) fn one_off(raw: &Table, around: &Around<'_>, faults: &mut Faults) -> Vec<String> {
    let one_off = some_of_them(raw, "one_off", around, faults);
    if raw.has("one_off") && one_off.is_empty() {
        faults.add(raw.at("one_off"), "`one_off` is empty; say which of the `choices` make an item one-off");
    }
    one_off
}

/// Some of the choices, of which a key says what items that say them are.
fn some_of_them(raw: &Table, key: &str, around: &Around<'_>, faults: &mut Faults) -> Vec<String> {
    let choices = raw.texts("choices").unwrap_or_default();
    for value in raw.list(key) {
        let Some(text) = value.text() else { continue };
        if !choices.iter().any(|known| names::Code::same(known, text)) {
            let hint = did_you_mean(text, choices.iter().map(String::as_str));
            faults.add(value.at.clone(), format!("\"{text}\" in `{key}` is none of the column's `choices`{hint}"));
        }
    }
    if raw.has(key) && around.is_summary {
        let message =
            format!("`{key}` does not fit a summary, whose rows are groups: say it in the list that is summed up");
        faults.add(raw.at(key), message);
    }
    raw.texts(key).unwrap_or_default()
}

/// What a colour by itself stands for: each hue once, and a choice of the column.
pub(super) fn colours(raw: &Table, faults: &mut Faults) -> Vec<(Hue, String)> {
    let choices = raw.texts("choices").unwrap_or_default();
    let mut colours: Vec<(Hue, String)> = Vec::new();
    for (name, value) in raw.map("colours") {
        let Some(choice) = value.text() else { continue };
        let Some(hue) = Hue::named(name) else {
            let message = format!("`{name}` is no colour that is told apart; use {}", Hue::NAMES.join(", "));
            faults.add(value.at.clone(), message);
            continue;
        };
        let Some(known) = choices.iter().find(|known| names::Code::same(known, choice)) else {
            let hint = did_you_mean(choice, choices.iter().map(String::as_str));
            faults.add(value.at.clone(), format!("\"{choice}\" is none of the column's `choices`{hint}"));
            continue;
        };
        if colours.iter().any(|(other, _)| *other == hue) {
            faults.add(value.at.clone(), format!("`{name}` is given twice in `colours` (orange is amber)"));
        }
        colours.push((hue, known.clone()));
    }
    colours
}
