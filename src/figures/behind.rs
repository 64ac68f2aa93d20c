//! The cells of returns behind a figure: the one that states it, or those that it is worked out from in the end.

use std::collections::BTreeSet;

use super::{Figure, FigureOrigin, Figures, Group, Item, Member};
use crate::form::{ALL, AREA, Form, List};
use crate::source::Place;

/// Finds the cells behind the figures of one list.
#[derive(Debug, Clone, Copy)]
pub struct Behind<'f, 'a> {
    form: &'f Form,
    figures: &'f Figures<'a>,
    list: &'f List,
    /// What shares are shares of: the whole list, or what a table has of it.
    whole: Option<&'f Group<'a>>,
}

/// What has figures: an item, or a group with its totals.
#[derive(Clone, Copy)]
enum Of<'o, 'a> {
    Item(&'o Item<'a>),
    Total(&'o Group<'a>),
}

impl<'a> Figures<'a> {
    /// The way to the cells behind the figures of a list.
    pub fn behind_list<'f>(&'f self, form: &'f Form, list: &'f List) -> Behind<'f, 'a> {
        Behind { form, figures: self, list, whole: self.list(&list.id).map(|figures| &figures.all) }
    }
}

impl<'f, 'a> Behind<'f, 'a> {
    /// The same, where shares are shares of this group's totals.
    #[must_use]
    pub fn within(self, whole: &'f Group<'a>) -> Self {
        Behind { whole: Some(whole), ..self }
    }

    /// The cells behind a figure of an item, in their order in the returns, each once; none where nothing gives it.
    pub fn item(&self, item: &Item<'_>, id: &str) -> Vec<Place> {
        self.cells(Of::Item(item), id)
    }

    /// The cells behind a figure of a group's total, likewise.
    pub fn total(&self, group: &Group<'_>, id: &str) -> Vec<Place> {
        self.cells(Of::Total(group), id)
    }

    /// The cells behind a figure of several items, likewise.
    pub fn items<'i, 'b: 'i>(&self, items: impl IntoIterator<Item = &'i Item<'b>>, id: &str) -> Vec<Place> {
        let mut places = BTreeSet::new();
        items.into_iter().for_each(|item| self.add(Of::Item(item), id, &mut places));
        places.into_iter().collect()
    }

    fn cells(&self, of: Of<'_, '_>, id: &str) -> Vec<Place> {
        let mut places = BTreeSet::new();
        self.add(of, id, &mut places);
        places.into_iter().collect()
    }

    /// Adds the cells behind a figure. Validation has made sure that nothing turns in a circle.
    fn add(&self, of: Of<'_, '_>, id: &str, places: &mut BTreeSet<Place>) {
        let Some(figure) = of.figure(id) else {
            // Words that a formula asks about.
            let words = match of {
                Of::Item(item) => item.cell(id),
                Of::Total(group) => group.stated_cell(id),
            };
            places.extend(words.map(|cell| cell.at.clone()));
            return;
        };
        match &figure.origin {
            FigureOrigin::Given(place) | FigureOrigin::SetAside(place, _) => drop(places.insert(place.clone())),
            FigureOrigin::Formula(formula) => {
                formula.columns().into_iter().for_each(|id| self.add(of, id, places));
            }
            FigureOrigin::Sum => {
                let Of::Total(group) = of else { return };
                for member in group.members() {
                    match member {
                        Member::Item(item) if item.counts() => self.add(Of::Item(item), id, places),
                        Member::Item(_) => {}
                        Member::Group(inner) => self.add(Of::Total(inner), id, places),
                    }
                }
            }
            FigureOrigin::ShareOf(part) => {
                self.add(of, part, places);
                self.whole.into_iter().for_each(|whole| self.add(Of::Total(whole), part, places));
            }
            FigureOrigin::SumOf(column) => {
                if let Of::Item(item) = of {
                    self.summed(item, id, column, places);
                }
            }
            FigureOrigin::Count => {
                if let Of::Item(item) = of {
                    places.extend(self.counted(item, id));
                }
            }
            FigureOrigin::Nothing => {
                // The amount beside a percentage that no cell states with it: worked out from it and its base.
                let beside = self.list.columns.iter().find_map(|column| {
                    column.beside().filter(|beside| beside.id == id).map(|beside| [&column.id, &beside.of])
                });
                beside.into_iter().flatten().for_each(|id| self.add(of, id, places));
            }
        }
    }

    /// Adds the cells behind what a row of this summary, in one of its columns, draws from a column of the list summed up.
    fn summed(&self, row: &Item<'_>, id: &str, of: &str, places: &mut BTreeSet<Place>) {
        let (Some(column), Some(drawn)) = (self.list.column(id), &self.list.summary_of) else { return };
        let Some(list) = self.form.list(&drawn.of) else { return };
        let source = self.figures.behind_list(self.form, list);
        match self.figures.total_summed(self.list, row).filter(|_| column.only().is_none()) {
            Some(group) => source.add(Of::Total(group), of, places),
            None => {
                let items = self.figures.behind(self.form, self.list, column, row);
                items.into_iter().for_each(|item| source.add(Of::Item(item), of, places));
            }
        }
    }

    /// Where the items stand that a row of this summary counts in one of its columns; where none of them counts as one, the lines
    /// that do not.
    pub fn counted(&self, row: &Item<'_>, id: &str) -> Vec<Place> {
        let column = self.list.column(id);
        let all = column.map(|column| self.figures.behind(self.form, self.list, column, row)).unwrap_or_default();
        let place = |item: &&Item<'_>| Some(item.row?.at.clone());
        let counted: Vec<Place> = all.iter().filter(|item| !item.balancing).filter_map(place).collect();
        if counted.is_empty() { all.iter().filter_map(place).collect() } else { counted }
    }
}

impl<'a> Figures<'a> {
    /// The group of the list summed up whose totals a row of a summary takes over; none where the row adds up items.
    pub fn total_summed(&self, list: &List, row: &Item<'_>) -> Option<&Group<'a>> {
        let drawn = list.summary_of.as_ref()?;
        let source = &self.list(&drawn.of)?.all;
        match drawn.by.as_str() {
            AREA => source.of_area(&row.key),
            ALL => Some(source),
            _ => None,
        }
    }
}

impl<'o> Of<'o, '_> {
    fn figure(self, id: &str) -> Option<&'o Figure> {
        match self {
            Of::Item(item) => item.figures.get(id),
            Of::Total(group) => group.totals.get(id),
        }
    }
}
