//! Groups of areas: the directorates of a portfolio, the services of a directorate.

use super::Form;
use crate::names::Label;
use crate::source::Place;

/// What `groups` of a table, and `by` of a summary, call the groups of areas. No column and no level may be called so.
pub const AREA_GROUP: &str = "area_group";

/// `[[area_group]]`: areas that have a total together.
#[derive(Debug, Clone)]
pub struct AreaGroup {
    /// Its id.
    pub id: String,
    /// Its name, as it is printed.
    pub name: String,
    /// Other names of it in returns.
    pub also: Vec<String>,
    /// Its areas, by id. No area is in two.
    pub areas: Vec<String>,
    /// Line of the form.
    pub at: Place,
}

impl AreaGroup {
    /// Whether it goes by this name; capitals, spaces and punctuation do not matter.
    pub fn is_called(&self, name: &str) -> bool {
        [&self.id, &self.name].into_iter().chain(&self.also).any(|own| Label::same(own, name))
    }
}

impl Form {
    /// The group of areas with this id.
    pub fn area_group(&self, id: &str) -> Option<&AreaGroup> {
        self.area_groups.iter().find(|group| group.id == id)
    }

    /// The group that an area is in.
    pub fn group_of_area(&self, area: &str) -> Option<&AreaGroup> {
        self.area_groups.iter().find(|group| group.areas.iter().any(|own| own == area))
    }

    /// The group of areas that goes by this name.
    pub fn area_group_called(&self, name: &str) -> Option<&AreaGroup> {
        self.area_groups.iter().find(|group| group.is_called(name))
    }
}
