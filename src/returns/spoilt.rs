//! Texts that were spoilt on their way into a file: characters that another program took for others, and quotes that end a field too
//! soon. What was meant can be guessed, and is not.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::grid::Raw;
use super::{File, Trouble};
use crate::pattern;
use crate::source::{Address, Place};

/// How a text was spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoilt {
    /// 'œ' stands where a pound sign was: a .csv saved for MS-DOS.
    Pound,
    /// Two or three letters stand for one ('Â£', 'â€™'): UTF-8 that was read as Windows-1252.
    Mixed,
    /// '�' stands for a character that was lost.
    Lost,
    /// A quote inside a quoted field of a .csv: the field ended there for every program that reads it.
    Quote,
}

/// 'œ1,204', '(œ 204)', '(œk)', 'œ000s', "œ'000", 'œm'.
static POUND: LazyLock<Regex> = LazyLock::new(|| pattern::fixed(r"œ\s?(?:[0-9.\-('’]|(?:k|m|mn|bn|million)\b)"));

/// What the pound sign, quotes, dashes, dots and accented letters of UTF-8 look like in Windows-1252.
static MIXED: LazyLock<Regex> = LazyLock::new(|| pattern::fixed("Â[£\u{a0}½¼¾·°±»«]|â€.|Ã[©¨¢´¯®»§¡³ºªŽ\u{ad}]"));

impl Spoilt {
    /// How a text was spoilt; `None` for one that looks sound.
    pub fn of(text: &str) -> Option<Spoilt> {
        if text.is_ascii() {
            None
        } else if text.contains('\u{fffd}') {
            Some(Spoilt::Lost)
        } else if MIXED.is_match(text) {
            Some(Spoilt::Mixed)
        } else {
            POUND.is_match(text).then_some(Spoilt::Pound)
        }
    }

    /// What is the matter: a clause that follows the text.
    pub fn why(self) -> &'static str {
        match self {
            Spoilt::Pound => {
                "'œ' stands where another sign was, probably a pound sign: the file was saved in the letters of MS-DOS"
            }
            Spoilt::Mixed => {
                "its letters were mixed up when the file was saved or opened (UTF-8 taken for Windows-1252)"
            }
            Spoilt::Lost => "'\u{fffd}' stands where a character was lost when the file was saved",
            Spoilt::Quote => {
                "it has a quotation mark inside that ends it too soon, so what follows may have been torn apart"
            }
        }
    }
}

/// The spoilt texts of the sheets that people can see, one trouble a file; those that cannot be read for it are told already.
/// `strays` are the fields with a stray quote.
pub(super) fn texts(file: &File, strays: &[Address], told: &[Trouble]) -> Option<Trouble> {
    let of_file = told.iter().filter_map(|trouble| match trouble {
        Trouble::UnreadableValue { at, .. } if at.file == file.path => Some(at),
        _ => None,
    });
    let told: BTreeSet<&Place> = of_file.collect();
    let strays: BTreeSet<&Address> = strays.iter().collect();
    let mut found = Vec::new();
    for sheet in file.sheets.iter().filter(|sheet| sheet.visible) {
        for (address, raw) in &sheet.cells {
            let Raw::Text(text) = raw else { continue };
            let spoilt = if strays.contains(address) { Some(Spoilt::Quote) } else { Spoilt::of(text) };
            let at = Place::cell(file.path.clone(), sheet.name.clone(), *address);
            if let Some(spoilt) = spoilt.filter(|_| !told.contains(&at)) {
                found.push((at, text, spoilt));
            }
        }
    }
    let ((at, text, spoilt), others) = found.split_first()?;
    Some(Trouble::SpoiltText {
        at: at.clone(),
        area: file.area.clone(),
        text: (*text).clone(),
        spoilt: *spoilt,
        others: others.iter().map(|(at, text, _)| (at.clone(), (*text).clone())).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spoilt_texts_are_known_by_their_letters() {
        for (text, expected) in [
            ("œ1,204", Some(Spoilt::Pound)),
            ("Target (œk)", Some(Spoilt::Pound)),
            ("Target (œ000s)", Some(Spoilt::Pound)),
            ("saves œ2m", Some(Spoilt::Pound)),
            ("Â£1,204", Some(Spoilt::Mixed)),
            ("the councilâ€™s plan", Some(Spoilt::Mixed)),
            ("cafÃ© closed", Some(Spoilt::Mixed)),
            ("Llanelli\u{fffd}s", Some(Spoilt::Lost)),
            ("Hors d'œuvre, œk", Some(Spoilt::Pound)),
            ("Hors d'œuvre, cœur, £1,204 – ‘92%’ … café Ângela Ânglesey tŷ SÃO", None),
            ("œkonomie", None),
        ] {
            assert_eq!(Spoilt::of(text), expected, "{text}");
        }
    }
}
