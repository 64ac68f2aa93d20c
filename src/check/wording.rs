//! The words that findings share: whom and what a sentence is about, headings, lists and counts. How a figure is said stands in
//! [`money`](crate::money); the entries to paste into decisions.toml stand in [`entries`].

mod entries;
mod moved;

pub(super) use entries::{
    change_request, change_request_entry, explain_entry, explanation, filled_in, leaving_open, mend_or,
    mend_or_explain, mend_or_set_aside, not_updated_entry, offered, rows_key, set_aside, setting_aside,
};
pub(super) use moved::{both_figures, from_prior, moved_to, movement};

pub(super) use crate::names::one_line;

use super::View;
use super::look::Line;
use crate::figures::{Figure, Group};
use crate::form::{Column, List, heading};
use crate::money::{Measure, SideBySide, Told, print_whole};
use crate::names;
use crate::period::Period;
use crate::privacy;
use crate::reconcile::position::Scheme;
use crate::source::Place;

/// Characters of a cell's text that a sentence quotes.
const QUOTED: usize = 60;

/// What a column's figures count, in the unit in which returns state them, and how finely they print.
pub(super) fn measure(column: &Column) -> Measure {
    column.measure()
}

/// A figure of a column for a sentence: '£1,240k', '83%', '34'.
pub(super) fn figure(column: &Column, figure: Told) -> String {
    measure(column).say(figure)
}

/// Two figures of a column, one held against the other, with their difference.
pub(super) fn side_by_side(column: &Column, one: Told, other: Told) -> SideBySide {
    measure(column).side_by_side(one, other)
}

/// What totals count of a figure: stated where it stands in a cell, or in place of one, else computed.
pub(super) fn told(figure: &Figure) -> Option<Told> {
    let value = figure.counted?.value();
    Some(if figure.origin.cell().is_some() { Told::Stated(value) } else { Told::Computed(value) })
}

/// A cell's text for a sentence: on one line, cut off where it is long, and in the middle of nothing personal: it is withheld when the
/// finding is whole, and half of it would not be known.
pub(super) fn quoted(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..privacy::cut(&text, end)).unwrap_or_default().trim_end()),
        None => text,
    }
}

/// Characters of a whole message: what it names may be endless too.
const MESSAGE: usize = 1_200;

/// A message, cut off where it is too long to be read.
pub(super) fn bounded(message: &str) -> String {
    match message.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default().trim_end()),
        None => message.to_string(),
    }
}

/// 'F17', 'G4 to H9', or nothing where the place is no cell.
pub(super) fn cell(place: &Place) -> String {
    place.cells().unwrap_or_default()
}

/// 'F17', or 'F17 of x.xlsx' where it stands in another file than `from`.
pub(super) fn cell_from(place: &Place, from: &Place) -> String {
    if place.file == from.file && place.sheet == from.sheet {
        cell(place)
    } else {
        format!("{} of {}", cell(place), place.file)
    }
}

/// So many names stand in a list at most.
const NAMED: usize = 12;

/// 'a', 'a and b', 'a, b and c'; of more than a line can hold the first ones: 'a, b and 1,234 more'.
pub(super) fn list_of<T: AsRef<str>>(names: &[T]) -> String {
    first_of(names, NAMED)
}

/// The same, where no more than so many are said: "'Voids', 'Rents' and 3 more".
pub(super) fn first_of<T: AsRef<str>>(names: &[T], most: usize) -> String {
    names::first_of(names, ", ", most)
}

/// Clauses with what stands between them, however many there are: 'a; b; and 1,234 more', 'a; and b; and 1,234 more'.
pub(super) fn clauses<T: AsRef<str>>(clauses: &[T], between: &str) -> String {
    clauses_of(clauses, NAMED, between, |clause| clause.as_ref().to_string())
}

/// The same of things that are said one by one, where no more than so many are.
pub(super) fn clauses_of<T>(things: &[T], most: usize, between: &str, say: impl Fn(&T) -> String) -> String {
    let (said, rest) = things.split_at(things.len().min(most));
    let mut said: Vec<String> = said.iter().map(say).collect();
    if !rest.is_empty() {
        let and = if between.contains(char::is_alphabetic) { "" } else { "and " };
        said.push(format!("{and}{} more", number(rest.len())));
    }
    said.join(between)
}

/// '12', '1,234'
pub(super) fn number(number: usize) -> String {
    print_whole(number)
}

/// '1 project', '12 projects', '1,234 projects'
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", self::number(number), if number == 1 { one } else { many })
}

/// So many items of which some only balance the budget: '12 projects and 1 balancing line'. A balancing line counts in sums and
/// is none of the items.
pub(super) fn items(list: &List, all: usize, balancing: usize) -> String {
    let items = count(all.saturating_sub(balancing), &list.item, &list.items);
    let lines = count(balancing, "balancing line", "balancing lines");
    match (balancing, all == balancing) {
        (0, _) => items,
        (_, true) => lines,
        _ => format!("{items} and {lines}"),
    }
}

/// 'once', 'twice', '12 times'
pub(super) fn times(number: usize) -> String {
    match number {
        1 => "once".into(),
        2 => "twice".into(),
        many => format!("{many} times"),
    }
}

/// What so many parts do: one 'comes' to a figure, several 'add up' to it.
pub(super) fn add_up(number: usize) -> &'static str {
    if number == 1 { "comes" } else { "add up" }
}

