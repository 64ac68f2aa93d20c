//! Areas of which there is no return, and whose last published figures stand by decision: their rows are cells of the copies in a published
//! set.

use jiff::civil::Date;

use super::{Returns, Trouble};
use crate::period::Period;
use crate::source::Place;

/// An area whose last published figures stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastReported {
    /// The area's id.
    pub area: String,
    /// The period whose figures they are.
    pub period: Period,
    /// The day at which they stood.
    pub as_at: Date,
    /// The later periods that printed them already, the newest first.
    pub again: Vec<Period>,
    /// The files that they stand in: copies in a published set.
    pub files: Vec<String>,
    /// The line of decisions.toml by which they stand.
    pub decided: Place,
    /// What had been answered when they were published last.
    pub given: Vec<Given>,
}

/// An answer with which figures were published: what tells it from another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The finding that it answers.
    pub finding: String,
    /// Its words.
    pub words: String,
    /// Who gave it, by role.
    pub role: String,
    /// When.
    pub date: Date,
}

impl Returns {
    /// What stands for an area of which there is no return.
    pub fn last_reported_of(&self, area: Option<&str>) -> Option<&LastReported> {
        self.last_reported.iter().find(|own| Some(own.area.as_str()) == area)
    }

    /// What a file was read for, if it is a copy in a published set.
    pub fn last_reported_in(&self, file: &str) -> Option<&LastReported> {
        self.last_reported.iter().find(|own| own.files.iter().any(|known| known == file))
    }

    /// Takes in what an area last reported, in the places that its return would have, in the stead of the one that is missing.
    pub fn take_in(&mut self, own: LastReported, then: Returns) {
        let is_missing =
            |trouble: &Trouble| matches!(trouble, Trouble::MissingReturn { area: Some(area), .. } if *area == own.area);
        self.troubles.retain(|trouble| !is_missing(trouble));
        self.last_reported.push(own);
        self.files.extend(then.files);
        self.tables.extend(then.tables);
        self.troubles.extend(then.troubles);
        for standing in then.standings.iter() {
            self.standings.add(standing.clone());
        }
        self.files.sort_by_cached_key(|file| by_name(&file.path));
        self.tables.sort_by_cached_key(|table| (table.form, by_name(&table.at.file)));
    }
}

/// Files stand in the order of their names, upper and lower case alike, whatever folder they lie in.
fn by_name(path: &str) -> (String, String) {
    let name = path.rsplit('/').next().unwrap_or(path);
    (name.to_lowercase(), name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_stand_where_their_names_would_whatever_folder_they_lie_in() {
        let mut paths = [
            "returns/q2/b.xlsx",
            "published/q1/1/restricted/inputs/returns/q1/C.xlsx",
            "returns/q2/D.xlsx",
            "returns/q2/a.xlsx",
        ];
        paths.sort_by_cached_key(|path| by_name(path));
        let names = paths.map(|path| path.rsplit('/').next().unwrap());
        assert_eq!(names, ["a.xlsx", "b.xlsx", "C.xlsx", "D.xlsx"]);
    }
}
