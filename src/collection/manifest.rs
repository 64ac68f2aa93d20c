//! The list of what a published set holds, with the SHA-256 of each file: restricted/manifest.json. By it anyone can tell whether a set is
//! still what was published.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::file::{self, Limit};

/// Where it stands in a set.
pub const MANIFEST: &str = "restricted/manifest.json";

/// Where the appendix stands, for everybody.
pub const APPENDIX: &str = "public/appendix.pdf";

/// Where the workbook stands that everybody may have.
pub const PUBLIC_WORKBOOK: &str = "public/consolidated.xlsx";

/// Where the findings stand, for the council.
pub const FINDINGS: &str = "restricted/findings.json";

/// Where the workbook stands that a later period is compared with.
pub const WORKBOOK: &str = "restricted/consolidated.xlsx";

/// The appendix with what is exempt from publication, where anything is.
pub const RESTRICTED_APPENDIX: &str = "restricted/appendix.pdf";

/// The folder of copies of all that the set was made from.
pub const INPUTS: &str = "restricted/inputs";

/// What a return is called in the list that lies in an earlier set, and whose figures stand as they were published last.
pub const LAST_RETURN: &str = "return as last published";

/// The version of its shape.
pub const SCHEMA: u32 = 1;

/// A thousand returns have some 300 KB.
const LARGEST: Limit = Limit { bytes: 16 * 1024 * 1024, mend: "put back the one that was published" };

/// What a published set says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of its shape.
    pub schema: u32,
    /// The name of the collection's folder.
    pub collection: String,
    /// The period.
    pub period: String,
    /// Which set of the period it is: 1, 2 for a correction.
    pub number: u32,
    /// SHA-256, in hex, of the figures and words that were cleared.
    pub fingerprint: String,
    /// The version of the program that made it.
    pub program: String,
    /// What it was compared with, in a sentence; empty where with nothing.
    pub compared_with: String,
    /// The set that it takes the place of, and why.
    pub supersedes: Option<Superseded>,
    /// The role that published it, where that was said.
    pub published_by: Option<String>,
    /// The clearances that it was published on.
    pub cleared_by: Vec<Cleared>,
    /// Every file of the set but this list, by name.
    pub files: Vec<Listed>,
    /// What it was made from.
    pub inputs: Vec<Input>,
}

/// The set that another one takes the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Superseded {
    /// Its number.
    pub number: u32,
    /// Why.
    pub reason: String,
}

/// A clearance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    /// The role.
    pub role: String,
    /// The initials of who it was.
    pub initials: String,
    /// '20 January 2023'
    pub date: String,
}

/// A file of the set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its path in the set, with '/'.
    pub path: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256, in hex.
    pub sha256: String,
}

/// A file that the set was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its path in the collection, with '/'.
    pub path: String,
    /// What it is: 'return', 'form', … ([`LAST_RETURN`])
    pub role: String,
    /// SHA-256, in hex, of its bytes.
    pub sha256: String,
    /// The path of its copy in the set, with '/'.
    pub copy: String,
}

impl Manifest {
    /// The list of the set in this folder; `None` if it has none. `Err` says, in a clause, why it cannot be read.
    pub fn of(set: &Path) -> Result<Option<Manifest>, String> {
        let path = set.join(MANIFEST);
        if !file::is_there(&path) {
            return Ok(None);
        }
        let text = file::read_text(&path, LARGEST).map_err(|why| format!("{MANIFEST} cannot be read: {why}"))?;
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| format!("{MANIFEST} is not as Piperoll writes it (line {})", error.line()))?;
        if manifest.schema != SCHEMA {
            return Err(format!(
                "{MANIFEST} is of version {}, and this program reads version {SCHEMA}",
                manifest.schema
            ));
        }
        Ok(Some(manifest))
    }

    /// As it is written.
    pub fn json(&self) -> String {
        // Texts and numbers: there is nothing in it that JSON cannot hold.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The file of this path in the set.
    pub fn listed(&self, path: &str) -> Option<&Listed> {
        self.files.iter().find(|file| file.path == path)
    }
}