/// Whom a sentence is about, as its opening; nothing where that is nobody.
pub(super) fn opening(who: &str) -> String {
    if who.is_empty() { String::new() } else { format!("{who}: ") }
}

/// What a decision says for itself, behind a sentence: ': merged in March'.
pub(super) fn in_words(words: Option<&str>) -> String {
    words.map(|words| format!(": {}", one_line(words))).unwrap_or_default()
}

/// So many totals are named by their cells.
const TOTALS_NAMED: usize = 3;

/// What is left in doubt by a cell that cannot be read or is empty: '; the totals in C4 and D4 cannot be checked until it is
/// mended'.
pub(super) fn unchecked(totals: &[Place], from: &Place, mended: &str) -> String {
    let cells: Vec<String> = totals.iter().map(|total| cell_from(total, from)).collect();
    let totals = match cells.as_slice() {
        [] => return String::new(),
        [total] => format!("the total in {total}"),
        cells if cells.len() <= TOTALS_NAMED => format!("the totals in {}", list_of(cells)),
        cells => format!("the {} totals that count it", cells.len()),
    };
    format!("; {totals} cannot be checked until it is {mended}")
}

impl View<'_> {
    /// A column's heading in this period as it stands in the return, on one line: for a sentence about the heading itself.
    pub(super) fn heading(&self, column: &Column) -> String {
        self.heading_in(column, self.returns.period)
    }

    fn heading_in(&self, column: &Column, period: Period) -> String {
        one_line(&heading::fill(self.form, &column.heading, period, &[]))
    }

    /// A column's name in a sentence: its heading without the unit, which is given with the figures.
    pub(super) fn name(&self, column: &Column) -> String {
        self.name_in(column, self.returns.period)
    }

    /// The same in a sentence about what stood there in another period: 'Target 31/03/24' of the year before.
    pub(super) fn name_in(&self, column: &Column, period: Period) -> String {
        heading::without_unit(&self.heading_in(column, period))
    }

    /// What a formula's name means to a reader: a column, or the amount beside one.
    pub(super) fn name_of(&self, list: &List, id: &str) -> String {
        if let Some(column) = list.column(id) {
            return self.name(column);
        }
        let beside = list.columns.iter().find(|column| column.beside().is_some_and(|beside| beside.id == id));
        beside.map_or_else(|| id.to_string(), |column| format!("the amount of {}", self.name(column)))
    }

    /// The name of an area; empty if there is none.
    pub(super) fn area_name(&self, area: Option<&str>) -> String {
        let Some(id) = area else { return String::new() };
        self.form.area_name(id).to_string()
    }

    /// Whom a sentence is about: 'Agency (Adults)', or 'Agency' where there is no area.
    pub(super) fn who(&self, area: Option<&str>, label: &str) -> String {
        match (label, self.area_name(area)) {
            ("", area) => area,
            (label, area) if area.is_empty() || area == label => format!("'{label}'"),
            (label, area) => format!("'{label}' ({area})"),
        }
    }

    /// The same of a scheme of either period.
    pub(super) fn scheme(&self, scheme: &Scheme) -> String {
        self.who(scheme.area.as_deref(), &one_line(&scheme.label))
    }

    /// Whom a sentence about a total is about: the area, or what the list holds.
    pub(super) fn whose_total(&self, list: &List, area: Option<&str>) -> String {
        let area = self.area_name(area);
        if area.is_empty() { format!("All {}", list.items) } else { area }
    }

    /// Whom a sentence about a row is about: the item, or whose total it is.
    pub(super) fn whose(&self, line: &Line<'_>) -> String {
        match line.group {
            Some(group) if group.is_inner() => {
                let name = self.total_row(line.list, group);
                let area = self.area_name(line.area);
                if area.is_empty() { name } else { format!("{name} ({area})") }
            }
            Some(_) => self.whose_total(line.list, line.area),
            None => self.who(line.area, line.label),
        }
    }

    /// The row of a group's total: 'the total row', or what the return or the group is called: "'Total Homecare'",
    /// 'the total of RED'.
    pub(super) fn total_row(&self, list: &List, group: &Group<'_>) -> String {
        match group.stated_label(list) {
            _ if !group.is_inner() => "the total row".to_string(),
            Some(label) => format!("'{}'", quoted(label)),
            None => format!("the total of {}", quoted(&group.path.join(" > "))),
        }
    }

    /// A figure of a group's total: 'the total of Target', "'Total Homecare' under Target".
    pub(super) fn total_of(&self, list: &List, group: &Group<'_>, column: &Column) -> String {
        let name = self.name(column);
        if group.is_inner() {
            format!("{} under {name}", self.total_row(list, group))
        } else {
            format!("the total of {name}")
        }
    }

    /// The prior period's name; empty if there is none.
    pub(super) fn prior(&self) -> String {
        self.reconciliation.map(|reconciliation| reconciliation.prior.label()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_the_first_are_said_and_how_many_more_there_are() {
        let many: Vec<String> = (0..1_246).map(|number| number.to_string()).collect();
        assert_eq!(first_of(&many, 2), "0, 1 and 1,244 more");
        assert!(list_of(&many).ends_with("10, 11 and 1,234 more"));
        for (between, end) in
            [("; ", "11; and 1,234 more"), ("; and ", "; and 11; and 1,234 more"), (" or ", "11 or 1,234 more")]
        {
            assert!(clauses(&many, between).ends_with(end), "{}", clauses(&many, between));
        }
    }
}
